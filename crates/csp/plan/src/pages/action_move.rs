//! Moving an action to another priority, and giving it another number.

use concordat_kernel::{Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Html, InputWidth, Select, Shell, TextInput},
};

use super::{
    action::title,
    form::{Form, Section},
    refused, shell,
};
use crate::{Action, RecordedAction, RecordedPlan, RecordedPriority, store, urls};

pub(super) async fn show(reader: Reader, At(id): At<Id<Action>>) -> Answer {
    let plan = store::plan_of_action_to(reader.store(), &reader.ctx, store::CHANGE_ACTION, id).await?;
    let (priority, action) = plan.action(id).ok_or(Refusal::NotFound)?;
    let filled = fill(priority, action);
    page(&view(move_shell(&reader, action), &plan, action, &filled, &Errors::none()))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Action>>, mut answers: Answers) -> Answer {
    let plan = store::plan_of_action_to(reader.store(), &reader.ctx, store::CHANGE_ACTION, id).await?;
    let (_, action) = plan.action(id).ok_or(Refusal::NotFound)?;
    let mut errors = Errors::none();
    let version: i64 = answers.get("version").parse().unwrap_or(0);
    if version != action.version {
        errors.add("", "Someone else changed this action meanwhile. Look at it in another window; your choice is kept here, so you can still move it.");
        answers.set("version", action.version.to_string());
        return refused(&view(move_shell(&reader, action), &plan, action, &answers, &errors));
    }
    if let Ok(to) = answers.get("priority").parse() {
        let number = answers.get("number");
        let moved = store::move_action(reader.store(), &reader.ctx, id, version, to, number).await;
        if errors.take(moved)?.is_some() {
            let to = plan.priorities.iter().find(|priority| priority.id == to);
            let to = to.map(|priority| priority.title.as_str()).unwrap_or_default();
            return reader.done(urls::action(id), &format!("The action is number {number} of “{to}” now."));
        }
    } else {
        errors.add("priority", "Choose one of this plan’s priorities.");
    }
    refused(&view(move_shell(&reader, action), &plan, action, &answers, &errors))
}

fn fill(priority: &RecordedPriority, action: &RecordedAction) -> Answers {
    Answers::from_pairs([
        ("priority", priority.id.to_string()),
        ("number", action.content.number.clone()),
        ("version", action.version.to_string()),
    ])
}

fn move_shell(reader: &Reader, action: &RecordedAction) -> Shell {
    let back = BackLink::new(urls::action(action.id)).text("Back to the action");
    shell(reader, format!("Move or renumber {}", title(&action.content).to_lowercase())).back(back)
}

fn view(
    shell: Shell,
    plan: &RecordedPlan,
    action: &RecordedAction,
    typed: &Answers,
    errors: &Errors,
) -> Form {
    let priorities = plan.priorities.iter().map(|priority| (priority.id.to_string(), &priority.title));
    let fields: Vec<Html> = vec![
        Select::new("priority", "Priority")
            .options(priorities)
            .chosen(typed.get("priority"))
            .error_if(errors.get("priority"))
            .into(),
        TextInput::new("number", "Number")
            .hint("Its number there. No two actions of a plan have the same")
            .width(InputWidth::Five)
            .value(typed.get("number"))
            .error_if(errors.get("number"))
            .into(),
    ];
    let intro = "It stays the same action: its history, its links and its exports follow it.";
    Form::new(shell, "Move this action", vec![Section::plain(fields)], urls::action(action.id))
        .errors(errors)
        .caption(action.content.full_objective())
        .intro(Html::paragraphs([intro]))
        .hide("version", typed.get("version"))
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let plan = super::samples::plan();
    let mut errors = Errors::none();
    errors.add("number", "Number 2.1 is taken by “Agree who answers”. Choose another.");
    let Some((priority, action)) = plan.actions().next() else { return Vec::new() };
    let shell = || super::samples::shell("Move or renumber action 1.1");
    let filled = fill(priority, action);
    vec![
        ("move", view(shell(), &plan, action, &filled, &Errors::none())),
        ("move: number taken", view(shell(), &plan, action, &filled, &errors)),
    ]
}
