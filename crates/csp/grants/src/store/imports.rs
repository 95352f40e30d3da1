use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Money, Refusal, Result, jiff::civil::Date};
use concordat_store::{Change, Store, args, sql};
use serde::Serialize;

use super::{
    Books, awards, endings, funds, orders, outputs, pots, projects,
    returns::{self, GiveBack},
    rows::Moving,
};
use crate::{
    Award, AwardTerms, Count, Finish, Fund, MatchForm, NewAward, NewFund, NewMatch, NewPot, NewPotEvent,
    NewProject, Pot, Promise,
    actions::IMPORT,
    import::{AwardDraft, Code, Oddity, ProjectDraft, Reading, ties},
    rules::{
        funded::Wanting,
        ledger::{EntryKind, Place},
    },
};

sql! {
    SEEN = "SELECT made_at FROM grants_import WHERE file_hash = $1";
    INSERT = "INSERT INTO grants_import (id, file_hash, file_name, made_at, made_by, oddities) VALUES ($1, $2, $3, $4, $5, $6)";
}

/// A file about to be brought in.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// Its own name.
    pub name: &'a str,
    /// Its SHA-256, in hexadecimal.
    pub hash: &'a str,
}

/// What a file brought in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Imported {
    /// The same file was brought in before, so nothing was changed.
    pub seen_before: bool,
    /// How many funds were added.
    pub funds: usize,
    /// How many awards were added.
    pub awards: usize,
    /// How many projects were added.
    pub projects: usize,
    /// What was odd about tying projects to the plan.
    pub oddities: Vec<Oddity>,
}

/// Brings a file in, whole or not at all. The same file again changes nothing.
///
/// # Errors
/// When the asker may not; when a sum that the file states does not come out, unless that is accepted; when an award is
/// there already; as the rules of whatever is added.
pub async fn import(
    store: &Store,
    ctx: &Ctx,
    file: File<'_>,
    reading: &Reading,
    asking: &[Wanting],
    accept_differences: bool,
) -> Result<Imported> {
    let mut change = store.change(ctx, IMPORT, &Resource::any(Fund::NAME)).await?;
    if change.opt::<(String,)>(&SEEN, args![file.hash]).await?.is_some() {
        // Dropped: nothing was done, so nothing is written down.
        return Ok(Imported { seen_before: true, ..Imported::default() });
    }
    let wrong: Vec<String> = reading
        .differences()
        .map(|check| {
            format!(
                "line {}: {} is stated as {}, but makes {}",
                check.line, check.what, check.stated, check.found
            )
        })
        .collect();
    if !wrong.is_empty() && !accept_differences {
        return Err(Refusal::rule(format!(
            "Sums in the file do not come out, so nothing was brought in. {}. Correct the file, or say that the differences \
             are accepted.",
            wrong.join("; ")
        ))
        .into());
    }
    let mut imported = Imported::default();
    for draft in &reading.awards {
        let fund = fund_of(&mut change, ctx, draft, &mut imported).await?;
        let ties = ties::propose(draft, asking);
        add(&mut change, ctx, file, fund, draft, &ties, asking, &mut imported).await?;
    }
    let all: Vec<&Oddity> = reading.oddities.iter().chain(&imported.oddities).collect();
    let oddities = serde_json::to_string(&all)
        .map_err(|e| concordat_kernel::Problem::new("writing down what was odd in a file", e))?;
    let row = args![
        ctx.chance.id::<()>(&ctx.clock),
        file.hash,
        file.name,
        ctx.clock.now(),
        ctx.actor.word(),
        oddities
    ];
    change.run_unless_taken(&INSERT, row, Refusal::Conflict).await?;
    change.commit().await?;
    Ok(imported)
}

/// The fund of that name, added when there is none.
async fn fund_of(
    change: &mut Change,
    ctx: &Ctx,
    draft: &AwardDraft,
    imported: &mut Imported,
) -> Result<Id<Fund>> {
    let known = funds::all(change).await?;
    if let Some(fund) = known.iter().find(|fund| fund.said.name.eq_ignore_ascii_case(&draft.fund)) {
        return Ok(fund.id);
    }
    imported.funds += 1;
    let new = NewFund { name: draft.fund.clone(), funder: draft.funder.clone(), ..NewFund::default() };
    funds::add(change, ctx, new).await
}

#[expect(clippy::too_many_arguments, reason = "one award of one file, with all that is known of it")]
async fn add(
    change: &mut Change,
    ctx: &Ctx,
    file: File<'_>,
    fund: Id<Fund>,
    draft: &AwardDraft,
    ties: &[Option<usize>],
    asking: &[Wanting],
    imported: &mut Imported,
) -> Result<()> {
    let reference = format!("{}, line {}", file.name, draft.line);
    let pots = draft.pot.as_ref().map(|pot| NewPot {
        name: pot.name.clone(),
        amount: pot.amount,
        share: pot.share,
        rule: pot.rule,
        opens_on: None,
    });
    let new = NewAward {
        fund,
        amount: draft.amount,
        terms: AwardTerms {
            label: draft.label.clone(),
            from: draft.from,
            to: draft.to,
            conditions: String::new(),
            repayment: String::new(),
            confirmed_on: None,
            reference: reference.clone(),
        },
        pots: pots.into_iter().collect(),
    };
    let (award, pots) = awards::add(change, ctx, new).await?;
    change.also(crate::actions::ADD_AWARD, &Resource::one(award));
    imported.awards += 1;
    for (project, tie) in draft.projects.iter().zip(ties) {
        let action = tie.and_then(|at| asking.get(at));
        say_tie(project, action, imported);
        add_project(change, ctx, file, award, draft, project, action).await?;
        imported.projects += 1;
    }
    if let (Some(pot), Some(id)) = (&draft.pot, pots.first()) {
        for event in &pot.events {
            let said = NewPotEvent {
                state: event.state,
                on: event.on,
                told_on: None,
                made_by: draft.funder.clone(),
                reference: format!("{}, line {}", file.name, event.line),
                note: String::new(),
            };
            pots::say(change, ctx, award, *id, said).await?;
        }
    }
    if let Some(returned) = draft.returned {
        let held = pots.first().map(|id| (*id, draft.pot.as_ref().map_or(Money::ZERO, |pot| pot.amount)));
        let back = give(draft.to, returned, held, reference);
        returns::give(change, ctx, award, &back).await?;
    }
    Ok(())
}

/// What the whole of a return is made of: the pot, and the rest of the up-front part.
fn give(on: Date, returned: Money, held: Option<(Id<Pot>, Money)>, letter: String) -> GiveBack {
    let of_pot = held.map_or(Money::ZERO, |(_, amount)| amount.at_most(returned));
    GiveBack {
        on,
        up_front: returned - of_pot,
        pots: held.map(|(id, _)| (id, of_pot)).into_iter().collect(),
        letter,
        because: "Not spent when the award ended".to_owned(),
    }
}

fn say_tie(project: &ProjectDraft, action: Option<&Wanting>, imported: &mut Imported) {
    let told = match (action, &project.action) {
        (Some(action), None) => {
            let did = format!("tied to action {} {} by their words: check it", action.number, action.title);
            Some((Code::TieProposed, did))
        }
        (None, Some(number)) => Some((
            Code::ActionUnknown,
            format!("the plan has no action {number} that asks for money; left without one"),
        )),
        _ => None,
    };
    if let Some((code, did)) = told {
        imported.oddities.push(Oddity::new(code, project.line, &project.title, did));
    }
}

async fn add_project(
    change: &mut Change,
    ctx: &Ctx,
    file: File<'_>,
    award: Id<Award>,
    draft: &AwardDraft,
    project: &ProjectDraft,
    action: Option<&Wanting>,
) -> Result<()> {
    let new = NewProject {
        title: project.title.clone(),
        purpose: project.purpose.clone(),
        action: action.map(|action| action.action.to_string()),
        provider: project.provider.clone(),
        planned: project.planned,
        whole_cost: project.whole_cost,
        ..NewProject::default()
    };
    // What is only allocated waits for its approval; what has a cost was approved and delivered.
    let allocated = project.planned.unwrap_or(project.amount()).max(project.amount());
    let id = projects::set_aside(change, ctx, award, None, &new, allocated, draft.from).await?;
    if let Some(matched) = project.matched {
        let new = NewMatch {
            from: "Partners".to_owned(),
            form: MatchForm::Cash,
            promised: matched,
            note: format!("{}, line {}", file.name, project.line),
        };
        orders::create_match(change, ctx, id, &new).await?;
    }
    for (output, position) in project.outputs.iter().zip(0_usize..) {
        let promised = project.spent.is_none().then_some(output.number);
        let promise = Promise { name: output.name.clone(), goods: output.goods, promised };
        let output_id = outputs::create(change, ctx, id, &promise).await?;
        if project.spent.is_some() {
            let delivered = Count {
                on: draft.to,
                delivered: output.number,
                handed_out: 0,
                note: format!("{}, line {}, number {}", file.name, project.line, position + 1),
            };
            outputs::add_count(change, ctx, id, output_id, &delivered).await?;
        }
    }
    let Some(spent) = project.spent else { return Ok(()) };
    let words = format!("Cost as reported in {}, line {}", file.name, project.line);
    let mut books = Books::open(change, award).await?;
    let moving = Moving::new(draft.to, format!("project/{id}"), words.clone());
    let approve = (Place::Allocated, Place::Approved);
    books.post(moving.of_project(EntryKind::Approve, approve, id, None, allocated))?;
    let spend = (Place::Approved, Place::Spent);
    books.post(moving.of_project(EntryKind::Spend, spend, id, None, spent))?;
    books.save(change, ctx).await?;
    let version = projects::find(change, award, id).await?.version;
    let finish = Finish {
        on: draft.to,
        evidence: words,
        variance: project.variance.clone(),
        evaluation: String::new(),
    };
    endings::finish_it(change, ctx, award, id, &finish, version).await
}
