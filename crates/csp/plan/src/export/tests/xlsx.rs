use super::{MADE_AT, awkward, empty};
use crate::export::xlsx;

#[test]
fn the_same_plan_gives_the_same_file() {
    assert_eq!(xlsx(&awkward(), MADE_AT).unwrap(), xlsx(&awkward(), MADE_AT).unwrap());
}

#[test]
fn a_text_too_long_for_a_cell_is_refused_and_never_cut() {
    let mut plan = awkward();
    plan.priorities[0].actions[0].content.rows[0].steps = vec!["x".repeat(40_000)];
    let problem = xlsx(&plan, MADE_AT).unwrap_err();
    assert!(problem.to_string().contains("`Actions` of action `1.1`"), "{problem}");
}

#[test]
fn an_empty_plan_is_a_file_too() {
    assert!(xlsx(&empty(), MADE_AT).unwrap().starts_with(b"PK"));
}
