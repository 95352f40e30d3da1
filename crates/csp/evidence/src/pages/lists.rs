//! Lists of people to be looked at: all of them, and the form that makes one.

use askama::Template;
use concordat_kernel::jiff::{Span, civil::Date};
use concordat_web::{
    Answer, Answers, Errors, Reader, View,
    axum::http::StatusCode,
    axum::response::IntoResponse as _,
    parts::{
        BackLink, Button, Column, ErrorSummary, Html, InputWidth, Select, Shell, Table, TextInput, Textarea,
    },
};

use super::samples;
use crate::{
    actions::{self, MAKE_LIST},
    findings::{Wanted, lenses},
    ranking::{self, List, NewList},
    urls,
};

/// All lists.
#[derive(Debug, Template)]
#[template(path = "lists.html")]
pub(super) struct ListsPage {
    shell: Shell,
    new: Option<Button>,
    table: Option<Table>,
    transparency: &'static str,
}

/// Shows them.
pub(super) async fn show(reader: Reader) -> Answer {
    let lists = ranking::lists(reader.store(), &reader.ctx).await?;
    let may_make = reader.may(MAKE_LIST, &actions::lists());
    let today = reader.ctx.clock.today();
    concordat_web::page(&ListsPage::new(reader.shell("Lists for review"), &lists, may_make, today))
}

impl ListsPage {
    fn new(shell: Shell, lists: &[List], may_make: bool, today: Date) -> Self {
        let row = |list: &List| {
            let name = format!("List {}", list.number);
            let stands = list.expires >= today;
            vec![
                if stands { Html::link(&urls::list(list.id), &name) } else { Html::from(name) },
                Html::from(&list.purpose),
                Html::from(&list.owner),
                Html::from(list.window.to_string()),
                Html::from(if stands {
                    format!("until {}", list.expires)
                } else {
                    format!("expired on {}", list.expires)
                }),
            ]
        };
        let table = Table::new("Lists")
            .caption_hidden()
            .column("List")
            .column("What it is for")
            .column("Who answers for it")
            .column("Window")
            .column("Stands")
            .rows(lists.iter().map(row))
            .scroll();
        Self {
            shell: shell.back(BackLink::new(urls::EVIDENCE).text("Back to the evidence")).wide(),
            new: may_make.then(|| Button::link("Make a list", urls::LIST_NEW)),
            table: (!lists.is_empty()).then_some(table),
            transparency: urls::TRANSPARENCY,
        }
    }
}

impl View for ListsPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let shell = || samples::shell("Lists for review");
        let ranking = samples::ranking();
        let lists: Vec<List> = ranking.into_iter().map(|ranking| ranking.list).collect();
        let day = Date::constant(2026, 9, 1);
        let after = Date::constant(2026, 12, 1);
        vec![
            ("usual", Self::new(shell(), &lists, true, day)),
            ("expired", Self::new(shell(), &lists, false, after)),
            ("none", Self::new(shell(), &[], true, day)),
        ]
    }
}

/// A form about lists.
#[derive(Debug, Template)]
#[template(path = "list_form.html")]
pub(super) struct ListForm {
    pub(super) shell: Shell,
    pub(super) summary: Html,
    pub(super) before: Vec<Html>,
    pub(super) action: String,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) fields: Vec<Html>,
    pub(super) button: Button,
}

/// The form that makes one.
pub(super) async fn ask(reader: Reader) -> Answer {
    reader.store().ask(&reader.ctx, MAKE_LIST, &actions::lists()).await?;
    concordat_web::page(&new_form(reader.shell("Make a list"), &Answers::default(), &Errors::none()))
}

/// Makes one.
pub(super) async fn make(reader: Reader, answers: Answers) -> Answer {
    let mut errors = Errors::none();
    let mut month = |field: &'static str| {
        let text = answers.some(field)?;
        let read = text.parse().ok();
        if read.is_none() {
            errors.add(field, "Write a month as its year and number, such as 2025-04.");
        }
        read
    };
    let wanted = Wanted {
        from: month("from"),
        to: month("to"),
        lens: answers.some("lens").map(str::to_owned),
        ..Wanted::default()
    };
    let days: Option<i64> =
        answers.get("expires").trim().parse().ok().filter(|days| (0..=366).contains(days));
    let today = reader.ctx.clock.today();
    let new = NewList {
        purpose: answers.get("purpose").to_owned(),
        basis: answers.get("basis").to_owned(),
        owner: answers.get("owner").to_owned(),
        expires: days.and_then(|days| today.checked_add(Span::new().days(days)).ok()),
        rows: answers.get("rows").trim().parse().unwrap_or(0),
        matrix: None,
    };
    if errors.is_empty() {
        let analyst = reader.app.analyst.as_ref();
        let made = ranking::make(reader.store(), analyst, &reader.ctx, &wanted, &new).await;
        if let Some(id) = errors.take(made)? {
            return reader.done(urls::list(id), "The list is made. Decide about each row.");
        }
    }
    let page = concordat_web::page(&new_form(reader.shell("Make a list"), &answers, &errors))?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// What must be put right, above a form.
pub(super) fn summary(errors: &Errors) -> Html {
    if errors.is_empty() {
        return Html::default();
    }
    let mut summary = ErrorSummary::new();
    for (field, sentence) in errors.iter() {
        summary = match field {
            "" => summary.general(sentence),
            field => summary.error(field, sentence),
        };
    }
    summary.into()
}

fn new_form(shell: Shell, answers: &Answers, errors: &Errors) -> ListForm {
    let line = |name: &str, label: &str| {
        TextInput::new(name, label).value(answers.get(name)).error_if(errors.get(name))
    };
    let month = |name: &str, label: &str| line(name, label).hint("Such as 2025-04").width(InputWidth::Ten);
    let area = |name: &str, label: &str, hint: &str| {
        Textarea::new(name, label).hint(hint).value(answers.get(name)).rows(3).error_if(errors.get(name))
    };
    let lens = answers.some("lens").unwrap_or("vawg");
    let fields: Vec<Html> = vec![
        area(
            "purpose",
            "What is the list for?",
            "One purpose, such as which cases the April tasking meeting looks at",
        )
        .into(),
        area("basis", "On which lawful basis is it made?", "The law and the policy that allow it").into(),
        line("owner", "Who answers for it?").hint("A name or a post").into(),
        line("expires", "For how many days is it needed?")
            .hint("28 at most. Its rows go after that")
            .width(InputWidth::Five)
            .into(),
        Select::new("lens", "Lens")
            .options(lenses().iter().map(|lens| (&lens.name, &lens.title)))
            .chosen(lens)
            .error_if(errors.get("lens"))
            .into(),
        month("from", "First month (the last twelve without it)").into(),
        month("to", "Last month (the latest with records without it)").into(),
        line("rows", "How many people?")
            .hint("Those with the last one’s score come with them. Each is decided about by a person")
            .width(InputWidth::Five)
            .into(),
    ];
    ListForm {
        shell: if errors.is_empty() { shell } else { shell.with_errors() }
            .back(BackLink::new(urls::LISTS).text("Back to the lists")),
        summary: summary(errors),
        before: Vec::new(),
        hidden: Vec::new(),
        action: urls::LIST_NEW.to_owned(),
        fields,
        button: Button::new("Make the list").once(),
    }
}

impl View for ListForm {
    fn samples() -> Vec<(&'static str, Self)> {
        let mut errors = Errors::none();
        errors.add("purpose", "Say what the list is for, in a sentence.");
        errors.add("expires", "Say until when the list is needed.");
        let shell = || samples::shell("Make a list");
        let mut all = vec![
            ("making a list", new_form(shell(), &Answers::default(), &Errors::none())),
            ("making a list, with errors", new_form(shell(), &Answers::default(), &errors)),
        ];
        all.extend(super::list::row_samples());
        all.extend(super::notebook::form_samples());
        all
    }
}

/// The head of a number column.
pub(super) fn numeric(head: &str) -> Column {
    Column::numeric(head)
}
