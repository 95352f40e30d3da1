use std::collections::{HashMap, HashSet};

use concordat_access::{Action as Verb, Ctx, Resource};
use concordat_kernel::{AnyId, Id, Period, Refusal, Result};
use concordat_store::{Change, Store, Tx, args, sql};

use super::lines;
use crate::{
    Action, Plan, Priority, RecordedAction, State,
    import::{self, Timescale},
    measures,
    store::{
        load::{load, load_head},
        plan_resource,
        save::{self, Bodies},
    },
    versions::{Lines, rules},
};

/// Making a plan for another year.
pub(crate) const ADD_PLAN: Verb = Verb::new("plan", "add");

sql! {
    INSERT_PLAN = "INSERT INTO plan (id, title, period_from, period_to, group_id, key_lines, continues, version)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, 1)";
    CONTINUED_BY = "SELECT id FROM plan WHERE continues = $1";
    PRIORITY_LINE = "UPDATE plan_priority SET lineage = $2 WHERE id = $1";
    ACTION_LINE = "UPDATE plan_action SET lineage = $2 WHERE id = $1";
    ITEM_LINE = "UPDATE plan_item SET lineage = $2 WHERE id = $1";
    RECURS = "UPDATE plan_action SET recurs = $2 WHERE id = $1";
    KIN = "SELECT a.id, a.number, p.id
           FROM plan_action a JOIN plan p ON p.id = a.plan_id
           WHERE COALESCE(a.lineage, a.id) = $1 AND a.id <> $2
           ORDER BY p.period_from, p.id";
    LINE_OF_ACTION = "SELECT COALESCE(lineage, id) FROM plan_action WHERE id = $1";
}

/// What next year's plan is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refresh {
    /// Its title, without the period.
    pub title: String,
    /// The months it covers.
    pub period: Period,
    /// The actions that continue.
    pub actions: HashSet<Id<Action>>,
    /// Those whose months and days become the same a year later.
    pub shifted: HashSet<Id<Action>>,
}

/// The same action in the plan of another year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kin {
    /// Its id there.
    pub action: Id<Action>,
    /// Its number there.
    pub number: String,
    /// That plan.
    pub plan: Id<Plan>,
    /// Its title.
    pub title: String,
    /// The months it covers.
    pub period: Option<Period>,
}

/// Makes next year's plan, as a draft, from this one: what continues is carried forward, and stays the
/// same thing. This year's plan stays as it is.
///
/// # Errors
/// When the asker may not, or a rule says no: also when next year's plan is there already.
pub async fn refresh(store: &Store, ctx: &Ctx, plan: Id<Plan>, new: &Refresh) -> Result<Id<Plan>> {
    let resource = plan_resource(&mut store.peek().await?, plan).await?;
    let mut tx = store.change(ctx, ADD_PLAN, &Resource { id: None, ..resource }).await?;
    let former = load(&mut tx, plan).await?;
    rules::check_refresh(&former.head, new)?;
    let again = || Refusal::rule("Next year’s plan has been made already. Go on in that one.");
    if continued_by(&mut tx, plan).await?.is_some() {
        return Err(again().into());
    }
    let id: Id<Plan> = ctx.chance.id(&ctx.clock);
    let (from, to) = (new.period.from, new.period.to);
    let key = former.head.key.join("\n");
    let row = args![id, new.title.trim(), from, to, former.head.group, key, plan];
    tx.run_unless_taken(&INSERT_PLAN, row, again()).await?;
    let carrying =
        Carrying { plan: id, bodies: Bodies::load(&mut tx).await?, lines: lines(&mut tx, plan).await? };
    let mut place = 0;
    for (position, priority) in former.priorities.iter().enumerate() {
        let carried = save::add_priority(&mut tx, ctx, id, position, &priority.as_draft()).await?;
        let line = carrying.line(priority.id.uuid());
        tx.run(&PRIORITY_LINE, args![carried, line]).await?;
        for action in priority.current().filter(|action| new.actions.contains(&action.id)) {
            let shift = new.shifted.contains(&action.id);
            carrying.action(&mut tx, ctx, carried, place, action, shift).await?;
            place += 1;
        }
    }
    carrying.item_lines(&mut tx, &former, new).await?;
    let words = |head: &crate::PlanHead| {
        head.period.map_or_else(|| head.title.clone(), |period| format!("{}, {period}", head.title))
    };
    tx.keep(id, "Continues", None, Some(&words(&former.head))).await?;
    tx.about(id.uuid());
    tx.commit().await?;
    Ok(id)
}

struct Carrying {
    plan: Id<Plan>,
    bodies: Bodies,
    lines: Lines,
}

impl Carrying {
    fn line(&self, thing: AnyId) -> AnyId {
        self.lines.things.get(&thing).copied().unwrap_or(thing)
    }

    async fn action(
        &self,
        tx: &mut Change,
        ctx: &Ctx,
        priority: Id<Priority>,
        place: usize,
        former: &RecordedAction,
        shift: bool,
    ) -> Result<()> {
        let mut content = former.content.clone();
        (content.id, content.source) = (None, import::Source::default());
        if shift {
            content.rows.iter_mut().for_each(|row| row.timescale = a_year_later(&row.timescale));
        }
        let at = (self.plan, priority);
        let carried = save::add_action(tx, ctx, &self.bodies, at, place, &content, State::NoUpdate).await?;
        tx.run(&ACTION_LINE, args![carried, self.line(former.id.uuid())]).await?;
        tx.run(&RECURS, args![carried, former.course.recurs.word()]).await.map(drop)
    }

    /// Steps and measures are the same too: what is counted goes on being counted.
    async fn item_lines(&self, tx: &mut Change, plan: &crate::RecordedPlan, new: &Refresh) -> Result<()> {
        let carried = load(tx, self.plan).await?;
        let now = lines(tx, self.plan).await?;
        let mut measured = HashMap::new();
        let former = plan.priorities.iter().flat_map(|priority| priority.current());
        let former = former.filter(|action| new.actions.contains(&action.id));
        // Both in the plan's order, so they go together one by one.
        for (former, (_, latter)) in former.zip(carried.actions()) {
            let (before, after) = (self.lines.items.get(&former.id), now.items.get(&latter.id));
            let rows = before.into_iter().flatten().zip(after.into_iter().flatten());
            for (before, after) in rows {
                let steps = before.steps.iter().zip(&after.steps);
                for (before, after) in steps.chain(before.measures.iter().zip(&after.measures)) {
                    tx.run(&ITEM_LINE, args![after.id, before.line]).await?;
                }
                let counted = before.measures.iter().zip(&after.measures);
                measured
                    .extend(counted.map(|(before, after)| (before.id, (latter.id, Id::from_uuid(after.id)))));
            }
        }
        measures::carry(tx, plan.head.id, &measured).await
    }
}

/// The same month or day of the next year; what is no month and no day stays.
fn a_year_later(timescale: &Timescale) -> Timescale {
    match timescale {
        Timescale::Month { month } => Timescale::Month { month: month.plus(12) },
        Timescale::Date { date } => {
            let later = concordat_kernel::jiff::Span::new().years(1);
            Timescale::Date { date: date.checked_add(later).unwrap_or(*date) }
        }
        Timescale::Ongoing | Timescale::Text { .. } => timescale.clone(),
    }
}

/// The plan of the next year, when it has been made.
pub(crate) async fn continued_by(tx: &mut Tx, plan: Id<Plan>) -> Result<Option<Id<Plan>>> {
    Ok(tx.opt::<(Id<Plan>,)>(&CONTINUED_BY, args![plan]).await?.map(|(id,)| id))
}

/// The same action in the plans of other years, oldest first. Only what the asker may see.
///
/// # Errors
/// When there is no such action.
pub async fn kin(store: &Store, ctx: &Ctx, action: Id<Action>) -> Result<Vec<Kin>> {
    let mut tx = store.peek().await?;
    let (line,): (Id<()>,) = tx.one(&LINE_OF_ACTION, args![action]).await?;
    let rows: Vec<(Id<Action>, String, Id<Plan>)> = tx.all(&KIN, args![line, action]).await?;
    let mut kin = Vec::new();
    for (action, number, plan) in rows {
        let head = load_head(&mut tx, plan).await?;
        let resource = Resource::one(plan).within(head.group);
        if store.may(ctx, crate::store::VIEW, &resource) {
            kin.push(Kin { action, number, plan, title: head.title, period: head.period });
        }
    }
    Ok(kin)
}
