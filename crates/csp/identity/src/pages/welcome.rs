//! Setting a password by a one-time link: after an invitation, or when it was forgotten.

use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    axum::{http::StatusCode, response::IntoResponse as _},
    parts::{Button, InputKind, Shell, TextInput},
};

use super::form::{Form, FormPage, answer};
use crate::{store, urls};

pub(crate) async fn show(reader: Reader, At(token): At<String>) -> Answer {
    page(&reader, &token, Errors::none()).await
}

pub(crate) async fn set(reader: Reader, At(token): At<String>, answers: Answers) -> Answer {
    let mut errors = Errors::none();
    if answers.get("password") != answers.get("again") {
        errors.add("again", "The two passwords are not the same. Enter the same one twice");
    } else {
        let result = store::use_link(reader.store(), &reader.ctx, &token, answers.get("password")).await;
        if errors.take(result)?.is_some() {
            return reader.done(urls::SIGN_IN, "Your password is set. Sign in with it");
        }
    }
    page(&reader, &token, errors).await
}

async fn page(reader: &Reader, token: &str, errors: Errors) -> Answer {
    match store::link_state(reader.store(), &reader.app.clock, token).await? {
        Some(state) => {
            let invited = state.purpose == "invitation";
            answer(&view(reader.shell(title(invited)), &state.name, &state.email, &errors), &errors)
        }
        None => {
            let page = concordat_web::page(&spent(reader.shell(SPENT)))?;
            let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            Ok((status, page).into_response())
        }
    }
}

const SPENT: &str = "This link no longer works";

fn title(invited: bool) -> &'static str {
    if invited { "Welcome to Concordat" } else { "Choose a new password" }
}

/// The questions of a new password, here and on one's own account page.
pub(super) fn new_password(form: Form, errors: &Errors) -> Form {
    form.field(
        TextInput::new("password", "New password")
            .hint("12 characters or more. Three or four words you make up work well, and you may paste it.")
            .kind(InputKind::Password)
            .autocomplete("new-password")
            .error_if(errors.get("password")),
    )
    .field(
        TextInput::new("again", "New password again")
            .kind(InputKind::Password)
            .autocomplete("new-password")
            .error_if(errors.get("again")),
    )
}

fn view(shell: Shell, name: &str, email: &str, errors: &Errors) -> FormPage {
    // The address is there for the browser's password keeper; it is not read.
    let form = Form::new(&shell, Button::new("Set password").once()).field(
        TextInput::new("username", "You sign in with")
            .kind(InputKind::Email)
            .autocomplete("username")
            .no_spellcheck()
            .value(email),
    );
    FormPage::new(shell, errors, new_password(form, errors))
        .intro([format!("Hello {name}. Choose the password you will sign in with.")])
}

fn spent(shell: Shell) -> FormPage {
    let form = Form::new(&shell, Button::link("Go to sign in", urls::SIGN_IN));
    FormPage::new(shell, &Errors::none(), form).intro([
        "It was used, it is too old, or a newer one was made.",
        "If you have not set a password yet, ask an administrator of your partnership for a new link.",
    ])
}

pub(super) fn samples() -> Vec<(&'static str, FormPage)> {
    let shell = || super::sample_shell(title(true));
    let mut short = Errors::none();
    short.add(
        "password",
        "The password must be 12 characters or more. Three or four words you make up work well",
    );
    vec![
        ("welcome", view(shell(), "Rowan Ashdown", "rowan.ashdown@merrowshire.example", &Errors::none())),
        ("welcome, too short", view(shell(), "Rowan Ashdown", "rowan.ashdown@merrowshire.example", &short)),
        ("welcome, spent", spent(super::sample_shell(SPENT))),
    ]
}
