//! Asking an index what an offence weighs.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    code,
    model::{Index, Score},
};
use crate::load::plain;

/// By what an offence was found, the most exact first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// The index's own reference.
    Reference,
    /// The Home Office code.
    HomeOffice,
    /// The Home Office class.
    Class,
    /// The offence's name.
    Offence,
    /// The subgroup's name.
    Subgroup,
    /// The group's name.
    Group,
}

impl By {
    const ALL: [Self; 6] =
        [Self::Reference, Self::HomeOffice, Self::Class, Self::Offence, Self::Subgroup, Self::Group];

    /// What is asked, as it is compared with this.
    fn asked(self, text: &str) -> Option<String> {
        match self {
            Self::HomeOffice => code::home_office(text.trim()),
            Self::Class => code::class(text.trim()),
            _ => Some(plain(text)),
        }
    }

    fn said(self, score: &Score) -> Option<String> {
        match self {
            Self::Reference => Some(plain(&score.reference)),
            Self::HomeOffice => score.home_office.clone(),
            Self::Class => score.class.clone(),
            Self::Offence => score.offence.as_deref().map(plain),
            Self::Subgroup => score.subgroup.as_deref().map(plain),
            Self::Group => score.group.as_deref().map(plain),
        }
    }
}

/// What an offence weighs, and how that was found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Weight {
    /// The weight, in the index's unit.
    pub weight: f64,
    /// By what it was found.
    pub by: By,
    /// How many lines of the index it was taken from.
    pub lines: usize,
    /// Whether the lines differed, so that the index's rule decided.
    pub by_rule: bool,
    /// Whether the police find it themselves; `None` where the lines do not say, or not the same.
    pub proactive: Option<bool>,
    /// Whether it is a crime of earlier years reported now; `None` likewise.
    pub historic: Option<bool>,
}

fn heaviest<'a>(scores: impl Iterator<Item = &'a Score>) -> Option<f64> {
    scores.map(|score| score.weight).reduce(f64::max)
}

/// What all lines say alike.
fn alike(mut said: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let first = said.next()??;
    said.all(|one| one == Some(first)).then_some(first)
}

/// Why an offence has no weight. Whoever adds weights up counts these and says how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unscored {
    /// The index does not know it.
    Unknown,
    /// The index has several scores for it, and its rule takes none of them.
    Several,
}

/// An index that can be asked.
#[derive(Debug, Clone)]
pub struct Weights {
    /// Which: its name, version and rule belong to every figure made with it.
    pub index: Index,
    /// Its lines.
    pub scores: Vec<Score>,
    found: BTreeMap<(By, String), Vec<usize>>,
}

impl Weights {
    /// An index with its lines.
    pub fn new(index: Index, scores: Vec<Score>) -> Self {
        let mut found: BTreeMap<(By, String), Vec<usize>> = BTreeMap::new();
        for (at, score) in scores.iter().enumerate() {
            for by in By::ALL {
                if let Some(said) = by.said(score) {
                    found.entry((by, said)).or_default().push(at);
                }
            }
        }
        Self { index, scores, found }
    }

    /// What an offence weighs, asked for by reference, Home Office code, class, name, subgroup or group: the first of these
    /// under which the index has it. Capitals and space do not matter.
    ///
    /// # Errors
    /// When the index does not know it, or has several scores for it and takes none of them.
    pub fn score_of(&self, offence: &str) -> Result<Weight, Unscored> {
        let (by, lines) = self.lines_of(offence).ok_or(Unscored::Unknown)?;
        let weights: Vec<f64> = lines.iter().map(|score| score.weight).collect();
        let weight = self.index.rule.of(&weights).ok_or(Unscored::Several)?;
        let by_rule = weights.iter().any(|each| Some(each) != weights.first());
        Ok(Weight {
            weight,
            by,
            lines: lines.len(),
            by_rule,
            proactive: alike(lines.iter().map(|score| score.proactive)),
            historic: alike(lines.iter().map(|score| score.historic)),
        })
    }

    /// What the heaviest offence weighs that the index files under the same subgroups as this one, or the same groups where it has no subgroups: it says nothing of
    /// which offences there were. The heaviest of all where a line of this one has neither; nothing where the index does not know it.
    pub fn heaviest_beside(&self, offence: &str) -> Option<f64> {
        let (_, lines) = self.lines_of(offence)?;
        let beside = lines.iter().filter_map(|score| {
            let under = [By::Subgroup, By::Group].into_iter().find_map(|by| Some((by, by.said(score)?)));
            match under {
                Some(under) => heaviest(self.at(self.found.get(&under)?)),
                None => heaviest(self.scores.iter()),
            }
        });
        beside.reduce(f64::max)
    }

    fn lines_of(&self, offence: &str) -> Option<(By, Vec<&Score>)> {
        let (by, lines) =
            By::ALL.into_iter().find_map(|by| Some((by, self.found.get(&(by, by.asked(offence)?))?)))?;
        Some((by, self.at(lines).collect()))
    }

    fn at<'a>(&'a self, lines: &'a [usize]) -> impl Iterator<Item = &'a Score> {
        lines.iter().filter_map(|at| self.scores.get(*at))
    }
}
