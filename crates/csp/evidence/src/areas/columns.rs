//! What the columns of lists of areas are called. The published ones carry a year in their names (`LSOA11CD`,
//! `population_2019`), which is left out of the comparison; two years of the same are a fault, as either might be meant.

use crate::load::Columns;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    /// The code or name of some sort of area.
    Code(Sort),
    Name(Sort),
    Population,
    Decile,
}

/// The sorts of area, the one that is meant first: what is called `code` is, else the smallest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    Area,
    OutputArea,
    Lsoa,
    Msoa,
    Ward,
    District,
}

impl Sort {
    const ALL: [Self; 6] = [Self::Area, Self::OutputArea, Self::Lsoa, Self::Msoa, Self::Ward, Self::District];

    /// The sort that a list with these columns is of.
    pub(super) fn of(columns: &Columns<Column>) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| columns.has(Column::Code(*sort)))
    }

    fn named(word: &str) -> Option<Self> {
        Some(match word {
            "" | "area" => Self::Area,
            "oa" | "outputarea" => Self::OutputArea,
            "lsoa" | "lowerlayersuperoutputarea" => Self::Lsoa,
            "msoa" | "middlelayersuperoutputarea" => Self::Msoa,
            "wd" | "ward" => Self::Ward,
            "lad" | "la" | "district" | "localauthority" | "localauthoritydistrict" => Self::District,
            _ => return None,
        })
    }
}

impl Column {
    /// The column with this heading: words in lower case with an underscore between them.
    pub(super) fn named(heading: &str) -> Option<Self> {
        let word: String = heading.chars().filter(|c| c.is_alphabetic()).collect();
        match word.as_str() {
            "population" | "totalpopulation" | "pop" | "allages" => return Some(Self::Population),
            "decile" | "imddecile" | "deprivationdecile" => return Some(Self::Decile),
            "district" => return Some(Self::Name(Sort::District)),
            _ if word.starts_with("indexofmultipledeprivationimddecile") => return Some(Self::Decile),
            _ => {}
        }
        let before = |endings: [&str; 2]| endings.into_iter().find_map(|ending| word.strip_suffix(ending));
        match (before(["code", "cd"]), before(["name", "nm"])) {
            (Some(sort), _) => Sort::named(sort).map(Self::Code),
            (None, Some(sort)) => Sort::named(sort).map(Self::Name),
            (None, None) => None,
        }
    }
}
