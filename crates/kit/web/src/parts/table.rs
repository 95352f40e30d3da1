use askama::Template;

use super::{Colour, Html, Sampled, Size, Tag, sample};

/// A row of cells of different kinds: `cells!["1.1", Tag::new(Colour::Green, "Done"), 3_u64]`.
#[macro_export]
macro_rules! cells {
    ($($cell:expr),* $(,)?) => { vec![$($crate::parts::Html::from($cell)),*] };
}

/// One column of a [`Table`]: its heading, and whether it holds numbers.
#[derive(Clone, Debug)]
pub struct Column {
    head: Html,
    numeric: bool,
}

impl Column {
    /// A column of words.
    pub fn new(head: impl Into<Html>) -> Self {
        Self { head: head.into(), numeric: false }
    }

    /// A column of numbers, set to the right so that they can be compared.
    pub fn numeric(head: impl Into<Html>) -> Self {
        Self { head: head.into(), numeric: true }
    }
}

impl<T: Into<Html>> From<T> for Column {
    fn from(head: T) -> Self {
        Self::new(head)
    }
}

/// How a wide table behaves on a narrow screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scroll {
    None,
    Region,
    Wide,
}

/// A table with a caption, headings and rows.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/table.html")]
pub struct Table {
    caption: Option<String>,
    caption_class: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Html>>,
    row_headers: bool,
    small: bool,
    scroll: Scroll,
}

impl Table {
    /// A table that says what it holds.
    pub fn new(caption: impl Into<String>) -> Self {
        Self {
            caption: Some(caption.into()),
            caption_class: String::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            row_headers: false,
            small: false,
            scroll: Scroll::Region,
        }
    }

    /// How large the caption is written.
    #[must_use]
    pub fn caption_size(mut self, size: Size) -> Self {
        self.caption_class = format!(" govuk-table__caption--{}", size.suffix());
        self
    }

    /// The caption is read aloud only: a heading above says the same.
    #[must_use]
    pub fn caption_hidden(mut self) -> Self {
        self.caption_class = " govuk-visually-hidden".to_owned();
        self
    }

    /// One more column.
    #[must_use]
    pub fn column(mut self, column: impl Into<Column>) -> Self {
        self.columns.push(column.into());
        self
    }

    /// More columns.
    #[must_use]
    pub fn columns<C: Into<Column>>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.columns.extend(columns.into_iter().map(Into::into));
        self
    }

    /// One more row; [`cells!`](crate::cells) makes one of cells of different kinds.
    #[must_use]
    pub fn row<C: Into<Html>>(mut self, cells: impl IntoIterator<Item = C>) -> Self {
        self.rows.push(cells.into_iter().map(Into::into).collect());
        self
    }

    /// More rows.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = Vec<Html>>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// The first cell of each row names the row.
    #[must_use]
    pub fn row_headers(mut self) -> Self {
        self.row_headers = true;
        self
    }

    /// Smaller text, for many columns.
    #[must_use]
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// A table of a few short columns, which fits any screen. Every other scrolls sideways in its own
    /// region when it does not fit, so that the page itself never does.
    #[must_use]
    pub fn narrow(mut self) -> Self {
        self.scroll = Scroll::None;
        self
    }

    /// Scrolls sideways in its own region, as a table does unless it is called narrow.
    #[must_use]
    pub fn scroll(mut self) -> Self {
        self.scroll = Scroll::Region;
        self
    }

    /// For a table of long texts: the columns keep a readable width and scroll sooner.
    #[must_use]
    pub fn scroll_wide(mut self) -> Self {
        self.scroll = Scroll::Wide;
        self
    }

    fn is_numeric(&self, index: &usize) -> bool {
        self.columns.get(*index).is_some_and(|column| column.numeric)
    }

    /// A table without caption: only the examples of GOV.UK Frontend have one.
    #[cfg(test)]
    pub(crate) fn without_caption(mut self) -> Self {
        self.caption = None;
        self
    }
}

impl Sampled for Table {
    fn samples() -> Vec<(&'static str, Html)> {
        let table = |caption: &str| {
            Table::new(caption)
                .columns(["Action", "Objective", "State"])
                .column(Column::numeric("Steps"))
                .row_headers()
                .row(cells![
                    Html::link("#1.1", "1.1"),
                    "Walk the streets of Lower Ashing with residents & traders",
                    Tag::new(Colour::Green, "Done"),
                    12_u64
                ])
                .row(cells!["1.2", "Publish what was found", Tag::new(Colour::Red, "Overdue"), 3_u64])
        };
        vec![
            sample("plain", table("Actions").caption_size(Size::M)),
            sample(
                "narrow",
                Table::new("Seats")
                    .columns(["Body", "Seats"])
                    .row(["Police", "2"])
                    .row(["Health", "1"])
                    .narrow(),
            ),
            sample("wide, scrolling", table("Actions of the whole plan").small().scroll_wide()),
        ]
    }
}
