//! One action, or the plan as a whole, for a guest to read and to comment on.

use concordat_kernel::{Error, Id, Refusal, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, At, Errors, Failed, Reader,
    parts::{Button, Html, InsetText, Shell, SummaryList, SummaryRow, Textarea},
};

use super::{
    super::super::{
        CommentHead, rules,
        store::guest::{self as store, Seen},
        urls,
    },
    Visit,
    list::{name, tag},
};
use crate::{
    Action,
    pages::words,
    progress::{
        letter::day,
        pages::sheet::{Form, Sheet},
    },
    reports::{pages::public::what_it_says, say},
};

pub(in super::super) async fn show_plan(reader: Reader, visit: Visit) -> Answer {
    Visit::found(&reader, page(&reader, &visit, None, None, &Errors::none()).await)
}

pub(in super::super) async fn show_action(
    reader: Reader,
    visit: Visit,
    at: Result<At<Id<Action>>, Failed>,
) -> Answer {
    Visit::found(&reader, async { page(&reader, &visit, Some(at?.0), None, &Errors::none()).await }.await)
}

pub(in super::super) async fn say_of_plan(reader: Reader, visit: Visit, answers: Answers) -> Answer {
    Visit::found(&reader, keep(&reader, &visit, None, answers).await)
}

pub(in super::super) async fn say_of_action(
    reader: Reader,
    visit: Visit,
    at: Result<At<Id<Action>>, Failed>,
    answers: Answers,
) -> Answer {
    Visit::found(&reader, async { keep(&reader, &visit, Some(at?.0), answers).await }.await)
}

async fn keep(reader: &Reader, visit: &Visit, action: Option<Id<Action>>, mut answers: Answers) -> Answer {
    visit.check(&answers)?;
    let version = answers.get("version").parse().unwrap_or(0);
    let said = store::say(reader.store(), &visit.guest, action, version, answers.get("text")).await;
    let mut errors = Errors::none();
    if matches!(said, Err(Error::Refusal(Refusal::Conflict))) {
        errors.add("", "Your comment was changed elsewhere or answered while you were writing. What stands there now is shown below, and what you typed is kept; send it again if it is still to be said.");
        answers.set("version", "");
    } else if errors.take(said)?.is_some() {
        return reader.done(urls::COMMENTING, "Your comment is with the community safety team.");
    }
    page(reader, visit, action, Some(&answers), &errors).await
}

/// The page, with what was typed or with what can still be changed.
async fn page(
    reader: &Reader,
    visit: &Visit,
    action: Option<Id<Action>>,
    typed: Option<&Answers>,
    errors: &Errors,
) -> Answer {
    let seen = store::seen(reader.store(), &visit.guest).await?;
    let shell = visit.back(visit.shell(reader, title(&seen, action)?));
    sheet(shell, visit, (&seen, action), typed, errors, reader.ctx.clock.today())?.answer()
}

fn title(seen: &Seen, action: Option<Id<Action>>) -> concordat_kernel::Result<String> {
    Ok(match action {
        Some(id) => name(seen.action(id)?),
        None => "The plan as a whole".to_owned(),
    })
}

fn sheet(
    shell: Shell,
    visit: &Visit,
    (seen, action): (&Seen, Option<Id<Action>>),
    typed: Option<&Answers>,
    errors: &Errors,
    today: Date,
) -> concordat_kernel::Result<Sheet> {
    let facts = match action {
        Some(id) => what_it_says(SummaryList::new(), &seen.action(id)?.content),
        None => of_plan(seen),
    };
    let mut sheet = Sheet::new(shell.clone()).errors(errors, &[]).caption(&seen.plan.head.title).piece(facts);
    let said: Vec<&CommentHead> = seen.said_of(action).collect();
    if !said.is_empty() {
        let all = said.iter().map(|comment| Html::from(one(comment)));
        sheet = sheet.section("said", "What you said", Html::spaced(all));
    }
    if !rules::is_open(&visit.guest.time, today) {
        let words = format!("Comments were taken until the end of {}.", day(visit.guest.time.closes_on));
        return Ok(sheet.piece(InsetText::new(words)));
    }
    let open = seen.open_of(action);
    let (label, button) = match (open, said.is_empty()) {
        (Some(_), _) => ("Change your comment", "Save the change"),
        (None, true) => ("Your comment", "Send this comment"),
        (None, false) => ("Another comment", "Send this comment"),
    };
    let version = typed.and_then(|typed| typed.get("version").parse().ok());
    let version: i64 = version.unwrap_or_else(|| open.map_or(0, |comment| comment.version));
    let text =
        typed.map_or_else(|| open.map_or("", |comment| comment.text.as_str()), |typed| typed.get("text"));
    let form = Form::new(&shell, Button::new(button).once())
        .hide_all([visit.token()])
        .hide("version", version)
        .field(
            Textarea::new("text", label)
                .hint("Partners will read it with your name. The community safety team answers it")
                .rows(8)
                .limit(4000)
                .value(text)
                .error_if(errors.get("text")),
        )
        .leave("Back to the plan", urls::COMMENTING);
    Ok(sheet.piece(form))
}

/// A comment of the guest's with its answer.
fn one(comment: &CommentHead) -> SummaryList {
    let list =
        SummaryList::new().row(SummaryRow::new(words::moment(&comment.made_at), Html::lines(&comment.text)));
    match comment.answer {
        None => list.row(("Answer", "Not answered yet")),
        Some(verdict) => list.row(("Answer", tag(verdict))).row(("Reason", Html::lines(&comment.reason))),
    }
}

/// The plan's priorities, for a comment on the whole of it.
fn of_plan(seen: &Seen) -> SummaryList {
    seen.plan.priorities.iter().fold(SummaryList::new(), |list, priority| {
        let actions = words::count_first(priority.current().count(), "action", "actions");
        let aim = priority.aim.as_deref().map(Html::lines);
        list.row((say::name(priority), Html::stacked(aim.into_iter().chain([Html::from(actions)]))))
    })
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let (visit, seen) = (super::samples::visit(), super::samples::seen());
    let mut errors = Errors::none();
    errors.add("text", "Enter your comment.");
    let none = Errors::none();
    let blank = Answers::default();
    let ids: Vec<Option<Id<Action>>> = seen.actions().map(|action| Some(action.id)).chain([None]).collect();
    let draw = |action: Option<Id<Action>>, typed: Option<&Answers>, errors: &Errors, today| {
        let shell = visit.back(super::samples::shell(&title(&seen, action).ok()?));
        sheet(shell, &visit, (&seen, action), typed, errors, today).ok()
    };
    let today = super::samples::TODAY;
    let first = ids.first().copied().flatten();
    let second = ids.get(1).copied().flatten();
    [
        ("guest’s comment to change", draw(first, None, &none, today)),
        ("guest’s comment, answered", draw(second, None, &none, today)),
        ("guest’s comment on the whole plan, empty", draw(None, Some(&blank), &errors, today)),
        ("guest’s comment after the last day", draw(second, None, &none, super::samples::LATER)),
    ]
    .into_iter()
    .filter_map(|(name, sheet)| Some((name, sheet?)))
    .collect()
}
