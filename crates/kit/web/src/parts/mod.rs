//! The pieces that pages are made of: one typed struct for each component of GOV.UK Frontend we use,
//! writing exactly its HTML (a test compares them with its examples), and a few of our own.
//!
//! A part stands in a template as `{{ part }}` and escapes all text it is given. Where a part takes
//! words it takes `impl Into<Html>`: text, a number, another part, or [`Html`] made of several.

mod axis;
mod both_texts;
mod button;
mod chart;
mod choices;
mod csrf;
mod date_input;
mod error_pages;
mod error_summary;
mod field;
mod file_upload;
mod html;
mod notices;
mod select;
mod series;
mod shell;
mod summary_list;
mod table;
mod tag;
mod task_list;
mod text_input;
mod textarea;
mod timeline;
mod wayfinding;

#[cfg(test)]
mod tests;

pub use axis::ticks;
pub use both_texts::BothTexts;
pub use button::Button;
pub use chart::{ChartWithTable, StackedBar, swatch};
pub use choices::{Checkboxes, Choice, Radios};
pub use csrf::Csrf;
pub use date_input::{DateInput, DatePart};
pub use error_pages::{ProblemPage, RefusalPage};
pub use error_summary::ErrorSummary;
pub use field::Size;
pub use file_upload::FileUpload;
pub use html::{Html, Part};
pub use notices::{Details, InsetText, NotificationBanner, Panel, PhaseBanner, WarningText};
pub use select::Select;
pub use series::SeriesChart;
pub use shell::{NavItem, PageWidth, Shell, WayBack};
pub use summary_list::{SummaryList, SummaryRow};
pub use table::{Column, Table};
pub use tag::{Colour, Tag};
pub use task_list::{Task, TaskList};
pub use text_input::{InputKind, InputWidth, TextInput};
pub use textarea::Textarea;
pub use timeline::{Event, Timeline};
pub use wayfinding::{BackLink, Breadcrumbs, Pagination};

/// A part that can show itself in the gallery, in each way it can look.
pub trait Sampled {
    /// Each way it can look, with a name.
    fn samples() -> Vec<(&'static str, Html)>;
}

fn sample(name: &'static str, part: impl Into<Html>) -> (&'static str, Html) {
    (name, part.into())
}

/// Says of a template that it is a part: safe to stand in another as it is.
macro_rules! parts {
    ($($part:ty),+ $(,)?) => { $(
        impl askama::filters::HtmlSafe for $part {}
        impl $crate::parts::Part for $part {}
    )+ };
}
use parts;

/// The list of parts: each is a [`Part`], and the gallery shows its samples.
macro_rules! gallery {
    ($($part:ident),+ $(,)?) => {
        parts!($($part),+);

        /// Every part with its samples, for the gallery.
        pub fn gallery() -> Vec<(&'static str, Vec<(&'static str, Html)>)> {
            vec![$((stringify!($part), <$part as Sampled>::samples())),+]
        }
    };
}
gallery!(
    BackLink,
    BothTexts,
    Breadcrumbs,
    Button,
    ChartWithTable,
    Checkboxes,
    Csrf,
    DateInput,
    Details,
    ErrorSummary,
    FileUpload,
    InsetText,
    NotificationBanner,
    Pagination,
    Panel,
    PhaseBanner,
    Radios,
    Select,
    SeriesChart,
    StackedBar,
    SummaryList,
    Table,
    Tag,
    TaskList,
    TextInput,
    Textarea,
    Timeline,
    WarningText,
);
