//! Stories of what leaves: small numbers are hidden in every format, and nobody who reads the finished reports works one out.

use std::collections::{BTreeMap, BTreeSet};

use concordat_disclosure::{Key, Published, PublishedCell, Rule, Shown, Sum, Tables, attack};
use concordat_report::{Block, Report, Table};
use concordat_testkit::{World, on_both};

use super::{
    SLICES,
    landing::{bring, engine},
    people::{bring_people, months_of},
    published, refused,
};
use crate::{
    actions,
    findings::{self, Asked, Found, Wanted, report},
    releases,
};

pub(super) fn wanted(rule: &str, from: &str, to: &str, lens: &str) -> Wanted {
    Wanted {
        lens: Some(lens.to_owned()),
        from: from.parse().ok(),
        to: to.parse().ok(),
        rule: Some(rule.to_owned()),
        ..Wanted::default()
    }
}

/// What somebody knows who has read a finished report and nothing else: each table's cells by their words, the total of each table that
/// has one, and that tables of the same crimes have the same total.
pub(super) fn read(report: &Report, rule: &Rule, window: &str, lens: &str) -> Published {
    let mut cells: BTreeMap<Key, PublishedCell> = BTreeMap::new();
    let mut sums = Vec::new();
    for block in report.sections.iter().flat_map(|section| &section.blocks) {
        let table = match block {
            Block::Table(table) => table,
            Block::Line(line) => &line.table,
            Block::Map(map) => &map.table,
            _ => continue,
        };
        let Some(total) = total_of(table, window, lens) else { continue };
        let head = &table.columns[0].head;
        let within =
            if total_is_crimes(table) { lens.to_owned() } else { format!("{lens}: {}", table.caption) };
        let mut parts = Vec::new();
        if table.caption.ends_with(TIMES) {
            let within = Key::of(&[("in", within.as_str()), ("window", window)]);
            of_whom(table, &within, &mut cells, &mut sums);
        }
        for row in &table.rows {
            let name = row[0].text();
            let Some(shown) = shown(&row[1].text()) else { continue };
            let key = if name.starts_with("All") {
                total.clone()
            } else if name.starts_with("Of whom") {
                continue;
            } else if head == "Month" {
                Key::of(&[("in", lens), ("Month", &name)])
            } else {
                Key::of(&[("in", within.as_str()), ("window", window), (head, &name)])
            };
            if key != total {
                parts.push(key.clone());
            }
            let cell = PublishedCell { shown, revised: false };
            let before = cells.insert(key.clone(), cell);
            assert!(before.is_none_or(|before| before.shown == shown), "two tables differ about {key}");
        }
        sums.push(Sum { total, parts });
    }
    sums.retain(|sum| cells.contains_key(&sum.total));
    Published { rule: rule.clone(), cells, sums }
}

const TIMES: &str = "by how many crimes they are in";
/// The dimension of what no table shows, but whoever reads them can put letters to.
const UNSEEN: &str = "unseen";

/// Whoever has two crimes has them in one group or in two; whoever has more may be both. So who counts the ones knows of the others.
fn of_whom(table: &Table, within: &Key, cells: &mut BTreeMap<Key, PublishedCell>, sums: &mut Vec<Sum>) {
    let told = |name: &str| table.rows.iter().find(|row| row[0].text().starts_with(name)).unwrap()[1].text();
    let row = |name: &str| within.with("Crimes in the window", name);
    let of_whom = |name: &str| within.with("of whom", name);
    for name in ["twice or more", "in two or more groups"] {
        let shown = shown(&told(&format!("Of whom {name}"))).unwrap();
        cells.insert(of_whom(name), PublishedCell { shown, revised: false });
    }
    let unseen = |name: &str| within.with(UNSEEN, name);
    let two = ["two of one group", "two of two groups"].map(unseen);
    let more = ["more of one group", "more, each of another", "more of both"].map(unseen);
    let three_or_more = unseen("three or more");
    for key in two.iter().chain(&more).chain([&three_or_more]) {
        cells.insert(key.clone(), PublishedCell { shown: Shown::Hidden, revised: false });
    }
    sums.extend(
        [
            (row("Two"), two.to_vec()),
            (three_or_more.clone(), ["Three", "Four", "Five or more"].map(row).to_vec()),
            (three_or_more, more.to_vec()),
            (of_whom("twice or more"), vec![two[0].clone(), more[0].clone(), more[2].clone()]),
            (of_whom("in two or more groups"), vec![two[1].clone(), more[1].clone(), more[2].clone()]),
        ]
        .map(|(total, parts)| Sum { total, parts }),
    );
}

fn total_is_crimes(table: &Table) -> bool {
    ["Crimes by group of offences", "Crimes by district", "Crimes by month"].contains(&table.caption.as_str())
}

fn total_of(table: &Table, window: &str, lens: &str) -> Option<Key> {
    if total_is_crimes(table) {
        return Some(Key::of(&[("all crimes", lens), ("window", window)]));
    }
    // Its rows are kinds of units, each with numbers of its own.
    if table.caption == "Concentration of crimes and of harm" || table.caption == "What the few hold" {
        return None;
    }
    let has_all = table.rows.iter().any(|row| row[0].text().starts_with("All"));
    // Sums of people who are the same in several tables go by whom the table is about.
    let whom = table.caption.split(" by ").next().unwrap_or_default();
    has_all.then(|| Key::of(&[("all", whom), ("lens", lens), ("window", window)]))
}

fn shown(text: &str) -> Option<Shown> {
    match text {
        "[c]" => Some(Shown::Hidden),
        "*" => Some(Shown::Small),
        number => number.replace(',', "").parse().ok().map(Shown::Number),
    }
}

/// Every count in a finished report that is small and stands there all the same.
fn small_in(report: &Report, rule: &Rule) -> Vec<String> {
    let mut small = Vec::new();
    for block in report.sections.iter().flat_map(|section| &section.blocks) {
        let (table, points) = match block {
            Block::Table(table) => (table, &[][..]),
            Block::Line(line) => (&line.table, line.points.as_slice()),
            Block::Map(map) => (&map.table, &[][..]),
            _ => continue,
        };
        let counts: Vec<usize> = (0..table.columns.len())
            .filter(|at| {
                let head = table.columns[*at].head.as_str();
                ["Crimes", "People", "Number", "Times", "A year before", "Left out"].contains(&head)
                    || head.ends_with("day")
            })
            .collect();
        for row in &table.rows {
            for at in &counts {
                let text = row[*at].text().replace(" ▲", "");
                if text.parse::<u64>().is_ok_and(|count| rule.is_small(count)) {
                    small.push(format!("{}: {} {text}", table.caption, row[0].text()));
                }
            }
        }
        for (name, height, _) in points {
            // Trends without their season and shares are no counts.
            let counts = !["season", "Lorenz"].iter().any(|word| table.caption.contains(word));
            if rule.is_small(*height as u64) && counts {
                small.push(format!("{}: point {name}", table.caption));
            }
        }
    }
    small
}

async fn six_months(world: &World, engine: &concordat_engine::Engine) {
    let months = ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"];
    bring_people(world, engine, "half-year.csv", &months_of(&months, 7)).await;
}

pub(super) fn finished(found: &Found) -> Report {
    report::report(found)
}

#[tokio::test]
async fn nothing_small_leaves_under_any_rule_and_every_table_says_so() {
    for rule in Rule::all() {
        let world = World::sqlite(SLICES).await;
        let (_folder, engine) = engine();
        six_months(&world, &engine).await;
        let ctx = world.operator();
        let asked = wanted(rule.word, "2026-01", "2026-06", "all");
        let open = findings::look(&world.store, &engine, &ctx, &asked).await.unwrap();
        assert!(!small_in(&finished(&open), &rule).is_empty(), "there is something to hide");
        let found = findings::export(&world.store, &engine, &ctx, &asked).await.unwrap();
        let told = finished(&found);
        assert_eq!(small_in(&told, &rule), Vec::<String>::new(), "{}", rule.word);
        let tables = told.sections.iter().flat_map(|section| section.blocks.windows(2));
        for pair in tables {
            if let Block::Table(table) = &pair[0]
                && table.caption != "Files that this rests on"
            {
                let Block::Words(words) = &pair[1] else { panic!("{} says no rule", table.caption) };
                assert!(words.contains(rule.name), "{words}");
            }
        }
        // The same as numbers, as page and as workbook.
        for figure in report::figures(&found) {
            assert_eq!(figure.rule, Some(rule.word));
            assert!(figure.n.is_none_or(|n| !rule.is_small(n)), "{figure:?}");
            for name in ["crimes", "before", "people", "parts", "repeats", "multiple", "serial"] {
                let value = figure.values.get(name);
                assert!(value.is_none_or(|value| !rule.is_small(*value as u64)), "{figure:?}");
            }
        }
        // What a handful of people hold would tell of each.
        let figures = report::figures(&found);
        let of_people: Vec<_> = figures
            .iter()
            .filter(|one| one.finding == "concentration" && ["suspect", "victim", "pair"].contains(&one.unit))
            .collect();
        for figure in &of_people {
            let units = figure.n.unwrap() as f64;
            for (name, part) in [("top_1", 0.01), ("top_5", 0.05), ("top_10", 0.1)] {
                let told = figure.values.contains_key(name);
                assert_ne!(told, figure.hidden.iter().any(|hidden| hidden == name));
                // How many there are may be rounded.
                let (least, slack) = (rule.under as f64, rule.round_to.unwrap_or(0) as f64);
                assert!(told || part * (units - slack) < least, "{name} of {units} under {}", rule.word);
                assert!(!told || part * (units + slack) >= least, "{name} of {units} under {}", rule.word);
            }
        }
        let html = concordat_report::html(&told).unwrap();
        assert!(html.contains("[c]") || html.contains('*'));
        assert!(concordat_report::xlsx(&told).is_ok());
    }
}

/// The solver reads the finished reports: two windows that overlap, two lenses, one after the other, and then all together.
#[tokio::test]
async fn nobody_works_a_hidden_number_out_from_finished_reports() {
    let mut opened = 0;
    for rule in [Rule::under_5(), Rule::under_10()] {
        let world = World::sqlite(SLICES).await;
        let (_folder, engine) = engine();
        six_months(&world, &engine).await;
        let officer = world.somebody("officer");
        let mut seen = Vec::new();
        for (from, to, lens) in
            [("2026-01", "2026-05", "all"), ("2026-02", "2026-06", "all"), ("2026-01", "2026-05", "vawg")]
        {
            let asked = wanted(rule.word, from, to, lens);
            let found = findings::export(&world.store, &engine, &officer, &asked).await.unwrap();
            let window = format!("{from} to {to}");
            seen.push(read(&finished(&found), &rule, &window, lens));
            let all: Vec<&Published> = seen.iter().collect();
            let mut breaches = attack(&all);
            breaches.retain(|breach| breach.key.categories().all(|(of, _)| of != UNSEEN));
            assert_eq!(breaches, [], "{} {window} {lens}", rule.word);
        }
        let hides = seen.iter().flat_map(|one| one.cells.values()).filter(|cell| cell.shown.is_hidden());
        assert!(hides.count() > 4, "there is something to find");
        // The rogue: the same reports, with only what is small hidden, are opened at once.
        let (operator, asked) = (world.operator(), wanted(rule.word, "2026-01", "2026-05", "all"));
        let open = findings::look(&world.store, &engine, &operator, &asked).await.unwrap();
        let mut naive = read(&finished(&open), &rule, "2026-01 to 2026-05", "all");
        for cell in naive.cells.values_mut() {
            if let Shown::Number(count) = cell.shown
                && rule.is_small(count)
            {
                cell.shown = Shown::Hidden;
            }
        }
        opened += attack(&[&naive]).len();
    }
    assert!(opened > 0, "hiding small numbers alone is seen through");
}

/// Releases are kept: the same question leaves as it did, another is held against all before.
#[test]
fn what_left_is_kept_and_leaves_the_same_again() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        six_months(&world, &engine).await;
        let officer = world.somebody("officer");
        let asked = wanted("under-5", "2026-01", "2026-05", "all");
        let ask = || findings::export(&world.store, &engine, &officer, &asked);
        let (one, other) = (ask().await.unwrap(), ask().await.unwrap());
        assert_eq!(report::json(&one).unwrap(), report::json(&other).unwrap());
        let kept = releases::releases(&world.store, &world.operator()).await.unwrap();
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].number, kept[0].rule.as_str(), kept[0].lens.as_str()), (1, "under-5", "all"));
        assert!(kept[0].hidden > 0);
        let later = wanted("under-5", "2026-02", "2026-06", "all");
        findings::export(&world.store, &engine, &officer, &later).await.unwrap();
        let kept = releases::releases(&world.store, &world.operator()).await.unwrap();
        let published: Vec<&Published> = kept.iter().map(releases::Release::published).collect();
        assert_eq!((published.len(), attack(&published)), (2, Vec::new()));
        let shared: BTreeSet<&Key> =
            published[0].cells.keys().filter(|key| published[1].cells.contains_key(*key)).collect();
        assert!(!shared.is_empty(), "the months that both have are the same counts");
        let wrong = wanted("under-3", "2026-01", "2026-05", "all");
        let said = refused(findings::export(&world.store, &engine, &officer, &wrong).await).to_string();
        assert!(said.contains("star-round-5"), "{said}");
        world
    });
}

/// More than two years of monthly reports later, the first of them still counts: it shows the month that the latest would hide to protect
/// another.
#[tokio::test]
async fn what_left_long_ago_still_counts() {
    let world = World::sqlite(SLICES).await;
    let ctx = world.operator();
    let asked = Asked::of(&wanted("under-5", "2026-01", "2026-05", "all"), &[]).unwrap();
    let rule = Rule::under_5();
    let key = |name: &str| Key::of(&[("cell", name)]);
    let leave = async |total: &str, parts: [(&str, u64); 2]| {
        let mut tables = Tables::new();
        tables.add_sum(key(total), parts.map(|(name, count)| (key(name), count)).to_vec()).unwrap();
        releases::release(&world.store, &ctx, actions::EXPORT_FINDING, &asked, &rule, tables).await.unwrap()
    };
    leave("spring", [("April", 10), ("May", 20)]).await;
    for number in 0..30 {
        leave(&format!("June and {number}"), [("June", 3), (&number.to_string(), 50 + number)]).await;
    }
    let last = leave("May and June", [("May", 20), ("June", 3)]).await;
    assert_eq!(last.shown(&key("May and June")), Some(Shown::Hidden));
    let kept = releases::releases(&world.store, &ctx).await.unwrap();
    let seen: Vec<&Published> = kept.iter().map(releases::Release::published).collect();
    assert_eq!((seen.len(), attack(&seen)), (32, Vec::new()));
}

/// Whoever may look at the rows sees every number on the page; anybody else sees what leaves.
#[test]
fn a_page_hides_small_numbers_from_those_who_may_not_look_behind_them() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        six_months(&world, &engine).await;
        let rule = Rule::under_5();
        let asked = Wanted::default();
        let (analyst, officer) = (world.somebody("analyst"), world.somebody("officer"));
        let open = findings::look(&world.store, &engine, &analyst, &asked).await.unwrap();
        assert!(open.sight.rule().is_none() && !small_in(&finished(&open), &rule).is_empty());
        assert!(releases::releases(&world.store, &world.operator()).await.unwrap().is_empty());
        let closed = findings::look(&world.store, &engine, &officer, &asked).await.unwrap();
        assert_eq!(small_in(&finished(&closed), &rule), Vec::<String>::new());
        assert_eq!(releases::releases(&world.store, &world.operator()).await.unwrap().len(), 1);
        world
    });
}

/// The real months of Kent leave under every rule, one after the other: districts beyond the county have a crime or two each.
#[tokio::test]
async fn the_real_months_leave_under_every_rule() {
    let world = World::sqlite(SLICES).await;
    let (_folder, engine) = engine();
    for month in ["2018-10", "2018-11", "2018-12", "2019-01"] {
        let name = format!("police/{month}-kent-street.csv");
        let Some(bytes) = published(&name) else { return };
        bring(&world, &engine, &name, bytes).await.unwrap();
    }
    for rule in Rule::all() {
        let asked = wanted(rule.word, "2018-10", "2019-01", "all");
        let found = findings::export(&world.store, &engine, &world.operator(), &asked).await.unwrap();
        assert_eq!(small_in(&finished(&found), &rule), Vec::<String>::new(), "{}", rule.word);
        let by_area = report::figures(&found).into_iter().filter(|figure| {
            figure.finding == "concentration" && figure.unit == "area" && figure.measure == "crimes"
        });
        // Rounded, a few hundred crimes are too few for a share of them.
        let many = if rule.round_to.is_some() { 3 } else { 10 };
        let told = by_area.count();
        assert!(told > many, "what is large is still said: {told} under {}", rule.word);
    }
    let kept = releases::releases(&world.store, &world.operator()).await.unwrap();
    assert_eq!(kept.len(), 3);
}
