//! The plan as a guest is asked about it: its actions, and what the guest said of each.

use concordat_kernel::{Id, jiff::civil::Date};
use concordat_web::{
    Answer, Reader,
    parts::{Colour, Html, InsetText, Shell, Tag, Task, TaskList},
};

use super::{
    super::super::{
        Verdict, rules,
        store::guest::{self as store, Guest, Seen},
        urls,
    },
    Visit,
};
use crate::{
    Action, RecordedAction,
    progress::{letter::day, pages::sheet::Sheet},
    reports::say,
};

pub(in super::super) async fn show(reader: Reader, visit: Visit) -> Answer {
    let seen = store::seen(reader.store(), &visit.guest).await?;
    let shell = visit.shell(&reader, seen.plan.head.title.clone());
    sheet(shell, &visit.guest, &seen, reader.ctx.clock.today()).answer()
}

fn sheet(shell: Shell, guest: &Guest, seen: &Seen, today: Date) -> Sheet {
    let until = day(guest.time.closes_on);
    let is_open = rules::is_open(&guest.time, today);
    let head = &seen.plan.head;
    let mut sheet = Sheet::new(shell).caption("Comments on a draft plan");
    if let Some(period) = head.period {
        sheet = sheet.says([format!("{period}.")]);
    }
    sheet = if is_open {
        sheet.says([
            format!("Choose an action to read it and to comment on it. You can comment until the end of {until}, and change what you said until then or until it is answered."),
            "Partners read your comments with your name. Each is answered, and the answer comes by e-mail and stands here.".to_owned(),
        ])
    } else {
        sheet.piece(InsetText::new(format!(
            "Comments were taken until the end of {until}. What you said and what was answered stays here for a while."
        )))
    };
    sheet = sheet.piece(TaskList::new("plan").task(task("The plan as a whole".into(), seen, None, is_open)));
    for (n, priority) in seen.plan.priorities.iter().enumerate() {
        let mut tasks = TaskList::new(format!("priority-{n}"));
        let mut any = false;
        for action in priority.current() {
            tasks = tasks.task(task(name(action).into(), seen, Some(action.id), is_open));
            any = true;
        }
        if any {
            sheet = sheet.section(format!("heading-{n}"), say::name(priority), tasks);
        }
    }
    sheet
}

/// An action by number and words.
pub(super) fn name(action: &RecordedAction) -> String {
    let content = &action.content;
    let number = if content.number.is_empty() { "No number" } else { &content.number };
    format!("{number} {}", content.full_objective())
}

fn task(name: Html, seen: &Seen, action: Option<Id<Action>>, is_open: bool) -> Task {
    Task::new(name, state(seen, action, is_open)).href(urls::commenting(action))
}

/// What became of what the guest said: the newest counts.
fn state(seen: &Seen, action: Option<Id<Action>>, is_open: bool) -> Html {
    match seen.said_of(action).last().map(|comment| comment.answer) {
        None if is_open => Tag::new(Colour::Blue, "No comment yet").into(),
        None => "No comment".into(),
        Some(None) => Tag::new(Colour::Yellow, "Not answered yet").into(),
        Some(Some(verdict)) => tag(verdict),
    }
}

pub(super) fn tag(verdict: Verdict) -> Html {
    super::super::feedback::tag(verdict)
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let (visit, seen) = (super::samples::visit(), super::samples::seen());
    let drawn = |today| sheet(super::samples::shell(&seen.plan.head.title), &visit.guest, &seen, today);
    vec![
        ("what a guest is asked about", drawn(super::samples::TODAY)),
        ("what a guest was asked about", drawn(super::samples::LATER)),
    ]
}
