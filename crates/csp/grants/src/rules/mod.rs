//! The rules of the money: pure, no SQL and no clock.

pub mod chain;
pub mod claim;
pub mod ledger;
pub mod pot;
pub mod project;
pub mod said;
