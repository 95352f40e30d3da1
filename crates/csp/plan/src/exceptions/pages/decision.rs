//! Writing down what the partnership decided about an exception, and what is to be done when it said so.

use concordat_kernel::{Error, Id, Ref, Refusal, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Shell, TextInput, Textarea},
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

const TITLE: &str = "What did the partnership decide?";

pub(super) async fn show(reader: Reader, At(id): At<Id<Exception>>) -> Answer {
    let (plan, exception) = store::raised(reader.store(), &reader.ctx, id).await?;
    if !exception.is_open() {
        return concordat_web::redirect(urls::exception(id));
    }
    let mut typed = Answers::from_pairs([("version", exception.version.to_string())]);
    if let Some(decided) = &exception.decided {
        typed.set("decision", &decided.because);
    }
    if let Some(decided) = reader.quotable(&Ref::to(id)).await? {
        typed.set("decision", format!("{}: {}", decided.place, decided.text));
    }
    let today = reader.ctx.clock.today();
    page(&view(pages::shell(&reader, TITLE), &plan, &exception, &typed, &Errors::none(), today))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Exception>>, mut answers: Answers) -> Answer {
    let (plan, exception) = store::raised(reader.store(), &reader.ctx, id).await?;
    let mut errors = Errors::none();
    let remedy = remedy(&answers, &mut errors);
    if errors.is_empty() {
        let version = answers.get("version").parse().unwrap_or(0);
        let decision = answers.get("decision");
        let done = store::decide_raised(reader.store(), &reader.ctx, id, version, decision, remedy).await;
        if let Err(Error::Refusal(Refusal::Conflict)) = done {
            errors.add("", words::CHANGED);
            answers.set("version", exception.version.to_string());
        } else if errors.take(done)?.is_some() {
            return reader.done(urls::exception(id), "The decision is recorded.");
        }
    }
    let today = reader.ctx.clock.today();
    pages::refused(&view(pages::shell(&reader, TITLE), &plan, &exception, &answers, &errors, today))
}

/// What is to be done, when anything of it was filled in.
fn remedy(answers: &Answers, errors: &mut Errors) -> Option<Remedy> {
    let fields = ["remedy", "remedy_by", "due-day", "due-month", "due-year"];
    if fields.iter().all(|field| answers.get(field).trim().is_empty()) {
        return None;
    }
    let due = words::typed_day("due", answers);
    if due.is_none() {
        errors.add("due", "Enter the day by which it will be done, such as 31 3 2027.");
    }
    Some(Remedy {
        what: answers.get("remedy").to_owned(),
        by: answers.get("remedy_by").to_owned(),
        due: due?,
    })
}

fn view(
    shell: Shell,
    plan: &RecordedPlan,
    exception: &RecordedException,
    typed: &Answers,
    errors: &Errors,
    today: Date,
) -> Form {
    let decision = Textarea::new("decision", "The decision")
        .hint("With the meeting it was made at. The working group reads it beside the exception")
        .value(typed.get("decision"))
        .error_if(errors.get("decision"));
    let what = Textarea::new("remedy", "What will be done?")
        .value(typed.get("remedy"))
        .error_if(errors.get("remedy"));
    let by = TextInput::new("remedy_by", "Who will do it?")
        .hint("A body or a role, not a person")
        .value(typed.get("remedy_by"))
        .error_if(errors.get("remedy_by"));
    let due = words::day_input("due", "By when?", typed, errors);
    let back = urls::exception(exception.id);
    let shell = shell.back(BackLink::new(&back).text("Back to the exception"));
    let heading = match exception.remedy {
        None => "What is to be done, if anything was decided about that",
        Some(_) => "What is to be done in place of the remedy above, if that was decided",
    };
    let sections = vec![
        Section::plain(vec![decision.into()]),
        Section {
            id: "to-be-done".to_owned(),
            heading: Some(heading.to_owned()),
            fields: vec![what.into(), by.into(), due.into()],
        },
    ];
    Form::new(shell, "Record the decision", sections, back)
        .errors(errors)
        .caption(title(plan, exception))
        .intro(facts(plan, exception, (exception.gone_on.is_none(), false), today))
        .hide("version", typed.get("version"))
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let plan = pages::samples::plan();
    let Some(exception) = crate::exceptions::samples::exceptions().into_iter().nth(1) else {
        return Vec::new();
    };
    let mut errors = Errors::none();
    errors.add("decision", "Enter what was decided.");
    errors.add("due", "Enter the day by which it will be done, such as 31 3 2027.");
    let draw = |errors: &Errors| {
        let shell = pages::samples::shell(TITLE);
        view(shell, &plan, &exception, &Answers::default(), errors, Date::constant(2027, 1, 15))
    };
    vec![
        ("decide what was raised", draw(&Errors::none())),
        ("decide what was raised: nothing entered", draw(&errors)),
    ]
}
