//! Stories of what goes to the group above: who reads it there and decides, and who does not.

use concordat_access::{Ctx, Scope};
use concordat_kernel::{Error, Id, Refusal, Result, jiff::civil::date};
use concordat_partnership::{Group, NewGroup, add_group};
use concordat_testkit::{World, on_both};

use super::{
    RecordedException, Remedy,
    store::{self, decide_raised, exception_seen, raised_to},
    urls, waits_for,
};
use crate::{
    PlanHead, RecordedPlan,
    pages::stories::{SLICES, after, browser, check, plan as sample},
    store as plans,
};

/// A plan of a working group below a board, which stands below a partnership, with a late action; another group stands
/// beside it.
struct Raised {
    plan: RecordedPlan,
    late: RecordedException,
    officer: Ctx,
    top: Id<Group>,
    board: Id<Group>,
    working: Id<Group>,
    beside: Id<Group>,
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

impl Raised {
    /// Not raised yet.
    async fn not_yet(world: &World) -> Self {
        let top = group(world, "Partnership", None).await;
        let board = group(world, "Board", Some(top)).await;
        let working = group(world, "Working group", Some(board)).await;
        let beside = group(world, "Other group", Some(board)).await;
        let officer = world.somebody("officer");
        let head = sample(world).await.head;
        let owned = PlanHead { group: Some(working.uuid()), ..head.clone() };
        plans::change_plan(&world.store, &officer, &owned).await.unwrap();
        let plan = plans::plan(&world.store, &officer, head.id).await.unwrap();
        let plan = std::sync::Arc::unwrap_or_clone(plan);
        store::check(&world.store, &officer, head.id).await.unwrap();
        let mut tx = world.store.peek().await.unwrap();
        let [late] = store::of_plan(&mut tx, head.id).await.unwrap().try_into().unwrap();
        drop(tx);
        Self { plan, late, officer, top, board, working, beside }
    }

    async fn of(world: &World) -> Self {
        let raised = Self::not_yet(world).await;
        let (late, officer) = (raised.late.id, &raised.officer);
        store::raise_further(&world.store, officer, late, 1, "Only the board has money").await.unwrap();
        raised
    }

    async fn now(&self, world: &World) -> RecordedException {
        exception_seen(&world.store, &self.officer, self.late.id).await.unwrap().1
    }
}

fn at(world: &World, role: &str, group: Id<Group>) -> Ctx {
    world.somebody_at(role, Scope::Within(group.uuid()))
}

fn hidden<T: std::fmt::Debug>(result: Result<T>) -> bool {
    matches!(result, Err(Error::Refusal(Refusal::NotFound)))
}

#[test]
fn the_group_above_reads_what_was_raised_and_nothing_else_of_the_plan() {
    on_both(SLICES, |world| async move {
        let raised = Raised::not_yet(&world).await;
        let (store_, id, plan) = (&world.store, raised.late.id, raised.plan.head.id);
        let member = at(&world, "member", raised.board);
        assert!(hidden(exception_seen(store_, &member, id).await), "it is the working group’s");
        assert_eq!(raised_to(store_, &member).await.unwrap(), []);
        assert!(hidden(decide_raised(store_, &member, id, 1, "Now", None).await));
        assert!(hidden(decide_raised(store_, &raised.officer, id, 1, "Now", None).await), "not raised yet");

        store::raise_further(store_, &raised.officer, id, 1, "Only the board has money").await.unwrap();
        let (_, seen, _) = exception_seen(store_, &member, id).await.unwrap();
        assert_eq!(seen.further.unwrap().because, "Only the board has money");
        let [head] = raised_to(store_, &member).await.unwrap().try_into().unwrap();
        assert!(head.may_decide && head.decided.is_none());
        assert_eq!((head.id, head.group), (id, Some(raised.working.uuid())));
        assert!(!store::history(store_, &member, id).await.unwrap().is_empty());
        let waits = waits_for(store_, &member, &[]).await.unwrap();
        assert_eq!(waits.len(), 1, "{waits:?}");
        assert_eq!(
            (waits[0].text.as_str(), waits[0].href.as_str()),
            ("1 exception waits for a decision", urls::RAISED)
        );

        // The plan stays the working group's, with all else that is in it.
        assert!(hidden(plans::plan(store_, &member, plan).await));
        assert!(hidden(store::exceptions_of(store_, &member, plan).await.map(drop)));
        let remedy = Remedy { what: "x".into(), by: "y".into(), due: date(2026, 12, 1) };
        assert!(hidden(store::remedy(store_, &member, id, 2, remedy).await));
        assert!(hidden(store::resolve(store_, &member, id, 2, "Over").await));
        for (role, group) in [("member", raised.beside), ("chair", raised.beside), ("member", raised.top)] {
            let stranger = at(&world, role, group);
            assert!(hidden(exception_seen(store_, &stranger, id).await), "{role} of another group");
            assert_eq!(raised_to(store_, &stranger).await.unwrap(), []);
            assert!(hidden(decide_raised(store_, &stranger, id, 2, "Ours", None).await));
        }
        let auditor = at(&world, "auditor", raised.board);
        assert!(hidden(exception_seen(store_, &auditor, id).await));
        assert!(hidden(raised_to(store_, &auditor).await));
        assert!(waits_for(store_, &auditor, &[]).await.unwrap().is_empty());
        assert_eq!(raised.now(&world).await.version, 2, "nothing was done");
        world
    });
}

#[test]
fn the_group_above_decides_and_the_working_group_reads_it() {
    on_both(SLICES, |world| async move {
        let raised = Raised::of(&world).await;
        let (store_, id) = (&world.store, raised.late.id);
        let (member, below) = (at(&world, "member", raised.board), at(&world, "member", raised.working));
        assert!(hidden(decide_raised(store_, &below, id, 2, "Ours", None).await), "it went up");
        assert!(hidden(
            decide_raised(store_, &at(&world, "chair", raised.working), id, 2, "Ours", None).await
        ));
        let reader = at(&world, "analyst", raised.board);
        assert!(exception_seen(store_, &reader, id).await.is_ok());
        assert!(hidden(decide_raised(store_, &reader, id, 2, "Mine", None).await), "reading is not deciding");
        assert!(decide_raised(store_, &member, id, 2, " ", None).await.is_err());
        let stale = decide_raised(store_, &member, id, 1, "Pay for it", None).await;
        assert!(matches!(stale, Err(Error::Refusal(Refusal::Conflict))), "{stale:?}");

        decide_raised(store_, &member, id, 2, "The board pays for one year", None).await.unwrap();
        let (_, seen, _) = exception_seen(store_, &below, id).await.unwrap();
        let decided = seen.decided.unwrap();
        assert_eq!(
            (decided.on, decided.because.as_str()),
            (date(2026, 11, 2), "The board pays for one year")
        );
        assert_eq!(seen.remedy, None);
        assert!(waits_for(store_, &member, &[]).await.unwrap().is_empty(), "it waits no longer");
        let remedy = Remedy { what: "Buy the signs".into(), by: "The county".into(), due: date(2026, 12, 1) };
        let again = "The board pays for two years";
        decide_raised(store_, &member, id, 3, again, Some(remedy.clone())).await.unwrap();
        let now = raised.now(&world).await;
        assert_eq!((now.remedy, now.decided.unwrap().because.as_str()), (Some(remedy), again));
        let kept = store::history(store_, &below, id).await.unwrap();
        let words = kept.iter().filter(|one| one.field == "Decision of the partnership");
        assert_eq!(
            words.filter_map(|one| one.former.as_deref()).collect::<Vec<_>>(),
            ["The board pays for one year"]
        );

        // Only those who keep the plan resolve it, and nothing about it changes then.
        store::resolve(store_, &raised.officer, id, 4, "The signs stand").await.unwrap();
        assert!(decide_raised(store_, &member, id, 5, "More", None).await.is_err());
        assert!(exception_seen(store_, &member, id).await.is_ok(), "what was raised can still be read");
        assert_eq!(raised_to(store_, &member).await.unwrap(), []);
        world
    });
}

#[test]
fn a_plan_of_the_partnership_itself_raises_to_its_own_members() {
    on_both(SLICES, |world| async move {
        let raised = Raised::of(&world).await;
        let plan =
            plans::plan(&world.store, &raised.officer, raised.plan.head.id).await.unwrap().head.clone();
        let owned = PlanHead { group: Some(raised.top.uuid()), ..plan };
        plans::change_plan(&world.store, &raised.officer, &owned).await.unwrap();
        let (member, board) = (at(&world, "member", raised.top), at(&world, "member", raised.board));
        assert!(hidden(exception_seen(&world.store, &board, raised.late.id).await), "it is no longer above");
        decide_raised(&world.store, &member, raised.late.id, 2, "Agreed", None).await.unwrap();
        world
    });
}

#[test]
fn a_member_of_the_board_is_led_to_what_waits_and_decides_it() {
    on_both(SLICES, |world| async move {
        let raised = Raised::of(&world).await;
        let id = raised.late.id;
        let mut member = browser(&world, &format!("member@{}", raised.board));
        let list = member.get(urls::RAISED).await;
        check(&list, 200, &["Only the board has money", "Working group", "2.1", &urls::exception(id)]);
        let page = member.get(&urls::exception(id)).await;
        check(&page, 200, &["Only the board has money", "Record what was decided", "All that was raised"]);
        for to in [crate::urls::plan(raised.plan.head.id), crate::urls::action(raised.late.action)] {
            assert!(!page.text.contains(&to), "{to} is not for them");
            check(&member.get(&to).await, 404, &[]);
        }
        let form = urls::decide_raised(id);
        check(&member.get(&form).await, 200, &["What did the partnership decide?", "was due by"]);
        let wrong = [("version", "2"), ("decision", "Pay"), ("remedy", "Signs")];
        check(&member.post(&form, &wrong).await, 422, &["Enter the day by which", "Pay"]);
        let right = [
            ("version", "2"),
            ("decision", "The board pays"),
            ("remedy", "Buy the signs"),
            ("remedy_by", "The county"),
            ("due-day", "1"),
            ("due-month", "12"),
            ("due-year", "2026"),
        ];
        let done = member.post(&form, &right).await;
        let page = after(&mut member, done).await;
        check(&page, 200, &["The decision is recorded.", "The board pays", "Buy the signs"]);
        check(&member.post(&form, &right).await, 422, &["Someone else changed this", "The board pays"]);
        check(&member.get(urls::RAISED).await, 200, &["Decided, and still open", "The board pays"]);

        let mut below = browser(&world, &format!("member@{}", raised.working));
        let page = below.get(&urls::exception(id)).await;
        check(&page, 200, &["The board pays", "Buy the signs", "Action plans"]);
        assert!(!page.text.contains("Change what was decided"));
        check(&below.get(&form).await, 404, &[]);
        let mut beside = browser(&world, &format!("member@{}", raised.beside));
        check(&beside.get(&urls::exception(id)).await, 404, &[]);
        let list = beside.get(urls::RAISED).await;
        check(&list, 200, &["None."]);
        assert!(!list.text.contains("Only the board"));
        world
    });
}
