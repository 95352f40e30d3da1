//! Deciding a proposal: accepting it changes the plan at once.

use std::sync::Arc;

use concordat_access::Resource;
use concordat_kernel::{Error, Id, Ref, Refusal, Result};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Choice, Html, InputWidth, Radios, Shell, TextInput, Textarea},
};

use super::{
    super::{
        Proposal, ProposalHead, ProposalKind, ProposalState,
        store::{self, Decided},
        urls,
    },
    proposals::{sample_proposals, texts, title, with_plan},
};
use crate::{
    RecordedPlan, State, import,
    import::tidy,
    pages::{
        action_form as form,
        conflict::{self, Side, differences},
        form::{Form, Section},
        refused, samples, shell,
    },
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Proposal>>) -> Answer {
    let (proposal, plan) = open(&reader, id).await?;
    if proposal.state != ProposalState::Open {
        return concordat_web::redirect(urls::proposal(id));
    }
    let number = proposal.content.as_ref().map(|content| content.number.clone());
    let decided = reader.quotable(&Ref::to(id)).await?;
    let filled = Answers::from_pairs([
        ("decision", decided.map(|one| one.place).unwrap_or_default()),
        ("version", proposal.version.to_string()),
        ("seen", seen(&plan, &proposal).to_string()),
        ("number", number.unwrap_or_default()),
    ]);
    page(&view(decide_shell(&reader, &plan, &proposal), &plan, &proposal, &filled, &Errors::none()))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Proposal>>, mut answers: Answers) -> Answer {
    let (proposal, plan) = open(&reader, id).await?;
    let mut errors = Errors::none();
    let version = answers.get("version").parse().unwrap_or(0);
    let how = match answers.get("verdict") {
        "accept" => accepted(&plan, &proposal, &answers, &mut errors),
        "decline" => Some(Decided::Decline),
        _ => {
            errors.add("verdict", "Choose accept or decline.");
            None
        }
    };
    if let (Some(how), true) = (how, errors.is_empty()) {
        let words = (answers.get("reason"), answers.get("decision"));
        let done = store::decide(reader.store(), &reader.ctx, (id, version), &how, words).await;
        if matches!(done, Err(Error::Refusal(Refusal::Conflict))) {
            let (proposal, plan) = open(&reader, id).await?;
            if proposal.state != ProposalState::Open {
                let words = format!("Someone decided this proposal first: {}.", proposal.state);
                return reader.done(urls::proposal(id), &words);
            }
            errors.add(
                "",
                "Someone else changed the action meanwhile. Look at both texts below, then decide again.",
            );
            answers.set("version", proposal.version.to_string());
            answers.set("seen", seen(&plan, &proposal).to_string());
            return refused(&view(
                decide_shell(&reader, &plan, &proposal),
                &plan,
                &proposal,
                &answers,
                &errors,
            ));
        }
        if errors.take(done)?.is_some() {
            let words = match how {
                Decided::Accept { .. } => "The proposal is accepted and the plan changed.",
                Decided::Decline => "The proposal is declined.",
            };
            return reader.done(urls::proposal(id), words);
        }
    }
    refused(&view(decide_shell(&reader, &plan, &proposal), &plan, &proposal, &answers, &errors))
}

/// The proposal and its plan, for whoever may decide it.
async fn open(reader: &Reader, id: Id<Proposal>) -> Result<(ProposalHead, Arc<RecordedPlan>)> {
    let (proposal, plan) = with_plan(reader, id).await?;
    let resource = Resource::one(id).within(plan.head.group);
    reader.store().ask(&reader.ctx, store::DECIDE, &resource).await?;
    Ok((proposal, plan))
}

/// The version of the action that the page shows; of an addition 0.
fn seen(plan: &RecordedPlan, proposal: &ProposalHead) -> i64 {
    proposal.action_id.and_then(|id| plan.action(id)).map_or(0, |(_, action)| action.version)
}

/// What accepting would write: of a change, what the proposal changed over what the action says now.
fn accepted(
    plan: &RecordedPlan,
    proposal: &ProposalHead,
    answers: &Answers,
    errors: &mut Errors,
) -> Option<Decided> {
    let now = proposal.action_id.and_then(|id| plan.action(id)).map(|(_, action)| action);
    let content = match (proposal.kind, &proposal.content, now) {
        (ProposalKind::Change, Some(_), Some(action)) => {
            let (typed, now) = sides(plan, proposal)?;
            let mut settled = now.clone();
            for difference in differences(&form::fields(&typed, &now), &typed, &now) {
                let keep = format!("keep-{}", difference.name);
                match (difference.side, answers.get(&keep)) {
                    (Side::Theirs, _) | (Side::Both, "record") => {}
                    (Side::Yours, _) | (Side::Both, "yours") => {
                        settled.set(difference.name, typed.get(difference.name));
                    }
                    (Side::Both, "other") => {
                        settled.set(difference.name, answers.get(&format!("text-{}", difference.name)));
                    }
                    (Side::Both, _) => errors.add(keep, "Choose which text to keep."),
                }
            }
            let rows = form::row_count(&typed).max(form::row_count(&now));
            settled.set("rows", rows.to_string());
            settled.set_all("column", form::columns(&typed, &now));
            Some(form::read(&settled, &action.content, errors).0)
        }
        (ProposalKind::Add | ProposalKind::Move, Some(content), _) => {
            Some(import::Action { number: tidy(answers.get("number")), ..content.clone() })
        }
        _ => None,
    };
    Some(Decided::Accept { seen: answers.get("seen").parse().ok(), content: content.map(Box::new) })
}

/// The proposed text, with what the action said before; and what it says now.
fn sides(plan: &RecordedPlan, proposal: &ProposalHead) -> Option<(Answers, Answers)> {
    let (_, action) = plan.action(proposal.action_id?)?;
    let was = form::fill(proposal.base.as_ref()?, State::NoUpdate);
    let mut typed = form::fill(proposal.content.as_ref()?, State::NoUpdate);
    let now = form::fill(&action.content, State::NoUpdate);
    for field in form::fields(&typed, &now).into_iter().chain(form::fields(&was, &typed)) {
        typed.set(format!("was-{}", field.name), was.get(&field.name));
    }
    Some((typed, now))
}

fn decide_shell(reader: &Reader, plan: &RecordedPlan, proposal: &ProposalHead) -> Shell {
    let back = BackLink::new(urls::proposal(proposal.id)).text("Back to the proposal");
    shell(reader, heading(plan, proposal)).back(back).wide()
}

fn heading(plan: &RecordedPlan, proposal: &ProposalHead) -> String {
    format!("Decide: {}", title(proposal, plan))
}

fn view(
    shell: Shell,
    plan: &RecordedPlan,
    proposal: &ProposalHead,
    typed: &Answers,
    errors: &Errors,
) -> Form {
    let mut fields: Vec<Html> = Vec::new();
    if matches!(proposal.kind, ProposalKind::Add | ProposalKind::Move) {
        fields.push(
            TextInput::new("number", "Number")
                .hint("The number it gets when it is accepted. No two actions of a plan have the same")
                .width(InputWidth::Five)
                .value(typed.get("number"))
                .error_if(errors.get("number"))
                .into(),
        );
    }
    fields.extend([
        Radios::new("verdict", "Is it accepted?")
            .item(Choice::new("accept", "Accept").hint("The plan changes at once"))
            .item(Choice::new("decline", "Decline").hint("The plan stays as it is"))
            .chosen(typed.get("verdict"))
            .error_if(errors.get("verdict"))
            .into(),
        Textarea::new("reason", "Why?")
            .hint("Whoever proposed it reads this; of a withdrawal it stands beside the action")
            .value(typed.get("reason"))
            .error_if(errors.get("reason"))
            .into(),
        TextInput::new("decision", "By which decision?")
            .hint("As the minutes refer to it, such as Working group, 14 October, item 3")
            .value(typed.get("decision"))
            .error_if(errors.get("decision"))
            .into(),
    ]);
    let mut sections = Vec::new();
    if let (ProposalKind::Change, Some((mut proposed, now))) = (proposal.kind, sides(plan, proposal)) {
        // Choices made before go on being chosen.
        for (name, value) in
            typed.pairs().filter(|(name, _)| name.starts_with("keep-") || name.starts_with("text-"))
        {
            proposed.set(name, value);
        }
        let all = form::fields(&proposed, &now);
        let texts = conflict::Page {
            shell: shell.clone(),
            fields: &all,
            typed: &proposed,
            now: &now,
            version: 0,
            by: String::new(),
            carried: Vec::new(),
            cancel: String::new(),
        };
        let both = texts.of_both(errors);
        if !both.is_empty() {
            let heading =
                "The action changed here too since this was proposed: choose what it is to say if you accept";
            sections.push(Section { id: "both".to_owned(), heading: Some(heading.to_owned()), fields: both });
        }
    }
    sections.push(Section {
        id: "decision-made".to_owned(),
        heading: Some("The decision".to_owned()),
        fields,
    });
    let mut intro: Vec<Html> = vec![Html::paragraphs([format!("Why it was proposed: {}", proposal.why)])];
    for (_, heading, body) in texts(plan, proposal) {
        intro.push(Html::paragraphs([format!("{heading}:")]));
        intro.push(body);
    }
    Form::new(shell, "Record this decision", sections, urls::proposal(proposal.id))
        .errors(errors)
        .intro(Html::spaced(intro))
        .hide("version", typed.get("version"))
        .hide("seen", typed.get("seen"))
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let plan = samples::plan();
    let mut changed = plan.clone();
    if let Some(action) = changed.priorities.first_mut().and_then(|priority| priority.actions.first_mut()) {
        action.content.objective = "Make Ashing safer after dark".to_owned();
    }
    let mut errors = Errors::none();
    errors.add("verdict", "Choose accept or decline.");
    errors.add("number", "Number 2.1 is taken by “Agree who answers”. Choose another.");
    let none = Errors::none();
    let blank = Answers::default();
    let names = ["decide: change", "decide: add", "decide: withdraw", "decide: move"];
    let mut all: Vec<(&'static str, Form)> = Vec::new();
    for (name, proposal) in names.into_iter().zip(&sample_proposals()) {
        let shell = samples::shell(&heading(&plan, proposal)).wide();
        let errors = if name.ends_with("move") { &errors } else { &none };
        all.push((name, view(shell, &plan, proposal, &blank, errors)));
    }
    if let Some(proposal) = sample_proposals().first() {
        let shell = samples::shell(&heading(&plan, proposal)).wide();
        all.push(("decide: the action changed since", view(shell, &changed, proposal, &blank, &none)));
    }
    all
}
