//! Who has signed which version of the information sharing agreement.

use std::collections::BTreeSet;

use concordat_access::Resource;
use concordat_kernel::{AnyId, Id, Kind as _, Refusal, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, Errors, Reader,
    axum::extract::Path,
    cells,
    parts::{BackLink, Button, Colour, Html, Select, Shell, Table, Tag, TextInput},
};

use super::sheet::Sheet;
use crate::{
    Body, BodyKind, Capacity,
    pages::{bodies::sample_body, dates, form::FormPage, sample_shell, words},
    terms::{
        Sharing, Successions, add_sharing, sign,
        store::{CHANGE_SHARING, SharingFile, sharing_file},
        urls,
    },
};

/// Who has signed, version by version.
pub(crate) async fn show(reader: Reader) -> Answer {
    let file = sharing_file(reader.store(), &reader.ctx).await?;
    let may = reader.may(CHANGE_SHARING, &Resource::any(Sharing::NAME));
    concordat_web::page(&draw(
        reader.shell("Information sharing agreement"),
        &file,
        reader.ctx.clock.today(),
        may,
    ))
}

/// The bodies that sit somewhere as members today, by name.
fn members(file: &SharingFile, today: Date) -> Vec<&Body> {
    let seated: BTreeSet<Id<Body>> = file
        .seats
        .iter()
        .filter(|seat| seat.capacity != Capacity::Invited && !seat.has_ended(today))
        .map(|seat| seat.body)
        .collect();
    file.bodies.iter().filter(|body| seated.contains(&body.id)).collect()
}

fn draw(shell: Shell, file: &SharingFile, today: Date, may: bool) -> Sheet {
    let lead = Html::paragraphs([
        "Members sign the newest version. What a body signed counts for the one that took over from it.",
    ]);
    let page = Sheet::new(shell, lead).button_if(may, "Record a new version", urls::NEW_SHARING);
    let Some(newest) = file.versions.first() else {
        return page.piece("versions", "Versions", Html::paragraphs(["None has been recorded yet."]));
    };
    let successions = Successions::among(&file.bodies);
    let signed = |body: &Body| {
        let whose = successions.stands_for(body.id);
        file.signatures
            .iter()
            .find(|(sharing, other, _)| *sharing == newest.id && successions.stands_for(*other) == whose)
    };
    let members = members(file, today);
    let missing = members.iter().filter(|body| signed(body).is_none()).count();
    let table = Table::new("Members and the newest version")
        .caption_hidden()
        .columns(["Body", "Newest version", "Signed"])
        .row_headers()
        .rows(members.iter().map(|body| {
            let (state, when) = match signed(body) {
                Some((_, by, on)) if *by == body.id => (Tag::new(Colour::Green, "Signed"), words::day(*on)),
                Some((_, by, on)) => {
                    let by = file.bodies.iter().find(|other| other.id == *by).map_or("", |body| &body.name);
                    (Tag::new(Colour::Green, "Signed"), format!("{}, by {by}", words::day(*on)))
                }
                None => (Tag::new(Colour::Yellow, "Not signed"), "—".to_owned()),
            };
            cells![Html::link(&crate::urls::body(body.id), &body.name), state, when]
        }));
    let versions = file.versions.iter().map(|version| {
        let count = file.signatures.iter().filter(|(sharing, ..)| *sharing == version.id).count();
        format!(
            "{}, {}: issued {}, signed by {count}",
            version.name,
            version.edition,
            words::day(version.issued_on)
        )
    });
    let heading = format!("{}, {}: {missing} of {} not signed", newest.name, newest.edition, members.len());
    page.button_if(may, "Record a signature", urls::sign(newest.id)).piece("members", heading, table).piece(
        "versions",
        "Versions",
        Html::bullets(versions),
    )
}

/// The form for a new version.
pub(crate) async fn new(reader: Reader) -> Answer {
    reader.store().ask(&reader.ctx, CHANGE_SHARING, &Resource::any(Sharing::NAME)).await?;
    adding(reader.shell("Record a new version"), &Answers::default(), &Errors::none()).answer()
}

/// Records it.
pub(crate) async fn add(reader: Reader, answers: Answers) -> Answer {
    reader.store().ask(&reader.ctx, CHANGE_SHARING, &Resource::any(Sharing::NAME)).await?;
    let mut errors = Errors::none();
    let issued = dates::read(&answers, "issued_on", "The day", &mut errors);
    if errors.is_empty() {
        let (name, edition) = (answers.get("name"), answers.get("edition"));
        if errors.take(add_sharing(reader.store(), &reader.ctx, name, edition, issued).await)?.is_some() {
            return reader.done(urls::SHARING, "The new version is recorded");
        }
    }
    adding(reader.shell("Record a new version"), &answers, &errors).answer()
}

fn adding(shell: Shell, answers: &Answers, errors: &Errors) -> FormPage {
    let text = |name: &'static str, label: &'static str| {
        TextInput::new(name, label).value(answers.get(name)).error_if(errors.get(name))
    };
    FormPage::new(
        shell.back(BackLink::new(urls::SHARING)),
        Button::new("Record the version").once(),
        urls::SHARING.to_owned(),
    )
    .errors(errors, &["issued_on"])
    .field(text("name", "What is the agreement called?"))
    .field(text("edition", "Which version is it?").hint("Such as “2027” or “version 7”"))
    .field(dates::input("issued_on", "When was it issued?", answers, errors))
}

/// The form for a signature.
pub(crate) async fn ask(reader: Reader, Path(id): Path<Id<Sharing>>) -> Answer {
    let file = asked(&reader, id).await?;
    signing(reader.shell("Record a signature"), &file, id, &Answers::default(), &Errors::none()).answer()
}

/// Records it.
pub(crate) async fn save(reader: Reader, Path(id): Path<Id<Sharing>>, answers: Answers) -> Answer {
    let file = asked(&reader, id).await?;
    let mut errors = Errors::none();
    let on = dates::read(&answers, "on", "The day", &mut errors);
    if errors.is_empty() {
        let body = answers.get("body").parse().ok();
        if errors.take(sign(reader.store(), &reader.ctx, id, body, on).await)?.is_some() {
            return reader.done(urls::SHARING, "The signature is recorded");
        }
    }
    signing(reader.shell("Record a signature"), &file, id, &answers, &errors).answer()
}

async fn asked(reader: &Reader, id: Id<Sharing>) -> concordat_kernel::Result<SharingFile> {
    reader.store().ask(&reader.ctx, CHANGE_SHARING, &Resource::one(id)).await?;
    let file = sharing_file(reader.store(), &reader.ctx).await?;
    if file.versions.iter().any(|version| version.id == id) {
        Ok(file)
    } else {
        Err(Refusal::NotFound.into())
    }
}

fn signing(
    shell: Shell,
    file: &SharingFile,
    id: Id<Sharing>,
    answers: &Answers,
    errors: &Errors,
) -> FormPage {
    let version = file.versions.iter().find(|version| version.id == id);
    let name = version.map(|version| format!("{}, {}", version.name, version.edition)).unwrap_or_default();
    FormPage::new(
        shell.back(BackLink::new(urls::SHARING)),
        Button::new("Record the signature").once(),
        urls::SHARING.to_owned(),
    )
    .errors(errors, &["on"])
    .intro(Html::paragraphs([format!("For {name}.")]))
    .field(
        Select::new("body", "Which body signed?")
            .option("", "Choose a body")
            .options(file.bodies.iter().map(|body| (body.id.to_string(), body.name.clone())))
            .chosen(answers.get("body"))
            .error_if(errors.get("body")),
    )
    .field(dates::input("on", "When?", answers, errors))
}

fn sample_file() -> SharingFile {
    let ccg = sample_body(1, "Merrowshire <Clinical> Group", BodyKind::ResponsibleAuthority);
    let mut board = sample_body(2, "Merrowshire Care Board", BodyKind::ResponsibleAuthority);
    board.predecessor = Some(ccg.id);
    let police = sample_body(3, "Merrowshire Police", BodyKind::ResponsibleAuthority);
    let sharing: Id<Sharing> = Id::from_uuid(AnyId::from_u128(9));
    let seat = |n: u128, body: &Body| crate::Seat {
        id: Id::from_uuid(AnyId::from_u128(n)),
        group: Id::from_uuid(AnyId::from_u128(8)),
        body: body.id,
        title: body.name.clone(),
        capacity: Capacity::ResponsibleAuthority,
        active_from: None,
        active_until: None,
        end_reason: None,
        person: None,
        deputy: None,
    };
    SharingFile {
        versions: vec![Sharing {
            id: sharing,
            name: "Merrowshire sharing agreement".into(),
            edition: "version 6".into(),
            issued_on: Date::constant(2026, 5, 1),
        }],
        signatures: vec![(sharing, ccg.id, Date::constant(2026, 5, 20))],
        seats: vec![seat(11, &board), seat(12, &police)],
        bodies: vec![ccg, board, police],
    }
}

pub(crate) fn samples() -> Vec<(&'static str, Sheet)> {
    let today = Date::constant(2027, 3, 4);
    let empty =
        SharingFile { versions: Vec::new(), signatures: Vec::new(), bodies: Vec::new(), seats: Vec::new() };
    let shell = || sample_shell("Information sharing agreement");
    vec![
        ("sharing agreement", draw(shell(), &sample_file(), today, true)),
        ("sharing agreement, none", draw(shell(), &empty, today, false)),
    ]
}

pub(crate) fn form_samples() -> Vec<(&'static str, FormPage)> {
    let (file, empty) = (sample_file(), Answers::default());
    let mut errors = Errors::none();
    errors.add("issued_on", "Enter the day on which it was issued.");
    let id = file.versions.first().map_or(Id::from_uuid(AnyId::nil()), |version| version.id);
    vec![
        (
            "sharing agreement, new version, with errors",
            adding(sample_shell("Record a new version"), &empty, &errors),
        ),
        (
            "sharing agreement, signing",
            signing(sample_shell("Record a signature"), &file, id, &empty, &Errors::none()),
        ),
    ]
}
