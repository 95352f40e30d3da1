//! Everybody in the partnership: who they work for and what they do in it.

use askama::Template;
use concordat_kernel::jiff::civil::{Date, date};
use concordat_web::{
    Answer, Reader, View, cells,
    parts::{Button, Html, InputKind, InputWidth, Shell, Table, TextInput},
};

use super::state_tag;
use crate::{
    model::PERSON_ADD,
    places::name_of,
    store::{self, People, role_title},
    urls,
};

#[derive(Debug, Clone, Template)]
#[template(path = "people.html")]
pub(crate) struct PeoplePage {
    shell: Shell,
    add: Option<Button>,
    search: TextInput,
    find: Button,
    count: String,
    table: Option<Table>,
}

pub(crate) async fn show(reader: Reader) -> Answer {
    let people = store::people(reader.store(), &reader.ctx).await?;
    let may_add = reader.may(PERSON_ADD, &concordat_access::Resource::any("person"));
    let view =
        view(reader.shell("People"), &people, reader.query.get("q"), may_add, reader.app.clock.today());
    concordat_web::page(&view)
}

fn view(shell: Shell, people: &People, sought: &str, may_add: bool, today: Date) -> PeoplePage {
    let wanted = sought.to_lowercase();
    let mut rows = Vec::new();
    for person in &people.rows {
        let body = name_of(&people.places, person.body_id()).unwrap_or("");
        let mut roles: Vec<String> = people
            .roles
            .iter()
            .filter(|role| role.person == person.id && role.holds_on(today))
            .map(|role| role_title(role, &people.places))
            .collect();
        roles.dedup();
        let everything =
            format!("{} {} {body} {}", person.name, person.email, roles.join(" ")).to_lowercase();
        // Every word sought is there somewhere.
        if wanted.split_whitespace().all(|word| everything.contains(word)) {
            rows.push(cells![
                Html::link(&urls::person(person.id), &person.name),
                body,
                Html::lines(&roles.join("\n")),
                &person.email,
                state_tag(person.state()),
            ]);
        }
    }
    let count = match (rows.len(), sought.is_empty()) {
        (0, _) => "Nobody was found.".to_owned(),
        (1, _) => "1 person".to_owned(),
        (n, true) => format!("{n} people"),
        (n, false) => format!("{n} people found"),
    };
    let table = Table::new("People by name")
        .caption_hidden()
        .columns(["Name", "Works for", "Roles today", "E-mail address", "State"])
        .row_headers();
    PeoplePage {
        shell,
        add: may_add.then(|| Button::link("Add a person", urls::PERSON_ADD)),
        search: TextInput::new("q", "Find by name, body or role")
            .kind(InputKind::Search)
            .width(InputWidth::Thirty)
            .value(sought),
        find: Button::new("Find").secondary(),
        count,
        table: (!rows.is_empty()).then(|| table.rows(rows)),
    }
}

impl View for PeoplePage {
    fn samples() -> Vec<(&'static str, Self)> {
        let people = super::samples::people();
        let today = date(2027, 3, 4);
        let shell = || super::sample_shell("People");
        vec![
            ("everybody", view(shell(), &people, "", true, today)),
            ("some", view(shell(), &people, "ASHDOWN officer", false, today)),
            ("nobody", view(shell(), &people, "zebra", false, today)),
        ]
    }
}
