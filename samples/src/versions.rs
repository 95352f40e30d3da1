//! What happened to whole plans: feedback, versions, proposals, the agreement.

use concordat_access::Ctx;
use concordat_kernel::Result;
use concordat_plan::versions::{self, NewVersion};
use concordat_store::Store;
use serde::Deserialize;

use crate::{partnership::Places, plans::Plans};

/// One thing that happened to a plan, by the key under which the plan was brought in.
#[derive(Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Happening {
    /// A version is published.
    Publish { plan: String, title: Option<String>, decision: String },
}

impl Happening {
    pub(crate) async fn tell(&self, store: &Store, ctx: &Ctx, _: &Places, known: &mut Plans) -> Result<()> {
        match self {
            Self::Publish { plan, title, decision } => {
                let new = NewVersion {
                    number: None,
                    title: title.clone().unwrap_or_default(),
                    decision: decision.clone(),
                };
                versions::publish(store, ctx, known.plan(plan)?, &new).await.map(drop)
            }
        }
    }
}
