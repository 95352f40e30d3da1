//! Adding a project that had no bid, and changing what is said of a project.

use concordat_kernel::Id;
use concordat_web::{
    Aim, AimKind, Answer, Answers, At, Editing, Errors, Reader,
    conflict::Question,
    parts::{Button, Shell},
};

use super::{
    award::title,
    beneath_award,
    bid_forms::aim_options,
    desk::Desk,
    questions::{Ask, chosen, date, dated, maybe_date, maybe_money, money, set_date},
    settled,
    sheet::{Form, Sheet},
};
use crate::{
    Award, NewProject, Pot, Project,
    actions::{ADD_PROJECT, CHANGE_PROJECT},
    rules::ledger::Place,
    store::{self, About, AwardFile},
    urls,
};

const DATES: &[&str] = &["on-day", "starts_on-day", "ends_on-day"];

const QUESTIONS: &[Question] = &[
    Question { name: "title", label: "Title", boxes: &["title"] },
    Question { name: "purpose", label: "What it is for", boxes: &["purpose"] },
    Question { name: "priority", label: "Priority", boxes: &["priority"] },
    Question { name: "action", label: "Action", boxes: &["action"] },
    Question { name: "provider", label: "Provider", boxes: &["provider"] },
    Question { name: "area", label: "Where", boxes: &["area"] },
    Question { name: "whole_cost", label: "Whole cost", boxes: &["whole_cost"] },
    Question {
        name: "starts_on",
        label: "Begins",
        boxes: &["starts_on-day", "starts_on-month", "starts_on-year"],
    },
    Question { name: "ends_on", label: "Ends", boxes: &["ends_on-day", "ends_on-month", "ends_on-year"] },
    Question { name: "at_risk", label: "At risk", boxes: &["at_risk"] },
];

pub(super) async fn new(reader: Reader, At(id): At<Id<Award>>) -> Answer {
    Desk::to_do(&reader, ADD_PROJECT, About::Award(id)).await?;
    let file = store::award(reader.store(), &reader.ctx, id).await?;
    let aims = reader.app.aims(&reader.ctx).await?;
    let typed = dated("on", reader.ctx.clock.today());
    let shell = beneath_award(&reader, "Add a project without a bid", &file.award);
    adding(shell, &file, &aims, &typed, &Errors::none()).answer()
}

pub(super) async fn add(reader: Reader, At(id): At<Id<Award>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, ADD_PROJECT, About::Award(id)).await?;
    let file = store::award(reader.store(), &reader.ctx, id).await?;
    let aims = reader.app.aims(&reader.ctx).await?;
    let mut errors = Errors::none();
    let mut new = read(&answers, &aims, None, &mut errors);
    new.planned = Some(money(&answers, "planned", "Enter how much is allocated.", &mut errors));
    let on = date(&answers, "on", "The day", reader.ctx.clock.today(), &mut errors);
    if errors.is_empty() {
        let pot = chosen::<Pot>(&answers, "pot");
        let approved_by = answers.some("approved_by");
        let added = store::add_project(reader.store(), &reader.ctx, id, pot, new, on, approved_by).await;
        if let Some(project) = settled(&mut errors, added)? {
            return reader.done(urls::project(project), "The project is added.");
        }
    }
    let shell = beneath_award(&reader, "Add a project without a bid", &file.award);
    adding(shell, &file, &aims, &answers, &errors).answer()
}

pub(super) async fn edit(reader: Reader, At(id): At<Id<Project>>) -> Answer {
    Desk::to_do(&reader, CHANGE_PROJECT, About::Project(id)).await?;
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    let aims = reader.app.aims(&reader.ctx).await?;
    let editing = editing(&file.project, &aims);
    let shell = beneath_award(&reader, "Change this project", &file.award);
    changing(shell, &editing, &aims, &editing.now, &editing.now, &Errors::none()).answer()
}

pub(super) async fn change(reader: Reader, At(id): At<Id<Project>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, CHANGE_PROJECT, About::Project(id)).await?;
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    let aims = reader.app.aims(&reader.ctx).await?;
    let editing = editing(&file.project, &aims);
    let answers = match editing.settle(&reader, &answers) {
        Ok(answers) => answers,
        Err(page) => return *page,
    };
    let mut errors = Errors::none();
    let new = read(&answers, &aims, Some(&file.project), &mut errors);
    if errors.is_empty() {
        let changed = store::change_project(reader.store(), &reader.ctx, id, new, editing.version).await;
        if settled(&mut errors, changed)?.is_some() {
            return reader.done(urls::project(id), "The project is changed.");
        }
    }
    let shell = beneath_award(&reader, "Change this project", &file.award);
    changing(shell, &editing, &aims, &answers, &editing.was(&answers), &errors).answer()
}

fn read(answers: &Answers, aims: &[Aim], former: Option<&Project>, errors: &mut Errors) -> NewProject {
    let aim = |name: &str, was: Option<&String>| {
        let typed = answers.some(name)?;
        let known =
            aims.iter().any(|aim| aim.thing.to_string() == typed) || was.is_some_and(|was| was == typed);
        known.then(|| typed.to_owned())
    };
    NewProject {
        title: answers.get("title").to_owned(),
        purpose: answers.get("purpose").to_owned(),
        priority: aim("priority", former.and_then(|project| project.said.priority.as_ref())),
        action: aim("action", former.and_then(|project| project.said.action.as_ref())),
        area: answers.get("area").to_owned(),
        provider: answers.get("provider").to_owned(),
        planned: None,
        whole_cost: maybe_money(answers, "whole_cost", errors),
        starts_on: maybe_date(answers, "starts_on", "The day it begins", errors),
        ends_on: maybe_date(answers, "ends_on", "The day it ends", errors),
        at_risk: answers.get("at_risk").to_owned(),
    }
}

fn editing<'a>(project: &Project, aims: &[Aim]) -> Editing<'a> {
    let said = &project.said;
    let mut now = Answers::from_pairs([
        ("title", said.title.clone()),
        ("purpose", said.purpose.clone()),
        ("priority", said.priority.clone().unwrap_or_default()),
        ("action", said.action.clone().unwrap_or_default()),
        ("provider", said.provider.clone()),
        ("area", said.area.clone()),
        ("whole_cost", said.whole_cost.map(|amount| amount.plain()).unwrap_or_default()),
        ("at_risk", said.at_risk.clone()),
    ]);
    set_date(&mut now, "starts_on", said.starts_on);
    set_date(&mut now, "ends_on", said.ends_on);
    let options = [AimKind::Priority, AimKind::Action]
        .into_iter()
        .flat_map(|kind| aim_options(aims, kind, None))
        .collect();
    Editing::new(QUESTIONS, project.version, now, urls::project(project.id)).options(options)
}

fn questions(form: Form, ask: Ask<'_>, aims: &[Aim]) -> Form {
    let of = |name: &str, kind| aim_options(aims, kind, ask.typed.some(name));
    form.field(ask.line("title", "What is the project called?"))
        .field(ask.text("purpose", "What is it for? (optional)"))
        .field(ask.select("priority", "Which priority does it serve?", of("priority", AimKind::Priority)))
        .field(ask.select("action", "Which action does it serve?", of("action", AimKind::Action)))
        .field(ask.line("provider", "Who delivers it? (optional)"))
        .field(ask.line("area", "Where? (optional)"))
        .field(ask.money("whole_cost", "What does the whole cost, with others’ money? (optional)"))
        .field(ask.date("starts_on", "When does it begin? (optional)"))
        .field(ask.date("ends_on", "When does it end? (optional)"))
        .field(
            ask.text("at_risk", "Why may some of its money not be spent in time? (optional)")
                .hint("Leave empty when nothing is feared. What is written here warns on the award’s page."),
        )
}

pub(super) fn adding(
    shell: Shell,
    file: &AwardFile,
    aims: &[Aim],
    typed: &Answers,
    errors: &Errors,
) -> Sheet {
    let ledger = &file.recorded.ledger;
    let free = ledger.total(Place::Available);
    let sheet = Sheet::new(shell)
        .errors(errors, DATES)
        .caption(title(file))
        .says(["For money that the funder approves by letter, without a bid."]);
    let ask = Ask { typed, errors };
    let pots = file.pots.iter().map(|pot| {
        let open = ledger.balance(Place::Open, Some(pot.id.uuid()));
        (pot.id.to_string(), format!("{}, of which {open} is open", pot.said.name))
    });
    let up_front = (String::new(), format!("The up-front part, of which {free} is free"));
    let form = Form::new(sheet.shell(), Button::new("Add the project").once())
        .field(ask.money("planned", "How much is allocated?"))
        .field(ask.select("pot", "Which part pays?", std::iter::once(up_front).chain(pots)))
        .field(ask.date("on", "From which day?"))
        .field(
            ask.line("approved_by", "Which letter or minute approves it? (optional)")
                .hint("Leave it empty where the money is set aside and waits to be approved"),
        )
        .cancel(urls::award(file.award.id));
    let form = questions(form, ask, aims);
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
    let sheet = Sheet::new(shell)
        .errors(errors, DATES)
        .says(["Its allocation is the ledger’s and is not changed by an edit."]);
    let mut form =
        Form::new(sheet.shell(), Button::new("Save changes").once()).cancel(editing.cancel.clone());
    for (name, value) in editing.carried(was) {
        form = form.hide(name, value);
    }
    let form = questions(form, Ask { typed, errors }, aims);
    sheet.piece(form)
}
