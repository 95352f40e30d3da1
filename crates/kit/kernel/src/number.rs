//! Numbers as people read them.

/// A whole number with its thousands parted: `1,250`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The same of a number as it is written, with its sign and decimals: `+1250.5` becomes `+1,250.5`.
pub fn with_thousands(written: &str) -> String {
    let from = written.find(|c: char| c.is_ascii_digit()).unwrap_or(written.len());
    let (sign, rest) = written.split_at(from);
    let (whole, after) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
    match whole.parse() {
        Ok(number) if !whole.starts_with('0') => format!("{sign}{}{after}", grouped(number)),
        _ => written.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        for (number, said) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), said);
        }
        assert_eq!(grouped(u64::MAX), "18,446,744,073,709,551,615");
    }

    #[test]
    fn what_is_around_the_whole_part_stays() {
        let said = [
            ("1250", "1,250"),
            ("-1250.25", "-1,250.25"),
            ("+4443", "+4,443"),
            ("1204 ▲", "1,204 ▲"),
            ("0.1234", "0.1234"),
            ("0012", "0012"),
            ("not one", "not one"),
            ("", ""),
        ];
        for (written, said) in said {
            assert_eq!(with_thousands(written), said);
        }
    }
}
