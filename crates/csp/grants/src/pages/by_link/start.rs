//! The page that the link in a letter leads to. Opening it changes nothing: mail programs open links too.

use axum_extra::extract::cookie::CookieJar;
use concordat_links::{ByLink as _, UNTOLD, bare};
use concordat_web::{
    Answer, Answers, At, Reader,
    axum::response::IntoResponse as _,
    parts::{Button, Shell},
    sheet::{Form, Sheet},
};

use super::{super::invented, Visit, links::sample_pass};
use crate::{
    Project,
    passes::guest::{self, Guest},
    urls,
};

const TITLE: &str = "Claim for a project";

pub(super) async fn link(reader: Reader, At(token): At<String>) -> Answer {
    let answer = match concordat_links::open::<Guest>(reader.store(), &reader.ctx, &token).await? {
        Some(guest) => {
            let project = guest::seen(reader.store(), &guest).await?.project;
            sheet(bare(reader.shell(TITLE)), &project, &guest.pass.name, &token).answer()
        }
        None => Visit::ended(&reader),
    };
    Ok((UNTOLD, answer?).into_response())
}

pub(super) async fn begin(reader: Reader, answers: Answers) -> Answer {
    let secret = answers.get("link");
    match concordat_links::start::<Guest>(reader.store(), &reader.ctx, secret).await? {
        Some(_) => {
            let jar = CookieJar::new().add(Guest::HOLDER.cookie(&reader, secret));
            Ok((jar, concordat_web::redirect(urls::CLAIMING)?).into_response())
        }
        None => Visit::ended_wrong(&reader),
    }
}

fn sheet(shell: Shell, project: &Project, name: &str, token: &str) -> Sheet {
    let form =
        Form::new(&shell, Button::new("Start").start().once()).to(urls::START_CLAIMING).hide("link", token);
    Sheet::new(shell)
        .caption(&*project.said.title)
        .says([
            format!("You can claim for “{}” and say what it delivered.", project.said.title),
            "You need no account. You can come back by the same link until the project is over.".to_owned(),
            format!("The link was made out to {name}."),
        ])
        .piece(form)
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let [ended, missing] = Visit::ended_sheets(invented::shell);
    let pass = sample_pass(301, "Tamsin Orrell");
    let shell = bare(invented::shell(TITLE));
    vec![
        ("link to claim by", sheet(shell, &invented::project_file().project, &pass.name, &"0".repeat(64))),
        ("link to claim by that does not work", ended),
        ("page that is not there for who claims", missing),
    ]
}
