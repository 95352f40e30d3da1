//! Who may do what, and what waits for whom.

use concordat_access::{Actor, Scope};
use concordat_kernel::{AnyId, Id, Refusal, jiff::civil::date};
use concordat_testkit::on_both;

use super::{SLICES, a_bid, a_project, an_award, asking, manager, money, refused, saying};
use crate::{
    Count, NewClaim, NewFund, SLICE, Verdict,
    passes::{self, NewPass},
    store,
};

#[test]
fn partners_look_and_bid_and_only_those_who_keep_the_money_move_it() {
    on_both(SLICES, |world| async move {
        let record = &world.store;
        let award = an_award(&world).await;
        let member = world.somebody_at("member", Scope::Within(AnyId::from_u128(99)));
        assert_eq!(store::award(record, &member, award).await.unwrap().award.amount, money("9000"));
        let bid = store::add_bid(record, &member, award, asking("Pens", "1")).await.unwrap();
        let decided = store::decide_bid(record, &member, bid, saying(Verdict::Agreed, None), 1).await;
        assert_eq!(refused(decided), Refusal::NotFound);
        let elsewhere = world.somebody_at("grant-manager", Scope::Within(AnyId::from_u128(99)));
        let decided = store::decide_bid(record, &elsewhere, bid, saying(Verdict::Agreed, None), 1).await;
        assert_eq!(refused(decided), Refusal::NotFound, "the fund is looked after by another group");
        // Their own bid they take back; another's they do not.
        store::withdraw_bid(record, &member, bid, "Not needed", 1).await.unwrap();
        let of_another = a_bid_of(&world, award).await;
        assert_eq!(
            refused(store::withdraw_bid(record, &member, of_another, "Mine now", 1).await),
            Refusal::NotFound
        );
        for stranger in [world.somebody("auditor"), world.anybody()] {
            assert!(store::award(record, &stranger, award).await.is_err());
            assert!(store::funds(record, &stranger).await.is_err());
            assert!(store::add_fund(record, &stranger, NewFund::default(), None, None).await.is_err());
        }
        world
    });
}

async fn a_bid_of(world: &concordat_testkit::World, award: Id<crate::Award>) -> Id<crate::Bid> {
    let roles = [concordat_access::Held { role: "officer".into(), scope: Scope::Everywhere }].into();
    let officer = world.ctx(Actor::Person { id: AnyId::from_u128(5), roles, second_factor: true });
    store::add_bid(&world.store, &officer, award, asking("Paper", "2")).await.unwrap()
}

#[test]
fn whoever_holds_a_link_to_a_project_claims_for_it_and_for_no_other() {
    on_both(SLICES, |world| async move {
        let record = &world.store;
        let award = an_award(&world).await;
        let project = a_project(&world, award, "Training", "100").await;
        let other = a_project(&world, award, "Posters", "100").await;
        let new = NewPass { name: "Tamsin Orrell".into(), email: "tamsin@merrowshire.example".into() };
        let pass = passes::make_pass(record, &manager(&world), project, &new).await.unwrap();
        let guest = world.ctx(Actor::Guest { pass: pass.uuid(), to: project.uuid() });
        let claim = || NewClaim {
            on: date(2026, 9, 1),
            claimant: "Hollin Trust".into(),
            reference: "1".into(),
            amount: money("60"),
            made_of: None,
            order: None,
        };
        store::add_claim(record, &guest, project, claim()).await.unwrap();
        assert_eq!(store::remaining(record, &guest, project, None).await.unwrap(), money("40"));
        let output = store::project(record, &manager(&world), project).await.unwrap().outputs[0].id;
        let count = Count { on: date(2026, 9, 1), delivered: 3, handed_out: 0, note: String::new() };
        store::count(record, &guest, output, count).await.unwrap();
        assert!(store::add_claim(record, &guest, other, claim()).await.is_err());
        assert!(store::project(record, &guest, project).await.is_err());
        assert!(store::award(record, &guest, award).await.is_err());
        world
    });
}

#[test]
fn titles_and_what_waits_are_for_those_who_may() {
    on_both(SLICES, |world| async move {
        let award = an_award(&world).await;
        let project = a_project(&world, award, "Training", "100").await;
        a_bid(&world, award, asking("Pens", "1"), &[]).await;
        let title = async |ctx, thing| (SLICE.title)(&world.store, &ctx, &thing).await.unwrap();
        assert_eq!(
            title(manager(&world), award.into()).await.as_deref(),
            Some("Crime reduction grant 2026/27")
        );
        assert_eq!(
            title(world.somebody("member"), project.into()).await.as_deref(),
            Some("Training, 2026/27")
        );
        assert_eq!(title(world.somebody("auditor"), project.into()).await, None);
        assert_eq!((SLICE.link)(&project.into()), Some(format!("/money/projects/{project}")));
        let waits = async |ctx| (SLICE.waits_for)(&world.store, &ctx).await.unwrap();
        let texts: Vec<String> = waits(manager(&world)).await.into_iter().map(|one| one.text).collect();
        assert_eq!(texts[0], "1 bid waits for a step of its approval");
        assert!(texts[1].ends_with("warnings, the first by 17 February 2027"), "{texts:?}");
        assert!(waits(world.somebody("member")).await.is_empty());
        assert!(waits(world.anybody()).await.is_empty());
        world
    });
}
