//! Who did what to which thing, when, why and with what outcome. It holds no values: what a thing was
//! before is in its own history.

use std::collections::HashMap;

use askama::Template;
use concordat_kernel::{AnyId, Ref};
use concordat_store::AuditRow;
use concordat_web::{
    Answer, Reader, View, cells,
    parts::{BackLink, Colour, Html, InsetText, Pagination, Shell, Table, Tag, WarningText},
};

use super::audit_words::what;
use crate::{
    store::{self, PAGE, Rows, Trail},
    urls, words,
};

const TITLE: &str = "Who did what";

#[derive(Debug, Clone, Template)]
#[template(path = "audit.html")]
pub(crate) struct AuditPage {
    shell: Shell,
    about: String,
    state: Html,
    table: Option<Table>,
    pages: Option<Pagination>,
}

/// A thing's title and page, where the reader may see them.
type Titles = HashMap<AnyId, (String, Option<String>)>;

/// What is known of the chain: how long it is, and when it was asked for, whether it is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Chain {
    NotAsked,
    Whole(i64),
    Broken(Vec<String>),
}

pub(crate) async fn show(reader: Reader) -> Answer {
    let query = &reader.query;
    let which = match (query.get("person").parse(), query.get("thing").parse()) {
        (Ok(person), _) => Rows::By(person),
        (_, Ok(thing)) => Rows::To(thing),
        _ => Rows::Before(query.get("before").parse().ok()),
    };
    let trail = store::trail(reader.store(), &reader.ctx, which).await?;
    // Walking the whole chain takes a while in an old record, so only when asked.
    let chain = if query.has("check") {
        match reader.store().verify_audit(None).await? {
            (end, faults) if faults.is_empty() => Chain::Whole(end.number),
            (_, faults) => Chain::Broken(faults),
        }
    } else {
        Chain::NotAsked
    };
    let mut titles = Titles::new();
    for row in &trail.rows {
        if let Some(thing) = thing(row)
            && !titles.contains_key(&thing.id)
            && let Some(title) = reader.app.title(&reader.ctx, &thing).await?
        {
            titles.insert(thing.id, (title, reader.app.link(&thing)));
        }
    }
    concordat_web::page(&view(reader.shell(TITLE), which, &trail, &titles, &chain))
}

fn thing(row: &AuditRow) -> Option<Ref> {
    let id = row.thing.as_deref()?.parse().ok()?;
    Some(Ref { kind: row.kind.clone().into(), id })
}

fn view(shell: Shell, which: Rows, trail: &Trail, titles: &Titles, chain: &Chain) -> AuditPage {
    let shell = shell.wide().mark("Official-Sensitive");
    let all = matches!(which, Rows::Before(_));
    let shell = if all { shell } else { shell.back(BackLink::new(urls::AUDIT).text("Back to everybody")) };
    AuditPage {
        about: match which {
            Rows::Before(_) => {
                "Everything that was done or refused, newest first. Times are those of London."
            }
            Rows::By(_) => "The last 200 things this person did or was refused.",
            Rows::To(_) => "The last 200 things done to this, or refused.",
        }
        .to_owned(),
        state: state(chain),
        table: (!trail.rows.is_empty()).then(|| table(trail, titles)),
        pages: if all { pages(which, &trail.rows) } else { None },
        shell,
    }
}

fn state(chain: &Chain) -> Html {
    match chain {
        Chain::NotAsked => Html::paragraphs([Html::spaced([
            Html::text(
                "Each row carries the seal of the one before, so that a row changed or removed later is found.",
            ),
            Html::link(&format!("{}?check=1", urls::AUDIT), "Check it now"),
        ])]),
        Chain::Whole(rows) => {
            InsetText::new(format!("Checked: the record of who did what is whole. It has {rows} rows."))
                .into()
        }
        Chain::Broken(faults) => Html::spaced([
            WarningText::new(
                "The record of who did what was tampered with or damaged. Tell whoever runs the machine.",
            )
            .into(),
            Html::bullets(faults.clone()),
        ]),
    }
}

fn table(trail: &Trail, titles: &Titles) -> Table {
    let table = Table::new("Who did what, newest first")
        .caption_hidden()
        .columns(["Number", "When", "Who", "What", "About", "Reason given", "Outcome"])
        .small();
    trail.rows.iter().fold(table, |table, row| {
        let who = Html::text(words::actor(&row.actor, &trail.names));
        let who = match row.actor.parse::<AnyId>() {
            Ok(id) => Html::link(&format!("{}?person={id}", urls::AUDIT), who),
            Err(_) => who,
        };
        let outcome = match row.outcome.as_str() {
            "denied" => Tag::new(Colour::Red, "Refused").into(),
            _ => Html::text("Done"),
        };
        let why = row.why.as_deref().unwrap_or_default();
        table.row(cells![
            row.number,
            words::moment_kept(&row.at),
            who,
            what(&row.action, &row.outcome),
            about(row, titles),
            why,
            outcome
        ])
    })
}

fn about(row: &AuditRow, titles: &Titles) -> Html {
    let Some(thing) = thing(row) else { return Html::default() };
    let everything = |text: &str| Html::link(&format!("{}?thing={}", urls::AUDIT, thing.id), text);
    match titles.get(&thing.id) {
        // One beneath the other: a long title would otherwise run round the short link, too near to tell apart by touch.
        Some((title, Some(page))) => {
            Html::stacked([Html::link(page, title), everything("All that was done to it")])
        }
        Some((title, None)) => everything(title),
        None => {
            let kind = row.kind.replace(['_', '-'], " ");
            let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            everything(&format!("{article} {kind}"))
        }
    }
}

fn pages(which: Rows, rows: &[AuditRow]) -> Option<Pagination> {
    let newest =
        matches!(which, Rows::Before(Some(_))).then(|| (urls::AUDIT.to_owned(), "The newest".to_owned()));
    let full = i64::try_from(rows.len()).is_ok_and(|rows| rows == PAGE);
    let older = rows.last().filter(|last| full && last.number > 1).map(|last| {
        (format!("{}?before={}", urls::AUDIT, last.number), format!("Before number {}", last.number))
    });
    (newest.is_some() || older.is_some()).then(|| Pagination::neighbours(newest, older))
}

impl View for AuditPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let trail = super::samples::trail();
        let person = AnyId::from_u128(1);
        let titles = Titles::from([(person, ("Rowan Ashdown".to_owned(), Some("/people/1".to_owned())))]);
        let empty = Trail { rows: Vec::new(), names: HashMap::new() };
        let broken =
            Chain::Broken(vec!["row 3 does not fit the chain: it or the one before was changed".to_owned()]);
        let draw = |which, trail: &Trail, chain: &Chain| {
            view(super::sample_shell(TITLE), which, trail, &titles, chain)
        };
        vec![
            ("everybody", draw(Rows::Before(None), &trail, &Chain::NotAsked)),
            ("older, checked", draw(Rows::Before(Some(60)), &trail, &Chain::Whole(120))),
            ("broken", draw(Rows::Before(None), &trail, &broken)),
            ("nothing", draw(Rows::To(person), &empty, &Chain::NotAsked)),
        ]
    }
}
