use std::borrow::Cow;

use concordat_access::Ctx;
use concordat_kernel::{Id, Ref, Result};
use concordat_store::{Change, Tx, args, sql};

use crate::{
    model::{Delivery, Posted, State, any_id, moment},
    rules,
};

sql! {
    POST = "INSERT INTO mail_letter
            (id, kind, about_kind, about, to_name, to_email, message_key, state, posted_at, due_at, failures, attempts)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $8, 0, 0)";
    SUPERSEDE = "UPDATE mail_letter
        SET state = 'cancelled', settled_at = $3, note = 'A newer letter took its place'
        WHERE about = $1 AND kind = $2 AND state = 'waiting'";
    ABOUT = "SELECT id, kind, about_kind, about, state, posted_at, settled_at, attempts
        FROM mail_letter
        WHERE about = $1 AND about_kind = $2
        ORDER BY posted_at DESC, id DESC";
}

/// A letter to be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// To whom: the name.
    pub to_name: String,
    /// To whom: the address.
    pub to_email: String,
    /// The thing it is about, for composing it and for finding it again.
    pub about: Ref,
    /// What kind of letter: one of the [`letters`](concordat_web::Slice::letters) of the slice that composes it.
    pub kind: &'static str,
}

/// Posts a letter in the transaction of the change that causes it: both land, or neither. It is
/// composed and sent later; an address that no letter can be sent to shows then, as undelivered.
///
/// The door is not asked, because whoever may make the change may have the letter sent that belongs to it.
///
/// # Errors
/// When the database does not answer.
pub async fn post(tx: &mut Change, ctx: &Ctx, letter: Letter) -> Result<Id<Posted>> {
    let id = ctx.chance.id::<Posted>(&ctx.clock);
    let row = args![
        id,
        letter.kind,
        letter.about.kind.as_ref(),
        letter.about.id,
        rules::one_line(&letter.to_name),
        letter.to_email.trim(),
        ctx.chance.uuid().simple().to_string(),
        ctx.clock.now(),
    ];
    tx.run(&POST, row).await?;
    Ok(id)
}

/// Cancels letters of this kind about this thing that still wait, because a newer one takes their place.
///
/// # Errors
/// When the database does not answer.
pub async fn supersede(tx: &mut Change, ctx: &Ctx, about: &Ref, kind: &'static str) -> Result<()> {
    tx.run(&SUPERSEDE, args![about.id, kind, ctx.clock.now()]).await.map(drop)
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Posted>,
    kind: String,
    about_kind: String,
    about: String,
    state: String,
    posted_at: String,
    settled_at: Option<String>,
    attempts: i64,
}

/// What has become of the letters about these things, newest first for each: to show "undelivered"
/// beside a person. No name, address or word of a letter is told; whoever may see the thing may see this.
///
/// # Errors
/// When the database does not answer.
pub async fn letters_about(tx: &mut Tx, things: &[Ref]) -> Result<Vec<Delivery>> {
    let mut found = Vec::new();
    for thing in things {
        let rows: Vec<Row> = tx.all(&ABOUT, args![thing.id, thing.kind.as_ref()]).await?;
        found.extend(rows.into_iter().map(|row| Delivery {
            letter: row.id,
            kind: row.kind,
            about: Ref { kind: Cow::Owned(row.about_kind), id: any_id(&row.about) },
            state: State::of(&row.state).unwrap_or(State::InDoubt),
            posted_at: moment(&row.posted_at),
            settled_at: row.settled_at.as_deref().map(moment),
            attempts: row.attempts,
        }));
    }
    Ok(found)
}
