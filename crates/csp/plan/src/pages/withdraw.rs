//! Withdrawing an action with a reason, and putting it back.

use concordat_kernel::{Error, Id, Ref, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Html, Shell, Textarea},
};

use super::{
    action::title,
    form::{Form, Section},
    refused, shell,
};
use crate::{Action, RecordedAction, State, store, urls};

pub(super) async fn show(reader: Reader, At(id): At<Id<Action>>) -> Answer {
    let plan = store::plan_of_action_to(reader.store(), &reader.ctx, store::WITHDRAW, id).await?;
    let (_, action) = plan.action(id).ok_or(Refusal::NotFound)?;
    if action.state == State::Withdrawn {
        return concordat_web::redirect(urls::action(id));
    }
    let decided = reader.quotable(&Ref::to(id)).await?;
    let filled = Answers::from_pairs([
        ("because", decided.map(|one| format!("{}: {}", one.place, one.text)).unwrap_or_default()),
        ("version", action.version.to_string()),
    ]);
    page(&view(withdraw_shell(&reader, action), action, &filled, &Errors::none()))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Action>>, answers: Answers) -> Answer {
    let plan = store::plan_of_action_to(reader.store(), &reader.ctx, store::WITHDRAW, id).await?;
    let (_, action) = plan.action(id).ok_or(Refusal::NotFound)?;
    let version = answers.get("version").parse().unwrap_or(0);
    let because = answers.get("because");
    let done = store::withdraw(reader.store(), &reader.ctx, id, version, because).await;
    let mut errors = Errors::none();
    if let Err(Error::Refusal(Refusal::Conflict)) = done {
        errors.add("", "Someone else changed this action meanwhile. Look at it in another window; your reason is kept here, so you can still withdraw it.");
        let mut again = answers.clone();
        again.set("version", action.version.to_string());
        return refused(&view(withdraw_shell(&reader, action), action, &again, &errors));
    }
    if errors.take(done)?.is_some() {
        return reader.done(urls::action(id), &format!("{} is withdrawn.", title(&action.content)));
    }
    refused(&view(withdraw_shell(&reader, action), action, &answers, &errors))
}

pub(super) async fn put_back(reader: Reader, At(id): At<Id<Action>>, answers: Answers) -> Answer {
    let version = answers.get("version").parse().unwrap_or(0);
    store::reinstate(reader.store(), &reader.ctx, id, version).await?;
    reader.done(urls::action(id), "The action is back in the plan. Say how it stands.")
}

fn withdraw_shell(reader: &Reader, action: &RecordedAction) -> Shell {
    let back = BackLink::new(urls::action(action.id)).text("Back to the action");
    shell(reader, format!("Withdraw {}", title(&action.content).to_lowercase())).back(back)
}

fn view(shell: Shell, action: &RecordedAction, typed: &Answers, errors: &Errors) -> Form {
    let because = Textarea::new("because", "Why is it withdrawn?")
        .hint("Partners will read this beside the action")
        .value(typed.get("because"))
        .error_if(errors.get("because"));
    let intro = "A withdrawn action leaves the plan, its counts and its exports. It stays in the record with its history and can be put back.";
    let sections = vec![Section::plain(vec![because.into()])];
    let mut form = Form::new(shell, "Withdraw this action", sections, urls::action(action.id))
        .errors(errors)
        .caption(action.content.full_objective())
        .intro(Html::paragraphs([intro]))
        .hide("version", typed.get("version"));
    form.button = form.button.warning();
    form
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let plan = super::samples::plan();
    let Some((_, action)) = plan.actions().next() else { return Vec::new() };
    let mut errors = Errors::none();
    errors.add("because", "Enter why the action is withdrawn.");
    let shell = || super::samples::shell("Withdraw action 1.1");
    vec![
        ("withdraw", view(shell(), action, &Answers::default(), &Errors::none())),
        ("withdraw: no reason", view(shell(), action, &Answers::default(), &errors)),
    ]
}
