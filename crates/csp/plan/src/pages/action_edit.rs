//! Editing an action, and adding one.

use concordat_kernel::{Error, Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Html, Select, Shell},
};

use super::{
    action::title,
    action_form as form, conflict,
    form::{Form, base},
    refused, shell,
};
use crate::{
    Action, Plan, RecordedAction, RecordedPlan, State,
    import::{self, Timescale},
    store::{self, ActionEdit, NewAction},
    urls,
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Action>>) -> Answer {
    let plan = store::plan_of_action_to(reader.store(), &reader.ctx, store::CHANGE_ACTION, id).await?;
    let (_, action) = plan.action(id).ok_or(Refusal::NotFound)?;
    if action.state == State::Withdrawn {
        return concordat_web::redirect(urls::action(id));
    }
    let filled = form::fill(&action.content, action.state);
    page(&view(edit_shell(&reader, action), action, &filled, &filled, &Errors::none()))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Action>>, mut answers: Answers) -> Answer {
    let plan = store::plan_of_action_to(reader.store(), &reader.ctx, store::CHANGE_ACTION, id).await?;
    let (_, action) = plan.action(id).ok_or(Refusal::NotFound)?;
    let now = form::fill(&action.content, action.state);
    let recorded = conflict::before(&form::fields(&answers, &now), &answers);
    if answers.get("then") == "row" {
        answers.set("rows", (form::row_count(&answers) + 1).to_string());
        return page(&view(edit_shell(&reader, action), action, &recorded, &answers, &Errors::none()));
    }
    let mut errors = Errors::none();
    let fields = form::fields(&answers, &now);
    conflict::merge(&fields, &mut answers, &mut errors);
    let version: i64 = answers.get("version").parse().unwrap_or(0);
    if action.state == State::Withdrawn {
        errors.add("", "This action was withdrawn while you were editing. Put it back first, in another window; what you typed is kept here.");
        return refused(&view(edit_shell(&reader, action), action, &recorded, &answers, &errors));
    }
    if version != action.version || !errors.is_empty() {
        return both_texts(&reader, action, &answers, &now, &errors).await;
    }
    let (content, state) = form::read(&answers, &action.content, &mut errors);
    if errors.is_empty() {
        let kept_as_words = kept_as_words(&action.content, &content);
        let edit = ActionEdit { version, content, state };
        match store::change_action(reader.store(), &reader.ctx, id, edit).await {
            Err(Error::Refusal(Refusal::Conflict)) => {
                // Changed between the two reads: the next one finds out by whom.
                let plan =
                    store::plan_of_action_to(reader.store(), &reader.ctx, store::CHANGE_ACTION, id).await?;
                let (_, action) = plan.action(id).ok_or(Refusal::NotFound)?;
                let now = form::fill(&action.content, action.state);
                return both_texts(&reader, action, &answers, &now, &Errors::none()).await;
            }
            other => {
                if errors.take(other)?.is_some() {
                    let saved = format!("Action {} is saved.{kept_as_words}", answers.get("number"));
                    return reader.done(urls::action(id), &saved);
                }
            }
        }
    }
    refused(&view(edit_shell(&reader, action), action, &recorded, &answers, &errors))
}

async fn both_texts(
    reader: &Reader,
    action: &RecordedAction,
    typed: &Answers,
    now: &Answers,
    errors: &Errors,
) -> Answer {
    let changes = store::action_history(reader.store(), &reader.ctx, action.id).await?;
    let by = conflict::by(reader, &changes).await?;
    let rows = form::row_count(typed).max(form::row_count(now));
    let mut carried = vec![("rows".to_owned(), rows.to_string())];
    carried.extend(form::columns(typed, now).into_iter().map(|column| ("column".to_owned(), column)));
    let fields = form::fields(typed, now);
    let title = "Someone else changed this action while you were editing";
    let back = BackLink::new(urls::action(action.id)).text("Back to the action without saving");
    let page = conflict::Page {
        shell: shell(reader, title).back(back),
        fields: &fields,
        typed,
        now,
        version: action.version,
        by,
        carried,
        cancel: urls::action(action.id),
    };
    conflict::answer(page, errors)
}

/// Says which timescales could not be read as a month or a day, when they are new.
fn kept_as_words(former: &import::Action, latter: &import::Action) -> String {
    let words = |action: &import::Action| -> Vec<String> {
        let rows = action.rows.iter().filter(|row| matches!(row.timescale, Timescale::Text { .. }));
        rows.map(|row| row.timescale.to_string()).filter(|text| !text.is_empty()).collect()
    };
    let old = words(former);
    match words(latter).iter().find(|text| !old.contains(text)) {
        Some(text) => format!(" “{text}” is kept as words: no date can be told from it."),
        None => String::new(),
    }
}

fn edit_shell(reader: &Reader, action: &RecordedAction) -> Shell {
    let back = BackLink::new(urls::action(action.id)).text("Back to the action");
    shell(reader, format!("Edit {}", title(&action.content).to_lowercase())).back(back)
}

fn view(shell: Shell, action: &RecordedAction, recorded: &Answers, typed: &Answers, errors: &Errors) -> Form {
    let version = typed.some("version").map_or_else(|| action.version.to_string(), str::to_owned);
    let cancel = urls::action(action.id);
    let to = shell.tied(&urls::edit_action(action.id));
    let place = format!("{to}#row-{}", form::row_count(typed) + 1);
    let mut view = asked(shell, "Save", typed, errors, Vec::new(), cancel)
        .caption(action.content.full_objective())
        .hide("version", version);
    view.hidden.extend(base(&form::fields(recorded, typed), recorded));
    view.to = to;
    view.more = Some(("Add another row", place, "row"));
    view
}

fn asked(
    shell: Shell,
    button: &'static str,
    typed: &Answers,
    errors: &Errors,
    first: Vec<Html>,
    cancel: String,
) -> Form {
    let mut view = Form::new(shell, button, form::sections(typed, errors, first), cancel).errors(errors);
    view.hidden.push(("rows".to_owned(), form::row_count(typed).to_string()));
    view.hidden.extend(typed.all("column").iter().map(|column| ("column".to_owned(), column.clone())));
    view
}

pub(super) async fn show_new(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let plan = store::plan_to(reader.store(), &reader.ctx, store::ADD_ACTION, id).await?;
    let mut blank = form::fill(&import::Action::default(), State::NoUpdate);
    blank.set("priority", reader.query.get("priority"));
    page(&new_view(new_shell(&reader, &plan), &plan, &blank, &Errors::none()))
}

pub(super) async fn add(reader: Reader, At(id): At<Id<Plan>>, mut answers: Answers) -> Answer {
    let plan = store::plan_to(reader.store(), &reader.ctx, store::ADD_ACTION, id).await?;
    if answers.get("then") == "row" {
        answers.set("rows", (form::row_count(&answers) + 1).to_string());
        return page(&new_view(new_shell(&reader, &plan), &plan, &answers, &Errors::none()));
    }
    let mut errors = Errors::none();
    let chosen = answers.get("priority").parse().ok();
    let priority = plan.priorities.iter().find(|priority| Some(priority.id) == chosen);
    if priority.is_none() {
        errors.add("priority", "Choose the priority it belongs to.");
    }
    let (content, state) = form::read(&answers, &import::Action::default(), &mut errors);
    if let (Some(priority), true) = (priority, errors.is_empty()) {
        let new = NewAction { priority: priority.id, content, state };
        if let Some(id) = errors.take(store::add_action(reader.store(), &reader.ctx, new).await)? {
            return reader.done(urls::action(id), &format!("Action {} is added.", answers.get("number")));
        }
    }
    refused(&new_view(new_shell(&reader, &plan), &plan, &answers, &errors))
}

fn new_shell(reader: &Reader, plan: &RecordedPlan) -> Shell {
    let back = BackLink::new(urls::plan(plan.head.id)).text("Back to the plan");
    shell(reader, "Add an action").back(back)
}

fn new_view(shell: Shell, plan: &RecordedPlan, typed: &Answers, errors: &Errors) -> Form {
    let priorities = plan.priorities.iter().map(|priority| (priority.id.to_string(), &priority.title));
    let priority = Select::new("priority", "Priority")
        .option("", "Choose a priority")
        .options(priorities)
        .chosen(typed.get("priority"))
        .error_if(errors.get("priority"));
    let cancel = urls::plan(plan.head.id);
    let to = shell.tied(&urls::new_action(plan.head.id, None));
    let place = format!("{to}#row-{}", form::row_count(typed) + 1);
    let mut view = asked(shell, "Add this action", typed, errors, vec![priority.into()], cancel)
        .caption(&plan.head.title);
    view.to = to;
    view.more = Some(("Add another row", place, "row"));
    view
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let plan = super::samples::plan();
    let mut samples = Vec::new();
    if let Some((_, action)) = plan.actions().next() {
        let filled = form::fill(&action.content, action.state);
        let shell = || super::samples::shell("Edit action 1.1");
        samples.push(("edit an action", view(shell(), action, &filled, &filled, &Errors::none())));
        let mut wrong = filled.clone();
        wrong.set("number", "");
        wrong.set("row-1-when", "When the grant comes");
        let mut errors = Errors::none();
        errors.add("number", "Enter the action's number, such as 5.2.");
        errors.add("", "Each step must be 4,000 characters or fewer.");
        samples.push(("edit an action, with errors", view(shell(), action, &filled, &wrong, &errors)));
    }
    let blank = form::fill(&import::Action::default(), State::NoUpdate);
    let shell = super::samples::shell("Add an action");
    samples.push(("add an action", new_view(shell, &plan, &blank, &Errors::none())));
    samples
}
