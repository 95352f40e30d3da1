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

/// Crimes by the sex of their victims, where a lens has as many victims as crimes, or as many more crimes as one within it that looks for women: then each of the others is the victim
/// of one. What a lens that looks for women has fewer than the same crimes whoever the victim is, are crimes against others, too.
pub(super) fn by_sex(all: &[(&Key, u64)], narrowed: &[Narrowed]) -> Vec<Narrowed> {
    let follow = narrowed.iter().map(|one| (one.key.clone(), one.count));
    let counts: BTreeMap<Key, u64> =
        all.iter().map(|(key, count)| ((*key).clone(), *count)).chain(follow).collect();
    let beyond_one = |crimes: &Key| {
        let people = counts.get(&crimes.with("persons", "victim"))?;
        counts.get(crimes)?.checked_sub(*people)
    };
    let mut found = Vec::new();
    for (row, women) in all.iter().filter(|(key, _)| key.category("sex") == Some(WOMEN)) {
        let Some(crimes) = crimes_of(row).map(|key| key.with("victims", "any")) else { continue };
        let people = crimes.with("persons", "victim");
        let (Some(beyond), Some(victims)) = (beyond_one(&crimes), counts.get(&people)) else { continue };
        let of_women = counts.iter().filter(|(key, count)| {
            let whoever = key.with("victims", "any");
            key.category("victims") == Some(WOMEN)
                && is_crimes(key)
                && nested::holds(&crimes, &whoever)
                && counts.get(&whoever) >= Some(count)
        });
        let of_women: Vec<(&Key, &u64)> = of_women.collect();
        if beyond > 0 && !of_women.iter().any(|(key, _)| beyond_one(key) == Some(beyond)) {
            continue;
        }
        let of_others = others(&crimes, (people, *victims), ((*row).clone(), *women));
        let all = (crimes.clone(), victims + beyond);
        let key = crimes.with("victims", WOMEN);
        let women = all.1 - of_others.count;
        let parts = vec![(key.clone(), women), (of_others.key.clone(), of_others.count)];
        found.push(of_others);
        found.push(Narrowed { key, count: women, follows: Follows { total: all, parts } });
        for (of_women, women) in of_women {
            let whoever = of_women.with("victims", "any");
            let all = (whoever.clone(), counts[&whoever]);
            found.push(others(&whoever, all, (of_women.clone(), *women)));
        }
    }
    // Where two ways to one differ, records were corrected.
    found.retain(|one| counts.get(&one.key).is_none_or(|count| *count == one.count));
    found
}

/// Whether a count is of crimes and broken down by nothing.
fn is_crimes(key: &Key) -> bool {
    key.categories().all(|(of, _)| nested::varies(of))
}

/// Crimes against everybody but women.
fn others(crimes: &Key, total: (Key, u64), women: (Key, u64)) -> Narrowed {
    let key = crimes.with("victims", OTHERS);
    let count = total.1.saturating_sub(women.1);
    Narrowed { key: key.clone(), count, follows: Follows { total, parts: vec![(key, count), women] } }
}

/// Women among the victims of a lens beside its crimes against women, and their parts in these, where they are as many or nearly: mostly each is the victim of one, and
/// what is beyond are those who are so again.
pub(super) fn one_each(all: &[(&Key, u64)], narrowed: &[Narrowed], rule: &Rule) -> Vec<Narrowed> {
    let follow = narrowed.iter().map(|one| (&one.key, one.count));
    let counts: BTreeMap<&Key, u64> = all.iter().copied().chain(follow).collect();
    let mut found = Vec::new();
    for (key, count) in all {
        let Some(crimes) = crimes_of(key) else { continue };
        for total in [crimes.with("all parts", "victim"), crimes] {
            let Some(of) = counts.get(&total) else { continue };
            let Some(again) = of.checked_sub(*count).filter(|again| *again == 0 || rule.is_small(*again))
            else {
                continue;
            };
            let beyond = (total.with(WITHOUT, "one of each person"), again);
            let parts = [((*key).clone(), *count)].into_iter().chain((again > 0).then_some(beyond));
            let follows = Follows { total: (total, *of), parts: parts.collect() };
            found.push(Narrowed { key: (*key).clone(), count: *count, follows });
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

    use super::{super::testing::hidden, *};

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
}
