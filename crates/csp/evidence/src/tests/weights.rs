//! What leaves of harm, and what it would tell.

use concordat_testkit::World;

use super::{
    SLICES,
    findings::load_reference,
    landing::engine,
    people::{Told, bring_people},
};
use crate::findings::{self, Figure, Found, Wanted, report};

/// Where everybody has one crime, a curve of harm over people is a curve of what the crimes weigh: of hidden ones it would tell how many of each kind
/// there are, and so would what chance gives, which anybody can draw again with other numbers.
#[tokio::test]
async fn harm_over_people_does_not_tell_what_hidden_crimes_weigh() {
    let world = World::sqlite(SLICES).await;
    let (_folder, engine) = engine();
    let kinds = [("901/03", "VWOI", 55), ("902/02", "S&H", 10), ("903/01", "SEX", 3), ("901/02", "VWI", 2)];
    let each = kinds.into_iter().flat_map(|(class, tree, n)| std::iter::repeat_n((class, tree), n));
    let crimes = each.enumerate().map(|(n, (class, tree))| Told {
        day: format!("{:02}/01/2026", 1 + n % 28),
        hour: 12,
        class,
        tree,
        district: "Alder",
        victim: format!("V-{n}"),
        victim_sex: "F",
        victim_age: 30,
        suspect: format!("S-{n}"),
        relationship: "Stranger",
    });
    bring_people(&world, &engine, "january.csv", &crimes.collect::<Vec<_>>()).await;
    load_reference(&world).await;
    let (operator, asked) = (world.operator(), Wanted::default());
    let told = |found: &Found, measure| {
        let of = |figure: &Figure| {
            figure.finding == "concentration" && figure.unit == "suspect" && figure.measure == measure
        };
        report::figures(found).into_iter().any(of)
    };
    let open = findings::look(&world.store, &engine, &operator, &asked).await.unwrap();
    assert!(told(&open, "crimes") && told(&open, "harm"));
    let left = findings::export(&world.store, &engine, &operator, &asked).await.unwrap();
    assert!(told(&left, "crimes") && !told(&left, "harm"));
}

/// Who has also seen the report of a month knows all that is shown there, and so what the hidden ones weigh, were the month's harm told in a longer report. And
/// how it is rounded says nothing of which offences there were: without any of the heaviest kind it is as if there were some.
#[tokio::test]
async fn harm_of_a_month_in_a_longer_report_does_not_tell_what_the_months_own_report_hides() {
    let world = World::sqlite(SLICES).await;
    let (_folder, engine) = engine();
    let months = [("01", 6), ("02", 7), ("03", 3)];
    let of = |month: &str, class, tree, crimes: usize| {
        let day = format!("10/{month}/2026");
        let one = move |n| Told {
            day: day.clone(),
            hour: 12,
            class,
            tree,
            district: "Alder",
            victim: format!("V-{day}-{class}-{n}"),
            victim_sex: "F",
            victim_age: 30,
            suspect: format!("S-{day}-{class}-{n}"),
            relationship: "Stranger",
        };
        (0..crimes).map(one).collect::<Vec<_>>()
    };
    let crimes = months.iter().flat_map(|(month, rapes)| {
        let others = of(month, "901/03", "VWOI", 400);
        others.into_iter().chain(of(month, "903/01", "SEX", *rapes))
    });
    bring_people(&world, &engine, "quarter.csv", &crimes.collect::<Vec<_>>()).await;
    load_reference(&world).await;
    let told = async |look: bool| {
        let (operator, asked) =
            (world.operator(), Wanted { from: "2026-01".parse().ok(), ..Wanted::default() });
        let found = if look {
            findings::look(&world.store, &engine, &operator, &asked).await.unwrap()
        } else {
            findings::export(&world.store, &engine, &operator, &asked).await.unwrap()
        };
        let figures = report::figures(&found);
        let by = |by: &str, name: &str| {
            let is = |figure: &&&Figure| {
                figure.finding == "harm" && figure.filter.get(by).is_some_and(|of| of == name)
            };
            figures.iter().find(is).and_then(|figure| figure.values.get("harm").copied())
        };
        [by("month", "2026-01"), by("month", "2026-02"), by("month", "2026-03"), by("district", "Alder")]
    };
    assert_eq!(told(true).await, [Some(13_200.0), Some(15_200.0), Some(7200.0), Some(35_600.0)]);
    // March has three rapes; January goes with it, or February and the district would tell it.
    assert_eq!(told(false).await, [None, Some(20_000.0), None, Some(40_000.0)]);
}
