//! Harm: what crimes weigh by a harm index, beside how many there are.

mod drawn;
mod rows;
mod seen;

use std::collections::{BTreeMap, BTreeSet};

use concordat_disclosure::{Key, Shown};
use concordat_kernel::{Period, Problem, with_thousands};
use concordat_report::Block;
use concordat_steps::Step;

use super::{
    Method, Says, Told,
    cells::{self, Counts},
    definitions,
    districts::IN_AREAS,
    lens::year_before,
    sight::{cell, number, place},
};
use drawn::{drawn, hides, is_fine_beside, share_of_harm};
use rows::{Groups, Row, of_districts, of_groups, of_months, without};
use seen::seen;

const HARM_BY_GROUP: Step = Step {
    name: "harm_by_group",
    sql: "\
SELECT offence_group AS name,
       count(*) FILTER (WHERE month BETWEEN $from AND $to) AS crimes,
       sum(harm) FILTER (WHERE month BETWEEN $from AND $to) AS harm,
       count(*) FILTER (WHERE month BETWEEN $from_before AND $to_before) AS crimes_before,
       sum(harm) FILTER (WHERE month BETWEEN $from_before AND $to_before) AS harm_before
FROM in_lens
WHERE month BETWEEN $from_before AND $to
GROUP BY offence_group
ORDER BY harm DESC NULLS LAST, crimes DESC, name",
};

/// By group as well, since the harm of districts may be told without some groups.
const HARM_BY_DISTRICT: Step = Step {
    name: "harm_by_district",
    sql: "\
SELECT district AS name,
       offence_group,
       count(*) FILTER (WHERE month BETWEEN $from AND $to) AS crimes,
       sum(harm) FILTER (WHERE month BETWEEN $from AND $to) AS harm,
       count(*) FILTER (WHERE month BETWEEN $from_before AND $to_before) AS crimes_before,
       sum(harm) FILTER (WHERE month BETWEEN $from_before AND $to_before) AS harm_before
FROM in_lens
WHERE month BETWEEN $from_before AND $to
GROUP BY district, offence_group
ORDER BY name NULLS LAST, offence_group",
};

const HARM_BY_MONTH: Step = Step {
    name: "harm_by_month",
    sql: "\
SELECT month,
       offence_group,
       count(*) AS crimes,
       sum(harm) AS harm
FROM in_lens
WHERE month BETWEEN $from_before AND $to
GROUP BY month, offence_group
ORDER BY month, offence_group",
};

pub(super) const WITHOUT_HARM: Step = Step {
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
    asks: "Which offences weigh most, how does that differ from which are most frequent, and do crimes weigh more or less than a year before?",
    cites: "Sum of the weights that a harm index gives the offences (Sherman, Neyroud and Neyroud 2016, doi 10.1093/police/paw003); crimes that the police find themselves, and those of earlier years, are counted apart; change against the same months a year earlier.",
    steps: &[HARM_BY_GROUP, HARM_BY_DISTRICT, IN_AREAS, HARM_BY_MONTH, WITHOUT_HARM],
    reads: &["harm_by_group", "harm_by_district", "in_areas", "harm_by_month", "without_harm"],
    counts,
    tell,
};

/// By what harm is told apart, and what each line's count is called in a window.
struct By {
    word: &'static str,
    head: &'static str,
    rows: fn(&Told<'_>) -> Result<Vec<Row>, Problem>,
    key: fn(&Told<'_>, Period, &Row) -> Key,
}

const BY: [By; 3] = [
    By {
        word: "group",
        head: "Group",
        rows: |told| Ok(of_groups(told.answer("harm_by_group")?)),
        key: |told, window, row| cells::group(told.asked, window, &row.name),
    },
    By {
        word: "district",
        head: "District",
        rows: |told| {
            let tables = (told.answer("harm_by_district")?, told.answer("in_areas")?);
            Ok(of_districts(tables, &told.standing.areas))
        },
        key: |told, window, row| cells::all(told.asked, window).with("district", &row.name),
    },
    By {
        word: "month",
        head: "Month",
        rows: |told| Ok(of_months(told.answer("harm_by_month")?, told.asked.window)),
        key: |told, window, row| {
            let month = row.month.unwrap_or(window.from);
            cells::month(told.asked, if window == told.asked.window { month } else { month.plus(-12) })
        },
    },
];

fn counts(told: &Told<'_>, counts: &mut Counts) -> Result<(), Problem> {
    if told.harm.is_none() {
        return Ok(());
    }
    let (now, before) = (told.asked.window, year_before(told.asked.window));
    for by in &BY {
        let rows = (by.rows)(told)?;
        let of = |window: Period, groups: fn(&Row) -> &Groups| {
            let each = rows.iter().map(move |row| ((by.key)(told, window, row), groups(row).crimes()));
            each.collect::<Vec<_>>()
        };
        counts.sum(cells::all(told.asked, now), of(now, |row| &row.now))?;
        if told.standing.comparable(now) {
            counts.sum(cells::all(told.asked, before), of(before, |row| &row.before))?;
        }
    }
    for (reason, crimes) in without(told.answer("without_harm")?) {
        counts.one(left_out(told, reason), crimes)?;
    }
    Ok(())
}

fn left_out(told: &Told<'_>, reason: &str) -> Key {
    cells::all(told.asked, told.asked.window).with("without harm", reason)
}

/// Crimes of the window that weigh nothing, by the reason, as they may be seen.
pub(super) fn weightless(told: &Told<'_>) -> Result<Vec<(&'static str, Shown)>, Problem> {
    Ok(without(told.answer("without_harm")?)
        .into_iter()
        .map(|(reason, _)| (reason, told.shown(&left_out(told, reason))))
        .collect())
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
    let all = told.shown(&cells::all(told.asked, told.asked.window));
    let mut whole = told.figure("crime", "harm", all).count("crimes", all);
    whole.index = Some(harm.index.to_string());
    for (reason, crimes) in weightless(told)? {
        caveats.push(format!("Crimes {reason} are left out of the harm: {}.", cell(crimes).text()));
        whole = whole.left_out(reason, crimes);
    }
    if let Some(historic) = definitions::historic(told.asked.window.to) {
        caveats.push(format!(
            "A crime of earlier years is one whose offence the index marks as such, or one that {}. Where the records do not say when a crime happened, only the mark tells.",
            historic.says
        ));
    }
    let mut figures = vec![whole];
    let mut blocks = Vec::new();
    let (mut hidden, mut coarse) = (false, false);
    for by in &BY {
        let left_out = left_out_of(told, by)?;
        let lines = lines(told, by, &left_out)?;
        coarse |= lines.iter().any(|line| line.is_coarse() || !is_fine_beside(line, &lines));
        hidden |= hides(&lines);
        for line in lines.iter().filter(|line| line.known) {
            let mut figure = told.figure("crime", "harm", line.crimes).only(by.word, &line.short);
            figure.index = Some(harm.index.to_string());
            figure = figure.count("crimes", line.crimes);
            let weighed = line.weighed.then_some(line.harm);
            for (name, value) in [("harm", weighed), ("harm_before", line.before.filter(|_| line.weighed))] {
                match value {
                    Some(Some(value)) => figure = figure.value(name, value),
                    Some(None) => figure.hidden.push(name.to_owned()),
                    None => {}
                }
            }
            if let Some(share) = share_of_harm(line, &lines) {
                figure = figure.value("share", share);
            }
            figures.push(figure);
        }
        caveats.extend(without_groups(told, by, &left_out)?);
        let caption = format!("Crimes and harm ({}) by {}", harm.unit, by.word);
        blocks.push(Block::Table(drawn(&caption, by.head, all, &lines)));
    }
    caveats.extend(told.standing.on_comparing(told.asked.window));
    if told.sight.rule().is_some() {
        caveats.push(caveat(told));
    }
    if coarse {
        caveats.push("Where harm is rounded to more than a hundredth of itself, no change of it is worked out; where to more than a hundredth of all that is shown, no share.".to_owned());
    }
    if hidden {
        caveats.push("Shares of harm are of the harm that is shown.".to_owned());
    }
    Ok(Says { blocks, caveats, figures })
}

/// The part of harm that it may be rounded to where it is compared.
const FINE: f64 = 0.01;

/// The same as it may be seen.
struct Line {
    name: String,
    /// Its name in files.
    short: String,
    crimes: Shown,
    /// Whether there are records at all, of a month.
    known: bool,
    /// Whether there is anything that the index weighs, or no crime; what is hidden may be anything.
    weighed: bool,
    harm: Option<f64>,
    /// What it is rounded to, beside three figures.
    unit: f64,
    /// A year before; nothing where there is nothing to compare with.
    before: Option<Option<f64>>,
}

impl Line {
    /// Whether it is rounded too far for a change to mean anything.
    fn is_coarse(&self) -> bool {
        let both = [self.harm, self.before.flatten()].into_iter().flatten();
        both.filter(|harm| *harm > 0.0).any(|harm| self.unit > FINE * harm)
    }
}

fn lines(told: &Told<'_>, by: &By, left_out: &BTreeSet<String>) -> Result<Vec<Line>, Problem> {
    let rows = (by.rows)(told)?;
    let weigh = weigh(told, left_out)?;
    let heaviest = |row: &Row| heaviest(told, by, row, &weigh);
    // Of one group alone harm is its number of crimes in other words, and of none nought would be a wrong number.
    let tells_nothing = !left_out.is_empty() && weigh.len() < 2;
    let harms = |window: Period, groups: fn(&Row) -> &Groups| {
        if tells_nothing {
            return vec![None; rows.len()];
        }
        let each = rows.iter().map(|row| {
            let shown = told.shown(&(by.key)(told, window, row));
            let shown = if is_told_of(told, by, shown) { shown } else { Shown::Hidden };
            (shown, groups(row).without(left_out).harm, heaviest(row))
        });
        seen(told.sight, &each.collect::<Vec<_>>())
    };
    let now = harms(told.asked.window, |row| &row.now);
    let before: Vec<Option<Option<f64>>> = if told.standing.comparable(told.asked.window) {
        harms(year_before(told.asked.window), |row| &row.before).into_iter().map(Some).collect()
    } else {
        vec![None; rows.len()]
    };
    let remark = |month| match told.standing.remark(month) {
        "" => String::new(),
        remark => format!(" ({remark})"),
    };
    let line = |(row, (harm, before)): (&Row, (Option<f64>, Option<Option<f64>>))| {
        let crimes = told.shown(&(by.key)(told, told.asked.window, row));
        let weighs = row.now.without(&BTreeSet::new()).weighed;
        Line {
            name: format!("{}{}", row.name, row.month.map(remark).unwrap_or_default()),
            short: row.month.map_or_else(|| row.name.clone(), |month| month.to_string()),
            crimes,
            known: row.month.is_none_or(|month| told.standing.has(month)),
            weighed: weighs || row.now.crimes() == 0 || crimes.is_hidden(),
            harm,
            unit: told.sight.harm_unit(heaviest(row)),
            before,
        }
    };
    let mut lines: Vec<Line> = rows.iter().zip(now.into_iter().zip(before)).map(line).collect();
    if rows.iter().all(|row| row.month.is_none()) {
        lines.sort_by_cached_key(|line| place(line.harm.filter(|_| line.weighed), &line.name));
    }
    Ok(lines)
}

/// What the heaviest crime weighs that may be in a row: a group has its own offences, a month or a district those of any group in the lens that is told.
fn heaviest(told: &Told<'_>, by: &By, row: &Row, weigh: &BTreeMap<String, f64>) -> f64 {
    match told.harm {
        Some(harm) if by.word == "group" => harm.heaviest_in(&row.name),
        _ => weigh.values().copied().fold(0.0, f64::max),
    }
}

/// Groups with crimes in the window or a year before, in capital letters, but for some; with what the heaviest crime weighs that may be in each.
fn weigh(told: &Told<'_>, left_out: &BTreeSet<String>) -> Result<BTreeMap<String, f64>, Problem> {
    let groups = of_groups(told.answer("harm_by_group")?).into_iter().map(|row| row.name.to_uppercase());
    let weighed = groups.map(|group| {
        let heaviest = told.harm.map_or(0.0, |harm| harm.heaviest_in(&group));
        (group, heaviest)
    });
    Ok(weighed.filter(|(group, heaviest)| *heaviest > 0.0 && !left_out.contains(group)).collect())
}

/// How many times as many crimes as the rule hides a district or a month must have for its harm to be told.
const MANY: u64 = 20;

/// Whether harm is told of so many crimes. A district beyond the county has a few crimes of each group, and would leave none for the others.
fn is_told_of(told: &Told<'_>, by: &By, shown: Shown) -> bool {
    match shown {
        _ if told.sight.rule().is_none() || by.word == "group" => true,
        Shown::Number(crimes) => crimes == 0 || crimes >= MANY * told.sight.least(),
        Shown::Small | Shown::Hidden | Shown::Untold => false,
    }
}

/// How many times as many crimes as the rule hides a group must have for each district or month, taken together, for their harm to be told with it.
const OFTEN: u64 = 5;

/// Groups that the harm of districts or months is without, in capital letters: those whose number is hidden or that have few crimes for so many districts or months. Which they are
/// follows from what the report shows: whether a group is rare in one of them must not.
fn left_out_of(told: &Told<'_>, by: &By) -> Result<BTreeSet<String>, Problem> {
    let mut left_out = BTreeSet::new();
    if told.sight.rule().is_none() || by.word == "group" {
        return Ok(left_out);
    }
    let window = told.asked.window;
    let rows = (by.rows)(told)?;
    let mut windows = vec![window];
    windows.extend(told.standing.comparable(window).then(|| year_before(window)));
    for of in windows {
        let is_told = |row: &&Row| {
            let shown = told.shown(&(by.key)(told, of, row));
            is_told_of(told, by, shown) && shown != Shown::Number(0)
        };
        let least = OFTEN * told.sight.least() * rows.iter().filter(is_told).count() as u64;
        let few = |group: &&String| {
            let crimes = number(told.shown(&cells::group(told.asked, of, group)));
            crimes.is_none_or(|crimes| crimes > 0.0 && crimes < least as f64)
        };
        left_out.extend(weigh(told, &left_out)?.keys().filter(few).cloned());
    }
    Ok(left_out)
}

/// What harm is without, as a sentence.
fn without_groups(told: &Told<'_>, by: &By, left_out: &BTreeSet<String>) -> Result<Option<String>, Problem> {
    let groups = of_groups(told.answer("harm_by_group")?);
    let names: Vec<String> = groups
        .into_iter()
        .map(|row| row.name)
        .filter(|name| left_out.contains(&name.to_uppercase()))
        .collect();
    Ok((!names.is_empty()).then(|| {
        format!(
            "Harm by {} is without {}: of these the number is hidden, or there are few for each {}.",
            by.word,
            names.join("; "),
            by.word
        )
    }))
}

/// How harm is rounded and where it is hidden, in words.
fn caveat(told: &Told<'_>) -> String {
    let least = told.sight.least();
    format!(
        "Harm is told to three figures, and no finer than {least} crimes of the heaviest offence would weigh that the index files beside those of a group, whether there were any or not; that of a district or a month, no finer than {least} of any group in it (at most {}). It is hidden where the number of crimes is, in a district or a month with fewer than {} crimes, where it is less than half of what it is rounded to, and once more where only one would be hidden.",
        with_thousands(&told.sight.harm_unit(told.heaviest()).to_string()),
        MANY * least,
    )
}
