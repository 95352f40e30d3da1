//! Between areas: is a district further from the rest than chance and the usual differences make it, and which districts are like it?

use concordat_disclosure::Shown;
use concordat_kernel::Problem;
use concordat_report::{Block, Cell, Table as Drawn, Width};
use concordat_stats::funnel::{Area, Of, funnel};
use concordat_steps::Step;

use super::{
    Method, Says, Standing, Told,
    cells::{self, Counts},
    concentration::{BY_AREA, outside, outside_said},
    districts::{self, IN_AREAS},
    how_much::{Line, lines_of_districts, rate},
    people, real,
    sight::{cell, number, place},
};

const IN_DISTRICTS: Step = Step {
    name: "in_districts",
    sql: "\
SELECT district AS name,
       count(*) AS crimes,
       0 AS before
FROM in_window
GROUP BY district
ORDER BY crimes DESC, name NULLS LAST",
};

pub(super) const METHOD: Method = Method {
    name: "between-areas",
    title: "Between areas",
    asks: "Which districts have more or fewer crimes for their people than the others, beyond chance and the usual differences, and which districts are like them?",
    cites: "Funnel limits around the common rate (Spiegelhalter 2005, doi 10.1002/sim.1970), corrected for overdispersion by the square root as the Care Quality Commission does, a tenth winsorised at each end. Similar districts: nearest by the logarithm of population and mean tenth of deprivation, each in standard deviations.",
    steps: &[IN_DISTRICTS, IN_AREAS, BY_AREA],
    reads: &["in_districts", "in_areas", "by_area"],
    counts,
    tell,
};

/// A district whose people are known.
struct District {
    name: String,
    crimes: Shown,
    people: i64,
    /// Mean tenth of deprivation over its people.
    deprived: Option<f64>,
}

/// Crimes by district, those of the list without any among them.
fn lines(told: &Told<'_>) -> Result<Vec<Line>, Problem> {
    let mut lines = lines_of_districts(told.answer("in_districts")?, told);
    districts::complete(&mut lines, told.answer("in_areas")?, &told.standing.areas);
    Ok(lines)
}

fn counts(told: &Told<'_>, counts: &mut Counts) -> Result<(), Problem> {
    let all = cells::all(told.asked, told.asked.window);
    let lines = lines(told)?;
    outside(told, &lines, counts)?;
    counts.sum(all.clone(), lines.iter().map(|line| (all.with("district", &line.name), line.crimes)))
}

fn tell(told: &Told<'_>) -> Result<Says, Problem> {
    let mut says = Says { blocks: Vec::new(), caveats: Vec::new(), figures: Vec::new() };
    let all = cells::all(told.asked, told.asked.window);
    let residents = people::by_district(told.standing);
    let mut districts = Vec::new();
    let mut without = 0;
    for line in lines(told)? {
        match residents.get(&line.name.to_uppercase()) {
            Some(people) => districts.push(District {
                crimes: told.shown(&all.with("district", &line.name)),
                people: *people,
                deprived: deprived(told.standing, &line.name),
                name: line.name,
            }),
            None => without += usize::from(line.crimes > 0),
        }
    }
    districts.sort_by_cached_key(|one| place(number(one.crimes), &one.name));
    let seen: Vec<(&District, Area)> = districts
        .iter()
        .filter_map(|one| Some((one, Area { counted: number(one.crimes)?, base: real(one.people) / 1000.0 })))
        .collect();
    let bases: Vec<Area> = seen.iter().map(|(_, area)| *area).collect();
    let funnel = match funnel(Of::RatesByRoot, &bases, 0.1) {
        Ok(funnel) => funnel,
        Err(_) => {
            let words = "No funnel is drawn: it needs a list of areas with districts and populations, and districts whose numbers can be shown.";
            says.blocks.push(Block::Words(words.to_owned()));
            return Ok(says);
        }
    };
    let columns = [
        ("District", Width::Middle),
        ("Crimes", Width::Number),
        ("People", Width::Number),
        ("For each 1,000 people", Width::Number),
        ("95% limits", Width::Short),
        ("99.8% limits", Width::Short),
        ("Where it lies", Width::Middle),
        ("Most like it", Width::Middle),
    ];
    let mut table = Drawn::new("Crimes for each 1,000 people, with funnel limits", &columns);
    for ((district, _), reading) in seen.iter().zip(&funnel.areas) {
        let limits = reading.limits;
        let between = |low: f64, high: f64| Cell::words(format!("{low:.1} to {high:.1}"));
        let alike = similar(district, &districts);
        table.rows.push(vec![
            Cell::words(&district.name),
            cell(district.crimes),
            Cell::count(district.people),
            Cell::real(reading.value, format!("{:.1}", reading.value)),
            between(limits.lower_95, limits.upper_95),
            between(limits.lower_998, limits.upper_998),
            Cell::words(reading.lies.words()),
            Cell::words(alike.join(", ")),
        ]);
        let figure = told.figure("district", "rate", district.crimes).only("district", &district.name);
        let figure = figure
            .value("per_1000", rate(number(district.crimes).unwrap_or(0.0), district.people))
            .value("lower_95", limits.lower_95)
            .value("upper_95", limits.upper_95)
            .value("lower_998", limits.lower_998)
            .value("upper_998", limits.upper_998);
        says.figures.push(figure);
    }
    for hidden in districts.iter().filter(|one| one.crimes.is_hidden()) {
        let mut row = vec![Cell::words(&hidden.name), cell(hidden.crimes), Cell::count(hidden.people)];
        row.resize(columns.len(), Cell::words("–"));
        table.rows.push(row);
    }
    says.blocks.push(Block::Table(table));
    says.caveats.push(format!(
        "The common rate is {:.1} for each 1,000 people. Districts differ {:.1} times as much as chance alone would make them (mean square of winsorised scores), {}.",
        funnel.target,
        funnel.phi,
        if funnel.tau2 > 0.0 { "and the limits are widened for it" } else { "and the limits are chance's alone" }
    ));
    if without > 0 {
        says.caveats.push(format!(
            "Districts in the records that are not on the list of areas, or have no population there, are left out: {without}."
        ));
    }
    says.caveats.extend(outside_said(told));
    says.caveats.push("A district beyond a limit is different, not worse: ask first whether its records, its visitors or its people differ. Similar districts are by population and deprivation only and are not the police's most similar groups.".to_owned());
    Ok(says)
}

/// The mean tenth of deprivation of a district's areas, each by its people.
fn deprived(standing: &Standing, district: &str) -> Option<f64> {
    let within = standing
        .areas
        .values()
        .filter(|area| area.district.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(district)));
    let (mut sum, mut people) = (0.0, 0.0);
    for area in within {
        let of = real(area.population?);
        sum += of * real(area.decile?);
        people += of;
    }
    (people > 0.0).then(|| sum / people)
}

/// The three nearest by population and deprivation.
fn similar(to: &District, all: &[District]) -> Vec<String> {
    let size = |one: &District| real(one.people).ln();
    let spread = |values: &[f64]| {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n;
        // Where all are alike in one way, it tells none apart.
        if variance > 0.0 { variance.sqrt() } else { 1.0 }
    };
    let sizes = spread(&all.iter().map(size).collect::<Vec<_>>());
    let tenths = spread(&all.iter().filter_map(|one| one.deprived).collect::<Vec<_>>());
    let mut others: Vec<(f64, &str)> = all
        .iter()
        .filter(|one| one.name != to.name)
        .map(|one| {
            let by_size = (size(one) - size(to)) / sizes;
            let by_tenth = one.deprived.zip(to.deprived).map_or(0.0, |(a, b)| (a - b) / tenths);
            (by_size.hypot(by_tenth), one.name.as_str())
        })
        .collect();
    others.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
    others.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similar_districts_are_near_in_people_and_deprivation() {
        let of = |name: &str, people, deprived| District {
            name: name.to_owned(),
            crimes: Shown::Hidden,
            people,
            deprived: Some(deprived),
        };
        let all = [
            of("Aldermoor", 100_000, 3.0),
            of("Brackenford", 104_000, 3.2),
            of("Corrowby", 101_000, 9.0),
            of("Dunmere", 30_000, 3.0),
            of("Eastwick", 98_000, 2.6),
        ];
        assert_eq!(similar(&all[0], &all)[..2], ["Brackenford", "Eastwick"]);
    }
}
