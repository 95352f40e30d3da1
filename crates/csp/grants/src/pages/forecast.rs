//! What of an award is certain, likely and at risk, and what to see to by when.

use concordat_kernel::{Id, jiff::civil::Date};
use concordat_web::{
    Answer, At, Reader, cells,
    parts::{Column, Html, Shell, SummaryList, Table},
};

use super::{award::title, beneath_award, sheet::Sheet, words};
use crate::{
    Award,
    rules::forecast::{Facts, Warning, forecast, last_safe_day, warnings},
    store::{self, AwardFile},
    urls,
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Award>>) -> Answer {
    let file = store::award(reader.store(), &reader.ctx, id).await?;
    view(beneath_award(&reader, "Forecast and warnings", &file.award), &file, reader.ctx.clock.today())
        .answer()
}

pub(super) fn view(shell: Shell, file: &AwardFile, today: Date) -> Sheet {
    let facts = file.facts();
    let urgent = warnings(&facts, today);
    let sheet = Sheet::new(shell.wide()).caption(title(file));
    let sheet = if urgent.is_empty() {
        sheet.section("warnings", "Warnings", Html::paragraphs(["There are none."]))
    } else {
        sheet.section("warnings", "Warnings", warning_list(&urgent))
    };
    let sheet = sheet.section("award", "The whole award", summary(&facts, today));
    let of = forecast(&facts, today);
    if of.projects.is_empty() {
        return sheet.section("projects", "Each project", Html::paragraphs(["There are no projects yet."]));
    }
    let table = Table::new("The forecast of each project")
        .caption_hidden()
        .column("Project")
        .columns(["Allocated", "Spent", "Committed", "Likely", "At risk", "Underspend"].map(Column::numeric))
        .column("Why it is at risk")
        .row_headers()
        .rows(of.projects.iter().map(|one| {
            let because = if one.because.is_empty() { "Nothing is feared" } else { &one.because };
            cells![
                Html::link(&urls::project(one.project), format!("{}. {}", one.number, one.title)),
                words::maybe_money(one.planned),
                one.spent.to_string(),
                one.committed.to_string(),
                one.likely.to_string(),
                one.at_risk.to_string(),
                words::maybe_money(one.underspend),
                because,
            ]
        }));
    sheet.section("projects", "Each project", table)
}

/// Each warning with its day first.
pub(super) fn warning_list(urgent: &[Warning]) -> Html {
    Table::new("Warnings")
        .caption_hidden()
        .columns(["By", "What"])
        .rows(urgent.iter().map(|warning| {
            cells![warning.by.map_or_else(|| "Now".to_owned(), words::day), &warning.sentence]
        }))
        .narrow()
        .into()
}

/// The award in a few sums.
pub(super) fn summary(facts: &Facts<'_>, today: Date) -> SummaryList {
    let of = forecast(facts, today);
    let safe = last_safe_day(facts.award, facts.leads, today);
    SummaryList::new()
        .row(("Spent", of.spent.to_string()))
        .row(("Committed by orders", of.committed.to_string()))
        .row(("Likely to be spent", of.likely.to_string()))
        .row(("At risk", of.at_risk.to_string()))
        .row(("Up-front money that no project holds", of.free.to_string()))
        .row(("In pots, not guaranteed", of.not_guaranteed.to_string()))
        .row(("Given back", of.returned.to_string()))
        .row(("Last safe date to put money to other use", words::maybe_day(safe)))
}
