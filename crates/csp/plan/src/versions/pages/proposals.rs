//! What is proposed for a plan, and one proposal.

use std::{collections::HashMap, sync::Arc};

use concordat_access::{Action as Verb, Resource};
use concordat_kernel::{AnyId, Id, Refusal, Result};
use concordat_web::{
    Answer, Answers, At, Reader, cells, page,
    parts::{Button, Colour, Csrf, Html, InsetText, Shell, SummaryList, Table, Tag},
};

use super::{
    super::{Proposal, ProposalHead, ProposalKind, ProposalState, store, urls},
    compare::both_texts,
    sheet::{Act, Sheet},
    versions::{full_title, trail},
};
use crate::{
    Plan, RecordedPlan,
    compare::differences,
    pages::{action, samples, shell, words},
    urls as plan_urls,
};

/// What the reader is offered, and the names behind the record's words.
#[derive(Debug, Default)]
pub(super) struct Beside {
    names: HashMap<String, String>,
    may_add: bool,
    may_decide: bool,
    may_take_back: bool,
}

impl Beside {
    fn name(&self, actor: &str) -> String {
        words::capital(self.names.get(actor).map_or("Someone", String::as_str))
    }
}

pub(super) async fn list(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let proposals = store::proposals(reader.store(), &reader.ctx, id).await?;
    let plan = crate::store::plan(reader.store(), &reader.ctx, id).await?;
    let actors: Vec<&str> = proposals.iter().map(|proposal| proposal.made_by.as_str()).collect();
    let resource = Resource::any("plan_proposal").within(plan.head.group);
    let beside = Beside {
        names: words::names(&reader, &actors).await?,
        may_add: reader.may(store::ADD_PROPOSAL, &resource),
        ..Beside::default()
    };
    let shell = shell(&reader, "Proposals").trail(trail(&plan.head).here("Proposals")).wide();
    page(&list_view(shell, &plan, &proposals, &beside))
}

fn list_view(shell: Shell, plan: &RecordedPlan, proposals: &[ProposalHead], beside: &Beside) -> Sheet {
    let lead = "Changes of the plan during its year. Each is proposed with its reason, then accepted or declined by a decision.";
    let mut sheet = Sheet::new(shell, Html::paragraphs([lead])).caption(full_title(&plan.head));
    if beside.may_add {
        sheet = sheet.button(Button::link("Propose a further action", urls::propose_add(plan.head.id)));
        let how = "To propose a change of an action, to move it or to withdraw it, open the action.";
        let link = Html::link(&plan_urls::actions(plan.head.id), "All actions as a table");
        sheet = sheet.piece("how", "Changing an action", Html::paragraphs([Html::from(how), link]));
    }
    let (open, decided): (Vec<_>, Vec<_>) =
        proposals.iter().partition(|proposal| proposal.state == ProposalState::Open);
    let body = |proposals: &[&ProposalHead], caption: &str| match proposals {
        [] => Html::paragraphs(["None."]),
        _ => table(caption, plan, proposals, beside),
    };
    sheet.piece("open", "To be decided", body(&open, "To be decided")).piece(
        "decided",
        "Decided",
        body(&decided, "Decided"),
    )
}

/// Proposals in a table.
fn table(caption: &str, plan: &RecordedPlan, proposals: &[&ProposalHead], beside: &Beside) -> Html {
    Table::new(caption)
        .caption_hidden()
        .columns(["Proposal", "Why", "Proposed by", "State"])
        .row_headers()
        .scroll()
        .rows(proposals.iter().map(|proposal| {
            cells![
                Html::link(&urls::proposal(proposal.id), title(proposal, plan)),
                Html::lines(&proposal.why),
                Html::stacked([beside.name(&proposal.made_by), words::moment(&proposal.made_at)]),
                state(proposal)
            ]
        }))
        .into()
}

/// What is proposed, in a few words.
pub(crate) fn title(proposal: &ProposalHead, plan: &RecordedPlan) -> String {
    let number = || {
        let now = proposal.action_id.and_then(|id| plan.action(id)).map(|(_, action)| &action.content);
        let said = now.or(proposal.base.as_ref()).map(|content| content.number.clone());
        said.unwrap_or_default()
    };
    let to = |proposal: &ProposalHead| {
        let content = proposal.content.as_ref();
        content.map(|content| content.number.clone()).unwrap_or_default()
    };
    match proposal.kind {
        ProposalKind::Add => {
            let objective = proposal.content.as_ref().map(|content| content.full_objective());
            format!("Add “{}”", objective.unwrap_or_default())
        }
        ProposalKind::Change => format!("Change action {}", number()),
        ProposalKind::Withdraw => format!("Withdraw action {}", number()),
        ProposalKind::Move => format!("Move action {} to {}", number(), to(proposal)),
    }
}

/// What became of a proposal, as a word on its colour.
pub(super) fn state(proposal: &ProposalHead) -> Html {
    let colour = match proposal.state {
        ProposalState::Open => Colour::Yellow,
        ProposalState::Accepted => Colour::Green,
        ProposalState::Declined => Colour::Red,
        ProposalState::TakenBack => Colour::Grey,
    };
    let tag = Tag::new(colour, proposal.state.to_string());
    if proposal.decision.is_empty() {
        tag.into()
    } else {
        Html::stacked([Html::from(tag), proposal.decision.as_str().into()])
    }
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Proposal>>) -> Answer {
    let (proposal, plan) = with_plan(&reader, id).await?;
    let actors: Vec<&str> =
        [Some(proposal.made_by.as_str()), proposal.decided_by.as_deref()].into_iter().flatten().collect();
    let mut resource = Resource::one(id).within(plan.head.group);
    resource.person = proposal.made_by.parse::<AnyId>().ok();
    let open = proposal.state == ProposalState::Open;
    let may = |verb: Verb| open && reader.may(verb, &resource);
    let beside = Beside {
        names: words::names(&reader, &actors).await?,
        may_add: false,
        may_decide: may(store::DECIDE),
        may_take_back: may(store::TAKE_BACK),
    };
    let title = title(&proposal, &plan);
    let trail = trail(&plan.head).page("Proposals", urls::proposals(plan.head.id)).here(title.clone());
    let shell = shell(&reader, title).trail(trail).wide();
    let csrf = shell.csrf.clone();
    let sheet = view(shell, csrf, &plan, &proposal, &beside);
    let decided = crate::decided::told(&reader, &concordat_kernel::Ref::to(id)).await?;
    page(&match decided {
        Some(decided) => sheet.piece("decided-in", "Decided in", decided),
        None => sheet,
    })
}

/// A proposal and the plan as it stands.
pub(super) async fn with_plan(
    reader: &Reader,
    id: Id<Proposal>,
) -> Result<(ProposalHead, Arc<RecordedPlan>)> {
    let proposal = store::proposal(reader.store(), &reader.ctx, id).await?;
    let plan = crate::store::plan(reader.store(), &reader.ctx, proposal.plan_id).await?;
    Ok((proposal, plan))
}

fn view(shell: Shell, csrf: Csrf, plan: &RecordedPlan, proposal: &ProposalHead, beside: &Beside) -> Sheet {
    let mut facts =
        SummaryList::new().row(("State", state(proposal))).row(("Why", Html::lines(&proposal.why))).row((
            "Proposed by",
            format!("{}, {}", beside.name(&proposal.made_by), words::moment(&proposal.made_at)),
        ));
    let action = proposal.action_id.and_then(|id| plan.action(id));
    if let Some((priority, action)) = action {
        let words = format!("Action {} {}", action.content.number, action.content.full_objective());
        facts = facts
            .row(("Action", Html::link(&plan_urls::action(action.id), words)))
            .row(("It stands under", Html::link(&plan_urls::priority(priority.id), &priority.title)));
    }
    if let Some(to) = plan.priorities.iter().find(|priority| Some(priority.id) == proposal.priority_id) {
        facts = facts.row(("To stand under", Html::link(&plan_urls::priority(to.id), &to.title)));
    }
    if let (Some(by), Some(at)) = (&proposal.decided_by, &proposal.decided_at) {
        if !proposal.decision.is_empty() {
            facts =
                facts.row(("Decided by", &proposal.decision)).row(("Reason", Html::lines(&proposal.reason)));
        }
        facts = facts.row(("Recorded by", format!("{}, {}", beside.name(by), words::moment(at))));
    }
    let mut sheet = Sheet::new(shell, facts).caption(full_title(&plan.head));
    if beside.may_decide {
        sheet = sheet.button(Button::link("Decide", urls::decide(proposal.id)));
    }
    if beside.may_take_back {
        sheet = sheet.button(Act {
            action: urls::take_back(proposal.id),
            csrf,
            hidden: vec![("version", proposal.version.to_string())],
            button: Button::new("Take it back").secondary(),
        });
    }
    for (id, heading, body) in texts(plan, proposal) {
        sheet = sheet.piece(id, heading, body);
    }
    sheet
}

/// What the proposal would change, and what has been changed since it was made.
pub(super) fn texts(plan: &RecordedPlan, proposal: &ProposalHead) -> Vec<(&'static str, &'static str, Html)> {
    let mut pieces = Vec::new();
    let now = proposal.action_id.and_then(|id| plan.action(id)).map(|(_, action)| &action.content);
    match (&proposal.base, &proposal.content) {
        (Some(base), Some(content)) => {
            let heading = "What is proposed";
            pieces.push(("proposed", heading, both_texts(heading, &differences(base, content))));
        }
        (None, Some(content)) => {
            let rows = action::rows(content).map(Html::from).unwrap_or_default();
            let facts = SummaryList::new()
                .row(("Number", if content.number.is_empty() { "To be decided" } else { &content.number }))
                .row(("Objective", words::objective(content)))
                .row(("Leads", words::list(&content.leads)))
                .row(("Funded", words::funded(content)))
                .row(("Linked", crate::compare::linked_words(&content.linked)));
            pieces.push(("proposed", "What is proposed", Html::spaced([facts.into(), rows])));
        }
        _ => {}
    }
    if let (Some(base), Some(now), ProposalState::Open) = (&proposal.base, now, proposal.state) {
        let since = differences(base, now);
        if !since.is_empty() {
            let heading = "The action changed since this was proposed";
            pieces.push(("since", heading, both_texts(heading, &since)));
        }
    }
    if proposal.kind == ProposalKind::Withdraw && proposal.state == ProposalState::Open {
        let words = "The action would leave the plan, its counts and its exports, and stay in the record.";
        pieces.push(("proposed", "What is proposed", InsetText::new(words).into()));
    }
    pieces
}

pub(super) async fn take_back(reader: Reader, At(id): At<Id<Proposal>>, answers: Answers) -> Answer {
    let version = answers.get("version").parse().map_err(|_| Refusal::Conflict)?;
    store::take_back(reader.store(), &reader.ctx, id, version).await?;
    reader.done(urls::proposal(id), "The proposal is taken back.")
}

/// Four invented proposals, one of each kind.
pub(super) fn sample_proposals() -> Vec<ProposalHead> {
    let plan = samples::plan();
    let Some((priority, action)) = plan.actions().next() else { return Vec::new() };
    let base = action.content.clone();
    let changed = crate::import::Action {
        objective: "Make Lower & Upper Ashing safer after dark".to_owned(),
        ..base.clone()
    };
    let moved = crate::import::Action { number: "2.9".to_owned(), ..base.clone() };
    let open = ProposalHead {
        id: samples::id(301),
        plan_id: plan.head.id,
        kind: ProposalKind::Change,
        action_id: Some(action.id),
        priority_id: None,
        base: Some(base.clone()),
        content: Some(changed),
        why: "The same people walk in both.".to_owned(),
        made_at: "2026-10-03T09:30:00Z".to_owned(),
        made_by: "operator".to_owned(),
        state: ProposalState::Open,
        reason: String::new(),
        decision: String::new(),
        decided_at: None,
        decided_by: None,
        request: None,
        version: 1,
    };
    let added = crate::import::Action {
        number: String::new(),
        objective: "Light the station path".to_owned(),
        ..base.clone()
    };
    vec![
        open.clone(),
        ProposalHead {
            id: samples::id(302),
            kind: ProposalKind::Add,
            action_id: None,
            priority_id: Some(priority.id),
            base: None,
            content: Some(added),
            ..open.clone()
        },
        ProposalHead { id: samples::id(303), kind: ProposalKind::Withdraw, content: None, ..open.clone() },
        ProposalHead {
            id: samples::id(304),
            kind: ProposalKind::Move,
            priority_id: plan.priorities.last().map(|priority| priority.id),
            content: Some(moved),
            state: ProposalState::Declined,
            reason: "It serves one priority more than the others.".to_owned(),
            decision: "Working group, 14 October, item 3".to_owned(),
            decided_at: Some("2026-10-14T11:00:00Z".to_owned()),
            decided_by: Some("operator".to_owned()),
            version: 2,
            ..open
        },
    ]
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let plan = samples::plan();
    let mut changed = plan.clone();
    if let Some(action) = changed.priorities.first_mut().and_then(|priority| priority.actions.first_mut()) {
        action.content.objective = "Make Ashing safer after dark".to_owned();
    }
    let beside = Beside {
        names: HashMap::from([("operator".to_owned(), "the operator".to_owned())]),
        may_add: true,
        may_decide: true,
        may_take_back: true,
    };
    let all = sample_proposals();
    let shell = || samples::shell("Proposals").wide();
    let mut drawn = vec![
        ("proposals", list_view(shell(), &plan, &all, &beside)),
        ("proposals: none", list_view(shell(), &plan, &[], &Beside::default())),
    ];
    let names = ["proposal: change", "proposal: add", "proposal: withdraw", "proposal: move, declined"];
    for (name, proposal) in names.into_iter().zip(&all) {
        let shell = samples::shell(&title(proposal, &plan)).wide();
        let csrf = shell.csrf.clone();
        let plan = if name.ends_with("change") { &changed } else { &plan };
        drawn.push((name, view(shell, csrf, plan, proposal, &beside)));
    }
    drawn
}
