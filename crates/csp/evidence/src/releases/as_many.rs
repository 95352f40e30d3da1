//! Two scopes of which one holds the other and that count as many: what the wider one looks at is all in the narrower. Violence is violence against women where every victim is a
//! woman; domestic abuse is that of partners where no row names anybody else. No lens says so; whoever sees the two numbers does, and then knows it of all that the wider one is broken
//! down by: of its months, districts and groups, and of the people in it.

use std::collections::BTreeMap;

use concordat_disclosure::Key;

use super::{
    narrowed::{Narrowed, named},
    nested::{VARIES, holds, is_wider, varies},
    windows::of_window,
};
use crate::findings::plain;

/// Scopes, and the narrower one that all of each is in.
#[derive(Debug)]
struct AllIn {
    scopes: Vec<Key>,
    narrower: Key,
    /// The counts that say so.
    since: [Key; 2],
}

/// Every count under the narrowest name that it has, as far as others say so.
pub(super) fn as_many(counts: &BTreeMap<Key, u64>) -> Vec<Narrowed> {
    // By chance as many, where a count would have another number under its new name.
    let agrees = |one: &AllIn| {
        counts.iter().all(|(key, count)| {
            one.name(key).is_none_or(|name| counts.get(&name).is_none_or(|told| told == count))
        })
    };
    let all_in: Vec<AllIn> = all_in(counts).into_iter().filter(agrees).collect();
    let named = counts.iter().filter_map(|(key, count)| {
        let (mut name, mut since) = (key.clone(), Vec::new());
        while let Some((narrower, one)) = all_in.iter().find_map(|one| Some((one.name(&name)?, one))) {
            name = narrower;
            since.extend(one.since.iter().cloned());
        }
        (name != *key).then(|| Narrowed::same(key, name, *count, since))
    });
    named.collect()
}

/// Scopes that are all in a narrower one.
fn all_in(counts: &BTreeMap<Key, u64>) -> Vec<AllIn> {
    // Of the same months, and both of crimes, of parts in them or of people.
    let mut alike: BTreeMap<Vec<_>, Vec<(&Key, u64)>> = BTreeMap::new();
    for (key, count) in counts.iter().filter(|(key, count)| is_total(key) && **count > 0) {
        let alike_in = key.categories().filter(|(of, _)| *of == "window" || !varies(of));
        alike.entry(alike_in.collect()).or_default().push((key, *count));
    }
    let mut found = Vec::new();
    for alike in alike.values() {
        for (at, (one, count)) in alike.iter().enumerate() {
            let as_many = alike[at + 1..].iter().filter(|(_, of_other)| of_other == count);
            found.extend(as_many.filter_map(|(other, _)| AllIn::narrower_of(one, other)));
            found.extend(with_other_groups(one, *count, alike, counts));
        }
    }
    found
}

/// What is in both of two scopes, where for each dimension one is within the other.
fn narrower_of_each(one: &Key, other: &Key) -> Option<Key> {
    let mut both = one.clone();
    for (of, category) in other.categories() {
        let has = one.category(of).unwrap_or("any");
        if has != category && is_wider(of, has, category) {
            both = both.with(of, category);
        } else if has != category && !is_wider(of, category, has) {
            return None;
        }
    }
    Some(both)
}

/// A scope of some groups beside one of every group that asks for the same: where this has only as many more as there are crimes of other groups, whatever the relationship, the two have
/// the crimes of these groups in common.
fn with_other_groups(
    every: &Key,
    count: u64,
    alike: &[(&Key, u64)],
    counts: &BTreeMap<Key, u64>,
) -> Vec<AllIn> {
    if every.category("groups") != Some("every") || every.category("relationships").is_none() {
        return Vec::new();
    }
    let of_group = every.without("groups").without("relationships").without("all parts");
    let groups: Vec<(&str, u64)> = counts
        .iter()
        .filter(|(key, _)| key.category("group").is_some() && key.without("group") == of_group)
        .filter_map(|(key, count)| Some((key.category("group")?, *count)))
        .collect();
    let same =
        alike.iter().filter(|(scope, _)| scope.category("relationships") == every.category("relationships"));
    let in_common = same.filter_map(|(scope, some)| {
        let of = scope.category("groups")?;
        let others = groups.iter().filter(|(group, _)| !takes_group(of, group)).map(|(_, count)| count);
        let narrower = every.with("groups", of);
        let as_many = some + others.sum::<u64>() == count && holds(scope, &narrower);
        let since = [every.clone(), (*scope).clone()];
        as_many.then(|| AllIn { scopes: vec![(*scope).clone()], narrower, since })
    });
    in_common.collect()
}

/// Whether a count is of all crimes in a scope, of all parts in them or of all people of a role.
fn is_total(key: &Key) -> bool {
    key.category("window").is_some()
        && key.categories().all(|(of, _)| varies(of) || of == "all parts" || of == "persons")
}

impl AllIn {
    /// Of two scopes that count as many. Where neither holds the other and both ask for the same, they are mostly the same: partners among what is domestic, and
    /// violence by partners.
    fn narrower_of(one: &Key, other: &Key) -> Option<Self> {
        let since = [one.clone(), other.clone()];
        if holds(one, other) {
            return Some(Self { scopes: vec![one.clone()], narrower: other.clone(), since });
        }
        if holds(other, one) {
            return Some(Self { scopes: vec![other.clone()], narrower: one.clone(), since });
        }
        let asks_for = |of: &str| one.category(of).is_some_and(|category| category != "any");
        let both = |of: &str| asks_for(of) && one.category(of) == other.category(of);
        let narrower = narrower_of_each(one, other).filter(|_| both("victims") || both("relationships"))?;
        Some(Self { scopes: vec![one.clone(), other.clone()], narrower, since })
    }

    /// The narrower name of a count of what is in a scope; none where it has none, or has it already.
    fn name(&self, key: &Key) -> Option<Key> {
        self.scopes.iter().find_map(|scope| self.name_in(scope, key))
    }

    fn name_in(&self, scope: &Key, key: &Key) -> Option<Key> {
        // People in two crimes may be in one of them only here.
        let is_of = scope.category("persons").is_none_or(|role| key.category("persons") == Some(role));
        let ((_, months), (_, within)) = (of_window(key)?, of_window(scope)?);
        let is_in = within.0 <= months.0 && months.1 <= within.1;
        if !is_of || !is_in || key.category("not told").is_some() {
            return None;
        }
        let mut name = key.clone();
        for of in VARIES.iter().filter(|of| **of != "window") {
            let (scope, narrower) = (category(scope, of), category(&self.narrower, of));
            match (*of, key.category("group"), key.category("relationship")) {
                ("groups", Some(group), _) => takes_group(narrower, group).then_some(())?,
                ("relationships", _, Some(relationship)) if key.category(of).is_none() => {
                    takes_relationship(narrower, relationship).then_some(())?
                }
                _ => {
                    let has = category(key, of);
                    (has == scope || is_wider(of, scope, has)).then_some(())?;
                    if scope == narrower || has == narrower || is_wider(of, narrower, has) {
                        continue;
                    }
                    is_wider(of, has, narrower).then_some(())?;
                    name = name.with(of, narrower);
                }
            }
        }
        (name != *key).then_some(name)
    }
}

fn category<'k>(key: &'k Key, of: &str) -> &'k str {
    key.category(of).unwrap_or(if of == "groups" { "every" } else { "any" })
}

fn takes_group(groups: &str, group: &str) -> bool {
    groups == "every"
        || named(groups).is_some_and(|lens| lens.groups.iter().any(|of| of.to_uppercase() == group))
}

fn takes_relationship(relationships: &str, relationship: &str) -> bool {
    relationships == "any"
        || named(relationships)
            .is_some_and(|lens| lens.relationships.iter().any(|of| plain(of) == relationship))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use concordat_disclosure::{Rule, protect};

    use super::{
        super::{
            nested::Told,
            testing::{hidden, report, with},
        },
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

    /// 62 crimes of domestic violence are all by partners, and partners have 64 parts in violence.
    #[test]
    fn domestic_crimes_that_are_all_by_partners_do_not_tell_what_else_these_did() {
        let of_domestic = |parts: &[(&str, u64)]| {
            let crimes = [("VIOLENCE WITH INJURY", 50), ("RAPE OFFENCES", 12), ("BURGLARY", 20)];
            report(&domestic(), "every", &crimes, parts)
        };
        let crimes = [("VIOLENCE WITH INJURY", 90), ("RAPE OFFENCES", 20)];
        let parts = [("partner", 34), ("ex partner", 30), ("stranger", 46)];
        let violence = report(&domestic().with("domestic", "any"), "violence", &crimes, &parts);
        let all = of_domestic(&[("partner", 44), ("ex partner", 38)]);
        let most = of_domestic(&[("partner", 44), ("ex partner", 28), ("parent", 10)]);
        for (of_domestic, hides) in [(all, true), (most, false)] {
            for order in [[&of_domestic, &violence], [&violence, &of_domestic]] {
                let hidden = hidden(&order);
                assert_eq!(!hidden.is_empty(), hides, "{hidden:?}");
            }
        }
    }

    /// Domestic abuse of a half-year is all by partners and has as many crimes in spring as partners: three rapes are of summer.
    #[test]
    fn scopes_may_be_the_same_in_some_of_their_months() {
        let crimes = [("VIOLENCE WITH INJURY", 40), ("RAPE OFFENCES", 10)];
        let of_partners = report(&partners(), "vawg", &crimes, &[("partner", 29), ("ex partner", 21)]);
        let half_year = domestic().with("window", "March 2022 to August 2022");
        for (parents, hides) in [(0, true), (10, false)] {
            let crimes = [("VIOLENCE WITH INJURY", 80), ("RAPE OFFENCES", 13)];
            let parts = [("partner", 50), ("ex partner", 43 - parents), ("parent", parents)];
            let mut of_domestic = report(&half_year, "every", &crimes, &parts);
            let month = |(name, count)| {
                let of = half_year.without("window").with("groups", "every");
                (of.with("month", name), count)
            };
            let counts = [15, 25, 10, 14, 16, 13];
            let names = ["2022-03", "2022-04", "2022-05", "2022-06", "2022-07", "2022-08"];
            let months = names.into_iter().zip(counts).map(month).collect();
            of_domestic.add_sum(half_year.with("groups", "every"), months).unwrap();
            for order in [[&of_partners, &of_domestic], [&of_domestic, &of_partners]] {
                let hidden = hidden(&order);
                assert_eq!(hidden.iter().any(|key| key.contains("RAPE")), hides, "{hidden:?}");
            }
        }
    }

    /// Two reports differ by two parts of former partners, of which nobody knows whether they are women's; a third says that all of them are.
    #[test]
    fn what_a_third_report_says_of_two_is_held_against_it() {
        let rows = |ex_partner| [("partner", 34), ("ex partner", ex_partner), ("stranger", 46)];
        let any = domestic().with("domestic", "any");
        let violence = report(&any, "violence", &[("VIOLENCE WITH INJURY", 110)], &rows(30));
        let crimes = [("VIOLENCE WITH INJURY", 107), ("STALKING AND HARASSMENT", 5)];
        let vawg = report(&any.with("victims", "female"), "vawg", &crimes, &rows(32));
        let mut of_domestic = report(
            &domestic(),
            "every",
            &[("VIOLENCE WITH INJURY", 64), ("BURGLARY", 20)],
            &[("partner", 50), ("ex partner", 34)],
        );
        let people = domestic().with("groups", "every").with("persons", "victim");
        of_domestic.add_sum(people.clone(), vec![(people.with("sex", "female"), 84)]).unwrap();
        let rule = Rule::under_5();
        let first = protect(&violence, &rule, &[]).unwrap();
        let second = protect(&vawg, &rule, &[&first]).unwrap();
        let told = Told::by(&[&first, &second], |_| true);
        let all = with(&of_domestic, &told, &BTreeSet::new()).unwrap();
        let rest = |(key, count): (&Key, u64)| {
            count == 2
                && key.category("relationship") == Some("ex partner")
                && key.category("without").is_some()
        };
        assert!(all.cells().any(rest));
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
        let report = report(
            &partners(),
            "vawg",
            &[("STALKING AND HARASSMENT", 8), ("VIOLENCE WITH INJURY", 35)],
            &OF_PARTNERS,
        );
        let found = |parts, stalking: Option<u64>| {
            let cells = report.cells().map(|(key, count)| (key.clone(), count));
            let parts = (both.with("groups", "every").with("all parts", "victim"), parts);
            let stalking = stalking.map(|count| (both.with("group", "STALKING AND HARASSMENT"), count));
            as_many(&cells.chain([parts]).chain(stalking).collect()).len()
        };
        assert_eq!([found(43, Some(7)), found(42, Some(8)), found(42, None)], [0; 3]);
        assert_eq!(found(43, None), 7, "crimes, parts of each lens, two groups and two relationships");
    }
}
