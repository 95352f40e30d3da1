//! Every action of a plan as a table, narrowed by what the reader asks for.

use concordat_access::Resource;
use concordat_kernel::{Id, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, At, Reader, View,
    askama::Template,
    cells, page,
    parts::{Breadcrumbs, Html, InputKind, Select, Shell, Table, TextInput},
};

use super::{
    filter::{self, Filter},
    shell, words,
};
use crate::{
    Plan, RecordedAction, RecordedPlan, State,
    import::Timescale,
    store,
    strategies::{
        self,
        model::{FundingState, Money, RecordedFunding},
    },
    urls,
};

/// The table of actions.
#[derive(Debug, Template)]
#[template(path = "actions.html")]
pub(super) struct Actions {
    shell: Shell,
    fields: Vec<Html>,
    found: String,
    table: Option<Table>,
    clear: Option<String>,
    add: Option<String>,
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let plan = store::plan(reader.store(), &reader.ctx, id).await?;
    let money = strategies::store::fundings(&mut reader.store().peek().await?, id).await?;
    let resource = Resource::any("plan_action").within(plan.head.group);
    let add = reader.may(store::ADD_ACTION, &resource).then(|| urls::new_action(id, None));
    let trail = Breadcrumbs::new()
        .page("Action plans", urls::PLANS)
        .page(&plan.head.title, urls::plan(id))
        .here("All actions");
    let shell = shell(&reader, "All actions").trail(trail).wide();
    page(&Actions::of(shell, (&plan, &money), &reader.query, reader.ctx.clock.today(), add))
}

impl Actions {
    fn of(
        shell: Shell,
        (plan, money): (&RecordedPlan, &Money),
        query: &Answers,
        today: Date,
        add: Option<String>,
    ) -> Self {
        let filter = Filter::read(query);
        let certain = |action: &RecordedAction| money.get(&action.id).map(|money| money.state);
        let mut found = filter.of(plan, today);
        found.retain(|(_, action)| filter.money.is_none_or(|state| certain(action) == Some(state)));
        let narrowed = filter.is_narrowed();
        let words = match found.len() {
            0 if narrowed => "No action is like that. Ask for less, or clear what you asked for.".to_owned(),
            0 => "The plan has no actions yet.".to_owned(),
            n if narrowed => format!("{} found.", words::count_first(n, "action", "actions")),
            n => format!("{} in the plan.", words::count_first(n, "action", "actions")),
        };
        let table = Table::new("Actions")
            .caption_hidden()
            .columns(["Number", "Objective", "Leads", "When", "State", "Funded", "Linked"])
            .row_headers()
            .small()
            .scroll_wide()
            .rows(found.iter().map(|(_, action)| {
                let content = &action.content;
                cells![
                    words::number(action),
                    words::objective(content),
                    Html::lines(&content.leads.join("\n")),
                    words::timescales(content),
                    words::tag(action.state),
                    funded(content.funding.is_some(), certain(action)),
                    words::linked(content.linked.state)
                ]
            }));
        Self {
            shell,
            fields: fields(plan, query),
            found: words,
            table: (!found.is_empty()).then_some(table),
            clear: narrowed.then(|| urls::actions(plan.head.id)),
            add,
        }
    }
}

/// Whether the plan calls it funded, and how certain the money is when somebody said.
fn funded(funded: bool, state: Option<FundingState>) -> String {
    let word = if funded { "Yes" } else { "No" };
    state.map_or_else(|| word.to_owned(), |state| format!("{word}: {}", state.title().to_lowercase()))
}

fn fields(plan: &RecordedPlan, query: &Answers) -> Vec<Html> {
    let choose = |name: &str, label: &str| Select::new(name, label).option("", "Any").chosen(query.get(name));
    let months = filter::months(plan)
        .into_iter()
        .map(|month| (month.to_string(), Timescale::Month { month }.to_string()));
    let yes_no = [("yes", "Yes"), ("no", "No")];
    vec![
        TextInput::new("q", "Words").kind(InputKind::Search).value(query.get("q")).into(),
        choose("lead", "Lead")
            .options(filter::leads(plan).into_iter().map(|lead| (lead.to_lowercase(), lead)))
            .into(),
        choose("priority", "Priority")
            .options(plan.priorities.iter().map(|priority| (priority.id.to_string(), &priority.title)))
            .into(),
        choose("when", "When")
            .options([("overdue", "Overdue"), ("soon", "In the next 3 months")])
            .options(months)
            .options([("ongoing", "Ongoing"), ("none", "No date stated")])
            .into(),
        choose("state", "State").options(State::ALL.map(|state| (state.word(), state.to_string()))).into(),
        choose("funded", "Funded")
            .options(yes_no)
            .options(FundingState::ALL.iter().map(|state| (state.word(), state.title())))
            .into(),
        choose("linked", "Linked").options(yes_no).option("unknown", "Not known").into(),
    ]
}

impl View for Actions {
    fn samples() -> Vec<(&'static str, Self)> {
        let today = Date::constant(2027, 1, 15);
        let add = Some("/plans/sample/actions/new".to_owned());
        let sample = |plan: &RecordedPlan, query: &str| {
            let shell = super::samples::shell("All actions").wide();
            let first = plan.actions().next().map(|(_, action)| action.id);
            let said = |id| {
                (
                    id,
                    RecordedFunding {
                        state: FundingState::ToBeConfirmed,
                        fund: String::new(),
                        note: String::new(),
                        version: 1,
                    },
                )
            };
            let money: Money = first.map(said).into_iter().collect();
            Self::of(shell, (plan, &money), &Answers::decode(query.as_bytes()), today, add.clone())
        };
        let (plan, empty) = (super::samples::plan(), super::samples::empty_plan());
        vec![
            ("all", sample(&plan, "")),
            ("narrowed", sample(&plan, "when=soon&funded=yes&q=traders")),
            ("money to be confirmed", sample(&plan, "funded=to-be-confirmed")),
            ("nothing found", sample(&plan, "q=%3Cb%3E")),
            ("empty plan", sample(&empty, "")),
        ]
    }
}
