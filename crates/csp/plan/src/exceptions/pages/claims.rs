//! What is said to be done in a plan: what waits to be assured, and what the group said to the rest.

use std::collections::HashMap;

use concordat_access::Resource;
use concordat_kernel::{Id, Ref};
use concordat_web::{
    Answer, At, Reader, cells, page,
    parts::{Breadcrumbs, Details, Html, Shell, Table},
};

use super::{
    list::{ListPage, Part},
    words,
};
use crate::{
    Action, Plan, RecordedAction, RecordedPlan, State,
    exceptions::{RecordedClaim, Verdict, store, urls},
    pages::{self, words as plan_words},
    progress::RecordedEvidence,
};

/// The rules of assurance, for the page.
pub(super) const RULES: [&str; 4] = [
    "A lead says that an action is done, and when. Where several lead it, it waits to be assured once all of them have said so.",
    "The group assures it, or returns it with a note; what is returned goes back to how it stands. Both dates are kept.",
    "Nobody assures for their own body: not who fills or stands in for a seat of a body that leads the action, and not who holds a role for one.",
    "Where a lead is not recognised as a body of the partnership nothing can be told, and nobody is kept from it.",
];

/// What the page shows of claims, with what only the record knows.
pub(super) struct Seen<'a> {
    pub(super) plan: &'a RecordedPlan,
    pub(super) claims: &'a [RecordedClaim],
    pub(super) evidence: &'a HashMap<Id<Action>, Vec<Html>>,
    pub(super) names: &'a HashMap<String, String>,
    pub(super) may_decide: bool,
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let (plan, claims, found) = store::claims_seen(reader.store(), &reader.ctx, id).await?;
    let evidence = found.into_iter().map(|(action, all)| (action, evidence_words(&reader, &all))).collect();
    let actors: Vec<&str> = claims.iter().filter_map(|claim| claim.decided_by.as_deref()).collect();
    let names = plan_words::names(&reader, &actors).await?;
    let resource = Resource::any("plan_assurance").within(plan.head.group);
    let may_decide = reader.may(store::DECIDE, &resource);
    let shell = shell(pages::shell(&reader, "Said to be done"), &plan);
    page(&view(shell, &Seen { plan: &plan, claims: &claims, evidence: &evidence, names: &names, may_decide }))
}

/// What shows that something was done, each as a link where there is one.
pub(super) fn evidence_words(reader: &Reader, evidence: &[RecordedEvidence]) -> Vec<Html> {
    let sent = evidence.iter().filter(|one| one.update.is_some());
    let words = sent.map(|one| {
        let web = |address: &&String| address.starts_with("https://") || address.starts_with("http://");
        let address = one.address.as_ref().filter(web).cloned();
        match address.or_else(|| reader.app.link(&Ref::to(one.id))) {
            Some(href) => Html::link(&href, &one.title),
            None => Html::text(&one.title),
        }
    });
    words.collect()
}

fn shell(shell: Shell, plan: &RecordedPlan) -> Shell {
    let trail = Breadcrumbs::new()
        .page("Action plans", crate::urls::PLANS)
        .page(&plan.head.title, crate::urls::plan(plan.head.id))
        .here("Said to be done");
    shell.trail(trail).wide()
}

fn view(shell: Shell, seen: &Seen<'_>) -> ListPage {
    let with: Vec<(&RecordedClaim, &RecordedAction)> =
        seen.claims.iter().filter_map(|claim| Some((claim, seen.plan.action(claim.action)?.1))).collect();
    let waiting: Vec<_> = with.iter().filter(|(claim, action)| claim.waits(action)).copied().collect();
    let partly: Vec<_> = with
        .iter()
        .filter(|(claim, action)| claim.verdict == Verdict::Waiting && !claim.waits(action))
        .copied()
        .collect();
    let decided: Vec<_> =
        with.iter().rev().filter(|(claim, _)| claim.verdict != Verdict::Waiting).copied().collect();
    let unclaimed: Vec<&RecordedAction> = seen
        .plan
        .actions()
        .map(|(_, action)| action)
        .filter(|action| {
            action.state == State::Done && !seen.claims.iter().any(|one| one.action == action.id)
        })
        .collect();
    let mut parts = vec![
        part("waiting", "Waits to be assured", waiting_table(seen, &waiting)),
        part("decided", "Assured or returned", decided_table(seen, &decided)),
    ];
    if !partly.is_empty() {
        let words = "One lead says so, but the action does not stand as done: another lead has not said so yet, or has said something else since.";
        let table = decided_table(seen, &partly);
        parts.push(Part {
            id: "partly",
            heading: "Not said by all".to_owned(),
            words: words.to_owned(),
            table,
        });
    }
    if !unclaimed.is_empty() {
        let words = "These stand as done in the plan, but no lead has said so in an update, so there is nothing to assure.";
        let table = Table::new("Done without a lead’s word")
            .caption_hidden()
            .columns(["Action", "Objective", "Leads"])
            .row_headers()
            .small()
            .rows(unclaimed.iter().map(|action| {
                cells![
                    plan_words::number(action),
                    plan_words::objective(&action.content),
                    words::leads(action)
                ]
            }));
        let heading = "Done without a lead’s word".to_owned();
        parts.push(Part { id: "unclaimed", heading, words: words.to_owned(), table: Some(table) });
    }
    let n = waiting.len();
    let found = format!("{} to be assured.", plan_words::count_first(n, "action waits", "actions wait"));
    ListPage {
        shell,
        caption: seen.plan.head.title.clone(),
        lead: Details::new("How assurance works", Html::bullets(RULES)).into(),
        act: Html::default(),
        fields: Vec::new(),
        found,
        clear: None,
        parts,
    }
}

fn part(id: &'static str, heading: &str, table: Option<Table>) -> Part {
    let words = if table.is_none() { "None." } else { "" };
    Part { id, heading: heading.to_owned(), words: words.to_owned(), table }
}

fn waiting_table(seen: &Seen<'_>, of: &[(&RecordedClaim, &RecordedAction)]) -> Option<Table> {
    let mut columns = vec!["Action", "Objective", "Said by", "Done on", "Evidence"];
    if seen.may_decide {
        columns.push("Decide");
    }
    let table = Table::new("Waits to be assured")
        .caption_hidden()
        .columns(columns)
        .row_headers()
        .small()
        .scroll_wide()
        .rows(of.iter().map(|(claim, action)| {
            let mut cells = cells![
                plan_words::number(action),
                plan_words::objective(&action.content),
                said_by(claim),
                claim.done_on.map_or_else(|| "Not stated".to_owned(), words::day),
                evidence(seen.evidence.get(&action.id))
            ];
            if seen.may_decide {
                let about = Html::hidden(&format!("action {}", action.content.number));
                cells.push(Html::link(
                    &urls::claim(claim.id),
                    Html::spaced(["Assure or return".into(), about]),
                ));
            }
            cells
        }));
    (!of.is_empty()).then_some(table)
}

fn decided_table(seen: &Seen<'_>, of: &[(&RecordedClaim, &RecordedAction)]) -> Option<Table> {
    let table = Table::new("Assured or returned")
        .caption_hidden()
        .columns(["Action", "Objective", "Said by", "Done on", "What the group said"])
        .row_headers()
        .small()
        .scroll_wide()
        .rows(of.iter().map(|(claim, action)| {
            cells![
                plan_words::number(action),
                plan_words::objective(&action.content),
                said_by(claim),
                claim.done_on.map_or_else(|| "Not stated".to_owned(), words::day),
                decision(claim, seen.names)
            ]
        }));
    (!of.is_empty()).then_some(table)
}

/// What the group said, when and by whom.
pub(super) fn decision(claim: &RecordedClaim, names: &HashMap<String, String>) -> Html {
    let Some(on) = claim.decided_on else { return "Nothing yet".into() };
    let name = claim.decided_by.as_ref().and_then(|by| names.get(by));
    let by = name.map_or("Someone", String::as_str);
    let mut lines: Vec<Html> =
        vec![words::verdict(claim.verdict), Html::text(format!("On {} by {by}", words::day(on)))];
    if !claim.note.is_empty() {
        lines.push(Html::lines(&claim.note));
    }
    Html::stacked(lines)
}

/// Who said that it is done, and when they said it.
pub(super) fn said_by(claim: &RecordedClaim) -> Html {
    let said = format!("On {}", plan_words::moment(&claim.claimed_at));
    Html::stacked([Html::lines(&claim.claimed_by.join("\n")), Html::text(said)])
}

/// What was sent with it.
pub(super) fn evidence(evidence: Option<&Vec<Html>>) -> Html {
    match evidence.map(Vec::as_slice) {
        None | Some([]) => "None sent".into(),
        Some([one]) => one.clone(),
        Some(several) => Html::bullets(several.iter().cloned()),
    }
}

pub(super) fn samples() -> Vec<(&'static str, ListPage)> {
    let (mut plan, empty) = (pages::samples::plan(), pages::samples::empty_plan());
    for action in plan.priorities.iter_mut().flat_map(|priority| &mut priority.actions).take(2) {
        action.state = State::Done;
    }
    let claims = crate::exceptions::samples::claims();
    let names = HashMap::from([("operator".to_owned(), "the operator".to_owned())]);
    let report = vec![Html::link("https://merrowshire.example/report", "Yearly report"), "Minutes".into()];
    let evidence = HashMap::from([(pages::samples::id(1), report)]);
    let nothing = HashMap::new();
    let draw = |plan: &RecordedPlan, claims: &[RecordedClaim], may_decide| {
        let shell = shell(pages::samples::shell("Said to be done"), plan);
        let evidence = if claims.is_empty() { &nothing } else { &evidence };
        view(shell, &Seen { plan, claims, evidence, names: &names, may_decide })
    };
    let mut long = claims.clone();
    for claim in &mut long {
        claim.note = claim.note.repeat(30);
        claim.claimed_by = (0..12).map(|n| format!("A partner with a long name, number {n}")).collect();
    }
    vec![
        ("said to be done", draw(&plan, &claims, true)),
        ("said to be done, none", draw(&empty, &[], false)),
        ("said to be done, long words", draw(&plan, &long, false)),
    ]
}
