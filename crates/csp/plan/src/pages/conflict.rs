//! Two people changed the same thing: both texts side by side, and nothing lost.
//!
//! A form carries what the record said when it was filled (`was-…`). When the record has moved on,
//! every field where the two differ is asked about: what only one of them changed is chosen already,
//! what both changed must be. The answer goes again with the record's new version, and with what the
//! record said when it was asked (`now-…`).

use axum::{http::StatusCode, response::IntoResponse as _};
use concordat_kernel::Result;
use concordat_store::FieldChange;
use concordat_web::{
    Answer, Answers, Errors, Reader, axum,
    parts::{Choice, Html, Radios, Shell, Size, TextInput, Textarea},
};

use super::{
    form::{self, Field, Form, Kind, Section},
    words,
};

/// Whose change a difference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Theirs,
    Yours,
    Both,
}

/// A field on which the record and what was typed differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference<'a> {
    pub(crate) name: &'a str,
    pub(crate) side: Side,
    was: Option<&'a str>,
    now: &'a str,
    yours: &'a str,
}

/// The fields on which the record and what was typed differ, and who changed them.
pub(crate) fn differences<'a>(
    fields: &'a [Field],
    typed: &'a Answers,
    now: &'a Answers,
) -> Vec<Difference<'a>> {
    let mut found = Vec::new();
    for field in fields {
        let (name, now, yours) = (field.name.as_str(), now.get(&field.name), typed.get(&field.name));
        if now == yours {
            continue;
        }
        let key = format!("was-{name}");
        let was = typed.has(&key).then(|| typed.get(&key));
        let side = match was {
            Some(was) if was == yours => Side::Theirs,
            Some(was) if was == now => Side::Yours,
            _ => Side::Both,
        };
        found.push(Difference { name, side, was, now, yours });
    }
    found
}

/// Brings together what was chosen on the page of both texts. The names of fields that still
/// need a choice are added to `errors`; answers that come from no such page stay as they are.
pub(crate) fn merge(fields: &[Field], answers: &mut Answers, errors: &mut Errors) {
    let open = errors.iter().count();
    let differing: Vec<String> = answers.all("differs").to_vec();
    for field in fields.iter().filter(|field| differing.contains(&field.name)) {
        let name = &field.name;
        let chosen = match answers.get(&format!("keep-{name}")) {
            "record" => answers.get(&format!("now-{name}")).to_owned(),
            "yours" => answers.get(name).to_owned(),
            "other" => answers.get(&format!("text-{name}")).to_owned(),
            _ => {
                errors
                    .add(format!("keep-{name}"), format!("Choose which text to keep for “{}”.", field.label));
                continue;
            }
        };
        answers.set(name, chosen);
    }
    if errors.iter().count() > open {
        return;
    }
    // All is chosen: from here on the record as it was shown is what the form was filled from.
    for field in fields {
        let key = format!("now-{}", field.name);
        if answers.has(&key) {
            let now = answers.get(&key).to_owned();
            answers.set(format!("was-{}", field.name), now);
        }
    }
}

/// What the record said when a form was filled, as the form carries it.
pub(crate) fn before(fields: &[Field], answers: &Answers) -> Answers {
    Answers::from_pairs(fields.iter().filter_map(|field| {
        let key = format!("was-{}", field.name);
        answers.has(&key).then(|| (field.name.clone(), answers.get(&key).to_owned()))
    }))
}

/// Who made the latest change, and when: the beginning of a sentence.
pub(crate) async fn by(reader: &Reader, history: &[FieldChange]) -> Result<String> {
    let Some(change) = history.first() else { return Ok("Someone saved a change".to_owned()) };
    let name = words::names(reader, &[&change.actor]).await?.remove(&change.actor).unwrap_or_default();
    Ok(format!("{} saved a change on {}", words::capital(&name), words::moment(&change.at)))
}

/// Answers with the page of both texts.
pub(crate) fn answer(page: Page<'_>, errors: &Errors) -> Answer {
    Ok((StatusCode::CONFLICT, concordat_web::page(&page.form(errors))?).into_response())
}

/// What the page of both texts says beside the texts.
pub(crate) struct Page<'a> {
    pub(crate) shell: Shell,
    pub(crate) fields: &'a [Field],
    /// What was typed, with what the record said before.
    pub(crate) typed: &'a Answers,
    /// What the record says now.
    pub(crate) now: &'a Answers,
    /// The record's version now.
    pub(crate) version: i64,
    /// Who changed it meanwhile, and when, in words.
    pub(crate) by: String,
    /// Answers that are not compared and go again as they are.
    pub(crate) carried: Vec<(String, String)>,
    pub(crate) cancel: String,
}

impl Page<'_> {
    /// The page; `errors` are of an earlier answer to it.
    pub(crate) fn form(self, errors: &Errors) -> Form {
        let differences = differences(self.fields, self.typed, self.now);
        let mut sections = Vec::new();
        for (side, heading) in [
            (Side::Both, "You both changed these: choose which to keep"),
            (Side::Theirs, "Only the other person changed these"),
            (Side::Yours, "Only you changed these"),
        ] {
            let fields: Vec<Html> = differences
                .iter()
                .filter(|difference| difference.side == side)
                .filter_map(|difference| self.question(difference, errors))
                .collect();
            if !fields.is_empty() {
                let id = format!("{side:?}").to_lowercase();
                sections.push(Section { id, heading: Some(heading.to_owned()), fields });
            }
        }
        let nothing = sections.is_empty();
        let mut hidden = vec![("version".to_owned(), self.version.to_string())];
        hidden.extend(self.carried);
        let was = |field: &Field| {
            let key = format!("was-{}", field.name);
            self.typed.has(&key).then(|| (key.clone(), self.typed.get(&key).to_owned()))
        };
        hidden.extend(self.fields.iter().filter_map(was));
        let now = |field: &Field| (format!("now-{}", field.name), self.now.get(&field.name).to_owned());
        hidden.extend(self.fields.iter().map(now));
        let typed = |field: &Field| (field.name.clone(), self.typed.get(&field.name).to_owned());
        hidden.extend(self.fields.iter().map(typed));
        hidden
            .extend(differences.iter().map(|difference| ("differs".to_owned(), difference.name.to_owned())));
        let intro = [
            format!("{}. Nothing you typed is lost, and nothing of theirs is overwritten.", self.by),
            if nothing {
                "You both wrote the same, so there is nothing to choose. Save to go on.".to_owned()
            } else {
                "Where the record and your text differ, choose what to keep, then save.".to_owned()
            },
        ];
        let mut page = Form::new(self.shell, "Save what I chose", sections, self.cancel)
            .errors(errors)
            .intro(Html::paragraphs(intro));
        page.hidden = hidden;
        page
    }

    /// The questions about what both changed, and nothing else.
    pub(crate) fn of_both(&self, errors: &Errors) -> Vec<Html> {
        differences(self.fields, self.typed, self.now)
            .iter()
            .filter(|difference| difference.side == Side::Both)
            .filter_map(|difference| self.question(difference, errors))
            .collect()
    }

    fn question(&self, difference: &Difference<'_>, errors: &Errors) -> Option<Html> {
        let field = self.fields.iter().find(|field| field.name == difference.name)?;
        let name = format!("keep-{}", field.name);
        let id = super::id_of(&name);
        let mut radios = Radios::new(&name, &field.label)
            .id(id)
            .size(Size::S)
            .item(Choice::new("record", "In the record now").hint(Html::lines(&field.shown(difference.now))))
            .item(Choice::new("yours", "Yours").hint(Html::lines(&field.shown(difference.yours))))
            .error_if(errors.get(&name));
        if let Some(was) = difference.was.filter(|_| difference.side == Side::Both) {
            radios = radios.hint(format!("When you began it said: {}", field.shown(was)));
        }
        let text = format!("text-{}", field.name);
        let typed = if self.typed.has(&text) { self.typed.get(&text) } else { difference.yours };
        let other: Option<Html> = match field.kind {
            Kind::Line => {
                Some(TextInput::new(&text, "Your new text").id(super::id_of(&text)).value(typed).into())
            }
            Kind::Lines => {
                let both = if self.typed.has(&text) {
                    typed.to_owned()
                } else {
                    format!("{}\n{}", difference.now, difference.yours)
                };
                Some(Textarea::new(&text, "Your new text").id(super::id_of(&text)).value(both).into())
            }
            Kind::Choice(_) => None,
        };
        if let Some(other) = other {
            radios = radios.item(Choice::new("other", "Something new, from both").reveals(other));
        }
        let chosen = match (self.typed.get(&name), difference.side) {
            ("", Side::Theirs) => "record",
            ("", Side::Yours) => "yours",
            (chosen, _) => chosen,
        };
        Some(radios.chosen(chosen).into())
    }
}

pub(crate) fn samples() -> Vec<(&'static str, Form)> {
    let fields = sample_fields();
    let typed = Answers::from_pairs([
        ("was-objective", "Safer squares"),
        ("objective", "Safer squares & streets"),
        ("was-steps", "Walk"),
        ("steps", "Walk\nMap"),
        ("was-starred", ""),
        ("starred", ""),
    ]);
    let now = Answers::from_pairs([("objective", "Safer parks"), ("steps", "Walk"), ("starred", "yes")]);
    let page = |typed, now| Page {
        shell: super::samples::shell("Someone else changed this action while you were editing"),
        fields: &fields,
        typed,
        now,
        version: 3,
        by: "Rowan Ashdown saved a change on 4 January 2027, 9:30am".to_owned(),
        carried: vec![("rows".to_owned(), "1".to_owned())],
        cancel: "/actions/sample".to_owned(),
    };
    let mut errors = Errors::none();
    merge(&fields, &mut Answers::from_pairs([("differs", "objective")]), &mut errors);
    vec![
        ("conflict: each way to differ", page(&typed, &now).form(&Errors::none())),
        ("conflict: a choice is missing", page(&typed, &now).form(&errors)),
        ("conflict: both wrote the same", page(&now, &now).form(&Errors::none())),
    ]
}

fn sample_fields() -> [Field; 3] {
    [
        Field::new("objective", "Objective", Kind::Line),
        Field::new("steps", "Steps", Kind::Lines),
        Field::new("starred", "Starred", Kind::choice(form::TICK)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sides(was: &str, now: &str, yours: &str) -> Vec<Side> {
        let fields = [Field::new("objective", "Objective", Kind::Line)];
        let typed = Answers::from_pairs([("was-objective", was), ("objective", yours)]);
        let now = Answers::from_pairs([("objective", now)]);
        differences(&fields, &typed, &now).iter().map(|difference| difference.side).collect()
    }

    #[test]
    fn who_changed_a_field_is_told_from_what_it_said_before() {
        assert_eq!(sides("a", "a", "b"), [Side::Yours]);
        assert_eq!(sides("a", "b", "a"), [Side::Theirs]);
        assert_eq!(sides("a", "b", "c"), [Side::Both]);
        assert_eq!(sides("a", "b", "b"), []);
    }

    #[test]
    fn without_what_it_said_before_nothing_is_chosen_for_anybody() {
        let fields = [Field::new("objective", "Objective", Kind::Line)];
        let typed = Answers::from_pairs([("objective", "b")]);
        let now = Answers::from_pairs([("objective", "a")]);
        assert_eq!(differences(&fields, &typed, &now).first().map(|one| one.side), Some(Side::Both));
    }

    fn merged(keep: &str) -> (Answers, Errors) {
        let fields = sample_fields();
        let mut answers = Answers::from_pairs([
            ("differs", "steps"),
            ("was-steps", "before"),
            ("now-steps", "theirs"),
            ("steps", "mine"),
            ("keep-steps", keep),
            ("text-steps", "theirs\nmine"),
            ("objective", "not asked about"),
        ]);
        let mut errors = Errors::none();
        merge(&fields, &mut answers, &mut errors);
        (answers, errors)
    }

    #[test]
    fn each_choice_keeps_its_text() {
        for (keep, text) in [("record", "theirs"), ("yours", "mine"), ("other", "theirs\nmine")] {
            let (answers, errors) = merged(keep);
            assert!(errors.is_empty());
            assert_eq!((answers.get("steps"), answers.get("objective")), (text, "not asked about"));
            assert_eq!(answers.get("was-steps"), "theirs");
        }
    }

    #[test]
    fn no_choice_is_asked_again_and_loses_nothing() {
        let (answers, errors) = merged("");
        assert!(errors.get("keep-steps").is_some());
        assert_eq!((answers.get("steps"), answers.get("was-steps")), ("mine", "before"));
        // Asked again as what both changed, with nothing chosen for anybody.
        let now = Answers::from_pairs([("steps", "theirs")]);
        let fields = sample_fields();
        let again = differences(&fields, &answers, &now);
        assert!(again.iter().any(|one| one.name == "steps" && one.side == Side::Both));
    }

    #[test]
    fn the_page_carries_everything_that_was_typed() {
        let (_, form) = samples().into_iter().next().unwrap();
        let carried =
            |name: &str| form.hidden.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        assert_eq!(carried("steps"), Some("Walk\nMap"));
        assert_eq!(carried("was-objective"), Some("Safer squares"));
        assert_eq!(carried("now-objective"), Some("Safer parks"));
        assert_eq!(carried("version"), Some("3"));
    }
}
