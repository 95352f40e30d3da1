use concordat_kernel::{Id, Ref, Refusal, jiff::civil::date};
use concordat_store::{args, sql};
use concordat_testkit::{World, on_both};
use concordat_web::{Composed, LetterHead};

use super::{NewGuest, invitations, invite, words::words};
use crate::{
    cancel,
    pages::stories::app,
    plan_meeting,
    stories::{SLICES, county, field, officer, planned, refused},
};

fn guest(name: &str, email: &str) -> Option<NewGuest> {
    Some(NewGuest { name: name.into(), organisation: "Youth council".into(), email: email.into() })
}

sql! {
    LETTER_TO = "SELECT kind, about_kind, about, to_email FROM mail_letter WHERE to_name = $1";
}

/// The letter to somebody as the outbox would hand it over.
async fn letter_of(world: &World, name: &str) -> Option<Composed> {
    let (kind, about_kind, about, to_email): (String, String, String, String) =
        world.store.peek().await.unwrap().one(&LETTER_TO, args![name]).await.unwrap();
    let head = LetterHead {
        id: concordat_kernel::AnyId::from_u128(1),
        kind,
        about: Ref { kind: about_kind.into(), id: about.parse().unwrap() },
        to_name: name.to_owned(),
        to_email,
        posted_at: world.clock.now(),
    };
    (crate::SLICE.compose)(&app(world), &world.operator(), &head).await.unwrap()
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

        // The letter brings the meeting for the reader's calendar: nobody needs an account for that.
        let composed = letter_of(&world, "Ada").await.unwrap();
        assert!(composed.text.contains("An entry for your calendar is attached."), "{}", composed.text);
        let entry = composed.calendar.unwrap();
        for line in ["BEGIN:VCALENDAR", "DTSTART:20261119T100000Z", "LOCATION:County Hall"] {
            assert!(entry.contains(line), "{line} is not in {entry}");
        }

        assert!(invitations(store, &world.somebody("member"), id).await.is_err());
        cancel(store, ctx, id, "Too few can come").await.unwrap();
        assert!(matches!(refused(invite(store, ctx, id, &chosen, None).await), Refusal::Rule(_)));
        world
    });
}
