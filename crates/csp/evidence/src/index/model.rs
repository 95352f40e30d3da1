use std::{fmt, str::FromStr};

use concordat_kernel::{Id, Kind, Refusal, jiff::Timestamp};
use serde::{Serialize, Serializer};

/// A harm index as it was loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Index {
    /// Its id.
    pub id: Id<Index>,
    /// Its name, such as the name of those who made it.
    pub name: String,
    /// Its version: a year, or whatever its makers call it.
    pub version: String,
    /// What is taken where one code has several scores.
    pub rule: Rule,
    /// What its weights are counted in, such as days.
    pub unit: String,
    /// What the file says of whose it is.
    pub notice: Option<String>,
    /// The name of the file.
    pub file_name: String,
    /// The file's SHA-256, in hexadecimal.
    pub sha256: String,
    /// When it was loaded.
    pub loaded_at: Timestamp,
    /// How many scores it has.
    pub scores: i64,
}

impl Kind for Index {
    const NAME: &'static str = "evidence_index";
}

impl Index {
    /// What every figure of harm carries: name, version and rule.
    pub fn label(&self) -> Label {
        Label { name: self.name.clone(), version: self.version.clone(), rule: Some(self.rule) }
    }
}

/// What is said of an index when it is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIndex {
    /// See [`Index::name`].
    pub name: String,
    /// See [`Index::version`].
    pub version: String,
    /// See [`Index::rule`].
    pub rule: Rule,
    /// See [`Index::file_name`].
    pub file_name: String,
    /// See [`Index::sha256`].
    pub sha256: String,
}

/// What came of loading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loaded {
    /// The index.
    pub index: Index,
    /// Whether it was there already, from the same file; then nothing was changed.
    pub already: bool,
}

/// One line of an index.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Score {
    /// What the index calls it; each once.
    pub reference: String,
    /// The row of the file.
    pub row: u64,
    /// Its Home Office code, as `008/01`. Several lines can have the same.
    pub home_office: Option<String>,
    /// Its Home Office class, as `8N` or `4.4`.
    pub class: Option<String>,
    /// The offence's name.
    pub offence: Option<String>,
    /// The group that it is filed under.
    pub group: Option<String>,
    /// The subgroup.
    pub subgroup: Option<String>,
    /// Its weight, in the index's unit; not below 0.
    pub weight: f64,
    /// Whether it is reported to the Home Office.
    pub notifiable: Option<bool>,
    /// Whether the police find it themselves, so that it is kept apart in every figure of harm. `None` where the index does
    /// not say; the record of the crime may.
    pub proactive: Option<bool>,
    /// Whether it is a crime of earlier years that was reported now, which is kept apart as well.
    pub historic: Option<bool>,
}

/// What is taken where what is asked for has several different scores. The scores are those of the index's lines, each
/// counted once, so that a score that three lines share counts three times in the median and the mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// None of them: the line must be named by its own reference, and what cannot be told stays unscored and is counted.
    ReferenceOnly,
    /// The lowest.
    Lowest,
    /// The middle one, or halfway between the two in the middle.
    Median,
    /// The mean.
    Mean,
    /// The highest.
    Highest,
}

impl Rule {
    /// All of them.
    pub const ALL: &'static [Self] =
        &[Self::ReferenceOnly, Self::Lowest, Self::Median, Self::Mean, Self::Highest];

    /// The word kept in the database and said on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ReferenceOnly => "reference-only",
            Self::Lowest => "lowest",
            Self::Median => "median",
            Self::Mean => "mean",
            Self::Highest => "highest",
        }
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.word() == word)
    }

    /// What is taken of some weights; `None` of none, and of several different ones under [`Rule::ReferenceOnly`].
    pub fn of(self, weights: &[f64]) -> Option<f64> {
        let mut sorted = weights.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (lowest, highest) = (*sorted.first()?, *sorted.last()?);
        if lowest.total_cmp(&highest).is_eq() {
            return Some(lowest);
        }
        match self {
            Self::ReferenceOnly => None,
            Self::Lowest => Some(lowest),
            Self::Highest => Some(highest),
            Self::Median => {
                let above = *sorted.get(sorted.len() / 2)?;
                let below = *sorted.get((sorted.len() - 1) / 2)?;
                Some(f64::midpoint(below, above))
            }
            // An index has some thousands of lines, which a float counts exactly.
            Self::Mean => Some(sorted.iter().sum::<f64>() / sorted.len() as f64),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Rule {
    type Err = Refusal;
    fn from_str(word: &str) -> Result<Self, Refusal> {
        let words: Vec<_> = Self::ALL.iter().map(|rule| rule.word()).collect();
        Self::from_word(word).ok_or_else(|| {
            Refusal::invalid("rule", format!("“{word}” is not a rule. Choose one of: {}.", words.join(", ")))
        })
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// How an index is named: `NAME@VERSION`, and `NAME@VERSION/RULE` where the same version was loaded under several rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// See [`Index::name`].
    pub name: String,
    /// See [`Index::version`].
    pub version: String,
    /// See [`Index::rule`]; may be left out where there is only one.
    pub rule: Option<Rule>,
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.name, self.version)?;
        self.rule.map_or(Ok(()), |rule| write!(f, "/{rule}"))
    }
}

impl FromStr for Label {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let refuse = || {
            let why = format!(
                "“{text}” does not name an index. Write its name, an @ and its version, and a stroke and its rule where it \
                 was loaded under several: NAME@VERSION/median."
            );
            Refusal::invalid("index", why)
        };
        let (name, version) = text.split_once('@').ok_or_else(refuse)?;
        let (version, rule) = match version.split_once('/') {
            Some((version, rule)) => (version, Some(rule.parse()?)),
            None => (version, None),
        };
        if name.trim().is_empty() || version.trim().is_empty() {
            return Err(refuse());
        }
        Ok(Self { name: name.trim().to_owned(), version: version.trim().to_owned(), rule })
    }
}
