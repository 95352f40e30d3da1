//! Every body, by kind if asked.

use std::collections::HashMap;

use askama::Template;
use concordat_access::Resource;
use concordat_kernel::{AnyId, Id, Kind as _, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, Reader, View,
    axum::extract::RawQuery,
    cells,
    parts::{Button, Column, Html, Select, Shell, Table},
};

use super::{sample_shell, words};
use crate::{Body, BodyKind, actions::ADD_BODY, store, urls};

/// The list.
#[derive(Debug, Clone, Template)]
#[template(path = "bodies.html")]
pub(super) struct BodiesPage {
    shell: Shell,
    add: Option<Button>,
    kind: Select,
    filter: Button,
    bodies: Option<Table>,
    filtered: bool,
}

/// Shows the list.
pub(super) async fn show(reader: Reader, RawQuery(query): RawQuery) -> Answer {
    let asked = Answers::decode(query.unwrap_or_default().as_bytes());
    let kind = BodyKind::from_word(asked.get("kind"));
    let bodies = store::bodies(reader.store(), &reader.ctx).await?;
    let today = reader.ctx.clock.today();
    let mut seats = HashMap::<Id<Body>, usize>::new();
    for seat in store::seats(reader.store(), &reader.ctx).await? {
        if !seat.has_ended(today) {
            *seats.entry(seat.body).or_default() += 1;
        }
    }
    let may_add = reader.may(ADD_BODY, &Resource::any(Body::NAME));
    let mut page = BodiesPage::new(reader.shell("Bodies"), &bodies, kind, &seats, today);
    page.add = may_add.then(|| Button::link("Add a body", urls::NEW_BODY));
    concordat_web::page(&page)
}

impl BodiesPage {
    fn new(
        shell: Shell,
        bodies: &[Body],
        kind: Option<BodyKind>,
        seats: &HashMap<Id<Body>, usize>,
        today: Date,
    ) -> Self {
        let shown: Vec<&Body> =
            bodies.iter().filter(|body| kind.is_none_or(|kind| body.kind == kind)).collect();
        let caption =
            kind.map_or_else(|| "All bodies".to_owned(), |kind| format!("{}: {}", kind.title(), shown.len()));
        let table = Table::new(caption)
            .caption_hidden()
            .columns(["Body", "Short name", "Takes part as"])
            .column(Column::numeric("Seats"))
            .column("State")
            .row_headers()
            .rows(shown.iter().map(|body| {
                cells![
                    Html::link(&urls::body(body.id), &body.name),
                    body.short_name.as_deref().unwrap_or(""),
                    body.kind.title(),
                    seats.get(&body.id).copied().unwrap_or(0),
                    words::state(body, today)
                ]
            }));
        let options = BodyKind::ALL.iter().map(|kind| (kind.word(), kind.title()));
        Self {
            shell,
            add: None,
            kind: Select::new("kind", "Show")
                .option("", "All bodies")
                .options(options)
                .chosen(kind.map_or("", BodyKind::word)),
            filter: Button::new("Filter").secondary(),
            bodies: (!shown.is_empty()).then_some(table),
            filtered: kind.is_some(),
        }
    }
}

/// An invented body.
pub(crate) fn sample_body(n: u128, name: &str, kind: BodyKind) -> Body {
    Body {
        id: Id::from_uuid(AnyId::from_u128(n)),
        version: 1,
        name: name.to_owned(),
        short_name: None,
        kind,
        aliases: Vec::new(),
        predecessor: None,
        active_from: None,
        active_until: None,
        notes: None,
    }
}

impl View for BodiesPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let today = Date::constant(2027, 3, 4);
        let police = sample_body(1, "Merrowshire Police", BodyKind::ResponsibleAuthority);
        let ceased = Body {
            active_until: Some(Date::constant(2022, 6, 30)),
            short_name: Some("CCG".to_owned()),
            ..sample_body(2, "Merrowshire Clinical Commissioning Group", BodyKind::ResponsibleAuthority)
        };
        let awkward = sample_body(3, "Friends of <Lower Ashing> & \"the Bridge\"", BodyKind::Other);
        let seats = HashMap::from([(police.id, 3)]);
        let bodies = [police, ceased, awkward];
        let mut usual = Self::new(sample_shell("Bodies"), &bodies, None, &seats, today);
        usual.add = Some(Button::link("Add a body", urls::NEW_BODY));
        let none =
            |bodies: &[Body], kind| Self::new(sample_shell("Bodies"), bodies, kind, &HashMap::new(), today);
        vec![
            ("usual", usual),
            ("empty", none(&[], None)),
            ("none of a kind", none(&bodies, Some(BodyKind::CoOperating))),
        ]
    }
}
