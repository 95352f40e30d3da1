#![doc = include_str!("../README.md")]

mod model;
pub mod rules;
mod store;
#[cfg(test)]
mod stories;
pub mod urls;

pub use model::{
    AgendaPart, Apology, Attendance, ChairedAs, Classification, Clearance, Closed, Correction, Decision,
    DecisionKind, Duty, FollowUp, FollowUpKind, Interest, Item, Manner, Meeting, MeetingFile, Minute,
    Minuted, MinutesState, NewAttendance, NewDecision, NewDuty, NewFollowUp, NewItem, NewMeeting, NewPaper,
    Paper, Rhythm, Standing,
};
pub use store::public::{
    PublicDecision, PublicMeeting, PublicMinutes, public_decisions, public_meeting, public_meetings,
};
pub use store::{
    Left, Written, add_duty, add_follow_up, add_item, agree_agenda, apologise, approve, attend,
    begin_minutes, cancel, chair, change_attendance, change_item, change_meeting, circulate, clearance,
    correct, decide, declare, duties, end_duty, finish, follow_ups, group_meetings, meeting_file, meetings,
    open_follow_ups, paper, plan_meeting, publish_agenda, publish_minutes, remove_item, save_paper,
    sign_minutes, vote, write_minute,
};

use concordat_store::Migration;
use concordat_web::Slice;

/// Meetings, as the app sees them.
pub const SLICE: Slice = Slice {
    name: "meetings",
    migrations: &[Migration {
        name: "20261127_01_meetings",
        sql: include_str!("../migrations/20261127_01_meetings.sql"),
    }],
    columns: include_str!("../columns.toml"),
    policies: include_str!("../policies.cedar"),
    kinds: store::KINDS,
    ..Slice::EMPTY
};
