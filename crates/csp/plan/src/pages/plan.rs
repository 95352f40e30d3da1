//! A plan on a page: its priorities with how they stand, what is due, and ways to everything else.

use concordat_access::Resource;
use concordat_kernel::{Id, jiff::civil::Date};
use concordat_web::{
    Answer, At, Reader, View,
    askama::Template,
    cells, page,
    parts::{Breadcrumbs, ChartWithTable, Column, Html, Shell, StackedBar, SummaryList, Table},
};

use super::{due, plans::group_name, shell, words};
use crate::{
    Plan, RecordedPlan, RecordedPriority, State,
    import::{LinkState, PriorityKind},
    store::{self, ImportHead},
    urls,
};

/// As many due or overdue actions as are listed here; the table of actions has them all.
const SHOWN: usize = 8;

/// What the page shows beside the plan itself.
#[derive(Debug, Default)]
pub(super) struct Beside {
    group: Option<String>,
    /// Where it stands between draft and published, in words.
    standing: Html,
    /// How much it adopted from elsewhere, for whoever may know.
    adopted: Option<Html>,
    imports: Vec<(ImportHead, String)>,
    places: Vec<(String, &'static str)>,
    /// What was decided about it.
    decided: Option<Html>,
    may: May,
}

/// What the reader is offered.
#[derive(Debug, Default, Clone, Copy)]
struct May {
    export: bool,
    import: bool,
    change: bool,
    add: bool,
}

/// A plan on a page.
#[derive(Debug, Template)]
#[template(path = "plan.html")]
pub(super) struct PlanPage {
    shell: Shell,
    facts: SummaryList,
    chart: ChartWithTable,
    priorities: Option<Table>,
    next: Option<Table>,
    more_next: Option<Html>,
    overdue: Option<Table>,
    overdue_words: String,
    more_overdue: Option<Html>,
    key: Vec<String>,
    places: Vec<(String, &'static str)>,
    decided: Option<Html>,
    exports: Vec<(String, &'static str)>,
    imports: Option<Table>,
    actions: String,
    add: Option<String>,
    edit: Option<String>,
    import: Option<&'static str>,
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let plan = store::plan(reader.store(), &reader.ctx, id).await?;
    let resource = Resource::one(id).within(plan.head.group);
    let action = Resource::any("plan_action").within(plan.head.group);
    let may = May {
        export: reader.may(store::EXPORT, &resource),
        import: reader.may(store::IMPORT, &resource),
        change: reader.may(store::CHANGE, &resource),
        add: reader.may(store::ADD_ACTION, &action),
    };
    let heads = if may.import { store::imports(reader.store(), &reader.ctx, id).await? } else { Vec::new() };
    let actors: Vec<&str> = heads.iter().map(|head| head.made_by.as_str()).collect();
    let names = words::names(&reader, &actors).await?;
    let imports = heads
        .into_iter()
        .map(|head| {
            let name = names.get(&head.made_by).cloned().unwrap_or_default();
            (head, name)
        })
        .collect();
    let places = crate::places(&reader, &plan.head);
    let group = group_name(&reader, plan.head.group).await?;
    let standing = crate::versions::standing(&reader, &plan).await?;
    let adopted = crate::strategies::adopted_count(&reader, &plan.head).await?;
    let decided = crate::decided::told(&reader, &concordat_kernel::Ref::to(id)).await?;
    let beside = Beside { group, standing, adopted, imports, places, decided, may };
    let trail = Breadcrumbs::new().page("Action plans", urls::PLANS).here(&plan.head.title);
    let shell = shell(&reader, &plan.head.title).trail(trail).wide();
    page(&PlanPage::of(shell, &plan, &beside, reader.ctx.clock.today()))
}

impl PlanPage {
    fn of(shell: Shell, plan: &RecordedPlan, beside: &Beside, today: Date) -> Self {
        let id = plan.head.id;
        let may = beside.may;
        let (next, overdue) = (due::next(plan, today), due::overdue(plan, today));
        let more = |n: usize, when: &str, words: &str| {
            let href = format!("{}?when={when}", urls::actions(id));
            (n > SHOWN).then(|| Html::link(&href, format!("All {n} {words}")))
        };
        Self {
            facts: facts(plan, beside),
            chart: chart(plan),
            priorities: priorities(plan),
            more_next: more(next.len(), "soon", "actions due in the next three months"),
            next: due_table("Due next", &next),
            overdue_words: overdue_words(overdue.len()),
            more_overdue: more(overdue.len(), "overdue", "overdue actions"),
            overdue: due_table("Overdue", &overdue),
            key: plan.head.key.clone(),
            places: beside.places.clone(),
            decided: beside.decided.clone(),
            exports: super::export::FORMS
                .into_iter()
                .filter(|_| may.export)
                .map(|(extension, words)| (urls::export(id, extension), words))
                .collect(),
            imports: imports(&beside.imports),
            actions: urls::actions(id),
            add: may.add.then(|| urls::new_action(id, None)),
            edit: may.change.then(|| urls::edit_plan(id)),
            import: may.import.then_some(urls::IMPORT),
            shell,
        }
    }
}

fn overdue_words(n: usize) -> String {
    match n {
        1 => "1 action is still open after its last day. Its state may only need an update.".to_owned(),
        n => {
            format!("{n} actions are still open after their last day. Their states may only need an update.")
        }
    }
}

fn facts(plan: &RecordedPlan, beside: &Beside) -> SummaryList {
    let period = plan.head.period.map_or_else(|| "Not stated".to_owned(), |period| period.to_string());
    let current = || plan.priorities.iter().flat_map(RecordedPriority::current);
    let funded = current().filter(|action| action.content.funding.is_some()).count();
    let links = |state| current().filter(|action| action.content.linked.state == state).count();
    let linked = match (links(LinkState::Yes), links(LinkState::Unknown)) {
        (yes, 0) => words::count_first(yes, "action", "actions"),
        (yes, unknown) => {
            format!("{}; not known yet for {unknown}", words::count_first(yes, "action", "actions"))
        }
    };
    let facts = SummaryList::new()
        .row(("Period", period))
        .row(("Where it stands", beside.standing.clone()))
        .row(("Group", beside.group.clone().unwrap_or_else(|| "Not stated".to_owned())))
        .row(("Funded", words::count_first(funded, "action", "actions")))
        .row(("Linked to another group or strategy", linked));
    match &beside.adopted {
        Some(adopted) => facts.row(("Adopted from elsewhere", adopted.clone())),
        None => facts,
    }
}

fn chart(plan: &RecordedPlan) -> ChartWithTable {
    let bar = State::CHOICES.into_iter().fold(StackedBar::new("states", "Actions by state"), |bar, state| {
        let count = in_state(plan.priorities.iter(), state);
        bar.segment(state.to_string(), u64::try_from(count).unwrap_or(0), words::colour(state))
    });
    ChartWithTable::new(bar, "State")
}

fn in_state<'a>(priorities: impl Iterator<Item = &'a RecordedPriority>, state: State) -> usize {
    priorities.flat_map(RecordedPriority::current).filter(|action| action.state == state).count()
}

/// The priorities with their counts; a column for each state that some action is in.
fn priorities(plan: &RecordedPlan) -> Option<Table> {
    let states: Vec<State> =
        State::CHOICES.into_iter().filter(|state| in_state(plan.priorities.iter(), *state) > 0).collect();
    let mut table = Table::new("Priorities, with their actions by state")
        .caption_hidden()
        .column("Priority")
        .column(Column::numeric("Actions"))
        .columns(states.iter().map(|state| Column::numeric(state.to_string())))
        .columns([Column::numeric("Funded"), Column::numeric("Linked")])
        .row_headers();
    for priority in &plan.priorities {
        let number = RecordedPlan::priority_number(priority);
        let name = match (priority.kind, number) {
            (PriorityKind::Priority, Some(number)) => format!("{number}. {}", priority.title),
            _ => priority.title.clone(),
        };
        let of = |counted: &dyn Fn(&crate::RecordedAction) -> bool| {
            Html::from(priority.current().filter(|action| counted(action)).count())
        };
        let mut row = vec![Html::link(&urls::priority(priority.id), name), of(&|_| true)];
        row.extend(states.iter().map(|state| of(&|action| action.state == *state)));
        row.push(of(&|action| action.content.funding.is_some()));
        row.push(of(&|action| action.content.linked.state == LinkState::Yes));
        table = table.row(row);
    }
    (!plan.priorities.is_empty()).then_some(table)
}

fn due_table(caption: &str, due: &[due::Due<'_>]) -> Option<Table> {
    let table = Table::new(caption)
        .caption_hidden()
        .columns(["Action", "Objective", "When", "Leads", "State"])
        .row_headers()
        .rows(due.iter().take(SHOWN).map(|due| {
            cells![
                words::number(due.action),
                words::objective(&due.action.content),
                words::capital(&words::due_words(&due.timescale)),
                Html::lines(&due.action.content.leads.join("\n")),
                words::tag(due.action.state)
            ]
        }));
    (!due.is_empty()).then_some(table)
}

fn imports(imports: &[(ImportHead, String)]) -> Option<Table> {
    let table = Table::new("Files brought into this plan")
        .caption_hidden()
        .columns(["File", "When", "By", "What became of it"])
        .row_headers()
        .rows(imports.iter().map(|(head, name)| {
            cells![
                Html::link(&urls::staged(head.id), &head.file_name),
                words::moment(&head.made_at),
                words::capital(name),
                super::staged::state_words(&head.state)
            ]
        }));
    (!imports.is_empty()).then_some(table)
}

impl View for PlanPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let today = Date::constant(2027, 1, 15);
        let all = May { export: true, import: true, change: true, add: true };
        let import = ImportHead {
            id: super::samples::id(70),
            plan_id: Some(super::samples::id(50)),
            file_name: "Merrowshire plan & notes.docx".to_owned(),
            file_hash: "00".to_owned(),
            state: "applied".to_owned(),
            made_at: "2026-04-02T08:30:00Z".to_owned(),
            made_by: "operator".to_owned(),
            version: 2,
        };
        let beside = Beside {
            group: Some("Merrowshire Community Safety Board".to_owned()),
            standing: "Version 1, published on 14 July 2026".into(),
            adopted: Some(Html::link("/plans/sample/adopted", "3 items")),
            imports: vec![(import, "the operator".to_owned())],
            places: vec![("/plans/sample/updates".to_owned(), "Updates from leads")],
            decided: Some(Html::link("/decisions/sample", "Partnership, 14 July 2026, minute 51")),
            may: all,
        };
        let draft = || Beside { standing: "Draft".into(), ..Beside::default() };
        let (plan, empty) = (super::samples::plan(), super::samples::empty_plan());
        let shell = |plan: &RecordedPlan| super::samples::shell(&plan.head.title).wide();
        vec![
            ("for an officer", Self::of(shell(&plan), &plan, &beside, today)),
            ("for a member", Self::of(shell(&plan), &plan, &draft(), today)),
            ("empty", Self::of(shell(&empty), &empty, &draft(), today)),
        ]
    }
}
