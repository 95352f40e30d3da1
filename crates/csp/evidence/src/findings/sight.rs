//! What a reader sees of the counts: as they are, or under a rule for small numbers. Whatever is worked out from counts is worked
//! out from those that are seen.

use std::{borrow::Cow, cmp::Reverse};

use concordat_disclosure::{Key, Published, Rule, Shown, Tables};
use concordat_report::{Block, Cell, Table};

/// What a reader sees of the counts.
#[derive(Debug, Clone)]
pub enum Sight {
    /// Every count, for those who may look at the rows behind it.
    Open(Tables),
    /// What has been released, and nothing else.
    Released(Published),
}

impl Sight {
    /// How a count is seen. One that nobody put in is hidden.
    pub(super) fn of(&self, key: &Key) -> Shown {
        match self {
            Self::Open(tables) => tables.count(key).map_or(Shown::Hidden, Shown::Number),
            Self::Released(published) => published.shown(key).unwrap_or(Shown::Hidden),
        }
    }

    /// The rule in force, where there is one.
    pub fn rule(&self) -> Option<&Rule> {
        match self {
            Self::Open(_) => None,
            Self::Released(published) => Some(&published.rule),
        }
    }

    /// How many numbers are others than when they left before.
    pub(super) fn revised(&self) -> usize {
        match self {
            Self::Open(_) => 0,
            Self::Released(published) => {
                published.cells.values().filter(|cell| cell.revised && !cell.shown.is_hidden()).count()
            }
        }
    }

    /// The least number of people that a share may be worked out over one by one: without a rule, one.
    pub(super) fn least(&self) -> u64 {
        self.rule().map_or(1, |rule| rule.under)
    }

    /// Harm, rounded to three figures or to its unit, whichever is more. Nothing where that would make it nought. A unit divides each higher power of
    /// ten, so that what is told as the same number lies nowhere closer together than a unit.
    pub(super) fn harm(&self, value: f64, heaviest: f64) -> Option<f64> {
        let unit = self.harm_unit(heaviest);
        if unit == 0.0 {
            return Some(value);
        }
        // Rounded once: of what is rounded already, the last figure may be one too high.
        let unit = unit.max(of_three_figures(value));
        Some((value / unit).round() * unit).filter(|told| *told > 0.0)
    }

    /// What harm is rounded to, beside three figures: no less than as many crimes as the rule hides weigh of the heaviest kind that there may be. An
    /// index is published, and finer sums of its weights would tell how many crimes there are of each. Nought where nothing is hidden.
    pub(super) fn harm_unit(&self, heaviest: f64) -> f64 {
        match self {
            Self::Open(_) => 0.0,
            Self::Released(_) => round_above(self.least() as f64 * heaviest),
        }
    }

    /// A share of something that is no count, such as harm or a coefficient, as finely as it may be told: to a thousandth, however small it is.
    pub(super) fn told(&self, value: f64) -> f64 {
        match self {
            Self::Open(_) => value,
            Self::Released(_) => (1000.0 * value).round() / 1000.0,
        }
    }

    /// What is said beneath each table: the rule, and how much it hid there. Of a table that tells nothing any more, that it is left out.
    pub(crate) fn explained(&self, blocks: Vec<Block>) -> Vec<Block> {
        let Some(rule) = self.rule() else { return blocks };
        let (mut told, mut out) = (Vec::with_capacity(2 * blocks.len()), Vec::new());
        for block in blocks {
            let table = match &block {
                Block::Table(table) => Some(Cow::Borrowed(table)),
                Block::Chart(chart) => Some(Cow::Owned(chart.table())),
                Block::Line(line) => Some(Cow::Borrowed(&line.table)),
                Block::Map(map) => Some(Cow::Borrowed(&map.table)),
                Block::Words(_) | Block::List(_) | Block::Callout(_) => None,
            };
            if let Some(table) = table.as_ref().filter(|table| tells_nothing(table)) {
                // What the caption says of how to read a table is of no use without it.
                out.push(table.caption.split(';').next().unwrap_or_default().to_owned());
                continue;
            }
            told.extend(left_out(rule, &mut out));
            let words = table.map(|table| Block::Words(beneath(rule, &table)));
            told.push(block);
            told.extend(words);
        }
        told.extend(left_out(rule, &mut out));
        told
    }
}

fn beneath(rule: &Rule, table: &Table) -> String {
    let hidden = table.rows.iter().flatten().filter(|cell| is_mark(&cell.text())).count();
    let what = match hidden {
        0 => "Nothing is hidden in this table".to_owned(),
        1 => "One number is hidden in this table".to_owned(),
        more => format!("{more} numbers are hidden in this table"),
    };
    format!("{what} by the rule for small numbers: {}.", rule.name)
}

/// Whether the rule hides whatever a table has to tell, but for what it is of in all.
fn tells_nothing(table: &Table) -> bool {
    let parts =
        table.rows.iter().filter(|row| row.first().is_some_and(|cell| !cell.text().starts_with("All")));
    let mut cells = parts.flat_map(|row| row.iter().skip(1)).map(Cell::text);
    let mut hides = false;
    cells.all(|text| {
        hides |= is_mark(&text);
        is_mark(&text) || ["", "–", "0"].contains(&text.as_str())
    }) && hides
}

/// What is said in place of tables that tell nothing.
fn left_out(rule: &Rule, captions: &mut Vec<String>) -> Option<Block> {
    let captions = std::mem::take(captions).join("; ");
    (!captions.is_empty()).then(|| {
        Block::Words(format!(
            "Left out: {captions}. Alone, or beside reports that left before, the numbers would tell what the rule for small numbers hides: {}.",
            rule.name
        ))
    })
}

/// Whether a cell's text stands for a number that is hidden.
pub(crate) fn is_mark(text: &str) -> bool {
    text == Shown::Small.to_string() || text == Shown::Hidden.to_string()
}

/// A count as a cell.
pub(super) fn cell(shown: Shown) -> Cell {
    match shown {
        Shown::Number(number) => Cell::count(number),
        Shown::Small | Shown::Hidden | Shown::Untold => Cell::words(shown.to_string()),
    }
}

/// The number, where it is seen.
pub(super) fn number(shown: Shown) -> Option<f64> {
    match shown {
        // Counts stay far below the point where a float could not hold them.
        Shown::Number(number) => Some(number as f64),
        Shown::Small | Shown::Hidden | Shown::Untold => None,
    }
}

/// Where a row stands among others that are told with the most first: those whose number is seen by it, and the others behind them. Any order that
/// comes from what is hidden would tell it.
pub(super) fn place(seen: Option<f64>, name: &str) -> (bool, Reverse<i64>, String) {
    // To a thousandth, so that numbers can be put into an order.
    (seen.is_none(), Reverse(seen.map_or(0, |seen| (1000.0 * seen) as i64)), name.to_owned())
}

/// A number worked out from others, hidden where one of them is, and a dash where it has no meaning.
pub(super) fn derived(from: &[Shown], value: impl FnOnce(&[f64]) -> Option<(f64, String)>) -> Cell {
    let numbers: Option<Vec<f64>> = from.iter().map(|shown| number(*shown)).collect();
    match numbers.map(|numbers| value(&numbers)) {
        None => Cell::words(Shown::Hidden.to_string()),
        Some(None) => Cell::words("–"),
        Some(Some((value, words))) => Cell::real(value, words),
    }
}

/// A share in percent of the whole, hidden where either is.
pub(super) fn share(part: Shown, whole: Shown) -> Cell {
    derived(&[part, whole], |numbers| match numbers {
        [part, whole] if *whole > 0.0 => {
            let share = 100.0 * part / whole;
            Some((share, format!("{share:.1}%")))
        }
        _ => None,
    })
}

/// The next of 1, 2, 5, 10, 20 … that is no smaller.
fn round_above(value: f64) -> f64 {
    if value <= 0.0 || !value.is_finite() {
        return 0.0;
    }
    let power = 10_f64.powf(value.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|step| step * power)
        .find(|unit| *unit >= value)
        .unwrap_or(10.0 * power)
}

/// What the third figure of a number counts; nothing of nought.
fn of_three_figures(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() { 0.0 } else { 10_f64.powf(value.abs().log10().floor() - 2.0) }
}

#[cfg(test)]
mod tests {
    use concordat_report::Width;

    use super::*;

    #[test]
    fn harm_is_no_finer_than_the_crimes_that_are_hidden_weigh() {
        for (value, unit) in [(0.0, 0.0), (5.0, 5.0), (50.0, 50.0), (51.0, 100.0), (12_775.0, 20_000.0)] {
            assert!((round_above(value) - unit).abs() < 1e-9, "{value}: {}", round_above(value));
        }
        let sight = Sight::Released(Published { rule: Rule::under_5(), cells: [].into(), sums: Vec::new() });
        let told = [0.0, 2499.0, 2500.0, 7499.0, 7500.0].map(|harm| sight.harm(harm, 1000.0));
        assert_eq!(told, [None, None, Some(5000.0), Some(5000.0), Some(10_000.0)]);
        assert_eq!(sight.harm(15_111_250.0, 2555.0), Some(15_100_000.0));
        assert_eq!(sight.harm(740_497_957.0, 2555.0), Some(740_000_000.0));
        assert_eq!(Sight::Open(Tables::new()).harm(3600.0, 1000.0), Some(3600.0));
    }

    #[test]
    fn tables_that_tell_nothing_are_left_out_with_a_sentence() {
        let table = |caption: &str, cells: &[&str]| {
            let columns = [("Hour", Width::Middle), ("Crimes", Width::Middle)];
            let rows = cells.iter().map(|cell| vec![Cell::words("03:00"), Cell::words(*cell)]);
            Block::Table(Table::new(caption, &columns).rows(rows))
        };
        let released = Published { rule: Rule::under_5(), cells: [].into(), sums: Vec::new() };
        let blocks = vec![
            table("Days", &["[c]", "0"]),
            table("Hours; the busiest are marked", &["[c]", "–"]),
            table("Months", &["[c]", "9"]),
            table("Noughts", &["0", "0"]),
        ];
        let told = Sight::Released(released).explained(blocks);
        let [Block::Words(words), Block::Table(months), _, Block::Table(noughts), _] = told.as_slice() else {
            panic!("{told:?}")
        };
        assert!(words.starts_with("Left out: Days; Hours. Alone, or beside"), "{words}");
        assert_eq!((months.caption.as_str(), noughts.caption.as_str()), ("Months", "Noughts"));
    }

    #[test]
    fn what_rests_on_a_hidden_number_is_hidden() {
        assert_eq!(share(Shown::Number(3), Shown::Number(12)).text(), "25.0%");
        assert_eq!(share(Shown::Hidden, Shown::Number(12)).text(), "[c]");
        assert_eq!(share(Shown::Number(3), Shown::Small).text(), "[c]");
        assert_eq!(share(Shown::Number(0), Shown::Number(0)).text(), "–");
    }
}
