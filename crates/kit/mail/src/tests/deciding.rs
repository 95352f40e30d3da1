//! What people decide about letters.

use concordat_access::{Actor, Held, Scope};
use concordat_testkit::{PostOffice, on_both};

use super::*;

#[test]
fn people_decide_with_a_reason_and_only_what_the_letters_state_allows() {
    on_both(SLICES, |world| async move {
        let office = PostOffice::open();
        let sender = sender(&world, &office);
        let cut = request(&world, "cut-wren@merrowshire.example").await;
        let fine = request(&world, "wren@merrowshire.example").await;
        sender.send_due().await.unwrap();
        let officer = world.somebody("officer");
        let store = &world.store;
        assert!(matches!(
            refused(store::arrived(store, &officer, cut, "  ").await),
            Refusal::Invalid { field: "because", .. }
        ));
        assert!(matches!(
            refused(store::arrived(store, &officer, fine, "Wren rang").await),
            Refusal::Rule(_)
        ));
        assert!(matches!(
            refused(store::send_again(store, &officer, fine, "To be sure").await),
            Refusal::Rule(_)
        ));

        store::arrived(store, &officer, cut, "Wren rang: it is there").await.unwrap();
        assert_eq!(state(&world, cut).await, State::Sent);
        store::came_back(store, &officer, fine, "Mailbox full").await.unwrap();
        let came_back = file(&world, fine).await;
        assert_eq!(came_back.row.state, State::Refused);
        assert_eq!(came_back.row.note.as_deref(), Some("Mailbox full"));
        assert_eq!(came_back.decisions.len(), 2, "the state and the reason");
        store::send_again(store, &officer, fine, "They made room").await.unwrap();
        sender.send_due().await.unwrap();
        assert_eq!(state(&world, fine).await, State::Sent);
        store::came_back(store, &officer, fine, "Full again").await.unwrap();
        store::not_needed(store, &officer, fine, "They have left").await.unwrap();
        assert_eq!(state(&world, fine).await, State::Cancelled);
        let found = store::letters(store, &officer, None, None).await.unwrap();
        assert_eq!(found.counts.states(), [(State::Sent, 1), (State::Cancelled, 1)]);
        world
    });
}

#[test]
fn addresses_are_for_those_who_see_to_letters_and_gave_a_second_factor() {
    on_both(SLICES, |world| async move {
        let id = request(&world, "wren@merrowshire.example").await;
        let store = &world.store;
        let half = Actor::Person {
            id: AnyId::from_u128(3),
            roles: [Held { role: "officer".into(), scope: Scope::Everywhere }].into(),
            second_factor: false,
        };
        let half = world.ctx(half);
        assert_eq!(refused(store::letter(store, &half, id).await), Refusal::SecondFactorFirst);
        assert_eq!(refused(store::letters(store, &half, None, None).await), Refusal::SecondFactorFirst);
        let member = world.somebody("member");
        assert_eq!(refused(store::letter(store, &member, id).await), Refusal::NotFound);
        assert_eq!(refused(store::not_needed(store, &member, id, "Because").await), Refusal::NotFound);
        assert!(store::letter(store, &world.somebody("administrator"), id).await.is_ok());
        world
    });
}
