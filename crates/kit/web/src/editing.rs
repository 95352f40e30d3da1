//! Changing what is recorded: two who edit at once see both texts, and neither loses a word.

use concordat_kernel::{AnyId, Ref, Result};

use crate::{
    Answer, Answers, Errors, Reader,
    conflict::{self, ConflictPage, Question, Sides},
};

/// What is being edited.
#[derive(Debug)]
pub struct Editing<'a> {
    questions: &'a [Question],
    /// The version there is now.
    pub version: i64,
    /// What the record says now, as its form would be filled.
    pub now: Answers,
    /// Fixed answers and their words.
    pub options: Vec<(String, String)>,
    also: &'static [&'static str],
    mark: Option<&'static str>,
    who: String,
    /// Where giving up leads.
    pub cancel: String,
}

impl<'a> Editing<'a> {
    /// `now` is what the record says at this version, as its form would be filled; `cancel` is where giving up leads.
    pub fn new(questions: &'a [Question], version: i64, now: Answers, cancel: impl Into<String>) -> Self {
        let who = "someone else".to_owned();
        let cancel = cancel.into();
        Self { questions, version, now, options: Vec::new(), also: &[], mark: None, who, cancel }
    }

    /// Fixed answers and their words.
    #[must_use]
    pub fn options(mut self, options: Vec<(String, String)>) -> Self {
        self.options = options;
        self
    }

    /// Answers that are not compared and go again as they are.
    #[must_use]
    pub fn also(mut self, names: &'static [&'static str]) -> Self {
        self.also = names;
        self
    }

    /// The classification mark of the page with both texts.
    #[must_use]
    pub fn mark(mut self, mark: Option<&'static str>) -> Self {
        self.mark = mark;
        self
    }

    /// Names whoever changed the thing last, if the reader may know them.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn by(mut self, reader: &Reader, thing: AnyId) -> Result<Self> {
        let history = reader.store().peek().await?.history(thing).await?;
        let person = history.first().and_then(|last| last.actor.parse().ok());
        if let Some(id) = person {
            let name = reader.app.title(&reader.ctx, &Ref { kind: "person".into(), id }).await?;
            self.who = name.unwrap_or(self.who);
        }
        Ok(self)
    }

    /// What the form sends along unseen; `was` is what it was filled with.
    pub fn carried(&self, was: &Answers) -> Vec<(String, String)> {
        conflict::carried(self.questions, self.version, was)
    }

    /// What the form was filled with, as it sent it along.
    pub fn was(&self, sent: &Answers) -> Answers {
        conflict::was(self.questions, sent)
    }

    /// The answers to save; or the page with both texts, when somebody else saved in between.
    ///
    /// # Errors
    /// With that page.
    pub fn settle(&self, reader: &Reader, sent: &Answers) -> Result<Answers, Box<Answer>> {
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
        let shell = match self.mark {
            Some(mark) => shell.mark(mark),
            None => shell,
        };
        let also = self.also.iter().map(|name| ((*name).to_owned(), sent.get(name).to_owned()));
        match ConflictPage::new(shell, &sides, errors, self.who.clone(), self.cancel.clone()) {
            Some(page) => page.carrying(also).answer(),
            None => reader.done(&self.cancel, "The record already says what you wrote."),
        }
    }
}
