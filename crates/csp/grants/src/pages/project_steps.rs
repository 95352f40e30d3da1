//! What happens to a project: it begins, orders, is matched, is completed with evidence or given up.

use concordat_kernel::{Error, Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{Button, Choice, Shell},
};

use super::{
    beneath_award,
    desk::Desk,
    questions::{Ask, chosen, date, dated, money, version},
    settled,
    sheet::{Form, Sheet},
    words,
};
use crate::{
    Finish, Match, MatchForm, NewMatch, NewOrder, Order, Project,
    actions::{ADD_PROJECT, CHANGE_PROJECT, FINISH, MATCH, ORDER},
    rules::ledger::Place,
    store::{self, About, ProjectFile},
    urls,
};

/// A form on a project's page that was filled wrongly is answered with the sentence alone.
fn refuse_first(errors: &Errors) -> Result<(), Error> {
    errors.iter().next().map_or(Ok(()), |(_, sentence)| Err(Refusal::rule(sentence).into()))
}

pub(super) async fn start(reader: Reader, At(id): At<Id<Project>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, CHANGE_PROJECT, About::Project(id)).await?;
    let mut errors = Errors::none();
    let on = date(&answers, "start", "The day it began", reader.ctx.clock.today(), &mut errors);
    refuse_first(&errors)?;
    store::start_project(reader.store(), &reader.ctx, id, on, version(&answers)).await?;
    reader.done(urls::project(id), "The project has begun.")
}

pub(super) async fn approving(reader: Reader, At(id): At<Id<Project>>) -> Answer {
    Desk::to_do(&reader, ADD_PROJECT, About::Project(id)).await?;
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    let typed = dated("on", reader.ctx.clock.today());
    approve_form(beneath_award(&reader, APPROVE, &file.award), &file, &typed, &Errors::none()).answer()
}

pub(super) async fn approve(reader: Reader, At(id): At<Id<Project>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, ADD_PROJECT, About::Project(id)).await?;
    let mut errors = Errors::none();
    let on = date(&answers, "on", "The day", reader.ctx.clock.today(), &mut errors);
    if errors.is_empty() {
        let reference = answers.get("reference");
        let approved = store::approve_project(reader.store(), &reader.ctx, id, on, reference).await;
        if settled(&mut errors, approved)?.is_some() {
            return reader.done(urls::project(id), "The money is approved.");
        }
    }
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    approve_form(beneath_award(&reader, APPROVE, &file.award), &file, &answers, &errors).answer()
}

pub(super) const APPROVE: &str = "Approve what is set aside";

pub(super) fn approve_form(shell: Shell, file: &ProjectFile, typed: &Answers, errors: &Errors) -> Sheet {
    let waiting = file.balance(Place::Allocated);
    let sheet = Sheet::new(shell)
        .errors(errors, &["on-day"])
        .caption(&*file.project.said.title)
        .says([format!("{waiting} is set aside for this project and waits to be approved.")]);
    let ask = Ask { typed, errors };
    let form = Form::new(sheet.shell(), Button::new("Approve it").once())
        .field(ask.line("reference", "Which letter or minute approves it?"))
        .field(ask.date("on", "On which day was it approved?"))
        .cancel(urls::project(file.project.id));
    sheet.piece(form)
}

pub(super) async fn close_order(reader: Reader, At(id): At<Id<Project>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, ORDER, About::Project(id)).await?;
    let mut errors = Errors::none();
    let on = date(&answers, "on", "The day", reader.ctx.clock.today(), &mut errors);
    refuse_first(&errors)?;
    let order = chosen::<Order>(&answers, "order").ok_or(Refusal::NotFound)?;
    store::close_order(reader.store(), &reader.ctx, order, on).await?;
    reader.done(urls::project(id), "The order is closed.")
}

pub(super) async fn ordering(reader: Reader, At(id): At<Id<Project>>) -> Answer {
    Desk::to_do(&reader, ORDER, About::Project(id)).await?;
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    let typed = dated("on", reader.ctx.clock.today());
    order_form(beneath_award(&reader, "Place an order", &file.award), &file, &typed, &Errors::none()).answer()
}

pub(super) async fn order(reader: Reader, At(id): At<Id<Project>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, ORDER, About::Project(id)).await?;
    let mut errors = Errors::none();
    let new = NewOrder {
        on: date(&answers, "on", "The day", reader.ctx.clock.today(), &mut errors),
        supplier: answers.get("supplier").to_owned(),
        reference: answers.get("reference").to_owned(),
        amount: money(&answers, "amount", "Enter how much is ordered.", &mut errors),
    };
    if errors.is_empty() {
        let placed = store::place_order(reader.store(), &reader.ctx, id, new).await;
        if settled(&mut errors, placed)?.is_some() {
            return reader.done(urls::project(id), "The order is placed.");
        }
    }
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    order_form(beneath_award(&reader, "Place an order", &file.award), &file, &answers, &errors).answer()
}

fn order_form(shell: Shell, file: &ProjectFile, typed: &Answers, errors: &Errors) -> Sheet {
    let free = file.balance(Place::Approved);
    let sheet = Sheet::new(shell)
        .errors(errors, &["on-day"])
        .caption(&*file.project.said.title)
        .says([format!("{free} is approved and not yet committed.")]);
    let ask = Ask { typed, errors };
    let form = Form::new(sheet.shell(), Button::new("Place the order").once())
        .field(ask.line("supplier", "Of whom is it ordered?"))
        .field(ask.line("reference", "What is the number of the order? (optional)"))
        .field(ask.money("amount", "For how much?"))
        .field(ask.date("on", "On which day?"))
        .cancel(urls::project(file.project.id));
    sheet.piece(form)
}

pub(super) async fn matching(reader: Reader, At(id): At<Id<Project>>) -> Answer {
    Desk::to_do(&reader, MATCH, About::Project(id)).await?;
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    let shell = beneath_award(&reader, "Add match funding", &file.award);
    match_form(shell, &file, &Answers::default(), &Errors::none()).answer()
}

pub(super) async fn promise_match(reader: Reader, At(id): At<Id<Project>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, MATCH, About::Project(id)).await?;
    let mut errors = Errors::none();
    let form = MatchForm::from_word(answers.get("form"));
    if form.is_none() {
        errors.add("form", "Choose whether it comes in cash or in kind.");
    }
    let new = NewMatch {
        from: answers.get("from").to_owned(),
        form: form.unwrap_or(MatchForm::Cash),
        promised: money(&answers, "promised", "Enter how much is promised.", &mut errors),
        note: answers.get("note").to_owned(),
    };
    if errors.is_empty() {
        let added = store::add_match(reader.store(), &reader.ctx, id, new).await;
        if settled(&mut errors, added)?.is_some() {
            return reader.done(urls::project(id), "The match funding is added.");
        }
    }
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    match_form(beneath_award(&reader, "Add match funding", &file.award), &file, &answers, &errors).answer()
}

fn match_form(shell: Shell, file: &ProjectFile, typed: &Answers, errors: &Errors) -> Sheet {
    let sheet = Sheet::new(shell).errors(errors, &[]).caption(&*file.project.said.title);
    let ask = Ask { typed, errors };
    let forms = MatchForm::ALL.iter().map(|form| Choice::new(form.word(), form.title()));
    let form = Form::new(sheet.shell(), Button::new("Add it").once())
        .field(ask.line("from", "Who puts it in?"))
        .field(ask.radios("form", "In what form?", forms))
        .field(ask.money("promised", "How much do they promise?").hint("What comes in kind is valued"))
        .field(ask.text("note", "Anything else (optional)"))
        .cancel(urls::project(file.project.id));
    sheet.piece(form)
}

pub(super) async fn receiving(reader: Reader, At(id): At<Id<Project>>) -> Answer {
    Desk::to_do(&reader, MATCH, About::Project(id)).await?;
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    let typed = dated("on", reader.ctx.clock.today());
    let shell = beneath_award(&reader, "Match funding came", &file.award);
    received_form(shell, &file, &typed, &Errors::none()).answer()
}

pub(super) async fn receive_match(reader: Reader, At(id): At<Id<Project>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, MATCH, About::Project(id)).await?;
    let mut errors = Errors::none();
    let matched = chosen::<Match>(&answers, "match");
    if matched.is_none() {
        errors.add("match", "Choose whose money came.");
    }
    let amount = money(&answers, "amount", "Enter how much came.", &mut errors);
    let on = date(&answers, "on", "The day", reader.ctx.clock.today(), &mut errors);
    if let Some(matched) = matched.filter(|_| errors.is_empty()) {
        let received = store::receive_match(reader.store(), &reader.ctx, matched, amount, on).await;
        if settled(&mut errors, received)?.is_some() {
            return reader.done(urls::project(id), "The match funding is written down.");
        }
    }
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    received_form(beneath_award(&reader, "Match funding came", &file.award), &file, &answers, &errors)
        .answer()
}

fn received_form(shell: Shell, file: &ProjectFile, typed: &Answers, errors: &Errors) -> Sheet {
    let sheet = Sheet::new(shell).errors(errors, &["on-day"]).caption(&*file.project.said.title);
    let ask = Ask { typed, errors };
    let promises = file.matches.iter().map(|one| {
        let said = &one.said;
        let form = said.form.title().to_lowercase();
        (one.id.to_string(), format!("{}, {form}: {} promised", said.from, said.promised))
    });
    let form = Form::new(sheet.shell(), Button::new("Write it down").once())
        .field(ask.select("match", "Whose money came?", promises))
        .field(ask.money("amount", "How much came?"))
        .field(ask.date("on", "On which day?"))
        .cancel(urls::project(file.project.id));
    sheet.piece(form)
}

pub(super) async fn ending(reader: Reader, At(id): At<Id<Project>>) -> Answer {
    Desk::to_do(&reader, FINISH, About::Project(id)).await?;
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    let typed = dated("on", reader.ctx.clock.today());
    let shell = beneath_award(&reader, "Complete this project", &file.award);
    finish_form(shell, &file, &typed, &Errors::none()).answer()
}

pub(super) async fn finish(reader: Reader, At(id): At<Id<Project>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, FINISH, About::Project(id)).await?;
    let mut errors = Errors::none();
    let new = Finish {
        on: date(&answers, "on", "The day", reader.ctx.clock.today(), &mut errors),
        evidence: answers.get("evidence").to_owned(),
        variance: answers.get("variance").to_owned(),
        evaluation: answers.get("evaluation").to_owned(),
    };
    if errors.is_empty() {
        let done = store::finish_project(reader.store(), &reader.ctx, id, new, version(&answers)).await;
        if settled(&mut errors, done)?.is_some() {
            return reader
                .done(urls::project(id), "The project is complete. What it did not need is free again.");
        }
    }
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    let shell = beneath_award(&reader, "Complete this project", &file.award);
    finish_form(shell, &file, &answers, &errors).answer()
}

pub(super) fn finish_form(shell: Shell, file: &ProjectFile, typed: &Answers, errors: &Errors) -> Sheet {
    let said = &file.project.said;
    let spent = file.balance(Place::Spent);
    let sheet = Sheet::new(shell).errors(errors, &["on-day"]).caption(&*said.title).says([format!(
        "{spent} is spent; {} was allocated. Variance: {}.",
        words::maybe_money(said.planned),
        words::variance(said.planned, spent)
    )]);
    let ask = Ask { typed, errors };
    let form = Form::new(sheet.shell(), Button::new("Complete it").once())
        .hide("version", file.project.version)
        .field(ask.text("evidence", "What shows that it was delivered?"))
        .field(
            ask.text("variance", "Why is its cost not its allocation?").hint("Needed where the two differ"),
        )
        .field(ask.text("evaluation", "What was found when it was looked back on? (optional)"))
        .field(ask.date("on", "On which day was it complete?"))
        .cancel(urls::project(file.project.id));
    sheet.piece(form)
}

pub(super) async fn giving_up(reader: Reader, At(id): At<Id<Project>>) -> Answer {
    Desk::to_do(&reader, FINISH, About::Project(id)).await?;
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    let typed = dated("on", reader.ctx.clock.today());
    let shell = beneath_award(&reader, "Cancel this project", &file.award);
    cancel_form(shell, &file, &typed, &Errors::none()).answer()
}

pub(super) async fn cancel(reader: Reader, At(id): At<Id<Project>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, FINISH, About::Project(id)).await?;
    let mut errors = Errors::none();
    let on = date(&answers, "on", "The day", reader.ctx.clock.today(), &mut errors);
    if errors.is_empty() {
        let because = answers.get("because");
        let done =
            store::cancel_project(reader.store(), &reader.ctx, id, on, because, version(&answers)).await;
        if settled(&mut errors, done)?.is_some() {
            return reader
                .done(urls::project(id), "The project is cancelled. What it had not spent is free again.");
        }
    }
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    cancel_form(beneath_award(&reader, "Cancel this project", &file.award), &file, &answers, &errors).answer()
}

fn cancel_form(shell: Shell, file: &ProjectFile, typed: &Answers, errors: &Errors) -> Sheet {
    let sheet = Sheet::new(shell)
        .errors(errors, &["on-day"])
        .caption(&*file.project.said.title)
        .says(["What it has not spent becomes free again. The project stays in the record."]);
    let ask = Ask { typed, errors };
    let form = Form::new(sheet.shell(), Button::new("Cancel this project").warning().once())
        .hide("version", file.project.version)
        .field(ask.text("because", "Why is it cancelled?"))
        .field(ask.date("on", "From which day?"))
        .cancel(urls::project(file.project.id));
    sheet.piece(form)
}
