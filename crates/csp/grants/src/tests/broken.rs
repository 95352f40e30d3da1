//! What goes wrong: a doing that stops in the middle leaves nothing, and what was changed behind the ledger's back is
//! refused or found.

use concordat_access::Resource;
use concordat_kernel::jiff::civil::date;
use concordat_store::{args, sql};
use concordat_testkit::on_both;

use super::{SLICES, a_project, an_award, manager, money, sound};
use crate::{
    NewOrder,
    actions::CHANGE_AWARD,
    rules::ledger::{EntryKind, Movement, Place},
    store::{self, Books},
};

sql! {
    OVERDRAW = "UPDATE grants_balance SET amount = -1 WHERE place = 'available'";
    NOWHERE = "UPDATE grants_entry SET from_place = 'spent' WHERE number = 1";
    NOTHING = "UPDATE grants_entry SET amount = 0 WHERE number = 1";
    TWICE = "UPDATE grants_entry SET number = 1 WHERE number = 2";
    MORE = "UPDATE grants_entry SET amount = amount + 1 WHERE number = 1";
    LATER = "UPDATE grants_entry SET on_day = '2026-12-25' WHERE number = 1";
    LOST = "DELETE FROM grants_entry WHERE number = 2";
    KEPT = "UPDATE grants_balance SET amount = amount + 1 WHERE place = 'available'";
    ORDERED = "UPDATE grants_order SET remaining = 1";
    AWARDED = "UPDATE grants_award SET amount = amount + 1";
}

#[test]
fn a_doing_that_stops_in_the_middle_leaves_nothing() {
    on_both(SLICES, |world| async move {
        let (record, ctx) = (&world.store, &manager(&world));
        let award = an_award(&world).await;
        let before = store::ledger(record, ctx, award).await.unwrap();
        let resource = Resource::one(award);
        let mut change = record.change(ctx, CHANGE_AWARD, &resource).await.unwrap();
        let mut books = Books::open(&mut change, award).await.unwrap();
        let movement = Movement {
            kind: EntryKind::Return,
            from: Place::Available,
            to: Place::Returned,
            pot: None,
            project: None,
            amount: money("6000"),
            on: date(2026, 5, 1),
            about: None,
            words: "The machine stops here".into(),
        };
        books.post(movement).unwrap();
        books.save(&mut change, ctx).await.unwrap();
        // Everything is written, and the process ends before it is committed.
        drop(change);
        assert_eq!(store::ledger(record, ctx, award).await.unwrap(), before);
        let there = world.open_again().await;
        assert_eq!(store::ledger(&there, ctx, award).await.unwrap(), before);
        there.close().await;
        sound(&world).await;
        world
    });
}

#[test]
fn the_database_itself_refuses_what_no_ledger_may_hold() {
    on_both(SLICES, |world| async move {
        an_award(&world).await;
        for rogue in [&OVERDRAW, &NOWHERE, &NOTHING, &TWICE] {
            assert!(world.store.housekeeping(rogue, args![]).await.is_err(), "{}", rogue.name);
        }
        sound(&world).await;
        world
    });
}

#[test]
fn check_finds_a_ledger_that_was_changed_behind_its_back() {
    on_both(SLICES, |world| async move {
        let award = an_award(&world).await;
        let project = a_project(&world, award, "Training", "100").await;
        let new = NewOrder {
            on: date(2026, 6, 1),
            supplier: "Hollin Trust".into(),
            reference: String::new(),
            amount: money("40"),
        };
        store::place_order(&world.store, &manager(&world), project, new).await.unwrap();
        sound(&world).await;
        world.store.close().await;
        for (rogue, words) in [
            (&MORE, "does not fit the chain"),
            (&LATER, "entry 1 does not fit the chain"),
            (&LOST, "entry 3 stands where entry 2 should"),
            (&KEPT, "the account `available` is kept as £5,900.01, but its entries make £5,900"),
            (&ORDERED, "have £0.01 left, but £40 is committed"),
            (&AWARDED, "£9,000.01 was awarded, but the ledger says £9,000"),
        ] {
            let world = world.copy().await;
            world.store.housekeeping(rogue, args![]).await.unwrap();
            let found = store::check(&world.store).await.unwrap();
            assert!(found.iter().any(|one| one.found.contains(words)), "{}: {found:?}", rogue.name);
            world.end().await;
        }
        // A ledger that is broken is not built upon: nobody is shown sums that are wrong.
        let copy = world.copy().await;
        copy.store.housekeeping(&LOST, args![]).await.unwrap();
        assert!(store::ledger(&copy.store, &manager(&copy), award).await.is_err());
        copy.end().await;
        world
    });
}
