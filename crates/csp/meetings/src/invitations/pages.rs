//! The page of who is invited, and the letters as one PDF.

use concordat_kernel::{Id, Mark, Problem, jiff::Timestamp};
use concordat_mail::State;
use concordat_partnership::Seat;
use concordat_web::{
    Answer, Answers, At, Errors, Paper, PaperSample, Reader, Route, cells, download,
    parts::{Checkboxes, Choice, Html, Shell, Table, TextInput},
};
use serde_json::json;

use super::{
    store::{Invited, NewGuest, invitations, invite},
    words::{Words, words},
};
use crate::{
    Meeting, MeetingFile,
    pages::{form::FormPage, samples as invented, short_day},
    store::CHANGE,
    urls,
};

/// Who is invited.
const INVITATIONS: &str = "/meetings/{planned_meeting}/invitations";
/// The letters, one on each page.
const LETTERS: &str = "/meetings/{planned_meeting}/invitations/letters.pdf";

const TEMPLATE: &str = include_str!("../../papers/invitation.typ");

const TITLE: &str = "Invitations";

/// Who is invited to a meeting.
pub(crate) fn invitations_of(meeting: Id<Meeting>) -> String {
    urls::of(meeting, "invitations")
}

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(INVITATIONS, CHANGE, show),
        Route::post(INVITATIONS, CHANGE, save)
            .example("name=Rowan+Ashdown&organisation=Youth+council&email=rowan%40example.org"),
        Route::get(LETTERS, CHANGE, letters),
    ]
}

async fn show(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let (found, all) = invitations(reader.store(), &reader.ctx, id).await?;
    // Whoever has not been invited is chosen already.
    let waiting = all.iter().filter(|one| one.on.is_none());
    let mut answers = Answers::default();
    answers.set_all("seat", waiting.filter_map(|one| one.seat).map(|seat| seat.to_string()).collect());
    draw(reader.shell(TITLE), &found, &all, &answers, &Errors::none()).answer()
}

async fn save(reader: Reader, At(id): At<Id<Meeting>>, answers: Answers) -> Answer {
    let seats: Vec<Id<Seat>> = answers.all("seat").iter().filter_map(|seat| seat.parse().ok()).collect();
    let guest = ["name", "organisation", "email"].iter().any(|field| !answers.get(field).is_empty());
    let guest = guest.then(|| NewGuest {
        name: answers.get("name").to_owned(),
        organisation: answers.get("organisation").to_owned(),
        email: answers.get("email").to_owned(),
    });
    let mut errors = Errors::none();
    let sent = invite(reader.store(), &reader.ctx, id, &seats, guest).await;
    if let Some(count) = errors.take(sent)? {
        let words = match count {
            1 => "1 invitation is made out".to_owned(),
            count => format!("{count} invitations are made out"),
        };
        return reader.done(invitations_of(id), &words);
    }
    let (found, all) = invitations(reader.store(), &reader.ctx, id).await?;
    draw(reader.shell(TITLE), &found, &all, &answers, &errors).answer()
}

fn draw(shell: Shell, found: &MeetingFile, all: &[Invited], answers: &Answers, errors: &Errors) -> FormPage {
    let said = words(&found.meeting, &found.conduct);
    let facts = said
        .facts
        .iter()
        .map(|(name, text)| Html::spaced([Html::from(format!("{name}:")), Html::lines(text)]));
    let letters = Html::link(
        &format!("{}/letters.pdf", invitations_of(found.meeting.id)),
        "The letters on paper, one on each page (PDF)",
    );
    let table = Table::new("Who is invited")
        .columns(["To", "Seat, or where from", "Invited", "By e-mail"])
        .row_headers()
        .rows(all.iter().map(|one| {
            cells![
                &one.name,
                &one.holder,
                one.on.map_or_else(|| "Not yet".to_owned(), short_day),
                by_email(one)
            ]
        }));
    let choices = all.iter().filter_map(|one| {
        let again = if one.on.is_some() { ", again" } else { "" };
        Some(Choice::new(one.seat?.to_string(), format!("{}: {}{again}", one.holder, one.name)))
    });
    FormPage::new(shell, "Send the invitations", urls::meeting(found.meeting.id))
        .errors(errors)
        .intro([Html::from("Each letter says this; it is worked out anew when the letter is made:")])
        .field(Html::bullets(facts))
        .field(table)
        .field(Html::paragraphs([letters]))
        .field(
            Checkboxes::new("seat", "Who is invited now?")
                .hint("To whoever has an address a letter goes by e-mail. Print the letters of the others.")
                .items(choices)
                .chosen(answers.all("seat").iter().cloned())
                .error_if(errors.get("seat")),
        )
        .field(
            TextInput::new("name", "Somebody else: their name (optional)")
                .value(answers.get("name"))
                .error_if(errors.get("name")),
        )
        .field(
            TextInput::new("organisation", "Where they come from (optional)")
                .value(answers.get("organisation")),
        )
        .field(
            TextInput::new("email", "Their e-mail address (optional)")
                .value(answers.get("email"))
                .error_if(errors.get("email")),
        )
}

fn by_email(one: &Invited) -> &'static str {
    match (&one.email, one.letter) {
        (_, Some(State::Sent)) => "Sent",
        (_, Some(State::Refused)) => "Undelivered",
        (_, Some(State::InDoubt)) => "In doubt",
        (_, Some(State::Cancelled)) => "Not needed any more",
        (_, Some(_)) => "Waits to be sent",
        (Some(_), None) => "With the invitation",
        (None, None) => "No: on paper",
    }
}

async fn letters(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let (found, all) = invitations(reader.store(), &reader.ctx, id).await?;
    let said = words(&found.meeting, &found.conduct);
    let sheet = paper(&found.conduct.group.name, &said, &all, reader.ctx.clock.now());
    let typesetter = reader.app.typesetter.clone();
    let making = tokio::task::spawn_blocking(move || typesetter.typeset(&sheet));
    let pdf = making.await.map_err(|e| Problem::new("making letters", e))??;
    download(&format!("{}-invitations.pdf", found.meeting.plan.held_on), "application/pdf", pdf)
}

fn paper(group: &str, said: &Words, all: &[Invited], made_at: Timestamp) -> Paper {
    let letters = all.iter().map(|one| json!({ "name": one.name, "holder": one.holder }));
    let data = json!({
        "group": group,
        "opening": said.opening,
        "facts": said.facts.iter().map(|(name, text)| json!({ "name": name, "text": text })).collect::<Vec<_>>(),
        "letters": letters.collect::<Vec<_>>(),
    });
    Paper { template: TEMPLATE, data, title: said.subject.clone(), mark: Mark::Official, made_at }
}

fn invented_people() -> Vec<Invited> {
    let one = |seat: u128, name: &str, holder: &str, email: Option<&str>| Invited {
        seat: Some(Id::from_uuid(concordat_kernel::AnyId::from_u128(seat))),
        name: name.to_owned(),
        holder: holder.to_owned(),
        email: email.map(str::to_owned),
        on: None,
        letter: None,
    };
    let mut all = vec![
        one(801, "Idris Lockyer", "Police, Merrowshire <Police>", Some("idris@example.org")),
        one(802, "Merrowshire Fire Authority", "Fire, Merrowshire Fire Authority", None),
        one(803, "Ada Lindqvist", "Council, Merrowshire County Council", Some("ada@example.org")),
    ];
    if let Some(sent) = all.last_mut() {
        sent.on = Some(concordat_kernel::jiff::civil::Date::constant(2027, 2, 1));
        sent.letter = Some(State::Sent);
    }
    all
}

pub(crate) fn samples() -> Vec<(&'static str, FormPage)> {
    let (found, all) = (invented::file(), invented_people());
    let mut errors = Errors::none();
    errors.add("seat", "Choose whom to invite.");
    let shell = || invented::shell(TITLE);
    vec![
        ("invitations", draw(shell(), &found, &all, &Answers::default(), &Errors::none())),
        ("invitations, nobody chosen", draw(shell(), &found, &all, &Answers::default(), &errors)),
    ]
}

/// The letters, for the gallery.
pub(crate) fn papers() -> Vec<PaperSample> {
    let found = invented::file();
    let said = words(&found.meeting, &found.conduct);
    let paper = paper(&found.conduct.group.name, &said, &invented_people(), Timestamp::UNIX_EPOCH);
    vec![PaperSample { name: "invitations", paper }]
}
