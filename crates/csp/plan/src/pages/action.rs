//! Everything about one action in one place, with its history.

use concordat_access::Resource;
use concordat_kernel::{Id, Ref, jiff::civil::Date};
use concordat_web::{
    Answer, At, Reader, View,
    askama::Template,
    page,
    parts::{Breadcrumbs, Html, Pagination, Shell, SummaryList, Table, Timeline},
};

use super::{Section, history, shell, words};
use crate::{
    Action, RecordedAction, RecordedPlan, RecordedPriority, State,
    compare::linked_words,
    import::{self, Row},
    rules, store, urls,
};

/// One action.
#[derive(Debug, Template)]
#[template(path = "action.html")]
pub(super) struct ActionPage {
    shell: Shell,
    caption: String,
    heading: Html,
    facts: SummaryList,
    rows: Option<Table>,
    withdrawn: Option<String>,
    overdue: Option<String>,
    sections: Vec<Section>,
    history: Option<Timeline>,
    neighbours: Pagination,
    edit: Option<String>,
    renumber: Option<String>,
    withdraw: Option<String>,
    put_back: Option<String>,
    version: i64,
}

/// What the reader is offered, and where leads have pages.
#[derive(Debug, Default)]
pub(super) struct Beside {
    may_change: bool,
    may_withdraw: bool,
    /// Each lead as written, and the address of its body's page.
    bodies: Vec<(String, String)>,
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Action>>) -> Answer {
    let seen = store::one_action(reader.store(), &reader.ctx, id).await?;
    let (plan, changes) = (seen.plan, seen.history);
    let neighbours = neighbours(&plan, id);
    let (priority, action) = plan.action(id).ok_or(concordat_kernel::Refusal::NotFound)?;
    let actors: Vec<&str> = changes.iter().map(|change| change.actor.as_str()).collect();
    let names = words::names(&reader, &actors).await?;
    let resource = Resource::one(id).within(plan.head.group);
    let bodies = action.lead_bodies.iter().filter_map(|lead| {
        let body = Ref { kind: "body".into(), id: lead.body };
        Some((lead.written.clone(), reader.app.link(&body)?))
    });
    let beside = Beside {
        may_change: reader.may(store::CHANGE_ACTION, &resource),
        may_withdraw: reader.may(store::WITHDRAW, &resource),
        bodies: bodies.collect(),
    };
    let title = title(&action.content);
    let trail = trail(&plan, priority).here(title.clone());
    let shell = shell(&reader, title).trail(trail).wide();
    let mut because = crate::versions::because(&reader, &plan.head).await?;
    for (request, cause) in reader.app.causes_of(&reader.ctx, id.uuid()).await? {
        let name =
            cause.href.map_or_else(|| Html::from(&cause.title), |href| Html::link(&href, &cause.title));
        because.entry(request).or_insert_with(|| Html::spaced([Html::from("carrying out"), name]));
    }
    let history = history::timeline_because(&changes, &names, &because);
    let sections = crate::action_sections(&reader, &plan, action).await?;
    let of = ActionPage::of(shell, (priority, action), history, &beside, reader.ctx.clock.today());
    page(&ActionPage { sections, neighbours, ..of })
}

/// `Action 1.1`, or its words when it has no number.
pub(crate) fn title(action: &import::Action) -> String {
    let number = &action.number;
    if number.is_empty() { "Action without a number".to_owned() } else { format!("Action {number}") }
}

/// The way from the list of plans to a priority's actions.
pub(crate) fn trail(plan: &RecordedPlan, priority: &RecordedPriority) -> Breadcrumbs {
    Breadcrumbs::new()
        .page("Action plans", urls::PLANS)
        .page(&plan.head.title, urls::plan(plan.head.id))
        .page(&priority.title, urls::priority(priority.id))
}

impl ActionPage {
    fn of(
        shell: Shell,
        (priority, action): (&RecordedPriority, &RecordedAction),
        history: Option<Timeline>,
        beside: &Beside,
        today: Date,
    ) -> Self {
        let id = action.id;
        let is_withdrawn = action.state == State::Withdrawn;
        let change = beside.may_change && !is_withdrawn;
        let overdue = rules::due(action).filter(|_| rules::is_overdue(action, today)).map(|day| {
            let latest = rules::timescales(action).into_iter().find(|timescale| timescale.due() == Some(day));
            let when = latest.map(|timescale| words::due_words(&timescale)).unwrap_or_default();
            format!("This action was due {when} and is still open.")
        });
        Self {
            shell,
            caption: title(&action.content),
            heading: words::objective(&action.content),
            facts: facts(priority, action, beside),
            rows: rows(&action.content),
            withdrawn: action.withdrawn_because.clone(),
            overdue,
            sections: Vec::new(),
            history,
            neighbours: Pagination::neighbours(None, None),
            edit: change.then(|| urls::edit_action(id)),
            renumber: change.then(|| urls::move_action(id)),
            withdraw: (beside.may_withdraw && !is_withdrawn).then(|| urls::withdraw(id)),
            put_back: (beside.may_withdraw && is_withdrawn).then(|| urls::put_back(id)),
            version: action.version,
        }
    }
}

fn facts(priority: &RecordedPriority, action: &RecordedAction, beside: &Beside) -> SummaryList {
    let content = &action.content;
    let leads: Vec<Html> = content
        .leads
        .iter()
        .map(|lead| match beside.bodies.iter().find(|(written, _)| written == lead) {
            Some((_, href)) => Html::link(href, lead),
            None => lead.into(),
        })
        .collect();
    let leads = match leads.as_slice() {
        [] => "None stated".into(),
        [one] => one.clone(),
        _ => Html::bullets(leads),
    };
    let number = if content.number.is_empty() { "None" } else { &content.number };
    let mut list = SummaryList::new()
        .row(("State", words::tag(action.state)))
        .row(("Priority", Html::link(&urls::priority(priority.id), &priority.title)))
        .row(("Number", number))
        .row(("Starred in the plan", if content.starred { "Yes" } else { "No" }));
    if let Some(label) = &content.label {
        list = list.row(("Label", label));
    }
    list = list.row(("Objective", &content.objective)).row(("Leads", leads));
    if let Some(note) = &content.lead_note {
        list = list.row(("Lead note", note));
    }
    list.row(("Funded", words::funded(content)))
        .row(("Linked to another group or strategy", linked_words(&content.linked)))
        .row(("Where it came from", source(content)))
}

fn source(content: &import::Action) -> String {
    match (content.source.page, content.source.line) {
        (_, 0) => "Added here".to_owned(),
        (Some(page), line) => format!("Page {page}, line {line} of the file"),
        (None, line) => format!("Line {line} of the file"),
    }
}

/// Steps, measures and timescales side by side, as the plan groups them.
pub(crate) fn rows(action: &import::Action) -> Option<Table> {
    let mut extra: Vec<&String> = Vec::new();
    for column in action.rows.iter().flat_map(|row| row.extra.keys()) {
        if !extra.contains(&column) {
            extra.push(column);
        }
    }
    let cells = |row: &Row| {
        let mut cells = vec![words::list(&row.steps), words::list(&row.measures)];
        cells.push(words::timescale_words(&row.timescale).into());
        cells
            .extend(extra.iter().map(|&column| row.extra.get(column).map_or_else(Html::default, Html::from)));
        cells
    };
    let table = Table::new("Steps, measures and timescales")
        .caption_hidden()
        .columns(["Steps", "Measures", "When"])
        .columns(extra.iter().map(|column| column.as_str()))
        .scroll_wide()
        .rows(action.rows.iter().map(cells));
    (!action.rows.is_empty()).then_some(table)
}

/// The way to the actions before and after this one in the plan's order, leaving out the withdrawn.
fn neighbours(plan: &RecordedPlan, id: Id<Action>) -> Pagination {
    let to = |one: &RecordedAction| (urls::action(one.id), title(&one.content));
    let (before, after) = beside(plan, id);
    Pagination::neighbours(before.map(to), after.map(to)).about("Actions of the plan")
}

fn beside(plan: &RecordedPlan, id: Id<Action>) -> (Option<&RecordedAction>, Option<&RecordedAction>) {
    let stands = |one: &&RecordedAction| one.state != State::Withdrawn;
    let all = || plan.actions().map(|(_, action)| action);
    let before = all().take_while(|one| one.id != id).filter(stands).last();
    let after = all().skip_while(|one| one.id != id).skip(1).find(stands);
    (before, after)
}

impl View for ActionPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let plan = super::samples::plan();
        let today = Date::constant(2027, 1, 15);
        let officer = Beside {
            may_change: true,
            may_withdraw: true,
            bodies: vec![("Merrowshire Police".to_owned(), "/bodies/sample".to_owned())],
        };
        let mut samples = Vec::new();
        for (name, (priority, action)) in
            ["busy", "plain", "overdue", "withdrawn"].into_iter().zip(plan.actions())
        {
            let shell = super::samples::shell(&title(&action.content)).wide();
            let beside = if name == "plain" { &Beside::default() } else { &officer };
            let history =
                history::samples().into_iter().next().filter(|_| name == "busy").map(|(_, one)| one);
            let of = Self::of(shell, (priority, action), history, beside, today);
            samples.push((name, Self { neighbours: neighbours(&plan, action.id), ..of }));
        }
        samples
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_on_leaves_out_the_withdrawn_but_leads_from_them() {
        let mut plan = super::super::samples::plan();
        let ids: Vec<Id<Action>> = plan.actions().map(|(_, action)| action.id).collect();
        for action in plan.priorities.iter_mut().flat_map(|priority| &mut priority.actions) {
            action.state = if action.id == ids[1] { State::Withdrawn } else { State::OnTrack };
        }
        let around = |at: usize| {
            let (before, after) = beside(&plan, ids[at]);
            (before.map(|one| one.id), after.map(|one| one.id))
        };
        let last = ids.len() - 1;
        assert!(last >= 3, "the sample has enough actions to tell");
        assert_eq!(around(0), (None, Some(ids[2])));
        assert_eq!(around(1), (Some(ids[0]), Some(ids[2])));
        assert_eq!(around(2).0, Some(ids[0]));
        assert_eq!(around(last).1, None);
    }
}
