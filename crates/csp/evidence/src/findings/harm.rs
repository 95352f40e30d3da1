//! Harm: what crimes weigh by a harm index, beside how many there are.

use concordat_kernel::Problem;
use concordat_report::{Block, Cell, Table as Shown, Width};
use concordat_steps::Step;

use super::{Method, Says, Told};

const HARM_BY_GROUP: Step = Step {
    name: "harm_by_group",
    sql: "\
SELECT offence_group AS name,
       count(*) AS crimes,
       sum(harm) AS harm
FROM in_window
GROUP BY offence_group
ORDER BY harm DESC NULLS LAST, crimes DESC, name",
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
    steps: &[HARM_BY_GROUP, WITHOUT_HARM],
    reads: &["harm_by_group", "without_harm"],
    tell,
};

fn tell(told: &Told<'_>) -> Result<Says, Problem> {
    let Some(harm) = told.harm else {
        let words = "No harm index has been loaded (`concordat evidence index load`), so nothing is weighed.";
        return Ok(Says {
            blocks: vec![Block::Words(words.to_owned())],
            caveats: Vec::new(),
            figures: Vec::new(),
        });
    };
    let groups = told.answer("harm_by_group")?;
    let rows: Vec<(String, i64, f64)> = groups
        .texts("name")
        .iter()
        .zip(groups.ints("crimes").iter().zip(groups.reals("harm")))
        .map(|(name, (crimes, weight))| {
            let name = name.clone().unwrap_or_else(|| "Not stated".to_owned());
            (name, crimes.unwrap_or(0), weight.unwrap_or(0.0))
        })
        .collect();
    let crimes: i64 = rows.iter().map(|(_, crimes, _)| crimes).sum();
    let weight: f64 = rows.iter().map(|(_, _, weight)| weight).sum();
    let share = |part: f64, whole: f64| {
        if whole > 0.0 {
            Cell::real(100.0 * part / whole, format!("{:.1}%", 100.0 * part / whole))
        } else {
            Cell::words("–")
        }
    };
    let columns = [
        ("Group", Width::Middle),
        ("Crimes", Width::Number),
        ("Share of crimes", Width::Number),
        ("Harm", Width::Number),
        ("Share of harm", Width::Number),
    ];
    let without = told.answer("without_harm")?;
    let left_out: Vec<(&'static str, i64)> = without
        .texts("reason")
        .iter()
        .zip(without.ints("crimes"))
        .filter_map(|(reason, crimes)| Some((reason_of(reason.as_deref()?)?, (*crimes)?)))
        .collect();
    let mut figures = Vec::new();
    for (name, crimes, weight) in &rows {
        let mut figure = told.figure("crime", "harm", usize::try_from(*crimes).unwrap_or(0));
        figure.index = Some(harm.index.to_string());
        figure.filter.insert("group", name.clone());
        figure.values.insert("harm".to_owned(), *weight);
        figure.values.insert("crimes".to_owned(), super::real(*crimes));
        figure.excluded = left_out.iter().copied().collect();
        figures.push(figure);
    }
    let table = Shown::new(format!("Crimes and harm ({}) by group of offences", harm.unit), &columns).rows(
        rows.iter().map(|(name, n, w)| {
            vec![
                Cell::words(name),
                Cell::count(*n),
                share(super::real(*n), super::real(crimes)),
                Cell::real(*w, format!("{w:.1}")),
                share(*w, weight),
            ]
        }),
    );
    let mut caveats = vec![format!("Weighed by {}, in {}.", harm.index, harm.unit)];
    for (reason, crimes) in left_out {
        caveats.push(format!("{crimes} crimes {reason} are left out of the harm."));
    }
    Ok(Says { blocks: vec![Block::Table(table)], caveats, figures })
}

/// The reasons that the step gives, as constants.
fn reason_of(word: &str) -> Option<&'static str> {
    ["found by the police themselves", "of earlier years", "without a weight in the index"]
        .into_iter()
        .find(|reason| *reason == word)
}
