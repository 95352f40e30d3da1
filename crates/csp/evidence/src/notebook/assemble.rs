//! From the notebook to a report.

use concordat_access::Ctx;
use concordat_kernel::{Result, Sensitivity, jiff::Timestamp};
use concordat_report::{Pages, Report, Section};
use concordat_steps::Analyst;
use concordat_store::Store;

use super::{Note, store};
use crate::findings::{self, Finding, Wanted};

/// The notebook with its findings as they leave.
#[derive(Debug, Clone)]
pub struct Assembled {
    /// The entries, each with the finding that it is about and whether that is as it was when it was taken in.
    pub entries: Vec<(Note, Option<(Finding, bool)>)>,
    /// When it was assembled.
    pub at: Timestamp,
}

/// Makes the findings of the notebook anew, under a rule for small numbers.
///
/// # Errors
/// When the asker may not, or as [`findings::export`].
pub async fn assemble(
    store: &Store,
    analyst: &dyn Analyst,
    ctx: &Ctx,
    rule: Option<&str>,
) -> Result<Assembled> {
    let notes = store::notes(store, ctx).await?;
    let mut entries = Vec::with_capacity(notes.len());
    for note in notes {
        let Some(about) = note.about.clone() else {
            entries.push((note, None));
            continue;
        };
        let wanted = Wanted {
            lens: Some(about.lens.clone()),
            from: Some(about.window.from),
            to: Some(about.window.to),
            rule: rule.map(str::to_owned),
            only: Some(about.finding.clone()),
            ..Wanted::default()
        };
        let found = findings::export(store, analyst, ctx, &wanted).await?;
        let finding = found.findings.into_iter().next().map(|finding| {
            let same = finding.key().is_some_and(|key| key == about.step_key);
            (finding, same)
        });
        entries.push((note, finding));
    }
    Ok(Assembled { entries, at: ctx.clock.now() })
}

/// The report: each entry with its words first, then what was found and how.
pub fn report(assembled: &Assembled) -> Report {
    let section = |(note, finding): &(Note, Option<(Finding, bool)>)| {
        let mut section = Section::part(&note.heading);
        for paragraph in note.words.split("\n\n").map(str::trim).filter(|text| !text.is_empty()) {
            section = section.words(paragraph);
        }
        let Some((finding, same)) = finding else { return section };
        if !same {
            section = section.callout(
                "The records, or the method, are not those that this was written about. Read the words again.",
            );
        }
        for block in &finding.blocks {
            section = section.with(block.clone());
        }
        section.words(format!("Method: {}", finding.method)).list(finding.caveats.clone())
    };
    Report {
        title: "Assessment".to_owned(),
        subtitle: "Assembled from the notebook".to_owned(),
        facts: vec![("Entries".to_owned(), assembled.entries.len().to_string())],
        mark: Sensitivity::Restricted.mark(),
        made_at: assembled.at,
        pages: Pages::Flowing,
        sections: assembled.entries.iter().map(section).collect(),
    }
}
