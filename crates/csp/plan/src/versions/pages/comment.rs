//! The forms about feedback: asking for it, commenting, writing down what came by letter, and answering.

use std::sync::Arc;

use concordat_kernel::{Error, Id, Refusal, Result};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Choice, Html, InsetText, Radios, Shell, TextInput, Textarea},
};

use super::super::{Comment, CommentHead, NewComment, Verdict, store, urls};
use super::dates;
use crate::{
    Action, Plan, RecordedPlan,
    pages::{
        form::{Form, Section},
        refused, samples, shell,
    },
    store::plan_resource,
};

fn back_to_feedback(reader: &Reader, plan: Id<Plan>, title: &str) -> Shell {
    shell(reader, title).back(BackLink::new(urls::feedback(plan)).text("Back to the feedback"))
}

/// The plan, for whoever may do `verb` there.
async fn plan_to(reader: &Reader, id: Id<Plan>, verb: concordat_access::Action) -> Result<Arc<RecordedPlan>> {
    let within = plan_resource(&mut reader.store().peek().await?, id).await?.within;
    let resource = concordat_access::Resource { within, ..concordat_access::Resource::any(verb.kind) };
    reader.store().ask(&reader.ctx, verb, &resource).await?;
    crate::store::plan(reader.store(), &reader.ctx, id).await
}

// Asking for comments.

pub(super) async fn show_open(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    plan_to(&reader, id, store::OPEN_FEEDBACK).await?;
    let mut filled = Answers::default();
    if let Some(time) = store::feedback(reader.store(), &reader.ctx, id).await? {
        dates::fill("closes_on", time.closes_on, &mut filled);
    }
    page(&open_view(back_to_feedback(&reader, id, OPEN), id, &filled, &Errors::none()))
}

pub(super) async fn open(reader: Reader, At(id): At<Id<Plan>>, answers: Answers) -> Answer {
    plan_to(&reader, id, store::OPEN_FEEDBACK).await?;
    let mut errors = Errors::none();
    if let Some(day) = dates::read("closes_on", &answers, &mut errors) {
        let done = store::open_feedback(reader.store(), &reader.ctx, id, day).await;
        if errors.take(done)?.is_some() {
            let words = format!("Feedback is open until the end of {}.", dates::words(day));
            return reader.done(urls::feedback(id), &words);
        }
    }
    refused(&open_view(back_to_feedback(&reader, id, OPEN), id, &answers, &errors))
}

const OPEN: &str = "Ask for feedback";

fn open_view(shell: Shell, id: Id<Plan>, typed: &Answers, errors: &Errors) -> Form {
    let day = dates::boxes("closes_on", "Until which day?", typed, errors)
        .hint("Comments are taken until the end of this day, such as 31 7 2026");
    let intro = "Everybody who can read the plan can comment on it and on its actions. Once feedback is open you can ask guests who have no account: they get a link by e-mail. Comments that come another way you record yourself.";
    Form::new(shell, "Ask for feedback", vec![Section::plain(vec![day.into()])], urls::feedback(id))
        .errors(errors)
        .intro(Html::paragraphs([intro]))
}

// Commenting.

pub(super) async fn show_comment(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let plan = plan_to(&reader, id, store::ADD_COMMENT).await?;
    let filled = Answers::from_pairs([("action", reader.query.get("action"))]);
    page(&comment_view(back_to_feedback(&reader, id, "Comment"), &plan, &filled, &Errors::none()))
}

pub(super) async fn comment(reader: Reader, At(id): At<Id<Plan>>, answers: Answers) -> Answer {
    let plan = plan_to(&reader, id, store::ADD_COMMENT).await?;
    let mut errors = Errors::none();
    let action = action_of(&plan, &answers);
    let new = NewComment { action, text: answers.get("text").to_owned() };
    let done = store::add_comment(reader.store(), &reader.ctx, id, &new).await;
    if errors.take(done)?.is_some() {
        return reader.done(urls::feedback(id), "Your comment is with the community safety team.");
    }
    refused(&comment_view(back_to_feedback(&reader, id, "Comment"), &plan, &answers, &errors))
}

fn action_of(plan: &RecordedPlan, answers: &Answers) -> Option<Id<Action>> {
    let id = answers.get("action").parse().ok()?;
    plan.action(id).map(|(_, action)| action.id)
}

fn about(plan: &RecordedPlan, typed: &Answers) -> String {
    match action_of(plan, typed).and_then(|id| plan.action(id)) {
        Some((_, action)) => {
            format!("On action {}: {}", action.content.number, action.content.full_objective())
        }
        None => "On the whole plan".to_owned(),
    }
}

fn comment_view(shell: Shell, plan: &RecordedPlan, typed: &Answers, errors: &Errors) -> Form {
    let text = Textarea::new("text", "Your comment")
        .hint("Partners will read it with your name. The community safety team answers it")
        .rows(8)
        .limit(4000)
        .value(typed.get("text"))
        .error_if(errors.get("text"));
    let cancel = urls::feedback(plan.head.id);
    Form::new(shell, "Send this comment", vec![Section::plain(vec![text.into()])], cancel)
        .errors(errors)
        .caption(about(plan, typed))
        .hide("action", typed.get("action"))
}

// Writing down what came by letter or e-mail.

const RECORD: &str = "Record a comment received";

pub(super) async fn show_record(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let plan = plan_to(&reader, id, store::RECORD_COMMENT).await?;
    let mut filled = Answers::from_pairs([("action", reader.query.get("action"))]);
    dates::fill("received_on", reader.ctx.clock.today(), &mut filled);
    page(&record_view(back_to_feedback(&reader, id, RECORD), &plan, &filled, &Errors::none()))
}

pub(super) async fn record(reader: Reader, At(id): At<Id<Plan>>, answers: Answers) -> Answer {
    let plan = plan_to(&reader, id, store::RECORD_COMMENT).await?;
    let mut errors = Errors::none();
    let new = NewComment { action: action_of(&plan, &answers), text: answers.get("text").to_owned() };
    if let Some(day) = dates::read("received_on", &answers, &mut errors) {
        let said_by = answers.get("said_by");
        let done = store::record_comment(reader.store(), &reader.ctx, id, &new, said_by, day).await;
        if errors.take(done)?.is_some() {
            return reader.done(urls::feedback(id), "The comment is recorded.");
        }
    }
    refused(&record_view(back_to_feedback(&reader, id, RECORD), &plan, &answers, &errors))
}

fn record_view(shell: Shell, plan: &RecordedPlan, typed: &Answers, errors: &Errors) -> Form {
    let actions = plan.priorities.iter().flat_map(|priority| priority.current()).map(|action| {
        (
            action.id.to_string(),
            format!("Action {} {}", action.content.number, action.content.full_objective()),
        )
    });
    let fields: Vec<Html> = vec![
        TextInput::new("said_by", "Who said it?")
            .hint("Name, and body or group if they spoke for one")
            .value(typed.get("said_by"))
            .error_if(errors.get("said_by"))
            .into(),
        dates::boxes("received_on", "When was it received?", typed, errors)
            .hint("What came after the last day is marked as received late")
            .into(),
        concordat_web::parts::Select::new("action", "About what?")
            .option("", "The whole plan")
            .options(actions)
            .chosen(typed.get("action"))
            .into(),
        Textarea::new("text", "What was said")
            .rows(8)
            .limit(4000)
            .value(typed.get("text"))
            .error_if(errors.get("text"))
            .into(),
    ];
    let cancel = urls::feedback(plan.head.id);
    Form::new(shell, "Record this comment", vec![Section::plain(fields)], cancel).errors(errors)
}

// Answering.

pub(super) async fn show_answer(reader: Reader, At(id): At<Id<Comment>>) -> Answer {
    let (comment, plan) = comment_to_answer(&reader, id).await?;
    let filled = Answers::from_pairs([
        ("version", comment.version.to_string()),
        ("answer", comment.answer.map(Verdict::word).unwrap_or_default().to_owned()),
        ("reason", comment.reason.clone()),
    ]);
    let shell = back_to_feedback(&reader, comment.plan_id, "Answer a comment");
    page(&answer_view(shell, &plan, &comment, &filled, &Errors::none()))
}

pub(super) async fn answer(reader: Reader, At(id): At<Id<Comment>>, mut answers: Answers) -> Answer {
    let (comment, plan) = comment_to_answer(&reader, id).await?;
    let mut errors = Errors::none();
    let version = answers.get("version").parse().unwrap_or(0);
    match answers.get("answer").parse() {
        Err(_) => errors.add("answer", "Choose accept, amend or decline."),
        Ok(verdict) => {
            let reason = answers.get("reason").to_owned();
            let done =
                store::answer_comment(reader.store(), &reader.ctx, id, version, verdict, &reason).await;
            if matches!(done, Err(Error::Refusal(Refusal::Conflict))) {
                errors.add("", match comment.answer {
                    Some(given) => format!("Someone else answered this comment meanwhile ({}: {}). Yours is kept here; send it again to put it in place of theirs.", given.given().to_lowercase(), comment.reason),
                    None => "The guest changed this comment meanwhile. Read it again; your answer is kept here, to be sent or put right.".to_owned(),
                });
                answers.set("version", comment.version.to_string());
            } else if errors.take(done)?.is_some() {
                return reader.done(urls::feedback(comment.plan_id), "The comment is answered.");
            }
        }
    }
    let shell = back_to_feedback(&reader, comment.plan_id, "Answer a comment");
    refused(&answer_view(shell, &plan, &comment, &answers, &errors))
}

async fn comment_to_answer(reader: &Reader, id: Id<Comment>) -> Result<(CommentHead, Arc<RecordedPlan>)> {
    let comment = store::comment(reader.store(), &reader.ctx, id).await?;
    let plan = plan_to(reader, comment.plan_id, store::ANSWER_COMMENT).await?;
    Ok((comment, plan))
}

fn answer_view(
    shell: Shell,
    plan: &RecordedPlan,
    comment: &CommentHead,
    typed: &Answers,
    errors: &Errors,
) -> Form {
    let about_it =
        Answers::from_pairs([("action", comment.action_id.map(|id| id.to_string()).unwrap_or_default())]);
    let fields: Vec<Html> = vec![
        Radios::new("answer", "Your answer")
            .item(Choice::new("accept", "Accept").hint("The plan will say what was asked for"))
            .item(Choice::new("amend", "Amend").hint("The plan changes, but not quite as was asked"))
            .item(Choice::new("decline", "Decline").hint("The plan stays as it is"))
            .chosen(typed.get("answer"))
            .error_if(errors.get("answer"))
            .into(),
        Textarea::new("reason", "Why?")
            .hint("Whoever commented reads this")
            .value(typed.get("reason"))
            .error_if(errors.get("reason"))
            .into(),
    ];
    let intro = [
        Html::from(InsetText::new(Html::lines(&comment.text))),
        Html::paragraphs(["Answering changes nothing in the plan: edit the action or the plan as well."]),
    ];
    let cancel = urls::feedback(comment.plan_id);
    Form::new(shell, "Save this answer", vec![Section::plain(fields)], cancel)
        .errors(errors)
        .caption(about(plan, &about_it))
        .intro(Html::spaced(intro))
        .hide("version", typed.get("version"))
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let plan = samples::plan();
    let id = plan.head.id;
    let none = Errors::none();
    let mut errors = Errors::none();
    errors.add("closes_on", "The last day must be today or later.");
    errors.add("text", "Enter your comment.");
    errors.add("", "Feedback closed on 31 July 2026. Send your comment to the community safety team: they can record it as received late.");
    errors.add("said_by", "Enter the name of who said it.");
    errors.add("answer", "Choose accept, amend or decline.");
    let only = |fields: &[&str]| {
        let mut some = Errors::none();
        errors.iter().filter(|(field, _)| fields.contains(field)).for_each(|(f, s)| some.add(f, s));
        some
    };
    let blank = Answers::default();
    let on_action = Answers::from_pairs([("action", samples::id::<Action>(1).to_string())]);
    let shell = samples::shell;
    let comments = super::feedback::sample_comments();
    let mut all = vec![
        ("feedback: open", open_view(shell(OPEN), id, &blank, &none)),
        ("feedback: open, past day", open_view(shell(OPEN), id, &blank, &only(&["closes_on"]))),
        ("comment on the plan", comment_view(shell("Comment"), &plan, &blank, &none)),
        (
            "comment on an action, too late",
            comment_view(shell("Comment"), &plan, &on_action, &only(&["", "text"])),
        ),
        ("record a comment", record_view(shell(RECORD), &plan, &blank, &none)),
        ("record a comment: no name", record_view(shell(RECORD), &plan, &blank, &only(&["said_by"]))),
    ];
    if let Some(comment) = comments.first() {
        let shell = || samples::shell("Answer a comment");
        all.push(("answer a comment", answer_view(shell(), &plan, comment, &blank, &none)));
        let wrong = only(&["answer"]);
        all.push(("answer a comment: no answer", answer_view(shell(), &plan, comment, &blank, &wrong)));
    }
    all
}
