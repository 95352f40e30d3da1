//! Stories of changes that are proposed and decided.

use concordat_access::Scope;
use concordat_kernel::{Error, Refusal};
use concordat_partnership::{NewGroup, add_group};
use concordat_testkit::on_both;

use super::refused_with;
use crate::{
    PlanHead, State, import,
    pages::stories::{SLICES, after, browser, check, plan as sample},
    store,
    versions::{Decided, NewProposal, decide, proposals, propose, store as kept, urls},
};

#[test]
fn a_proposal_is_accepted_by_a_decision_and_changes_the_plan_at_once() {
    on_both(SLICES, |world| async move {
        let plan = sample(&world).await;
        let (id, store) = (plan.head.id, &world.store);
        let (officer, member) = (world.somebody("officer"), world.somebody("member"));
        let (_, action) = plan.actions().nth(1).unwrap();
        let mut proposed = action.content.clone();
        proposed.objective = "Publish it twice a year".to_owned();
        let change = |content: import::Action| NewProposal::Change {
            action: action.id,
            base: Box::new(action.content.clone()),
            content: Box::new(content),
        };
        let same = propose(store, &member, id, &change(action.content.clone()), "Why").await.unwrap_err();
        assert!(refused_with(&same, "changed nothing"), "{same:?}");
        let made = propose(store, &member, id, &change(proposed.clone()), "Once is too late").await.unwrap();
        let accept = Decided::Accept { seen: Some(1), content: None };
        let words = ("It is", "Working group, item 3");
        assert!(decide(store, &member, (made, 1), &accept, words).await.is_err());
        let nothing = decide(store, &officer, (made, 1), &accept, ("It is", "")).await.unwrap_err();
        assert!(refused_with(&nothing, "Enter the decision"), "{nothing:?}");

        // Two decide at once: one of them finds it open, and the plan changes once.
        let (one, other) = (world.somebody("officer"), world.somebody("chair"));
        let (first, second) = tokio::join!(
            decide(store, &one, (made, 1), &accept, words),
            decide(store, &other, (made, 1), &accept, words)
        );
        assert_eq!([&first, &second].iter().filter(|done| done.is_ok()).count(), 1, "{first:?} {second:?}");
        let lost = first.err().or(second.err()).unwrap();
        assert!(matches!(lost, Error::Refusal(Refusal::Conflict)), "{lost:?}");
        let now = store::plan(store, &member, id).await.unwrap();
        let (_, latter) = now.action(action.id).unwrap();
        assert_eq!((latter.content.objective.as_str(), latter.version), ("Publish it twice a year", 2));
        assert_eq!(latter.state, action.state, "a change of its words is none of its progress");
        let history = store::action_history(store, &member, action.id).await.unwrap();
        assert!(history.iter().any(|change| change.latter.as_deref() == Some("Working group, item 3")));
        let mut browser = browser(&world, "member");
        let page = browser.get(&crate::urls::action(action.id)).await;
        check(&page, 200, &["by proposal", &urls::proposal(made), "Working group, item 3"]);
        world
    });
}

#[test]
fn a_chair_decides_for_their_own_group_and_a_member_takes_back_only_their_own() {
    on_both(SLICES, |world| async move {
        let plan = sample(&world).await;
        let (id, store) = (plan.head.id, &world.store);
        let new = NewGroup {
            name: "Board".to_owned(),
            short_name: None,
            parent: None,
            purpose: None,
            area: None,
            statutory: None,
        };
        let board = add_group(store, &world.operator(), new).await.unwrap().uuid();
        let head = PlanHead { group: Some(board), ..plan.head.clone() };
        store::change_plan(store, &world.somebody("officer"), &head).await.unwrap();
        let elsewhere = concordat_kernel::AnyId::from_u128(404);
        let ours = world.somebody_at("chair", Scope::Within(board));
        let theirs = world.somebody_at("chair", Scope::Within(elsewhere));
        let (_, action) = plan.actions().next().unwrap();
        let withdraw = NewProposal::Withdraw { action: action.id };
        let made =
            propose(store, &world.somebody("member"), id, &withdraw, "It is done elsewhere").await.unwrap();
        let words = ("It is not", "Board, item 4");
        assert!(decide(store, &theirs, (made, 1), &Decided::Decline, words).await.is_err());
        decide(store, &ours, (made, 1), &Decided::Decline, words).await.unwrap();
        let of_operator = propose(store, &world.operator(), id, &withdraw, "Again").await.unwrap();
        let member = world.somebody("member");
        assert!(kept::take_back(store, &member, of_operator, 1).await.is_err());
        let own = propose(store, &member, id, &withdraw, "Once more").await.unwrap();
        kept::take_back(store, &member, own, 1).await.unwrap();
        let states: Vec<String> =
            proposals(store, &member, id).await.unwrap().iter().map(|one| one.state.to_string()).collect();
        assert_eq!(states.iter().filter(|state| *state == "Taken back").count(), 1, "{states:?}");
        assert!(store::plan(store, &member, id).await.unwrap().action(action.id).unwrap().1.state.is_open());
        world
    });
}

#[test]
fn when_the_action_changed_since_both_texts_are_shown_and_nothing_is_overwritten() {
    on_both(SLICES, |world| async move {
        let plan = sample(&world).await;
        let id = plan.head.id;
        let (_, action) = plan.actions().nth(1).unwrap();
        let mut member = browser(&world, "member");
        let form = urls::propose_change(action.id);
        check(&member.get(&form).await, 200, &["was-objective", "Publish what was found"]);
        let base = [
            ("was-objective", "Publish what was found and what changed"),
            ("was-number", "1.2"),
            ("was-leads", "Merrowshire County Council"),
            ("was-linked", "no"),
            ("was-funded", "no"),
            ("was-row-1-steps", "Publish a yearly report"),
            ("was-row-1-when", "March 2027"),
            ("number", "1.2"),
            ("leads", "Merrowshire County Council\nMerrowshire Police"),
            ("linked", "no"),
            ("funded", "no"),
            ("row-1-steps", "Publish a yearly report"),
            ("row-1-when", "March 2027"),
            ("objective", "Publish it twice"),
        ];
        check(&member.post(&form, &base).await, 422, &["Enter why you propose this."]);
        let page = member.post(&form, &[&base[..], &[("why", "Once is too late")]].concat()).await;
        let proposal = page.location.clone().unwrap();
        check(&after(&mut member, page).await, 200, &["Your proposal is made", "Publish it twice"]);

        let officer = world.somebody("officer");
        let mut content = action.content.clone();
        content.objective = "Publish it every month".to_owned();
        content.label = Some("Openness".to_owned());
        let edit = store::ActionEdit { version: 1, content, state: State::OnTrack };
        store::change_action(&world.store, &officer, action.id, edit).await.unwrap();
        let mut officer = browser(&world, "officer");
        let deciding = format!("{proposal}/decide");
        let page = officer.get(&deciding).await;
        check(&page, 200, &["Publish it every month", "Publish it twice", "The action changed here too"]);
        let words =
            [("version", "1"), ("verdict", "accept"), ("reason", "Yes"), ("decision", "Board, item 4")];
        let stale = [&words[..], &[("seen", "1"), ("keep-objective", "yours")]].concat();
        check(&officer.post(&deciding, &stale).await, 422, &["changed the action meanwhile"]);
        let open = [&words[..], &[("seen", "2")]].concat();
        check(&officer.post(&deciding, &open).await, 422, &["Choose which text to keep."]);
        let chosen = [&open[..], &[("keep-objective", "yours")]].concat();
        let page = officer.post(&deciding, &chosen).await;
        check(&after(&mut officer, page).await, 200, &["The proposal is accepted", "Board, item 4"]);
        let now = store::plan(&world.store, &world.somebody("officer"), id).await.unwrap();
        let (_, latter) = now.action(action.id).unwrap();
        assert_eq!(latter.content.objective, "Publish it twice");
        assert_eq!(latter.content.label.as_deref(), Some("Openness"), "what only the officer changed stays");
        assert_eq!(latter.content.leads.len(), 2, "what only the proposal changed comes in");
        assert_eq!(latter.state, State::OnTrack);
        world
    });
}
