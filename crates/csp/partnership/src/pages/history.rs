//! What a thing was before, told as a timeline: what was done together is one event.

use std::collections::HashMap;

use concordat_kernel::{AnyId, Result, jiff::civil::Date};
use concordat_store::{FieldChange, Former};
use concordat_web::{
    Reader,
    parts::{Event, Html, Timeline},
};

use super::{people::People, words};
use crate::{BodyKind, Capacity};

/// A thing and its changes.
pub(super) struct Told {
    /// What begins each event's title: "Body", "Seat “District councils”".
    pub(super) subject: String,
    /// Its changes, newest first.
    pub(super) former: Former,
}

/// The changes of several things as one timeline, newest first; nothing when there are none.
pub(super) async fn timeline(
    reader: &Reader,
    told: &[Told],
    names: &HashMap<AnyId, String>,
) -> Result<Option<Timeline>> {
    let people = People::find(reader, mentioned(told)).await?;
    Ok(draw(told, names, &people))
}

/// Everybody who did something, and everybody it was about.
fn mentioned(told: &[Told]) -> Vec<AnyId> {
    let mut ids = Vec::new();
    for change in told.iter().flat_map(|told| &told.former) {
        ids.extend(change.actor.parse::<AnyId>().ok());
        if matches!(change.field.as_str(), "person" | "deputy") {
            let values = [&change.former, &change.latter].into_iter().flatten();
            ids.extend(values.filter_map(|value| value.parse::<AnyId>().ok()));
        }
    }
    ids
}

/// The drawing alone.
pub(super) fn draw(told: &[Told], names: &HashMap<AnyId, String>, people: &People) -> Option<Timeline> {
    let mut events: Vec<(&str, Event)> = Vec::new();
    for told in told {
        for together in told.former.chunk_by(|one, next| one.request == next.request) {
            if let Some(first) = together.first() {
                events.push((&first.at, event(&told.subject, first, together, names, people)));
            }
        }
    }
    if events.is_empty() {
        return None;
    }
    events.sort_by(|one, other| other.0.cmp(one.0));
    Some(events.into_iter().fold(Timeline::new(), |timeline, (_, event)| timeline.event(event)))
}

fn event(
    subject: &str,
    first: &FieldChange,
    together: &[FieldChange],
    names: &HashMap<AnyId, String>,
    people: &People,
) -> Event {
    let has = |field: &str| together.iter().any(|change| change.field == field);
    let added = together.iter().all(|change| change.former.is_none()) && (has("name") || has("title"));
    let verb = match () {
        () if added => "added",
        () if has("end_reason") => "ended",
        () => "changed",
    };
    let event = Event::new(format!("{subject} {verb}"), words::moment(&first.at), first.at.clone())
        .by(people.actor(&first.actor));
    // What a thing began with is told by what is there now and by what changed since.
    if added {
        return event;
    }
    let lines = together.iter().rev().map(|change| sentence(change, names, people));
    event.what(Html::bullets(lines))
}

fn sentence(change: &FieldChange, names: &HashMap<AnyId, String>, people: &People) -> String {
    let label = label(&change.field);
    let told = |value: &str| value_in_words(&change.field, value, names, people);
    match (change.former.as_deref(), change.latter.as_deref()) {
        (Some(former), Some(latter)) => format!("{label}: “{}” became “{}”", told(former), told(latter)),
        (None, Some(latter)) => format!("{label}: now “{}”", told(latter)),
        (Some(former), None) => format!("{label}: “{}” was taken away", told(former)),
        (None, None) => label.to_owned(),
    }
}

fn label(field: &str) -> &str {
    match field {
        "name" => "Name",
        "short_name" => "Short name",
        "kind" => "Takes part as",
        "aliases" => "Names in documents",
        "predecessor" => "Took over from",
        "active_from" => "First day",
        "active_until" => "Last day",
        "notes" => "Notes",
        "parent" => "Part of",
        "purpose" => "Purpose",
        "area" => "Area",
        "statutory" => "Statutory role",
        "title" => "Title",
        "body" => "Held by",
        "capacity" => "Capacity",
        "person" => "Filled by",
        "deputy" => "Deputy",
        "end_reason" => "Reason",
        "spoken_for" => "Speaks for",
        other => other,
    }
}

fn value_in_words(field: &str, value: &str, names: &HashMap<AnyId, String>, people: &People) -> String {
    let known = match field {
        "kind" => BodyKind::from_word(value).map(|kind| kind.title().to_owned()),
        "capacity" => Capacity::from_word(value).map(|capacity| capacity.title().to_owned()),
        "active_from" | "active_until" => value.parse::<Date>().ok().map(words::day),
        "spoken_for" => {
            let name = |id: &str| id.parse().ok().and_then(|id: AnyId| names.get(&id).cloned());
            Some(value.lines().map(|id| name(id).unwrap_or_default()).collect::<Vec<_>>().join(", "))
        }
        "aliases" => Some(value.lines().collect::<Vec<_>>().join(", ")),
        "person" | "deputy" => value.parse().ok().map(|id| people.name(id).to_owned()),
        "predecessor" | "parent" | "area" | "body" => {
            value.parse().ok().and_then(|id: AnyId| names.get(&id).cloned())
        }
        _ => None,
    };
    known.unwrap_or_else(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use concordat_web::parts::Part as _;

    use super::*;

    fn change(
        at: &str,
        request: &str,
        field: &str,
        former: Option<&str>,
        latter: Option<&str>,
    ) -> FieldChange {
        FieldChange {
            at: at.into(),
            actor: "operator".into(),
            request: request.into(),
            field: field.into(),
            former: former.map(str::to_owned),
            latter: latter.map(str::to_owned),
        }
    }

    #[test]
    fn what_was_done_together_is_one_event_newest_first() {
        let told = Told {
            subject: "Body".into(),
            former: vec![
                change("2027-03-04T09:30:00Z", "2", "active_until", None, Some("2027-03-31")),
                change("2027-03-04T09:30:00Z", "2", "kind", Some("other"), Some("co-operating")),
                change("2027-03-01T09:30:00Z", "1", "kind", None, Some("other")),
                change("2027-03-01T09:30:00Z", "1", "name", None, Some("Port Aldren Council")),
            ],
        };
        let html = draw(&[told], &HashMap::new(), &People::default()).unwrap().html();
        let html = html.as_str();
        let (changed, added) = (html.find("Body changed").unwrap(), html.find("Body added").unwrap());
        assert!(changed < added, "{html}");
        assert!(html.contains("Takes part as: “Other body” became “Co-operating body”"), "{html}");
        assert!(html.contains("Last day: now “31 March 2027”"), "{html}");
        assert!(html.contains("by the operator"), "{html}");
        assert!(!html.contains("Port Aldren"), "{html}");
    }

    #[test]
    fn people_are_named_and_never_shown_as_ids() {
        let (one, other) = (AnyId::from_u128(1), AnyId::from_u128(2));
        let former = vec![change(
            "2027-03-04T09:30:00Z",
            "2",
            "person",
            Some(&one.to_string()),
            Some(&other.to_string()),
        )];
        let told = Told { subject: "Seat “District councils”".into(), former };
        let people = People::known([(one, "Rowan Ashdown")]);
        let html = draw(&[told], &HashMap::new(), &people).unwrap().html();
        assert!(
            html.as_str().contains("Filled by: “Rowan Ashdown” became “someone whose name is not shown”"),
            "{}",
            html.as_str()
        );
    }

    #[test]
    fn without_changes_there_is_no_timeline() {
        assert!(draw(&[], &HashMap::new(), &People::default()).is_none());
    }
}
