//! What the slice holds. Amounts are [`Money`](concordat_kernel::Money): whole pence.

mod bid;
mod fund;
mod project;
mod words;

pub use bid::{Bid, CostLine, Decision, Extension, NewBid, NewDecision, NewExtension, Promise};
pub use fund::{
    Award, AwardTerms, Chain, ChainStep, Fund, LeadTime, NewAward, NewFund, NewPot, NewPotEvent, Pot,
    PotEvent, Return,
};
pub use project::{
    Claim, Count, Finish, Match, NewClaim, NewMatch, NewOrder, NewProject, Order, Output, Project,
};
pub use words::{BidState, ClaimState, MatchForm, PotRule, PotState, ProjectState, Verdict};
