//! A release as it is written down.

use std::collections::{BTreeMap, BTreeSet};

use concordat_disclosure::{Key, Protected, Published, PublishedCell, Rule, Shown, Sum, Tables};
use concordat_kernel::Problem;
use serde::{Deserialize, Serialize};

/// Cells, and sums over them by position.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    cells: Vec<KeptCell>,
    sums: Vec<KeptSum>,
}

#[derive(Debug, Serialize, Deserialize)]
struct KeptCell {
    key: BTreeMap<String, String>,
    count: u64,
    shown: KeptShown,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    revised: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    exposed: bool,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KeptShown {
    Number(u64),
    Small,
    Hidden,
    Untold,
}

#[derive(Debug, Serialize, Deserialize)]
struct KeptSum {
    total: usize,
    parts: Vec<usize>,
}

impl From<Shown> for KeptShown {
    fn from(shown: Shown) -> Self {
        match shown {
            Shown::Number(number) => Self::Number(number),
            Shown::Small => Self::Small,
            Shown::Hidden => Self::Hidden,
            Shown::Untold => Self::Untold,
        }
    }
}

impl From<KeptShown> for Shown {
    fn from(shown: KeptShown) -> Self {
        match shown {
            KeptShown::Number(number) => Self::Number(number),
            KeptShown::Small => Self::Small,
            KeptShown::Hidden => Self::Hidden,
            KeptShown::Untold => Self::Untold,
        }
    }
}

/// The release as text.
///
/// # Errors
/// When a sum names a cell that the release does not have.
pub(super) fn written(protected: &Protected) -> Result<String, Problem> {
    let doing = "writing a release down";
    let places: BTreeMap<&Key, usize> =
        protected.tables.cells().enumerate().map(|(place, (key, _))| (key, place)).collect();
    let place = |key: &Key| {
        places.get(key).copied().ok_or_else(|| Problem::new(doing, format!("a sum names no cell: {key}")))
    };
    let exposed: BTreeSet<&Key> = protected.exposed.iter().collect();
    let cell = |(key, count): (&Key, u64)| {
        let published = protected.published.cells.get(key);
        KeptCell {
            key: key.categories().map(|(of, category)| (of.to_owned(), category.to_owned())).collect(),
            count,
            shown: published.map_or(Shown::Hidden, |cell| cell.shown).into(),
            revised: published.is_some_and(|cell| cell.revised),
            exposed: exposed.contains(key),
        }
    };
    let sum = |sum: &Sum| {
        let parts = sum.parts.iter().map(place).collect::<Result<_, _>>()?;
        Ok(KeptSum { total: place(&sum.total)?, parts })
    };
    let kept = Kept {
        cells: protected.tables.cells().map(cell).collect(),
        sums: protected.tables.sums().map(sum).collect::<Result<_, Problem>>()?,
    };
    serde_json::to_string(&kept).map_err(|e| Problem::new(doing, e))
}

/// The release that was written down.
///
/// # Errors
/// When the text is none.
pub(super) fn read(text: &str, rule: Rule) -> Result<Protected, Problem> {
    let doing = "reading a release";
    let kept: Kept = serde_json::from_str(text).map_err(|e| Problem::new(doing, e))?;
    let keys: Vec<Key> = kept
        .cells
        .iter()
        .map(|cell| {
            Key::of(
                &cell.key.iter().map(|(of, category)| (of.as_str(), category.as_str())).collect::<Vec<_>>(),
            )
        })
        .collect();
    let mut tables = Tables::new();
    let (mut cells, mut exposed) = (BTreeMap::new(), Vec::new());
    for (key, cell) in keys.iter().zip(&kept.cells) {
        tables.put(key.clone(), cell.count).map_err(|e| Problem::new(doing, e))?;
        let shown = PublishedCell { shown: cell.shown.into(), revised: cell.revised };
        cells.insert(key.clone(), shown);
        if cell.exposed {
            exposed.push(key.clone());
        }
    }
    let key = |place: &usize| {
        keys.get(*place).cloned().ok_or_else(|| Problem::new(doing, "a sum names no cell".to_owned()))
    };
    let mut sums = Vec::with_capacity(kept.sums.len());
    for sum in &kept.sums {
        let sum = Sum {
            total: key(&sum.total)?,
            parts: sum.parts.iter().map(key).collect::<Result<_, Problem>>()?,
        };
        tables.adds_up(sum.total.clone(), sum.parts.clone()).map_err(|e| Problem::new(doing, e))?;
        sums.push(sum);
    }
    let untold = |key: &Key| cells.get(key).is_some_and(|cell| cell.shown == Shown::Untold);
    let tables = tables.telling(|key| !untold(key));
    Ok(Protected { tables, published: Published { rule, cells, sums }, exposed })
}

#[cfg(test)]
mod tests {
    use concordat_disclosure::protect;

    use super::*;

    #[test]
    fn a_release_is_read_as_it_was_written() {
        let mut tables = Tables::new();
        let areas: (&str, &[&str]) = ("area", &["Oakham", "Thornby", "Wick"]);
        tables.add(&[areas, ("sex", &["female", "male"])], &[2, 20, 30, 41, 17, 9]).unwrap();
        let tables = tables.telling(|key| *key != Key::of(&[("area", "Wick"), ("sex", "male")]));
        for rule in Rule::all() {
            let made = protect(&tables, &rule, &[]).unwrap();
            assert_eq!(read(&written(&made).unwrap(), rule).unwrap(), made);
        }
        assert!(read("{}", Rule::under_5()).is_err());
    }
}
