//! One project: its money from allocation to actual cost, what it delivers, what it serves, and how it ended.

use concordat_kernel::{Id, Money, Ref};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, cells,
    parts::{Button, Column, Html, SeriesChart, Shell, SummaryList, Table},
};

use super::{
    award::entries,
    beneath_award, decided_in,
    desk::Desk,
    outputs, project_steps,
    questions::{Ask, dated},
    sheet::{Form, Sheet},
    words::{self, Names},
};
use crate::{
    Project, ProjectState,
    actions::{ADD_CLAIM, ADD_PROJECT, CHANGE_PROJECT, COUNT, FINISH, MATCH, ORDER},
    passes::VIEW_PASSES,
    rules::ledger::Place,
    store::{self, About, ProjectFile},
    urls,
};

/// What the reader is offered on the page.
#[derive(Debug, Default)]
pub(super) struct Offers {
    pub(super) buttons: Vec<(String, &'static str)>,
    /// Whether it can be said that the project has begun.
    pub(super) start: bool,
    /// Whether orders can be closed.
    pub(super) orders: bool,
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Project>>) -> Answer {
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    let desk = Desk::at(&reader, About::Project(id)).await?;
    let project = &file.project;
    let runs = matches!(project.state, ProjectState::Planned | ProjectState::Running);
    let mut buttons = Vec::new();
    if project.bid.is_none() && file.balance(Place::Allocated).is_positive() {
        let approve = urls::at(urls::APPROVE_PROJECT, id);
        buttons.extend(desk.offer(ADD_PROJECT, approve, project_steps::APPROVE));
    }
    if runs {
        buttons.extend(desk.offer(ADD_CLAIM, urls::at(urls::NEW_CLAIM, id), "Make a claim"));
        buttons.extend(desk.offer(ORDER, urls::at(urls::NEW_ORDER, id), "Place an order"));
    }
    if !file.outputs.is_empty() {
        buttons.extend(desk.offer(COUNT, urls::at(urls::COUNT_OUTPUT, id), "Count what was delivered"));
    }
    buttons.extend(desk.offer(COUNT, urls::at(urls::NEW_OUTPUT, id), "Add an output"));
    buttons.extend(desk.offer(MATCH, urls::at(urls::NEW_MATCH, id), "Add match funding"));
    if !file.matches.is_empty() {
        buttons.extend(desk.offer(MATCH, urls::at(urls::RECEIVE_MATCH, id), "Match funding came"));
    }
    buttons.extend(desk.offer(VIEW_PASSES, urls::at(urls::PASSES, id), "Who may claim by link"));
    buttons.extend(desk.offer(CHANGE_PROJECT, urls::at(urls::CHANGE_PROJECT, id), "Change this project"));
    if runs {
        buttons.extend(desk.offer(FINISH, urls::at(urls::FINISH_PROJECT, id), "Complete it"));
        buttons.extend(desk.offer(FINISH, urls::at(urls::CANCEL_PROJECT, id), "Cancel it"));
    }
    let offers = Offers {
        buttons,
        start: project.state == ProjectState::Planned && desk.may(CHANGE_PROJECT),
        orders: runs && desk.may(ORDER),
    };
    let said = &project.said;
    let things: Vec<&str> =
        [&said.priority, &said.action].into_iter().flatten().map(String::as_str).collect();
    let names = Names::of_things(&reader, &things).await?;
    let shell = beneath_award(&reader, &said.title, &file.award);
    let sheet = view(shell, &file, &names, &dated("on", reader.ctx.clock.today()), offers);
    decided_in(&reader, sheet, Ref::to(id)).await?.answer()
}

pub(super) fn view(
    shell: Shell,
    file: &ProjectFile,
    names: &Names,
    today: &Answers,
    offers: Offers,
) -> Sheet {
    let project = &file.project;
    let caption = format!("Project {} of award {}", project.number, file.award.said.label);
    let mut sheet = Sheet::new(shell.wide())
        .caption(caption)
        .says([words::project_tag(project.state)])
        .buttons(offers.buttons);
    if !project.said.at_risk.is_empty() {
        sheet = sheet.says([format!("At risk: {}", project.said.at_risk)]);
    }
    sheet = sheet
        .section("about", "What it is", facts(file, names))
        .section("money", "Its money", money(file))
        .section("time", "Spend against time", spend_against_time(file))
        .section("orders", "Orders", orders(file));
    let open = file.orders.iter().filter(|order| order.remaining.is_positive());
    let open: Vec<(String, String)> = open
        .map(|order| {
            let words = format!("{}, of which {} is open", order.said.supplier, order.remaining);
            (order.id.to_string(), words)
        })
        .collect();
    let none = Errors::none();
    let ask = Ask { typed: today, errors: &none };
    if offers.orders && !open.is_empty() {
        let form = Form::new(sheet.shell(), Button::new("Close the order").secondary().once())
            .to(urls::at(urls::CLOSE_ORDER, project.id))
            .field(ask.select("order", "Close an order: what was not claimed of it is free again", open))
            .field(ask.date("on", "On which day?"));
        sheet = sheet.piece(form);
    }
    sheet = sheet
        .section("claims", "Claims and payments", claims(file))
        .section("match", "What others put in", matches(file))
        .section("outputs", "Promised and delivered", outputs::table(&file.outputs))
        .section("end", "How it ended", end(project));
    if !offers.start {
        return sheet;
    }
    // The same id of a box may stand only once on a page.
    let started = Answers::from_pairs([
        ("start-day", today.get("on-day")),
        ("start-month", today.get("on-month")),
        ("start-year", today.get("on-year")),
    ]);
    let ask = Ask { typed: &started, errors: &none };
    let form = Form::new(sheet.shell(), Button::new("Say that it has begun").secondary().once())
        .to(urls::at(urls::START_PROJECT, project.id))
        .hide("version", project.version)
        .field(ask.date("start", "On which day did it begin?"));
    sheet.section("begun", "It has begun", form)
}

fn facts(file: &ProjectFile, names: &Names) -> SummaryList {
    let said = &file.project.said;
    let paid = file.pot.as_ref().map_or("The up-front part", |pot| &pot.said.name);
    let mut facts = SummaryList::new()
        .row(("What it is for", words::text_or_none(&said.purpose)))
        .row(("Priority it serves", names.maybe(said.priority.as_deref())))
        .row(("Action it serves", names.maybe(said.action.as_deref())))
        .row(("Provider", words::text_or_none(&said.provider)))
        .row(("Where", words::text_or_none(&said.area)))
        .row(("Paid from", paid))
        .row(("Begins", words::maybe_day(said.starts_on)))
        .row(("Ends", words::maybe_day(said.ends_on)));
    if let Some(bid) = file.project.bid {
        facts = facts.row(("Bid", Html::link(&urls::bid(bid), "The bid that it came of")));
    }
    facts
}

fn money(file: &ProjectFile) -> Html {
    let said = &file.project.said;
    let spent = file.balance(Place::Spent);
    let of = Some(file.project.id.uuid());
    let link = |place: Place| Html::link(&entries(file.award.id, place, of), file.balance(place).to_string());
    let mut facts = SummaryList::new()
        .row(("Allocation", words::maybe_money(said.planned)))
        .row((Place::Allocated.title(), link(Place::Allocated)))
        .row((Place::Approved.title(), link(Place::Approved)))
        .row((Place::Committed.title(), link(Place::Committed)))
        .row(("Actual cost: spent so far", link(Place::Spent)));
    let over = matches!(file.project.state, ProjectState::Completed | ProjectState::Cancelled);
    if over {
        facts = facts
            .row(("Variance", words::variance(said.planned, spent)))
            .row(("Why", words::text_or_none(&file.project.variance)));
    }
    if let Some(share) = share_of_whole(said.planned, said.whole_cost) {
        facts = facts.row(("Of the whole cost", share));
    }
    facts.into()
}

/// `£5,000 is 20% of £25,000`, where others pay too.
pub(crate) fn share_of_whole(planned: Option<Money>, whole: Option<Money>) -> Option<String> {
    let (planned, whole) = (planned?, whole?);
    if !whole.is_positive() {
        return None;
    }
    let tenths = i128::from(planned.in_pence()) * 1000 / i128::from(whole.in_pence());
    let percent = match tenths % 10 {
        0 => format!("{}", tenths / 10),
        part => format!("{}.{part}", tenths / 10),
    };
    let exact = i128::from(planned.in_pence()) * 1000 % i128::from(whole.in_pence()) == 0;
    let about = if exact { "" } else { "about " };
    Some(format!("{planned} is {about}{percent}% of {whole}"))
}

/// What was spent in all by each day on which something was paid, from the ledger, against the allocation.
fn spend_against_time(file: &ProjectFile) -> Html {
    let account = crate::rules::ledger::Account { place: Place::Spent, thing: Some(file.project.id.uuid()) };
    let mut paid: Vec<_> = file
        .ledger
        .opens_into(account)
        .into_iter()
        .map(|(posted, amount)| (posted.movement.on, amount))
        .collect();
    paid.sort_by_key(|(day, _)| *day);
    let mut days: Vec<(concordat_kernel::jiff::civil::Date, Money, Money)> = Vec::new();
    let mut sum = Money::ZERO;
    for (day, amount) in paid {
        sum = sum + amount;
        match days.last_mut() {
            Some(last) if last.0 == day => (last.1, last.2) = (last.1 + amount, sum),
            _ => days.push((day, amount, sum)),
        }
    }
    if days.is_empty() {
        return Html::paragraphs(["Nothing is spent yet."]);
    }
    let table = Table::new("Spend against time")
        .columns([Column::new("Day"), Column::numeric("Paid"), Column::numeric("Spent in all")])
        .rows(
            days.iter().map(|(day, paid, sum)| cells![words::day(*day), paid.to_string(), sum.to_string()]),
        );
    let chart = SeriesChart::new("spend", "Spend against time", table);
    let first = file.project.said.starts_on.filter(|start| *start < days[0].0);
    let chart = match first {
        Some(start) => chart.point(words::day(start), 0, "£0"),
        None => chart,
    };
    let chart = days
        .iter()
        .fold(chart, |chart, (day, _, sum)| chart.point(words::day(*day), sum.in_pence(), sum.to_string()));
    let allocation = file.project.said.planned.into_iter();
    allocation
        .fold(chart, |chart, planned| chart.level("Allocation", planned.in_pence(), planned.to_string()))
        .axis(100, |at| Money::pence(at).to_string())
        .into()
}

fn orders(file: &ProjectFile) -> Html {
    if file.orders.is_empty() {
        return Html::paragraphs(["None so far."]);
    }
    Table::new("Orders")
        .caption_hidden()
        .columns([Column::new("Day"), Column::new("Supplier"), Column::new("Number")])
        .columns([Column::numeric("Amount"), Column::numeric("Still committed")])
        .rows(file.orders.iter().map(|order| {
            let said = &order.said;
            cells![
                words::day(said.on),
                &said.supplier,
                &said.reference,
                said.amount.to_string(),
                order.remaining.to_string()
            ]
        }))
        .into()
}

fn claims(file: &ProjectFile) -> Html {
    if file.claims.is_empty() {
        return Html::paragraphs(["None so far."]);
    }
    Table::new("Claims and payments")
        .caption_hidden()
        .columns([Column::new("Invoice"), Column::new("Claimant"), Column::new("Claimed on")])
        .columns([Column::numeric("Amount"), Column::new("State"), Column::new("Paid on")])
        .row_headers()
        .rows(file.claims.iter().map(|claim| {
            let said = &claim.said;
            cells![
                Html::link(&urls::claim(claim.id), &said.reference),
                &said.claimant,
                words::day(said.on),
                said.amount.to_string(),
                words::claim_tag(claim.state),
                claim.paid_on.map_or_else(|| "Not paid".to_owned(), words::day),
            ]
        }))
        .into()
}

fn matches(file: &ProjectFile) -> Html {
    if file.matches.is_empty() {
        return Html::paragraphs(["Nobody else puts anything in."]);
    }
    let of = Some(file.project.id.uuid());
    let came = file.balance(Place::Matched);
    let link = Html::link(&entries(file.award.id, Place::Matched, of), came.to_string());
    let table = Table::new("What others put in")
        .caption_hidden()
        .columns([Column::new("From"), Column::new("Form"), Column::numeric("Promised"), Column::new("Note")])
        .rows(file.matches.iter().map(|one| {
            let said = &one.said;
            cells![&said.from, said.form.title(), said.promised.to_string(), words::text_or_none(&said.note)]
        }));
    let told = Html::spaced([Html::from("So far came"), link]);
    Html::spaced([Html::from(table), Html::paragraphs([told])])
}

fn end(project: &Project) -> Html {
    match project.state {
        ProjectState::Planned | ProjectState::Running => Html::paragraphs([
            "It has not ended. It is complete when there is evidence, and a reason where its cost is not its allocation.",
        ]),
        ProjectState::Completed | ProjectState::Cancelled => SummaryList::new()
            .row(("Ended on", words::maybe_day(project.completed_on)))
            .row(("Evidence", words::text_or_none(&project.evidence)))
            .row(("Variance", words::text_or_none(&project.variance)))
            .row(("Evaluation", words::text_or_none(&project.evaluation)))
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_the_whole_cost_is_said_with_its_sums() {
        let told = |part, whole| share_of_whole(Some(Money::pounds(part)), Some(Money::pounds(whole)));
        assert_eq!(told(5_000, 25_000).as_deref(), Some("£5,000 is 20% of £25,000"));
        assert_eq!(told(1, 3).as_deref(), Some("£1 is about 33.3% of £3"));
        assert_eq!(share_of_whole(None, Some(Money::pounds(1))), None);
    }
}
