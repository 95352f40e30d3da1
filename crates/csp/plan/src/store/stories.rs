//! Stories of who may change whose plan, on both databases.

use concordat_access::{Actor, Scope};
use concordat_kernel::{AnyId, Error, Refusal};
use concordat_partnership::{NewGroup, add_group};
use concordat_testkit::{World, on_both};

use super::{apply, change_plan, import_of, plan, stage};
use crate::{
    PlanHead,
    import::{Draft, Reading},
    pages::stories::{SLICES, plan as sample},
};

async fn group(world: &World, name: &str) -> AnyId {
    let new = NewGroup {
        name: name.to_owned(),
        short_name: None,
        parent: None,
        purpose: None,
        area: None,
        statutory: None,
    };
    add_group(&world.store, &world.operator(), new).await.unwrap().uuid()
}

fn is_about_the_group(error: &Error) -> bool {
    matches!(error, Error::Refusal(Refusal::Invalid { field, .. }) if *field == "group")
}

#[test]
fn a_plan_is_given_only_to_a_group_where_one_could_change_it() {
    on_both(SLICES, |world| async move {
        let (own, other) = (group(&world, "Board").await, group(&world, "Working group").await);
        let officer = world.somebody("officer");
        let id = sample(&world).await.head.id;
        let with = |head: &PlanHead, group| PlanHead { group, ..head.clone() };
        let head = plan(&world.store, &officer, id).await.unwrap().head.clone();
        change_plan(&world.store, &officer, &with(&head, Some(own))).await.unwrap();

        let of_the_board = world.somebody_at("officer", Scope::Within(own));
        let head = plan(&world.store, &of_the_board, id).await.unwrap().head.clone();
        for elsewhere in [Some(other), None, Some(AnyId::from_u128(404))] {
            let refused =
                change_plan(&world.store, &of_the_board, &with(&head, elsewhere)).await.unwrap_err();
            assert!(is_about_the_group(&refused), "{elsewhere:?}: {refused:?}");
        }
        change_plan(&world.store, &of_the_board, &PlanHead { title: "Ours".into(), ..head }).await.unwrap();

        let of_the_other = world.somebody_at("officer", Scope::Within(other));
        let head = plan(&world.store, &officer, id).await.unwrap().head.clone();
        let refused = change_plan(&world.store, &of_the_other, &with(&head, Some(other))).await.unwrap_err();
        assert!(matches!(refused, Error::Refusal(Refusal::NotFound)), "not theirs to take: {refused:?}");
        change_plan(&world.store, &officer, &with(&head, Some(other))).await.unwrap();
        world
    });
}

#[test]
fn a_plan_belongs_to_no_group_that_is_not_there() {
    on_both(SLICES, |world| async move {
        let officer = world.somebody("officer");
        let head = sample(&world).await.head;
        let nowhere = Some(AnyId::from_u128(404));
        let latter = PlanHead { group: nowhere, ..head.clone() };
        let refused = change_plan(&world.store, &officer, &latter).await.unwrap_err();
        assert!(is_about_the_group(&refused), "{refused:?}");

        let mut draft = plan(&world.store, &officer, head.id).await.unwrap().draft();
        draft.title = "Another plan".to_owned();
        draft.priorities.iter_mut().flat_map(|one| &mut one.actions).for_each(|action| action.id = None);
        let reading = Reading { draft, ..Reading::default() };
        let id = stage(&world.store, &officer, "plan.docx", "00", &reading, None).await.unwrap();
        let staged = import_of(&world.store, &officer, id).await.unwrap();
        let refused = apply(&world.store, &officer, &staged, nowhere).await.unwrap_err();
        assert!(is_about_the_group(&refused), "{refused:?}");
        world
    });
}

#[test]
fn an_officer_of_one_group_brings_in_a_plan_for_that_group_alone() {
    on_both(SLICES, |world| async move {
        let (own, other) = (group(&world, "Board").await, group(&world, "Working group").await);
        let ours = world.somebody_at("officer", Scope::Within(own));
        let mut theirs = world.somebody_at("officer", Scope::Within(other));
        if let Actor::Person { id, .. } = &mut theirs.actor {
            *id = AnyId::from_u128(7); // somebody else
        }
        let draft = Draft { title: "Another plan".to_owned(), ..Draft::default() };
        let reading = Reading { draft, ..Reading::default() };
        let id = stage(&world.store, &ours, "plan.docx", "00", &reading, None).await.unwrap();
        let hidden = import_of(&world.store, &theirs, id).await.unwrap_err();
        assert!(matches!(hidden, Error::Refusal(Refusal::NotFound)), "not yet anybody else's: {hidden:?}");

        let staged = import_of(&world.store, &ours, id).await.unwrap();
        for elsewhere in [Some(other), None] {
            let refused = apply(&world.store, &ours, &staged, elsewhere).await.unwrap_err();
            assert!(is_about_the_group(&refused), "{elsewhere:?}: {refused:?}");
        }
        let plan_id = apply(&world.store, &ours, &staged, Some(own)).await.unwrap().plan;
        plan(&world.store, &ours, plan_id).await.unwrap();
        let hidden = plan(&world.store, &theirs, plan_id).await.unwrap_err();
        assert!(matches!(hidden, Error::Refusal(Refusal::NotFound)), "{hidden:?}");
        world
    });
}
