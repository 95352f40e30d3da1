//! Setting up the second factor: scan, confirm with a code, keep the recovery codes.

use askama::Template;
use axum_extra::extract::cookie::CookieJar;
use concordat_kernel::Refusal;
use concordat_web::{
    Answer, Answers, Errors, Reader, View,
    axum::response::IntoResponse as _,
    parts::{Button, ErrorSummary, InputWidth, Shell, TextInput},
};

use super::{
    form::{Form, answer, summary, token},
    password::current,
    recovery_codes::CodesPage,
};
use crate::{rules, store, totp, urls};

const TITLE: &str = "Set up your second factor";

/// The secret travels in the form, so that looking changes nothing; it counts only once a code made from
/// it has come back.
#[derive(Debug, Clone, Template)]
#[template(path = "second_factor.html")]
pub(crate) struct SecondFactorPage {
    shell: Shell,
    summary: ErrorSummary,
    qr: String,
    grouped: String,
    otpauth: String,
    form: Form,
}

pub(crate) async fn show(reader: Reader) -> Answer {
    let session = reader.signed_in().ok_or(Refusal::SignInFirst)?;
    let state = store::second_factor_of(reader.store(), &reader.ctx).await?;
    // Whoever has one must give it before anything of it can be seen or replaced.
    if state.enrolled() && !session.second_factor {
        return concordat_web::redirect(urls::CODE);
    }
    let secret = totp::new_secret(&reader.ctx.chance);
    let next = rules::local_path(reader.query.get("next"));
    let view = view(reader.shell(TITLE), &secret, &state.email, state.enrolled(), next, &Errors::none())?;
    concordat_web::page(&view)
}

pub(crate) async fn set_up(reader: Reader, answers: Answers) -> Answer {
    let mut errors = Errors::none();
    let (secret, code) = (answers.get("secret"), answers.get("code"));
    let next = rules::local_path(answers.get("next"));
    let result =
        store::enrol(reader.store(), &reader.ctx, token(&reader), secret, code, answers.get("current")).await;
    if let Some(done) = errors.take(result)? {
        let jar = CookieJar::new().add(reader.session_cookie(&done.token));
        let page = concordat_web::page(&CodesPage::new(
            super::bare_shell(&reader, "Your recovery codes"),
            done.codes,
            next,
        ))?;
        return Ok((jar, page).into_response());
    }
    let state = store::second_factor_of(reader.store(), &reader.ctx).await?;
    let view = view(reader.shell(TITLE), secret, &state.email, state.enrolled(), next, &errors)?;
    answer(&view, &errors)
}

fn view(
    shell: Shell,
    secret: &str,
    email: &str,
    enrolled: bool,
    next: &str,
    errors: &Errors,
) -> concordat_kernel::Result<SecondFactorPage> {
    let shell = if errors.is_empty() { shell } else { shell.with_errors() };
    let otpauth = totp::otpauth(secret, email);
    let mut form = Form::new(&shell, Button::new("Confirm").once())
        .to(urls::SECOND_FACTOR)
        .hidden("secret", secret)
        .hidden("next", next)
        .field(
            TextInput::new("code", "Code")
                .hint("Six digits, such as 123456. It changes every 30 seconds.")
                .autocomplete("one-time-code")
                .inputmode("numeric")
                .no_spellcheck()
                .width(InputWidth::Ten)
                .error_if(errors.get("code")),
        );
    if enrolled {
        form = form
            .field(current(errors).hint("Your former authenticator and recovery codes stop working."))
            .cancel(urls::ACCOUNT);
    }
    let letters: Vec<char> = secret.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    Ok(SecondFactorPage {
        shell,
        summary: summary(errors),
        qr: totp::qr(&otpauth)?,
        grouped: groups.join(" "),
        otpauth,
        form,
    })
}

impl View for SecondFactorPage {
    fn samples() -> Vec<(&'static str, Self)> {
        const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        const EMAIL: &str = "rowan.ashdown@merrowshire.example";
        let mut wrong = Errors::none();
        wrong.add(
            "code",
            "This code is not right, or it was used before. Wait for the next one and enter that",
        );
        [("set up", false, Errors::none()), ("set up again, not right", true, wrong)]
            .into_iter()
            .filter_map(|(name, enrolled, errors)| {
                let shell = super::sample_shell(TITLE);
                Some((name, view(shell, SECRET, EMAIL, enrolled, "/", &errors).ok()?))
            })
            .collect()
    }
}
