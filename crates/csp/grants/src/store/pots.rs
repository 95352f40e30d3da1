use concordat_access::Ctx;
use concordat_kernel::{Id, Money, Refusal, Result};
use concordat_partnership::in_directory;
use concordat_store::{Change, Store, Tx, args, sql};

use super::{Books, day, known, line, maybe_day, place_of_pot, projects, rows::Moving};
use crate::{
    Award, NewPot, NewPotEvent, Pot, PotEvent, PotRule, PotState,
    actions::{SAY_POT, VIEW_POT},
    rules::{
        ledger::{EntryKind, Place},
        pot::check_event,
        said,
    },
};

sql! {
    POTS = "SELECT id, version, award_id, name, amount, share_part, share_whole, rule, opens_on
            FROM grants_pot WHERE award_id = $1 ORDER BY name, id";
    EVENTS = "SELECT e.pot_id, e.number, e.state, e.on_day, e.told_on, e.made_by, e.reference, e.note
              FROM grants_pot_event e JOIN grants_pot p ON p.id = e.pot_id
              WHERE p.award_id = $1 ORDER BY e.pot_id, e.number";
    INSERT = "INSERT INTO grants_pot (id, version, award_id, name, amount, share_part, share_whole, rule, opens_on)
              VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8)";
    SAY = "INSERT INTO grants_pot_event (id, pot_id, number, state, on_day, told_on, made_by, reference, note,
               recorded_at, recorded_by)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    pub(crate) ANY_POT = "SELECT id FROM grants_pot ORDER BY version, id LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Pot>,
    version: i64,
    award_id: Id<Award>,
    name: String,
    amount: i64,
    share_part: Option<i64>,
    share_whole: Option<i64>,
    rule: String,
    opens_on: Option<String>,
}

#[derive(sqlx::FromRow)]
struct EventRow {
    pot_id: Id<Pot>,
    number: i64,
    state: String,
    on_day: String,
    told_on: Option<String>,
    made_by: String,
    reference: String,
    note: String,
}

/// One pot.
///
/// # Errors
/// When the asker may not see it, or there is none with this id.
pub async fn pot(store: &Store, ctx: &Ctx, id: Id<Pot>) -> Result<Pot> {
    let (award, resource) = place_of_pot(&mut store.peek().await?, id).await?;
    let mut tx = store.read(ctx, VIEW_POT, &in_directory(ctx, resource)).await?;
    find(&mut tx, award, id).await
}

/// Writes down what an outside party said about a pot. Opening it makes its money free; closing or locking it takes
/// back what is not yet approved, with effect from that day.
///
/// # Errors
/// When the asker may not; when who said so or its letter is missing, the day is out of order, or nothing changes.
pub async fn say_pot(store: &Store, ctx: &Ctx, id: Id<Pot>, event: NewPotEvent) -> Result<()> {
    let (award, resource) = place_of_pot(&mut store.peek().await?, id).await?;
    let mut change = store.change(ctx, SAY_POT, &resource).await?;
    say(&mut change, ctx, award, id, event).await?;
    change.commit().await
}

pub(super) async fn say(
    change: &mut Change,
    ctx: &Ctx,
    award: Id<Award>,
    id: Id<Pot>,
    event: NewPotEvent,
) -> Result<()> {
    let event = NewPotEvent {
        made_by: line(&event.made_by),
        reference: line(&event.reference),
        note: event.note.trim().to_owned(),
        ..event
    };
    said::text("note", &event.note)?;
    let mut books = Books::open(change, award).await?;
    let pot = find(change, award, id).await?;
    check_event(&pot, &event)?;
    let number = pot.events.last().map_or(1, |last| last.number + 1);
    let row = args![
        ctx.chance.id::<()>(&ctx.clock),
        id,
        number,
        event.state.word(),
        event.on,
        event.told_on,
        &event.made_by,
        &event.reference,
        &event.note,
        ctx.clock.now(),
        ctx.actor.word()
    ];
    change.run(&SAY, row).await?;
    let words = format!("{}: {}", event.state.title(), event.reference);
    let moving = Moving::new(event.on, format!("pot/{id}"), words);
    if event.state == PotState::Opened {
        let held = books.ledger().balance(Place::Held, Some(id.uuid()));
        books.post(moving.of_award(EntryKind::Release, (Place::Held, Place::Open), Some(id), held))?;
    } else {
        for project in projects::of_award(change, award).await?.iter().filter(|one| one.pot == Some(id)) {
            let waiting = books.of_project(Place::Allocated, project.id);
            let way = (Place::Allocated, Place::Held);
            books.post(moving.of_project(EntryKind::WriteBack, way, project.id, Some(id), waiting))?;
        }
        let open = books.ledger().balance(Place::Open, Some(id.uuid()));
        books.post(moving.of_award(EntryKind::Lock, (Place::Open, Place::Held), Some(id), open))?;
    }
    books.save(change, ctx).await
}

pub(super) async fn add(change: &mut Change, ctx: &Ctx, award: Id<Award>, new: &NewPot) -> Result<Id<Pot>> {
    let id = ctx.chance.id::<Pot>(&ctx.clock);
    let (part, whole) = new.share.unzip();
    let row = args![
        id,
        award,
        line(&new.name),
        new.amount.in_pence(),
        part.map(i64::from),
        whole.map(i64::from),
        new.rule.word(),
        new.opens_on
    ];
    let taken = Refusal::invalid("pot", "Two parts that are held back have the same name. Use another.");
    change.run_unless_taken(&INSERT, row, taken).await?;
    Ok(id)
}

pub(super) async fn of_award(tx: &mut Tx, award: Id<Award>) -> Result<Vec<Pot>> {
    let mut pots = Vec::new();
    for row in tx.all::<Row>(&POTS, args![award]).await? {
        let share = |part: Option<i64>| part.and_then(|part| u32::try_from(part).ok());
        let said = NewPot {
            name: row.name,
            amount: Money::pence(row.amount),
            share: share(row.share_part).zip(share(row.share_whole)),
            rule: known(PotRule::from_word(&row.rule), &row.rule)?,
            opens_on: maybe_day(row.opens_on.as_deref())?,
        };
        pots.push(Pot { id: row.id, version: row.version, award: row.award_id, said, events: Vec::new() });
    }
    for row in tx.all::<EventRow>(&EVENTS, args![award]).await? {
        let said = NewPotEvent {
            state: known(PotState::from_word(&row.state), &row.state)?,
            on: day(&row.on_day)?,
            told_on: maybe_day(row.told_on.as_deref())?,
            made_by: row.made_by,
            reference: row.reference,
            note: row.note,
        };
        if let Some(pot) = pots.iter_mut().find(|pot| pot.id == row.pot_id) {
            pot.events.push(PotEvent { number: row.number, said });
        }
    }
    Ok(pots)
}

pub(super) async fn find(tx: &mut Tx, award: Id<Award>, id: Id<Pot>) -> Result<Pot> {
    Ok(of_award(tx, award).await?.into_iter().find(|pot| pot.id == id).ok_or(Refusal::NotFound)?)
}
