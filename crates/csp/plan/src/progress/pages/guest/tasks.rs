//! What one is asked: a task for each action.

use concordat_kernel::jiff::civil::Date;
use concordat_web::{
    Answer, Reader,
    parts::{Button, Colour, Details, Html, InsetText, Shell, Tag, Task, TaskList},
};

use super::Visit;
use crate::{
    RecordedAction,
    pages::words,
    progress::{
        letter::day,
        pages::sheet::Sheet,
        rules,
        store::{self, Asked, Guest, SavedAnswer},
        urls,
    },
};

pub(in super::super) async fn show(reader: Reader, visit: Visit) -> Answer {
    let asked = store::asked(reader.store(), &visit.guest).await?;
    let shell = visit.shell(&reader, title(&visit.guest));
    sheet(shell, &visit.guest, &asked, reader.ctx.clock.today()).answer()
}

fn title(guest: &Guest) -> String {
    format!("Actions of {}", guest.lead().words)
}

fn sheet(shell: Shell, guest: &Guest, asked: &Asked, today: Date) -> Sheet {
    let actions = guest.actions(&asked.plan);
    let mut tasks = TaskList::new("actions");
    for action in &actions {
        let answer = asked.answer(action.id);
        let mut task = Task::new(name(action), state(answer, today)).href(urls::answer_action(action.id));
        if let Some(who) = answer.filter(|one| one.saved_by != Some(guest.pass.id) && one.saved_by.is_some())
        {
            task = task.hint(format!("Saved by {}", asked.name(who.saved_by)));
        }
        tasks = tasks.task(task);
    }
    let sheet = Sheet::new(shell).caption(&guest.round.title).says([
        format!("“{}”. Please answer by {}.", asked.plan.head.title, day(guest.round.due_on)),
        "Answer for each action, then check your answers and send them. What you save is kept, and you can come back by the link in your e-mail.".to_owned(),
    ]);
    let sheet = match through(guest, asked) {
        Some(words) => sheet.piece(InsetText::new(words)),
        None => sheet,
    };
    let sheet = if actions.is_empty() {
        sheet.says([format!(
            "{} leads no action of this plan at present, so there is nothing to answer.",
            guest.lead().words
        )])
    } else {
        sheet.piece(tasks).piece(Button::link("Check your answers", urls::CHECK))
    };
    let others = actions.iter().any(|action| rules::leads_of(action).len() > 1);
    let sheet = if others {
        sheet.piece(Details::new(
            "When an action has several leads",
            Html::paragraphs([rules::STANDING_EXPLAINED]),
        ))
    } else {
        sheet
    };
    sheet.says([
        Html::link(urls::HAND_ON, "Hand this to a colleague"),
        Html::link(crate::progress::sheets::urls::GUEST, "Prefer a spreadsheet?"),
    ])
}

/// Through whose hands it came, and to whom it went on.
fn through(guest: &Guest, asked: &Asked) -> Option<String> {
    let from = guest.pass.handed_on_by.map(|by| format!("{} handed this on to you.", asked.name(Some(by))));
    let to: Vec<&str> = asked
        .passes
        .iter()
        .filter(|pass| pass.handed_on_by == Some(guest.pass.id))
        .map(|pass| pass.name.as_str())
        .collect();
    let to = (!to.is_empty()).then(|| format!("You handed it on to {}.", to.join(" and ")));
    let words: Vec<String> = from.into_iter().chain(to).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// An action by number and words.
pub(super) fn name(action: &RecordedAction) -> String {
    let content = &action.content;
    let number = if content.number.is_empty() { "No number".to_owned() } else { content.number.clone() };
    format!("{number} {}", content.full_objective())
}

/// How far an answer has come.
pub(super) fn state(answer: Option<&SavedAnswer>, today: Date) -> Html {
    let Some(answer) = answer else { return Tag::new(Colour::Blue, "Not answered yet").into() };
    match (answer.sent_version, answer.given.wanting(today).is_empty()) {
        (Some(_), true) if !answer.unsent() => "Sent".into(),
        (Some(_), _) => Tag::new(Colour::Yellow, "Changed, not sent").into(),
        (None, true) => Tag::new(Colour::Green, "Complete, not sent").into(),
        (None, false) => Tag::new(Colour::Yellow, "Saved, not complete").into(),
    }
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let (visit, asked) = (super::samples::visit(), super::samples::asked());
    let today = super::samples::TODAY;
    let mut handed = super::samples::visit();
    handed.guest.pass.handed_on_by = Some(super::samples::OTHER);
    let mut empty = asked.clone();
    empty.plan.priorities.clear();
    let shell = || super::samples::shell(&words::capital(&title(&visit.guest)));
    vec![
        ("what is asked", sheet(shell(), &visit.guest, &asked, today)),
        ("what is asked, handed on", sheet(shell(), &handed.guest, &asked, today)),
        ("nothing is asked", sheet(shell(), &visit.guest, &empty, today)),
    ]
}
