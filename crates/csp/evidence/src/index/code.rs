//! The Home Office's two ways to name an offence: a code such as `008/01` and a class such as `8N` or `4.4`. They are told
//! apart by their form: a code has a stroke and then two figures.

/// The code as it is kept, three figures, a stroke and two: `8/01` and `00801` are `008/01`. `None` when it is none.
pub(super) fn home_office(text: &str) -> Option<String> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (offence, part) = match text.split_once('/') {
        Some(both) => both,
        None if text.len() == 5 => text.split_at_checked(3)?,
        None => return None,
    };
    (digits(offence) && digits(part) && offence.len() <= 3 && part.len() == 2)
        .then(|| format!("{offence:0>3}/{part}"))
}

/// The class as it is kept, in capitals, without leading zeros and with a point: `4/4` is `4.4`. `None` when it is none.
pub(super) fn class(text: &str) -> Option<String> {
    let (number, part) = match text.split_once(['.', '/']) {
        Some((number, part)) => (number, Some(part)),
        None => (text, None),
    };
    let figures = number.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let letters = number.get(figures.len()..)?;
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(figures) || figures.len() > 3 || letters.len() > 1 {
        return None;
    }
    let number = format!("{}{}", figures.trim_start_matches('0'), letters.to_ascii_uppercase());
    match part {
        None => Some(number),
        Some(part) => (all_digits(part) && part.len() <= 2).then(|| format!("{number}.{part}")),
    }
}

/// The classes that one row of a table of weights is for, where it is for several: `1, 4.1/10/2` is 1, 4.1, 4.10 and 4.2.
pub(super) fn several_classes(text: &str) -> Option<Vec<String>> {
    let mut classes = Vec::new();
    for piece in text.split(',').map(str::trim) {
        let mut parts = piece.split('/');
        let first = parts.next()?;
        classes.push(class(first)?);
        for part in parts {
            // After a stroke only the part behind the point changes; without a point it is another way to write a class.
            let (number, _) = first.split_once('.')?;
            classes.push(class(&format!("{number}.{part}"))?);
        }
    }
    (classes.len() > 1).then_some(classes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_classes_are_told_apart_by_their_form() {
        for (text, code) in [
            ("002/00", Some("002/00")),
            ("00200", Some("002/00")),
            ("8/01", Some("008/01")),
            ("195/94", Some("195/94")),
            ("4/4", None),
            ("8N", None),
            ("0020", None),
            ("é0200", None),
            ("1955/9", None),
            ("", None),
        ] {
            assert_eq!(home_office(text).as_deref(), code, "{text}");
        }
        for (text, expected) in [
            ("8N", Some("8N")),
            ("08n", Some("8N")),
            ("4/4", Some("4.4")),
            ("4.10", Some("4.10")),
            ("37/2", Some("37.2")),
            ("1", Some("1")),
            ("NN", None),
            ("ASB", None),
            ("8NN", None),
            ("1.1.1.1", None),
            ("Burglary", None),
            ("", None),
        ] {
            assert_eq!(class(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_row_for_several_classes_is_taken_apart() {
        let classes = |text| several_classes(text).unwrap_or_default().join(" ");
        assert_eq!(classes("1, 4.1/10/2"), "1 4.1 4.10 4.2");
        assert_eq!(classes("4.4/6/8"), "4.4 4.6 4.8");
        for one in ["4/4", "8N", "008/01", "NN.195.79.0", "Other theft, and fraud"] {
            assert_eq!(classes(one), "", "{one}");
        }
    }
}
