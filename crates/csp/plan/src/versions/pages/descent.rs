//! Saying what a plan that came as a file continues from the year before.

use std::{collections::HashMap, sync::Arc};

use concordat_kernel::{Id, Result};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Html, Select, Shell},
};

use super::super::{
    Lines,
    store::{self, Descent},
    urls,
};
use crate::{
    Plan, PlanHead, RecordedPlan,
    compare::same_words,
    pages::{
        form::{Form, Section},
        refused, samples, shell,
    },
    urls as plan_urls,
};

const TITLE: &str = "What this plan continues";

/// A plan, the plans it could continue, and the one that is chosen.
struct About {
    plan: Arc<RecordedPlan>,
    earlier: Vec<PlanHead>,
    from: Option<Arc<RecordedPlan>>,
    lines: Lines,
    former_lines: Lines,
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let about = about(&reader, id, reader.query.get("from")).await?;
    let filled = filled(&about);
    page(&view(descent_shell(&reader, id), &about, &filled, &Errors::none()))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Plan>>, answers: Answers) -> Answer {
    let about = about(&reader, id, answers.get("from")).await?;
    let mut errors = Errors::none();
    if answers.get("from").is_empty() && answers.has("shown") {
        let none = Descent { from: None, actions: HashMap::new(), priorities: HashMap::new() };
        let done = store::say_descent(reader.store(), &reader.ctx, id, &none).await;
        if errors.take(done)?.is_some() {
            return reader.done(plan_urls::plan(id), "It is kept that this plan continues no other.");
        }
        return refused(&view(descent_shell(&reader, id), &about, &answers, &errors));
    }
    let Some(from) = &about.from else {
        errors.add("from", "Choose the plan that this one continues.");
        return refused(&view(descent_shell(&reader, id), &about, &answers, &errors));
    };
    if answers.get("then") == "show" || !answers.has("shown") {
        return concordat_web::redirect(format!("{}?from={}", urls::descent(id), from.head.id));
    }
    let mut descent =
        Descent { from: Some(from.head.id), actions: HashMap::new(), priorities: HashMap::new() };
    for (_, action) in about.plan.actions() {
        if let Ok(of) = answers.get(&format!("action-{}", action.id)).parse() {
            descent.actions.insert(action.id, of);
        }
    }
    for priority in &about.plan.priorities {
        if let Ok(of) = answers.get(&format!("priority-{}", priority.id)).parse() {
            descent.priorities.insert(priority.id, of);
        }
    }
    let done = store::say_descent(reader.store(), &reader.ctx, id, &descent).await;
    if errors.take(done)?.is_some() {
        return reader.done(plan_urls::plan(id), "It is kept what this plan continues.");
    }
    refused(&view(descent_shell(&reader, id), &about, &answers, &errors))
}

async fn about(reader: &Reader, id: Id<Plan>, from: &str) -> Result<About> {
    let plan = crate::store::plan_to(reader.store(), &reader.ctx, crate::store::CHANGE, id).await?;
    let starts = |head: &PlanHead| head.period.map(|period| period.from);
    let mut earlier = crate::store::plans(reader.store(), &reader.ctx).await?;
    earlier.retain(|head| head.id != id && starts(head) < starts(&plan.head) && starts(head).is_some());
    let mut tx = reader.store().peek().await?;
    let lines = store::lines(&mut tx, id).await?;
    let chosen = from.parse().ok().or(lines.continues);
    let chosen = earlier.iter().find(|head| Some(head.id) == chosen).map(|head| head.id);
    let former_lines = match chosen {
        Some(from) => store::lines(&mut tx, from).await?,
        None => Lines::default(),
    };
    drop(tx);
    let from = match chosen {
        Some(from) => Some(crate::store::plan(reader.store(), &reader.ctx, from).await?),
        None => None,
    };
    Ok(About { plan, earlier, from, lines, former_lines })
}

/// What the record says; where it says nothing yet, what has the same words.
fn filled(about: &About) -> Answers {
    let mut filled = Answers::default();
    let Some(from) = &about.from else { return filled };
    filled.set("from", from.head.id.to_string());
    let is_said = about.lines.continues == Some(from.head.id);
    let line = |thing| about.former_lines.things.get(&thing).copied().unwrap_or(thing);
    for (_, action) in about.plan.actions() {
        let said = about.lines.things.get(&action.id.uuid());
        let of = from.actions().map(|(_, former)| former).find(|former| match (is_said, said) {
            (true, said) => said == Some(&line(former.id.uuid())),
            (false, _) => {
                same_words(&former.content.full_objective()) == same_words(&action.content.full_objective())
            }
        });
        filled.set(format!("action-{}", action.id), of.map(|of| of.id.to_string()).unwrap_or_default());
    }
    for priority in &about.plan.priorities {
        let said = about.lines.things.get(&priority.id.uuid());
        let of = from.priorities.iter().find(|former| match (is_said, said) {
            (true, said) => said == Some(&line(former.id.uuid())),
            (false, _) => same_words(&former.title) == same_words(&priority.title),
        });
        filled.set(format!("priority-{}", priority.id), of.map(|of| of.id.to_string()).unwrap_or_default());
    }
    filled
}

fn descent_shell(reader: &Reader, id: Id<Plan>) -> Shell {
    shell(reader, TITLE).back(BackLink::new(plan_urls::plan(id)).text("Back to the plan"))
}

fn view(shell: Shell, about: &About, typed: &Answers, errors: &Errors) -> Form {
    let words = |head: &PlanHead| super::versions::full_title(head);
    let from = Select::new("from", "Which plan does it continue?")
        .option("", if about.from.is_some() { "None: it is the first" } else { "Choose a plan" })
        .options(about.earlier.iter().map(|head| (head.id.to_string(), words(head))))
        .chosen(typed.get("from"))
        .error_if(errors.get("from"));
    let mut sections = vec![Section::plain(vec![from.into()])];
    if let Some(former) = &about.from {
        let actions = || {
            former.actions().map(|(_, action)| {
                (
                    action.id.to_string(),
                    format!("{} {}", action.content.number, action.content.full_objective()),
                )
            })
        };
        for (priority, n) in about.plan.priorities.iter().zip(1..) {
            let name = format!("priority-{}", priority.id);
            let options = former.priorities.iter().map(|one| (one.id.to_string(), &one.title));
            let mut fields: Vec<Html> = vec![
                Select::new(&name, "The priority continues")
                    .option("", "None: it is new")
                    .options(options)
                    .chosen(typed.get(&name))
                    .into(),
            ];
            fields.extend(priority.current().map(|action| {
                let name = format!("action-{}", action.id);
                let content = &action.content;
                Select::new(&name, format!("{} {} continues", content.number, content.full_objective()))
                    .option("", "None: it is new")
                    .options(actions())
                    .chosen(typed.get(&name))
                    .into()
            }));
            let heading = Some(priority.title.clone());
            sections.push(Section { id: format!("section-{n}"), heading, fields });
        }
    }
    let intro = "A plan that came as a file does not know last year’s actions. Say once which of them go on: from then on both pages lead to each other, and the two years can be compared.";
    let button = if about.from.is_some() { "Save" } else { "Go on" };
    let mut form = Form::new(shell, button, sections, plan_urls::plan(about.plan.head.id))
        .errors(errors)
        .caption(&about.plan.head.title)
        .intro(Html::paragraphs([intro]));
    if about.from.is_some() {
        form = form.hide("shown", "yes");
        form.more = Some(("Show another plan’s actions", urls::descent(about.plan.head.id), "show"));
    }
    form
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let plan = samples::plan();
    let about = |from: Option<RecordedPlan>| About {
        plan: plan.clone().into(),
        earlier: vec![samples::plan().head, samples::empty_plan().head],
        from: from.map(Arc::new),
        lines: Lines::default(),
        former_lines: Lines::default(),
    };
    let mut errors = Errors::none();
    errors.add("from", "Choose the plan that this one continues.");
    let (none, chosen) = (about(None), about(Some(samples::plan())));
    let shell = || samples::shell(TITLE);
    vec![
        ("descent: choose a plan", view(shell(), &none, &filled(&none), &errors)),
        ("descent", view(shell(), &chosen, &filled(&chosen), &Errors::none())),
    ]
}
