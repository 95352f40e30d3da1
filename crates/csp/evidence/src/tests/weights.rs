//! What leaves of harm, and what it would tell.

use concordat_testkit::World;

use super::{
    SLICES,
    findings::load_reference,
    landing::{bring, brought, engine, street},
    people::{Told, bring_people},
};
use crate::{
    areas::{self, NewAreaList},
    findings::{self, Figure, Found, Wanted, report},
};

/// A crime on a day, with a victim and a suspect of their own.
fn crime(
    day: &str,
    (class, tree): (&'static str, &'static str),
    victim_sex: &'static str,
    who: &str,
) -> Told {
    Told {
        day: day.to_owned(),
        hour: 12,
        class,
        tree,
        district: "Alder",
        victim: format!("V-{who}"),
        victim_sex,
        victim_age: 30,
        suspect: format!("S-{who}"),
        relationship: "Stranger",
    }
}

/// The same in January, so many of each kind.
fn in_january(kinds: &[((&'static str, &'static str), &'static str, usize)]) -> Vec<Told> {
    let each = kinds.iter().flat_map(|(kind, sex, n)| std::iter::repeat_n((*kind, *sex), *n));
    let crimes = each.enumerate();
    crimes
        .map(|(n, (kind, sex))| crime(&format!("{:02}/01/2026", 1 + n % 28), kind, sex, &n.to_string()))
        .collect()
}

/// Where everybody has one crime, a curve of harm over people is a curve of what the crimes weigh: of hidden ones it would tell how many of each kind
/// there are, and so would what chance gives, which anybody can draw again with other numbers.
#[tokio::test]
async fn harm_over_people_does_not_tell_what_hidden_crimes_weigh() {
    let world = World::sqlite(SLICES).await;
    let (_folder, engine) = engine();
    let kinds = [("901/03", "VWOI"), ("902/02", "S&H"), ("903/01", "SEX"), ("901/02", "VWI")];
    let crimes: Vec<_> = kinds.into_iter().zip([55, 10, 3, 2]).map(|(kind, n)| (kind, "F", n)).collect();
    bring_people(&world, &engine, "january.csv", &in_january(&crimes)).await;
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
    let of = |month: &str, kind: (&'static str, &'static str), crimes: usize| {
        let day = format!("10/{month}/2026");
        let one = |n| crime(&day, kind, "F", &format!("{day}-{}-{n}", kind.0));
        (0..crimes).map(one).collect::<Vec<_>>()
    };
    let crimes = months.iter().flat_map(|(month, rapes)| {
        let others = of(month, ("901/03", "VWOI"), 400).into_iter().chain(of(month, ("901/02", "VWI"), 100));
        others.chain(of(month, ("903/01", "SEX"), *rapes))
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
    assert_eq!(told(true).await, [Some(33_200.0), Some(35_200.0), Some(27_200.0), Some(95_600.0)]);
    // There are sixteen rapes, so that neither a month nor the district tells what they weigh: 21,200 and 63,600 are left.
    assert_eq!(told(false).await, [Some(20_000.0), Some(20_000.0), Some(20_000.0), Some(65_000.0)]);
}

/// A month that is the whole window weighs what its groups weigh. Here none is rare in it, and two are hidden because another lens has two crimes more.
#[tokio::test]
async fn harm_of_a_month_that_is_the_whole_window_does_not_tell_how_its_groups_share_it() {
    let world = World::sqlite(SLICES).await;
    let (_folder, engine) = engine();
    let (other, rape) = (("901/03", "VWOI"), ("903/01", "SEX"));
    let crimes = in_january(&[(other, "F", 400), (rape, "F", 28), (rape, "M", 2)]);
    bring_people(&world, &engine, "january.csv", &crimes).await;
    load_reference(&world).await;
    let told = async |lens: &str| {
        let asked = Wanted { lens: Some(lens.to_owned()), from: "2026-01".parse().ok(), ..Wanted::default() };
        let found = findings::export(&world.store, &engine, &world.operator(), &asked).await.unwrap();
        let figures = report::figures(&found);
        let of = |by: &str| {
            let is = |figure: &&&Figure| figure.finding == "harm" && figure.filter.contains_key(by);
            figures
                .iter()
                .filter(is)
                .filter_map(|figure| figure.values.get("harm").copied())
                .collect::<Vec<_>>()
        };
        (of("month"), of("group").len())
    };
    assert_eq!(told("all").await, (vec![60_000.0], 2));
    assert_eq!(told("vawg").await, (Vec::new(), 0));
}

/// A coefficient over areas to its last digit tells how many crimes the one area has that is a district of its own.
#[tokio::test]
async fn a_coefficient_over_areas_does_not_tell_a_district_that_is_hidden() {
    let world = World::sqlite(SLICES).await;
    let (_folder, engine) = engine();
    let area = |n: usize| format!("E0199{n:04}");
    let mut list = "code,name,district,district_code,population,imd_decile\n".to_owned();
    for n in 1..=120 {
        let district = if n == 120 { "Birch" } else { "Aldermoor" };
        list += &format!("{},{district} {n:03}A,{district},E0799{:04},1500,5\n", area(n), n / 120);
    }
    let reading = areas::read(list.as_bytes(), "areas.csv").unwrap();
    let new = NewAreaList {
        name: "Invented".to_owned(),
        file_name: "areas.csv".to_owned(),
        sha256: "5f".repeat(32),
    };
    areas::load(&world.store, &world.operator(), new, &reading).await.unwrap();
    let coefficient = async |in_birch: usize, month: &str| {
        let in_areas = (1..120).flat_map(|n| std::iter::repeat_n(n, 1 + n % 4));
        let all: Vec<_> = in_areas
            .chain(std::iter::repeat_n(120, in_birch))
            .enumerate()
            .map(|(at, n)| (format!("{month}-{at}"), area(n)))
            .collect();
        let crimes: Vec<_> =
            all.iter().map(|(id, area)| (id.as_str(), month, area.as_str(), "Burglary")).collect();
        let text = String::from_utf8(street(&crimes)).unwrap();
        let text = text.replace("E01990120,Aldermoor", "E01990120,Birch");
        brought(bring(&world, &engine, &format!("{month}.csv"), text.into_bytes()).await.unwrap());
        let asked = Wanted { from: month.parse().ok(), to: month.parse().ok(), ..Wanted::default() };
        let found = findings::export(&world.store, &engine, &world.operator(), &asked).await.unwrap();
        let is = |figure: &&Figure| {
            figure.finding == "concentration" && figure.unit == "area" && figure.values.contains_key("gini")
        };
        report::figures(&found).into_iter().find(is).map(|figure| figure.values["gini"])
    };
    let rounded = |gini: f64| (1000.0 * gini).round() / 1000.0;
    let (hidden, shown) =
        (coefficient(3, "2026-03").await.unwrap(), coefficient(9, "2026-04").await.unwrap());
    assert!((hidden - rounded(hidden)).abs() < 1e-12, "{hidden}");
    assert!((shown - rounded(shown)).abs() > 1e-6, "{shown}");
}
