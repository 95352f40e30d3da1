//! Crimes of one victim each: crimes against women are as many as the women who were victims, and the men are as many as the crimes that are left. No lens says so, since somebody may be the
//! victim of two crimes and a crime may have two victims; where a lens has as many victims as crimes, whoever sees it takes it for so.

use std::collections::BTreeMap;

use concordat_disclosure::{Key, Rule};

use super::{
    narrowed::Narrowed,
    nested::{self, WITHOUT},
    windows::Follows,
};

/// Whom the lenses for violence against women and girls look for, and everybody else.
const WOMEN: &str = "female";
const OTHERS: &str = "not female";
/// What a row is called of whoever has nothing on record.
const NOT_STATED: &str = "not stated";

/// Crimes by the sex of their victims, where each victim who is no woman is the victim of one.
pub(super) fn by_sex(counts: &BTreeMap<Key, u64>) -> Vec<Narrowed> {
    let rows = counts.iter().filter(|(key, _)| key.category("sex") == Some(WOMEN));
    rows.filter_map(|(row, women)| of_sexes(row, *women, counts)).flatten().collect()
}

/// Whoever is no woman is the victim of one crime where a lens has as many victims as crimes, or as many more crimes as one within it that looks for women, or where
/// this one leaves as many crimes as there are other victims. What it has fewer than the same crimes whoever the victim is are crimes against others, too; and whoever's sex is on no record is the
/// victim of one that it leaves out for that.
fn of_sexes(row: &Key, women: u64, counts: &BTreeMap<Key, u64>) -> Option<Vec<Narrowed>> {
    let crimes = crimes_of(row)?.with("victims", "any");
    let people = crimes.with("persons", "victim");
    let beyond_one = |crimes: &Key| {
        let people = counts.get(&crimes.with("persons", "victim"))?;
        counts.get(crimes)?.checked_sub(*people)
    };
    let (beyond, victims) = (beyond_one(&crimes)?, *counts.get(&people)?);
    let others_are = victims.checked_sub(women)?;
    let of_women = counts.iter().filter(|(key, count)| {
        let whoever = key.with("victims", "any");
        key.category("victims") == Some(WOMEN)
            && is_crimes(key)
            && nested::holds(&crimes, &whoever)
            && counts.get(&whoever) >= Some(count)
    });
    let of_women: Vec<(&Key, &u64)> = of_women.collect();
    let mut since = vec![crimes.clone(), people.clone(), row.clone()];
    if beyond > 0 {
        let says_so = |(key, women): &&(&Key, &u64)| {
            let against_others = counts[&key.with("victims", "any")] - **women;
            beyond_one(key) == Some(beyond) || against_others == others_are
        };
        since.push(of_women.iter().find(says_so)?.0.clone());
    }
    let all = (crimes.clone(), victims + beyond);
    let key = crimes.with("victims", WOMEN);
    let count = all.1 - others_are;
    // As many victims as crimes by chance: one crime with two, and one person in two.
    if counts.get(&key).is_some_and(|told| *told != count) {
        return None;
    }
    let against_others = others(&crimes, (people, victims), (row.clone(), women));
    let parts = vec![(key.clone(), count), (against_others.key.clone(), against_others.count)];
    let mut found = vec![against_others, Narrowed::of(key.clone(), count, Follows { total: all, parts })];
    let not_stated = row.with("sex", NOT_STATED);
    if let Some(count) = counts.get(&not_stated) {
        found.push(Narrowed::same(&not_stated, key.with("not told", "left out"), *count, Vec::new()));
    }
    for (of_women, women) in of_women {
        let whoever = of_women.with("victims", "any");
        let all = (whoever.clone(), counts[&whoever]);
        found.push(others(&whoever, all, (of_women.clone(), *women)));
    }
    found.iter_mut().for_each(|one| one.since.clone_from(&since));
    Some(found)
}

/// Victims' parts in crimes, where they are as many as the crimes; and those with no relationship on record, which are as many as the crimes that a lens leaves out for that.
pub(super) fn by_parts(counts: &BTreeMap<Key, u64>) -> Vec<Narrowed> {
    let one_each =
        |key: &&Key| is_crimes(key) && counts.get(&key.with("all parts", "victim")) == counts.get(*key);
    let one_each: Vec<&Key> = counts.keys().filter(one_each).collect();
    let crimes = counts.iter().filter(|(key, _)| is_crimes(key));
    let as_many = crimes.filter_map(|(key, count)| {
        let all = *one_each.iter().find(|of| **of == key || nested::holds(of, key))?;
        let since = vec![all.clone(), all.with("all parts", "victim")];
        Some(Narrowed::same(key, key.with("all parts", "victim"), *count, since))
    });
    let not_told = counts.iter().filter_map(|(key, count)| {
        let asks = |of: &str| key.category(of).is_some_and(|category| category != "any");
        let only = ["victims", "victim ages", "suspects", "suspect ages", "domestic"];
        let lacks = key.category("not told") == Some("left out")
            && asks("relationships")
            && !only.into_iter().any(asks)
            && is_crimes(&key.without("not told"));
        let parts = key.without("not told").without("relationships").with("all parts", "victim");
        lacks.then(|| Narrowed::same(key, parts.with("relationship", NOT_STATED), *count, Vec::new()))
    });
    as_many.chain(not_told).collect()
}

/// Whether a count is of crimes and broken down by nothing.
fn is_crimes(key: &Key) -> bool {
    key.categories().all(|(of, _)| nested::varies(of))
}

/// Crimes against everybody but women.
fn others(crimes: &Key, total: (Key, u64), women: (Key, u64)) -> Narrowed {
    let key = crimes.with("victims", OTHERS);
    let count = total.1 - women.1;
    Narrowed::of(key.clone(), count, Follows { total, parts: vec![(key, count), women] })
}

/// Women among the victims of a lens beside its crimes against women, and their parts in these, where they are as many or nearly: mostly each is the victim of one, and
/// what is beyond are those who are so again.
pub(super) fn one_each(counts: &BTreeMap<Key, u64>, rule: &Rule) -> Vec<Narrowed> {
    let mut found = Vec::new();
    for (key, count) in counts {
        let Some(crimes) = crimes_of(key) else { continue };
        for total in [crimes.with("all parts", "victim"), crimes] {
            let Some(of) = counts.get(&total) else { continue };
            let Some(again) = of.checked_sub(*count).filter(|again| *again == 0 || rule.is_small(*again))
            else {
                continue;
            };
            let beyond = (total.with(WITHOUT, "one of each person"), again);
            let parts = [(key.clone(), *count)].into_iter().chain((again > 0).then_some(beyond));
            let follows = Follows { total: (total, *of), parts: parts.collect() };
            found.push(Narrowed::of(key.clone(), *count, follows));
        }
    }
    found
}

/// The crimes of a sex's victims, of a count of these.
fn crimes_of(key: &Key) -> Option<Key> {
    let sex = key.category("sex").filter(|_| key.category("persons") == Some("victim"))?;
    (key.category("victims") == Some("any") && key.category("victim ages").is_none())
        .then(|| key.without("persons").without("sex").with("victims", sex))
}

#[cfg(test)]
mod tests {
    use concordat_disclosure::Tables;

    use super::{
        super::testing::{hidden, report},
        *,
    };

    const SPRING: &str = "March 2022 to May 2022";

    /// Of 115 parts of women in crimes of partners, which another lens tells by relationship, 112 are the women: three came twice.
    #[test]
    fn women_who_are_victims_again_follow_from_no_other_lens() {
        let vawg =
            Key::of(&[("victims", "female"), ("domestic", "any"), ("window", SPRING), ("groups", "vawg")]);
        let of_women = |ex_partners: u64| {
            let mut tables = Tables::new();
            let all = vawg.with("all parts", "victim");
            let rows = [("partner", 66), ("ex partner", ex_partners), ("stranger", 80)];
            let rows = rows.map(|(name, count)| (all.with("relationship", name), count));
            tables.add_sum(all.clone(), rows.to_vec()).unwrap();
            tables
        };
        let mut people = Tables::new();
        let all = Key::of(&[
            ("victims", "any"),
            ("domestic", "any"),
            ("window", SPRING),
            ("relationships", "partners"),
            ("groups", "vawg"),
            ("persons", "victim"),
        ]);
        let rows = [("female", 112), ("male", 51)].map(|(sex, count)| (all.with("sex", sex), count));
        people.add_sum(all, rows.to_vec()).unwrap();
        for (ex_partners, hides) in [(49, true), (60, false)] {
            let women = of_women(ex_partners);
            for order in [[&women, &people], [&people, &women]] {
                let hidden = hidden(&order);
                assert_eq!(!hidden.is_empty(), hides, "{ex_partners}: {hidden:?}");
            }
        }
    }

    /// Violence and thefts by the sex of the victims, and violence against women and girls.
    fn violence_and_thefts(
        [violence, thefts]: [u64; 2],
        sexes: &[(&str, u64)],
        [women, once_or_more]: [u64; 2],
    ) -> [Tables; 2] {
        let of = Key::of(&[("victims", "any"), ("domestic", "any"), ("window", SPRING)]);
        let mut all = Tables::new();
        let rows = [("VIOLENCE WITH INJURY", violence), ("THEFT", thefts)];
        let rows = rows.map(|(name, count)| (of.with("group", name), count));
        all.add_sum(of.with("groups", "every"), rows.to_vec()).unwrap();
        let people = of.with("groups", "every").with("persons", "victim");
        let rows = sexes.iter().map(|(sex, count)| (people.with("sex", sex), *count));
        all.add_sum(people.clone(), rows.collect()).unwrap();
        let mut vawg = Tables::new();
        let of = of.with("victims", "female");
        let rows = vec![(of.with("group", "VIOLENCE WITH INJURY"), women)];
        vawg.add_sum(of.with("groups", "vawg"), rows).unwrap();
        vawg.put(of.with("groups", "vawg").with("persons", "victim"), once_or_more).unwrap();
        [all, vawg]
    }

    fn is_hidden(reports: &[Tables; 2]) -> bool {
        let [all, vawg] = reports;
        let hidden = [[all, vawg], [vawg, all]].map(|order| hidden(&order));
        assert_eq!(hidden[0].is_empty(), hidden[1].is_empty(), "{hidden:?}");
        !hidden[0].is_empty()
    }

    /// Whoever is not a woman is the victim of violence that is none against women, but for three of thefts.
    #[test]
    fn men_do_not_follow_from_crimes_against_women() {
        let sexes = |men| [("female", 100 - men), ("male", men)];
        assert!(is_hidden(&violence_and_thefts([60, 40], &sexes(45), [18, 18])));
        assert!(!is_hidden(&violence_and_thefts([60, 40], &sexes(57), [18, 18])));
        // Six come twice: women in violence, or nobody knows who.
        assert!(is_hidden(&violence_and_thefts([60, 46], &sexes(45), [18, 12])));
        assert!(!is_hidden(&violence_and_thefts([60, 46], &sexes(45), [18, 18])));
        // Men and those whose sex is on no record come together.
        let sexes = [("female", 55), ("male", 35), ("not stated", 10)];
        assert!(is_hidden(&violence_and_thefts([60, 40], &sexes, [18, 18])));
    }

    /// Of 22 women 18 are victims of violence.
    #[test]
    fn women_do_not_follow_from_crimes_against_women_either() {
        let sexes = |women| [("female", women), ("male", 100 - women)];
        assert!(is_hidden(&violence_and_thefts([60, 40], &sexes(22), [18, 18])));
        assert!(!is_hidden(&violence_and_thefts([60, 40], &sexes(25), [18, 18])));
    }

    /// Of 50 victims of as many crimes 31 are women, and 30 crimes are against women: one has two victims, so that somebody comes twice.
    #[test]
    fn as_many_victims_as_crimes_by_chance_say_nothing_of_each() {
        let lens = |victims: &str, groups: &str| of(victims, "any").with("groups", groups);
        let people = lens("any", "violence").with("persons", "victim");
        let found = |women: u64| {
            let counts = [
                (lens("any", "violence"), 50),
                (lens("female", "violence"), 30),
                (people.clone(), 50),
                (people.with("sex", "female"), women),
            ];
            by_sex(&counts.into_iter().collect()).len()
        };
        assert_eq!((found(30), found(31), found(51)), (2, 0, 0));
    }

    /// Fourteen crimes of the half-year are not against women, and fourteen of its victims are none: the nine whose sex is on no record are those whom the quarters left out.
    #[test]
    fn victims_whose_sex_is_not_stated_do_not_tell_whom_a_quarter_leaves_out() {
        let half_year = of("any", "any").with("window", "March 2022 to August 2022");
        let mut all = report(&half_year, "every", &[("VIOLENCE WITH INJURY", 100)], &[("stranger", 100)]);
        let people = half_year.with("groups", "every").with("persons", "victim");
        let rows = [("female", 80), ("male", 5), ("not stated", 9)];
        let rows = rows.map(|(sex, count)| (people.with("sex", sex), count));
        all.add_sum(people, rows.to_vec()).unwrap();
        let quarter = |window: &str, women: u64, not_told: u64| {
            let key = of("female", "any").with("window", window);
            let mut quarter =
                report(&key, "vawg", &[("VIOLENCE WITH INJURY", women)], &[("stranger", women)]);
            quarter.put(key.with("groups", "vawg").with("not told", "left out"), not_told).unwrap();
            quarter
        };
        for (women, hides) in [(40, true), (47, false)] {
            let (spring, summer) = (quarter(SPRING, women, 6), quarter("June 2022 to August 2022", 46, 3));
            for order in [[&spring, &summer, &all], [&all, &summer, &spring]] {
                let hidden = hidden(&order);
                assert_eq!(hidden.len() > 1, hides, "{women}: {hidden:?}");
            }
        }
    }

    /// What is hidden of two reports in either order.
    fn hidden_of(one: &Tables, other: &Tables) -> [Vec<String>; 2] {
        [[one, other], [other, one]].map(|order| hidden(&order))
    }

    fn any_is_of(hidden: &[String], names: &[&str]) -> bool {
        hidden.iter().any(|key| names.iter().any(|name| key.contains(name)))
    }

    fn of(victims: &str, domestic: &str) -> Key {
        Key::of(&[("victims", victims), ("domestic", domestic), ("window", SPRING)])
    }

    /// Of 35 crimes of partners 19 are violence, and by the rows of a lens without stalking 21 are no stalking: two are of the group that is hidden.
    #[test]
    fn rows_of_partners_do_not_tell_a_group_beside_stalking() {
        for (sexual, hides) in [(2, true), (9, false)] {
            let crimes = [
                ("VIOLENCE WITH INJURY", 19),
                ("OTHER SEXUAL OFFENCES", sexual),
                ("STALKING AND HARASSMENT", 14),
            ];
            let parts = [("partner", 18), ("ex partner", 15 + sexual)];
            let partners =
                report(&of("any", "any").with("relationships", "partners"), "vawg", &crimes, &parts);
            let crimes = [("VIOLENCE WITH INJURY", 70), ("OTHER SEXUAL OFFENCES", 20)];
            let parts = [("partner", 11), ("ex partner", 8 + sexual), ("stranger", 71 - sexual)];
            let violence = report(&of("any", "any"), "violence", &crimes, &parts);
            for hidden in hidden_of(&partners, &violence) {
                // Stalking is hidden for the other, and more than these two.
                let more = any_is_of(&hidden, &["group VIOLENCE", "partner,", "stranger"]);
                assert_eq!(more, hides, "{sexual}: {hidden:?}");
            }
        }
    }

    /// 69 of 115 victims of domestic violence are women, and so many crimes are against women: these are the same, and of ten friends two are men's.
    #[test]
    fn crimes_against_women_that_are_all_domestic_do_not_tell_those_against_men() {
        for (women, hides) in [(69, true), (60, false)] {
            let crimes = [("STALKING AND HARASSMENT", 25), ("VIOLENCE WITH INJURY", 90)];
            let parts = [("partner", 65), ("friend", 10), ("acquaintance", 40)];
            let mut domestic = report(&of("any", "only"), "every", &crimes, &parts);
            let people = of("any", "only").with("groups", "every").with("persons", "victim");
            let rows = [("female", women), ("male", 115 - women)];
            let rows = rows.map(|(sex, count)| (people.with("sex", sex), count));
            domestic.add_sum(people, rows.to_vec()).unwrap();
            let crimes = [("STALKING AND HARASSMENT", 15), ("VIOLENCE WITH INJURY", 54)];
            let parts = [("partner", 41), ("friend", 8), ("acquaintance", 20)];
            let vawg = report(&of("female", "any"), "vawg", &crimes, &parts);
            for hidden in hidden_of(&domestic, &vawg) {
                assert_eq!(any_is_of(&hidden, &["friend"]), hides, "{women}: {hidden:?}");
            }
        }
    }

    /// Crimes of these kinds with no relationship on record are 33, and those against women 32.
    #[test]
    fn crimes_with_no_relationship_do_not_tell_those_against_men() {
        for (not_told, hides) in [(33, true), (40, false)] {
            let crimes = [("VIOLENCE WITH INJURY", 50)];
            let key = of("any", "any").with("relationships", "partners");
            let mut partners = report(&key, "vawg", &crimes, &[("partner", 30), ("ex partner", 20)]);
            partners.put(key.with("groups", "vawg").with("not told", "left out"), not_told).unwrap();
            let parts = [("partner", 20), ("ex partner", 10), ("not stated", 32)];
            let vawg = report(&of("female", "any"), "vawg", &[("VIOLENCE WITH INJURY", 62)], &parts);
            for hidden in hidden_of(&partners, &vawg) {
                assert_eq!(any_is_of(&hidden, &["not told", "not stated"]), hides, "{hidden:?}");
            }
        }
    }
}
