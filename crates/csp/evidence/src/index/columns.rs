//! What the columns of a table of scores are called, in the published workbook, in copies of it, and in simple files.

use super::model::Rule;
use crate::load::Columns;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Reference,
    HomeOffice,
    Class,
    Offence,
    FullOffence,
    Group,
    Subgroup,
    /// A weight whose unit another column says.
    Score,
    /// A weight in days.
    Days,
    /// A weight of the ONS severity score.
    Severity,
    Min,
    Median,
    Mean,
    Max,
    Unit,
    Notifiable,
    Proactive,
    Historic,
    /// Whether there is a guideline for the offence itself, and what was used instead.
    Guideline,
    Nearest,
    StartingPoint,
    /// The two halves of the Home Office code in columns of their own.
    HoCode,
    HoPart,
    Investigation,
}

impl Column {
    /// The column with this heading: words in lower case with an underscore between them.
    pub(super) fn named(heading: &str) -> Option<Self> {
        Some(match heading {
            "reference" | "key" | "athena_urn" | "urn" | "offence_code" => Self::Reference,
            "home_office" | "home_office_code" | "home_office_classification" | "ho_classification" => {
                Self::HomeOffice
            }
            "class" | "classification_code" => Self::Class,
            "offence" | "offence_title" | "short_title" => Self::Offence,
            "full_offence_title" => Self::FullOffence,
            "group" | "offence_group" | "category" | "prc_category" => Self::Group,
            "subgroup" | "sub_group" | "offence_subgroup" | "prc_subgroup" => Self::Subgroup,
            "score" | "weight" => Self::Score,
            "days" | "cchi_score" | "cchi_days" => Self::Days,
            "css_weight" => Self::Severity,
            "min_days" => Self::Min,
            "median_days" => Self::Median,
            "mean_days" => Self::Mean,
            "max_days" => Self::Max,
            "unit" => Self::Unit,
            "notifiable" => Self::Notifiable,
            "proactive" => Self::Proactive,
            "historic" => Self::Historic,
            "sentencing_data_from_actual_offence_available" | "actual_guideline" => Self::Guideline,
            "if_no_sentencing_data_available_what_similar_offence_was_used" | "proxy_used" => Self::Nearest,
            "starting_point" => Self::StartingPoint,
            "ho_code" => Self::HoCode,
            "ho_sub_code" => Self::HoPart,
            "investigation_type" => Self::Investigation,
            _ => return None,
        })
    }

    /// The column of a table of statistics that a rule takes.
    pub(super) const fn statistic(rule: Rule) -> Option<Self> {
        match rule {
            Rule::ReferenceOnly => None,
            Rule::Lowest => Some(Self::Min),
            Rule::Median => Some(Self::Median),
            Rule::Mean => Some(Self::Mean),
            Rule::Highest => Some(Self::Max),
        }
    }
}

const SCORES: [Column; 3] = [Column::Score, Column::Days, Column::Severity];
pub(super) const STATISTICS: [Column; 4] = [Column::Min, Column::Median, Column::Mean, Column::Max];
const NAMES: [Column; 3] = [Column::Reference, Column::HomeOffice, Column::Subgroup];

/// Whether these are the columns of a table of scores.
pub(super) fn enough(columns: &Columns<Column>) -> bool {
    NAMES.iter().any(|column| columns.has(*column))
        && SCORES.iter().chain(&STATISTICS).any(|column| columns.has(*column))
}

/// The column that names a line: its reference, else its code, else its subgroup.
pub(super) fn name_of(columns: &Columns<Column>) -> Column {
    NAMES.into_iter().find(|column| columns.has(*column)).unwrap_or(Column::Reference)
}

/// The column with the weight that is not one of several statistics.
pub(super) fn score_of(columns: &Columns<Column>) -> Vec<Column> {
    SCORES.into_iter().filter(|column| columns.has(*column)).collect()
}
