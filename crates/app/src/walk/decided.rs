use concordat_store::{args, sql};
use concordat_testkit::{Browser, Page, World, on_both};

use super::{county, routes::signed_in};
use crate::SLICES;

sql! {
    // An action that nobody edited, so that the form carries version 1.
    ACTION = "SELECT id FROM plan_action WHERE state <> 'withdrawn' AND version = 1 ORDER BY id LIMIT 1";
    OPEN = "SELECT u.id FROM meetings_minute u JOIN meetings_meeting m ON m.id = u.meeting
            JOIN meetings_item i ON i.id = u.item
            WHERE m.minutes = 'draft' AND i.restricted = 0 ORDER BY u.number LIMIT 1";
    CLOSED = "SELECT u.id FROM meetings_minute u JOIN meetings_meeting m ON m.id = u.meeting
              JOIN meetings_item i ON i.id = u.item
              WHERE m.minutes = 'draft' AND i.restricted = 1 ORDER BY u.number LIMIT 1";
    DRAFT = "SELECT id FROM meetings_meeting WHERE minutes = 'draft' ORDER BY held_on LIMIT 1";
    COMMENT = "SELECT id FROM meetings_follow_up WHERE text = 'Say by when the lamps are lit.'";
    ABOUT = "SELECT id FROM meetings_decision WHERE about_id = $1 AND public_text = $2";
}

async fn one(
    world: &World,
    sql: &'static concordat_store::Sql,
    args: Vec<concordat_store::Value>,
) -> Option<String> {
    let found: Option<(String,)> = world.store.peek().await.unwrap().opt(sql, args).await.unwrap();
    found.map(|(id,)| id)
}

#[track_caller]
fn says(page: &Page, words: &[&str]) {
    assert_eq!(page.status, 200, "{}", page.text);
    for words in words {
        assert!(page.text.contains(words), "`{words}` is not on the page: {}", page.text);
    }
}

/// Records a decision about a thing under a minute, as the form does, and returns its page.
async fn decide(world: &World, officer: &mut Browser, minute: &str, action: &str, text: &str) -> String {
    let path = format!("/minutes/{minute}/decide");
    officer.get(&path).await;
    let about = format!("/actions/{action}");
    let form = [("kind", "agree"), ("public_text", text), ("about", about.as_str())];
    let page = officer.post(&path, &form).await;
    assert_eq!(page.status, 303, "{}", page.text);
    let id = one(world, &ABOUT, args![action, text]).await.unwrap();
    format!("/decisions/{id}")
}

/// A decision about an action is carried out in the action's own form, and each tells of the other.
#[test]
fn a_decision_is_carried_out_and_told_at_both_ends() {
    on_both(SLICES, |world| async move {
        let sample = county(&world).await;
        let action = one(&world, &ACTION, args![]).await.unwrap();
        let minute = one(&world, &OPEN, args![]).await.unwrap();
        let mut officer = signed_in(&world, &sample, Some("officer")).await;
        let here = decide(&world, &mut officer, &minute, &action, "The dates were changed.").await;
        let page = officer.get(&here).await;
        says(&page, &["Nothing has been done because of it yet.", "Carry it out", "Change action"]);
        let decision = here.trim_start_matches("/decisions/");
        let form = format!("/actions/{action}/edit?because=meeting_decision/{decision}");
        assert!(page.text.contains(&form), "{}", page.text);

        let page = officer.get(&form).await;
        let tied = format!("action=\"/actions/{action}/edit?because=meeting_decision/{decision}\"");
        says(&page, &["What is done here carries out:", &tied]);
        let edit = [
            ("version", "1"),
            ("number", "99.1"),
            ("objective", "Light the park"),
            ("state", "on-track"),
            ("rows", "1"),
            ("row-1-steps", "Ask residents"),
        ];
        assert_eq!(officer.post(&form, &edit).await.status, 303);
        says(&officer.get(&here).await, &["Carried out on", "Action 99.1 Light the park"]);
        let page = officer.get(&format!("/actions/{action}")).await;
        says(&page, &["Decided in", "The dates were changed.", "carrying out", &here]);

        // A form that is tied to something that is not there does nothing.
        let untied = format!("/actions/{action}/edit?because=meeting_decision/{action}");
        let page = officer.post(&untied, &edit).await;
        assert!(page.text.contains("Nothing was done."), "{}", page.text);

        // Proposed because of it: the proposal says so, and quotes it.
        let propose = format!("/actions/{action}/propose-withdrawal?because=meeting_decision/{decision}");
        officer.get(&propose).await;
        let made = officer.post(&propose, &[("why", "Decided")]).await;
        says(
            &officer.get(made.location.as_deref().unwrap()).await,
            &["Decided in", "The dates were changed."],
        );
        says(&officer.get(&here).await, &["Proposal to withdraw action 99.1"]);
        world
    });
}

/// A comment by scrutiny about an action is answered and taken up in the plan, and its page tells of both.
#[test]
fn a_comment_by_scrutiny_is_tracked_to_its_answer_and_to_the_plan() {
    on_both(SLICES, |world| async move {
        let sample = county(&world).await;
        let action = one(&world, &ACTION, args![]).await.unwrap();
        let meeting = one(&world, &DRAFT, args![]).await.unwrap();
        let mut officer = signed_in(&world, &sample, Some("officer")).await;
        let path = format!("/meetings/{meeting}/follow-up");
        officer.get(&path).await;
        let about = format!("/actions/{action}");
        let form = [
            ("kind", "comment"),
            ("text", "Say by when the lamps are lit."),
            ("owner", "Officer"),
            ("about", about.as_str()),
        ];
        assert_eq!(officer.post(&path, &form).await.status, 303);
        let id = one(&world, &COMMENT, args![]).await.unwrap();
        let here = format!("/follow-ups/{id}");
        says(
            &officer.get(&here).await,
            &["Say by when the lamps are lit.", "Answer", "Not yet", "Change action"],
        );
        let move_it = format!("/actions/{action}/propose-withdrawal?because=meeting_follow_up/{id}");
        says(&officer.get(&move_it).await, &["What is done here carries out:", "Comment to be answered"]);
        assert_eq!(officer.post(&move_it, &[("why", "Scrutiny asked")]).await.status, 303);
        let answer = [("on-day", "1"), ("on-month", "6"), ("on-year", "2024"), ("outcome", "By March.")];
        let done = format!("{here}/done");
        officer.get(&done).await;
        assert_eq!(officer.post(&done, &answer).await.status, 303);
        says(&officer.get(&here).await, &["By March.", "Carried out on", "Proposal to withdraw action"]);
        world
    });
}

/// Whoever may not read a restricted item is not told of a decision in it: not by its page, nor by the thing's.
#[test]
fn a_decision_in_a_restricted_item_is_not_told_to_others() {
    on_both(SLICES, |world| async move {
        let sample = county(&world).await;
        let action = one(&world, &ACTION, args![]).await.unwrap();
        let minute = one(&world, &CLOSED, args![]).await.expect("a draft minute of a restricted item");
        let mut officer = signed_in(&world, &sample, Some("officer")).await;
        let here = decide(&world, &mut officer, &minute, &action, "The address was withheld.").await;
        says(&officer.get(&here).await, &["Official-Sensitive", "The address was withheld."]);
        let page = officer.get(&format!("/actions/{action}")).await;
        says(&page, &["Decided in", "The address was withheld.", "not for publication"]);
        let decision = here.trim_start_matches("/decisions/");
        let form = format!("/actions/{action}/withdraw?because=meeting_decision/{decision}");
        // What partners read beside the action does not quote it.
        assert!(!officer.get(&form).await.text.contains("The address was withheld."));
        let withdrawn = officer.post(&form, &[("version", "1"), ("because", "Another group does it")]).await;
        assert_eq!(withdrawn.status, 303, "{}", withdrawn.text);

        let mut analyst = signed_in(&world, &sample, Some("analyst")).await;
        let page = analyst.get(&format!("/actions/{action}")).await;
        says(&page, &["Another group does it"]);
        for hidden in ["The address was withheld.", decision, "carrying out"] {
            assert!(!page.text.contains(hidden), "{hidden}: {}", page.text);
        }
        assert_eq!(analyst.get(&here).await.status, 404);
        world
    });
}
