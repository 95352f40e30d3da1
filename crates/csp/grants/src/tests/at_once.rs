//! Two at once: one of them is told why not.

use concordat_kernel::{Error, Refusal, jiff::civil::date};
use concordat_testkit::on_both;

use super::{SLICES, a_bid, a_project, an_award, asking, manager, money, saying, sound};
use crate::{NewClaim, Verdict, rules::ledger::Place, store};

#[test]
fn two_officers_approve_the_last_pound_at_once() {
    on_both(SLICES, |world| async move {
        let award = an_award(&world).await;
        a_project(&world, award, "Everything but a pound", "5999").await;
        let first = a_bid(&world, award, asking("Pens", "1"), &[]).await;
        let second = a_bid(&world, award, asking("Paper", "1"), &[]).await;
        // Each on a connection of their own, as two machines would.
        let (here, there) = (world.store.clone(), world.open_again().await);
        let (one, other) = (manager(&world), manager(&world));
        let yes = saying(Verdict::Agreed, None);
        let (a, b) = tokio::join!(
            store::decide_bid(&here, &one, first, yes.clone(), 1),
            store::decide_bid(&there, &other, second, yes.clone(), 1)
        );
        let sentences: Vec<String> = [a, b]
            .into_iter()
            .filter_map(|outcome| match outcome {
                Ok(_) => None,
                Err(Error::Refusal(refusal)) => Some(refusal.to_string()),
                Err(Error::Problem(problem)) => panic!("{problem:?}"),
            })
            .collect();
        assert_eq!(
            sentences,
            ["£1 cannot be taken from “Up-front money not allocated”: £0 is there, so £1 is missing."]
        );
        let ledger = store::ledger(&world.store, &manager(&world), award).await.unwrap().ledger;
        assert_eq!(ledger.total(Place::Available), money("0"));
        there.close().await;
        sound(&world).await;
        world
    });
}

#[test]
fn one_bid_is_decided_once_however_many_decide_it() {
    on_both(SLICES, |world| async move {
        let award = an_award(&world).await;
        let bid = a_bid(&world, award, asking("Pens", "1"), &[]).await;
        let there = world.open_again().await;
        let (one, other) = (manager(&world), manager(&world));
        let yes = saying(Verdict::Agreed, None);
        let (a, b) = tokio::join!(
            store::decide_bid(&world.store, &one, bid, yes.clone(), 1),
            store::decide_bid(&there, &other, bid, yes.clone(), 1)
        );
        let conflicts =
            [&a, &b].iter().filter(|one| matches!(one, Err(Error::Refusal(Refusal::Conflict)))).count();
        assert_eq!((conflicts, usize::from(a.is_ok()) + usize::from(b.is_ok())), (1, 1), "{a:?} {b:?}");
        there.close().await;
        sound(&world).await;
        world
    });
}

#[test]
fn two_claims_at_once_do_not_both_take_what_remains() {
    on_both(SLICES, |world| async move {
        let award = an_award(&world).await;
        let project = a_project(&world, award, "Training", "100").await;
        let there = world.open_again().await;
        let (one, other) = (manager(&world), manager(&world));
        let claim = |reference: &str| NewClaim {
            on: date(2026, 9, 1),
            claimant: "Hollin Trust".into(),
            reference: reference.into(),
            amount: money("60"),
            made_of: None,
            order: None,
        };
        let (a, b) = tokio::join!(
            store::add_claim(&world.store, &one, project, claim("1")),
            store::add_claim(&there, &other, project, claim("2"))
        );
        let refusals: Vec<String> =
            [a, b].into_iter().filter_map(|one| one.err().map(|error| error.to_string())).collect();
        assert_eq!(
            refusals,
            [
                "£60 is £20 more than remains: £40 (£60 is claimed already and not yet paid). Claim no more than that, or ask for a \
              further allocation."
            ]
        );
        there.close().await;
        world
    });
}
