//! Crimes and their harm as a table.

use concordat_disclosure::Shown;
use concordat_report::{Cell, Table as Drawn, Width};

use super::{
    super::sight::{cell, share},
    FINE, Line,
};

/// Harm as it is said: beside a thousand days a tenth of one means nothing.
fn of_harm(value: f64) -> String {
    if value.abs() < 1000.0 { format!("{value:.1}") } else { format!("{value:.0}") }
}

fn all_shown(lines: &[Line]) -> f64 {
    lines.iter().filter_map(|line| line.harm).sum()
}

/// Whether harm is rounded to so little of all that is shown that a share of it means something.
pub(super) fn is_fine_beside(line: &Line, lines: &[Line]) -> bool {
    line.unit <= FINE * all_shown(lines)
}

/// Its part of the harm that is shown, where it is told finely enough. The only row that is shown is no whole beside others that are hidden.
pub(super) fn share_of_harm(line: &Line, lines: &[Line]) -> Option<f64> {
    let all = all_shown(lines);
    let is_whole = line.harm == Some(all) && hides(lines);
    let tells = all > 0.0 && line.weighed && is_fine_beside(line, lines) && !is_whole;
    line.harm.filter(|_| tells).map(|harm| harm / all)
}

/// Whether the harm of a row is hidden.
pub(super) fn hides(lines: &[Line]) -> bool {
    lines.iter().any(|line| line.harm.is_none())
}

pub(super) fn drawn(caption: &str, head: &str, all: Shown, lines: &[Line]) -> Drawn {
    let nothing = || Cell::words("–");
    let mut columns = vec![
        (head, Width::Middle),
        ("Crimes", Width::Number),
        ("Share of crimes", Width::Number),
        ("Harm", Width::Number),
        (if hides(lines) { "Share of harm shown" } else { "Share of harm" }, Width::Number),
    ];
    if lines.iter().any(|line| line.before.is_some()) {
        columns.extend([
            ("Harm a year before", Width::Number),
            ("Change", Width::Number),
            ("Change in %", Width::Number),
        ]);
    }
    let hidden = || Cell::words(Shown::Hidden.to_string());
    let weighed = |harm: Option<f64>| harm.map_or_else(hidden, |harm| Cell::real(harm, of_harm(harm)));
    Drawn::new(caption, &columns).rows(lines.iter().map(|line| {
        let of_all = match line.harm {
            _ if !(line.known && line.weighed) => nothing(),
            None => hidden(),
            Some(_) => share_of_harm(line, lines)
                .map_or_else(nothing, |share| Cell::real(100.0 * share, format!("{:.1}%", 100.0 * share))),
        };
        let (crimes, of_crimes) =
            if line.known { (cell(line.crimes), share(line.crimes, all)) } else { (nothing(), nothing()) };
        let harm = if line.known && line.weighed { weighed(line.harm) } else { nothing() };
        let mut cells = vec![Cell::words(&line.name), crimes, of_crimes, harm, of_all];
        if let Some(before) = line.before {
            cells.push(if line.weighed { weighed(before) } else { nothing() });
            match line.harm.zip(before) {
                _ if !(line.known && line.weighed) => cells.extend([nothing(), nothing()]),
                Some(_) if line.is_coarse() => cells.extend([nothing(), nothing()]),
                None => cells.extend([hidden(), hidden()]),
                Some((now, before)) => {
                    let change = now - before;
                    cells.push(Cell::real(
                        change,
                        format!("{}{}", if change > 0.0 { "+" } else { "" }, of_harm(change)),
                    ));
                    cells.push(if before > 0.0 {
                        let percent = 100.0 * change / before;
                        Cell::real(percent, format!("{percent:+.1}"))
                    } else {
                        nothing()
                    });
                }
            }
        }
        cells
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_not_nought() {
        let line = |known, weighed| Line {
            name: "Stalking".to_owned(),
            short: "Stalking".to_owned(),
            crimes: Shown::Number(30),
            known,
            weighed,
            harm: Some(0.0),
            unit: 0.0,
            before: Some(Some(12.0)),
        };
        let table = drawn("Harm", "Group", Shown::Number(60), &[line(true, false), line(false, false)]);
        let said: Vec<Vec<String>> =
            table.rows.iter().map(|row| row.iter().skip(1).map(Cell::text).collect()).collect();
        assert_eq!(said[0], ["30", "50.0%", "–", "–", "–", "–", "–"], "without a weight");
        assert_eq!(said[1][..4], ["–", "–", "–", "–"], "without records");
    }

    #[test]
    fn harm_is_compared_with_a_year_before_as_far_as_it_is_seen() {
        let line = |name: &str, harm, before| Line {
            name: name.to_owned(),
            short: name.to_owned(),
            crimes: Shown::Number(30),
            known: true,
            weighed: true,
            harm,
            unit: 0.0,
            before: Some(before),
        };
        let lines = [
            line("April 2026", Some(3300.0), Some(3000.0)),
            line("May 2026", Some(3300.0), None),
            line("June 2026", Some(10.0), Some(0.0)),
        ];
        let table = drawn("Harm", "Month", Shown::Number(90), &lines);
        let said: Vec<Vec<String>> =
            table.rows.iter().map(|row| row.iter().skip(5).map(Cell::text).collect()).collect();
        assert_eq!(said, [["3,000", "+300.0", "+10.0"], ["[c]", "[c]", "[c]"], ["0.0", "+10.0", "–"]]);
    }

    /// Rounded to five hundred, 20,000 of 100,000 is a fifth, and 20,000 after 21,000 may be as many.
    #[test]
    fn what_is_rounded_far_has_no_change_and_a_share_only_of_much() {
        let line = |harm, unit| Line {
            name: "Theft".to_owned(),
            short: "Theft".to_owned(),
            crimes: Shown::Number(30),
            known: true,
            weighed: true,
            harm: Some(harm),
            unit,
            before: Some(Some(21_000.0)),
        };
        let lines = [line(20_000.0, 500.0), line(80_000.0, 5000.0)];
        let said = |row: usize| drawn("Harm", "Group", Shown::Number(60), &lines).rows[row][3..].to_vec();
        let texts = |row| said(row).iter().map(Cell::text).collect::<Vec<_>>();
        assert_eq!(texts(0), ["20,000", "20.0%", "21,000", "–", "–"]);
        assert_eq!(texts(1), ["80,000", "–", "21,000", "–", "–"]);
    }

    /// Beside a group whose harm is hidden, shares are of what is shown, and all of that is no share.
    #[test]
    fn shares_beside_what_is_hidden_say_what_they_are_of() {
        let line = |harm| Line {
            name: "Theft".to_owned(),
            short: "Theft".to_owned(),
            crimes: Shown::Number(30),
            known: true,
            weighed: true,
            harm,
            unit: 0.0,
            before: None,
        };
        let told = |harms: &[Option<f64>]| {
            let lines: Vec<Line> = harms.iter().map(|harm| line(*harm)).collect();
            let table = drawn("Harm", "Group", Shown::Number(90), &lines);
            let shares = table.rows.iter().map(|row| row[4].text()).collect::<Vec<_>>();
            format!("{}: {}", table.columns[4].head, shares.join(" "))
        };
        assert_eq!(told(&[Some(30.0), Some(10.0)]), "Share of harm: 75.0% 25.0%");
        assert_eq!(told(&[Some(30.0), Some(10.0), None]), "Share of harm shown: 75.0% 25.0% [c]");
        assert_eq!(told(&[Some(30.0), None, None]), "Share of harm shown: – [c] [c]");
    }
}
