//! Two versions of a plan, or of two years' plans, side by side.

use std::collections::HashMap;

use concordat_kernel::{AnyId, Id, Ref, Refusal, Result};
use concordat_web::{
    Answer, At, Reader, cells, page,
    parts::{Button, Html, InsetText, Select, Shell, Table},
};

use super::{
    super::{
        Snapshot, VersionHead,
        changes::{ActionChange, Changes, What},
        store::{self, Reason},
        urls,
    },
    choose::Choose,
    sheet::Sheet,
    versions::{full_title, trail},
};
use crate::{
    Plan, PlanHead,
    compare::FieldDifference,
    pages::{samples, shell, words},
    urls as plan_urls,
};

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Side {
    /// How the address names it: a version's id, or `now-` and a plan's.
    key: String,
    plan: Id<Plan>,
    /// The version; none for a plan as it stands now.
    version: Option<VersionHead>,
    words: String,
}

/// A comparison as the page shows it.
struct Compared<'a> {
    from: &'a Side,
    to: &'a Side,
    changes: &'a Changes,
    /// By whom and by which decision, for each thing.
    because: HashMap<AnyId, Html>,
    groups: HashMap<String, String>,
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let (heads, sides) = sides(&reader, id).await?;
    let plan = heads.iter().find(|head| head.id == id).ok_or(Refusal::NotFound)?;
    let find = |key: &str| sides.iter().position(|side| side.key == key);
    let (from, to) = chosen(&sides, id, find(reader.query.get("from")), find(reader.query.get("to")));
    let shell = shell(&reader, "Compare versions").trail(trail(plan).here("Compare versions")).wide();
    let (Some(from), Some(to)) = (from.and_then(|at| sides.get(at)), to.and_then(|at| sides.get(at))) else {
        return page(&view(shell, plan, &sides, None));
    };
    let (before, after) = (state(&reader, from).await?, state(&reader, to).await?);
    let changes = Changes::between(&before, &after);
    let because = because(&reader, &changes, from, to).await?;
    let mut groups = HashMap::new();
    for group in [before.plan.group, after.plan.group].into_iter().flatten() {
        let title = reader.app.title(&reader.ctx, &Ref { kind: "group".into(), id: group }).await?;
        groups.insert(group.to_string(), title.unwrap_or_else(|| "A group".to_owned()));
    }
    let compared = Compared { from, to, changes: &changes, because, groups };
    page(&view(shell, plan, &sides, Some(&compared)))
}

/// What can be compared: the versions of a plan and of those before and after it, and how each stands now;
/// oldest first.
async fn sides(reader: &Reader, id: Id<Plan>) -> Result<(Vec<PlanHead>, Vec<Side>)> {
    let mut heads = vec![crate::store::plan_head(reader.store(), &reader.ctx, id).await?];
    let mut tx = reader.store().peek().await?;
    let (earlier, later) = (store::continues(&mut tx, id).await?, store::continued_by(&mut tx, id).await?);
    drop(tx);
    for (plan, first) in [(earlier, true), (later, false)] {
        let Some(plan) = plan else { continue };
        // A year's plan that is not for the reader is left out without a word.
        let resource = crate::store::plan_resource(&mut reader.store().peek().await?, plan).await?;
        if reader.may(crate::store::VIEW, &resource) {
            let head = crate::store::plan_head(reader.store(), &reader.ctx, plan).await?;
            heads.insert(if first { 0 } else { heads.len() }, head);
        }
    }
    let mut sides = Vec::new();
    for head in &heads {
        let years = head.period.map(|period| format!("{period}: ")).unwrap_or_default();
        let mut versions = store::versions(reader.store(), &reader.ctx, head.id).await?;
        versions.reverse();
        sides.extend(versions.into_iter().map(|version| Side {
            key: version.id.to_string(),
            plan: head.id,
            words: format!("{years}{}", version.name()),
            version: Some(version),
        }));
        sides.push(Side {
            key: format!("now-{}", head.id),
            plan: head.id,
            version: None,
            words: format!("{years}the plan as it stands now"),
        });
    }
    Ok((heads, sides))
}

/// The two sides to show: as asked for, else the newest version and the plan as it stands now.
fn chosen(
    sides: &[Side],
    plan: Id<Plan>,
    from: Option<usize>,
    to: Option<usize>,
) -> (Option<usize>, Option<usize>) {
    let now = sides.iter().position(|side| side.plan == plan && side.version.is_none());
    let to = to.or(now);
    let from = from.or_else(|| to.and_then(|to| to.checked_sub(1)));
    (from, to)
}

async fn state(reader: &Reader, side: &Side) -> Result<Snapshot> {
    match &side.version {
        Some(version) => Ok(store::version(reader.store(), &reader.ctx, version.id).await?.snapshot),
        None => store::snapshot_now(reader.store(), &reader.ctx, side.plan).await,
    }
}

/// By whom and by which decision each thing changed between the two sides.
async fn because(reader: &Reader, changes: &Changes, from: &Side, to: &Side) -> Result<HashMap<AnyId, Html>> {
    let moment = |side: &Side| side.version.as_ref().map(|version| version.published_at.clone());
    // Whoever compares backwards is told of the same time.
    let (mut since, mut until) = (moment(from), moment(to));
    if since.is_none() || until.as_ref().is_some_and(|until| since.as_ref() > Some(until)) {
        std::mem::swap(&mut since, &mut until);
    }
    let since = since.unwrap_or_default();
    let actions = changes.actions.iter().flat_map(|change| [&change.before, &change.after]);
    let mut things: Vec<AnyId> = actions.flatten().map(|place| place.id.uuid()).collect();
    things.extend(changes.priorities.iter().flat_map(|change| change.ids.clone()));
    things.sort_unstable();
    things.dedup();
    let mut found = HashMap::<AnyId, Vec<Reason>>::new();
    let mut plans = vec![from.plan, to.plan];
    plans.dedup();
    for plan in plans {
        let span = (since.as_str(), until.as_deref());
        for (thing, mut reasons) in store::reasons(reader.store(), &reader.ctx, plan, &things, span).await? {
            let of = found.entry(thing).or_default();
            if of.is_empty() {
                *of = reasons;
            } else {
                // The same history, read beside the other year's proposals.
                for (known, other) in of.iter_mut().zip(reasons.drain(..)) {
                    known.proposal = known.proposal.take().or(other.proposal);
                }
            }
        }
    }
    let actors: Vec<&str> = found.values().flatten().map(|reason| reason.actor.as_str()).collect();
    let names = words::names(reader, &actors).await?;
    Ok(found.into_iter().map(|(thing, reasons)| (thing, reasons_shown(&reasons, &names))).collect())
}

fn reasons_shown(reasons: &[Reason], names: &HashMap<String, String>) -> Html {
    Html::stacked(reasons.iter().map(|reason| {
        let name = words::capital(names.get(&reason.actor).map_or("Someone", String::as_str));
        let who = format!("{name}, {}", words::moment(&reason.at));
        match &reason.proposal {
            None => Html::from(who),
            Some((id, decision)) => Html::spaced([
                Html::from(format!("{who}, by")),
                Html::link(&urls::proposal(*id), "proposal"),
                format!("decided: {decision}").into(),
            ]),
        }
    }))
}

fn view(shell: Shell, plan: &PlanHead, sides: &[Side], compared: Option<&Compared<'_>>) -> Sheet {
    let options = || sides.iter().map(|side| (side.key.clone(), side.words.clone()));
    let select = |name: &str, label: &str, chosen: Option<&Side>| {
        Html::from(
            Select::new(name, label)
                .options(options())
                .chosen(chosen.map(|side| side.key.clone()).unwrap_or_default()),
        )
    };
    let choose = Choose {
        fields: vec![
            select("from", "Compare", compared.map(|compared| compared.from)),
            select("to", "With", compared.map(|compared| compared.to)),
        ],
        button: Button::new("Compare"),
        label: "Versions to compare",
    };
    let mut lead = vec![Html::from(choose)];
    let Some(compared) = compared else {
        lead.push(Html::from(InsetText::new("Choose what to compare.")));
        return Sheet::new(shell, Html::spaced(lead)).caption(full_title(plan));
    };
    lead.push(decided(compared));
    let changes = compared.changes;
    let mut sheet = Sheet::new(shell, Html::spaced(lead)).caption(full_title(plan));
    if changes.is_empty() {
        return sheet.piece("changes", "What changed", Html::paragraphs(["Nothing: both say the same."]));
    }
    sheet = sheet.piece("changes", "What changed", summary(compared));
    if !changes.plan.is_empty() {
        let fields: Vec<FieldDifference> = changes
            .plan
            .iter()
            .map(|field| FieldDifference {
                recorded: named(&field.recorded, compared),
                proposed: named(&field.proposed, compared),
                ..field.clone()
            })
            .collect();
        sheet = sheet.piece("plan", "The plan itself", both_texts("The plan itself", &fields));
    }
    for (change, n) in changes.priorities.iter().zip(1..).filter(|(change, _)| !change.fields.is_empty()) {
        let title = change.after.as_ref().or(change.before.as_ref()).cloned().unwrap_or_default();
        let heading = format!("Priority: {title}");
        let texts = both_texts(&heading, &change.fields);
        sheet = sheet.piece(format!("priority-{n}"), heading, texts);
    }
    for (change, n) in changes.actions.iter().zip(1..).filter(|(change, _)| !change.fields.is_empty()) {
        let number = change.place().map(|place| place.number.clone()).unwrap_or_default();
        let heading = format!("Action {number}: {}", short(change));
        let texts = both_texts(&heading, &change.fields);
        sheet = sheet.piece(format!("action-{n}"), heading, texts);
    }
    sheet
}

/// What each side is, and by which decision.
fn decided(compared: &Compared<'_>) -> Html {
    let of = |side: &Side| match &side.version {
        Some(version) => Html::spaced([
            Html::link(&urls::version(version.id), side.words.as_str()),
            format!(
                "was published on {} by decision: {}.",
                words::moment(&version.published_at),
                version.decision
            )
            .into(),
        ]),
        None => Html::spaced([
            Html::link(&plan_urls::plan(side.plan), words::capital(&side.words)),
            "is not a published version.".into(),
        ]),
    };
    Html::bullets([of(compared.from), of(compared.to)])
}

fn named(text: &str, compared: &Compared<'_>) -> String {
    compared.groups.get(text).cloned().unwrap_or_else(|| text.to_owned())
}

fn short(change: &ActionChange) -> String {
    let objective = change.place().map(|place| place.objective.clone()).unwrap_or_default();
    if objective.chars().count() <= 80 {
        return objective;
    }
    let cut: String = objective.chars().take(80).collect();
    format!("{}…", cut.trim_end())
}

/// Every change in a line, with who made it.
fn summary(compared: &Compared<'_>) -> Html {
    let why = |ids: Vec<AnyId>| -> Html {
        let known: Vec<Html> = ids
            .into_iter()
            .filter_map(|id| compared.because.get(&id).cloned())
            .filter(|html| !html.is_empty())
            .collect();
        if known.is_empty() { "Not in this record".into() } else { Html::stacked(known) }
    };
    let priorities = compared.changes.priorities.iter().map(|change| {
        let title = change.after.as_ref().or(change.before.as_ref()).cloned().unwrap_or_default();
        cells![format!("Priority {title}"), what_words(&change.what), why(change.ids.clone())]
    });
    let actions = compared.changes.actions.iter().map(|change| {
        let ids = [&change.before, &change.after].into_iter().flatten().map(|place| place.id.uuid());
        let mut ids: Vec<AnyId> = ids.collect();
        ids.dedup();
        let name = change.place().map(|place| {
            let words = format!("Action {} {}", place.number, place.objective);
            Html::link(&plan_urls::action(place.id), words)
        });
        cells![name.unwrap_or_default(), what_words(&change.what), why(ids)]
    });
    Table::new("What changed, by whom and by which decision")
        .caption_hidden()
        .columns(["What", "Happened", "By whom and by which decision"])
        .row_headers()
        .scroll()
        .rows(priorities.chain(actions))
        .into()
}

fn what_words(what: &[What]) -> Html {
    Html::stacked(what.iter().map(|what| match what {
        What::Withdrawn(because) if !because.is_empty() => format!("Withdrawn: {because}"),
        What::Moved { from, to } => format!("Moved from “{from}” to “{to}”"),
        What::Renumbered { from, to } => format!("Renumbered from {from} to {to}"),
        other => other.word().to_owned(),
    }))
}

/// Old and new text of each field, side by side.
pub(super) fn both_texts(caption: &str, fields: &[FieldDifference]) -> Html {
    let text = |text: &str| if text.is_empty() { Html::from("Nothing") } else { Html::lines(text) };
    Table::new(caption)
        .caption_hidden()
        .columns(["Field", "It said", "It says"])
        .row_headers()
        .scroll()
        .rows(
            fields
                .iter()
                .map(|field| cells![field.field.as_str(), text(&field.recorded), text(&field.proposed)]),
        )
        .into()
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let plan = samples::plan();
    let before = Snapshot::of(&plan, &super::super::Lines::default());
    let mut after = before.clone();
    after.plan.title = "Merrowshire action plan".to_owned();
    if let [first, second, ..] = after.priorities.as_mut_slice() {
        first.title = "Safer streets & squares after dark".to_owned();
        if let Some(mut action) = first.actions.pop() {
            action.content.number = "2.3".to_owned();
            action.content.objective = "Publish what was found, what changed and what it cost".to_owned();
            second.actions.push(action);
        }
        if let Some(action) = second.actions.first_mut() {
            action.withdrawn_because = Some("The county helpline answers the same calls.".to_owned());
        }
    }
    let changes = Changes::between(&before, &after);
    let same = Changes::default();
    let heads = super::versions::sample_heads();
    let sides: Vec<Side> = heads
        .iter()
        .rev()
        .map(|head| Side {
            key: head.id.to_string(),
            plan: plan.head.id,
            words: head.name(),
            version: Some(head.clone()),
        })
        .collect();
    let [from, to] = sides.as_slice() else { return Vec::new() };
    let reason =
        |proposal| Reason { at: "2026-10-14T09:30:00Z".to_owned(), actor: "operator".to_owned(), proposal };
    let names = HashMap::from([("operator".to_owned(), "the operator".to_owned())]);
    let reasons = [reason(None), reason(Some((samples::id(7), "Working group, 14 October".to_owned())))];
    let because = |known: &Changes| {
        let ids = known.actions.iter().filter_map(|change| Some(change.place()?.id.uuid()));
        ids.map(|id| (id, reasons_shown(&reasons, &names))).collect()
    };
    let compared = |changes, because| Compared { from, to, changes, because, groups: HashMap::new() };
    let shell = || samples::shell("Compare versions").wide();
    vec![
        ("compare", view(shell(), &plan.head, &sides, Some(&compared(&changes, because(&changes))))),
        ("compare: both the same", view(shell(), &plan.head, &sides, Some(&compared(&same, HashMap::new())))),
        ("compare: nothing to compare", view(shell(), &plan.head, &[], None)),
    ]
}
