//! The oddities of a file in plain words, by kind: what to check first, the rest for the record. Pure.

use std::collections::BTreeMap;

use concordat_web::parts::{Column, Details, Html, Size, Table};

use crate::import::{Code, Oddity};

/// As many of one kind as are listed.
const LISTED: usize = 300;

/// What a kind of oddity is called, and whether somebody should look at each.
fn kind(code: Code) -> (&'static str, bool) {
    match code {
        Code::BulletsLost => ("Lists that lost their bullets and seem to hold several things", true),
        Code::NotPlaced => ("Texts that found no place", true),
        Code::BodyNearMiss => ("Names that nearly match a known body", true),
        Code::LeadMissing => ("Actions without a lead", true),
        Code::LeadDiffers => ("Further rows that name another lead", true),
        Code::NumberRepaired => ("Numbers that were completed", true),
        Code::NumberGiven => ("Actions that were given a number", true),
        Code::NumberRepeated => ("Numbers that two actions carry", true),
        Code::UnknownColumn => ("Columns the record has no place for", true),
        Code::StatusNotRead => ("What was written in the column Status, which is not read back", true),
        Code::CellBeyondHeader => ("Cells beyond the table’s headings", true),
        Code::PriorityFromHeading => ("Priorities told from a heading", true),
        Code::PriorityMissing => ("Tables under no priority", true),
        Code::TitleFromFileName => ("The file names no title", true),
        Code::PeriodMissing => ("The file names no period", true),
        Code::PeriodAssumed => ("Years read as April to March", true),
        Code::DraftMark => ("The title was marked as a draft", true),
        Code::ColoursLost => ("The key explains colours that the file no longer shows", true),
        Code::DeletedTextDropped => ("Text marked as deleted, left out", true),
        Code::InsertedTextKept => ("Text marked as inserted, kept", true),
        Code::HiddenSheet => ("Hidden sheets, read like the others", true),
        Code::PageMarkerInNumber => ("Page numbers inside an action’s number", false),
        Code::PageMarker => ("Page numbers between rows", false),
        Code::RowSplitOverPages => ("Rows continued on the next page", false),
        Code::HeaderRepeated => ("Table headings that came again", false),
        Code::HeaderRenamed => ("Columns called something else than before", false),
        Code::HeaderSplit => ("Table headings continued on the next page", false),
        Code::BulletMissing => ("Single things without a bullet", false),
        Code::LeadInherited => ("Further rows that name no lead: they have the action’s", false),
        Code::RunningTitle => ("The title repeated at the top of pages", false),
        Code::EncodingWindows1252 => ("Letters in an older encoding", false),
    }
}

/// The kinds to check, each as a table, and the kinds for the record, each folded away.
pub(super) fn grouped(oddities: &[Oddity]) -> (Vec<Html>, Vec<Html>) {
    let mut groups = BTreeMap::<Code, Vec<&Oddity>>::new();
    for oddity in oddities {
        groups.entry(oddity.code).or_default().push(oddity);
    }
    let (mut check, mut record) = (Vec::new(), Vec::new());
    for (code, group) in groups {
        let (words, look) = kind(code);
        let caption = format!("{words} ({})", group.len());
        if look {
            check.push(table(&caption, &group).caption_size(Size::S).into());
        } else {
            record.push(Details::new(&caption, table(&caption, &group).caption_hidden()).into());
        }
    }
    (check, record)
}

fn table(caption: &str, oddities: &[&Oddity]) -> Table {
    let table = Table::new(caption)
        .column("Action")
        .column(Column::numeric("Line"))
        .columns(["What was seen", "What was done"])
        .small()
        .rows(oddities.iter().take(LISTED).map(|oddity| {
            let action = oddity.action.as_deref().unwrap_or("The file");
            vec![
                action.into(),
                oddity.line.into(),
                (&oddity.saw).into(),
                super::words::capital(&oddity.did).into(),
            ]
        }));
    match oddities.len().checked_sub(LISTED).filter(|more| *more > 0) {
        Some(more) => table.row(["", "", &format!("And {more} more of this kind"), ""]),
        None => table,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_a_look_is_kept_apart_and_long_lists_end() {
        let oddity =
            |code| Oddity { code, action: None, line: 3, saw: "<x>".to_owned(), did: "kept".to_owned() };
        let mut oddities = vec![oddity(Code::LeadInherited); LISTED + 5];
        oddities.push(oddity(Code::NotPlaced));
        let (check, record) = grouped(&oddities);
        assert_eq!((check.len(), record.len()), (1, 1));
        assert!(check[0].as_str().contains("Texts that found no place (1)"));
        assert!(check[0].as_str().contains("&lt;x&gt;"));
        assert!(record[0].as_str().contains("And 5 more of this kind"));
    }
}
