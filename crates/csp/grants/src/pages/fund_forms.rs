//! Adding and changing a fund, who approves, and how long it takes to put money to other use.

use concordat_kernel::{Id, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, At, Editing, Errors, Reader,
    conflict::Question,
    parts::{Button, Html, Shell},
};

use super::{
    beneath_fund, beneath_money,
    desk::Desk,
    questions::{Ask, count, date, dated},
    settled,
    sheet::{Form, Sheet},
};
use crate::{
    Chain, ChainStep, Fund, LeadTime, NewFund,
    actions::{ADD_FUND, CHANGE_FUND},
    store::{self, About},
    urls,
};

const QUESTIONS: &[Question] = &[
    Question { name: "name", label: "Name", boxes: &["name"] },
    Question { name: "funder", label: "Funder", boxes: &["funder"] },
    Question { name: "group", label: "Group", boxes: &["group"] },
    Question { name: "purpose", label: "What it is for", boxes: &["purpose"] },
    Question { name: "eligibility", label: "Who may bid", boxes: &["eligibility"] },
];

/// The groups that can look after a fund, for choosing.
async fn groups(reader: &Reader) -> concordat_kernel::Result<Vec<(String, String)>> {
    let groups = concordat_partnership::groups(reader.store(), &reader.ctx).await?;
    Ok(groups.into_iter().map(|group| (group.id.to_string(), group.name)).collect())
}

pub(super) async fn new(reader: Reader) -> Answer {
    Desk::to_do(&reader, ADD_FUND, About::Money).await?;
    let groups = groups(&reader).await?;
    let shell = beneath_money(&reader, "Add a fund");
    let typed = dated("from", reader.ctx.clock.today());
    adding(shell, &typed, &Errors::none(), &groups).answer()
}

pub(super) async fn add(reader: Reader, answers: Answers) -> Answer {
    Desk::to_do(&reader, ADD_FUND, About::Money).await?;
    let groups = groups(&reader).await?;
    let mut errors = Errors::none();
    let from = chain_day(&answers, reader.ctx.clock.today(), &mut errors);
    let chain = read_steps(&answers, &mut errors).map(|steps| Chain { from, steps });
    let lead = count(&answers, "days", &mut errors).map(|days| LeadTime { from, days });
    if errors.is_empty() {
        let added = store::add_fund(reader.store(), &reader.ctx, read(&answers), chain.as_ref(), lead).await;
        if let Some(id) = settled(&mut errors, added)? {
            return reader.done(urls::fund(id), "The fund is added.");
        }
    }
    adding(beneath_money(&reader, "Add a fund"), &answers, &errors, &groups).answer()
}

/// The day from which the chain and the lead time of a new fund hold; today where none is said.
fn chain_day(answers: &Answers, today: Date, errors: &mut Errors) -> Date {
    super::questions::maybe_date(answers, "from", "The day", errors).unwrap_or(today)
}

pub(super) async fn edit(reader: Reader, At(id): At<Id<Fund>>) -> Answer {
    Desk::to_do(&reader, CHANGE_FUND, About::Fund(id)).await?;
    let fund = store::fund(reader.store(), &reader.ctx, id).await?.fund;
    let groups = groups(&reader).await?;
    let editing = editing(&fund, &groups);
    let shell = beneath_fund(&reader, "Change this fund", &fund);
    changing(shell, &editing, &editing.now, &editing.now, &Errors::none()).answer()
}

pub(super) async fn change(reader: Reader, At(id): At<Id<Fund>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, CHANGE_FUND, About::Fund(id)).await?;
    let fund = store::fund(reader.store(), &reader.ctx, id).await?.fund;
    let groups = groups(&reader).await?;
    let editing = editing(&fund, &groups);
    let answers = match editing.settle(&reader, &answers) {
        Ok(answers) => answers,
        Err(page) => return *page,
    };
    let mut errors = Errors::none();
    // The funder's body is not asked on the form and stays.
    let new = NewFund { funder_body: fund.said.funder_body, ..read(&answers) };
    let changed = store::change_fund(reader.store(), &reader.ctx, id, new, editing.version).await;
    if settled(&mut errors, changed)?.is_some() {
        return reader.done(urls::fund(id), "The fund is changed.");
    }
    let shell = beneath_fund(&reader, "Change this fund", &fund);
    changing(shell, &editing, &answers, &editing.was(&answers), &errors).answer()
}

pub(super) async fn chain(reader: Reader, At(id): At<Id<Fund>>) -> Answer {
    Desk::to_do(&reader, CHANGE_FUND, About::Fund(id)).await?;
    let file = store::fund(reader.store(), &reader.ctx, id).await?;
    let mut typed = dated("from", reader.ctx.clock.today());
    if let Some(last) = file.chains.last() {
        let lines: Vec<String> =
            last.steps.iter().map(|step| format!("{}: {}", step.who, step.does)).collect();
        typed.set("steps", lines.join("\n"));
    }
    let shell = beneath_fund(&reader, "Change who approves", &file.fund);
    chain_form(shell, id, &typed, &Errors::none()).answer()
}

pub(super) async fn set_chain(reader: Reader, At(id): At<Id<Fund>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, CHANGE_FUND, About::Fund(id)).await?;
    let file = store::fund(reader.store(), &reader.ctx, id).await?;
    let mut errors = Errors::none();
    let from = date(&answers, "from", "The first day", reader.ctx.clock.today(), &mut errors);
    let steps = read_steps(&answers, &mut errors).unwrap_or_default();
    if errors.is_empty() {
        let set = store::set_chain(reader.store(), &reader.ctx, id, &Chain { from, steps }).await;
        if settled(&mut errors, set)?.is_some() {
            return reader.done(urls::fund(id), "Who approves is changed.");
        }
    }
    chain_form(beneath_fund(&reader, "Change who approves", &file.fund), id, &answers, &errors).answer()
}

pub(super) async fn lead(reader: Reader, At(id): At<Id<Fund>>) -> Answer {
    Desk::to_do(&reader, CHANGE_FUND, About::Fund(id)).await?;
    let file = store::fund(reader.store(), &reader.ctx, id).await?;
    let typed = dated("from", reader.ctx.clock.today());
    lead_form(beneath_fund(&reader, "Change the lead time", &file.fund), id, &typed, &Errors::none()).answer()
}

pub(super) async fn set_lead(reader: Reader, At(id): At<Id<Fund>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, CHANGE_FUND, About::Fund(id)).await?;
    let file = store::fund(reader.store(), &reader.ctx, id).await?;
    let mut errors = Errors::none();
    let from = date(&answers, "from", "The first day", reader.ctx.clock.today(), &mut errors);
    let days = count(&answers, "days", &mut errors);
    if days.is_none() && errors.get("days").is_none() {
        errors.add("days", "Enter how many days, such as 42.");
    }
    if errors.is_empty() {
        let lead = LeadTime { from, days: days.unwrap_or_default() };
        let set = store::set_lead(reader.store(), &reader.ctx, id, lead).await;
        if settled(&mut errors, set)?.is_some() {
            return reader.done(urls::fund(id), "The lead time is changed.");
        }
    }
    lead_form(beneath_fund(&reader, "Change the lead time", &file.fund), id, &answers, &errors).answer()
}

fn read(answers: &Answers) -> NewFund {
    NewFund {
        name: answers.get("name").to_owned(),
        funder: answers.get("funder").to_owned(),
        funder_body: None,
        group: answers.some("group").and_then(|id| id.parse().ok()),
        purpose: answers.get("purpose").to_owned(),
        eligibility: answers.get("eligibility").to_owned(),
    }
}

/// The steps, one a line: `Working group: reviews`. None where no line is written.
fn read_steps(answers: &Answers, errors: &mut Errors) -> Option<Vec<ChainStep>> {
    let lines = answers.lines("steps");
    if lines.is_empty() {
        return None;
    }
    let mut steps = Vec::new();
    for line in lines {
        match line.split_once(':') {
            Some((who, does)) => {
                steps.push(ChainStep { who: who.trim().to_owned(), does: does.trim().to_owned() });
            }
            None => errors.add(
                "steps",
                format!("“{line}” does not say who and what. Write both with a colon between, such as “Chair: endorses”."),
            ),
        }
    }
    Some(steps)
}

fn editing<'a>(fund: &Fund, groups: &[(String, String)]) -> Editing<'a> {
    let said = &fund.said;
    let now = Answers::from_pairs([
        ("name", said.name.clone()),
        ("funder", said.funder.clone()),
        ("group", said.group.map(|id| id.to_string()).unwrap_or_default()),
        ("purpose", said.purpose.clone()),
        ("eligibility", said.eligibility.clone()),
    ]);
    Editing::new(QUESTIONS, fund.version, now, urls::fund(fund.id)).options(groups.to_vec())
}

fn questions(form: Form, ask: Ask<'_>, groups: &[(String, String)]) -> Form {
    let none = ("".to_owned(), "No group of its own".to_owned());
    form.field(ask.line("name", "Name"))
        .field(ask.line("funder", "Who gives the money?"))
        .field(ask.select(
            "group",
            "Which group looks after it?",
            std::iter::once(none).chain(groups.to_vec()),
        ))
        .field(ask.text("purpose", "What is it for? (optional)"))
        .field(ask.text("eligibility", "Who may bid, and for which places? (optional)"))
}

fn steps_field(ask: Ask<'_>, label: &'static str) -> Html {
    ask.text("steps", label)
        .hint("A step on each line in order, who and what with a colon between, such as “Working group: reviews”. The last one decides.")
        .into()
}

pub(super) fn adding(shell: Shell, typed: &Answers, errors: &Errors, groups: &[(String, String)]) -> Sheet {
    let sheet = Sheet::new(shell).errors(errors, &["from-day"]);
    let ask = Ask { typed, errors };
    let form = Form::new(sheet.shell(), Button::new("Add the fund").once()).cancel(urls::MONEY);
    let form = questions(form, ask, groups)
        .field(steps_field(ask, "Who approves bids? (optional)"))
        .field(
            ask.count("days", "How many days does it take to put money to other use? (optional)")
                .hint("From this the last safe date to reallocate is worked out"),
        )
        .field(ask.date("from", "From which day do these two hold?"));
    sheet.piece(form)
}

fn changing(shell: Shell, editing: &Editing<'_>, typed: &Answers, was: &Answers, errors: &Errors) -> Sheet {
    let sheet = Sheet::new(shell).errors(errors, &[]);
    let mut form =
        Form::new(sheet.shell(), Button::new("Save changes").once()).cancel(editing.cancel.clone());
    for (name, value) in editing.carried(was) {
        form = form.hide(name, value);
    }
    let form = questions(form, Ask { typed, errors }, &editing.options);
    sheet.piece(form)
}

pub(super) fn chain_form(shell: Shell, id: Id<Fund>, typed: &Answers, errors: &Errors) -> Sheet {
    let sheet = Sheet::new(shell)
        .errors(errors, &["from-day"])
        .says(["Bids made before this day go on by the chain that held when they were made."]);
    let ask = Ask { typed, errors };
    let form = Form::new(sheet.shell(), Button::new("Save").once())
        .field(steps_field(ask, "Who approves bids?"))
        .field(ask.date("from", "From which day?"))
        .cancel(urls::fund(id));
    sheet.piece(form)
}

fn lead_form(shell: Shell, id: Id<Fund>, typed: &Answers, errors: &Errors) -> Sheet {
    let sheet = Sheet::new(shell).errors(errors, &["from-day"]);
    let ask = Ask { typed, errors };
    let form = Form::new(sheet.shell(), Button::new("Save").once())
        .field(
            ask.count("days", "How many days does it take to put money to other use?")
                .hint("From this the last safe date to reallocate is worked out"),
        )
        .field(ask.date("from", "From which day?"))
        .cancel(urls::fund(id));
    sheet.piece(form)
}
