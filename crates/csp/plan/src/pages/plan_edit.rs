//! Changing a plan's title, period and group.

use concordat_kernel::{AnyId, Id, Month, Period};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, InputWidth, Select, Shell, TextInput},
};

use super::{
    form::{Field, Form, Kind, Section, base},
    refused, shell,
};
use crate::{
    Plan, PlanHead,
    import::{Timescale, tidy},
    store, urls,
};

/// Groups to choose among: id and name.
pub(crate) type Groups = Vec<(AnyId, String)>;

pub(super) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let plan = store::plan_to(reader.store(), &reader.ctx, store::CHANGE, id).await?;
    let groups = groups(&reader).await?;
    let filled = fill(&plan.head);
    page(&view(edit_shell(&reader, id), id, &groups, &filled, &filled, &Errors::none()))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Plan>>, mut answers: Answers) -> Answer {
    let plan = store::plan_to(reader.store(), &reader.ctx, store::CHANGE, id).await?;
    let groups = groups(&reader).await?;
    let fields = fields(&groups);
    let mut errors = Errors::none();
    super::conflict::merge(&fields, &mut answers, &mut errors);
    let version: i64 = answers.get("version").parse().unwrap_or(0);
    if version == plan.head.version && errors.is_empty() {
        let latter = read(&answers, &plan.head, &mut errors);
        if errors.is_empty() {
            let saved = store::change_plan(reader.store(), &reader.ctx, &latter).await;
            if errors.take(saved)?.is_some() {
                return reader.done(urls::plan(id), "The plan is saved.");
            }
        }
        let recorded = super::conflict::before(&fields, &answers);
        return refused(&view(edit_shell(&reader, id), id, &groups, &recorded, &answers, &errors));
    }
    let history = store::plan_history(reader.store(), &reader.ctx, id).await?;
    let by = super::conflict::by(&reader, &history).await?;
    let title = "Someone else changed this plan while you were editing";
    let shell = shell(&reader, title).back(BackLink::new(urls::plan(id)));
    super::conflict::answer(
        super::conflict::Page {
            shell,
            fields: &fields,
            typed: &answers,
            now: &fill(&plan.head),
            version: plan.head.version,
            by,
            carried: Vec::new(),
            cancel: urls::plan(id),
        },
        &errors,
    )
}

/// The groups a plan may belong to.
pub(crate) async fn groups(reader: &Reader) -> concordat_kernel::Result<Groups> {
    let mut tx = reader.store().peek().await?;
    let choices = concordat_partnership::choices(&mut tx).await?;
    let groups = choices.into_iter().filter(|choice| choice.kind == "group");
    Ok(groups.map(|group| (group.id, group.name)).collect())
}

/// A month as it is typed: `April 2026`.
pub(crate) fn month_words(month: Month) -> String {
    Timescale::Month { month }.to_string()
}

/// Reads a period's two months; both or neither.
pub(crate) fn read_period(answers: &Answers, errors: &mut Errors) -> Option<Period> {
    let mut month = |name: &'static str, other: &str, which: &str| match Timescale::read(answers.get(name)) {
        Timescale::Month { month } => Some(month),
        other_form if other_form.is_none() && answers.get(other).is_empty() => None,
        _ => {
            errors.add(name, format!("Enter the {which} month with its year, such as April 2026."));
            None
        }
    };
    let from = month("period_from", "period_to", "first");
    let to = month("period_to", "period_from", "last");
    from.zip(to).map(|(from, to)| Period { from, to })
}

fn fill(head: &PlanHead) -> Answers {
    let month = |month: Option<Month>| month.map(month_words).unwrap_or_default();
    Answers::from_pairs([
        ("title", head.title.clone()),
        ("period_from", month(head.period.map(|period| period.from))),
        ("period_to", month(head.period.map(|period| period.to))),
        ("group", head.group.map(|group| group.to_string()).unwrap_or_default()),
        ("version", head.version.to_string()),
    ])
}

fn read(answers: &Answers, former: &PlanHead, errors: &mut Errors) -> PlanHead {
    PlanHead {
        title: tidy(answers.get("title")),
        period: read_period(answers, errors),
        group: answers.get("group").parse().ok(),
        ..former.clone()
    }
}

fn fields(groups: &Groups) -> Vec<Field> {
    let mut choices = vec![(String::new(), "No group".to_owned())];
    choices.extend(groups.iter().map(|(id, name)| (id.to_string(), name.clone())));
    vec![
        Field::new("title", "Title", Kind::Line),
        Field::new("period_from", "First month", Kind::Line),
        Field::new("period_to", "Last month", Kind::Line),
        Field::new("group", "Group", Kind::Choice(choices)),
    ]
}

fn edit_shell(reader: &Reader, id: Id<Plan>) -> Shell {
    shell(reader, "Change the plan").back(BackLink::new(urls::plan(id)).text("Back to the plan"))
}

/// The select for a plan's group.
pub(crate) fn group_select(groups: &Groups, chosen: &str) -> Select {
    Select::new("group", "Group")
        .hint("Roles held for this group count for the plan")
        .option("", "No group")
        .options(groups.iter().map(|(id, name)| (id.to_string(), name)))
        .chosen(chosen)
}

/// The questions for title and period.
pub(crate) fn title_and_period(typed: &Answers, errors: &Errors) -> Vec<TextInput> {
    let line = |name: &str, label: &str| {
        TextInput::new(name, label).value(typed.get(name)).error_if(errors.get(name))
    };
    vec![
        line("title", "Title").hint("Without its years"),
        line("period_from", "First month").hint("Such as April 2026").width(InputWidth::Twenty),
        line("period_to", "Last month").hint("Such as March 2027").width(InputWidth::Twenty),
    ]
}

fn view(
    shell: Shell,
    id: Id<Plan>,
    groups: &Groups,
    recorded: &Answers,
    typed: &Answers,
    errors: &Errors,
) -> Form {
    let mut asked: Vec<concordat_web::parts::Html> =
        title_and_period(typed, errors).into_iter().map(Into::into).collect();
    asked.push(group_select(groups, typed.get("group")).into());
    let mut form = Form::new(shell, "Save", vec![Section::plain(asked)], urls::plan(id))
        .errors(errors)
        .hide("version", typed.get("version"));
    form.hidden.extend(base(&fields(groups), recorded));
    form
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let head = super::samples::plan().head;
    let groups = head.group.map(|id| (id, "Merrowshire Community Safety Board".to_owned()));
    let groups: Groups = groups.into_iter().collect();
    let filled = fill(&head);
    let wrong = Answers::from_pairs([("period_from", "2026")]);
    let mut errors = Errors::none();
    read(&wrong, &head, &mut errors);
    let shell = || super::samples::shell("Change the plan");
    vec![
        ("change a plan", view(shell(), head.id, &groups, &filled, &filled, &Errors::none())),
        ("change a plan: no month", view(shell(), head.id, &groups, &filled, &wrong, &errors)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_reads_back_the_same() {
        for head in [crate::pages::samples::plan().head, crate::pages::samples::empty_plan().head] {
            let mut errors = Errors::none();
            assert_eq!(read(&fill(&head), &head, &mut errors), head);
            assert!(errors.is_empty());
        }
    }

    #[test]
    fn half_a_period_is_asked_for_whole() {
        for (from, to, wrong) in [
            ("April 2026", "", "period_to"),
            ("", "March 2027", "period_from"),
            ("2026", "March 2027", "period_from"),
        ] {
            let mut errors = Errors::none();
            let typed = Answers::from_pairs([("period_from", from), ("period_to", to)]);
            assert_eq!(read_period(&typed, &mut errors), None);
            assert!(errors.get(wrong).is_some(), "{from} to {to}");
        }
    }
}
