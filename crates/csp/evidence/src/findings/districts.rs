//! Districts of the list of areas beside those that records name.

use std::collections::{BTreeMap, BTreeSet};

use concordat_steps::{Step, Table};

use super::how_much::Line;
use crate::areas::Area;

/// Which areas the crimes of each district are in: by it, another name for a district of the list is found out.
pub(super) const IN_AREAS: Step = Step {
    name: "in_areas",
    sql: "\
SELECT district,
       area
FROM in_lens
WHERE month BETWEEN $from_before AND $to
GROUP BY district, area
ORDER BY district NULLS LAST, area NULLS LAST",
};

/// The district, or the group, of crimes whose record names none.
pub(super) const NOT_STATED: &str = "Not stated";

/// How each district, or each group, is spelled in tables, however records spell it: as on the list, or with the fewest capital letters.
pub(super) struct Spelling(BTreeMap<String, String>);

impl Spelling {
    pub(super) fn of(names: &[Option<String>], areas: &BTreeMap<String, Area>) -> Self {
        let mut spelled: BTreeMap<String, String> = BTreeMap::new();
        for name in names.iter().flatten() {
            // In the order of letters capital ones come first.
            let one = spelled.entry(name.to_uppercase()).or_insert_with(|| name.clone());
            if *one < *name {
                one.clone_from(name);
            }
        }
        let listed = areas.values().filter_map(|area| area.district.as_ref());
        spelled.extend(listed.map(|district| (district.to_uppercase(), district.clone())));
        Self(spelled)
    }

    /// Of groups of offences: no list says how they are spelled.
    pub(super) fn of_groups(names: &[Option<String>]) -> Self {
        Self::of(names, &BTreeMap::new())
    }

    pub(super) fn of_name(&self, name: &str) -> String {
        self.0.get(&name.to_uppercase()).map_or_else(|| name.to_owned(), Clone::clone)
    }
}

/// Puts the districts of the list that no crime names beside those that some do, with nought; and tells which of the list's have crimes
/// that the records tell under another name or none, which is not nought and not known.
///
/// Nothing is put in where no crime names a district of the list at all: records that say nothing of districts say nothing of their
/// having none.
pub(super) fn complete(
    lines: &mut Vec<Line>,
    in_areas: &Table,
    areas: &BTreeMap<String, Area>,
) -> Vec<String> {
    let listed: BTreeMap<String, &String> = areas
        .values()
        .filter_map(|area| area.district.as_ref())
        .map(|district| (district.to_uppercase(), district))
        .collect();
    let named: BTreeSet<String> = lines.iter().map(|line| line.name.to_uppercase()).collect();
    if !listed.keys().any(|district| named.contains(district)) {
        return Vec::new();
    }
    let mut otherwise: BTreeSet<String> = BTreeSet::new();
    let mut anywhere = false;
    for (district, area) in in_areas.texts("district").iter().zip(in_areas.texts("area")) {
        let district = district.as_ref().map(|district| district.to_uppercase());
        if district.as_ref().is_some_and(|district| listed.contains_key(district)) {
            continue;
        }
        match area {
            Some(code) => {
                let of = areas.get(code).and_then(|area| area.district.as_ref());
                otherwise.extend(of.map(|of| of.to_uppercase()));
            }
            // A name that is not on the list, and nothing that says where that is.
            None => anywhere |= district.is_some(),
        }
    }
    let mut unknown = Vec::new();
    for (district, name) in listed.into_iter().filter(|(district, _)| !named.contains(district)) {
        if anywhere || otherwise.contains(&district) {
            unknown.push(name.clone());
        } else {
            lines.push(Line { name: name.clone(), crimes: 0, before: 0 });
        }
    }
    unknown
}

#[cfg(test)]
mod tests {
    use concordat_steps::Values;

    use super::*;

    /// A district and an area of it, as records tell them.
    type Row<'a> = (Option<&'a str>, Option<&'a str>);

    fn completed(named: &[&str], in_areas: &[Row<'_>]) -> (Vec<String>, Vec<String>) {
        let area = |code: &str, district: &str| {
            let area = Area { code: code.to_owned(), district: Some(district.to_owned()), ..Area::default() };
            (code.to_owned(), area)
        };
        let list = [area("E1", "Aldermoor"), area("E2", "Brackenford"), area("E3", "Caldermere")].into();
        let mut lines: Vec<Line> =
            named.iter().map(|name| Line { name: (*name).to_owned(), crimes: 9, before: 9 }).collect();
        let text = |of: fn(&Row<'_>) -> Option<String>| Values::Text(in_areas.iter().map(of).collect());
        let table = Table::new(vec![
            ("district", text(|(district, _)| district.map(str::to_owned))),
            ("area", text(|(_, area)| area.map(str::to_owned))),
        ]);
        let unknown = complete(&mut lines, &table, &list);
        let nought = lines.into_iter().filter(|line| line.crimes == 0).map(|line| line.name).collect();
        (nought, unknown)
    }

    #[test]
    fn a_district_has_one_name_however_it_is_spelled() {
        let area = Area { code: "E1".to_owned(), district: Some("Aldermoor".to_owned()), ..Area::default() };
        let names = ["ALDERMOOR", "Old Bracken", "OLD BRACKEN"].map(|name| Some(name.to_owned()));
        let spelling = Spelling::of(&names, &[("E1".to_owned(), area)].into());
        let spelled = |name: &str| spelling.of_name(name);
        assert_eq!(["aldermoor", "ALDERMOOR"].map(spelled), ["Aldermoor"; 2]);
        assert_eq!(["OLD BRACKEN", "Old Bracken"].map(spelled), ["Old Bracken"; 2]);
        assert_eq!(spelled("Elsewhere"), "Elsewhere");
    }

    #[test]
    fn a_district_without_a_crime_has_nought() {
        let rows = [(Some("ALDERMOOR"), Some("E1")), (Some("Elsewhere"), Some("E9")), (None, None)];
        let (nought, unknown) = completed(&["ALDERMOOR", "Elsewhere", "Not stated"], &rows);
        assert_eq!(nought, ["Brackenford", "Caldermere"]);
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn a_district_that_records_call_otherwise_has_not_nought() {
        let rows = [(Some("Aldermoor"), Some("E1")), (Some("Old Bracken"), Some("E2"))];
        let told = completed(&["Aldermoor", "Old Bracken"], &rows);
        assert_eq!(told, (vec!["Caldermere".to_owned()], vec!["Brackenford".to_owned()]));
        // A crime in its area with no district at all, and a name that could be anywhere.
        let rows = [(Some("Aldermoor"), Some("E1")), (None, Some("E3"))];
        assert_eq!(completed(&["Aldermoor"], &rows).1, ["Caldermere"]);
        let rows = [(Some("Aldermoor"), Some("E1")), (Some("Old Bracken"), None)];
        assert_eq!(completed(&["Aldermoor", "Old Bracken"], &rows).1, ["Brackenford", "Caldermere"]);
        // Records that name no district of the list say nothing of any.
        assert_eq!(completed(&["Not stated"], &[(None, Some("E1"))]), (Vec::new(), Vec::new()));
    }
}
