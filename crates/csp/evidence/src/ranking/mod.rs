//! Ranking for review: whom people should look at first, by a matrix that can be read, for a purpose that is stated and for so long only.
//! A list advises; a person decides about each row, and no list leaves before that.

mod disparity;
mod facts;
mod matrix;
mod model;
mod rules;
mod store;
mod transparency;

pub use disparity::{Disparity, VALIDITY};
pub use facts::{Facts, SINCE};
pub use matrix::{Matrix, matrices};
pub use model::{Decision, List, ListRow, NewList, Ranking, Verdict};
pub use rules::{Scored, rank};
pub use store::{decide, list, lists, make, take};
pub use transparency::{Record, records};

pub(crate) use store::{SOME_LIST, title};
