//! The words of reminders: polite at first, plain in the end. Composed as they are sent, so that nobody who has
//! answered meanwhile gets one.

use concordat_access::Ctx;
use concordat_kernel::{Error, Id, Kind as _, Refusal, Result, jiff::civil::Date};
use concordat_web::{App, Composed, LetterHead};

use super::{
    Reminder,
    rules::Tone,
    store::{self, AboutReminder},
};
use crate::{
    RecordedAction,
    progress::{
        letter::{asker, day, line},
        model::Standing,
        store::{AboutPass, asked_about, letter, make_link},
        urls,
    },
};

/// A lead is asked again.
pub(crate) const REMINDER: &str = "plan-reminder";
/// Somebody is told that a lead stays silent.
pub(crate) const FURTHER: &str = "plan-further";

/// The words of a reminder; nothing when it is answered meanwhile, or its link no longer works.
///
/// # Errors
/// When the store does not answer, or the asker may make no links.
pub(crate) async fn compose(app: &App, ctx: &Ctx, head: &LetterHead) -> Result<Option<Composed>> {
    if head.about.kind != Reminder::NAME {
        return Ok(None);
    }
    let id = Id::<Reminder>::from_uuid(head.about.id);
    let Some(about) = store::about(&app.store, id).await? else { return Ok(None) };
    let Some(found) = letter(&app.store, about.pass).await? else { return Ok(None) };
    let answered = found.request.standing == Standing::Answered;
    if answered || found.round.closed_at.is_some() || !found.pass.is_good(ctx.clock.now()) {
        return Ok(None);
    }
    let asker = asker(app, ctx, &found.made_by).await?;
    let words = Words { found: &found, about: &about, today: ctx.clock.today(), asker: &asker };
    let Some(step) = about.step.filter(|_| head.kind == REMINDER) else {
        let subject = format!("No answer from {}: {}", found.request.lead.words, found.round.title);
        return Ok(Some(Composed {
            subject,
            text: words.further(&head.to_name),
            secret: None,
            calendar: None,
        }));
    };
    let secret = match make_link(&app.store, ctx, about.pass).await {
        Ok((secret, ..)) => secret,
        // Stopped between the two looks.
        Err(Error::Refusal(Refusal::Rule(_))) => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(Some(Composed {
        subject: words.subject(step.tone),
        text: words.text(step.tone),
        secret: Some(format!("{}{}", app.config.public_url, urls::link(&secret))),
        calendar: None,
    }))
}

/// What a reminder is made of.
struct Words<'a> {
    found: &'a AboutPass,
    about: &'a AboutReminder,
    today: Date,
    asker: &'a str,
}

impl Words<'_> {
    fn subject(&self, tone: Tone) -> String {
        let (title, due) = (&self.found.round.title, day(self.found.round.due_on));
        match tone {
            Tone::Friendly => format!("Reminder: {title}, by {due}"),
            Tone::Soon => format!("Please answer by {due}: {title}"),
            Tone::Overdue => format!("Overdue since {due}: {title}"),
            Tone::Further => format!("Still no answer, overdue since {due}: {title}"),
        }
    }

    fn text(&self, tone: Tone) -> String {
        let (due, lead) = (day(self.found.round.due_on), &self.found.request.lead.words);
        let group = self.found.group.as_deref().unwrap_or("The community safety partnership");
        let open: Vec<String> = self.open().into_iter().map(line).collect();
        let opening = match tone {
            Tone::Friendly => format!(
                "{group} asked you how the actions of {lead} in its plan are going. You may have it in hand already: there is time until {due}."
            ),
            Tone::Soon => format!(
                "{group} asked how the actions of {lead} in its plan are going, and has no full answer yet. Please answer by {due}{}.",
                self.days_left()
            ),
            Tone::Overdue => format!(
                "Your update on the actions of {lead} was due on {due} and has not come. Without it the partnership cannot say how they are going. Please answer now; a sentence for each action is enough."
            ),
            Tone::Further => format!(
                "Your update on the actions of {lead} was due on {due} and has still not come. It now shows as not answered in what the partnership sees, and whoever looks after this in the partnership may be in touch."
            ),
        };
        let paragraphs = [
            format!("Dear {},", self.found.pass.name),
            opening,
            "It takes about two minutes, and you need no account. Open this link and choose “Start”:".to_owned(),
            Composed::LINK.to_owned(),
            format!("Not answered yet:\n{}", open.join("\n")),
            "If a colleague should answer, open the link and choose “Hand this to a colleague”. If you prefer a spreadsheet, you find one there too.".to_owned(),
            format!("If something keeps you from answering, or this is not for you, tell {}.", self.asker),
        ];
        paragraphs.join("\n\n")
    }

    /// To whoever is told. Brings no link: they see the plan by their own account or ask the office.
    fn further(&self, name: &str) -> String {
        let (due, lead) = (day(self.found.round.due_on), &self.found.request.lead.words);
        let open: Vec<String> = self.open().into_iter().map(line).collect();
        let paragraphs = [
            format!("Dear {name},"),
            format!("{lead} has not answered “{}” on the plan “{}”. The answer was due on {due}. {} was asked, and reminded since.", self.found.round.title, self.found.plan.head.title, self.found.pass.name),
            format!("Not answered:\n{}", open.join("\n")),
            "A word from you may help. You get this letter once for each lead and round, because you are named as the one to be told.".to_owned(),
            format!("If you have a question, ask {}.", self.asker),
        ];
        paragraphs.join("\n\n")
    }

    /// The actions that are not answered yet.
    fn open(&self) -> Vec<&RecordedAction> {
        let actions = asked_about(&self.found.plan, &self.found.request.lead, &[]);
        actions.into_iter().filter(|action| !self.about.answered.contains(&action.id)).collect()
    }

    fn days_left(&self) -> String {
        match self.today.until(self.found.round.due_on).map(|span| span.get_days()) {
            Ok(0) => ", today".to_owned(),
            Ok(1) => ", tomorrow".to_owned(),
            Ok(days) if days > 1 => format!(", in {days} days"),
            _ => String::new(),
        }
    }
}
