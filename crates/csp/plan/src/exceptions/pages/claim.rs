//! Assuring what is said to be done, or returning it.

use concordat_kernel::{Error, Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Choice, Html, Radios, Select, Shell, SummaryList, Textarea},
};

use super::{claims, words};
use crate::{
    RecordedPlan, State,
    exceptions::{
        Claim, RecordedClaim, rules,
        store::{self, Decision},
        urls,
    },
    pages::{
        self,
        action::title,
        form::{Form, Section},
        words as plan_words,
    },
};

/// The states to which what is returned can go back.
const STATES: [State; 4] = [State::OnTrack, State::AtRisk, State::Late, State::NotStarted];

pub(super) async fn show(reader: Reader, At(id): At<Id<Claim>>) -> Answer {
    let (plan, claim, evidence) = store::claim_seen(reader.store(), &reader.ctx, id).await?;
    if !waits(&plan, &claim) {
        return concordat_web::redirect(urls::claims(plan.head.id));
    }
    let evidence = claims::evidence_words(&reader, &evidence);
    let own = own(&reader, &plan, &claim).await?;
    let typed = Answers::from_pairs([("version", claim.version.to_string())]);
    page(&view(shell(&reader, &plan, &claim), &plan, &claim, &evidence, own, &typed, &Errors::none()))
}

pub(super) async fn decide(reader: Reader, At(id): At<Id<Claim>>, mut answers: Answers) -> Answer {
    let (plan, claim, evidence) = store::claim_seen(reader.store(), &reader.ctx, id).await?;
    let note = answers.get("note").to_owned();
    let decision = match answers.get("verdict") {
        "assured" => Some(Decision::Assured { note }),
        "returned" => Some(Decision::Returned { note, state: answers.get("state").parse().ok() }),
        _ => None,
    };
    let mut errors = Errors::none();
    if let Some(decision) = decision {
        let version = answers.get("version").parse().unwrap_or(0);
        match store::decide(reader.store(), &reader.ctx, id, version, &decision).await {
            Err(Error::Refusal(Refusal::Conflict)) if waits(&plan, &claim) => {
                errors.add("", "Another lead has said meanwhile that it is done. Look at what is shown above the form; what you typed is kept here.");
                answers.set("version", claim.version.to_string());
            }
            Err(Error::Refusal(Refusal::Conflict)) => {
                errors.add(
                    "",
                    "Someone else has decided this meanwhile. What you typed is kept here, to copy.",
                );
            }
            done => {
                if errors.take(done)?.is_some() {
                    let words = match decision {
                        Decision::Assured { .. } => "The action is assured to be done.",
                        Decision::Returned { .. } => "The action is returned to its leads.",
                    };
                    return reader.done(crate::urls::action(claim.action), words);
                }
            }
        }
    } else {
        errors.add("verdict", "Choose whether it is done.");
    }
    let evidence = claims::evidence_words(&reader, &evidence);
    let own = own(&reader, &plan, &claim).await?;
    pages::refused(&view(shell(&reader, &plan, &claim), &plan, &claim, &evidence, own, &answers, &errors))
}

fn waits(plan: &RecordedPlan, claim: &RecordedClaim) -> bool {
    plan.action(claim.action).is_some_and(|(_, action)| claim.waits(action))
}

/// Why this reader may not decide, when they act for a body that leads the action.
async fn own(
    reader: &Reader,
    plan: &RecordedPlan,
    claim: &RecordedClaim,
) -> concordat_kernel::Result<Option<String>> {
    let bodies = store::acts_for(reader.store(), &reader.ctx).await?;
    let action = plan.action(claim.action);
    Ok(action.and_then(|(_, action)| rules::check_impartial(action, &bodies).err()).map(|no| no.to_string()))
}

fn shell(reader: &Reader, plan: &RecordedPlan, claim: &RecordedClaim) -> Shell {
    pages::shell(reader, heading(plan, claim))
}

fn heading(plan: &RecordedPlan, claim: &RecordedClaim) -> String {
    let of = plan.action(claim.action).map(|(_, action)| title(&action.content).to_lowercase());
    format!("Is {} done?", of.unwrap_or_default())
}

fn view(
    shell: Shell,
    plan: &RecordedPlan,
    claim: &RecordedClaim,
    evidence: &[Html],
    own: Option<String>,
    typed: &Answers,
    errors: &Errors,
) -> Form {
    let mut facts = SummaryList::new();
    if let Some((_, action)) = plan.action(claim.action) {
        let link = Html::link(&crate::urls::action(action.id), plan_words::objective(&action.content));
        facts = facts.row(("Action", link));
        let measures: Vec<&String> = action.content.rows.iter().flat_map(|row| &row.measures).collect();
        if !measures.is_empty() {
            facts = facts.row(("How it is to be known", Html::bullets(measures)));
        }
    }
    let done_on = claim.done_on.map_or_else(|| "Not stated".to_owned(), words::day);
    facts = facts
        .row(("Said by", claims::said_by(claim)))
        .row(("Done on, by their account", done_on))
        .row(("Evidence", claims::evidence(Some(&evidence.to_vec()))));
    let states = Select::new("state", "How does it stand?")
        .option("", "Choose")
        .options(STATES.map(|state| (state.word(), state.to_string())))
        .chosen(typed.get("state"))
        .error_if(errors.get("state"));
    let verdict = Radios::new("verdict", "What does the group say?")
        .item(Choice::new("assured", "Assured: it is done"))
        .item(Choice::new("returned", "Returned: it is not done, or not shown to be").reveals(states))
        .chosen(typed.get("verdict"))
        .error_if(errors.get("verdict"));
    let note = Textarea::new("note", "What was looked at, or what is missing")
        .hint("Needed when it is returned. The lead will read it")
        .value(typed.get("note"))
        .error_if(errors.get("note"));
    let back = urls::claims(plan.head.id);
    let shell = shell.back(BackLink::new(&back).text("Back to what is said to be done"));
    let mut intro = vec![Html::from(facts)];
    if let Some(own) = own {
        intro.push(concordat_web::parts::WarningText::new(own).into());
    }
    Form::new(
        shell,
        "Save what the group says",
        vec![Section::plain(vec![verdict.into(), note.into()])],
        back,
    )
    .errors(errors)
    .caption(&plan.head.title)
    .intro(Html::spaced(intro))
    .hide("version", typed.get("version"))
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let plan = pages::samples::plan();
    let Some(claim) = crate::exceptions::samples::claims().pop() else { return Vec::new() };
    let draw = |typed: &Answers, own: Option<String>, errors: &Errors| {
        let shell = pages::samples::shell(&heading(&plan, &claim));
        view(shell, &plan, &claim, &["Minutes of 18 December".into()], own, typed, errors)
    };
    let mut errors = Errors::none();
    errors.add("note", "Enter what is missing, for the lead to read.");
    let returned = Answers::from_pairs([("verdict", "returned"), ("state", "at-risk")]);
    let own =
        "You act for Merrowshire Police, which leads this action. Somebody who does not must assure it.";
    vec![
        ("assure", draw(&Answers::default(), None, &Errors::none())),
        ("assure: returned without a note", draw(&returned, None, &errors)),
        ("assure: one’s own body", draw(&Answers::default(), Some(own.to_owned()), &Errors::none())),
    ]
}
