//! Making next year's plan from this one.

use std::{collections::HashSet, sync::Arc};

use concordat_access::Resource;
use concordat_kernel::{Id, Result};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Checkboxes, Choice, Html, Shell, Size},
};

use super::super::{
    rules,
    store::{self, Refresh},
};
use crate::{
    Action, Plan, RecordedAction, RecordedPlan,
    exceptions::Recurs,
    import::{Timescale, tidy},
    pages::{
        form::{Form, Section},
        plan_edit::{month_words, read_period, title_and_period},
        refused, samples, shell, words,
    },
    urls as plan_urls,
};

const TITLE: &str = "Make next year’s plan";

pub(super) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let from = this_year(&reader, id).await?;
    if let Some(next) = store::continued_by(&mut reader.store().peek().await?, id).await? {
        let words = "Next year’s plan has been made already: this is it.";
        return reader.done(plan_urls::plan(next), words);
    }
    page(&view(refresh_shell(&reader, &from), &from, &filled(&from), &Errors::none()))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Plan>>, mut answers: Answers) -> Answer {
    let from = this_year(&reader, id).await?;
    if answers.get("carry") == "suggested" {
        let suggested = filled(&from);
        answers.set_all("actions", suggested.all("actions").to_vec());
    }
    let mut errors = Errors::none();
    let period = read_period(&answers, &mut errors);
    if period.is_none() && errors.is_empty() {
        errors.add("period_from", "Enter the first month with its year, such as April 2026.");
    }
    let ids = |name: &str| -> HashSet<Id<Action>> {
        let known: HashSet<Id<Action>> = current(&from).map(|action| action.id).collect();
        let ticked = answers.all(name).iter().filter_map(|id| id.parse().ok());
        ticked.filter(|id| known.contains(id)).collect()
    };
    if let (Some(period), true) = (period, errors.is_empty()) {
        let new = Refresh {
            title: tidy(answers.get("title")),
            period,
            actions: ids("actions"),
            shifted: ids("shift"),
        };
        let done = store::refresh(reader.store(), &reader.ctx, id, &new).await;
        if let Some(next) = errors.take(done)? {
            let words = format!(
                "Next year’s plan is made as a draft, with {}.",
                words::count(new.actions.len(), "action", "actions")
            );
            return reader.done(plan_urls::plan(next), &words);
        }
    }
    refused(&view(refresh_shell(&reader, &from), &from, &answers, &errors))
}

/// This year's plan, for whoever may make plans of its group.
async fn this_year(reader: &Reader, id: Id<Plan>) -> Result<Arc<RecordedPlan>> {
    let mut peek = reader.store().peek().await?;
    let resource = crate::store::plan_resource(&mut peek, id).await?;
    drop(peek);
    let resource = Resource { id: None, ..resource };
    reader.store().ask(&reader.ctx, store::ADD_PLAN, &resource).await?;
    crate::store::plan(reader.store(), &reader.ctx, id).await
}

fn current(plan: &RecordedPlan) -> impl Iterator<Item = &RecordedAction> {
    plan.priorities.iter().flat_map(|priority| priority.current())
}

/// What usually continues is ticked already; no date is moved unless somebody ticks it.
fn filled(plan: &RecordedPlan) -> Answers {
    let head = &plan.head;
    let next = head.period.map(rules::next_period);
    let mut filled = Answers::from_pairs([
        ("title", head.title.clone()),
        ("period_from", next.map(|period| month_words(period.from)).unwrap_or_default()),
        ("period_to", next.map(|period| month_words(period.to)).unwrap_or_default()),
    ]);
    let usual = current(plan).filter(|action| rules::usually_continues(action));
    filled.set_all("actions", usual.map(|action| action.id.to_string()).collect());
    filled
}

fn refresh_shell(reader: &Reader, plan: &RecordedPlan) -> Shell {
    let back = BackLink::new(plan_urls::plan(plan.head.id)).text("Back to the plan");
    shell(reader, TITLE).back(back)
}

fn view(shell: Shell, plan: &RecordedPlan, typed: &Answers, errors: &Errors) -> Form {
    let head = title_and_period(typed, errors).into_iter().map(Into::into).collect();
    let mut sections = vec![Section::plain(head)];
    for (priority, n) in plan.priorities.iter().zip(1..) {
        let mut carry = Checkboxes::new("actions", "Which actions continue?").size(Size::S).small();
        let mut shift = Checkboxes::new("shift", "Whose dates move on by a year?")
            .hint("Those not ticked keep their dates as they are")
            .size(Size::S)
            .small()
            .id(format!("shift-{n}"));
        // The first has the bare id, so that the error summary can lead to it.
        if n > 1 {
            carry = carry.id(format!("actions-{n}"));
        } else {
            carry = carry.error_if(errors.get("actions"));
        }
        let mut dated = false;
        for action in priority.current() {
            let words = format!("{} {}", action.content.number, action.content.full_objective());
            let hint = format!("{}. {}", action.state, why(action));
            carry = carry.item(Choice::new(action.id.to_string(), words.clone()).hint(hint));
            let dates: Vec<String> = action
                .content
                .rows
                .iter()
                .filter(|row| matches!(row.timescale, Timescale::Month { .. } | Timescale::Date { .. }))
                .map(|row| row.timescale.to_string())
                .collect();
            if !dates.is_empty() {
                dated = true;
                shift = shift.item(Choice::new(action.id.to_string(), words).hint(dates.join(", ")));
            }
        }
        let mut fields: Vec<Html> = Vec::new();
        if priority.current().next().is_some() {
            fields.push(carry.chosen(typed.all("actions").to_vec()).into());
        } else {
            fields.push(Html::paragraphs(["No actions. The priority itself continues."]));
        }
        if dated {
            fields.push(shift.chosen(typed.all("shift").to_vec()).into());
        }
        let heading = Some(priority.title.clone());
        sections.push(Section { id: format!("priority-{n}"), heading, fields });
    }
    let intro = [
        "Next year’s plan begins as a draft with what continues: the same actions, with their history in this year’s plan. This year’s plan stays as it is.",
        "What is ongoing, comes round each year or is not finished is ticked already. Every action begins without an update.",
        "What is said of a measure goes with it: how it is measured, what is counted and which way is better. Its baseline, target and values are not carried over: next year’s plan says where it is to go.",
    ];
    Form::new(shell, "Make next year’s plan", sections, plan_urls::plan(plan.head.id))
        .errors(errors)
        .caption(&plan.head.title)
        .intro(Html::paragraphs(intro))
}

fn why(action: &RecordedAction) -> &'static str {
    match action.course.recurs {
        Recurs::Annual => "It comes round each year",
        Recurs::Ongoing => "It is ongoing",
        Recurs::Once if action.content.rows.iter().any(|row| row.timescale == Timescale::Ongoing) => {
            "Part of it is ongoing"
        }
        Recurs::Once if action.state.is_open() => "It is not finished",
        Recurs::Once => "It is finished",
    }
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let (mut plan, bare) = (samples::plan(), samples::empty_plan());
    if let Some(action) = plan.priorities.first_mut().and_then(|priority| priority.actions.first_mut()) {
        action.course.recurs = Recurs::Annual;
    }
    let mut errors = Errors::none();
    errors.add("actions", "Choose at least one action that continues.");
    let shell = || samples::shell(TITLE);
    vec![
        ("refresh", view(shell(), &plan, &filled(&plan), &Errors::none())),
        ("refresh: nothing chosen", view(shell(), &plan, &Answers::default(), &errors)),
        ("refresh: an empty plan", view(shell(), &bare, &filled(&bare), &Errors::none())),
    ]
}
