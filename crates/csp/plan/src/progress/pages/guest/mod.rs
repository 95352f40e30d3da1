//! The pages for those who answer by a link: no account, no way to anything else.

mod action;
mod check;
mod evidence;
mod hand_on;
pub(super) mod samples;
mod start;
mod tasks;

pub(super) use action::{save, show as action};
pub(super) use check::{done, send, show as check};
pub(super) use evidence::{
    add as add_evidence, download as evidence_file, remove as remove_evidence, show as evidence,
};
pub(super) use hand_on::{hand_on, show as hand_on_form};
pub(super) use start::{begin, link};
pub(super) use tasks::show as tasks;

use concordat_access::Ctx;
use concordat_kernel::Result;
use concordat_links::{ByLink, Holder};
use concordat_store::Store;

use crate::progress::{
    store::{self, Guest},
    urls,
};

/// A visit of somebody who answers for a lead.
pub(in crate::progress) type Visit = concordat_links::Visit<Guest>;

impl ByLink for Guest {
    const HOLDER: Holder =
        Holder { names: ("concordat-answer", "__Secure-concordat-answer"), path: urls::ANSWER };
    const BACK: &'static str = "Back to your actions";
    const ENDED: &'static str =
        "It may be incomplete, too old or stopped, or the round of updates is closed.";
    const KEPT: &'static str = "Answers that were sent are kept. Nothing is lost.";

    async fn let_in(store: &Store, ctx: &Ctx, secret: &str) -> Result<Option<Self>> {
        store::guest(store, ctx, secret).await
    }

    async fn turned_away(store: &Store, ctx: &Ctx) -> Result<()> {
        store::turned_away(store, ctx).await
    }
}
