use concordat_kernel::Mark;
use serde_json::{Value, json};

use super::{MADE_AT, awkward, empty};
use crate::{RecordedPlan, export::paper};

fn data(plan: &RecordedPlan) -> Value {
    paper(plan, "Merrowshire Community Safety Partnership", "As agreed", Mark::Official, MADE_AT).data
}

#[test]
fn the_summary_counts_each_priority_by_state() {
    let data = data(&awkward());
    assert_eq!(
        data["states"],
        json!(["No update yet", "Not started", "On track", "At risk", "Late", "Done"])
    );
    assert_eq!(
        data["summary"][0],
        json!({"number": "1", "title": "Domestic abuse & coercion", "actions": 2,
               "counts": [1, 0, 1, 0, 0, 0], "funded": 2, "linked": 1})
    );
    assert_eq!(data["summary"][2]["actions"], 0);
    assert_eq!(data["summary"][2]["number"], Value::Null);
    // Its action is 9.1, but a shared heading is no ninth priority.
    for shared in [&data["summary"][3], &data["priorities"][3]] {
        assert_eq!((&shared["title"], &shared["number"]), (&json!("Multiple"), &Value::Null));
    }
}

#[test]
fn words_are_explained_and_the_plans_own_key_comes_first() {
    let data = data(&awkward());
    let words: Vec<_> = data["key"].as_array().unwrap().iter().map(|entry| &entry["word"]).collect();
    assert_eq!(words, ["Purple actions", "Green actions", "Funded", "Linked", "Starred", "No update yet"]);
    assert_eq!(data["key"][0]["meaning"], "funded by the grant");
    assert_eq!(data["made_on"], "14 July 2026");
    assert_eq!(data["period"], "April 2026 to March 2027");
}

#[test]
fn what_is_not_there_is_null_for_the_template_to_say_so() {
    let data = data(&awkward());
    let action = &data["priorities"][0]["actions"][1];
    assert_eq!(action["funding_note"], "");
    assert_eq!(action["label"], Value::Null);
    assert_eq!(data["priorities"][1]["actions"][0]["rows"][0]["timescale"], Value::Null);
    assert_eq!(data["priorities"][3]["kind"], "shared");
    assert_eq!(data["priorities"][0]["actions"].as_array().unwrap().len(), 2, "withdrawn ones stay out");
    let none = self::data(&empty());
    assert_eq!((&none["period"], &none["summary"]), (&json!("Not stated"), &json!([])));
}
