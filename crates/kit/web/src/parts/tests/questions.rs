//! How the examples of questions on a form are said with our parts.

use serde_json::{Map, Value};

use super::options::{Options, class_size};
use crate::parts::*;

/// What every question has; `None` when an option cannot be said.
macro_rules! question {
    ($part:expr, $o:ident, $inner:expr, $prefix:literal) => {{
        let mut part = $part;
        let mut inner: Options = $inner;
        let size = class_size(inner.string("classes"), $prefix)?;
        let heading = inner.flag("isPageHeading");
        if !inner.done() {
            return None;
        }
        part = match (size, heading) {
            (Some(size), true) => part.heading(size),
            (Some(size), false) => part.size(size),
            (None, true) => return None,
            (None, false) => part,
        };
        if $o.0.contains_key("hint") {
            part = part.hint($o.said("hint")?);
        }
        if $o.0.contains_key("errorMessage") {
            part = part.error($o.said("errorMessage")?);
        }
        part
    }};
}

macro_rules! labelled {
    ($kind:ident, $o:ident) => {{
        let mut label = $o.object("label")?;
        let part = $kind::new($o.string("name")?, label.words("text", "html")?);
        let part = question!(part, $o, label, "govuk-label--");
        match $o.string("id") {
            Some(id) => part.id(id),
            None => part,
        }
    }};
}

macro_rules! legended {
    ($make:path, $o:ident, $id:literal) => {{
        let mut fieldset = $o.object("fieldset")?;
        let mut legend = fieldset.object("legend")?;
        if !fieldset.done() {
            return None;
        }
        let id = $o.string($id);
        let name = $o.string("name").or_else(|| id.clone())?;
        let part = $make(name, legend.words("text", "html")?);
        let part = question!(part, $o, legend, "govuk-fieldset__legend--");
        match id {
            Some(id) => part.id(id),
            None => part,
        }
    }};
}

pub(super) fn input(o: &mut Options) -> Option<Html> {
    use InputWidth::*;
    let mut part = labelled!(TextInput, o);
    for class in o.string("classes").unwrap_or_default().split_whitespace() {
        let width = class.strip_prefix("govuk-input--width-").and_then(|n| n.parse::<u8>().ok());
        part = match width {
            Some(n) => {
                part.width([Two, Three, Four, Five, Ten, Twenty, Thirty].into_iter().find(|w| *w as u8 == n)?)
            }
            None if class == "govuk-input--extra-letter-spacing" => part.letter_spaced(),
            None => return None,
        };
    }
    if let Some(value) = o.string("value") {
        part = part.value(value);
    }
    if let Some(mode) = o.string("inputmode") {
        part = part.inputmode(["numeric", "decimal"].into_iter().find(|known| *known == mode)?);
    }
    if let Some(purpose) = o.string("autocomplete") {
        part = part.autocomplete(["postal-code", "email"].into_iter().find(|known| *known == purpose)?);
    }
    if let Some(kind) = o.string("type") {
        part = part.kind(if kind == "text" { InputKind::Text } else { return None });
    }
    if o.0.get("spellcheck") == Some(&Value::Bool(false)) && o.take("spellcheck").is_some() {
        part = part.no_spellcheck();
    }
    if o.0.contains_key("prefix") {
        part = part.prefix(o.said("prefix")?);
    }
    if o.0.contains_key("suffix") {
        part = part.suffix(o.said("suffix")?);
    }
    Some(part.into())
}

pub(super) fn textarea(o: &mut Options) -> Option<Html> {
    let mut part = labelled!(Textarea, o);
    if let Some(value) = o.string("value") {
        part = part.value(value);
    }
    if let Some(rows) = o.string("rows") {
        part = part.rows(rows.parse().ok()?);
    }
    if let Some(limit) = o.string("maxlength") {
        part = part.limit(limit.parse().ok()?);
    }
    Some(part.into())
}

pub(super) fn character_count(o: &mut Options) -> Option<Html> {
    if o.0.contains_key("maxlength") { textarea(o) } else { None }
}

pub(super) fn select(o: &mut Options) -> Option<Html> {
    let mut part = labelled!(Select, o);
    for mut item in o.list("items")? {
        let (value, text) = (item.string("value")?, item.string("text")?);
        if item.flag("selected") {
            part = part.chosen(value.clone());
        }
        part = part.option(value, text);
        if !item.done() {
            return None;
        }
    }
    if let Some(value) = o.string("value") {
        part = part.chosen(value);
    }
    Some(part.into())
}

/// The choices, and the values of those that are made.
fn choices(o: &mut Options) -> Option<(Vec<Choice>, Vec<String>)> {
    let (mut choices, mut made) = (Vec::new(), Vec::new());
    for mut item in o.list("items")? {
        let choice = match item.string("divider") {
            Some(word) => Choice::divider(word),
            None => {
                let value = item.string("value")?;
                if item.flag("checked") {
                    made.push(value.clone());
                }
                let mut choice = Choice::new(value, item.words("text", "html")?);
                if item.0.contains_key("hint") {
                    choice = choice.hint(item.said("hint")?);
                }
                if item.0.contains_key("conditional") {
                    choice = choice.reveals(item.said("conditional")?);
                }
                if item.0.contains_key("behaviour") {
                    choice = (item.string("behaviour")? == "exclusive").then(|| choice.exclusive())?;
                }
                choice
            }
        };
        if !item.done() {
            return None;
        }
        choices.push(choice);
    }
    Some((choices, made))
}

pub(super) fn radios(o: &mut Options) -> Option<Html> {
    let mut part = legended!(Radios::new, o, "idPrefix");
    for class in o.string("classes").unwrap_or_default().split_whitespace() {
        part = match class {
            "govuk-radios--inline" => part.inline(),
            "govuk-radios--small" => part.small(),
            _ => return None,
        };
    }
    let (items, made) = choices(o)?;
    part = part.items(items);
    for value in made.into_iter().chain(o.string("value")) {
        part = part.chosen(value);
    }
    Some(part.into())
}

pub(super) fn checkboxes(o: &mut Options) -> Option<Html> {
    let mut part = legended!(Checkboxes::new, o, "idPrefix");
    if let Some(class) = o.string("classes") {
        part = (class == "govuk-checkboxes--small").then(|| part.small())?;
    }
    let (items, made) = choices(o)?;
    part = part.items(items).chosen(made);
    if let Some(values) = o.take("values") {
        part = part.chosen(values.as_array()?.iter().filter_map(Value::as_str));
    }
    Some(part.into())
}

pub(super) fn date_input(o: &mut Options) -> Option<Html> {
    let id = o.string("id")?;
    let prefix = o.string("namePrefix");
    o.0.insert("name".into(), prefix.clone().unwrap_or_else(|| id.clone()).into());
    o.0.insert("idPrefix".into(), id.into());
    let whole = o.0.get("day") != Some(&Value::Bool(false));
    let mut part = match whole {
        true => legended!(DateInput::new, o, "idPrefix"),
        false => {
            o.take("day");
            legended!(DateInput::month, o, "idPrefix")
        }
    };
    let boxes = [("day", DatePart::Day), ("month", DatePart::Month), ("year", DatePart::Year)];
    for (name, date_part) in boxes {
        if let Some(mut inner) = o.object(name) {
            if inner.flag("error") {
                part = part.wrong(date_part);
            }
            if !inner.done() {
                return None;
            }
        }
        let values = o.0.get_mut("values").and_then(Value::as_object_mut);
        let key = prefix.as_ref().map_or(name.to_owned(), |prefix| format!("{prefix}-{name}"));
        if let Some(value) = values.and_then(|values| values.shift_remove(&key)) {
            part = part.value(date_part, value.to_string());
        }
    }
    if o.0.get("values").and_then(Value::as_object).is_some_and(Map::is_empty) {
        o.take("values");
    }
    Some(if prefix.is_some() { part.into() } else { part.unprefixed().into() })
}

pub(super) fn file_upload(o: &mut Options) -> Option<Html> {
    let mut part = labelled!(FileUpload, o);
    if o.flag("multiple") {
        part = part.multiple();
    }
    Some(part.into())
}
