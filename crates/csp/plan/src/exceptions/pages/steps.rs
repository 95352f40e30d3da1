//! Standing a step down with a reason, and up again.

use concordat_kernel::{Error, Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Html, InsetText, Shell, Textarea},
};

use super::words;
use crate::{
    RecordedAction,
    exceptions::{RecordedStep, Step, rules, store, urls},
    pages::{
        self,
        action::title,
        form::{Form, Section},
    },
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Step>>) -> Answer {
    let (plan, action) = store::step_of(reader.store(), &reader.ctx, id).await?;
    let (_, action) = plan.action(action).ok_or(Refusal::NotFound)?;
    let step = found(action, id)?;
    if step.stood_down.is_some() {
        return concordat_web::redirect(crate::urls::action(action.id));
    }
    let typed = Answers::from_pairs([("version", action.version.to_string())]);
    page(&view(pages::shell(&reader, "Stand a step down"), action, step, &typed, &Errors::none()))
}

pub(super) async fn stand_down(reader: Reader, At(id): At<Id<Step>>, mut answers: Answers) -> Answer {
    let (plan, action) = store::step_of(reader.store(), &reader.ctx, id).await?;
    let (_, action) = plan.action(action).ok_or(Refusal::NotFound)?;
    let step = found(action, id)?;
    let version = answers.get("version").parse().unwrap_or(0);
    let done = store::stand_step_down(reader.store(), &reader.ctx, id, version, answers.get("because")).await;
    let mut errors = Errors::none();
    if let Err(Error::Refusal(Refusal::Conflict)) = done {
        errors.add("", words::CHANGED);
        answers.set("version", action.version.to_string());
    } else if errors.take(done)?.is_some() {
        return reader.done(crate::urls::action(action.id), "The step is stood down.");
    }
    pages::refused(&view(pages::shell(&reader, "Stand a step down"), action, step, &answers, &errors))
}

pub(super) async fn stand_up(reader: Reader, At(id): At<Id<Step>>, answers: Answers) -> Answer {
    let (_, action) = store::step_of(reader.store(), &reader.ctx, id).await?;
    let version = answers.get("version").parse().unwrap_or(0);
    store::stand_step_up(reader.store(), &reader.ctx, id, version).await?;
    reader.done(crate::urls::action(action), "The step is in the plan again.")
}

fn found(action: &RecordedAction, id: Id<Step>) -> Result<&RecordedStep, Refusal> {
    action.course.steps.iter().find(|step| step.id == id).ok_or(Refusal::NotFound)
}

fn view(
    shell: Shell,
    action: &RecordedAction,
    step: &RecordedStep,
    typed: &Answers,
    errors: &Errors,
) -> Form {
    let text = words::step_text(action, step);
    let mut intro = vec![Html::from(InsetText::new(text))];
    if let Some(condition) = rules::conditional_words(text) {
        let words =
            format!("It says “{condition}”. If it turned out not to be needed, stand it down and say why.");
        intro.push(Html::paragraphs([words]));
    }
    let after = "A step that is stood down stays in the plan with the reason and can be stood up again. A row all of whose steps are stood down is no longer waited for.";
    intro.push(Html::paragraphs([after]));
    let because = Textarea::new("because", "Why is the step not needed?")
        .hint("Partners will read this beside the step")
        .value(typed.get("because"))
        .error_if(errors.get("because"));
    let back = crate::urls::action(action.id);
    let shell = shell.back(BackLink::new(&back).text("Back to the action"));
    let mut form = Form::new(shell, "Stand it down", vec![Section::plain(vec![because.into()])], back)
        .errors(errors)
        .caption(title(&action.content))
        .intro(Html::spaced(intro))
        .hide("version", typed.get("version"));
    form.to = urls::stand_down(step.id);
    form
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let action = crate::exceptions::samples::conditional();
    let Some(step) = action.course.steps.first() else { return Vec::new() };
    let mut errors = Errors::none();
    errors.add("because", "Enter why the step is not needed.");
    let draw = |errors: &Errors| {
        view(pages::samples::shell("Stand a step down"), &action, step, &Answers::default(), errors)
    };
    vec![("stand a step down", draw(&Errors::none())), ("stand a step down: no reason", draw(&errors))]
}
