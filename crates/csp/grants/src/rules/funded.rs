//! Which actions of a plan ask for money and have none.

use concordat_kernel::{Ref, jiff::civil::Date};

/// An action of a plan that says that it needs money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanting {
    /// The action.
    pub action: Ref,
    /// Its number in the plan.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// The first and last day of its plan, where the plan says.
    pub during: Option<(Date, Date)>,
}

impl Wanting {
    /// Whether its plan runs at some time from `from` to `to`; one whose time is not known may.
    pub fn runs(&self, from: Date, to: Date) -> bool {
        self.during.is_none_or(|(first, last)| first <= to && last >= from)
    }
}

/// The actions that no project of these serves: each is flagged as funded without a project. `served` are the actions
/// of the projects, as `kind/id`.
pub fn without_project<'a>(asking: &'a [Wanting], served: &[String]) -> Vec<&'a Wanting> {
    asking.iter().filter(|one| !served.contains(&one.action.to_string())).collect()
}

/// The sentence that flags one.
pub fn sentence(wanting: &Wanting, years: &[String]) -> String {
    let where_to = match years {
        [] => "in any award".to_owned(),
        [year] => format!("in {year}"),
        [first, second] => format!("in either {first} or {second}"),
        [first, .., last] => format!("in any award from {first} to {last}"),
    };
    format!(
        "Action {} {} is marked as funded but no project {where_to} serves it.",
        wanting.number, wanting.title
    )
}
