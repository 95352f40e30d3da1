//! Taking a plan away as a file. Each leaves an audit row.

use concordat_kernel::{Error, Id, Problem, Sensitivity};
use concordat_web::{Answer, At, Reader, download};

use super::{plans::group_name, words};
use crate::{
    Plan, RecordedPlan, export, store,
    strategies::{model::Money, store::fundings},
};

/// The forms in which a plan is taken away: a file's extension, and words for the link.
pub(crate) const FORMS: [(&str, &str); 4] = [
    ("pdf", "PDF, for reading and printing"),
    ("xlsx", "Excel, to edit and send back"),
    ("docx", "Word, to edit and send back"),
    ("json", "JSON, for other programs"),
];

pub(super) async fn pdf(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let plan = taken(&reader, id).await?;
    let edition = format!("As it stood on {}", words::moment(&reader.ctx.clock.now().to_string()));
    file(&reader, plan, "pdf", edition).await
}

pub(super) async fn xlsx(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let plan = taken(&reader, id).await?;
    file(&reader, plan, "xlsx", String::new()).await
}

pub(super) async fn docx(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let plan = taken(&reader, id).await?;
    file(&reader, plan, "docx", String::new()).await
}

pub(super) async fn json(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let plan = taken(&reader, id).await?;
    file(&reader, plan, "json", String::new()).await
}

/// The plan as it stands, and what was said of its money, for whoever may take it away.
async fn taken(reader: &Reader, id: Id<Plan>) -> Result<(RecordedPlan, Money), Error> {
    let plan = store::plan_for_export(reader.store(), &reader.ctx, id).await?;
    Ok((plan, fundings(&mut reader.store().peek().await?, id).await?))
}

/// A plan as a file in one of the [`FORMS`], with what was said of its money; `edition` is what a PDF says of itself.
pub(crate) async fn file(
    reader: &Reader,
    (plan, money): (RecordedPlan, Money),
    extension: &'static str,
    edition: String,
) -> Answer {
    let (name, now) = (export::file_name(&plan, extension), reader.ctx.clock.now());
    let mark = Sensitivity::Partner.mark();
    match extension {
        "pdf" => {
            let group = group_name(reader, plan.head.group).await?;
            let typesetter = reader.app.typesetter.clone();
            let bytes = aside(plan, move |plan| {
                let group = group.as_deref().unwrap_or("Community safety partnership");
                typesetter.typeset(&export::paper(plan, &money, (group, &edition), mark, now))
            });
            download(&name, "application/pdf", bytes.await?)
        }
        "xlsx" => {
            let bytes = aside(plan, move |plan| export::xlsx(plan, &money, now)).await?;
            download(&name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes)
        }
        "docx" => {
            let bytes = aside(plan, move |plan| export::docx(plan, &money, mark, now)).await?;
            download(&name, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", bytes)
        }
        _ => download(&name, "application/json", export::json(&plan).into_bytes()),
    }
}

/// Makes a file on a thread of its own: it is work for a processor, and pages wait for none of it.
pub(crate) async fn aside(
    plan: RecordedPlan,
    make: impl FnOnce(&RecordedPlan) -> Result<Vec<u8>, Problem> + Send + 'static,
) -> Result<Vec<u8>, Problem> {
    tokio::task::spawn_blocking(move || make(&plan)).await.map_err(|e| Problem::new("making an export", e))?
}
