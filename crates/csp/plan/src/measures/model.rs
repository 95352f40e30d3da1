//! What is known of a measure, and the values it was given.

use concordat_kernel::{Id, Month, Period, kind};

use super::number::Amount;
use crate::{Action, progress::Update};

kind!(
    /// A measure: an item of an action. Its id stays when its words change.
    Measure, "plan_measure"
);
kind!(
    /// A value of a measure for a period.
    Value, "plan_measure_value"
);

/// How a measure is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something is counted.
    Count,
    /// It is done or not.
    Milestone,
    /// So many of a hundred.
    Share,
    /// Pounds and pence.
    Money,
    /// What a survey found.
    Survey,
    /// It is to go up or down; nobody said how far.
    Direction,
    /// It is told in words.
    Story,
    /// It is compared with somebody else's figure.
    Benchmark,
}

impl Kind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Count,
        Self::Milestone,
        Self::Share,
        Self::Money,
        Self::Survey,
        Self::Direction,
        Self::Benchmark,
        Self::Story,
    ];

    /// The word kept in the database and in forms.
    pub fn word(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Milestone => "milestone",
            Self::Share => "share",
            Self::Money => "money",
            Self::Survey => "survey",
            Self::Direction => "direction",
            Self::Story => "story",
            Self::Benchmark => "benchmark",
        }
    }

    /// The kind that a word stands for.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What it is called on screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::Count => "A count",
            Self::Milestone => "Yes or no",
            Self::Share => "A share",
            Self::Money => "Money",
            Self::Survey => "A survey result",
            Self::Direction => "Up or down",
            Self::Story => "A story",
            Self::Benchmark => "A benchmark",
        }
    }

    /// What it is, for whoever chooses.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Count => "How many: people trained, walks held",
            Self::Milestone => "Done or not: a strategy published, a post filled",
            Self::Share => "So many of a hundred: 45% of referrals answered in a week",
            Self::Money => "Pounds and pence",
            Self::Survey => "What people answered: 68% feel safe, or 3.9 of 5",
            Self::Direction => "More or less of something, with no figure to reach",
            Self::Story => "Told in words: what changed for whom",
            Self::Benchmark => "Compared with another area’s figure or an average",
        }
    }
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Up,
    /// Less is better.
    Down,
}

impl Better {
    /// The word kept in the database and in forms.
    pub fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    /// The way that a word stands for.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Up, Self::Down].into_iter().find(|better| better.word() == word)
    }
}

/// What an officer has said of a measure. Nothing of it is guessed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Setting {
    /// How it is measured; `None` while nobody has said.
    pub kind: Option<Kind>,
    /// What is counted: `people trained`.
    pub unit: String,
    /// Which way is better.
    pub better: Option<Better>,
    /// Whether each value stands for its own months alone, so that they add up.
    pub adds_up: bool,
    /// Where it began.
    pub baseline: Option<Amount>,
    /// The month that the baseline is of.
    pub baseline_on: Option<Month>,
    /// Where the baseline comes from.
    pub baseline_note: String,
    /// Where it is to go.
    pub target: Option<Amount>,
    /// By the end of which month.
    pub target_on: Option<Month>,
}

impl Setting {
    /// Whether there is something to reach: a figure, a day for a yes, or a way to go.
    pub fn has_target(&self) -> bool {
        match self.kind {
            Some(Kind::Milestone) => self.target_on.is_some(),
            Some(Kind::Direction) => self.better.is_some(),
            _ => self.target.is_some(),
        }
    }

    /// Whether it is told and not counted, so that no target is missing.
    pub fn is_told(&self) -> bool {
        self.kind == Some(Kind::Story)
    }

    /// An amount as it is written for this measure: `45%`, `£1,200.50`, `Yes`, `1,250`.
    pub fn words(&self, amount: Amount) -> String {
        amount.words(self.kind, &self.unit)
    }

    /// The target in words: `40 by March 2027`; `None` when there is none.
    pub fn target_words(&self) -> Option<String> {
        let by = self.target_on.map(|month| format!(" by {}", month_words(month))).unwrap_or_default();
        match self.kind {
            Some(Kind::Milestone) => self.target_on.map(|_| format!("Done{by}")),
            Some(Kind::Direction) if self.target.is_none() => self.better.map(|better| match better {
                Better::Up => "Higher than the baseline".to_owned(),
                Better::Down => "Lower than the baseline".to_owned(),
            }),
            _ => self.target.map(|target| format!("{}{by}", self.words(target))),
        }
    }

    /// The baseline in words: `34 in March 2026`; `None` when there is none.
    pub fn baseline_words(&self) -> Option<String> {
        let of = self.baseline_on.map(|month| format!(" in {}", month_words(month))).unwrap_or_default();
        self.baseline.map(|baseline| format!("{}{of}", self.words(baseline)))
    }
}

/// A value that a measure was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenValue {
    /// Its id.
    pub id: Id<Value>,
    /// The months it is for, both included.
    pub period: Period,
    /// The number; `None` where words alone were given.
    pub amount: Option<Amount>,
    /// What was typed, where that says more than the number.
    pub words: String,
    /// What was noted beside it.
    pub note: String,
    /// Who entered it: an id or a fixed word, as in audit rows.
    pub given_by: String,
    /// The lead it was given for; empty when an officer gave it.
    pub given_for: String,
    /// When (RFC 3339, UTC).
    pub given_at: String,
    /// The update it came with.
    pub update: Option<Id<Update>>,
    /// The value that replaced it.
    pub replaced_by: Option<Id<Value>>,
}

impl GivenValue {
    /// The value as it is shown: `25% (3 of 12)`.
    pub fn shown(&self, setting: &Setting) -> String {
        match (self.amount, self.words.as_str()) {
            (Some(amount), "") => setting.words(amount),
            (Some(amount), words) if setting.kind.is_some() => {
                let number = setting.words(amount);
                if number.eq_ignore_ascii_case(words) { number } else { format!("{number} ({words})") }
            }
            (_, words) => words.to_owned(),
        }
    }
}

/// A measure with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureSeries {
    /// The measure.
    pub item: Id<Measure>,
    /// Its action.
    pub action: Id<Action>,
    /// The action's number.
    pub number: String,
    /// The measure's words.
    pub text: String,
    /// What an officer has said of it.
    pub setting: Setting,
    /// Counts the changes of that; 0 while nothing was said and no value came.
    pub version: i64,
    /// Every value, replaced ones too, by the end of their months.
    pub values: Vec<GivenValue>,
    /// Whether it still stands in its action. One that was taken out keeps its values.
    pub in_plan: bool,
    /// The first month of its plan, when known: where values that add up begin.
    pub begins: Option<Month>,
}

impl MeasureSeries {
    /// The values that count: those that no other replaced.
    pub fn current(&self) -> impl DoubleEndedIterator<Item = &GivenValue> {
        self.values.iter().filter(|value| value.replaced_by.is_none())
    }

    /// The value of the latest months.
    pub fn last(&self) -> Option<&GivenValue> {
        self.current().next_back()
    }

    /// The former values in whose place this one stands, latest first.
    pub fn replaced(&self, value: Id<Value>) -> Vec<&GivenValue> {
        let mut found = Vec::new();
        let mut of = value;
        // A chain is never longer than the list.
        while found.len() < self.values.len() {
            let Some(former) = self.values.iter().find(|one| one.replaced_by == Some(of)) else { break };
            found.push(former);
            of = former.id;
        }
        found
    }
}

/// A value as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The months it is for, both included.
    pub period: Period,
    /// What was typed: `1,250`, `45%`, `£1,200.50`, `yes`, `3 of 12`.
    pub text: String,
    /// A note beside it.
    pub note: String,
    /// The lead it is given for, in the plan's words; `None` when an officer gives it.
    pub by: Option<String>,
    /// The update it comes with.
    pub update: Option<Id<Update>>,
}

/// `March 2027`.
pub(crate) fn month_words(month: Month) -> String {
    format!("{} {}", month.name(), month.year())
}

/// `April to June 2026`, `April 2026 to March 2027`, `June 2026`.
pub fn period_words(period: Period) -> String {
    let (from, to) = (period.from, period.to);
    if from == to {
        month_words(to)
    } else if from.year() == to.year() {
        format!("{} to {}", from.name(), month_words(to))
    } else {
        period.to_string()
    }
}

/// The quarter of the financial year that a month falls in.
pub fn quarter_of(month: Month) -> Period {
    let from = month.plus(-i32::from((month.number() - 1) % 3));
    Period { from, to: from.plus(2) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_said_as_people_say_them() {
        for (from, to, words) in [
            ("2026-04", "2026-06", "April to June 2026"),
            ("2026-06", "2026-06", "June 2026"),
            ("2026-04", "2027-03", "April 2026 to March 2027"),
        ] {
            let period = Period { from: from.parse().unwrap(), to: to.parse().unwrap() };
            assert_eq!(period_words(period), words);
        }
        for (month, words) in [("2026-06", "April to June 2026"), ("2027-01", "January to March 2027")] {
            assert_eq!(period_words(quarter_of(month.parse().unwrap())), words);
        }
    }
}
