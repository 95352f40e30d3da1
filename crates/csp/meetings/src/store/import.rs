//! Puts what was read from a file into the record: whole, or not at all.

use std::collections::HashMap;

use concordat_access::Ctx;
use concordat_kernel::{
    Id, Refusal, Result,
    jiff::civil::{Date, Time},
};
use concordat_partnership::{Group, terms::Part};
use concordat_store::{Change, Store, args, sql};

use super::{IMPORT, agenda, check_group, meetings, minutes, of_group, room};
use crate::{
    AgendaPart, Closed, Item, Manner, Meeting, MinutesState, NewAttendance, NewDecision, NewItem, NewMeeting,
    import::{AgendaDraft, Draft, MinutesDraft, Reference},
};

sql! {
    DRAFTED = "
        UPDATE meetings_meeting
        SET minutes = 'draft',
            chaired_by = $2,
            chaired_as = $3
        WHERE id = $1";
}

/// What came of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// The meeting of the agenda.
    pub agenda: Option<Id<Meeting>>,
    /// The meeting of the minutes.
    pub minutes: Option<Id<Meeting>>,
}

/// Puts agenda and minutes into the record: the agenda as a planned meeting, the minutes as a draft of a meeting that was
/// held, with the numbers they bear. Both, or neither.
///
/// # Errors
/// When the asker may not, the group meets on such a day already, or has minutes with one of the numbers.
pub async fn import(store: &Store, ctx: &Ctx, group: Id<Group>, draft: &Draft) -> Result<Imported> {
    let mut change = store.change(ctx, IMPORT, &of_group(group)).await?;
    check_group(&mut change, group).await?;
    let mut imported = Imported::default();
    if let Some(read) = &draft.minutes {
        imported.minutes = Some(add_minutes(&mut change, ctx, group, read).await?);
    }
    if let Some(read) = &draft.agenda {
        imported.agenda = Some(add_agenda(&mut change, ctx, group, read).await?);
    }
    change.about(imported.minutes.or(imported.agenda).map_or(group.uuid(), Id::uuid));
    change.commit().await?;
    Ok(imported)
}

async fn meeting(
    change: &mut Change,
    ctx: &Ctx,
    group: Id<Group>,
    held_on: Date,
    begins: Option<Time>,
) -> Result<Meeting> {
    let new = NewMeeting {
        held_on,
        // Said to be unknown among the oddities of the import.
        begins: begins.unwrap_or(Time::constant(9, 0, 0, 0)),
        ends: None,
        manner: Manner::Hybrid,
        venue: None,
        access: None,
        joining: None,
    };
    let there = meetings::group_meetings(change, group).await?;
    if there.iter().any(|other| other.plan.held_on == held_on) {
        let day = held_on.strftime("%-d %B %Y");
        let sentence = format!("The group has a meeting on {day} already. Nothing was imported.");
        return Err(Refusal::rule(sentence).into());
    }
    let id = meetings::insert(change, ctx, group, new).await?;
    meetings::find(change, id).await
}

fn closed(part: AgendaPart) -> Option<Closed> {
    (part == AgendaPart::D).then(|| Closed {
        reason: "Part D of the agenda is not open to the press and public".to_owned(),
        ..Closed::default()
    })
}

async fn add_agenda(
    change: &mut Change,
    ctx: &Ctx,
    group: Id<Group>,
    read: &AgendaDraft,
) -> Result<Id<Meeting>> {
    let meeting = meeting(change, ctx, group, read.held_on, read.begins).await?;
    for item in &read.items {
        let part = item.reference.part;
        let new = NewItem { part, title: item.title.clone(), closed: closed(part), ..NewItem::default() };
        agenda::insert(change, ctx, &meeting, new, None).await?;
    }
    Ok(meeting.id)
}

async fn add_minutes(
    change: &mut Change,
    ctx: &Ctx,
    group: Id<Group>,
    read: &MinutesDraft,
) -> Result<Id<Meeting>> {
    let today = ctx.clock.today();
    if read.held_on > today {
        return Err(
            Refusal::rule("The minutes are of a day that is yet to come. Nothing was imported.").into()
        );
    }
    let meeting = meeting(change, ctx, group, read.held_on, None).await?;
    // Items stand on the agenda in the order of their references; those without one at the end of part B.
    let mut order: Vec<usize> = (0..read.items.len()).collect();
    let reference = |n: usize| read.items.get(n).and_then(|item| item.reference);
    order.sort_by_key(|n| {
        let last = Reference { part: AgendaPart::B, place: u32::MAX };
        (reference(*n).unwrap_or(last), *n)
    });
    let mut items = HashMap::<usize, Id<Item>>::new();
    for n in order {
        let Some(item) = read.items.get(n) else { continue };
        let part = item.reference.map_or(AgendaPart::B, |reference| reference.part);
        let new = NewItem { part, title: item.title.clone(), closed: closed(part), ..NewItem::default() };
        items.insert(n, agenda::insert(change, ctx, &meeting, new, None).await?);
    }
    for (n, item) in read.items.iter().enumerate() {
        let Some(on) = items.get(&n) else { continue };
        // A minute without paragraphs says what was resolved.
        let text = if item.text.is_empty() { item.resolutions.join("\n\n") } else { item.text.clone() };
        let minute = minutes::insert(change, ctx, &meeting, *on, item.number, &text, None).await?;
        for (place, decision) in item.decisions.iter().enumerate() {
            let new = NewDecision {
                kind: decision.kind,
                public_text: decision.text.clone(),
                due: decision.due,
                ..NewDecision::default()
            };
            minutes::insert_imported(change, ctx, minute, place, new).await?;
        }
    }
    for (names, part) in [(&read.present, Part::Member), (&read.in_attendance, Part::Officer)] {
        for name in names {
            let new = NewAttendance { name: name.clone(), part, ..NewAttendance::default() };
            room::insert(change, ctx, &meeting, new, false).await?;
        }
    }
    for name in &read.apologies {
        room::insert_apology(change, ctx, meeting.id, name).await?;
    }
    let (by, right) = match &read.chaired {
        Some((by, right)) => (Some(by.clone()), Some(right.word())),
        None => (None, None),
    };
    change.run(&DRAFTED, args![meeting.id, by, right]).await?;
    let (none, draft) = (MinutesState::None.word(), MinutesState::Draft.word());
    change.keep(meeting.id, "minutes", Some(none), Some(draft)).await?;
    Ok(meeting.id)
}
