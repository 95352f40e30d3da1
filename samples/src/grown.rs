//! The county as it would be after years of use: many partnerships, each with a plan for every year. For measuring, never for the
//! walk-through, which tells one year well.

use concordat_access::Ctx;
use concordat_kernel::{
    Clock, Error, Id, Month, Period, Problem, Result,
    jiff::{SignedDuration, Timestamp, ToSpan as _},
};
use concordat_partnership::{self as partnership, Group, NewGroup};
use concordat_plan::{
    Plan, RecordedPlan,
    import::{Action, Draft, Funding, LinkState, Linked, Priority, Reading, Row, Timescale},
    progress::{self, CameBy, Lead, NewRound, NewUpdate, Said},
    store as plans,
    versions::{self, NewVersion},
};
use concordat_store::Store;

/// How much there is to be.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Partnerships beside the county's own.
    pub partnerships: usize,
    /// Years of plans each of them has, up to this one.
    pub years: usize,
    /// Actions in all, spread evenly.
    pub actions: usize,
}

impl Size {
    /// What the pages are measured with.
    pub const MEASURED: Self = Self { partnerships: 12, years: 10, actions: 5000 };
}

const PRIORITIES: [&str; 6] = [
    "Safer streets at night",
    "Domestic abuse",
    "Serious violence",
    "Neighbourhoods free of nuisance",
    "Roads where nobody is killed",
    "Hate crime and extremism",
];
const PURPOSES: [&str; 8] = [
    "Train front-line staff to notice when somebody is afraid at home",
    "Light the paths that people avoid after dark",
    "Bring schools and youth workers together each month",
    "Offer a place of safety to people who leave in a hurry",
    "Share what each agency knows of the places where most harm happens",
    "Answer every report of nuisance within five working days",
    "Mentor young people who carry knives",
    "Make it easy to report hatred without going to a police station",
];
const STEPS: [&str; 5] = [
    "Agree who does what, in writing",
    "Ask the people it is for what they need",
    "Hold one session in every district",
    "Look at what changed, if required with the county’s analysts",
    "Tell residents what was done",
];
const MEASURES: [&str; 5] = [
    "Number of people trained",
    "Share of reports answered in time",
    "Districts represented",
    "Residents who say that they feel safer",
    "What people who were helped say",
];

/// Adds `size` to a record that holds the sample. The same size makes the same county, but for ids.
///
/// # Errors
/// When the store does not answer.
pub async fn grow(store: &Store, ctx: &Ctx, size: Size) -> Result<()> {
    let names = partnership::lead_names(&mut store.peek().await?).await?;
    let leads: Vec<String> = names.into_iter().filter_map(|(_, names)| names.into_iter().next()).collect();
    let districts: Vec<String> =
        leads.iter().filter_map(|name| name.strip_suffix(" District Council")).map(str::to_owned).collect();
    if leads.is_empty() || districts.is_empty() {
        return Err(Problem::say("the record to be grown holds no district council").into());
    }
    let today = ctx.clock.today();
    let this_year = if today.month() >= 4 { today.year() } else { today.year() - 1 };
    let plans = (size.partnerships * size.years).max(1);
    let mut left = size.actions;
    for number in 0..size.partnerships {
        let district = districts.get(number % districts.len()).cloned().unwrap_or_default();
        let group = group(store, ctx, &district, number / districts.len()).await?;
        for age in (0..size.years).rev() {
            let year = this_year - i16::try_from(age).unwrap_or(i16::MAX);
            let actions = (size.actions / plans + 1).min(left);
            left -= actions;
            let draft = draft(&district, year, actions, &leads)?;
            let ctx = at(ctx, &format!("{year}-04-06T09:00:00Z"))?;
            let plan = bring_in(store, &ctx, draft, group).await?;
            go_on(store, &ctx, plan, age > 0).await?;
        }
    }
    Ok(())
}

/// The operator at another time.
fn at(ctx: &Ctx, moment: &str) -> Result<Ctx, Problem> {
    let at: Timestamp = moment.parse().map_err(|e| Problem::new(format!("reading `{moment}`"), e))?;
    Ok(Ctx::new(ctx.actor.clone(), Clock::fixed(at), ctx.chance.clone()))
}

async fn group(store: &Store, ctx: &Ctx, district: &str, again: usize) -> Result<Id<Group>> {
    let more = if again == 0 { String::new() } else { format!(" {}", again + 1) };
    let new = NewGroup {
        name: format!("{district} Community Safety Partnership{more}"),
        short_name: None,
        parent: None,
        purpose: Some(format!("Keeps the people of {district} safe.")),
        area: None,
        statutory: None,
    };
    partnership::add_group(store, ctx, new).await
}

async fn bring_in(store: &Store, ctx: &Ctx, draft: Draft, group: Id<Group>) -> Result<Id<Plan>> {
    let name = format!("{}.docx", draft.title);
    let reading = Reading { draft, ..Reading::default() };
    let id = plans::stage(store, ctx, &name, "", &reading, None).await?;
    let staged = plans::import_of(store, ctx, id).await?;
    Ok(plans::apply(store, ctx, &staged, Some(group.uuid())).await?.plan)
}

fn draft(district: &str, year: i16, actions: usize, leads: &[String]) -> Result<Draft, Problem> {
    let month = |year: i16, month: i8| {
        Month::new(year, month).ok_or_else(|| Problem::say(format!("{year} is no year of a plan")))
    };
    let (from, to) = (month(year, 4)?, month(year + 1, 3)?);
    let mut priorities: Vec<Priority> = PRIORITIES
        .iter()
        .map(|title| Priority {
            title: (*title).to_owned(),
            leads: leads.first().cloned().into_iter().collect(),
            aim: Some(format!("People in {district} live without fear of it.")),
            ..Priority::default()
        })
        .collect();
    for n in 0..actions {
        let at = n % PRIORITIES.len();
        let Some(priority) = priorities.get_mut(at) else { continue };
        let number = format!("{}.{}", at + 1, priority.actions.len() + 1);
        let when = match n % 5 {
            0 => Timescale::Ongoing,
            1 => Timescale::Month { month: month(year, 9)? },
            2 => Timescale::Month { month: month(year, 12)? },
            _ => Timescale::Month { month: to },
        };
        priority.actions.push(action(n, year, number, when, leads));
    }
    let mut draft = Draft {
        title: format!("{district} action plan"),
        period: Some(Period { from, to }),
        priorities,
        ..Draft::default()
    };
    draft.recount();
    Ok(draft)
}

fn action(n: usize, year: i16, number: String, timescale: Timescale, leads: &[String]) -> Action {
    let take = |list: &[&str], at: usize| (*list.get(at % list.len()).unwrap_or(&"")).to_owned();
    let lead = |at: usize| leads.get(at % leads.len()).cloned().unwrap_or_default();
    let row = Row {
        steps: (n..n + 2).map(|at| take(&STEPS, at)).collect(),
        measures: (n..n + 3).map(|at| take(&MEASURES, at)).collect(),
        timescale,
        ..Row::default()
    };
    let funded = n.is_multiple_of(7);
    Action {
        number,
        starred: n.is_multiple_of(3),
        label: Some("Improving practice".to_owned()),
        objective: format!("{} ({year})", take(&PURPOSES, n)),
        leads: if n.is_multiple_of(4) { vec![lead(n), lead(n + 5)] } else { vec![lead(n)] },
        funding: funded.then(|| Funding { note: "Crime reduction grant".to_owned() }),
        linked: Linked { state: LinkState::No, to: Vec::new() },
        rows: vec![row],
        ..Action::default()
    }
}

/// What happened to a plan in its year: two versions, a round of updates every quarter, most of it answered and most of it done.
async fn go_on(store: &Store, ctx: &Ctx, id: Id<Plan>, over: bool) -> Result<()> {
    publish(store, ctx, id, "At the first meeting").await?;
    let plan = plans::plan(store, ctx, id).await?;
    let Some(period) = plan.head.period else { return Ok(()) };
    for (n, lead) in leads(&plan).into_iter().enumerate() {
        let address = format!("answers-{n}@merrowshire.example");
        match progress::add_contact(store, ctx, id, &lead, (&format!("Contact number {n}"), &address)).await {
            // The same people answer for last year's plan.
            Ok(_) | Err(Error::Refusal(_)) => {}
            Err(problem) => return Err(problem),
        }
    }
    let rounds = if over { 4 } else { 2 };
    for quarter in 0..rounds {
        let about = Period { from: period.from.plus(quarter * 3), to: period.from.plus(quarter * 3 + 2) };
        let days = SignedDuration::from_hours(24 * 90);
        ctx.clock.advance(days);
        let due_on = ctx.clock.today().saturating_add(21.days());
        let new = NewRound { title: progress::rules::suggested_title(about), about, due_on };
        let round = progress::open_round(store, ctx, id, new).await?;
        answer(store, ctx, id, quarter, over).await?;
        if over || quarter == 0 {
            let (open, ..) = progress::round(store, ctx, round).await?;
            progress::close_round(store, ctx, round, open.version).await?;
        }
    }
    publish(store, ctx, id, "After the changes of the year").await
}

/// Nine leads in ten answer for what they lead.
async fn answer(store: &Store, ctx: &Ctx, id: Id<Plan>, quarter: i32, over: bool) -> Result<()> {
    let plan = plans::plan(store, ctx, id).await?;
    for (n, (_, action)) in plan.actions().enumerate() {
        if !action.state.is_open() {
            continue;
        }
        for (at, lead) in progress::rules::leads_of(action).into_iter().enumerate() {
            ctx.clock.advance(SignedDuration::from_mins(7));
            let said = match (n % 9, quarter) {
                (0, 0) => Said::AtRisk,
                (0, _) => Said::Late,
                (1..=3, _) if !over => continue,
                (_, 3) => Said::Done,
                _ => Said::OnTrack,
            };
            if (n + at) % 10 == 9 {
                continue;
            }
            let update = NewUpdate {
                lead,
                request: None,
                said,
                words: "Sessions were held in four towns, and those who came asked for more.".to_owned(),
                help: String::new(),
                done_on: (said == Said::Done).then(|| ctx.clock.today()),
                counted: Vec::new(),
                came_by: CameBy::Page,
                given_by: "Contact, by telephone".to_owned(),
            };
            progress::enter_update(store, ctx, action.id, update).await?;
        }
    }
    Ok(())
}

async fn publish(store: &Store, ctx: &Ctx, plan: Id<Plan>, title: &str) -> Result<()> {
    let decision = format!("Partnership, {}, item 4", ctx.clock.today());
    let new = NewVersion { number: None, title: title.to_owned(), decision };
    versions::publish(store, ctx, plan, &new).await.map(drop)
}

fn leads(plan: &RecordedPlan) -> Vec<Lead> {
    progress::rules::leads(plan).into_iter().map(|(lead, _)| lead).collect()
}
