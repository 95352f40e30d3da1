//! What the records say. Each finding is one file: what is asked, by which method, in which steps, as which tables and charts, with
//! which caveats and least numbers. A finding never writes SQL by pasting: its steps are constants and its values are bound.

mod ask;
mod between;
mod cells;
mod compare;
mod concentration;
mod definitions;
mod direction;
mod districts;
mod harm;
mod how_much;
mod lens;
mod make;
mod map;
mod not_told;
mod other_words;
mod people;
mod profiles;
mod repeat;
pub mod report;
mod short;
mod sight;
mod standing;
mod time;
mod trend;
mod working;

pub use ask::{Asked, Harm};
pub use compare::{Compared, compare};
pub use direction::Direction;
pub use lens::{Lens, Who, lenses};
pub use make::{Found, Took, Wanted, export, look};
pub use sight::Sight;
pub use standing::Standing;
pub use working::{SHOWN, Working, working};

pub(crate) use cells::plain;
pub(crate) use make::of_answers;
pub(crate) use map::Outlines;
pub(crate) use working::{ask_one, key_of};

use std::collections::BTreeMap;

use cells::Counts;
use concordat_disclosure::{Key, Shown};
use concordat_kernel::{Period, Problem};
use concordat_report::Block;
use concordat_steps::{Question, Step, Table};
use serde::Serialize;

/// A method: what it asks, and how answers become something to read.
#[derive(Debug)]
struct Method {
    /// Its name in files: `how-much`.
    name: &'static str,
    /// What it is called.
    title: &'static str,
    /// What is asked, as a sentence.
    asks: &'static str,
    /// How it is answered, with whom it comes from.
    cites: &'static str,
    /// Its steps, which may read `in_lens` and `in_window`.
    steps: &'static [Step],
    /// The steps whose answers it needs.
    reads: &'static [&'static str],
    /// Every count that it shows, whether in a table, a chart or a figure: what is not put in here is hidden.
    counts: fn(&Told<'_>, &mut Counts) -> Result<(), Problem>,
    /// What the answers say, of counts only what may be seen: pure, and work for a processor.
    tell: fn(&Told<'_>) -> Result<Says, Problem>,
}

/// Every method, in the order of a report.
const METHODS: &[Method] = &[
    how_much::METHOD,
    harm::METHOD,
    trend::METHOD,
    time::METHOD,
    concentration::METHOD,
    repeat::METHOD,
    profiles::METHOD,
    between::METHOD,
];

/// A method as it is told to whoever asks how figures come about.
pub(crate) struct Described {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) asks: &'static str,
    pub(crate) cites: &'static str,
    /// The names of its steps.
    pub(crate) steps: Vec<String>,
}

/// Every method.
pub(crate) fn methods() -> impl Iterator<Item = Described> {
    METHODS.iter().map(|method| Described {
        name: method.name,
        title: method.title,
        asks: method.asks,
        cites: method.cites,
        steps: method.steps.iter().map(|step| step.name.to_owned()).collect(),
    })
}

/// The steps of the method of this name.
#[cfg(test)]
pub(crate) fn steps_of(name: &str) -> Option<&'static [Step]> {
    METHODS.iter().find(|method| method.name == name).map(|method| method.steps)
}

/// What a method is told.
struct Told<'a> {
    method: &'a Method,
    asked: &'a Asked,
    standing: &'a Standing,
    harm: Option<&'a Harm>,
    keys: &'a BTreeMap<&'static str, String>,
    answers: &'a [Table],
    sight: &'a Sight,
}

/// What a method says.
struct Says {
    blocks: Vec<Block>,
    caveats: Vec<String>,
    figures: Vec<Figure>,
}

impl Told<'_> {
    /// The answer to one of the steps that the method reads.
    fn answer(&self, step: &str) -> Result<&Table, Problem> {
        let at = self.method.reads.iter().position(|name| *name == step);
        at.and_then(|at| self.answers.get(at))
            .ok_or_else(|| Problem::say(format!("the step `{step}` was not answered")))
    }

    /// How a count is seen.
    fn shown(&self, key: &Key) -> Shown {
        self.sight.of(key)
    }

    /// What the heaviest offence weighs that the lens may look at, whether there were any or not.
    fn heaviest(&self) -> f64 {
        self.harm.map_or(0.0, |harm| harm.heaviest_through(self.asked.lens))
    }

    /// A figure of this finding, without its values yet.
    fn figure(&self, unit: &'static str, measure: &'static str, n: Shown) -> Figure {
        Figure {
            finding: self.method.name,
            lens: self.asked.lens.name.clone(),
            window: self.asked.window,
            unit,
            measure,
            filter: BTreeMap::new(),
            index: None,
            values: BTreeMap::new(),
            n: match n {
                Shown::Number(n) => Some(n),
                Shown::Small | Shown::Hidden | Shown::Untold => None,
            },
            hidden: if n.is_hidden() { vec!["n".to_owned()] } else { Vec::new() },
            rule: self.sight.rule().map(|rule| rule.word),
            excluded: BTreeMap::new(),
            chance: None,
            interval: None,
            method: self.method.cites,
            steps: self.keys.clone(),
        }
    }
}

/// One question answered.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Its name in files: `how-much`.
    pub name: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What is asked, as a sentence.
    pub asks: &'static str,
    /// How it is answered, with whom it comes from.
    pub method: &'static str,
    /// What was found, for reading.
    pub blocks: Vec<Block>,
    /// What must be kept in mind, as sentences.
    pub caveats: Vec<String>,
    /// The same as numbers of full precision.
    pub figures: Vec<Figure>,
    /// The steps, to be shown and run again.
    pub question: Question,
}

impl Finding {
    /// The key of its last step: another key means other records, another text or another question.
    pub fn key(&self) -> Option<String> {
        let last = self.question.steps.last()?;
        self.question.keys().remove(last.name)
    }
}

/// A figure as `findings.json` holds it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// The finding's name.
    pub finding: &'static str,
    /// The lens's name.
    pub lens: String,
    /// The months.
    pub window: Period,
    /// What is counted: `area`, `suspect`, `month`.
    pub unit: &'static str,
    /// What of it: `crimes`.
    pub measure: &'static str,
    /// What it was narrowed to beyond the lens, such as a group of offences.
    pub filter: BTreeMap<&'static str, String>,
    /// The harm index with its version and rule, where harm is measured.
    pub index: Option<String>,
    /// The figures.
    pub values: BTreeMap<String, f64>,
    /// How many units they rest on; nothing where that is hidden.
    pub n: Option<u64>,
    /// The names of what a rule for small numbers hides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<String>,
    /// The rule for small numbers that the figure left under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'static str>,
    /// How many records were left out, by reason.
    pub excluded: BTreeMap<&'static str, i64>,
    /// What chance alone would give.
    pub chance: Option<Chance>,
    /// The interval, where one was worked out.
    pub interval: Option<[f64; 2]>,
    /// The method.
    pub method: &'static str,
    /// The keys of the steps: the same keys mean the same records, the same text and the same answer.
    pub steps: BTreeMap<&'static str, String>,
}

impl Figure {
    /// With a count as it may be seen.
    fn count(mut self, name: &str, shown: Shown) -> Self {
        match sight::number(shown) {
            Some(number) => {
                self.values.insert(name.to_owned(), number);
            }
            None => self.hidden.push(name.to_owned()),
        }
        self
    }

    /// With a value that is no count.
    fn value(mut self, name: &str, value: f64) -> Self {
        self.values.insert(name.to_owned(), value);
        self
    }

    /// With what was left out, as it may be seen.
    fn left_out(mut self, reason: &'static str, shown: Shown) -> Self {
        match shown {
            Shown::Number(number) => {
                self.excluded.insert(reason, i64::try_from(number).unwrap_or(i64::MAX));
            }
            Shown::Small | Shown::Hidden | Shown::Untold => self.hidden.push(reason.to_owned()),
        }
        self
    }

    /// Narrowed to something.
    fn only(mut self, of: &'static str, what: impl Into<String>) -> Self {
        self.filter.insert(of, what.into());
        self
    }
}

/// What chance alone would give of a figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chance {
    /// What it is of.
    pub of: &'static str,
    /// What is supposed when only chance is at work.
    pub null: &'static str,
    /// The mean over all draws.
    pub mean: f64,
    /// Where 95% of draws lie.
    pub interval: [f64; 2],
    /// How many draws.
    pub draws: usize,
    /// Where the generator started.
    pub seed: u64,
    /// How many percentage points the figure stands above the mean.
    pub points_above: f64,
}

/// Counts stay far below the point where a float could not hold them.
fn real(count: i64) -> f64 {
    count as f64
}
