//! What the rest of the program asks of the money: titles, and what waits for somebody.

use concordat_access::{Ctx, Resource};
use concordat_kernel::{AnyId, Kind as _, Ref, Result};
use concordat_partnership::in_directory;
use concordat_store::{Store, args, sql};
use concordat_web::Waiting;

use super::{awards, place_of_award};
use crate::{
    Award, Bid, Claim, Fund, Pot, Project,
    actions::{
        DECIDE_BID, DECIDE_CLAIM, VIEW_AWARD, VIEW_BID, VIEW_CLAIM, VIEW_FUND, VIEW_POT, VIEW_PROJECT,
    },
    passes::{self, Pass},
    rules::{forecast::warnings, in_words},
    urls,
};

sql! {
    FUND_TITLE = "SELECT name, group_id FROM grants_fund WHERE id = $1";
    AWARD_TITLE = "SELECT f.name || ' ' || a.label AS title, f.group_id
                   FROM grants_award a JOIN grants_fund f ON f.id = a.fund_id WHERE a.id = $1";
    POT_TITLE = "SELECT p.name || ', ' || f.name || ' ' || a.label AS title, f.group_id
                 FROM grants_pot p JOIN grants_award a ON a.id = p.award_id JOIN grants_fund f ON f.id = a.fund_id
                 WHERE p.id = $1";
    BID_TITLE = "SELECT 'Bid: ' || b.title AS title, f.group_id
                 FROM grants_bid b JOIN grants_award a ON a.id = b.award_id JOIN grants_fund f ON f.id = a.fund_id
                 WHERE b.id = $1";
    PROJECT_TITLE = "SELECT p.title || ', ' || a.label AS title, f.group_id
                     FROM grants_project p JOIN grants_award a ON a.id = p.award_id
                     JOIN grants_fund f ON f.id = a.fund_id
                     WHERE p.id = $1";
    CLAIM_TITLE = "SELECT 'Claim for ' || p.title AS title, f.group_id
                   FROM grants_claim c JOIN grants_project p ON p.id = c.project_id
                   JOIN grants_award a ON a.id = p.award_id JOIN grants_fund f ON f.id = a.fund_id
                   WHERE c.id = $1";
    CLAIMS_WAITING = "SELECT p.award_id, COUNT(*) AS waiting
                      FROM grants_claim c JOIN grants_project p ON p.id = c.project_id
                      WHERE c.state = 'waiting' GROUP BY p.award_id";
    BIDS_WAITING = "SELECT award_id, COUNT(*) AS waiting FROM grants_bid WHERE state = 'submitted' GROUP BY award_id";
}

/// The title of a thing of this slice, if the asker may see it.
///
/// # Errors
/// When the store does not answer.
pub(crate) async fn title(store: &Store, ctx: &Ctx, thing: &Ref) -> Result<Option<String>> {
    let (statement, action) = match thing.kind.as_ref() {
        Fund::NAME => (&FUND_TITLE, VIEW_FUND),
        Award::NAME => (&AWARD_TITLE, VIEW_AWARD),
        Pot::NAME => (&POT_TITLE, VIEW_POT),
        Bid::NAME => (&BID_TITLE, VIEW_BID),
        Project::NAME => (&PROJECT_TITLE, VIEW_PROJECT),
        Claim::NAME => (&CLAIM_TITLE, VIEW_CLAIM),
        Pass::NAME => return passes::title_of_pass(store, ctx, thing.id).await,
        _ => return Ok(None),
    };
    let row = store.peek().await?.opt::<(String, Option<String>)>(statement, args![thing.id]).await?;
    let Some((title, group)) = row else { return Ok(None) };
    let group: Option<AnyId> = super::any_id(group.as_deref())?;
    let resource = Resource { id: Some(thing.id), ..Resource::any(action.kind) }.within(group);
    Ok(store.may(ctx, action, &in_directory(ctx, resource)).then_some(title))
}

/// Bids and claims that wait for the asker, and warnings of the awards that they look after.
///
/// # Errors
/// When the store does not answer.
pub(crate) async fn waits_for(store: &Store, ctx: &Ctx) -> Result<Vec<Waiting>> {
    let mut peek = store.peek().await?;
    let bids = peek.all::<(concordat_kernel::Id<Award>, i64)>(&BIDS_WAITING, args![]).await?;
    let claims = peek.all::<(concordat_kernel::Id<Award>, i64)>(&CLAIMS_WAITING, args![]).await?;
    let today = ctx.clock.today();
    let mut waiting = Vec::new();
    for award in awards::all(&mut peek).await? {
        let (_, resource) = place_of_award(&mut peek, award.id).await?;
        let heading = || format!("Money: {}", award.said.label);
        let mut add = |text: String, href: String| waiting.push(Waiting { heading: heading(), text, href });
        let of = |list: &[(concordat_kernel::Id<Award>, i64)]| {
            list.iter().find(|(id, _)| *id == award.id).map_or(0, |(_, count)| *count)
        };
        let may = |action: concordat_access::Action| {
            store.may(ctx, action, &Resource { id: None, kind: action.kind, ..resource.clone() })
        };
        match of(&bids) {
            0 => {}
            _ if !may(DECIDE_BID) => {}
            1 => add("1 bid waits for a step of its approval".to_owned(), urls::at(urls::BIDS, award.id)),
            many => {
                add(format!("{many} bids wait for a step of their approval"), urls::at(urls::BIDS, award.id))
            }
        }
        if !may(DECIDE_CLAIM) {
            continue;
        }
        match of(&claims) {
            0 => {}
            1 => add("1 claim waits".to_owned(), urls::award(award.id)),
            many => add(format!("{many} claims wait"), urls::award(award.id)),
        }
        let file = awards::file(&mut peek, award.id).await?;
        let urgent = warnings(&file.facts(), today);
        if let Some(first) = urgent.first() {
            let by = first.by.map_or_else(String::new, |by| format!(", the first by {}", in_words(by)));
            let text = match urgent.len() {
                1 => format!("1 warning{by}"),
                many => format!("{many} warnings{by}"),
            };
            add(text, urls::at(urls::FORECAST, award.id));
        }
    }
    drop(peek);
    Ok(waiting)
}
