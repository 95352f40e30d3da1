use std::collections::HashMap;

use concordat_access::Ctx;
use concordat_kernel::{Id, Refusal, Result};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{day, line, place_of_project, project_of_output};
use crate::{
    Count, Output, Project, Promise,
    actions::{CHANGE_PROJECT, COUNT},
    passes,
    rules::said,
};

sql! {
    OUTPUTS = "SELECT id, name, goods, promised FROM grants_output WHERE project_id = $1 ORDER BY position";
    COUNTS = "SELECT c.output_id, c.on_day, c.delivered, c.handed_out, c.note
              FROM grants_count c JOIN grants_output o ON o.id = c.output_id
              WHERE o.project_id = $1 ORDER BY c.on_day, c.recorded_at, c.id";
    // Holds the output until the transaction ends: two counts at once do not both hand out the last one.
    HOLD = "UPDATE grants_output SET position = position WHERE id = $1";
    INSERT = "INSERT INTO grants_output (id, project_id, position, name, goods, promised)
              VALUES ($1, $2, $3, $4, $5, $6)";
    ADD_COUNT = "INSERT INTO grants_count (id, output_id, on_day, delivered, handed_out, note, recorded_at, recorded_by)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    pub(crate) ANY_OUTPUT = "SELECT o.id FROM grants_output o JOIN grants_project p ON p.id = o.project_id
                  WHERE p.state IN ('planned', 'running') ORDER BY p.version, p.id, o.id LIMIT 1";
}

/// Adds something that a project promises to deliver.
///
/// # Errors
/// When the asker may not change the project; when what it counts is missing.
pub async fn add_output(store: &Store, ctx: &Ctx, project: Id<Project>, new: Promise) -> Result<Id<Output>> {
    let (_, resource) = place_of_project(&mut store.peek().await?, project).await?;
    let mut change = store.change(ctx, CHANGE_PROJECT, &resource).await?;
    let id = create(&mut change, ctx, project, &new).await?;
    change.commit().await?;
    Ok(id)
}

/// Counts what was delivered and, of goods, what was handed out. A count below nothing takes back a mistake.
///
/// # Errors
/// When the asker may not; when nothing is counted; when more would be handed out than were delivered, or less than
/// nothing would be delivered.
pub async fn count(store: &Store, ctx: &Ctx, id: Id<Output>, new: Count) -> Result<()> {
    let mut peek = store.peek().await?;
    let project = project_of_output(&mut peek, id).await?;
    let (_, resource) = place_of_project(&mut peek, project).await?;
    drop(peek);
    let resource = resource.within(project.uuid());
    let mut change = store.change(ctx, COUNT, &resource).await?;
    add_count(&mut change, ctx, project, id, &new).await?;
    passes::used(&mut change, ctx).await?;
    change.commit().await
}

pub(super) async fn add_count(
    change: &mut Change,
    ctx: &Ctx,
    project: Id<Project>,
    id: Id<Output>,
    new: &Count,
) -> Result<()> {
    change.run(&HOLD, args![id]).await?;
    let outputs = of_project(change, project).await?;
    let output = outputs.iter().find(|output| output.id == id).ok_or(Refusal::NotFound)?;
    if new.delivered == 0 && new.handed_out == 0 {
        return Err(Refusal::invalid("delivered", "Enter how many were delivered or handed out.").into());
    }
    if !output.promise.goods && new.handed_out != 0 {
        return Err(Refusal::invalid("handed_out", "Only goods are handed out.").into());
    }
    said::text("note", &new.note)?;
    let sum =
        |before: i64, more: i64| before.checked_add(more).filter(|sum| (0..=1_000_000_000).contains(sum));
    let Some(delivered) = sum(output.delivered(), new.delivered) else {
        return Err(Refusal::invalid(
            "delivered",
            format!("{} were delivered so far. Enter a number that leaves 0 or more.", output.delivered()),
        )
        .into());
    };
    if sum(output.handed_out(), new.handed_out)
        .is_none_or(|handed_out| output.promise.goods && handed_out > delivered)
    {
        return Err(Refusal::invalid(
            "handed_out",
            format!("{} are in stock. Enter that many or fewer.", delivered - output.handed_out()),
        )
        .into());
    }
    let row = args![
        ctx.chance.id::<()>(&ctx.clock),
        id,
        new.on,
        new.delivered,
        new.handed_out,
        new.note.trim(),
        ctx.clock.now(),
        ctx.actor.word()
    ];
    change.run(&ADD_COUNT, row).await.map(drop)
}

pub(super) async fn create(
    change: &mut Change,
    ctx: &Ctx,
    project: Id<Project>,
    new: &Promise,
) -> Result<Id<Output>> {
    said::needed("name", &new.name, "Enter what the number counts, such as “people trained”.")?;
    if new.promised.is_some_and(|promised| promised < 1) {
        return Err(Refusal::invalid("promised", "Enter how many are promised, at least 1.").into());
    }
    let id = ctx.chance.id::<Output>(&ctx.clock);
    let position = of_project(change, project).await?.len() + 1;
    change.run(&INSERT, args![id, project, position, line(&new.name), new.goods, new.promised]).await?;
    let promised = new.promised.map_or_else(|| "not stated".to_owned(), |promised| promised.to_string());
    let now = format!("{}: {promised}", line(&new.name));
    change.keep(project, "Output promised", None, Some(&now)).await?;
    Ok(id)
}

pub(crate) async fn of_project(tx: &mut Tx, project: Id<Project>) -> Result<Vec<Output>> {
    let mut counts: HashMap<Id<Output>, Vec<Count>> = HashMap::new();
    type CountRow = (Id<Output>, String, i64, i64, String);
    for (id, on, delivered, handed_out, note) in tx.all::<CountRow>(&COUNTS, args![project]).await? {
        counts.entry(id).or_default().push(Count { on: day(&on)?, delivered, handed_out, note });
    }
    let rows = tx.all::<(Id<Output>, String, i64, Option<i64>)>(&OUTPUTS, args![project]).await?;
    Ok(rows
        .into_iter()
        .map(|(id, name, goods, promised)| Output {
            id,
            project,
            promise: Promise { name, goods: goods == 1, promised },
            counts: counts.remove(&id).unwrap_or_default(),
        })
        .collect())
}
