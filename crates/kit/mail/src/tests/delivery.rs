use concordat_kernel::jiff::SignedDuration;
use concordat_testkit::{PostOffice, on_both, readable};

use super::*;

#[test]
fn a_letter_goes_out_once_and_looks_right() {
    on_both(SLICES, |world| async move {
        let office = PostOffice::open();
        let name = "Zoë O’Tarn\r\nBcc: all@merrowshire.example";
        let id = posted(&world, letter("request", name, "zoe@merrowshire.example")).await;
        let sender = sender(&world, &office);
        assert_eq!(sender.send_due().await.unwrap().sent, 1);
        world.clock.advance(SignedDuration::from_hours(24));
        assert_eq!(sender.send_due().await.unwrap().letters, []);

        let mail = office.mail();
        assert_eq!(mail.len(), 1);
        let mail = &mail[0];
        assert_eq!(mail.to, "zoe@merrowshire.example");
        assert!(mail.raw.is_ascii());
        let (_, body) = mail.raw.split_once("\r\n\r\n").unwrap();
        assert!(body.split("\r\n").all(|line| line.len() <= 78 && !line.contains('\n')), "{}", mail.raw);
        let headers = mail.headers();
        assert!(!headers.contains(&"bcc".to_owned()), "{headers:?}");
        let header = |name: &str| mail.header(name).unwrap_or_default();
        assert_eq!(header("From"), "\"Merrowshire Community Safety\" <csp@merrowshire.example>");
        assert_eq!(header("Reply-To"), "desk@merrowshire.example");
        assert_eq!(header("Date"), "Mon, 02 Nov 2026 09:00:00 +0000");
        assert_eq!(header("Auto-Submitted"), "auto-generated");
        assert_eq!(header("Content-Type"), "text/plain; charset=utf-8");
        let subject = readable(&header("Subject"));
        assert_eq!(
            subject,
            "An update, please Bcc: everybody@merrowshire.example, Zoë O’Tarn Bcc: all@merrowshire.example"
        );
        assert!(readable(&header("To")).contains("Zoë O’Tarn Bcc: all@merrowshire.example"));
        assert!(header("To").ends_with("<zoe@merrowshire.example>"));
        let text = mail.text();
        assert!(text.contains("the café’s") && text.lines().any(|line| line == SECRET), "{text}");
        assert!(text.contains("\n.\nThank you"), "a line of one dot: {text}");
        assert!(text.lines().all(|line| line.chars().count() <= 72), "{text}");

        let file = file(&world, id).await;
        assert_eq!(file.row.state, State::Sent);
        assert_eq!(format!("<{}>", file.message_id), header("Message-ID"));
        assert_eq!(file.attempts.len(), 1);
        assert!(file.attempts[0].words.starts_with("250 "), "{:?}", file.attempts);
        let kept = file.body.unwrap();
        assert!(kept.contains("{link}") && !kept.contains("iamthesecret"), "{kept}");
        world
    });
}

#[test]
fn a_letter_lands_with_its_cause_or_not_at_all() {
    on_both(SLICES, |world| async move {
        let office = PostOffice::open();
        let ctx = world.operator();
        let mut change = world.store.change(&ctx, LETTER_SEND, &Resource::any("letter")).await.unwrap();
        let wren = letter("request", "Wren Marlow", "wren@merrowshire.example");
        crate::post(&mut change, &ctx, wren).await.unwrap();
        drop(change);
        assert_eq!(sender(&world, &office).send_due().await.unwrap().letters, []);

        let id = request(&world, "wren@merrowshire.example").await;
        let about = Ref { kind: "cause".into(), id: AnyId::from_u128(5) };
        let other = Ref { kind: "cause".into(), id: AnyId::from_u128(6) };
        let mut tx = world.store.peek().await.unwrap();
        let found = crate::letters_about(&mut tx, &[other, about]).await.unwrap();
        assert_eq!(
            found.iter().map(|one| (one.letter, one.state)).collect::<Vec<_>>(),
            [(id, State::Waiting)]
        );
        world
    });
}

#[test]
fn what_is_no_longer_needed_is_not_sent_and_what_cannot_be_written_shows() {
    on_both(SLICES, |world| async move {
        let office = PostOffice::open();
        let to = "wren@merrowshire.example";
        let outdated = posted(&world, letter("outdated", "Wren", to)).await;
        let broken = posted(&world, letter("broken", "Wren", to)).await;
        let unknown = posted(&world, letter("carol", "Wren", to)).await;
        let nowhere = request(&world, "wren marlow@merrowshire.example>\r\nDATA").await;
        let fine = request(&world, to).await;
        let report = sender(&world, &office).send_due().await.unwrap();
        assert_eq!((report.cancelled, report.later, report.refused, report.sent), (1, 1, 2, 1), "{report:?}");
        assert_eq!(office.mail().len(), 1, "the connection goes on after each");
        let mut states = Vec::new();
        for id in [outdated, broken, unknown, nowhere, fine] {
            states.push(state(&world, id).await);
        }
        assert_eq!(states, [State::Cancelled, State::Waiting, State::Refused, State::Refused, State::Sent]);
        world
    });
}

#[test]
fn what_the_server_refuses_is_undelivered_in_its_words() {
    on_both(SLICES, |world| async move {
        let office = PostOffice::open();
        let refused = request(&world, "refuse-wren@merrowshire.example").await;
        let spam = request(&world, "spam-wren@merrowshire.example").await;
        let fine = request(&world, "wren@merrowshire.example").await;
        let report = sender(&world, &office).send_due().await.unwrap();
        assert_eq!((report.refused, report.sent), (2, 1), "{report:?}");
        let file = file(&world, refused).await;
        assert_eq!(file.row.state, State::Refused);
        assert!(file.row.note.unwrap().starts_with("550 5.1.1 <refuse-wren@merrowshire.example>"));
        assert_eq!((state(&world, spam).await, state(&world, fine).await), (State::Refused, State::Sent));
        let mut tx = world.store.peek().await.unwrap();
        let about = Ref { kind: "cause".into(), id: AnyId::from_u128(5) };
        let undelivered = crate::letters_about(&mut tx, &[about]).await.unwrap();
        assert_eq!(undelivered.iter().filter(|one| one.undelivered()).count(), 2);
        assert_eq!(store::troubles(&world.store, &world.somebody("officer")).await.unwrap(), (0, 2));
        assert_eq!(store::troubles(&world.store, &world.somebody("member")).await.unwrap(), (0, 0));
        world
    });
}

#[test]
fn later_means_later_with_growing_pauses_and_not_for_ever() {
    on_both(SLICES, |world| async move {
        let office = PostOffice::open();
        let sender = sender(&world, &office);
        let later = request(&world, "later-wren@merrowshire.example").await;
        let never = request(&world, "never-wren@merrowshire.example").await;
        assert_eq!(sender.send_due().await.unwrap().later, 2);
        let first = file(&world, later).await;
        assert!(first.row.note.unwrap().contains("451 4.7.1 Greylisted"));
        assert_eq!(sender.send_due().await.unwrap().letters, [], "not before its time");
        world.clock.advance(SignedDuration::from_mins(1));
        let report = sender.send_due().await.unwrap();
        assert_eq!((report.sent, report.later), (1, 1));
        let second = file(&world, later).await;
        assert_eq!((second.row.state, second.attempts.len()), (State::Sent, 2));
        assert_eq!(second.message_id, first.message_id);
        assert_eq!(office.mail()[0].header("Message-ID").unwrap(), format!("<{}>", first.message_id));

        let mut attempts = 2;
        while state(&world, never).await == State::Waiting {
            assert!(attempts < 60, "it is tried for ever");
            world.clock.advance(SignedDuration::from_hours(4));
            sender.send_due().await.unwrap();
            attempts += 1;
        }
        let given_up = file(&world, never).await;
        assert_eq!(given_up.row.state, State::Refused);
        assert!(given_up.row.note.unwrap().starts_with("Given up after five days. The last time: 451"));
        assert_eq!(given_up.attempts.len(), attempts);
        world
    });
}

#[test]
fn without_a_server_everything_waits() {
    on_both(SLICES, |world| async move {
        let office = PostOffice::open_for("csp", "three:quiet@herons");
        let ids =
            [request(&world, "a@merrowshire.example").await, request(&world, "b@merrowshire.example").await];
        let port = office.port();
        // Nobody there; the wrong password; a server that offers no encryption where it is asked for.
        for url in [
            "smtp://127.0.0.1:1".to_owned(),
            format!("smtp://csp:wrong@127.0.0.1:{port}"),
            format!("smtp+starttls://csp:three%3Aquiet%40herons@127.0.0.1:{port}"),
            format!("smtp://127.0.0.1:{port}"),
        ] {
            let report = sender_to(&world, &url).send_due().await.unwrap();
            assert_eq!((report.later, report.letters.len()), (2, 2), "{url}: {report:?}");
            assert!(!format!("{report:?}").contains("wrong"), "{report:?}");
            world.clock.advance(SignedDuration::from_hours(1));
        }
        for id in ids {
            assert_eq!(state(&world, id).await, State::Waiting);
        }
        let right = format!("smtp://csp:three%3Aquiet%40herons@127.0.0.1:{port}");
        assert_eq!(sender_to(&world, &right).send_due().await.unwrap().sent, 2);
        world
    });
}
