//! Papers for meetings, drawn from the plan: its progress, and its exceptions.
//!
//! For those who may read what is restricted they say what the progress report says. For anybody they are made of the
//! published version and of what the public was told of it, and of nothing else.

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Period, Ref, Result, jiff::Timestamp};
use concordat_report::{Section, plain};
use concordat_store::Store;
use concordat_web::between::{Drawable, DrawnPaper, Occasion, Readers};

use super::{
    facts::Facts,
    make::usual,
    say::{self, day},
    store::{
        self,
        public::{PublicPlan, published_plan, published_plans},
    },
};
use crate::{Plan, State, store as plans};

const PROGRESS: &str = "plan-progress";
const EXCEPTIONS: &str = "plan-exceptions";
/// The written report that scrutiny gets in advance: the year's focus topics, then how the rest stands.
const SCRUTINY: &str = "plan-scrutiny";

/// The longest text of a paper, with room for what somebody adds.
const LONGEST: usize = 40_000;

/// The papers that can be drawn of plans that run on the day of the meeting, or ended in the year before it.
pub(crate) async fn drawable(store: &Store, ctx: &Ctx, occasion: &Occasion) -> Result<Vec<Drawable>> {
    let runs = |period: Option<Period>| {
        period.is_none_or(|period| {
            let end = period.to.plus(12).last_day();
            period.from.first_day() <= occasion.on && occasion.on <= end
        })
    };
    let found: Vec<(Id<Plan>, String)> = match occasion.readers {
        Readers::Anybody => {
            let heads = published_plans(store, ctx).await?;
            heads
                .into_iter()
                .filter(|head| runs(head.period))
                .map(|head| (head.id, titled(&head.title, head.period)))
                .collect()
        }
        Readers::Members => {
            let mut heads = plans::load::load_heads(&mut store.peek().await?).await?;
            heads.retain(|head| {
                let asked = Resource { kind: store::VIEW.kind, ..Resource::one(head.id).within(head.group) };
                runs(head.period) && store.may(ctx, store::VIEW, &asked)
            });
            // The plans of the group that meets come first.
            heads.sort_by_key(|head| head.group != Some(occasion.group));
            heads.into_iter().map(|head| (head.id, titled(&head.title, head.period))).collect()
        }
    };
    // Focus topics are the partnership's own until it puts them before the public in words.
    let closed = occasion.readers == Readers::Members;
    let kinds = [
        (PROGRESS, "Progress of the plan", true),
        (EXCEPTIONS, "Exceptions of the plan", true),
        (SCRUTINY, "Report to scrutiny: focus topics and progress", closed),
    ];
    let papers = found.into_iter().flat_map(|(id, title)| {
        kinds.into_iter().filter(|(.., offered)| *offered).map(move |(kind, what, _)| Drawable {
            kind,
            of: Ref::to(id),
            title: format!("{what}: {title}"),
        })
    });
    Ok(papers.collect())
}

fn titled(title: &str, period: Option<Period>) -> String {
    period.map_or_else(|| title.to_owned(), |period| format!("{title}, {period}"))
}

/// Draws one of them.
pub(crate) async fn draw(
    store: &Store,
    ctx: &Ctx,
    occasion: &Occasion,
    (kind, of): (&str, &Ref),
) -> Result<Option<DrawnPaper>> {
    let closed = occasion.readers == Readers::Members;
    let known = matches!(kind, PROGRESS | EXCEPTIONS) || (kind == SCRUTINY && closed);
    if !known || of.kind != Plan::NAME {
        return Ok(None);
    }
    let id = Id::from_uuid(of.id);
    let paper = match occasion.readers {
        Readers::Anybody => {
            let published = published_plan(store, ctx, id).await?;
            public(&published, kind)
        }
        Readers::Members => {
            let (facts, _) = store::facts(store, ctx, store::VIEW, id).await?;
            whole(&facts, kind)
        }
    };
    Ok(Some(DrawnPaper { read_at: ctx.clock.now(), ..paper }))
}

fn whole(facts: &Facts, kind: &str) -> DrawnPaper {
    let head = &facts.plan.head;
    let title = titled(&head.title, head.period);
    if kind == EXCEPTIONS {
        let open = facts.open_exceptions().len();
        return DrawnPaper {
            subject: format!("Exceptions of the plan: {title}"),
            summary: format!("{}.", say::count_first(open, "exception is open", "exceptions are open")),
            paragraphs: plain(&[say::progress::exceptions(facts)]),
            read_at: facts.read_at,
        };
    }
    if kind == SCRUTINY {
        let mut sections = say::year_end::topics(facts);
        sections.push(say::progress::exceptions(facts));
        sections.push(say::standing::by_priority(facts));
        return DrawnPaper {
            subject: format!("Report to scrutiny: {title}"),
            summary:
                "What became of the year’s focus topics, what is late or at risk, and how the plan stands."
                    .into(),
            paragraphs: plain(&sections),
            read_at: facts.read_at,
        };
    }
    let since = usual(facts);
    let report = say::progress::progress(facts, &since);
    let mut paragraphs = plain(&report.sections);
    // What every single action says is left to the report when it is too much for a paper.
    if paragraphs.iter().map(|one| one.chars().count() + 2).sum::<usize>() > LONGEST {
        let each = report.sections.iter().position(|section| section.heading == say::progress::EACH);
        let sections: &[Section] = each.and_then(|at| report.sections.get(..at)).unwrap_or_default();
        paragraphs = plain(sections);
        paragraphs.push(
            "The plan is too large for every action to be told here. The progress report tells each.".into(),
        );
    }
    DrawnPaper {
        subject: format!("Progress of the plan: {title}"),
        summary: format!("How the plan stands. Changes are told since {}.", since.words),
        paragraphs,
        read_at: facts.read_at,
    }
}

fn public(published: &PublicPlan, kind: &str) -> DrawnPaper {
    let head = &published.plan.head;
    let title = titled(&head.title, head.period);
    let paper = |what: &str, summary: String, paragraphs| DrawnPaper {
        subject: format!("{what} of the plan: {title}"),
        summary,
        paragraphs,
        read_at: Timestamp::MIN,
    };
    let what = if kind == EXCEPTIONS { "Exceptions" } else { "Progress" };
    let from = format!("From the published plan, version {}.", published.version.number);
    let Some(progress) = &published.progress else {
        let none = "The public has not been told yet how the actions stand.";
        return paper(what, format!("{from} {none}"), vec![none.to_owned()]);
    };
    let state = |action: &crate::RecordedAction| progress.states.get(&action.id).copied();
    let line = |action: &crate::RecordedAction| {
        let stands =
            state(action).map_or_else(|| "not stated".to_owned(), |state| state.to_string().to_lowercase());
        let led = match action.content.leads.as_slice() {
            [] => String::new(),
            leads => format!(" Led by {}.", leads.join("; ")),
        };
        format!("{} {}: {stands}.{led}", action.content.number, say::objective(action)).trim().to_owned()
    };
    let told = format!("{from} How the actions stood on {}, as the public was told.", day(progress.as_of));
    if kind == EXCEPTIONS {
        let late: Vec<String> = published
            .plan
            .actions()
            .filter(|(_, action)| matches!(state(action), Some(State::Late | State::AtRisk)))
            .map(|(_, action)| line(action))
            .collect();
        let none = || vec!["No action was late or at risk.".to_owned()];
        return paper(what, told, if late.is_empty() { none() } else { late });
    }
    let mut paragraphs: Vec<String> = progress
        .summary
        .split("\n\n")
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .collect();
    for priority in &published.plan.priorities {
        let lines = std::iter::once(say::name(priority)).chain(priority.current().map(line));
        paragraphs.push(lines.collect::<Vec<_>>().join("\n"));
    }
    paper(what, told, paragraphs)
}
