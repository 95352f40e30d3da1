//! Giving money back, with its letter.

use concordat_kernel::{Id, Money};
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{Button, Shell},
};

use super::{
    award::title,
    beneath_award,
    desk::Desk,
    questions::{Ask, date, dated, maybe_money},
    settled,
    sheet::{Form, Sheet},
};
use crate::{
    Award,
    actions::RETURN,
    rules::ledger::Place,
    store::{self, About, AwardFile, GiveBack},
    urls,
};

pub(super) async fn ask(reader: Reader, At(id): At<Id<Award>>) -> Answer {
    Desk::to_do(&reader, RETURN, About::Award(id)).await?;
    let file = store::award(reader.store(), &reader.ctx, id).await?;
    let mut typed = dated("on", reader.ctx.clock.today());
    // What no project holds stands in the boxes already: it is what goes back at the end of an award.
    let free = file.recorded.ledger.total(Place::Available);
    typed.set("up_front", free.plain());
    for (field, amount) in of_pots(&file) {
        typed.set(field, amount.plain());
    }
    view(beneath_award(&reader, "Give money back", &file.award), &file, &typed, &Errors::none()).answer()
}

pub(super) async fn give(reader: Reader, At(id): At<Id<Award>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, RETURN, About::Award(id)).await?;
    let file = store::award(reader.store(), &reader.ctx, id).await?;
    let mut errors = Errors::none();
    let new = GiveBack {
        on: date(&answers, "on", "The day", reader.ctx.clock.today(), &mut errors),
        up_front: maybe_money(&answers, "up_front", &mut errors).unwrap_or_default(),
        pots: file
            .pots
            .iter()
            .zip(of_pots(&file))
            .filter_map(|(pot, (field, _))| Some((pot.id, maybe_money(&answers, &field, &mut errors)?)))
            .filter(|(_, amount)| !amount.is_zero())
            .collect(),
        letter: answers.get("letter").to_owned(),
        because: answers.get("because").to_owned(),
    };
    let sum: Money = new.pots.iter().map(|(_, amount)| *amount).chain([new.up_front]).sum();
    if errors.is_empty() && !sum.is_positive() {
        errors.add("up_front", "Enter how much goes back: more than £0 in all.");
    }
    if errors.is_empty() {
        let given = store::give_back(reader.store(), &reader.ctx, id, &new).await;
        if settled(&mut errors, given)?.is_some() {
            return reader.done(urls::award(id), "The money is given back.");
        }
    }
    view(beneath_award(&reader, "Give money back", &file.award), &file, &answers, &errors).answer()
}

/// A field for each pot, and what of it nobody holds.
fn of_pots(file: &AwardFile) -> Vec<(String, Money)> {
    let ledger = &file.recorded.ledger;
    let free = |of| ledger.balance(Place::Held, of) + ledger.balance(Place::Open, of);
    file.pots.iter().enumerate().map(|(n, pot)| (format!("pot{n}"), free(Some(pot.id.uuid())))).collect()
}

pub(super) fn view(shell: Shell, file: &AwardFile, typed: &Answers, errors: &Errors) -> Sheet {
    let sheet = Sheet::new(shell).errors(errors, &["on-day"]).caption(title(file)).says([
        "Only what no project holds can go back. Complete or cancel a project first to make what it does not need free.",
    ]);
    let ask = Ask { typed, errors };
    let free = file.recorded.ledger.total(Place::Available);
    let mut form = Form::new(sheet.shell(), Button::new("Give it back").warning().once()).field(
        ask.money("up_front", "How much of the up-front part?")
            .hint(format!("{free} of it is with no project")),
    );
    for (pot, (field, free)) in file.pots.iter().zip(of_pots(file)) {
        let label = format!("How much of {}?", pot.said.name);
        form = form.field(ask.money(&field, label).hint(format!("{free} of it is with no project")));
    }
    let form = form
        .field(ask.line("letter", "Which letter goes with it?").hint("Its date and reference"))
        .field(ask.text("because", "Why does it go back? (optional)"))
        .field(ask.date("on", "On which day?"))
        .cancel(urls::award(file.award.id));
    sheet.piece(form)
}
