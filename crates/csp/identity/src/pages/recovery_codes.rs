//! Recovery codes: shown once, when the second factor is set up and when new ones are asked for.

use askama::Template;
use concordat_web::{
    Answer, Answers, Errors, Reader, View,
    parts::{BackLink, Button, Shell, WarningText},
};

use super::{
    form::{Form, FormPage, answer},
    password::current,
};
use crate::{store, urls};

const TITLE: &str = "New recovery codes";

/// The codes, this once.
#[derive(Clone, Template)]
#[template(path = "recovery_codes.html")]
pub(crate) struct CodesPage {
    shell: Shell,
    warning: WarningText,
    codes: Vec<String>,
    onward: Button,
}

impl CodesPage {
    pub(super) fn new(shell: Shell, codes: Vec<String>, next: &str) -> Self {
        let warning = WarningText::new("These codes are shown only now. Keep them before you go on.");
        Self { shell, warning, codes, onward: Button::link("I have kept them", next) }
    }
}

pub(crate) async fn show(reader: Reader) -> Answer {
    store::second_factor_of(reader.store(), &reader.ctx).await?;
    concordat_web::page(&view(reader.shell(TITLE), &Errors::none()))
}

pub(crate) async fn make(reader: Reader, answers: Answers) -> Answer {
    let mut errors = Errors::none();
    let result = store::new_recovery_codes(reader.store(), &reader.ctx, answers.get("current")).await;
    match errors.take(result)? {
        Some(codes) => {
            concordat_web::page(&CodesPage::new(reader.shell("Your recovery codes"), codes, urls::ACCOUNT))
        }
        None => answer(&view(reader.shell(TITLE), &errors), &errors),
    }
}

fn view(shell: Shell, errors: &Errors) -> FormPage {
    let shell = shell.back(BackLink::new(urls::ACCOUNT));
    let form =
        Form::new(&shell, Button::new("Make new codes").once()).cancel(urls::ACCOUNT).field(current(errors));
    FormPage::new(shell, errors, form).intro(["You get ten new codes. The ones you have now stop working."])
}

pub(super) fn form_samples() -> Vec<(&'static str, FormPage)> {
    vec![("new recovery codes", view(super::sample_shell(TITLE), &Errors::none()))]
}

impl View for CodesPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let codes = (0..10).map(|n| format!("aaaa-bbbb-cccc-dddd-eeee-000{n}")).collect();
        vec![("ten codes", Self::new(super::sample_shell("Your recovery codes"), codes, "/"))]
    }
}
