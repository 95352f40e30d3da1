use concordat_access::Scope;
use concordat_kernel::{Ref, Refusal, jiff::civil::date};
use concordat_testkit::on_both;

use super::{SLICES, county, drawn::two_meetings, item, officer, planned, refused};
use crate::{
    AgendaPart, DecisionKind, NewDecision, add_item, cancel, change_meeting, decide, meeting_file, preview,
    store,
};

fn about(thing: Ref, text: &str) -> NewDecision {
    NewDecision {
        kind: DecisionKind::Agree,
        public_text: text.into(),
        about: Some(thing),
        ..NewDecision::default()
    }
}

#[test]
fn what_was_decided_about_a_thing_is_told_to_those_who_may_read_it() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let county = county(&world).await;
        let (first, next) = two_meetings(&world, &county).await;
        let minutes = meeting_file(store, ctx, first).await.unwrap().minutes;
        let thing = Ref::to(next);
        decide(store, ctx, minutes[0].id, about(thing.clone(), "To meet in March."), "Added").await.unwrap();
        let closed =
            decide(store, ctx, minutes[1].id, about(thing.clone(), "To meet alone."), "Added").await.unwrap();

        let told = async |role: &str| {
            let ctx = world.somebody_at(role, Scope::Everywhere);
            let found = store::decided(store, &ctx, &thing).await.unwrap();
            found.into_iter().map(|one| (one.text, one.restricted)).collect::<Vec<_>>()
        };
        assert_eq!(told("lead-contact").await, [("To meet in March.".to_owned(), false)]);
        assert_eq!(told("auditor").await, []);
        assert_eq!(told("officer").await.len(), 2);
        // Not even its title, nor what it is about.
        let lead = world.somebody("lead-contact");
        assert_eq!(store::decision_title(store, &lead, closed).await.unwrap(), None);
        let seen = meeting_file(store, &lead, first).await.unwrap();
        let abouts: Vec<_> =
            seen.minutes.iter().flat_map(|one| &one.decisions).map(|one| &one.said.about).collect();
        assert_eq!(abouts.iter().filter(|about| about.is_some()).count(), 1, "{abouts:?}");

        // A change that is made because of a decision names it as its reason, and is found from there.
        let tied = ctx.clone().caused_by(Ref::to(closed));
        let plan = planned(date(2027, 3, 25));
        change_meeting(store, &tied, next, plan, 1).await.unwrap();
        let mut tx = store.peek().await.unwrap();
        let done = tx.done_because(&Ref::to(closed)).await.unwrap();
        assert_eq!(
            done.iter().map(|one| (&one.thing, one.verb.as_str())).collect::<Vec<_>>(),
            [(&thing, "change")]
        );
        let causes: Vec<_> =
            tx.causes_of(next.uuid()).await.unwrap().into_iter().map(|(_, cause)| cause).collect();
        assert_eq!(causes, [Ref::to(closed)]);
        drop(tx);
        // A reason in words is none of these, and neither is a change without one.
        cancel(store, ctx, next, "Too few can come").await.unwrap();
        assert_eq!(store.peek().await.unwrap().causes_of(next.uuid()).await.unwrap().len(), 1);
        world
    });
}

#[test]
fn whoever_may_publish_sees_before_what_the_public_will_see() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let county = county(&world).await;
        let (first, next) = two_meetings(&world, &county).await;
        add_item(store, ctx, next, item(AgendaPart::B, "The grant"), None).await.unwrap();
        for somebody in [world.anybody(), world.somebody("lead-contact"), world.somebody("member")] {
            assert!(preview(store, &somebody, next).await.is_err());
        }
        let publisher = world.somebody("publisher");
        let seen = preview(store, &publisher, next).await.unwrap();
        assert_eq!(seen.items.len(), 1);
        assert_eq!(seen.meeting.plan.joining, None);
        // Minutes that are not published yet, in their public texts alone.
        let held = format!("{:?}", preview(store, ctx, first).await.unwrap());
        assert!(held.contains("Members received it.") && !held.contains("CANARY"), "{held}");
        // Nothing is published by looking.
        assert_eq!(refused(crate::public_meeting(store, &world.anybody(), next).await), Refusal::NotFound);
        world
    });
}
