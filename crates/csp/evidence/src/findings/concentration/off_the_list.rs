//! Crimes outside the list of areas beside the districts of the records.

use std::collections::BTreeSet;

use concordat_disclosure::{Key, Shown};
use concordat_kernel::Problem;

use super::{
    super::{
        Told,
        cells::{self, Counts},
        districts::NOT_STATED,
        how_much::Line,
        sight,
    },
    Areas, OUTSIDE, counts_by_area, in_district, left_out,
};

/// Crimes outside the list are those of districts that are not on it, and those of areas that are missing from districts that are.
pub(super) fn off_the_list(
    told: &Told<'_>,
    crimes: i64,
    districts: &[Line],
    counts: &mut Counts,
) -> Result<(), Problem> {
    let listed: BTreeSet<String> = told
        .standing
        .areas
        .values()
        .filter_map(|area| Some(area.district.as_ref()?.to_uppercase()))
        .collect();
    let off = districts.iter().filter(|line| !listed.contains(&line.name.to_uppercase()));
    let off: Vec<(Key, i64)> = off
        .filter(|line| line.name != NOT_STATED)
        .map(|line| (in_district(told, line), line.crimes))
        .collect();
    let rest = crimes - off.iter().map(|(_, crimes)| crimes).sum::<i64>();
    if listed.is_empty() || off.is_empty() || rest < 0 {
        return Ok(());
    }
    let all = left_out(&cells::all(told.asked, told.asked.window), OUTSIDE);
    let others = (all.with("district", "on the list"), rest);
    counts.sum(all, off.into_iter().chain([others]))
}

/// The counts behind [`outside_said`], for whoever gives rates for the people of districts.
pub(in super::super) fn outside(
    told: &Told<'_>,
    districts: &[Line],
    counts: &mut Counts,
) -> Result<(), Problem> {
    counts_by_area(told, &Areas::of(told.answer("by_area")?, &told.standing.areas), districts, counts)
}

/// What such rates count too much, as a sentence; nothing where every crime is in an area on the list.
pub(in super::super) fn outside_said(told: &Told<'_>) -> Option<String> {
    let shown = told.shown(&left_out(&cells::all(told.asked, told.asked.window), OUTSIDE));
    (!told.standing.areas.is_empty() && shown != Shown::Number(0)).then(|| {
        format!("Crimes in areas that are not on the list: {}. Where their district is on it, its rate counts them over the people of the list alone and is too high: load a list with all areas.", sight::cell(shown).text())
    })
}
