//! The forms that propose a change of a plan.

use std::sync::Arc;

use concordat_access::Resource;
use concordat_kernel::{Id, Ref, Refusal, Result};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Html, InputWidth, Select, Shell, TextInput, Textarea},
};

use super::super::{NewProposal, store, urls};
use crate::{
    Action, Plan, RecordedAction, RecordedPlan, State,
    import::{self, tidy},
    pages::{
        action_form as form, conflict,
        form::{Form, Section, base},
        refused, samples, shell,
    },
    urls as plan_urls,
};

/// The plan, for whoever may propose a change of it.
async fn plan_to(reader: &Reader, id: Id<Plan>) -> Result<Arc<RecordedPlan>> {
    let within = crate::store::plan_resource(&mut reader.store().peek().await?, id).await?.within;
    let resource = Resource { within, ..Resource::any("plan_proposal") };
    reader.store().ask(&reader.ctx, store::ADD_PROPOSAL, &resource).await?;
    crate::store::plan(reader.store(), &reader.ctx, id).await
}

/// The plan of an action that is not withdrawn.
async fn plan_of(reader: &Reader, id: Id<Action>) -> Result<Arc<RecordedPlan>> {
    let plan = store::plan_of(&mut reader.store().peek().await?, Some(id), None).await?;
    let plan = plan_to(reader, plan).await?;
    match plan.action(id) {
        Some((_, action)) if action.state != State::Withdrawn => Ok(plan),
        _ => Err(Refusal::NotFound.into()),
    }
}

fn found(plan: &RecordedPlan, id: Id<Action>) -> Result<&RecordedAction> {
    Ok(plan.action(id).map(|(_, action)| action).ok_or(Refusal::NotFound)?)
}

async fn send(
    reader: &Reader,
    plan: &RecordedPlan,
    new: &NewProposal,
    answers: &Answers,
    errors: &mut Errors,
) -> Result<Option<Answer>, concordat_web::Failed> {
    let done = store::propose(reader.store(), &reader.ctx, plan.head.id, new, answers.get("why")).await;
    let sent = errors.take(done)?;
    Ok(sent.map(|id| reader.done(urls::proposal(id), "Your proposal is made. It waits to be decided.")))
}

/// What was decided, where the proposal carries it out and whoever reads the proposal may know of it.
async fn quoted(reader: &Reader, thing: Ref) -> Result<String> {
    let decided = reader.quotable(&thing).await?;
    Ok(decided.map(|one| format!("{}: {}", one.place, one.text)).unwrap_or_default())
}

fn why(typed: &Answers, errors: &Errors) -> Html {
    Textarea::new("why", "Why do you propose this?")
        .hint("Whoever decides reads it, and so do partners")
        .value(typed.get("why"))
        .error_if(errors.get("why"))
        .into()
}

fn back(reader: &Reader, action: &RecordedAction, title: String) -> Shell {
    shell(reader, title).back(BackLink::new(plan_urls::action(action.id)).text("Back to the action"))
}

// Other words for an action.

fn change_title(action: &RecordedAction) -> String {
    format!("Propose a change of action {}", action.content.number)
}

pub(super) async fn show_change(reader: Reader, At(id): At<Id<Action>>) -> Answer {
    let plan = plan_of(&reader, id).await?;
    let action = found(&plan, id)?;
    let mut filled = form::fill(&action.content, State::NoUpdate);
    filled.set("why", quoted(&reader, Ref::to(id)).await?);
    let shell = back(&reader, action, change_title(action));
    page(&change_view(shell, action, &filled, &filled, &Errors::none()))
}

pub(super) async fn change(reader: Reader, At(id): At<Id<Action>>, mut answers: Answers) -> Answer {
    let plan = plan_of(&reader, id).await?;
    let action = found(&plan, id)?;
    let now = form::fill(&action.content, State::NoUpdate);
    answers.set("state", State::NoUpdate.word());
    // What the action said when the form was shown; a form that does not say means what it says now.
    let mut was = conflict::before(&form::fields(&answers, &now), &answers);
    let base = if was.has("objective") {
        was.set_all("column", answers.all("column").to_vec());
        was.set("rows", answers.some("was-rows").unwrap_or(answers.get("rows")).to_owned());
        was.set("state", State::NoUpdate.word());
        form::read(&was, &action.content, &mut Errors::none()).0
    } else {
        was = now.clone();
        action.content.clone()
    };
    let mut errors = Errors::none();
    if answers.get("then") == "row" {
        answers.set("rows", (form::row_count(&answers) + 1).to_string());
        let shell = back(&reader, action, change_title(action));
        return page(&change_view(shell, action, &was, &answers, &errors));
    }
    let (content, _) = form::read(&answers, &base, &mut errors);
    if errors.is_empty() {
        let new = NewProposal::Change { action: id, base: Box::new(base), content: Box::new(content) };
        if let Some(done) = send(&reader, &plan, &new, &answers, &mut errors).await? {
            return done;
        }
    }
    refused(&change_view(back(&reader, action, change_title(action)), action, &was, &answers, &errors))
}

fn change_view(
    shell: Shell,
    action: &RecordedAction,
    was: &Answers,
    typed: &Answers,
    errors: &Errors,
) -> Form {
    let to = shell.tied(&urls::propose_change(action.id));
    let intro = "The form holds what the plan says now. Change it to what the plan should say; nothing changes until it is decided.";
    let sections = form::content_sections(typed, errors, vec![why(typed, errors)]);
    let mut view = asked(shell, "Propose this change", typed, errors, sections, plan_urls::action(action.id))
        .caption(action.content.full_objective())
        .intro(Html::paragraphs([intro]))
        .hide("was-rows", form::row_count(was));
    view.hidden.extend(base(&form::fields(was, typed), was));
    view.more = Some(("Add another row", format!("{to}#row-{}", form::row_count(typed) + 1), "row"));
    view.to = to;
    view
}

fn asked(
    shell: Shell,
    button: &'static str,
    typed: &Answers,
    errors: &Errors,
    sections: Vec<Section>,
    cancel: String,
) -> Form {
    let mut view = Form::new(shell, button, sections, cancel).errors(errors);
    view.hidden.push(("rows".to_owned(), form::row_count(typed).to_string()));
    view.hidden.extend(typed.all("column").iter().map(|column| ("column".to_owned(), column.clone())));
    view
}

// A further action.

const ADD: &str = "Propose a further action";

pub(super) async fn show_add(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let plan = plan_to(&reader, id).await?;
    let mut blank = form::fill(&import::Action::default(), State::NoUpdate);
    blank.set("priority", reader.query.get("priority"));
    blank.set("why", quoted(&reader, Ref::to(id)).await?);
    page(&add_view(add_shell(&reader, &plan), &plan, &blank, &Errors::none()))
}

pub(super) async fn add(reader: Reader, At(id): At<Id<Plan>>, mut answers: Answers) -> Answer {
    let plan = plan_to(&reader, id).await?;
    answers.set("state", State::NoUpdate.word());
    let mut errors = Errors::none();
    if answers.get("then") == "row" {
        answers.set("rows", (form::row_count(&answers) + 1).to_string());
        return page(&add_view(add_shell(&reader, &plan), &plan, &answers, &errors));
    }
    let chosen = answers.get("priority").parse().ok();
    let priority = plan.priorities.iter().find(|priority| Some(priority.id) == chosen);
    if priority.is_none() {
        errors.add("priority", "Choose the priority it belongs to.");
    }
    let (content, _) = form::read(&answers, &import::Action::default(), &mut errors);
    if let (Some(priority), true) = (priority, errors.is_empty()) {
        let new = NewProposal::Add { priority: priority.id, content: Box::new(content) };
        if let Some(done) = send(&reader, &plan, &new, &answers, &mut errors).await? {
            return done;
        }
    }
    refused(&add_view(add_shell(&reader, &plan), &plan, &answers, &errors))
}

fn add_shell(reader: &Reader, plan: &RecordedPlan) -> Shell {
    shell(reader, ADD).back(BackLink::new(urls::proposals(plan.head.id)).text("Back to the proposals"))
}

fn add_view(shell: Shell, plan: &RecordedPlan, typed: &Answers, errors: &Errors) -> Form {
    let first = vec![why(typed, errors), priority_select(plan, typed, errors)];
    let to = shell.tied(&urls::propose_add(plan.head.id));
    let sections = form::content_sections(typed, errors, first);
    let intro = "You may leave the number to whoever decides.";
    let mut view =
        asked(shell, "Propose this action", typed, errors, sections, urls::proposals(plan.head.id))
            .caption(&plan.head.title)
            .intro(Html::paragraphs([intro]));
    view.more = Some(("Add another row", format!("{to}#row-{}", form::row_count(typed) + 1), "row"));
    view.to = to;
    view
}

fn priority_select(plan: &RecordedPlan, typed: &Answers, errors: &Errors) -> Html {
    let priorities = plan.priorities.iter().map(|priority| (priority.id.to_string(), &priority.title));
    Select::new("priority", "Priority")
        .option("", "Choose a priority")
        .options(priorities)
        .chosen(typed.get("priority"))
        .error_if(errors.get("priority"))
        .into()
}

// To take an action out of the plan.

fn withdraw_title(action: &RecordedAction) -> String {
    format!("Propose to withdraw action {}", action.content.number)
}

pub(super) async fn show_withdraw(reader: Reader, At(id): At<Id<Action>>) -> Answer {
    let plan = plan_of(&reader, id).await?;
    let action = found(&plan, id)?;
    let shell = back(&reader, action, withdraw_title(action));
    page(&withdraw_view(shell, action, &Answers::default(), &Errors::none()))
}

pub(super) async fn withdraw(reader: Reader, At(id): At<Id<Action>>, answers: Answers) -> Answer {
    let plan = plan_of(&reader, id).await?;
    let action = found(&plan, id)?;
    let mut errors = Errors::none();
    let new = NewProposal::Withdraw { action: id };
    if let Some(done) = send(&reader, &plan, &new, &answers, &mut errors).await? {
        return done;
    }
    refused(&withdraw_view(back(&reader, action, withdraw_title(action)), action, &answers, &errors))
}

fn withdraw_view(shell: Shell, action: &RecordedAction, typed: &Answers, errors: &Errors) -> Form {
    let sections = vec![Section::plain(vec![why(typed, errors)])];
    Form::new(shell, "Propose to withdraw it", sections, plan_urls::action(action.id))
        .errors(errors)
        .caption(action.content.full_objective())
}

// Another place or number.

fn move_title(action: &RecordedAction) -> String {
    format!("Propose to move action {}", action.content.number)
}

pub(super) async fn show_move(reader: Reader, At(id): At<Id<Action>>) -> Answer {
    let plan = plan_of(&reader, id).await?;
    let (priority, action) = plan.action(id).ok_or(Refusal::NotFound)?;
    let filled = Answers::from_pairs([
        ("priority", priority.id.to_string()),
        ("number", action.content.number.clone()),
    ]);
    let shell = back(&reader, action, move_title(action));
    page(&move_view(shell, &plan, action, &filled, &Errors::none()))
}

pub(super) async fn relocate(reader: Reader, At(id): At<Id<Action>>, answers: Answers) -> Answer {
    let plan = plan_of(&reader, id).await?;
    let action = found(&plan, id)?;
    let mut errors = Errors::none();
    match answers.get("priority").parse() {
        Err(_) => errors.add("priority", "Choose one of this plan’s priorities."),
        Ok(priority) => {
            let new = NewProposal::Move { action: id, priority, number: tidy(answers.get("number")) };
            if let Some(done) = send(&reader, &plan, &new, &answers, &mut errors).await? {
                return done;
            }
        }
    }
    refused(&move_view(back(&reader, action, move_title(action)), &plan, action, &answers, &errors))
}

fn move_view(
    shell: Shell,
    plan: &RecordedPlan,
    action: &RecordedAction,
    typed: &Answers,
    errors: &Errors,
) -> Form {
    let number = TextInput::new("number", "Number")
        .hint("Its number there. No two actions of a plan have the same")
        .width(InputWidth::Five)
        .value(typed.get("number"))
        .error_if(errors.get("number"));
    let fields = vec![why(typed, errors), priority_select(plan, typed, errors), number.into()];
    Form::new(shell, "Propose to move it", vec![Section::plain(fields)], plan_urls::action(action.id))
        .errors(errors)
        .caption(action.content.full_objective())
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let plan = samples::plan();
    let Some((_, action)) = plan.actions().next() else { return Vec::new() };
    let mut errors = Errors::none();
    errors.add("why", "Enter why you propose this.");
    let none = Errors::none();
    let blank = form::fill(&import::Action::default(), State::NoUpdate);
    let filled = form::fill(&action.content, State::NoUpdate);
    let empty = Answers::default();
    let shell = |title: String| samples::shell(&title);
    vec![
        ("propose a change", change_view(shell(change_title(action)), action, &filled, &filled, &none)),
        (
            "propose a change: no reason",
            change_view(shell(change_title(action)), action, &filled, &filled, &errors),
        ),
        ("propose an action", add_view(samples::shell(ADD), &plan, &blank, &none)),
        ("propose to withdraw", withdraw_view(shell(withdraw_title(action)), action, &empty, &none)),
        (
            "propose to withdraw: no reason",
            withdraw_view(shell(withdraw_title(action)), action, &empty, &errors),
        ),
        ("propose to move", move_view(shell(move_title(action)), &plan, action, &empty, &none)),
    ]
}
