//! What projects promised to deliver, and what came of it: counted, with what is left in stock.

use concordat_kernel::Id;
use concordat_web::{
    Answer, Answers, At, Errors, Reader, cells,
    parts::{Button, Column, Html, Shell, Table},
};

use super::{
    award::title,
    beneath_award,
    desk::Desk,
    questions::{Ask, chosen, count as number, date, dated},
    settled,
    sheet::{Form, Sheet},
    words,
};
use crate::{
    Award, Count, Output, Project, Promise,
    actions::COUNT,
    store::{self, About, ProjectFile},
    urls,
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Award>>) -> Answer {
    let file = store::award(reader.store(), &reader.ctx, id).await?;
    let mut projects = Vec::new();
    for project in &file.projects {
        projects.push(store::project(reader.store(), &reader.ctx, project.id).await?);
    }
    let shell = beneath_award(&reader, "Promised and delivered", &file.award);
    view(shell, &title(&file), &projects).answer()
}

pub(super) fn view(shell: Shell, caption: &str, projects: &[ProjectFile]) -> Sheet {
    let sheet = Sheet::new(shell.wide()).caption(caption);
    let rows: Vec<Vec<Html>> = projects
        .iter()
        .flat_map(|file| file.outputs.iter().map(move |output| (file, output)))
        .map(|(file, output)| {
            let link = Html::link(&urls::project(file.project.id), &file.project.said.title);
            std::iter::once(link).chain(row(output)).collect()
        })
        .collect();
    if rows.is_empty() {
        return sheet.says(["No project has promised anything that is counted."]);
    }
    let table = Table::new("Promised and delivered").caption_hidden().column("Project").row_headers();
    sheet.piece(columns(table).rows(rows))
}

/// The outputs of one project.
pub(super) fn table(outputs: &[Output]) -> Html {
    if outputs.is_empty() {
        return Html::paragraphs(["Nothing that is counted was promised."]);
    }
    let table = Table::new("Promised and delivered").caption_hidden().row_headers();
    let counts: Vec<String> = outputs
        .iter()
        .flat_map(|output| output.counts.iter().map(move |count| (output, count)))
        .map(|(output, count)| {
            let note = if count.note.is_empty() { String::new() } else { format!(": {}", count.note) };
            let handed = if output.promise.goods {
                format!(", {} handed out", count.handed_out)
            } else {
                String::new()
            };
            format!(
                "{}, {}: {} delivered{handed}{note}",
                words::day(count.on),
                output.promise.name,
                count.delivered
            )
        })
        .collect();
    let table = Html::from(columns(table).rows(outputs.iter().map(row)));
    if counts.is_empty() {
        return table;
    }
    Html::spaced([table, Html::paragraphs(["What was counted when:"]), Html::bullets(counts)])
}

fn columns(table: Table) -> Table {
    table
        .column("What")
        .columns(["Promised", "Delivered", "Handed out", "Left in stock"].map(Column::numeric))
}

fn row(output: &Output) -> Vec<Html> {
    let promised = output.promise.promised.map_or_else(|| "Not recorded".to_owned(), |n| n.to_string());
    let stock = output.stock();
    let goods = |n: i64| if output.promise.goods { n.to_string() } else { "Not goods".to_owned() };
    cells![
        &output.promise.name,
        promised,
        output.delivered(),
        goods(output.handed_out()),
        goods(stock.unwrap_or_default())
    ]
}

pub(super) async fn promising(reader: Reader, At(id): At<Id<Project>>) -> Answer {
    Desk::to_do(&reader, COUNT, About::Project(id)).await?;
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    let shell = beneath_award(&reader, "Add an output", &file.award);
    promise_form(shell, &file, &Answers::default(), &Errors::none()).answer()
}

pub(super) async fn promise(reader: Reader, At(id): At<Id<Project>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, COUNT, About::Project(id)).await?;
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    let mut errors = Errors::none();
    let new = Promise {
        name: answers.get("name").to_owned(),
        goods: answers.get("goods") == "yes",
        promised: number(&answers, "promised", &mut errors),
    };
    if errors.is_empty() {
        let added = store::add_output(reader.store(), &reader.ctx, id, new).await;
        if settled(&mut errors, added)?.is_some() {
            return reader.done(urls::project(id), "The output is added.");
        }
    }
    promise_form(beneath_award(&reader, "Add an output", &file.award), &file, &answers, &errors).answer()
}

fn promise_form(shell: Shell, file: &ProjectFile, typed: &Answers, errors: &Errors) -> Sheet {
    let sheet = Sheet::new(shell).errors(errors, &[]).caption(&*file.project.said.title);
    let ask = Ask { typed, errors };
    let form = Form::new(sheet.shell(), Button::new("Add the output").once())
        .field(ask.line("name", "What is counted?").hint("Such as “people trained”"))
        .field(ask.count("promised", "How many are promised? (optional)"))
        .field(ask.tick(
            "goods",
            "Are they goods?",
            "Yes: they are handed out, and some may be left in stock",
        ))
        .cancel(urls::project(file.project.id));
    sheet.piece(form)
}

pub(super) async fn counting(reader: Reader, At(id): At<Id<Project>>) -> Answer {
    Desk::to_do(&reader, COUNT, About::Project(id)).await?;
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    let typed = dated("on", reader.ctx.clock.today());
    let shell = beneath_award(&reader, "Count what was delivered", &file.award);
    count_form(shell, &file, &typed, &Errors::none()).answer()
}

pub(super) async fn count(reader: Reader, At(id): At<Id<Project>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, COUNT, About::Project(id)).await?;
    let file = store::project(reader.store(), &reader.ctx, id).await?;
    let mut errors = Errors::none();
    let output = chosen::<Output>(&answers, "output")
        .filter(|output| file.outputs.iter().any(|one| one.id == *output));
    if output.is_none() {
        errors.add("output", "Choose what was counted.");
    }
    let new = read_count(&answers, reader.ctx.clock.today(), &mut errors);
    if let Some(output) = output.filter(|_| errors.is_empty()) {
        let counted = store::count(reader.store(), &reader.ctx, output, new).await;
        if settled(&mut errors, counted)?.is_some() {
            return reader.done(urls::project(id), "The count is written down.");
        }
    }
    let shell = beneath_award(&reader, "Count what was delivered", &file.award);
    count_form(shell, &file, &answers, &errors).answer()
}

pub(super) fn read_count(
    answers: &Answers,
    today: concordat_kernel::jiff::civil::Date,
    errors: &mut Errors,
) -> Count {
    Count {
        on: date(answers, "on", "The day", today, errors),
        delivered: number(answers, "delivered", errors).unwrap_or_default(),
        handed_out: number(answers, "handed_out", errors).unwrap_or_default(),
        note: answers.get("note").to_owned(),
    }
}

fn count_form(shell: Shell, file: &ProjectFile, typed: &Answers, errors: &Errors) -> Sheet {
    let sheet =
        Sheet::new(shell).errors(errors, &["on-day"]).caption(&*file.project.said.title).says([HOW_TO_COUNT]);
    let form = Form::new(sheet.shell(), Button::new("Write it down").once());
    let form = count_questions(form, &file.outputs, Ask { typed, errors });
    sheet.piece(form.cancel(urls::project(file.project.id)))
}

pub(super) const HOW_TO_COUNT: &str =
    "Count what is new since the last count. A number below 0 takes a mistake back.";

/// The questions of a count, for whoever counts.
pub(super) fn count_questions(form: Form, outputs: &[Output], ask: Ask<'_>) -> Form {
    let names = outputs.iter().map(|output| (output.id.to_string(), output.promise.name.clone()));
    let mut form = form
        .field(ask.select("output", "What was counted?", names))
        .field(ask.count("delivered", "How many more were delivered?"));
    if outputs.iter().any(|output| output.promise.goods) {
        form = form.field(
            ask.count("handed_out", "How many more goods were handed out? (optional)")
                .hint("The rest is left in stock"),
        );
    }
    form.field(ask.date("on", "On which day were they counted?"))
        .field(ask.text("note", "Anything else (optional)"))
}
