//! How an action comes round each year.

use concordat_kernel::{Error, Id, Refusal, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Choice, Html, Radios, Shell},
};

use super::words;
use crate::{
    Action, RecordedAction, State,
    exceptions::{Recurs, rules, store, urls},
    pages::{
        self,
        action::title,
        form::{Form, Section},
    },
    store as plans,
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Action>>) -> Answer {
    let plan = plans::plan_of_action_to(reader.store(), &reader.ctx, plans::CHANGE_ACTION, id).await?;
    let (_, action) = plan.action(id).ok_or(Refusal::NotFound)?;
    if action.state == State::Withdrawn {
        return concordat_web::redirect(crate::urls::action(id));
    }
    let typed = Answers::from_pairs([
        ("version", action.version.to_string()),
        ("recurs", action.course.recurs.word().to_owned()),
    ]);
    page(&view(pages::shell(&reader, "How it comes round"), action, &typed, &Errors::none()))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Action>>, mut answers: Answers) -> Answer {
    let plan = plans::plan_of_action_to(reader.store(), &reader.ctx, plans::CHANGE_ACTION, id).await?;
    let (_, action) = plan.action(id).ok_or(Refusal::NotFound)?;
    let mut errors = Errors::none();
    match answers.get("recurs").parse::<Recurs>() {
        Err(_) => errors.add("recurs", "Choose how the action comes round."),
        Ok(recurs) => {
            let version = answers.get("version").parse().unwrap_or(0);
            match store::change_recurs(reader.store(), &reader.ctx, id, version, recurs).await {
                Err(Error::Refusal(Refusal::Conflict)) => {
                    errors.add("", words::CHANGED);
                    answers.set("version", action.version.to_string());
                }
                done => {
                    if errors.take(done)?.is_some() {
                        return reader.done(crate::urls::action(id), "How the action comes round is saved.");
                    }
                }
            }
        }
    }
    pages::refused(&view(pages::shell(&reader, "How it comes round"), action, &answers, &errors))
}

pub(super) async fn confirm(reader: Reader, At(id): At<Id<Action>>, _: Answers) -> Answer {
    store::confirm(reader.store(), &reader.ctx, id).await?;
    reader.done(crate::urls::action(id), "It is confirmed that the action goes on.")
}

/// How an action comes round, in a sentence for its page.
pub(super) fn sentence(action: &RecordedAction, today: Date) -> String {
    let due = rules::due(action).map(words::day);
    match (action.course.recurs, rules::comes_round(action, today)) {
        (Recurs::Once, _) => "It is done once.".to_owned(),
        (Recurs::Annual, Some(rules::ComesRound::Again { due })) => {
            format!(
                "It comes round every year. It was done for the last time round and is due again by {}.",
                words::day(due)
            )
        }
        (Recurs::Annual, _) if !action.course.assured.is_empty() && action.state == State::Done => {
            match due {
                Some(due) => {
                    format!("It comes round every year. It is done for now, and due again by {due}.")
                }
                None => "It comes round every year. It has no date by which it is due.".to_owned(),
            }
        }
        (Recurs::Annual, _) => match due {
            Some(due) => format!(
                "It comes round every year, and is due by {due}. Once it is assured it falls due again a year later."
            ),
            None => "It comes round every year. It has no date by which it is due.".to_owned(),
        },
        (Recurs::Ongoing, Some(_)) => match action.course.confirmed_on {
            Some(since) => format!(
                "It goes on until it is ended. That was last confirmed on {}, more than a year ago.",
                words::day(since)
            ),
            None => "It goes on until it is ended. That was never confirmed.".to_owned(),
        },
        (Recurs::Ongoing, None) => match rules::to_confirm(action) {
            Some(from) => format!(
                "It goes on until it is ended, and is to be confirmed again from {}.",
                words::day(from)
            ),
            None => "It goes on until it is ended.".to_owned(),
        },
    }
}

fn view(shell: Shell, action: &RecordedAction, typed: &Answers, errors: &Errors) -> Form {
    let choice = |recurs: Recurs, hint: &str| Choice::new(recurs.word(), recurs.to_string()).hint(hint);
    let radios = Radios::new("recurs", "How does it come round?")
        .item(choice(Recurs::Once, "When it is done, it is done"))
        .item(choice(Recurs::Annual, "Its dates fall due again a year later, once it is assured to be done"))
        .item(choice(Recurs::Ongoing, "It has no end. Once a year somebody confirms that it goes on; to choose this confirms it for the coming year"))
        .chosen(typed.get("recurs"))
        .error_if(errors.get("recurs"));
    let mut intro = Vec::new();
    if rules::suggestion(action).is_some() {
        intro.push("Its timescale says “Ongoing”, so “Goes on, confirmed every year” may be right.");
    }
    let back = crate::urls::action(action.id);
    let shell = shell.back(BackLink::new(&back).text("Back to the action"));
    let mut form = Form::new(shell, "Save", vec![Section::plain(vec![radios.into()])], back)
        .errors(errors)
        .caption(format!("{}: {}", title(&action.content), action.content.full_objective()))
        .intro(Html::paragraphs(intro))
        .hide("version", typed.get("version"));
    form.to = urls::comes_round(action.id);
    form
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let mut plan = pages::samples::plan();
    for row in
        plan.priorities.iter_mut().flat_map(|one| &mut one.actions).flat_map(|one| &mut one.content.rows)
    {
        row.timescale = crate::import::Timescale::Ongoing;
    }
    let Some((_, action)) = plan.actions().next() else { return Vec::new() };
    let mut errors = Errors::none();
    errors.add("recurs", "Choose how the action comes round.");
    let shell = || pages::samples::shell("How it comes round");
    vec![
        (
            "how it comes round",
            view(shell(), action, &Answers::from_pairs([("recurs", "once")]), &Errors::none()),
        ),
        ("how it comes round: nothing chosen", view(shell(), action, &Answers::default(), &errors)),
    ]
}
