//! Who is in the room, and whether those who are may decide.

use concordat_kernel::{Id, jiff::civil::Time};
use concordat_partnership::terms::Verdict;
use concordat_web::{
    Answer, At, Reader, cells,
    parts::{BackLink, Colour, Html, Shell, Table, Tag},
};

use super::{
    answers::{clock, long_day, read_time},
    meeting::May,
    samples,
    sheet::{Sheet, small},
};
use crate::{
    Attendance, Meeting, MeetingFile, MinutesState, meeting_file,
    rules::quorum::{Told, told},
    urls,
};

/// Shows them. `at` asks about a moment: `10:45`.
pub(crate) async fn show(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let file = meeting_file(reader.store(), &reader.ctx, id).await?;
    let may = May::of(&reader, &file.meeting);
    let at = read_time(reader.query.get("at"));
    concordat_web::page(&draw(reader.shell("Who is in the room"), &file, at, may))
}

fn draw(shell: Shell, file: &MeetingFile, at: Option<Time>, may: May) -> Sheet {
    let meeting = &file.meeting;
    let id = meeting.id;
    let changes = may.record
        && meeting.cancelled.is_none()
        && matches!(meeting.minutes, MinutesState::None | MinutesState::Draft | MinutesState::Circulated);
    let shell = shell.back(BackLink::new(urls::meeting(id)).text("Back to the meeting"));
    let told = told(&file.conduct, &file.attendance, meeting.plan.begins, at);
    Sheet::new(shell, verdict(&told, at))
        .caption(format!("{}, {}", file.conduct.group.name, long_day(meeting.plan.held_on)))
        .button_if(changes, "Add somebody", urls::of(id, "attend"))
        .button_if(changes, "Add apologies", urls::of(id, "apologise"))
        .button_if(changes && !file.items.is_empty(), "Record an interest", urls::of(id, "declare"))
        .button_if(changes, "Who is in the chair", urls::of(id, "chair"))
        .piece("quorum", "Who counts, and who does not", accounts(&told))
        .piece("attendance", "Present", attendance(file, changes))
        .piece_if("approvals", "Approvals to obtain", approvals(file))
        .piece_if("apologies", "Apologies", apologies(file))
        .piece_if("interests", "Interests declared", interests(file))
}

/// Whoever speaks for several bodies obtains the approval of each.
fn approvals(file: &MeetingFile) -> Option<Html> {
    let conduct = &file.conduct;
    let there = |seat: &&concordat_partnership::Seat| {
        let body = conduct.successions.stands_for(seat.body);
        file.attendance
            .iter()
            .any(|one| one.said.body.is_some_and(|of| conduct.successions.stands_for(of) == body))
    };
    let lines: Vec<String> = conduct
        .seats
        .iter()
        .filter(there)
        .filter_map(|seat| {
            let spoken = conduct.spoken_for.iter().filter(|(id, _)| *id == seat.id);
            let names: Vec<&str> = spoken.map(|(_, body)| conduct.name_of(*body)).collect();
            (!names.is_empty())
                .then(|| format!("{} obtains the approval of each of: {}", seat.title, names.join(", ")))
        })
        .collect();
    (!lines.is_empty()).then(|| Html::bullets(lines))
}

/// The verdict, as a word on a colour and a sentence.
pub(crate) fn verdict(told: &Told, at: Option<Time>) -> Html {
    let tag = match told.verdict {
        Some(Verdict::Quorate) => Tag::new(Colour::Green, "Quorate"),
        Some(Verdict::Inquorate) => Tag::new(Colour::Red, "Not quorate"),
        Some(Verdict::Unproved) => Tag::new(Colour::Orange, "Quorum not proved"),
        None => Tag::new(Colour::Grey, "No quorum stated"),
    };
    let when = at.map(|at| format!("At {}.", clock(at))).unwrap_or_default();
    Html::paragraphs([Html::spaced([Html::from(tag), Html::from(when), Html::from(&told.sentence)])])
}

/// Everybody accounted for.
pub(crate) fn accounts(told: &Told) -> Html {
    let mut pieces = Vec::new();
    for (heading, lines) in [
        ("Counted", &told.counted),
        ("Not counted", &told.not_counted),
        ("Nobody came for", &told.absent),
        ("When it changed", &told.course),
    ] {
        if !lines.is_empty() {
            pieces.push(small(heading));
            pieces.push(Html::bullets(lines));
        }
    }
    if pieces.is_empty() { Html::paragraphs(["Nobody has been recorded."]) } else { Html::spaced(pieces) }
}

fn attendance(file: &MeetingFile, changes: bool) -> Html {
    if file.attendance.is_empty() {
        return Html::paragraphs(["Nobody has been recorded."]);
    }
    let table = Table::new("Present").caption_hidden().columns(["Name", "For", "As", "When"]).row_headers();
    let table = if changes { table.column(Html::hidden("What can be done")) } else { table };
    table
        .rows(file.attendance.iter().map(|one| {
            let mut row = cells![
                named(one),
                one.said.body.map_or("Not recorded", |body| file.conduct.name_of(body)),
                part(one),
                when(one)
            ];
            if changes {
                let words = Html::spaced([Html::from("Change"), Html::hidden(&one.said.name)]);
                row.push(Html::link(&urls::attendance(one.id), words));
            }
            row
        }))
        .into()
}

/// A name, and whether it was corrected after the minutes had gone round.
pub(crate) fn named(one: &Attendance) -> String {
    if one.corrected { format!("{} (correction)", one.said.name) } else { one.said.name.clone() }
}

/// In what part somebody came, as a word.
pub(crate) fn part(one: &Attendance) -> &'static str {
    crate::store::PARTS.iter().find(|(_, part, _)| *part == one.said.part).map_or("", |(.., title)| title)
}

fn when(one: &Attendance) -> String {
    match (one.said.from, one.said.until) {
        (None, None) => "Throughout".to_owned(),
        (Some(from), None) => format!("From {}", clock(from)),
        (None, Some(until)) => format!("Until {}", clock(until)),
        (Some(from), Some(until)) => format!("{} to {}", clock(from), clock(until)),
    }
}

/// Who could not come.
pub(crate) fn apologies(file: &MeetingFile) -> Option<Html> {
    let sentence = |apology: &crate::Apology| {
        let body = apology.body.map(|body| format!(" ({})", file.conduct.name_of(body))).unwrap_or_default();
        let instead =
            apology.substitute.as_ref().map(|name| format!("; {name} came instead")).unwrap_or_default();
        format!("{}{body}{instead}", apology.name)
    };
    (!file.apologies.is_empty()).then(|| Html::bullets(file.apologies.iter().map(sentence)))
}

/// Interests, with the item each is about.
pub(crate) fn interests(file: &MeetingFile) -> Option<Html> {
    let sentence = |one: &crate::Interest| {
        let item = file.items.iter().find(|item| item.id == one.item);
        let item = item.map(|item| format!(" in item {}", item.reference())).unwrap_or_default();
        let left = if one.left_room { "; left the room for it" } else { "; stayed" };
        format!("{}{item}: {}{left}", one.name, one.interest)
    };
    (!file.interests.is_empty()).then(|| Html::bullets(file.interests.iter().map(sentence)))
}

pub(crate) fn samples() -> Vec<(&'static str, Sheet)> {
    let (file, empty) = (samples::file(), samples::empty());
    let shell = || samples::shell("Who is in the room");
    let may = May { record: true, ..May::default() };
    vec![
        ("room", draw(shell(), &file, None, may)),
        ("room, at a moment", draw(shell(), &file, Some(Time::constant(10, 45, 0, 0)), May::default())),
        ("room, nobody yet", draw(shell(), &empty, None, May::default())),
    ]
}
