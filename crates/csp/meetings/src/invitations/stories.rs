use concordat_kernel::{Id, Refusal, jiff::civil::date};
use concordat_testkit::on_both;

use super::{NewGuest, invitations, invite, words::words};
use crate::{
    cancel, plan_meeting,
    stories::{SLICES, county, field, officer, planned, refused},
};

fn guest(name: &str, email: &str) -> Option<NewGuest> {
    Some(NewGuest { name: name.into(), organisation: "Youth council".into(), email: email.into() })
}

#[test]
fn each_seat_that_is_held_gets_a_letter_and_others_can_be_asked() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let county = county(&world).await;
        let id = plan_meeting(store, ctx, county.board, planned(date(2026, 11, 19))).await.unwrap();
        let (found, all) = invitations(store, ctx, id).await.unwrap();
        assert_eq!(all.len(), 5);
        assert!(all.iter().all(|one| one.on.is_none() && one.email.is_none()));
        // A seat that nobody fills is written to its body.
        assert!(
            all.iter()
                .any(|one| one.name == "Merrowshire Police" && one.holder == "Police, Merrowshire Police")
        );

        let said = words(&found.meeting, &found.conduct);
        let text = format!("{said:?}");
        for what in [
            "19 November 2026",
            "10:00am to 12:00pm",
            "County Hall (in person and online)",
            "hearing loop",
            "https://join.example/secret-room",
            "follow by Thursday 12 November 2026",
            "who will come for your body instead",
        ] {
            assert!(text.contains(what), "{what}: {text}");
        }

        assert_eq!(field(invite(store, ctx, id, &[], None).await), "seat");
        assert_eq!(field(invite(store, ctx, id, &[], guest("", "a@example.org")).await), "name");
        assert_eq!(field(invite(store, ctx, id, &[], guest("Ada", "nowhere")).await), "email");
        let chosen: Vec<Id<_>> = all.iter().take(2).filter_map(|one| one.seat).collect();
        assert_eq!(invite(store, ctx, id, &chosen, guest("Ada", "ada@example.org")).await.unwrap(), 3);
        let (_, after) = invitations(store, ctx, id).await.unwrap();
        assert_eq!(after.iter().filter(|one| one.on.is_some()).count(), 3);
        let letters = after.iter().filter(|one| one.letter.is_some());
        assert_eq!(letters.map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Ada"]);
        // Again is no second invitation of the same seat.
        invite(store, ctx, id, &chosen, None).await.unwrap();
        assert_eq!(invitations(store, ctx, id).await.unwrap().1.len(), after.len());

        assert!(invitations(store, &world.somebody("member"), id).await.is_err());
        cancel(store, ctx, id, "Too few can come").await.unwrap();
        assert!(matches!(refused(invite(store, ctx, id, &chosen, None).await), Refusal::Rule(_)));
        world
    });
}
