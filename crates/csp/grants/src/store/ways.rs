//! The forms in which the asker can carry out what a meeting decided about a bid, a project or an award.

use concordat_access::{Action, Ctx};
use concordat_kernel::{Id, Kind as _, Ref, Result};
use concordat_store::Store;
use concordat_web::between::Way;

use super::{About, Standing, standing};
use crate::{
    Award, Bid, BidState, Project, ProjectState,
    actions::{ADD_BID, CHANGE_PROJECT, DECIDE_BID, FINISH, RETURN, WITHDRAW_BID},
    store::{bid_rows, place_of_bid, place_of_project, projects},
    urls,
};

/// What is there to be done about a thing of this slice.
pub(crate) async fn ways(store: &Store, ctx: &Ctx, thing: &Ref) -> Result<Vec<Way>> {
    let (about, offers): (About, Vec<(Action, &str, &str)>) = match thing.kind.as_ref() {
        Bid::NAME => {
            let id: Id<Bid> = Id::from_uuid(thing.id);
            let mut tx = store.peek().await?;
            let (award, _) = place_of_bid(&mut tx, id).await?;
            let bid = bid_rows::find(&mut tx, award, id).await?;
            let open = matches!(bid.state, BidState::Submitted | BidState::Reserve);
            let offers = vec![
                (
                    DECIDE_BID,
                    urls::DECIDE_BID,
                    "Write down the decision as the next step of the bid’s approval",
                ),
                (WITHDRAW_BID, urls::WITHDRAW_BID, "Withdraw the bid"),
            ];
            (About::Bid(id), if open { offers } else { Vec::new() })
        }
        Project::NAME => {
            let id: Id<Project> = Id::from_uuid(thing.id);
            let mut tx = store.peek().await?;
            let (award, _) = place_of_project(&mut tx, id).await?;
            let project = projects::find(&mut tx, award, id).await?;
            let runs = matches!(project.state, ProjectState::Planned | ProjectState::Running);
            let mut offers = vec![(CHANGE_PROJECT, urls::CHANGE_PROJECT, "Change the project")];
            if runs {
                offers.push((FINISH, urls::CANCEL_PROJECT, "Give the project up"));
            }
            (About::Project(id), offers)
        }
        Award::NAME => {
            let offers = vec![
                (ADD_BID, urls::NEW_BID, "Make a bid to the award"),
                (RETURN, urls::RETURN, "Give money of the award back"),
            ];
            (About::Award(Id::from_uuid(thing.id)), offers)
        }
        _ => return Ok(Vec::new()),
    };
    let standing: Standing = standing(store, about).await?;
    let may = |action: Action| store.may(ctx, action, &standing.of(ctx, action));
    Ok(offers
        .into_iter()
        .filter(|(action, ..)| may(*action))
        .map(|(_, address, text)| Way { text: text.to_owned(), href: urls::at(address, thing.id) })
        .collect())
}
