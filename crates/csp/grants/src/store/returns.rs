use concordat_access::Ctx;
use concordat_kernel::{Id, Money, Refusal, Result, jiff::civil::Date};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{AwardFile, Books, awards, day, line, place_of_award, pots, rows::Moving};
use crate::{
    Award, Pot, Return,
    actions::{EXPORT, RETURN},
    rules::{
        ledger::{EntryKind, Place},
        said,
    },
};

sql! {
    RETURNS = "SELECT id, on_day, amount, letter, because FROM grants_return WHERE award_id = $1 ORDER BY on_day, id";
    AWARD_OF = "SELECT award_id FROM grants_return WHERE id = $1";
    /// Some return, for tests that walk the routes.
    pub(crate) ANY_RETURN = "SELECT id FROM grants_return ORDER BY on_day, id LIMIT 1";
    INSERT = "INSERT INTO grants_return (id, award_id, on_day, amount, letter, because, recorded_at, recorded_by)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
}

/// What goes back to the funder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiveBack {
    /// When.
    pub on: Date,
    /// How much of the up-front part that is not allocated.
    pub up_front: Money,
    /// How much of each pot, held or open.
    pub pots: Vec<(Id<Pot>, Money)>,
    /// The letter that goes with it.
    pub letter: String,
    /// Why.
    pub because: String,
}

/// Gives money back, with a letter. Only what no project holds can go back: complete or cancel those first.
///
/// # Errors
/// When the asker may not; when the letter is missing, nothing goes back, or less is free than would go back.
pub async fn give_back(store: &Store, ctx: &Ctx, award: Id<Award>, new: &GiveBack) -> Result<Id<Return>> {
    let (_, resource) = place_of_award(&mut store.peek().await?, award).await?;
    let mut change = store.change(ctx, RETURN, &resource).await?;
    let id = give(&mut change, ctx, award, new).await?;
    change.commit().await?;
    Ok(id)
}

pub(super) async fn give(
    change: &mut Change,
    ctx: &Ctx,
    award: Id<Award>,
    new: &GiveBack,
) -> Result<Id<Return>> {
    said::needed("letter", &new.letter, "Enter the letter that goes with the money.")?;
    said::text("because", &new.because)?;
    let parts = new.pots.iter().map(|(_, amount)| *amount).chain([new.up_front]);
    if parts.clone().any(|part| part < Money::ZERO) {
        return Err(Refusal::invalid("amount", "Enter amounts of £0 or more.").into());
    }
    let all: Money = parts.sum();
    said::amount("amount", all)?;
    let mut books = Books::open(change, award).await?;
    let id = ctx.chance.id::<Return>(&ctx.clock);
    let row = args![
        id,
        award,
        new.on,
        all.in_pence(),
        line(&new.letter),
        new.because.trim(),
        ctx.clock.now(),
        ctx.actor.word()
    ];
    change.run(&INSERT, row).await?;
    let moving = Moving::new(new.on, format!("return/{id}"), line(&new.letter));
    books.post(moving.of_award(
        EntryKind::Return,
        (Place::Available, Place::Returned),
        None,
        new.up_front,
    ))?;
    for (pot, amount) in &new.pots {
        pots::find(change, award, *pot).await?;
        // What is open goes first; the rest is held.
        let open = amount.at_most(books.ledger().balance(Place::Open, Some(pot.uuid())));
        for (place, part) in [(Place::Open, open), (Place::Held, *amount - open)] {
            books.post(moving.of_award(EntryKind::Return, (place, Place::Returned), Some(*pot), part))?;
        }
    }
    books.save(change, ctx).await?;
    Ok(id)
}

/// A return with the award that it is of, for its letter.
///
/// # Errors
/// When there is none, or the asker may take no files of the award away.
pub(crate) async fn for_letter(store: &Store, ctx: &Ctx, id: Id<Return>) -> Result<(AwardFile, Return)> {
    let (award,): (Id<Award>,) = store.peek().await?.one(&AWARD_OF, args![id]).await?;
    let (_, resource) = place_of_award(&mut store.peek().await?, award).await?;
    let file = awards::file(&mut store.read(ctx, EXPORT, &resource).await?, award).await?;
    let back = file.returns.iter().find(|back| back.id == id).cloned().ok_or(Refusal::NotFound)?;
    Ok((file, back))
}

pub(super) async fn of_award(tx: &mut Tx, award: Id<Award>) -> Result<Vec<Return>> {
    let mut returns = Vec::new();
    for (id, on, amount, letter, because) in
        tx.all::<(Id<Return>, String, i64, String, String)>(&RETURNS, args![award]).await?
    {
        returns.push(Return { id, on: day(&on)?, amount: Money::pence(amount), letter, because });
    }
    Ok(returns)
}
