//! Where the reports are.

use concordat_kernel::Id;

use super::facts::Topic;
use crate::Plan;

/// The reports on a plan.
pub const REPORTS: &str = "/plans/{plan}/reports";
/// The progress report.
pub const PROGRESS: &str = "/plans/{plan}/reports/progress";
/// The progress report as PDF.
pub const PROGRESS_PDF: &str = "/plans/{plan}/reports/progress.pdf";
/// The progress report as a Word document.
pub const PROGRESS_DOCX: &str = "/plans/{plan}/reports/progress.docx";
/// The progress report as a workbook.
pub const PROGRESS_XLSX: &str = "/plans/{plan}/reports/progress.xlsx";
/// The year-end summary.
pub const YEAR_END: &str = "/plans/{plan}/reports/year-end";
/// The year-end summary as PDF.
pub const YEAR_END_PDF: &str = "/plans/{plan}/reports/year-end.pdf";
/// The year-end summary as a Word document.
pub const YEAR_END_DOCX: &str = "/plans/{plan}/reports/year-end.docx";
/// The year-end summary as a workbook.
pub const YEAR_END_XLSX: &str = "/plans/{plan}/reports/year-end.xlsx";
/// A page for each lead: all of them, or the one that `lead` names.
pub const LEADS: &str = "/plans/{plan}/reports/leads";
/// The leads' pages as PDF.
pub const LEADS_PDF: &str = "/plans/{plan}/reports/leads.pdf";
/// The leads' pages as a Word document.
pub const LEADS_DOCX: &str = "/plans/{plan}/reports/leads.docx";
/// The leads' pages as a workbook.
pub const LEADS_XLSX: &str = "/plans/{plan}/reports/leads.xlsx";
/// A plan's focus topics.
pub const TOPICS: &str = "/plans/{plan}/topics";
/// Adding a focus topic.
pub const NEW_TOPIC: &str = "/plans/{plan}/topics/new";
/// Changing a focus topic.
pub const TOPIC: &str = "/topics/{plan_topic}";
/// Giving a focus topic up.
pub const GIVE_UP: &str = "/topics/{plan_topic}/give-up";

/// Telling the public how the actions stand.
pub const TELL: &str = "/plans/{plan}/reports/public";
/// The plans of which something is published, for anybody.
pub const PUBLIC_PLANS: &str = "/public/plans";
/// What is published of a plan, for anybody.
pub const PUBLIC_PLAN: &str = "/public/plans/{published_plan}";

/// The reports on a plan.
pub fn reports(plan: Id<Plan>) -> String {
    format!("/plans/{plan}/reports")
}

/// One of them, as a page or with an extension as a file; `query` begins with a question mark, or is empty.
pub fn report(plan: Id<Plan>, name: &str, query: &str) -> String {
    format!("/plans/{plan}/reports/{name}{query}")
}

/// A plan's focus topics.
pub fn topics(plan: Id<Plan>) -> String {
    format!("/plans/{plan}/topics")
}

/// The form that adds a focus topic.
pub fn new_topic(plan: Id<Plan>) -> String {
    format!("/plans/{plan}/topics/new")
}

/// The form that changes a focus topic.
pub fn topic(id: Id<Topic>) -> String {
    format!("/topics/{id}")
}

/// Where the button that gives a topic up is sent.
pub fn give_up(id: Id<Topic>) -> String {
    format!("/topics/{id}/give-up")
}

/// What is published of a plan, for anybody.
pub fn public_plan(id: Id<Plan>) -> String {
    format!("/public/plans/{id}")
}
