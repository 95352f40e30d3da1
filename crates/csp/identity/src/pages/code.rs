//! The second step of signing in: the code of the authenticator app, or a recovery code.

use concordat_kernel::Refusal;
use concordat_web::{
    Answer, Answers, Errors, Reader,
    parts::{BackLink, Button, Details, Html, InputWidth, Shell, TextInput},
};

use super::{
    form::{Form, FormPage, answer, token},
    sign_in::go_on,
};
use crate::{rules, store, urls};

const TITLE: &str = "Enter the code from your authenticator app";

pub(crate) async fn show(reader: Reader) -> Answer {
    let session = reader.signed_in().ok_or(Refusal::SignInFirst)?;
    let next = rules::local_path(reader.query.get("next")).to_owned();
    if session.second_factor {
        return concordat_web::redirect(next);
    }
    if !store::second_factor_of(reader.store(), &reader.ctx).await?.enrolled() {
        return concordat_web::redirect(urls::SECOND_FACTOR);
    }
    concordat_web::page(&view(reader.shell(TITLE), &next, &Errors::none()))
}

pub(crate) async fn give(reader: Reader, answers: Answers) -> Answer {
    let mut errors = Errors::none();
    let result = store::give_code(reader.store(), &reader.ctx, token(&reader), answers.get("code")).await;
    match errors.take(result)? {
        Some(token) => go_on(&reader, &token, answers.get("next")).await,
        None => answer(&view(reader.shell(TITLE), rules::local_path(answers.get("next")), &errors), &errors),
    }
}

fn view(mut shell: Shell, next: &str, errors: &Errors) -> FormPage {
    shell = shell.back(BackLink::new(urls::SIGN_IN));
    let form = Form::new(&shell, Button::new("Continue")).to(urls::CODE).hidden("next", next).field(
        TextInput::new("code", "Code")
            .hint("Six digits, such as 123456. It changes every 30 seconds.")
            .autocomplete("one-time-code")
            .no_spellcheck()
            .width(InputWidth::Thirty)
            .error_if(errors.get("code")),
    );
    let lost = Html::paragraphs([
        "Enter one of your recovery codes instead. Each works once.",
        "If you have none left, ask an administrator of your partnership to remove your second factor.",
    ]);
    FormPage::new(shell, errors, form).after(Details::new("I do not have my authenticator", lost))
}

pub(super) fn samples() -> Vec<(&'static str, FormPage)> {
    let mut wrong = Errors::none();
    wrong.add("code", "This code is not right, or it was used before. Wait for the next one and enter that");
    let shell = || super::sample_shell(TITLE);
    vec![("code", view(shell(), "/", &Errors::none())), ("code, not right", view(shell(), "/people", &wrong))]
}
