//! Drawing the paper on an item from the record, for those who will read it.

use concordat_kernel::{Error, Id, Ref, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    between::{Drawable, Occasion, Readers},
    parts::{Html, InsetText, Radios, Shell},
};

use super::{
    answers::{some, text},
    form::FormPage,
    parts::item_title,
    samples,
    write_paper::{Found, found},
};
use crate::{Item, NewDrawing, draw_paper, urls};

/// For what it is drawn: a paper on an open item is for anybody.
fn occasion(found: &Found) -> Occasion {
    let meeting = &found.file.meeting;
    Occasion {
        group: meeting.group.uuid(),
        meeting: Ref::to(meeting.id),
        on: meeting.plan.held_on,
        readers: if found.item.said.closed.is_some() { Readers::Members } else { Readers::Anybody },
    }
}

/// The form: which paper.
pub(crate) async fn ask(reader: Reader, At(id): At<Id<Item>>) -> Answer {
    let found = found(&reader, id).await?;
    let choices = reader.app.drawable(&reader.ctx, &occasion(&found)).await?;
    let drawn = found.paper.as_ref().and_then(|paper| paper.drawn.as_ref());
    let answers = Answers::from_pairs(drawn.map(|drawn| ("from", word(&drawn.kind, &drawn.of))));
    let today = reader.ctx.clock.today();
    draw(reader.shell(TITLE), &found, &choices, today, &answers, &Errors::none()).answer()
}

/// Draws it.
pub(crate) async fn save(reader: Reader, At(id): At<Id<Item>>, answers: Answers) -> Answer {
    let found = found(&reader, id).await?;
    let occasion = occasion(&found);
    let choices = reader.app.drawable(&reader.ctx, &occasion).await?;
    let mut errors = Errors::none();
    match choices.iter().find(|one| word(one.kind, &one.of) == answers.get("from")) {
        None => errors.add("from", "Choose the paper to draw."),
        Some(Drawable { kind, of, .. }) => {
            let paper = reader.app.draw(&reader.ctx, &occasion, (kind, of)).await?;
            let new = NewDrawing {
                from: ((*kind).to_owned(), of.clone()),
                readers: occasion.readers,
                paper: paper.ok_or(Refusal::NotFound)?,
                late_reason: some(&answers, "late_reason"),
            };
            let version = answers.get("version").parse().unwrap_or_default();
            let saved = draw_paper(reader.store(), &reader.ctx, id, new, version).await;
            if matches!(saved, Err(Error::Refusal(Refusal::Conflict))) {
                errors.add("", CHANGED);
            } else if errors.take(saved)?.is_some() {
                return reader.done(urls::paper(id), "The paper is drawn from the record");
            }
        }
    }
    draw(reader.shell(TITLE), &found, &choices, reader.ctx.clock.today(), &answers, &errors).answer()
}

const TITLE: &str = "Draw the paper from the record";

const CHANGED: &str = "Somebody changed the item or its paper meanwhile. Nothing was drawn. Look at the paper, then choose \
                       again if it is still to be drawn.";

/// A choice as the form sends it: `plan-progress:plan/ID`.
fn word(kind: &str, of: &Ref) -> String {
    format!("{kind}:{of}")
}

fn draw(
    shell: Shell,
    found: &Found,
    choices: &[Drawable],
    today: concordat_kernel::jiff::civil::Date,
    answers: &Answers,
    errors: &Errors,
) -> FormPage {
    let closed = found.item.said.closed.is_some();
    let version = found.paper.as_ref().map_or(0, |paper| paper.version);
    let late = found.file.conduct.last_day().is_some_and(|last| today > last.on);
    let mut intro = vec![Html::from(format!("On item {}.", item_title(&found.item)))];
    intro.push(Html::from(match closed {
        true => "The item is restricted. Its paper is drawn from what members of the group may read: Official-Sensitive, not for publication.",
        false => "The item is open, and anybody may read its paper once the agenda is published. It is drawn from what is public already, and from nothing else.",
    }));
    intro
        .push("The text says as of when it was drawn. It can be changed afterwards, and drawn again.".into());
    let page = FormPage::new(shell, "Draw the paper", urls::meeting(found.file.meeting.id))
        .errors(errors)
        .intro(intro)
        .hidden("version", version)
        .field_if(found.paper.is_some(), || {
            InsetText::new("There is a paper on this item. Its subject, summary and text are replaced; what else it says stays.")
                .into()
        });
    if choices.is_empty() {
        return page
            .field(InsetText::new("There is nothing in the record that could be drawn for this item."));
    }
    page.field(
        Radios::new("from", "Which paper?")
            .items(choices.iter().map(|one| (word(one.kind, &one.of), one.title.clone())))
            .chosen(answers.get("from"))
            .error_if(errors.get("from")),
    )
    .field_if(late, || {
        text("late_reason", "The chair’s reason for taking it late", 3, answers, errors)
            .hint("The last day for papers has passed")
            .into()
    })
}

pub(crate) fn samples() -> Vec<(&'static str, FormPage)> {
    let file = samples::file();
    let thing = Ref { kind: "plan".into(), id: concordat_kernel::AnyId::from_u128(9) };
    let choices = [
        Drawable { kind: "plan-progress", of: thing.clone(), title: "Progress of the <plan>".into() },
        Drawable {
            kind: "previous-minutes",
            of: thing,
            title: "Minutes of the meeting of 4 March 2027".into(),
        },
    ];
    let day = concordat_kernel::jiff::civil::Date::constant(2027, 3, 17);
    let (Some(open), Some(closed)) = (file.items.get(1).cloned(), file.items.last().cloned()) else {
        return Vec::new();
    };
    let mut errors = Errors::none();
    errors.add("from", "Choose the paper to draw.");
    let paper = file.papers.first().cloned();
    let again = Found { file: file.clone(), item: open, paper };
    let closed = Found { file, item: closed, paper: None };
    let (shell, none) = (samples::shell, Errors::none());
    vec![
        (
            "paper, drawing again, with errors",
            draw(shell(TITLE), &again, &choices, day, &Answers::default(), &errors),
        ),
        (
            "paper, drawing for members",
            draw(shell(TITLE), &closed, &choices, day, &Answers::default(), &none),
        ),
        ("paper, nothing to draw", draw(shell(TITLE), &closed, &[], day, &Answers::default(), &none)),
    ]
}
