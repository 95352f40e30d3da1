//! What is decided without a record and without a mail server.

use concordat_kernel::{
    Refusal,
    jiff::{SignedDuration, Timestamp},
};

/// The longest line of a letter, in characters: it leaves room to be quoted in an answer.
const LINE: usize = 72;

/// The pause after this many failures in a row: short at first, because most mail servers that say
/// "later" mean minutes, then up to four hours.
pub(crate) fn pause(failures: i64) -> SignedDuration {
    SignedDuration::from_mins(match failures {
        ..=1 => 1,
        2 => 5,
        3 => 15,
        4 => 30,
        5 => 60,
        6 => 120,
        _ => 240,
    })
}

/// How long it is tried: as long as mail servers usually do among themselves (RFC 5321, 4.5.4.1).
const PATIENCE: SignedDuration = SignedDuration::from_hours(5 * 24);

/// Whether a letter that has failed since then is given up.
pub(crate) fn given_up(failing_since: Timestamp, now: Timestamp) -> bool {
    now.duration_since(failing_since) >= PATIENCE
}

/// How long a sender may hold a letter before it is taken for dead: longer than all its own limits together.
pub(crate) const HOLD: SignedDuration = SignedDuration::from_mins(20);

/// The longest address that is taken, in characters.
const LONGEST_ADDRESS: usize = 200;

/// Whether a letter can be addressed so: for the field `email` of a form.
///
/// # Errors
/// With a sentence for the field.
pub fn check_address(email: &str) -> Result<(), Refusal> {
    let email = email.trim();
    let usable = email.split_once('@').is_some_and(|(before, after)| {
        !before.is_empty() && after.contains('.') && !after.starts_with('.') && !after.ends_with('.')
    });
    if !usable || email.chars().any(|c| c.is_whitespace() || c.is_control() || "<>,;\"".contains(c)) {
        return Err(Refusal::invalid("email", "Enter an e-mail address, such as name@example.org."));
    }
    if email.chars().count() > LONGEST_ADDRESS || !email.is_ascii() {
        return Err(Refusal::invalid("email", "Enter an e-mail address of plain letters, 200 or fewer."));
    }
    Ok(())
}

/// Text for one line, such as a name or a subject: no line end or other control character gets into a header.
pub(crate) fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a server said, for the record: one line, and no more than somebody reads.
pub(crate) fn said(words: &str) -> String {
    one_line(words).chars().take(500).collect()
}

/// Text with its long lines broken at spaces. A word that is longer than a line, such as an address, stays whole.
pub(crate) fn wrapped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 40);
    for line in text.lines() {
        wrap_line(line.trim_end(), &mut out);
        out.push('\n');
    }
    out
}

fn wrap_line(line: &str, out: &mut String) {
    // What follows a bullet stands beneath its first word.
    let indent = if line.starts_with("- ") { "  " } else { "" };
    let mut width = 0;
    for (i, word) in line.split(' ').enumerate() {
        let long = word.chars().count();
        if i > 0 && width + 1 + long > LINE {
            out.push('\n');
            out.push_str(indent);
            width = indent.len();
        } else if i > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += long;
    }
}

/// The reason a person gives for what they decide.
pub(crate) fn reason(text: &str, ask: &str) -> Result<String, Refusal> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Refusal::invalid("because", ask)),
        1..=500 => Ok(text.to_owned()),
        _ => Err(Refusal::invalid("because", "Write no more than 500 characters")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_then_stay() {
        let minutes: Vec<i64> = (1..=9).map(|failures| pause(failures).as_mins()).collect();
        assert_eq!(minutes, [1, 5, 15, 30, 60, 120, 240, 240, 240]);
    }

    #[test]
    fn a_letter_is_given_up_after_five_days_of_failures() {
        let since: Timestamp = "2026-11-02T09:00:00Z".parse().unwrap();
        assert!(!given_up(since, "2026-11-07T08:59:00Z".parse().unwrap()));
        assert!(given_up(since, "2026-11-07T09:00:00Z".parse().unwrap()));
    }

    #[test]
    fn nothing_breaks_out_of_a_line() {
        assert_eq!(
            one_line(" Wren\r\nBcc: all@merrowshire.example\u{85}\t x"),
            "Wren Bcc: all@merrowshire.example x"
        );
        assert_eq!(said(&"ab ".repeat(400)).chars().count(), 500);
    }

    #[test]
    fn lines_are_broken_at_spaces_and_addresses_stay_whole() {
        let address = format!("https://csp.example/{}", "x".repeat(90));
        let text = format!("{}\n\nHere:\n{address}\n- {}", "seven77 ".repeat(12), "point ".repeat(15));
        let wrapped = wrapped(&text);
        assert!(wrapped.lines().all(|line| line.chars().count() <= 72 || line == address), "{wrapped}");
        assert!(wrapped.lines().any(|line| line == address));
        assert!(wrapped.contains("\n  point"), "{wrapped}");
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(&text), words(&wrapped), "no word is lost");
    }
}
