use concordat_disclosure::protect;

use super::*;

const YEAR: &str = "January 2022 to December 2022";

fn of(victims: &str) -> Key {
    Key::of(&[("victims", victims), ("domestic", "any"), ("window", YEAR)])
}

fn report(lens: &str, victims: &str, counts: &[(&str, u64)]) -> Tables {
    let mut tables = Tables::new();
    let parts = counts.iter().map(|(name, count)| (of(victims).with("group", name), *count)).collect();
    tables.add_sum(of(victims).with("groups", lens), parts).unwrap();
    tables
}

fn found(tables: &Tables, told: &Told<'_>) -> Vec<(String, u64, usize)> {
    let all = narrowed(tables, told, &Rule::under_5()).into_iter();
    all.map(|one| (one.key.to_string(), one.count, one.follows.parts.len())).collect()
}

#[test]
fn a_lens_is_narrowed_to_the_groups_of_each_other() {
    let of_all = [("RAPE", 30), ("STALKING AND HARASSMENT", 50), ("THEFT", 90)];
    let all = report("every", "any", &of_all);
    let name = |kind: &str, who: &str| format!("domestic any, groups {kind}, victims {who}, window {YEAR}");
    let none = Told::default();
    assert_eq!(
        found(&all, &none),
        [(name("violence", "any"), 30, 3), (name("vawg", "any"), 80, 2), (name("violence", "any"), 30, 2)],
        "girls and partners look at the groups of vawg, and violence follows from these as well"
    );
    let women = report("vawg", "female", &[("RAPE", 20), ("STALKING AND HARASSMENT", 45)]);
    assert_eq!(found(&women, &none), [(name("violence", "female"), 20, 2)]);
    // From what was told before as well; and of what nobody told all groups of, nothing.
    let before = protect(&all, &Rule::under_5(), &[]).unwrap();
    let told = Told::by(&[&before], |_| true);
    assert_eq!(found(&women, &told).len(), 4);
    let mut months = Tables::new();
    months.put(of("any").with("groups", "every"), 200).unwrap();
    months.put(of("any").with("group", "RAPE"), 30).unwrap();
    assert_eq!(found(&months, &none), []);
}

/// Of 48 parts of women and girls 30 are with partners; a lens that asks for partners has no more to be narrowed to.
#[test]
fn rows_of_relationships_are_those_of_the_lens_that_asks_for_them() {
    let parts = |victims: &str| of(victims).with("groups", "vawg").with("all parts", "victim");
    let mut tables = Tables::new();
    let rows = [("partner", 20), ("ex partner", 10), ("stranger", 18)];
    let rows = rows.map(|(name, count)| (parts("female").with("relationship", name), count));
    tables.add_sum(parts("female"), rows.to_vec()).unwrap();
    let partners = parts("any").with("relationships", "partners").with("groups", "partners");
    tables.put(partners.clone(), 33).unwrap();
    let found = narrowed(&tables, &Told::default(), &Rule::under_5());
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((&one.key, one.count), (&parts("female").with("relationships", "partners"), 30));
    assert!(nested::holds(&partners, &one.key), "three were men");
}

/// Girls among the victims of crimes against women and girls are those of the lens that asks for girls, where both are as many.
#[test]
fn rows_of_ages_are_those_of_the_lens_that_asks_for_them() {
    let persons = of("female").with("groups", "vawg").with("persons", "victim");
    let girls = persons.with("victim ages", "0 to 17");
    for (told, relations) in [(84, 1), (85, 0)] {
        let mut tables = Tables::new();
        let rows = [("under 10", 3), ("10 to 17", 81), ("18 to 24", 200), ("not stated", 9)];
        let rows = rows.map(|(name, count)| (persons.with("age", name), count));
        tables.add_sum(persons.clone(), rows.to_vec()).unwrap();
        tables.put(girls.clone(), told).unwrap();
        let found = narrowed(&tables, &Told::default(), &Rule::under_5());
        assert_eq!(found.len(), relations);
        assert!(found.iter().all(|one| one.key == girls && one.follows.parts.len() == 3));
    }
    let bands = ["under 10", "10 to 17", "65 and over", "not stated"].map(years);
    assert_eq!(bands, [Some((0, 9)), Some((10, 17)), Some((65, u8::MAX)), None]);
}

/// Violence against women and girls less stalking is as many crimes as violence has women and girls among its victims: three of stalking are hidden.
#[test]
fn crimes_against_women_are_taken_for_as_many_women() {
    let mut tables = report("vawg", "female", &[("RAPE", 30), ("STALKING AND HARASSMENT", 3)]);
    let women = of("any").with("groups", "violence").with("persons", "victim").with("sex", "female");
    tables.put(women.clone(), 30).unwrap();
    let found = narrowed(&tables, &Told::default(), &Rule::under_5());
    let crimes = of("female").with("groups", "violence");
    let one = found.iter().find(|one| one.key == women).unwrap();
    assert_eq!(one.follows, Follows { total: (crimes.clone(), 30), parts: vec![(women, 30)] });
    assert!(found.iter().any(|one| one.key == crimes));
}

#[test]
fn what_follows_from_something_hidden_is_hidden() {
    let tables = report("vawg", "female", &[("RAPE", 30), ("STALKING AND HARASSMENT", 3)]);
    let hides = |tables: &Tables, hidden: &[Key]| {
        let one = narrowed(tables, &Told::default(), &Rule::under_5()).remove(0);
        one.is_hidden(&Rule::under_5(), &hidden.iter().cloned().collect())
    };
    assert!(hides(&tables, &[]));
    let tables = report("vawg", "female", &[("RAPE", 30), ("STALKING AND HARASSMENT", 50)]);
    assert!(!hides(&tables, &[]) && hides(&tables, &[of("female").with("groups", "vawg")]));
}
