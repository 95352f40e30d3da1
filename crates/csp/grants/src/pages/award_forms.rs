//! Adding an award with the parts that are held back, and changing what is said of it.

use concordat_kernel::{Id, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, At, Editing, Errors, Reader,
    conflict::Question,
    parts::{Button, Choice, Details, Html, Shell},
};

use super::{
    beneath_award, beneath_fund,
    desk::Desk,
    questions::{Ask, count, date, maybe_date, money, set_date},
    settled,
    sheet::{Form, Sheet},
};
use crate::{
    Award, AwardTerms, Fund, NewAward, NewPot, PotRule,
    actions::{ADD_AWARD, CHANGE_AWARD},
    store::{self, About},
    urls,
};

const DATES: &[&str] =
    &["from-day", "to-day", "confirmed_on-day", "pot_opens_on-day", "pot2_opens_on-day", "pot3_opens_on-day"];

const QUESTIONS: &[Question] = &[
    Question { name: "label", label: "Year or phase", boxes: &["label"] },
    Question { name: "from", label: "First day", boxes: &["from-day", "from-month", "from-year"] },
    Question { name: "to", label: "Last day", boxes: &["to-day", "to-month", "to-year"] },
    Question { name: "conditions", label: "Conditions", boxes: &["conditions"] },
    Question { name: "repayment", label: "Repayment", boxes: &["repayment"] },
    Question {
        name: "confirmed_on",
        label: "Confirmed on",
        boxes: &["confirmed_on-day", "confirmed_on-month", "confirmed_on-year"],
    },
    Question { name: "reference", label: "Letter or minute", boxes: &["reference"] },
];

/// The parts that the form has room for, by the beginning of their fields' names.
const POTS: [&str; 3] = ["pot", "pot2", "pot3"];

pub(super) async fn new(reader: Reader, At(id): At<Id<Fund>>) -> Answer {
    Desk::to_do(&reader, ADD_AWARD, About::Fund(id)).await?;
    let fund = store::fund(reader.store(), &reader.ctx, id).await?.fund;
    let shell = beneath_fund(&reader, "Add an award", &fund);
    adding(shell, id, &Answers::default(), &Errors::none()).answer()
}

pub(super) async fn add(reader: Reader, At(id): At<Id<Fund>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, ADD_AWARD, About::Fund(id)).await?;
    let fund = store::fund(reader.store(), &reader.ctx, id).await?.fund;
    let mut errors = Errors::none();
    let new = NewAward {
        fund: id,
        amount: money(&answers, "amount", "Enter how much is given in all.", &mut errors),
        terms: terms(&answers, reader.ctx.clock.today(), &mut errors),
        pots: POTS.iter().filter_map(|name| pot(&answers, name, &mut errors)).collect(),
    };
    if errors.is_empty() {
        let added = store::add_award(reader.store(), &reader.ctx, new).await;
        if let Some(award) = settled(&mut errors, added)? {
            return reader.done(urls::award(award), "The award is added.");
        }
    }
    adding(beneath_fund(&reader, "Add an award", &fund), id, &answers, &errors).answer()
}

pub(super) async fn edit(reader: Reader, At(id): At<Id<Award>>) -> Answer {
    Desk::to_do(&reader, CHANGE_AWARD, About::Award(id)).await?;
    let award = store::award(reader.store(), &reader.ctx, id).await?.award;
    let editing = editing(&award);
    let shell = beneath_award(&reader, "Change what is said of this award", &award);
    changing(shell, &editing, &editing.now, &editing.now, &Errors::none()).answer()
}

pub(super) async fn change(reader: Reader, At(id): At<Id<Award>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, CHANGE_AWARD, About::Award(id)).await?;
    let award = store::award(reader.store(), &reader.ctx, id).await?.award;
    let editing = editing(&award);
    let answers = match editing.settle(&reader, &answers) {
        Ok(answers) => answers,
        Err(page) => return *page,
    };
    let mut errors = Errors::none();
    let new = terms(&answers, reader.ctx.clock.today(), &mut errors);
    if errors.is_empty() {
        let changed = store::change_award(reader.store(), &reader.ctx, id, new, editing.version).await;
        if settled(&mut errors, changed)?.is_some() {
            return reader.done(urls::award(id), "The award is changed.");
        }
    }
    let shell = beneath_award(&reader, "Change what is said of this award", &award);
    changing(shell, &editing, &answers, &editing.was(&answers), &errors).answer()
}

fn terms(answers: &Answers, today: Date, errors: &mut Errors) -> AwardTerms {
    AwardTerms {
        label: answers.get("label").to_owned(),
        from: date(answers, "from", "The first day", today, errors),
        to: date(answers, "to", "The last day", today, errors),
        conditions: answers.get("conditions").to_owned(),
        repayment: answers.get("repayment").to_owned(),
        confirmed_on: maybe_date(answers, "confirmed_on", "The day it was confirmed", errors),
        reference: answers.get("reference").to_owned(),
    }
}

/// A part that is held back; none when its name and amount are empty.
fn pot(answers: &Answers, name: &str, errors: &mut Errors) -> Option<NewPot> {
    let field = |part: &str| format!("{name}_{part}");
    if answers.some(name).is_none() && answers.some(&field("amount")).is_none() {
        return None;
    }
    let amount = money(answers, &field("amount"), "Enter how much is held back.", errors);
    let (part, whole) = (count(answers, &field("part"), errors), count(answers, &field("whole"), errors));
    let share = match (part, whole) {
        (None, None) => None,
        (Some(part), Some(whole)) => u32::try_from(part).ok().zip(u32::try_from(whole).ok()).or(Some((0, 0))),
        _ => Some((0, 0)),
    };
    if share.is_some_and(|(part, whole)| part == 0 || part > whole) {
        errors.add(field("part"), "Enter the share as two numbers, such as 1 of 3, or leave both empty.");
    }
    let rule = PotRule::from_word(answers.get(&field("rule")));
    if rule.is_none() {
        errors.add(field("rule"), "Choose what opens this part.");
    }
    let opens_on = maybe_date(answers, &field("opens_on"), "The day it opens", errors);
    let rule = rule.unwrap_or(PotRule::FunderDecides);
    Some(NewPot { name: answers.get(name).to_owned(), amount, share, rule, opens_on })
}

fn editing<'a>(award: &Award) -> Editing<'a> {
    let said = &award.said;
    let mut now = Answers::from_pairs([
        ("label", said.label.as_str()),
        ("conditions", &said.conditions),
        ("repayment", &said.repayment),
        ("reference", &said.reference),
    ]);
    set_date(&mut now, "from", Some(said.from));
    set_date(&mut now, "to", Some(said.to));
    set_date(&mut now, "confirmed_on", said.confirmed_on);
    Editing::new(QUESTIONS, award.version, now, urls::award(award.id))
}

fn terms_fields(form: Form, ask: Ask<'_>) -> Form {
    form.field(ask.date("from", "First day"))
        .field(ask.date("to", "Last day").hint("What is not spent by then goes back. For example, 31 3 2027"))
        .field(ask.text("conditions", "Conditions (optional)"))
        .field(ask.text("repayment", "What has to be paid back, and when? (optional)"))
        .field(ask.date("confirmed_on", "When did the funder confirm it? (optional)"))
        .field(ask.line("reference", "Letter or minute that says so (optional)"))
}

fn pot_fields(ask: Ask<'_>, name: &str) -> Html {
    let field = |part: &str| format!("{name}_{part}");
    let rules = PotRule::ALL.iter().map(|rule| Choice::new(rule.word(), rule.title()));
    Html::spaced([
        Html::from(
            ask.line(name, "What is the part called? (optional)")
                .hint("Leave empty when nothing is held back"),
        ),
        ask.money(&field("amount"), "How much is held back, as the funder states it?").into(),
        ask.count(&field("part"), "Its share: how many parts (optional)").hint("For a third, 1").into(),
        ask.count(&field("whole"), "Of how many (optional)").hint("For a third, 3").into(),
        ask.radios(&field("rule"), "What opens it?", rules).into(),
        ask.date(&field("opens_on"), "The day, where it is held back until a day").into(),
    ])
}

pub(super) fn adding(shell: Shell, fund: Id<Fund>, typed: &Answers, errors: &Errors) -> Sheet {
    let sheet = Sheet::new(shell).errors(errors, DATES);
    let ask = Ask { typed, errors };
    let form = Form::new(sheet.shell(), Button::new("Add the award").once())
        .field(ask.line("label", "Which year or phase?").hint("Such as 2022/23"))
        .field(
            ask.money("amount", "How much is given in all, held-back parts included?")
                .hint("It enters the ledger and is not changed by an edit"),
        );
    let mut more = Details::new(
        "More parts are held back",
        Html::spaced(POTS[1..].iter().map(|name| pot_fields(ask, name))),
    );
    if POTS[1..].iter().any(|name| typed.some(name).is_some()) {
        more = more.open();
    }
    let form = terms_fields(form, ask).field(pot_fields(ask, POTS[0])).field(more).cancel(urls::fund(fund));
    sheet.piece(form)
}

fn changing(shell: Shell, editing: &Editing<'_>, typed: &Answers, was: &Answers, errors: &Errors) -> Sheet {
    let sheet = Sheet::new(shell).errors(errors, DATES);
    let ask = Ask { typed, errors };
    let mut form = Form::new(sheet.shell(), Button::new("Save changes").once())
        .field(ask.line("label", "Year or phase"))
        .cancel(editing.cancel.clone());
    for (name, value) in editing.carried(was) {
        form = form.hide(name, value);
    }
    let form = terms_fields(form, ask);
    sheet.piece(form)
}
