//! The county as it would be after years of use: many partnerships, each with a plan for every year. For measuring, never for the
//! walk-through, which tells one year well.

use concordat_access::Ctx;
use concordat_kernel::{
    Clock, Id, Month, Period, Problem, Result,
    jiff::{SignedDuration, Timestamp},
};
use concordat_partnership::{self as partnership, Group, NewGroup};
use concordat_plan::{
    Plan, State,
    import::{Action, Draft, Funding, LinkState, Linked, Priority, Reading, Row, Timescale},
    store::{self as plans, ActionEdit},
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

/// What happened to a plan in its year: officers kept every action's state, and said of most that they are done.
async fn go_on(store: &Store, ctx: &Ctx, plan: Id<Plan>, over: bool) -> Result<()> {
    let recorded = plans::plan(store, ctx, plan).await?;
    for (n, (_, action)) in recorded.actions().enumerate() {
        ctx.clock.advance(SignedDuration::from_mins(7));
        let mut version = action.version;
        let path: &[State] = match (over, n % 9) {
            (true, 0) => &[State::OnTrack, State::AtRisk, State::Late],
            (true, _) => &[State::OnTrack, State::Done],
            (false, 0) => &[State::OnTrack, State::AtRisk],
            (false, 1..=3) => &[],
            (false, _) => &[State::OnTrack],
        };
        for state in path {
            let edit = ActionEdit { version, content: action.content.clone(), state: *state };
            plans::change_action(store, ctx, action.id, edit).await?;
            version += 1;
        }
    }
    Ok(())
}
