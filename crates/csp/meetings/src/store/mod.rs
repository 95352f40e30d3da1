//! The record of meetings. Every function takes the circumstances and asks the door.

mod agenda;
mod decisions;
mod drawn;
mod duties;
mod examples;
mod file;
mod follow_ups;
mod import;
mod meetings;
mod minutes;
mod papers;
pub(crate) mod public;
mod room;
mod rows;
mod steps;
mod waits;

use concordat_access::{Action, Ctx, Resource, ResourceKind};
use concordat_kernel::{Id, Kind, Problem, Refusal, Result, Sensitivity};
use concordat_partnership::Group;
use concordat_store::{Change, Sql, Store, Tx, args, sql};

use crate::Meeting;

pub use agenda::{add_item, agree_agenda, change_item, publish_agenda, remove_item};
pub use duties::{add_duty, duties, end_duty};
pub use file::{clearance, meeting_file};
pub use follow_ups::{add_follow_up, finish, follow_up, follow_ups, open_follow_ups};
pub use import::{Imported, import};
pub use meetings::{cancel, change_meeting, group_meetings, meetings, plan_meeting};
pub use minutes::{Written, begin_minutes, decide, vote, write_minute};
pub use papers::{NewDrawing, draw_paper, paper, save_paper};
pub use room::{Left, apologise, attend, chair, change_attendance, declare};
pub use steps::{approve, circulate, correct, publish_minutes, sign_minutes};

pub(crate) use decisions::{decided, title as decision_title};
pub(crate) use drawn::{draw, drawable};
pub(crate) use duties::group_of_duty;
pub(crate) use examples::EXAMPLES;
pub(crate) use follow_ups::{follow_up_title, group_of_follow_up};
pub(crate) use rows::{PARTS, VOTED};
pub(crate) use waits::{Waits, waits_for};

pub(crate) const VIEW: Action = Action::new(Meeting::NAME, "view");
/// Taking away the pack that holds what is not for publication.
pub(crate) const VIEW_PACK: Action = Action::new(Meeting::NAME, "view-pack");
pub(crate) const ADD: Action = Action::new(Meeting::NAME, "add");
pub(crate) const CHANGE: Action = Action::new(Meeting::NAME, "change");
pub(crate) const AGREE: Action = Action::new(Meeting::NAME, "agree");
pub(crate) const RECORD: Action = Action::new(Meeting::NAME, "record");
pub(crate) const SIGN: Action = Action::new(Meeting::NAME, "sign");
pub(crate) const PUBLISH: Action = Action::new(Meeting::NAME, "publish");
pub(crate) const IMPORT: Action = Action::new(Meeting::NAME, "import");
pub(crate) const VIEW_PUBLIC: Action = Action::new("public_meeting", "view");

/// The kinds of this slice. All that belongs to a meeting is asked about as the meeting.
pub(crate) const KINDS: &[ResourceKind] = &[
    ResourceKind {
        name: Meeting::NAME,
        actions: &["view", "view-pack", "add", "change", "agree", "record", "sign", "publish", "import"],
        sensitivities: &[Sensitivity::Partner, Sensitivity::Restricted],
    },
    ResourceKind { name: "public_meeting", actions: &["view"], sensitivities: &[Sensitivity::Public] },
];

sql! {
    GROUP_OF = "SELECT group_id FROM meetings_meeting WHERE id = $1";
    // Takes turns with other edits of the same meeting where rows are locked one by one.
    HOLD = "UPDATE meetings_meeting SET version = version WHERE id = $1";
}

/// Whose a meeting is.
pub(crate) async fn group_of(store: &Store, id: Id<Meeting>) -> Result<Option<Id<Group>>> {
    let found: Option<(Id<Group>,)> = store.peek().await?.opt(&GROUP_OF, args![id]).await?;
    Ok(found.map(|(group,)| group))
}

/// The meeting that something belongs to; of what is not there, a meeting that is not there either, so that it is asked
/// about like any other.
pub(crate) async fn meeting_of<K: Kind>(store: &Store, sql: &'static Sql, id: Id<K>) -> Result<Id<Meeting>> {
    let found: Option<(Id<Meeting>,)> = store.peek().await?.opt(sql, args![id]).await?;
    Ok(found.map_or(Id::from_uuid(id.uuid()), |(meeting,)| meeting))
}

/// A meeting, belonging to its group.
pub(crate) async fn resource(store: &Store, id: Id<Meeting>) -> Result<Resource> {
    Ok(Resource::one(id).within(group_of(store, id).await?.map(Id::uuid)))
}

/// Meetings of a group as a whole.
pub(crate) fn of_group(group: Id<Group>) -> Resource {
    Resource::any(Meeting::NAME).within(group.uuid())
}

/// What somebody must be allowed for a change. Whoever works on a meeting works on both of its texts, so that nobody
/// overwrites what they may not read.
pub(crate) fn asked(verb: Action, resource: Resource) -> Resource {
    let both = verb == CHANGE || verb == RECORD;
    if both { resource.at(Sensitivity::Restricted) } else { resource }
}

/// A change to a meeting that is there, under a lock.
async fn change_meeting_by(
    store: &Store,
    ctx: &Ctx,
    verb: Action,
    id: Id<Meeting>,
) -> Result<(Change, Meeting)> {
    let resource = asked(verb, resource(store, id).await?);
    let mut change = store.change(ctx, verb, &resource).await?;
    change.run(&HOLD, args![id]).await?;
    let meeting = meetings::find(&mut change, id).await?;
    Ok((change, meeting))
}

fn word<T>(known: Option<T>, word: &str) -> Result<T, Problem> {
    known.ok_or_else(|| Problem::say(format!("the meetings’ tables hold the unknown word `{word}`")))
}

fn read<T: std::str::FromStr>(text: Option<&str>) -> Result<Option<T>, Problem>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.map(|text| text.parse().map_err(|e| Problem::new("reading a day or time of the meetings", e)))
        .transpose()
}

/// A day or time that a column always has.
pub(crate) fn always<T: std::str::FromStr>(text: &str) -> Result<T, Problem>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse().map_err(|e| Problem::new("reading a day or time of the meetings", e))
}

/// A time of day as kept: `10:30`.
fn clock(time: concordat_kernel::jiff::civil::Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// A meeting, in the middle of work that was allowed.
pub(crate) async fn meeting_by_id(tx: &mut Tx, id: Id<Meeting>) -> Result<Meeting> {
    meetings::find(tx, id).await
}

/// Whether a meeting can still be planned: its agenda and papers change.
pub(crate) async fn is_open(store: &Store, id: Id<Meeting>) -> Result<bool> {
    let meeting = meetings::find(&mut store.peek().await?, id).await?;
    Ok(agenda::open(&meeting).is_ok())
}

/// Refuses a group that is not there.
async fn check_group(tx: &mut Tx, group: Id<Group>) -> Result<()> {
    let there = concordat_partnership::names(tx).await?.contains_key(&group.uuid());
    if there { Ok(()) } else { Err(Refusal::NotFound.into()) }
}

/// Refuses a body that is not in the list.
async fn check_body(tx: &mut Tx, body: Option<Id<concordat_partnership::Body>>) -> Result<()> {
    let Some(body) = body else { return Ok(()) };
    let there = concordat_partnership::names(tx).await?.contains_key(&body.uuid());
    if there { Ok(()) } else { Err(Refusal::invalid("body", "Choose the body from the list.").into()) }
}

/// The meeting that an item belongs to.
pub(crate) async fn meeting_of_item(store: &Store, id: Id<crate::Item>) -> Result<Id<Meeting>> {
    meeting_of(store, &rows::MEETING_OF_ITEM, id).await
}

/// The meeting that a minute belongs to.
pub(crate) async fn meeting_of_minute(store: &Store, id: Id<crate::Minute>) -> Result<Id<Meeting>> {
    meeting_of(store, &rows::MEETING_OF_MINUTE, id).await
}

/// The meeting that a decision belongs to.
pub(crate) async fn meeting_of_decision(store: &Store, id: Id<crate::Decision>) -> Result<Id<Meeting>> {
    meeting_of(store, &rows::MEETING_OF_DECISION, id).await
}

/// The meeting that somebody came to.
pub(crate) async fn meeting_of_attendance(store: &Store, id: Id<crate::Attendance>) -> Result<Id<Meeting>> {
    meeting_of(store, &rows::MEETING_OF_ATTENDANCE, id).await
}
