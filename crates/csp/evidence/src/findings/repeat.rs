//! Repeat: who comes back as a suspect or a victim, how soon, with how many different victims, and who is both.

mod steps;

use concordat_disclosure::Key;
use concordat_kernel::{Period, Problem};
use concordat_report::{Block, Cell, Table as Drawn, Width};
use concordat_steps::Table;

use steps::{BY_TIMES, FLOW, KINDS_OF_REPEAT, SERIAL, TO_REPEAT};

use super::{
    Method, Says, Told,
    cells::{self, Counts},
    concentration::{BY_PERSON, convicted_only, parts, people},
    definitions,
    people::{PARTS_IN, PEOPLE_IN},
    profiles::{BY_RELATIONSHIP, relationships, victim_parts},
    sight::{cell, share},
};

pub(super) const METHOD: Method = Method {
    name: "repeat",
    title: "Repeat",
    asks: "Who comes back as a suspect or a victim, how soon, with how many different victims, and who is both?",
    cites: "Counts of crimes for each person (Farrell and Pease 1993, Once Bitten, Twice Bitten, Home Office Crime Prevention Unit 46); repeat is again of the same group of offences, multiple is of different groups (Hope, Bryan, Trickett and Osborn 2001, doi 10.1093/bjc/41.4.595); serial suspects by the definition that holds at the end of the window.",
    steps: &[
        PEOPLE_IN,
        PARTS_IN,
        BY_PERSON,
        BY_TIMES,
        KINDS_OF_REPEAT,
        TO_REPEAT,
        SERIAL,
        FLOW,
        BY_RELATIONSHIP,
    ],
    reads: &["by_times", "kinds_of_repeat", "to_repeat", "serial", "flow", "by_relationship"],
    counts,
    tell,
};

const ROLES: [(&str, &str, &str); 3] = [
    ("suspect", "Suspects", "suspects"),
    ("convicted_offender", "Convicted offenders", "convicted offenders"),
    ("victim", "Victims", "victims"),
];
/// How many crimes; the last stands for as many or more.
pub(super) const TIMES: [(i64, &str); 5] =
    [(1, "One crime"), (2, "Two"), (3, "Three"), (4, "Four"), (MOST, "Five or more")];
pub(super) const MOST: i64 = 5;
/// People with so many crimes or more: where more crimes are looked at, they are no fewer.
const AT_LEAST: &str = "at least";
const AFTER: [(i64, &str); 6] = [
    (0, "In the same month"),
    (1, "The next month"),
    (2, "After 2 months"),
    (3, "After 3 to 5 months"),
    (6, "After 6 to 11 months"),
    (12, "After a year or more"),
];
const SERIALS: [(&str, &str); 4] = [
    ("one victim", "With fewer victims or crimes"),
    ("serial", "Serial suspects"),
    ("younger", "As many, but younger"),
    ("age not stated", "As many, age not stated"),
];
const FLOWS: [(&str, &str); 5] = [
    ("victim only", "Victim only"),
    ("suspect only", "Suspect or offender only"),
    ("victim first", "Victim first, suspect or offender later"),
    ("suspect first", "Suspect or offender first, victim later"),
    ("both in the same month", "Both for the first time in the same month"),
];

/// The counts of a step by role and a whole number.
fn of(table: &Table, role: &str, key: &str, at: i64, count: &str) -> i64 {
    let rows = table.texts("role").iter().zip(table.ints(key)).zip(table.ints(count));
    rows.filter(|((of, value), _)| of.as_deref() == Some(role) && **value == Some(at))
        .filter_map(|(_, count)| *count)
        .sum()
}

/// The counts of a step by a word.
fn worded(table: &Table, key: &str, word: &str, count: &str) -> i64 {
    let rows = table.texts(key).iter().zip(table.ints(count));
    rows.filter(|(of, _)| of.as_deref() == Some(word)).filter_map(|(_, count)| *count).sum()
}

fn has(table: &Table, role: &str) -> bool {
    table.texts("role").iter().any(|of| of.as_deref() == Some(role))
}

fn key(told: &Told<'_>, what: &str, of: &str) -> Key {
    cells::all(told.asked, told.asked.window).with(what, of)
}

fn counts(told: &Told<'_>, counts: &mut Counts) -> Result<(), Problem> {
    let (times, again) = (told.answer("by_times")?, told.answer("to_repeat")?);
    let kinds = told.answer("kinds_of_repeat")?;
    for (role, ..) in ROLES.iter().filter(|(role, ..)| has(times, role)) {
        let people = people(told, role);
        let each = TIMES
            .iter()
            .map(|(n, name)| (people.with("crimes", name), of(times, role, "times", *n, "people")));
        counts.sum(people.clone(), each)?;
        // All their parts in crimes: somebody with three is three of them. Whoever knows all can weigh the rows so.
        let of_times = |n: i64| of(times, role, "times", n, "people");
        let repeats: i64 = AFTER.iter().map(|(n, _)| of(again, role, "band", *n, "repeats")).sum();
        let parts = parts(told, role);
        let persons: i64 = TIMES.iter().map(|(n, _)| of_times(*n)).sum();
        let weighed: i64 = TIMES.iter().map(|(n, _)| n * of_times(*n)).sum();
        let mut rows: Vec<(Key, i64)> = TIMES
            .iter()
            .flat_map(|(n, name)| {
                let row = (people.with("crimes", name), of_times(*n));
                std::iter::repeat_n(row, usize::try_from(*n).unwrap_or(0))
            })
            .collect();
        rows.push((people.with("crimes", "beyond five"), persons + repeats - weighed));
        counts.sum(parts.clone(), rows)?;
        // Mostly nobody is convicted of a crime with a suspect on record, and one person of each.
        let of_convicted = convicted_only(told);
        if *role == "convicted_offender"
            && counts.0.count(&of_convicted) == u64::try_from(persons + repeats).ok()
        {
            counts.sum(of_convicted, [(parts.clone(), persons + repeats)])?;
        }
        if *role == "victim" {
            in_all_parts(told, (&parts, persons + repeats), counts)?;
        }
        counts.sum(parts, [(people.clone(), persons), (key(told, "repeats", role), repeats)])?;
        let gaps = key(told, "repeats", role);
        let each =
            AFTER.iter().map(|(n, name)| (gaps.with("after", name), of(again, role, "band", *n, "repeats")));
        counts.sum(gaps.clone(), each)?;
        at_least(&people, of_times, counts)?;
        kinds_of_repeat(&people, |times, kind| of_kind(kinds, role, times, kind), counts)?;
    }
    let all = key(told, "people", "of any role");
    let flow = told.answer("flow")?;
    let of_flow = |(word, _): &(&str, &str)| (all.with("flow", word), worded(flow, "flow", word, "people"));
    counts.sum(all.clone(), FLOWS.iter().map(of_flow))?;
    // Whoever is counted as a victim is in one of these rows, and whoever is accused.
    let without = |word: &'static str| FLOWS.iter().filter(move |(flow, _)| *flow != word).map(of_flow);
    counts.sum(people(told, "victim"), without("suspect only"))?;
    counts.sum(accused(told), without("victim only"))?;
    let of_both = FLOWS.iter().filter(|(word, _)| !word.ends_with("only")).map(of_flow);
    counts.sum(all.with("roles", "both"), of_both)?;
    let accused_as =
        |word: &str| (accused(told).with("accused as", word), worded(flow, "accused", word, "people"));
    let (suspect, convicted, both) =
        (accused_as("suspect"), accused_as("convicted offender"), accused_as("both"));
    counts.sum(accused(told), [suspect.clone(), convicted.clone(), both.clone()])?;
    counts.sum(people(told, "suspect"), [suspect, both.clone()])?;
    counts.sum(people(told, "convicted_offender"), [convicted, both])?;
    with_victims(told, counts)
}

/// Whoever knows how many have one crime, two and so on knows how many have so many at least.
pub(super) fn at_least(units: &Key, number: impl Fn(i64) -> i64, counts: &mut Counts) -> Result<(), Problem> {
    for least in 2..=MOST {
        let of_more = TIMES.iter().filter(|(n, _)| *n >= least);
        let of_more = of_more.map(|(n, name)| (units.with("crimes", name), number(*n)));
        counts.sum(units.with(AT_LEAST, &least.to_string()), of_more)?;
    }
    Ok(())
}

/// Whoever is accused of a crime in the window.
fn accused(told: &Told<'_>) -> Key {
    key(told, "people", "accused")
}

/// People with two crimes or more are repeats, multiple, or both, and both only from three on: who knows how many there are of some knows of others.
fn kinds_of_repeat(people: &Key, of: impl Fn(i64, &str) -> i64, counts: &mut Counts) -> Result<(), Problem> {
    let part = |times: i64, kind: &str| {
        // Not "at least": somebody with two kinds of crimes may be somebody with one kind where fewer are looked at.
        let with = if times == 2 { "Two" } else { "three or more" };
        (people.with("crimes", with).with("kind", kind), of(times, kind))
    };
    let either = ["repeats", "multiple"];
    counts.sum(people.with("crimes", "Two"), either.map(|kind| part(2, kind)))?;
    counts.sum(people.with(AT_LEAST, "3"), [part(3, "repeats"), part(3, "multiple"), part(3, "both")])?;
    for kind in either {
        counts.sum(people.with("kind", kind), [part(2, kind), part(3, kind), part(3, "both")])?;
    }
    Ok(())
}

/// Victims' parts in crimes are among those that are told by relationship, where whoever cannot be told apart stands too.
fn in_all_parts(told: &Told<'_>, (parts, number): (&Key, i64), counts: &mut Counts) -> Result<(), Problem> {
    let all: i64 = relationships(told.answer("by_relationship")?).iter().map(|(_, parts)| parts).sum();
    let more = victim_parts(told).with("parts", "cannot be told apart");
    match all - number {
        ..0 => Ok(()),
        0 => counts.sum(victim_parts(told), [(parts.clone(), number)]),
        others => counts.sum(victim_parts(told), [(parts.clone(), number), (more, others)]),
    }
}

/// The months with records that a serial suspect is looked for in, whatever the window.
fn looked_for_in(told: &Told<'_>) -> Period {
    let window = told.asked.window;
    let back_to =
        definitions::serial(window.to).map_or(window.from, |serial| window.to.plus(1 - serial.months));
    let from = told.standing.since().map_or(back_to, |since| since.max(back_to)).min(window.to);
    Period { from, to: window.to }
}

/// Whoever is accused, with a victim, over these months.
fn with_victims_of(told: &Told<'_>) -> Key {
    cells::all(told.asked, looked_for_in(told)).with("with victims", "suspects")
}

/// Whoever is accused over the months that a serial suspect is looked for in, where these lie within the window: with a victim other than themselves, or not.
fn with_victims(told: &Told<'_>, counts: &mut Counts) -> Result<(), Problem> {
    let (serial, flow) = (told.answer("serial")?, told.answer("flow")?);
    let all = with_victims_of(told);
    let of = |word: &str| worded(serial, "kind", word, "people");
    counts.sum(all.clone(), SERIALS.iter().map(|(word, _)| (all.with("serial", word), of(word))))?;
    // All without those who are none of them.
    let others = all.with("serial", "more victims");
    let more = SERIALS.iter().filter(|(word, _)| *word != "one victim");
    counts.sum(others.clone(), more.map(|(word, _)| (all.with("serial", word), of(word))))?;
    let number = SERIALS.iter().filter(|(word, _)| *word != "one victim").map(|(word, _)| of(word)).sum();
    counts.sum(all.clone(), [(all.with("serial", "one victim"), of("one victim")), (others, number)])?;
    if definitions::serial(told.asked.window.to).is_none()
        || looked_for_in(told).from < told.asked.window.from
    {
        return Ok(());
    }
    let with: i64 = SERIALS.iter().map(|(word, _)| of(word)).sum();
    let accused_of = FLOWS.iter().filter(|(word, _)| *word != "victim only");
    let accused_of: i64 = accused_of.map(|(word, _)| worded(flow, "flow", word, "people")).sum();
    by_one_crime(told, with, counts)?;
    match accused_of - with {
        // That everybody is accused of a crime with a victim goes without saying where the crimes are against people.
        0 => counts.sum(accused(told), [(all, with)]),
        others => counts
            .sum(accused(told), [(all, with), (accused(told).with("serial", "without victims"), others)]),
    }
}

/// Where all who are accused are suspects and have victims, whoever has one crime has fewer victims than a serial suspect; mostly nobody else has.
fn by_one_crime(told: &Told<'_>, with: i64, counts: &mut Counts) -> Result<(), Problem> {
    let (times, fewer) = (told.answer("by_times")?, with_victims_of(told).with("serial", "one victim"));
    let number = worded(told.answer("serial")?, "kind", "one victim", "people");
    for role in ["suspect", "convicted_offender"] {
        let of_times = |n: i64| of(times, role, "times", n, "people");
        let again = number - of_times(1);
        if TIMES.iter().map(|(n, _)| of_times(*n)).sum::<i64>() != with || again < 0 {
            continue;
        }
        let once = (people(told, role).with("crimes", TIMES[0].1), of_times(1));
        let others = (again > 0).then(|| (fewer.with("crimes", "two or more"), again));
        counts.sum(fewer.clone(), [once].into_iter().chain(others))?;
    }
    Ok(())
}

/// How many people with so many crimes are repeats, multiple or both.
fn of_kind(table: &Table, role: &str, times: i64, kind: &str) -> i64 {
    let named = table.texts("role").iter().zip(table.texts("kind"));
    let rows = named.zip(table.ints("times").iter().zip(table.ints("people")));
    rows.filter(|((of, word), (n, _))| {
        of.as_deref() == Some(role) && word.as_deref() == Some(kind) && **n == Some(times)
    })
    .filter_map(|(_, (_, people))| *people)
    .sum()
}

fn tell(told: &Told<'_>) -> Result<Says, Problem> {
    let mut says = Says { blocks: Vec::new(), caveats: Vec::new(), figures: Vec::new() };
    let times = told.answer("by_times")?;
    let roles: Vec<_> = ROLES.into_iter().filter(|(role, ..)| has(times, role)).collect();
    if roles.is_empty() {
        let words = "The records in use name nobody within this lens and window who can be told apart from others, so nobody can be seen to come back.";
        says.blocks.push(Block::Words(words.to_owned()));
        return Ok(says);
    }
    for (role, title, plural) in &roles {
        let people = people(told, role);
        let all = told.shown(&people);
        let mut figure = told.figure(role, "crimes", all).count("people", all);
        let columns =
            [("Crimes in the window", Width::Middle), ("People", Width::Number), ("Share", Width::Number)];
        let mut table = Drawn::new(format!("{title} by how many crimes they are in"), &columns);
        for (_, name) in TIMES {
            let shown = told.shown(&people.with("crimes", name));
            figure = figure.count(&name.to_lowercase().replace(' ', "_"), shown);
            table.rows.push(vec![Cell::words(name), cell(shown), share(shown, all)]);
        }
        table.rows.push(vec![Cell::words("All"), cell(all), share(all, all)]);
        for (kind, name) in [
            ("repeats", "Of whom twice or more in one group of offences"),
            ("multiple", "Of whom in two or more groups"),
        ] {
            let shown = told.shown(&people.with("kind", kind));
            figure = figure.count(kind, shown);
            table.rows.push(vec![Cell::words(name), cell(shown), share(shown, all)]);
        }
        says.blocks.push(Block::Table(table));
        let gaps = key(told, "repeats", role);
        let all = told.shown(&gaps);
        let columns =
            [("The next crime came", Width::Middle), ("Times", Width::Number), ("Share", Width::Number)];
        let rows = AFTER.iter().map(|(_, name)| (*name, told.shown(&gaps.with("after", name))));
        let mut table = Drawn::new(format!("Time to repeat: {plural}"), &columns);
        for (name, shown) in rows {
            figure = figure.count(&format!("next_{}", name.to_lowercase().replace(' ', "_")), shown);
            table.rows.push(vec![Cell::words(name), cell(shown), share(shown, all)]);
        }
        table.rows.push(vec![Cell::words("All"), cell(all), share(all, all)]);
        says.blocks.push(Block::Table(table));
        says.figures.push(figure);
    }
    serial(told, &mut says);
    flow(told, &mut says);
    says.caveats.push("Whoever came near the end of the window has had less time to come back, and whoever came before it began is not seen as a repeat: times to repeat are too short and repeats too few.".to_owned());
    if has(times, "suspect") && has(times, "convicted_offender") {
        says.caveats.push("Somebody may be in both tables, of suspects and of convicted offenders: a crime that somebody is convicted of is in the one, their other crimes in the other, and the two are not added together.".to_owned());
    }
    says.caveats.push("People without a reference of the force's own cannot be told apart and are in none of these tables. A suspect is somebody named or charged, not somebody convicted.".to_owned());
    Ok(says)
}

fn serial(told: &Told<'_>, says: &mut Says) {
    let Some(definition) = definitions::serial(told.asked.window.to) else { return };
    let all_key = with_victims_of(told);
    let all = told.shown(&all_key);
    let columns =
        [("Suspects and offenders", Width::Middle), ("People", Width::Number), ("Share", Width::Number)];
    let mut table = Drawn::new("Serial suspects and offenders", &columns);
    let mut figure = told.figure("suspect", "victims", all);
    for (word, name) in SERIALS {
        let shown = told.shown(&all_key.with("serial", word));
        figure = figure.count(&word.replace(' ', "_"), shown);
        table.rows.push(vec![Cell::words(name), cell(shown), share(shown, all)]);
    }
    table.rows.push(vec![
        Cell::words("All with a victim other than themselves who can be told apart"),
        cell(all),
        share(all, all),
    ]);
    says.blocks.push(Block::Table(table));
    says.figures.push(figure);
    says.caveats.push(format!(
        "Serial means: {}. In force from {}; source: {}. It looks back {} months from the end of the window.",
        definition.says, definition.from, definition.source, definition.months
    ));
}

fn flow(told: &Told<'_>, says: &mut Says) {
    let all_key = key(told, "people", "of any role");
    let all = told.shown(&all_key);
    let columns = [("In the window", Width::Middle), ("People", Width::Number), ("Share", Width::Number)];
    let mut table = Drawn::new("Flow between victim and suspect", &columns);
    let mut figure = told.figure("person", "roles", all);
    for (word, name) in FLOWS {
        let shown = told.shown(&all_key.with("flow", word));
        figure = figure.count(&word.replace(' ', "_"), shown);
        table.rows.push(vec![Cell::words(name), cell(shown), share(shown, all)]);
    }
    table.rows.push(vec![Cell::words("All"), cell(all), share(all, all)]);
    says.blocks.push(Block::Table(table));
    says.figures.push(figure);
}
