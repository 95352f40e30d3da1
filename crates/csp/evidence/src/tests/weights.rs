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
