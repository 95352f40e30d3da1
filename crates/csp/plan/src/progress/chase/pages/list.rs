//! The chase list of a round.

use concordat_kernel::{Id, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, At, Reader, cells,
    parts::{BackLink, Button, Colour, Html, InsetText, Shell, SummaryList, Table, Tag},
};

use super::super::{
    rules::{self, Tone},
    store::{self, Chased, Holder, List},
    urls,
};
use crate::{
    pages::{self, words},
    progress::{
        letter::day,
        model::{Pass, Round, Standing},
        pages::sheet::{Form, Sheet},
        urls as progress_urls,
    },
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Round>>) -> Answer {
    let list = store::list(reader.store(), &reader.ctx, id).await?;
    let back = BackLink::new(progress_urls::round(id)).text("Back to the round");
    let shell = pages::shell(&reader, TITLE).back(back).wide().mark("Official-Sensitive");
    drawn(shell, &list, Show::read(reader.query.get("show"))).answer()
}

pub(super) const TITLE: &str = "Who has not answered";

pub(super) async fn send(reader: Reader, At(id): At<Id<Round>>, answers: Answers) -> Answer {
    let shown: Vec<(Id<Pass>, i64)> = answers
        .all("to")
        .iter()
        .filter_map(|to| {
            let (pass, number) = to.split_once(' ')?;
            Some((Id::from_uuid(pass.parse().ok()?), number.parse().ok()?))
        })
        .collect();
    let sent = store::send(reader.store(), &reader.ctx, id, Some(&shown)).await?;
    let notice = match sent.reminders {
        0 => "No reminder is due any more: somebody else sent them, or the answers came.".to_owned(),
        n => format!("{} on the way.", words::count_first(n, "reminder is", "reminders are")),
    };
    reader.done(urls::chase(id), &notice)
}

/// Which leads are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Show {
    All,
    Never,
    Missed,
    Undelivered,
    Nobody,
}

impl Show {
    const EACH: [(Self, &'static str, &'static str); 5] = [
        (Self::All, "", "All who have not answered"),
        (Self::Never, "never", "Never answered any round"),
        (Self::Missed, "missed", "Missed this round or more in a row"),
        (Self::Undelivered, "undelivered", "A letter did not arrive"),
        (Self::Nobody, "nobody", "Nobody to ask"),
    ];

    fn read(word: &str) -> Self {
        Self::EACH.iter().find(|(_, known, _)| *known == word).map_or(Self::All, |(show, ..)| *show)
    }

    fn takes(self, chased: &Chased) -> bool {
        match self {
            Self::All => true,
            Self::Never => !chased.past.ever,
            Self::Missed => chased.past.missed > 0,
            Self::Undelivered => chased.holders.iter().any(|holder| holder.undelivered),
            Self::Nobody => chased.holders.iter().all(|holder| holder.out),
        }
    }
}

pub(super) fn drawn(shell: Shell, list: &List, show: Show) -> Sheet {
    let (round, open) = (&list.round, list.round.closed_at.is_none());
    let days = match list.today.until(round.due_on).map(|span| span.get_days()) {
        _ if !open => "The round is closed".to_owned(),
        Ok(0) => "Today".to_owned(),
        Ok(days) if days > 0 => format!(
            "{}, in {}",
            day(round.due_on),
            words::count(usize::try_from(days).unwrap_or(0), "day", "days")
        ),
        Ok(days) => format!(
            "{}, {} ago",
            day(round.due_on),
            words::count(usize::try_from(-days).unwrap_or(0), "day", "days")
        ),
        Err(_) => day(round.due_on),
    };
    let told = list
        .told
        .as_ref()
        .map_or_else(|| "Nobody".to_owned(), |told| format!("{}, {}", told.name, told.email));
    let facts = SummaryList::new()
        .row(("Answered", format!("{} of {}", list.asked - list.silent.len(), list.asked)))
        .row(("Answers by", days))
        .row((
            "Told when a lead stays silent",
            Html::spaced([
                Html::from(told),
                Html::link(
                    &urls::further(round.id),
                    Html::spaced([Html::from("Change"), Html::hidden("who is told")]),
                ),
            ]),
        ));
    let sheet = Sheet::new(shell).caption(format!("{}, {}", list.plan.title, round.title)).piece(facts);
    if list.silent.is_empty() {
        return sheet.piece(InsetText::new("Every lead has answered."));
    }
    let sheet = if open { due(sheet, list) } else { sheet };
    let choices = Show::EACH.iter().map(|(one, word, words)| {
        let count = list.silent.iter().filter(|chased| one.takes(chased)).count();
        let words = format!("{words} ({count})");
        let href = if word.is_empty() {
            urls::chase(round.id)
        } else {
            format!("{}?show={word}", urls::chase(round.id))
        };
        if *one == show { Html::from(words) } else { Html::link(&href, words) }
    });
    let shown: Vec<&Chased> = list.silent.iter().filter(|chased| show.takes(chased)).collect();
    let sheet = sheet.section("leads", "Leads", Html::bullets(choices.collect::<Vec<_>>()));
    if shown.is_empty() {
        return sheet.says(["No lead is among them."]);
    }
    let rows: Vec<Vec<Html>> = shown.iter().flat_map(|chased| rows(chased, list.today)).collect();
    sheet.piece(
        Table::new("Leads that have not answered, those first who never did")
            .columns([
                "Lead",
                "Answers so far",
                "Who is asked",
                "Last letter",
                "Link last used",
                "Next reminder",
            ])
            .row_headers()
            .rows(rows)
            .scroll_wide(),
    )
}

/// Those who are reminded today, and the button that does it.
fn due(sheet: Sheet, list: &List) -> Sheet {
    let due: Vec<(&Chased, &Holder, rules::Step)> = list.due().collect();
    if due.is_empty() {
        let why = if rules::is_weekend(list.today) {
            "No reminder goes out at the weekend."
        } else {
            "No reminder is due today."
        };
        return sheet.section("due", "Reminders due", Html::paragraphs([why]));
    }
    let rows: Vec<Vec<Html>> = due
        .iter()
        .map(|(chased, holder, step)| {
            let copied = match (&list.told, step.tone) {
                (Some(told), Tone::Further) if chased.told_on.is_none() => {
                    format!("{}, and {} is told", sound(step.tone), told.name)
                }
                _ => sound(step.tone).to_owned(),
            };
            cells![holder.pass.name.as_str(), chased.request.lead.words.as_str(), copied]
        })
        .collect();
    let table = Table::new("Who would be reminded now")
        .caption_hidden()
        .columns(["To", "Lead", "Reminder"])
        .row_headers()
        .rows(rows);
    let mut form = Form::new(sheet.shell(), Button::new("Send the reminders that are due").once())
        .to(urls::send(list.round.id));
    for (_, holder, step) in &due {
        form = form.hide("to", format!("{} {}", holder.pass.id, step.number));
    }
    sheet
        .section("due", "Reminders due", Html::paragraphs(["They also go out by themselves on working days, where the program sends mail. Each is sent once."]))
        .piece(table)
        .piece(form)
}

fn sound(tone: Tone) -> &'static str {
    match tone {
        Tone::Friendly => "First, friendly",
        Tone::Soon => "Second, the last days",
        Tone::Overdue => "Third, overdue",
        Tone::Further => "Last, plain",
    }
}

/// A row for everybody who can answer for a lead, and one for a lead for which nobody can.
fn rows(chased: &Chased, today: Date) -> Vec<Vec<Html>> {
    let lead = || Html::from(chased.request.lead.words.as_str());
    let told = chased.told_on.as_deref().map(|on| Html::from(format!("Told further {}", words::moment(on))));
    let so_far = so_far(chased, told, today);
    if chased.holders.is_empty() {
        let nobody = Tag::new(Colour::Red, "Nobody to ask");
        return vec![cells![lead(), so_far, nobody, "", "", ""]];
    }
    let mut so_far = Some(so_far);
    chased.holders.iter().map(|holder| row(lead(), so_far.take().unwrap_or_default(), holder)).collect()
}

fn row(lead: Html, so_far: Html, holder: &Holder) -> Vec<Html> {
    let pass = &holder.pass;
    let out = holder.out.then(|| "Not reminded: handed on, or the link is stopped".to_owned());
    let who = Html::stacked([Some(pass.name.clone()), Some(pass.email.clone()), out].into_iter().flatten());
    let letter = match rules::step(holder.written.number) {
        Some(step) => format!("{}: {}", day(holder.written.on), sound(step.tone).to_lowercase()),
        None => format!("{}: the request", day(holder.written.on)),
    };
    let lost = holder.undelivered.then(|| Html::from(Tag::new(Colour::Red, "Did not arrive")));
    let next = match (&holder.due, holder.next) {
        (Some(_), _) => "Today".to_owned(),
        (None, Some(on)) => day(on),
        (None, None) => "None".to_owned(),
    };
    cells![
        lead,
        so_far,
        who,
        Html::stacked([Some(Html::from(letter)), lost].into_iter().flatten()),
        pass.last_used_at.as_deref().map_or_else(|| "Never".to_owned(), words::moment),
        next
    ]
}

fn so_far(chased: &Chased, told: Option<Html>, today: Date) -> Html {
    let past = &chased.past;
    let ever = match (past.ever, past.missed) {
        (false, _) => Tag::new(Colour::Red, "Never answered"),
        (true, 0) => Tag::new(Colour::Blue, "There is time"),
        (true, 1) => Tag::new(Colour::Yellow, "Missed 1 round"),
        (true, n) => Tag::new(Colour::Orange, format!("Missed {n} rounds in a row")),
    };
    let begun = (chased.request.standing == Standing::Begun).then(|| Html::from("Begun, not complete"));
    let since = (past.oldest < today).then(|| Html::from(format!("Waiting since {}", day(past.oldest))));
    Html::stacked([Some(Html::from(ever)), begun, since, told].into_iter().flatten())
}
