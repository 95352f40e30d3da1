//! What is wrong with the ledgers, as far as the database cannot tell.

use std::collections::BTreeMap;

use concordat_kernel::{Id, Money, Result};
use concordat_store::{Finding, Store, args, sql};

use super::books::{self, GENESIS};
use crate::{Award, rules::ledger::Ledger};

sql! {
    HEADS = "SELECT id, amount, entries, hash FROM grants_award ORDER BY id";
    BALANCES = "SELECT place, thing, amount FROM grants_balance WHERE award_id = $1";
    // What is left of a project's orders is what it has committed.
    ORDERED = "SELECT p.id, CAST(SUM(o.remaining) AS BIGINT) AS ordered
               FROM grants_project p JOIN grants_order o ON o.project_id = p.id
               WHERE p.award_id = $1 GROUP BY p.id";
}

/// Adds every ledger up again: entries in order and chained, accounts that hold what the entries say, nothing below
/// nothing, orders that are covered.
///
/// # Errors
/// When the database does not answer; what is merely wrong is in the findings.
pub async fn check(store: &Store) -> Result<Vec<Finding>> {
    let mut tx = store.peek().await?;
    let mut findings = Vec::new();
    for (award, amount, entries, hash) in tx.all::<(Id<Award>, i64, i64, String)>(&HEADS, args![]).await? {
        let mut found = |what: String| {
            findings.push(Finding { check: "ledger", found: format!("award {award}: {what}") });
        };
        let recorded = books::entries(&mut tx, award).await?;
        let mut before = GENESIS.to_owned();
        for entry in &recorded {
            if books::chained(&before, award, entry) != entry.hash {
                found(format!(
                    "entry {} does not fit the chain: it or the one before was changed",
                    entry.posted.number
                ));
            }
            before.clone_from(&entry.hash);
        }
        if before != hash || i64::try_from(recorded.len()) != Ok(entries) {
            found(format!("the ledger ends at entry {}, but its head says otherwise", recorded.len()));
        }
        let (ledger, faults) = Ledger::of(recorded.into_iter().map(|entry| entry.posted).collect());
        faults.into_iter().for_each(&mut found);
        let awarded = -ledger.total(crate::rules::ledger::Place::Funder);
        if awarded != Money::pence(amount) {
            found(format!("{} was awarded, but the ledger says {awarded}", Money::pence(amount)));
        }
        let kept: BTreeMap<(String, String), i64> = tx
            .all::<(String, String, i64)>(&BALANCES, args![award])
            .await?
            .into_iter()
            .map(|(place, thing, amount)| ((place, thing), amount))
            .collect();
        let summed: BTreeMap<(String, String), i64> = ledger
            .balances()
            .map(|(account, amount)| {
                let thing = account.thing.map(|id| id.to_string()).unwrap_or_default();
                ((account.place.word().to_owned(), thing), amount.in_pence())
            })
            .collect();
        for account in kept.keys().chain(summed.keys()).filter(|key| kept.get(*key) != summed.get(*key)) {
            let is = Money::pence(kept.get(account).copied().unwrap_or_default());
            let should = Money::pence(summed.get(account).copied().unwrap_or_default());
            let fault = format!("the account `{}` is kept as {is}, but its entries make {should}", account.0);
            found(fault);
        }
        for (project, ordered) in tx.all::<(Id<crate::Project>, i64)>(&ORDERED, args![award]).await? {
            let committed =
                ledger.balance(crate::rules::ledger::Place::Committed, Some(project.uuid())).in_pence();
            if ordered != committed {
                found(format!(
                    "the orders of project {project} have {} left, but {} is committed",
                    Money::pence(ordered),
                    Money::pence(committed)
                ));
            }
        }
    }
    Ok(findings)
}
