//! What an open round puts on somebody's home page.

use concordat_access::{Actor, Held, Scope};
use concordat_partnership::{BodyKind, Capacity, NewBody, NewGroup, NewSeat, add_body, add_group, add_seat};
use concordat_testkit::on_both;
use concordat_web::Waiting;

use super::{
    super::{chase, waits_for},
    *,
};

/// Whoever fills the seat of the police.
const SEATED: u128 = 8;

async fn lines(world: &World, n: u128, role: &str) -> Vec<Waiting> {
    let roles = [Held { role: role.to_owned(), scope: Scope::Everywhere }].into();
    let actor = Actor::Person { id: AnyId::from_u128(n), roles, second_factor: true };
    waits_for(&world.store, &world.ctx(actor)).await.unwrap()
}

#[test]
fn an_open_round_waits_for_the_officer_and_for_those_who_act_for_a_lead() {
    on_both(SLICES, |world| async move {
        let operator = world.operator();
        let police =
            NewBody { name: POLICE.into(), kind: BodyKind::ResponsibleAuthority, ..NewBody::default() };
        let body = add_body(&world.store, &operator, police).await.unwrap();
        let board = NewGroup {
            name: "Board".into(),
            short_name: None,
            parent: None,
            purpose: None,
            area: None,
            statutory: None,
        };
        let group = add_group(&world.store, &operator, board).await.unwrap();
        let seat = NewSeat {
            group,
            body,
            title: "Police".into(),
            capacity: Capacity::ResponsibleAuthority,
            active_from: None,
            person: Some(AnyId::from_u128(SEATED)),
            deputy: None,
        };
        add_seat(&world.store, &operator, seat).await.unwrap();
        let plan = sample(&world).await;
        assert!(lines(&world, 2, "officer").await.is_empty(), "no round is open");
        let round = Round::of_plan(&world, plan).await;

        let [line] = lines(&world, 2, "officer").await.try_into().unwrap();
        assert!(line.text.starts_with("0 of 2 leads have answered “"), "{}", line.text);
        assert_eq!(line.href, chase::urls::chase(round.id));
        check(&browser(&world, "officer").get(&line.href).await, 200, &["0 of 2"]);
        let [line] = lines(&world, SEATED, "member").await.try_into().unwrap();
        assert!(line.text.starts_with("Merrowshire Police has not answered “"), "{}", line.text);
        check(&browser(&world, "member").get(&line.href).await, 200, &[POLICE]);
        assert!(lines(&world, 3, "member").await.is_empty(), "who acts for no lead is asked nothing");
        for (n, role) in [(SEATED, "auditor"), (SEATED, "public")] {
            assert!(lines(&world, n, role).await.is_empty());
        }

        let now = super::super::round(&world.store, &round.officer, round.id).await.unwrap();
        store::close_round(&world.store, &round.officer, round.id, now.0.version).await.unwrap();
        assert!(lines(&world, SEATED, "member").await.is_empty());
        assert!(lines(&world, 2, "officer").await.is_empty());
        world
    });
}
