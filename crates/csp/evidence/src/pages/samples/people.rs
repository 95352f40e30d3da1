//! Invented answers about people.

use concordat_steps::{Table, Values};

fn text(values: &[&str]) -> Values {
    Values::Text(values.iter().map(|value| Some((*value).to_owned())).collect())
}

fn ints(values: &[i64]) -> Values {
    Values::Int(values.iter().copied().map(Some).collect())
}

/// Who comes back.
pub(super) fn repeat() -> Vec<Table> {
    let times = Table::new(vec![
        ("role", text(&["victim"; 4])),
        ("times", ints(&[1, 2, 3, 5])),
        ("people", ints(&[4100, 610, 92, 3])),
    ]);
    let kinds = Table::new(vec![
        ("role", text(&["victim"; 5])),
        ("times", ints(&[2, 2, 3, 3, 3])),
        ("kind", text(&["repeats", "multiple", "repeats", "multiple", "both"])),
        ("people", ints(&[400, 210, 4, 15, 76])),
    ]);
    let again = Table::new(vec![
        ("role", text(&["victim"; 5])),
        ("band", ints(&[0, 1, 2, 3, 6])),
        ("repeats", ints(&[310, 190, 120, 140, 58])),
    ]);
    let serial = Table::new(vec![
        ("kind", text(&["one victim", "serial", "younger", "age not stated"])),
        ("people", ints(&[2900, 214, 3, 12])),
    ]);
    let flow = Table::new(vec![
        ("flow", text(&["victim only", "suspect only", "victim first", "suspect first"])),
        ("accused", text(&["nobody", "suspect", "suspect", "suspect"])),
        ("people", ints(&[4642, 2966, 88, 75])),
    ]);
    vec![times, kinds, again, serial, flow, related()]
}

fn related() -> Table {
    Table::new(vec![
        ("value", text(&["partner", "stranger", "not stated"])),
        ("people", ints(&[3550, 2071, 2])),
    ])
}

/// Who they are.
pub(super) fn profiles() -> Vec<Table> {
    let traits = Table::new(vec![
        ("role", text(&["victim"; 7])),
        ("trait", text(&["sex", "sex", "sex", "age", "age", "age", "reference"])),
        ("value", text(&["female", "male", "not stated", "18 to 24", "25 to 34", "not stated", "known"])),
        ("people", ints(&[3300, 1100, 405, 1900, 2840, 65, 4805])),
    ]);
    vec![traits, related()]
}
