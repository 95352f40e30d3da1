//! How an award came down to where its money is now: a falling step for each place, beside the table that says the same.

use concordat_kernel::Money;
use concordat_web::{
    askama::{Template, filters::HtmlSafe},
    cells,
    parts::{Colour, Column, Html, Part, Table, swatch},
};

/// One step down.
#[derive(Debug, Clone)]
struct Step {
    label: String,
    amount: Money,
    colour: Colour,
}

/// A step as drawn, in tenths of a percent across and dots down.
struct Drawn {
    colour: &'static str,
    x: String,
    y: usize,
    wide: String,
}

/// The picture and its table.
#[derive(Debug, Clone, Template)]
#[template(path = "waterfall.html")]
pub(super) struct Waterfall {
    id: &'static str,
    title: String,
    whole: Money,
    steps: Vec<Step>,
    table: Table,
}

impl HtmlSafe for Waterfall {}
impl Part for Waterfall {}

impl Waterfall {
    /// The whole, from which the steps come down.
    pub(super) fn new(id: &'static str, title: &str, whole: Money) -> Self {
        let table = Table::new(title)
            .columns([Column::new("Where"), Column::numeric("Amount"), Column::numeric("Share")])
            .row_headers();
        let whole_step = Step { label: "Award".to_owned(), amount: whole, colour: Colour::Blue };
        let table = table.row(cells![swatch(Colour::Blue, "Award"), whole.to_string(), "100%"]);
        Self { id, title: title.to_owned(), whole, steps: vec![whole_step], table }
    }

    /// One more place with money in it; where the entries are that make its balance up. None of nothing is drawn.
    pub(super) fn step(mut self, label: &str, amount: Money, colour: Colour, entries: Option<&str>) -> Self {
        if amount.is_zero() {
            return self;
        }
        let shown = amount.to_string();
        let shown = match entries {
            Some(href) => {
                let about = Html::hidden(&format!("{label}: the entries of"));
                Html::link(href, Html::spaced([about, shown.into()]))
            }
            None => shown.into(),
        };
        self.table = self.table.row(cells![swatch(colour, label), shown, share(amount, self.whole)]);
        self.steps.push(Step { label: label.to_owned(), amount, colour });
        self
    }

    fn height(&self) -> usize {
        self.steps.len() * 24
    }

    /// "Award: £39,661. Spent: £26,440, …"
    fn description(&self) -> String {
        let steps: Vec<String> =
            self.steps.iter().map(|step| format!("{}: {}", step.label, step.amount)).collect();
        format!("{}.", steps.join(", "))
    }

    /// Edges are rounded, not widths, so that each step begins where the one before ended.
    fn drawn(&self) -> Vec<Drawn> {
        let whole = i128::from(self.whole.in_pence().max(1));
        let edge = |amount: Money| i128::from(amount.in_pence()) * 1000 / whole;
        let percent = |thousandths: i128| format!("{}.{}%", thousandths / 10, thousandths % 10);
        let mut top = self.whole;
        self.steps
            .iter()
            .enumerate()
            .map(|(n, step)| {
                let (low, high) = if n == 0 { (Money::ZERO, top) } else { (top - step.amount, top) };
                top = if n == 0 { top } else { low };
                Drawn {
                    colour: fill(step.colour),
                    x: percent(edge(low)),
                    y: n * 24 + 3,
                    wide: percent((edge(high) - edge(low)).max(2)),
                }
            })
            .collect()
    }
}

/// A share in tenths of a percent, as it is said; never nothing of what is something.
fn share(part: Money, whole: Money) -> String {
    let tenths = i128::from(part.in_pence()) * 1000 / i128::from(whole.in_pence().max(1));
    if tenths == 0 { "under 0.1%".to_owned() } else { format!("{}.{}%", tenths / 10, tenths % 10) }
}

/// The colour's name in the style sheet.
const fn fill(colour: Colour) -> &'static str {
    match colour {
        Colour::Green => "green",
        Colour::Teal => "teal",
        Colour::Purple => "purple",
        Colour::Magenta => "magenta",
        Colour::Red => "red",
        Colour::Orange => "orange",
        Colour::Yellow => "yellow",
        Colour::Grey => "grey",
        Colour::Blue => "blue",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_come_down_to_nothing_and_the_smallest_is_seen() {
        let drawn = Waterfall::new("w", "Where it is", Money::pounds(39_661))
            .step("Spent", Money::pounds(26_440), Colour::Green, Some("/entries"))
            .step("Not allocated", Money::pounds(1), Colour::Yellow, None)
            .step("Returned", Money::ZERO, Colour::Purple, None)
            .step("Held back", Money::pounds(13_220), Colour::Grey, None);
        let bars = drawn.drawn();
        assert_eq!(
            bars.iter().map(|bar| bar.x.as_str()).collect::<Vec<_>>(),
            ["0.0%", "33.3%", "33.3%", "0.0%"]
        );
        assert_eq!(
            bars.iter().map(|bar| bar.wide.as_str()).collect::<Vec<_>>(),
            ["100.0%", "66.7%", "0.2%", "33.3%"]
        );
        let html = drawn.html();
        assert!(html.as_str().contains("under 0.1%") && html.as_str().contains("Held back: £13,220"));
        assert!(!html.as_str().contains("Returned"), "nothing is not a step");
    }
}
