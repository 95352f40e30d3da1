//! One thing that is followed up: a comment by scrutiny with its answer and the change of the plan that came of it.

use concordat_kernel::{Id, Ref, jiff::civil::Date};
use concordat_web::{
    Answer, At, Reader,
    parts::{BackLink, Colour, Html, Shell, SummaryList, Tag},
};

use super::{answers::short_day, carried::Beside, parts::restricted, samples, sheet::Sheet};
use crate::{
    FollowUp, FollowUpKind, follow_up,
    store::{RECORD, asked, of_group},
    urls,
};

/// Shows it.
pub(crate) async fn show(reader: Reader, At(id): At<Id<FollowUp>>) -> Answer {
    let one = follow_up(reader.store(), &reader.ctx, id).await?;
    let beside = Beside::of(&reader, &Ref::to(id), one.said.about.as_ref()).await?;
    let meeting = reader.app.title(&reader.ctx, &Ref::to(one.meeting)).await?;
    let may = reader.may(RECORD, &asked(RECORD, of_group(one.group)));
    let shell = reader.shell(one.said.kind.title());
    let today = reader.ctx.clock.today();
    concordat_web::page(&draw(shell, &one, &meeting.unwrap_or_default(), &beside, today, may))
}

fn draw(shell: Shell, one: &FollowUp, meeting: &str, beside: &Beside, today: Date, may: bool) -> Sheet {
    let said = &one.said;
    let shell = shell.back(BackLink::new(urls::FOLLOW_UPS).text("All that is followed up"));
    let shell = if said.restricted_text.is_some() { shell.mark("Official-Sensitive") } else { shell };
    let comment = said.kind == FollowUpKind::Comment;
    let mut facts = SummaryList::new()
        .row((if comment { "What was said" } else { "What is to be done" }, Html::lines(&said.text)));
    if let Some(text) = &said.restricted_text {
        facts = facts.row(("Not for publication", restricted(text)));
    }
    let due = match said.due {
        Some(due) if one.done.is_none() && due < today => {
            Html::spaced([Html::from(Tag::new(Colour::Red, "Overdue")), short_day(due).into()])
        }
        Some(due) => short_day(due).into(),
        None => "No day set".into(),
    };
    let answer = match &one.done {
        Some((on, outcome)) => Html::stacked([Html::lines(outcome), short_day(*on).into()]),
        None => "Not yet".into(),
    };
    let nothing = || Html::from("Nothing in another part of this record");
    facts = facts
        .row(("From", Html::link(&urls::meeting(one.meeting), meeting)))
        .row((if comment { "Who answers" } else { "Who sees to it" }, &said.owner))
        .row(("By when", due))
        .row((if comment { "Answer" } else { "What came of it" }, answer))
        .row(("What it is about", beside.about.clone().unwrap_or_else(nothing)));
    let words = if comment { "Record the answer" } else { "Record that it was done" };
    let sheet = Sheet::new(shell, facts).button_if(may && one.done.is_none(), words, urls::finish(one.id));
    beside.pieces(sheet)
}

pub(crate) fn samples() -> Vec<(&'static str, Sheet)> {
    let file = samples::file();
    let Some(mut one) = file.follow_ups.into_iter().next() else { return Vec::new() };
    let day = Date::constant(2027, 5, 4);
    let plain =
        draw(samples::shell("Action"), &one, "Partnership, 18 March 2027", &Beside::default(), day, true);
    one.said.kind = FollowUpKind::Comment;
    one.said.restricted_text = Some("It was said in private.".to_owned());
    one.done = Some((Date::constant(2027, 5, 1), "The <lamps> are lit.".to_owned()));
    let shell = samples::shell("Comment to be answered");
    let answered = draw(shell, &one, "Partnership, 18 March 2027", &Beside::sample(), day, true);
    vec![("follow-up, overdue", plain), ("comment, answered and taken up", answered)]
}
