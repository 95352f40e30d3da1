//! One person: what they do in the partnership and since when, and what an administrator can do for them.

use askama::Template;
use concordat_access::{Action, Resource};
use concordat_kernel::{
    Id,
    jiff::civil::{Date, date},
};
use concordat_mail::Delivery;
use concordat_web::{
    Answer, At, Reader, View, cells,
    parts::{BackLink, Button, Colour, Event, Html, Shell, SummaryList, Table, Tag, Timeline},
};

use super::{form::Form, grant, state_tag};
use crate::{
    Person, PersonState, RoleRow,
    model::{
        AUDIT_VIEW, LETTER_VIEW, PERSON_CHANGE, PERSON_DISABLE, PERSON_GRANT, PERSON_RESET, PERSON_SIGN_OUT,
    },
    places::name_of,
    store::{self, PersonFile, role_title},
    urls, words,
};

#[derive(Debug, Clone, Template)]
#[template(path = "person.html")]
pub(crate) struct PersonPage {
    shell: Shell,
    state: Tag,
    details: SummaryList,
    change: Option<Button>,
    roles: Option<Table>,
    grant: Option<Button>,
    sign_in: Vec<(&'static str, Form)>,
    history: Option<Timeline>,
    audit: Option<Html>,
}

/// What the reader may do for this person.
#[derive(Debug, Clone, Copy)]
struct May {
    change: bool,
    grant: bool,
    reset: bool,
    sign_out: bool,
    disable: bool,
    audit: bool,
    /// Whether mail goes out: links are sent, not shown.
    mail: bool,
    letters: bool,
}

pub(crate) async fn show(reader: Reader, At(id): At<Id<Person>>) -> Answer {
    let file = store::person_file(reader.store(), &reader.ctx, id).await?;
    let this = Resource::one(id).of_person(id.uuid());
    let oneself = reader.ctx.actor.person() == Some(id.uuid());
    let may = |action: Action| reader.may(action, &this);
    let may = May {
        change: may(PERSON_CHANGE),
        grant: may(PERSON_GRANT),
        reset: may(PERSON_RESET),
        // One's own sessions are on one's own account page.
        sign_out: may(PERSON_SIGN_OUT) && !oneself,
        disable: may(PERSON_DISABLE) && !oneself,
        mail: reader.app.config.mail,
        letters: reader
            .may(LETTER_VIEW, &Resource::any("letter").at(concordat_kernel::Sensitivity::Restricted)),
        audit: reader.may(AUDIT_VIEW, &Resource::any("audit").at(concordat_kernel::Sensitivity::Restricted)),
    };
    let title = file.row.name.clone();
    concordat_web::page(&view(reader.shell(title), &file, may, reader.app.clock.today()))
}

fn view(shell: Shell, file: &PersonFile, may: May, today: Date) -> PersonPage {
    let (row, id) = (&file.row, file.row.id);
    let shell = shell.back(BackLink::new(urls::PEOPLE).text("Back to people"));
    let details = SummaryList::new()
        .row(("Works for", name_of(&file.places, row.body_id()).unwrap_or("Not said")))
        .row(("E-mail address", &row.email))
        .row(("Added", words::moment_kept(&row.created_at)))
        .row(("Second factor", if row.has_second_factor == 1 { "Set up" } else { "Not set up" }));
    let details = match file.letters.first() {
        Some(last) => details.row(("Last letter", letter(last, may.letters))),
        None => details,
    };
    PersonPage {
        state: state_tag(row.state()),
        details,
        change: may.change.then(|| {
            Button::link(
                "Change name, address or body",
                urls::PERSON_CHANGE.replace("{person}", &id.to_string()),
            )
            .secondary()
        }),
        roles: (!file.roles.is_empty()).then(|| roles(&shell, file, may.grant, today)),
        grant: may.grant.then(|| Button::link("Give a role", grant::url(id)).secondary()),
        sign_in: sign_in(&shell, file, may),
        history: (!file.history.is_empty()).then(|| history(file)),
        audit: may.audit.then(|| Html::link(&urls::audit_by(id), "What this person did")),
        shell,
    }
}

/// What has become of a letter: "Reset: Undelivered, 4 March 2027".
fn letter(last: &Delivery, may: bool) -> Html {
    let at = words::moment(last.settled_at.unwrap_or(last.posted_at));
    let text = format!("{}: {}, {at}", capital(&last.kind), last.state.title().to_lowercase());
    if may { Html::link(&concordat_mail::urls::letter(last.letter), text.as_str()) } else { Html::text(text) }
}

fn roles(shell: &Shell, file: &PersonFile, may_end: bool, today: Date) -> Table {
    let mut table =
        Table::new("Roles, newest first").caption_hidden().columns(["Role", "From", "Until", "State"]);
    if may_end {
        table = table.column("Change");
    }
    file.roles.iter().fold(table, |table, role| {
        let state = role_state(role, today);
        let over = role.ended_at.is_some() || state.1;
        let mut cells = cells![
            role_title(role, &file.places),
            words::day_kept(&role.from_date),
            role.until_date.as_deref().map_or_else(|| "Open".to_owned(), words::day_kept),
            state.0,
        ];
        if may_end {
            let words = Html::spaced([Html::text("End now"), Html::hidden(&role_title(role, &file.places))]);
            let form = || {
                Form::new(shell, Button::new(words).secondary())
                    .to(urls::ROLE_END.replace("{role_held}", &role.id.to_string()))
            };
            cells.push(if over { Html::default() } else { form().into() });
        }
        table.row(cells)
    })
}

/// A word for the role's state, and whether it is over.
fn role_state(role: &RoleRow, today: Date) -> (Tag, bool) {
    if role.holds_on(today) {
        (Tag::new(Colour::Green, "Held"), false)
    } else if role.ended_at.is_none() && role.from_date > today.to_string() {
        (Tag::new(Colour::Blue, "Not yet"), false)
    } else {
        (Tag::new(Colour::Grey, "Ended"), true)
    }
}

fn sign_in(shell: &Shell, file: &PersonFile, may: May) -> Vec<(&'static str, Form)> {
    let id = file.row.id.to_string();
    let to = |path: &str| path.replace("{person}", &id);
    let form = |words: &str| Form::new(shell, Button::new(words).secondary());
    let state = file.row.state();
    let mut forms = Vec::new();
    if may.reset && state == PersonState::Invited {
        let sentence = "They have not set a password yet. A new invitation replaces the one before and works for seven days.";
        let words = if may.mail { "Send an invitation" } else { "Make an invitation link" };
        forms.push((sentence, form(words).to(to(urls::PERSON_LINK))));
    }
    if may.reset && state == PersonState::Active {
        let sentence = "Someone who has forgotten their password chooses a new one by a link that works once, for a day. Make sure that it is they who ask.";
        let words = if may.mail { "Send a reset link" } else { "Make a reset link" };
        forms.push((sentence, form(words).to(to(urls::PERSON_LINK))));
    }
    if may.reset && file.row.has_second_factor == 1 {
        let sentence = "Someone who has lost their authenticator and their recovery codes sets up a new one when they next sign in.";
        forms.push((sentence, form("Remove the second factor").to(to(urls::PERSON_SECOND_FACTOR))));
    }
    if may.sign_out && state == PersonState::Active {
        let sentence = "Someone who has lost a device, or left themselves signed in on one, is signed out everywhere at once. They can sign in again.";
        forms.push((sentence, form("Sign them out everywhere").to(to(urls::PERSON_SIGN_OUT))));
    }
    if may.disable {
        forms.push(if state == PersonState::Disabled {
            ("They cannot sign in.", form("Let them sign in again").to(to(urls::PERSON_ENABLE)))
        } else {
            let words =
                "Someone who leaves is disabled: they are signed out at once, and what they did stays.";
            (
                words,
                Form::new(shell, Button::new("Disable this person").warning()).to(to(urls::PERSON_DISABLE)),
            )
        });
    }
    forms
}

fn history(file: &PersonFile) -> Timeline {
    file.history.iter().fold(Timeline::new(), |timeline, change| {
        let title = match (change.field.as_str(), &change.former, &change.latter) {
            ("role", None, Some(_)) => "Role given".to_owned(),
            ("role", Some(_), None) => "Role ended".to_owned(),
            ("email", ..) => "E-mail address changed".to_owned(),
            (field, Some(_), None) => format!("{} removed", capital(field)),
            (field, ..) => format!("{} changed", capital(field)),
        };
        let what = match (&change.former, &change.latter) {
            (Some(former), Some(latter)) => format!("From “{former}” to “{latter}”."),
            (None, Some(text)) | (Some(text), None) => format!("{}.", capital(text)),
            (None, None) => String::new(),
        };
        let event = Event::new(title, words::moment_kept(&change.at), &change.at)
            .by(words::actor(&change.actor, &file.names))
            .what(Html::paragraphs([what]));
        timeline.event(event)
    })
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

impl View for PersonPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let all = May {
            change: true,
            grant: true,
            reset: true,
            sign_out: true,
            disable: true,
            audit: true,
            mail: false,
            letters: true,
        };
        let mailed = May { mail: true, ..all };
        let none = May {
            change: false,
            grant: false,
            reset: false,
            sign_out: false,
            disable: false,
            audit: false,
            ..mailed
        };
        let none = May { letters: false, ..none };
        let today = date(2027, 3, 4);
        super::samples::files()
            .into_iter()
            .flat_map(|(name, file)| {
                let shell = || super::sample_shell(&file.row.name);
                let another = match name {
                    "active" => Some(("active, to a member", view(shell(), &file, none, today))),
                    "invited" => Some(("invited, where mail goes out", view(shell(), &file, mailed, today))),
                    _ => None,
                };
                [Some((name, view(shell(), &file, all, today))), another]
            })
            .flatten()
            .collect()
    }
}
