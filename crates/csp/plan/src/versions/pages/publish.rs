//! Publishing a version of a plan.

use concordat_access::Resource;
use concordat_kernel::{Error, Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Html, InsetText, Shell, TextInput},
};

use super::super::{NewVersion, VersionHead, store, urls};
use crate::{
    Plan, PlanHead,
    pages::{
        form::{Form, Section},
        refused, samples, shell, words,
    },
};

/// What is about to be published.
struct About {
    plan: PlanHead,
    number: i64,
    unanswered: usize,
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let about = about(&reader, id).await?;
    let filled = Answers::from_pairs([("number", about.number.to_string())]);
    page(&view(publish_shell(&reader, &about), &about, &filled, &Errors::none()))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Plan>>, mut answers: Answers) -> Answer {
    let new = NewVersion {
        number: answers.get("number").parse().ok(),
        title: answers.get("title").to_owned(),
        decision: answers.get("decision").to_owned(),
    };
    let mut errors = Errors::none();
    let done = store::publish(reader.store(), &reader.ctx, id, &new).await;
    if matches!(done, Err(Error::Refusal(Refusal::Conflict))) {
        let about = about(&reader, id).await?;
        errors.add("", "Somebody published a version meanwhile. Look at it in another window; if the plan should be published again, send this form again.");
        answers.set("number", about.number.to_string());
        return refused(&view(publish_shell(&reader, &about), &about, &answers, &errors));
    }
    if let Some(version) = errors.take(done)? {
        return reader.done(urls::version(version), "The version is published. It does not change any more.");
    }
    let about = about(&reader, id).await?;
    refused(&view(publish_shell(&reader, &about), &about, &answers, &errors))
}

async fn about(reader: &Reader, id: Id<Plan>) -> concordat_kernel::Result<About> {
    let plan = crate::store::plan_head(reader.store(), &reader.ctx, id).await?;
    let resource = Resource::any("plan_version").within(plan.group);
    reader.store().ask(&reader.ctx, store::PUBLISH, &resource).await?;
    let heads: Vec<VersionHead> = store::versions(reader.store(), &reader.ctx, id).await?;
    let comments = store::comments(reader.store(), &reader.ctx, id).await?;
    let unanswered = comments.iter().filter(|comment| comment.answer.is_none()).count();
    Ok(About { plan, unanswered, number: heads.first().map_or(0, |newest| newest.number) + 1 })
}

fn publish_shell(reader: &Reader, about: &About) -> Shell {
    let back = BackLink::new(urls::versions(about.plan.id)).text("Back to the versions");
    shell(reader, title(about)).back(back)
}

fn title(about: &About) -> String {
    format!("Publish version {}", about.number)
}

fn view(shell: Shell, about: &About, typed: &Answers, errors: &Errors) -> Form {
    let fields: Vec<Html> = vec![
        TextInput::new("decision", "By which decision?")
            .hint("As the minutes refer to it, such as Board, 14 July 2026, item 52")
            .value(typed.get("decision"))
            .error_if(errors.get("decision"))
            .into(),
        TextInput::new("title", "A title for this version (optional)")
            .hint("Such as “As agreed” or “After the autumn’s changes”")
            .value(typed.get("title"))
            .error_if(errors.get("title"))
            .into(),
    ];
    let mut intro: Vec<Html> = Vec::new();
    if about.unanswered > 0 {
        let words = words::count_first(about.unanswered, "comment is", "comments are");
        let link = Html::link(&urls::feedback(about.plan.id), "Look at the comments");
        let text = format!("{words} not answered yet. You can publish the plan all the same.");
        intro.push(InsetText::new(Html::spaced([Html::from(text), link])).into());
    }
    intro.push(Html::paragraphs([
        "The plan is published as it stands now: everything it says is kept as this version.",
        "A published version never changes. Later changes of the plan go into the next version.",
        "From then on anybody can read it on the public page of the plan, without an account.",
    ]));
    let sections = vec![Section::plain(fields)];
    Form::new(shell, "Publish this version", sections, urls::versions(about.plan.id))
        .errors(errors)
        .caption(&about.plan.title)
        .intro(Html::spaced(intro))
        .hide("number", typed.get("number"))
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let about = About { plan: samples::plan().head, number: 1, unanswered: 2 };
    let mut errors = Errors::none();
    errors.add("decision", "Enter the decision, such as Board, 14 July 2026, item 52.");
    errors.add("", "“Light the park” has no number. Give it one before you publish the plan.");
    let shell = || samples::shell(&title(&about));
    vec![
        ("publish", view(shell(), &about, &Answers::default(), &Errors::none())),
        ("publish: no decision", view(shell(), &about, &Answers::default(), &errors)),
    ]
}
