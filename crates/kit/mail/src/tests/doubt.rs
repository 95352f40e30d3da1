//! Cut off in the middle, and several at once.

use std::{
    collections::BTreeSet,
    process::{Command, Stdio},
    sync::Arc,
};

use concordat_access::Door;
use concordat_kernel::{Chance, jiff::SignedDuration};
use concordat_store::Location;
use concordat_testkit::{PostOffice, on_both};

use super::*;

#[test]
fn a_letter_cut_off_before_the_reply_is_in_doubt_and_never_sent_again_by_itself() {
    on_both(SLICES, |world| async move {
        let office = PostOffice::open();
        let sender = sender(&world, &office);
        let cut = request(&world, "cut-wren@merrowshire.example").await;
        let fine = request(&world, "wren@merrowshire.example").await;
        let report = sender.send_due().await.unwrap();
        assert_eq!((report.in_doubt, report.sent), (1, 1), "{report:?}");
        for _ in 0..3 {
            world.clock.advance(SignedDuration::from_hours(24));
            assert_eq!(sender.send_due().await.unwrap().letters, []);
        }
        assert_eq!(office.mail().len(), 2);
        assert_eq!((state(&world, cut).await, state(&world, fine).await), (State::InDoubt, State::Sent));
        assert_eq!(store::troubles(&world.store, &world.somebody("officer")).await.unwrap(), (1, 0));

        // A person decides to send it again: the same Message-ID.
        let officer = world.somebody("officer");
        store::send_again(&world.store, &officer, cut, "Wren rang: nothing came").await.unwrap();
        assert_eq!(sender.send_due().await.unwrap().in_doubt, 1);
        let ids: Vec<_> = office
            .mail()
            .iter()
            .filter(|mail| mail.to.starts_with("cut-"))
            .map(|mail| mail.header("Message-ID").unwrap())
            .collect();
        assert_eq!(ids.len(), 2);
        assert_eq!(ids[0], ids[1]);
        world
    });
}

#[test]
fn a_server_that_does_not_reply_leaves_doubt() {
    on_both(SLICES, |world| async move {
        let office = PostOffice::open();
        let slow = request(&world, "slow-wren@merrowshire.example").await;
        let hasty = Patience { letter: Duration::from_millis(300), ..SOON };
        let report = sender(&world, &office).patient(hasty).send_due().await.unwrap();
        assert_eq!(report.in_doubt, 1, "{report:?}");
        assert_eq!(state(&world, slow).await, State::InDoubt);
        world
    });
}

/// Names the record and the mail server to the process below.
const RECORD: &str = "CONCORDAT_TEST_SENDING_RECORD";
const SERVER: &str = "CONCORDAT_TEST_SENDING_SERVER";

/// Not a story of its own: the body of a process that another story starts, to kill it.
#[test]
fn a_process_that_sends() {
    let (Ok(record), Ok(server)) = (std::env::var(RECORD), std::env::var(SERVER)) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let location = if record.starts_with("postgres") {
            Location::Postgres(record)
        } else {
            Location::Folder(record.into())
        };
        let clock = Clock::fixed("2026-11-02T09:00:00Z".parse().unwrap());
        let roles: Vec<Role> = CAUSE.roles.to_vec();
        let door = Arc::new(Door::new(crate::KINDS, &roles, &[SLICE.policies]).unwrap());
        let columns = [("mail", SLICE.columns)];
        let store = Store::open(&location, door, SLICE.migrations, &columns, &clock).await.unwrap();
        let chance = Chance::system();
        let app = App::new(store, clock, chance, bare_tools(Nobody), SLICES, Config::default());
        Sender::new(app, settings(&server), "this machine").send_due().await.unwrap();
    });
}

/// Another process sends until the post office has the letter, which it does not confirm, and is killed
/// there: between handing the letter over and the reply.
async fn killed_while_handing(world: &World, office: &PostOffice) {
    let record = match &world.location {
        Location::Folder(folder) => folder.display().to_string(),
        Location::Postgres(url) => url.clone(),
    };
    let mut doomed = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tests::doubt::a_process_that_sends", "--nocapture"])
        .envs([(RECORD, record), (SERVER, office.url())])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    for _ in 0..400 {
        if !office.mail().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(office.mail().len(), 1);
    assert_eq!(doomed.try_wait().unwrap(), None, "it waits for the reply");
    doomed.kill().unwrap();
    doomed.wait().unwrap();
}

#[test]
fn killed_between_handing_and_reply_the_letter_is_in_doubt_after_the_restart() {
    on_both(SLICES, |world| async move {
        let office = PostOffice::open();
        let slow = request(&world, "slow-wren@merrowshire.example").await;
        killed_while_handing(&world, &office).await;
        assert_eq!(state(&world, slow).await, State::Handed);

        // Another machine leaves it alone: the first may be waiting for the reply.
        let other =
            Sender::new(app(&world, world.open_again().await), settings(&office.url()), "another machine");
        assert_eq!(other.send_due().await.unwrap().letters, []);
        assert_eq!(state(&world, slow).await, State::Handed);

        // The same machine, started again, knows better.
        let again =
            Sender::new(app(&world, world.open_again().await), settings(&office.url()), "this machine");
        assert_eq!(again.send_due().await.unwrap().letters, []);
        let file = file(&world, slow).await;
        assert_eq!((file.row.state, file.attempts.len()), (State::InDoubt, 1));
        assert!(file.subject.is_some(), "what was handed over is on record");
        assert_eq!(office.mail().len(), 1);
        world
    });
}

#[test]
fn what_a_machine_that_never_comes_back_left_is_looked_after_in_time() {
    on_both(SLICES, |world| async move {
        let office = PostOffice::open();
        let slow = request(&world, "slow-wren@merrowshire.example").await;
        killed_while_handing(&world, &office).await;
        let fine = request(&world, "wren@merrowshire.example").await;
        let ctx = world.operator();
        let taken = store::claim(&world.store, &ctx, "a third machine", "merrowshire.example").await.unwrap();
        let taken = taken.expect("a letter that waits");
        assert_eq!(taken.id, fine);
        world.clock.advance(SignedDuration::from_mins(21));
        let other =
            Sender::new(app(&world, world.open_again().await), settings(&office.url()), "another machine");
        assert_eq!(other.patient(SOON).send_due().await.unwrap().sent, 1);
        assert_eq!((state(&world, slow).await, state(&world, fine).await), (State::InDoubt, State::Sent));

        // The third machine was only slow: it finds that the letter is no longer its own, and hands nothing over.
        assert!(!store::hand(&world.store, &taken, "subject", "text").await.unwrap());
        let late = store::Ended::Later("too late".to_owned());
        assert_eq!(store::ended(&world.store, &ctx, &taken, late).await.unwrap(), None);
        assert_eq!(state(&world, fine).await, State::Sent);
        world
    });
}

#[test]
fn several_senders_send_each_letter_once() {
    on_both(SLICES, |world| async move {
        let office = PostOffice::open();
        for number in 0..30 {
            request(&world, &format!("wren{number}@merrowshire.example")).await;
        }
        let mut tasks = Vec::new();
        for name in ["one", "two", "three"] {
            let app = app(&world, world.open_again().await);
            let sender = Sender::new(app, settings(&office.url()), name).patient(SOON);
            tasks.push(tokio::spawn(async move { sender.send_due().await }));
        }
        let mut sent = 0;
        for task in tasks {
            sent += task.await.unwrap().unwrap().sent;
        }
        assert_eq!(sent, 30);
        let to: Vec<String> = office.mail().into_iter().map(|mail| mail.to).collect();
        assert_eq!(to.len(), 30);
        assert_eq!(to.iter().collect::<BTreeSet<_>>().len(), 30);
        world
    });
}
