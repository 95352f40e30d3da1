use concordat_kernel::{AnyId, Id, Kind, Money, Share, jiff::civil::Date};

use super::{PotRule, PotState};

/// Where money comes from, year after year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fund {
    /// Its id.
    pub id: Id<Fund>,
    /// Counts its edits; an edit names the version it was made against.
    pub version: i64,
    /// What is said of it.
    pub said: NewFund,
}

impl Kind for Fund {
    const NAME: &'static str = "fund";
}

/// What is said of a fund.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewFund {
    /// Its name.
    pub name: String,
    /// Who gives it.
    pub funder: String,
    /// The funder, where it is one of the partnership's bodies.
    pub funder_body: Option<AnyId>,
    /// The group that looks after it.
    pub group: Option<AnyId>,
    /// What it is for.
    pub purpose: String,
    /// Who may bid and for which places.
    pub eligibility: String,
}

/// A chain of approval from a day on: its steps in order. The last one decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// From when it holds.
    pub from: Date,
    /// Its steps; never empty.
    pub steps: Vec<ChainStep>,
}

/// One step: "Working group" "reviews".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainStep {
    /// Who takes it.
    pub who: String,
    /// What they do.
    pub does: String,
}

/// How many days it takes to put money to other use, from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeadTime {
    /// From when it holds.
    pub from: Date,
    /// Days.
    pub days: i64,
}

/// What a fund gives for one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Award {
    /// Its id.
    pub id: Id<Award>,
    /// Counts its edits.
    pub version: i64,
    /// The fund.
    pub fund: Id<Fund>,
    /// The amount given. Part of the ledger, so it does not change by an edit.
    pub amount: Money,
    /// What is said of it.
    pub said: AwardTerms,
}

impl Kind for Award {
    const NAME: &'static str = "award";
}

/// What is said of an award beside its amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwardTerms {
    /// "2022/23", or "Phase 2".
    pub label: String,
    /// Its first day.
    pub from: Date,
    /// Its last day: what is not spent by then goes back.
    pub to: Date,
    /// The conditions.
    pub conditions: String,
    /// What has to be paid back, and when.
    pub repayment: String,
    /// When the funder confirmed it.
    pub confirmed_on: Option<Date>,
    /// The letter or minute that says so.
    pub reference: String,
}

/// An award about to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAward {
    /// The fund.
    pub fund: Id<Fund>,
    /// The whole amount, held-back parts included.
    pub amount: Money,
    /// What is said of it.
    pub terms: AwardTerms,
    /// The parts that are held back.
    pub pots: Vec<NewPot>,
}

/// A part that is held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pot {
    /// Its id.
    pub id: Id<Pot>,
    /// Counts its edits.
    pub version: i64,
    /// The award it is part of.
    pub award: Id<Award>,
    /// What is said of it.
    pub said: NewPot,
    /// What the outside party said about it, oldest first.
    pub events: Vec<PotEvent>,
}

impl Kind for Pot {
    const NAME: &'static str = "pot";
}

impl Pot {
    /// What was last said to hold on this day; locked before anything was said.
    pub fn state_on(&self, day: Date) -> PotState {
        self.last_on(day).map_or(PotState::Locked, |event| event.said.state)
    }

    /// The event that holds on this day.
    pub fn last_on(&self, day: Date) -> Option<&PotEvent> {
        self.events.iter().rev().find(|event| event.said.on <= day)
    }
}

/// What is said of a pot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPot {
    /// Its name: "Tactical pot".
    pub name: String,
    /// How much is held back, as the funder states it.
    pub amount: Money,
    /// The stated share: a third is `(1, 3)`.
    pub share: Option<(u32, u32)>,
    /// What opens it.
    pub rule: PotRule,
    /// The day, for [`PotRule::FromDay`].
    pub opens_on: Option<Date>,
}

impl NewPot {
    /// The stated share of this award, exactly; what the amount differs from it by is a rounding to be named.
    pub fn exact(&self, award: Money) -> Option<Share> {
        self.share.and_then(|(part, whole)| award.share(part, whole))
    }
}

/// What an outside party said about a pot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PotEvent {
    /// Its place among the pot's events, from 1.
    pub number: i64,
    /// What was said.
    pub said: NewPotEvent,
}

/// What an outside party says about a pot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPotEvent {
    /// The state it puts the pot in.
    pub state: PotState,
    /// From when.
    pub on: Date,
    /// When the partnership was told.
    pub told_on: Option<Date>,
    /// Who said so.
    pub made_by: String,
    /// The letter or minute.
    pub reference: String,
    /// Anything else: "with immediate effect".
    pub note: String,
}

/// Money given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// Its id.
    pub id: Id<Return>,
    /// When.
    pub on: Date,
    /// How much.
    pub amount: Money,
    /// The letter that went with it.
    pub letter: String,
    /// Why.
    pub because: String,
}

impl Kind for Return {
    const NAME: &'static str = "return";
}
