//! One's own account: how one signs in, and where one is signed in.

use askama::Template;
use concordat_kernel::Id;
use concordat_web::{
    Answer, Reader, View, cells,
    parts::{Button, Colour, Html, Shell, SummaryList, SummaryRow, Table, Tag},
};

use super::form::{Form, token};
use crate::{model::SessionRow, store, urls, words};

#[derive(Debug, Clone, Template)]
#[template(path = "account.html")]
pub(crate) struct AccountPage {
    shell: Shell,
    details: SummaryList,
    sessions: Table,
    everywhere: Form,
}

pub(crate) async fn show(reader: Reader) -> Answer {
    let state = store::second_factor_of(reader.store(), &reader.ctx).await?;
    let sessions = store::sessions_of(reader.store(), &reader.ctx).await?;
    let name = reader.signed_in().map(|session| session.name.clone()).unwrap_or_default();
    let shell = reader.shell("Your account");
    let codes = state.enrolled().then_some(state.codes_left);
    concordat_web::page(&view(shell, &name, &state.email, codes, &sessions, token(&reader)))
}

fn view(
    shell: Shell,
    name: &str,
    email: &str,
    codes_left: Option<i64>,
    sessions: &[SessionRow],
    csrf: &str,
) -> AccountPage {
    let mut details = SummaryList::new()
        .row(("Name", name))
        .row(("E-mail address", email))
        .row(SummaryRow::new("Password", "Set").action(urls::PASSWORD, "Change", "your password"));
    details = match codes_left {
        None => details.row(SummaryRow::new("Second factor", "Not set up").action(
            urls::SECOND_FACTOR,
            "Set up",
            "your second factor",
        )),
        Some(left) => details
            .row(SummaryRow::new("Second factor", "Set up").action(
                urls::SECOND_FACTOR,
                "Replace",
                "your second factor",
            ))
            .row(SummaryRow::new("Recovery codes", format!("{left} left")).action(
                urls::RECOVERY_CODES,
                "Make new ones",
                "as recovery codes",
            )),
    };
    let table = Table::new("Sessions, the last used first").caption_hidden().columns([
        "Signed in",
        "Last used",
        "Session",
    ]);
    let sessions = sessions.iter().fold(table, |table, session| {
        let signed_in = words::moment_kept(&session.created_at);
        let what: Html = if session.csrf == csrf {
            Tag::new(Colour::Green, "This one").into()
        } else {
            let words =
                Html::spaced([Html::text("End"), Html::hidden(&format!("the session of {signed_in}"))]);
            Form::new(&shell, Button::new(words).secondary())
                .to(urls::SESSION_END.replace("{session}", &session.id.to_string()))
                .into()
        };
        table.row(cells![signed_in, words::moment_kept(&session.seen_at), what])
    });
    let everywhere = Form::new(&shell, Button::new("Sign out everywhere").warning()).to(urls::SESSIONS_END);
    AccountPage { shell, details, sessions, everywhere }
}

impl View for AccountPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let session = |n: u128, csrf: &str| SessionRow {
            id: Id::from_uuid(concordat_kernel::AnyId::from_u128(n)),
            created_at: "2027-03-04T09:00:00.000000Z".to_owned(),
            seen_at: "2027-03-04T09:30:00.000000Z".to_owned(),
            csrf: csrf.to_owned(),
        };
        let sessions = [session(1, "this"), session(2, "other")];
        let draw = |codes: Option<i64>, sessions: &[SessionRow]| {
            let shell = super::sample_shell("Your account");
            view(shell, "Rowan Ashdown", "rowan.ashdown@merrowshire.example", codes, sessions, "this")
        };
        let [first, _] = &sessions;
        vec![
            ("with second factor", draw(Some(9), &sessions)),
            ("without", draw(None, std::slice::from_ref(first))),
        ]
    }
}
