//! Time-based one-time codes (RFC 6238): SHA-1, six digits, thirty seconds, one step either way for
//! clocks that differ. What every authenticator app understands.

use concordat_kernel::{Chance, Problem, Refusal, jiff::Timestamp};
use qrcode::{QrCode, render::svg};
use totp_rs::{Builder, Secret, Totp};

/// A new secret, in base32 as authenticator apps take it: 160 bits, as RFC 4226 advises.
pub(crate) fn new_secret(chance: &Chance) -> String {
    Secret::from(chance.bytes::<20>()).to_base32()
}

fn totp(secret: &str) -> Result<Totp, Refusal> {
    let wrong = |_| Refusal::rule("Start again from the page that shows the code to scan.");
    let secret = Secret::try_from_base32(secret).map_err(wrong)?;
    // Not from us, then: ours are of this length.
    if secret.as_bytes().len() != 20 {
        return Err(Refusal::rule("Start again from the page that shows the code to scan."));
    }
    Builder::new()
        .with_secret(secret)
        .build()
        .map_err(|_| Refusal::rule("Start again from the page that shows the code to scan."))
}

/// The time step this code belongs to, if it is good now and later than the last one used: a code
/// counts once (V6.5.1).
///
/// # Errors
/// When the secret is not one of ours.
pub(crate) fn step_of(
    secret: &str,
    code: &str,
    last: Option<i64>,
    now: Timestamp,
) -> Result<Option<i64>, Refusal> {
    let code: String = code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(None);
    }
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    let step = totp(secret)?.check(&code, seconds).and_then(|step| i64::try_from(step).ok());
    Ok(step.filter(|step| last.is_none_or(|last| *step > last)))
}

/// The code of this moment: for tests, and for the invented people of the samples.
///
/// # Errors
/// When the secret is not one of ours.
pub fn code_at(secret: &str, now: Timestamp) -> Result<String, Refusal> {
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    Ok(totp(secret)?.generate(seconds).to_string())
}

/// What the QR code says, and what a link can say instead.
pub(crate) fn otpauth(secret: &str, email: &str) -> String {
    let account: String = form_urlencoded::byte_serialize(email.as_bytes()).collect();
    format!(
        "otpauth://totp/Concordat:{account}?secret={secret}&issuer=Concordat&algorithm=SHA1&digits=6&period=30"
    )
}

/// The QR code as an SVG element, without the XML declaration that must not stand within a page.
///
/// # Errors
/// When the text is too long for a QR code.
pub(crate) fn qr(text: &str) -> Result<String, Problem> {
    let code = QrCode::new(text).map_err(|e| Problem::new("drawing a QR code", e))?;
    let drawn = code.render::<svg::Color<'_>>().min_dimensions(220, 220).build();
    let element = drawn.find("<svg").map_or(drawn.as_str(), |at| drawn.get(at..).unwrap_or_default());
    Ok(element.replacen(
        "<svg",
        "<svg role=\"img\" aria-label=\"QR code to scan with your authenticator app\"",
        1,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238 appendix B, `12345678901234567890`, in base32.
    const RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn the_vectors_of_the_standard() {
        // Appendix B gives eight digits; six digits are their last six.
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_at(RFC, at(second)).unwrap(), code);
            assert_eq!(step_of(RFC, code, None, at(second)).unwrap(), Some(second / 30));
        }
    }

    #[test]
    fn one_step_either_way_and_never_twice() {
        let code = code_at(RFC, at(3000)).unwrap();
        for (now, expected) in
            [(2969, None), (2970, Some(100)), (3000, Some(100)), (3059, Some(100)), (3060, None)]
        {
            assert_eq!(step_of(RFC, &code, None, at(now)).unwrap(), expected, "{now}");
        }
        assert_eq!(step_of(RFC, &code, Some(100), at(3000)).unwrap(), None, "used before");
        assert_eq!(step_of(RFC, &code, Some(99), at(3000)).unwrap(), Some(100));
        let spaced = format!("{} {}", code.get(..3).unwrap(), code.get(3..).unwrap());
        assert_eq!(step_of(RFC, &spaced, None, at(3000)).unwrap(), Some(100), "typed with a space");
    }

    #[test]
    fn what_is_not_a_code_or_a_secret_is_no() {
        for wrong in ["", "12345", "1234567", "abcdef", "１２３４５６"] {
            assert_eq!(step_of(RFC, wrong, None, at(3000)).unwrap(), None, "{wrong}");
        }
        assert!(step_of("short", "123456", None, at(3000)).is_err());
        assert!(step_of("GEZDGNBVGY3TQOJQ", "123456", None, at(3000)).is_err(), "ten bytes");
    }

    #[test]
    fn the_drawing_needs_no_inline_style() {
        let secret = new_secret(&Chance::seeded(1));
        assert_eq!(secret.len(), 32);
        let text = otpauth(&secret, "rowan+x@merrowshire.example");
        assert!(
            text.starts_with("otpauth://totp/Concordat:rowan%2Bx%40merrowshire.example?secret="),
            "{text}"
        );
        let drawn = qr(&text).unwrap();
        assert!(drawn.starts_with("<svg role=\"img\"") && drawn.ends_with("</svg>"));
        assert!(!drawn.contains("style") && !drawn.contains("<?xml") && !drawn.contains(&secret));
    }
}
