use concordat_access::{Ctx, Resource};
use concordat_kernel::{Kind as _, Result};
use concordat_store::Store;

use super::{APPOINT, CHANGE_SHARING, CHANGE_TERMS, editions, offices, sharing};
use crate::{
    Body, Capacity, Group,
    store::{bodies_in, groups_in, seats_in},
    terms::{
        due::{What, due, unsigned},
        model::{Office, OfficeHolder, Rule, Sharing, Terms},
        quorum::Successions,
    },
};

/// What waits for somebody who keeps the terms of groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Waits {
    /// The terms of this group are due for review on a day.
    Review(Group, concordat_kernel::jiff::civil::Date),
    /// Whoever is in this office of this group is due for election or confirmation on a day.
    Appointment(Group, Office, concordat_kernel::jiff::civil::Date),
    /// So many bodies have not signed the newest version of the sharing agreement.
    Unsigned(Sharing, usize),
}

/// What is due or nearly so, of what the asker may see to.
pub(crate) async fn waits_for(store: &Store, ctx: &Ctx) -> Result<Vec<Waits>> {
    let may_change = |group: &Group| {
        let terms = Resource::any(Terms::NAME).within(group.id.uuid());
        let office = Resource::any(OfficeHolder::NAME).within(group.id.uuid());
        store.may(ctx, CHANGE_TERMS, &terms) && store.may(ctx, APPOINT, &office)
    };
    let anywhere = Resource::anywhere(Terms::NAME, &ctx.actor);
    if !store.may(ctx, CHANGE_TERMS, &anywhere) {
        return Ok(Vec::new());
    }
    let mut tx = store.read(ctx, CHANGE_TERMS, &anywhere).await?;
    let today = ctx.clock.today();
    let (groups, editions) = (groups_in(&mut tx).await?, editions::all(&mut tx).await?);
    let offices = offices::all(&mut tx).await?;
    let mut found = Vec::new();
    let mut asks_to_sign = Vec::new();
    for group in groups.into_iter().filter(may_change) {
        let own: Vec<Terms> = editions.iter().filter(|terms| terms.group == group.id).cloned().collect();
        let Some(terms) = editions::in_force(&own, today) else { continue };
        if terms.rules().any(|(rule, _)| rule == Rule::Sharing) {
            asks_to_sign.push(group.id);
        }
        let held: Vec<OfficeHolder> = offices.iter().filter(|held| held.group == group.id).cloned().collect();
        // A review is under way when its draft is.
        let drafted = own.iter().any(|terms| terms.agreed.is_none());
        for due in due(terms, &held).into_iter().filter(|due| due.is_near(today)) {
            match due.what {
                What::Review if drafted => {}
                What::Review => found.push(Waits::Review(group.clone(), due.on)),
                What::Appointment(office) => {
                    found.push(Waits::Appointment(group.clone(), office, due.on));
                }
            }
        }
    }
    let newest = sharing::all(&mut tx).await?.into_iter().next();
    if let (Some(newest), true) = (newest, store.may(ctx, CHANGE_SHARING, &Resource::any(Sharing::NAME))) {
        let seats = seats_in(&mut tx).await?;
        let mut members: Vec<concordat_kernel::Id<Body>> = seats
            .iter()
            .filter(|seat| asks_to_sign.contains(&seat.group) && seat.capacity != Capacity::Invited)
            .filter(|seat| !seat.has_ended(today))
            .map(|seat| seat.body)
            .collect();
        members.sort_unstable();
        members.dedup();
        let signed: Vec<_> = sharing::signatures(&mut tx)
            .await?
            .into_iter()
            .map(|(sharing, body, _)| (sharing, body))
            .collect();
        let successions = Successions::among(&bodies_in(&mut tx).await?);
        let missing = unsigned(newest.id, &signed, &members, &successions);
        if !missing.is_empty() {
            found.push(Waits::Unsigned(newest, missing.len()));
        }
    }
    Ok(found)
}
