//! Shares of crimes as whole crimes, so that hours, days and both together add up to the same.

use concordat_stats::aoristic::Week;

const DAYS: usize = 7;
const HOURS: usize = 24;
/// Nearer to a whole number than this is one: sums of shares of a minute are no better.
const NEAR: f64 = 1e-6;

/// With one more row and column, which make each sum whole.
type Table = [[f64; HOURS + 1]; DAYS + 1];

/// Each hour of each day rounded up or down, so that each day's sum and each hour's are their own rounded up or down too (controlled rounding: Cox
/// 1987, doi 10.1080/01621459.1987.10478456, by moving parts around a cycle of cells until one of them is whole).
pub(super) fn whole(heat: &Week) -> [[i64; HOURS]; DAYS] {
    let mut table: Table = [[0.0; HOURS + 1]; DAYS + 1];
    for (row, hours) in table.iter_mut().zip(heat) {
        row[..HOURS].copy_from_slice(hours);
        let sum: f64 = hours.iter().sum();
        row[HOURS] = up(sum) - sum;
    }
    for hour in 0..HOURS {
        let sum: f64 = heat.iter().map(|hours| hours[hour]).sum();
        table[DAYS][hour] = up(sum) - sum;
    }
    // Each step makes one cell whole for good.
    for _ in 0..(DAYS + 1) * (HOURS + 1) {
        let Some(cycle) = cycle(&table) else { break };
        shift(&mut table, &cycle);
    }
    let mut counts = [[0; HOURS]; DAYS];
    for (row, hours) in counts.iter_mut().zip(&table) {
        for (count, cell) in row.iter_mut().zip(hours) {
            *count = cell.round() as i64;
        }
    }
    counts
}

fn up(sum: f64) -> f64 {
    if is_whole(sum) { sum.round() } else { sum.ceil() }
}

fn is_whole(cell: f64) -> bool {
    (cell - cell.round()).abs() < NEAR
}

/// Cells that are not whole, every other step in the same row and every other in the same column, back to the first.
fn cycle(table: &Table) -> Option<Vec<(usize, usize)>> {
    let rows = 0..table.len();
    let first = rows
        .flat_map(|row| (0..=HOURS).map(move |hour| (row, hour)))
        .find(|at| !is_whole(table[at.0][at.1]))?;
    let mut path = vec![first];
    loop {
        let (row, hour) = *path.last()?;
        // Along the row after an even number of steps, down the column after an odd one. Sums are whole, so that no cell is alone in either.
        let along = path.len() % 2 == 1;
        let next = if along {
            (0..=HOURS).map(|other| (row, other)).find(|at| at.1 != hour && !is_whole(table[at.0][at.1]))?
        } else {
            (0..=DAYS).map(|other| (other, hour)).find(|at| at.0 != row && !is_whole(table[at.0][at.1]))?
        };
        // Cells 0 and 1 of the path are in one row, 1 and 2 in one column, and so on: a column is closed at an even cell, a row at an odd one.
        let met = (usize::from(!along)..path.len()).step_by(2).find(|at| {
            path.get(*at).is_some_and(|before| if along { before.1 == next.1 } else { before.0 == next.0 })
        });
        if let Some(met) = met {
            let mut cycle = path.split_off(met);
            cycle.push(next);
            return Some(cycle);
        }
        path.push(next);
    }
}

/// Moves parts around a cycle, the way that needs less, until one of its cells is whole.
fn shift(table: &mut Table, cycle: &[(usize, usize)]) {
    let part = |at: &(usize, usize)| table[at.0][at.1] - table[at.0][at.1].floor();
    let room = |odd: usize| {
        let each =
            cycle.iter().enumerate().map(|(n, at)| if n % 2 == odd { part(at) } else { 1.0 - part(at) });
        each.fold(1.0, f64::min)
    };
    let (down, up) = (room(0), room(1));
    let step = if down <= up { -down } else { up };
    for (n, (row, hour)) in cycle.iter().enumerate() {
        let cell = &mut table[*row][*hour];
        *cell += if n % 2 == 0 { step } else { -step };
        if is_whole(*cell) {
            *cell = cell.round();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(count: i64, sum: f64) -> bool {
        (count as f64 - sum).abs() < 1.0 + NEAR
    }

    #[test]
    fn every_hour_every_day_and_both_are_rounded_up_or_down() {
        let mut state: u64 = 7;
        for crimes in [1, 30, 408, 13_948] {
            let mut heat: Week = [[0.0; HOURS]; DAYS];
            for n in 0..crimes {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let (from, hours) = ((state >> 33) as usize % 168, 1 + n % 31);
                for at in from..from + hours {
                    heat[at / HOURS % DAYS][at % HOURS] += 1.0 / hours as f64;
                }
            }
            let counts = whole(&heat);
            assert_eq!(counts.iter().flatten().sum::<i64>(), crimes as i64);
            for (day, hours) in counts.iter().zip(&heat) {
                assert!(near(day.iter().sum(), hours.iter().sum()), "{crimes}: {day:?} of {hours:?}");
                assert!(
                    day.iter().zip(hours).all(|(count, cell)| near(*count, *cell)),
                    "{day:?} of {hours:?}"
                );
            }
            for hour in 0..HOURS {
                let (count, sum) =
                    (counts.iter().map(|day| day[hour]).sum(), heat.iter().map(|day| day[hour]).sum());
                assert!(near(count, sum), "{crimes}: {count} of {sum}");
            }
        }
    }

    #[test]
    fn whole_crimes_stay_as_they_are() {
        let mut heat: Week = [[0.0; HOURS]; DAYS];
        heat[0][3] = 5.0;
        heat[6][23] = 2.0;
        let counts = whole(&heat);
        assert_eq!((counts[0][3], counts[6][23], counts.iter().flatten().sum::<i64>()), (5, 2, 7));
    }
}
