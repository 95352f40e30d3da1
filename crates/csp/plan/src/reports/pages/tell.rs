//! Telling the public how the actions stand.

use concordat_kernel::Id;
use concordat_web::{
    Answer, Answers, At, Errors, Reader, cells, page,
    parts::{BackLink, Html, InsetText, Shell, Table, Textarea},
};

use crate::{
    Plan, RecordedPlan,
    pages::{
        form::{Form, Section},
        refused, shell, words,
    },
    reports::{
        samples, say,
        store::public::{self, PublicProgress},
        urls,
    },
};

type ToTell = (RecordedPlan, Option<RecordedPlan>, Option<PublicProgress>);

pub(crate) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let known = public::to_tell(reader.store(), &reader.ctx, id).await?;
    page(&view(tell_shell(&reader, id), &known, &Answers::default(), &Errors::none()))
}

pub(crate) async fn save(reader: Reader, At(id): At<Id<Plan>>, answers: Answers) -> Answer {
    let known = public::to_tell(reader.store(), &reader.ctx, id).await?;
    let mut errors = Errors::none();
    let told = public::tell(reader.store(), &reader.ctx, &known.0, answers.get("summary")).await;
    if errors.take(told)?.is_some() {
        return reader.done(urls::public_plan(id), "The public is told how the actions stand today.");
    }
    refused(&view(tell_shell(&reader, id), &known, &answers, &errors))
}

fn tell_shell(reader: &Reader, id: Id<Plan>) -> Shell {
    shell(reader, "Tell the public how the actions stand")
        .back(BackLink::new(urls::reports(id)).text("Back to the reports"))
}

fn view(shell: Shell, known: &ToTell, typed: &Answers, errors: &Errors) -> Form {
    let (plan, version, last) = known;
    let to = urls::report(plan.head.id, "public", "");
    let mut intro = vec![Html::paragraphs([match last {
        Some(last) => format!("The public was last told how the actions stood on {}.", say::day(last.as_of)),
        None => "The public page of this plan says nothing yet of how its actions stand.".to_owned(),
    }])];
    let mut sections = Vec::new();
    match version {
        None => intro.push(
            InsetText::new(
                "No version of the plan is published, so it has no public page. Publish a version first.",
            )
            .into(),
        ),
        Some(version) => {
            let words = "This publishes the states in the table, as they are today, and the words you write. They stay \
                         on the public page until you tell the public again. What leads wrote, exceptions and names \
                         are never published.";
            intro.push(Html::paragraphs([words]));
            let states = public::told(version, plan);
            let rows = plan.actions().filter_map(|(_, action)| {
                let state = states.get(&action.id)?;
                Some(cells![action.content.number.as_str(), say::objective(action), words::tag(*state)])
            });
            let table = Table::new("What is published")
                .columns(["No.", "Objective", "How it stands"])
                .row_headers()
                .rows(rows);
            let summary = Textarea::new("summary", "A summary for the public (optional)")
                .hint("A few sentences without names of people")
                .rows(6)
                .value(typed.get("summary"))
                .error_if(errors.get("summary"));
            sections.push(Section::plain(vec![summary.into(), table.into()]));
        }
    }
    let button = if version.is_some() { "Publish" } else { "Try again" };
    let mut form = Form::new(shell, button, sections, urls::reports(plan.head.id))
        .errors(errors)
        .caption(&plan.head.title)
        .intro(Html::spaced(intro));
    form.to = to;
    form
}

/// The form with and without a published version.
pub(crate) fn samples() -> Vec<(&'static str, Form)> {
    let facts = samples::facts();
    let shell = || crate::pages::samples::shell("Tell the public how the actions stand");
    let none = Answers::default();
    let published = (facts.plan.clone(), Some(facts.plan.clone()), None);
    vec![
        ("tell the public", view(shell(), &published, &none, &Errors::none())),
        (
            "tell the public: nothing is published",
            view(shell(), &(facts.plan, None, None), &none, &Errors::none()),
        ),
    ]
}
