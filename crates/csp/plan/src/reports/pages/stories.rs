//! Stories of the reports, told through a browser on both databases.

use concordat_access::Scope;
use concordat_kernel::{Id, jiff::SignedDuration};
use concordat_store::{args, sql};
use concordat_testkit::{World, on_both};

use crate::{
    Plan, RecordedPlan, State,
    pages::stories::{SLICES, after, browser, check, plan},
    reports::{Asked, document::Block, draw, store, urls},
    store::{self as plans, ActionEdit},
};

sql! {
    EXPORTS = "SELECT COUNT(*) FROM audit WHERE kind = 'plan_report' AND action = 'plan_report.export' AND outcome = 'done'";
    BY_STATE = "SELECT p.title, a.state, COUNT(*)
                FROM plan_action a JOIN plan_priority p ON p.id = a.priority_id
                WHERE a.plan_id = $1 GROUP BY p.title, a.state";
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
