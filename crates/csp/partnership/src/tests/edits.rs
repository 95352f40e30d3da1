use concordat_access::Scope;
use concordat_kernel::{Id, Refusal, jiff::civil::date};
use concordat_testkit::on_both;

use super::{SLICES, field, named, officer, refused};
use crate::{
    AreaKind, BodyKind, NewArea, NewBody, NewGroup, add_area, add_body, add_group, areas, bodies, body,
    change_body, change_group, choices, group, groups, lead_names, names,
};

#[test]
fn a_body_is_added_changed_and_remembers() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let ccg = add_body(store, ctx, named("Merrowshire Clinical Commissioning Group")).await.unwrap();
        let said = NewBody {
            aliases: vec!["Health".into(), " health ".into(), "NHS Merrowshire".into()],
            short_name: Some(" ICB ".into()),
            predecessor: Some(ccg),
            active_from: Some(date(2022, 7, 1)),
            notes: Some("Two lines\nof notes".into()),
            ..named("  Merrowshire   Integrated Care Board ")
        };
        let icb = add_body(store, ctx, said).await.unwrap();
        let kept = body(store, ctx, icb).await.unwrap();
        assert_eq!(kept.name, "Merrowshire Integrated Care Board");
        assert_eq!(kept.short_name.as_deref(), Some("ICB"));
        assert_eq!(kept.aliases, ["Health", "NHS Merrowshire"]);
        assert_eq!(
            (kept.predecessor, kept.active_from, kept.version),
            (Some(ccg), Some(date(2022, 7, 1)), 1)
        );

        let mut changed = NewBody::from(kept);
        changed.kind = BodyKind::CoOperating;
        changed.notes = None;
        change_body(store, ctx, icb, changed, 1).await.unwrap();
        let mut tx = store.peek().await.unwrap();
        let former = tx.history(icb.uuid()).await.unwrap();
        let newest: Vec<_> = former.iter().filter(|change| change.former.is_some()).collect();
        assert_eq!(newest.len(), 2, "{newest:?}");
        assert!(
            newest.iter().any(|c| c.field == "notes" && c.former.as_deref() == Some("Two lines\nof notes"))
        );
        let audit = tx.audit_of(icb.uuid()).await.unwrap();
        assert_eq!(
            audit.iter().map(|row| row.action.as_str()).collect::<Vec<_>>(),
            ["body.change", "body.add"]
        );
        drop(tx);
        world
    });
}

#[test]
fn the_second_of_two_editors_is_refused_and_the_first_edit_stays() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let id = add_body(store, ctx, named("Merrowshire Fire and Rescue")).await.unwrap();
        change_body(store, ctx, id, named("Merrowshire Fire Authority"), 1).await.unwrap();
        let second = change_body(store, ctx, id, named("Merrowshire Fire Brigade"), 1).await;
        assert_eq!(refused(second), Refusal::Conflict);
        assert_eq!(body(store, ctx, id).await.unwrap().name, "Merrowshire Fire Authority");
        change_body(store, ctx, id, named("Merrowshire Fire Brigade"), 2).await.unwrap();

        let group_id =
            add_group(store, ctx, NewGroup { name: "Board".into(), ..NewGroup::default() }).await.unwrap();
        let renamed = |name: &str| NewGroup { name: name.into(), ..NewGroup::default() };
        change_group(store, ctx, group_id, renamed("Partnership Board"), 1).await.unwrap();
        assert_eq!(refused(change_group(store, ctx, group_id, renamed("x"), 1).await), Refusal::Conflict);
        assert_eq!(group(store, ctx, group_id).await.unwrap().name, "Partnership Board");
        world
    });
}

#[test]
fn what_the_rules_refuse_changes_nothing() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let police = NewBody { aliases: vec!["The police".into()], ..named("Merrowshire Police") };
        let id = add_body(store, ctx, police).await.unwrap();
        assert_eq!(field(add_body(store, ctx, named("THE POLICE")).await), "name");
        assert_eq!(field(add_body(store, ctx, named(" ")).await), "name");
        let nobody = Some(Id::from_uuid(concordat_kernel::AnyId::nil()));
        let orphan = NewBody { predecessor: nobody, ..named("Port Aldren Police") };
        assert_eq!(field(add_body(store, ctx, orphan).await), "predecessor");
        let own = NewBody { predecessor: Some(id), ..named("Merrowshire Police") };
        assert_eq!(field(change_body(store, ctx, id, own, 1).await), "predecessor");
        assert_eq!(bodies(store, ctx).await.unwrap().len(), 1);

        let top =
            add_group(store, ctx, NewGroup { name: "Board".into(), ..NewGroup::default() }).await.unwrap();
        let under =
            |name: &str, parent| NewGroup { name: name.into(), parent: Some(parent), ..NewGroup::default() };
        let below = add_group(store, ctx, under("Working group", top)).await.unwrap();
        assert_eq!(field(change_group(store, ctx, top, under("Board", below), 1).await), "parent");
        assert_eq!(groups(store, ctx).await.unwrap().len(), 2);
        world
    });
}

#[test]
fn areas_lie_in_areas_and_have_a_body() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let council = add_body(store, ctx, named("Lower Ashing District Council")).await.unwrap();
        let county = NewArea { name: "Merrowshire".into(), kind: AreaKind::County, ..NewArea::default() };
        let county = add_area(store, ctx, county).await.unwrap();
        let district = NewArea {
            name: "Lower Ashing".into(),
            parent: Some(county),
            body: Some(council),
            ..NewArea::default()
        };
        add_area(store, ctx, district.clone()).await.unwrap();
        assert_eq!(field(add_area(store, ctx, district).await), "name");
        let listed = areas(store, ctx).await.unwrap();
        assert_eq!(
            listed.iter().map(|area| area.name.as_str()).collect::<Vec<_>>(),
            ["Lower Ashing", "Merrowshire"]
        );
        assert_eq!((listed[0].parent, listed[0].body), (Some(county), Some(council)));
        world
    });
}

#[test]
fn who_may_look_and_who_may_change() {
    on_both(SLICES, |world| async move {
        let store = &world.store;
        let id = add_body(store, &officer(&world), named("Merrowshire Police")).await.unwrap();
        // A role held for one body is enough to read the directory, and no more.
        let lead = world.somebody_at("lead-contact", Scope::Within(id.uuid()));
        assert_eq!(bodies(store, &lead).await.unwrap().len(), 1);
        assert_eq!(refused(add_body(store, &lead, named("x")).await), Refusal::NotFound);
        assert_eq!(refused(change_body(store, &lead, id, named("x"), 1).await), Refusal::NotFound);
        // An officer of one body changes that one only.
        let other = add_body(store, &officer(&world), named("Port Aldren Council")).await.unwrap();
        let local = world.somebody_at("officer", Scope::Within(id.uuid()));
        change_body(store, &local, id, named("Merrowshire Constabulary"), 1).await.unwrap();
        assert_eq!(refused(change_body(store, &local, other, named("x"), 1).await), Refusal::NotFound);
        for (ctx, refusal) in
            [(world.somebody("auditor"), Refusal::NotFound), (world.anybody(), Refusal::SignInFirst)]
        {
            assert_eq!(refused(bodies(store, &ctx).await), refusal);
            assert_eq!(refused(groups(store, &ctx).await), refusal);
            assert_eq!(refused(areas(store, &ctx).await), refusal);
        }
        world
    });
}

#[test]
fn other_slices_find_names_in_the_middle_of_their_work() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let fire = NewBody {
            short_name: Some("MFRS".into()),
            aliases: vec!["Fire service".into()],
            ..named("Merrowshire Fire and Rescue")
        };
        let fire = add_body(store, ctx, fire).await.unwrap();
        let board =
            add_group(store, ctx, NewGroup { name: "Board".into(), ..NewGroup::default() }).await.unwrap();
        let mut tx = store.peek().await.unwrap();
        let leads = lead_names(&mut tx).await.unwrap();
        let known = ["Merrowshire Fire and Rescue", "MFRS", "Fire service"].map(str::to_owned).to_vec();
        assert_eq!(leads, [(fire, known)]);
        let offered = choices(&mut tx).await.unwrap();
        assert_eq!(
            offered.iter().map(|c| (c.kind, c.id)).collect::<Vec<_>>(),
            [("body", fire.uuid()), ("group", board.uuid())]
        );
        assert_eq!(names(&mut tx).await.unwrap()[&board.uuid()], "Board");
        drop(tx);
        world
    });
}
