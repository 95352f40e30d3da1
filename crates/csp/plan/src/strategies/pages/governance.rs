//! Who reports to whom and what is tabled where: a picture and the same as a table, drawn from the record.

use std::collections::HashMap;

use concordat_kernel::{AnyId, Ref};
use concordat_partnership::Group;
use concordat_web::{
    Answer, Reader, View,
    askama::{self, Template},
    cells, page,
    parts::{Breadcrumbs, Html, Part, Shell, Table},
};

use crate::{
    pages::shell,
    store as plans,
    strategies::{
        map::{self, BOX, Drawing, Place, Tabled},
        store, urls,
    },
    urls as plan_urls,
};

/// The map.
#[derive(Debug, Template)]
#[template(path = "strategies/governance.html")]
pub(super) struct Governance {
    shell: Shell,
    picture: Option<Picture>,
    table: Table,
    elsewhere: Html,
}

/// The picture: boxes that lead to their pages, and the lines between them.
#[derive(Debug, Template)]
#[template(path = "strategies/map.html")]
struct Picture {
    drawing: Drawing,
    description: String,
}
impl askama::filters::HtmlSafe for Picture {}
impl Part for Picture {}

pub(super) async fn show(reader: Reader) -> Answer {
    let (store_, ctx) = (reader.store(), &reader.ctx);
    let heads = store::strategy_heads(store_, ctx).await?;
    let tablings = store::tablings(store_, ctx).await?;
    let groups = concordat_partnership::groups(store_, ctx).await?;
    let link =
        |kind: &'static str, id: AnyId| reader.app.link(&Ref { kind: kind.into(), id }).unwrap_or_default();
    let places: Vec<Place> =
        groups.iter().map(|group| place(group, link("group", group.id.uuid()))).collect();
    let mut tabled = Vec::new();
    for plan in plans::running(store_, ctx).await? {
        if let Some(group) = plan.head.group {
            let href = plan_urls::plan(plan.head.id);
            tabled.push(Tabled {
                group,
                title: plan.head.title.clone(),
                cadence: "its action plan".to_owned(),
                href,
            });
        }
    }
    let mut elsewhere = Vec::new();
    for head in heads {
        let at: Vec<_> = tablings.iter().filter(|one| one.strategy == head.id).collect();
        if at.is_empty() {
            elsewhere.push(Html::link(&urls::strategy(head.id), &head.title));
        }
        for one in at {
            let (title, href) = (head.title.clone(), urls::strategy(head.id));
            tabled.push(Tabled { group: one.group, title, cadence: one.cadence.clone(), href });
        }
    }
    let trail = Breadcrumbs::new().page("Strategies", urls::STRATEGIES).here("Who reports to whom");
    let shell = shell(&reader, "Who reports to whom, and what is tabled where").trail(trail).wide();
    page(&Governance::of(shell, &places, &tabled, elsewhere))
}

fn place(group: &Group, href: String) -> Place {
    Place { id: group.id.uuid(), name: group.name.clone(), parent: group.parent.map(|id| id.uuid()), href }
}

impl Governance {
    fn of(shell: Shell, places: &[Place], tabled: &[Tabled], elsewhere: Vec<Html>) -> Self {
        let names: HashMap<AnyId, &Place> = places.iter().map(|place| (place.id, place)).collect();
        let mut sorted: Vec<&Place> = places.iter().collect();
        sorted.sort_by(|a, b| a.name.cmp(&b.name));
        let table = Table::new("Groups, who they report to, and what is tabled there")
            .caption_hidden()
            .columns(["Group", "Reports to", "What is tabled there", "What else is linked"])
            .row_headers()
            .rows(sorted.into_iter().map(|place| {
                let above = place.parent.and_then(|id| names.get(&id));
                let above = above
                    .map_or_else(|| Html::from("Nobody here"), |above| Html::link(&above.href, &above.name));
                let mut here: Vec<&Tabled> = tabled.iter().filter(|one| one.group == place.id).collect();
                here.sort_by(|a, b| a.title.cmp(&b.title));
                let here: Vec<Html> = here
                    .into_iter()
                    .map(|one| {
                        Html::spaced([
                            Html::link(&one.href, &one.title),
                            Html::from(format!("({})", one.cadence)),
                        ])
                    })
                    .collect();
                let here = if here.is_empty() { Html::from("Nothing") } else { Html::bullets(here) };
                let links = urls::links(&Ref { kind: "group".into(), id: place.id }).unwrap_or_default();
                let links =
                    Html::link(&links, Html::spaced([Html::from("Links"), Html::hidden(&place.name)]));
                cells![Html::link(&place.href, &place.name), above, here, links]
            }));
        let drawing = map::draw(places, tabled);
        let said: Vec<String> = drawing.boxes.iter().map(|drawn| drawn.label.clone()).collect();
        let picture =
            Picture { drawing, description: format!("{}. The table below says the same.", said.join("; ")) };
        let elsewhere = if elsewhere.is_empty() { Html::default() } else { Html::bullets(elsewhere) };
        Self { shell, picture: (!places.is_empty()).then_some(picture), table, elsewhere }
    }
}

impl View for Governance {
    fn samples() -> Vec<(&'static str, Self)> {
        let shell = || crate::pages::samples::shell("Who reports to whom, and what is tabled where").wide();
        let id = |n: u128| AnyId::from_u128(n);
        let place = |n, name: &str, parent: Option<u128>| Place {
            id: id(n),
            name: name.to_owned(),
            parent: parent.map(id),
            href: format!("/groups/{n}"),
        };
        let places = [
            place(1, "Merrowshire Community Safety Partnership", None),
            place(2, "Community Safety Working Group", Some(1)),
            place(3, "Lanes & Villages Task Group", Some(2)),
            place(4, "Death Review Steering Group", Some(1)),
        ];
        let tabled = |group, title: &str, cadence: &str| Tabled {
            group: id(group),
            title: title.to_owned(),
            cadence: cadence.to_owned(),
            href: "/strategies/sample".to_owned(),
        };
        let tables = [
            tabled(1, "Merrowshire community safety action plan", "its action plan"),
            tabled(1, "Women & girls strategy", "Each March"),
            tabled(3, "Lanes strategy", "Twice a year"),
        ];
        vec![
            ("usual", Self::of(shell(), &places, &tables, vec!["Inquiry into the evening economy".into()])),
            ("no groups", Self::of(shell(), &[], &[], Vec::new())),
        ]
    }
}
