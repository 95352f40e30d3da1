//! One award: what has to be seen to, where its money is, what is held back and why, and what it pays for.

use concordat_kernel::{AnyId, Id, Money, jiff::civil::Date};
use concordat_web::{
    Answer, At, Reader, cells,
    parts::{Colour, Column, Html, Shell, SummaryList, Table},
};

use super::{beneath_fund, desk::Desk, forecast, sheet::Sheet, waterfall::Waterfall, words};
use crate::{
    Award, ProjectState,
    actions::{ADD_BID, ADD_PROJECT, CHANGE_AWARD, EXPORT, PUBLISH, RETURN},
    rules::{
        forecast::warnings,
        ledger::{Ledger, Place},
        pot::explain,
    },
    store::{self, About, AwardFile},
    urls,
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Award>>) -> Answer {
    let file = store::award(reader.store(), &reader.ctx, id).await?;
    let desk = Desk::at(&reader, About::Award(id)).await?;
    let buttons = [
        desk.offer(ADD_BID, urls::at(urls::NEW_BID, id), "Make a bid"),
        desk.offer(ADD_PROJECT, urls::at(urls::NEW_PROJECT, id), "Add a project without a bid"),
        desk.offer(CHANGE_AWARD, urls::at(urls::CHANGE_AWARD, id), "Change what is said of it"),
        desk.offer(RETURN, urls::at(urls::RETURN, id), "Give money back"),
        desk.offer(PUBLISH, urls::at(urls::PUBLISH, id), "Publish its grants"),
    ];
    let shell = beneath_fund(&reader, title(&file), &file.fund);
    let buttons = buttons.into_iter().flatten().collect();
    let sheet = view(shell, &file, reader.ctx.clock.today(), buttons, desk.may(EXPORT));
    super::decided_in(&reader, sheet, concordat_kernel::Ref::to(id)).await?.answer()
}

/// `Crime reduction grant 2022/23`
pub(super) fn title(file: &AwardFile) -> String {
    format!("{} {}", file.fund.said.name, file.award.said.label)
}

pub(super) fn view(
    shell: Shell,
    file: &AwardFile,
    today: Date,
    buttons: Vec<(String, &'static str)>,
    exports: bool,
) -> Sheet {
    let award = &file.award;
    let period = format!("{} to {}", words::day(award.said.from), words::day(award.said.to));
    let sheet = Sheet::new(shell.wide())
        .caption(format!("{} from {}, {period}", award.amount, file.fund.said.funder))
        .buttons(buttons);
    let sheet = match warnings(&file.facts(), today) {
        none if none.is_empty() => {
            sheet.section("warnings", "Warnings", Html::paragraphs(["There are none."]))
        }
        urgent => sheet.section("warnings", "Warnings", forecast::warning_list(&urgent)),
    };
    let sheet = sheet
        .section("forecast", "Forecast", forecast::summary(&file.facts(), today))
        .says([Html::link(&urls::at(urls::FORECAST, award.id), "The forecast of each project")])
        .section("money", "Where the money is", waterfall(award, &file.recorded.ledger))
        .piece(remarks(file));
    let sheet = sheet.section("pots", "Parts held back", pots(file, today));
    let sheet = sheet
        .section("projects", "Projects", projects(file))
        .section("bids", "Bids", Html::paragraphs([bids(file)]))
        .section("returns", "Money given back", returns(file, exports));
    sheet.section("terms", "Terms", terms(award)).section("more", "More of this award", more(award))
}

/// Where the entries are that make a balance up.
pub(super) fn entries(award: Id<Award>, place: Place, thing: Option<AnyId>) -> String {
    let of = thing.map(|id| format!("&of={id}")).unwrap_or_default();
    format!("{}?place={}{of}", urls::at(urls::LEDGER, award), place.word())
}

/// The places that an award's money can be in, from the first spent to what is furthest from it.
const STEPS: [(Place, Colour); 8] = [
    (Place::Returned, Colour::Purple),
    (Place::Spent, Colour::Green),
    (Place::Committed, Colour::Teal),
    (Place::Approved, Colour::Magenta),
    (Place::Allocated, Colour::Orange),
    (Place::Available, Colour::Yellow),
    (Place::Open, Colour::Red),
    (Place::Held, Colour::Grey),
];

fn waterfall(award: &Award, ledger: &Ledger) -> Waterfall {
    STEPS.iter().fold(
        Waterfall::new("where-it-is", "Where the money is", award.amount),
        |picture, (place, colour)| {
            let href = entries(award.id, *place, None);
            picture.step(place.title(), ledger.total(*place), *colour, Some(&href))
        },
    )
}

/// What the sums alone do not say: how a share was rounded, and what nobody has been given.
fn remarks(file: &AwardFile) -> Html {
    let ledger = &file.recorded.ledger;
    let held: Money = file.pots.iter().map(|pot| pot.said.amount).sum();
    let up_front = file.award.amount - held;
    let mut remarks = vec![format!("The up-front part is {up_front}; {held} is held back.")];
    remarks.extend(file.pots.iter().filter_map(|pot| words::rounding(&pot.said, file.award.amount)));
    let free = ledger.total(Place::Available);
    if free.is_positive() {
        remarks.push(format!("{free} of the up-front {up_front} is not allocated to any project."));
    }
    Html::bullets(remarks)
}

fn pots(file: &AwardFile, today: Date) -> Html {
    if file.pots.is_empty() {
        return Html::paragraphs(["Nothing is held back: the whole award is paid up front."]);
    }
    let ledger = &file.recorded.ledger;
    Table::new("Parts held back")
        .caption_hidden()
        .columns([Column::new("Part"), Column::numeric("Amount"), Column::numeric("Still held")])
        .columns(["State", "Rule", "Why"])
        .row_headers()
        .rows(file.pots.iter().map(|pot| {
            let of = Some(pot.id.uuid());
            let held = ledger.balance(Place::Held, of);
            let link = Html::link(&entries(file.award.id, Place::Held, of), held.to_string());
            cells![
                Html::link(&urls::pot(pot.id), &pot.said.name),
                pot.said.amount.to_string(),
                link,
                words::pot_tag(pot.state_on(today)),
                rule(pot),
                Html::stacked(explain(pot, today, &file.before)),
            ]
        }))
        .scroll_wide()
        .into()
}

/// What opens a pot, with its share where one is stated: `1 of 3 parts, until all projects of earlier years are complete`.
pub(super) fn rule(pot: &crate::Pot) -> String {
    let rule = match pot.said.opens_on {
        Some(day) => format!("Until {}", words::day(day)),
        None => pot.said.rule.title().to_owned(),
    };
    match pot.said.share {
        Some((part, whole)) => format!("{part} of {whole} parts. {rule}"),
        None => rule,
    }
}

fn projects(file: &AwardFile) -> Html {
    if file.projects.is_empty() {
        return Html::paragraphs(["None yet."]);
    }
    let ledger = &file.recorded.ledger;
    let mut spent_in_all = Money::ZERO;
    let mut planned_in_all = Money::ZERO;
    let mut rows: Vec<Vec<Html>> = Vec::new();
    for project in &file.projects {
        let of = Some(project.id.uuid());
        let spent = ledger.balance(Place::Spent, of);
        // What is not spent yet is no variance.
        let over = matches!(project.state, ProjectState::Completed | ProjectState::Cancelled);
        spent_in_all = spent_in_all + spent;
        planned_in_all = planned_in_all + project.said.planned.unwrap_or_default();
        rows.push(cells![
            Html::link(&urls::project(project.id), format!("{}. {}", project.number, project.said.title)),
            &project.said.provider,
            words::maybe_money(project.said.planned),
            Html::link(&entries(file.award.id, Place::Spent, of), spent.to_string()),
            if over { words::variance(project.said.planned, spent) } else { "Not over yet".to_owned() },
            if over { words::text_or_none(&project.variance) } else { Html::default() },
            words::project_tag(project.state),
        ]);
    }
    rows.push(cells!["All", "", planned_in_all.to_string(), spent_in_all.to_string(), "", "", ""]);
    Table::new("Projects")
        .caption_hidden()
        .columns([Column::new("Project"), Column::new("Provider")])
        .columns([Column::numeric("Allocated"), Column::numeric("Spent"), Column::numeric("Variance")])
        .columns(["Why", "State"])
        .row_headers()
        .rows(rows)
        .into()
}

fn bids(file: &AwardFile) -> Html {
    let words = words::count(file.bids.len(), "bid was made", "bids were made");
    let link = Html::link(&urls::at(urls::BIDS, file.award.id), "See the bids board");
    Html::spaced([Html::from(format!("So far {words}.")), link])
}

fn returns(file: &AwardFile, exports: bool) -> Html {
    if file.returns.is_empty() {
        return Html::paragraphs(["None so far."]);
    }
    Table::new("Money given back")
        .caption_hidden()
        .columns([Column::new("Day"), Column::numeric("Amount"), Column::new("Letter"), Column::new("Why")])
        .rows(file.returns.iter().map(|back| {
            let of = format!("of {}", words::day(back.on));
            let file = |address, words: &str| {
                Html::link(&urls::at(address, back.id), Html::spaced([Html::from(words), Html::hidden(&of)]))
            };
            let letter = match exports {
                true => Html::stacked([
                    Html::from(&back.letter),
                    file(urls::RETURN_DOCX, "Letter (Word)"),
                    file(urls::RETURN_PDF, "Letter (PDF)"),
                ]),
                false => Html::from(&back.letter),
            };
            cells![words::day(back.on), back.amount.to_string(), letter, words::text_or_none(&back.because)]
        }))
        .into()
}

fn terms(award: &Award) -> SummaryList {
    SummaryList::new()
        .row(("Conditions", words::text_or_none(&award.said.conditions)))
        .row(("What has to be paid back", words::text_or_none(&award.said.repayment)))
        .row(("Confirmed by the funder", words::maybe_day(award.said.confirmed_on)))
        .row(("Letter or minute", words::text_or_none(&award.said.reference)))
}

fn more(award: &Award) -> Html {
    Html::bullets([
        Html::link(&urls::at(urls::LEDGER, award.id), "The ledger: every entry"),
        Html::link(&urls::at(urls::OUTPUTS, award.id), "What was promised and what was delivered"),
        Html::link(&urls::at(urls::REPORT, award.id), "Grant report for the partnership"),
        Html::link(
            &format!("{}?for=funder", urls::at(urls::REPORT, award.id)),
            "Grant report for the funder",
        ),
        Html::link(urls::PRIORITIES, "What each priority got and what came of it"),
    ])
}
