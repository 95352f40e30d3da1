//! What a page is about, as the door sees it: for what a page offers, and for pages on which something is about to be
//! done. The doing asks again.

use concordat_access::{Action, Ctx, Resource};
use concordat_kernel::{AnyId, Id, Result, Sensitivity};
use concordat_partnership::in_directory;
use concordat_store::Store;

use super::{
    bid_rows, fund_resource, place_of_award, place_of_bid, place_of_claim, place_of_pot, place_of_project,
};
use crate::{
    Award, Bid, Claim, Fund, Pot, Project,
    actions::{ADD_BID, ADD_CLAIM, COUNT, PUBLISH, WITHDRAW_BID},
    passes::VIEW_PASSES,
};

/// What a page is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum About {
    /// All the money.
    Money,
    /// A fund.
    Fund(Id<Fund>),
    /// An award.
    Award(Id<Award>),
    /// A pot.
    Pot(Id<Pot>),
    /// A bid.
    Bid(Id<Bid>),
    /// A project.
    Project(Id<Project>),
    /// A claim.
    Claim(Id<Claim>),
}

/// What of it the door has to know.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    resource: Resource,
    maker: Option<AnyId>,
}

impl Standing {
    /// The thing as the door is asked about this action.
    pub(crate) fn of(&self, ctx: &Ctx, action: Action) -> Resource {
        let resource = Resource { kind: action.kind, ..self.resource.clone() };
        if action == PUBLISH {
            return resource.at(Sensitivity::Public);
        }
        if action == VIEW_PASSES {
            return resource.at(Sensitivity::Restricted);
        }
        if action == ADD_BID {
            return in_directory(ctx, resource);
        }
        let guest = action == ADD_CLAIM || action == COUNT;
        let resource = if guest { resource.within(self.resource.id) } else { resource };
        match self.maker {
            Some(maker) if action == WITHDRAW_BID && ctx.actor.person() == Some(maker) => {
                in_directory(ctx, resource).of_person(maker)
            }
            _ => resource,
        }
    }
}

/// Finds out what the door has to know.
///
/// # Errors
/// When there is no such thing.
pub(crate) async fn standing(store: &Store, about: About) -> Result<Standing> {
    let mut tx = store.peek().await?;
    let tx = &mut tx;
    let (resource, maker) = match about {
        About::Money => (Resource::any(<Fund as concordat_kernel::Kind>::NAME), None),
        About::Fund(id) => (fund_resource(tx, id).await?, None),
        About::Award(id) => (place_of_award(tx, id).await?.1, None),
        About::Pot(id) => (place_of_pot(tx, id).await?.1, None),
        About::Bid(id) => {
            let (award, resource) = place_of_bid(tx, id).await?;
            (resource, bid_rows::find(tx, award, id).await?.made_by.parse().ok())
        }
        About::Project(id) => (place_of_project(tx, id).await?.1, None),
        About::Claim(id) => (place_of_claim(tx, id).await?.1.1, None),
    };
    Ok(Standing { resource, maker })
}
