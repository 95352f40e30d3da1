//! Harm: what crimes weigh by a harm index, beside how many there are.

use concordat_disclosure::{Key, Shown};
use concordat_kernel::Problem;
use concordat_report::{Block, Cell, Table as Drawn, Width};
use concordat_steps::{Step, Table};

use super::{
    Method, Says, Sight, Told,
    cells::{self, Counts},
    sight::{cell, share},
};

const HARM_BY_GROUP: Step = Step {
    name: "harm_by_group",
    sql: "\
SELECT offence_group AS name,
       count(*) AS crimes,
       sum(harm) AS harm,
       max(harm) AS heaviest
FROM in_window
GROUP BY offence_group
ORDER BY harm DESC NULLS LAST, crimes DESC, name",
};

const HARM_BY_DISTRICT: Step = Step {
    name: "harm_by_district",
    sql: "\
SELECT district AS name,
       count(*) AS crimes,
       sum(harm) AS harm,
       max(harm) AS heaviest
FROM in_window
GROUP BY district
ORDER BY harm DESC NULLS LAST, crimes DESC, name NULLS LAST",
};

const WITHOUT_HARM: Step = Step {
    name: "without_harm",
    sql: "\
SELECT no_harm AS reason,
       count(*) AS crimes
FROM in_window
WHERE no_harm IS NOT NULL
GROUP BY no_harm
ORDER BY no_harm",
};

pub(super) const METHOD: Method = Method {
    name: "harm",
    title: "Harm",
    asks: "Which offences weigh most, and how does that differ from which are most frequent?",
    cites: "Sum of the weights that a harm index gives the offences (Sherman, Neyroud and Neyroud 2016, doi 10.1093/police/paw003); crimes that the police find themselves and those of earlier years are counted apart.",
    steps: &[HARM_BY_GROUP, HARM_BY_DISTRICT, WITHOUT_HARM],
    reads: &["harm_by_group", "harm_by_district", "without_harm"],
    counts,
    tell,
};

fn counts(told: &Told<'_>, counts: &mut Counts) -> Result<(), Problem> {
    if told.harm.is_none() {
        return Ok(());
    }
    let all = cells::all(told.asked, told.asked.window);
    let groups = told.answer("harm_by_group")?;
    counts.sum(all.clone(), rows(groups).map(|row| (group(told, &row.name), row.crimes)))?;
    let districts = told.answer("harm_by_district")?;
    counts.sum(all, rows(districts).map(|row| (district(told, &row.name), row.crimes)))?;
    for (reason, crimes) in without(told)? {
        counts.one(left_out(told, reason), crimes)?;
    }
    Ok(())
}

fn group(told: &Told<'_>, name: &str) -> Key {
    cells::group(told.asked, told.asked.window, name)
}

fn district(told: &Told<'_>, name: &str) -> Key {
    cells::all(told.asked, told.asked.window).with("district", name)
}

fn left_out(told: &Told<'_>, reason: &str) -> Key {
    cells::all(told.asked, told.asked.window).with("without harm", reason)
}

fn tell(told: &Told<'_>) -> Result<Says, Problem> {
    let Some(harm) = told.harm else {
        let words = "No harm index has been loaded (`concordat evidence index load`), so nothing is weighed.";
        return Ok(Says {
            blocks: vec![Block::Words(words.to_owned())],
            caveats: Vec::new(),
            figures: Vec::new(),
        });
    };
    let mut caveats = vec![format!("Weighed by {}, in {}.", harm.index, harm.unit)];
    let mut excluded = Vec::new();
    for (reason, _) in without(told)? {
        let crimes = told.shown(&left_out(told, reason));
        caveats.push(format!("{crimes} crimes {reason} are left out of the harm."));
        excluded.push((reason, crimes));
    }
    let mut figures = Vec::new();
    let mut blocks = Vec::new();
    let mut hides = false;
    for (step, of, head, key) in [
        ("harm_by_group", "group", "Group", group as fn(&Told<'_>, &str) -> Key),
        ("harm_by_district", "district", "District", district),
    ] {
        let lines =
            seen(told.sight, rows(told.answer(step)?).map(|row| (told.shown(&key(told, &row.name)), row)));
        hides |= lines.iter().any(|line| line.harm.is_none());
        for line in &lines {
            let mut figure = told.figure("crime", "harm", line.crimes).only(of, &line.name);
            figure.index = Some(harm.index.to_string());
            figure = figure.count("crimes", line.crimes);
            match line.harm {
                Some(harm) => figure = figure.value("harm", harm),
                None => figure.hidden.push("harm".to_owned()),
            }
            for (reason, crimes) in &excluded {
                figure = figure.left_out(reason, *crimes);
            }
            figures.push(figure);
        }
        let all = told.shown(&cells::all(told.asked, told.asked.window));
        let caption = format!("Crimes and harm ({}) by {of}", harm.unit);
        blocks.push(Block::Table(drawn(&caption, head, all, &lines)));
    }
    if told.sight.rule().is_some() {
        caveats.push("Harm is told to three figures. It is hidden where the number of crimes is, where one crime makes up more than half of it, and once more where only one would be hidden.".to_owned());
    }
    if hides {
        caveats.push("Shares of harm are of the harm that is shown.".to_owned());
    }
    Ok(Says { blocks, caveats, figures })
}

/// What a step answers of a group or district.
struct Row {
    name: String,
    crimes: i64,
    harm: f64,
    heaviest: f64,
}

fn rows(table: &Table) -> impl Iterator<Item = Row> {
    let harm = table.reals("harm").iter().zip(table.reals("heaviest"));
    let counts = table.texts("name").iter().zip(table.ints("crimes"));
    let mut rows: Vec<Row> = Vec::new();
    for ((name, crimes), (harm, heaviest)) in counts.zip(harm) {
        let name = name.clone().unwrap_or_else(|| "Not stated".to_owned());
        let (crimes, harm, heaviest) = (crimes.unwrap_or(0), harm.unwrap_or(0.0), heaviest.unwrap_or(0.0));
        match rows.iter_mut().find(|row| row.name == name) {
            Some(row) => {
                row.crimes += crimes;
                row.harm += harm;
                row.heaviest = row.heaviest.max(heaviest);
            }
            None => rows.push(Row { name, crimes, harm, heaviest }),
        }
    }
    rows.into_iter()
}

/// The same as it may be seen.
struct Line {
    name: String,
    crimes: Shown,
    harm: Option<f64>,
}

/// Harm is a sum of weights that anybody can look up, so it is hidden wherever it would tell what a count beside it hides or what
/// one crime weighs.
fn seen(sight: &Sight, rows: impl Iterator<Item = (Shown, Row)>) -> Vec<Line> {
    let protects = sight.rule().is_some();
    let mut lines: Vec<Line> = rows
        .map(|(crimes, row)| {
            let tells_one = row.harm > 0.0 && 2.0 * row.heaviest > row.harm;
            let harm = (!protects || !crimes.is_hidden() && !tells_one).then(|| sight.told(row.harm));
            Line { name: row.name, crimes, harm }
        })
        .collect();
    let hidden = lines.iter().filter(|line| line.harm.is_none()).count();
    if hidden == 1 {
        // One alone would be what is missing from the total of another table.
        let shown = lines.iter_mut().filter(|line| line.harm.is_some_and(|harm| harm > 0.0));
        if let Some(least) = shown.min_by(|a, b| a.harm.unwrap_or(0.0).total_cmp(&b.harm.unwrap_or(0.0))) {
            least.harm = None;
        }
    }
    lines
}

fn drawn(caption: &str, head: &str, all: Shown, lines: &[Line]) -> Drawn {
    let weight: f64 = lines.iter().filter_map(|line| line.harm).sum();
    let columns = [
        (head, Width::Middle),
        ("Crimes", Width::Number),
        ("Share of crimes", Width::Number),
        ("Harm", Width::Number),
        ("Share of harm", Width::Number),
    ];
    Drawn::new(caption, &columns).rows(lines.iter().map(|line| {
        let hidden = || Cell::words(Shown::Hidden.to_string());
        let (harm, of_all) = match line.harm {
            None => (hidden(), hidden()),
            Some(harm) if weight > 0.0 => {
                let share = 100.0 * harm / weight;
                (Cell::real(harm, format!("{harm:.1}")), Cell::real(share, format!("{share:.1}%")))
            }
            Some(harm) => (Cell::real(harm, format!("{harm:.1}")), Cell::words("–")),
        };
        vec![Cell::words(&line.name), cell(line.crimes), share(line.crimes, all), harm, of_all]
    }))
}

/// Crimes that weigh nothing here, by the reason.
fn without(told: &Told<'_>) -> Result<Vec<(&'static str, i64)>, Problem> {
    let table = told.answer("without_harm")?;
    let rows = table.texts("reason").iter().zip(table.ints("crimes"));
    Ok(rows.filter_map(|(reason, crimes)| Some((reason_of(reason.as_deref()?)?, (*crimes)?))).collect())
}

/// The reasons that the step gives, as constants.
fn reason_of(word: &str) -> Option<&'static str> {
    ["found by the police themselves", "of earlier years", "without a weight in the index"]
        .into_iter()
        .find(|reason| *reason == word)
}

#[cfg(test)]
mod tests {
    use concordat_disclosure::{Published, Rule, Tables};

    use super::*;

    fn row(name: &str, harm: f64, heaviest: f64) -> Row {
        Row { name: name.to_owned(), crimes: 30, harm, heaviest }
    }

    #[test]
    fn harm_that_one_crime_makes_up_is_hidden_and_one_more_with_it() {
        let rows = || {
            [row("Homicide", 5600.0, 5475.0), row("Theft", 30.0, 1.0), row("Assault", 4321.0, 20.0)]
                .into_iter()
                .map(|row| (Shown::Number(30), row))
        };
        let harms = |sight: &Sight| seen(sight, rows()).into_iter().map(|line| line.harm).collect::<Vec<_>>();
        assert_eq!(harms(&Sight::Open(Tables::new())), [Some(5600.0), Some(30.0), Some(4321.0)]);
        let nothing = Published { rule: Rule::under_5(), cells: [].into(), sums: Vec::new() };
        assert_eq!(harms(&Sight::Released(nothing)), [None, None, Some(4320.0)]);
    }
}
