//! Stories of this theme's pages, told through a browser on both databases.

use concordat_testkit::on_both;

use super::{store, stories::furnish, urls};
use crate::{
    RecordedAction, State,
    pages::stories::{SLICES, after, browser, check, plan as recorded},
    store as plans,
};

#[test]
fn an_officer_checks_the_plan_and_sees_an_exception_through() {
    on_both(SLICES, |world| async move {
        let plan = recorded(&world).await;
        let id = plan.head.id;
        let mut officer = browser(&world, "officer");
        check(&officer.get(&urls::exceptions(id)).await, 200, &["No exceptions open.", "Check the plan now"]);
        let page = officer.post(&urls::check(id), &[("now", "yes")]).await;
        let page = after(&mut officer, page).await;
        let because = "It was due by the end of September 2026 and is not done.";
        check(&page, 200, &["1 exception is raised.", "1 exception open.", because, "Working group"]);
        let [late] =
            store::of_plan(&mut world.store.peek().await.unwrap(), id).await.unwrap().try_into().unwrap();

        let remedy = urls::remedy(late.id);
        let mut form = vec![("version", "1"), ("remedy", "Agree one number"), ("remedy_by", "The chair")];
        check(&officer.post(&remedy, &form).await, 422, &["Enter the day by which", "Agree one number"]);
        form.extend([("due-day", "1"), ("due-month", "11"), ("due-year", "2026")]);
        let mut chair = browser(&world, "chair");
        chair.get(&remedy).await;
        let page = chair.post(&remedy, &form).await;
        let page = after(&mut chair, page).await;
        check(
            &page,
            200,
            &["The remedy is recorded.", "Remedy overdue: raise further?", "Raise to the partnership"],
        );
        assert!(!page.text.contains(">Resolve<"), "an officer does that");
        check(&officer.post(&remedy, &form).await, 422, &["Someone else changed this", "Agree one number"]);
        let further = urls::raise_further(late.id);
        check(&chair.post(&further, &[("version", "2")]).await, 422, &["Enter why it goes"]);
        let page = chair.post(&further, &[("version", "2"), ("because", "Money")]).await;
        check(&after(&mut chair, page).await, 200, &["is with the partnership", "Money"]);
        check(&chair.get("/exceptions/00000000-0000-0000-0000-000000000009").await, 404, &[]);

        let mut member = browser(&world, "member");
        let page = member.get(&urls::exception(late.id)).await;
        check(&page, 200, &["Agree one number", "History"]);
        assert!(!page.text.contains("Change the remedy"));
        check(&member.get(&remedy).await, 404, &[]);
        check(&member.get(&crate::urls::action(late.action)).await, 200, &["Exceptions", "Agree one number"]);

        let resolve = urls::resolve(late.id);
        let page = officer.post(&resolve, &[("version", "3"), ("because", "A later day was agreed")]).await;
        check(&after(&mut officer, page).await, 200, &["The exception is resolved.", "Resolved on"]);
        check(&officer.get(&urls::exceptions(id)).await, 200, &["No exceptions open."]);
        let resolved = format!("{}?show=resolved", urls::exceptions(id));
        check(&officer.get(&resolved).await, 200, &["1 exception resolved.", "A later day was agreed"]);
        world
    });
}

#[test]
fn a_claim_is_returned_on_its_page_and_the_action_shows_it() {
    on_both(SLICES, |world| async move {
        let plan = recorded(&world).await;
        furnish(&world, &plan).await;
        let id = plan.head.id;
        let furnished = plans::plan(&world.store, &world.operator(), id).await.unwrap();
        let (_, action) = furnished.actions().find(|(_, action)| action.content.number == "87").unwrap();
        let claims = store::claims_of_plan(&mut world.store.peek().await.unwrap(), id).await.unwrap();
        let claim = claims.into_iter().find(|claim| claim.action == action.id).unwrap();
        let mut officer = browser(&world, "officer");
        check(
            &officer.get(&urls::claims(id)).await,
            200,
            &["2 actions wait to be assured.", "Assure or return"],
        );
        let action = crate::urls::action(claim.action);
        let said = "Said to be done on 30\u{a0}October\u{a0}2026 by Merrowshire County Council; nobody has assured it yet.";
        check(&officer.get(&action).await, 200, &[said, "Assure or return"]);
        let page = urls::claim(claim.id);
        check(&officer.get(&page).await, 200, &["Is action 87 done?", "None sent"]);
        check(&officer.post(&page, &[("version", "1")]).await, 422, &["Choose whether it is done."]);
        let wrong = [("version", "1"), ("verdict", "returned"), ("note", "Send the report")];
        check(&officer.post(&page, &wrong).await, 422, &["Choose how the action stands.", "Send the report"]);
        let right =
            [("version", "1"), ("verdict", "returned"), ("note", "Send the report"), ("state", "late")];
        let done = officer.post(&page, &right).await;
        let shown = after(&mut officer, done).await;
        check(&shown, 200, &["The action is returned to its leads.", "returned on", "Send the report"]);
        let action = plans::plan(&world.store, &world.operator(), id).await.unwrap();
        let (_, action): (_, &RecordedAction) = action.action(claim.action).unwrap();
        assert_eq!(action.state, State::Late);
        let mut member = browser(&world, "member");
        check(&member.get(&page).await, 404, &[]);
        check(&member.get(&urls::claims(id)).await, 200, &["1 action waits to be assured."]);
        world
    });
}

#[test]
fn a_conditional_step_is_stood_down_on_the_actions_page() {
    on_both(SLICES, |world| async move {
        let plan = recorded(&world).await;
        furnish(&world, &plan).await;
        let plan = plans::plan(&world.store, &world.operator(), plan.head.id).await.unwrap();
        let (_, action) = plan.actions().find(|(_, action)| action.content.number == "81").unwrap();
        let page = crate::urls::action(action.id);
        let mut officer = browser(&world, "officer");
        check(
            &officer.get(&page).await,
            200,
            &["Steps that may not be needed", "Conditional: “if required”"],
        );
        let step = action.course.steps[0].id;
        let form = urls::stand_down(step);
        check(&officer.post(&form, &[("version", "1")]).await, 422, &["Enter why the step is not needed."]);
        let done = officer.post(&form, &[("version", "1"), ("because", "Nobody came")]).await;
        check(&after(&mut officer, done).await, 200, &["Stood down", "Nobody came", "Stand up again"]);
        let done = officer.post(&urls::stand_up(step), &[("version", "2")]).await;
        check(&after(&mut officer, done).await, 200, &["The step is in the plan again."]);

        let form = urls::comes_round(action.id);
        check(&officer.post(&form, &[("version", "3")]).await, 422, &["Choose how the action comes round."]);
        let done = officer.post(&form, &[("version", "3"), ("recurs", "annual")]).await;
        check(&after(&mut officer, done).await, 200, &["It comes round every year."]);
        world
    });
}
