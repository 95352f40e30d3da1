use concordat_kernel::{Mark, jiff::Timestamp, london_today};
use concordat_web::Paper;
use serde_json::{Value, json};

use crate::{
    RecordedAction, RecordedPlan, RecordedPriority, State,
    import::{Funding, LinkState, PriorityKind, Row, tidy},
    strategies::model::Money,
};

const TEMPLATE: &str = include_str!("../../papers/action-plan.typ");

/// The plan as a paper for a board: contents, a summary by state, and every priority's actions, with what was said of
/// their `money`. Withdrawn actions are left out.
pub fn paper(
    plan: &RecordedPlan,
    money: &Money,
    (group_name, edition): (&str, &str),
    mark: Mark,
    made_at: Timestamp,
) -> Paper {
    let states: Vec<State> = State::ALL.into_iter().filter(|state| *state != State::Withdrawn).collect();
    let data = json!({
        "partnership": group_name,
        "period": plan.head.period.map_or_else(|| "Not stated".to_owned(), |period| period.to_string()),
        "edition": edition,
        "made_on": london_today(made_at).strftime("%-d %B %Y").to_string(),
        "states": states.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "summary": plan.priorities.iter().map(|priority| summary(priority, &states)).collect::<Vec<_>>(),
        "key": key(plan, money),
        "priorities": plan.priorities.iter().map(|priority| section(priority, money)).collect::<Vec<_>>(),
    });
    Paper { template: TEMPLATE, data, title: tidy(&plan.head.title), mark, made_at }
}

fn summary(priority: &RecordedPriority, states: &[State]) -> Value {
    let count = |counted: &dyn Fn(&RecordedAction) -> bool| {
        priority.current().filter(|action| counted(action)).count()
    };
    json!({
        "number": number(priority),
        "title": priority.title,
        "actions": count(&|_| true),
        "counts": states.iter().map(|state| count(&|action| action.state == *state)).collect::<Vec<_>>(),
        "funded": count(&|action| action.content.funding.is_some()),
        "linked": count(&|action| action.content.linked.state == LinkState::Yes),
    })
}

/// What words mean: the plan's own key first, then the words of ours that this plan uses.
fn key(plan: &RecordedPlan, money: &Money) -> Vec<Value> {
    let mut key: Vec<Value> = plan
        .head
        .key
        .iter()
        .map(|line| {
            let line = tidy(line);
            let (word, meaning) = [" – ", " — ", ": ", " - ", " = "]
                .iter()
                .find_map(|between| line.split_once(between))
                .unwrap_or(("As the plan says", &line));
            json!({ "word": word, "meaning": meaning })
        })
        .collect();
    let actions = || plan.priorities.iter().flat_map(RecordedPriority::current);
    let mut explain = |used: bool, word: &str, meaning: &str| {
        if used {
            key.push(json!({ "word": word, "meaning": meaning }));
        }
    };
    explain(
        actions().any(|action| action.content.funding.is_some()),
        "Funded",
        "Money has been set aside for the action; the words beside it, if any, say which.",
    );
    explain(
        actions().any(|action| money.contains_key(&action.id)),
        "Money",
        "How certain the money for the action is, as was last said; not known when nobody could say.",
    );
    explain(
        actions().any(|action| action.content.linked.state == LinkState::Yes),
        "Linked",
        "The action serves another group or strategy too; the words beside it, if any, say which.",
    );
    explain(
        actions().any(|action| action.content.linked.state == LinkState::Unknown),
        "Links not known",
        "Nobody has said whether the action serves another group or strategy.",
    );
    explain(
        actions().any(|action| action.course.steps.iter().any(|step| step.stood_down.is_some())),
        "Stood down",
        "A step that turned out not to be needed, with the day and the reason.",
    );
    explain(
        actions().any(|action| action.content.starred),
        "Starred",
        "Marked with a star in the plan as it was agreed.",
    );
    explain(
        actions().any(|action| action.state == State::NoUpdate),
        "No update yet",
        "The lead has not yet said how the action is going.",
    );
    key
}

/// A shared heading is not one of the agreed priorities, so it is called by its title alone.
fn number(priority: &RecordedPriority) -> Option<String> {
    match priority.kind {
        PriorityKind::Priority => RecordedPlan::priority_number(priority),
        PriorityKind::Shared => None,
    }
}

fn section(priority: &RecordedPriority, money: &Money) -> Value {
    json!({
        "number": number(priority),
        "title": priority.title,
        "kind": priority.kind,
        "leads": priority.leads,
        "aim": priority.aim,
        "notes": priority.notes,
        "actions": priority.current().map(|one| action(one, money)).collect::<Vec<_>>(),
    })
}

fn action(action: &RecordedAction, money: &Money) -> Value {
    let content = &action.content;
    let rows: Vec<Value> = content.rows.iter().enumerate().map(|(n, one)| row(action, n, one)).collect();
    json!({
        "number": (!content.number.is_empty()).then_some(&content.number),
        "starred": content.starred,
        "label": content.label,
        "objective": content.objective,
        "leads": content.leads,
        "lead_note": content.lead_note,
        "funding_note": content.funding.as_ref().map(|Funding { note }| note),
        "money": money.get(&action.id).map(|money| tidy(&money.words())),
        "linked": content.linked,
        "state": action.state.to_string(),
        "rows": rows,
    })
}

fn row(action: &RecordedAction, n: usize, row: &Row) -> Value {
    let mut steps = row.steps.clone();
    for (place, down) in action.course.stood_down(n) {
        if let Some(step) = steps.get_mut(place) {
            *step = format!("{step} [{}]", tidy(&down.stood_down_words()));
        }
    }
    json!({
        "steps": steps,
        "measures": row.measures,
        "timescale": (!row.timescale.is_none()).then(|| row.timescale.to_string()),
    })
}
