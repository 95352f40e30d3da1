//! Who may claim for a project by link, as those who look after the money see it.

use concordat_kernel::{Id, jiff::Timestamp};
use concordat_mail::Delivery;
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{BackLink, Button, Html, InputKind, InsetText, Shell, Table},
    sheet::{Form, Sheet},
};

use super::super::{invented, questions::Ask, words::moment};
use crate::{
    Project,
    passes::{NewPass, Pass, make_link, make_pass, passes, project_to_share, stop_pass},
    rules::project::check_runs,
    urls,
};

const TITLE: &str = "Who may claim by link";
const NEW: &str = "Give somebody a link";
const COPY: &str = "A link to copy";

pub(super) async fn show(reader: Reader, At(id): At<Id<Project>>) -> Answer {
    let (project, held) = passes(reader.store(), &reader.ctx, id).await?;
    let back = BackLink::new(urls::project(id)).text("Back to the project");
    let shell = reader.shell(TITLE).back(back).mark(MARK).wide();
    list(shell, &project, &held, reader.ctx.clock.now(), reader.app.config.mail).answer()
}

pub(super) async fn new(reader: Reader, At(id): At<Id<Project>>) -> Answer {
    let project = project_to_share(reader.store(), &reader.ctx, id).await?;
    form(beneath(&reader, NEW, id), &project, &Answers::default(), &Errors::none()).answer()
}

pub(super) async fn give(reader: Reader, At(id): At<Id<Project>>, answers: Answers) -> Answer {
    let project = project_to_share(reader.store(), &reader.ctx, id).await?;
    let new = NewPass { name: answers.get("name").to_owned(), email: answers.get("email").to_owned() };
    let mut errors = Errors::none();
    if errors.take(make_pass(reader.store(), &reader.ctx, id, &new).await)?.is_some() {
        return reader.done(urls::at(urls::PASSES, id), "A letter with a link is on its way.");
    }
    form(beneath(&reader, NEW, id), &project, &answers, &errors).answer()
}

pub(super) async fn copy(reader: Reader, At(id): At<Id<Pass>>, _: Answers) -> Answer {
    let (secret, pass) = make_link(reader.store(), &reader.ctx, id).await?;
    let url = format!("{}{}", reader.app.config.public_url, urls::claim_link(&secret));
    copied(beneath(&reader, COPY, pass.project_id), &pass, url).answer()
}

pub(super) async fn stop(reader: Reader, At(id): At<Id<Pass>>, _: Answers) -> Answer {
    let project = stop_pass(reader.store(), &reader.ctx, id).await?;
    reader.done(urls::at(urls::PASSES, project), "The link is stopped. What was claimed by it stays.")
}

const MARK: &str = "Official-Sensitive";

fn beneath(reader: &Reader, title: &str, project: Id<Project>) -> Shell {
    let back = BackLink::new(urls::at(urls::PASSES, project)).text("Back to the links");
    reader.shell(title).back(back).mark(MARK)
}

fn list(
    shell: Shell,
    project: &Project,
    held: &[(Pass, Vec<Delivery>)],
    now: Timestamp,
    mail: bool,
) -> Sheet {
    let runs = check_runs(project).is_ok();
    let mut sheet = Sheet::new(shell.clone()).caption(&*project.said.title).says([
        "Whoever holds a link claims for this project and counts what it delivered, without an account. They see what was claimed by link and what remains, and nothing else.",
    ]);
    sheet = if runs {
        sheet.piece(Button::link(NEW, urls::at(urls::NEW_PASS, project.id)))
    } else {
        sheet.says(["This project is over, so its links work no more."])
    };
    if !mail {
        sheet = sheet.piece(InsetText::new(
            "No mail goes out from here. Letters wait; make a link to copy and hand it over yourself.",
        ));
    }
    if held.is_empty() {
        return sheet.says(["Nobody has a link yet."]);
    }
    let rows = held.iter().map(|(pass, letters)| {
        let standing = match &pass.revoked_at {
            Some(at) => format!("Stopped {}", moment(at)),
            None if !runs => "The project is over".to_owned(),
            None if !pass.is_good(now) => format!("Ended {}", moment(&pass.expires_at)),
            None => format!("Works until {}", moment(&pass.expires_at)),
        };
        vec![
            Html::stacked([&pass.name, &pass.email]),
            moment(&pass.made_at).into(),
            concordat_mail::newest(letters),
            pass.last_used_at.as_deref().map_or_else(|| "Never".to_owned(), moment).into(),
            standing.into(),
            if runs && pass.is_good(now) {
                concordat_links::acts(
                    &shell,
                    &pass.name,
                    urls::at(urls::PASS_LINK, pass.id),
                    urls::at(urls::STOP_PASS, pass.id),
                )
            } else {
                Html::default()
            },
        ]
    });
    let table = Table::new("Who holds a link")
        .caption_hidden()
        .columns(["Who", "Given", "Letter", "Last used", "Link"])
        .column("What can be done")
        .scroll_wide()
        .rows(rows);
    sheet.piece(table)
}

fn form(shell: Shell, project: &Project, typed: &Answers, errors: &Errors) -> Sheet {
    let ask = Ask { typed, errors };
    let form = Form::new(&shell, Button::new("Send a letter with a link").once())
        .field(ask.line("name", "Name"))
        .field(ask.line("email", "E-mail address").kind(InputKind::Email).no_spellcheck())
        .cancel(urls::at(urls::PASSES, project.id));
    let provider = match project.said.provider.as_str() {
        "" => "the provider".to_owned(),
        provider => provider.to_owned(),
    };
    Sheet::new(shell)
        .errors(errors, &[])
        .caption(&*project.said.title)
        .says([format!(
            "They get a letter with a link of their own, claim in the name of {provider}, and hear by letter what becomes of each claim."
        )])
        .piece(form)
}

fn copied(shell: Shell, pass: &Pass, url: String) -> Sheet {
    Sheet::new(shell)
        .caption(&*pass.name)
        .says([format!(
            "Give it to {} and to nobody else. It is shown this once and kept nowhere; you can make another.",
            pass.name
        )])
        .piece(InsetText::new(url))
        .says([format!(
            "It works until {}, like those made before. What is done with it is recorded as theirs.",
            moment(&pass.expires_at)
        )])
}

/// An invented pass.
pub(super) fn sample_pass(n: u128, name: &str) -> Pass {
    Pass {
        id: invented::id(n),
        project_id: invented::id(1),
        name: name.to_owned(),
        email: "someone@merrowshire.example".to_owned(),
        made_at: "2026-06-02T09:00:00.000000Z".to_owned(),
        made_by: "operator".to_owned(),
        expires_at: "2027-06-29T22:59:00.000000Z".to_owned(),
        revoked_at: None,
        last_used_at: (n == 301).then(|| "2026-09-09T08:30:00.000000Z".to_owned()),
    }
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let project = invented::project_file().project;
    let shell = |title: &str| invented::shell(title).mark(MARK);
    let now = "2026-11-02T09:00:00Z".parse().unwrap_or(Timestamp::UNIX_EPOCH);
    let mut stopped = sample_pass(302, "Bram Castell");
    stopped.revoked_at = Some("2026-06-12T10:00:00.000000Z".to_owned());
    let held: Vec<_> =
        [sample_pass(301, "Tamsin Orrell"), stopped].into_iter().map(|pass| (pass, Vec::new())).collect();
    let over = Project { state: crate::ProjectState::Completed, ..project.clone() };
    let typed = Answers::from_pairs([("name", "Tamsin Orrell"), ("email", "tamsin")]);
    let errors = invented::wrong("email", "Enter an e-mail address, such as name@example.org.");
    let url = format!("https://csp.merrowshire.example/claim/{}", "0123456789abcdef".repeat(4));
    vec![
        ("who may claim by link", list(shell(TITLE).wide(), &project, &held, now, true)),
        ("who could claim by link, over", list(shell(TITLE).wide(), &over, &held, now, true)),
        ("who may claim by link, nobody yet, no mail", list(shell(TITLE).wide(), &project, &[], now, false)),
        ("give a link", form(shell(NEW), &project, &Answers::default(), &Errors::none())),
        ("give a link, wrong", form(shell(NEW), &project, &typed, &errors)),
        ("link to copy", copied(shell(COPY), &sample_pass(301, "Tamsin Orrell"), url)),
    ]
}
