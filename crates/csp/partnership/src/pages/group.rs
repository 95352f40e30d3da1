//! One group: what it is for, its seats and who holds them, and what it was before.

use std::collections::HashMap;

use askama::Template;
use concordat_access::{Action, Resource};
use concordat_kernel::{AnyId, Id, Kind as _, jiff::civil::Date};
use concordat_web::{
    Answer, Reader, View,
    axum::extract::Path,
    cells,
    parts::{Breadcrumbs, Button, Html, Shell, SummaryList, Table, Timeline},
};

use super::{
    bodies::sample_body,
    body::holder,
    groups::sample_group,
    history::{self, Told},
    people::People,
    sample_shell, words,
};
use crate::{
    BodyKind, Capacity, Group, Seat,
    actions::{ADD_SEAT, CHANGE_GROUP, END_SEAT, FILL_SEAT, itself},
    store,
    store::GroupFile,
    urls,
};

/// The page.
#[derive(Debug, Clone, Template)]
#[template(path = "group.html")]
pub(super) struct GroupPage {
    shell: Shell,
    change: Option<Button>,
    terms: String,
    add_seat: Option<Button>,
    facts: SummaryList,
    seats: Option<Table>,
    former_seats: Option<Table>,
    sat: Option<Table>,
    history: Option<Timeline>,
}

/// Shows the group.
pub(super) async fn show(reader: Reader, Path(id): Path<Id<Group>>) -> Answer {
    let file = store::group_file(reader.store(), &reader.ctx, id).await?;
    let sitting = file.seats.iter().flat_map(|(seat, _)| [seat.person, seat.deputy]).flatten();
    let sitting = sitting.chain(file.sittings.iter().map(|sitting| sitting.person)).collect();
    let people = People::find(&reader, sitting).await?;
    let history = history::timeline(&reader, &told(&file), &names(&file)).await?;
    let may = |action: Action, seat: &Seat| {
        let resource = Resource::one(seat.id).within(seat.group.uuid()).within(seat.body.uuid());
        reader.may(action, &resource)
    };
    let shell = reader.shell(&file.group.name);
    let mut page = GroupPage::new(shell, &file, &people, reader.ctx.clock.today(), &may);
    page.history = history;
    if reader.may(CHANGE_GROUP, &itself(id)) {
        page.change = Some(Button::link("Change this group", urls::change_group(id)).secondary());
    }
    if reader.may(ADD_SEAT, &Resource::any(Seat::NAME).within(id.uuid())) {
        page.add_seat = Some(Button::link("Add a seat", urls::new_seat(id)).secondary());
    }
    concordat_web::page(&page)
}

impl GroupPage {
    fn new(
        shell: Shell,
        file: &GroupFile,
        people: &People,
        today: Date,
        may: &dyn Fn(Action, &Seat) -> bool,
    ) -> Self {
        let GroupFile { group, groups, areas, .. } = file;
        let link = |group: &Group| Html::link(&urls::group(group.id), &group.name);
        let parent = groups.iter().find(|other| Some(other.id) == group.parent);
        let below: Vec<Html> =
            groups.iter().filter(|other| other.parent == Some(group.id)).map(link).collect();
        let area = areas.iter().find(|area| Some(area.id) == group.area);
        let mut facts = SummaryList::new()
            .row(("Short name", words::text_or_none(group.short_name.as_deref())))
            .row(("Purpose", words::text_or_none(group.purpose.as_deref())))
            .row(("Role by law", words::text_or_none(group.statutory.as_deref())))
            .row(("Area", area.map_or("The whole partnership", |area| &area.name)));
        if let Some(parent) = parent {
            facts = facts.row(("Part of", link(parent)));
        }
        if !below.is_empty() {
            facts = facts.row(("Groups under it", Html::bullets(below)));
        }
        let (over, held): (Vec<&Seat>, Vec<&Seat>) =
            file.seats.iter().map(|(seat, _)| seat).partition(|seat| seat.has_ended(today));
        Self {
            shell: shell.trail(Breadcrumbs::new().page("Groups", urls::GROUPS).here(&group.name)),
            change: None,
            terms: crate::terms::urls::index(group.id),
            add_seat: None,
            facts,
            seats: (!held.is_empty()).then(|| seats(file, &held, people, today, may)),
            former_seats: (!over.is_empty()).then(|| former_seats(file, &over)),
            sat: (!file.sittings.is_empty()).then(|| sat(file, people)),
            history: None,
        }
    }
}

fn seats(
    file: &GroupFile,
    held: &[&Seat],
    people: &People,
    today: Date,
    may: &dyn Fn(Action, &Seat) -> bool,
) -> Table {
    let offered: Vec<Html> = held.iter().map(|seat| offers(seat, may)).collect();
    let any = offered.iter().any(|offer| !offer.is_empty());
    let mut table = Table::new("Seats")
        .caption_hidden()
        .columns(["Seat", "Body", "Capacity", "Filled by", "Deputy", "Held"])
        .row_headers();
    if any {
        table = table.column(Html::hidden("What can be done"));
    }
    table.rows(held.iter().zip(offered).map(|(seat, offer)| {
        let mut row = cells![
            &seat.title,
            held_by(file, seat),
            seat.capacity.title(),
            holder(seat, people, today),
            seat.deputy.map_or_else(|| "None".into(), |deputy| people.html(deputy)),
            words::span(seat.active_from, seat.active_until)
        ];
        if any {
            row.push(offer);
        }
        row
    }))
}

/// What the reader may do with a seat, a link for each.
fn offers(seat: &Seat, may: &dyn Fn(Action, &Seat) -> bool) -> Html {
    let link = |href: String, text: &str, about: &str| {
        let about = format!("{about} “{}”", seat.title);
        Html::link(&href, Html::spaced([Html::from(text), Html::hidden(&about)]))
    };
    let fill =
        may(FILL_SEAT, seat).then(|| link(urls::fill_seat(seat.id), "Change who fills it", "for the seat"));
    let speaks = may(FILL_SEAT, seat)
        .then(|| link(crate::terms::urls::speaks_for(seat.id), "Change whom it speaks for", "the seat"));
    let end = (may(END_SEAT, seat) && seat.active_until.is_none())
        .then(|| link(urls::end_seat(seat.id), "End", "the seat"));
    Html::stacked(fill.into_iter().chain(speaks).chain(end))
}

fn former_seats(file: &GroupFile, over: &[&Seat]) -> Table {
    Table::new("Former seats")
        .caption_hidden()
        .columns(["Seat", "Body", "Capacity", "Held", "Why it ended"])
        .row_headers()
        .rows(over.iter().map(|seat| {
            cells![
                &seat.title,
                body(file, seat),
                seat.capacity.title(),
                words::span(seat.active_from, seat.active_until),
                words::text_or_none(seat.end_reason.as_deref())
            ]
        }))
}

/// Who sat in which seat, and when.
fn sat(file: &GroupFile, people: &People) -> Table {
    let title = |sitting: &crate::terms::Sitting| {
        file.seats.iter().find(|(seat, _)| seat.id == sitting.seat).map_or("", |(seat, _)| &seat.title)
    };
    Table::new("Who has sat here, newest first")
        .caption_hidden()
        .columns(["Seat", "Who", "As", "When"])
        .row_headers()
        .rows(file.sittings.iter().map(|sitting| {
            cells![
                title(sitting),
                people.html(sitting.person),
                if sitting.deputy { "Deputy" } else { "Holder" },
                words::span(Some(sitting.since), sitting.until)
            ]
        }))
}

fn body(file: &GroupFile, seat: &Seat) -> Html {
    let name = file.bodies.iter().find(|body| body.id == seat.body).map_or("", |body| &body.name);
    Html::link(&urls::body(seat.body), name)
}

/// The body that holds a seat, and those it speaks for.
fn held_by(file: &GroupFile, seat: &Seat) -> Html {
    let spoken = file.spoken_for.iter().filter(|(id, _)| *id == seat.id).map(|(_, body)| {
        let name = file.bodies.iter().find(|other| other.id == *body).map_or("", |body| &body.name);
        Html::from(name)
    });
    let spoken: Vec<Html> = spoken.collect();
    if spoken.is_empty() {
        return body(file, seat);
    }
    let count = spoken.len();
    let words = format!("Speaks for {count} bodies, and obtains the approval of each");
    let list = concordat_web::parts::Details::new(words, Html::bullets(spoken));
    Html::spaced([body(file, seat), list.into()])
}

fn told(file: &GroupFile) -> Vec<Told> {
    let group = Told { subject: "Group".to_owned(), former: file.former.clone() };
    let seats = file
        .seats
        .iter()
        .map(|(seat, former)| Told { subject: format!("Seat “{}”", seat.title), former: former.clone() });
    std::iter::once(group).chain(seats).collect()
}

fn names(file: &GroupFile) -> HashMap<AnyId, String> {
    let groups = file.groups.iter().map(|group| (group.id.uuid(), group.name.clone()));
    let bodies = file.bodies.iter().map(|body| (body.id.uuid(), body.name.clone()));
    let areas = file.areas.iter().map(|area| (area.id.uuid(), area.name.clone()));
    groups.chain(bodies).chain(areas).collect()
}

fn sample_file(seats: Vec<Seat>) -> GroupFile {
    let board = sample_group(10, "Merrowshire Community Safety Partnership", None);
    let mut group = sample_group(11, "Merrowshire <Working> Group", Some(&board));
    group.purpose = Some("Turns what the partnership agrees into work.\nMeets before it.".to_owned());
    let water = sample_group(12, "Water safety", Some(&group));
    GroupFile {
        groups: vec![board, group.clone(), water],
        group,
        bodies: vec![sample_body(1, "Merrowshire Police", BodyKind::ResponsibleAuthority)],
        areas: Vec::new(),
        spoken_for: vec![(Id::from_uuid(AnyId::from_u128(20)), Id::from_uuid(AnyId::from_u128(1)))],
        sittings: vec![crate::terms::Sitting {
            seat: Id::from_uuid(AnyId::from_u128(20)),
            person: AnyId::from_u128(40),
            deputy: true,
            since: Date::constant(2022, 4, 1),
            until: Some(Date::constant(2023, 3, 31)),
        }],
        seats: seats.into_iter().map(|seat| (seat, Vec::new())).collect(),
        former: Vec::new(),
    }
}

impl View for GroupPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let today = Date::constant(2027, 3, 4);
        let seat = |n: u128, title: &str| Seat {
            id: Id::from_uuid(AnyId::from_u128(n)),
            group: Id::from_uuid(AnyId::from_u128(11)),
            body: Id::from_uuid(AnyId::from_u128(1)),
            title: title.to_owned(),
            capacity: Capacity::ResponsibleAuthority,
            active_from: Some(Date::constant(2022, 4, 1)),
            active_until: None,
            end_reason: None,
            person: None,
            deputy: None,
        };
        let over = Seat {
            active_until: Some(Date::constant(2023, 3, 31)),
            end_reason: Some("The post was merged".to_owned()),
            ..seat(21, "Roads policing")
        };
        let file = sample_file(vec![seat(20, "Neighbourhood policing"), over]);
        let mut usual =
            Self::new(sample_shell(&file.group.name), &file, &People::default(), today, &|_, _| true);
        usual.change = Some(Button::link("Change this group", "#change").secondary());
        usual.add_seat = Some(Button::link("Add a seat", "#add").secondary());
        let mut empty = sample_file(Vec::new());
        empty.sittings.clear();
        let empty =
            Self::new(sample_shell(&empty.group.name), &empty, &People::default(), today, &|_, _| false);
        vec![("usual", usual), ("empty", empty)]
    }
}
