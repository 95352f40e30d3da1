use concordat_kernel::Period;

use crate::{RecordedPlan, import::tidy};

/// As long as a name may be before its years, so that no disk or mail program cuts it.
const LONGEST: usize = 60;

/// A file name for an export: the plan's title and years in plain letters, as
/// `action-plan-2026-27.xlsx`.
pub fn file_name(plan: &RecordedPlan, extension: &str) -> String {
    let mut name = String::new();
    for word in tidy(&plan.head.title).split(|c: char| !c.is_ascii_alphanumeric()) {
        if word.is_empty() {
            continue;
        }
        if name.len() + word.len() >= LONGEST {
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.push_str(&word.to_ascii_lowercase());
    }
    if name.is_empty() {
        name.push_str("action-plan");
    }
    if let Some(period) = plan.head.period {
        name.push('-');
        name.push_str(&years(period));
    }
    format!("{name}.{extension}")
}

/// `2026`, `2026-27`, or `2026-2029`.
fn years(period: Period) -> String {
    let (from, to) = (period.from.year(), period.to.year());
    if from == to {
        from.to_string()
    } else if to == from + 1 {
        format!("{from}-{:02}", to % 100)
    } else {
        format!("{from}-{to}")
    }
}
