//! One body: what is known of it, the seats it holds, and what it was before.

use std::collections::HashMap;

use askama::Template;
use concordat_kernel::{AnyId, Id, jiff::civil::Date};
use concordat_store::FieldChange;
use concordat_web::{
    Answer, Reader, View,
    axum::extract::Path,
    cells,
    parts::{Breadcrumbs, Button, Html, Shell, SummaryList, Table, Tag, Timeline},
};

use super::{
    bodies::sample_body,
    history::{self, Told},
    people::People,
    sample_shell, words,
};
use crate::{
    Body, BodyKind, Capacity, Seat,
    actions::{CHANGE_BODY, itself},
    store,
    store::BodyFile,
    urls,
};

/// The page.
#[derive(Debug, Clone, Template)]
#[template(path = "body.html")]
pub(super) struct BodyPage {
    shell: Shell,
    state: Tag,
    change: Option<Button>,
    take_over: Option<Button>,
    facts: SummaryList,
    seats: Option<Table>,
    history: Option<Timeline>,
}

/// Shows the body.
pub(super) async fn show(reader: Reader, Path(id): Path<Id<Body>>) -> Answer {
    let file = store::body_file(reader.store(), &reader.ctx, id).await?;
    let sitting = file.seats.iter().filter_map(|seat| seat.person).collect();
    let people = People::find(&reader, sitting).await?;
    let told = [Told { subject: "Body".to_owned(), former: file.former.clone() }];
    let history = history::timeline(&reader, &told, &file.names).await?;
    let shell = reader.shell(&file.body.name);
    let mut page = BodyPage::new(shell, &file, &people, reader.ctx.clock.today());
    page.history = history;
    let may_change = reader.may(CHANGE_BODY, &itself(id));
    if may_change && file.body.active_until.is_none() {
        let href = crate::terms::urls::take_over(id);
        page.take_over = Some(Button::link("Another body takes over", href).secondary());
    }
    page.change = may_change.then(|| Button::link("Change this body", urls::change_body(id)).secondary());
    concordat_web::page(&page)
}

impl BodyPage {
    fn new(shell: Shell, file: &BodyFile, people: &People, today: Date) -> Self {
        let BodyFile { body, bodies, .. } = file;
        let link = |body: &Body| Html::link(&urls::body(body.id), &body.name);
        let forerunner = bodies.iter().find(|other| Some(other.id) == body.predecessor);
        let successors: Vec<Html> =
            bodies.iter().filter(|other| other.predecessor == Some(body.id)).map(link).collect();
        let aliases = match body.aliases.as_slice() {
            [] => "None".into(),
            aliases => Html::bullets(aliases),
        };
        let mut facts = SummaryList::new()
            .row(("Short name", words::text_or_none(body.short_name.as_deref())))
            .row(("Takes part as", body.kind.title()))
            .row(("Names in documents", aliases))
            .row(("Takes part", words::span(body.active_from, body.active_until)));
        if let Some(forerunner) = forerunner {
            facts = facts.row(("Took over from", link(forerunner)));
        }
        if !successors.is_empty() {
            facts = facts.row(("Succeeded by", Html::bullets(successors)));
        }
        let facts = facts.row(("Notes", words::text_or_none(body.notes.as_deref())));
        Self {
            shell: shell.trail(Breadcrumbs::new().page("Bodies", urls::BODIES).here(&body.name)),
            state: words::state(body, today),
            change: None,
            take_over: None,
            facts,
            seats: seats(file, people, today),
            history: None,
        }
    }
}

fn seats(file: &BodyFile, people: &People, today: Date) -> Option<Table> {
    let table = Table::new("Seats it holds")
        .caption_hidden()
        .columns(["Seat", "Group", "Capacity", "Filled by", "Held"])
        .row_headers()
        .rows(file.seats.iter().map(|seat| {
            let group = file.names.get(&seat.group.uuid()).map_or("", String::as_str);
            cells![
                &seat.title,
                Html::link(&urls::group(seat.group), group),
                seat.capacity.title(),
                holder(seat, people, today),
                words::span(seat.active_from, seat.active_until)
            ]
        }));
    (!file.seats.is_empty()).then_some(table)
}

/// Who fills a seat, or a word for nobody doing so.
pub(super) fn holder(seat: &Seat, people: &People, today: Date) -> Html {
    use concordat_web::parts::Colour;
    match seat.person {
        Some(person) => people.html(person),
        None if seat.has_ended(today) => "Nobody".into(),
        None => Tag::new(Colour::Yellow, "Vacant").into(),
    }
}

fn sample(body: Body, others: Vec<Body>, seats: Vec<Seat>) -> BodyPage {
    let today = Date::constant(2027, 3, 4);
    let group = AnyId::from_u128(10);
    let former = vec![FieldChange {
        at: "2027-03-04T09:30:00.000000Z".to_owned(),
        actor: "operator".to_owned(),
        request: String::new(),
        field: "kind".to_owned(),
        former: Some("other".to_owned()),
        latter: Some("co-operating".to_owned()),
    }];
    let names = HashMap::from([(group, "Merrowshire Working Group".to_owned())]);
    let told = [Told { subject: "Body".to_owned(), former: former.clone() }];
    let mut bodies = others;
    bodies.push(body.clone());
    let history = history::draw(&told, &names, &People::default());
    let file = BodyFile { bodies, body, names, seats, former };
    let mut page = BodyPage::new(sample_shell(&file.body.name), &file, &People::default(), today);
    page.history = history;
    page
}

impl View for BodyPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let forerunner = sample_body(1, "Merrowshire Clinical Commissioning Group", BodyKind::Other);
        let board = Body {
            short_name: Some("ICB".to_owned()),
            aliases: vec!["NHS Merrowshire".to_owned(), "Health".to_owned()],
            predecessor: Some(forerunner.id),
            active_from: Some(Date::constant(2022, 7, 1)),
            notes: Some("Writes to the working group\nthrough its safeguarding lead".to_owned()),
            ..sample_body(2, "Merrowshire Integrated Care Board", BodyKind::ResponsibleAuthority)
        };
        let seat = Seat {
            id: Id::from_uuid(AnyId::from_u128(3)),
            group: Id::from_uuid(AnyId::from_u128(10)),
            body: board.id,
            title: "Health".to_owned(),
            capacity: Capacity::ResponsibleAuthority,
            active_from: Some(Date::constant(2022, 7, 1)),
            active_until: None,
            end_reason: None,
            person: None,
            deputy: None,
        };
        let mut usual = sample(board, vec![forerunner], vec![seat]);
        usual.change = Some(Button::link("Change this body", "#change").secondary());
        let awkward = sample_body(4, "Friends of <Lower Ashing> & \"the Bridge\"", BodyKind::Other);
        let mut bare = sample(awkward, Vec::new(), Vec::new());
        bare.history = None;
        vec![("usual", usual), ("empty", bare)]
    }
}
