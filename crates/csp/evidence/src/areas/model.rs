use std::collections::BTreeMap;

use concordat_kernel::{Id, Kind, jiff::Timestamp};
use serde::Serialize;

/// A list of areas as it was loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AreaList {
    /// Its id.
    pub id: Id<AreaList>,
    /// Counts the lists, from 1: what figures name it by.
    pub number: i64,
    /// What it is called, such as its sort of area and year.
    pub name: String,
    /// The name of the file.
    pub file_name: String,
    /// The file's SHA-256, in hexadecimal.
    pub sha256: String,
    /// When it was loaded.
    pub loaded_at: Timestamp,
    /// How many areas it has.
    pub areas: i64,
}

impl Kind for AreaList {
    const NAME: &'static str = "evidence_area_list";
}

/// What is said of a list when it is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAreaList {
    /// See [`AreaList::name`].
    pub name: String,
    /// See [`AreaList::file_name`].
    pub file_name: String,
    /// See [`AreaList::sha256`].
    pub sha256: String,
}

/// A small area.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Area {
    /// Its code, as the Office for National Statistics writes it: a letter and eight figures.
    pub code: String,
    /// Its name; its code where the file gives none.
    pub name: String,
    /// The name of its district.
    pub district: Option<String>,
    /// The code of its district.
    pub district_code: Option<String>,
    /// How many people live there. `None` where the file does not say: then it has no rate.
    pub population: Option<i64>,
    /// The tenth of deprivation that it is in, 1 the most deprived.
    pub decile: Option<i64>,
}

/// A list with its areas, by code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Areas {
    /// Which list.
    pub list: AreaList,
    /// Its areas.
    pub areas: Vec<Area>,
}

/// What came of loading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoadedAreas {
    /// The list that counts now.
    pub list: AreaList,
    /// Whether it was there already, from the same file and under the same name; then nothing was changed.
    pub already: bool,
    /// The number of the list that counted before.
    pub former: Option<i64>,
    /// What is different from that list.
    pub changes: Changes,
}

/// What is different between two lists.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Changes {
    /// The codes of areas that are new.
    pub added: Vec<String>,
    /// The codes of areas that are gone: crimes there will be outside the list.
    pub removed: Vec<String>,
    /// What is said otherwise of areas that stayed.
    pub changed: Vec<AreaChange>,
}

/// What is said otherwise of an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AreaChange {
    /// The area's code.
    pub code: String,
    /// Which of its columns.
    pub field: &'static str,
    /// What it said.
    pub was: Option<String>,
    /// What it says.
    pub now: Option<String>,
}

impl Changes {
    /// What is different, by code.
    pub fn between(former: &[Area], latter: &[Area]) -> Self {
        let by_code = |areas: &[Area]| {
            areas.iter().map(|area| (area.code.clone(), fields(area))).collect::<BTreeMap<_, _>>()
        };
        let (was, now) = (by_code(former), by_code(latter));
        let missing_from = |these: &BTreeMap<String, _>, those: &BTreeMap<String, _>| {
            these.keys().filter(|code| !those.contains_key(*code)).cloned().collect()
        };
        let mut changes =
            Self { added: missing_from(&now, &was), removed: missing_from(&was, &now), changed: Vec::new() };
        for (code, latter) in now {
            for (before, after) in was.get(&code).into_iter().flatten().zip(latter) {
                if *before != after {
                    let ((field, was), (_, now)) = (before.clone(), after);
                    changes.changed.push(AreaChange { code: code.clone(), field, was, now });
                }
            }
        }
        changes
    }

    /// Whether nothing is different.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

fn fields(area: &Area) -> [(&'static str, Option<String>); 5] {
    let number = |number: Option<i64>| number.map(|number| number.to_string());
    [
        ("name", Some(area.name.clone())),
        ("district", area.district.clone()),
        ("district_code", area.district_code.clone()),
        ("population", number(area.population)),
        ("decile", number(area.decile)),
    ]
}
