//! What of exceptions, claims and ongoing actions waits for somebody.

use std::sync::Arc;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Result, jiff::civil::Date};
use concordat_store::Store;
use concordat_web::Waiting;

use super::{
    RecordedClaim, RecordedException,
    rules::{self, ComesRound},
    store, urls,
};
use crate::{RecordedPlan, exceptions::Level, pages::words::count, store::CHANGE_ACTION};

/// What waits, for those who decide about it: of the plans that run today.
pub(crate) async fn waits_for(
    record: &Store,
    ctx: &Ctx,
    plans: &[Arc<RecordedPlan>],
) -> Result<Vec<Waiting>> {
    let today = ctx.clock.today();
    let mut waiting = Vec::new();
    let raised = store::to_decide(record, ctx).await?;
    if raised > 0 {
        waiting.push(Waiting {
            heading: "Raised from the groups below".to_owned(),
            text: count(raised, "exception waits for a decision", "exceptions wait for a decision"),
            href: urls::RAISED.to_owned(),
        });
    }
    for plan in plans {
        let within = |kind| Resource::any(kind).within(plan.head.group);
        if record.may(ctx, store::REMEDY, &within(store::REMEDY.kind)) {
            let mut tx = record.read(ctx, store::VIEW, &within(store::VIEW.kind)).await?;
            let found = store::of_plan(&mut tx, plan.head.id).await?;
            waiting.extend(exceptions(plan, &found, today));
        }
        if record.may(ctx, store::DECIDE, &within(store::DECIDE.kind)) {
            let mut tx = record.read(ctx, store::VIEW_CLAIM, &within(store::VIEW_CLAIM.kind)).await?;
            let found = store::claims_of_plan(&mut tx, plan.head.id).await?;
            waiting.extend(claims(plan, &found));
        }
        if record.may(ctx, CHANGE_ACTION, &within(CHANGE_ACTION.kind)) {
            waiting.extend(to_confirm(plan, today));
        }
    }
    Ok(waiting)
}

fn exceptions(plan: &RecordedPlan, found: &[RecordedException], today: Date) -> Vec<Waiting> {
    let line = |n: usize, query: &str, one: &str, several: &str| {
        (n > 0).then(|| Waiting {
            heading: plan.head.title.clone(),
            text: count(n, one, several),
            href: format!("{}{query}", urls::exceptions(plan.head.id)),
        })
    };
    let open = |level| found.iter().filter(|one| one.is_open() && one.level == level).count();
    let overdue = found.iter().filter(|one| rules::proposes_further(one, today)).count();
    [
        line(
            open(Level::Group),
            "?with=group",
            "exception is with the working group",
            "exceptions are with the working group",
        ),
        line(
            overdue,
            "?show=overdue",
            "exception is open after the day of its remedy",
            "exceptions are open after the day of their remedy",
        ),
        line(
            open(Level::Partnership),
            "?with=partnership",
            "exception is with the partnership",
            "exceptions are with the partnership",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn claims(plan: &RecordedPlan, found: &[RecordedClaim]) -> Option<Waiting> {
    let waits =
        |claim: &&RecordedClaim| plan.action(claim.action).is_some_and(|(_, action)| claim.waits(action));
    let n = found.iter().filter(waits).count();
    (n > 0).then(|| Waiting {
        heading: plan.head.title.clone(),
        text: count(n, "action waits to be assured", "actions wait to be assured"),
        href: urls::claims(plan.head.id),
    })
}

/// Ongoing actions to be confirmed: each by its own page, when there are few.
fn to_confirm(plan: &RecordedPlan, today: Date) -> Vec<Waiting> {
    let confirmed = |action: &&crate::RecordedAction| {
        matches!(rules::comes_round(action, today), Some(ComesRound::ToConfirm { .. }))
    };
    plan.actions()
        .map(|(_, action)| action)
        .filter(confirmed)
        .take(3)
        .map(|action| Waiting {
            heading: plan.head.title.clone(),
            text: format!("Action {} goes on and was not confirmed for a year", action.content.number),
            href: crate::urls::action(action.id),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use concordat_kernel::jiff::civil::date;

    use super::*;
    use crate::{State, exceptions::samples, pages};

    #[test]
    fn each_line_counts_what_its_page_shows() {
        let plan = pages::samples::plan();
        let lines = exceptions(&plan, &samples::exceptions(), date(2027, 1, 15));
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "2 exceptions are with the working group",
                "1 exception is open after the day of its remedy",
                "1 exception is with the partnership",
            ]
        );
        assert!(exceptions(&plan, &[], date(2027, 1, 15)).is_empty());
    }

    #[test]
    fn a_claim_waits_once_the_action_stands_as_done() {
        let mut plan = pages::samples::plan();
        assert_eq!(claims(&plan, &samples::claims()), None);
        plan.priorities[0].actions[0].state = State::Done;
        assert_eq!(claims(&plan, &samples::claims()).unwrap().text, "1 action waits to be assured");
    }
}
