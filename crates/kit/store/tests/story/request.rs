//! What the readings of one request share, and what is kept from one request to the next.

use super::*;

#[test]
fn what_a_request_reads_is_of_one_moment_until_it_writes() {
    on_both(SLICES, |world| async move {
        let request = world.store.for_one_request();
        assert_eq!(texts(&request).await, [""; 0]);
        add(&world, "a").await.unwrap();
        assert_eq!(texts(&request).await, [""; 0], "what others write meanwhile comes with the next request");
        assert_eq!(texts(&world.store.for_one_request()).await, ["a"]);

        let before = request.peek().await.unwrap();
        let ctx = world.somebody("clerk");
        let mut tx = request.change(&ctx, CHANGE, &Resource::any("note")).await.unwrap();
        tx.run(&ADD, args![ctx.chance.id::<Note>(&ctx.clock), "b", 0.5, 1]).await.unwrap();
        drop(before);
        assert_eq!(texts(&request).await, ["a"], "not before it is committed");
        tx.commit().await.unwrap();
        assert_eq!(texts(&request).await, ["a", "b"], "whoever wrote sees it");
        world
    });
}

#[test]
fn a_denied_or_restricted_reading_ends_what_a_request_shares() {
    on_both(SLICES, |world| async move {
        let (request, clerk) = (world.store.for_one_request(), world.somebody("clerk"));
        assert_eq!(audit(&request).await.len(), 0);
        let restricted = Resource::any("note").at(Sensitivity::Restricted);
        drop(request.read(&clerk, VIEW, &restricted).await.unwrap());
        assert_eq!(audit(&request).await.len(), 1, "its own row is seen");
        world
    });
}

#[test]
fn a_snapshot_in_use_or_broken_is_not_shared_and_none_is_kept_after_the_request() {
    static ROGUE: concordat_store::Sql =
        concordat_store::Sql { name: "rogue", text: "SELECT nothing FROM nowhere" };
    on_both(SLICES, |world| async move {
        let request = world.store.for_one_request();
        let mut one = request.peek().await.unwrap();
        let mut other = request.peek().await.unwrap();
        assert!(one.all::<Row>(&ROGUE, args![]).await.is_err());
        assert_eq!(other.all::<Row>(&ALL, args![]).await.unwrap(), []);
        drop(one);
        assert_eq!(texts(&request).await, [""; 0]);
        drop(other);
        assert_eq!(texts(&request).await, [""; 0]);
        drop(request);
        // More than either engine has connections.
        for _ in 0..40 {
            assert_eq!(texts(&world.store.for_one_request()).await, [""; 0]);
        }
        world
    });
}

/// The texts, as pages would ask for them again and again, and whether they were read anew.
async fn kept_texts(store: &Store) -> (Arc<Vec<String>>, bool) {
    let mut tx = store.peek().await.unwrap();
    match store.kept(&mut tx, AnyId::nil()).await.unwrap() {
        Some(texts) => (texts, false),
        None => {
            let rows = tx.all::<Row>(&ALL, args![]).await.unwrap();
            (store.keep(&tx, AnyId::nil(), rows.into_iter().map(|(text, ..)| text).collect()), true)
        }
    }
}

#[test]
fn what_was_kept_is_found_until_something_changes_whoever_changes_it() {
    on_both(SLICES, |world| async move {
        let read = async |store: &Store| {
            let (texts, anew) = kept_texts(store).await;
            (texts.join(" "), anew)
        };
        assert_eq!(read(&world.store).await, (String::new(), true));
        assert_eq!(read(&world.store).await, (String::new(), false));
        add(&world, "a").await.unwrap();
        assert_eq!(read(&world.store).await, ("a".to_owned(), true));
        // Another process, which keeps things of its own.
        let other = world.open_again().await;
        assert_eq!(read(&other).await, ("a".to_owned(), true));
        add(&world, "b").await.unwrap();
        assert_eq!(read(&other).await, ("a b".to_owned(), true));
        // What only notes a refusal, or a reading, changes nothing.
        world.store.ask(&world.anybody(), CHANGE, &Resource::any("note")).await.unwrap_err();
        assert_eq!(read(&other).await, ("a b".to_owned(), false));
        other.close().await;
        world
    });
}

#[test]
fn nothing_is_kept_of_a_change_that_may_yet_be_undone_nor_found_in_an_older_snapshot() {
    on_both(SLICES, |world| async move {
        let ctx = world.somebody("clerk");
        let request = world.store.for_one_request();
        assert!(kept_texts(&request).await.1);
        let mut tx = world.store.change(&ctx, CHANGE, &Resource::any("note")).await.unwrap();
        tx.run(&ADD, args![ctx.chance.id::<Note>(&ctx.clock), "b", 0.5, 1]).await.unwrap();
        assert_eq!(world.store.kept::<Vec<String>>(&mut tx, AnyId::nil()).await.unwrap(), None);
        drop(world.store.keep(&tx, AnyId::nil(), vec!["b".to_owned()]));
        drop(tx);
        assert_eq!(*kept_texts(&world.store).await.0, [""; 0]);

        add(&world, "c").await.unwrap();
        assert_eq!(*kept_texts(&world.store).await.0, ["c"]);
        assert_eq!(*kept_texts(&request).await.0, [""; 0], "the request still reads of its own moment");
        assert_eq!(*kept_texts(&world.store).await.0, ["c"]);
        world
    });
}
