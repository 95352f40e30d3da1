//! A file lands whole or not at all.

use concordat_testkit::on_both;

use super::{SLICES, manager, money, sentence, sound};
use crate::{
    import::{AwardDraft, Check, ProjectDraft, Reading},
    rules::ledger::Place,
    store::{self, File},
};

fn project(title: &str, planned: &str, spent: Option<&str>, variance: &str) -> ProjectDraft {
    ProjectDraft {
        line: 7,
        title: title.into(),
        purpose: String::new(),
        provider: String::new(),
        planned: Some(money(planned)),
        spent: spent.map(money),
        variance: variance.into(),
        whole_cost: None,
        matched: None,
        outputs: Vec::new(),
        action: None,
    }
}

fn reading(projects: Vec<ProjectDraft>) -> Reading {
    let (_, from, to) = crate::import::words::year("2025/26").unwrap();
    let award = AwardDraft {
        line: 3,
        fund: "Safer places".into(),
        funder: "Commissioner for Merrowshire".into(),
        label: "2025/26".into(),
        from,
        to,
        amount: money("1000"),
        pot: None,
        projects,
        returned: None,
    };
    Reading { awards: vec![award], ..Reading::default() }
}

#[test]
fn what_a_rule_refuses_leaves_nothing_of_the_file() {
    on_both(SLICES, |world| async move {
        let (record, ctx) = (&world.store, &manager(&world));
        let file = File { name: "a.xlsx", hash: "a" };
        // The second project costs another sum than it was given, and the file does not say why.
        let silent =
            reading(vec![project("Lights", "400", None, ""), project("Signs", "300", Some("250"), "")]);
        let refused = store::import(record, ctx, file, &silent, &[], false).await;
        assert_eq!(sentence(refused), "It cost £250, £50 less than was allocated. Enter why.");
        assert!(store::funds(record, ctx).await.unwrap().is_empty());

        let told = reading(vec![
            project("Lights", "400", None, ""),
            project("Signs", "300", Some("250"), "Cheaper"),
        ]);
        let mut wrong = told.clone();
        wrong.checks.push(Check {
            line: 9,
            what: "the projects of 2025/26".into(),
            stated: money("800"),
            found: money("700"),
            agrees: false,
            note: String::new(),
        });
        let refused = sentence(store::import(record, ctx, file, &wrong, &[], false).await);
        assert!(
            refused.contains("line 9: the projects of 2025/26 is stated as £800, but makes £700"),
            "{refused}"
        );
        assert!(store::funds(record, ctx).await.unwrap().is_empty());
        store::import(record, ctx, file, &wrong, &[], true).await.unwrap();
        let award = store::awards(record, ctx).await.unwrap()[0].id;
        let ledger = store::ledger(record, ctx, award).await.unwrap().ledger;
        let places = [Place::Allocated, Place::Spent, Place::Available].map(|place| ledger.total(place));
        assert_eq!(places, ["400", "250", "350"].map(money));

        // Another file about the same year does not double it.
        let other = File { name: "b.xlsx", hash: "b" };
        let refused = sentence(store::import(record, ctx, other, &told, &[], false).await);
        assert_eq!(refused, "This fund already has an award of this name. Use another.");
        let lights = &store::projects(record, ctx, award).await.unwrap()[0];
        store::approve_project(record, ctx, lights.id, ledger.entries()[0].movement.on, "Letter")
            .await
            .unwrap();
        let again =
            store::approve_project(record, ctx, lights.id, ledger.entries()[0].movement.on, "Letter").await;
        assert!(sentence(again).starts_with("Nothing of this project waits here"));
        sound(&world).await;
        world
    });
}
