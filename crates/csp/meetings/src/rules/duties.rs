//! When a standing duty comes round, and which meeting is to take it.

use concordat_kernel::{Month, jiff::civil::Date};

use crate::{Duty, Rhythm};

/// Whether a duty falls to a meeting of its group: the first on or after the beginning of its month. `others` are the
/// days of the group's other meetings.
pub fn falls_to(duty: &Duty, meeting: Date, others: &[Date]) -> bool {
    if duty.ended_on.is_some_and(|ended| ended < meeting) {
        return false;
    }
    let first = match duty.said.rhythm {
        Rhythm::Once(month) => month.first_day(),
        Rhythm::Yearly(number) => {
            // This year's, or last year's when its month is yet to come.
            let year = if meeting.month() >= number { meeting.year() } else { meeting.year() - 1 };
            match Month::new(year, number) {
                Some(month) => month.first_day(),
                None => return false,
            }
        }
    };
    meeting >= first && !others.iter().any(|other| *other >= first && *other < meeting)
}
