//! Signing in with address and password; in the demonstration, as any of its invented people.

use askama::{Template, filters::HtmlSafe};
use axum_extra::extract::cookie::CookieJar;
use concordat_kernel::{Id, Result};
use concordat_web::{
    Answer, Answers, Authenticate as _, Errors, Reader,
    axum::response::IntoResponse as _,
    parts::{Button, Csrf, Html, InputKind, Part, Shell, TextInput},
};

use super::form::{Form, FormPage, answer};
use crate::{
    Person,
    roles::title,
    rules,
    store::{self, Sessions, demo_people},
    urls,
};

pub(crate) async fn show(reader: Reader) -> Answer {
    let next = rules::local_path(reader.query.get("next")).to_owned();
    if let Some(session) = reader.signed_in() {
        return concordat_web::redirect(session.pending.unwrap_or(&next));
    }
    let mut answers = Answers::default();
    answers.set("next", next);
    page(&reader, &answers, &Errors::none()).await
}

pub(crate) async fn sign_in(reader: Reader, answers: Answers) -> Answer {
    let mut errors = Errors::none();
    if answers.get("email").is_empty() {
        errors.add("email", "Enter your e-mail address");
    }
    if answers.get("password").is_empty() {
        errors.add("password", "Enter your password");
    }
    if errors.is_empty() {
        let result =
            store::sign_in(reader.store(), &reader.ctx, answers.get("email"), answers.get("password")).await;
        if let Some(token) = errors.take(result)? {
            return go_on(&reader, &token, answers.get("next")).await;
        }
    }
    page(&reader, &answers, &errors).await
}

/// Sets the cookie and goes where the reader wanted to go, by way of the second factor where that is due. A
/// session that was open in this browser ends.
pub(crate) async fn go_on(reader: &Reader, token: &str, next: &str) -> Answer {
    let next = rules::local_path(next);
    if let Some(csrf) = reader.csrf() {
        store::end_own_session(reader.store(), &reader.ctx, csrf).await?;
    }
    let session = Sessions.who(reader.store(), &reader.app.clock, token).await?;
    let to = match session.and_then(|session| session.pending) {
        Some(pending) if next != "/" => {
            let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
            format!("{pending}?next={next}")
        }
        Some(pending) => pending.to_owned(),
        None => next.to_owned(),
    };
    let jar = CookieJar::new().add(reader.session_cookie(token));
    Ok((jar, concordat_web::redirect(to)?).into_response())
}

async fn page(reader: &Reader, answers: &Answers, errors: &Errors) -> Answer {
    let shell = reader.shell("Sign in");
    let csrf = shell.csrf.clone();
    let mut view = view(shell, answers, errors);
    if reader.app.config.demo {
        view = view.after(DemoPeople { csrf, people: offered(reader).await? });
    }
    answer(&view, errors)
}

fn view(shell: Shell, answers: &Answers, errors: &Errors) -> FormPage {
    let form = Form::new(&shell, Button::new("Sign in"))
        .to(urls::SIGN_IN)
        .hidden("next", rules::local_path(answers.get("next")))
        .field(
            TextInput::new("email", "E-mail address")
                .kind(InputKind::Email)
                .autocomplete("username")
                .no_spellcheck()
                .value(answers.get("email"))
                .error_if(errors.get("email")),
        )
        .field(
            TextInput::new("password", "Password")
                .kind(InputKind::Password)
                .autocomplete("current-password")
                .error_if(errors.get("password")),
        );
    let forgotten =
        "If you have forgotten your password, ask an administrator of your partnership for a new link.";
    FormPage::new(shell, errors, form).after(Html::paragraphs([forgotten]))
}

/// The people of the demonstration, each a button.
#[derive(Debug, Clone, Template)]
#[template(path = "demo_people.html")]
struct DemoPeople {
    csrf: Csrf,
    people: Vec<DemoPerson>,
}

#[derive(Debug, Clone)]
struct DemoPerson {
    id: Id<Person>,
    name: String,
    roles: String,
}

impl HtmlSafe for DemoPeople {}
impl Part for DemoPeople {}

async fn offered(reader: &Reader) -> Result<Vec<DemoPerson>> {
    let today = reader.app.clock.today();
    let mut people = demo_people(reader.store()).await?;
    // Officers first: the main job of the program is theirs.
    people.sort_by_key(|(_, roles)| !roles.iter().any(|role| role.role == "officer" && role.holds_on(today)));
    Ok(people
        .into_iter()
        .map(|(row, roles)| {
            let mut titles: Vec<&str> =
                roles.iter().filter(|role| role.holds_on(today)).map(|role| title(&role.role)).collect();
            titles.dedup();
            let roles = if titles.is_empty() { "no role".to_owned() } else { titles.join(", ") };
            DemoPerson { id: row.id, name: row.name, roles: format!("({roles})") }
        })
        .collect())
}

pub(super) fn samples() -> Vec<(&'static str, FormPage)> {
    let shell = || super::sample_shell("Sign in");
    let mut wrong = Errors::none();
    wrong.add("", "The e-mail address or the password is not right. Check both and try again.");
    let typed = Answers::from_pairs([("email", "rowan.ashdown@merrowshire.example")]);
    let person = |name: &str, roles: &str| DemoPerson {
        id: Id::from_uuid(concordat_kernel::AnyId::nil()),
        name: name.to_owned(),
        roles: roles.to_owned(),
    };
    let people = vec![person("Rowan Ashdown", "(Officer)"), person("Idris Vale", "(Chair, Member)")];
    vec![
        ("sign in", view(shell(), &Answers::default(), &Errors::none())),
        ("sign in, not right", view(shell(), &typed, &wrong)),
        (
            "sign in, demonstration",
            view(shell(), &Answers::default(), &Errors::none())
                .after(DemoPeople { csrf: Csrf::default(), people }),
        ),
    ]
}
