//! What stands beside the plan, as the record holds it.

use concordat_kernel::{AnyId, Id, Period, jiff::civil::Date, kind};
use serde::{Deserialize, Serialize};

use crate::State;

kind!(
    /// A strategy, plan or inquiry of some body, beside the plan.
    Strategy, "plan_strategy"
);
kind!(
    /// An area of a strategy.
    Area, "plan_strategy_area"
);
kind!(
    /// A commitment, an objective or a recommendation. Its id stays when it is renumbered or reworded.
    Commitment, "plan_commitment"
);
kind!(
    /// A strategy's text on its way into the record.
    StrategyImport, "plan_strategy_import"
);
kind!(
    /// Something that a plan took over from elsewhere.
    Adoption, "plan_adoption"
);
kind!(
    /// A cross-cutting theme.
    Theme, "plan_theme"
);
kind!(
    /// A link between two things, followed both ways.
    Relation, "plan_link"
);
kind!(
    /// That a strategy comes before a group.
    Tabling, "plan_tabling"
);

/// Declares a closed list of words: the one in the record, the one shown, and that for several.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal, $one:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$each])* $variant,)+ }

        impl $name {
            /// All of them, in the order they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word kept in the record and sent by forms.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The words shown.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $one),+ }
            }

            /// The one with this word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    };
}

words! {
    /// What sort of text a strategy is.
    StrategyKind {
        /// A strategy.
        Strategy = "strategy", "Strategy";
        /// A plan of another body or partnership.
        Plan = "plan", "Plan";
        /// The police and crime commissioner's plan.
        Commissioner = "commissioner", "Commissioner’s plan";
        /// An inquiry or review with recommendations.
        Inquiry = "inquiry", "Inquiry";
        /// Anything else.
        Other = "other", "Other";
    }
}

words! {
    /// What an item of a strategy is.
    ItemKind {
        /// What its owner has promised to do.
        Commitment = "commitment", "Commitment";
        /// What its owner wants to reach.
        Objective = "objective", "Objective";
        /// What an inquiry asked of somebody.
        Recommendation = "recommendation", "Recommendation";
    }
}

words! {
    /// How certain the money for an action is.
    FundingState {
        /// Asked for, not yet decided.
        ToBeConfirmed = "to-be-confirmed", "To be confirmed";
        /// Granted.
        Confirmed = "confirmed", "Confirmed";
        /// Asked for and not granted.
        Refused = "refused", "Refused";
        /// Nobody knows.
        NotKnown = "not-known", "Not known";
    }
}

/// A strategy without its contents: what a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrategyHead {
    /// Its id: stays when it is renamed.
    pub id: Id<Strategy>,
    /// Its title.
    pub title: String,
    /// What sort of text it is.
    pub kind: StrategyKind,
    /// The body it belongs to, when the partnership knows it.
    pub owner: Option<AnyId>,
    /// The owner's name: of the body, or as written.
    pub owner_name: String,
    /// The months it covers, when known.
    pub period: Option<Period>,
    /// Where its words were taken from.
    pub source_note: String,
    /// Counts its changes.
    pub version: i64,
}

/// What is said of a strategy when it is added or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStrategy {
    /// See [`StrategyHead::title`].
    pub title: String,
    /// See [`StrategyHead::kind`].
    pub kind: StrategyKind,
    /// See [`StrategyHead::owner`].
    pub owner: Option<AnyId>,
    /// The owner as written, when the partnership does not know the body.
    pub owner_written: String,
    /// See [`StrategyHead::period`].
    pub period: Option<Period>,
    /// See [`StrategyHead::source_note`].
    pub source_note: String,
}

/// A strategy as it stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedStrategy {
    /// Its own fields.
    pub head: StrategyHead,
    /// Its areas in order.
    pub areas: Vec<RecordedArea>,
    /// Its items in order.
    pub items: Vec<Item>,
}

/// An area as it stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedArea {
    /// Its id: stays when it is renamed.
    pub id: Id<Area>,
    /// Its number as written; may be empty.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Counts its changes.
    pub version: i64,
}

impl RecordedArea {
    /// `1. Safe at home`.
    pub fn name(&self) -> String {
        if self.number.is_empty() { self.title.clone() } else { format!("{}. {}", self.number, self.title) }
    }
}

/// A commitment, objective or recommendation as it stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: Id<Commitment>,
    /// The area it stands in.
    pub area: Option<Id<Area>>,
    /// What it is.
    pub kind: ItemKind,
    /// Its number as its owner says it.
    pub number: String,
    /// Its words.
    pub text: String,
    /// The newest update.
    pub latest: Option<Said>,
    /// Counts its changes.
    pub version: i64,
}

impl Item {
    /// How it stands: as the newest update says.
    pub fn state(&self) -> State {
        self.latest.as_ref().map_or(State::NoUpdate, |said| said.state)
    }

    /// `Commitment 1.2`.
    pub fn name(&self) -> String {
        if self.number.is_empty() {
            self.kind.title().to_owned()
        } else {
            format!("{} {}", self.kind.title(), self.number)
        }
    }
}

/// What is said of an item when it is added or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewItem {
    /// See [`Item::area`].
    pub area: Option<Id<Area>>,
    /// See [`Item::kind`].
    pub kind: ItemKind,
    /// See [`Item::number`].
    pub number: String,
    /// See [`Item::text`].
    pub text: String,
}

/// An update of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// How it stands.
    pub state: State,
    /// What was said.
    pub words: String,
    /// The day it was true.
    pub on: Date,
    /// Who said so: a body or an office.
    pub by: String,
}

impl RecordedStrategy {
    /// Its items in an area, or outside of all.
    pub fn items_in(&self, area: Option<Id<Area>>) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.area == area)
    }

    /// The item with this id.
    pub fn item(&self, id: Id<Commitment>) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The area with this id.
    pub fn area(&self, id: Id<Area>) -> Option<&RecordedArea> {
        self.areas.iter().find(|area| area.id == id)
    }

    /// The items that its owner still stands by.
    pub fn current(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.state() != State::Withdrawn)
    }
}

/// A theme as it stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedTheme {
    /// Its id: stays when it is renamed.
    pub id: Id<Theme>,
    /// The group whose plans it cuts across.
    pub group: Option<AnyId>,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub aim: String,
    /// Why it is no longer used.
    pub ended_because: Option<String>,
    /// Counts its changes.
    pub version: i64,
}

/// What was said about the money of a plan's actions.
pub type Money = std::collections::HashMap<Id<crate::Action>, RecordedFunding>;

/// Whether an action's money is certain, as somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedFunding {
    /// How certain.
    pub state: FundingState,
    /// The fund's name.
    pub fund: String,
    /// Anything else.
    pub note: String,
    /// Counts its changes.
    pub version: i64,
}

impl RecordedFunding {
    /// `To be confirmed: Safer Streets Fund`.
    pub fn words(&self) -> String {
        match self.fund.as_str() {
            "" => self.state.title().to_owned(),
            fund => format!("{}: {fund}", self.state.title()),
        }
    }
}
