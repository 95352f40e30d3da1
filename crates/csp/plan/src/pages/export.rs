//! Taking a plan away as a file. Each leaves an audit row.

use concordat_kernel::{Id, Problem, Sensitivity};
use concordat_web::{Answer, At, Reader, download};

use super::{plans::group_name, words};
use crate::{Plan, RecordedPlan, export, store};

pub(super) async fn pdf(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let plan = store::plan_for_export(reader.store(), &reader.ctx, id).await?;
    let name = export::file_name(&plan, "pdf");
    let group = group_name(&reader, plan.head.group).await?;
    let now = reader.ctx.clock.now();
    let edition = format!("As it stood on {}", words::moment(&now.to_string()));
    let typesetter = reader.app.typesetter.clone();
    let bytes = aside(plan, move |plan| {
        let group = group.as_deref().unwrap_or("Community safety partnership");
        typesetter.typeset(&export::paper(plan, group, &edition, Sensitivity::Partner.mark(), now))
    });
    download(&name, "application/pdf", bytes.await?)
}

pub(super) async fn xlsx(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let plan = store::plan_for_export(reader.store(), &reader.ctx, id).await?;
    let (name, now) = (export::file_name(&plan, "xlsx"), reader.ctx.clock.now());
    let bytes = aside(plan, move |plan| export::xlsx(plan, now)).await?;
    download(&name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes)
}

pub(super) async fn docx(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let plan = store::plan_for_export(reader.store(), &reader.ctx, id).await?;
    let (name, now) = (export::file_name(&plan, "docx"), reader.ctx.clock.now());
    let bytes = aside(plan, move |plan| export::docx(plan, Sensitivity::Partner.mark(), now)).await?;
    download(&name, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", bytes)
}

pub(super) async fn json(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let plan = store::plan_for_export(reader.store(), &reader.ctx, id).await?;
    let name = export::file_name(&plan, "json");
    download(&name, "application/json", export::json(&plan).into_bytes())
}

/// Makes a file on a thread of its own: it is work for a processor, and pages wait for none of it.
pub(crate) async fn aside(
    plan: RecordedPlan,
    make: impl FnOnce(&RecordedPlan) -> Result<Vec<u8>, Problem> + Send + 'static,
) -> Result<Vec<u8>, Problem> {
    tokio::task::spawn_blocking(move || make(&plan)).await.map_err(|e| Problem::new("making an export", e))?
}
