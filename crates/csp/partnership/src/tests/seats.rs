use concordat_kernel::{AnyId, Id, Ref, Refusal, jiff::civil::date};
use concordat_testkit::{World, on_both};

use super::{SLICES, field, named, officer, refused};
use crate::{
    Capacity, Group, NewGroup, NewSeat, SLICE, Seat, add_body, add_group, add_seat, end_seat, fill_seat,
    store,
};

async fn a_seat(world: &World) -> (Id<Group>, Id<Seat>) {
    let (store, ctx) = (&world.store, &officer(world));
    let body = add_body(store, ctx, named("District councils of Merrowshire")).await.unwrap();
    let group =
        add_group(store, ctx, NewGroup { name: "Board".into(), ..NewGroup::default() }).await.unwrap();
    let seat = NewSeat {
        group,
        body,
        title: "District councils".into(),
        capacity: Capacity::ResponsibleAuthority,
        active_from: Some(date(2022, 4, 1)),
        person: None,
        deputy: None,
    };
    (group, add_seat(store, ctx, seat).await.unwrap())
}

#[test]
fn a_seat_is_vacant_filled_and_ended() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let (group, seat) = a_seat(&world).await;
        let kept = store::seat(store, ctx, seat).await.unwrap();
        assert!(kept.is_vacant());
        assert_eq!(kept.group, group);

        let (rowan, sorrel) = (AnyId::from_u128(1), AnyId::from_u128(2));
        assert_eq!(field(fill_seat(store, ctx, seat, Some(rowan), Some(rowan)).await), "deputy");
        fill_seat(store, ctx, seat, Some(rowan), Some(sorrel)).await.unwrap();
        let kept = store::seat(store, ctx, seat).await.unwrap();
        assert_eq!((kept.person, kept.deputy), (Some(rowan), Some(sorrel)));

        let last = Some(date(2026, 12, 31));
        assert_eq!(field(end_seat(store, ctx, seat, Some(date(2022, 3, 31)), "Left").await), "until");
        assert_eq!(field(end_seat(store, ctx, seat, last, " ").await), "reason");
        end_seat(store, ctx, seat, last, "The councils merged").await.unwrap();
        assert_eq!(field(end_seat(store, ctx, seat, last, "Again").await), "until");
        let kept = store::seat(store, ctx, seat).await.unwrap();
        assert_eq!((kept.active_until, kept.end_reason.as_deref()), (last, Some("The councils merged")));
        assert!(!kept.has_ended(world.clock.today()), "it runs to the end of the year");

        let mut tx = store.peek().await.unwrap();
        let audit = tx.audit_of(seat.uuid()).await.unwrap();
        let told: Vec<_> = audit.iter().map(|row| (row.action.as_str(), row.why.as_deref())).collect();
        assert_eq!(
            told,
            [("seat.end", Some("The councils merged")), ("seat.fill", None), ("seat.add", None)]
        );
        drop(tx);
        world
    });
}

#[test]
fn a_seat_needs_a_group_and_a_body_that_are_there() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let (group, seat) = a_seat(&world).await;
        let kept = store::seat(store, ctx, seat).await.unwrap();
        let new = |group, body| NewSeat {
            group,
            body,
            title: "Health".into(),
            capacity: Capacity::Invited,
            active_from: None,
            person: None,
            deputy: None,
        };
        let nowhere = Id::from_uuid(AnyId::nil());
        assert_eq!(refused(add_seat(store, ctx, new(nowhere, kept.body)).await), Refusal::NotFound);
        assert_eq!(field(add_seat(store, ctx, new(group, Id::from_uuid(AnyId::nil()))).await), "body");
        let ended = end_seat(store, ctx, Id::from_uuid(AnyId::nil()), Some(date(2026, 1, 1)), "x").await;
        assert_eq!(refused(ended), Refusal::NotFound);
        world
    });
}

#[test]
fn titles_and_links_are_for_those_who_may_look() {
    on_both(SLICES, |world| async move {
        let (group, seat) = a_seat(&world).await;
        let title = async |ctx, thing: Ref| (SLICE.title)(&world.store, &ctx, &thing).await.unwrap();
        assert_eq!(title(officer(&world), group.into()).await.as_deref(), Some("Board"));
        assert_eq!(title(officer(&world), seat.into()).await.as_deref(), Some("District councils"));
        assert_eq!(title(world.somebody("auditor"), group.into()).await, None);
        let elsewhere = Ref { kind: "person".into(), id: group.uuid() };
        assert_eq!(title(officer(&world), elsewhere.clone()).await, None);
        assert_eq!((SLICE.link)(&group.into()), Some(format!("/groups/{group}")));
        assert_eq!((SLICE.link)(&elsewhere), None);
        world
    });
}
