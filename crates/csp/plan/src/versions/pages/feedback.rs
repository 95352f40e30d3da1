//! What was said of a plan and what was answered.

use std::collections::HashMap;

use concordat_access::Resource;
use concordat_kernel::{Id, Sensitivity, jiff::civil::Date};
use concordat_web::{
    Answer, At, Reader, cells, page,
    parts::{Button, Colour, Html, Shell, SummaryList, Table, Tag},
};

use super::{
    super::{CommentHead, FeedbackTime, Verdict, rules, store, urls},
    dates,
    sheet::Sheet,
    versions::{full_title, trail},
};
use crate::{
    Plan, RecordedPlan,
    pages::{samples, shell, words},
    urls as plan_urls,
};

/// What the reader is offered, and the names behind the record's words.
#[derive(Debug, Default)]
pub(super) struct Beside {
    pub(super) names: HashMap<String, String>,
    pub(super) may_open: bool,
    pub(super) may_add: bool,
    pub(super) may_record: bool,
    pub(super) may_answer: bool,
    pub(super) may_see_guests: bool,
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let comments = store::comments(reader.store(), &reader.ctx, id).await?;
    let time = store::feedback(reader.store(), &reader.ctx, id).await?;
    let plan = crate::store::plan(reader.store(), &reader.ctx, id).await?;
    let beside = beside(&reader, &plan, &comments).await?;
    let shell = shell(&reader, "Feedback").trail(trail(&plan.head).here("Feedback")).wide();
    page(&view(shell, &plan, time.as_ref(), &comments, &beside, reader.ctx.clock.today()))
}

pub(super) async fn beside(
    reader: &Reader,
    plan: &RecordedPlan,
    comments: &[CommentHead],
) -> concordat_kernel::Result<Beside> {
    let actors: Vec<&str> = comments
        .iter()
        .flat_map(|comment| [Some(comment.made_by.as_str()), comment.answered_by.as_deref()])
        .flatten()
        .collect();
    let may =
        |verb: concordat_access::Action| reader.may(verb, &Resource::any(verb.kind).within(plan.head.group));
    Ok(Beside {
        names: words::names(reader, &actors).await?,
        may_open: may(store::OPEN_FEEDBACK),
        may_add: may(store::ADD_COMMENT),
        may_record: may(store::RECORD_COMMENT),
        may_answer: may(store::ANSWER_COMMENT),
        may_see_guests: reader.may(
            store::VIEW_GUESTS,
            &Resource::any(store::VIEW_GUESTS.kind).within(plan.head.group).at(Sensitivity::Restricted),
        ),
    })
}

fn view(
    shell: Shell,
    plan: &RecordedPlan,
    time: Option<&FeedbackTime>,
    comments: &[CommentHead],
    beside: &Beside,
    today: Date,
) -> Sheet {
    let is_open = time.is_some_and(|time| rules::is_open(time, today));
    let open = match time {
        None => "Not open yet".to_owned(),
        Some(time) if is_open => format!("Open until the end of {}", dates::words(time.closes_on)),
        Some(time) => format!("Closed on {}", dates::words(time.closes_on)),
    };
    let unanswered = comments.iter().filter(|comment| comment.answer.is_none()).count();
    let facts = SummaryList::new()
        .row(("Feedback", open))
        .row(("Comments", words::count_first(comments.len(), "comment", "comments")))
        .row(("Still to be answered", words::count_first(unanswered, "comment", "comments")));
    let id = plan.head.id;
    let mut sheet = Sheet::new(shell, facts).caption(full_title(&plan.head));
    if is_open && beside.may_add {
        sheet = sheet.button(Button::link("Comment on the whole plan", urls::comment(id, None)));
    }
    let words = if is_open { "Change the last day" } else { "Open feedback" };
    sheet = sheet.button_if(beside.may_open, words, urls::open_feedback(id)).button_if(
        time.is_some() && beside.may_record,
        "Record a comment received",
        urls::record_comment(id, None),
    );
    sheet = sheet.button_if(time.is_some() && beside.may_see_guests, "Guests", urls::guests(id));
    let how = "To comment on one action, open the action and choose “Comment on this action”.";
    if is_open && beside.may_add {
        let link = Html::link(&plan_urls::actions(id), "All actions as a table");
        sheet = sheet.piece("how", "Commenting on an action", Html::paragraphs([Html::from(how), link]));
    }
    let (open, answered): (Vec<_>, Vec<_>) = comments.iter().partition(|comment| comment.answer.is_none());
    let body = |comments: &[&CommentHead], caption: &str, none: &str| match comments {
        [] => Html::paragraphs([none]),
        _ => table(caption, plan, comments, beside),
    };
    sheet.piece("unanswered", "Still to be answered", body(&open, "Still to be answered", "None.")).piece(
        "answered",
        "Answered",
        body(&answered, "Answered", "None yet."),
    )
}

/// Comments with their answers; an officer is led to the form that answers.
pub(super) fn table(caption: &str, plan: &RecordedPlan, comments: &[&CommentHead], beside: &Beside) -> Html {
    let rows = comments.iter().map(|comment| {
        let about = match comment.action_id.and_then(|id| plan.action(id)) {
            Some((_, action)) => {
                Html::link(&plan_urls::action(action.id), format!("Action {}", action.content.number))
            }
            None => "The whole plan".into(),
        };
        cells![about, Html::lines(&comment.text), said(comment, beside), answer(comment, beside)]
    });
    Table::new(caption)
        .caption_hidden()
        .columns(["About", "What was said", "By", "Answer"])
        .row_headers()
        .scroll()
        .rows(rows)
        .into()
}

/// Who said it, and when and how it came.
pub(super) fn said(comment: &CommentHead, beside: &Beside) -> Html {
    let name = |actor: &str| words::capital(beside.names.get(actor).map_or("Someone", String::as_str));
    let when = words::moment(&comment.made_at);
    let mut lines: Vec<Html> = match &comment.said_by {
        Some(said_by) if comment.invitation.is_some() => {
            vec![said_by.into(), when.into(), Tag::new(Colour::Purple, "Guest").into()]
        }
        None => vec![name(&comment.made_by).into(), when.into()],
        Some(said_by) => vec![
            said_by.into(),
            format!(
                "written down by {} on {when}",
                beside.names.get(&comment.made_by).map_or("someone", String::as_str)
            )
            .into(),
        ],
    };
    if comment.is_late {
        lines.push(Tag::new(Colour::Orange, "Received late").into());
    }
    Html::stacked(lines)
}

fn answer(comment: &CommentHead, beside: &Beside) -> Html {
    let name = |actor: &str| words::capital(beside.names.get(actor).map_or("Someone", String::as_str));
    let mut lines: Vec<Html> = Vec::new();
    if let Some(verdict) = comment.answer {
        lines.push(tag(verdict));
        lines.push(Html::lines(&comment.reason));
        let by = comment.answered_by.as_deref().map(name).unwrap_or_default();
        let at = comment.answered_at.as_deref().map(words::moment).unwrap_or_default();
        lines.push(format!("{by}, {at}").into());
    } else {
        lines.push(Tag::new(Colour::Grey, "Not answered yet").into());
    }
    if beside.may_answer {
        let words = if comment.answer.is_some() { "Change the answer" } else { "Answer" };
        let mut begins: String = comment.text.chars().take(60).collect();
        if begins.len() < comment.text.len() {
            begins.push('…');
        }
        let hidden = Html::hidden(&format!("to “{begins}”"));
        lines.push(Html::link(&urls::answer(comment.id), Html::spaced([Html::from(words), hidden])));
    }
    Html::stacked(lines)
}

pub(super) fn tag(verdict: Verdict) -> Html {
    let colour = match verdict {
        Verdict::Accept => Colour::Green,
        Verdict::Amend => Colour::Blue,
        Verdict::Decline => Colour::Red,
    };
    Tag::new(colour, verdict.given()).into()
}

/// Four invented comments: answered, not answered, late by letter, and from a guest.
pub(super) fn sample_comments() -> Vec<CommentHead> {
    let comment = |n: u128, action: Option<u128>, text: &str| CommentHead {
        id: samples::id(n),
        plan_id: samples::id(50),
        action_id: action.map(samples::id),
        text: text.to_owned(),
        said_by: None,
        invitation: None,
        is_late: false,
        made_at: "2026-06-09T08:30:00Z".to_owned(),
        made_by: "operator".to_owned(),
        answer: None,
        reason: String::new(),
        answered_at: None,
        answered_by: None,
        version: 1,
    };
    vec![
        CommentHead {
            answer: Some(Verdict::Amend),
            reason: "The walks stay, and there will be two more in winter.".to_owned(),
            answered_at: Some("2026-06-20T10:00:00Z".to_owned()),
            answered_by: Some("operator".to_owned()),
            ..comment(201, Some(1), "Walk in winter too,\nwhen it is dark early & wet.")
        },
        comment(202, None, "Nothing in the plan is about young people who are not at school."),
        CommentHead {
            said_by: Some("Clerk, Nether Ashing Parish Council".to_owned()),
            is_late: true,
            ..comment(203, Some(2), "Publish it before the parish meeting in May.")
        },
        CommentHead {
            said_by: Some("Tamsin Orrell, Ashing Youth Forum".to_owned()),
            invitation: Some(samples::id(301)),
            ..comment(204, Some(1), "Ask the young people who wait there first.")
        },
    ]
}

/// An invented time of feedback.
pub(super) fn sample_time(plan: &RecordedPlan, closes_on: Date) -> FeedbackTime {
    FeedbackTime {
        id: samples::id(1),
        plan_id: plan.head.id,
        opened_at: "2026-06-01T09:00:00Z".to_owned(),
        opened_by: "operator".to_owned(),
        closes_on,
        version: 1,
    }
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let plan = samples::plan();
    let today = Date::constant(2026, 7, 15);
    let time = |closes_on| sample_time(&plan, closes_on);
    let shell = || samples::shell("Feedback").wide();
    let officer = sample_beside();
    let member = Beside { may_add: true, ..Beside::default() };
    let open = time(Date::constant(2026, 7, 31));
    let closed = time(Date::constant(2026, 7, 1));
    vec![
        (
            "feedback: open, for an officer",
            view(shell(), &plan, Some(&open), &sample_comments(), &officer, today),
        ),
        ("feedback: closed", view(shell(), &plan, Some(&closed), &sample_comments(), &member, today)),
        ("feedback: never opened", view(shell(), &plan, None, &[], &officer, today)),
    ]
}

pub(super) fn sample_beside() -> Beside {
    Beside {
        names: HashMap::from([("operator".to_owned(), "the operator".to_owned())]),
        may_open: true,
        may_add: true,
        may_record: true,
        may_answer: true,
        may_see_guests: true,
    }
}
