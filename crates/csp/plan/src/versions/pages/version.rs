//! A plan as it was when a version of it was published. To be read, not to be changed.

use concordat_access::Resource;
use concordat_kernel::Id;
use concordat_web::{
    Answer, At, Reader, cells, page,
    parts::{Html, InsetText, Shell, SummaryList, Table},
};

use super::{
    super::{Lines, Snapshot, Version, VersionHead, store, urls},
    sheet::Sheet,
    versions::{full_title, sample_heads, trail},
};
use crate::{
    RecordedPlan, RecordedPriority,
    compare::linked_words,
    pages::{export::FORMS, samples, shell, words},
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Version>>) -> Answer {
    let published = store::version(reader.store(), &reader.ctx, id).await?;
    let (head, plan) = (&published.head, &published.plan);
    let newest = store::versions(reader.store(), &reader.ctx, head.plan_id).await?;
    let later = newest.first().filter(|newest| newest.number > head.number);
    let name = words::names(&reader, &[&head.published_by]).await?.remove(&head.published_by);
    let now = crate::store::plan_head(reader.store(), &reader.ctx, head.plan_id).await?;
    let may_export = reader.may(store::EXPORT_VERSION, &Resource::one(id).within(now.group));
    let trail =
        trail(&now).page("Versions", urls::versions(head.plan_id)).here(format!("Version {}", head.number));
    let shell = shell(&reader, head.name()).trail(trail).wide();
    page(&view(shell, plan, head, later, name.as_deref().unwrap_or("Someone"), may_export))
}

fn view(
    shell: Shell,
    plan: &RecordedPlan,
    head: &VersionHead,
    later: Option<&VersionHead>,
    by: &str,
    may_export: bool,
) -> Sheet {
    let mut inset = vec![Html::from(format!(
        "Version {}, published on {}. This is the plan as it was then, and it does not change.",
        head.number,
        words::moment(&head.published_at)
    ))];
    if let Some(later) = later {
        inset.push("A later version is".into());
        inset.push(Html::link(&urls::version(later.id), later.name()));
    }
    let facts =
        SummaryList::new().row(("Decided by", &head.decision)).row(("Published by", words::capital(by))).row(
            ("Period", plan.head.period.map_or_else(|| "Not stated".to_owned(), |period| period.to_string())),
        );
    let lead = Html::spaced([Html::from(InsetText::new(Html::spaced(inset))), facts.into()]);
    let mut sheet = Sheet::new(shell, lead).caption(full_title(&plan.head));
    for (priority, n) in plan.priorities.iter().zip(1..) {
        let number = RecordedPlan::priority_number(priority);
        let heading =
            number.map_or_else(|| priority.title.clone(), |number| format!("{number}. {}", priority.title));
        sheet = sheet.piece(format!("priority-{n}"), heading, section(priority));
    }
    if may_export {
        let links = FORMS.map(|(extension, words)| Html::link(&urls::export(head.id, extension), words));
        sheet = sheet.piece("take-away", "Take this version away", Html::bullets(links));
    }
    sheet
}

/// A priority with its actions, as plans print them.
fn section(priority: &RecordedPriority) -> Html {
    let mut facts = SummaryList::new();
    if !priority.leads.is_empty() {
        facts = facts.row(("Leads", Html::lines(&priority.leads.join("\n"))));
    }
    if let Some(aim) = &priority.aim {
        facts = facts.row(("Aim", aim));
    }
    if !priority.notes.is_empty() {
        facts = facts.row(("Notes", Html::lines(&priority.notes.join("\n"))));
    }
    let rows = priority.current().flat_map(|action| {
        let content = &action.content;
        let empty = crate::import::Row::default();
        let rows = if content.rows.is_empty() { std::slice::from_ref(&empty) } else { &content.rows };
        let mut cells = Vec::new();
        for (n, row) in rows.iter().enumerate() {
            let first = n == 0;
            let of_action = |text: Html| if first { text } else { Html::hidden("As above") };
            cells.push(cells![
                content.number.as_str(),
                of_action(words::objective(content)),
                words::list(&row.steps),
                words::list(&row.measures),
                words::timescale_words(&row.timescale),
                of_action(Html::lines(&leads(content))),
                of_action(Html::lines(&format!(
                    "Funded: {}\nLinked: {}",
                    words::funded(content),
                    linked_words(&content.linked)
                )))
            ]);
        }
        cells
    });
    let table = Table::new(format!("Actions under {}", priority.title))
        .caption_hidden()
        .columns(["No.", "Objective", "Steps", "Measures", "When", "Leads", "Funding and links"])
        .row_headers()
        .scroll_wide()
        .rows(rows);
    let has_actions = priority.current().next().is_some();
    let actions: Html =
        if has_actions { table.into() } else { Html::paragraphs(["No actions under this priority."]) };
    Html::spaced([Html::from(facts), actions])
}

fn leads(content: &crate::import::Action) -> String {
    let lines: Vec<&str> = content.leads.iter().chain(&content.lead_note).map(String::as_str).collect();
    if lines.is_empty() { "None stated".to_owned() } else { lines.join("\n") }
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let heads = sample_heads();
    let [second, first] = heads.as_slice() else { return Vec::new() };
    let kept = Snapshot::of(&samples::plan(), &Lines::default());
    let plan = kept.recorded().unwrap_or_else(|_| samples::empty_plan());
    let bare = RecordedPlan { priorities: vec![samples::bare_priority()], ..samples::empty_plan() };
    let shell = |head: &VersionHead| samples::shell(&head.name()).wide();
    vec![
        ("version", view(shell(second), &plan, second, None, "the operator", true)),
        (
            "version: there is a later one",
            view(shell(first), &plan, first, Some(second), "the operator", true),
        ),
        ("version: little in it", view(shell(first), &bare, first, None, "the operator", false)),
    ]
}
