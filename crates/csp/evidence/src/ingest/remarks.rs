//! What was odd about a file, as sentences for the ledger. None repeats what stood in a row.

use super::{
    account::{Account, Lines, Oddity},
    completeness::{Expected, Finding, Rules, judge, name},
};

/// The sentences, the gravest first.
pub(crate) fn remarks(account: &Account) -> Vec<String> {
    let mut said = Vec::new();
    if !account.last_line_whole {
        said.push("The last line does not end as lines do: the file may have been cut short.".to_owned());
    }
    for (reason, lines) in &account.reasons {
        said.push(format!("{} refused{}: {reason}", rows(lines.count), first(lines)));
    }
    for (field, codes) in &account.unknown_codes {
        // The codes themselves are shown by a check and not kept: a column mapped by mistake may hold names.
        said.push(format!(
            "The mapping does not translate {} values of `{field}` in the column “{}”: they count as not stated, or stay as they are where the field holds words. `concordat evidence mapping check` shows them.",
            codes.count(),
            codes.column
        ));
    }
    for odd in &account.odd {
        if let Some(words) = words(odd.oddity) {
            said.push(format!("`{}`: {} {words}{}.", odd.field, odd.lines.count, first(&odd.lines)));
        }
    }
    // Months, districts, areas, dates and blank fields are judged in one place.
    let mut judged = judge(&account.tally, &account.odd, Expected::default(), &Rules::default());
    judged.sort_by_key(|finding| (finding.weight, finding.kind));
    said.extend(judged.chunk_by(|one, two| one.kind == two.kind && one.month.is_some()).map(together));
    if account.encodings.mixed() {
        said.push(format!(
            "{} in Windows-1252 among rows in UTF-8: the file was glued together from two systems.",
            rows(account.encodings.windows_1252)
        ));
    }
    if account.duplicates > 0 {
        said.push(format!("{} left out because an earlier row says the same.", rows(account.duplicates)));
    }
    if account.changed.count > 0 {
        said.push(format!(
            "{} the reference of an earlier row and other text; both are kept{}.",
            if account.changed.count == 1 {
                "1 row has".to_owned()
            } else {
                format!("{} rows have", account.changed.count)
            },
            first(&account.changed)
        ));
    }
    if account.repeated_without_reference.count > 0 {
        said.push(format!(
            "{} without a reference repeat another word for word. They are kept: two events may look alike where only month and area are published.",
            rows(account.repeated_without_reference.count)
        ));
    }
    if account.not_compared > 0 {
        said.push(format!(
            "{} not compared with earlier ones, of which there are too many.",
            rows(account.not_compared)
        ));
    }
    if !account.unmapped.is_empty() {
        said.push(format!("Columns that the mapping does not read: {}.", account.unmapped.join(", ")));
    }
    said
}

/// Months or districts named behind the first of a kind.
const LIKEWISE: usize = 24;

/// Findings of one kind as one sentence, with where else it holds: a sparse file has dozens.
fn together(findings: &[Finding]) -> String {
    let Some((first, others)) = findings.split_first() else { return String::new() };
    if others.is_empty() {
        return first.sentence.clone();
    }
    let place = |finding: &Finding| match (&finding.subject, finding.month) {
        (Some(subject), Some(month)) => format!("{subject} in {}", name(month)),
        (None, Some(month)) => name(month),
        (subject, None) => subject.clone().unwrap_or_default(),
    };
    let mut places: Vec<String> = others.iter().take(LIKEWISE).map(place).collect();
    if others.len() > LIKEWISE {
        places.push(format!("and {} more", others.len() - LIKEWISE));
    }
    format!("{} Likewise: {}.", first.sentence, places.join(", "))
}

pub(crate) fn rows(count: u64) -> String {
    if count == 1 { "1 row".to_owned() } else { format!("{count} rows") }
}

pub(crate) fn first(lines: &Lines) -> String {
    match lines.first.as_slice() {
        [] => String::new(),
        [one] => format!(" (line {one})"),
        some => {
            let more = if lines.count > some.len() as u64 { " and more" } else { "" };
            let some: Vec<String> = some.iter().map(u64::to_string).collect();
            format!(" (lines {}{more})", some.join(", "))
        }
    }
}

/// What is said of an oddity that the judgement of completeness does not look at.
fn words(oddity: Oddity) -> Option<&'static str> {
    match oddity {
        Oddity::ImpossiblePosition => {
            Some("positions that are no numbers or lie outside the British Isles, left out")
        }
        Oddity::ImpossibleAge => Some("ages that are no number from 0 to 120, left out"),
        Oddity::ToldDifferently => {
            Some("rows that tell of a crime otherwise than an earlier row, which counts")
        }
        Oddity::UnreadableDate
        | Oddity::ImpossibleDate
        | Oddity::EndsBeforeItBegins
        | Oddity::ReportedBeforeItBegan => None,
    }
}
