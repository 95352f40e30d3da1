//! Changing one's own password.

use concordat_kernel::Refusal;
use concordat_web::{
    Answer, Answers, Errors, Reader,
    parts::{BackLink, Button, InputKind, Shell, TextInput},
};

use super::{
    form::{Form, FormPage, answer, token},
    welcome::new_password,
};
use crate::{store, urls};

const TITLE: &str = "Change your password";

pub(crate) async fn show(reader: Reader) -> Answer {
    reader.signed_in().ok_or(Refusal::SignInFirst)?;
    concordat_web::page(&view(reader.shell(TITLE), &Errors::none()))
}

pub(crate) async fn change(reader: Reader, answers: Answers) -> Answer {
    reader.signed_in().ok_or(Refusal::SignInFirst)?;
    let mut errors = Errors::none();
    if answers.get("password") != answers.get("again") {
        errors.add("again", "The two passwords are not the same. Enter the same one twice");
    } else {
        let (current, new) = (answers.get("current"), answers.get("password"));
        let result = store::change_password(reader.store(), &reader.ctx, token(&reader), current, new).await;
        if errors.take(result)?.is_some() {
            return reader
                .done(urls::ACCOUNT, "Your password is changed, and you are signed out everywhere else");
        }
    }
    answer(&view(reader.shell(TITLE), &errors), &errors)
}

fn view(shell: Shell, errors: &Errors) -> FormPage {
    let shell = shell.back(BackLink::new(urls::ACCOUNT));
    let form =
        Form::new(&shell, Button::new("Change password").once()).cancel(urls::ACCOUNT).field(current(errors));
    FormPage::new(shell, errors, new_password(form, errors))
}

/// The question for the password one has, before something that matters.
pub(super) fn current(errors: &Errors) -> TextInput {
    TextInput::new("current", "Your present password")
        .kind(InputKind::Password)
        .autocomplete("current-password")
        .error_if(errors.get("current"))
}

pub(super) fn samples() -> Vec<(&'static str, FormPage)> {
    let mut wrong = Errors::none();
    wrong.add("current", "This is not your password. Enter the one you sign in with");
    let shell = || super::sample_shell(TITLE);
    vec![
        ("change password", view(shell(), &Errors::none())),
        ("change password, not right", view(shell(), &wrong)),
    ]
}
