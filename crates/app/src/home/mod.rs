//! The pages that belong to no capability: home, help, accessibility, and whether the program is well.

use askama::Template;
use concordat_access::{Action, ResourceKind};
use concordat_kernel::Sensitivity;
use concordat_web::{Answer, Reader, Route, Slice, View, Waiting, page, parts::Shell, redirect, samples_of};

const SERVICE: ResourceKind =
    ResourceKind { name: "service", actions: &["view"], sensitivities: &[Sensitivity::Public] };
const VIEW: Action = Action::new("service", "view");

/// The pages that belong to no capability.
pub(crate) const SLICE: Slice = Slice {
    name: "home",
    policies: r#"
        // Anybody may reach the way in, the help and the accessibility statement.
        permit (principal in Role::"public", action == Action::"service.view", resource);
    "#,
    kinds: &[SERVICE],
    routes: || {
        vec![
            Route::get("/", VIEW, home).open(),
            Route::get("/help", VIEW, help).open(),
            Route::get("/accessibility", VIEW, accessibility).open(),
            Route::get("/health", VIEW, health).open(),
        ]
    },
    views: || {
        let mut views = samples_of::<Home>()?;
        views.extend(samples_of::<Help>()?);
        views.extend(samples_of::<Accessibility>()?);
        Ok(views)
    },
    ..Slice::EMPTY
};

/// Where somebody who signs in arrives.
#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    shell: Shell,
    name: String,
    waiting: Vec<Waiting>,
    places: Vec<Place>,
}

impl Home {
    /// What waits, by what it belongs to.
    fn by_heading(&self) -> impl Iterator<Item = &[Waiting]> {
        self.waiting.chunk_by(|a, b| a.heading == b.heading)
    }
}

struct Place {
    text: String,
    href: String,
}

async fn home(reader: Reader) -> Answer {
    let Some(session) = reader.signed_in() else { return redirect("/sign-in") };
    let places = reader
        .app
        .slices
        .iter()
        .flat_map(|slice| slice.nav)
        .filter(|item| reader.may_somewhere(item.action))
        .map(|item| Place { text: item.text.to_owned(), href: item.href.to_owned() })
        .collect();
    let mut waiting = Vec::new();
    for slice in reader.app.slices {
        waiting.extend((slice.waits_for)(reader.store(), &reader.ctx).await?);
    }
    let waiting = together(waiting);
    page(&Home { shell: reader.shell("Home"), name: session.name.clone(), waiting, places })
}

/// The lines of one thing together, whichever slice they come from; things in the order in which they first come.
fn together(mut waiting: Vec<Waiting>) -> Vec<Waiting> {
    let mut headings: Vec<String> = Vec::new();
    for line in &waiting {
        if !headings.contains(&line.heading) {
            headings.push(line.heading.clone());
        }
    }
    waiting.sort_by_key(|line| headings.iter().position(|heading| *heading == line.heading));
    waiting
}

impl View for Home {
    fn samples() -> Vec<(&'static str, Self)> {
        let home = |waiting, places| Self {
            shell: Shell::new("Home", "/static/x"),
            name: "Ada Lindqvist".into(),
            waiting,
            places,
        };
        let place = || vec![Place { text: "Plan".into(), href: "/plans".into() }];
        let line = |heading: &str, text: &str| Waiting {
            heading: heading.into(),
            text: text.into(),
            href: "/plans/sample/actions".into(),
        };
        let waiting = vec![
            line("Merrowshire community safety plan", "3 actions are overdue"),
            line("Merrowshire community safety plan", "10 actions have no update yet"),
            line("A new action plan", "The file <b>next year</b>.docx waits to be looked through"),
        ];
        vec![
            ("an officer", home(waiting, place())),
            ("nothing is waiting", home(vec![], place())),
            ("nothing to see yet", home(vec![], vec![])),
        ]
    }
}

#[derive(Template)]
#[template(path = "help.html")]
struct Help {
    shell: Shell,
}

async fn help(reader: Reader) -> Answer {
    page(&Help { shell: reader.shell("Help") })
}

impl View for Help {
    fn samples() -> Vec<(&'static str, Self)> {
        vec![("as it is", Self { shell: Shell::new("Help", "/static/x") })]
    }
}

#[derive(Template)]
#[template(path = "accessibility.html")]
struct Accessibility {
    shell: Shell,
}

async fn accessibility(reader: Reader) -> Answer {
    page(&Accessibility { shell: reader.shell("Accessibility statement") })
}

impl View for Accessibility {
    fn samples() -> Vec<(&'static str, Self)> {
        vec![("as it is", Self { shell: Shell::new("Accessibility statement", "/static/x") })]
    }
}

/// For a monitor or a reverse proxy: says `ok` when the record answers.
async fn health(reader: Reader) -> Answer {
    use concordat_web::axum::response::IntoResponse as _;
    reader.store().ping().await?;
    Ok("ok\n".into_response())
}
