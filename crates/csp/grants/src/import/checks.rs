//! Works out again every sum that a section states.

use concordat_kernel::Money;

use super::{
    draft::{AwardDraft, Check, Code, Reading},
    sections::Section,
};

/// Checks the totals, the share that is held back, what went back and what others meet.
pub(super) fn all(section: &Section, award: &AwardDraft, reading: &mut Reading) {
    let label = &award.label;
    let mut check = |line: u32, what: String, stated: Money, found: Money, note: String| {
        reading.checks.push(Check { line, what, stated, found, agrees: stated == found, note });
    };
    if let Some((line, total)) = section.total {
        check(line, format!("the projects of {label}"), total, award.of_projects(), String::new());
    }
    if let Some(returned) = award.returned {
        let held = award.pot.as_ref().map_or(Money::ZERO, |pot| pot.amount);
        let rest = award.unallocated();
        let note = match award.pot.as_ref() {
            Some(pot) => format!("{} {held} and up-front underspend {rest}", pot.name),
            None => format!("underspend {rest}"),
        };
        check(section.line, format!("what went back of {label}"), returned, held + rest, note);
    }
    for project in &award.projects {
        let (Some(whole), Some(matched)) = (project.whole_cost, project.matched) else { continue };
        let note = format!("{} of {whole}", project.amount());
        let what = format!("what others meet of {}", project.title);
        check(project.line, what, matched, whole - project.amount(), note);
    }
    share(section, award, reading);
    let rest = award.unallocated();
    let open = award.projects.iter().all(|project| project.spent.is_none());
    if rest.is_positive() && open {
        let did = format!("{rest} of the up-front {} has no project", award.up_front());
        reading.odd(Code::Unallocated, section.line, label, did);
    }
    if rest < Money::ZERO {
        reading.checks.push(Check {
            line: section.line,
            what: format!("the up-front part of {label}, which the projects go beyond"),
            stated: award.up_front(),
            found: award.of_projects(),
            agrees: false,
            note: String::new(),
        });
    }
}

/// A share agrees when the amount is within a pound of it: funders round to pounds. What it differs by is named.
fn share(section: &Section, award: &AwardDraft, reading: &mut Reading) {
    let Some(pot) = award.pot.as_ref() else { return };
    let Some(exact) = pot.share.and_then(|(part, whole)| award.amount.share(part, whole)) else { return };
    let agrees = exact.pence - pot.amount < Money::pounds(1) && pot.amount - exact.pence <= Money::pounds(1);
    let rounded = exact.pence - pot.amount;
    let exactly = exact.left == 0 && rounded.is_zero();
    let note = if exactly { String::new() } else { format!("exactly {exact}") };
    reading.checks.push(Check {
        line: section.line,
        what: format!("the share of {} that is held back", award.label),
        stated: pot.amount,
        found: exact.pence,
        agrees,
        note: note.clone(),
    });
    if agrees && !exactly {
        let did = format!(
            "kept as {}; the share is {note}, so {rounded} and a part of a penny are rounded away",
            pot.amount
        );
        let did = if exact.left == 0 { did.replace(" and a part of a penny are", " is") } else { did };
        reading.odd(Code::Rounding, section.line, &pot.name, did);
    }
}
