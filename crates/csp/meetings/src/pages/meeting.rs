//! One meeting: when and where, the clock for its papers, the agenda, and where it stands.

use concordat_kernel::{Id, jiff::civil::Date};
use concordat_partnership::terms::{NoticeUnit, working_days_left};
use concordat_web::{
    Answer, At, Reader, cells,
    parts::{Html, InsetText, Shell, SummaryList, Table, WarningText},
};

use super::{
    answers::{clock, long_day, moment, short_day},
    meetings::state,
    parts::{item_title, restricted, why_closed},
    samples,
    sheet::Sheet,
};
use crate::{
    AgendaPart, Clearance, Duty, FollowUp, Item, Meeting, MeetingFile, MinutesState, duties, meeting_file,
    meetings, rules,
    store::{AGREE, CHANGE, PUBLISH, RECORD, asked, of_group},
    urls,
};

/// What the reader may do with a meeting.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct May {
    pub(crate) change: bool,
    pub(crate) agree: bool,
    pub(crate) publish: bool,
    pub(crate) record: bool,
    pub(crate) sign: bool,
}

impl May {
    /// Asked for links only; the doing asks again.
    pub(crate) fn of(reader: &Reader, meeting: &Meeting) -> Self {
        let own = of_group(meeting.group);
        let may = |verb| reader.may(verb, &asked(verb, own.clone()));
        Self {
            change: may(CHANGE),
            agree: may(AGREE),
            publish: may(PUBLISH),
            record: may(RECORD),
            sign: may(crate::store::SIGN),
        }
    }
}

/// Shows the meeting.
pub(crate) async fn show(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let file = meeting_file(reader.store(), &reader.ctx, id).await?;
    let others: Vec<Date> = meetings(reader.store(), &reader.ctx)
        .await?
        .into_iter()
        .filter(|other| other.group == file.meeting.group && other.cancelled.is_none() && other.id != id)
        .map(|other| other.plan.held_on)
        .collect();
    let mut falling = duties(reader.store(), &reader.ctx).await?;
    falling.retain(|duty| {
        duty.group == file.meeting.group && rules::duties::falls_to(duty, file.meeting.plan.held_on, &others)
    });
    let may = May::of(&reader, &file.meeting);
    let shell = reader.shell(long_day(file.meeting.plan.held_on));
    concordat_web::page(&draw(shell, &file, &falling, reader.ctx.clock.today(), may))
}

fn draw(shell: Shell, file: &MeetingFile, falling: &[Duty], today: Date, may: May) -> Sheet {
    let MeetingFile { meeting, conduct, .. } = file;
    let id = meeting.id;
    let (open, held) =
        (super::is_open(meeting), meeting.plan.held_on <= today && meeting.cancelled.is_none());
    let closed = file.items.iter().any(|item| item.said.restricted_title.is_some())
        || file.follow_ups.iter().chain(&file.brought_forward).any(|one| one.said.restricted_text.is_some());
    let shell = if closed { shell.mark("Official-Sensitive") } else { shell };
    let mut page = Sheet::new(shell, lead(file, today))
        .caption(&conduct.group.name)
        .button_if(may.change && open, "Add an item", urls::of(id, "items/new"))
        .button_if(may.change && open, "Change the meeting", urls::of(id, "change"))
        .button_if(may.change && open, "Invitations", crate::invitations::invitations_of(id))
        .button_if(
            may.agree && open && meeting.agreed_at.is_none() && !file.items.is_empty(),
            "Agree the agenda",
            urls::of(id, "agree"),
        )
        .button_if(
            may.publish && open && meeting.agreed_at.is_some() && meeting.published_at.is_none(),
            "Publish the agenda",
            urls::of(id, "publish"),
        )
        .button_if(
            may.publish && (meeting.published_at.is_none() || meeting.minutes != MinutesState::Published),
            "Preview what the public will see",
            urls::of(id, "preview"),
        )
        .button_if(held, "Who is in the room", urls::of(id, "room"))
        .button_if(held && meeting.minutes != MinutesState::None, "Minutes", urls::of(id, "minutes"))
        .button_if(
            held && may.record && meeting.minutes == MinutesState::None,
            "Begin the minutes",
            urls::of(id, "minutes/begin"),
        )
        .button_if(may.change && open, "Cancel the meeting", urls::of(id, "cancel"))
        .button_if(true, "Put it in a calendar", urls::of(id, "meeting.ics"))
        .button_if(!file.items.is_empty(), "Pack of papers", crate::pack::pack_of(id));
    for part in AgendaPart::ALL {
        let items: Vec<&Item> = file.items.iter().filter(|item| item.said.part == *part).collect();
        if !items.is_empty() {
            let heading = format!("{}. {}", part.word(), part.title());
            page = page.piece(
                format!("part-{}", part.word()),
                heading,
                agenda(file, *part, &items, may.change && open),
            );
        }
    }
    if file.items.is_empty() {
        page = page.piece("agenda", "Agenda", Html::paragraphs(["It has no items yet."]));
    }
    let missing: Vec<String> = falling
        .iter()
        .filter(|duty| !file.items.iter().any(|item| item.said.duty == Some(duty.id)))
        .map(|duty| match &duty.said.source {
            Some(source) => format!("{} ({source})", duty.said.title),
            None => duty.said.title.clone(),
        })
        .collect();
    page.piece_if(
        "duties",
        "To be taken at this meeting, and not on the agenda yet",
        (!missing.is_empty()).then(|| Html::bullets(missing)),
    )
    .piece_if("forward", "Brought forward from earlier meetings", follow_ups(&file.brought_forward, today))
    .piece_if("follow-ups", "What came of it", follow_ups(&file.follow_ups, today))
}

fn lead(file: &MeetingFile, today: Date) -> Html {
    let MeetingFile { meeting, conduct, .. } = file;
    let plan = &meeting.plan;
    let when = match plan.ends {
        Some(ends) => format!("{} to {}", clock(plan.begins), clock(ends)),
        None => clock(plan.begins),
    };
    let mut facts = SummaryList::new()
        .row(("State", state(meeting)))
        .row(("Day", long_day(plan.held_on)))
        .row(("Time", when))
        .row(("How", plan.manner.title()));
    for (name, text) in
        [("Where", &plan.venue), ("Access", &plan.access), ("Joining from elsewhere", &plan.joining)]
    {
        if let Some(text) = text {
            facts = facts.row((name, Html::lines(text)));
        }
    }
    if let Some(reason) = &meeting.cancelled {
        facts = facts.row(("Cancelled, because", reason));
    }
    if let Some(at) = &meeting.agreed_at {
        facts = facts.row(("Agenda agreed", moment(at)));
    }
    if let Some(at) = &meeting.published_at {
        let late = meeting.late_reason.as_ref().map(|reason| format!(". Late, because: {reason}"));
        facts = facts.row(("Agenda published", format!("{}{}", moment(at), late.unwrap_or_default())));
    }
    if let Some((by, right)) = &meeting.chaired {
        facts = facts.row(("In the chair", format!("{by} ({})", right.title().to_lowercase())));
    }
    let mut pieces = vec![Html::from(facts)];
    pieces.extend(notice(file, today));
    if file.clearance == Clearance::NeedsSecondFactor {
        let sentence = "There is text here that is not for publication. You may read it once you have signed in with your second factor.";
        pieces.push(InsetText::new(sentence).into());
    }
    if conduct.terms.is_none() {
        let words = "No terms of reference of this group were in force that day. Neither notice nor quorum can be worked out.";
        pieces.push(WarningText::new(words).into());
    }
    Html::spaced(pieces)
}

/// The last day for papers: how long is left, and how it was counted.
pub(crate) fn notice(file: &MeetingFile, today: Date) -> Option<Html> {
    let last = file.conduct.last_day()?;
    let (unit, days, clause) = file.conduct.terms.as_ref()?.notice()?;
    let left = working_days_left(today, last.on, &file.conduct.holidays);
    let countdown = match (&file.meeting.published_at, left) {
        (Some(_), _) => String::new(),
        (None, Some(0)) => " That is today.".to_owned(),
        (None, Some(1)) => " One working day is left.".to_owned(),
        (None, Some(left)) => format!(" {left} working days are left."),
        (None, None) => " That day has passed: the chair’s reason is needed.".to_owned(),
    };
    let how = match unit {
        NoticeUnit::WorkingDays => format!("{days} working days before the meeting"),
        NoticeUnit::ClearDays => format!("{days} clear days: neither that day nor the meeting’s is counted"),
    };
    let counted = match (last.counted.last(), last.counted.first()) {
        (Some(first), Some(end)) => {
            format!(" Counted: {} to {}, without weekends.", short_day(*first), short_day(*end))
        }
        _ => String::new(),
    };
    let holidays = match last.holidays.as_slice() {
        [] => String::new(),
        days => {
            let days: Vec<String> = days.iter().map(|day| short_day(*day)).collect();
            format!(" Bank holidays that were stepped over: {}.", days.join(", "))
        }
    };
    let sentence = format!(
        "Last day for agenda and papers: {}.{countdown} By the terms of reference (“{}”): {how}.{counted}{holidays}",
        long_day(last.on),
        clause.said.heading
    );
    Some(InsetText::new(sentence).into())
}

fn agenda(file: &MeetingFile, part: AgendaPart, items: &[&Item], may_change: bool) -> Html {
    let table = Table::new(format!("Items of part {}", part.word()))
        .caption_hidden()
        .columns(["Item", "Introduced by", "Time", "Paper"])
        .row_headers();
    let table = if may_change { table.column(Html::hidden("What can be done")) } else { table };
    table
        .rows(items.iter().map(|item| {
            let mut title = vec![Html::from(item_title(item))];
            title.extend(item.said.restricted_title.as_deref().map(restricted));
            title.extend(why_closed(item));
            let has_paper = file.papers.iter().any(|paper| paper.item == item.id);
            let about = format!("on item {}", item.reference());
            let link = |href: String, words: &str| {
                Html::link(&href, Html::spaced([Html::from(words), Html::hidden(&about)]))
            };
            let paper = if has_paper { link(urls::paper(item.id), "Paper") } else { "None".into() };
            let mut row = cells![
                Html::stacked(title),
                item.said.presenter.as_deref().unwrap_or("—"),
                item.said.minutes.map_or_else(|| "—".to_owned(), |minutes| format!("{minutes} minutes")),
                paper
            ];
            if may_change {
                row.push(Html::stacked([
                    link(urls::item(item.id), "Change"),
                    link(
                        format!("{}/write", urls::paper(item.id)),
                        if has_paper { "Change the paper" } else { "Write a paper" },
                    ),
                    link(format!("{}/draw", urls::paper(item.id)), "Draw the paper from the record"),
                    link(format!("{}/remove", urls::item(item.id)), "Take off"),
                ]));
            }
            row
        }))
        .into()
}

/// What is followed up, in sentences.
pub(crate) fn follow_ups(found: &[FollowUp], today: Date) -> Option<Html> {
    let sentence = |one: &FollowUp| {
        let due = match (&one.done, one.said.due) {
            (Some((on, outcome)), _) => format!("done on {}: {outcome}", short_day(*on)),
            (None, Some(due)) if due < today => format!("was due on {}", short_day(due)),
            (None, Some(due)) => format!("due on {}", short_day(due)),
            (None, None) => "no day set".to_owned(),
        };
        let what = format!("{}: {}", one.said.kind.title(), one.said.text);
        let open = Html::spaced([
            Html::link(&urls::follow_up(one.id), what),
            format!("({}; {due})", one.said.owner).into(),
        ]);
        Html::spaced(std::iter::once(open).chain(one.said.restricted_text.as_deref().map(restricted)))
    };
    (!found.is_empty()).then(|| Html::bullets(found.iter().map(sentence)))
}

pub(crate) fn samples() -> Vec<(&'static str, Sheet)> {
    let (file, empty) = (samples::file(), samples::empty());
    let all = May { change: true, agree: true, publish: true, record: true, sign: true };
    let mut ahead = samples::file();
    ahead.meeting = samples::planned();
    ahead.clearance = Clearance::NeedsSecondFactor;
    let draw = |file: &MeetingFile, today, may| {
        draw(samples::shell("Thursday 18 March 2027"), file, &[], today, may)
    };
    vec![
        ("meeting, held", draw(&file, Date::constant(2027, 4, 1), May::default())),
        ("meeting, to come", draw(&ahead, Date::constant(2027, 3, 8), all)),
        ("meeting, without terms", draw(&empty, Date::constant(2027, 3, 8), May::default())),
    ]
}
