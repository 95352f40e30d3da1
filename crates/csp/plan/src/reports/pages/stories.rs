//! Stories of the reports, told through a browser on both databases.

use concordat_access::Scope;
use concordat_kernel::{Id, Month, Period, jiff::SignedDuration};
use concordat_report::Block;
use concordat_store::{args, sql};
use concordat_testkit::{World, on_both};

use crate::{
    Plan, RecordedPlan, State,
    measures::{Amount, Kind, Setting, Typed, add_value, measures_of_plan, set as say_of_measure},
    pages::stories::{SLICES, after, browser, check, plan},
    reports::{Asked, draw, store, urls},
    store::{self as plans, ActionEdit},
    versions::{Decided, NewProposal, decide, propose},
};

sql! {
    EXPORTS = "SELECT COUNT(*) FROM audit WHERE kind = 'plan_report' AND action = 'plan_report.export' AND outcome = 'done'";
    BY_STATE = "SELECT p.title, a.state, COUNT(*)
                FROM plan_action a JOIN plan_priority p ON p.id = a.priority_id
                WHERE a.plan_id = $1 GROUP BY p.title, a.state";
    MEASURES = "SELECT COUNT(*), COUNT(m.target), (SELECT COUNT(*) FROM plan_measure_value WHERE replaced_by IS NULL)
                FROM plan_item i
                JOIN plan_row r ON r.id = i.row_id
                JOIN plan_action a ON a.id = r.action_id
                LEFT JOIN plan_measure m ON m.item_id = i.id
                WHERE a.plan_id = $1 AND i.kind = 'measure'";
    PROPOSALS = "SELECT state, COUNT(*) FROM plan_proposal WHERE plan_id = $1 GROUP BY state ORDER BY state";
}

async fn exports(world: &World) -> i64 {
    let (count,): (i64,) = world.store.peek().await.unwrap().one(&EXPORTS, args![]).await.unwrap();
    count
}

async fn set(world: &World, plan: &RecordedPlan, number: &str, state: State) {
    let officer = world.somebody("officer");
    let (_, action) = plan.actions().find(|(_, action)| action.content.number == number).unwrap();
    let now = plans::plan_of_action(&world.store, &officer, action.id).await.unwrap();
    let (_, action) = now.action(action.id).unwrap();
    let edit = ActionEdit { version: action.version, content: action.content.clone(), state };
    plans::change_action(&world.store, &officer, action.id, edit).await.unwrap();
}

#[test]
fn a_member_reads_the_reports_and_takes_them_away_leaving_a_trace() {
    on_both(SLICES, |world| async move {
        let recorded = plan(&world).await;
        let id = recorded.head.id;
        world.clock.advance(SignedDuration::from_hours(24 * 40));
        set(&world, &recorded, "1.1", State::AtRisk).await;
        let mut member = browser(&world, "member");
        check(&member.get(&urls::reports(id)).await, 200, &["Progress report", "Year-end summary"]);
        let page = member.get(&urls::report(id, "progress", "")).await;
        check(&page, 200, &["Exceptions", "States that changed since", "At risk", "Who did not answer"]);
        // What changed before the day that was chosen is not told.
        let later = member.get(&urls::report(id, "progress", "?since=2027-06-01")).await;
        check(&later, 200, &["No action changed its state since 1 June 2027."]);
        check(
            &member.get(&urls::report(id, "year-end", "")).await,
            200,
            &["Carried forward", "No focus topic"],
        );
        check(&member.get(&urls::report(id, "leads", "")).await, 200, &["Merrowshire County Council"]);
        let lead = member.get(&urls::report(id, "leads", "?lead=Merrowshire+County+Council")).await;
        check(&lead, 200, &["What is open", "Help it asked for"]);
        check(&member.get(&urls::report(id, "leads", "?lead=Nobody")).await, 404, &[]);
        let before = exports(&world).await;
        for name in ["progress", "year-end", "leads"] {
            for extension in ["pdf", "docx", "xlsx"] {
                let file = member.get(&urls::report(id, &format!("{name}.{extension}"), "")).await;
                check(&file, 200, &[]);
                assert!(file.headers["content-disposition"].contains(&format!("2026-27.{extension}")));
            }
        }
        assert_eq!(exports(&world).await, before + 9);
        let mut auditor = browser(&world, "auditor");
        for page in
            [urls::reports(id), urls::report(id, "progress", ""), urls::report(id, "progress.pdf", "")]
        {
            check(&auditor.get(&page).await, 404, &[]);
        }
        // Somebody who belongs to another group finds nothing, whatever they hold there.
        let elsewhere = world.somebody_at("officer", Scope::Within(Id::<Plan>::from_uuid(id.uuid()).uuid()));
        assert!(draw(&world.store, &elsewhere, store::VIEW, id, &Asked::YearEnd).await.is_err());
        world
    });
}

#[test]
fn an_officer_keeps_the_years_focus_topics() {
    on_both(SLICES, |world| async move {
        let id = plan(&world).await.head.id;
        let mut officer = browser(&world, "officer");
        check(&officer.get(&urls::topics(id)).await, 200, &["None is chosen yet", "Add a focus topic"]);
        let form = urls::new_topic(id);
        check(&officer.get(&form).await, 200, &["Safer streets and squares"]);
        let nothing = [("title", "After dark"), ("actions", "")];
        check(&officer.post(&form, &nothing).await, 422, &["Choose a priority, or enter the number"]);
        let wrong = [("title", "After dark"), ("actions", "1.1, 7.7")];
        check(&officer.post(&form, &wrong).await, 422, &["The plan has no action 7.7.", "1.1, 7.7"]);
        let right = [
            ("title", "After dark"),
            ("because", "Asked in June"),
            ("priorities", "Safer streets and squares"),
            ("actions", "2.1"),
            ("commentary", "Two walks <b>were</b> held."),
        ];
        let page = officer.post(&form, &right).await;
        check(&after(&mut officer, page).await, 200, &["After dark", "Action 2.1", "Asked in June"]);
        check(&officer.post(&form, &right).await, 422, &["The plan has a topic of that title."]);
        let page = officer.get(&urls::report(id, "year-end", "")).await;
        check(&page, 200, &["Two walks &lt;b&gt;were&lt;/b&gt; held.", "Actions under the topic After dark"]);

        let (member, _) = (browser(&world, "member").get(&urls::topics(id)).await, ());
        check(&member, 200, &["After dark"]);
        assert!(!member.text.contains("Give up") && !member.text.contains("Add a focus topic"));

        let topic = page_of(&world, id).await;
        let mut second = browser(&world, "officer");
        check(&second.get(&topic).await, 200, &["After dark", "2.1"]);
        let saved = [("version", "1"), ("title", "After dark"), ("actions", "1.1"), ("commentary", "Three.")];
        let page = officer.post(&topic, &saved).await;
        check(&after(&mut officer, page).await, 200, &["Action 1.1"]);
        // The second officer's words are not lost, and overwrite nothing.
        let stale = [("version", "1"), ("title", "After dusk"), ("actions", "2.1"), ("commentary", "Four.")];
        check(&second.post(&topic, &stale).await, 409, &["After dusk", "Three.", "Four."]);
        let page = officer.post(&format!("{topic}/give-up"), &[("version", "2")]).await;
        check(&after(&mut officer, page).await, 200, &["None is chosen yet"]);
        check(&officer.get(&topic).await, 404, &[]);
        world
    });
}

/// The address of the plan's first topic.
async fn page_of(world: &World, plan: Id<Plan>) -> String {
    let (facts, _) = store::facts(&world.store, &world.somebody("officer"), store::VIEW, plan).await.unwrap();
    urls::topic(facts.topics[0].id)
}

#[test]
fn the_reports_numbers_are_counts_of_the_record() {
    on_both(SLICES, |world| async move {
        let officer = world.somebody("officer");
        let recorded = plan(&world).await;
        let id = recorded.head.id;
        let numbers: Vec<String> =
            recorded.actions().map(|(_, action)| action.content.number.clone()).collect();
        // Every state in turn for every action: each time the chart is what the database itself counts.
        for (turn, state) in State::CHOICES.into_iter().enumerate().skip(1) {
            set(&world, &recorded, &numbers[turn % numbers.len()], state).await;
            let report = draw(&world.store, &officer, store::VIEW, id, &Asked::Progress(None)).await.unwrap();
            let chart = report
                .sections
                .iter()
                .flat_map(|section| &section.blocks)
                .find_map(|block| if let Block::Chart(chart) = block { Some(chart) } else { None })
                .unwrap();
            let mut counted: Vec<(String, String, i64)> =
                world.store.peek().await.unwrap().all(&BY_STATE, args![id]).await.unwrap();
            counted.retain(|(_, state, _)| state != "withdrawn");
            let mut shown = Vec::new();
            for (name, counts) in &chart.bars {
                for ((label, _), count) in chart.kinds.iter().zip(counts).filter(|(_, count)| **count > 0) {
                    let state = State::ALL.into_iter().find(|state| state.to_string() == *label).unwrap();
                    let title = name.split_once(". ").map_or(name.as_str(), |(_, title)| title);
                    shown.push((title.to_owned(), state.word().to_owned(), i64::try_from(*count).unwrap()));
                }
            }
            shown.sort();
            counted.sort();
            assert_eq!(shown, counted);
        }
        world
    });
}

#[test]
fn measures_and_proposals_are_told_as_the_record_keeps_them() {
    on_both(SLICES, |world| async move {
        let officer = world.somebody("officer");
        let recorded = plan(&world).await;
        let id = recorded.head.id;
        let first = measures_of_plan(&world.store, &officer, id).await.unwrap().remove(0);
        let month = |month| Month::new(2026, month).unwrap();
        for (from, text) in [(4, "5"), (7, "12"), (7, "11")] {
            let months = Period { from: month(from), to: month(from + 2) };
            let typed =
                Typed { period: months, text: text.to_owned(), note: String::new(), by: None, update: None };
            let now = measures_of_plan(&world.store, &officer, id).await.unwrap().remove(0);
            let former = now.current().find(|value| value.period == months).map(|value| value.id);
            add_value(&world.store, &officer, first.item, typed, former).await.unwrap();
        }
        let forty = Setting {
            kind: Some(Kind::Count),
            baseline: Some(Amount::hundredths(0)),
            baseline_on: Month::new(2026, 3),
            target: Some(Amount::hundredths(4_000)),
            target_on: Month::new(2027, 3),
            ..Setting::default()
        };
        let version = measures_of_plan(&world.store, &officer, id).await.unwrap().remove(0).version;
        say_of_measure(&world.store, &officer, first.item, version, &forty).await.unwrap();
        let withdraw = NewProposal::Withdraw { action: first.action };
        let words = ("It is needed", "Working group, item 3");
        for how in [Some(Decided::Decline), None] {
            let made = propose(&world.store, &officer, id, &withdraw, "Done elsewhere").await.unwrap();
            if let Some(how) = how {
                decide(&world.store, &officer, (made, 1), &how, words).await.unwrap();
            }
        }

        let (facts, _) = store::facts(&world.store, &officer, store::VIEW, id).await.unwrap();
        let mut peek = world.store.peek().await.unwrap();
        let (measures, targets, values): (i64, i64, i64) = peek.one(&MEASURES, args![id]).await.unwrap();
        let count = |n: usize| i64::try_from(n).unwrap();
        assert!(measures > targets, "some measure of the sample has no target");
        assert_eq!(count(facts.measures.len()), measures);
        assert_eq!(count(facts.measures.iter().filter(|one| one.target.is_some()).count()), targets);
        assert_eq!(count(facts.measures.iter().map(|one| one.values.len()).sum()), values);
        let proposals: Vec<(String, i64)> = peek.all(&PROPOSALS, args![id]).await.unwrap();
        let told = |state: &str| {
            let of = |one: &&crate::reports::facts::ProposalFact| match &one.decided {
                None => state == "open",
                Some((_, outcome)) => outcome.to_lowercase() == state,
            };
            count(facts.proposals.iter().filter(of).count())
        };
        assert_eq!(proposals, [("declined".to_owned(), told("declined")), ("open".to_owned(), told("open"))]);
        assert_eq!((told("declined"), told("open")), (1, 1));

        // The report says the same in words.
        let mut member = browser(&world, "member");
        let page = member.get(&urls::report(id, "progress", "")).await;
        let without = format!("{} measures have no target", measures - targets);
        check(
            &page,
            200,
            &[
                "40 by March 2027",
                "July to September 2026",
                "1 measure is off course.",
                "Off course: 11 of 40 by September 2026;",
                "1 proposal waits for a decision.",
                "Done elsewhere",
                "Declined",
                "It is needed (Working group, item 3)",
                &without,
            ],
        );
        world
    });
}
