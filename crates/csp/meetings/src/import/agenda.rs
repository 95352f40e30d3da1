use concordat_kernel::Refusal;

use super::{
    AgendaDraft, AgendaItem, Oddity, Reference,
    lines::{Line, day, reference, time},
};

/// What the agenda calls the group: the line after its heading.
pub(super) fn group(lines: &[Line]) -> Option<String> {
    let at = heading(lines)?;
    let after = lines.iter().skip(at + 1).find(|line| !line.text.is_empty())?;
    Some(after.text.clone()).filter(|name| day(name).is_none())
}

fn heading(lines: &[Line]) -> Option<usize> {
    lines.iter().position(|line| line.text.eq_ignore_ascii_case("agenda"))
}

/// Reads the agenda: items named by part and place, below a day.
pub(super) fn read(lines: &[Line], oddities: &mut Vec<Oddity>) -> Result<Option<AgendaDraft>, Refusal> {
    let from = heading(lines).map_or(0, |at| at + 1);
    let lines = lines.get(from..).unwrap_or_default();
    let mut items: Vec<AgendaItem> = Vec::new();
    for line in lines {
        let Some((named, title)) = reference(&line.text) else { continue };
        let title = without_pages(title);
        if title.is_empty() {
            continue;
        }
        check_order(items.last(), named, line.number, oddities);
        items.push(AgendaItem { reference: named, title });
    }
    if items.is_empty() {
        return Ok(None);
    }
    let dated = lines.iter().find_map(|line| Some((day(&line.text)?, line)));
    let Some((held_on, line)) = dated else {
        return Err(Refusal::rule(
            "The agenda has items but no day. Write the day of the meeting above them, such as “Thursday, 14 July 2022, at 10.00 am”.",
        ));
    };
    let begins = time(&line.text);
    if begins.is_none() {
        oddities.push(Oddity::new(
            "no-time",
            line.number,
            "The agenda does not say when the meeting begins: nine in the morning is entered. Change it.",
        ));
    }
    Ok(Some(AgendaDraft { held_on, begins, items }))
}

fn check_order(last: Option<&AgendaItem>, named: Reference, line: usize, oddities: &mut Vec<Oddity>) {
    let follows = match last.map(|last| last.reference) {
        None => named.place == 1,
        Some(last) if last.part == named.part => named.place == last.place + 1,
        Some(last) => named.part > last.part && named.place == 1,
    };
    if !follows {
        let message = format!(
            "The item {named} does not follow on from the one before. Places are counted anew, so that its reference may change."
        );
        oddities.push(Oddity::new("order", line, message));
    }
}

/// A title without the pages that its paper stands on: "(Pages 1 - 4)".
fn without_pages(title: &str) -> String {
    let at = title.to_lowercase().find("(page").unwrap_or(title.len());
    title.get(..at).unwrap_or(title).trim().to_owned()
}
