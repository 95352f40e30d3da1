//! What a person decides about a letter: that it arrived or came back, is sent again, or is not needed.

use askama::Template;
use concordat_kernel::{Error, Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, View,
    axum::{http::StatusCode, response::IntoResponse as _},
    parts::{BackLink, Button, Csrf, ErrorSummary, Html, Shell, Textarea},
};

use super::letter::title;
use crate::{
    Posted,
    store::{self, LetterFile},
    urls,
};

#[derive(Debug, Clone, Template)]
#[template(path = "settle.html")]
pub(crate) struct SettlePage {
    shell: Shell,
    summary: ErrorSummary,
    caption: String,
    intro: Html,
    csrf: Csrf,
    because: Textarea,
    button: Button,
    cancel: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    Arrived,
    Again,
    CameBack,
    NotNeeded,
}

impl Decision {
    fn title(self) -> &'static str {
        match self {
            Self::Arrived => "It arrived",
            Self::Again => "Send it again",
            Self::CameBack => "It came back",
            Self::NotNeeded => "It is not needed",
        }
    }

    fn intro(self) -> &'static str {
        match self {
            Self::Arrived => "The letter counts as sent from now on.",
            Self::Again => {
                "It goes out at once, with words that are true today. If it did arrive the first time, they have it twice; a link in the first one stops working."
            }
            Self::CameBack => "The letter counts as undelivered from now on, wherever that is shown.",
            Self::NotNeeded => "It is not sent any more, and nobody is asked to look after it.",
        }
    }

    fn question(self) -> &'static str {
        match self {
            Self::Arrived => "How do you know?",
            Self::Again => "Why is it sent again?",
            Self::CameBack => "What does the message that came back say?",
            Self::NotNeeded => "Why is it not needed?",
        }
    }

    fn button(self) -> &'static str {
        match self {
            Self::Arrived => "It arrived",
            Self::Again => "Send again",
            Self::CameBack => "It came back",
            Self::NotNeeded => "It is not needed",
        }
    }

    fn done(self) -> &'static str {
        match self {
            Self::Arrived => "The letter counts as sent.",
            Self::Again => "The letter is sent again.",
            Self::CameBack => "The letter counts as undelivered.",
            Self::NotNeeded => "The letter is not sent any more.",
        }
    }
}

pub(crate) async fn ask_arrived(reader: Reader, At(id): At<Id<Posted>>) -> Answer {
    ask(reader, id, Decision::Arrived).await
}

pub(crate) async fn ask_again(reader: Reader, At(id): At<Id<Posted>>) -> Answer {
    ask(reader, id, Decision::Again).await
}

pub(crate) async fn ask_came_back(reader: Reader, At(id): At<Id<Posted>>) -> Answer {
    ask(reader, id, Decision::CameBack).await
}

pub(crate) async fn ask_not_needed(reader: Reader, At(id): At<Id<Posted>>) -> Answer {
    ask(reader, id, Decision::NotNeeded).await
}

pub(crate) async fn arrived(reader: Reader, At(id): At<Id<Posted>>, answers: Answers) -> Answer {
    decide(reader, id, Decision::Arrived, answers).await
}

pub(crate) async fn again(reader: Reader, At(id): At<Id<Posted>>, answers: Answers) -> Answer {
    decide(reader, id, Decision::Again, answers).await
}

pub(crate) async fn came_back(reader: Reader, At(id): At<Id<Posted>>, answers: Answers) -> Answer {
    decide(reader, id, Decision::CameBack, answers).await
}

pub(crate) async fn not_needed(reader: Reader, At(id): At<Id<Posted>>, answers: Answers) -> Answer {
    decide(reader, id, Decision::NotNeeded, answers).await
}

async fn ask(reader: Reader, id: Id<Posted>, decision: Decision) -> Answer {
    let file = store::letter_to_settle(reader.store(), &reader.ctx, id).await?;
    let shell = reader.shell(decision.title());
    concordat_web::page(&view(shell, &file, decision, &Answers::default(), &Errors::none()))
}

async fn decide(reader: Reader, id: Id<Posted>, decision: Decision, answers: Answers) -> Answer {
    let because = answers.get("because");
    let (record, ctx) = (reader.store(), &reader.ctx);
    let done = match decision {
        Decision::Arrived => store::arrived(record, ctx, id, because).await,
        Decision::Again => store::send_again(record, ctx, id, because).await,
        Decision::CameBack => store::came_back(record, ctx, id, because).await,
        Decision::NotNeeded => store::not_needed(record, ctx, id, because).await,
    };
    let mut errors = Errors::none();
    if let Err(Error::Refusal(Refusal::Conflict)) = done {
        errors.add("", "Somebody else decided about this letter meanwhile. Look at it in another window; your words are kept here.");
    } else if errors.take(done)?.is_some() {
        return reader.done(urls::letter(id), decision.done());
    }
    let file = store::letter_to_settle(reader.store(), &reader.ctx, id).await?;
    let page =
        concordat_web::page(&view(reader.shell(decision.title()), &file, decision, &answers, &errors))?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn view(shell: Shell, file: &LetterFile, decision: Decision, typed: &Answers, errors: &Errors) -> SettlePage {
    let letter = urls::letter(file.row.id);
    let shell = shell.back(BackLink::new(letter.clone()).text("Back to the letter"));
    let shell = if errors.is_empty() { shell } else { shell.with_errors() };
    SettlePage {
        summary: errors.iter().fold(ErrorSummary::new(), |summary, (field, sentence)| match field {
            "" => summary.general(sentence),
            field => summary.error(field, sentence),
        }),
        caption: title(file),
        intro: Html::paragraphs([decision.intro()]),
        csrf: shell.csrf.clone(),
        because: Textarea::new("because", decision.question())
            .hint("Kept with the letter")
            .rows(3)
            .value(typed.get("because"))
            .error_if(errors.get("because")),
        button: Button::new(decision.button()).once(),
        cancel: letter,
        shell,
    }
}

impl View for SettlePage {
    fn samples() -> Vec<(&'static str, Self)> {
        let Some((_, file, _)) = super::samples::files().into_iter().next() else { return Vec::new() };
        let draw = |decision: Decision, typed: &Answers, errors: &Errors| {
            view(super::samples::shell(decision.title()), &file, decision, typed, errors)
        };
        let mut errors = Errors::none();
        errors.add("because", "Enter how you know");
        let mut meanwhile = Errors::none();
        meanwhile.add("", "Somebody else decided about this letter meanwhile.");
        let typed = Answers::from_pairs([("because", "They rang: it is in their \"junk\" folder <spam>.")]);
        vec![
            ("it arrived", draw(Decision::Arrived, &Answers::default(), &Errors::none())),
            ("it arrived: no reason", draw(Decision::Arrived, &Answers::default(), &errors)),
            ("send again: meanwhile", draw(Decision::Again, &typed, &meanwhile)),
            ("it came back", draw(Decision::CameBack, &typed, &Errors::none())),
            ("not needed", draw(Decision::NotNeeded, &typed, &Errors::none())),
        ]
    }
}
