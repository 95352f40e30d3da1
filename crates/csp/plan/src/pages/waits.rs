//! What the plan puts on somebody's home page. What a line counts is what the table that it leads
//! to shows: both go through the same [`Filter`].

use std::sync::Arc;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{AnyId, Result, jiff::civil::Date};
use concordat_store::Store;
use concordat_web::{Answers, Waiting};

use super::{
    filter::Filter,
    words::{count, count_first},
};
use crate::{
    RecordedPlan,
    exceptions::acts_for,
    store::{self, StagedFile},
    urls,
};

/// The plans that run today, then files for other plans.
pub(crate) async fn waits_for(store: &Store, ctx: &Ctx, plans: &[Arc<RecordedPlan>]) -> Result<Vec<Waiting>> {
    let today = ctx.clock.today();
    let files = store::staged_files(store, ctx).await?;
    let acts_for = if plans.is_empty() { Vec::new() } else { acts_for(store, ctx).await? };
    let mut waiting = Vec::new();
    for plan in plans {
        let keeps =
            store.may(ctx, store::CHANGE_ACTION, &Resource::any("plan_action").within(plan.head.group));
        waiting.extend(actions(plan, today, keeps));
        waiting.extend(led(plan, today, &acts_for));
        let of_plan: Vec<&StagedFile> =
            files.iter().filter(|file| file.plan_id == Some(plan.head.id)).collect();
        waiting.extend(to_look_through(&of_plan));
    }
    let elsewhere: Vec<&StagedFile> =
        files.iter().filter(|file| plans.iter().all(|plan| Some(plan.head.id) != file.plan_id)).collect();
    // Files that would make a new plan have no page in common: each is named.
    let together = |a: &&StagedFile, b: &&StagedFile| a.plan_id.is_some() && a.plan_id == b.plan_id;
    waiting.extend(elsewhere.chunk_by(together).filter_map(to_look_through));
    Ok(waiting)
}

/// What waits of a plan's actions; `keeps` for those who keep it up to date.
fn actions(plan: &RecordedPlan, today: Date, keeps: bool) -> Vec<Waiting> {
    let line = |query: &str, one: &str, several: &str| {
        let n = Filter::read(&Answers::decode(query.as_bytes())).of(plan, today).len();
        (n > 0).then(|| Waiting {
            heading: plan.head.title.clone(),
            text: count(n, one, several),
            href: format!("{}?{query}", urls::actions(plan.head.id)),
        })
    };
    let overdue = line("when=overdue", "action is overdue", "actions are overdue");
    let soon = line(
        "when=soon",
        "action has something due in the next 3 months",
        "actions have something due in the next 3 months",
    );
    let silent =
        keeps.then(|| line("state=no-update", "action has no update yet", "actions have no update yet"));
    [overdue, soon, silent.flatten()].into_iter().flatten().collect()
}

/// What is due of the actions that a body leads for which somebody acts: by the words that the plan calls it by.
fn led(plan: &RecordedPlan, today: Date, acts_for: &[AnyId]) -> Vec<Waiting> {
    let bodies = plan.actions().flat_map(|(_, action)| &action.lead_bodies);
    let theirs = bodies.filter(|lead| acts_for.contains(&lead.body)).map(|lead| lead.written.as_str());
    let mut leads: Vec<&str> = Vec::new();
    for lead in theirs {
        if !leads.iter().any(|known| known.to_lowercase() == lead.to_lowercase()) {
            leads.push(lead);
        }
    }
    let line = |lead: &str, when: &str, words: &str| {
        let query = leads_query(lead, when);
        let n = Filter::read(&Answers::decode(query.as_bytes())).of(plan, today).len();
        (n > 0).then(|| Waiting {
            heading: plan.head.title.clone(),
            text: format!("{lead} leads {} {words}", count(n, "action", "actions")),
            href: format!("{}?{query}", urls::actions(plan.head.id)),
        })
    };
    let lines = leads.into_iter().flat_map(|lead| {
        [
            line(lead, "overdue", "open after the last day"),
            line(lead, "soon", "with something due in the next 3 months"),
        ]
    });
    lines.flatten().collect()
}

/// The query for what a lead has due.
fn leads_query(lead: &str, when: &str) -> String {
    format!("when={when}&lead={}", urls::encoded(lead))
}

/// One line for the files of one plan: to the file when it is the only one, otherwise to the plan.
fn to_look_through(files: &[&StagedFile]) -> Option<Waiting> {
    let first = files.first()?;
    let heading = first.title.clone().unwrap_or_else(|| "A new action plan".to_owned());
    Some(match (files, first.plan_id) {
        ([_, _, ..], Some(plan)) => Waiting {
            heading,
            text: count_first(files.len(), "file", "files") + " wait to be looked through",
            href: urls::plan(plan),
        },
        _ => Waiting {
            heading,
            text: format!("The file {} waits to be looked through", first.file_name),
            href: urls::staged(first.id),
        },
    })
}

#[cfg(test)]
mod tests {
    use concordat_kernel::jiff::{SignedDuration, civil::date};
    use concordat_testkit::on_both;

    use super::{waits_for as waits_of, *};
    use crate::{
        import::Reading,
        pages::{
            samples,
            stories::{SLICES, plan as recorded},
        },
        store::{discard, import_of, stage},
    };

    async fn waits_for(store: &Store, ctx: &Ctx) -> Result<Vec<Waiting>> {
        waits_of(store, ctx, &store::running(store, ctx).await?).await
    }

    fn texts(waiting: &[Waiting]) -> Vec<&str> {
        waiting.iter().map(|one| one.text.as_str()).collect()
    }

    #[test]
    fn each_line_counts_what_its_table_shows() {
        let plan = samples::plan();
        let waiting = actions(&plan, date(2027, 1, 15), true);
        let expected = [
            "1 action is overdue",
            "2 actions have something due in the next 3 months",
            "1 action has no update yet",
        ];
        assert_eq!(texts(&waiting), expected);
        assert!(waiting[0].href.ends_with("/actions?when=overdue"));
        assert_eq!(texts(&actions(&plan, date(2027, 1, 15), false)), expected[..2]);
        assert!(actions(&samples::empty_plan(), date(2027, 1, 15), true).is_empty());
    }

    #[test]
    fn whoever_acts_for_a_lead_sees_what_it_has_due() {
        let plan = samples::plan();
        let police = plan.priorities[0].actions[0].lead_bodies[0].body;
        let waiting = led(&plan, date(2027, 1, 15), &[police]);
        assert!(!waiting.is_empty());
        for line in &waiting {
            assert!(line.text.starts_with("Merrowshire Police leads "), "{}", line.text);
            let (_, query) = line.href.split_once('?').unwrap();
            assert!(query.ends_with("&lead=Merrowshire%20Police"), "{query}");
            let found = Filter::read(&Answers::decode(query.as_bytes())).of(&plan, date(2027, 1, 15)).len();
            assert!(line.text.contains(&format!("leads {found} ")), "{}", line.text);
        }
        assert!(led(&plan, date(2027, 1, 15), &[]).is_empty());
    }

    #[test]
    fn files_wait_for_those_who_bring_them_in_until_they_are_set_aside() {
        on_both(SLICES, |world| async move {
            let (officer, member) = (world.somebody("officer"), world.somebody("member"));
            let plan = recorded(&world).await.head.id;
            let files = async |ctx: &Ctx| -> Vec<Waiting> {
                let mut lines = waits_for(&world.store, ctx).await.unwrap();
                lines.retain(|line| line.text.contains("looked through"));
                lines
            };
            assert!(files(&officer).await.is_empty());
            let new = async |name: &str, into| {
                world.clock.advance(SignedDuration::from_mins(1));
                stage(&world.store, &officer, name, "00", &Reading::default(), into).await.unwrap()
            };
            let first = new("police.csv", Some(plan)).await;
            let lines = files(&officer).await;
            assert_eq!(texts(&lines), ["The file police.csv waits to be looked through"]);
            assert_eq!(lines[0].href, urls::staged(first));
            new("fire.csv", Some(plan)).await;
            let (third, fourth) = (new("next.docx", None).await, new("other.docx", None).await);
            let lines = files(&officer).await;
            assert_eq!(lines[0].text, "2 files wait to be looked through");
            let hrefs: Vec<&str> = lines.iter().map(|line| line.href.as_str()).collect();
            assert_eq!(hrefs, [urls::plan(plan), urls::staged(third), urls::staged(fourth)]);
            assert!(files(&member).await.is_empty());
            let staged = import_of(&world.store, &officer, third).await.unwrap();
            discard(&world.store, &officer, &staged.head).await.unwrap();
            assert_eq!(files(&officer).await.len(), 2);
            assert!(waits_for(&world.store, &world.somebody("auditor")).await.unwrap().is_empty());
            world
        });
    }

    #[test]
    fn a_plan_waits_for_nobody_outside_its_period() {
        on_both(SLICES, |world| async move {
            let officer = world.somebody("officer");
            recorded(&world).await;
            assert!(!waits_for(&world.store, &officer).await.unwrap().is_empty());
            world.clock.advance(SignedDuration::from_hours(24 * 366 * 3));
            assert!(waits_for(&world.store, &officer).await.unwrap().is_empty());
            world
        });
    }
}
