//! One part that is held back: its rule, what an outside party said about it, and writing down what it says next.

use concordat_kernel::{Id, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, cells,
    parts::{Button, Choice, Html, Shell, SummaryList, Table},
};

use super::{
    award::{entries, rule, title},
    beneath_award,
    desk::Desk,
    questions::{Ask, date, dated, maybe_date},
    settled,
    sheet::{Form, Sheet},
    words,
};
use crate::{
    NewPotEvent, Pot, PotState,
    actions::SAY_POT,
    rules::{ledger::Place, pot::explain},
    store::{self, About, AwardFile},
    urls,
};

const DATES: &[&str] = &["on-day", "told_on-day"];

pub(super) async fn show(reader: Reader, At(id): At<Id<Pot>>) -> Answer {
    let (file, pot) = found(&reader, id).await?;
    let desk = Desk::at(&reader, About::Pot(id)).await?;
    let today = reader.ctx.clock.today();
    let (typed, none) = (dated("on", today), Errors::none());
    let form = desk.may(SAY_POT).then_some((&typed, &none));
    let shell = beneath_award(&reader, &pot.said.name, &file.award);
    view(shell, &file, &pot, today, form).answer()
}

pub(super) async fn say(reader: Reader, At(id): At<Id<Pot>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, SAY_POT, About::Pot(id)).await?;
    let today = reader.ctx.clock.today();
    let mut errors = Errors::none();
    let state = PotState::from_word(answers.get("state"));
    if state.is_none() {
        errors.add("state", "Choose what was said.");
    }
    let event = NewPotEvent {
        state: state.unwrap_or(PotState::Locked),
        on: date(&answers, "on", "The day from which it holds", today, &mut errors),
        told_on: maybe_date(&answers, "told_on", "The day the partnership was told", &mut errors),
        made_by: answers.get("made_by").to_owned(),
        reference: answers.get("reference").to_owned(),
        note: answers.get("note").to_owned(),
    };
    if errors.is_empty() {
        let said = store::say_pot(reader.store(), &reader.ctx, id, event).await;
        if settled(&mut errors, said)?.is_some() {
            return reader.done(urls::pot(id), "What was said is written down.");
        }
    }
    let (file, pot) = found(&reader, id).await?;
    let shell = beneath_award(&reader, &pot.said.name, &file.award);
    view(shell, &file, &pot, today, Some((&answers, &errors))).answer()
}

async fn found(reader: &Reader, id: Id<Pot>) -> concordat_kernel::Result<(AwardFile, Pot)> {
    let pot = store::pot(reader.store(), &reader.ctx, id).await?;
    Ok((store::award(reader.store(), &reader.ctx, pot.award).await?, pot))
}

pub(super) fn view(
    shell: Shell,
    file: &AwardFile,
    pot: &Pot,
    today: Date,
    form: Option<(&Answers, &Errors)>,
) -> Sheet {
    let ledger = &file.recorded.ledger;
    let of = Some(pot.id.uuid());
    let balance =
        |place: Place| Html::link(&entries(file.award.id, place, of), ledger.balance(place, of).to_string());
    let facts = SummaryList::new()
        .row(("State today", words::pot_tag(pot.state_on(today))))
        .row(("Why", Html::stacked(explain(pot, today, &file.before))))
        .row(("Rule", rule(pot)))
        .row(("Amount", pot.said.amount.to_string()))
        .row(("Still held back", balance(Place::Held)))
        .row(("Open and not allocated", balance(Place::Open)));
    let mut sheet = Sheet::new(shell).caption(title(file)).piece(facts);
    if let Some(rounding) = words::rounding(&pot.said, file.award.amount) {
        sheet = sheet.says([rounding]);
    }
    sheet = if pot.events.is_empty() {
        sheet.section("said", "What was said", Html::paragraphs(["Nobody has said anything about it yet."]))
    } else {
        let table = Table::new("What was said")
            .caption_hidden()
            .columns(["From", "State", "Who said so", "Letter or minute", "Told on", "Note"])
            .rows(pot.events.iter().rev().map(|event| {
                let said = &event.said;
                cells![
                    words::day(said.on),
                    words::pot_tag(said.state),
                    &said.made_by,
                    &said.reference,
                    words::maybe_day(said.told_on),
                    words::text_or_none(&said.note)
                ]
            }));
        sheet.section("said", "What was said", table)
    };
    let Some((typed, errors)) = form else { return sheet };
    let sheet = sheet.errors(errors, DATES);
    let ask = Ask { typed, errors };
    let states = [
        Choice::new(PotState::Opened.word(), "It is opened"),
        Choice::new(PotState::Closed.word(), "It is closed"),
        Choice::new(PotState::Locked.word(), "It is locked again"),
    ];
    let form = Form::new(sheet.shell(), Button::new("Write it down").once())
        .field(ask.radios("state", "What was said?", states))
        .field(ask.date("on", "From which day does it hold?"))
        .field(ask.date("told_on", "When was the partnership told? (optional)"))
        .field(
            ask.line("made_by", "Who said so?").hint("The outside party, such as the commissioner’s office"),
        )
        .field(ask.line("reference", "Which letter or minute says so?"))
        .field(ask.text("note", "Anything else (optional)").hint("Such as “with immediate effect”"));
    sheet.section("say", "The funder said something new", form)
}
