//! Claims of a project: made, decided and paid. One above what remains is refused with the sums.

use concordat_kernel::{Id, Money};
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{Button, Choice, Shell, SummaryList, TextInput},
};

use super::{
    beneath_award,
    desk::Desk,
    questions::{Ask, chosen, count, date, dated, money, version},
    settled,
    sheet::{Form, Sheet},
    words,
};
use crate::{
    Claim, ClaimState, NewClaim, Order, Project,
    actions::{ADD_CLAIM, DECIDE_CLAIM, PAY},
    rules::claim as rule,
    store::{self, About, ProjectFile},
    urls,
};

pub(super) async fn new(reader: Reader, At(id): At<Id<Project>>) -> Answer {
    Desk::to_do(&reader, ADD_CLAIM, About::Project(id)).await?;
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    let mut typed = dated("on", reader.ctx.clock.today());
    typed.set("claimant", &*file.project.said.provider);
    claiming(beneath_award(&reader, "Make a claim", &file.award), &file, &typed, &Errors::none()).answer()
}

pub(super) async fn add(reader: Reader, At(id): At<Id<Project>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, ADD_CLAIM, About::Project(id)).await?;
    let mut errors = Errors::none();
    let new = read(&answers, reader.ctx.clock.today(), &mut errors);
    if errors.is_empty() {
        let added = store::add_claim(reader.store(), &reader.ctx, id, new).await;
        if let Some(claim) = settled(&mut errors, added)? {
            return reader.done(urls::claim(claim), "The claim is made.");
        }
    }
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    claiming(beneath_award(&reader, "Make a claim", &file.award), &file, &answers, &errors).answer()
}

/// What was typed as a claim.
pub(super) fn read(
    answers: &Answers,
    today: concordat_kernel::jiff::civil::Date,
    errors: &mut Errors,
) -> NewClaim {
    let quantity = count(answers, "quantity", errors);
    let price = answers.some("price").map(str::parse);
    if let Some(Err(_)) = price {
        errors.add("price", "Enter what one costs in pounds, such as 1.55625.");
    }
    let price = price.and_then(Result::ok);
    if quantity.is_some() != price.is_some() && errors.get("price").is_none() {
        errors.add("price", "Enter both how many and what one costs, or neither.");
    }
    NewClaim {
        on: date(answers, "on", "The day", today, errors),
        claimant: answers.get("claimant").to_owned(),
        reference: answers.get("reference").to_owned(),
        amount: money(answers, "amount", "Enter how much is claimed.", errors),
        made_of: quantity.zip(price),
        order: chosen::<Order>(answers, "order"),
    }
}

fn remains(file: &ProjectFile) -> Money {
    let approved = file.balance(crate::rules::ledger::Place::Approved);
    rule::left(approved, &file.orders, &file.claims, None).remaining()
}

pub(super) fn claiming(shell: Shell, file: &ProjectFile, typed: &Answers, errors: &Errors) -> Sheet {
    let sheet = Sheet::new(shell)
        .errors(errors, &["on-day"])
        .caption(&*file.project.said.title)
        .says([format!("{} remains to be claimed without an order.", remains(file))]);
    let orders = file.orders.iter().filter(|order| order.remaining.is_positive()).map(|order| {
        let said = &order.said;
        let words = format!("{} {}, of which {} is open", said.supplier, said.reference, order.remaining);
        (order.id.to_string(), words)
    });
    let orders: Vec<_> = std::iter::once((String::new(), "No order".to_owned())).chain(orders).collect();
    let ask = Ask { typed, errors };
    let form = Form::new(sheet.shell(), Button::new("Make the claim").once()).field(claimant(ask));
    let form = questions(form, ask);
    let form = if orders.len() > 1 {
        form.field(ask.select("order", "Which order does it belong to?", orders))
    } else {
        form
    };
    sheet.piece(form.cancel(urls::project(file.project.id)))
}

/// Who is to be paid, where it is not known.
pub(super) fn claimant(ask: Ask<'_>) -> TextInput {
    ask.line("claimant", "Who is to be paid?")
}

/// The other questions of a claim, for whoever makes it.
pub(super) fn questions(form: Form, ask: Ask<'_>) -> Form {
    form.field(ask.money("amount", "How much?"))
        .field(ask.line("reference", "What is the number of the invoice?"))
        .field(ask.date("on", "When was it made?"))
        .field(ask.count("quantity", "How many, where the amount is a number at a price? (optional)"))
        .field(
            ask.money("price", "What does one cost? (optional)")
                .hint("May be finer than a penny, such as 1.55625. The amount is rounded once."),
        )
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Claim>>) -> Answer {
    let claim = store::claim(reader.store(), &reader.ctx, id).await?;
    let mut typed = dated("on", reader.ctx.clock.today());
    typed.set("version", claim.version.to_string());
    draw(&reader, &claim, &typed, &Errors::none()).await
}

async fn draw(reader: &Reader, claim: &Claim, typed: &Answers, errors: &Errors) -> Answer {
    let file = store::project(reader.store(), &reader.ctx, claim.project).await?;
    let desk = Desk::at(reader, About::Claim(claim.id)).await?;
    let shell = beneath_award(reader, format!("Claim {}", claim.said.reference), &file.award);
    view(shell, &file, claim, typed, errors, (desk.may(DECIDE_CLAIM), desk.may(PAY))).answer()
}

pub(super) fn view(
    shell: Shell,
    file: &ProjectFile,
    claim: &Claim,
    typed: &Answers,
    errors: &Errors,
    (may_decide, may_pay): (bool, bool),
) -> Sheet {
    let said = &claim.said;
    let project = &file.project;
    let order = file.orders.iter().find(|order| Some(order.id) == said.order);
    let made_of = match said.made_of.and_then(|(many, price)| Some((many, price, price.times(many)?))) {
        Some((many, price, extended)) if extended.rounding == 0 => format!("{many} at {price}, exactly"),
        Some((many, price, _)) => format!("{many} at {price}, rounded to the penny once"),
        None => "Not recorded".to_owned(),
    };
    let facts = SummaryList::new()
        .row(("State", words::claim_tag(claim.state)))
        .row(("Amount", said.amount.to_string()))
        .row(("How it was made", made_of))
        .row(("Who is to be paid", &said.claimant))
        .row(("Claimed on", words::day(said.on)))
        .row(("Order", order.map_or("None", |order| &order.said.supplier)))
        .row(("Decided on", words::maybe_day(claim.decided_on)))
        .row(("Why", words::text_or_none(&claim.because)))
        .row(("Paid on", words::maybe_day(claim.paid_on)));
    let sheet = Sheet::new(shell)
        .errors(errors, &["on-day"])
        .caption(&*project.said.title)
        .piece(facts)
        .says([concordat_web::parts::Html::link(&urls::project(project.id), "The project")]);
    let ask = Ask { typed, errors };
    match claim.state {
        ClaimState::Waiting if may_decide => {
            let verdicts = [
                Choice::new(ClaimState::Accepted.word(), "Accept it, to be paid"),
                Choice::new(ClaimState::Refused.word(), "Refuse it"),
            ];
            let form = Form::new(sheet.shell(), Button::new("Decide").once())
                .to(urls::at(urls::DECIDE_CLAIM, claim.id))
                .hide("version", claim.version)
                .field(ask.radios("verdict", "What about this claim?", verdicts))
                .field(
                    ask.text("because", "Why? (needed where it is refused)")
                        .hint("Whoever claimed by a link is told it by letter and reads it there"),
                );
            sheet.section("decide", "Decide", form)
        }
        ClaimState::Accepted if may_pay => {
            let form = Form::new(sheet.shell(), Button::new("Pay it").once())
                .to(urls::at(urls::PAY_CLAIM, claim.id))
                .hide("version", claim.version)
                .field(ask.date("on", "On which day is it paid?"));
            sheet.section("pay", "Pay", form)
        }
        _ => sheet,
    }
}

pub(super) async fn decide(reader: Reader, At(id): At<Id<Claim>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, DECIDE_CLAIM, About::Claim(id)).await?;
    let mut errors = Errors::none();
    match ClaimState::from_word(answers.get("verdict")) {
        None => errors.add("verdict", "Choose whether the claim is accepted or refused."),
        Some(verdict) => {
            let because = answers.get("because");
            let decided =
                store::decide_claim(reader.store(), &reader.ctx, id, verdict, because, version(&answers))
                    .await;
            if settled(&mut errors, decided)?.is_some() {
                return reader.done(urls::claim(id), "The claim is decided.");
            }
        }
    }
    let claim = store::claim(reader.store(), &reader.ctx, id).await?;
    draw(&reader, &claim, &answers, &errors).await
}

pub(super) async fn pay(reader: Reader, At(id): At<Id<Claim>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, PAY, About::Claim(id)).await?;
    let mut errors = Errors::none();
    let on = date(&answers, "on", "The day", reader.ctx.clock.today(), &mut errors);
    if errors.is_empty() {
        let paid = store::pay_claim(reader.store(), &reader.ctx, id, on, version(&answers)).await;
        if settled(&mut errors, paid)?.is_some() {
            return reader.done(urls::claim(id), "The claim is paid.");
        }
    }
    let claim = store::claim(reader.store(), &reader.ctx, id).await?;
    draw(&reader, &claim, &answers, &errors).await
}
