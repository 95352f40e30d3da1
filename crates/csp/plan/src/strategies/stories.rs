//! Stories of strategies, told on both databases.

use std::collections::BTreeSet;

use concordat_access::Scope;
use concordat_kernel::{
    AnyId, Error, Id, Ref, Refusal, Result,
    jiff::{SignedDuration, civil::date},
};
use concordat_partnership::{Group, NewGroup, add_group};
use concordat_testkit::{World, on_both};

use super::{
    model::{FundingState, ItemKind, NewItem, NewStrategy, RecordedFunding, Said, Strategy, StrategyKind},
    read, samples,
    store::{self, NewAdoption, NewTheme},
    urls,
};
use crate::{
    PlanHead, RecordedPlan, State,
    pages::stories::{SLICES, after, browser, check, plan},
    store as plans,
};

fn new(title: &str) -> NewStrategy {
    NewStrategy {
        title: title.to_owned(),
        kind: StrategyKind::Strategy,
        owner: None,
        owner_written: "Merrowshire Police".to_owned(),
        period: None,
        source_note: String::new(),
    }
}

pub(super) async fn bring_in(world: &World, text: &str, into: Option<Id<Strategy>>) -> store::Applied {
    let officer = world.somebody("officer");
    let reading = read::read(text.as_bytes(), "strategy.md", 1_000_000, None).unwrap();
    let id = store::stage(&world.store, &officer, ("strategy.md", "00"), &reading, into).await.unwrap();
    let staged = store::staged(&world.store, &officer, id).await.unwrap();
    store::apply(&world.store, &officer, id, staged.version, &new(&reading.title)).await.unwrap()
}

#[test]
fn a_text_brought_in_twice_changes_nothing_and_a_new_edition_keeps_who_is_who() {
    on_both(SLICES, |world| async move {
        let officer = world.somebody("officer");
        let first = bring_in(&world, samples::TEXT, None).await;
        assert_eq!((first.added, first.changed, first.unchanged), (4, 0, 0));
        let again = bring_in(&world, samples::TEXT, None).await;
        assert_eq!(again.strategy, first.strategy, "the title says which one it is");
        assert_eq!((again.added, again.changed, again.unchanged, again.absent), (0, 0, 4, 0));

        let look = || store::strategy(&world.store, &officer, store::VIEW_STRATEGY, first.strategy);
        let before = look().await.unwrap();
        let edition = samples::TEXT
            .replace("Area 2: Safe outside", "Area 2: Safe in every street")
            .replace(
                "1.2. Give each victim one name & one number to ring\n",
                "1.3. Give each victim one name & one number to ring\n",
            )
            .replace(
                "1.1. Send every school a notice before the bell",
                "1.1. Send every school a notice before nine",
            );
        let changed = bring_in(&world, &edition, Some(first.strategy)).await;
        assert_eq!((changed.added, changed.changed, changed.unchanged), (0, 2, 2));
        let after = look().await.unwrap();
        assert_eq!(after.areas[1].title, "Safe in every street");
        for (was, is) in before.items.iter().zip(&after.items) {
            assert_eq!((was.id, was.area), (is.id, is.area));
        }
        assert_eq!(after.items[0].text, "Send every school a notice before nine");
        assert_eq!(after.items[1].number, "1.3");
        let history = store::item_history(&world.store, &officer, after.items[1].id).await.unwrap();
        assert!(
            history.iter().any(|change| change.field == "Number" && change.former.as_deref() == Some("1.2"))
        );
        world
    });
}

#[test]
fn what_is_said_of_a_commitment_adds_up_and_the_newest_day_counts() {
    on_both(SLICES, |world| async move {
        let officer = world.somebody("officer");
        let id = bring_in(&world, samples::TEXT, None).await.strategy;
        let look = || store::strategy(&world.store, &officer, store::VIEW_STRATEGY, id);
        let item = look().await.unwrap().items[0].id;
        let say =
            |state, on, words: &str| Said { state, words: words.to_owned(), on, by: "The police".to_owned() };
        let tell = |said: Said| {
            let (store, ctx) = (&world.store, &officer);
            async move { store::say(store, ctx, item, &said).await }
        };
        tell(say(State::AtRisk, date(2026, 9, 1), "No money yet")).await.unwrap();
        tell(say(State::OnTrack, date(2026, 10, 1), "The money came")).await.unwrap();
        tell(say(State::NotStarted, date(2026, 5, 1), "Said late, about May")).await.unwrap();
        let refused = tell(say(State::Done, date(2026, 12, 1), "Tomorrow")).await.unwrap_err();
        assert!(matches!(refused, Error::Refusal(Refusal::Invalid { field: "on", .. })), "{refused:?}");
        let now = look().await.unwrap();
        assert_eq!(now.items[0].state(), State::OnTrack);
        let all = store::updates(&world.store, &officer, item).await.unwrap();
        assert_eq!(
            all.iter().map(|said| said.state).collect::<Vec<_>>(),
            [State::OnTrack, State::AtRisk, State::NotStarted]
        );

        let member = world.somebody("member");
        assert!(store::strategies(&world.store, &member).await.is_ok());
        let new = NewItem { area: None, kind: ItemKind::Commitment, number: "9".into(), text: "x".into() };
        let refused = store::change_item(&world.store, &member, item, 1, &new).await.unwrap_err();
        assert!(matches!(refused, Error::Refusal(Refusal::NotFound)), "{refused:?}");
        store::change_item(&world.store, &officer, item, 1, &new).await.unwrap();
        let late = store::change_item(&world.store, &officer, item, 1, &new).await.unwrap_err();
        assert!(matches!(late, Error::Refusal(Refusal::Conflict)), "{late:?}");
        assert!(store::strategies(&world.store, &world.anybody()).await.is_err());
        world
    });
}

async fn group(world: &World, name: &str, parent: Option<Id<Group>>) -> Id<Group> {
    let new = NewGroup {
        name: name.to_owned(),
        short_name: None,
        parent,
        purpose: None,
        area: None,
        statutory: None,
    };
    add_group(&world.store, &world.operator(), new).await.unwrap()
}

/// The sample plan, given to a group.
async fn plan_of(world: &World, group: Id<Group>) -> RecordedPlan {
    let officer = world.somebody("officer");
    let head = PlanHead { group: Some(group.uuid()), ..plan(world).await.head };
    plans::change_plan(&world.store, &officer, &head).await.unwrap();
    std::sync::Arc::unwrap_or_clone(plans::plan(&world.store, &officer, head.id).await.unwrap())
}

fn refused_field<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    match result.unwrap_err() {
        Error::Refusal(Refusal::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    }
}

fn is_hidden<T: std::fmt::Debug>(result: Result<T>) -> bool {
    matches!(result.unwrap_err(), Error::Refusal(Refusal::NotFound))
}

#[test]
fn a_link_is_shown_at_both_ends_and_taken_away_from_either() {
    on_both(SLICES, |world| async move {
        let (own, other) = (group(&world, "Board", None).await, group(&world, "Other board", None).await);
        let plan = plan_of(&world, own).await;
        let action = Ref::to(plan.actions().next().unwrap().1.id);
        let officer = world.somebody_at("officer", Scope::Within(own.uuid()));
        let strategy = bring_in(&world, samples::TEXT, None).await.strategy;
        let items =
            store::strategy(&world.store, &officer, store::VIEW_STRATEGY, strategy).await.unwrap().items;
        let item = Ref::to(items[0].id);
        let store_ = &world.store;
        let link = store::add_link(store_, &officer, &action, &item, "The same notices").await.unwrap();
        for (from, to) in [(&action, &item), (&item, &action)] {
            let links = store::links_of(store_, &officer, from).await.unwrap();
            assert_eq!((links.len(), links[0].other(from.id)), (1, to));
        }
        assert_eq!(refused_field(store::add_link(store_, &officer, &item, &action, "").await), "to");
        assert_eq!(refused_field(store::add_link(store_, &officer, &action, &action, "").await), "to");
        let nowhere = Ref { kind: "plan_action".into(), id: AnyId::from_u128(404) };
        assert_eq!(refused_field(store::add_link(store_, &officer, &action, &nowhere, "").await), "to");

        // An officer of another board neither adds to this plan nor learns what is linked to it.
        let stranger = world.somebody_at("officer", Scope::Within(other.uuid()));
        assert!(is_hidden(store::add_link(store_, &stranger, &action, &Ref::to(items[1].id), "").await));
        assert!(is_hidden(store::links_of(store_, &stranger, &action).await));
        assert_eq!(refused_field(store::add_link(store_, &stranger, &item, &action, "").await), "to");
        let member = world.somebody("member");
        assert_eq!(store::links_of(store_, &member, &action).await.unwrap().len(), 1);
        assert!(is_hidden(store::remove_link(store_, &member, link).await));
        store::remove_link(store_, &officer, link).await.unwrap();
        assert!(store::links_of(store_, &member, &item).await.unwrap().is_empty());
        world
    });
}

#[test]
fn what_is_adopted_is_read_where_it_comes_from() {
    on_both(SLICES, |world| async move {
        let own = group(&world, "Board", None).await;
        let plan = plan_of(&world, own).await;
        let priority = plan.priorities[0].id;
        let officer = world.somebody("officer");
        let strategy = bring_in(&world, samples::TEXT, None).await.strategy;
        let item =
            store::strategy(&world.store, &officer, store::VIEW_STRATEGY, strategy).await.unwrap().items[0]
                .id;
        let new = NewAdoption { things: vec![Ref::to(item)], decision: "July meeting, minute 7".to_owned() };
        let adopt = || store::adopt(&world.store, &officer, priority, &new);
        assert_eq!(adopt().await.unwrap(), 1);
        assert_eq!(refused_field(adopt().await), "item", "once is enough");
        let own_action =
            NewAdoption { things: vec![Ref::to(plan.actions().next().unwrap().1.id)], ..new.clone() };
        assert_eq!(refused_field(store::adopt(&world.store, &officer, priority, &own_action).await), "item");
        let silent = NewAdoption { decision: String::new(), ..new.clone() };
        assert_eq!(refused_field(store::adopt(&world.store, &officer, priority, &silent).await), "decision");

        let look = || store::adopted(&world.store, &officer, plan.head.id);
        let before = look().await.unwrap().remove(0);
        assert_eq!(
            before.words(),
            "Adopted from Merrowshire Police, Merrowshire women and girls strategy 2026-2029, 1.1"
        );
        assert!(before.changes.is_empty(), "{:?}", before.changes);
        world.clock.advance(SignedDuration::from_hours(24));
        let said = Said {
            state: State::AtRisk,
            words: "Nine schools in ten".to_owned(),
            on: date(2026, 11, 3),
            by: "The police".to_owned(),
        };
        store::say(&world.store, &officer, item, &said).await.unwrap();
        bring_in(&world, &samples::TEXT.replace("before the bell", "before nine"), None).await;
        let after = look().await.unwrap().remove(0);
        let now = after.now.clone().unwrap();
        assert_eq!(
            (now.state, now.said.as_deref()),
            (State::AtRisk, Some("3 November 2026: Nine schools in ten"))
        );
        assert_eq!(
            (after.was.text.as_str(), now.text.as_str()),
            ("Send every school a notice before the bell", "Send every school a notice before nine")
        );
        let fields: BTreeSet<&str> = after.changes.iter().map(|change| change.field.as_str()).collect();
        assert_eq!(fields, BTreeSet::from(["Progress", "State", "Text"]));
        store::see(&world.store, &officer, after.id, after.version).await.unwrap();
        assert!(look().await.unwrap()[0].changes.is_empty());
        assert!(is_hidden(store::see(&world.store, &world.somebody("member"), after.id, 2).await));
        let adopters = || store::adopters(&world.store, &officer, item.uuid());
        assert_eq!(adopters().await.unwrap()[0].priority, priority);
        let count = || store::adopted_count(&world.store, &officer, &plan.head);
        assert_eq!(count().await.unwrap(), Some(1));

        let end = |because: &'static str| store::end_adoption(&world.store, &officer, after.id, 2, because);
        assert_eq!(refused_field(end(" ").await), "because");
        end("Its owner has done it").await.unwrap();
        assert!(adopters().await.unwrap().is_empty());
        assert_eq!(count().await.unwrap(), Some(0));
        assert_eq!(look().await.unwrap()[0].ended.clone().unwrap().1, "Its owner has done it");
        adopt().await.unwrap();
        world
    });
}

#[test]
fn another_plans_action_is_followed_only_by_those_who_may_see_it() {
    on_both(SLICES, |world| async move {
        let (own, other) = (group(&world, "Board", None).await, group(&world, "Other board", None).await);
        let theirs = plan_of(&world, other).await;
        let officer = world.somebody("officer");
        // A second plan with a priority of its own, for the first board.
        let mut draft = theirs.draft();
        "Our own plan".clone_into(&mut draft.title);
        draft.priorities.iter_mut().flat_map(|one| &mut one.actions).for_each(|action| action.id = None);
        let reading = crate::import::Reading { draft, ..Default::default() };
        let id = plans::stage(&world.store, &officer, "ours.docx", "01", &reading, None).await.unwrap();
        let staged = plans::import_of(&world.store, &officer, id).await.unwrap();
        let ours = plans::apply(&world.store, &officer, &staged, Some(own.uuid())).await.unwrap().plan;
        let priority = plans::plan(&world.store, &officer, ours).await.unwrap().priorities[0].id;
        let action = theirs.actions().next().unwrap().1.id;
        let new = NewAdoption { things: vec![Ref::to(action)], decision: "Minute 3".to_owned() };
        store::adopt(&world.store, &officer, priority, &new).await.unwrap();
        let seen = store::adopted(&world.store, &officer, ours).await.unwrap();
        assert_eq!(seen[0].now.as_ref().unwrap().owner, "Other board");
        let narrow = world.somebody_at("member", Scope::Within(own.uuid()));
        let seen = store::adopted(&world.store, &narrow, ours).await.unwrap();
        assert_eq!(seen[0].now, None, "how it stands is not for them");
        assert!(seen[0].changes.is_empty() && seen[0].last.is_none());
        assert!(is_hidden(store::adopted(&world.store, &narrow, theirs.head.id).await));
        let page = browser(&world, "officer").get(&crate::urls::action(action)).await;
        check(&page, 200, &["Plans that adopted it", "Our own plan"]);
        let stranger = world.somebody_at("member", Scope::Within(other.uuid()));
        assert!(store::adopters(&world.store, &stranger, action.uuid()).await.unwrap().is_empty());
        world
    });
}

#[test]
fn a_renamed_theme_keeps_what_serves_it_and_funding_keeps_its_history() {
    on_both(SLICES, |world| async move {
        let own = group(&world, "Board", None).await;
        let plan = plan_of(&world, own).await;
        let officer = world.somebody_at("officer", Scope::Within(own.uuid()));
        let new = NewTheme { group: Some(own.uuid()), title: "Covid".to_owned(), ..NewTheme::default() };
        let theme = store::add_theme(&world.store, &officer, &new).await.unwrap();
        let action = plan.actions().next().unwrap().1.id;
        store::add_link(&world.store, &officer, &Ref::to(theme), &Ref::to(action), "").await.unwrap();
        let renamed = NewTheme { title: "Significant events".to_owned(), ..new.clone() };
        store::change_theme(&world.store, &officer, theme, 1, &renamed).await.unwrap();
        assert_eq!(store::links_of(&world.store, &officer, &Ref::to(theme)).await.unwrap().len(), 1);
        let elsewhere = world.somebody_at("officer", Scope::Within(AnyId::from_u128(5)));
        assert!(is_hidden(store::change_theme(&world.store, &elsewhere, theme, 2, &new).await));
        assert!(store::themes(&world.store, &elsewhere).await.unwrap().is_empty());

        let save = |state, version| {
            let new = RecordedFunding { state, fund: "Safety grant".into(), note: String::new(), version };
            let (store_, ctx) = (&world.store, &officer);
            async move { store::save_funding(store_, ctx, action, &new).await }
        };
        save(FundingState::ToBeConfirmed, 0).await.unwrap();
        assert!(matches!(
            save(FundingState::Refused, 0).await.unwrap_err(),
            Error::Refusal(Refusal::Conflict)
        ));
        save(FundingState::Confirmed, 1).await.unwrap();
        let history = plans::action_history(&world.store, &officer, action).await.unwrap();
        let money: Vec<_> =
            history.iter().filter(|one| one.field == "Funding").map(|one| one.latter.clone()).collect();
        assert_eq!(money.len(), 2);
        assert!(money.contains(&Some("Confirmed".to_owned())));
        world
    });
}

#[test]
fn an_officer_pastes_a_strategy_and_follows_it_to_the_plan() {
    on_both(SLICES, |world| async move {
        let board = group(&world, "Board", None).await;
        let plan = plan_of(&world, board).await;
        let mut browser = browser(&world, "officer");
        check(&browser.get(urls::STRATEGIES).await, 200, &["No strategy is in the record yet"]);
        check(&browser.get(urls::IMPORT_STRATEGY).await, 200, &["paste its text"]);
        let page = browser.upload(urls::IMPORT_STRATEGY, &[], ("file", "", b"")).await;
        check(&page, 422, &["Choose the file that holds the strategy, or paste its text."]);
        let page = browser.upload(urls::IMPORT_STRATEGY, &[("text", samples::TEXT)], ("file", "", b"")).await;
        let staged = page.location.clone().unwrap();
        let page = after(&mut browser, page).await;
        check(
            &page,
            200,
            &[
                "What found no place",
                "A foreword by the chief constable",
                "4 items added",
                "3 commitments, 1 objective",
            ],
        );
        let missing = [("version", "1"), ("title", "Women and girls strategy"), ("line-0", "left-out")];
        let page = browser.post(&format!("{staged}/apply"), &missing).await;
        check(&page, 422, &["Choose what it is.", "Women and girls strategy"]);
        let full = [
            ("version", "2"),
            ("title", "Women and girls strategy"),
            ("kind", "strategy"),
            ("owner_written", "The police"),
            ("line-0", "left-out"),
        ];
        let page = browser.post(&format!("{staged}/apply"), &full).await;
        let strategy = page.location.clone().unwrap();
        check(
            &after(&mut browser, page).await,
            200,
            &["4 added", "Safe at home", "Send every school a notice"],
        );
        check(&browser.get(&staged).await, 200, &["What it did"]);
        let tabled = [("group", board.to_string()), ("cadence", "Each March".to_owned())];
        let tabled: Vec<(&str, &str)> = tabled.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = browser.post(&format!("{strategy}/tabling"), &tabled).await;
        check(&after(&mut browser, page).await, 200, &["Each March"]);
        let page = browser.get(urls::GOVERNANCE).await;
        check(&page, 200, &["<svg", "Board", "Women and girls strategy", "Each March", "its action plan"]);
        let action = plan.actions().next().unwrap().1.id;
        check(
            &browser.get(&crate::urls::action(action)).await,
            200,
            &["Nothing is linked yet", "See or change links"],
        );
        let page = browser.get(&urls::coverage(plan.head.id)).await;
        check(&page, 200, &["the 4 with neither", "Actions that serve no theme"]);
        let page = browser.get(&format!("/actions/{action}/links")).await;
        let words =
            ["What the plan’s own text names", "Alcohol strategy", "No group or strategy of that name"];
        check(&page, 200, &words);
        let to = strategy.replace("/strategies/", "plan_strategy/");
        let page =
            browser.post(&format!("/actions/{action}/links"), &[("to", &to), ("note", "Shares walks")]).await;
        check(&after(&mut browser, page).await, 200, &["Women and girls strategy", "Shares walks"]);
        check(&browser.get(&strategy).await, 200, &["Make Lower Ashing safer after dark"]);
        let mut member = self::browser(&world, "member");
        let page = member.get(&strategy).await;
        check(&page, 200, &["Make Lower Ashing safer after dark"]);
        assert!(!page.text.contains("Add an item") && !page.text.contains("No longer tabled there"));
        check(&member.get(&urls::coverage(plan.head.id)).await, 200, &[]);
        check(&member.get(urls::IMPORT_STRATEGY).await, 404, &[]);
        check(&member.get(&staged).await, 404, &[]);
        world
    });
}
