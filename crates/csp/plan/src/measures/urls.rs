//! Where the pages of measures are.

use concordat_kernel::Id;

use super::model::{Measure, Value};
use crate::Plan;

/// Every measure of a plan.
pub const MEASURES: &str = "/plans/{plan}/measures";
/// A measure.
pub const MEASURE: &str = "/measures/{plan_measure}";
/// How it is measured, and what it is to reach.
pub const EDIT_MEASURE: &str = "/measures/{plan_measure}/edit";
/// A new value.
pub const ADD_VALUE: &str = "/measures/{plan_measure}/values/new";
/// Correcting a value.
pub const CORRECT_VALUE: &str = "/measure-values/{plan_measure_value}/correct";

/// Every measure of a plan.
pub fn measures(plan: Id<Plan>) -> String {
    format!("/plans/{plan}/measures")
}

/// The page of a measure.
pub fn measure(id: Id<Measure>) -> String {
    format!("/measures/{id}")
}

/// The form that sets kind, baseline and target.
pub fn edit_measure(id: Id<Measure>) -> String {
    format!("/measures/{id}/edit")
}

/// The form that adds a value.
pub fn add_value(id: Id<Measure>) -> String {
    format!("/measures/{id}/values/new")
}

/// The form that corrects a value.
pub fn correct_value(id: Id<Value>) -> String {
    format!("/measure-values/{id}/correct")
}
