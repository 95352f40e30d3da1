//! The page that the link in a guest's letter leads to. Opening it changes nothing: mail programs open links too.

use axum_extra::extract::cookie::CookieJar;
use concordat_kernel::jiff::civil::Date;
use concordat_links::{ByLink as _, UNTOLD, bare};
use concordat_web::{
    Answer, Answers, At, Reader,
    axum::response::IntoResponse as _,
    parts::{Button, Shell},
};

use super::{
    super::super::{
        rules,
        store::guest::{self as store, Guest},
        urls,
    },
    Visit,
};
use crate::progress::{
    letter::day,
    pages::sheet::{Form, Sheet},
};

pub(in super::super) async fn link(reader: Reader, At(token): At<String>) -> Answer {
    let answer = match concordat_links::open::<Guest>(reader.store(), &reader.ctx, &token).await? {
        Some(guest) => {
            let plan = store::seen(reader.store(), &guest).await?.plan.head.title;
            let shell = bare(reader.shell(TITLE));
            sheet(shell, &guest, &plan, &token, reader.ctx.clock.today()).answer()
        }
        None => Visit::ended(&reader),
    };
    Ok((UNTOLD, answer?).into_response())
}

pub(in super::super) async fn begin(reader: Reader, answers: Answers) -> Answer {
    let secret = answers.get("link");
    match concordat_links::start::<Guest>(reader.store(), &reader.ctx, secret).await? {
        Some(_) => {
            let jar = CookieJar::new().add(Guest::HOLDER.cookie(&reader, secret));
            Ok((jar, concordat_web::redirect(urls::COMMENTING)?).into_response())
        }
        None => Visit::ended_wrong(&reader),
    }
}

const TITLE: &str = "Comment on a draft plan";

fn sheet(shell: Shell, guest: &Guest, plan: &str, token: &str, today: Date) -> Sheet {
    let until = day(guest.time.closes_on);
    let (words, button) = if rules::is_open(&guest.time, today) {
        (format!("You can comment on “{plan}” until the end of {until}."), "Start")
    } else {
        (
            format!(
                "Comments on “{plan}” were taken until the end of {until}. You can read what was answered."
            ),
            "Continue",
        )
    };
    let form = Form::new(&shell, Button::new(button).start().once()).to(urls::START).hide("link", token);
    Sheet::new(shell)
        .says([
            words,
            "You need no account. You can come back by the same link.".to_owned(),
            format!("The link was made out to {}.", guest.invitation.says()),
        ])
        .piece(form)
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let visit = super::samples::visit();
    let plan = "Merrowshire community safety action plan";
    let token = "0".repeat(64);
    let [ended, missing] = Visit::ended_sheets(super::samples::shell);
    let drawn = |today| sheet(super::samples::shell(TITLE), &visit.guest, plan, &token, today);
    vec![
        ("guest’s link from a letter", drawn(super::samples::TODAY)),
        ("guest’s link after the last day", drawn(super::samples::LATER)),
        ("guest’s link that does not work", ended),
        ("guest’s page not found", missing),
    ]
}
