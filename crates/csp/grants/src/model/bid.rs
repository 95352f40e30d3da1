use concordat_kernel::{AnyId, Id, Kind, Money, UnitPrice, jiff::civil::Date};

use super::{Award, BidState, Verdict};

/// What a partner asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bid {
    /// Its id.
    pub id: Id<Bid>,
    /// Counts its edits and decisions.
    pub version: i64,
    /// The award it is made to.
    pub award: Id<Award>,
    /// What it asks.
    pub said: NewBid,
    /// When the business case came.
    pub case_received: Option<Date>,
    /// When it was made.
    pub made_on: Date,
    /// Who made it: a person's id or a fixed word, as in the audit.
    pub made_by: String,
    /// How it stands.
    pub state: BidState,
    /// What was approved.
    pub granted: Option<Money>,
    /// Why it was withdrawn; otherwise empty.
    pub because: String,
}

impl Kind for Bid {
    const NAME: &'static str = "bid";
}

/// What a bid asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewBid {
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// The priority it serves, as `kind/id`.
    pub priority: Option<String>,
    /// The action it serves, as `kind/id`.
    pub action: Option<String>,
    /// Who asks.
    pub applicant: String,
    /// Who asks, where it is one of the partnership's bodies.
    pub body: Option<AnyId>,
    /// Where.
    pub area: String,
    /// How much.
    pub amount: Money,
    /// Match funding in cash.
    pub match_cash: Money,
    /// Match funding in kind, valued.
    pub match_kind: Money,
    /// Who puts it in.
    pub match_from: String,
    /// When the business case is wanted.
    pub case_due: Option<Date>,
    /// What it is made of.
    pub costs: Vec<CostLine>,
    /// What it promises.
    pub outputs: Vec<Promise>,
}

/// A quantity at a price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostLine {
    /// Of what.
    pub item: String,
    /// How many; at least one.
    pub quantity: i64,
    /// What one costs; may be finer than a penny.
    pub price: UnitPrice,
}

/// What is promised to be delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// "People trained".
    pub name: String,
    /// Whether it is goods, of which some may be left in stock.
    pub goods: bool,
    /// How many; not known of some old projects.
    pub promised: Option<i64>,
}

/// More time for a business case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// When it was due before.
    pub former_due: Option<Date>,
    /// What was agreed.
    pub said: NewExtension,
}

/// What is agreed about more time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewExtension {
    /// When it is due now.
    pub due: Date,
    /// Who agreed.
    pub agreed_by: String,
    /// When.
    pub agreed_on: Date,
    /// Why.
    pub because: String,
    /// The letter or minute.
    pub reference: String,
}

/// What one step of the chain said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its place among the bid's decisions, from 1.
    pub number: i64,
    /// The step of the chain, from 1, and its words at that time.
    pub step: i64,
    /// Who takes that step.
    pub who: String,
    /// What they do.
    pub does: String,
    /// What was said.
    pub said: NewDecision,
    /// When it was written down (RFC 3339, UTC).
    pub recorded_at: String,
    /// By whom, as in the audit.
    pub recorded_by: String,
}

/// What a step of the chain says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDecision {
    /// Yes, less, later or no.
    pub verdict: Verdict,
    /// How much; needed where the verdict is yes or less.
    pub amount: Option<Money>,
    /// Who said so.
    pub person: String,
    /// When.
    pub on: Date,
    /// The minute: `kind/id`, or in words where it is on paper.
    pub minute: String,
    /// Anything else.
    pub note: String,
    /// For the last step: the pot that pays, if it is not the up-front part.
    pub pot: Option<Id<super::Pot>>,
}
