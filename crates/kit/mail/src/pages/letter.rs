//! One letter: what was sent, every attempt, and what a person can decide.

use std::collections::HashMap;

use askama::Template;
use concordat_access::Resource;
use concordat_kernel::{AnyId, Id, Ref, Sensitivity};
use concordat_web::{
    Answer, At, Composed, Reader, View, cells,
    parts::{BackLink, Button, Event, Html, InsetText, Shell, SummaryList, Table, Timeline},
};

use super::{letters, state_tag, words};
use crate::{
    Posted, State,
    model::LETTER_SETTLE,
    store::{self, LetterFile},
    urls,
};

#[derive(Debug, Clone, Template)]
#[template(path = "letter.html")]
pub(crate) struct LetterPage {
    shell: Shell,
    not_set_up: Option<InsetText>,
    state: Html,
    what_now: Option<Html>,
    buttons: Vec<Button>,
    details: SummaryList,
    text: Option<Html>,
    attempts: Option<Table>,
    decisions: Option<Timeline>,
}

/// What is known besides the letter itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Around {
    /// What it is about: its title and page.
    pub(super) about: Option<(String, Option<String>)>,
    /// The names of those who decided something.
    pub(super) names: HashMap<String, String>,
    pub(super) may_settle: bool,
    pub(super) mail: bool,
}

pub(crate) async fn show(reader: Reader, At(id): At<Id<Posted>>) -> Answer {
    let file = store::letter(reader.store(), &reader.ctx, id).await?;
    let app = &reader.app;
    let about =
        app.title(&reader.ctx, &file.row.about).await?.map(|title| (title, app.link(&file.row.about)));
    let mut names = HashMap::new();
    for decision in &file.decisions {
        let Ok(person) = decision.actor.parse::<AnyId>() else { continue };
        if !names.contains_key(&decision.actor)
            && let Some(name) = app.title(&reader.ctx, &Ref { kind: "person".into(), id: person }).await?
        {
            names.insert(decision.actor.clone(), name);
        }
    }
    let resource = Resource::one(id).at(Sensitivity::Restricted);
    let may_settle = reader.may(LETTER_SETTLE, &resource);
    let around = Around { about, names, may_settle, mail: app.config.mail };
    let title = title(&file);
    concordat_web::page(&view(reader.shell(title), &file, &around))
}

pub(super) fn title(file: &LetterFile) -> String {
    format!("{} to {}", words::capital(&file.row.kind), file.row.to_name)
}

fn view(shell: Shell, file: &LetterFile, around: &Around) -> LetterPage {
    let row = &file.row;
    let (what_now, buttons) = what_now(file);
    LetterPage {
        shell: shell.back(BackLink::new(urls::MAIL).text("Back to mail")),
        not_set_up: (!around.mail && row.state == State::Waiting).then(letters::not_set_up),
        state: state_tag(row.state).into(),
        what_now,
        buttons: if around.may_settle { buttons } else { Vec::new() },
        details: details(file, around),
        text: text(file),
        attempts: (!file.attempts.is_empty()).then(|| attempts(file)),
        decisions: (!file.decisions.is_empty()).then(|| decisions(file, around)),
    }
}

fn what_now(file: &LetterFile) -> (Option<Html>, Vec<Button>) {
    let to = |path: &str| {
        let id = file.row.id.to_string();
        path.replace("{letter}", &id).replace("{sent_letter}", &id)
    };
    let arrived = || Button::link("It arrived", to(urls::ARRIVED));
    let again = || Button::link("Send again", to(urls::AGAIN)).secondary();
    let not_needed = || Button::link("Not needed", to(urls::NOT_NEEDED)).secondary();
    let sentence = |text: &str| Some(Html::paragraphs([text]));
    match file.row.state {
        State::InDoubt => (
            sentence(
                "The connection ended after the letter was handed over and before the mail server answered. It may have arrived or not, so it is not sent again by itself. Ask the person it went to.",
            ),
            vec![arrived(), again(), not_needed()],
        ),
        State::Refused => (
            sentence(
                "It did not arrive. Put right what was wrong first, such as the address; a letter keeps the address that it was posted with.",
            ),
            vec![again(), not_needed()],
        ),
        State::Sent => (
            sentence(
                "The mail server took it. If it comes back to your mailbox as undelivered, say so here.",
            ),
            vec![Button::link("It came back", to(urls::CAME_BACK)).secondary()],
        ),
        State::Waiting if file.row.failures > 0 => {
            let due = words::moment(&file.row.due_at);
            (
                sentence(&format!(
                    "It is tried again on {due}. After five days without success it is given up."
                )),
                vec![not_needed()],
            )
        }
        State::Waiting => (None, vec![not_needed()]),
        State::Claimed | State::Handed | State::Cancelled => (None, Vec::new()),
    }
}

fn details(file: &LetterFile, around: &Around) -> SummaryList {
    let row = &file.row;
    let list = SummaryList::new()
        .row(("To", Html::stacked([Html::text(&row.to_name), Html::text(&row.to_email)])))
        .row(("Posted", words::moment(&row.posted_at)));
    let list = match &around.about {
        Some((title, Some(page))) => list.row(("About", Html::link(page, title))),
        Some((title, None)) => list.row(("About", Html::text(title))),
        None => list,
    };
    let list = match &row.note {
        Some(note) => list.row(("Last heard", Html::text(note))),
        None => list,
    };
    list.row(("Message-ID", Html::text(&file.message_id)))
}

fn text(file: &LetterFile) -> Option<Html> {
    let (subject, body) = (file.subject.as_ref()?, file.body.as_ref()?);
    // Its place is shown, never the address itself: that is kept nowhere.
    let body = body.replace(Composed::LINK, "(the link, which only they have)");
    let parts = [Html::text(subject), Html::text(""), Html::lines(body.trim_end())];
    Some(InsetText::new(Html::stacked(parts)).into())
}

fn attempts(file: &LetterFile) -> Table {
    let table = Table::new("Attempts, newest first").caption_hidden().columns([
        "Attempt",
        "Began",
        "Ended",
        "Outcome",
        "The mail server’s words, or ours",
    ]);
    file.attempts.iter().fold(table, |table, attempt| {
        let outcome = match attempt.outcome.as_str() {
            "sent" => "Taken",
            "in-doubt" => "In doubt",
            "refused" => "Refused",
            "later" => "Try later",
            "cancelled" => "Not needed",
            _ => "Cut off",
        };
        let (began, ended) = (words::moment(&attempt.began_at), words::moment(&attempt.ended_at));
        table.row(cells![attempt.number, began, ended, outcome, &attempt.words])
    })
}

fn decisions(file: &LetterFile, around: &Around) -> Timeline {
    let reason = |request: &str| {
        let found = file.decisions.iter().find(|other| other.request == request && other.field == "reason");
        found.and_then(|found| found.latter.clone()).unwrap_or_default()
    };
    let states = file.decisions.iter().filter(|change| change.field == "state");
    states.fold(Timeline::new(), |timeline, change| {
        let title = match (change.former.as_deref(), change.latter.as_deref()) {
            (_, Some("Waiting")) => "Sent again",
            (_, Some("Sent")) => "It arrived",
            (_, Some("Not needed")) => "It is not needed",
            _ => "It came back",
        };
        let who = match change.actor.as_str() {
            "operator" => "the command line".to_owned(),
            id => around.names.get(id).cloned().unwrap_or_else(|| "somebody".to_owned()),
        };
        let event = Event::new(title, words::moment(&change.at), &change.at)
            .by(who)
            .what(Html::paragraphs([reason(&change.request)]));
        timeline.event(event)
    })
}

impl View for LetterPage {
    fn samples() -> Vec<(&'static str, Self)> {
        super::samples::files()
            .into_iter()
            .map(|(name, file, around)| (name, view(super::samples::shell(&title(&file)), &file, &around)))
            .collect()
    }
}
