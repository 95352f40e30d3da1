//! One exception: why it was raised, what is done about it, and its history.

use concordat_access::Resource;
use concordat_kernel::{Id, jiff::civil::Date};
use concordat_web::{
    Answer, At, Reader, page,
    parts::{BackLink, Button, Html, InsetText, Shell, SummaryList, Timeline},
};

use super::words;
use crate::{
    RecordedPlan,
    exceptions::{Exception, Level, RecordedException, rules, store, urls},
    pages::{self, history, words as plan_words},
    versions::sheet::Sheet,
};

/// What the reader is offered.
#[derive(Debug, Clone, Copy, Default)]
struct May {
    remedy: bool,
    further: bool,
    resolve: bool,
    /// Writing down what the group above decided.
    decide: bool,
    /// Reading the plan: to those who may not, nothing leads there.
    plan: bool,
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Exception>>) -> Answer {
    let (plan, exception, holds) = store::exception_seen(reader.store(), &reader.ctx, id).await?;
    let changes = store::history(reader.store(), &reader.ctx, id).await?;
    let actors: Vec<&str> = changes.iter().map(|change| change.actor.as_str()).collect();
    let names = plan_words::names(&reader, &actors).await?;
    let resource = Resource::one(id).within(plan.head.group);
    let may = May {
        remedy: reader.may(store::REMEDY, &resource),
        further: reader.may(store::RAISE_FURTHER, &resource),
        resolve: reader.may(store::RESOLVE, &resource),
        decide: store::may_decide(reader.store(), &reader.ctx, id).await?,
        plan: reader.may(store::VIEW, &resource),
    };
    let history = history::timeline(&changes, &names);
    let shell = pages::shell(&reader, title(&plan, &exception));
    let sheet = view(shell, &plan, &exception, holds, may, history, reader.ctx.clock.today());
    let decided = crate::decided::told(&reader, &concordat_kernel::Ref::to(id)).await?;
    page(&match decided {
        Some(decided) => sheet.piece("decided-in", "Decided in", decided),
        None => sheet,
    })
}

/// `Late: action 1.1`.
pub(super) fn title(plan: &RecordedPlan, exception: &RecordedException) -> String {
    let number = plan.action(exception.action).map_or("", |(_, action)| action.content.number.as_str());
    format!("{}: action {number}", exception.ground)
}

fn view(
    shell: Shell,
    plan: &RecordedPlan,
    exception: &RecordedException,
    holds: bool,
    may: May,
    history: Option<Timeline>,
    today: Date,
) -> Sheet {
    let id = exception.id;
    let shell = trail(shell, plan, exception, may.plan);
    let lead = match rules::proposes_further(exception, today) {
        true => InsetText::new(
            "The day of the remedy has passed and the exception is open. Raise it to the partnership, or give the remedy a later day.",
        )
        .into(),
        false => Html::default(),
    };
    let mut sheet = Sheet::new(shell, lead).caption(&plan.head.title);
    if exception.is_open() {
        let at_group = exception.level == Level::Group;
        let words = if exception.remedy.is_some() { "Change the remedy" } else { "Record a remedy" };
        if may.decide {
            let words = match exception.decided {
                None => "Record what was decided",
                Some(_) => "Change what was decided",
            };
            sheet = sheet.button(Button::link(words, urls::decide_raised(id)));
        }
        if may.remedy {
            sheet = sheet.button(Button::link(words, urls::remedy(id)));
        }
        if may.further && at_group {
            sheet =
                sheet.button(Button::link("Raise to the partnership", urls::raise_further(id)).secondary());
        }
        if may.resolve {
            sheet = sheet.button(Button::link("Resolve", urls::resolve(id)).secondary());
        }
    }
    let history = history.map_or_else(|| Html::paragraphs(["Nothing yet."]), Html::from);
    sheet
        .piece("facts", "What it is about", facts(plan, exception, (holds, may.plan), today))
        .piece("history", "History", history)
}

fn trail(shell: Shell, plan: &RecordedPlan, exception: &RecordedException, to_plan: bool) -> Shell {
    if !to_plan {
        return shell.back(BackLink::new(urls::RAISED).text("All that was raised"));
    }
    let trail = concordat_web::parts::Breadcrumbs::new()
        .page("Action plans", crate::urls::PLANS)
        .page(&plan.head.title, crate::urls::plan(plan.head.id))
        .page("Exceptions", urls::exceptions(plan.head.id))
        .here(title(plan, exception));
    shell.trail(trail)
}

/// An exception as the record has it: also shown above the forms that change it. Whether it still holds, and whether the
/// reader may go to its action.
pub(super) fn facts(
    plan: &RecordedPlan,
    exception: &RecordedException,
    (holds, to_plan): (bool, bool),
    today: Date,
) -> SummaryList {
    let mut list = SummaryList::new();
    if let Some((_, action)) = plan.action(exception.action) {
        let words = Html::spaced([
            Html::text(format!("Action {}", action.content.number)),
            crate::pages::words::objective(&action.content),
        ]);
        list = list
            .row(("Action", if to_plan { Html::link(&crate::urls::action(action.id), words) } else { words }))
            .row(("Leads", words::leads(action)));
    }
    list = list
        .row(("Why", Html::stacked([words::ground(exception.ground), Html::text(&exception.because)])))
        .row(("Raised on", words::day(exception.raised_on)))
        .row(("Stands", words::standing(exception, holds, today)))
        .row(("Remedy", words::remedy(exception)));
    if let Some(further) = &exception.further {
        let words = format!("On {}: {}", words::day(further.on), further.because);
        list = list.row(("Raised to the partnership", words));
        let decided = exception.decided.as_ref().map_or_else(
            || Html::from("Nothing yet"),
            |decided| Html::stacked([Html::lines(&decided.because), Html::text(words::day(decided.on))]),
        );
        list = list.row(("Decision of the partnership", decided));
    }
    list
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let plan = crate::pages::samples::plan();
    let all = May { remedy: true, further: true, resolve: true, decide: false, plan: true };
    let above = May { decide: true, ..May::default() };
    let draw = |exception: &RecordedException, may| {
        let shell = crate::pages::samples::shell(&title(&plan, exception));
        view(shell, &plan, exception, exception.gone_on.is_none(), may, None, Date::constant(2027, 1, 15))
    };
    let names = [
        "exception, remedy overdue",
        "exception, with the partnership, as its members see it",
        "exception, resolved",
        "exception, gone",
    ];
    let samples = crate::exceptions::samples::exceptions();
    let mays = [all, above, all, May { plan: true, ..May::default() }];
    names.into_iter().zip(samples.iter().zip(mays)).map(|(name, (one, may))| (name, draw(one, may))).collect()
}
