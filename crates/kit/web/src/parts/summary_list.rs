use askama::Template;

use super::{Html, Sampled, sample};

/// A link beside a row: the words shown, and the words that tell it apart when read aloud.
#[derive(Clone, Debug)]
struct Action {
    href: String,
    text: Html,
    about: Option<String>,
}

/// One row of a [`SummaryList`].
#[derive(Clone, Debug)]
pub struct SummaryRow {
    key: Html,
    value: Html,
    actions: Vec<Action>,
}

impl SummaryRow {
    /// What it is, and what it says.
    pub fn new(key: impl Into<Html>, value: impl Into<Html>) -> Self {
        Self { key: key.into(), value: value.into(), actions: Vec::new() }
    }

    /// A link such as "Change"; `about` is read aloud after it ("Change" "the objective").
    #[must_use]
    pub fn action(mut self, href: impl Into<String>, text: impl Into<Html>, about: &str) -> Self {
        let about = (!about.is_empty()).then(|| about.to_owned());
        self.actions.push(Action { href: href.into(), text: text.into(), about });
        self
    }
}

impl<K: Into<Html>, V: Into<Html>> From<(K, V)> for SummaryRow {
    fn from((key, value): (K, V)) -> Self {
        Self::new(key, value)
    }
}

/// Facts about one thing, each with its name.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/summary_list.html")]
pub struct SummaryList {
    rows: Vec<SummaryRow>,
    borderless: bool,
}

impl SummaryList {
    /// A list without rows yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more row.
    #[must_use]
    pub fn row(mut self, row: impl Into<SummaryRow>) -> Self {
        self.rows.push(row.into());
        self
    }

    /// More rows.
    #[must_use]
    pub fn rows<R: Into<SummaryRow>>(mut self, rows: impl IntoIterator<Item = R>) -> Self {
        self.rows.extend(rows.into_iter().map(Into::into));
        self
    }

    /// Without lines between the rows.
    #[must_use]
    pub fn borderless(mut self) -> Self {
        self.borderless = true;
        self
    }

    /// Rows without links leave room for those of the others.
    fn has_actions(&self) -> bool {
        self.rows.iter().any(|row| !row.actions.is_empty())
    }
}

impl Sampled for SummaryList {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![
            sample(
                "with links",
                SummaryList::new()
                    .row(
                        SummaryRow::new("Objective", "Make the night-time economy of Merrow Bridge safer")
                            .action("#objective", "Change", "the objective")
                            .action("#history", "Compare", "versions of the objective"),
                    )
                    .row(
                        SummaryRow::new(
                            "Leads",
                            Html::bullets(["Merrowshire Police", "Port Aldren Council"]),
                        )
                        .action("#leads", "Change", "the leads"),
                    )
                    .row(("Due", "March 2027")),
            ),
            sample(
                "borderless",
                SummaryList::new().row(("Bodies", 14_usize)).row(("Seats", 21_usize)).borderless(),
            ),
        ]
    }
}
