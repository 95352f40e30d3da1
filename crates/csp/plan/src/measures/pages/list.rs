//! Every measure of a plan: with or without a target, its last value, and whether it is on course.

use concordat_kernel::{Id, jiff::civil::Date};
use concordat_web::{
    Answer, At, Reader, View,
    askama::Template,
    page,
    parts::{Breadcrumbs, Shell, Table},
};

use super::{samples, words::table};
use crate::{
    Plan, PlanHead,
    measures::{
        model::MeasureSeries,
        rules::{Course, course},
        store,
    },
    pages::{self, shell, words::count_first},
    urls,
};

/// The measures of a plan.
#[derive(Debug, Template)]
#[template(path = "measures/list.html")]
pub(super) struct MeasuresPage {
    shell: Shell,
    caption: String,
    summary: String,
    without: Option<String>,
    table: Option<Table>,
    gone: Option<Table>,
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let measures = store::measures_of_plan(reader.store(), &reader.ctx, id).await?;
    let plan = crate::store::plan(reader.store(), &reader.ctx, id).await?;
    let withdrawn = |series: &MeasureSeries| {
        plan.action(series.action).is_some_and(|(_, action)| action.state == crate::State::Withdrawn)
    };
    let measures: Vec<MeasureSeries> = measures.into_iter().filter(|series| !withdrawn(series)).collect();
    let trail = Breadcrumbs::new()
        .page("Action plans", urls::PLANS)
        .page(&plan.head.title, urls::plan(id))
        .here("Measures and targets");
    let shell = shell(&reader, "Measures and targets").trail(trail).wide();
    page(&MeasuresPage::of(shell, &plan.head, &measures, reader.ctx.clock.today()))
}

impl MeasuresPage {
    fn of(shell: Shell, plan: &PlanHead, measures: &[MeasureSeries], today: Date) -> Self {
        let standing = || measures.iter().filter(|series| series.in_plan);
        let counted = || standing().filter(|series| !series.setting.is_told());
        let with = counted().filter(|series| series.setting.has_target()).count();
        let without = counted().count() - with;
        let off = standing().filter(|series| matches!(course(series, today), Course::Off(_))).count();
        let summary = match (counted().count(), off) {
            (0, _) => "Nothing is counted in this plan.".to_owned(),
            (_, 0) => format!("{} a target. None is off course.", have(with)),
            (_, off) => format!(
                "{} a target. {} off course.",
                have(with),
                count_first(off, "measure is", "measures are")
            ),
        };
        let without = (without > 0).then(|| {
            format!(
                "{} no target. Nobody can say whether they are going well enough. Open one to see what its words suggest and what is known from before.",
                have(without)
            )
        });
        Self {
            shell,
            caption: plan.title.clone(),
            summary,
            without,
            table: table("Measures of this plan", standing(), today, true),
            gone: table(
                "Measures that are no longer in their action",
                measures.iter().filter(|series| !series.in_plan),
                today,
                true,
            ),
        }
    }
}

/// `12 measures have`, `1 measure has`.
fn have(n: usize) -> String {
    count_first(n, "measure has", "measures have")
}

impl View for MeasuresPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let today = Date::constant(2026, 10, 15);
        let head = pages::samples::plan().head;
        let shell = || pages::samples::shell("Measures and targets").wide();
        let told: Vec<MeasureSeries> =
            samples::all().into_iter().filter(|one| one.setting.is_told()).collect();
        vec![
            ("usual", Self::of(shell(), &head, &samples::all(), today)),
            ("stories only", Self::of(shell(), &head, &told, today)),
            ("none", Self::of(shell(), &head, &[], today)),
        ]
    }
}
