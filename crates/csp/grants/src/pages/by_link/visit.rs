//! A project as whoever claims by link sees it: what remains, what was claimed, what was delivered; and both forms.

use concordat_kernel::Id;
use concordat_web::{
    Answer, Answers, Errors, Reader, cells,
    parts::{Button, Column, Html, Shell, SummaryList, Table},
    sheet::{Form, Sheet},
};

use super::{
    super::{
        invented, outputs, project_claims,
        questions::{Ask, chosen, dated},
        settled, words,
    },
    Visit,
};
use crate::{
    Claim, Output,
    passes::guest::{Seen, seen},
    store, urls,
};

const CLAIM: &str = "Make a claim";
const COUNT: &str = "Count what was delivered";

pub(super) async fn show(reader: Reader, visit: Visit) -> Answer {
    let seen = seen(reader.store(), &visit.guest).await?;
    view(visit.shell(&reader, seen.project.said.title.clone()), &seen).answer()
}

pub(super) async fn new(reader: Reader, visit: Visit) -> Answer {
    let seen = seen(reader.store(), &visit.guest).await?;
    let shell = visit.back(visit.shell(&reader, CLAIM));
    let typed = dated("on", reader.ctx.clock.today());
    claiming(shell, &seen, visit.token(), &typed, &Errors::none()).answer()
}

pub(super) async fn claim(reader: Reader, visit: Visit, mut answers: Answers) -> Answer {
    visit.check(&answers)?;
    let seen = seen(reader.store(), &visit.guest).await?;
    // Who is paid is agreed with the project: whoever holds a link does not choose it.
    if !seen.project.said.provider.is_empty() {
        answers.set("claimant", &*seen.project.said.provider);
    }
    answers.set("order", "");
    let mut errors = Errors::none();
    let new = project_claims::read(&answers, reader.ctx.clock.today(), &mut errors);
    if errors.is_empty() {
        let amount = new.amount;
        let made = store::add_claim(reader.store(), &visit.guest.ctx, seen.project.id, new).await;
        if settled(&mut errors, made)?.is_some() {
            return reader.done(
                urls::CLAIMING,
                &format!("Your claim of {amount} is made. You hear by letter what becomes of it."),
            );
        }
    }
    let shell = visit.back(visit.shell(&reader, CLAIM));
    claiming(shell, &seen, visit.token(), &answers, &errors).answer()
}

pub(super) async fn counting(reader: Reader, visit: Visit) -> Answer {
    let seen = seen(reader.store(), &visit.guest).await?;
    let shell = visit.back(visit.shell(&reader, COUNT));
    let typed = dated("on", reader.ctx.clock.today());
    count_form(shell, &seen, visit.token(), &typed, &Errors::none()).answer()
}

pub(super) async fn count(reader: Reader, visit: Visit, answers: Answers) -> Answer {
    visit.check(&answers)?;
    let seen = seen(reader.store(), &visit.guest).await?;
    let mut errors = Errors::none();
    let output: Option<Id<Output>> =
        chosen(&answers, "output").filter(|id| seen.outputs.iter().any(|one| one.id == *id));
    if output.is_none() {
        errors.add("output", "Choose what was counted.");
    }
    let new = outputs::read_count(&answers, reader.ctx.clock.today(), &mut errors);
    if let Some(output) = output.filter(|_| errors.is_empty()) {
        let counted = store::count(reader.store(), &visit.guest.ctx, output, new).await;
        if settled(&mut errors, counted)?.is_some() {
            return reader.done(urls::CLAIMING, "The count is written down.");
        }
    }
    let shell = visit.back(visit.shell(&reader, COUNT));
    count_form(shell, &seen, visit.token(), &answers, &errors).answer()
}

fn view(shell: Shell, seen: &Seen) -> Sheet {
    let said = &seen.project.said;
    let facts = SummaryList::new()
        .row(("Who is paid", words::text_or_none(&said.provider)))
        .row(("What it is for", words::text_or_none(&said.purpose)))
        .row(("Until", words::maybe_day(said.ends_on)))
        .row(("Remains to be claimed", seen.remaining.to_string()));
    let mut buttons = Vec::new();
    if seen.remaining.is_positive() {
        buttons.push((urls::CLAIM_BY_LINK.to_owned(), CLAIM));
    }
    if !seen.outputs.is_empty() {
        buttons.push((urls::COUNT_BY_LINK.to_owned(), COUNT));
    }
    let sheet = Sheet::new(shell).caption("Claims by link").piece(facts).buttons(buttons).section(
        "claims",
        "What was claimed by link",
        claims(&seen.claims),
    );
    if seen.outputs.is_empty() {
        return sheet;
    }
    sheet.section("outputs", "Promised and delivered", outputs::table(&seen.outputs))
}

fn claims(claims: &[Claim]) -> Html {
    if claims.is_empty() {
        return Html::paragraphs(["Nothing yet."]);
    }
    Table::new("What was claimed by link")
        .caption_hidden()
        .columns([
            Column::new("Invoice"),
            Column::new("Claimed on"),
            Column::numeric("Amount"),
            Column::new("State"),
            Column::new("What was said about it"),
        ])
        .row_headers()
        .rows(claims.iter().map(|claim| {
            let said = &claim.said;
            let state = match claim.paid_on {
                Some(day) => Html::spaced([
                    words::claim_tag(claim.state),
                    Html::from(format!("on {}", words::day(day))),
                ]),
                None => words::claim_tag(claim.state),
            };
            cells![
                &said.reference,
                words::day(said.on),
                said.amount.to_string(),
                state,
                if claim.because.is_empty() { Html::from("Nothing") } else { Html::lines(&claim.because) }
            ]
        }))
        .into()
}

fn claiming(shell: Shell, seen: &Seen, token: (String, String), typed: &Answers, errors: &Errors) -> Sheet {
    let said = &seen.project.said;
    let sheet = Sheet::new(shell)
        .errors(errors, &["on-day"])
        .caption(&*said.title)
        .says([format!("{} remains to be claimed.", seen.remaining)]);
    let form = Form::new(sheet.shell(), Button::new("Make the claim").once()).hide_all([token]);
    let ask = Ask { typed, errors };
    let form = if said.provider.is_empty() {
        project_claims::questions(form.field(project_claims::claimant(ask)), ask)
    } else {
        project_claims::questions(form, ask)
    };
    let sheet = if said.provider.is_empty() {
        sheet
    } else {
        sheet.says([format!("It is paid to {}.", said.provider)])
    };
    sheet.piece(form.cancel(urls::CLAIMING))
}

fn count_form(shell: Shell, seen: &Seen, token: (String, String), typed: &Answers, errors: &Errors) -> Sheet {
    let sheet = Sheet::new(shell).errors(errors, &["on-day"]).caption(&*seen.project.said.title);
    let form = Form::new(sheet.shell(), Button::new("Write it down").once()).hide_all([token]);
    let form = outputs::count_questions(form, &seen.outputs, Ask { typed, errors });
    sheet.says([outputs::HOW_TO_COUNT]).piece(form.cancel(urls::CLAIMING))
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let file = invented::project_file();
    let seen = Seen {
        remaining: concordat_kernel::Money::pence(123_450),
        claims: file.claims.clone(),
        outputs: file.outputs.clone(),
        project: file.project,
    };
    let mut nothing = seen.clone();
    nothing.remaining = concordat_kernel::Money::ZERO;
    (nothing.claims, nothing.outputs) = (Vec::new(), Vec::new());
    nothing.project.said.provider.clear();
    let token = || ("form".to_owned(), "sample".to_owned());
    let shell = |title: &str| concordat_links::bare(invented::shell(title));
    let typed = Answers::from_pairs([("amount", "2000"), ("reference", "")]);
    let errors =
        invented::wrong("amount", "£1,234.50 remains, so £2,000 cannot be claimed. Enter that or less.");
    let none = (Answers::default(), Errors::none());
    vec![
        ("project to claim for", view(shell("Training for those who meet the public"), &seen)),
        ("project with nothing to claim", view(shell("Training"), &nothing)),
        ("claim by link", claiming(shell(CLAIM), &seen, token(), &none.0, &none.1)),
        ("claim by link, no provider", claiming(shell(CLAIM), &nothing, token(), &none.0, &none.1)),
        ("claim by link, wrong", claiming(shell(CLAIM), &seen, token(), &typed, &errors)),
        ("count by link", count_form(shell(COUNT), &seen, token(), &none.0, &none.1)),
    ]
}
