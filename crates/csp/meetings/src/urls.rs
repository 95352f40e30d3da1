//! Where the pages are.

use concordat_kernel::{Id, Kind as _, Ref};
use concordat_partnership::Group;

use crate::{Attendance, Decision, Duty, FollowUp, Item, Meeting, Minute};

/// Meetings, planned and held.
pub const MEETINGS: &str = "/meetings";
/// Planning one.
pub const NEW_MEETING: &str = "/meetings/new";
/// The year ahead of a group, with what it must take.
pub const FORWARD: &str = "/groups/{group}/forward-plan";
/// Adding a duty of a group.
pub const NEW_DUTY: &str = "/groups/{group}/duties/new";
/// Ending one.
pub const END_DUTY: &str = "/duties/{meeting_duty}/end";
/// One meeting.
pub const MEETING: &str = "/meetings/{meeting}";
/// Changing what is planned.
pub const CHANGE: &str = "/meetings/{planned_meeting}/change";
/// Cancelling it.
pub const CANCEL: &str = "/meetings/{planned_meeting}/cancel";
/// Its entry for a calendar.
pub const CALENDAR: &str = "/meetings/{meeting}/meeting.ics";
/// Adding an item.
pub const NEW_ITEM: &str = "/meetings/{planned_meeting}/items/new";
/// Changing an item.
pub const ITEM: &str = "/items/{planned_item}";
/// Taking one off the agenda.
pub const REMOVE_ITEM: &str = "/items/{planned_item}/remove";
/// The paper on an item.
pub const PAPER: &str = "/items/{meeting_item}/paper";
/// Writing it.
pub const WRITE_PAPER: &str = "/items/{planned_item}/paper/write";
/// Drawing it from the record.
pub const DRAW_PAPER: &str = "/items/{planned_item}/paper/draw";
/// The chair agrees the agenda.
pub const AGREE: &str = "/meetings/{agreeable_meeting}/agree";
/// What anybody would see of it if it were published now.
pub const PREVIEW: &str = "/meetings/{meeting}/preview";
/// Putting it out.
pub const PUBLISH: &str = "/meetings/{publishable_meeting}/publish";
/// Who is in the room.
pub const ROOM: &str = "/meetings/{meeting}/room";
/// Recording that somebody came.
pub const ATTEND: &str = "/meetings/{draft_meeting}/attend";
/// Changing what is recorded of somebody who came.
pub const ATTENDANCE: &str = "/attendance/{meeting_attendance}";
/// Recording apologies.
pub const APOLOGISE: &str = "/meetings/{draft_meeting}/apologise";
/// Recording an interest.
pub const DECLARE: &str = "/meetings/{draft_meeting}/declare";
/// Recording who is in the chair.
pub const CHAIR: &str = "/meetings/{draft_meeting}/chair";
/// The minutes.
pub const MINUTES: &str = "/meetings/{meeting}/minutes";
/// Beginning them.
pub const BEGIN: &str = "/meetings/{unminuted_meeting}/minutes/begin";
/// Writing a minute.
pub const MINUTE: &str = "/minutes/{draft_minute}";
/// Recording a decision under it.
pub const DECIDE: &str = "/minutes/{draft_minute}/decide";
/// A decision by itself: what it is about, and what was done because of it.
pub const DECISION: &str = "/decisions/{any_decision}";
/// Recording a vote.
pub const VOTE: &str = "/decisions/{meeting_decision}/vote";
/// Adding something to follow up.
pub const FOLLOW_UP: &str = "/meetings/{draft_meeting}/follow-up";
/// Sending the minutes round.
pub const CIRCULATE: &str = "/meetings/{draft_meeting}/minutes/circulate";
/// A correction that is no change of one minute.
pub const CORRECT: &str = "/meetings/{circulated_meeting}/minutes/correct";
/// A later meeting approved them.
pub const APPROVE: &str = "/meetings/{circulated_meeting}/minutes/approve";
/// The chair signed them.
pub const SIGN: &str = "/meetings/{approved_meeting}/minutes/sign";
/// Putting them before the public.
pub const PUBLISH_MINUTES: &str = "/meetings/{signed_meeting}/minutes/publish";
/// What is to be followed up.
pub const FOLLOW_UPS: &str = "/follow-ups";
/// One thing that is followed up, and what came of it.
pub const ONE_FOLLOW_UP: &str = "/follow-ups/{any_follow_up}";
/// Recording that something was done.
pub const FINISH: &str = "/follow-ups/{meeting_follow_up}/done";
/// Meetings, for anybody.
pub const PUBLIC_MEETINGS: &str = "/public/meetings";
/// One of them.
pub const PUBLIC_MEETING: &str = "/public/meetings/{published_meeting}";
/// The paper on an open item, for anybody.
pub const PUBLIC_PAPER: &str = "/public/papers/{published_item}";
/// Published minutes.
pub const PUBLIC_MINUTES: &str = "/public/meetings/{published_meeting}/minutes";
/// What was decided, for anybody.
pub const PUBLIC_DECISIONS: &str = "/public/decisions";
/// Every public meeting, for a calendar.
pub const PUBLIC_CALENDAR: &str = "/public/meetings.ics";
/// What was published, as a feed.
pub const PUBLIC_FEED: &str = "/public/meetings.atom";

/// Something of a meeting.
pub fn of(meeting: Id<Meeting>, what: &str) -> String {
    format!("/meetings/{meeting}/{what}")
}

/// One meeting.
pub fn meeting(id: Id<Meeting>) -> String {
    format!("/meetings/{id}")
}

/// The form that plans a meeting of a group.
pub fn new_meeting(group: Id<Group>) -> String {
    format!("/meetings/new?group={group}")
}

/// The year ahead of a group.
pub fn forward(group: Id<Group>) -> String {
    format!("/groups/{group}/forward-plan")
}

/// The form that adds a duty.
pub fn new_duty(group: Id<Group>) -> String {
    format!("/groups/{group}/duties/new")
}

/// Where the button that ends a duty is sent.
pub fn end_duty(id: Id<Duty>) -> String {
    format!("/duties/{id}/end")
}

/// The form that changes an item.
pub fn item(id: Id<Item>) -> String {
    format!("/items/{id}")
}

/// The paper on an item.
pub fn paper(id: Id<Item>) -> String {
    format!("/items/{id}/paper")
}

/// The form that changes what is recorded of somebody who came.
pub fn attendance(id: Id<Attendance>) -> String {
    format!("/attendance/{id}")
}

/// The form that writes a minute.
pub fn minute(id: Id<Minute>) -> String {
    format!("/minutes/{id}")
}

/// The page of a decision.
pub fn decision(id: Id<Decision>) -> String {
    format!("/decisions/{id}")
}

/// The form that records a vote.
pub fn vote(id: Id<Decision>) -> String {
    format!("/decisions/{id}/vote")
}

/// The form that records that something was done.
pub fn finish(id: Id<FollowUp>) -> String {
    format!("/follow-ups/{id}/done")
}

/// The page of something that is followed up.
pub fn follow_up(id: Id<FollowUp>) -> String {
    format!("/follow-ups/{id}")
}

/// A meeting, for anybody.
pub fn public_meeting(id: Id<Meeting>) -> String {
    format!("/public/meetings/{id}")
}

/// The paper on an open item, for anybody.
pub fn public_paper(id: Id<Item>) -> String {
    format!("/public/papers/{id}")
}

/// Published minutes.
pub fn public_minutes(id: Id<Meeting>) -> String {
    format!("/public/meetings/{id}/minutes")
}

/// The page of a thing of this slice. What belongs to a meeting is on its pages.
pub fn link(thing: &Ref) -> Option<String> {
    match thing.kind.as_ref() {
        Meeting::NAME => Some(meeting(Id::from_uuid(thing.id))),
        Item::NAME => Some(paper(Id::from_uuid(thing.id))),
        Decision::NAME => Some(decision(Id::from_uuid(thing.id))),
        FollowUp::NAME => Some(follow_up(Id::from_uuid(thing.id))),
        _ => None,
    }
}
