//! Raising an exception to the partnership, and resolving one: each with a reason.

use concordat_kernel::{Error, Id, Refusal, Result, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Html, Shell, Textarea},
};

use super::{
    exception::{facts, title},
    words,
};
use crate::{
    RecordedPlan,
    exceptions::{Exception, Level, RecordedException, store, urls},
    pages::{
        self,
        form::{Form, Section},
    },
};

/// Which of the two.
#[derive(Debug, Clone, Copy)]
struct Act {
    title: &'static str,
    question: &'static str,
    hint: &'static str,
    button: &'static str,
    done: &'static str,
}

const FURTHER: Act = Act {
    title: "Raise to the partnership",
    question: "Why does it go to the partnership?",
    hint: "The partnership will read this first",
    button: "Raise to the partnership",
    done: "The exception is with the partnership.",
};

const RESOLVE: Act = Act {
    title: "Resolve",
    question: "Why is it resolved?",
    hint: "What was done, or why nothing needs to be",
    button: "Resolve",
    done: "The exception is resolved.",
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Exception>>) -> Answer {
    let (plan, exception) = store::exception(reader.store(), &reader.ctx, store::RAISE_FURTHER, id).await?;
    if !exception.is_open() || exception.level == Level::Partnership {
        return concordat_web::redirect(urls::exception(id));
    }
    ask(&reader, FURTHER, &plan, &exception)
}

pub(super) async fn show_resolve(reader: Reader, At(id): At<Id<Exception>>) -> Answer {
    let (plan, exception) = store::exception(reader.store(), &reader.ctx, store::RESOLVE, id).await?;
    if !exception.is_open() {
        return concordat_web::redirect(urls::exception(id));
    }
    ask(&reader, RESOLVE, &plan, &exception)
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Exception>>, answers: Answers) -> Answer {
    let (plan, exception) = store::exception(reader.store(), &reader.ctx, store::RAISE_FURTHER, id).await?;
    let (version, because) = (version(&answers), answers.get("because"));
    let done = store::raise_further(reader.store(), &reader.ctx, id, version, because).await;
    finish(&reader, FURTHER, &plan, &exception, answers, done)
}

pub(super) async fn resolve(reader: Reader, At(id): At<Id<Exception>>, answers: Answers) -> Answer {
    let (plan, exception) = store::exception(reader.store(), &reader.ctx, store::RESOLVE, id).await?;
    let (version, because) = (version(&answers), answers.get("because"));
    let done = store::resolve(reader.store(), &reader.ctx, id, version, because).await;
    finish(&reader, RESOLVE, &plan, &exception, answers, done)
}

fn version(answers: &Answers) -> i64 {
    answers.get("version").parse().unwrap_or(0)
}

fn ask(reader: &Reader, act: Act, plan: &RecordedPlan, exception: &RecordedException) -> Answer {
    let typed = Answers::from_pairs([("version", exception.version.to_string())]);
    let today = reader.ctx.clock.today();
    page(&view(pages::shell(reader, act.title), act, plan, exception, &typed, &Errors::none(), today))
}

fn finish(
    reader: &Reader,
    act: Act,
    plan: &RecordedPlan,
    exception: &RecordedException,
    mut answers: Answers,
    done: Result<()>,
) -> Answer {
    let mut errors = Errors::none();
    if let Err(Error::Refusal(Refusal::Conflict)) = done {
        errors.add("", words::CHANGED);
        answers.set("version", exception.version.to_string());
    } else if errors.take(done)?.is_some() {
        return reader.done(urls::exception(exception.id), act.done);
    }
    let today = reader.ctx.clock.today();
    pages::refused(&view(pages::shell(reader, act.title), act, plan, exception, &answers, &errors, today))
}

fn view(
    shell: Shell,
    act: Act,
    plan: &RecordedPlan,
    exception: &RecordedException,
    typed: &Answers,
    errors: &Errors,
    today: Date,
) -> Form {
    let because = Textarea::new("because", act.question)
        .hint(act.hint)
        .value(typed.get("because"))
        .error_if(errors.get("because"));
    let back = urls::exception(exception.id);
    let shell = shell.back(BackLink::new(&back).text("Back to the exception"));
    Form::new(shell, act.button, vec![Section::plain(vec![because.into()])], back)
        .errors(errors)
        .caption(title(plan, exception))
        .intro(Html::from(facts(plan, exception, (exception.gone_on.is_none(), true), today)))
        .hide("version", typed.get("version"))
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let plan = pages::samples::plan();
    let Some(exception) = crate::exceptions::samples::exceptions().into_iter().next() else {
        return Vec::new();
    };
    let draw = |act: Act, errors: &Errors| {
        let shell = pages::samples::shell(act.title);
        view(shell, act, &plan, &exception, &Answers::default(), errors, Date::constant(2027, 1, 15))
    };
    let mut errors = Errors::none();
    errors.add("because", "Enter why it is resolved.");
    vec![
        ("raise to the partnership", draw(FURTHER, &Errors::none())),
        ("resolve: no reason", draw(RESOLVE, &errors)),
    ]
}
