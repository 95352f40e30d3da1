//! How a project ends.

use concordat_kernel::{Money, Refusal, Result};

use super::said;
use crate::{Finish, Project, ProjectState};

/// What a project cost less than it was allocated; below nothing is more. Not known where the allocation is not.
pub fn variance(planned: Option<Money>, spent: Money) -> Option<Money> {
    planned.map(|planned| planned - spent)
}

/// Refuses to complete a project without evidence, or without a reason where its cost is not its allocation, or while
/// claims wait.
///
/// # Errors
/// A sentence for the field.
pub fn check_finish(project: &Project, finish: &Finish, spent: Money, waiting: Money) -> Result<()> {
    check_runs(project)?;
    said::needed(
        "evidence",
        first_line(&finish.evidence),
        "Enter what shows that the project was delivered.",
    )?;
    for (field, text) in
        [("evidence", &finish.evidence), ("variance", &finish.variance), ("evaluation", &finish.evaluation)]
    {
        said::text(field, text)?;
    }
    said::order("on", project.said.starts_on, Some(finish.on))?;
    if waiting.is_positive() {
        return Err(Refusal::rule(format!(
            "{waiting} is claimed and not yet paid. Pay or refuse it before the project is completed."
        ))
        .into());
    }
    match variance(project.said.planned, spent) {
        Some(difference) if !difference.is_zero() && finish.variance.trim().is_empty() => {
            let (how, by) =
                if difference.is_positive() { ("less", difference) } else { ("more", -difference) };
            Err(Refusal::invalid(
                "variance",
                format!("It cost {spent}, {by} {how} than was allocated. Enter why."),
            )
            .into())
        }
        _ => Ok(()),
    }
}

/// Refuses a change of what is over.
///
/// # Errors
/// When the project is completed or cancelled.
pub fn check_runs(project: &Project) -> Result<()> {
    match project.state {
        ProjectState::Planned | ProjectState::Running => Ok(()),
        over => Err(Refusal::rule(format!(
            "This project is {}, so no money moves by it any more.",
            over.title().to_lowercase()
        ))
        .into()),
    }
}

fn first_line(text: &str) -> &str {
    let line = text.trim().lines().next().unwrap_or_default();
    line.char_indices().nth(said::LONGEST_LINE).map_or(line, |(end, _)| &line[..end])
}
