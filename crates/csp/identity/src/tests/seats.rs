use concordat_kernel::{AnyId, Id};
use concordat_partnership::{
    BodyKind, Capacity, Group, NewBody, NewGroup, NewSeat, Seat, add_body, add_group, add_seat, end_seat,
    fill_seat, seat, urls,
};
use concordat_testkit::{World, on_both};

use super::{SLICES, browser, someone};
use crate::{disable, open_session};

async fn a_seat(world: &World) -> (Id<Group>, Id<Seat>) {
    let (store, operator) = (&world.store, &world.operator());
    let body = NewBody {
        name: "Merrowshire Police".into(),
        kind: BodyKind::ResponsibleAuthority,
        ..NewBody::default()
    };
    let body = add_body(store, operator, body).await.unwrap();
    let group = NewGroup { name: "Executive Group".into(), ..NewGroup::default() };
    let group = add_group(store, operator, group).await.unwrap();
    let new = NewSeat {
        group,
        body,
        title: "Neighbourhood policing".into(),
        capacity: Capacity::ResponsibleAuthority,
        active_from: None,
        person: None,
        deputy: None,
    };
    (group, add_seat(store, operator, new).await.unwrap())
}

async fn sitting(world: &World, id: Id<Seat>) -> (Option<AnyId>, Option<AnyId>) {
    let seat = seat(&world.store, &world.operator(), id).await.unwrap();
    (seat.person, seat.deputy)
}

#[test]
fn an_officer_says_who_fills_a_seat_and_leaves_it_vacant_again() {
    on_both(&SLICES, |world: World| async move {
        let (group, id) = a_seat(&world).await;
        let officer = someone(&world, "Rowan Ashdown", Some("officer")).await;
        let idris = someone(&world, "Idris Vale", Some("member")).await;
        let gone = someone(&world, "Sorrel Tarn", None).await;
        disable(&world.store, &world.operator(), gone).await.unwrap();
        let token = open_session(&world.store, &world.operator(), officer, true).await.unwrap();
        let mut browser = browser(&world).with_session(&token);

        let fill = urls::fill_seat(id);
        let page = browser.get(&urls::group(group)).await;
        assert!(page.text.contains(&format!("href=\"{fill}\"")) && page.text.contains("Change who fills it"));
        let page = browser.get(&fill).await;
        assert!(
            page.text.contains(
                "Who fills “Neighbourhood policing” for Merrowshire Police in Executive Group</h1>"
            ),
            "{}",
            page.text
        );
        assert!(page.text.contains("Nobody (vacant)") && page.text.contains("Idris Vale"));
        assert!(!page.text.contains("Sorrel Tarn"), "nobody who may no longer sign in is offered");

        let (rowan, idris_id, gone) = (officer.to_string(), idris.to_string(), gone.to_string());
        for (person, deputy, said) in [
            (&gone, "", "Choose a person from the list"),
            (&idris_id, idris_id.as_str(), "The deputy must be somebody else"),
            (&idris_id, "nobody", "Choose a person from the list"),
        ] {
            let page = browser.post(&fill, &[("person", person), ("deputy", deputy)]).await;
            assert!(page.status == 422 && page.text.contains(said), "{said}: {}", page.text);
        }
        assert_eq!(sitting(&world, id).await, (None, None));

        let page = browser.post(&fill, &[("person", &idris_id), ("deputy", &rowan)]).await;
        assert_eq!(page.location.as_deref(), Some(urls::group(group).as_str()));
        let page = browser.get(&urls::group(group)).await;
        assert!(page.text.contains("Who fills the seat is saved") && page.text.contains(">Idris Vale</a>"));
        assert_eq!(sitting(&world, id).await, (Some(idris.uuid()), Some(officer.uuid())));

        disable(&world.store, &world.operator(), idris).await.unwrap();
        let page = browser.get(&fill).await;
        assert!(
            page.text.contains("Idris Vale (may no longer sign in)"),
            "whoever sits there stays to choose"
        );
        browser.post(&fill, &[("person", ""), ("deputy", "")]).await;
        assert!(browser.get(&urls::group(group)).await.text.contains("The seat is vacant"));
        assert_eq!(sitting(&world, id).await, (None, None));
        world
    });
}

#[test]
fn two_who_fill_a_seat_at_once_see_both_choices() {
    on_both(&SLICES, |world: World| async move {
        let (_, id) = a_seat(&world).await;
        let officer = someone(&world, "Rowan Ashdown", Some("officer")).await;
        let idris = someone(&world, "Idris Vale", None).await;
        let token = open_session(&world.store, &world.operator(), officer, true).await.unwrap();
        let mut browser = browser(&world).with_session(&token);
        let fill = urls::fill_seat(id);
        browser.get(&fill).await;
        fill_seat(&world.store, &world.operator(), id, Some(idris.uuid()), None).await.unwrap();

        let rowan = officer.to_string();
        let mine = [("was-person", ""), ("was-deputy", ""), ("person", rowan.as_str()), ("deputy", "")];
        let page = browser.post(&fill, &mine).await;
        assert_eq!(page.status, 409);
        for says in ["the command line saved changes", "Idris Vale", "Rowan Ashdown", "keep-person"] {
            assert!(page.text.contains(says), "{says}: {}", page.text);
        }
        assert!(!page.text.contains("keep-deputy"));
        let idris = idris.to_string();
        let settling = [
            ("settling", "yes"),
            ("was-person", idris.as_str()),
            ("was-deputy", ""),
            ("person", &rowan),
            ("deputy", ""),
        ];
        let page = browser.post(&fill, &settling).await;
        assert!(page.status == 409 && page.text.contains("Filled by: choose which to keep."));
        let chosen: Vec<_> = settling.into_iter().chain([("keep-person", "mine")]).collect();
        assert_eq!(browser.post(&fill, &chosen).await.status, 303);
        assert_eq!(sitting(&world, id).await, (Some(officer.uuid()), None));
        world
    });
}

#[test]
fn a_member_fills_no_seat_and_an_ended_one_is_filled_by_nobody() {
    on_both(&SLICES, |world: World| async move {
        let (group, id) = a_seat(&world).await;
        let member = someone(&world, "Idris Vale", Some("member")).await;
        let token = open_session(&world.store, &world.operator(), member, true).await.unwrap();
        let mut member_browser = browser(&world).with_session(&token);
        let fill = urls::fill_seat(id);
        assert!(!member_browser.get(&urls::group(group)).await.text.contains(&fill));
        assert_eq!(member_browser.get(&fill).await.status, 404);
        assert_eq!(member_browser.post(&fill, &[("person", ""), ("deputy", "")]).await.status, 404);

        let yesterday = world.clock.today().yesterday().unwrap();
        end_seat(&world.store, &world.operator(), id, Some(yesterday), "The post was merged").await.unwrap();
        let officer = someone(&world, "Rowan Ashdown", Some("officer")).await;
        let token = open_session(&world.store, &world.operator(), officer, true).await.unwrap();
        let mut browser = browser(&world).with_session(&token);
        browser.get(&fill).await;
        let page = browser.post(&fill, &[("person", &officer.to_string()), ("deputy", "")]).await;
        assert!(page.status == 422 && page.text.contains("This seat has ended"), "{}", page.text);
        world
    });
}
