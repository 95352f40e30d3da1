//! Counts of two lenses that whoever sees them takes for each other, since they are as many: crimes of partners and those of them that are flagged as domestic. No lens says that
//! they are the same; in most records they are.

use std::collections::BTreeMap;

use concordat_disclosure::Key;

use super::{
    narrowed::Narrowed,
    nested,
    windows::{Follows, of_window},
};
use crate::findings::lenses;

/// What one lens counts, under the name that it has as a part of another, where that part is all of it: of partners among what is domestic, where every crime of
/// partners is flagged so.
pub(super) fn the_same(all: &[(&Key, u64)], narrowed: &[Narrowed]) -> Vec<Narrowed> {
    let follow = narrowed.iter().map(|one| (one.key.clone(), one.count));
    let mut counts: BTreeMap<Key, u64> =
        all.iter().map(|(key, count)| ((*key).clone(), *count)).chain(follow).collect();
    let mut wholes: BTreeMap<Key, Vec<(&Key, u64)>> = BTreeMap::new();
    for (key, count) in all.iter().filter(|(key, _)| is_total(key)) {
        wholes.entry(alike(key)).or_default().push((key, *count));
    }
    let mut found = Vec::new();
    for part in narrowed {
        for (whole, count) in wholes.get(&alike(&part.key)).into_iter().flatten() {
            let Some(scope) = as_part(&part.key, part.count, (whole, *count), &counts) else { continue };
            let of_whole = all.iter().filter(|(key, _)| is_of(key, whole));
            let same: Vec<Narrowed> = of_whole.map(|(key, count)| renamed(key, *count, &scope)).collect();
            // As many by chance, where one of them is told to be another number.
            if same.iter().any(|one| counts.get(&one.key).is_some_and(|count| *count != one.count)) {
                continue;
            }
            counts.extend(same.iter().map(|one| (one.key.clone(), one.count)));
            found.extend(same);
        }
    }
    found
}

/// What narrowing leaves as it is, and the months and the choice that two totals must have in common.
fn alike(key: &Key) -> Key {
    let of = key
        .categories()
        .filter(|(of, _)| !nested::varies(of) || ["window", "relationships", "victim ages"].contains(of));
    of.fold(Key::total(), |alike, (of, category)| alike.with(of, category))
}

/// Whether a count is of all crimes in a scope, of all parts in them or of all victims.
fn is_total(key: &Key) -> bool {
    key.category("window").is_some()
        && key.categories().all(|(of, _)| nested::varies(of) || of == "all parts" || of == "persons")
}

/// The scope that a total has as a part of another: where the two are as many, or the other has only those crimes more whose kind the one does not look at.
fn as_part(
    part: &Key,
    of_part: u64,
    (whole, count): (&Key, u64),
    counts: &BTreeMap<Key, u64>,
) -> Option<Key> {
    if part == whole {
        return None;
    }
    if count == of_part {
        return Some(part.clone());
    }
    let lens = lenses().iter().find(|lens| Some(&*lens.name) == whole.category("groups"))?;
    if part.category("groups") != Some("every") || part.category("relationships").is_none() {
        return None;
    }
    let of_group = part.without("groups").without("relationships").without("all parts");
    let beyond = counts.iter().filter(|(key, _)| {
        key.category("group").is_some_and(|name| {
            !lens.groups.iter().any(|of| of.to_uppercase() == name) && key.without("group") == of_group
        })
    });
    let beyond: u64 = beyond.map(|(_, count)| count).sum();
    (count + beyond == of_part).then(|| part.with("groups", &lens.name))
}

/// What says which crimes a count is of, but for the months and the kinds of offences.
fn is_scope(dimension: &str) -> bool {
    nested::varies(dimension) && !["window", "groups", "offences"].contains(&dimension)
}

/// Whether a count is of the crimes that another is the total of, or of some of them. What is told by relationship has the same name through every lens.
fn is_of(key: &Key, total: &Key) -> bool {
    let scope = |of: &Key| {
        let scope = of.categories().filter(|(name, _)| is_scope(name) && stays(key, name));
        scope.map(|(name, category)| (name.to_owned(), category.to_owned())).collect::<Vec<_>>()
    };
    let is_in = |of: &Key| Some((of_window(of)?.1, of_window(total)?.1));
    let groups = ["groups", "offences"].iter();
    is_in(key).is_some_and(|(months, all)| {
        if key.category("month").is_some() { all.0 <= months.0 && months.1 <= all.1 } else { months == all }
    }) && scope(key) == scope(total)
        && groups.map(|of| (key.category(of), total.category(of))).all(|(of, all)| of.is_none() || of == all)
}

/// Whether what a scope asks for is in the name of a count of it.
fn stays(key: &Key, dimension: &str) -> bool {
    match dimension {
        "groups" | "offences" => key.category(dimension).is_some(),
        "relationships" => key.category("relationship").is_none() || key.category(dimension).is_some(),
        _ => dimension != "window",
    }
}

/// A count with the scope of another: what it is broken down by stays, and its months. A group is the same through every lens.
fn renamed(key: &Key, count: u64, scope: &Key) -> Narrowed {
    let own = key.categories().filter(|(of, _)| !nested::varies(of) || *of == "window");
    let scope = scope.categories().filter(|(of, _)| nested::varies(of) && stays(key, of));
    let name = own.chain(scope).fold(Key::total(), |name, (of, category)| name.with(of, category));
    let follows = Follows { total: (key.clone(), count), parts: vec![(name.clone(), count)] };
    Narrowed { key: name, count, follows }
}

#[cfg(test)]
mod tests {
    use super::{
        super::testing::{hidden, report},
        *,
    };

    const SPRING: &str = "March 2022 to May 2022";

    fn domestic() -> Key {
        Key::of(&[("victims", "any"), ("domestic", "only"), ("window", SPRING)])
    }

    fn partners() -> Key {
        Key::of(&[("victims", "any"), ("domestic", "any"), ("window", SPRING), ("relationships", "partners")])
    }

    const OF_PARTNERS: [(&str, u64); 2] = [("partner", 18), ("ex partner", 25)];

    /// Both lenses tell the same parts of partners, but for the thefts that one looks at and the other does not, so that every crime of partners is domestic: stalking by others is
    /// what domestic has more.
    #[test]
    fn crimes_of_partners_that_are_all_domestic_do_not_tell_those_of_others() {
        let crimes = [("STALKING AND HARASSMENT", 8), ("VIOLENCE WITH INJURY", 35)];
        let of_partners = report(&partners(), "vawg", &crimes, &OF_PARTNERS);
        let of_domestic = |stalking: u64, ex_partners: u64| {
            let crimes = [("STALKING AND HARASSMENT", stalking), ("VIOLENCE WITH INJURY", 60), ("THEFT", 40)];
            report(
                &domestic(),
                "every",
                &crimes,
                &[("partner", 18), ("ex partner", ex_partners), ("parent", 30)],
            )
        };
        for (stalking, ex_partners, hides) in
            [(12, 25, true), (12, 65, true), (20, 25, false), (12, 24, false)]
        {
            let of_domestic = of_domestic(stalking, ex_partners);
            for order in [[&of_partners, &of_domestic], [&of_domestic, &of_partners]] {
                let hidden = hidden(&order);
                let tells = !hidden.iter().any(|key| key.contains("STALKING"));
                assert_eq!(tells, !hides, "{stalking} {ex_partners}: {hidden:?}");
            }
        }
    }

    /// Seven thefts are what domestic has more than partners, so that they are by partners: three by one row and four by the other.
    #[test]
    fn what_partners_did_besides_does_not_follow_by_relationship() {
        let crimes = [("STALKING AND HARASSMENT", 8), ("VIOLENCE WITH INJURY", 35)];
        let of_partners = report(&partners(), "vawg", &crimes, &OF_PARTNERS);
        for (thefts, [partners, ex_partners], hides) in [(7, [3, 4], true), (20, [9, 11], false)] {
            let crimes = [("STALKING AND HARASSMENT", 20), ("VIOLENCE WITH INJURY", 60), ("THEFT", thefts)];
            let parts = [("partner", 18 + partners), ("ex partner", 25 + ex_partners), ("parent", 30)];
            let of_domestic = report(&domestic(), "every", &crimes, &parts);
            for order in [[&of_partners, &of_domestic], [&of_domestic, &of_partners]] {
                let hidden = hidden(&order);
                assert_eq!(hidden.iter().any(|key| key.contains("partner")), hides, "{thefts}: {hidden:?}");
            }
        }
    }

    /// Months have no window of their own, and are of the same crimes.
    #[test]
    fn months_of_partners_do_not_tell_those_of_others_either() {
        let with_months = |of: &Key, groups: &str, crimes: u64, counts: [u64; 3], parts: &[(&str, u64)]| {
            let mut tables = report(of, groups, &[("VIOLENCE WITH INJURY", crimes)], parts);
            let month = |name| of.without("window").with("groups", groups).with("month", name);
            let months = ["2022-03", "2022-04", "2022-05"].map(month).into_iter().zip(counts);
            tables.add_sum(of.with("groups", groups), months.collect()).unwrap();
            tables
        };
        let of_partners = with_months(&partners(), "vawg", 43, [10, 15, 18], &OF_PARTNERS);
        let parts = [OF_PARTNERS[0], OF_PARTNERS[1], ("parent", 57)];
        for (march, hides) in [(12, true), (20, false)] {
            let of_domestic = with_months(&domestic(), "every", 100, [march, 40, 60 - march], &parts);
            for order in [[&of_partners, &of_domestic], [&of_domestic, &of_partners]] {
                let hidden = hidden(&order);
                assert_eq!(
                    hidden.iter().any(|key| key.contains("month 2022-03")),
                    hides,
                    "{march}: {hidden:?}"
                );
            }
        }
    }

    /// As many parts by chance are no reason to give one count two numbers.
    #[test]
    fn as_many_by_chance_are_not_the_same() {
        let both = Key::of(&[
            ("victims", "any"),
            ("domestic", "only"),
            ("window", SPRING),
            ("relationships", "partners"),
        ]);
        let mut all = report(
            &partners(),
            "vawg",
            &[("STALKING AND HARASSMENT", 8), ("VIOLENCE WITH INJURY", 35)],
            &OF_PARTNERS,
        );
        all.put(both.with("group", "STALKING AND HARASSMENT"), 7).unwrap();
        let narrowed = |count| {
            let key = both.with("groups", "every").with("all parts", "victim");
            Narrowed { key: key.clone(), count, follows: Follows { total: (key, count), parts: Vec::new() } }
        };
        let cells: Vec<(&Key, u64)> = all.cells().collect();
        let found = |count, cells: &[(&Key, u64)]| the_same(cells, &[narrowed(count)]).len();
        assert_eq!((found(43, &cells), found(42, &cells)), (0, 0));
        let cells: Vec<(&Key, u64)> = cells.into_iter().filter(|(_, count)| *count != 7).collect();
        assert_eq!(found(43, &cells), 6, "the crimes, the parts, two groups and two relationships");
    }
}
