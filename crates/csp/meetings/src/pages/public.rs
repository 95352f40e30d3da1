//! What anybody may read of meetings, without an account. These pages know only what `store::public` gives.

use concordat_kernel::{Id, Refusal, jiff::civil::Date};
use concordat_partnership::terms::Part;
use concordat_web::{
    Answer, At, Reader, cells,
    parts::{BackLink, Colour, Html, InsetText, Shell, SummaryList, Table, Tag},
};

use super::{
    answers::{clock, long_day, month, short_day},
    parts::{item_title, paper, paragraphs, why_closed},
    room::named,
    samples,
    sheet::{Sheet, small},
};
use crate::{
    AgendaPart, Item, Meeting, Minute, PublicDecision, PublicMeeting, PublicMinutes, public_decisions,
    public_meeting, public_meetings, rules::quorum::told, urls,
};

/// Meetings to come and held.
pub(crate) async fn list(reader: Reader) -> Answer {
    let found = public_meetings(reader.store(), &reader.ctx).await?;
    concordat_web::page(&all(reader.shell("Public meetings"), &found, reader.ctx.clock.today()))
}

fn all(shell: Shell, found: &[(Meeting, String)], today: Date) -> Sheet {
    let lead = Html::paragraphs([Html::spaced([
        Html::from("Meetings whose agenda is published. Follow them in"),
        Html::link(urls::PUBLIC_CALENDAR, "a calendar"),
        Html::from("or"),
        Html::link(urls::PUBLIC_FEED, "a feed"),
        Html::from(", or see"),
        Html::link(urls::PUBLIC_DECISIONS, "what was decided"),
    ])]);
    let (ahead, past): (Vec<_>, Vec<_>) =
        found.iter().partition(|(meeting, _)| meeting.plan.held_on >= today);
    let rows = |found: &mut dyn Iterator<Item = &&(Meeting, String)>| -> Vec<Vec<Html>> {
        found
            .map(|(meeting, group)| {
                let when = format!("{}, {}", short_day(meeting.plan.held_on), clock(meeting.plan.begins));
                let state = match (&meeting.cancelled, meeting.minutes_published_on) {
                    (Some(_), _) => Tag::new(Colour::Grey, "Cancelled"),
                    (None, Some(_)) => Tag::new(Colour::Green, "Minutes published"),
                    (None, None) => Tag::new(Colour::Blue, "Agenda published"),
                };
                cells![Html::link(&urls::public_meeting(meeting.id), when), group, state]
            })
            .collect()
    };
    let table = |caption: &str, rows: Vec<Vec<Html>>| -> Html {
        if rows.is_empty() {
            return Html::paragraphs(["None."]);
        }
        Table::new(caption)
            .caption_hidden()
            .columns(["Day", "Group", "What there is"])
            .row_headers()
            .rows(rows)
            .into()
    };
    Sheet::new(shell, lead).piece("ahead", "To come", table("To come", rows(&mut ahead.iter()))).piece(
        "held",
        "Held, newest first",
        table("Held", rows(&mut past.iter().rev())),
    )
}

/// One meeting and its agenda.
pub(crate) async fn show(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let found = public_meeting(reader.store(), &reader.ctx, id).await?;
    concordat_web::page(&one(reader.shell(title(&found)), &found, Seen::ByAnybody))
}

/// How a page of a meeting is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// As it is published.
    ByAnybody,
    /// Before it is published, by whoever may publish it: papers and minutes stand on the same page.
    InPreview,
}

/// All of a meeting as anybody would see it if it were published now.
pub(crate) async fn preview(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let found = crate::preview(reader.store(), &reader.ctx, id).await?;
    concordat_web::page(&previewed(reader.shell(format!("Preview: {}", title(&found))), &found))
}

fn previewed(shell: Shell, found: &PublicMeeting) -> Sheet {
    let shell = Shell {
        told: Some(InsetText::new(
            "This is what anybody would see if all of it were published now. Nothing is published by looking at it.",
        )),
        ..shell
    };
    let mut page = one(shell, found, Seen::InPreview);
    for item in &found.items {
        if let Some(read) = found.papers.iter().find(|read| read.item == item.id) {
            let heading = format!("Paper on {}", item_title(item));
            page = page.piece(format!("paper-{}", item.reference()), heading, paper(read));
        }
    }
    match &found.minutes {
        Some(published) => with_minutes(page, found, published),
        None => page,
    }
}

fn title(found: &PublicMeeting) -> String {
    format!("{}, {}", found.group, short_day(found.meeting.plan.held_on))
}

fn one(shell: Shell, found: &PublicMeeting, seen: Seen) -> Sheet {
    let plan = &found.meeting.plan;
    let when = match plan.ends {
        Some(ends) => format!("{}, {} to {}", long_day(plan.held_on), clock(plan.begins), clock(ends)),
        None => format!("{}, {}", long_day(plan.held_on), clock(plan.begins)),
    };
    let mut facts = SummaryList::new().row(("When", when)).row(("How", plan.manner.title()));
    for (name, text) in [("Where", &plan.venue), ("Access", &plan.access)] {
        if let Some(text) = text {
            facts = facts.row((name, Html::lines(text)));
        }
    }
    if let Some(reason) = &found.meeting.cancelled {
        facts = facts.row(("Cancelled, because", reason));
    }
    let id = found.meeting.id;
    let (public, minutes) = (seen == Seen::ByAnybody, found.minutes.is_some());
    let (back, pack) = match seen {
        Seen::ByAnybody => (
            BackLink::new(urls::PUBLIC_MEETINGS).text("All public meetings"),
            crate::pack::public_pack_of(id),
        ),
        Seen::InPreview => {
            (BackLink::new(urls::meeting(id)).text("Back to the meeting"), urls::of(id, "pack/preview.pdf"))
        }
    };
    let mut page = Sheet::new(shell.back(back), facts)
        .button_if(true, "Agenda and papers in one file (PDF)", pack)
        .button_if(public && minutes, "Read the minutes", urls::public_minutes(id));
    for part in AgendaPart::ALL {
        let items: Vec<&Item> = found.items.iter().filter(|item| item.said.part == *part).collect();
        if items.is_empty() {
            continue;
        }
        let note = match part {
            AgendaPart::D => {
                "The meeting is not open to the press and public for these, and reports are not for publication."
            }
            _ => "During these items the meeting is likely to be open to the public.",
        };
        let lines = items.into_iter().map(|item| {
            let has_paper = found.papers.iter().any(|paper| paper.item == item.id);
            let name = if has_paper {
                let href = match seen {
                    Seen::ByAnybody => urls::public_paper(item.id),
                    Seen::InPreview => format!("#paper-{}", item.reference()),
                };
                Html::link(&href, item_title(item))
            } else {
                item_title(item).into()
            };
            Html::stacked(std::iter::once(name).chain(why_closed(item)))
        });
        let body = Html::spaced([Html::paragraphs([note]), Html::bullets(lines)]);
        page =
            page.piece(format!("part-{}", part.word()), format!("{}. {}", part.word(), part.title()), body);
    }
    page
}

/// The paper on an open item.
pub(crate) async fn read_paper(reader: Reader, At(id): At<Id<Item>>) -> Answer {
    let meeting = crate::store::meeting_of_item(reader.store(), id).await?;
    let found = public_meeting(reader.store(), &reader.ctx, meeting).await?;
    let item = found.items.iter().find(|item| item.id == id).ok_or(Refusal::NotFound)?;
    let read = found.papers.iter().find(|paper| paper.item == id).ok_or(Refusal::NotFound)?;
    let shell = reader.shell(item_title(item)).back(BackLink::new(urls::public_meeting(meeting)));
    concordat_web::page(&Sheet::new(shell, paper(read)).caption(title(&found)))
}

/// Published minutes.
pub(crate) async fn minutes(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let found = public_meeting(reader.store(), &reader.ctx, id).await?;
    let Some(published) = &found.minutes else { return Err(Refusal::NotFound.into()) };
    let shell = reader.shell(format!("Minutes: {}", title(&found)));
    concordat_web::page(&of_minutes(shell, &found, published))
}

fn of_minutes(shell: Shell, found: &PublicMeeting, published: &PublicMinutes) -> Sheet {
    let meeting = &found.meeting;
    let mut told_of = Vec::new();
    told_of.extend(meeting.approved.map(|(on, _)| format!("Approved by the meeting of {}.", short_day(on))));
    told_of.extend(meeting.signed.as_ref().map(|(on, by)| format!("Signed on {} by {by}.", short_day(*on))));
    told_of.extend(meeting.minutes_published_on.map(|on| format!("Published on {}.", short_day(on))));
    let shell = shell.back(BackLink::new(urls::public_meeting(meeting.id)).text("Agenda"));
    with_minutes(Sheet::new(shell, Html::paragraphs([told_of.join(" ")])), found, published)
}

/// A page with the minutes on it.
fn with_minutes(page: Sheet, found: &PublicMeeting, published: &PublicMinutes) -> Sheet {
    let meeting = &found.meeting;
    let name = |body: Option<Id<concordat_partnership::Body>>| {
        body.map(|body| format!(", {}", published.conduct.name_of(body))).unwrap_or_default()
    };
    let lines = |members: bool| {
        published
            .attendance
            .iter()
            .filter(move |one| matches!(one.said.part, Part::Member | Part::Substitute) == members)
            .map(|one| {
                let chair = match &meeting.chaired {
                    Some((by, right)) if *by == one.said.name => {
                        format!(" ({})", right.title().to_lowercase())
                    }
                    _ => String::new(),
                };
                format!("{}{}{chair}", named(one), name(one.said.body))
            })
            .collect::<Vec<_>>()
    };
    let quorum = told(&published.conduct, &published.attendance, meeting.plan.begins, None);
    let mut present = vec![Html::bullets(lines(true))];
    if !lines(false).is_empty() {
        present.push(small("In attendance"));
        present.push(Html::bullets(lines(false)));
    }
    if !published.apologies.is_empty() {
        present.push(small("Apologies"));
        present.push(Html::bullets(
            published.apologies.iter().map(|one| format!("{}{}", one.name, name(one.body))),
        ));
    }
    if !published.interests.is_empty() {
        present.push(small("Interests declared"));
        present.push(Html::bullets(
            published.interests.iter().map(|one| format!("{}: {}", one.name, one.interest)),
        ));
    }
    present.push(Html::paragraphs([quorum.sentence.clone()]));
    let mut page = page.piece("present", "Present", Html::spaced(present));
    for minute in &published.minutes {
        let item = found.items.iter().find(|item| item.id == minute.item);
        let heading = format!("{}. {}", minute.number, item.map_or("", |item| item.said.title.as_str()));
        page = page.piece(
            format!("minute-{}", minute.number),
            heading,
            of_minute(found, published, item, minute),
        );
    }
    let corrections: Vec<String> = published
        .corrections
        .iter()
        .map(|one| format!("{}: {}", short_day(one.on), one.public_text))
        .collect();
    page.piece_if("corrections", "Corrections", (!corrections.is_empty()).then(|| Html::bullets(corrections)))
}

fn of_minute(found: &PublicMeeting, published: &PublicMinutes, item: Option<&Item>, minute: &Minute) -> Html {
    let mut pieces = Vec::new();
    pieces.extend(item.map(|item| Html::paragraphs([format!("(Item {})", item.reference())])));
    pieces.push(paragraphs(&minute.public_text));
    for decision in &minute.decisions {
        let said = &decision.said;
        let begins = found.meeting.plan.begins;
        let quorum = told(&published.conduct, &published.attendance, begins, said.taken_at);
        let mut line =
            vec![Html::from(Tag::new(Colour::Purple, said.kind.title())), Html::lines(&said.public_text)];
        line.extend(said.due.map(|due| Html::from(format!("(by {})", month(due)))));
        line.extend(quorum.mark().map(|mark| Html::from(Tag::new(Colour::Orange, mark))));
        pieces.push(Html::paragraphs([Html::spaced(line)]));
    }
    Html::spaced(pieces)
}

/// What was decided.
pub(crate) async fn decisions(reader: Reader) -> Answer {
    let found = public_decisions(reader.store(), &reader.ctx).await?;
    concordat_web::page(&decided(reader.shell("What was decided"), &found))
}

fn decided(shell: Shell, found: &[PublicDecision]) -> Sheet {
    let shell = shell.back(BackLink::new(urls::PUBLIC_MEETINGS).text("All public meetings"));
    let lead = Html::paragraphs(["Decisions in published minutes, newest first."]);
    let page = Sheet::new(shell, lead);
    if found.is_empty() {
        return page.piece("decisions", "Decisions", Html::paragraphs(["None has been published yet."]));
    }
    let table = Table::new("Decisions").caption_hidden().columns(["Day", "What", "Decision", "Group"]).rows(
        found.iter().map(|one| {
            let href = format!("{}#minute-{}", urls::public_minutes(one.meeting), one.number);
            let minute = Html::link(&href, format!("{}. {}", one.number, one.title));
            let said = Html::spaced([
                Html::from(Tag::new(Colour::Purple, one.decision.said.kind.title())),
                Html::lines(&one.decision.said.public_text),
            ]);
            cells![short_day(one.on), minute, said, &one.group]
        }),
    );
    page.piece("decisions", "Decisions", table)
}

pub(crate) fn samples() -> Vec<(&'static str, Sheet)> {
    let mut file = samples::file();
    file.meeting.minutes_published_on = Some(Date::constant(2027, 7, 20));
    file.meeting.signed = Some((Date::constant(2027, 7, 15), "Chair".into()));
    file.items.iter_mut().for_each(|item| item.said.restricted_title = None);
    file.minutes.iter_mut().for_each(|minute| minute.restricted_text = None);
    let decision = file.minutes.first().and_then(|minute| minute.decisions.first()).cloned();
    let group = file.conduct.group.name.clone();
    let decided_on = file.meeting.plan.held_on;
    let found = PublicMeeting {
        meeting: file.meeting.clone(),
        group: group.clone(),
        items: file.items,
        papers: file.papers,
        minutes: Some(PublicMinutes {
            attendance: file.attendance,
            apologies: file.apologies,
            interests: file.interests,
            minutes: file.minutes,
            corrections: file.corrections,
            conduct: file.conduct,
        }),
    };
    let known = [(file.meeting.clone(), group.clone())];
    let shell = samples::shell;
    let mut pages = vec![
        ("public meetings", all(shell("Public meetings"), &known, Date::constant(2027, 8, 1))),
        ("public meetings, none", all(shell("Public meetings"), &[], Date::constant(2027, 8, 1))),
        ("public meeting", one(shell(&title(&found)), &found, Seen::ByAnybody)),
        ("public meeting, preview", previewed(shell("Preview"), &found)),
        ("public decisions, none", decided(shell("What was decided"), &[])),
    ];
    pages.extend(
        found
            .minutes
            .as_ref()
            .map(|published| ("public minutes", of_minutes(shell("Minutes"), &found, published))),
    );
    pages.extend(decision.map(|decision| {
        let title = "Progress of the <action> plan".to_owned();
        let one =
            PublicDecision { meeting: found.meeting.id, on: decided_on, group, number: 51, title, decision };
        ("public decisions", decided(shell("What was decided"), &[one]))
    }));
    pages
}
