//! Opening a round: what it is about, until when, who is asked, and for whom nobody answers.

use std::sync::Arc;

use concordat_kernel::{Id, Period};
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{BackLink, Button, DateInput, Html, Shell, Table, TextInput, WarningText},
};

use super::{
    dates,
    sheet::{Form, Sheet},
};
use crate::{
    Plan, RecordedPlan,
    pages::{self, words},
    progress::{
        model::RecordedContact,
        rules,
        store::{self, NewRound},
        urls,
    },
    store as plans,
};

const TITLE: &str = "Open a round of updates";

pub(super) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let known = Known::of(&reader, id).await?;
    known.sheet(shell(&reader, id), &known.suggested, &Errors::none()).answer()
}

pub(super) async fn open(reader: Reader, At(id): At<Id<Plan>>, answers: Answers) -> Answer {
    let known = Known::of(&reader, id).await?;
    // What a form does not ask is as suggested.
    let mut typed = known.suggested.clone();
    for (name, value) in answers.pairs() {
        typed.set(name, value);
    }
    let mut errors = Errors::none();
    let from = dates::read_month(&typed, "about_from", "the first month", &mut errors);
    let to = dates::read_month(&typed, "about_to", "the last month", &mut errors);
    let due = dates::read(&typed, "due", "the last day for answers", &mut errors);
    if due.is_none() && errors.get("due").is_none() {
        errors.add("due", "Enter the last day for answers.");
    }
    if let (Some(from), Some(to), Some(due_on)) = (from, to, due) {
        let about = Period { from, to };
        let new = NewRound { title: typed.get("title").to_owned(), about, due_on };
        let opened = store::open_round(reader.store(), &reader.ctx, id, new).await;
        if let Some(round) = errors.take(opened)? {
            return reader.done(urls::round(round), "The round is open. The letters are on their way.");
        }
    }
    known.sheet(shell(&reader, id), &typed, &errors).answer()
}

fn shell(reader: &Reader, plan: Id<Plan>) -> Shell {
    let back = BackLink::new(urls::rounds(plan)).text("Back to the rounds");
    pages::shell(reader, TITLE).back(back).mark("Official-Sensitive")
}

/// What the page needs to know.
struct Known {
    plan: Arc<RecordedPlan>,
    contacts: Vec<RecordedContact>,
    suggested: Answers,
}

impl Known {
    async fn of(reader: &Reader, id: Id<Plan>) -> concordat_kernel::Result<Self> {
        let contacts = store::contacts(reader.store(), &reader.ctx, id).await?;
        let plan = plans::plan_to(reader.store(), &reader.ctx, store::OPEN_ROUND, id).await?;
        let (_, rounds) = store::rounds_of(reader.store(), &reader.ctx, id).await?;
        let asked: Vec<Period> = rounds.iter().map(|(round, _)| round.about).collect();
        let today = reader.ctx.clock.today();
        Ok(Self { plan, contacts, suggested: suggested(rules::suggested_months(today, &asked), today) })
    }

    fn sheet(&self, shell: Shell, typed: &Answers, errors: &Errors) -> Sheet {
        let leads = rules::leads_asked(&self.plan);
        let (mut letters, mut nobody) = (0, 0);
        let rows: Vec<Vec<Html>> = leads
            .iter()
            .map(|lead| {
                let count = store::asked_about(&self.plan, lead, &[]).len();
                let theirs: Vec<&str> = self
                    .contacts
                    .iter()
                    .filter(|one| one.lead.is(lead))
                    .map(|one| one.name.as_str())
                    .collect();
                letters += theirs.len();
                nobody += usize::from(theirs.is_empty());
                let who = if theirs.is_empty() { "Nobody yet".to_owned() } else { theirs.join(", ") };
                vec![lead.words.as_str().into(), count.into(), who.into()]
            })
            .collect();
        let table = Table::new("Who will be asked")
            .columns(["Lead", "Actions", "Who gets a letter"])
            .row_headers()
            .rows(rows);
        let leaderless = self
            .plan
            .priorities
            .iter()
            .flat_map(|priority| priority.current())
            .filter(|action| action.state.is_open() && rules::leads_of(action).is_empty())
            .count();
        let form = Form::new(&shell, Button::new("Open the round and send the letters").once())
            .field(TextInput::new("title", "Title").value(typed.get("title")).error_if(errors.get("title")))
            .field(
                dates::parts(
                    "about_from",
                    DateInput::month("about_from", "It asks about the months from"),
                    typed,
                )
                .error_if(errors.get("about_from")),
            )
            .field(
                dates::parts("about_to", DateInput::month("about_to", "to"), typed)
                    .error_if(errors.get("about_to")),
            )
            .field(
                dates::parts("due", DateInput::new("due", "Last day for answers"), typed)
                    .error_if(errors.get("due")),
            )
            .leave("Cancel", urls::rounds(self.plan.head.id));
        let mut sheet = Sheet::new(shell)
            .errors(errors, &["due-day", "about_from-month", "about_to-month"])
            .caption(&self.plan.head.title)
            .piece(table);
        if nobody > 0 {
            let words = words::count_first(
                nobody,
                "lead has nobody who answers for it and gets",
                "leads have nobody who answers for them and get",
            );
            sheet = sheet
                .piece(WarningText::new(format!("{words} no letter. You can send them a link later.")))
                .says([Html::link(&urls::contacts(self.plan.head.id), "Say who answers for each lead")]);
        }
        if leaderless > 0 {
            let words =
                words::count_first(leaderless, "action has no lead and is", "actions have no lead and are");
            sheet = sheet.says([format!("{words} not asked about.")]);
        }
        sheet
            .says([format!(
                "{} will be sent. Actions that are done or withdrawn are not asked about.",
                words::count_first(letters, "letter", "letters")
            )])
            .piece(form)
    }
}

fn suggested(about: Period, today: concordat_kernel::jiff::civil::Date) -> Answers {
    let mut form = Answers::default();
    form.set("title", rules::suggested_title(about));
    dates::fill_month(&mut form, "about_from", about.from);
    dates::fill_month(&mut form, "about_to", about.to);
    dates::fill(&mut form, "due", Some(rules::suggested_due(today)));
    form
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let round = super::guest::samples::round();
    let suggested = suggested(round.about, round.opens_on);
    let known = Known { plan: pages::samples::plan().into(), contacts: Vec::new(), suggested };
    let mut errors = Errors::none();
    errors.add("due", "The last day for answers must be today or later.");
    let shell = || pages::samples::shell(TITLE);
    vec![
        ("open a round", known.sheet(shell(), &known.suggested, &Errors::none())),
        ("open a round, with errors", known.sheet(shell(), &known.suggested, &errors)),
    ]
}
