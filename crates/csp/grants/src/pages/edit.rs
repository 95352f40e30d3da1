//! Changing what is recorded: two who edit at once see both texts, and neither loses a word.

use concordat_web::{
    Answer, Answers, Errors, Reader,
    conflict::{self, ConflictPage, Question, Sides},
};

/// What is being edited.
#[derive(Debug)]
pub(super) struct Editing<'a> {
    /// The questions of the form.
    pub(super) questions: &'a [Question],
    /// The version there is now.
    pub(super) version: i64,
    /// What the record says now.
    pub(super) now: Answers,
    /// Fixed answers and their words.
    pub(super) options: Vec<(String, String)>,
    /// Where giving up leads.
    pub(super) cancel: String,
}

impl Editing<'_> {
    /// What the form sends along unseen; `was` is what it was filled with.
    pub(super) fn carried(&self, was: &Answers) -> Vec<(String, String)> {
        conflict::carried(self.questions, self.version, was)
    }

    /// What the form was filled with, as it sent it along.
    pub(super) fn was(&self, sent: &Answers) -> Answers {
        conflict::was(self.questions, sent)
    }

    /// The answers to save; or the page with both texts, when somebody else saved in between.
    pub(super) fn settle(&self, reader: &Reader, sent: &Answers) -> Result<Answers, Box<Answer>> {
        if conflict::version(sent) != self.version {
            return Err(Box::new(self.both(reader, sent, &Errors::none())));
        }
        let (settled, unsettled) = conflict::settle(self.questions, sent, &self.now);
        if unsettled.is_empty() { Ok(settled) } else { Err(Box::new(self.both(reader, sent, &unsettled))) }
    }

    fn both(&self, reader: &Reader, sent: &Answers, errors: &Errors) -> Answer {
        let shown = |question: &Question, answers: &Answers| {
            let typed: Vec<&str> = question
                .boxes
                .iter()
                .map(|name| answers.get(name))
                .filter(|typed| !typed.is_empty())
                .map(|typed| {
                    self.options.iter().find(|(word, _)| word == typed).map_or(typed, |(_, words)| words)
                })
                .collect();
            typed.join(" ")
        };
        let sides =
            Sides { questions: self.questions, version: self.version, now: &self.now, sent, shown: &shown };
        let shell = reader.shell("Someone else changed this meanwhile");
        let page = ConflictPage::new(shell, &sides, errors, "someone else".to_owned(), self.cancel.clone());
        match page {
            Some(page) => page.answer(),
            None => reader.done(&self.cancel, "The record already says what you wrote."),
        }
    }
}
