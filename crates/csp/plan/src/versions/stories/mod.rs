//! Stories of how a plan changes, told on both databases.

mod guests;
mod proposals;
mod years;

use concordat_kernel::{
    Error, Refusal,
    jiff::{SignedDuration, civil::date},
};
use concordat_store::{args, sql};
use concordat_testkit::{World, on_both};

use super::{
    NewComment, NewEdition, NewVersion, Verdict, add_comment, answer_comment, comments, open_feedback,
    publish, published, record_comment, verify, version, versions,
};
use crate::{
    RecordedPlan,
    pages::stories::{SLICES, after, browser, check, plan as sample},
    store,
};

sql! {
    TAMPER_WITH_TEXT = "UPDATE plan_version SET snapshot = REPLACE(snapshot, 'Lower Ashing', 'Upper Ashing')";
    TAMPER_WITH_DECISION = "UPDATE plan_version SET decision = 'Board, item 99'";
    FORGET = "DELETE FROM plan_version";
}

fn first(decision: &str) -> NewVersion {
    NewVersion { number: Some(1), decision: decision.to_owned(), ..NewVersion::default() }
}

fn edition(version: i64) -> NewEdition {
    NewEdition { version, changed: "First version".to_owned(), decision: "Board, item 9".to_owned() }
}

async fn peek(world: &World, plan: &RecordedPlan) -> Option<RecordedPlan> {
    published(&mut world.store.peek().await.unwrap(), plan.head.id).await.unwrap()
}

#[test]
fn what_is_published_stays_as_it_was_while_the_plan_goes_on() {
    on_both(SLICES, |world| async move {
        let plan = sample(&world).await;
        let id = plan.head.id;
        let (officer, member) = (world.somebody("officer"), world.somebody("member"));
        assert_eq!(peek(&world, &plan).await, None);
        let refused = publish(&world.store, &officer, id, &first(" ")).await.unwrap_err();
        assert!(matches!(refused, Error::Refusal(Refusal::Invalid { field: "decision", .. })), "{refused:?}");
        let refused = publish(&world.store, &member, id, &first("Board")).await.unwrap_err();
        assert!(matches!(refused, Error::Refusal(Refusal::NotFound)), "{refused:?}");

        let one = publish(&world.store, &officer, id, &first("Board, item 52")).await.unwrap();
        let again = publish(&world.store, &officer, id, &first("Board, item 52")).await.unwrap_err();
        assert!(matches!(again, Error::Refusal(Refusal::Conflict)), "published twice: {again:?}");
        let (_, action) = plan.actions().next().unwrap();
        store::withdraw(&world.store, &officer, action.id, 1, "Done elsewhere").await.unwrap();
        let kept = version(&world.store, &member, one).await.unwrap();
        assert_eq!((&kept.plan, kept.head.number), (&plan, 1));
        assert_eq!(peek(&world, &plan).await.as_ref(), Some(&plan));
        let two = NewVersion { number: Some(2), ..first("Board, item 60") };
        publish(&world.store, &officer, id, &two).await.unwrap();
        assert_eq!(versions(&world.store, &member, id).await.unwrap().len(), 2);
        assert_eq!(version(&world.store, &member, one).await.unwrap(), kept);
        assert_ne!(peek(&world, &plan).await.as_ref(), Some(&plan));
        world
    });
}

#[test]
fn a_version_that_was_tampered_with_is_found_and_not_shown() {
    on_both(SLICES, |world| async move {
        for statement in [&TAMPER_WITH_TEXT, &TAMPER_WITH_DECISION] {
            let plan = sample(&world).await;
            let officer = world.somebody("officer");
            let new = NewVersion { decision: "Board, item 52".to_owned(), ..NewVersion::default() };
            let id = publish(&world.store, &officer, plan.head.id, &new).await.unwrap();
            assert!(verify(&mut world.store.peek().await.unwrap()).await.unwrap().is_empty());
            world.store.housekeeping(statement, args![]).await.unwrap();
            let found = verify(&mut world.store.peek().await.unwrap()).await.unwrap();
            assert!(found.iter().any(|words| words.contains("is not what was published")), "{found:?}");
            let shown = version(&world.store, &officer, id).await;
            assert!(matches!(shown, Err(Error::Problem(_))), "{shown:?}");
            world.store.housekeeping(&FORGET, args![]).await.unwrap();
        }
        world
    });
}

#[test]
fn an_officer_publishes_and_a_member_reads_and_takes_away() {
    on_both(SLICES, |world| async move {
        let plan = sample(&world).await;
        let id = plan.head.id;
        let mut officer = browser(&world, "officer");
        let list = super::urls::versions(id);
        check(&officer.get(&crate::urls::plan(id)).await, 200, &["Draft: no version is published yet"]);
        check(&officer.get(&list).await, 200, &["Publish version 1", "The plan is a draft"]);
        let form = super::urls::publish(id);
        check(&officer.get(&form).await, 200, &["A published version never changes"]);
        check(&officer.post(&form, &[("number", "1")]).await, 422, &["Enter the decision"]);
        let page = officer.post(&form, &[("number", "1"), ("decision", "Board, item 52")]).await;
        let to = page.location.clone().unwrap();
        check(
            &after(&mut officer, page).await,
            200,
            &["Version 1, published on 2 November 2026", "Board, item 52"],
        );
        let late = officer.post(&form, &[("number", "1"), ("decision", "Board, item 53")]).await;
        check(&late, 422, &["Somebody published a version meanwhile", "Board, item 53"]);
        let mut member = browser(&world, "member");
        check(&member.get(&to).await, 200, &["Make Lower Ashing safer", "Take this version away"]);
        check(&member.get(&form).await, 404, &[]);
        check(&member.get(&crate::urls::plan(id)).await, 200, &["Version 1"]);
        for extension in ["pdf", "xlsx", "docx", "json"] {
            check(&member.get(&format!("{to}/export.{extension}")).await, 200, &[]);
        }
        world
    });
}

pub(super) fn refused_with(error: &Error, words: &str) -> bool {
    matches!(error, Error::Refusal(refusal) if refusal.to_string().contains(words))
}

#[test]
fn comments_are_asked_for_until_a_day_and_each_is_answered() {
    on_both(SLICES, |world| async move {
        let plan = sample(&world).await;
        let (id, store) = (plan.head.id, &world.store);
        let (officer, member) = (world.somebody("officer"), world.somebody("member"));
        let (_, action) = plan.actions().next().unwrap();
        let said = NewComment { action: Some(action.id), text: "Walk in winter too".to_owned() };
        let early = add_comment(store, &member, id, &said).await.unwrap_err();
        assert!(refused_with(&early, "is not open"), "{early:?}");
        assert!(open_feedback(store, &member, id, date(2026, 11, 20)).await.is_err());
        let past = open_feedback(store, &officer, id, date(2026, 11, 1)).await.unwrap_err();
        assert!(refused_with(&past, "today or later"), "{past:?}");
        open_feedback(store, &officer, id, date(2026, 11, 4)).await.unwrap();
        open_feedback(store, &officer, id, date(2026, 11, 3)).await.unwrap();
        let first = add_comment(store, &member, id, &said).await.unwrap();
        world.clock.advance(SignedDuration::from_hours(48));
        let late = add_comment(store, &member, id, &said).await.unwrap_err();
        assert!(refused_with(&late, "closed on 3 November 2026"), "{late:?}");
        let whole = NewComment { action: None, text: "Say more about schools".to_owned() };
        let clerk = "Clerk, Nether Ashing";
        assert!(record_comment(store, &member, id, &whole, clerk, date(2026, 11, 4)).await.is_err());
        record_comment(store, &officer, id, &whole, clerk, date(2026, 11, 4)).await.unwrap();
        let all = comments(store, &member, id).await.unwrap();
        assert_eq!(all.iter().map(|one| one.is_late).collect::<Vec<_>>(), [false, true]);

        let answer = Verdict::Amend;
        assert!(answer_comment(store, &member, first, 1, answer, "Two more walks").await.is_err());
        assert!(answer_comment(store, &officer, first, 1, answer, " ").await.is_err());
        answer_comment(store, &officer, first, 1, answer, "Two more walks").await.unwrap();
        let again = answer_comment(store, &officer, first, 1, Verdict::Accept, "Yes").await.unwrap_err();
        assert!(matches!(again, Error::Refusal(Refusal::Conflict)));
        let mut browser = browser(&world, "officer");
        let page = browser.get(&super::urls::feedback(id)).await;
        check(&page, 200, &["Closed on 3 November 2026", "Amended", "Received late", clerk, "1 comment<"]);
        let page = browser.get(&crate::urls::action(action.id)).await;
        check(&page, 200, &["Walk in winter too", "Two more walks"]);
        // Unanswered comments block nothing, but they are counted.
        let page = browser.get(&super::urls::publish(id)).await;
        check(&page, 200, &["1 comment is not answered"]);
        world
    });
}
