//! Stories of the notebook, and of two indices side by side.

use concordat_testkit::on_both;

use super::{
    SLICES,
    landing::engine,
    people::{bring_people, months_of},
    refused,
};
use crate::{
    findings::{self, Wanted},
    index::{self, NewIndex, Rule},
    notebook,
};

const MONTHS: [&str; 3] = ["2026-01", "2026-02", "2026-03"];

#[test]
fn an_assessment_is_put_together_from_findings_and_from_what_victims_say() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        bring_people(&world, &engine, "months.csv", &months_of(&MONTHS, 11)).await;
        let (analyst, officer) = (world.somebody("analyst"), world.somebody("officer"));
        let wanted = Wanted { lens: Some("vawg".to_owned()), ..Wanted::default() };
        let store = &world.store;
        let words = "Most come back soon.\n\nWe should too.";
        let about = Some(("repeat", &wanted));
        let first = notebook::add(store, &engine, &analyst, "Who comes back", words, about).await.unwrap();
        let said = "They wait too long.";
        let second = notebook::add(store, &engine, &officer, "What victims say", said, None).await.unwrap();
        let report = notebook::report(&notebook::assemble(store, &engine, &officer, None).await.unwrap());
        let headings: Vec<&str> = report.sections.iter().map(|section| section.heading.as_str()).collect();
        assert_eq!(headings, ["Who comes back", "What victims say"]);
        let html = concordat_report::html(&report).unwrap();
        assert!(html.contains("We should too.") && html.contains("Serial suspects"));
        assert!(html.contains("rule for small numbers"), "an assessment leaves protected");
        assert!(!html.contains("Read the words again"));

        // Another order, other words; and what is taken out is gone.
        let change = |version| notebook::change(store, &officer, second, version, "Victims", "They wait.", 0);
        change(1).await.unwrap();
        refused(change(1).await);
        assert_eq!(notebook::notes(store, &analyst).await.unwrap()[0].heading, "Victims");
        // More records come in: the words were written about others.
        bring_people(&world, &engine, "april.csv", &months_of(&["2025-12"], 12)).await;
        let report = notebook::report(&notebook::assemble(store, &engine, &officer, None).await.unwrap());
        assert!(concordat_report::html(&report).unwrap().contains("Read the words again"));
        notebook::withdraw(store, &analyst, first).await.unwrap();
        assert_eq!(notebook::notes(store, &analyst).await.unwrap().len(), 1);

        refused(notebook::add(store, &engine, &analyst, " ", words, None).await);
        refused(notebook::add(store, &engine, &analyst, "No such", words, Some(("none", &wanted))).await);
        refused(notebook::notes(store, &world.somebody("member")).await);
        world
    });
}

#[test]
fn two_versions_of_an_index_stand_side_by_side() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        bring_people(&world, &engine, "months.csv", &months_of(&MONTHS, 11)).await;
        let operator = world.operator();
        for (version, assault) in [("1", 10), ("2", 365)] {
            let file = format!(
                "reference,home_office,score,unit\nA,008/06,{assault},days\nB,105/01,1,days\nC,195/12,10,days\nD,019/08,2555,days\n"
            );
            let reading = index::read(file.as_bytes(), "index.csv", Rule::ReferenceOnly).unwrap();
            let new = NewIndex {
                name: "Invented".to_owned(),
                version: version.to_owned(),
                rule: Rule::ReferenceOnly,
                file_name: "index.csv".to_owned(),
                sha256: version.repeat(64),
            };
            index::load(&world.store, &operator, new, &reading).await.unwrap();
        }
        let label = |version: &str| format!("Invented@{version}").parse::<index::Label>().unwrap();
        let wanted = Wanted::default();
        let compare = |one, other| findings::compare(&world.store, &engine, &operator, &wanted, one, other);
        let compared = compare(label("1"), label("2")).await.unwrap();
        let row = compared.table.rows.iter().find(|row| row[0].text() == "Violence with injury").unwrap();
        let number = |at: usize| row[at].text().replace(',', "").parse::<f64>().unwrap();
        assert!((number(2) * 36.5 - number(5)).abs() < 1.0, "{row:?}");
        refused(compare(label("1"), label("1")).await);
        refused(compare(label("1"), label("3")).await);
        world
    });
}
