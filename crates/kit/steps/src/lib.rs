#![doc = include_str!("../README.md")]

mod analyst;
mod question;
mod table;

pub use analyst::{Analyst, Leave, PartWriter};
pub use question::{Input, Part, Question, Source, Step, Value};
pub use table::{Column, Shape, Table, Type, Values};
