//! Whether an action's money is certain: a section of its page, and the form that says so.

use concordat_access::Resource;
use concordat_kernel::{Error, Id, Refusal, Result};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Choice, Html, Radios, Shell, SummaryList, TextInput, Textarea},
};

use super::{overtaken, sheet::pieces};
use crate::{
    Action, RecordedAction, RecordedPlan,
    pages::{
        form::{Form, Section},
        refused, shell, words,
    },
    store as plans,
    strategies::{
        model::{FundingState, RecordedFunding},
        rules, store, urls,
    },
};

/// The section of an action's page; nothing when it is not funded and nobody said anything.
pub(crate) async fn of_action(
    reader: &Reader,
    plan: &RecordedPlan,
    action: &RecordedAction,
) -> Result<Option<Html>> {
    let recorded = store::funding(&mut reader.store().peek().await?, action.id).await?;
    let change = reader.may(plans::CHANGE_ACTION, &Resource::one(action.id).within(plan.head.group));
    let suggested = rules::suggested_funding(action.content.funding.as_ref());
    if recorded.is_none() && suggested.is_none() {
        return Ok(None);
    }
    Ok(Some(section(action, recorded.as_ref(), suggested, change)))
}

fn section(
    action: &RecordedAction,
    recorded: Option<&RecordedFunding>,
    suggested: Option<FundingState>,
    change: bool,
) -> Html {
    let mut facts = SummaryList::new();
    match recorded {
        Some(funding) => {
            facts = facts.row(("Is the money certain?", funding.state.title()));
            if !funding.fund.is_empty() {
                facts = facts.row(("Fund", &funding.fund));
            }
            if !funding.note.is_empty() {
                facts = facts.row(("Note", Html::lines(&funding.note)));
            }
        }
        None => {
            let words = suggested.map_or("", FundingState::title);
            facts = facts.row((
                "Is the money certain?",
                format!("Nobody has said; the plan’s own note reads as “{words}”"),
            ));
        }
    }
    facts = facts.row(("The plan says", words::funded(&action.content)));
    let mut body = vec![Html::from(facts)];
    if change {
        let words = if recorded.is_some() {
            "Change what is said about the money"
        } else {
            "Say whether the money is certain"
        };
        body.push(Html::paragraphs([Html::link(&urls::funding(action.id), words)]));
    }
    pieces(body)
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Action>>) -> Answer {
    let plan = plans::plan_of_action_to(reader.store(), &reader.ctx, plans::CHANGE_ACTION, id).await?;
    let (_, action) = plan.action(id).ok_or(Refusal::NotFound)?;
    let recorded = store::funding(&mut reader.store().peek().await?, id).await?;
    page(&view(funding_shell(&reader, action), action, &fill(action, recorded.as_ref()), &Errors::none()))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Action>>, mut answers: Answers) -> Answer {
    let plan = plans::plan_of_action_to(reader.store(), &reader.ctx, plans::CHANGE_ACTION, id).await?;
    let (_, action) = plan.action(id).ok_or(Refusal::NotFound)?;
    let mut errors = Errors::none();
    match FundingState::from_word(answers.get("state")) {
        None => errors.add("state", "Choose whether the money is certain."),
        Some(state) => {
            let new = RecordedFunding {
                state,
                fund: answers.get("fund").to_owned(),
                note: answers.get("note").to_owned(),
                version: answers.get("version").parse().unwrap_or(0),
            };
            let saved = store::save_funding(reader.store(), &reader.ctx, id, &new).await;
            if let Err(Error::Refusal(Refusal::Conflict)) = saved {
                let now = store::funding(&mut reader.store().peek().await?, id).await?;
                let said = now.as_ref().map(|now| ("Is the money certain", now.state.title().to_owned()));
                overtaken(&mut errors, &mut answers, now.as_ref().map_or(0, |now| now.version), said);
            } else if errors.take(saved)?.is_some() {
                return reader.done(crate::urls::action(id), "What is said about the money is saved.");
            }
        }
    }
    refused(&view(funding_shell(&reader, action), action, &answers, &errors))
}

fn fill(action: &RecordedAction, recorded: Option<&RecordedFunding>) -> Answers {
    let suggested = rules::suggested_funding(action.content.funding.as_ref());
    let state = recorded.map(|funding| funding.state).or(suggested);
    Answers::from_pairs([
        ("state", state.map(FundingState::word).unwrap_or_default().to_owned()),
        ("fund", recorded.map(|funding| funding.fund.clone()).unwrap_or_default()),
        ("note", recorded.map(|funding| funding.note.clone()).unwrap_or_default()),
        ("version", recorded.map_or(0, |funding| funding.version).to_string()),
    ])
}

fn funding_shell(reader: &Reader, action: &RecordedAction) -> Shell {
    let back = BackLink::new(crate::urls::action(action.id)).text("Back to the action");
    shell(reader, "Is the money certain?").back(back)
}

fn view(shell: Shell, action: &RecordedAction, typed: &Answers, errors: &Errors) -> Form {
    let fields = vec![
        Radios::new("state", "How certain is the money for this action?")
            .items(FundingState::ALL.iter().map(|state| Choice::new(state.word(), state.title())))
            .chosen(typed.get("state"))
            .error_if(errors.get("state"))
            .into(),
        TextInput::new("fund", "Which fund?").value(typed.get("fund")).error_if(errors.get("fund")).into(),
        Textarea::new("note", "Note").rows(2).value(typed.get("note")).error_if(errors.get("note")).into(),
    ];
    let says = format!("The plan itself says: funded, {}.", words::funded(&action.content).to_lowercase());
    Form::new(shell, "Save", vec![Section::plain(fields)], crate::urls::action(action.id))
        .errors(errors)
        .caption(action.content.full_objective())
        .intro(Html::paragraphs([says]))
        .hide("version", typed.get("version"))
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let plan = crate::pages::samples::plan();
    let Some((_, action)) = plan.actions().next() else { return Vec::new() };
    let mut errors = Errors::none();
    errors.add("state", "Choose whether the money is certain.");
    let shell = || crate::pages::samples::shell("Is the money certain?");
    vec![
        ("funding", view(shell(), action, &fill(action, None), &Errors::none())),
        ("funding: nothing chosen", view(shell(), action, &Answers::default(), &errors)),
    ]
}
