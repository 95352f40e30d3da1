//! Every letter, newest first, by what has become of it.

use askama::Template;
use concordat_web::{
    Answer, Reader, View, cells,
    parts::{Column, Html, InsetText, Pagination, Shell, Table},
};

use super::{state_tag, words};
use crate::{
    State,
    store::{self, Counts, LetterRow, LetterRows, PAGE},
    urls,
};

const TITLE: &str = "Mail";

#[derive(Debug, Clone, Template)]
#[template(path = "letters.html")]
pub(crate) struct LettersPage {
    shell: Shell,
    not_set_up: Option<InsetText>,
    states: Table,
    heading: String,
    table: Option<Table>,
    pages: Option<Pagination>,
}

pub(crate) async fn show(reader: Reader) -> Answer {
    let state = State::of(reader.query.get("state"));
    let before = reader.query.get("before").parse().ok();
    let found = store::letters(reader.store(), &reader.ctx, state, before).await?;
    concordat_web::page(&view(reader.shell(TITLE), &found, state, before.is_some(), reader.app.config.mail))
}

/// What a page says where no mail goes out.
pub(super) fn not_set_up() -> InsetText {
    InsetText::new(
        "Mail is not set up here, so letters wait. Whoever runs the machine sets CONCORDAT_SMTP_URL and CONCORDAT_MAIL_FROM; then what is still needed is sent.",
    )
}

fn view(shell: Shell, found: &LetterRows, state: Option<State>, later_page: bool, mail: bool) -> LettersPage {
    LettersPage {
        shell,
        not_set_up: (!mail).then(not_set_up),
        states: states(&found.counts, state),
        heading: state.map_or_else(|| "All letters".to_owned(), |state| state.title().to_owned()),
        table: (!found.rows.is_empty()).then(|| table(&found.rows)),
        pages: pages(&found.rows, state, later_page),
    }
}

fn states(counts: &Counts, chosen: Option<State>) -> Table {
    let line = |text: &str, href: String, number: i64, current: bool| {
        let name = if current {
            Html::spaced([Html::text(text), Html::text("(shown below)")])
        } else {
            Html::link(&href, text)
        };
        cells![name, number]
    };
    let table = Table::new("How many letters there are")
        .columns([Column::new("State"), Column::numeric("Letters")])
        .row_headers()
        .narrow();
    // One that is being sent is claimed or handed: one line for both.
    let shown = State::ALL.into_iter().filter(|state| *state != State::Handed);
    shown
        .fold(table, |table, state| {
            let current = chosen == Some(state);
            table.row(line(state.title(), urls::in_state(state.word()), counts.of(state), current))
        })
        .row(line("All", urls::MAIL.to_owned(), counts.all(), chosen.is_none()))
}

fn table(rows: &[LetterRow]) -> Table {
    let table = Table::new("Letters, newest first")
        .caption_hidden()
        .columns(["To", "Letter", "State", "Posted", "Last heard"])
        .row_headers();
    rows.iter().fold(table, |table, row| {
        let to = Html::stacked([Html::link(&urls::letter(row.id), &row.to_name), Html::text(&row.to_email)]);
        let heard = match row.state {
            State::Waiting if row.failures > 0 => {
                format!("Tried {}, again {}", times(row.attempts), words::moment(&row.due_at))
            }
            State::Waiting | State::Claimed | State::Handed => String::new(),
            _ => row.settled_at.as_deref().map(words::moment).unwrap_or_default(),
        };
        table.row(cells![
            to,
            words::capital(&row.kind),
            state_tag(row.state),
            words::moment(&row.posted_at),
            heard
        ])
    })
}

/// `once`, `3 times`.
pub(super) fn times(number: i64) -> String {
    match number {
        1 => "once".to_owned(),
        n => format!("{n} times"),
    }
}

fn pages(rows: &[LetterRow], state: Option<State>, later_page: bool) -> Option<Pagination> {
    let newest = later_page.then(|| {
        let href = state.map_or_else(|| urls::MAIL.to_owned(), |state| urls::in_state(state.word()));
        (href, "The newest".to_owned())
    });
    let full = i64::try_from(rows.len()).is_ok_and(|rows| rows == PAGE);
    let older = rows.last().filter(|_| full).map(|last| {
        let state = state.map_or("", State::word);
        (format!("{}?state={state}&before={}", urls::MAIL, last.id), "Older letters".to_owned())
    });
    (newest.is_some() || older.is_some()).then(|| Pagination::neighbours(newest, older))
}

impl View for LettersPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let shell = || super::samples::shell(TITLE);
        let some = super::samples::letters();
        let none = LetterRows { rows: Vec::new(), counts: Counts::default() };
        let full = super::samples::many();
        vec![
            ("some of each", view(shell(), &some, None, false, true)),
            ("in doubt", view(shell(), &some, Some(State::InDoubt), false, true)),
            ("nothing, not set up", view(shell(), &none, None, false, false)),
            ("a full page of many", view(shell(), &full, Some(State::Sent), true, true)),
        ]
    }
}
