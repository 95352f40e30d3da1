//! Taking a version away as a file. Each leaves an audit row.

use concordat_kernel::Id;
use concordat_web::{Answer, At, Reader};

use super::super::{Version, store};
use crate::{
    pages::{export::file, words},
    strategies::model::Money,
};

pub(super) async fn pdf(reader: Reader, At(id): At<Id<Version>>) -> Answer {
    take(&reader, id, "pdf").await
}

pub(super) async fn xlsx(reader: Reader, At(id): At<Id<Version>>) -> Answer {
    take(&reader, id, "xlsx").await
}

pub(super) async fn docx(reader: Reader, At(id): At<Id<Version>>) -> Answer {
    take(&reader, id, "docx").await
}

pub(super) async fn json(reader: Reader, At(id): At<Id<Version>>) -> Answer {
    take(&reader, id, "json").await
}

async fn take(reader: &Reader, id: Id<Version>, extension: &'static str) -> Answer {
    let published = store::version_for_export(reader.store(), &reader.ctx, id).await?;
    let head = &published.head;
    let edition = format!("{}, published on {}", head.name(), words::moment(&head.published_at));
    // What was agreed, and not how certain the money for it has become since.
    file(reader, (published.plan, Money::new()), extension, edition).await
}
