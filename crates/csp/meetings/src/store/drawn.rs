//! Papers that are drawn from the meetings themselves: the minutes of the meeting before, and what is still to be done.
//!
//! For anybody they are made of public texts alone: minutes that have gone round, and decisions in them that ask for a
//! further update. What is followed up is the partners' own, and is drawn for members only.

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Month, Ref, Refusal, Result, Sensitivity};
use concordat_partnership::{Group, in_directory};
use concordat_store::{Store, Tx};
use concordat_web::between::{Drawable, DrawnPaper, Occasion, Readers};

use super::{VIEW, follow_ups, meetings, of_group, rows};
use crate::{Clearance, FollowUp, Meeting, Minute, MinutesState};

const MINUTES: &str = "previous-minutes";
const ARISING: &str = "actions-arising";

/// The papers that can be drawn for a meeting of a group.
pub(crate) async fn drawable(store: &Store, ctx: &Ctx, occasion: &Occasion) -> Result<Vec<Drawable>> {
    let all = in_directory(ctx, Resource::any(VIEW.kind));
    if !store.may(ctx, VIEW, &all) {
        return Ok(Vec::new());
    }
    let mut tx = store.read(ctx, VIEW, &all).await?;
    let mut found = Vec::new();
    if let Some(before) = before(&mut tx, occasion).await? {
        found.push(Drawable {
            kind: MINUTES,
            of: Ref::to(before.id),
            title: format!("Minutes of the meeting of {}", before.plan.held_on.strftime("%-d %B %Y")),
        });
    }
    if occasion.meeting.kind == Meeting::NAME {
        let title = match occasion.readers {
            Readers::Anybody => "Actions arising: further updates that were asked for",
            Readers::Members => "Actions arising: what is still to be done",
        };
        found.push(Drawable { kind: ARISING, of: occasion.meeting.clone(), title: title.to_owned() });
    }
    Ok(found)
}

/// The last meeting of the group before this one whose minutes have gone round.
async fn before(tx: &mut Tx, occasion: &Occasion) -> Result<Option<Meeting>> {
    let group: Id<Group> = Id::from_uuid(occasion.group);
    let mut all = meetings::group_meetings(tx, group).await?;
    all.retain(|one| one.plan.held_on < occasion.on && one.minutes >= MinutesState::Circulated);
    Ok(all.pop())
}

/// Draws one of them.
pub(crate) async fn draw(
    store: &Store,
    ctx: &Ctx,
    occasion: &Occasion,
    (kind, of): (&str, &Ref),
) -> Result<Option<DrawnPaper>> {
    if !matches!(kind, MINUTES | ARISING) || of.kind != Meeting::NAME {
        return Ok(None);
    }
    let own = of_group(Id::from_uuid(occasion.group));
    let (mut tx, clearance) = match occasion.readers {
        Readers::Anybody => (store.read(ctx, VIEW, &in_directory(ctx, own)).await?, Clearance::Open),
        Readers::Members => {
            (store.read(ctx, VIEW, &own.at(Sensitivity::Restricted)).await?, Clearance::Restricted)
        }
    };
    let (subject, summary, paragraphs) = if kind == MINUTES {
        let found = before(&mut tx, occasion).await?.filter(|one| one.id.uuid() == of.id);
        minutes(&mut tx, &found.ok_or(Refusal::NotFound)?, clearance).await?
    } else {
        arising(&mut tx, occasion, clearance).await?
    };
    Ok(Some(DrawnPaper { subject, summary, paragraphs, read_at: ctx.clock.now() }))
}

type Said = (String, String, Vec<String>);

async fn minutes(tx: &mut Tx, meeting: &Meeting, clearance: Clearance) -> Result<Said> {
    let day = meeting.plan.held_on.strftime("%-d %B %Y");
    let names = concordat_partnership::names(tx).await?;
    let items = rows::items(tx, meeting.id, clearance).await?;
    let present = rows::attendance(tx, meeting.id).await?;
    let name = |name: &str, body: Option<Id<concordat_partnership::Body>>| match body
        .and_then(|body| names.get(&body.uuid()))
    {
        Some(body) => format!("{name}, {body}"),
        None => name.to_owned(),
    };
    let mut paragraphs = Vec::new();
    let mut list = |heading: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            paragraphs.push(format!("{heading}\n{}", lines.join("\n")));
        }
    };
    list("Present", present.iter().map(|one| name(&one.said.name, one.said.body)).collect());
    let apologies = rows::apologies(tx, meeting.id).await?;
    list("Apologies", apologies.iter().map(|one| name(&one.name, one.body)).collect());
    for minute in rows::minutes(tx, meeting.id, clearance).await? {
        let item = items.iter().find(|item| item.id == minute.item);
        // What it is really called comes only with clearance.
        let title = item.map_or("", |item| item.said.restricted_title.as_ref().unwrap_or(&item.said.title));
        paragraphs.extend(of_minute(title, &minute));
    }
    let state = meeting.minutes.title().to_lowercase();
    let summary = format!("The minutes of the meeting of {day}: {state}.");
    Ok((format!("Minutes of the meeting of {day}"), summary, paragraphs))
}

/// A minute, a paragraph for each of its own; the first begins with number and title.
fn of_minute(title: &str, minute: &Minute) -> Vec<String> {
    let mut said: Vec<String> = texts(&minute.public_text);
    said.extend(minute.restricted_text.iter().flat_map(|text| texts(text)).map(closed));
    for decision in &minute.decisions {
        let due = decision.said.due.map(by).unwrap_or_default();
        said.push(format!("{}: {}{due}", decision.said.kind.title(), joined(&decision.said.public_text)));
        said.extend(decision.said.restricted_text.as_deref().map(|text| closed(joined(text))));
    }
    let heading = format!("Minute {}. {title}", minute.number);
    match said.first_mut() {
        Some(first) => *first = format!("{heading}\n{first}"),
        None => said.push(heading),
    }
    said
}

fn texts(text: &str) -> Vec<String> {
    text.split("\n\n").map(joined).filter(|text| !text.is_empty()).collect()
}

/// The lines of a text, without the empty ones that would end a paragraph.
fn joined(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn closed(text: String) -> String {
    format!("Not for publication: {text}")
}

fn by(due: Month) -> String {
    format!(" (by {} {})", due.name(), due.year())
}

async fn arising(tx: &mut Tx, occasion: &Occasion, clearance: Clearance) -> Result<Said> {
    let meeting = meetings::find(tx, Id::from_uuid(occasion.meeting.id)).await?;
    let subject = "Actions arising".to_owned();
    if clearance == Clearance::Restricted {
        let earlier = follow_ups::in_group(tx, meeting.group, clearance).await?;
        let open = follow_ups::brought_forward(tx, earlier, &meeting).await?;
        let summary = match open.len() {
            0 => "Nothing is left over from earlier meetings.".to_owned(),
            1 => "One thing is left over from earlier meetings.".to_owned(),
            n => format!("{n} things are left over from earlier meetings."),
        };
        return Ok((subject, summary, or_nothing(open.iter().map(follow_up).collect())));
    }
    // What was asked for at any meeting whose minutes have gone round, until a year after its month.
    let mut lines = Vec::new();
    for earlier in meetings::group_meetings(tx, meeting.group).await? {
        if earlier.plan.held_on >= meeting.plan.held_on || earlier.minutes < MinutesState::Circulated {
            continue;
        }
        let day = earlier.plan.held_on.strftime("%-d %B %Y");
        for minute in rows::minutes(tx, earlier.id, Clearance::Open).await? {
            let asked = minute.decisions.iter().filter_map(|decision| Some((decision, decision.said.due?)));
            let asked = asked.filter(|(_, due)| due.plus(12).last_day() >= meeting.plan.held_on);
            lines.extend(asked.map(|(decision, due)| {
                format!(
                    "Minute {} of {day}: {}{}",
                    minute.number,
                    joined(&decision.said.public_text),
                    by(due)
                )
            }));
        }
    }
    let summary = "Further updates that earlier meetings asked for.".to_owned();
    Ok((subject, summary, or_nothing(lines)))
}

fn or_nothing(lines: Vec<String>) -> Vec<String> {
    if lines.is_empty() { vec!["There is nothing to report.".to_owned()] } else { lines }
}

fn follow_up(one: &FollowUp) -> String {
    let due = one
        .said
        .due
        .map_or_else(|| "no day set".to_owned(), |due| format!("due on {}", due.strftime("%-d %B %Y")));
    let text = format!("{}: {} ({}; {due})", one.said.kind.title(), joined(&one.said.text), one.said.owner);
    match &one.said.restricted_text {
        Some(more) => format!("{text}\n{}", closed(joined(more))),
        None => text,
    }
}
