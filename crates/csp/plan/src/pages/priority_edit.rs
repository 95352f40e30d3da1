//! Editing a priority's title, leads, aim and notes.

use concordat_kernel::Id;
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Shell, TextInput, Textarea},
};

use super::{
    form::{Field, Form, Kind, Section, base},
    priority::found,
    refused, shell,
};
use crate::{
    Priority, RecordedPriority,
    import::{self, tidy},
    store, urls,
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Priority>>) -> Answer {
    let plan = store::plan_of_priority_to(reader.store(), &reader.ctx, store::CHANGE, id).await?;
    let priority = found(&plan, id)?;
    let filled = fill(priority);
    page(&view(edit_shell(&reader, priority), id, &filled, &filled, &Errors::none()))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Priority>>, mut answers: Answers) -> Answer {
    let plan = store::plan_of_priority_to(reader.store(), &reader.ctx, store::CHANGE, id).await?;
    let priority = found(&plan, id)?;
    let now = fill(priority);
    let fields = fields();
    let mut errors = Errors::none();
    super::conflict::merge(&fields, &mut answers, &mut errors);
    let version: i64 = answers.get("version").parse().unwrap_or(0);
    if version == priority.version && errors.is_empty() {
        let latter = read(&answers, priority);
        let saved = store::change_priority(reader.store(), &reader.ctx, id, version, &latter).await;
        if errors.take(saved)?.is_some() {
            return reader.done(urls::priority(id), "The priority is saved.");
        }
        let recorded = super::conflict::before(&fields, &answers);
        return refused(&view(edit_shell(&reader, priority), id, &recorded, &answers, &errors));
    }
    let history = store::priority_history(reader.store(), &reader.ctx, id).await?;
    let by = super::conflict::by(&reader, &history).await?;
    let title = "Someone else changed this priority while you were editing";
    let shell = shell(&reader, title).back(BackLink::new(urls::priority(id)));
    super::conflict::answer(
        super::conflict::Page {
            shell,
            fields: &fields,
            typed: &answers,
            now: &now,
            version: priority.version,
            by,
            carried: Vec::new(),
            cancel: urls::priority(id),
        },
        &errors,
    )
}

fn fill(priority: &RecordedPriority) -> Answers {
    Answers::from_pairs([
        ("title", priority.title.clone()),
        ("leads", priority.leads.join("\n")),
        ("aim", priority.aim.clone().unwrap_or_default()),
        ("notes", priority.notes.join("\n")),
        ("version", priority.version.to_string()),
    ])
}

fn read(answers: &Answers, former: &RecordedPriority) -> import::Priority {
    let lines = |name: &str| answers.lines(name).iter().map(|text| tidy(text)).collect();
    import::Priority {
        title: tidy(answers.get("title")),
        leads: lines("leads"),
        aim: answers.some("aim").map(tidy),
        notes: lines("notes"),
        ..former.as_draft()
    }
}

fn fields() -> Vec<Field> {
    vec![
        Field::new("title", "Title", Kind::Line),
        Field::new("leads", "Leads", Kind::Lines),
        Field::new("aim", "Aim", Kind::Lines),
        Field::new("notes", "Notes", Kind::Lines),
    ]
}

fn edit_shell(reader: &Reader, priority: &RecordedPriority) -> Shell {
    let back = BackLink::new(urls::priority(priority.id)).text("Back to the priority");
    shell(reader, "Edit priority").back(back)
}

fn view(shell: Shell, id: Id<Priority>, recorded: &Answers, typed: &Answers, errors: &Errors) -> Form {
    let area = |name: &str, label: &str| {
        Textarea::new(name, label).rows(3).value(typed.get(name)).error_if(errors.get(name))
    };
    let fields_asked = vec![
        TextInput::new("title", "Title").value(typed.get("title")).error_if(errors.get("title")).into(),
        area("leads", "Leads").hint("A role and an organisation each, one on each line").into(),
        area("aim", "Aim").hint("What the priority is for").into(),
        area("notes", "Notes").hint("One on each line").into(),
    ];
    let sections = vec![Section::plain(fields_asked)];
    let mut form = Form::new(shell, "Save", sections, urls::priority(id))
        .errors(errors)
        .hide("version", typed.get("version"));
    form.hidden.extend(base(&fields(), recorded));
    form
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let plan = super::samples::plan();
    let Some(priority) = plan.priorities.first() else { return Vec::new() };
    let filled = fill(priority);
    let mut errors = Errors::none();
    errors.add("title", "Enter the priority's title.");
    let shell = || super::samples::shell("Edit priority");
    vec![
        ("edit a priority", view(shell(), priority.id, &filled, &filled, &Errors::none())),
        ("edit a priority: no title", view(shell(), priority.id, &filled, &Answers::default(), &errors)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_reads_back_the_same() {
        for priority in &crate::pages::samples::plan().priorities {
            assert_eq!(read(&fill(priority), priority), priority.as_draft());
        }
    }
}
