//! Stories of what the records say.

use concordat_report::Block;
use concordat_testkit::{World, on_both};

use super::{
    SLICES,
    landing::{bring, brought, engine, street},
    published, refused,
};
use crate::{
    SAMPLE_AREAS, SAMPLE_INDEX,
    areas::{self, NewAreaList},
    findings::{self, Figure, Found, Wanted, report},
    index::{self, NewIndex, Rule},
};

fn figure<'a>(found: &'a Found, finding: &str, measure: &str, group: &str) -> &'a Figure {
    let mut figures = report::figures(found).into_iter();
    let wanted = |figure: &&Figure| {
        figure.finding == finding
            && figure.measure == measure
            && figure.filter.get("group").is_some_and(|name| name == group)
    };
    figures.find(wanted).unwrap_or_else(|| panic!("no figure of {finding}, {measure}, {group}"))
}

pub(super) async fn load_reference(world: &World) {
    let ctx = world.operator();
    let file = |name: &str| (name.to_owned(), "5f".repeat(32));
    let (file_name, sha256) = file("areas.csv");
    let reading = areas::read(SAMPLE_AREAS, &file_name).unwrap();
    let list = NewAreaList { name: "Merrowshire".to_owned(), file_name, sha256 };
    areas::load(&world.store, &ctx, list, &reading).await.unwrap();
    let (file_name, sha256) = file("index.csv");
    let reading = index::read(SAMPLE_INDEX, &file_name, Rule::Median).unwrap();
    let new = NewIndex {
        name: "Invented".to_owned(),
        version: "1".to_owned(),
        rule: Rule::Median,
        file_name,
        sha256,
    };
    index::load(&world.store, &ctx, new, &reading).await.unwrap();
}

/// Thirty burglaries in one area of twenty-six and none elsewhere, ten shopliftings spread over ten areas.
fn concentrated() -> Vec<u8> {
    let ids: Vec<String> = (0..45).map(|n| format!("id{n}")).collect();
    let codes: Vec<String> = (1..=10).map(|n| format!("E0199{n:04}")).collect();
    let mut crimes = Vec::new();
    for id in &ids[..30] {
        crimes.push((id.as_str(), "2026-04", "E01990001", "Burglary"));
    }
    for (id, code) in ids[30..40].iter().zip(&codes) {
        crimes.push((id.as_str(), "2026-04", code.as_str(), "Shoplifting"));
    }
    // Outside the county, and nowhere.
    crimes.push((&ids[40], "2026-04", "E01000001", "Burglary"));
    crimes.push((&ids[41], "2026-04", "", "Burglary"));
    street(&crimes)
}

#[test]
fn counts_harm_and_concentration_of_a_month_worked_out_by_hand() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        load_reference(&world).await;
        brought(bring(&world, &engine, "april.csv", concentrated()).await.unwrap());
        let analyst = world.somebody("analyst");
        let found = findings::look(&world.store, &engine, &analyst, &Wanted::default()).await.unwrap();

        assert_eq!(figure(&found, "how-much", "crimes", "Burglary").values["crimes"], 32.0);
        // 120 days each by the invented index; it is named with its version and rule.
        let harm = figure(&found, "harm", "harm", "Burglary");
        assert_eq!(harm.values["harm"], 32.0 * 120.0);
        assert_eq!(harm.index.as_deref(), Some("Invented@1/median"));

        // All thirty in one of twenty-six units: Gini (n - 1) / n, generalised by n / c as units do not outnumber events.
        let burglary = figure(&found, "concentration", "crimes", "Burglary");
        assert_eq!(burglary.n, Some(26));
        assert!((burglary.values["gini"] - 25.0 / 26.0).abs() < 1e-12);
        assert_eq!(burglary.values["top_10"], 1.0);
        assert_eq!(burglary.excluded["outside the list of areas"], 1);
        assert_eq!(burglary.excluded["without an area"], 1);
        let chance = burglary.chance.as_ref().unwrap();
        assert!(chance.points_above > 50.0 && chance.draws == 1000, "{chance:?}");
        // Ten crimes are too few to say anything.
        let all = report::figures(&found);
        assert!(
            all.iter()
                .all(|figure| figure.finding != "concentration" || figure.filter["group"] != "Shoplifting")
        );
        world
    });
}

/// Every figure can be traced: its steps have keys, and the same question has the same keys and the same answer.
#[test]
fn the_same_question_has_the_same_answer_and_the_working_is_shown() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        bring(&world, &engine, "april.csv", concentrated()).await.unwrap();
        let ctx = world.operator();
        let wanted = Wanted::default();
        let ask = || findings::look(&world.store, &engine, &ctx, &wanted);
        let (one, other) = (ask().await.unwrap(), ask().await.unwrap());
        assert_eq!(report::figures(&one), report::figures(&other));
        assert!(report::figures(&one).iter().all(|figure| !figure.steps.is_empty()));
        let working =
            findings::working(&world.store, &engine, &ctx, &Wanted::default(), "how-much", "by_group")
                .await
                .unwrap();
        assert_eq!(working.table.ints("crimes"), [Some(32), Some(10)]);
        refused(
            findings::working(&world.store, &engine, &ctx, &Wanted::default(), "how-much", "crime; --").await,
        );
        // An officer reads what was found, and none of the rows behind it.
        let officer = world.somebody("officer");
        assert!(findings::look(&world.store, &engine, &officer, &Wanted::default()).await.is_ok());
        let wanted = Wanted::default();
        refused(findings::working(&world.store, &engine, &officer, &wanted, "how-much", "in_window").await);
        world
    });
}

#[test]
fn nothing_is_found_where_nothing_was_brought_in_and_nobody_else_may_look() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        let said =
            refused(findings::look(&world.store, &engine, &world.operator(), &Wanted::default()).await);
        assert!(said.to_string().contains("No records"), "{said}");
        bring(&world, &engine, "april.csv", concentrated()).await.unwrap();
        for role in ["member", "chair", "lead-contact", "auditor"] {
            let ctx = world.somebody(role);
            refused(findings::look(&world.store, &engine, &ctx, &Wanted::default()).await);
            refused(findings::export(&world.store, &engine, &ctx, &Wanted::default()).await);
        }
        let lens = Wanted { lens: Some("none such".to_owned()), ..Wanted::default() };
        let said = refused(findings::look(&world.store, &engine, &world.operator(), &lens).await);
        assert!(said.to_string().contains("vawg"), "{said}");
        // Noughts would say that nothing happened.
        let month = |text: &str| Some(text.parse().unwrap());
        let long_ago = Wanted { from: month("2019-01"), to: month("2019-12"), ..Wanted::default() };
        let said = refused(findings::look(&world.store, &engine, &world.operator(), &long_ago).await);
        assert!(said.to_string().contains("between April 2026 and April 2026"), "{said}");
        world
    });
}

/// A lens on women and girls finds nothing in street files, which say nothing of victims, and says so.
#[test]
fn a_lens_that_needs_people_finds_none_in_street_files() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        bring(&world, &engine, "april.csv", concentrated()).await.unwrap();
        let wanted = Wanted { lens: Some("vawg".to_owned()), ..Wanted::default() };
        let found = findings::look(&world.store, &engine, &world.operator(), &wanted).await.unwrap();
        let concentration = found.findings.iter().find(|finding| finding.name == "concentration").unwrap();
        assert!(concentration.caveats.iter().any(|caveat| caveat.contains("no victims")));
        let Some(Block::Table(table)) = found.findings[0].blocks.first() else { panic!("a table") };
        assert_eq!(table.rows.last().unwrap()[1].text(), "0");
        // Street files say of no crime whether it is domestic: each is left out, and all are counted.
        let wanted = Wanted { lens: Some("domestic".to_owned()), ..Wanted::default() };
        let found = findings::look(&world.store, &engine, &world.operator(), &wanted).await.unwrap();
        assert!(found.findings[0].caveats.iter().any(|caveat| caveat.contains("(42)")));
        let whole = found.findings[0].figures.iter().find(|figure| figure.filter.is_empty()).unwrap();
        assert_eq!((whole.values["crimes"], whole.excluded["not told"]), (0.0, 42));
        world
    });
}

/// The real months: burglary is spread almost as chance would spread it, and December 2018 is known to be incomplete.
#[tokio::test]
async fn the_real_months_say_what_is_known_of_them() {
    let world = World::sqlite(SLICES).await;
    let (_folder, engine) = engine();
    for month in ["2018-10", "2018-11", "2018-12", "2019-01"] {
        let name = format!("police/{month}-kent-street.csv");
        let Some(bytes) = published(&name) else { return };
        bring(&world, &engine, &name, bytes).await.unwrap();
    }
    let found = findings::look(&world.store, &engine, &world.operator(), &Wanted::default()).await.unwrap();
    let thin: Vec<String> =
        found.standing.thin_in(found.asked.window).iter().map(ToString::to_string).collect();
    assert!(thin.contains(&"2018-12".to_owned()), "{thin:?}");
    let total: f64 = report::figures(&found)
        .into_iter()
        .filter(|figure| figure.finding == "how-much" && figure.filter.contains_key("group"))
        .map(|figure| figure.values["crimes"])
        .sum();
    assert_eq!(
        total,
        59_444.0
            - f64::from(
                found.rests_on.iter().map(|e| i32::try_from(e.refused + e.duplicates).unwrap()).sum::<i32>()
            )
    );
}
