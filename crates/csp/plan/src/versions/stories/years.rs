//! Stories of the next year's plan and of the agreement.

use concordat_kernel::Month;
use concordat_store::{args, sql};
use concordat_testkit::on_both;

use super::{edition, first, refused_with};
use crate::{
    State,
    measures::{self, Amount, Better, Kind, Setting},
    pages::stories::{SLICES, after, browser, check, plan as sample},
    store,
    versions::{
        NewEdition, Refresh, Snapshot, add_agreement, add_chapter,
        agreement::ChapterKind,
        change_chapter,
        changes::{Changes, What},
        publish, publish_chapter, refresh, rules, snapshot_now, urls,
    },
};

fn counted() -> Setting {
    Setting {
        kind: Some(Kind::Count),
        unit: "people".to_owned(),
        better: Some(Better::Up),
        adds_up: true,
        baseline: Some(Amount::hundredths(0)),
        target: Some(Amount::hundredths(4_000)),
        target_on: Month::new(2027, 3),
        ..Setting::default()
    }
}

#[test]
fn next_years_plan_carries_on_what_continues_and_knows_it_again() {
    on_both(SLICES, |world| async move {
        let plan = sample(&world).await;
        let (id, store) = (plan.head.id, &world.store);
        let officer = world.somebody("officer");
        publish(store, &officer, id, &first("Board, item 52")).await.unwrap();
        let actions: Vec<_> = plan.actions().map(|(_, action)| action.id).collect();
        let new = Refresh {
            title: plan.head.title.clone(),
            period: rules::next_period(plan.head.period.unwrap()),
            actions: [actions[0], actions[1]].into(),
            shifted: [actions[1]].into(),
        };
        let measured = measures::measures_of_plan(store, &officer, id).await.unwrap().remove(0);
        measures::set(store, &officer, measured.item, 0, &counted()).await.unwrap();
        assert!(refresh(store, &world.somebody("member"), id, &new).await.is_err());
        let next = refresh(store, &officer, id, &new).await.unwrap();
        let twice = refresh(store, &officer, id, &new).await.unwrap_err();
        assert!(refused_with(&twice, "has been made already"), "{twice:?}");
        assert_eq!(*store::plan(store, &officer, id).await.unwrap(), plan, "this year's plan stays as it is");

        let carried = store::plan(store, &officer, next).await.unwrap();
        let (_, one) = carried.actions().next().unwrap();
        let (_, two) = carried.actions().nth(1).unwrap();
        assert_eq!((one.state, carried.actions().count()), (State::NoUpdate, 2));
        assert_eq!(one.content.rows[0].timescale.to_string(), "March 2027", "not moved unless ticked");
        assert_eq!(two.content.rows[0].timescale.to_string(), "March 2028");
        let measured = measures::measures_of_plan(store, &officer, next).await.unwrap().remove(0);
        let kept = Setting { baseline: None, target: None, target_on: None, ..counted() };
        assert_eq!((measured.action, measured.setting), (one.id, kept), "a target is the new plan's to say");
        // Renamed, renumbered and moved: still the same action and the same priority.
        let mut content = one.content.clone();
        content.objective = "Make all of Ashing safer".to_owned();
        let edit = store::ActionEdit { version: 1, content, state: State::NoUpdate };
        store::change_action(store, &officer, one.id, edit).await.unwrap();
        let to = carried.priorities[1].id;
        store::move_action(store, &officer, one.id, 2, to, "7.3").await.unwrap();
        let mut renamed = carried.priorities[0].as_draft();
        renamed.title = "Safer town centres".to_owned();
        store::change_priority(store, &officer, carried.priorities[0].id, 1, &renamed).await.unwrap();
        let former = snapshot_now(store, &officer, id).await.unwrap();
        let latter = snapshot_now(store, &officer, next).await.unwrap();
        let items = |snapshot: &Snapshot| -> Vec<_> {
            let (_, action) = snapshot.actions().find(|(_, one)| one.line == actions[0].uuid()).unwrap();
            action.items.iter().flat_map(|row| row.measures.iter().map(|item| item.line)).collect()
        };
        assert_eq!(items(&former), items(&latter), "what is counted goes on being counted");
        let changes = Changes::between(&former, &latter);
        let change = changes.actions.iter().find(|change| change.line == actions[0].uuid()).unwrap();
        let what: Vec<&str> = change.what.iter().map(What::word).collect();
        assert_eq!(what, ["Moved", "Renumbered", "Renamed"]);
        let titles: Vec<_> = changes.priorities.iter().map(|change| change.after.clone()).collect();
        assert_eq!(titles, [Some("Safer town centres".to_owned())]);
        assert!(changes.actions.iter().any(|change| change.what == [What::LeftOut]));

        let mut reader = browser(&world, "member");
        let page = reader.get(&crate::urls::action(one.id)).await;
        check(&page, 200, &["Continues", "action 1.1 of April 2026 to March 2027"]);
        let page = reader.get(&crate::urls::action(actions[0])).await;
        check(&page, 200, &["Continued by", "action 7.3 of April 2027 to March 2028"]);
        let page = reader.get(&urls::compare(next, None)).await;
        check(&page, 200, &["Renumbered from 1.1 to 7.3", "Safer town centres", "It said", "Version 1"]);
        let mut officer = browser(&world, "officer");
        let page = officer.get(&urls::refresh(id)).await;
        check(&after(&mut officer, page).await, 200, &["has been made already"]);
        world
    });
}

sql! {
    TAMPER_WITH_CHAPTER = "UPDATE plan_chapter_version SET text = 'Eight bodies'";
}

#[test]
fn each_chapter_of_the_agreement_is_refreshed_by_itself() {
    on_both(SLICES, |world| async move {
        let store = &world.store;
        let (officer, member) = (world.somebody("officer"), world.somebody("member"));
        assert!(add_agreement(store, &member, None, "Our agreement").await.is_err());
        let id = add_agreement(store, &officer, None, "Our agreement").await.unwrap();
        let chapter = ChapterKind::Chapter;
        let who = add_chapter(store, &officer, id, chapter, "Who we are", "Seven bodies").await.unwrap();
        let aims = add_chapter(store, &officer, id, chapter, "Aims", "").await.unwrap();
        assert!(publish_chapter(store, &officer, aims, &edition(1)).await.is_err(), "it says nothing");
        publish_chapter(store, &officer, who, &edition(1)).await.unwrap();
        let same = publish_chapter(store, &officer, who, &edition(2)).await.unwrap_err();
        assert!(refused_with(&same, "Nothing has changed"), "{same:?}");
        let words = ("Who we are", "Seven bodies\n\n- and twelve districts");
        change_chapter(store, &officer, who, 2, words).await.unwrap();
        let mut reader = browser(&world, "member");
        let page = reader.get(&urls::agreement(id)).await;
        check(&page, 200, &["1. Who we are", "Seven bodies", "First version"]);
        assert!(
            !page.text.contains("twelve districts") && !page.text.contains("Aims"),
            "drafts are the officers'"
        );
        publish_chapter(store, &officer, who, &NewEdition { changed: "Districts".into(), ..edition(3) })
            .await
            .unwrap();
        let page = reader.get(&urls::agreement(id)).await;
        check(&page, 200, &["<li>and twelve districts</li>", "Version 2", "Version 1", "Districts"]);
        check(&reader.get(&urls::agreement_pdf(id)).await, 200, &["Our agreement"]);
        assert!(crate::versions::check(store).await.unwrap().is_empty());
        store.housekeeping(&TAMPER_WITH_CHAPTER, args![]).await.unwrap();
        assert_eq!(crate::versions::check(store).await.unwrap().len(), 2);
        assert_eq!(reader.get(&urls::agreement(id)).await.status.as_u16(), 500);
        world
    });
}
