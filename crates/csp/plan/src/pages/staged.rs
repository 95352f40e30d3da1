//! An import before it reaches the plan: what was read, what was odd, what it would change, and what
//! the officer decides about it. Afterwards the same page, to be read only.

use concordat_access::audit::hex;
use concordat_kernel::{Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, View,
    askama::Template,
    page,
    parts::{Breadcrumbs, Checkboxes, ErrorSummary, Html, Select, Shell, Size, SummaryList, Textarea},
};
use sha2::{Digest as _, Sha256};

use super::{
    plan_edit::{self, Groups, group_select, month_words, title_and_period},
    refused, shell,
    staged_choices::{self, PLACED_AT_ONCE},
    staged_effects as effects, staged_oddities as oddities, words,
};
use crate::{
    Import, Plan, PlanHead,
    import::{CellKind, Reading, Split},
    store::{self, Staged},
    urls,
};

/// An import.
#[derive(Debug, Template)]
#[template(path = "staged.html")]
pub(super) struct StagedPage {
    shell: Shell,
    summary: ErrorSummary,
    facts: SummaryList,
    is_open: bool,
    again: Option<String>,
    hidden: Vec<(&'static str, String)>,
    group: Option<Html>,
    place: Vec<Html>,
    effects: Vec<Html>,
    splits: Vec<Vec<Html>>,
    unplaced: Vec<Html>,
    more_unplaced: usize,
    check: Vec<Html>,
    record: Vec<Html>,
    contents: Vec<Html>,
    save: String,
    apply: String,
    discard: String,
}

/// What the page shows beside the import itself.
#[derive(Debug, Default)]
struct Beside {
    plans: Vec<PlanHead>,
    groups: Groups,
    by: String,
    /// When a file with the same bytes was brought into the same plan before.
    again: Option<String>,
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Import>>) -> Answer {
    let staged = store::import_of(reader.store(), &reader.ctx, id).await?;
    let typed = fill(&staged, reader.query.get("group"));
    page(&drawn(&reader, &staged, &typed, &Errors::none()).await?)
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Import>>, answers: Answers) -> Answer {
    let staged = store::import_of(reader.store(), &reader.ctx, id).await?;
    match decide(&reader, &staged, &answers).await? {
        Err(errors) => refused(&drawn(&reader, &staged, &answers, &errors).await?),
        Ok(_) => {
            reader.done(address(id, &answers), "Your choices are kept. This is what the file would do now.")
        }
    }
}

pub(super) async fn apply(reader: Reader, At(id): At<Id<Import>>, answers: Answers) -> Answer {
    let staged = store::import_of(reader.store(), &reader.ctx, id).await?;
    let unseen = answers.some("seen").is_some_and(|seen| seen != seen_as(&staged));
    if let Err(errors) = decide(&reader, &staged, &answers).await? {
        return refused(&drawn(&reader, &staged, &answers, &errors).await?);
    }
    let decided = store::import_of(reader.store(), &reader.ctx, id).await?;
    if unseen || decided.head.plan_id != staged.head.plan_id {
        let sentence =
            "Nothing is brought in yet: what the file would do is not what you saw before. Look again.";
        return reader.done(address(id, &answers), sentence);
    }
    let group = answers.get("group").parse().ok();
    let mut errors = Errors::none();
    let applied = store::apply(reader.store(), &reader.ctx, &decided, group).await;
    let Some(done) = errors.take(applied)? else {
        return refused(&drawn(&reader, &decided, &answers, &errors).await?);
    };
    let sentence = match (done.added, done.changed) {
        (0, 0) => "The file is closed. It said nothing new about any action.".to_owned(),
        (added, changed) => format!(
            "The file is brought in: {} added, {changed} changed, {} the same as before, {} not in the file.",
            words::count(added, "action", "actions"),
            done.unchanged,
            done.absent
        ),
    };
    reader.done(urls::plan(done.plan), &sentence)
}

/// The answers hold nothing to read but the form token, which reading them checks.
pub(super) async fn discard(reader: Reader, At(id): At<Id<Import>>, _: Answers) -> Answer {
    let staged = store::import_of(reader.store(), &reader.ctx, id).await?;
    store::discard(reader.store(), &reader.ctx, &staged.head).await?;
    let to = staged.head.plan_id.map_or_else(|| urls::PLANS.to_owned(), urls::plan);
    reader.done(to, "The file is set aside. Nothing of it reached the plan.")
}

/// What became of an import, in words.
pub(super) fn state_words(state: &str) -> &'static str {
    match state {
        "applied" => "Brought into the plan",
        "discarded" => "Set aside",
        _ => "Waiting to be looked through",
    }
}

fn is_open(staged: &Staged) -> bool {
    staged.head.state == "staged"
}

/// The page again, with the group that was chosen: an import has no place to keep it.
fn address(id: Id<Import>, answers: &Answers) -> String {
    let group = answers.get("group").parse::<uuid::Uuid>();
    group.map_or_else(|_| urls::staged(id), |group| format!("{}?group={group}", urls::staged(id)))
}

/// A mark of what the page said the file would do: two that differ mean that the plan changed meanwhile.
fn seen_as(staged: &Staged) -> String {
    hex(&Sha256::digest(format!("{:?}", staged.comparison)))
}

/// Keeps what the officer decided, when it is anything.
async fn decide(
    reader: &Reader,
    staged: &Staged,
    answers: &Answers,
) -> Result<Result<(), Errors>, concordat_kernel::Error> {
    if !is_open(staged) || answers.get("version") != staged.head.version.to_string() {
        return Err(Refusal::Conflict.into());
    }
    let mut errors = Errors::none();
    let mut reading = staged.reading.clone();
    staged_choices::take(&mut reading, answers, &mut errors);
    if !errors.is_empty() {
        return Ok(Err(errors));
    }
    let into: Option<Id<Plan>> = match answers.get("into") {
        _ if !answers.has("into") => staged.head.plan_id,
        "new" => None,
        plan => Some(plan.parse().map_err(|_| Refusal::NotFound)?),
    };
    if reading != staged.reading || into != staged.head.plan_id {
        store::restage(reader.store(), &reader.ctx, &staged.head, &reading, into).await?;
    }
    Ok(Ok(()))
}

fn fill(staged: &Staged, group: &str) -> Answers {
    let draft = &staged.reading.draft;
    Answers::from_pairs([
        ("title", draft.title.clone()),
        ("period_from", draft.period.map(|period| month_words(period.from)).unwrap_or_default()),
        ("period_to", draft.period.map(|period| month_words(period.to)).unwrap_or_default()),
        ("into", staged.head.plan_id.map_or_else(|| "new".to_owned(), |plan| plan.to_string())),
        ("group", group.to_owned()),
    ])
}

async fn drawn(
    reader: &Reader,
    staged: &Staged,
    typed: &Answers,
    errors: &Errors,
) -> concordat_kernel::Result<StagedPage> {
    let head = &staged.head;
    let by = words::names(reader, &[&head.made_by]).await?.remove(&head.made_by).unwrap_or_default();
    let mut again = None;
    if let Some(plan) = head.plan_id.filter(|_| is_open(staged)) {
        let imports = store::imports(reader.store(), &reader.ctx, plan).await?;
        again = imports
            .into_iter()
            .find(|one| one.id != head.id && one.state == "applied" && one.file_hash == head.file_hash)
            .map(|one| words::moment(&one.made_at));
    }
    let beside = Beside {
        plans: store::plans(reader.store(), &reader.ctx).await?,
        groups: plan_edit::groups(reader).await?,
        by,
        again,
    };
    let mut trail = Breadcrumbs::new().page("Action plans", urls::PLANS);
    if let Some(plan) = &staged.target {
        trail = trail.page(&plan.head.title, urls::plan(plan.head.id));
    }
    let title = if is_open(staged) { "Look through a file" } else { "A file that was looked through" };
    let shell = shell(reader, title).trail(trail.here(&head.file_name)).wide();
    Ok(StagedPage::of(shell, staged, &beside, typed, errors))
}

impl StagedPage {
    fn of(shell: Shell, staged: &Staged, beside: &Beside, typed: &Answers, errors: &Errors) -> Self {
        let (id, reading, is_open) = (staged.head.id, &staged.reading, is_open(staged));
        let (check, record) = oddities::grouped(&reading.oddities);
        let summary = errors.iter().fold(ErrorSummary::new(), |summary, (field, sentence)| match field {
            "" => summary.general(sentence),
            field => summary.error(field, sentence),
        });
        Self {
            shell: if errors.is_empty() { shell } else { shell.with_errors() },
            summary,
            facts: facts(staged, &beside.by),
            is_open,
            again: beside.again.clone(),
            hidden: vec![("version", staged.head.version.to_string()), ("seen", seen_as(staged))],
            group: (is_open && staged.head.plan_id.is_none())
                .then(|| group_select(&beside.groups, typed.get("group")).into()),
            place: place(beside, typed, errors),
            effects: if is_open {
                effects::effects(&reading.draft, staged.target.as_ref(), staged.comparison.as_ref())
            } else {
                Vec::new()
            },
            splits: reading.splits.iter().enumerate().map(|(n, one)| split(n, one, typed, errors)).collect(),
            unplaced: unplaced(reading, typed, is_open),
            more_unplaced: if is_open { reading.unplaced.len().saturating_sub(PLACED_AT_ONCE) } else { 0 },
            check,
            record,
            contents: effects::contents(&reading.draft),
            save: urls::staged(id),
            apply: urls::apply(id),
            discard: urls::discard(id),
        }
    }
}

fn facts(staged: &Staged, by: &str) -> SummaryList {
    let (head, draft) = (&staged.head, &staged.reading.draft);
    let title = if draft.title.is_empty() { "Not stated" } else { &draft.title };
    let list = SummaryList::new()
        .row(("File", &head.file_name))
        .row(("Read", format!("{}, by {by}", words::moment(&head.made_at))))
        .row(("State", state_words(&head.state)))
        .row(("Plan", title))
        .row(("Period", draft.period.map_or_else(|| "Not stated".to_owned(), |period| period.to_string())))
        .row(("What was read", effects::counted(&draft.counts())));
    match staged.target.as_ref().filter(|_| !is_open(staged)) {
        Some(plan) => list.row(("Went into", Html::link(&urls::plan(plan.head.id), &plan.head.title))),
        None => list,
    }
}

fn place(beside: &Beside, typed: &Answers, errors: &Errors) -> Vec<Html> {
    let plans = beside.plans.iter().map(|head| {
        let period = head.period.map(|period| format!(", {period}")).unwrap_or_default();
        (head.id.to_string(), format!("{}{period}", head.title))
    });
    let into = Select::new("into", "Goes into")
        .option("new", "A new plan")
        .options(plans)
        .chosen(typed.get("into"))
        .error_if(errors.get("into"));
    let mut fields = vec![Html::from(into)];
    fields.extend(title_and_period(typed, errors).into_iter().map(Html::from));
    fields
}

fn split(n: usize, split: &Split, typed: &Answers, errors: &Errors) -> Vec<Html> {
    let name = format!("split-{n}");
    let parts = format!("split-{n}-parts");
    let what = match split.cell {
        CellKind::Steps => "Steps",
        CellKind::Measures => "Measures",
    };
    let value = if typed.has(&parts) { typed.get(&parts).to_owned() } else { split.parts.join("\n") };
    vec![
        Checkboxes::new(&name, format!("{what} of action {}, line {}", split.number, split.line))
            .size(Size::S)
            .hint(format!("As read: {}", split.text))
            .item(("yes", format!("Split into these {}, as I have them below", what.to_lowercase())))
            .chosen(typed.some(&name))
            .small()
            .into(),
        Textarea::new(&parts, "One on each line")
            .rows(u8::try_from(value.lines().count()).unwrap_or(9).clamp(3, 12))
            .value(value)
            .error_if(errors.get(&parts))
            .into(),
    ]
}

fn unplaced(reading: &Reading, typed: &Answers, is_open: bool) -> Vec<Html> {
    let limit = if is_open { PLACED_AT_ONCE } else { usize::MAX };
    let texts = reading.unplaced.iter().take(limit).enumerate();
    texts
        .map(|(n, text)| {
            let name = format!("place-{n}");
            let said = format!("Line {}: {}", text.line, text.text);
            if !is_open {
                return Html::paragraphs([said, text.why.clone()]);
            }
            Select::new(&name, said)
                .hint(&text.why)
                .options(staged_choices::places(&reading.draft, text))
                .chosen(typed.get(&name))
                .into()
        })
        .collect()
}

impl View for StagedPage {
    fn samples() -> Vec<(&'static str, Self)> {
        super::samples::imports()
            .into_iter()
            .map(|(name, staged)| {
                let shell = super::samples::shell("Look through a file").wide();
                let head = super::samples::plan().head;
                let beside = Beside {
                    groups: head.group.map(|id| (id, "Merrowshire Board".to_owned())).into_iter().collect(),
                    plans: vec![head],
                    by: "Rowan Ashdown".to_owned(),
                    again: Some("4 April 2026, 9:30am".to_owned()),
                };
                let mut typed = fill(&staged, "");
                let mut errors = Errors::none();
                if name == "with errors" {
                    typed = Answers::from_pairs([("title", ""), ("split-0", "yes"), ("split-0-parts", "")]);
                    staged_choices::take(&mut staged.reading.clone(), &typed, &mut errors);
                }
                (name, Self::of(shell, &staged, &beside, &typed, &errors))
            })
            .collect()
    }
}
