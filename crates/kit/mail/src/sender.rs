//! Sends what is due. One letter at a time and one step at a time; before each step that cannot be taken
//! back, the record says that it is about to be taken.

use std::time::Duration;

use concordat_access::{Actor, Ctx};
use concordat_kernel::{Error, Refusal, Result};
use concordat_web::{App, Composed};
use serde::Serialize;
use tokio::{sync::watch, time::sleep};

use crate::{
    Posted, State,
    message::{self, Envelope},
    rules,
    settings::{Settings, address},
    smtp::{Line, Patience, Trouble},
    store::{self, Claimed, Ended},
};

/// How soon the outbox is looked at again when nothing is due.
const REST: Duration = Duration::from_secs(5);

/// Sends letters over SMTP.
#[derive(Debug, Clone)]
pub struct Sender {
    app: App,
    settings: Settings,
    name: String,
    patience: Patience,
}

/// What one look at the outbox did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many letters the mail server took.
    pub sent: usize,
    /// How many will be tried again.
    pub later: usize,
    /// How many are undelivered.
    pub refused: usize,
    /// How many a person must look after.
    pub in_doubt: usize,
    /// How many were no longer needed.
    pub cancelled: usize,
    /// Each attempt.
    pub letters: Vec<Attempted>,
}

/// One attempt of a [`Report`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attempted {
    /// Which letter.
    pub letter: concordat_kernel::Id<Posted>,
    /// The state it is in now.
    pub state: &'static str,
    /// In the server's words, or ours.
    pub words: String,
}

impl Report {
    fn count(&mut self, letter: &Claimed, settled: store::Settled) {
        match settled.state {
            State::Sent => self.sent += 1,
            State::Refused => self.refused += 1,
            State::InDoubt => self.in_doubt += 1,
            State::Cancelled => self.cancelled += 1,
            State::Waiting | State::Claimed | State::Handed => self.later += 1,
        }
        let state = settled.state.word();
        self.letters.push(Attempted { letter: letter.id, state, words: settled.words });
    }
}

impl Sender {
    /// A sender for the program's outbox. `name` tells it from every other that sends from the same record:
    /// what stands under it when the sender starts was left behind by its forerunner.
    pub fn new(app: App, settings: Settings, name: impl Into<String>) -> Self {
        Self { app, settings, name: name.into(), patience: Patience::default() }
    }

    /// Waits for the server no longer than this.
    #[must_use]
    pub fn patient(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    /// Sends whatever is due, again and again, until `stop` says so; a letter under way is let finish.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            if let Err(error) = self.send_while(|| !*stop.borrow()).await {
                tracing::error!("sending mail: {}", chain(&error));
            }
            tokio::select! {
                // It also ends when nobody is left to say stop.
                _ = stop.wait_for(|stop| *stop) => break,
                () = sleep(REST) => {}
            }
        }
    }

    /// Sends whatever is due now.
    ///
    /// # Errors
    /// When the record does not answer; what the mail server says is in the report.
    pub async fn send_due(&self) -> Result<Report> {
        self.send_while(|| true).await
    }

    async fn send_while(&self, go_on: impl Fn() -> bool) -> Result<Report> {
        store::recover(&self.app.store, &self.ctx(), &self.name).await?;
        let mut report = Report::default();
        let mut line = Way::Closed;
        while go_on() {
            let ctx = self.ctx();
            let found = store::claim(&self.app.store, &ctx, &self.name, self.settings.domain()).await?;
            let Some(letter) = found else { break };
            let ended = self.attempt(&ctx, &mut line, &letter).await?;
            let Some(ended) = ended else { continue };
            if let Some(settled) = store::ended(&self.app.store, &ctx, &letter, ended).await? {
                report.count(&letter, settled);
            }
        }
        if let Way::Open(line) = line {
            line.close().await;
        }
        Ok(report)
    }

    /// The program itself, in a new request for each letter.
    fn ctx(&self) -> Ctx {
        Ctx::new(Actor::Operator, self.app.clock.clone(), self.app.chance.clone())
            .because("Sending mail, by the program itself")
    }

    /// One try. Nothing comes back when the letter turned out to be somebody else's.
    async fn attempt(&self, ctx: &Ctx, way: &mut Way, letter: &Claimed) -> Result<Option<Ended>> {
        let Some(to) = address(&letter.head.to_email) else {
            return Ok(Some(Ended::Refused(
                "No letter can be sent to this address as it is written".to_owned(),
            )));
        };
        let mut line = match way.open(&self.settings, self.patience).await {
            Ok(line) => line,
            Err(words) => return Ok(Some(Ended::Later(words))),
        };
        if let Err(trouble) = line.offer(&self.settings.from.email, &to).await {
            way.leave(line, &trouble).await;
            return Ok(Some(refused_or_later(trouble)));
        }
        // Composed only once the server takes the address, so that no secret is made for nothing.
        let composed = match self.compose(ctx, letter).await {
            Ok(composed) => composed,
            Err(ended) => {
                way.put_back(line).await;
                return Ok(Some(ended));
            }
        };
        let envelope = Envelope {
            to: &to,
            to_name: &letter.head.to_name,
            message_id: &letter.message_id,
            at: ctx.clock.now(),
        };
        let text = match message::written(&self.settings, &envelope, &composed) {
            Ok(text) => text,
            Err(problem) => {
                tracing::error!(letter = %letter.id, "{}", problem.chain());
                way.put_back(line).await;
                return Ok(Some(Ended::Refused("The letter could not be written".to_owned())));
            }
        };
        if let Err(trouble) = line.begin().await {
            way.leave(line, &trouble).await;
            return Ok(Some(refused_or_later(trouble)));
        }
        let (subject, body) = message::kept(&composed);
        if !store::hand(&self.app.store, letter, &subject, &body).await? {
            // Left before the end of the text, the server forgets the letter. Not closed politely: after DATA
            // every word would be taken for text.
            tracing::warn!(letter = %letter.id, "another sender has taken the letter meanwhile");
            return Ok(None);
        }
        Ok(Some(match line.hand(&text).await {
            Ok(words) => {
                way.keep(line);
                Ended::Sent(words)
            }
            Err(trouble) if trouble.code.is_none() => Ended::InDoubt(trouble.words),
            Err(trouble) => {
                way.leave(line, &trouble).await;
                refused_or_later(trouble)
            }
        }))
    }

    async fn compose(&self, ctx: &Ctx, letter: &Claimed) -> Result<Composed, Ended> {
        let kind = letter.head.kind.as_str();
        let Some(slice) = self.app.slices.iter().find(|slice| slice.letters.contains(&kind)) else {
            return Err(Ended::Refused(format!(
                "This version of the program does not know letters of the kind “{kind}”"
            )));
        };
        match (slice.compose)(&self.app, ctx, &letter.head).await {
            Ok(Some(composed)) => Ok(composed),
            Ok(None) => Err(Ended::Cancelled),
            Err(Error::Refusal(refusal)) => Err(Ended::Refused(format!(
                "The letter could not be written: {}",
                rules::said(&refusal.to_string())
            ))),
            Err(Error::Problem(problem)) => {
                tracing::error!(letter = %letter.id, "composing a letter: {}", problem.chain());
                Err(Ended::Later("The letter could not be written: something went wrong here".to_owned()))
            }
        }
    }
}

/// The way to the mail server during one look at the outbox.
enum Way {
    Closed,
    Open(Box<Line>),
    /// It could not be reached: the letters that follow need not each find that out.
    Blocked(String),
}

impl Way {
    async fn open(&mut self, settings: &Settings, patience: Patience) -> Result<Box<Line>, String> {
        match std::mem::replace(self, Self::Closed) {
            Self::Open(line) => Ok(line),
            Self::Closed => Line::open(settings, patience).await.map(Box::new).map_err(|trouble| {
                *self = Self::Blocked(trouble.words.clone());
                trouble.words
            }),
            Self::Blocked(words) => {
                *self = Self::Blocked(words.clone());
                Err(words)
            }
        }
    }

    fn keep(&mut self, line: Box<Line>) {
        *self = Self::Open(line);
    }

    /// For the next letter, when the server forgets this one.
    async fn put_back(&mut self, mut line: Box<Line>) {
        if line.reset().await.is_ok() {
            self.keep(line);
        }
    }

    async fn leave(&mut self, line: Box<Line>, trouble: &Trouble) {
        if trouble.connection_lives() {
            self.put_back(line).await;
        }
    }
}

fn refused_or_later(trouble: Trouble) -> Ended {
    if trouble.permanent() { Ended::Refused(trouble.words) } else { Ended::Later(trouble.words) }
}

fn chain(error: &Error) -> String {
    match error {
        Error::Problem(problem) => problem.chain(),
        Error::Refusal(refusal) => refusal.to_string(),
    }
}

/// Sends a letter to this address at once, past the outbox, to try the settings out. Returns the server's words.
///
/// # Errors
/// When the address cannot be used, or the server does not take it, in its words.
pub async fn send_test(ctx: &Ctx, settings: &Settings, to: &str) -> Result<String> {
    let to =
        address(to.trim()).ok_or_else(|| Refusal::rule("Write an e-mail address, like name@example.org."))?;
    let composed = Composed {
        subject: "A test from Concordat".to_owned(),
        text: "This message was sent to find out whether mail can be sent from here. It can.\n".to_owned(),
        secret: None,
        calendar: None,
    };
    let message_id = format!("{}@{}", ctx.chance.uuid().simple(), settings.domain());
    let envelope = Envelope { to: &to, to_name: "", message_id: &message_id, at: ctx.clock.now() };
    let text = message::written(settings, &envelope, &composed)?;
    let sending = async {
        let mut line = Line::open(settings, Patience::default()).await?;
        line.offer(&settings.from.email, &to).await?;
        line.begin().await?;
        let words = line.hand(&text).await?;
        line.close().await;
        Ok(words)
    };
    sending.await.map_err(|trouble: Trouble| {
        Refusal::rule(format!("The mail server did not take it: {}.", trouble.words.trim_end_matches('.')))
            .into()
    })
}

/// A name for a sender, told from others by the machine it runs on and `place`.
pub fn sender_name(place: &str) -> String {
    // Where there is no such file the place alone must do.
    let machine = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    format!("{} {place}", machine.trim()).trim().to_owned()
}
