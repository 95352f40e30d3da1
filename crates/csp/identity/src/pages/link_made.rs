//! The one-time link for a person: sent to them, or where no mail goes out shown once to the administrator who passes it on.

use askama::Template;
use concordat_kernel::Id;
use concordat_web::{
    Answer, Answers, At, Reader, View,
    parts::{Button, InsetText, Shell},
};

use crate::{Person, store, urls, words};

#[derive(Clone, Template)]
#[template(path = "link_made.html")]
pub(crate) struct LinkMadePage {
    shell: Shell,
    name: String,
    link: InsetText,
    expires: String,
    back: Button,
}

pub(crate) async fn make(reader: Reader, At(id): At<Id<Person>>, _: Answers) -> Answer {
    if reader.app.config.mail {
        let (_, purpose) = store::post_link(reader.store(), &reader.ctx, id).await?;
        return reader.done(urls::person(id), sent(purpose));
    }
    let link = store::make_link(reader.store(), &reader.ctx, id).await?;
    let name = store::person(reader.store(), &reader.ctx, id).await?.name;
    let url = format!("{}{}", reader.app.config.public_url, urls::welcome(&link.token));
    let shell = reader.shell(title(link.purpose));
    concordat_web::page(&view(shell, id, name, &url, words::moment(link.expires)))
}

fn sent(purpose: &str) -> &'static str {
    if purpose == "invitation" {
        "The invitation goes out by e-mail. What becomes of it is shown here"
    } else {
        "The reset link goes out by e-mail. What becomes of it is shown here"
    }
}

fn title(purpose: &str) -> &'static str {
    if purpose == "invitation" { "The invitation is ready" } else { "The reset link is ready" }
}

fn view(shell: Shell, id: Id<Person>, name: String, url: &str, expires: String) -> LinkMadePage {
    let back = Button::link("Back to the person", urls::person(id)).secondary();
    LinkMadePage { shell, name, link: InsetText::new(url), expires, back }
}

impl View for LinkMadePage {
    fn samples() -> Vec<(&'static str, Self)> {
        let id = Id::from_uuid(concordat_kernel::AnyId::nil());
        let url = format!("https://csp.merrowshire.example/welcome/{}", "0123456789abcdef".repeat(4));
        let shell = super::sample_shell(title("invitation"));
        vec![(
            "invitation",
            view(shell, id, "Rowan Ashdown".to_owned(), &url, "11 March 2027, 9:30am".to_owned()),
        )]
    }
}
