//! What happens to a bid: a decision of a step, more time, its business case, and taking it back.

use concordat_kernel::{Id, Money, Ref};
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{Button, Choice, Shell},
};

use super::{
    beneath_award, bids,
    desk::Desk,
    questions::{Ask, chosen, date, dated, maybe_money, version},
    settled,
    sheet::{Form, Sheet},
    words,
};
use crate::{
    Bid, NewDecision, NewExtension, Pot, Verdict,
    actions::{DECIDE_BID, EXTEND_BID, WITHDRAW_BID},
    rules::{chain, ledger::Place},
    store::{self, About, AwardFile, BidFile},
    urls,
};

pub(super) async fn decision(reader: Reader, At(id): At<Id<Bid>>) -> Answer {
    Desk::to_do(&reader, DECIDE_BID, About::Bid(id)).await?;
    let (file, award) = found(&reader, id).await?;
    let mut typed = dated("on", reader.ctx.clock.today());
    if let Some(decided) = reader.quotable(&Ref::to(id)).await? {
        typed.set("minute", decided.decision.to_string());
    }
    let shell = beneath_award(&reader, "Write down a decision", &file.award);
    deciding(shell, &file, &award, &typed, &Errors::none()).answer()
}

/// Two who decide about the last pound take turns; the second is told what is free and what is missing.
pub(super) async fn decide(reader: Reader, At(id): At<Id<Bid>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, DECIDE_BID, About::Bid(id)).await?;
    let mut errors = Errors::none();
    let verdict = Verdict::from_word(answers.get("verdict"));
    if verdict.is_none() {
        errors.add("verdict", "Choose what was decided.");
    }
    let new = NewDecision {
        verdict: verdict.unwrap_or(Verdict::Refused),
        amount: maybe_money(&answers, "amount", &mut errors),
        person: answers.get("person").to_owned(),
        on: date(&answers, "on", "The day", reader.ctx.clock.today(), &mut errors),
        minute: answers.get("minute").to_owned(),
        note: answers.get("note").to_owned(),
        pot: chosen::<Pot>(&answers, "pot"),
    };
    if errors.is_empty() {
        let decided = store::decide_bid(reader.store(), &reader.ctx, id, new, version(&answers)).await;
        if settled(&mut errors, decided)?.is_some() {
            return reader.done(urls::bid(id), "The decision is written down.");
        }
    }
    let (file, award) = found(&reader, id).await?;
    let shell = beneath_award(&reader, "Write down a decision", &file.award);
    deciding(shell, &file, &award, &answers, &errors).answer()
}

async fn found(reader: &Reader, id: Id<Bid>) -> concordat_kernel::Result<(BidFile, AwardFile)> {
    let file = store::bid(reader.store(), &reader.ctx, id).await?;
    let award = store::award(reader.store(), &reader.ctx, file.award.id).await?;
    Ok((file, award))
}

pub(super) fn deciding(
    shell: Shell,
    file: &BidFile,
    award: &AwardFile,
    typed: &Answers,
    errors: &Errors,
) -> Sheet {
    let before = chain::agreed_so_far(&file.bid, &file.decisions);
    let free = award.recorded.ledger.total(Place::Available);
    let step = bids::step(file).map_or_else(
        || "The fund had no chain of approval on the day this bid was made.".to_owned(),
        |step| format!("This is the step at which {} {}.", step.who, step.does),
    );
    let sheet = Sheet::new(shell).errors(errors, &["on-day"]).caption(&*file.bid.said.title).says([
        step,
        format!(
            "The bid asks for {}; {before} is agreed so far. {free} of the up-front part is free.",
            file.bid.said.amount
        ),
    ]);
    let ask = Ask { typed, errors };
    let verdicts = Verdict::ALL.iter().map(|verdict| Choice::new(verdict.word(), verdict.title()));
    let mut form = Form::new(sheet.shell(), Button::new("Write it down").once())
        .hide("version", file.bid.version)
        .field(ask.radios("verdict", "What was decided?", verdicts))
        .field(
            ask.money("amount", "How much? (optional)")
                .hint("Only where less is agreed than was asked, or than the step before agreed"),
        )
        .field(ask.line("person", "Who decided?"))
        .field(ask.date("on", "On which day?"))
        .field(
            ask.line("minute", "Which minute or letter says so? (optional)")
                .hint("In words, or as kind/number of a record here"),
        )
        .field(ask.text("note", "Anything else (optional)"));
    if file.project.is_none() && !award.pots.is_empty() {
        let ledger = &award.recorded.ledger;
        let pots = award.pots.iter().map(|pot| {
            let open: Money = ledger.balance(Place::Open, Some(pot.id.uuid()));
            (pot.id.to_string(), format!("{}, of which {open} is open", pot.said.name))
        });
        let up_front = (String::new(), format!("The up-front part, of which {free} is free"));
        form = form.field(ask.select("pot", "Which part pays?", std::iter::once(up_front).chain(pots)));
    }
    sheet.piece(form.cancel(urls::bid(file.bid.id)))
}

pub(super) async fn leaving(reader: Reader, At(id): At<Id<Bid>>) -> Answer {
    Desk::to_do(&reader, WITHDRAW_BID, About::Bid(id)).await?;
    let file = store::bid(reader.store(), &reader.ctx, id).await?;
    let shell = beneath_award(&reader, "Withdraw this bid", &file.award);
    withdrawing(shell, &file, &Answers::default(), &Errors::none()).answer()
}

pub(super) async fn withdraw(reader: Reader, At(id): At<Id<Bid>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, WITHDRAW_BID, About::Bid(id)).await?;
    let mut errors = Errors::none();
    let because = answers.get("because");
    let done = store::withdraw_bid(reader.store(), &reader.ctx, id, because, version(&answers)).await;
    if settled(&mut errors, done)?.is_some() {
        return reader.done(urls::bid(id), "The bid is withdrawn.");
    }
    let file = store::bid(reader.store(), &reader.ctx, id).await?;
    let shell = beneath_award(&reader, "Withdraw this bid", &file.award);
    withdrawing(shell, &file, &answers, &errors).answer()
}

pub(super) fn withdrawing(shell: Shell, file: &BidFile, typed: &Answers, errors: &Errors) -> Sheet {
    let sheet = Sheet::new(shell)
        .errors(errors, &[])
        .caption(&*file.bid.said.title)
        .says(["What was set aside for it becomes free again. The bid stays in the record."]);
    let ask = Ask { typed, errors };
    let form = Form::new(sheet.shell(), Button::new("Withdraw this bid").warning().once())
        .hide("version", file.bid.version)
        .field(ask.text("because", "Why is it withdrawn?"))
        .cancel(urls::bid(file.bid.id));
    sheet.piece(form)
}

pub(super) async fn longer(reader: Reader, At(id): At<Id<Bid>>) -> Answer {
    Desk::to_do(&reader, EXTEND_BID, About::Bid(id)).await?;
    let file = store::bid(reader.store(), &reader.ctx, id).await?;
    let typed = dated("agreed_on", reader.ctx.clock.today());
    let shell = beneath_award(&reader, "Give more time", &file.award);
    extending(shell, &file, &typed, &Errors::none()).answer()
}

pub(super) async fn extend(reader: Reader, At(id): At<Id<Bid>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, EXTEND_BID, About::Bid(id)).await?;
    let today = reader.ctx.clock.today();
    let mut errors = Errors::none();
    let new = NewExtension {
        due: date(&answers, "due", "The new day", today, &mut errors),
        agreed_by: answers.get("agreed_by").to_owned(),
        agreed_on: date(&answers, "agreed_on", "The day it was agreed", today, &mut errors),
        because: answers.get("because").to_owned(),
        reference: answers.get("reference").to_owned(),
    };
    if errors.is_empty() {
        let done = store::extend_bid(reader.store(), &reader.ctx, id, new, version(&answers)).await;
        if settled(&mut errors, done)?.is_some() {
            return reader.done(urls::bid(id), "There is more time for the business case.");
        }
    }
    let file = store::bid(reader.store(), &reader.ctx, id).await?;
    extending(beneath_award(&reader, "Give more time", &file.award), &file, &answers, &errors).answer()
}

pub(super) fn extending(shell: Shell, file: &BidFile, typed: &Answers, errors: &Errors) -> Sheet {
    let due = words::maybe_day(file.bid.said.case_due);
    let sheet = Sheet::new(shell)
        .errors(errors, &["due-day", "agreed_on-day"])
        .caption(&*file.bid.said.title)
        .says([format!("The business case is due so far: {due}.")]);
    let ask = Ask { typed, errors };
    let form = Form::new(sheet.shell(), Button::new("Give more time").once())
        .hide("version", file.bid.version)
        .field(ask.date("due", "When is the business case due now?"))
        .field(ask.line("agreed_by", "Who agreed?"))
        .field(ask.date("agreed_on", "When did they agree?"))
        .field(ask.text("because", "Why? (optional)"))
        .field(ask.line("reference", "Letter or minute (optional)"))
        .cancel(urls::bid(file.bid.id));
    sheet.piece(form)
}

pub(super) async fn receive(reader: Reader, At(id): At<Id<Bid>>, answers: Answers) -> Answer {
    let mut errors = Errors::none();
    let on = date(&answers, "on", "The day it came", reader.ctx.clock.today(), &mut errors);
    Desk::to_do(&reader, EXTEND_BID, About::Bid(id)).await?;
    if let Some((_, sentence)) = errors.iter().next() {
        return Err(concordat_kernel::Refusal::rule(sentence).into());
    }
    store::receive_case(reader.store(), &reader.ctx, id, on, version(&answers)).await?;
    reader.done(urls::bid(id), "The business case is received.")
}
