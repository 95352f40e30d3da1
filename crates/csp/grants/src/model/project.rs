use concordat_kernel::{Id, Kind, Money, UnitPrice, jiff::civil::Date};

use super::{Award, Bid, ClaimState, MatchForm, Pot, ProjectState};

/// What is done with money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Its id.
    pub id: Id<Project>,
    /// Counts its edits.
    pub version: i64,
    /// The award that pays.
    pub award: Id<Award>,
    /// Its place among the award's projects, from 1.
    pub number: i64,
    /// The bid it came of.
    pub bid: Option<Id<Bid>>,
    /// The pot that pays; none is the up-front part.
    pub pot: Option<Id<Pot>>,
    /// What is said of it.
    pub said: NewProject,
    /// How it stands.
    pub state: ProjectState,
    /// When it was completed or cancelled.
    pub completed_on: Option<Date>,
    /// What shows that it was delivered.
    pub evidence: String,
    /// Why it cost something else than was allocated.
    pub variance: String,
    /// What was found when it was looked back on.
    pub evaluation: String,
}

impl Kind for Project {
    const NAME: &'static str = "project";
}

/// What is said of a project.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewProject {
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// The priority it serves, as `kind/id`.
    pub priority: Option<String>,
    /// The action it serves, as `kind/id`.
    pub action: Option<String>,
    /// Where.
    pub area: String,
    /// Who delivers it.
    pub provider: String,
    /// What was first allocated; not known of some old years.
    pub planned: Option<Money>,
    /// What the whole costs with others' money, where that is stated.
    pub whole_cost: Option<Money>,
    /// From when.
    pub starts_on: Option<Date>,
    /// Until when.
    pub ends_on: Option<Date>,
    /// Why some of its money may not be spent in time; empty when nothing is feared.
    pub at_risk: String,
}

/// How a project ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finish {
    /// When.
    pub on: Date,
    /// What shows that it was delivered.
    pub evidence: String,
    /// Why it cost something else than was allocated; needed when it did.
    pub variance: String,
    /// What was found when it was looked back on.
    pub evaluation: String,
}

/// Something promised, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Its id.
    pub id: Id<Output>,
    /// The project.
    pub project: Id<Project>,
    /// What was promised.
    pub promise: super::Promise,
    /// What was counted, oldest first.
    pub counts: Vec<Count>,
}

impl Kind for Output {
    const NAME: &'static str = "output";
}

impl Output {
    /// How many were delivered.
    pub fn delivered(&self) -> i64 {
        self.counts.iter().map(|count| count.delivered).sum()
    }

    /// How many goods were handed out.
    pub fn handed_out(&self) -> i64 {
        self.counts.iter().map(|count| count.handed_out).sum()
    }

    /// How many goods are left in stock; nothing for what is not goods.
    pub fn stock(&self) -> Option<i64> {
        self.promise.goods.then(|| self.delivered() - self.handed_out())
    }
}

/// What was counted on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// When.
    pub on: Date,
    /// How many were delivered; below nothing takes back a mistake.
    pub delivered: i64,
    /// How many goods were handed out.
    pub handed_out: i64,
    /// Anything else.
    pub note: String,
}

/// An order placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Its id.
    pub id: Id<Order>,
    /// The project.
    pub project: Id<Project>,
    /// What was ordered.
    pub said: NewOrder,
    /// What of it is still committed.
    pub remaining: Money,
}

impl Kind for Order {
    const NAME: &'static str = "order";
}

/// An order about to be placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrder {
    /// When.
    pub on: Date,
    /// Of whom.
    pub supplier: String,
    /// Its number.
    pub reference: String,
    /// For how much.
    pub amount: Money,
}

/// What a provider asks to be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its id.
    pub id: Id<Claim>,
    /// Counts its changes.
    pub version: i64,
    /// The project.
    pub project: Id<Project>,
    /// What is claimed.
    pub said: NewClaim,
    /// How it stands.
    pub state: ClaimState,
    /// When it was decided.
    pub decided_on: Option<Date>,
    /// Why it was refused, or a note.
    pub because: String,
    /// When it was paid.
    pub paid_on: Option<Date>,
}

impl Kind for Claim {
    const NAME: &'static str = "grant_claim";
}

/// A claim about to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewClaim {
    /// When.
    pub on: Date,
    /// Who is to be paid.
    pub claimant: String,
    /// The invoice.
    pub reference: String,
    /// How much.
    pub amount: Money,
    /// How the amount was made, where it is a quantity at a price.
    pub made_of: Option<(i64, UnitPrice)>,
    /// The order it belongs to.
    pub order: Option<Id<Order>>,
}

/// Money that others put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Its id.
    pub id: Id<Match>,
    /// The project.
    pub project: Id<Project>,
    /// What was promised.
    pub said: NewMatch,
}

impl Kind for Match {
    const NAME: &'static str = "match";
}

/// Money that others promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMatch {
    /// Who.
    pub from: String,
    /// In what form.
    pub form: MatchForm,
    /// How much.
    pub promised: Money,
    /// Anything else.
    pub note: String,
}
