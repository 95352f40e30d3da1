//! Evidence: added by a guest to an answer, taken away again until it is sent, and opened by those who read
//! the action.

use concordat_access::Ctx;
use concordat_attachments::Attachment;
use concordat_kernel::{Id, Refusal, Result};
use concordat_store::{Store, args, sql};

use super::{
    super::{model::Evidence, rules},
    ANSWER, EXPORT_FILE,
    guest::Guest,
    passes, updates,
};
use crate::{Action, import::tidy, store};

sql! {
    INSERT = "INSERT INTO plan_evidence (id, action_id, request_id, update_id, title, address, attachment_id, added_at, added_by)
              VALUES ($1, $2, $3, NULL, $4, $5, $6, $7, $8)";
    REMOVE = "UPDATE plan_evidence SET removed_at = $2
              WHERE id = $1 AND request_id = $3 AND action_id = $4 AND update_id IS NULL AND removed_at IS NULL";
}

sql! {
    FILE = "SELECT action_id, attachment_id FROM plan_evidence
            WHERE id = $1 AND update_id IS NOT NULL AND removed_at IS NULL";
    OWN_FILE = "SELECT action_id, attachment_id FROM plan_evidence
                WHERE id = $1 AND request_id = $2 AND removed_at IS NULL";
}

/// How many pieces of evidence an action can be given in one request.
const MOST: usize = 10;

/// What shows that something was done.
pub enum Proof {
    /// It stands somewhere else.
    Link(String),
    /// It is kept here, cleaned; no larger than `limit` bytes.
    File {
        /// Its name, for showing.
        name: String,
        /// What it holds.
        bytes: Vec<u8>,
        /// How large it may be.
        limit: usize,
    },
}

/// Adds evidence to an answer.
///
/// # Errors
/// When the action is not the lead's, there is enough already, or the file or link cannot be accepted.
pub async fn add(
    store: &Store,
    guest: &Guest,
    action: Id<Action>,
    title: &str,
    proof: Proof,
) -> Result<Id<Evidence>> {
    // Cleaned before the record is held, and only for somebody who may add it.
    store.ask(&guest.ctx, ANSWER, &guest.resource).await?;
    rules::check_line("title", title, "what it shows")?;
    let (address, file) = match proof {
        Proof::Link(address) => {
            rules::check_address(&address)?;
            (Some(address), None)
        }
        Proof::File { name, bytes, limit } => {
            (None, Some(concordat_attachments::cleaned(&name, bytes, limit).await?))
        }
    };
    let mut tx = store.change(&guest.ctx, ANSWER, &guest.resource).await?;
    let plan = store::load::load(&mut tx, guest.plan).await?;
    guest.action(&plan, action)?;
    let known = updates::evidence_of_action(&mut tx, action).await?;
    if known.iter().filter(|one| one.request == Some(guest.request.id)).count() >= MOST {
        return Err(Refusal::rule(format!(
            "An action can be given {MOST} files and links. Remove one first."
        ))
        .into());
    }
    let id: Id<Evidence> = guest.ctx.chance.id(&guest.ctx.clock);
    let attachment = match &file {
        Some(file) => Some(concordat_attachments::keep_cleaned(&mut tx, &guest.ctx, id, file).await?),
        None => None,
    };
    let row = args![
        id,
        action,
        guest.request.id,
        tidy(title),
        address.as_deref().map(str::trim),
        attachment,
        guest.ctx.clock.now(),
        guest.ctx.actor.word()
    ];
    tx.run(&INSERT, row).await?;
    passes::used(&mut tx, &guest.ctx).await?;
    tx.commit().await?;
    Ok(id)
}

/// Takes evidence away again that was not sent yet.
pub(crate) async fn remove(store: &Store, guest: &Guest, action: Id<Action>, id: Id<Evidence>) -> Result<()> {
    let mut tx = store.change(&guest.ctx, ANSWER, &guest.resource).await?;
    let plan = store::load::load(&mut tx, guest.plan).await?;
    guest.action(&plan, action)?;
    let known = updates::evidence_of_action(&mut tx, action).await?;
    if tx.run(&REMOVE, args![id, guest.ctx.clock.now(), guest.request.id, action]).await? == 0 {
        return Err(Refusal::NotFound.into());
    }
    if let Some(file) = known.iter().find(|one| one.id == id).and_then(|one| one.attachment) {
        concordat_attachments::remove(&mut tx, &guest.ctx, Id::from_uuid(file)).await?;
    }
    passes::used(&mut tx, &guest.ctx).await?;
    tx.commit().await
}

/// A file that was added in a guest's own request, sent or not.
pub(crate) async fn own_file(
    store: &Store,
    guest: &Guest,
    id: Id<Evidence>,
) -> Result<(Attachment, Vec<u8>)> {
    let mut tx = store.read(&guest.ctx, EXPORT_FILE, &guest.resource).await?;
    let (action, attachment): (Id<Action>, Option<Id<Attachment>>) =
        tx.one(&OWN_FILE, args![id, guest.request.id]).await?;
    let plan = store::load::load(&mut tx, guest.plan).await?;
    guest.action(&plan, action)?;
    concordat_attachments::open(&mut tx, attachment.ok_or(Refusal::NotFound)?).await
}

/// A file among the evidence, for whoever may read its action; only what was sent.
pub(crate) async fn file(store: &Store, ctx: &Ctx, id: Id<Evidence>) -> Result<(Attachment, Vec<u8>)> {
    let (action, attachment): (Id<Action>, Option<Id<Attachment>>) =
        store.peek().await?.one(&FILE, args![id]).await?;
    let (_, resource) = store::action_resource(&mut store.peek().await?, action).await?;
    let mut tx = store.read(ctx, store::VIEW_ACTION, &resource).await?;
    concordat_attachments::open(&mut tx, attachment.ok_or(Refusal::NotFound)?).await
}
