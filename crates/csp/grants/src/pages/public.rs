//! Who got what for what purpose and on which conditions: what is published, for anybody.

use concordat_kernel::{Id, Money, Problem, Refusal};
use concordat_web::{
    Answer, At, Reader, cells, download,
    parts::{Column, Html, Shell, Table},
};
use serde_json::Value;

use super::{sheet::Sheet, words};
use crate::{
    publish::{self, Publication},
    urls,
};

pub(super) async fn show(reader: Reader) -> Answer {
    let published = publish::published(reader.store(), &reader.ctx).await?;
    view(reader.shell("Grants that were given"), &published).answer()
}

/// The ids of headings; what follows the last shares its own.
const IDS: [&str; 6] = ["award-1", "award-2", "award-3", "award-4", "award-5", "more-awards"];

pub(super) fn view(shell: Shell, published: &[Publication]) -> Sheet {
    let mut sheet = Sheet::new(shell.wide())
        .says(["Who got how much of the partnership’s money, for what purpose and on which conditions."]);
    if published.is_empty() {
        return sheet.says(["Nothing is published yet."]);
    }
    for (n, one) in published.iter().enumerate() {
        let package = &one.package;
        let grants = package["grants"].as_array().map_or(&[][..], Vec::as_slice);
        let conditions = grants.first().map_or("", |grant| text(&grant["grantProgramme"][0]["description"]));
        let table = Table::new(text(&package["title"]))
            .caption_hidden()
            .columns([Column::new("What for"), Column::new("Who got it"), Column::numeric("Awarded")])
            .columns([Column::numeric("Paid so far"), Column::new("Purpose"), Column::new("Where")])
            .column("Decided on")
            .row_headers()
            .scroll_wide()
            .rows(grants.iter().map(row));
        let file = urls::at(urls::PUBLIC_PACKAGE, one.id);
        let told = format!("Published by {} on {}.", one.publisher.name, words::moment(&one.published_at));
        sheet = sheet
            .section(IDS[n.min(IDS.len() - 1)], text(&package["title"]), Html::paragraphs([told]))
            .says([Html::spaced([Html::from("The conditions:"), Html::lines(conditions)])])
            .piece(table)
            .says([Html::link(
                &file,
                format!("{} in the 360Giving standard (JSON)", text(&package["title"])),
            )]);
    }
    sheet
}

fn row(grant: &Value) -> Vec<Html> {
    let place = text(&grant["beneficiaryLocation"][0]["name"]);
    let decided = text(&grant["awardDate"]);
    let decided = decided.parse().map_or_else(|_| decided.to_owned(), words::day);
    cells![
        text(&grant["title"]),
        text(&grant["recipientOrganization"][0]["name"]),
        money(&grant["amountAwarded"]),
        money(&grant["amountDisbursed"]),
        text(&grant["description"]),
        if place.is_empty() { "Not recorded" } else { place },
        decided,
    ]
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// An amount of the package, to the penny.
fn money(value: &Value) -> String {
    value.to_string().parse::<Money>().unwrap_or_default().to_string()
}

pub(super) async fn package(reader: Reader, At(id): At<Id<Publication>>) -> Answer {
    let published = publish::published(reader.store(), &reader.ctx).await?;
    let one = published.into_iter().find(|one| one.id == id).ok_or(Refusal::NotFound)?;
    let bytes =
        serde_json::to_vec_pretty(&one.package).map_err(|e| Problem::new("writing what is published", e))?;
    download("grants-360giving.json", "application/json", bytes)
}
