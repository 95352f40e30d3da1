//! What belongs to a meeting, read from its tables. Restricted columns have statements of their own, which are run only
//! after the door has been asked for what is restricted.

use std::collections::HashMap;

use concordat_kernel::{Id, Month, Problem, Ref, Result, jiff::civil::Time};
use concordat_partnership::{Body, terms::Part, terms::Voted};
use concordat_store::{Tx, args, sql};

use super::{always, read, word};
use crate::{
    AgendaPart, Apology, Attendance, Clearance, Closed, Correction, Decision, DecisionKind, Duty, Interest,
    Item, Meeting, Minute, Minuted, NewAttendance, NewDecision, NewItem, Standing,
};

sql! {
    ITEMS = "
        SELECT id, version, part, title, presenter, minutes, standing, minuted, restricted, reason, exemption,
               public_interest, duty
        FROM meetings_item
        WHERE meeting = $1
        ORDER BY part, place, id";
    RESTRICTED_ITEMS = "SELECT id, restricted_title FROM meetings_item WHERE meeting = $1";
    ATTENDANCE = "
        SELECT id, version, name, body, part, from_time, until_time, corrected
        FROM meetings_attendance
        WHERE meeting = $1
        ORDER BY place, id";
    APOLOGIES = "SELECT name, body, substitute FROM meetings_apology WHERE meeting = $1 ORDER BY id";
    INTERESTS = "SELECT item, name, interest, left_room FROM meetings_interest WHERE meeting = $1 ORDER BY id";
    // What somebody declares in a restricted item says what the item is about.
    OPEN_INTERESTS = "
        SELECT i.item, i.name, i.interest, i.left_room
        FROM meetings_interest i
        JOIN meetings_item t ON t.id = i.item
        WHERE i.meeting = $1 AND t.restricted = 0
        ORDER BY i.id";
    MINUTES = "SELECT id, version, item, number, public_text FROM meetings_minute WHERE meeting = $1 ORDER BY number";
    RESTRICTED_MINUTES = "SELECT id, restricted_text FROM meetings_minute WHERE meeting = $1";
    DECISIONS = "
        SELECT d.id, d.minute, d.kind, d.public_text, d.taken_at, d.due, d.about_kind, d.about_id, t.restricted
        FROM meetings_decision d
        JOIN meetings_minute m ON m.id = d.minute
        JOIN meetings_item t ON t.id = m.item
        WHERE m.meeting = $1
        ORDER BY m.number, d.place, d.id";
    RESTRICTED_DECISIONS = "
        SELECT d.id, d.restricted_text
        FROM meetings_decision d
        JOIN meetings_minute m ON m.id = d.minute
        WHERE m.meeting = $1";
    VOTES = "
        SELECT v.decision, v.body, v.voted
        FROM meetings_vote v
        JOIN meetings_decision d ON d.id = v.decision
        JOIN meetings_minute m ON m.id = d.minute
        WHERE m.meeting = $1
        ORDER BY v.body";
    CORRECTIONS = "SELECT id, on_day, public_text FROM meetings_correction WHERE meeting = $1 ORDER BY on_day, id";
    RESTRICTED_CORRECTIONS = "SELECT id, restricted_text FROM meetings_correction WHERE meeting = $1";
    pub(super) MEETING_OF_ITEM = "SELECT meeting FROM meetings_item WHERE id = $1";
    pub(super) MEETING_OF_ATTENDANCE = "SELECT meeting FROM meetings_attendance WHERE id = $1";
    pub(super) MEETING_OF_MINUTE = "SELECT meeting FROM meetings_minute WHERE id = $1";
    pub(super) MEETING_OF_DECISION = "
        SELECT m.meeting
        FROM meetings_decision d
        JOIN meetings_minute m ON m.id = d.minute
        WHERE d.id = $1";
}

#[derive(sqlx::FromRow)]
struct ItemRow {
    id: Id<Item>,
    version: i64,
    part: String,
    title: String,
    presenter: Option<String>,
    minutes: Option<i64>,
    standing: i64,
    minuted: i64,
    restricted: i64,
    reason: Option<String>,
    exemption: Option<String>,
    public_interest: Option<String>,
    duty: Option<Id<Duty>>,
}

/// The texts that are restricted, by what they belong to; none without clearance.
async fn closed_texts<K>(
    tx: &mut Tx,
    sql: &'static concordat_store::Sql,
    meeting: Id<Meeting>,
    clearance: Clearance,
) -> Result<HashMap<Id<K>, String>> {
    if clearance != Clearance::Restricted {
        return Ok(HashMap::new());
    }
    let rows = tx.all::<(Id<K>, Option<String>)>(sql, args![meeting]).await?;
    Ok(rows.into_iter().filter_map(|(id, text)| Some((id, text?))).collect())
}

/// The agenda, in order.
pub(super) async fn items(tx: &mut Tx, meeting: Id<Meeting>, clearance: Clearance) -> Result<Vec<Item>> {
    let mut closed = closed_texts::<Item>(tx, &RESTRICTED_ITEMS, meeting, clearance).await?;
    let mut places = HashMap::<AgendaPart, usize>::new();
    let mut items = Vec::new();
    for row in tx.all::<ItemRow>(&ITEMS, args![meeting]).await? {
        let part = word(AgendaPart::from_word(&row.part), &row.part)?;
        let place = places.entry(part).or_default();
        *place += 1;
        let why = (row.restricted == 1).then(|| Closed {
            reason: row.reason.unwrap_or_default(),
            exemption: row.exemption,
            public_interest: row.public_interest,
        });
        let said = NewItem {
            part,
            title: row.title,
            restricted_title: closed.remove(&row.id),
            presenter: row.presenter,
            minutes: row.minutes.and_then(|minutes| u32::try_from(minutes).ok()),
            standing: if row.standing == 1 { Standing::Always } else { Standing::Once },
            minuted: if row.minuted == 1 { Minuted::Numbered } else { Minuted::Not },
            closed: why,
            duty: row.duty,
        };
        items.push(Item { id: row.id, version: row.version, meeting, place: *place, said });
    }
    Ok(items)
}

#[derive(sqlx::FromRow)]
struct AttendanceRow {
    id: Id<Attendance>,
    version: i64,
    name: String,
    body: Option<Id<Body>>,
    part: String,
    from_time: Option<String>,
    until_time: Option<String>,
    corrected: i64,
}

/// The words of parts at a meeting, as they are kept.
pub(crate) const PARTS: [(&str, Part, &str); 4] = [
    ("member", Part::Member, "Member"),
    ("substitute", Part::Substitute, "Substitute"),
    ("invitee", Part::Invitee, "Invitee"),
    ("officer", Part::Officer, "Officer"),
];

/// The words of votes, as they are kept.
pub(crate) const VOTED: [(&str, Voted, &str); 3] = [
    ("for", Voted::For, "For"),
    ("against", Voted::Against, "Against"),
    ("abstained", Voted::Abstained, "Abstained"),
];

/// Who came.
pub(super) async fn attendance(tx: &mut Tx, meeting: Id<Meeting>) -> Result<Vec<Attendance>> {
    let rows = tx.all::<AttendanceRow>(&ATTENDANCE, args![meeting]).await?;
    rows.into_iter()
        .map(|row| {
            let part = PARTS.iter().find(|(word, ..)| *word == row.part).map(|(_, part, _)| *part);
            let said = NewAttendance {
                name: row.name,
                body: row.body,
                part: word(part, &row.part)?,
                from: read(row.from_time.as_deref())?,
                until: read(row.until_time.as_deref())?,
            };
            Ok(Attendance { id: row.id, version: row.version, said, corrected: row.corrected == 1 })
        })
        .collect()
}

/// Who could not come.
pub(super) async fn apologies(tx: &mut Tx, meeting: Id<Meeting>) -> Result<Vec<Apology>> {
    let rows = tx.all::<(String, Option<Id<Body>>, Option<String>)>(&APOLOGIES, args![meeting]).await?;
    Ok(rows.into_iter().map(|(name, body, substitute)| Apology { name, body, substitute }).collect())
}

/// Interests declared.
pub(super) async fn interests(
    tx: &mut Tx,
    meeting: Id<Meeting>,
    clearance: Clearance,
) -> Result<Vec<Interest>> {
    let sql = if clearance == Clearance::Restricted { &INTERESTS } else { &OPEN_INTERESTS };
    let rows = tx.all::<(Id<Item>, String, String, i64)>(sql, args![meeting]).await?;
    let interest = |(item, name, interest, left): (Id<Item>, String, String, i64)| Interest {
        item,
        name,
        interest,
        left_room: left == 1,
    };
    Ok(rows.into_iter().map(interest).collect())
}

#[derive(sqlx::FromRow)]
struct DecisionRow {
    id: Id<Decision>,
    minute: Id<Minute>,
    kind: String,
    public_text: String,
    taken_at: Option<String>,
    due: Option<String>,
    about_kind: Option<String>,
    about_id: Option<String>,
    restricted: i64,
}

/// The minutes, in order, with what was decided.
pub(super) async fn minutes(tx: &mut Tx, meeting: Id<Meeting>, clearance: Clearance) -> Result<Vec<Minute>> {
    let mut closed = closed_texts::<Minute>(tx, &RESTRICTED_MINUTES, meeting, clearance).await?;
    let mut decided = decisions(tx, meeting, clearance).await?;
    type Row = (Id<Minute>, i64, Id<Item>, i64, String);
    let rows = tx.all::<Row>(&MINUTES, args![meeting]).await?;
    Ok(rows
        .into_iter()
        .map(|(id, version, item, number, public_text)| Minute {
            id,
            version,
            item,
            number,
            public_text,
            restricted_text: closed.remove(&id),
            decisions: decided.remove(&id).unwrap_or_default(),
        })
        .collect())
}

async fn decisions(
    tx: &mut Tx,
    meeting: Id<Meeting>,
    clearance: Clearance,
) -> Result<HashMap<Id<Minute>, Vec<Decision>>> {
    let mut closed = closed_texts::<Decision>(tx, &RESTRICTED_DECISIONS, meeting, clearance).await?;
    let mut votes = HashMap::<Id<Decision>, Vec<(Id<Body>, Voted)>>::new();
    for (decision, body, voted) in tx.all::<(Id<Decision>, Id<Body>, String)>(&VOTES, args![meeting]).await? {
        let known = VOTED.iter().find(|(word, ..)| *word == voted).map(|(_, voted, _)| *voted);
        votes.entry(decision).or_default().push((body, word(known, &voted)?));
    }
    let mut found = HashMap::<_, Vec<Decision>>::new();
    for row in tx.all::<DecisionRow>(&DECISIONS, args![meeting]).await? {
        // What a decision in a restricted item is about says what the item is about.
        let open = row.restricted == 0 || clearance == Clearance::Restricted;
        let about = match (row.about_kind, row.about_id.as_deref()) {
            (Some(kind), Some(id)) if open => {
                let id = id.parse().map_err(|e| Problem::new("reading what a decision is about", e))?;
                Some(Ref { kind: kind.into(), id })
            }
            _ => None,
        };
        let due: Option<Month> = read(row.due.as_deref())?;
        let taken_at: Option<Time> = read(row.taken_at.as_deref())?;
        let said = NewDecision {
            kind: word(DecisionKind::from_word(&row.kind), &row.kind)?,
            public_text: row.public_text,
            restricted_text: closed.remove(&row.id),
            taken_at,
            due,
            about,
        };
        let votes = votes.remove(&row.id).unwrap_or_default();
        found.entry(row.minute).or_default().push(Decision { id: row.id, said, votes });
    }
    Ok(found)
}

/// What was corrected, in order.
pub(super) async fn corrections(
    tx: &mut Tx,
    meeting: Id<Meeting>,
    clearance: Clearance,
) -> Result<Vec<Correction>> {
    let mut closed = closed_texts::<Correction>(tx, &RESTRICTED_CORRECTIONS, meeting, clearance).await?;
    let rows = tx.all::<(Id<Correction>, String, String)>(&CORRECTIONS, args![meeting]).await?;
    rows.into_iter()
        .map(|(id, on, public_text)| {
            Ok(Correction { on: always(&on)?, public_text, restricted_text: closed.remove(&id) })
        })
        .collect()
}

impl concordat_kernel::Kind for Correction {
    const NAME: &'static str = "meeting_correction";
}
