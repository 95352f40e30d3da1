//! A year: bids, their approval, orders, claims, the end of projects and what goes back.

use concordat_kernel::{Money, jiff::civil::date};
use concordat_testkit::on_both;

use super::{
    SLICES, a_bid, a_project, an_award, asking, field, manager, money, refused, saying, sentence, sound,
};
use crate::{
    BidState, ClaimState, Count, Finish, MatchForm, NewBid, NewClaim, NewExtension, NewOrder, ProjectState,
    Verdict,
    rules::ledger::Place,
    store::{self, GiveBack},
};

fn claiming(amount: &str) -> NewClaim {
    NewClaim {
        on: date(2026, 9, 1),
        claimant: "Hollin Trust".into(),
        reference: "Invoice 7".into(),
        amount: money(amount),
        made_of: None,
        order: None,
    }
}

#[test]
fn money_goes_from_the_funder_to_a_project_and_the_rest_back() {
    on_both(SLICES, |world| async move {
        let (record, ctx) = (&world.store, &manager(&world));
        let award = an_award(&world).await;
        let project = a_project(&world, award, "Bystander training", "5000").await;
        let held = |file: &store::ProjectFile| {
            [Place::Approved, Place::Committed, Place::Spent].map(|place| file.balance(place).in_pence())
        };
        let file = store::project(record, ctx, project).await.unwrap();
        assert_eq!((held(&file), file.outputs.len()), ([500_000, 0, 0], 1));

        let new = NewOrder {
            on: date(2026, 6, 1),
            supplier: "Hollin Trust".into(),
            reference: "PO 1".into(),
            amount: money("4000"),
        };
        let order = store::place_order(record, ctx, project, new.clone()).await.unwrap();
        let beyond =
            store::place_order(record, ctx, project, NewOrder { amount: money("1000.01"), ..new }).await;
        assert!(sentence(beyond).ends_with("£1,000 is there, so £0.01 is missing."));

        // What is ordered is not there for a claim without the order.
        assert_eq!(store::remaining(record, ctx, project, None).await.unwrap(), money("1000"));
        assert_eq!(store::remaining(record, ctx, project, Some(order)).await.unwrap(), money("5000"));
        let of_order = NewClaim { order: Some(order), ..claiming("4200") };
        let claim = store::add_claim(record, ctx, project, of_order).await.unwrap();
        assert_eq!(
            sentence(store::add_claim(record, ctx, project, claiming("1000")).await),
            "£1,000 is £200 more than remains: £800. Claim no more than that, or ask for a further allocation."
        );
        let early = store::pay_claim(record, ctx, claim, date(2026, 9, 9), 1).await;
        assert_eq!(sentence(early), "This claim waits: accept it before it is paid.");
        store::decide_claim(record, ctx, claim, ClaimState::Accepted, "", 1).await.unwrap();
        store::pay_claim(record, ctx, claim, date(2026, 9, 9), 2).await.unwrap();
        let again = store::pay_claim(record, ctx, claim, date(2026, 9, 9), 3).await;
        assert_eq!(sentence(again), "This claim is paid already.");
        let file = store::project(record, ctx, project).await.unwrap();
        assert_eq!(held(&file), [80_000, 0, 420_000]);

        let output = file.outputs[0].id;
        let counted =
            |delivered| Count { on: date(2026, 10, 1), delivered, handed_out: 0, note: String::new() };
        store::count(record, ctx, output, counted(25)).await.unwrap();
        assert_eq!(field(store::count(record, ctx, output, counted(-26)).await), "delivered");

        let mut finish = Finish {
            on: date(2026, 12, 1),
            evidence: String::new(),
            variance: String::new(),
            evaluation: "Most would do it again".into(),
        };
        let version = file.project.version;
        assert_eq!(
            field(store::finish_project(record, ctx, project, finish.clone(), version).await),
            "evidence"
        );
        finish.evidence = "Register of attendance".into();
        assert_eq!(
            sentence(store::finish_project(record, ctx, project, finish.clone(), version).await),
            "It cost £4,200, £800 less than was allocated. Enter why."
        );
        finish.variance = "The room cost nothing".into();
        store::finish_project(record, ctx, project, finish, version).await.unwrap();
        let late = store::add_claim(record, ctx, project, claiming("1")).await;
        assert_eq!(sentence(late), "This project is completed, so no money moves by it any more.");

        let file = store::award(record, ctx, award).await.unwrap();
        let pot = file.pots[0].id;
        assert_eq!(file.recorded.ledger.total(Place::Available), money("1800"));
        let back = GiveBack {
            on: date(2027, 4, 20),
            up_front: money("1800"),
            pots: vec![(pot, money("3000"))],
            letter: "Letter of 20 April".into(),
            because: "The pot never opened".into(),
        };
        let much = GiveBack { up_front: money("1800.01"), ..back.clone() };
        refused(store::give_back(record, ctx, award, &much).await);
        store::give_back(record, ctx, award, &back).await.unwrap();
        let file = store::award(record, ctx, award).await.unwrap();
        assert_eq!(file.returns.len(), 1, "what was refused left nothing");
        assert_eq!(file.returns[0].amount, money("4800"));
        let letter = format!("{:?}", crate::publish::letter(&file, &file.returns[0], world.clock.now()));
        for said in [
            "Return of £4,800",
            "Commissioner for Merrowshire",
            "\"The up-front part\"",
            "£1,800",
            "\"Reserve pot\"",
            "£3,000",
            "The pot never opened",
            "£800",
            "The room cost nothing",
            "What is not spent goes back",
        ] {
            assert!(letter.contains(said), "{said} is not in {letter}");
        }
        let ledger = &file.recorded.ledger;
        assert_eq!(
            [Place::Spent, Place::Returned].map(|place| ledger.total(place)),
            [money("4200"), money("4800")]
        );
        assert_eq!(ledger.sum(), Money::ZERO);
        sound(&world).await;
        world
    });
}

#[test]
fn a_bid_goes_through_the_funds_own_chain() {
    on_both(SLICES, |world| async move {
        let (record, ctx) = (&world.store, &manager(&world));
        let award = an_award(&world).await;
        let matched = NewBid {
            match_cash: money("15000"),
            match_kind: money("5000"),
            match_from: "Violence reduction unit".into(),
            case_due: Some(date(2026, 4, 30)),
            ..asking("Bystander training", "5000")
        };
        let bid = a_bid(&world, award, matched, &[]).await;
        let extend = |due| NewExtension {
            due,
            agreed_by: "The commissioner".into(),
            agreed_on: date(2026, 4, 20),
            because: "More partners".into(),
            reference: "E-mail".into(),
        };
        assert_eq!(field(store::extend_bid(record, ctx, bid, extend(date(2026, 4, 30)), 1).await), "due");
        store::extend_bid(record, ctx, bid, extend(date(2026, 5, 31)), 1).await.unwrap();
        store::receive_case(record, ctx, bid, date(2026, 5, 2), 2).await.unwrap();

        let less = saying(Verdict::PartAgreed, Some("4000"));
        let same = saying(Verdict::PartAgreed, Some("5000"));
        assert_eq!(field(store::decide_bid(record, ctx, bid, same, 3).await), "amount");
        let project = store::decide_bid(record, ctx, bid, less, 3).await.unwrap().unwrap();
        let file = store::bid(record, ctx, bid).await.unwrap();
        assert_eq!(
            (file.next_step, file.bid.state, file.extensions.len()),
            (Some(2), BidState::Submitted, 1)
        );
        let (allocated, approved) = {
            let file = store::project(record, ctx, project).await.unwrap();
            assert_eq!(file.project.said.whole_cost, Some(money("25000")));
            let forms: Vec<MatchForm> = file.matches.iter().map(|one| one.said.form).collect();
            assert_eq!(forms, [MatchForm::Cash, MatchForm::Kind]);
            store::receive_match(record, ctx, file.matches[0].id, money("15000"), date(2026, 7, 1))
                .await
                .unwrap();
            (file.balance(Place::Allocated), file.balance(Place::Approved))
        };
        assert_eq!((allocated, approved), (money("4000"), Money::ZERO), "the funder has not approved it yet");

        let early = crate::NewDecision { on: date(2026, 5, 3), ..saying(Verdict::Agreed, None) };
        assert_eq!(field(store::decide_bid(record, ctx, bid, early, file.bid.version).await), "on");
        store::decide_bid(record, ctx, bid, saying(Verdict::Agreed, None), file.bid.version).await.unwrap();
        let file = store::bid(record, ctx, bid).await.unwrap();
        assert_eq!((file.bid.state, file.bid.granted), (BidState::PartApproved, Some(money("4000"))));
        assert_eq!(
            file.decisions.iter().map(|one| one.who.as_str()).collect::<Vec<_>>(),
            ["Working group", "Commissioner"]
        );
        let over = store::decide_bid(record, ctx, bid, saying(Verdict::Agreed, None), file.bid.version).await;
        assert!(sentence(over).starts_with("This bid is approved in part"));
        let project = store::project(record, ctx, project).await.unwrap();
        assert_eq!(project.balance(Place::Approved), money("4000"));
        assert_eq!(project.balance(Place::Matched), money("15000"));
        sound(&world).await;
        world
    });
}

#[test]
fn a_bid_waits_on_the_reserve_list_is_refused_or_withdrawn_and_its_money_is_free_again() {
    on_both(SLICES, |world| async move {
        let (record, ctx) = (&world.store, &manager(&world));
        let award = an_award(&world).await;
        let free = async || {
            let ledger = store::ledger(record, ctx, award).await.unwrap().ledger;
            ledger.total(Place::Available)
        };
        let yes = || saying(Verdict::Agreed, None);
        let reserve = saying(Verdict::Reserve, None);
        let waits = a_bid(&world, award, asking("Posters", "2000"), &[yes(), reserve]).await;
        assert_eq!(free().await, money("6000"));
        let file = store::bid(record, ctx, waits).await.unwrap();
        assert_eq!((file.bid.state, file.next_step), (BidState::Reserve, Some(2)));

        let refused =
            a_bid(&world, award, asking("Stickers", "500"), &[yes(), saying(Verdict::Refused, None)]).await;
        let file = store::bid(record, ctx, refused).await.unwrap();
        assert_eq!((file.bid.state, file.next_step, free().await), (BidState::Refused, None, money("6000")));
        let project = store::project(record, ctx, file.project.unwrap()).await.unwrap().project;
        assert_eq!(project.state, ProjectState::Cancelled);

        let gone = a_bid(&world, award, asking("Cameras", "750"), &[yes()]).await;
        let version = store::bid(record, ctx, gone).await.unwrap().bid.version;
        assert_eq!(free().await, money("5250"));
        assert_eq!(field(store::withdraw_bid(record, ctx, gone, " ", version).await), "because");
        store::withdraw_bid(record, ctx, gone, "Another fund pays", version).await.unwrap();
        assert_eq!(free().await, money("6000"));

        // What was on the reserve list is taken up.
        let version = store::bid(record, ctx, waits).await.unwrap().bid.version;
        store::decide_bid(record, ctx, waits, yes(), version).await.unwrap();
        let file = store::bid(record, ctx, waits).await.unwrap();
        assert_eq!((file.bid.state, free().await), (BidState::Approved, money("4000")));
        sound(&world).await;
        world
    });
}

#[test]
fn a_project_is_cancelled_and_an_order_closed() {
    on_both(SLICES, |world| async move {
        let (record, ctx) = (&world.store, &manager(&world));
        let award = an_award(&world).await;
        let project = a_project(&world, award, "Conference", "5980").await;
        let new = NewOrder {
            on: date(2026, 6, 1),
            supplier: "Elm Hall".into(),
            reference: "PO 2".into(),
            amount: money("2000"),
        };
        let order = store::place_order(record, ctx, project, new.clone()).await.unwrap();
        store::close_order(record, ctx, order, date(2026, 6, 9)).await.unwrap();
        refused(store::close_order(record, ctx, order, date(2026, 6, 9)).await);
        store::place_order(record, ctx, project, new).await.unwrap();
        let claim = store::add_claim(record, ctx, project, claiming("10")).await.unwrap();
        let version = store::project(record, ctx, project).await.unwrap().project.version;
        let day = date(2026, 7, 1);
        let early = store::cancel_project(record, ctx, project, day, "No venue", version).await;
        assert!(sentence(early).starts_with("£10 is claimed and not yet paid"));
        assert_eq!(
            field(store::decide_claim(record, ctx, claim, ClaimState::Refused, "", 1).await),
            "because"
        );
        store::decide_claim(record, ctx, claim, ClaimState::Refused, "No invoice", 1).await.unwrap();
        store::cancel_project(record, ctx, project, day, "No venue", version).await.unwrap();
        let ledger = store::ledger(record, ctx, award).await.unwrap().ledger;
        assert_eq!(ledger.total(Place::Available), money("6000"));
        sound(&world).await;
        world
    });
}

#[test]
fn a_claim_says_how_its_amount_was_made_and_is_rounded_once() {
    on_both(SLICES, |world| async move {
        let (record, ctx) = (&world.store, &manager(&world));
        let award = an_award(&world).await;
        let project = a_project(&world, award, "Stickers", "622.50").await;
        let made = |amount, quantity, price: &str| NewClaim {
            made_of: Some((quantity, price.parse().unwrap())),
            ..claiming(amount)
        };
        assert_eq!(
            sentence(store::add_claim(record, ctx, project, made("622.00", 400, "1.55625")).await),
            "400 at £1.55625 make £622.50, not £622. Correct the amount, the number or the price."
        );
        let claim = store::add_claim(record, ctx, project, made("622.50", 400, "1.55625")).await.unwrap();
        let claim = store::claim(record, ctx, claim).await.unwrap();
        assert_eq!(claim.said.made_of.map(|(many, price)| price.times(many).unwrap().rounding), Some(0));
        world
    });
}

#[test]
fn a_reversal_is_an_entry_of_its_own() {
    on_both(SLICES, |world| async move {
        let (record, ctx) = (&world.store, &manager(&world));
        let award = an_award(&world).await;
        // Entry 2 holds the pot back.
        assert_eq!(field(store::reverse_entry(record, ctx, award, 2, "").await), "because");
        store::reverse_entry(record, ctx, award, 2, "The letter held nothing back").await.unwrap();
        refused(store::reverse_entry(record, ctx, award, 2, "again").await);
        let recorded = store::ledger(record, ctx, award).await.unwrap();
        assert_eq!(recorded.entries.len(), 3);
        assert_eq!(recorded.entries[2].posted.reverses, Some(2));
        assert_eq!(recorded.ledger.total(Place::Available), money("9000"));
        sound(&world).await;
        world
    });
}
