//! What is known of the records as a whole.

use std::collections::{BTreeMap, BTreeSet};

use concordat_kernel::{Month, Period, Refusal};

use super::{
    lens::{months, year_before},
    map::Outlines,
};
use crate::{
    areas::Area,
    ingest::{
        completeness::{Expected, Rules, Weight, incomplete, judge},
        tally::Tally,
    },
    store::Entry,
};

/// What is known of the records as a whole: which months are there and whole, which areas are on the list.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Months with records, in order.
    months: Vec<Month>,
    /// Months with far fewer records than usual.
    thin: BTreeSet<Month>,
    /// What is said of months that are not whole, as sentences.
    pub(crate) doubts: Vec<String>,
    /// The areas on the list by code; empty where none has been loaded.
    pub(super) areas: BTreeMap<String, Area>,
    /// Where their districts lie, for findings that draw them.
    pub(super) outlines: Outlines,
}

impl Standing {
    pub(crate) fn of(ledger: &[Entry], areas: BTreeMap<String, Area>) -> Self {
        let mut tally = Tally::default();
        let known = ledger.iter().filter(|entry| entry.in_use()).flat_map(|entry| &entry.months);
        for month in known.filter(|month| month.crimes > 0) {
            tally.months.entry(month.month).or_default().crimes += month.crimes.unsigned_abs();
        }
        let months: Vec<Month> = tally.months.keys().copied().collect();
        let mut doubts = judge(&tally, &[], Expected::default(), &Rules::default());
        doubts.retain(|doubt| doubt.weight == Weight::Incomplete);
        let thin = incomplete(&doubts).into_iter().filter(|month| months.contains(month)).collect();
        let doubts = doubts.into_iter().map(|doubt| doubt.sentence).collect();
        Self { months, thin, doubts, areas, outlines: Outlines::default() }
    }

    /// The first month with records.
    pub(super) fn since(&self) -> Option<Month> {
        self.months.first().copied()
    }

    /// With where the districts lie.
    pub(super) fn lying(self, outlines: Outlines) -> Self {
        Self { outlines, ..self }
    }

    /// Months of a window without any record.
    pub fn missing_in(&self, window: Period) -> Vec<Month> {
        months(window).filter(|month| !self.has(*month)).collect()
    }

    /// Whether a report on a window may leave: where its last months have no records yet, a later report with them would tell them by the
    /// difference of the two.
    ///
    /// # Errors
    /// A refusal that says which months to ask for.
    pub(super) fn may_leave(&self, window: Period) -> Result<(), Refusal> {
        match months(window).filter(|month| self.has(*month)).last() {
            Some(to) if to < window.to => Err(Refusal::rule(format!(
                "There are no records after {} {} yet. Ask for {}, or bring the rest in first: beside a later report on all of {window}, this one would tell small numbers of the months between.",
                to.name(),
                to.year(),
                Period { to, ..window }
            ))),
            _ => Ok(()),
        }
    }

    /// Months of a window that have records, but far fewer than usual.
    pub fn thin_in(&self, window: Period) -> Vec<Month> {
        months(window).filter(|month| self.thin.contains(month)).collect()
    }

    /// Whether every month of a window and of the year before it has records.
    pub(super) fn comparable(&self, window: Period) -> bool {
        [window, year_before(window)].iter().all(|window| self.missing_in(*window).is_empty())
    }

    /// What to say of changes from the year before: why there are none, or which of them are not like with like.
    pub(super) fn on_comparing(&self, window: Period) -> Option<String> {
        let before = year_before(window);
        if !self.comparable(window) {
            let of = if self.missing_in(before).is_empty() { "the window" } else { "the year before" };
            return Some(format!("Months of {of} are missing from the records, so no change is worked out."));
        }
        let thin: Vec<Month> = [before, window].iter().flat_map(|window| self.thin_in(*window)).collect();
        let first = thin.first().map(|month| format!("{} {}", month.name(), month.year()))?;
        let which = match thin.len() {
            1 => format!("{first} has"),
            n => format!("{first} and {} more of the months compared have", n - 1),
        };
        Some(format!(
            "{which} far fewer records than usual: changes from the year before are not like with like."
        ))
    }

    /// Whether a month has records at all.
    pub(super) fn has(&self, month: Month) -> bool {
        self.months.contains(&month)
    }

    /// From the first month with records to the last.
    pub(crate) fn window(&self) -> Option<Period> {
        Some(Period { from: *self.months.first()?, to: *self.months.last()? })
    }

    /// Whether a month can be compared with others.
    pub(super) fn whole(&self, month: Month) -> bool {
        !self.thin.contains(&month) && self.has(month)
    }

    /// What to say beside a month.
    pub(super) fn remark(&self, month: Month) -> &'static str {
        if !self.has(month) {
            "no records brought in"
        } else if self.thin.contains(&month) {
            "incomplete: far fewer records than usual"
        } else {
            ""
        }
    }
}
