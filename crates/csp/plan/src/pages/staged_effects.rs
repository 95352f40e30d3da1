//! What a staged file would do to the record, in words and field by field. Pure.

use concordat_web::{
    cells,
    parts::{Details, Html, Size, SummaryList, Table},
};

use super::words;
use crate::{
    RecordedPlan,
    compare::{ActionMatch, Comparison, FieldDifference},
    import::{Action, Counts, Draft, Priority},
    urls,
};

/// What was read, as counts in words.
pub(super) fn counted(counts: &Counts) -> String {
    let mut parts = vec![words::count(counts.priorities, "priority", "priorities")];
    if counts.shared > 0 {
        parts.push(format!("{} shared by several", counts.shared));
    }
    parts.extend([
        words::count(counts.actions, "action", "actions"),
        words::count(counts.rows, "row", "rows"),
        words::count(counts.steps, "step", "steps"),
        words::count(counts.measures, "measure", "measures"),
    ]);
    format!("{}. {} starred, {} funded", words::capital(&parts.join(", ")), counts.starred, counts.funded)
}

/// What the file would do, one piece after the other.
pub(super) fn effects(
    draft: &Draft,
    target: Option<&RecordedPlan>,
    comparison: Option<&Comparison>,
) -> Vec<Html> {
    let (Some(plan), Some(comparison)) = (target, comparison) else {
        let sentence = format!(
            "This makes a new plan with {} and {}.",
            words::count(draft.priorities.len(), "priority", "priorities"),
            words::count(draft.counts.actions, "action", "actions")
        );
        return vec![Html::paragraphs([sentence])];
    };
    if comparison.is_empty() {
        let absent = left_out(plan, comparison);
        let sentence =
            "The record already says everything that the file says. Bringing it in changes nothing.";
        return [Html::paragraphs([sentence])].into_iter().chain(absent).collect();
    }
    let mut pieces = vec![tally(plan, comparison)];
    if !comparison.plan.is_empty() {
        pieces.push(differing("The plan itself", &comparison.plan, None));
    }
    for (proposed, found) in draft.priorities.iter().zip(&comparison.priorities) {
        if found.recorded.is_none() {
            let number = words::count(proposed.actions.len(), "action", "actions");
            pieces.push(Html::paragraphs([format!("New priority: “{}”, with {number}.", proposed.title)]));
        } else if !found.differences.is_empty() {
            pieces.push(differing(&format!("Priority “{}”", proposed.title), &found.differences, None));
        }
        let both = || proposed.actions.iter().zip(&found.actions);
        pieces.extend(added(
            proposed,
            both().filter(|(_, found)| found.recorded.is_none()).map(|(one, _)| one),
        ));
        for (action, found) in both().filter(|(_, found)| found.recorded.is_some() && !found.is_unchanged()) {
            pieces.push(changed(proposed, action, found));
        }
    }
    pieces.extend(left_out(plan, comparison));
    pieces
}

fn tally(plan: &RecordedPlan, comparison: &Comparison) -> Html {
    let (added, changed, unchanged) = comparison.tally();
    let moved = comparison
        .priorities
        .iter()
        .flat_map(|priority| &priority.actions)
        .filter(|action| action.moved_from.is_some())
        .count();
    let count = |n: usize| words::count_first(n, "action", "actions");
    let changed = match moved {
        0 => count(changed),
        moved => format!("{}, of which {moved} would move to another priority", count(changed)),
    };
    let absent = match comparison.absent.len() {
        0 => count(0),
        1 => format!("{}, left as it is", count(1)),
        several => format!("{}, left as they are", count(several)),
    };
    SummaryList::new()
        .row(("Goes into", Html::link(&urls::plan(plan.head.id), &plan.head.title)))
        .row(("New", count(added)))
        .row(("Changed", changed))
        .row(("Already the same", count(unchanged)))
        .row(("Not in the file", absent))
        .into()
}

fn added<'a>(priority: &Priority, actions: impl Iterator<Item = &'a Action>) -> Option<Html> {
    let rows: Vec<Vec<Html>> = actions
        .map(|action| {
            cells![
                &action.number,
                words::objective(action),
                Html::lines(&action.leads.join("\n")),
                words::timescales(action)
            ]
        })
        .collect();
    let table = Table::new(format!("New under “{}”", priority.title))
        .caption_size(Size::S)
        .columns(["Number", "Objective", "Leads", "When"])
        .row_headers();
    (!rows.is_empty()).then(|| table.rows(rows).into())
}

fn changed(priority: &Priority, action: &Action, found: &ActionMatch) -> Html {
    let moved = found.moved_from.as_deref().map(|from| (from, priority.title.as_str()));
    let objective = action.full_objective();
    let what = if moved.is_some() { "Moved" } else { "Changed" };
    differing(&format!("{what}: {} {objective}", action.number), &found.differences, moved)
}

fn differing(caption: &str, differences: &[FieldDifference], moved: Option<(&str, &str)>) -> Html {
    let text = |text: &str| if text.is_empty() { "Nothing".into() } else { Html::lines(text) };
    let moved = moved.map(|(from, to)| vec!["Priority".into(), text(from), text(to)]);
    let rows = differences
        .iter()
        .map(|one| vec![one.field.as_str().into(), text(&one.recorded), text(&one.proposed)]);
    Table::new(caption)
        .caption_size(Size::S)
        .columns(["Field", "In the record", "In the file"])
        .row_headers()
        .rows(moved.into_iter().chain(rows))
        .into()
}

fn left_out(plan: &RecordedPlan, comparison: &Comparison) -> Option<Html> {
    let actions = comparison.absent.iter().filter_map(|id| plan.action(*id));
    let lines: Vec<Html> = actions
        .map(|(_, action)| {
            let words = format!("{} {}", action.content.number, action.content.full_objective());
            Html::link(&urls::action(action.id), words)
        })
        .collect();
    let summary = format!(
        "{} of the record that the file does not hold",
        words::count_first(lines.len(), "action", "actions")
    );
    let content = Html::spaced([
        Html::paragraphs([
            "They stay as they are. To take one out of the plan, withdraw it on its own page.",
        ]),
        Html::bullets(lines.clone()),
    ]);
    (!lines.is_empty()).then(|| Details::new(summary, content).into())
}

/// Everything that was read, folded away by priority.
pub(super) fn contents(draft: &Draft) -> Vec<Html> {
    let table = |priority: &Priority| {
        Table::new(format!("Actions of “{}”", priority.title))
            .caption_hidden()
            .columns(["Number", "Objective", "Leads", "When", "Steps", "Measures", "Line"])
            .row_headers()
            .small()
            .rows(priority.actions.iter().map(|action| {
                let (steps, measures) = action
                    .rows
                    .iter()
                    .fold((0, 0), |(s, m), row| (s + row.steps.len(), m + row.measures.len()));
                let star = if action.starred { " (starred)" } else { "" };
                cells![
                    format!("{}{star}", action.number),
                    words::objective(action),
                    Html::lines(&action.leads.join("\n")),
                    words::timescales(action),
                    steps,
                    measures,
                    action.source.line
                ]
            }))
    };
    draft
        .priorities
        .iter()
        .map(|priority| {
            let facts = SummaryList::new()
                .row(("Leads", words::list(&priority.leads)))
                .row(("Aim", priority.aim.as_deref().unwrap_or("None stated")))
                .row(("Notes", words::list(&priority.notes)));
            let number = words::count(priority.actions.len(), "action", "actions");
            let content = Html::spaced([Html::from(facts), Html::from(table(priority))]);
            Details::new(format!("{}: {number}", priority.title), content).into()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::samples;

    fn said(plan: &RecordedPlan, draft: &Draft) -> String {
        let comparison = Comparison::of(plan, draft);
        effects(draft, Some(plan), Some(&comparison)).iter().map(Html::as_str).collect()
    }

    #[test]
    fn an_untouched_export_changes_nothing() {
        let plan = samples::plan();
        assert!(said(&plan, &plan.draft()).contains("changes nothing"));
    }

    #[test]
    fn a_changed_field_shows_both_texts_and_nothing_else() {
        let plan = samples::plan();
        let mut draft = plan.draft();
        draft.priorities[0].actions[1].objective = "Publish every quarter".to_owned();
        let html = said(&plan, &draft);
        assert!(html.contains("Publish what was found and what changed"));
        assert!(html.contains("Publish every quarter"));
        assert!(!html.contains("Night-time economy"));
        assert!(html.contains("1 action"));
    }

    #[test]
    fn what_the_file_lacks_is_listed_and_left() {
        let plan = samples::plan();
        let mut draft = plan.draft();
        draft.priorities[0].actions.remove(1);
        let html = said(&plan, &draft);
        assert!(html.contains("1 action of the record that the file does not hold"));
    }

    #[test]
    fn a_new_plan_is_counted() {
        let mut draft = samples::plan().draft();
        draft.recount();
        let html = effects(&draft, None, None).iter().map(Html::as_str).collect::<String>();
        assert!(html.contains("new plan with 2 priorities and 3 actions"));
    }
}
