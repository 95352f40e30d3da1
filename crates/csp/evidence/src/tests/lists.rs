//! Stories of lists of people to be looked at.

use concordat_kernel::jiff::ToSpan as _;
use concordat_testkit::{World, on_both};

use super::{
    SLICES,
    landing::engine,
    people::{bring_people, months_of},
    refused,
};
use crate::{
    findings::Wanted,
    ranking::{self, Matrix, NewList, Verdict},
};

fn new(world: &World, rows: i64) -> NewList {
    NewList {
        purpose: "Choose whose cases the next tasking meeting looks at".to_owned(),
        basis: "Law enforcement purposes, Data Protection Act 2018 section 31".to_owned(),
        owner: "Detective Inspector Invented".to_owned(),
        expires: Some(world.operator().clock.today().saturating_add(14.days())),
        rows,
        matrix: None,
    }
}

/// An analyst makes a list, an officer decides about each row, and only then does it leave.
#[test]
fn a_list_leaves_only_when_a_person_has_decided_about_every_row() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        bring_people(&world, &engine, "months.csv", &months_of(&["2026-01", "2026-02", "2026-03"], 11)).await;
        let (analyst, officer) = (world.somebody("analyst"), world.somebody("officer"));
        let wanted = Wanted::default();
        let made = |new: NewList| {
            let (world, engine, analyst, wanted) = (&world, &engine, &analyst, &wanted);
            async move { ranking::make(&world.store, engine, analyst, wanted, &new).await }
        };
        let id = made(new(&world, 5)).await.unwrap();
        let ranking = ranking::list(&world.store, &officer, id).await.unwrap();
        assert!(ranking.rows.len() >= 5 && ranking.list.among > 50, "{:?}", ranking.list);
        let matrix = Matrix::named(Some(&ranking.list.matrix)).unwrap();
        for pair in ranking.rows.windows(2) {
            assert!(pair[0].score >= pair[1].score);
            assert_eq!(pair[0].place == pair[1].place, pair[0].score == pair[1].score);
        }
        for row in &ranking.rows {
            // Each score opens into its parts.
            let sum: i64 =
                matrix.parts.iter().zip(&row.points).map(|(part, points)| part.weight * points).sum();
            assert_eq!((sum, row.points.len(), row.decision.is_none()), (row.score, 4, true));
        }
        let male = ranking.disparity.iter().find(|one| one.of == "sex" && one.value == "male").unwrap();
        assert_eq!((male.listed as usize, male.among), (ranking.rows.len(), ranking.list.among));

        let said = refused(ranking::take(&world.store, &officer, id).await).to_string();
        assert!(said.contains("no decision"), "{said}");
        for row in &ranking.rows {
            let reason = "Looked at, nothing new";
            ranking::decide(&world.store, &officer, id, row.position, Verdict::Leave, reason).await.unwrap();
        }
        // A later decision takes the place of an earlier one.
        ranking::decide(&world.store, &officer, id, 1, Verdict::TakeUp, "A new victim").await.unwrap();
        let taken = ranking::take(&world.store, &officer, id).await.unwrap();
        let verdict = |at: usize| taken.rows[at].decision.as_ref().map(|decision| decision.verdict);
        assert_eq!((verdict(0), verdict(1)), (Some(Verdict::TakeUp), Some(Verdict::Leave)));
        // Who decided is on record; whoever made the list neither decides nor takes it.
        assert_eq!(taken.rows[0].decision.as_ref().unwrap().by, officer.actor.word());
        refused(ranking::decide(&world.store, &analyst, id, 1, Verdict::Leave, "No reason").await);
        refused(ranking::take(&world.store, &analyst, id).await);
        world
    });
}

#[test]
fn a_list_without_a_purpose_an_owner_or_an_end_is_not_made() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        bring_people(&world, &engine, "months.csv", &months_of(&["2026-01"], 11)).await;
        let analyst = world.somebody("analyst");
        let wanted = Wanted::default();
        let good = new(&world, 5);
        for (list, says) in [
            (NewList { purpose: "Because".to_owned(), ..good.clone() }, "what the list is for"),
            (NewList { basis: String::new(), ..good.clone() }, "lawful basis"),
            (NewList { owner: " ".to_owned(), ..good.clone() }, "answers for"),
            (NewList { expires: None, ..good.clone() }, "until when"),
            (NewList { rows: 500, ..good.clone() }, "100 people"),
        ] {
            let said =
                refused(ranking::make(&world.store, &engine, &analyst, &wanted, &list).await).to_string();
            assert!(said.contains(says), "{said}");
        }
        for role in ["officer", "member", "chair", "auditor"] {
            refused(ranking::make(&world.store, &engine, &world.somebody(role), &wanted, &good).await);
        }
        assert!(ranking::lists(&world.store, &analyst).await.unwrap().is_empty());
        refused(ranking::lists(&world.store, &world.somebody("member")).await);
        world
    });
}

/// After its last day a list is not read any more, and the next list clears its rows.
#[test]
fn an_expired_list_is_closed_and_its_rows_go() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        bring_people(&world, &engine, "months.csv", &months_of(&["2026-01"], 11)).await;
        let (analyst, officer) = (world.somebody("analyst"), world.somebody("officer"));
        let wanted = Wanted::default();
        let id = ranking::make(&world.store, &engine, &analyst, &wanted, &new(&world, 3)).await.unwrap();
        let mut later = world.somebody("analyst");
        let day = 15 * 24;
        later.clock = concordat_kernel::Clock::fixed(later.clock.now().saturating_add(day.hours()).unwrap());
        let said = refused(ranking::list(&world.store, &later, id).await).to_string();
        assert!(said.contains("expired"), "{said}");
        let next = NewList { expires: Some(later.clock.today().saturating_add(7.days())), ..new(&world, 3) };
        ranking::make(&world.store, &engine, &later, &wanted, &next).await.unwrap();
        // By a clock that stood still the list would still stand; its rows are gone all the same.
        assert!(ranking::list(&world.store, &officer, id).await.unwrap().rows.is_empty());
        refused(ranking::take(&world.store, &officer, id).await);
        world
    });
}
