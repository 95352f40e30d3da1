//! Entering an update for a lead who gave it by telephone, in a meeting or on paper.

use concordat_kernel::{Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{BackLink, Button, Choice, DateInput, Html, Radios, Select, Shell, TextInput, Textarea},
};

use super::{
    dates,
    sheet::{Form, Sheet},
};
use crate::{
    Action, RecordedAction, State,
    pages::{self, action::title},
    progress::{
        model::{CameBy, Lead, NewUpdate, Said},
        rules, store,
    },
    store as plans,
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Action>>) -> Answer {
    let plan = plans::plan_of_action(reader.store(), &reader.ctx, id).await?;
    let (_, action) = plan.action(id).ok_or(Refusal::NotFound)?;
    let resource = concordat_access::Resource::any("plan_update").within(plan.head.group);
    reader.store().ask(&reader.ctx, store::ADD_UPDATE, &resource).await?;
    if action.state == State::Withdrawn {
        return concordat_web::redirect(crate::urls::action(id));
    }
    sheet(shell(&reader, action), action, &Answers::default(), &Errors::none()).answer()
}

pub(super) async fn add(reader: Reader, At(id): At<Id<Action>>, answers: Answers) -> Answer {
    let plan = plans::plan_of_action(reader.store(), &reader.ctx, id).await?;
    let (_, action) = plan.action(id).ok_or(Refusal::NotFound)?;
    let resource = concordat_access::Resource::any("plan_update").within(plan.head.group);
    reader.store().ask(&reader.ctx, store::ADD_UPDATE, &resource).await?;
    let mut errors = Errors::none();
    let leads = leads(action);
    let lead = answers.get("lead").parse::<usize>().ok().and_then(|at| leads.get(at).cloned());
    if lead.is_none() {
        errors.add("lead", "Choose for whom you enter this.");
    }
    let said = answers.get("state").parse::<Said>().ok();
    let done_on = match said {
        Some(Said::Done) => dates::read(&answers, "done", "the day it was done", &mut errors),
        _ => None,
    };
    if errors.is_empty() {
        for (field, sentence) in rules::wanting(said, answers.get("words"), done_on, reader.ctx.clock.today())
        {
            errors.add(field, sentence);
        }
    }
    if answers.get("given_by").is_empty() {
        errors.add("given_by", "Enter who gave you this update.");
    }
    if let (Some(lead), Some(said), true) = (lead, said, errors.is_empty()) {
        let new = NewUpdate {
            lead,
            request: None,
            said,
            words: answers.get("words").to_owned(),
            help: answers.get("help").to_owned(),
            done_on,
            counted: Vec::new(),
            came_by: CameBy::Page,
            given_by: answers.get("given_by").to_owned(),
        };
        let entered = store::enter_update(reader.store(), &reader.ctx, id, new).await;
        if errors.take(entered)?.is_some() {
            return reader.done(format!("{}#updates", crate::urls::action(id)), "The update is kept.");
        }
    }
    sheet(shell(&reader, action), action, &answers, &errors).answer()
}

/// For whom an update can be entered; an action that nobody leads has the officers themselves.
fn leads(action: &RecordedAction) -> Vec<Lead> {
    let leads = rules::leads_of(action);
    if !leads.is_empty() {
        return leads;
    }
    vec![Lead { words: "Community safety team".to_owned(), body: None }]
}

fn shell(reader: &Reader, action: &RecordedAction) -> Shell {
    let back = BackLink::new(crate::urls::action(action.id)).text("Back to the action");
    pages::shell(reader, TITLE).back(back)
}

const TITLE: &str = "Enter an update for a lead";

fn sheet(shell: Shell, action: &RecordedAction, typed: &Answers, errors: &Errors) -> Sheet {
    let leads = leads(action);
    let chosen = match (typed.get("lead"), leads.len()) {
        ("", 1) => "0",
        (chosen, _) => chosen,
    };
    let options = leads.iter().enumerate().map(|(at, lead)| (at.to_string(), lead.words.clone()));
    let done = dates::parts("done", DateInput::new("done", "When was it done?"), typed)
        .hint("For example, 27 3 2027")
        .error_if(errors.get("done"));
    let states = Radios::new("state", "How is it going?")
        .items(Said::ALL.map(|said| {
            let choice = Choice::new(said.word(), said.to_string());
            if said == Said::Done { choice.reveals(done.clone()) } else { choice }
        }))
        .chosen(typed.get("state"))
        .error_if(errors.get("state"));
    let form = Form::new(&shell, Button::new("Keep this update").once())
        .field(
            Select::new("lead", "For which lead?")
                .option("", "Choose a lead")
                .options(options)
                .chosen(chosen)
                .error_if(errors.get("lead")),
        )
        .field(states)
        .field(
            Textarea::new("words", "What happened since last time?")
                .value(typed.get("words"))
                .error_if(errors.get("words")),
        )
        .field(
            Textarea::new("help", "What help do they need? (optional)")
                .rows(2)
                .value(typed.get("help"))
                .error_if(errors.get("help")),
        )
        .field(
            TextInput::new("given_by", "Who gave you this update?")
                .hint("Their name and how they said it, such as “Idris Vale, by telephone”")
                .value(typed.get("given_by"))
                .error_if(errors.get("given_by")),
        )
        .leave("Cancel", crate::urls::action(action.id));
    Sheet::new(shell)
        .errors(errors, &["done-day"])
        .caption(format!("{}: {}", title(&action.content), action.content.full_objective()))
        .piece(Html::paragraphs([
            "If a round is open, this answers the lead’s request for this action.",
            rules::STANDING_EXPLAINED,
        ]))
        .piece(form)
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let plan = pages::samples::plan();
    let Some((_, action)) = plan.actions().next() else { return Vec::new() };
    let mut errors = Errors::none();
    errors.add("state", "Choose how the action is going.");
    let shell = || pages::samples::shell(TITLE);
    let none = Answers::default();
    vec![
        ("enter an update", sheet(shell(), action, &none, &Errors::none())),
        ("enter an update, with errors", sheet(shell(), action, &none, &errors)),
    ]
}
