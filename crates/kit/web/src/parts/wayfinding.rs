use askama::Template;

use super::{Html, Sampled, sample};

/// Where the page stands: the pages above it, from the top.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/breadcrumbs.html")]
pub struct Breadcrumbs {
    items: Vec<(Html, Option<String>)>,
    collapse: bool,
}

impl Breadcrumbs {
    /// A trail without pages yet.
    pub fn new() -> Self {
        Self { items: Vec::new(), collapse: true }
    }

    /// A page above this one.
    #[must_use]
    pub fn page(mut self, text: impl Into<Html>, href: impl Into<String>) -> Self {
        self.items.push((text.into(), Some(href.into())));
        self
    }

    /// This page, last.
    #[must_use]
    pub fn here(mut self, text: impl Into<Html>) -> Self {
        self.items.push((text.into(), None));
        self
    }

    /// All of it on a narrow screen too, where otherwise only the first and last are shown.
    #[must_use]
    pub fn whole(mut self) -> Self {
        self.collapse = false;
        self
    }
}

/// The way back to the page before.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/back_link.html")]
pub struct BackLink {
    href: String,
    text: Html,
}

impl BackLink {
    /// A link that says "Back".
    pub fn new(href: impl Into<String>) -> Self {
        Self { href: href.into(), text: "Back".into() }
    }

    /// Other words, such as "Back to the plan".
    #[must_use]
    pub fn text(mut self, text: impl Into<Html>) -> Self {
        self.text = text.into();
        self
    }
}

/// A page number, or a gap where numbers are left out.
#[derive(Clone, Debug)]
enum Step {
    Page { number: usize, href: String, current: bool },
    Gap,
}

/// A way to a neighbouring page: where it is, and its title where it has one.
#[derive(Clone, Debug)]
struct Neighbour {
    href: String,
    label: Option<String>,
}

/// The pages of a long list, or the neighbours of a page in a series.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/pagination.html")]
pub struct Pagination {
    previous: Option<Neighbour>,
    next: Option<Neighbour>,
    steps: Vec<Step>,
    about: String,
}

impl Pagination {
    /// Page `current` of `total`, both counted from 1. First, last and two neighbours on
    /// either side are shown.
    pub fn pages(current: usize, total: usize, href: impl Fn(usize) -> String) -> Self {
        let shown = |n: &usize| *n == 1 || *n == total || n.abs_diff(current) <= 2;
        let mut steps = Vec::new();
        let mut last = 0;
        for number in (1..=total).filter(shown) {
            if number > last + 1 {
                steps.push(Step::Gap);
            }
            steps.push(Step::Page { number, href: href(number), current: number == current });
            last = number;
        }
        let neighbour = |n: usize| Neighbour { href: href(n), label: None };
        Self {
            previous: (current > 1).then(|| neighbour(current - 1)),
            next: (current < total).then(|| neighbour(current + 1)),
            steps,
            about: "Pagination".to_owned(),
        }
    }

    /// The pages before and after this one, each with its address and title.
    pub fn neighbours(previous: Option<(String, String)>, next: Option<(String, String)>) -> Self {
        let neighbour = |(href, label)| Neighbour { href, label: Some(label) };
        Self {
            previous: previous.map(neighbour),
            next: next.map(neighbour),
            steps: Vec::new(),
            about: "Pagination".to_owned(),
        }
    }

    /// What it leads through, when there are two on a page.
    #[must_use]
    pub fn about(mut self, what: impl Into<String>) -> Self {
        self.about = what.into();
        self
    }

    /// Whether it is a series of pages without numbers.
    fn is_block(&self) -> bool {
        self.steps.is_empty()
    }
}

impl Sampled for Breadcrumbs {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![sample(
            "three pages",
            Breadcrumbs::new().page("Home", "#home").page("Action plan", "#plan").here("Action 1.2"),
        )]
    }
}

impl Sampled for BackLink {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![sample("plain", BackLink::new("#back").text("Back to the plan"))]
    }
}

impl Sampled for Pagination {
    fn samples() -> Vec<(&'static str, Html)> {
        let to = |page: &str, title: &str| Some((page.to_owned(), title.to_owned()));
        vec![
            sample("page 6 of 12", Pagination::pages(6, 12, |n| format!("#page-{n}"))),
            sample(
                "neighbours",
                Pagination::neighbours(to("#1.1", "Action 1.1"), to("#1.3", "Action 1.3")).about("Actions"),
            ),
        ]
    }
}
