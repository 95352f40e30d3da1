use concordat_kernel::Mark;
use serde_json::{Value, json};

use super::{MADE_AT, awkward, empty, money};
use crate::{RecordedPlan, export::paper};

fn data(plan: &RecordedPlan) -> Value {
    let names = ("Merrowshire Community Safety Partnership", "As agreed");
    paper(plan, &money(), names, Mark::Official, MADE_AT).data
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
    let ours = ["Funded", "Money", "Linked", "Links not known", "Stood down", "Starred", "No update yet"];
    assert_eq!(words[..2], ["Purple actions", "Green actions"]);
    assert_eq!(words[2..], ours);
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

#[test]
fn money_links_and_what_is_stood_down_are_said_in_words() {
    let data = data(&awkward());
    let actions = &data["priorities"][0]["actions"];
    assert_eq!(actions[0]["money"], "To be confirmed: Safer Evenings & Nights Fund");
    assert_eq!(actions[1]["money"], "Confirmed");
    assert_eq!(data["priorities"][1]["actions"][0]["money"], Value::Null, "nobody has said");
    assert_eq!(
        (&actions[0]["linked"]["state"], &actions[1]["linked"]["state"]),
        (&json!("yes"), &json!("no"))
    );
    let down = "[Stood down on 3 June 2026: Nobody asked for it: two rounds of letters, no answer]";
    assert_eq!(actions[0]["rows"][0]["steps"][0], "Hold reviews; publish within 6 months");
    assert_eq!(actions[0]["rows"][0]["steps"][1], format!("=1+1 {down}"));
    assert_eq!(actions[0]["rows"][2]["steps"][0], format!("Check each recommendation {down}"));
    assert!(!data.to_string().contains("Not for partners"), "a note on funding stays on its page");
}
