//! Files on items, the pack that goes out, and what is sent after it.

use std::sync::Arc;

use concordat_access::Ctx;
use concordat_kernel::{Id, Mark, Problem, Result};
use concordat_meetings::{
    Item, Meeting,
    pack::{NewFile, add_file, issue as send, send_copies},
};
use concordat_report::{Block, Cell, Pages, Report, Section, Table, Width, docx};
use concordat_store::Store;
use concordat_web::{Paper, Typesetter};

use super::file::Entry;

/// No typesetter is needed: the county attaches Word documents.
struct Nobody;

impl Typesetter for Nobody {
    fn typeset(&self, _: &Paper) -> Result<Vec<u8>, Problem> {
        Err(Problem::say("the invented county sets no papers"))
    }
}

/// Two files on the first item with a paper, of which one is not for publication.
pub(super) async fn attach(store: &Store, ctx: &Ctx, entry: &Entry, items: &[Id<Item>]) -> Result<()> {
    let with_paper = entry.items.iter().position(|item| item.paper);
    let Some(item) = with_paper.and_then(|at| items.get(at)) else { return Ok(()) };
    let rows = [("Merrowmouth", 41), ("Ashing", 27), ("Larkwater", 12)];
    add(store, ctx, *item, "Calls in each district", false, &rows).await?;
    add(
        store,
        ctx,
        *item,
        "Streets that are called about most",
        true,
        &[("Harbour Steps", 9), ("Mill Row", 7)],
    )
    .await
}

/// The pack goes out, and each seat gets its copy.
pub(super) async fn issue(store: &Store, ctx: &Ctx, id: Id<Meeting>) -> Result<()> {
    send(store, ctx, id, "").await?;
    send_copies(store, ctx, id, &[]).await
}

/// What came late goes out after the pack; two seats have said that they have theirs.
pub(super) async fn supplement(store: &Store, ctx: &Ctx, id: Id<Meeting>, items: &[Id<Item>]) -> Result<()> {
    let Some(item) = items.get(1) else { return Ok(()) };
    add(store, ctx, *item, "Answers from the districts", false, &[("Ashing", 3), ("Larkwater", 2)]).await?;
    send(store, ctx, id, "The districts answered after the pack had gone out").await?;
    send_copies(store, ctx, id, &[1, 2]).await
}

async fn add(
    store: &Store,
    ctx: &Ctx,
    item: Id<Item>,
    title: &str,
    restricted: bool,
    rows: &[(&str, i64)],
) -> Result<()> {
    let columns = [("Place", Width::Middle), ("Number", Width::Number)];
    let table = Table::new(title, &columns)
        .rows(rows.iter().map(|(place, count)| vec![Cell::words(*place), Cell::count(*count)]));
    let section =
        Section::part(title).words("Counted by the districts, for the meeting.").with(Block::Table(table));
    let report = Report {
        title: title.to_owned(),
        subtitle: "Merrowshire".to_owned(),
        facts: Vec::new(),
        mark: if restricted { Mark::OfficialSensitive } else { Mark::Official },
        made_at: ctx.clock.now(),
        pages: Pages::Flowing,
        sections: vec![section],
    };
    let new = NewFile {
        title: title.to_owned(),
        restricted,
        name: "attachment.docx".to_owned(),
        bytes: docx(&report)?,
        limit: 10_000_000,
    };
    let nobody: Arc<dyn Typesetter> = Arc::new(Nobody);
    add_file(store, ctx, &nobody, item, new).await.map(drop)
}
