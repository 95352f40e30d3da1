//! Saying what is done about an exception, by whom and by when.

use concordat_kernel::{Error, Id, Refusal, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Html, Shell, TextInput, Textarea},
};

use super::{
    exception::{facts, title},
    words,
};
use crate::{
    RecordedPlan,
    exceptions::{Exception, RecordedException, Remedy, store, urls},
    pages::{
        self,
        form::{Form, Section},
    },
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Exception>>) -> Answer {
    let (plan, exception) = store::exception(reader.store(), &reader.ctx, store::REMEDY, id).await?;
    if !exception.is_open() {
        return concordat_web::redirect(urls::exception(id));
    }
    page(&view(
        &reader_shell(&reader, &plan, &exception),
        &plan,
        &exception,
        &fill(&exception),
        &Errors::none(),
        today(&reader),
    ))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Exception>>, mut answers: Answers) -> Answer {
    let (plan, exception) = store::exception(reader.store(), &reader.ctx, store::REMEDY, id).await?;
    let mut errors = Errors::none();
    match words::typed_day("due", &answers) {
        None => errors.add("due", "Enter the day by which it will be done, such as 31 3 2027."),
        Some(due) => {
            let what = answers.get("remedy").to_owned();
            let remedy = Remedy { what, by: answers.get("remedy_by").to_owned(), due };
            let version = answers.get("version").parse().unwrap_or(0);
            match store::remedy(reader.store(), &reader.ctx, id, version, remedy).await {
                Err(Error::Refusal(Refusal::Conflict)) => {
                    errors.add("", words::CHANGED);
                    answers.set("version", exception.version.to_string());
                }
                done => {
                    if errors.take(done)?.is_some() {
                        return reader.done(urls::exception(id), "The remedy is recorded.");
                    }
                }
            }
        }
    }
    pages::refused(&view(
        &reader_shell(&reader, &plan, &exception),
        &plan,
        &exception,
        &answers,
        &errors,
        today(&reader),
    ))
}

fn today(reader: &Reader) -> Date {
    reader.ctx.clock.today()
}

fn reader_shell(reader: &Reader, plan: &RecordedPlan, exception: &RecordedException) -> Shell {
    pages::shell(reader, format!("Remedy for {}", title(plan, exception).to_lowercase()))
}

fn fill(exception: &RecordedException) -> Answers {
    let mut answers = Answers::from_pairs([("version", exception.version.to_string())]);
    if let Some(remedy) = &exception.remedy {
        answers.set("remedy", &remedy.what);
        answers.set("remedy_by", &remedy.by);
        words::fill_day(&mut answers, "due", remedy.due);
    }
    answers
}

fn view(
    shell: &Shell,
    plan: &RecordedPlan,
    exception: &RecordedException,
    typed: &Answers,
    errors: &Errors,
    today: Date,
) -> Form {
    let what = Textarea::new("remedy", "What will be done?")
        .value(typed.get("remedy"))
        .error_if(errors.get("remedy"));
    let by = TextInput::new("remedy_by", "Who will do it?")
        .hint("A body or a role, not a person")
        .value(typed.get("remedy_by"))
        .error_if(errors.get("remedy_by"));
    let due = words::day_input("due", "By when?", typed, errors);
    let back = urls::exception(exception.id);
    let shell = shell.clone().back(BackLink::new(&back).text("Back to the exception"));
    let sections = vec![Section::plain(vec![what.into(), by.into(), due.into()])];
    Form::new(shell, "Save", sections, back)
        .errors(errors)
        .caption(&plan.head.title)
        .intro(Html::from(facts(plan, exception, (exception.gone_on.is_none(), true), today)))
        .hide("version", typed.get("version"))
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let plan = pages::samples::plan();
    let Some(exception) = crate::exceptions::samples::exceptions().into_iter().next() else {
        return Vec::new();
    };
    let draw = |typed: &Answers, errors: &Errors| {
        let shell = pages::samples::shell("Remedy for late: action 2.1");
        view(&shell, &plan, &exception, typed, errors, Date::constant(2027, 1, 15))
    };
    let mut errors = Errors::none();
    errors.add("remedy", "Enter what will be done about it.");
    errors.add("due", "Enter the day by which it will be done, such as 31 3 2027.");
    vec![
        ("remedy", draw(&fill(&exception), &Errors::none())),
        ("remedy: nothing entered", draw(&Answers::default(), &errors)),
    ]
}
