//! Where a plan stands between draft and published, in words.

use concordat_access::Resource;
use concordat_kernel::{Id, Result, jiff::civil::Date};
use concordat_web::{Reader, parts::Html};

use super::{
    super::{FeedbackTime, VersionHead, rules, store, urls},
    dates,
};
use crate::{Plan, PlanHead, RecordedPlan, pages::words, urls as plan_urls};

/// Where a plan stands, for its page.
pub(crate) async fn standing(reader: &Reader, plan: &RecordedPlan) -> Result<Html> {
    let id = plan.head.id;
    let versions = store::versions(reader.store(), &reader.ctx, id).await?;
    let feedback = store::feedback(reader.store(), &reader.ctx, id).await?;
    let mut lines = vec![of_versions(versions.first())];
    lines.extend(of_feedback(id, feedback.as_ref(), reader.ctx.clock.today()));
    let mut tx = reader.store().peek().await?;
    let (before, after) = (store::continues(&mut tx, id).await?, store::continued_by(&mut tx, id).await?);
    drop(tx);
    for (other, words) in [(before, "Continues"), (after, "Goes on in")] {
        if let Some(head) = seen(reader, other).await? {
            let title =
                head.period.map_or_else(|| head.title.clone(), |period| format!("the plan for {period}"));
            lines.push(Html::spaced([Html::from(words), Html::link(&plan_urls::plan(head.id), title)]));
        }
    }
    Ok(Html::stacked(lines))
}

/// Another year's plan, when the reader may see it.
async fn seen(reader: &Reader, plan: Option<Id<Plan>>) -> Result<Option<PlanHead>> {
    let Some(plan) = plan else { return Ok(None) };
    let head = crate::store::load::load_head(&mut reader.store().peek().await?, plan).await?;
    let resource = Resource::one(plan).within(head.group);
    Ok(Some(head).filter(|_| reader.may(crate::store::VIEW, &resource)))
}

fn of_versions(newest: Option<&VersionHead>) -> Html {
    match newest {
        None => "Draft: no version is published yet".into(),
        Some(head) => Html::spaced([
            Html::link(&urls::version(head.id), head.name()),
            format!("published on {}", words::moment(&head.published_at)).into(),
        ]),
    }
}

fn of_feedback(plan: Id<Plan>, time: Option<&FeedbackTime>, today: Date) -> Option<Html> {
    let time = time.filter(|time| rules::is_open(time, today))?;
    let words = format!("Feedback is open until the end of {}", dates::words(time.closes_on));
    Some(Html::link(&urls::feedback(plan), words))
}
