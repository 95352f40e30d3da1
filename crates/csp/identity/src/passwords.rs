//! Which passwords are accepted, and how they are kept. Any characters, pasted or typed; what counts is
//! length and not being guessable (V6.2).

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use concordat_kernel::{Chance, Problem, Refusal, Result};
use tokio::sync::Semaphore;

/// The shortest password, in characters.
pub(crate) const SHORTEST: usize = 12;
/// The longest: far above any passphrase, and a bound on the work of hashing.
pub(crate) const LONGEST: usize = 200;

/// What the guessing lists build on. A password that is one of these, repeated or dressed up with
/// digits and signs, is refused: this covers the long entries of the published lists of frequent
/// passwords, nearly all of which are made so (V6.2.4). The last words, from "concordat" on, are those of
/// this service (V6.1.2).
const GUESSED_FIRST: &str = include_str!("guessed_first.txt");

/// Accepts or refuses a new password for somebody of this name and address.
///
/// # Errors
/// Says what is wrong with it.
pub(crate) fn accept(password: &str, name: &str, email: &str) -> Result<(), Refusal> {
    let refuse = |sentence: &str| Err(Refusal::invalid("password", sentence));
    let length = password.chars().count();
    if length < SHORTEST {
        return refuse(
            "The password must be 12 characters or more. Three or four words you make up work well",
        );
    }
    if length > LONGEST {
        return refuse("The password must be 200 characters or fewer");
    }
    let lower = password.to_lowercase();
    let of_the_person = name.split(|c: char| !c.is_alphanumeric()).chain(email.split('@').next());
    // Two and three letters are in half of all words.
    if of_the_person.map(str::to_lowercase).any(|part| part.chars().count() >= 4 && lower.contains(&part)) {
        return refuse("The password must not contain your name or e-mail address");
    }
    if is_frequent(&lower) {
        return refuse("The password is one that is often guessed. Choose one that only you would think of");
    }
    Ok(())
}

fn is_frequent(lower: &str) -> bool {
    let letters: String = lower.chars().filter(|c| c.is_alphabetic()).collect();
    let bare = lower.trim_matches(|c: char| !c.is_alphabetic());
    few_characters(lower)
        || runs(lower)
        || [lower, bare, &letters].into_iter().any(|text| {
            let unit = repeated_unit(text);
            unit.is_empty() || GUESSED_FIRST.lines().any(|word| word == unit) || runs(unit)
        })
}

/// Four or fewer different characters in the whole.
fn few_characters(text: &str) -> bool {
    let mut seen: Vec<char> = text.chars().collect();
    seen.sort_unstable();
    seen.dedup();
    seen.len() <= 4
}

/// Up or down the alphabet, the digits, or along a row of the keyboard, nearly everywhere.
fn runs(text: &str) -> bool {
    const ROWS: &str = "qwertyuiop asdfghjkl zxcvbnm 01234567890";
    let characters: Vec<char> = text.chars().collect();
    if characters.len() < 2 {
        return false;
    }
    let along = |a: char, b: char| {
        (u32::from(a).abs_diff(u32::from(b)) <= 1)
            || ROWS.contains(&format!("{a}{b}"))
            || ROWS.contains(&format!("{b}{a}"))
    };
    let steps = characters.windows(2).filter(|pair| matches!(pair, [a, b] if along(*a, *b))).count();
    steps * 10 >= (characters.len() - 1) * 8
}

/// "abcabcabc" is "abc".
fn repeated_unit(text: &str) -> &str {
    let ends = text.char_indices().map(|(at, _)| at).skip(1);
    for end in ends {
        let (unit, _) = text.split_at(end);
        if text.len().is_multiple_of(end) && unit.repeat(text.len() / end) == text {
            return unit;
        }
    }
    text
}

/// At most this many at once: each takes 19 MiB and tens of milliseconds, and must not starve the rest.
static HASHING: Semaphore = Semaphore::const_new(2);

/// Argon2id with the first of the parameter sets OWASP advises: 19 MiB, two passes, one lane.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::DEFAULT)
}

/// The hash to keep, its parameters inside.
///
/// # Errors
/// When hashing fails.
pub(crate) async fn hash(password: &str, chance: &Chance) -> Result<String> {
    let (password, salt) = (password.to_owned(), chance.bytes::<16>());
    let made = aside(move || {
        argon2().hash_password_with_salt(password.as_bytes(), &salt).map(|hash| hash.to_string())
    })
    .await?;
    Ok(made.map_err(|e| Problem::say(format!("hashing a password: {e}")))?)
}

/// Whether this is the password. Without a hash to compare with, as much time is spent and the
/// answer is no: so that nobody learns from the clock which addresses are known (V6.3.8).
///
/// # Errors
/// When the kept hash cannot be read.
pub(crate) async fn verify(password: &str, kept: Option<String>) -> Result<bool> {
    // A password longer than any that was accepted is not hashed in full.
    let password: String = password.chars().take(LONGEST + 1).collect();
    let answer = aside(move || match kept {
        Some(kept) => PasswordHash::new(&kept)
            .map(|kept| argon2().verify_password(password.as_bytes(), &kept).is_ok())
            .map_err(|e| e.to_string()),
        None => argon2()
            .hash_password_with_salt(password.as_bytes(), &[0; 16])
            .map(|_| false)
            .map_err(|e| e.to_string()),
    })
    .await?;
    Ok(answer.map_err(|e| Problem::say(format!("checking a password: {e}")))?)
}

async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _turn = HASHING.acquire().await.map_err(|e| Problem::new("waiting to hash a password", e))?;
    Ok(tokio::task::spawn_blocking(work).await.map_err(|e| Problem::new("hashing a password", e))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str) -> Result<(), Refusal> {
        accept(password, "Rowan Ashdown", "r.ashdown@merrowshire.example")
    }

    #[test]
    fn length_counts_and_composition_does_not() {
        for good in [
            "three quiet herons",
            "vellum-otter-94",
            "été à la plage!",
            "lower case only words",
            &"heron otter ".repeat(16),
        ] {
            assert!(check(good).is_ok(), "{good}");
        }
        assert!(check("quiet heron").is_err(), "eleven characters");
        assert!(check("quiet herons").is_ok(), "twelve");
        assert!(check(&"é".repeat(201)).is_err(), "too long");
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        for bad in [
            "password1234",
            "Password2026!",
            "PASSWORDPASSWORD",
            "123456789012",
            "qwertyuiop12",
            "aaaaaaaaaaaa",
            "abcdefghijkl",
            "Concordat2026",
            "!!Welcome!!123",
            "abababababab",
            "letmeinletmein",
            "1q2w3e4r1q2w3e4r",
            "987654321098",
            "summer202620",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_persons_own_name_and_address_are_refused() {
        for bad in ["Ashdown and herons", "my name is rowan", "x r.ashdown x yz"] {
            assert!(check(bad).is_err(), "{bad}");
        }
        assert!(accept("alpine herons", "Al Ng", "al@x.example").is_ok(), "short parts are in many words");
    }

    #[tokio::test]
    async fn a_hash_carries_its_parameters_and_fits_only_its_password() {
        let kept = hash("three quiet herons", &Chance::seeded(1)).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(verify("three quiet herons", Some(kept.clone())).await.unwrap());
        assert!(!verify("three quiet heron", Some(kept.clone())).await.unwrap());
        assert!(!verify("Three quiet herons", Some(kept)).await.unwrap());
        assert!(!verify("three quiet herons", None).await.unwrap());
        assert!(verify("x", Some("not a hash".into())).await.is_err());
    }
}
