//! The areas the partnership serves.

use askama::Template;
use concordat_kernel::{AnyId, Id};
use concordat_web::{
    Answer, Reader, View, cells,
    parts::{Breadcrumbs, Html, Shell, Table},
};

use super::{bodies::sample_body, sample_shell};
use crate::{Area, AreaKind, Body, BodyKind, store, urls};

/// The list.
#[derive(Debug, Clone, Template)]
#[template(path = "areas.html")]
pub(super) struct AreasPage {
    shell: Shell,
    areas: Option<Table>,
}

/// Shows the list.
pub(super) async fn show(reader: Reader) -> Answer {
    let areas = store::areas(reader.store(), &reader.ctx).await?;
    let bodies = store::bodies(reader.store(), &reader.ctx).await?;
    concordat_web::page(&AreasPage::new(reader.shell("Areas"), &areas, &bodies))
}

impl AreasPage {
    fn new(shell: Shell, areas: &[Area], bodies: &[Body]) -> Self {
        let table = Table::new("Areas")
            .caption_hidden()
            .columns(["Area", "Kind", "Part of", "Body that answers for it"])
            .row_headers()
            .rows(areas.iter().map(|area| {
                let parent = areas.iter().find(|other| Some(other.id) == area.parent);
                let body = bodies.iter().find(|body| Some(body.id) == area.body);
                cells![
                    &area.name,
                    area.kind.title(),
                    parent.map_or("", |parent| &parent.name),
                    body.map_or_else(Html::default, |body| Html::link(&urls::body(body.id), &body.name))
                ]
            }));
        let shell = shell.trail(Breadcrumbs::new().page("Bodies", urls::BODIES).here("Areas"));
        Self { shell, areas: (!areas.is_empty()).then_some(table) }
    }
}

impl View for AreasPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let council = sample_body(1, "Lower Ashing District Council", BodyKind::ResponsibleAuthority);
        let area = |n: u128, name: &str, kind, parent: Option<&Area>, body| Area {
            id: Id::from_uuid(AnyId::from_u128(n)),
            name: name.to_owned(),
            kind,
            parent: parent.map(|parent| parent.id),
            body,
        };
        let county = area(10, "Merrowshire", AreaKind::County, None, None);
        let district = area(11, "Lower Ashing", AreaKind::District, Some(&county), Some(council.id));
        let unitary = area(12, "Port Aldren", AreaKind::Unitary, None, None);
        let usual = Self::new(sample_shell("Areas"), &[district, county, unitary], &[council]);
        vec![("usual", usual), ("empty", Self::new(sample_shell("Areas"), &[], &[]))]
    }
}
