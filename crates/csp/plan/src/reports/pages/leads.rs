//! The leads of a plan, and the page of each.

use concordat_kernel::Id;
use concordat_web::{
    Answer, At, Reader, View,
    askama::Template,
    cells, page,
    parts::{BackLink, Column, Html, Shell, Table},
};

use super::report::{ReportPage, below, lead};
use crate::{
    Plan,
    pages::shell,
    reports::{
        facts::Facts,
        leads::{Lead, led_by},
        make::{self, Asked},
        samples, store, urls,
    },
    rules,
};

/// Every lead of a plan.
#[derive(Debug, Template)]
#[template(path = "reports/leads.html")]
pub(crate) struct Leads {
    shell: Shell,
    caption: String,
    table: Option<Table>,
    files: Vec<(String, &'static str)>,
}

pub(crate) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let (facts, leads) = store::facts(reader.store(), &reader.ctx, store::VIEW, id).await?;
    let may_export = reader.may(store::EXPORT, &store::resource(&facts.plan.head, store::EXPORT));
    let Some(wanted) = lead(&reader) else {
        return page(&Leads::of(below(&reader, id, "Leads"), &facts, &leads, may_export));
    };
    let found = make::find(&leads, &wanted).ok_or(concordat_kernel::Refusal::NotFound)?;
    let report = make::of(&facts, &leads, &Asked::Lead(Some(found.key.clone())))?;
    let back = BackLink::new(urls::report(id, "leads", "")).text("Back to the leads");
    let shell = shell(&reader, &report.title).back(back).wide();
    page(&ReportPage::of(shell, id, &report, "leads", &query(found), may_export))
}

/// What an address says to name a lead.
fn query(lead: &Lead) -> String {
    format!("?lead={}", crate::urls::encoded(&lead.key))
}

impl Leads {
    fn of(shell: Shell, facts: &Facts, leads: &[Lead], may_export: bool) -> Self {
        let plan = facts.plan.head.id;
        let open = facts.open_exceptions();
        let rows = leads.iter().map(|lead| {
            let led = led_by(&facts.plan, &lead.key);
            let overdue = led.iter().filter(|action| rules::is_overdue(action, facts.today)).count();
            let exceptions = open
                .iter()
                .filter(|exception| led.iter().any(|action| action.id == exception.action))
                .count();
            cells![
                Html::link(&urls::report(plan, "leads", &query(lead)), lead.name.clone()),
                led.len(),
                led.iter().filter(|action| rules::is_open(action, facts.today)).count(),
                overdue,
                exceptions
            ]
        });
        let table = Table::new("Leads of the plan")
            .caption_hidden()
            .column("Lead")
            .columns(["Actions", "Open", "Overdue", "Exceptions"].map(Column::numeric))
            .row_headers()
            .rows(rows);
        let files = [("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel")].into_iter().filter(|_| may_export);
        Self {
            caption: facts.plan.head.title.clone(),
            table: (!leads.is_empty()).then_some(table),
            files: files
                .map(|(extension, words)| (urls::report(plan, &format!("leads.{extension}"), ""), words))
                .collect(),
            shell,
        }
    }
}

impl View for Leads {
    fn samples() -> Vec<(&'static str, Self)> {
        let shell = || crate::pages::samples::shell("Leads").wide();
        let (usual, empty) = (samples::facts(), samples::empty());
        let leads = samples::leads(&usual);
        vec![
            ("usual", Self::of(shell(), &usual, &leads, true)),
            ("empty", Self::of(shell(), &empty, &[], false)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use concordat_web::Answers;

    use super::*;

    #[test]
    fn a_leads_words_survive_an_address() {
        for key in ["Police & Fire / 100%", "Cañon", "a=b?c#d"] {
            let lead = Lead { key: key.to_owned(), name: key.to_owned() };
            let query = query(&lead);
            assert_eq!(Answers::decode(query.trim_start_matches('?').as_bytes()).get("lead"), key);
        }
    }
}
