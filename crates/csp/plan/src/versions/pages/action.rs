//! What an action's page shows of how the plan changes: the years before and after, what was said of it,
//! and what is proposed.

use std::collections::HashMap;

use concordat_access::{Action as Verb, Resource};
use concordat_kernel::Result;
use concordat_web::{
    Reader, cells,
    parts::{Button, Html, Table},
};

use super::{
    super::{CommentHead, ProposalHead, rules, store, urls},
    feedback, proposals,
};
use crate::{
    PlanHead, RecordedAction, RecordedPlan, State,
    pages::{Section, words},
    urls as plan_urls,
};

/// The sections of an action's page.
pub(crate) async fn action_sections(
    reader: &Reader,
    plan: &RecordedPlan,
    action: &RecordedAction,
) -> Result<Vec<Section>> {
    let mut sections: Vec<Section> = Vec::new();
    let may = |verb: Verb| reader.may(verb, &Resource::any(verb.kind).within(plan.head.group));
    sections.extend(years(reader, plan, action).await?);
    if may(store::VIEW_COMMENT) {
        let all = store::comments(reader.store(), &reader.ctx, plan.head.id).await?;
        let of_action: Vec<CommentHead> =
            all.into_iter().filter(|comment| comment.action_id == Some(action.id)).collect();
        let time = store::feedback(reader.store(), &reader.ctx, plan.head.id).await?;
        let is_open = time.is_some_and(|time| rules::is_open(&time, reader.ctx.clock.today()));
        let beside = feedback::beside(reader, plan, &of_action).await?;
        let mut body: Vec<Html> = Vec::new();
        if !of_action.is_empty() {
            let all: Vec<&CommentHead> = of_action.iter().collect();
            body.push(feedback::table("Comments on this action", plan, &all, &beside));
        }
        if is_open && beside.may_add && action.state != State::Withdrawn {
            let href = urls::comment(plan.head.id, Some(action.id));
            body.push(Button::link("Comment on this action", href).secondary().into());
        }
        if !body.is_empty() {
            sections.push(Section {
                id: "comments",
                heading: "Comments".to_owned(),
                body: Html::spaced(body),
            });
        }
    }
    if may(store::VIEW_PROPOSAL) {
        let of_action = store::proposals_about(reader.store(), &reader.ctx, action.id).await?;
        let offered = may(store::ADD_PROPOSAL) && action.state != State::Withdrawn;
        if !of_action.is_empty() || offered {
            let body = proposed(reader, plan, action, &of_action, offered).await?;
            sections.push(Section { id: "proposals", heading: "Proposals".to_owned(), body });
        }
    }
    Ok(sections)
}

/// What requests rest on that changed a plan by an accepted proposal, for the histories of its actions.
pub(crate) async fn because(reader: &Reader, plan: &PlanHead) -> Result<HashMap<String, Html>> {
    if !reader.may(store::VIEW_PROPOSAL, &Resource::any("plan_proposal").within(plan.group)) {
        return Ok(HashMap::new());
    }
    let accepted = store::accepted(reader.store(), &reader.ctx, plan.id).await?;
    let shown = accepted.into_iter().map(|(request, proposal, decision)| {
        let link = Html::link(&urls::proposal(proposal), "by proposal");
        (request, Html::spaced([link, format!("decided: {decision}").into()]))
    });
    Ok(shown.collect())
}

/// `Continues action 1.3 of April 2025 to March 2026`, and where it goes on.
async fn years(reader: &Reader, plan: &RecordedPlan, action: &RecordedAction) -> Result<Option<Section>> {
    let kin = store::kin(reader.store(), &reader.ctx, action.id).await?;
    let mut before: Vec<Html> = Vec::new();
    let mut after: Vec<Html> = Vec::new();
    for one in kin {
        let of = one.period.map_or_else(|| one.title.clone(), |period| period.to_string());
        let link = Html::link(&plan_urls::action(one.action), format!("action {} of {of}", one.number));
        let earlier = one.period.map(|period| period.from) < plan.head.period.map(|period| period.from);
        if earlier { &mut before } else { &mut after }.push(link);
    }
    let lines = before
        .into_iter()
        .map(|link| Html::spaced([Html::from("Continues"), link]))
        .chain(after.into_iter().map(|link| Html::spaced([Html::from("Continued by"), link])));
    let lines: Vec<Html> = lines.collect();
    Ok((!lines.is_empty()).then(|| Section {
        id: "years",
        heading: "In other years’ plans".to_owned(),
        body: Html::bullets(lines),
    }))
}

async fn proposed(
    reader: &Reader,
    plan: &RecordedPlan,
    action: &RecordedAction,
    all: &[ProposalHead],
    offered: bool,
) -> Result<Html> {
    let mut body: Vec<Html> = Vec::new();
    if !all.is_empty() {
        let actors: Vec<&str> = all.iter().map(|proposal| proposal.made_by.as_str()).collect();
        let names = words::names(reader, &actors).await?;
        let table = Table::new("Proposals about this action")
            .caption_hidden()
            .columns(["Proposal", "Proposed by", "State"])
            .row_headers()
            .rows(all.iter().map(|proposal| {
                let name = words::capital(names.get(&proposal.made_by).map_or("Someone", String::as_str));
                cells![
                    Html::link(&urls::proposal(proposal.id), proposals::title(proposal, plan)),
                    Html::stacked([name, words::moment(&proposal.made_at)]),
                    proposals::state(proposal)
                ]
            }));
        body.push(table.into());
    }
    if offered {
        body.push(Html::bullets([
            Html::link(&urls::propose_change(action.id), "Propose a change"),
            Html::link(&urls::propose_move(action.id), "Propose to move or renumber it"),
            Html::link(&urls::propose_withdraw(action.id), "Propose to withdraw it"),
        ]));
    }
    Ok(Html::spaced(body))
}
