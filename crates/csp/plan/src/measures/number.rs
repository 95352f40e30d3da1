//! Numbers as people type them, kept exactly and written as people read them.

use concordat_kernel::grouped;

use super::model::Kind;

/// A number in whole hundredths: pence of money, 4550 for 45.5%, 100 for yes. Never a float.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

/// The largest number that is taken: nothing a partnership counts is larger.
const LARGEST: i64 = 100_000_000_000_000;
/// The longest words of a value.
const LONGEST: usize = 4_000;

impl Amount {
    /// Yes, of a milestone.
    pub const YES: Self = Self(100);
    /// No, of a milestone.
    pub const NO: Self = Self(0);

    /// So many hundredths.
    pub const fn hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// In hundredths.
    pub const fn in_hundredths(self) -> i64 {
        self.0
    }

    /// As it is written for a kind of measure.
    pub fn words(self, kind: Option<Kind>, unit: &str) -> String {
        match kind {
            Some(Kind::Milestone) => if self >= Self::YES { "Yes" } else { "No" }.to_owned(),
            Some(Kind::Money) => {
                let (pounds, pence) = (grouped(self.0.unsigned_abs() / 100), self.0.unsigned_abs() % 100);
                let sign = if self.0 < 0 { "-" } else { "" };
                if pence == 0 { format!("{sign}£{pounds}") } else { format!("{sign}£{pounds}.{pence:02}") }
            }
            kind if is_percent(kind, unit) => format!("{}%", self.plain()),
            _ => self.plain(),
        }
    }

    /// `1,250`, `2.5`, `-3.25`.
    fn plain(self) -> String {
        let (whole, part) = (grouped(self.0.unsigned_abs() / 100), self.0.unsigned_abs() % 100);
        let sign = if self.0 < 0 { "-" } else { "" };
        match (part, part % 10) {
            (0, _) => format!("{sign}{whole}"),
            (_, 0) => format!("{sign}{whole}.{}", part / 10),
            _ => format!("{sign}{whole}.{part:02}"),
        }
    }
}

/// Whether a measure is written with a percent sign.
fn is_percent(kind: Option<Kind>, unit: &str) -> bool {
    kind == Some(Kind::Share) || (unit.trim() == "%" && kind != Some(Kind::Money))
}

/// A value that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The number, where there is one.
    pub amount: Option<Amount>,
    /// What was typed, where that says more than the number.
    pub words: String,
}

/// Reads a value as typed for a measure of this kind. While nobody has said the kind, everything is
/// taken: what is no number is kept as words.
///
/// # Errors
/// With a sentence: what is wrong and what to write.
pub fn read(text: &str, kind: Option<Kind>, unit: &str) -> Result<Said, String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err("Enter a value.".to_owned());
    }
    if text.chars().count() > LONGEST {
        return Err(format!("The value must be {LONGEST} characters or fewer."));
    }
    let words = |words: &str| Said { amount: None, words: words.to_owned() };
    match kind {
        Some(Kind::Story) => Ok(words(&text)),
        Some(Kind::Milestone) => match yes_or_no(&text) {
            Some(amount) => Ok(Said { amount: Some(amount), words: String::new() }),
            None => Err("Enter “yes” or “no”. Put anything else in the note.".to_owned()),
        },
        Some(Kind::Direction) => match way(&text) {
            Some(way) => Ok(words(way)),
            None => number(&text, kind, unit)
                .map_err(|_| "Enter a number, or “up”, “down” or “no change”.".to_owned()),
        },
        Some(_) => number(&text, kind, unit),
        None => Ok(number(&text, kind, unit).map_or_else(
            |_| words(&text),
            |said| {
                if said.words.is_empty() && text.contains(['£', '%']) {
                    Said { words: text.clone(), ..said }
                } else {
                    said
                }
            },
        )),
    }
}

fn yes_or_no(text: &str) -> Option<Amount> {
    match text.trim_end_matches('.').to_lowercase().as_str() {
        "yes" | "y" | "done" | "completed" | "complete" | "achieved" | "in place" => Some(Amount::YES),
        "no" | "n" | "not yet" | "not done" | "no, not yet" => Some(Amount::NO),
        _ => None,
    }
}

/// A direction in words, as it is kept.
fn way(text: &str) -> Option<&'static str> {
    match text.trim_end_matches('.').to_lowercase().as_str() {
        "up" | "increase" | "increased" | "higher" | "more" | "rise" | "rose" => Some("Up"),
        "down" | "decrease" | "decreased" | "reduced" | "lower" | "fewer" | "less" | "fell" => Some("Down"),
        "same" | "the same" | "no change" | "unchanged" | "stable" => Some("No change"),
        _ => None,
    }
}

fn number(text: &str, kind: Option<Kind>, unit: &str) -> Result<Said, String> {
    let percent = is_percent(kind, unit);
    if let Some((part, whole)) = of(text) {
        let (part, whole) = (plain(part)?, plain(whole)?);
        if percent {
            if whole.0 <= 0 || part.0 < 0 || part > whole {
                return Err("Enter a part of a whole, such as 3 of 12.".to_owned());
            }
            // Rounded to a hundredth of a percent, half upwards.
            let share = (i128::from(part.0) * 20_000 + i128::from(whole.0)) / (i128::from(whole.0) * 2);
            let share = Amount(i64::try_from(share).unwrap_or(10_000));
            return Ok(Said { amount: Some(share), words: text.to_owned() });
        }
        if kind == Some(Kind::Money) {
            return Err("Enter an amount of money, such as £1,200.50.".to_owned());
        }
        return Ok(Said { amount: Some(part), words: text.to_owned() });
    }
    // What follows the number are words: `12 people`.
    let (head, tail) = text.split_once(' ').unwrap_or((text, ""));
    let (has_pound, has_percent) = (head.contains('£'), head.ends_with('%'));
    if has_pound && !matches!(kind, None | Some(Kind::Money | Kind::Benchmark)) {
        return Err("Enter a number without a pound sign; this measure is not money.".to_owned());
    }
    if has_percent
        && !percent
        && !matches!(kind, None | Some(Kind::Survey | Kind::Benchmark | Kind::Direction))
    {
        return Err("Enter a number, not a percentage; this measure is counted.".to_owned());
    }
    let bare = head.trim_end_matches('%').replacen('£', "", 1);
    let (bare, times) = match bare.to_lowercase() {
        lower if has_pound && lower.ends_with('k') => (lower.trim_end_matches('k').to_owned(), 1_000),
        lower if has_pound && lower.ends_with('m') => (lower.trim_end_matches('m').to_owned(), 1_000_000),
        lower => (lower, 1),
    };
    let amount = plain(&bare)?.0.checked_mul(times).filter(|amount| amount.abs() < LARGEST);
    let amount = Amount(amount.ok_or("Enter a smaller number.")?);
    if percent && !(0..=10_000).contains(&amount.0) {
        return Err("Enter a share between 0% and 100%.".to_owned());
    }
    if !tail.is_empty() && tail.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(format!("“{text}” holds more than one number. Enter one, such as 1,250."));
    }
    // A percent sign where the kind does not bring one is kept with the words.
    let says_more = !tail.is_empty() || (has_percent && !percent) || (has_pound && kind != Some(Kind::Money));
    Ok(Said { amount: Some(amount), words: if says_more { text.to_owned() } else { String::new() } })
}

/// `3 of 12`, `3 out of 12`, `3/12`.
fn of(text: &str) -> Option<(&str, &str)> {
    let parts = [" out of ", " of ", "/"].into_iter().find_map(|between| text.split_once(between))?;
    let is_number = |part: &str| part.trim().starts_with(|c: char| c.is_ascii_digit());
    (is_number(parts.0) && is_number(parts.1)).then_some((parts.0.trim(), parts.1.trim()))
}

/// `1,250`, `-3.25`, `.5`: commas only where thousands begin.
fn plain(text: &str) -> Result<Amount, String> {
    let unreadable = || {
        format!(
            "“{text}” is not a number that can be read. Enter one such as 1,250 or 2.5, and put words in the note."
        )
    };
    let (is_negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let groups: Vec<&str> = whole.split(',').collect();
    if !groups.iter().all(|group| is_digits(group)) || !is_digits(part) || digits.is_empty() || digits == "."
    {
        return Err(unreadable());
    }
    let is_grouped = matches!(groups.first(), Some(first) if (1..=3).contains(&first.len()))
        && groups.iter().skip(1).all(|group| group.len() == 3);
    if groups.len() > 1 && !is_grouped {
        return Err(format!(
            "“{text}” could be read in two ways. Write thousands as 1,250 and parts as 1.25."
        ));
    }
    if part.len() > 2 {
        return Err(format!("“{text}” has more than two figures after the point. Round it to two."));
    }
    let whole: i64 = match groups.concat() {
        none if none.is_empty() => 0,
        digits => digits.parse().map_err(|_| "Enter a smaller number.".to_owned())?,
    };
    let part: i64 = format!("{part:0<2}").parse().map_err(|_| unreadable())?;
    let amount = whole.checked_mul(100).and_then(|whole| whole.checked_add(part));
    let amount = amount.filter(|amount| *amount < LARGEST).ok_or("Enter a smaller number.")?;
    Ok(Amount(if is_negative { -amount } else { amount }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, kind: Kind, unit: &str) -> String {
        let said = read(text, Some(kind), unit).unwrap_or_else(|e| panic!("{text}: {e}"));
        let number = said.amount.map(|amount| amount.words(Some(kind), unit)).unwrap_or_default();
        format!("{number}|{}", said.words)
    }

    #[test]
    fn what_people_type_is_read() {
        for (text, kind, expected) in [
            ("1,250", Kind::Count, "1,250|"),
            ("1250", Kind::Count, "1,250|"),
            (" 12  people ", Kind::Count, "12|12 people"),
            ("3 of 12", Kind::Count, "3|3 of 12"),
            ("2.5", Kind::Count, "2.5|"),
            ("45%", Kind::Share, "45%|"),
            ("45.5", Kind::Share, "45.5%|"),
            ("3 of 12", Kind::Share, "25%|3 of 12"),
            ("1 out of 3", Kind::Share, "33.33%|1 out of 3"),
            ("2/3", Kind::Share, "66.67%|2/3"),
            ("£1,200.50", Kind::Money, "£1,200.50|"),
            ("1200.5", Kind::Money, "£1,200.50|"),
            ("-£3", Kind::Money, "-£3|"),
            ("£1.2k", Kind::Money, "£1,200|"),
            ("£3m", Kind::Money, "£3,000,000|"),
            ("yes", Kind::Milestone, "Yes|"),
            ("Not yet.", Kind::Milestone, "No|"),
            ("3.9 of 5", Kind::Survey, "3.9|3.9 of 5"),
            ("68%", Kind::Survey, "68|68%"),
            ("increased", Kind::Direction, "|Up"),
            ("41", Kind::Direction, "41|"),
            ("A family told us", Kind::Story, "|A family told us"),
        ] {
            assert_eq!(shown(text, kind, ""), expected, "{text} as {kind:?}");
        }
        assert_eq!(shown("68", Kind::Survey, "%"), "68%|");
    }

    #[test]
    fn what_cannot_be_read_is_refused_in_plain_words() {
        for (text, kind, part) in [
            ("", Kind::Count, "Enter a value"),
            ("twelve", Kind::Count, "is not a number"),
            ("1,25", Kind::Count, "two ways"),
            ("1.2.3", Kind::Count, "is not a number"),
            ("1.234", Kind::Count, "two figures"),
            ("12 15", Kind::Count, "more than one number"),
            ("45%", Kind::Count, "not a percentage"),
            ("£5", Kind::Count, "not money"),
            ("120", Kind::Share, "between 0% and 100%"),
            ("12 of 3", Kind::Share, "part of a whole"),
            ("3 of 12", Kind::Money, "amount of money"),
            ("perhaps", Kind::Milestone, "“yes” or “no”"),
            ("better", Kind::Direction, "“up”"),
            ("99999999999999999999", Kind::Count, "smaller number"),
        ] {
            let sentence = read(text, Some(kind), "").unwrap_err();
            assert!(sentence.contains(part), "{text}: {sentence}");
        }
    }

    #[test]
    fn nothing_is_lost_while_nobody_has_said_the_kind() {
        let said = |text: &str| read(text, None, "").unwrap();
        assert_eq!(said("1,250"), Said { amount: Some(Amount(125_000)), words: String::new() });
        assert_eq!(said("£1,200.50"), Said { amount: Some(Amount(120_050)), words: "£1,200.50".to_owned() });
        assert_eq!(said("45%"), Said { amount: Some(Amount(4_500)), words: "45%".to_owned() });
        assert_eq!(said("Yes, since May"), Said { amount: None, words: "Yes, since May".to_owned() });
    }

    #[test]
    fn amounts_are_exact() {
        for pence in [0, 1, 10, 99, 100, 101, 123_456_789] {
            let words = Amount(pence).words(Some(Kind::Money), "");
            assert_eq!(read(&words, Some(Kind::Money), "").unwrap().amount, Some(Amount(pence)), "{words}");
        }
    }
}
