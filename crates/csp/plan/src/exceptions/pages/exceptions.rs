//! A plan's exceptions: the working group's first, then those with the partnership.

use concordat_access::Resource;
use concordat_kernel::{Id, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, At, Reader, cells, page,
    parts::{Breadcrumbs, Button, Csrf, Details, Html, Select, Shell, Table},
};

use super::{
    list::{ListPage, Part},
    words,
};
use crate::{
    Plan, RecordedAction, RecordedPlan,
    exceptions::{
        Ground, Level, RecordedException,
        rules::{self, Condition},
        store, urls,
    },
    pages::{self, words as plan_words},
    versions::sheet::Act,
};

/// How exceptions come to be, for the page.
const RULES: [&str; 5] = [
    "Late: an action is open after its last day, or it is said to be late. What is due in a month is due at its end.",
    "At risk: an action is said to be at risk.",
    "No answer twice: in the two rounds that were closed last none of its leads answered, and nothing was said of it since.",
    "Measure off course: a value is not where it should be on the way to its target.",
    "Each is raised once, to the working group. Whether it still holds is shown beside it, but only a person resolves it. When the day of a remedy has passed, it is proposed to raise it to the partnership.",
];

pub(super) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let seen = store::exceptions_of(reader.store(), &reader.ctx, id).await?;
    let may_check = reader.may(store::RAISE, &Resource::any("plan_exception").within(seen.plan.head.group));
    let shell = shell(pages::shell(&reader, "Exceptions"), &seen.plan);
    page(&view(shell, &seen, &reader.query, may_check, reader.ctx.clock.today()))
}

pub(super) async fn check(reader: Reader, At(id): At<Id<Plan>>, _: Answers) -> Answer {
    let raised = store::check(reader.store(), &reader.ctx, id).await?;
    let words = match raised {
        0 => "The plan is checked. Nothing new was found.".to_owned(),
        n => format!(
            "The plan is checked. {} raised.",
            plan_words::count_first(n, "exception is", "exceptions are")
        ),
    };
    reader.done(urls::exceptions(id), &words)
}

fn shell(shell: Shell, plan: &RecordedPlan) -> Shell {
    let trail = Breadcrumbs::new()
        .page("Action plans", crate::urls::PLANS)
        .page(&plan.head.title, crate::urls::plan(plan.head.id))
        .here("Exceptions");
    shell.trail(trail).wide()
}

/// What was asked for.
struct Filter {
    level: Option<Level>,
    ground: Option<Ground>,
    lead: Option<String>,
    overdue: bool,
    resolved: bool,
}

impl Filter {
    fn read(query: &Answers) -> Self {
        Self {
            level: match query.get("with") {
                "group" => Some(Level::Group),
                "partnership" => Some(Level::Partnership),
                _ => None,
            },
            ground: query.get("ground").parse().ok(),
            lead: query.some("lead").map(str::to_lowercase),
            overdue: query.get("show") == "overdue",
            resolved: query.get("show") == "resolved",
        }
    }

    fn takes(&self, exception: &RecordedException, action: &RecordedAction, today: Date) -> bool {
        exception.is_open() != self.resolved
            && self.level.is_none_or(|level| level == exception.level)
            && self.ground.is_none_or(|ground| ground == exception.ground)
            && (!self.overdue || rules::proposes_further(exception, today))
            && self
                .lead
                .as_ref()
                .is_none_or(|lead| action.content.leads.iter().any(|name| name.to_lowercase() == *lead))
    }

    fn is_narrowed(&self) -> bool {
        self.level.is_some() || self.ground.is_some() || self.lead.is_some() || self.overdue || self.resolved
    }
}

fn found<'a>(
    seen: &'a store::Seen,
    filter: &Filter,
    today: Date,
) -> Vec<(&'a RecordedException, &'a RecordedAction)> {
    let of = seen.exceptions.iter().filter_map(|exception| {
        let (_, action) = seen.plan.action(exception.action)?;
        Some((exception, action))
    });
    of.filter(|(exception, action)| filter.takes(exception, action, today)).collect()
}

fn view(shell: Shell, seen: &store::Seen, query: &Answers, may_check: bool, today: Date) -> ListPage {
    let filter = Filter::read(query);
    let found = found(seen, &filter, today);
    let at =
        |level: Level| -> Vec<_> { found.iter().filter(|(one, _)| one.level == level).copied().collect() };
    let part = |id, heading: &str, level| {
        let here = at(level);
        Part {
            id,
            heading: heading.to_owned(),
            words: if here.is_empty() { "None.".to_owned() } else { String::new() },
            table: table(heading, &here, &seen.holds, today),
        }
    };
    let words = plan_words::count_first(found.len(), "exception", "exceptions");
    let found_words = match (filter.resolved, filter.is_narrowed()) {
        (true, _) => format!("{words} resolved."),
        (false, true) => format!("{words} found."),
        (false, false) => format!("{words} open."),
    };
    let id = seen.plan.head.id;
    ListPage {
        caption: seen.plan.head.title.clone(),
        lead: Details::new("How exceptions come to be", Html::bullets(RULES)).into(),
        act: if may_check { check_button(&shell, id) } else { Html::default() },
        fields: fields(&seen.plan, query),
        found: found_words,
        clear: filter.is_narrowed().then(|| urls::exceptions(id)),
        parts: vec![
            part("working-group", "With the working group", Level::Group),
            part("partnership", "With the partnership", Level::Partnership),
        ],
        shell,
    }
}

fn check_button(shell: &Shell, plan: Id<Plan>) -> Html {
    let csrf: Csrf = shell.csrf.clone();
    let button = Button::new("Check the plan now").once();
    Html::of(&Act { action: urls::check(plan), csrf, hidden: vec![("now", "yes".to_owned())], button })
}

fn fields(plan: &RecordedPlan, query: &Answers) -> Vec<Html> {
    let choose =
        |name: &str, label: &str, any: &str| Select::new(name, label).option("", any).chosen(query.get(name));
    vec![
        choose("show", "Show", "Open")
            .option("overdue", "Remedy overdue")
            .option("resolved", "Resolved")
            .into(),
        choose("with", "With", "Both")
            .option("group", Level::Group.to_string())
            .option("partnership", Level::Partnership.to_string())
            .into(),
        choose("ground", "Why", "Any reason")
            .options(Ground::ALL.map(|ground| (ground.word(), ground.to_string())))
            .into(),
        choose("lead", "Lead", "Any")
            .options(words::leads_of(plan, |_| true).into_iter().map(|lead| (lead.to_lowercase(), lead)))
            .into(),
    ]
}

fn table(
    caption: &str,
    found: &[(&RecordedException, &RecordedAction)],
    holds: &[Condition],
    today: Date,
) -> Option<Table> {
    let table = Table::new(caption)
        .caption_hidden()
        .columns(["Action", "Objective", "Leads", "Why", "Since", "Remedy", "Stands", "Page"])
        .row_headers()
        .small()
        .scroll_wide()
        .rows(found.iter().map(|(exception, action)| {
            let about = Html::spaced([
                Html::text("Open"),
                Html::hidden(&format!(
                    "the exception “{}” about action {}",
                    exception.ground, action.content.number
                )),
            ]);
            cells![
                plan_words::number(action),
                plan_words::objective(&action.content),
                words::leads(action),
                Html::stacked([words::ground(exception.ground), Html::text(&exception.because)]),
                words::day(exception.raised_on),
                words::remedy(exception),
                words::standing(exception, store::still_holds(holds, exception), today),
                Html::link(&urls::exception(exception.id), about)
            ]
        }));
    (!found.is_empty()).then_some(table)
}

pub(super) fn samples() -> Vec<(&'static str, ListPage)> {
    let today = Date::constant(2027, 1, 15);
    let draw = |plan: RecordedPlan, exceptions: Vec<RecordedException>, query: &str, may_check| {
        let shell = shell(crate::pages::samples::shell("Exceptions"), &plan);
        let holds = rules::conditions(&plan, &rules::Facts::default(), today);
        let seen = store::Seen { plan, exceptions, holds };
        view(shell, &seen, &Answers::decode(query.as_bytes()), may_check, today)
    };
    let (plan, empty) = (pages::samples::plan, pages::samples::empty_plan);
    let some = crate::exceptions::samples::exceptions;
    let mut long = some();
    for exception in &mut long {
        exception.because = exception.because.repeat(12);
    }
    vec![
        ("exceptions", draw(plan(), some(), "", true)),
        ("exceptions, resolved", draw(plan(), some(), "show=resolved", false)),
        ("exceptions, none", draw(empty(), Vec::new(), "", true)),
        ("exceptions, long words", draw(plan(), long, "", false)),
    ]
}
