//! The history of an action as events: fields changed in one request are one event.

use std::collections::HashMap;

use concordat_store::FieldChange;
use concordat_web::parts::{Details, Event, Html, SummaryList, Table, Timeline};

use super::words;

/// As long as a text may be to stand in a sentence.
const SHORT: usize = 60;

/// The events, newest first; `names` says who is behind the actors' words.
pub(crate) fn timeline(changes: &[FieldChange], names: &HashMap<String, String>) -> Option<Timeline> {
    timeline_because(changes, names, &HashMap::new())
}

/// The same, with what each request rests on where that is known: `by proposal, decided: …`.
pub(crate) fn timeline_because(
    changes: &[FieldChange],
    names: &HashMap<String, String>,
    because: &HashMap<String, Html>,
) -> Option<Timeline> {
    let mut timeline = Timeline::new();
    for (n, together) in changes.chunk_by(|a, b| a.request == b.request).enumerate() {
        let Some(first) = together.first() else { continue };
        let is_new = together.iter().all(|change| change.former.is_none())
            && together.iter().any(|change| change.field == "Objective");
        let fields = together.iter().rev();
        let what: Html = if is_new {
            let said = fields.filter(|change| change.latter.is_some());
            let said = said.map(|change| (change.field.as_str(), text(&change.latter)));
            Details::new("What it said", SummaryList::new().rows(said)).into()
        } else if let Some(sentence) = one_short_change(together) {
            Html::paragraphs([sentence])
        } else {
            // Each its own name: tables that scroll are places a reader can jump to.
            Table::new(format!("What changed, {} back", words::count(n + 1, "change", "changes")))
                .caption_hidden()
                .columns(["Field", "It said", "It says"])
                .row_headers()
                .rows(fields.map(|change| {
                    vec![change.field.as_str().into(), text(&change.former), text(&change.latter)]
                }))
                .into()
        };
        let what = match because.get(&first.request) {
            Some(because) => Html::spaced([Html::paragraphs([because.clone()]), what]),
            None => what,
        };
        let who = names.get(&first.actor).map_or("Someone", String::as_str);
        timeline = timeline.event(
            Event::new(title(together, is_new), words::moment(&first.at), &first.at).by(who).what(what),
        );
    }
    (!changes.is_empty()).then_some(timeline)
}

fn title(together: &[FieldChange], is_new: bool) -> String {
    let latter = |field: &str| {
        together.iter().find(|change| change.field == field).and_then(|change| change.latter.as_deref())
    };
    if is_new {
        return "Added to the plan".to_owned();
    }
    if latter("State") == Some("Withdrawn") {
        return "Withdrawn".to_owned();
    }
    if latter("Priority").is_some() {
        return "Moved".to_owned();
    }
    match together {
        [one] => format!("{} changed", one.field),
        several => format!("{} fields changed", several.len()),
    }
}

/// A sentence for what needs no table: one field with two short texts.
fn one_short_change(together: &[FieldChange]) -> Option<String> {
    let [change] = together else { return None };
    let short = |text: &Option<String>| {
        text.clone().filter(|text| !text.is_empty() && !text.contains('\n') && text.chars().count() <= SHORT)
    };
    Some(format!("“{}” became “{}”.", short(&change.former)?, short(&change.latter)?))
}

fn text(text: &Option<String>) -> Html {
    match text.as_deref() {
        None | Some("") => "Nothing".into(),
        Some(text) => Html::lines(text),
    }
}

/// An invented history.
pub(crate) fn samples() -> Vec<(&'static str, Timeline)> {
    let at = |request: &str, field: &str, former: Option<&str>, latter: Option<&str>| FieldChange {
        at: "2027-01-04T09:30:00Z".to_owned(),
        actor: "operator".to_owned(),
        request: request.to_owned(),
        field: field.to_owned(),
        former: former.map(str::to_owned),
        latter: latter.map(str::to_owned),
    };
    let changes = [
        at("2", "State", Some("No update yet"), Some("On track")),
        at("2", "Steps", Some("Walk"), Some("Walk the streets\nMap the lighting")),
        at("1", "Objective", None, Some("Make Lower Ashing safer")),
        at("1", "Number", None, Some("1.1")),
    ];
    let names = HashMap::from([("operator".to_owned(), "the operator".to_owned())]);
    timeline(&changes, &names).map(|timeline| ("two events", timeline)).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_changed_together_are_one_event_in_plain_words() {
        let (_, timeline) = samples().into_iter().next().unwrap();
        let html = Html::from(timeline);
        assert_eq!(html.as_str().matches("<time").count(), 2);
        assert!(html.as_str().contains("2 fields changed"));
        assert!(html.as_str().contains("Added to the plan"));
        assert!(html.as_str().contains("4 January 2027, 9:30am"));
    }

    #[test]
    fn one_short_change_is_a_sentence() {
        let change = FieldChange {
            at: "2027-01-04T09:30:00Z".to_owned(),
            actor: "operator".to_owned(),
            request: "1".to_owned(),
            field: "State".to_owned(),
            former: Some("On track".to_owned()),
            latter: Some("Late".to_owned()),
        };
        let html = Html::from(timeline(std::slice::from_ref(&change), &HashMap::new()).unwrap());
        assert!(html.as_str().contains("“On track” became “Late”."));
        let long = FieldChange { latter: Some("a\nb".to_owned()), ..change };
        assert_eq!(one_short_change(&[long]), None);
    }

    #[test]
    fn no_change_is_no_history() {
        assert!(timeline(&[], &HashMap::new()).is_none());
    }
}
