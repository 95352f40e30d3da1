//! The page that a link in a letter leads to. Opening it changes nothing: mail programs open links too.

use axum_extra::extract::cookie::CookieJar;
use concordat_links::{ByLink as _, UNTOLD, bare};
use concordat_web::{
    Answer, Answers, At, Reader,
    axum::response::IntoResponse as _,
    parts::{Button, Shell},
};

use super::Visit;
use crate::progress::{
    letter::day,
    pages::sheet::{Form, Sheet},
    store::{self, Guest},
    urls,
};

pub(in super::super) async fn link(reader: Reader, At(token): At<String>) -> Answer {
    let answer = match concordat_links::open::<Guest>(reader.store(), &reader.ctx, &token).await? {
        Some(guest) => {
            let plan = store::asked(reader.store(), &guest).await?.plan.head.title;
            sheet(bare(reader.shell(TITLE)), &guest, &plan, &token).answer()
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
            Ok((jar, concordat_web::redirect(urls::ANSWER)?).into_response())
        }
        None => Visit::ended_wrong(&reader),
    }
}

const TITLE: &str = "Say how your actions are going";

fn sheet(shell: Shell, guest: &Guest, plan: &str, token: &str) -> Sheet {
    let form = Form::new(&shell, Button::new("Start").start().once()).to(urls::START).hide("link", token);
    Sheet::new(shell)
        .caption(&guest.round.title)
        .says([
            format!("{} is asked how its actions in “{plan}” are going.", guest.lead().words),
            format!("It takes about two minutes. Please answer by {}.", day(guest.round.due_on)),
            "You need no account. You can save what you have and come back by the same link.".to_owned(),
        ])
        .piece(form)
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let visit = super::samples::visit();
    let plan = "Merrowshire community safety action plan";
    let [ended, missing] = Visit::ended_sheets(super::samples::shell);
    vec![
        ("link from a letter", sheet(super::samples::shell(TITLE), &visit.guest, plan, &"0".repeat(64))),
        ("link that does not work", ended),
        ("page that is not there for a guest", missing),
    ]
}
