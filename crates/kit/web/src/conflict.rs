//! Two people edited the same thing: the second sees both texts of each field and chooses.
//!
//! A form that changes something carries what it was filled with (`was-…`), so that only what
//! both touched needs a decision; what one of them touched is chosen already. The choices
//! (`keep-…`) come back with the text that was written, and are made against the version there is now.

use askama::Template;
use axum::http::StatusCode;

use crate::{
    Answer, Answers, Errors, View,
    parts::{BothTexts, Choice, ErrorSummary, Html, Radios, Shell, Size},
};

/// One question of a form, and the boxes it is answered in.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// The field, as errors name it.
    pub name: &'static str,
    /// What the reader calls it.
    pub label: &'static str,
    /// The names of its boxes.
    pub boxes: &'static [&'static str],
}

impl Question {
    fn choice(&self) -> String {
        format!("keep-{}", self.name)
    }

    fn same(&self, one: &Answers, other: &Answers) -> bool {
        self.boxes.iter().all(|name| one.get(name) == other.get(name))
    }
}

/// What an editing form sends along: the version it was made from, and what it was filled with.
pub fn carried(questions: &[Question], version: i64, was: &Answers) -> Vec<(String, String)> {
    let was = boxes(questions).map(|name| (format!("was-{name}"), was.get(name).to_owned()));
    std::iter::once(("version".to_owned(), version.to_string())).chain(was).collect()
}

/// What the form was filled with, as it sent it along.
pub fn was(questions: &[Question], sent: &Answers) -> Answers {
    Answers::from_pairs(boxes(questions).map(|name| (name, sent.get(&format!("was-{name}")))))
}

/// The version the form was made from; one that is not said is no version at all.
pub fn version(sent: &Answers) -> i64 {
    sent.get("version").parse().unwrap_or(0)
}

/// Applies the choices made on the conflict page: where what is there now was chosen, it is
/// put in place of what was written.
pub fn settle(questions: &[Question], sent: &Answers, now: &Answers) -> (Answers, Errors) {
    let (mut settled, mut errors) = (sent.clone(), Errors::none());
    if !sent.has("settling") {
        return (settled, errors);
    }
    for question in questions.iter().filter(|question| !question.same(sent, now)) {
        match sent.get(&question.choice()) {
            "now" => question.boxes.iter().for_each(|name| settled.set(*name, now.get(name))),
            "mine" => {}
            _ => errors.add(question.choice(), format!("{}: choose which to keep.", question.label)),
        }
    }
    (settled, errors)
}

/// Both sides of an edit.
pub struct Sides<'a> {
    /// The questions of the form.
    pub questions: &'a [Question],
    /// The version there is now.
    pub version: i64,
    /// What is there now.
    pub now: &'a Answers,
    /// What the reader sent.
    pub sent: &'a Answers,
    /// How an answer is shown.
    pub shown: &'a dyn Fn(&Question, &Answers) -> String,
}

/// The page with both texts.
#[derive(Debug, Clone, Template)]
#[template(path = "conflict.html")]
pub struct ConflictPage {
    shell: Shell,
    summary: ErrorSummary,
    texts: BothTexts,
}

impl ConflictPage {
    /// The page; `who` saved in between, `cancel` is where giving up leads. Nothing when both
    /// say the same.
    pub fn new(
        shell: Shell,
        sides: &Sides<'_>,
        errors: &Errors,
        who: String,
        cancel: String,
    ) -> Option<Self> {
        let Sides { questions, now, sent, .. } = *sides;
        let differing: Vec<&Question> =
            questions.iter().filter(|question| !question.same(sent, now)).collect();
        if differing.is_empty() {
            return None;
        }
        let mut summary = ErrorSummary::new();
        for (field, sentence) in errors.iter() {
            summary = summary.error(field, sentence);
        }
        let shell = if errors.is_empty() { shell } else { shell.with_errors() };
        let mut texts = BothTexts::new(shell.csrf.clone(), who, cancel)
            .hidden(carried(questions, sides.version, now))
            .hidden([("settling".to_owned(), "yes".to_owned())])
            .hidden(boxes(questions).map(|name| (name.to_owned(), sent.get(name).to_owned())));
        for question in differing {
            texts = texts.field(radios(question, sides, errors));
        }
        Some(Self { shell, summary, texts })
    }

    /// The same, with answers that are not compared and go again as they are.
    #[must_use]
    pub fn carrying(mut self, pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        self.texts = self.texts.hidden(pairs);
        self
    }

    /// The page, with the status that says there is a conflict.
    ///
    /// # Errors
    /// When it cannot be drawn.
    pub fn answer(&self) -> Answer {
        let mut response = crate::page(self)?;
        *response.status_mut() = StatusCode::CONFLICT;
        Ok(response)
    }
}

fn radios(question: &Question, sides: &Sides<'_>, errors: &Errors) -> Radios {
    let text = |answers: &Answers| match (sides.shown)(question, answers) {
        text if text.is_empty() => Html::from("Nothing"),
        text => Html::lines(&text),
    };
    let name = question.choice();
    let radios = Radios::new(name.clone(), question.label)
        .size(Size::M)
        .item(Choice::new("now", "Keep what it says now").hint(text(sides.now)))
        .item(Choice::new("mine", "Use what you wrote").hint(text(sides.sent)))
        .error_if(errors.get(&name));
    match preferred(question, sides) {
        Some(choice) => radios.chosen(choice),
        None => radios,
    }
}

/// What is chosen from the start: the choice made before, or the side that was touched when only one was.
fn preferred(question: &Question, sides: &Sides<'_>) -> Option<&'static str> {
    match sides.sent.get(&question.choice()) {
        "now" => return Some("now"),
        "mine" => return Some("mine"),
        _ => {}
    }
    let known = question.boxes.iter().all(|name| sides.sent.has(&format!("was-{name}")));
    let was = was(std::slice::from_ref(question), sides.sent);
    match (question.same(&was, sides.sent), question.same(&was, sides.now)) {
        (true, false) if known => Some("now"),
        (false, true) if known => Some("mine"),
        _ => None,
    }
}

fn boxes(questions: &[Question]) -> impl Iterator<Item = &'static str> {
    questions.iter().flat_map(|question| question.boxes).copied()
}

const SAMPLE: &[Question] = &[
    Question { name: "name", label: "Name", boxes: &["name"] },
    Question { name: "notes", label: "Notes", boxes: &["notes"] },
];

fn sample(errors: &Errors) -> Option<ConflictPage> {
    let pairs = |name, notes| Answers::from_pairs([("name", name), ("notes", notes)]);
    let now = pairs("Merrowshire Fire and Rescue Service", "Meets at Ashing\nContact the duty desk");
    let sides = Sides {
        questions: SAMPLE,
        version: 3,
        now: &now,
        sent: &pairs("Merrowshire Fire Authority", ""),
        shown: &|question, answers| answers.get(question.name).to_owned(),
    };
    let shell = Shell::new("Someone else changed this body", "/static/sample");
    ConflictPage::new(shell, &sides, errors, "Rowan Ashdown".to_owned(), "/bodies".to_owned())
}

impl View for ConflictPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let mut unanswered = Errors::none();
        unanswered.add("keep-name", "Name: choose which to keep.");
        [("both texts", sample(&Errors::none())), ("with errors", sample(&unanswered))]
            .into_iter()
            .filter_map(|(name, page)| Some((name, page?)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(name: &str, notes: &str) -> Answers {
        Answers::from_pairs([("name", name), ("notes", notes)])
    }

    fn sent(pairs: &[(&str, &str)]) -> Answers {
        Answers::from_pairs(pairs.iter().copied())
    }

    fn preferred_of(sent: &Answers, now: &Answers) -> Vec<Option<&'static str>> {
        let sides = Sides { questions: SAMPLE, version: 2, now, sent, shown: &|_, _| String::new() };
        SAMPLE.iter().map(|question| preferred(question, &sides)).collect()
    }

    #[test]
    fn what_only_one_of_them_touched_is_chosen_already() {
        let form = [("was-name", "Old"), ("was-notes", "Old"), ("name", "Old"), ("notes", "Mine")];
        // The other changed the name, this one the notes.
        assert_eq!(preferred_of(&sent(&form), &said("Theirs", "Old")), [Some("now"), Some("mine")]);
        // Both changed the notes.
        assert_eq!(preferred_of(&sent(&form), &said("Old", "Theirs"))[1], None);
    }

    #[test]
    fn nothing_is_lost_in_settling() {
        let now = said("Theirs", "Theirs too");
        let mut form =
            sent(&[("settling", "yes"), ("name", "Mine"), ("notes", "Mine too"), ("keep-name", "now")]);
        let (_, errors) = settle(SAMPLE, &form, &now);
        assert_eq!(errors.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["keep-notes"]);
        form.set("keep-notes", "mine");
        let (settled, errors) = settle(SAMPLE, &form, &now);
        assert!(errors.is_empty());
        assert_eq!((settled.get("name"), settled.get("notes")), ("Theirs", "Mine too"));
    }

    #[test]
    fn the_same_edit_twice_is_no_conflict() {
        let same = said("Same", "Same");
        let sides =
            Sides { questions: SAMPLE, version: 2, now: &same, sent: &same, shown: &|_, _| String::new() };
        let page = ConflictPage::new(
            Shell::new("x", "/static/x"),
            &sides,
            &Errors::none(),
            String::new(),
            String::new(),
        );
        assert!(page.is_none());
    }
}
