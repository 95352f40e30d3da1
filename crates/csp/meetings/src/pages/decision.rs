//! A decision by itself: where it was taken, what it is about, what was done because of it, and the forms in which it can
//! be carried out.

use concordat_kernel::{Id, Ref, Refusal};
use concordat_web::{
    Answer, At, Reader,
    between::Decided,
    parts::{BackLink, Colour, Html, Shell, SummaryList, Tag},
};

use super::{answers::month, carried::Beside, parts::restricted, samples, sheet::Sheet};
use crate::{Clearance, Decision, Meeting, meeting_file, store::meeting_of_decision, urls};

/// Shows it.
pub(crate) async fn show(reader: Reader, At(id): At<Id<Decision>>) -> Answer {
    let meeting = meeting_of_decision(reader.store(), id).await?;
    let file = meeting_file(reader.store(), &reader.ctx, meeting).await?;
    let minute = file.minutes.iter().find(|minute| minute.decisions.iter().any(|one| one.id == id));
    let item = minute.and_then(|minute| file.items.iter().find(|item| item.id == minute.item));
    let closed = item.is_some_and(|item| item.said.closed.is_some());
    match file.clearance {
        Clearance::Open if closed => return Err(Refusal::NotFound.into()),
        Clearance::NeedsSecondFactor if closed => return Err(Refusal::SecondFactorFirst.into()),
        _ => {}
    }
    let decision = minute.and_then(|minute| minute.decisions.iter().find(|one| one.id == id));
    let (Some(minute), Some(decision)) = (minute, decision) else { return Err(Refusal::NotFound.into()) };
    let told = Decided {
        decision: Ref::to(id),
        on: file.meeting.plan.held_on,
        kind: decision.said.kind.title(),
        place: format!(
            "{}, {}, minute {}",
            file.conduct.group.name,
            super::answers::short_day(file.meeting.plan.held_on),
            minute.number
        ),
        text: decision.said.public_text.clone(),
        href: format!("{}#minute-{}", urls::of(meeting, "minutes"), minute.number),
        restricted: closed,
    };
    let beside = Beside::of(&reader, &Ref::to(id), decision.said.about.as_ref()).await?;
    concordat_web::page(&draw(reader.shell("Decision"), meeting, decision, &told, &beside))
}

fn draw(shell: Shell, meeting: Id<Meeting>, decision: &Decision, told: &Decided, beside: &Beside) -> Sheet {
    let said = &decision.said;
    let shell = shell.back(BackLink::new(urls::of(meeting, "minutes")).text("Back to the minutes"));
    let closed = told.restricted || said.restricted_text.is_some();
    let shell = if closed { shell.mark("Official-Sensitive") } else { shell };
    let mut facts = SummaryList::new()
        .row((
            "What was decided",
            Html::stacked([Html::from(Tag::new(Colour::Purple, told.kind)), Html::lines(&told.text)]),
        ))
        .row(("Where", Html::link(&told.href, &told.place)));
    if let Some(text) = &said.restricted_text {
        facts = facts.row(("Not for publication", restricted(text)));
    }
    if let Some(due) = said.due {
        facts = facts.row(("A further update is due by", month(due)));
    }
    let nothing = || Html::from("Nothing in another part of this record");
    facts = facts.row(("What it is about", beside.about.clone().unwrap_or_else(nothing)));
    beside.pieces(Sheet::new(shell, facts))
}

pub(crate) fn samples() -> Vec<(&'static str, Sheet)> {
    let file = samples::file();
    let Some((minute, decision)) =
        file.minutes.first().and_then(|minute| Some((minute, minute.decisions.first()?)))
    else {
        return Vec::new();
    };
    let told = |restricted| Decided {
        decision: Ref::to(decision.id),
        on: file.meeting.plan.held_on,
        kind: decision.said.kind.title(),
        place: format!("{}, 18 March 2027, minute {}", file.conduct.group.name, minute.number),
        text: decision.said.public_text.clone(),
        href: "#minutes".to_owned(),
        restricted,
    };
    let busy = Beside::sample();
    let mut closed = decision.clone();
    closed.said.restricted_text = Some("The family asked to wait.".to_owned());
    let shell = || samples::shell("Decision");
    let id = file.meeting.id;
    vec![
        ("decision, carried out", draw(shell(), id, decision, &told(false), &busy)),
        ("decision, restricted, about nothing", draw(shell(), id, &closed, &told(true), &Beside::default())),
    ]
}
