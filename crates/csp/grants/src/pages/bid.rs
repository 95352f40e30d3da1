//! One bid: what it asks, what each step of its approval said, and what can be done next.

use concordat_kernel::{Id, Ref};
use concordat_web::{
    Answer, At, Errors, Reader, cells,
    parts::{Button, Column, Html, InsetText, Shell, SummaryList, Table},
};

use super::{
    beneath_award, bids, decided_in,
    desk::Desk,
    questions::{Ask, dated},
    sheet::{Form, Sheet},
    words::{self, Names},
};
use crate::{
    Bid, BidState,
    actions::{CHANGE_BID, DECIDE_BID, EXTEND_BID, WITHDRAW_BID},
    store::{self, About, BidFile},
    urls,
};

/// What the reader is offered on the page.
#[derive(Debug, Default)]
pub(super) struct Offers {
    pub(super) buttons: Vec<(String, &'static str)>,
    /// Whether the day that the business case came can be written down.
    pub(super) case: bool,
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Bid>>) -> Answer {
    let file = store::bid(reader.store(), &reader.ctx, id).await?;
    let desk = Desk::at(&reader, About::Bid(id)).await?;
    let bid = &file.bid;
    let open = matches!(bid.state, BidState::Submitted | BidState::Reserve);
    let mut buttons = Vec::new();
    if open {
        buttons.extend(desk.offer(DECIDE_BID, urls::at(urls::DECIDE_BID, id), "Write down a decision"));
        buttons.extend(desk.offer(EXTEND_BID, urls::at(urls::EXTEND_BID, id), "Give more time"));
        if file.decisions.is_empty() && bid.state == BidState::Submitted {
            buttons.extend(desk.offer(CHANGE_BID, urls::at(urls::CHANGE_BID, id), "Change this bid"));
        }
        buttons.extend(desk.offer(WITHDRAW_BID, urls::at(urls::WITHDRAW_BID, id), "Withdraw this bid"));
    }
    let case = open && bid.said.case_due.is_some() && bid.case_received.is_none() && desk.may(EXTEND_BID);
    let mut things: Vec<&str> =
        [&bid.said.priority, &bid.said.action].into_iter().flatten().map(String::as_str).collect();
    things.extend(file.decisions.iter().map(|decision| decision.said.minute.as_str()));
    let names = Names::of_things(&reader, &things).await?;
    let mut actors = vec![bid.made_by.as_str()];
    actors.extend(file.decisions.iter().map(|decision| decision.recorded_by.as_str()));
    let who = Names::of_actors(&reader, &actors).await?;
    let shell = beneath_award(&reader, &bid.said.title, &file.award);
    let today = reader.ctx.clock.today();
    let sheet = view(shell, &file, &names, &who, &dated("on", today), Offers { buttons, case });
    decided_in(&reader, sheet, Ref::to(id)).await?.answer()
}

pub(super) fn view(
    shell: Shell,
    file: &BidFile,
    names: &Names,
    who: &Names,
    today: &concordat_web::Answers,
    offers: Offers,
) -> Sheet {
    let bid = &file.bid;
    let said = &bid.said;
    let mut sheet = Sheet::new(shell)
        .caption(format!("Bid to award {}", file.award.said.label))
        .says([words::bid_tag(bid.state)])
        .buttons(offers.buttons);
    if let Some(step) = bids::step(file) {
        sheet = sheet.piece(InsetText::new(format!("Next: {} {}.", step.who, step.does)));
    }
    if let Some(project) = file.project {
        sheet = sheet.says([Html::link(&urls::project(project), "The project that came of it")]);
    }
    let mut facts = SummaryList::new()
        .row(("Who asks", &said.applicant))
        .row(("Amount", said.amount.to_string()))
        .row(("What it is for", words::text_or_none(&said.purpose)))
        .row(("Priority it serves", names.maybe(said.priority.as_deref())))
        .row(("Action it serves", names.maybe(said.action.as_deref())))
        .row(("Where", words::text_or_none(&said.area)));
    if said.match_cash.is_positive() || said.match_kind.is_positive() {
        facts = facts.row((
            "Match funding",
            format!("{} in cash and {} in kind, from {}", said.match_cash, said.match_kind, said.match_from),
        ));
    }
    facts = facts
        .row(("Business case due", words::maybe_day(said.case_due)))
        .row(("Business case received", words::maybe_day(bid.case_received)))
        .row(("Made", format!("{} by {}", words::day(bid.made_on), who.name(&bid.made_by))));
    if let Some(granted) = bid.granted {
        facts = facts.row(("Approved", granted.to_string()));
    }
    if !bid.because.is_empty() {
        facts = facts.row(("Why it was withdrawn", words::text_or_none(&bid.because)));
    }
    sheet = sheet.piece(facts);
    sheet = sheet.section("approval", "Its approval", decisions(file, names, who));
    if !said.costs.is_empty() {
        sheet = sheet.section("costs", "What it is made of", costs(bid));
    }
    if !said.outputs.is_empty() {
        let promised = said.outputs.iter().map(|output| {
            let goods = if output.goods { " (goods)" } else { "" };
            format!("{} {}{goods}", output.promised.unwrap_or_default(), output.name)
        });
        sheet = sheet.section("outputs", "What it promises", Html::bullets(promised));
    }
    if !file.extensions.is_empty() {
        let told = file.extensions.iter().map(|extension| {
            let said = &extension.said;
            format!(
                "Due {} instead of {}: agreed by {} on {}. {}",
                words::day(said.due),
                words::maybe_day(extension.former_due),
                said.agreed_by,
                words::day(said.agreed_on),
                said.because
            )
        });
        sheet = sheet.section("extensions", "More time", Html::bullets(told));
    }
    if !offers.case {
        return sheet;
    }
    let none = Errors::none();
    let ask = Ask { typed: today, errors: &none };
    let form = Form::new(sheet.shell(), Button::new("Write it down").secondary().once())
        .to(urls::at(urls::BID_CASE, bid.id))
        .hide("version", bid.version)
        .field(ask.date("on", "When did it come?"));
    sheet.section("case", "The business case has come", form)
}

fn decisions(file: &BidFile, names: &Names, who: &Names) -> Html {
    let steps = file.chain.iter().map(|step| format!("{} {}", step.who, step.does)).collect::<Vec<_>>();
    let chain = if steps.is_empty() {
        "The fund had no chain of approval on the day that this bid was made.".to_owned()
    } else {
        format!("The chain: {}.", steps.join("; "))
    };
    let chain = Html::paragraphs([chain]);
    if file.decisions.is_empty() {
        return Html::spaced([chain, Html::paragraphs(["Nobody has decided anything yet."])]);
    }
    let table = Table::new("What each step said")
        .caption_hidden()
        .columns([Column::new("Day"), Column::new("Step"), Column::new("Person"), Column::new("Decision")])
        .columns([Column::numeric("Amount"), Column::new("Minute"), Column::new("Recorded")])
        .rows(file.decisions.iter().map(|decision| {
            let said = &decision.said;
            let mut verdict = vec![Html::from(said.verdict.title())];
            if !said.note.is_empty() {
                verdict.push(Html::lines(&said.note));
            }
            cells![
                words::day(said.on),
                format!("{} {}", decision.who, decision.does),
                &said.person,
                Html::stacked(verdict),
                said.amount.map_or_else(String::new, |amount| amount.to_string()),
                names.html(&said.minute),
                format!("{} by {}", words::moment(&decision.recorded_at), who.name(&decision.recorded_by)),
            ]
        }));
    Html::spaced([chain, table.into()])
}

/// Unit prices may be finer than a penny; each line is rounded once and says by how much.
fn costs(bid: &Bid) -> Html {
    let mut sum = concordat_kernel::Money::ZERO;
    let mut rows: Vec<Vec<Html>> = bid
        .said
        .costs
        .iter()
        .map(|cost| {
            let extended = cost.price.times(cost.quantity);
            let (amount, rounding) = match extended {
                Some(extended) => {
                    sum = sum + extended.amount;
                    let rounding = match extended.rounding {
                        0 => "Exact".to_owned(),
                        // What the exact amount has beyond the rounded one was rounded away.
                        beyond if beyond > 0 => format!("{} of a penny down", part_of_a_penny(beyond)),
                        short => format!("{} of a penny up", part_of_a_penny(-short)),
                    };
                    (extended.amount.to_string(), rounding)
                }
                None => ("Beyond any fund".to_owned(), String::new()),
            };
            cells![&cost.item, cost.quantity, cost.price.to_string(), amount, rounding]
        })
        .collect();
    rows.push(cells!["All", "", "", sum.to_string(), ""]);
    let table = Table::new("What it is made of")
        .caption_hidden()
        .columns([Column::new("Item"), Column::numeric("How many"), Column::numeric("One costs")])
        .columns([Column::numeric("Amount"), Column::new("Rounding")])
        .row_headers()
        .rows(rows);
    if sum == bid.said.amount {
        return table.into();
    }
    let told = format!("The lines come to {sum}; the bid asks for {}.", bid.said.amount);
    Html::spaced([Html::from(table), Html::paragraphs([told])])
}

/// Millionths of a pound as a part of a penny: `0.25`.
fn part_of_a_penny(millionths: i64) -> String {
    let text = format!("0.{millionths:04}");
    text.trim_end_matches('0').to_owned()
}
