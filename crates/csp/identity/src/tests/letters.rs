//! Invitations and resets by mail, with a real mail server on this machine.

use concordat_kernel::{Ref, jiff::SignedDuration};
use concordat_mail::{Sender, Settings, State, letters_about};
use concordat_testkit::{PostOffice, on_both};

use super::*;
use crate::{disable, post_link};

fn config() -> Config {
    Config { mail: true, public_url: "https://csp.merrowshire.example".to_owned(), ..Config::default() }
}

fn sender(world: &World, office: &PostOffice) -> Sender {
    let (clock, chance) = (world.clock.clone(), world.chance.clone());
    let app = App::new(world.store.clone(), clock, chance, bare_tools(Sessions), &SLICES, config());
    let settings = Settings::new(&office.url(), "CSP <csp@merrowshire.example>", None).unwrap();
    Sender::new(app, settings, "this machine")
}

async fn invited(world: &World, email: &str) -> Id<Person> {
    let new = NewPerson { name: "Wren Marlow".to_owned(), email: email.to_owned(), body: None };
    add_person(&world.store, &world.operator(), new).await.unwrap()
}

/// The path of the link in a letter.
fn link(text: &str) -> String {
    let line = text.lines().find_map(|line| line.strip_prefix("https://csp.merrowshire.example"));
    line.unwrap_or_else(|| panic!("a link in {text}")).to_owned()
}

async fn states(world: &World, person: Id<Person>) -> Vec<State> {
    let mut tx = world.store.peek().await.unwrap();
    letters_about(&mut tx, &[Ref::to(person)]).await.unwrap().into_iter().map(|one| one.state).collect()
}

#[test]
fn an_invitation_goes_by_mail_and_only_its_newest_link_works() {
    on_both(&SLICES, |world| async move {
        let office = PostOffice::open();
        let admin = someone(&world, "Rowan Ashdown", Some("administrator")).await;
        let token = crate::open_session(&world.store, &world.anybody(), admin, true).await.unwrap();
        let mut site = site(&world, config()).with_session(&token);
        let wren = invited(&world, "wren@merrowshire.example").await;
        let page = format!("/people/{wren}");
        assert!(site.get(&page).await.text.contains("Send an invitation"));
        for _ in 0..2 {
            world.clock.advance(SignedDuration::from_mins(1));
            let sent = site.post(&format!("{page}/link"), &[]).await;
            assert_eq!(
                (sent.status.as_u16(), sent.location.as_deref()),
                (303, Some(page.as_str())),
                "{}",
                sent.text
            );
        }
        assert_eq!(states(&world, wren).await, [State::Waiting, State::Cancelled]);
        assert!(site.get(&page).await.text.contains("Invitation: waiting"));

        let sender = sender(&world, &office);
        assert_eq!(sender.send_due().await.unwrap().sent, 1);
        let first = office.mail()[0].text();
        assert!(first.starts_with("Dear Wren Marlow\n"), "{first}");
        post_link(&world.store, &world.operator(), wren).await.unwrap();
        assert_eq!(sender.send_due().await.unwrap().sent, 1);
        let second = office.mail()[1].text();
        assert!(site.get(&page).await.text.contains("Invitation: sent"));

        let fields = [("password", PASSWORD), ("again", PASSWORD)];
        let mut wren_at = browser(&world);
        assert_eq!(wren_at.post(&link(&first), &fields).await.status, 422, "the newer link took its place");
        assert_eq!(wren_at.post(&link(&second), &fields).await.status, 303);
        assert_eq!(sign_in(&mut wren_at, "wren@merrowshire.example").await.status, 303);
        world
    });
}

#[test]
fn a_link_goes_to_nobody_who_should_not_have_it() {
    on_both(&SLICES, |world| async move {
        let office = PostOffice::open();
        let operator = world.operator();
        let store = &world.store;
        let gone = invited(&world, "gone@merrowshire.example").await;
        let moved = invited(&world, "old@merrowshire.example").await;
        let settled = invited(&world, "settled@merrowshire.example").await;
        for person in [gone, moved, settled] {
            assert_eq!(post_link(store, &operator, person).await.unwrap().1, "invitation");
        }
        disable(store, &operator, gone).await.unwrap();
        let new =
            NewPerson { name: "Wren Marlow".into(), email: "new@merrowshire.example".into(), body: None };
        crate::change_person(store, &operator, moved, 1, new).await.unwrap();
        set_password(store, &operator, settled, PASSWORD).await.unwrap();
        let report = sender(&world, &office).send_due().await.unwrap();
        assert_eq!((report.cancelled, report.sent), (3, 0), "{report:?}");
        assert_eq!(office.mail(), []);
        assert_eq!(post_link(store, &operator, settled).await.unwrap().1, "reset");
        assert!(post_link(store, &operator, gone).await.is_err());
        world
    });
}
