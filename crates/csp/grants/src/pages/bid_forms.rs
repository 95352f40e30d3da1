//! The short form for a bid, and changing a bid before its approval begins.

use concordat_kernel::{Id, Money};
use concordat_web::{
    Aim, AimKind, Answer, Answers, At, Editing, Errors, Reader,
    conflict::Question,
    parts::{Button, Shell},
};

use super::{
    beneath_award,
    desk::Desk,
    questions::{Ask, maybe_date, maybe_money, money, set_date},
    settled,
    sheet::{Form, Sheet},
};
use crate::{
    Award, Bid, CostLine, NewBid, Promise,
    actions::{ADD_BID, CHANGE_BID},
    rules,
    store::{self, About, BidFile},
    urls,
};

const DATES: &[&str] = &["case_due-day"];

const QUESTIONS: &[Question] = &[
    Question { name: "title", label: "Title", boxes: &["title"] },
    Question { name: "purpose", label: "What it is for", boxes: &["purpose"] },
    Question { name: "priority", label: "Priority", boxes: &["priority"] },
    Question { name: "action", label: "Action", boxes: &["action"] },
    Question { name: "applicant", label: "Who asks", boxes: &["applicant"] },
    Question { name: "area", label: "Where", boxes: &["area"] },
    Question { name: "amount", label: "Amount", boxes: &["amount"] },
    Question { name: "match_cash", label: "Match funding in cash", boxes: &["match_cash"] },
    Question { name: "match_kind", label: "Match funding in kind", boxes: &["match_kind"] },
    Question { name: "match_from", label: "Who puts it in", boxes: &["match_from"] },
    Question {
        name: "case_due",
        label: "Business case due",
        boxes: &["case_due-day", "case_due-month", "case_due-year"],
    },
    Question { name: "costs", label: "What it is made of", boxes: &["costs"] },
    Question { name: "outputs", label: "What it promises", boxes: &["outputs"] },
    Question { name: "goods", label: "Goods it promises", boxes: &["goods"] },
];

pub(super) async fn new(reader: Reader, At(id): At<Id<Award>>) -> Answer {
    Desk::to_do(&reader, ADD_BID, About::Award(id)).await?;
    let award = store::award(reader.store(), &reader.ctx, id).await?.award;
    let aims = reader.app.aims(&reader.ctx).await?;
    let shell = beneath_award(&reader, "Make a bid", &award);
    adding(shell, &award, &aims, &Answers::default(), &Errors::none()).answer()
}

pub(super) async fn add(reader: Reader, At(id): At<Id<Award>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, ADD_BID, About::Award(id)).await?;
    let award = store::award(reader.store(), &reader.ctx, id).await?.award;
    let aims = reader.app.aims(&reader.ctx).await?;
    let mut errors = Errors::none();
    let new = read(&answers, &aims, None, &mut errors);
    if errors.is_empty() {
        let added = store::add_bid(reader.store(), &reader.ctx, id, new).await;
        if let Some(bid) = settled(&mut errors, added)? {
            return reader.done(urls::bid(bid), "The bid is made.");
        }
    }
    adding(beneath_award(&reader, "Make a bid", &award), &award, &aims, &answers, &errors).answer()
}

pub(super) async fn edit(reader: Reader, At(id): At<Id<Bid>>) -> Answer {
    Desk::to_do(&reader, CHANGE_BID, About::Bid(id)).await?;
    let file = store::bid(reader.store(), &reader.ctx, id).await?;
    let aims = reader.app.aims(&reader.ctx).await?;
    let editing = editing(&file.bid, &aims);
    let shell = beneath_award(&reader, "Change this bid", &file.award);
    changing(shell, &editing, &aims, &editing.now, &editing.now, &Errors::none()).answer()
}

pub(super) async fn change(reader: Reader, At(id): At<Id<Bid>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, CHANGE_BID, About::Bid(id)).await?;
    let BidFile { bid, award, .. } = store::bid(reader.store(), &reader.ctx, id).await?;
    let aims = reader.app.aims(&reader.ctx).await?;
    let editing = editing(&bid, &aims);
    let answers = match editing.settle(&reader, &answers) {
        Ok(answers) => answers,
        Err(page) => return *page,
    };
    let mut errors = Errors::none();
    let new = read(&answers, &aims, Some(&bid), &mut errors);
    if errors.is_empty() {
        let changed = store::change_bid(reader.store(), &reader.ctx, id, new, editing.version).await;
        if settled(&mut errors, changed)?.is_some() {
            return reader.done(urls::bid(id), "The bid is changed.");
        }
    }
    let shell = beneath_award(&reader, "Change this bid", &award);
    changing(shell, &editing, &aims, &answers, &editing.was(&answers), &errors).answer()
}

fn read(answers: &Answers, aims: &[Aim], former: Option<&Bid>, errors: &mut Errors) -> NewBid {
    let aim = |name: &str, was: Option<&String>| {
        let typed = answers.some(name)?;
        let known =
            aims.iter().any(|aim| aim.thing.to_string() == typed) || was.is_some_and(|was| was == typed);
        known.then(|| typed.to_owned())
    };
    NewBid {
        title: answers.get("title").to_owned(),
        purpose: answers.get("purpose").to_owned(),
        priority: aim("priority", former.and_then(|bid| bid.said.priority.as_ref())),
        action: aim("action", former.and_then(|bid| bid.said.action.as_ref())),
        applicant: answers.get("applicant").to_owned(),
        // Asked nowhere on the form: the body of whoever asks stays as it was imported.
        body: former.and_then(|bid| bid.said.body),
        area: answers.get("area").to_owned(),
        amount: money(answers, "amount", "Enter how much is asked for.", errors),
        match_cash: maybe_money(answers, "match_cash", errors).unwrap_or_default(),
        match_kind: maybe_money(answers, "match_kind", errors).unwrap_or_default(),
        match_from: answers.get("match_from").to_owned(),
        case_due: maybe_date(answers, "case_due", "The day the business case is due", errors),
        costs: answers.lines("costs").iter().filter_map(|line| cost(line, errors)).collect(),
        outputs: [("outputs", false), ("goods", true)]
            .into_iter()
            .flat_map(|(name, goods)| answers.lines(name).into_iter().map(move |line| (name, goods, line)))
            .filter_map(|(name, goods, line)| promise(name, goods, &line, errors))
            .collect(),
    }
}

/// `Stickers: 400 at 1.55625`
fn cost(line: &str, errors: &mut Errors) -> Option<CostLine> {
    let read = line.rsplit_once(':').and_then(|(item, rest)| {
        let (quantity, price) = rest.split_once(" at ")?;
        let quantity = quantity.trim().replace(',', "").parse().ok()?;
        Some(CostLine { item: item.trim().to_owned(), quantity, price: price.trim().parse().ok()? })
    });
    if read.is_none() {
        let wrong = format!(
            "“{line}” does not say what, how many and at what price. Write it like “Stickers: 400 at 1.55625”."
        );
        errors.add("costs", wrong);
    }
    read
}

/// `25 people trained`
fn promise(name: &str, goods: bool, line: &str, errors: &mut Errors) -> Option<Promise> {
    let read = line.split_once(' ').and_then(|(number, what)| {
        let promised = number.replace(',', "").parse().ok()?;
        Some(Promise { name: what.trim().to_owned(), goods, promised: Some(promised) })
    });
    if read.is_none() {
        errors
            .add(name, format!("“{line}” does not begin with a number. Write it like “25 people trained”."));
    }
    read
}

fn editing<'a>(bid: &Bid, aims: &[Aim]) -> Editing<'a> {
    let said = &bid.said;
    let lines = |goods: bool| {
        let promised = said.outputs.iter().filter(|output| output.goods == goods);
        let lines: Vec<String> = promised
            .map(|output| format!("{} {}", output.promised.unwrap_or_default(), output.name))
            .collect();
        lines.join("\n")
    };
    let costs: Vec<String> =
        said.costs.iter().map(|cost| format!("{}: {} at {}", cost.item, cost.quantity, cost.price)).collect();
    let maybe = |amount: Money| if amount.is_zero() { String::new() } else { amount.plain() };
    let mut now = Answers::from_pairs([
        ("title", said.title.clone()),
        ("purpose", said.purpose.clone()),
        ("priority", said.priority.clone().unwrap_or_default()),
        ("action", said.action.clone().unwrap_or_default()),
        ("applicant", said.applicant.clone()),
        ("area", said.area.clone()),
        ("amount", said.amount.plain()),
        ("match_cash", maybe(said.match_cash)),
        ("match_kind", maybe(said.match_kind)),
        ("match_from", said.match_from.clone()),
        ("costs", costs.join("\n")),
        ("outputs", lines(false)),
        ("goods", lines(true)),
    ]);
    set_date(&mut now, "case_due", said.case_due);
    let options = [AimKind::Priority, AimKind::Action]
        .into_iter()
        .flat_map(|kind| aim_options(aims, kind, None))
        .collect();
    Editing::new(QUESTIONS, bid.version, now, urls::bid(bid.id)).options(options)
}

/// Priorities or actions to choose from, with the one chosen before even where its plan no longer runs.
pub(super) fn aim_options(aims: &[Aim], kind: AimKind, chosen: Option<&str>) -> Vec<(String, String)> {
    let mut options = vec![(String::new(), "None".to_owned())];
    options.extend(aims.iter().filter(|aim| aim.kind == kind).map(|aim| {
        let number = if aim.number.is_empty() { String::new() } else { format!("{} ", aim.number) };
        (aim.thing.to_string(), format!("{number}{}", aim.title))
    }));
    if let Some(chosen) = chosen.filter(|chosen| rules::reference(chosen).is_some())
        && !options.iter().any(|(word, _)| word == chosen)
    {
        options.push((chosen.to_owned(), "As chosen before, in a plan that no longer runs".to_owned()));
    }
    options
}

fn questions(form: Form, ask: Ask<'_>, aims: &[Aim]) -> Form {
    let of = |name: &str, kind| aim_options(aims, kind, ask.typed.some(name));
    form.field(ask.line("title", "What is the project called?"))
        .field(ask.text("purpose", "What is the money for?"))
        .field(ask.select("priority", "Which priority does it serve?", of("priority", AimKind::Priority)))
        .field(ask.select("action", "Which action does it serve?", of("action", AimKind::Action)))
        .field(ask.line("applicant", "Which organisation asks?"))
        .field(ask.line("area", "Where? (optional)"))
        .field(ask.money("amount", "How much?"))
        .field(ask.money("match_cash", "Match funding in cash (optional)"))
        .field(ask.money("match_kind", "Match funding in kind, valued (optional)"))
        .field(ask.line("match_from", "Who puts in the match funding? (optional)"))
        .field(
            ask.text("costs", "What is it made of? (optional)").hint(
                "One on each line, like “Stickers: 400 at 1.55625”. A price may be finer than a penny.",
            ),
        )
        .field(
            ask.text("outputs", "What does it promise? (optional)")
                .hint("One on each line, the number first, like “25 people trained”"),
        )
        .field(ask.text("goods", "Which goods does it promise? (optional)").hint(
            "Goods are handed out, and some may be left in stock. One on each line, like “40 dummy cameras”.",
        ))
        .field(ask.date("case_due", "By when does the business case come? (optional)"))
}

pub(super) fn adding(shell: Shell, award: &Award, aims: &[Aim], typed: &Answers, errors: &Errors) -> Sheet {
    let sheet = Sheet::new(shell)
        .errors(errors, DATES)
        .caption(format!("To award {}", award.said.label))
        .says(["No money moves by a bid. It goes through the fund’s chain of approval."]);
    let form =
        Form::new(sheet.shell(), Button::new("Make the bid").once()).cancel(urls::at(urls::BIDS, award.id));
    let form = questions(form, Ask { typed, errors }, aims);
    sheet.piece(form)
}

fn changing(
    shell: Shell,
    editing: &Editing<'_>,
    aims: &[Aim],
    typed: &Answers,
    was: &Answers,
    errors: &Errors,
) -> Sheet {
    let sheet = Sheet::new(shell).errors(errors, DATES);
    let mut form =
        Form::new(sheet.shell(), Button::new("Save changes").once()).cancel(editing.cancel.clone());
    for (name, value) in editing.carried(was) {
        form = form.hide(name, value);
    }
    let form = questions(form, Ask { typed, errors }, aims);
    sheet.piece(form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_costs_and_promises_are_read_or_refused_in_sentences() {
        let mut errors = Errors::none();
        let read = cost("Stickers: 400 at 1.55625", &mut errors).unwrap();
        assert_eq!((read.item.as_str(), read.quantity), ("Stickers", 400));
        assert_eq!(read.price.times(400).unwrap().amount, Money::pence(62_250));
        assert_eq!(promise("outputs", false, "1,200 views", &mut errors).unwrap().promised, Some(1200));
        assert!(errors.is_empty());
        assert!(cost("Stickers 400", &mut errors).is_none());
        assert!(promise("goods", true, "cameras", &mut errors).is_none());
        assert!(errors.get("costs").unwrap().contains("“Stickers 400”"));
        assert!(errors.get("goods").is_some());
    }
}
