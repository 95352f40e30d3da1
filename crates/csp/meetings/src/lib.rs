#![doc = include_str!("../README.md")]

pub mod import;
pub mod invitations;
mod model;
pub mod pack;
mod pages;
pub mod rules;
mod store;
#[cfg(test)]
mod stories;
pub mod urls;

pub use model::{
    AgendaPart, Apology, Attendance, ChairedAs, Classification, Clearance, Closed, Correction, Decision,
    DecisionKind, Drawn, Duty, FollowUp, FollowUpKind, Interest, Item, Manner, Meeting, MeetingFile, Minute,
    Minuted, MinutesState, NewAttendance, NewDecision, NewDuty, NewFollowUp, NewItem, NewMeeting, NewPaper,
    Paper, Rhythm, Standing,
};
pub use store::public::{
    PublicDecision, PublicMeeting, PublicMinutes, preview, public_decisions, public_meeting, public_meetings,
};
pub use store::{
    Imported, Left, NewDrawing, Written, add_duty, add_follow_up, add_item, agree_agenda, apologise, approve,
    attend, begin_minutes, cancel, chair, change_attendance, change_item, change_meeting, circulate,
    clearance, correct, decide, declare, draw_paper, duties, end_duty, finish, follow_up, follow_ups,
    group_meetings, import as import_meetings, meeting_file, meetings, open_follow_ups, paper, plan_meeting,
    publish_agenda, publish_minutes, remove_item, save_paper, sign_minutes, vote, write_minute,
};

use std::pin::Pin;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Ref, Result};
use concordat_store::{Migration, Store};
use concordat_web::Slice;

/// Meetings, as the app sees them.
pub const SLICE: Slice = Slice {
    name: "meetings",
    migrations: &[
        Migration {
            name: "20261127_01_meetings",
            sql: include_str!("../migrations/20261127_01_meetings.sql"),
        },
        Migration { name: "20261127_02_pack", sql: include_str!("../migrations/20261127_02_pack.sql") },
        Migration {
            name: "20261128_01_drawn_papers",
            sql: include_str!("../migrations/20261128_01_drawn_papers.sql"),
        },
        Migration {
            name: "20261128_02_invitations",
            sql: include_str!("../migrations/20261128_02_invitations.sql"),
        },
        Migration {
            name: "20261128_03_scrutiny",
            sql: include_str!("../migrations/20261128_03_scrutiny.sql"),
        },
    ],
    columns: include_str!("../columns.toml"),
    policies: include_str!("../policies.cedar"),
    kinds: store::KINDS,
    routes: pages::routes,
    views: pages::views,
    papers: invitations::papers,
    nav: pages::NAV,
    examples: store::EXAMPLES,
    title,
    link: urls::link,
    letters: &[invitations::INVITED],
    compose: |app, ctx, letter| Box::pin(invitations::compose(app, ctx, letter)),
    decided: |store, ctx, thing| Box::pin(store::decided(store, ctx, thing)),
    drawable: |app, ctx, occasion| Box::pin(store::drawable(&app.store, ctx, occasion)),
    draw: |app, ctx, occasion, paper| Box::pin(store::draw(&app.store, ctx, occasion, paper)),
    waits_for: |store, ctx| Box::pin(pages::waits_for(store, ctx)),
    ..Slice::EMPTY
};

/// A meeting by its group and day, to those who may see meetings; an item by what anybody may call it.
fn title<'a>(
    store: &'a Store,
    ctx: &'a Ctx,
    thing: &'a Ref,
) -> Pin<Box<dyn Future<Output = Result<Option<String>>> + Send + 'a>> {
    Box::pin(async move {
        if thing.kind == Decision::NAME {
            return crate::store::decision_title(store, ctx, Id::from_uuid(thing.id)).await;
        }
        if thing.kind == FollowUp::NAME {
            return crate::store::follow_up_title(store, ctx, Id::from_uuid(thing.id)).await;
        }
        let all = concordat_partnership::in_directory(ctx, Resource::any(Meeting::NAME));
        if thing.kind != Meeting::NAME || !store.may(ctx, crate::store::VIEW, &all) {
            return Ok(None);
        }
        let found = meetings(store, ctx).await?;
        let Some(meeting) = found.into_iter().find(|meeting| meeting.id == Id::from_uuid(thing.id)) else {
            return Ok(None);
        };
        let mut tx = store.peek().await?;
        let group = concordat_partnership::names(&mut tx).await?.remove(&meeting.group.uuid());
        let day = meeting.plan.held_on.strftime("%-d %B %Y");
        Ok(Some(format!("{}, {day}", group.unwrap_or_else(|| "Meeting".to_owned()))))
    })
}
