//! Every meeting: what comes, and what was.

use std::collections::HashMap;

use concordat_access::Resource;
use concordat_kernel::{Id, jiff::civil::Date};
use concordat_partnership::Group;
use concordat_web::{
    Answer, Reader, cells,
    parts::{Colour, Html, Select, Shell, Table, Tag},
};

use super::{
    answers::{clock, short_day},
    samples,
    sheet::Sheet,
};
use crate::{Meeting, MinutesState, meetings, store::ADD, urls};

/// Shows them; `group` leaves one group's.
pub(crate) async fn show(reader: Reader) -> Answer {
    let found = meetings(reader.store(), &reader.ctx).await?;
    let groups = concordat_partnership::groups(reader.store(), &reader.ctx).await?;
    let chosen = reader.query.get("group");
    let one = groups.iter().find(|group| group.id.to_string() == chosen);
    let may = reader.may(ADD, &Resource::anywhere(ADD.kind, &reader.ctx.actor));
    concordat_web::page(&draw(reader.shell("Meetings"), &found, &groups, one, reader.ctx.clock.today(), may))
}

fn draw(
    shell: Shell,
    found: &[Meeting],
    groups: &[Group],
    one: Option<&Group>,
    today: Date,
    may_plan: bool,
) -> Sheet {
    let names: HashMap<Id<Group>, &str> =
        groups.iter().map(|group| (group.id, group.name.as_str())).collect();
    let shown = |meeting: &&Meeting| one.is_none_or(|group| group.id == meeting.group);
    let (ahead, past): (Vec<&Meeting>, Vec<&Meeting>) =
        found.iter().filter(shown).partition(|meeting| meeting.plan.held_on >= today);
    let plans = groups.iter().map(|group| Html::link(&urls::forward(group.id), &group.name));
    let filter = Select::new("group", "Show")
        .option("", "All groups")
        .options(groups.iter().map(|group| (group.id.to_string(), group.name.clone())))
        .chosen(one.map(|group| group.id.to_string()).unwrap_or_default());
    let lead = super::parts::filter(urls::MEETINGS, filter);
    let rows = |meetings: &mut dyn Iterator<Item = &&Meeting>| -> Vec<Vec<Html>> {
        meetings.map(|meeting| row(meeting, &names)).collect()
    };
    let table = |caption: &str, rows: Vec<Vec<Html>>| -> Html {
        if rows.is_empty() {
            return Html::paragraphs(["None."]);
        }
        Table::new(caption)
            .caption_hidden()
            .columns(["Day", "Group", "State"])
            .row_headers()
            .rows(rows)
            .into()
    };
    Sheet::new(shell, lead)
        .button_if(may_plan, "Plan a meeting", urls::NEW_MEETING)
        .button_if(true, "What is followed up", urls::FOLLOW_UPS)
        .piece("ahead", "To come", table("To come", rows(&mut ahead.iter())))
        .piece("held", "Held, newest first", table("Held", rows(&mut past.iter().rev())))
        .piece("forward", "Forward plans", Html::bullets(plans))
}

fn row(meeting: &Meeting, names: &HashMap<Id<Group>, &str>) -> Vec<Html> {
    let when = format!("{}, {}", short_day(meeting.plan.held_on), clock(meeting.plan.begins));
    let group = names.get(&meeting.group).copied().unwrap_or_default();
    cells![Html::link(&urls::meeting(meeting.id), when), group, state(meeting)]
}

/// Where a meeting stands, as a word on a colour.
pub(crate) fn state(meeting: &Meeting) -> Tag {
    match meeting {
        meeting if meeting.cancelled.is_some() => Tag::new(Colour::Grey, "Cancelled"),
        meeting if meeting.minutes == MinutesState::Published => Tag::new(Colour::Green, "Minutes published"),
        meeting if meeting.minutes != MinutesState::None => {
            Tag::new(Colour::Blue, format!("Minutes: {}", meeting.minutes.title().to_lowercase()))
        }
        meeting if meeting.published_at.is_some() => Tag::new(Colour::Teal, "Agenda published"),
        meeting if meeting.agreed_at.is_some() => Tag::new(Colour::Yellow, "Agenda agreed"),
        _ => Tag::new(Colour::Yellow, "Planned"),
    }
}

pub(crate) fn samples() -> Vec<(&'static str, Sheet)> {
    let file = samples::file();
    let groups = [file.conduct.group.clone()];
    let planned = Meeting { plan: samples::plan(Date::constant(2027, 7, 15)), ..samples::planned() };
    let held = file.meeting;
    let today = Date::constant(2027, 4, 1);
    vec![
        ("meetings", draw(samples::shell("Meetings"), &[held, planned], &groups, None, today, true)),
        ("no meetings", draw(samples::shell("Meetings"), &[], &[], None, today, false)),
    ]
}
