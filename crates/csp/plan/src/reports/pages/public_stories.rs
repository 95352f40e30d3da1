//! Stories of what anybody may read, told on both databases: what is not published is nowhere on it.

use concordat_kernel::{AnyId, Id, jiff::SignedDuration};
use concordat_store::{args, sql};
use concordat_testkit::{World, on_both};
use concordat_web::Method;

use crate::{
    Action, Plan, RecordedPlan, State,
    pages::stories::{SLICES, after, browser, check, plan, stranger},
    reports::urls,
    store::{self as plans, ActionEdit},
    versions::store::{self as versions, NewVersion},
};

/// Stands wherever something is that nobody outside may read.
const CANARY: &str = "CANARY-ORIOLE";

sql! {
    EXTRA = "UPDATE plan_row SET extra = $2 WHERE action_id = $1";
    NOTE = "INSERT INTO plan_office_note (id, action_id, text, made_at, made_by) VALUES ($1, $2, $3, $4, $3)";
    CONTACT = "INSERT INTO plan_contact (id, lead, name, email, version) VALUES ($1, $2, $2, $2, 1)";
    SAID = "INSERT INTO plan_update (id, action_id, lead, state, words, help, came_by, given_by, given_at)
            VALUES ($1, $2, $3, 'late', $3, $3, 'page', $3, $4)";
    EXCEPTION = "INSERT INTO plan_exception (id, plan_id, action_id, ground, because, raised_on, level, remedy, remedy_by,
                                             remedy_due, version)
                 VALUES ($1, $2, $3, 'late', $4, $5, 'group', $4, $4, $5, 1)";
}

async fn publish(world: &World, plan: Id<Plan>) {
    let new = NewVersion { number: None, title: String::new(), decision: CANARY.to_owned() };
    versions::publish(&world.store, &world.somebody("officer"), plan, &new).await.unwrap();
}

/// The plan with a canary in everything that is about it and not of its published text.
async fn with_canaries(world: &World) -> RecordedPlan {
    let recorded = plan(world).await;
    let (_, action) = recorded.actions().next().unwrap();
    let run = async |sql, args| {
        assert!(world.store.housekeeping(sql, args).await.unwrap() > 0);
    };
    // A column that came with a file is part of what a version keeps, and still not of what is shown.
    run(&EXTRA, args![action.id, format!("{{\"Officer\":\"{CANARY}\"}}")]).await;
    publish(world, recorded.head.id).await;
    let new = || -> Id<()> { world.chance.id(&world.clock) };
    let (now, today) = (world.clock.now(), world.clock.today());
    run(&NOTE, args![new(), action.id, CANARY, now]).await;
    run(&CONTACT, args![new(), CANARY]).await;
    run(&SAID, args![new(), action.id, CANARY, now]).await;
    run(&EXCEPTION, args![new(), recorded.head.id, action.id, CANARY, today]).await;
    edit(world, action.id, |edit| {
        edit.state = State::Late;
        edit.content.objective = format!("{CANARY} in the plan as it stands");
        edit.content.leads.push(CANARY.to_owned());
    })
    .await;
    recorded
}

async fn edit(world: &World, action: Id<Action>, change: impl FnOnce(&mut ActionEdit)) {
    let officer = world.somebody("officer");
    let now = plans::plan_of_action(&world.store, &officer, action).await.unwrap();
    let (_, found) = now.action(action).unwrap();
    let mut edit = ActionEdit { version: found.version, content: found.content.clone(), state: found.state };
    change(&mut edit);
    plans::change_action(&world.store, &officer, action, edit).await.unwrap();
}

#[test]
fn nothing_but_what_was_published_is_on_the_public_pages() {
    on_both(SLICES, |world| async move {
        let recorded = with_canaries(&world).await;
        let id = recorded.head.id;
        let mut anybody = stranger(&world);
        let list = anybody.get(urls::PUBLIC_PLANS).await;
        check(&list, 200, &[&recorded.head.title, "Version 1"]);
        let page = anybody.get(&urls::public_plan(id)).await;
        check(
            &page,
            200,
            &["Make Lower Ashing safer after dark", "Merrowshire Police", "No progress has been published"],
        );
        // Every address that nobody need sign in for, with this plan's id wherever one belongs.
        for route in SLICES.iter().flat_map(|slice| (slice.routes)()).filter(|route| route.open) {
            if route.method == Method::Get {
                let path = route.path.replace("{published_plan}", &id.to_string());
                let page = anybody.get(&path).await;
                assert!(!page.text.contains(CANARY), "{path}: {}", page.text);
            }
        }
        for state in State::ALL {
            assert!(!page.text.contains(&format!(">{state}<")), "{state} is told before it was published");
        }
        // No link leads from there into the record.
        for href in page.text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let open = ["/public/plans", "/static/", "/help", "/accessibility", "#"];
            assert!(href == "/" || open.iter().any(|start| href.starts_with(start)), "{href}");
        }
        world
    });
}

#[test]
fn what_is_not_published_is_not_there() {
    on_both(SLICES, |world| async move {
        let recorded = plan(&world).await;
        let mut anybody = stranger(&world);
        let list = anybody.get(urls::PUBLIC_PLANS).await;
        check(&list, 200, &["No plan is published yet."]);
        let unpublished = anybody.get(&urls::public_plan(recorded.head.id)).await;
        let unknown = anybody.get(&urls::public_plan(Id::from_uuid(AnyId::from_u128(99)))).await;
        assert_eq!((unpublished.status, &unpublished.text), (unknown.status, &unknown.text));
        assert!(!unpublished.text.contains(&recorded.head.title));
        assert_ne!(unpublished.status.as_u16(), 200);
        world
    });
}

#[test]
fn the_public_is_told_how_actions_stand_only_when_somebody_publishes_it() {
    on_both(SLICES, |world| async move {
        let recorded = with_canaries(&world).await;
        let id = recorded.head.id;
        let form = urls::report(id, "public", "");
        check(&browser(&world, "member").get(&form).await, 404, &[]);
        let mut publisher = browser(&world, "publisher");
        check(&publisher.get(&form).await, 200, &["says nothing yet", "What is published", "Late"]);
        let page = publisher.post(&form, &[("summary", "Half is <done>.\nThe rest follows.")]).await;
        let page = after(&mut publisher, page).await;
        check(&page, 200, &["Half is &#60;done&#62;.", "how it stood on 2 November 2026", ">Late<"]);
        assert!(!page.text.contains(CANARY));
        // It stays as it was told, whatever happens in the record.
        world.clock.advance(SignedDuration::from_hours(24 * 7));
        let (_, action) = recorded.actions().next().unwrap();
        edit(&world, action.id, |edit| edit.state = State::Done).await;
        let page = stranger(&world).get(&urls::public_plan(id)).await;
        check(&page, 200, &["2 November 2026", ">Late<"]);
        assert!(!page.text.contains(">Done<"));
        check(&publisher.get(&form).await, 200, &["last told how the actions stood on 2 November 2026"]);
        world
    });
}
