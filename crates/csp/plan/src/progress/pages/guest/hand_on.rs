//! Handing the request on to a colleague.

use concordat_web::{
    Answer, Answers, Errors, Reader,
    parts::{Button, InputKind, Shell, TextInput},
};

use super::Visit;
use crate::progress::{
    pages::sheet::{Form, Sheet},
    store, urls,
};

const TITLE: &str = "Hand this to a colleague";

pub(in super::super) async fn show(reader: Reader, visit: Visit) -> Answer {
    let shell = visit.back(visit.shell(&reader, TITLE));
    sheet(shell, &visit, &Answers::default(), &Errors::none()).answer()
}

pub(in super::super) async fn hand_on(reader: Reader, visit: Visit, answers: Answers) -> Answer {
    visit.check(&answers)?;
    let mut errors = Errors::none();
    let done = store::hand_on(reader.store(), &visit.guest, answers.get("name"), answers.get("email")).await;
    if errors.take(done)?.is_some() {
        return reader.done(urls::ANSWER, "Your colleague will get an e-mail with a link of their own.");
    }
    let shell = visit.back(visit.shell(&reader, TITLE));
    sheet(shell, &visit, &answers, &errors).answer()
}

fn sheet(shell: Shell, visit: &Visit, typed: &Answers, errors: &Errors) -> Sheet {
    let form = Form::new(&shell, Button::new("Send the link").once())
        .hide_all([visit.token()])
        .field(
            TextInput::new("name", "Your colleague’s name")
                .value(typed.get("name"))
                .error_if(errors.get("name")),
        )
        .field(
            TextInput::new("email", "Their e-mail address at work")
                .kind(InputKind::Email)
                .no_spellcheck()
                .value(typed.get("email"))
                .error_if(errors.get("email")),
        )
        .leave("Cancel", urls::ANSWER);
    Sheet::new(shell)
        .errors(errors, &[])
        .caption(&visit.guest.lead().words)
        .says([
            "They get an e-mail with a link of their own to the same actions. Your link keeps working, and you both see what the other saves.",
            "The community safety team sees that you handed it on, and to whom.",
        ])
        .piece(form)
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let visit = super::samples::visit();
    let mut errors = Errors::none();
    errors.add("email", "Enter an e-mail address, such as name@example.org.");
    let typed = Answers::from_pairs([("name", "Idris Vale"), ("email", "idris")]);
    let shell = || super::samples::shell(TITLE);
    vec![
        ("hand on", sheet(shell(), &visit, &Answers::default(), &Errors::none())),
        ("hand on, wrong", sheet(shell(), &visit, &typed, &errors)),
    ]
}
