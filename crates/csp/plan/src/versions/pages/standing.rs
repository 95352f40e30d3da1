//! Where a plan stands between draft and published, in words.

use concordat_kernel::Result;
use concordat_web::{Reader, parts::Html};

use super::super::{VersionHead, store, urls};
use crate::{RecordedPlan, pages::words};

/// Where a plan stands, for its page.
pub(crate) async fn standing(reader: &Reader, plan: &RecordedPlan) -> Result<Html> {
    let heads = store::versions(reader.store(), &reader.ctx, plan.head.id).await?;
    Ok(words_of(heads.first()))
}

fn words_of(newest: Option<&VersionHead>) -> Html {
    match newest {
        None => "Draft: no version is published yet".into(),
        Some(head) => Html::spaced([
            Html::link(&urls::version(head.id), head.name()),
            format!("published on {}", words::moment(&head.published_at)).into(),
        ]),
    }
}
