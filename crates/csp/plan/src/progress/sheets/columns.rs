//! The columns of a lead's spreadsheet: written under these names, and found again under names that are
//! not quite these.

use crate::import::tidy;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Column {
    Id,
    Number,
    Objective,
    Due,
    Last,
    State,
    Words,
    DoneOn,
    Value,
    Help,
    Evidence,
}

impl Column {
    /// In the order of the sheet.
    pub(super) const ALL: [Self; 11] = [
        Self::Id,
        Self::Number,
        Self::Objective,
        Self::Due,
        Self::Last,
        Self::State,
        Self::Words,
        Self::DoneOn,
        Self::Value,
        Self::Help,
        Self::Evidence,
    ];

    /// Its heading.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Id => "Concordat id",
            Self::Number => "No.",
            Self::Objective => "Action or measure",
            Self::Due => "Due",
            Self::Last => "Last time",
            Self::State => "State",
            Self::Words => "What happened",
            Self::DoneOn => "Done on",
            Self::Value => "Value",
            Self::Help => "Help needed",
            Self::Evidence => "Link to evidence",
        }
    }

    /// What is typed there is an answer.
    pub(super) fn is_answer(self) -> bool {
        matches!(self, Self::State | Self::Words | Self::DoneOn | Self::Value | Self::Help | Self::Evidence)
    }

    /// In characters.
    pub(super) fn width(self) -> f64 {
        match self {
            Self::Id | Self::Number => 7.0,
            Self::Due | Self::State | Self::DoneOn => 13.0,
            Self::Value => 14.0,
            Self::Evidence => 24.0,
            Self::Help => 28.0,
            Self::Objective | Self::Last => 36.0,
            Self::Words => 46.0,
        }
    }

    /// Other names it has been given.
    fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Id => &["id", "concordat", "concordat id do not change"],
            Self::Number => &["no", "number", "action no", "action number", "nr", "ref", "reference"],
            Self::Objective => &[
                "action",
                "measure",
                "actions or measures",
                "objective",
                "action measure",
                "what was agreed",
            ],
            Self::Due => &["due date", "due by", "deadline", "timescale", "when"],
            Self::Last => &["last", "last update", "previous", "previous update", "said last time"],
            Self::State => &[
                "status",
                "state now",
                "current state",
                "current status",
                "rag",
                "rag status",
                "progress state",
            ],
            Self::Words => &[
                "happened",
                "what has happened",
                "whats happened",
                "progress",
                "update",
                "comments",
                "what happened since",
            ],
            Self::DoneOn => {
                &["date done", "done", "done date", "completed on", "completion date", "date completed"]
            }
            Self::Value => {
                &["values", "value now", "this time", "value this time", "figure", "number counted"]
            }
            Self::Help => &["help", "help wanted", "support needed", "help you need", "help required"],
            Self::Evidence => {
                &["evidence", "link", "evidence link", "links to evidence", "link for evidence", "hyperlink"]
            }
        }
    }

    /// The column that a heading names, when it plainly names one.
    pub(super) fn named(heading: &str) -> Option<Self> {
        let heading = plain(heading);
        Self::ALL
            .into_iter()
            .find(|column| plain(column.name()) == heading)
            .or_else(|| Self::ALL.into_iter().find(|column| column.aliases().contains(&heading.as_str())))
    }
}

/// Lower case, without signs and with single spaces.
pub(super) fn plain(text: &str) -> String {
    let letters: String = text
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | '.' | ':' | '*'))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    tidy(&letters).to_lowercase()
}

/// A column's letters, as spreadsheets name it: `A`, `AB`.
pub(super) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_by_names_that_are_not_quite_theirs() {
        assert_eq!(Column::named(" WHAT  HAPPENED? "), Some(Column::Words));
        assert_eq!(Column::named("Status"), Some(Column::State));
        assert_eq!(Column::named("no"), Some(Column::Number));
        assert_eq!(Column::named("Ward"), None);
        for column in Column::ALL {
            assert_eq!(Column::named(column.name()), Some(column));
        }
    }

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
