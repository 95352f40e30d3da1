//! The letters that bring links: composed when they are about to be sent, and not before.

use concordat_access::Ctx;
use concordat_kernel::{Error, Id, Kind as _, Month, Refusal, Result, jiff::civil::Date};
use concordat_web::{App, Composed, LetterHead};

use super::{
    model::{Lead, Pass, RecordedPass, RecordedRound, Standing},
    store, urls,
};
use crate::{RecordedAction, RecordedPlan};

/// A lead is asked for an update.
pub(crate) const ASKED: &str = "plan-asked";
/// A colleague handed a request on.
pub(crate) const HANDED_ON: &str = "plan-handed-on";

/// The words of a letter that brings a link; nothing when the pass no longer works or all is answered.
///
/// # Errors
/// When the store does not answer, or the asker may make no links.
pub(crate) async fn compose(app: &App, ctx: &Ctx, head: &LetterHead) -> Result<Option<Composed>> {
    if head.about.kind != Pass::NAME {
        return Ok(None);
    }
    let id = Id::<Pass>::from_uuid(head.about.id);
    let Some(letter) = store::letter(&app.store, id).await? else { return Ok(None) };
    let answered = letter.request.standing == Standing::Answered;
    if answered || letter.round.closed_at.is_some() || !letter.pass.is_good(ctx.clock.now()) {
        return Ok(None);
    }
    let asker = asker(app, ctx, &letter.made_by).await?;
    let secret = match store::make_link(&app.store, ctx, id).await {
        Ok((secret, ..)) => secret,
        // Stopped between the two looks.
        Err(Error::Refusal(Refusal::Rule(_))) => return Ok(None),
        Err(error) => return Err(error),
    };
    let words = Words {
        pass: &letter.pass,
        handed_on_by: letter.handed_on_by.as_deref(),
        lead: &letter.request.lead,
        round: &letter.round,
        plan: &letter.plan,
        group: letter.group.as_deref(),
        asker: &asker,
    };
    Ok(Some(Composed {
        subject: words.subject(),
        text: words.text(),
        secret: Some(format!("{}{}", app.config.public_url, urls::link(&secret))),
        calendar: None,
    }))
}

/// Who opened the round, by name where it is known.
pub(crate) async fn asker(app: &App, ctx: &Ctx, made_by: &str) -> Result<String> {
    let name = app.name_of_actor(ctx, made_by).await?;
    Ok(name.unwrap_or_else(|| "the community safety team".to_owned()))
}

/// What a letter is made of.
struct Words<'a> {
    pass: &'a RecordedPass,
    handed_on_by: Option<&'a str>,
    lead: &'a Lead,
    round: &'a RecordedRound,
    plan: &'a RecordedPlan,
    group: Option<&'a str>,
    asker: &'a str,
}

impl Words<'_> {
    fn subject(&self) -> String {
        format!("{}: {}, by {}", self.round.title, self.plan.head.title, day(self.round.due_on))
    }

    fn text(&self) -> String {
        let actions = store::asked_about(self.plan, self.lead, &[]);
        let group = self.group.unwrap_or("The community safety partnership");
        let opening = match self.handed_on_by {
            Some(by) => format!(
                "{by} has handed this on to you. {group} asks how the actions of {} in its plan are going.",
                self.lead.words
            ),
            None => format!("{group} asks how the actions of {} in its plan are going.", self.lead.words),
        };
        let list: Vec<String> = actions.iter().map(|action| line(action)).collect();
        let paragraphs = [
            format!("Dear {},", self.pass.name),
            opening,
            format!("{}. The plan is “{}”. It takes about two minutes, and you need no account. Open this link and choose “Start”:", self.round.title, self.plan.head.title),
            Composed::LINK.to_owned(),
            format!("Please answer by {}. You can save and come back, and change what you sent until the round is closed.", day(self.round.due_on)),
            format!("Your {}:\n{}", if list.len() == 1 { "action" } else { "actions" }, list.join("\n")),
            "The link is for you alone. If a colleague should answer, open it and choose “Hand this to a colleague”, so that they get a link of their own.".to_owned(),
            format!("If you have a question, or this is not for you, ask {}.", self.asker),
        ];
        paragraphs.join("\n\n")
    }
}

/// An action's number and label: nothing that is not for everybody who reads the plan.
pub(crate) fn line(action: &RecordedAction) -> String {
    let content = &action.content;
    let words = content.label.as_deref().filter(|label| !label.is_empty()).unwrap_or(&content.objective);
    let short: String = words.chars().take(100).collect();
    let more = if short.len() < words.len() { "…" } else { "" };
    let number = if content.number.is_empty() { "-" } else { content.number.as_str() };
    format!("{number} {short}{more}")
}

/// `4 March 2027`.
pub(crate) fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), Month::of(date).name(), date.year())
}
