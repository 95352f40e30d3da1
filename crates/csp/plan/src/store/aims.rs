use concordat_access::{Ctx, Resource};
use concordat_kernel::{Ref, Result};
use concordat_store::Store;
use concordat_web::{Aim, AimKind};

use super::{VIEW, load};

/// The priorities and actions of every plan that the asker may see, the newest plan first; none is no refusal.
///
/// # Errors
/// When the store does not answer.
pub(crate) async fn aims(store: &Store, ctx: &Ctx) -> Result<Vec<Aim>> {
    let mut heads = load::load_heads(&mut store.peek().await?).await?;
    heads.retain(|head| store.may(ctx, VIEW, &Resource::one(head.id).within(head.group)));
    heads.sort_by_key(|head| std::cmp::Reverse(head.period.map(|period| period.from)));
    let mut aims = Vec::new();
    for head in heads {
        let resource = Resource::one(head.id).within(head.group);
        let plan = load::load(&mut store.read(ctx, VIEW, &resource).await?, head.id).await?;
        let period = head.period.map(|period| (period.from.first_day(), period.to.last_day()));
        for priority in &plan.priorities {
            aims.push(Aim {
                thing: Ref::to(priority.id),
                kind: AimKind::Priority,
                number: String::new(),
                title: priority.title.clone(),
                funded: false,
                part_of: head.title.clone(),
                period,
            });
            aims.extend(priority.current().map(|action| Aim {
                thing: Ref::to(action.id),
                kind: AimKind::Action,
                number: action.content.number.clone(),
                title: action.content.full_objective(),
                funded: action.content.funding.is_some(),
                part_of: head.title.clone(),
                period,
            }));
        }
    }
    Ok(aims)
}
