//! What the records say. Each finding is one file: what is asked, by which method, in which steps, as which tables and charts, with
//! which caveats and least numbers. A finding never writes SQL by pasting: its steps are constants and its values are bound.

mod ask;
mod concentration;
mod harm;
mod how_much;
mod lens;
mod make;
pub mod report;
mod trend;

pub use ask::{Asked, Harm};
pub use lens::{Lens, lenses};
pub use make::{Found, SHOWN, Standing, Wanted, Working, export, look, working};

pub(crate) use make::of_answers;

use std::collections::BTreeMap;

use concordat_kernel::{Period, Problem};
use concordat_report::Block;
use concordat_steps::{Question, Step, Table};
use serde::Serialize;

/// A method: what it asks, and how answers become something to read.
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
    /// What the answers say: pure, and work for a processor.
    tell: fn(&Told<'_>) -> Result<Says, Problem>,
}

/// Every method, in the order of a report.
const METHODS: &[Method] = &[how_much::METHOD, harm::METHOD, trend::METHOD, concentration::METHOD];

/// What a method is told.
struct Told<'a> {
    method: &'a Method,
    asked: &'a Asked,
    standing: &'a Standing,
    harm: Option<&'a Harm>,
    keys: &'a BTreeMap<&'static str, String>,
    answers: &'a [Table],
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

    /// A figure of this finding, without its values yet.
    fn figure(&self, unit: &'static str, measure: &'static str, n: usize) -> Figure {
        Figure {
            finding: self.method.name,
            lens: self.asked.lens.name.clone(),
            window: self.asked.window,
            unit,
            measure,
            filter: BTreeMap::new(),
            index: None,
            values: BTreeMap::new(),
            n,
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
    /// How many units they rest on.
    pub n: usize,
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
