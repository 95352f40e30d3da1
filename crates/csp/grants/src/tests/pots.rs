//! A pot that opens late and closes too soon.

use concordat_kernel::{
    Id,
    jiff::civil::{Date, date},
};
use concordat_testkit::{World, on_both};

use super::{SLICES, a_bid, a_fund, asking, field, manager, money, refused, saying, sound, terms, third};
use crate::{
    Award, NewAward, NewPotEvent, NewProject, PotState, Verdict,
    rules::{ledger::Place, pot::explain},
    store,
};

fn said(state: PotState, on: Date) -> NewPotEvent {
    NewPotEvent {
        state,
        on,
        told_on: Some(on),
        made_by: "Commissioner for Merrowshire".into(),
        reference: "E-mail to all partnerships".into(),
        note: String::new(),
    }
}

/// Two years of one fund; the first has a project that is not complete.
async fn two_years(world: &World) -> (Id<Award>, Id<Award>) {
    let (record, ctx) = (&world.store, &manager(world));
    let fund = a_fund(world).await;
    let year = async |label, from, to| {
        let terms = terms(label, from, to);
        let new = NewAward { fund, amount: money("9000"), terms, pots: vec![third(money("3000"))] };
        store::add_award(record, ctx, new).await.unwrap()
    };
    let last = year("2025/26", date(2025, 4, 1), date(2026, 3, 31)).await;
    let this = year("2026/27", date(2026, 4, 1), date(2027, 3, 31)).await;
    let new = NewProject { title: "Cameras".into(), planned: Some(money("750")), ..NewProject::default() };
    store::add_project(record, ctx, last, None, new, date(2025, 5, 1), Some("Letter")).await.unwrap();
    (last, this)
}

#[test]
fn a_pot_says_why_it_is_locked_and_moves_by_what_the_funder_says() {
    on_both(SLICES, |world| async move {
        let (record, ctx) = (&world.store, &manager(&world));
        let (_, award) = two_years(&world).await;
        let file = store::award(record, ctx, award).await.unwrap();
        let today = world.clock.today();
        let pot = file.pots[0].id;
        assert_eq!(
            explain(&file.pots[0], today, &file.before),
            [
                "Reserve pot is locked: nobody has opened it yet.",
                "Its rule is that all projects of earlier years are complete. One is not: project 1 of 2025/26, Cameras."
            ]
        );
        let unsigned = NewPotEvent { made_by: " ".into(), ..said(PotState::Opened, today) };
        assert_eq!(field(store::say_pot(record, ctx, pot, unsigned).await), "made_by");
        let unlettered = NewPotEvent { reference: String::new(), ..said(PotState::Opened, today) };
        assert_eq!(field(store::say_pot(record, ctx, pot, unlettered).await), "reference");

        // While it is locked nothing can be allocated from it.
        let from_pot = crate::NewDecision { pot: Some(pot), ..saying(Verdict::Agreed, None) };
        let bid = store::add_bid(record, ctx, award, asking("Posters", "1000")).await.unwrap();
        refused(store::decide_bid(record, ctx, bid, from_pot.clone(), 1).await);

        store::say_pot(record, ctx, pot, said(PotState::Opened, date(2026, 10, 30))).await.unwrap();
        assert_eq!(
            field(store::say_pot(record, ctx, pot, said(PotState::Opened, date(2026, 10, 30))).await),
            "state"
        );
        assert_eq!(
            field(store::say_pot(record, ctx, pot, said(PotState::Closed, date(2026, 10, 1))).await),
            "on"
        );
        let first = store::decide_bid(record, ctx, bid, from_pot.clone(), 1).await.unwrap().unwrap();
        let version = store::bid(record, ctx, bid).await.unwrap().bid.version;
        store::decide_bid(record, ctx, bid, saying(Verdict::Agreed, None), version).await.unwrap();
        // Another is allocated and not yet approved when the funder closes the pot.
        let second = a_bid(&world, award, asking("Leaflets", "500"), &[from_pot]).await;
        let second = store::bid(record, ctx, second).await.unwrap().project.unwrap();
        store::say_pot(record, ctx, pot, said(PotState::Closed, date(2026, 11, 2))).await.unwrap();

        let file = store::award(record, ctx, award).await.unwrap();
        let of = |place, thing: Id<crate::Project>| file.recorded.ledger.balance(place, Some(thing.uuid()));
        assert_eq!(of(Place::Approved, first), money("1000"), "what was approved stays");
        assert_eq!(of(Place::Allocated, second), money("0"), "what was not goes back");
        assert_eq!(file.recorded.ledger.total(Place::Held), money("2000"));
        assert_eq!(file.recorded.ledger.total(Place::Open), money("0"));
        let why = explain(&file.pots[0], today, &file.before);
        assert!(why[0].starts_with(
            "Reserve pot is closed: Commissioner for Merrowshire said so with effect from 2 November 2026"
        ));

        // What is cancelled now goes back into the closed pot, not to the up-front part.
        let version = store::project(record, ctx, first).await.unwrap().project.version;
        store::cancel_project(record, ctx, first, today, "No printer", version).await.unwrap();
        let ledger = store::ledger(record, ctx, award).await.unwrap().ledger;
        assert_eq!(
            (ledger.total(Place::Held), ledger.total(Place::Available)),
            (money("3000"), money("6000"))
        );
        sound(&world).await;
        world
    });
}

#[test]
fn a_share_that_does_not_come_out_is_named() {
    let pot = third(money("13220"));
    let exact = pot.exact(money("39661")).unwrap();
    assert_eq!(exact.to_string(), "£13,220.33 and 1/3 of a penny");
    assert_eq!(exact.pence - pot.amount, money("0.33"));
}

#[test]
fn an_award_holds_back_no_more_than_it_is() {
    on_both(SLICES, |world| async move {
        let fund = a_fund(&world).await;
        let terms = terms("2026/27", date(2026, 4, 1), date(2027, 3, 31));
        let new = NewAward { fund, amount: money("9000"), terms, pots: vec![third(money("9000.01"))] };
        assert_eq!(field(store::add_award(&world.store, &manager(&world), new.clone()).await), "pot_amount");
        let new = NewAward { pots: vec![third(money("3000"))], ..new };
        store::add_award(&world.store, &manager(&world), new.clone()).await.unwrap();
        assert_eq!(field(store::add_award(&world.store, &manager(&world), new).await), "label");
        world
    });
}
