//! The year's focus topics: the list, and the form that keeps each.

use concordat_access::Resource;
use concordat_kernel::{Id, Refusal, Result};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, View,
    askama::Template,
    cells, page,
    parts::{BackLink, Checkboxes, Csrf, Html, Shell, Table, TextInput, Textarea},
};

use crate::{
    Plan, RecordedPlan,
    import::tidy,
    pages::{
        conflict,
        form::{Field, Form, Kind, Section, base},
        refused, shell,
    },
    reports::{
        facts::{Facts, Topic},
        rules, samples,
        store::{self, topics},
        urls,
    },
};

/// A plan's focus topics.
#[derive(Debug, Template)]
#[template(path = "reports/topics.html")]
pub(crate) struct Topics {
    shell: Shell,
    caption: String,
    table: Option<Table>,
    add: Option<String>,
}

/// The button that gives a topic up.
#[derive(Debug, Template)]
#[template(path = "reports/give_up.html")]
struct GiveUp {
    action: String,
    version: i64,
    title: String,
    csrf: Csrf,
}
impl concordat_web::askama::filters::HtmlSafe for GiveUp {}
impl concordat_web::parts::Part for GiveUp {}

pub(crate) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let (facts, _) = store::facts(reader.store(), &reader.ctx, store::VIEW_TOPIC, id).await?;
    let keeps = Resource::any("plan_topic").within(facts.plan.head.group);
    let may_change = reader.may(store::CHANGE_TOPIC, &keeps);
    let back = BackLink::new(urls::reports(id)).text("Back to the reports");
    page(&Topics::of(shell(&reader, "Focus topics").back(back), &facts, may_change))
}

impl Topics {
    fn of(shell: Shell, facts: &Facts, may_change: bool) -> Self {
        let plan = &facts.plan;
        let mut table = Table::new("Focus topics of the year")
            .caption_hidden()
            .columns(["Topic", "Why it was chosen", "What it covers"])
            .row_headers();
        if may_change {
            table = table.column(Html::hidden("Giving it up"));
        }
        for topic in &facts.topics {
            let name = if may_change {
                Html::link(&urls::topic(topic.id), &topic.title)
            } else {
                (&topic.title).into()
            };
            let mut row =
                cells![name, Html::lines(&topic.because), Html::lines(&rules::covered_words(plan, topic))];
            if may_change {
                row.push(
                    GiveUp {
                        action: urls::give_up(topic.id),
                        version: topic.version,
                        title: topic.title.clone(),
                        csrf: shell.csrf.clone(),
                    }
                    .into(),
                );
            }
            table = table.row(row);
        }
        Self {
            caption: plan.head.title.clone(),
            table: (!facts.topics.is_empty()).then_some(table),
            add: may_change.then(|| urls::new_topic(plan.head.id)),
            shell,
        }
    }
}

impl View for Topics {
    fn samples() -> Vec<(&'static str, Self)> {
        let shell = || crate::pages::samples::shell("Focus topics");
        vec![
            ("for an officer", Self::of(shell(), &samples::facts(), true)),
            ("for a member", Self::of(shell(), &samples::facts(), false)),
            ("none yet", Self::of(shell(), &samples::empty(), true)),
        ]
    }
}

pub(crate) async fn show_new(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let plan = topics::plan_for_topics(reader.store(), &reader.ctx, id).await?;
    let none = Answers::default();
    page(&view(edit_shell(&reader, &plan, "Add a focus topic"), &plan, None, &none, &none, &Errors::none()))
}

pub(crate) async fn add(reader: Reader, At(id): At<Id<Plan>>, answers: Answers) -> Answer {
    let plan = topics::plan_for_topics(reader.store(), &reader.ctx, id).await?;
    let answers = joined(answers);
    let mut errors = Errors::none();
    let added = match read(&answers, &plan, ctx_id(&reader)) {
        Ok(new) => topics::add(reader.store(), &reader.ctx, &plan, &new).await.map(drop),
        Err(refusal) => Err(refusal.into()),
    };
    if errors.take(added)?.is_some() {
        return reader.done(urls::topics(id), "The topic is added.");
    }
    let shell = edit_shell(&reader, &plan, "Add a focus topic");
    refused(&view(shell, &plan, None, &Answers::default(), &answers, &errors))
}

pub(crate) async fn edit(reader: Reader, At(id): At<Id<Topic>>) -> Answer {
    let (plan, topic) = topics::topic(reader.store(), &reader.ctx, id).await?;
    let filled = fill(&plan, &topic);
    let shell = edit_shell(&reader, &plan, "Change a focus topic");
    page(&view(shell, &plan, Some(id), &filled, &filled, &Errors::none()))
}

pub(crate) async fn save(reader: Reader, At(id): At<Id<Topic>>, answers: Answers) -> Answer {
    let (plan, topic) = topics::topic(reader.store(), &reader.ctx, id).await?;
    let mut answers = joined(answers);
    let fields = fields();
    let mut errors = Errors::none();
    conflict::merge(&fields, &mut answers, &mut errors);
    let version: i64 = answers.get("version").parse().unwrap_or(0);
    if version == topic.version && errors.is_empty() {
        let saved = match read(&answers, &plan, id) {
            Ok(latter) => {
                let latter = Topic { version, ..latter };
                topics::change(reader.store(), &reader.ctx, &plan, &latter).await
            }
            Err(refusal) => Err(refusal.into()),
        };
        if errors.take(saved)?.is_some() {
            return reader.done(urls::topics(plan.head.id), "The topic is saved.");
        }
        let recorded = conflict::before(&fields, &answers);
        let shell = edit_shell(&reader, &plan, "Change a focus topic");
        return refused(&view(shell, &plan, Some(id), &recorded, &answers, &errors));
    }
    let title = "Someone else changed this topic while you were editing";
    conflict::answer(
        conflict::Page {
            shell: edit_shell(&reader, &plan, title),
            fields: &fields,
            typed: &answers,
            now: &fill(&plan, &topic),
            version: topic.version,
            by: "Someone saved a change".to_owned(),
            carried: Vec::new(),
            cancel: urls::topics(plan.head.id),
        },
        &errors,
    )
}

pub(crate) async fn give_up(reader: Reader, At(id): At<Id<Topic>>, answers: Answers) -> Answer {
    let (plan, topic) = topics::topic(reader.store(), &reader.ctx, id).await?;
    let version: i64 = answers.get("version").parse().unwrap_or(0);
    topics::give_up(reader.store(), &reader.ctx, &plan, &Topic { version, ..topic }).await?;
    reader.done(urls::topics(plan.head.id), "The topic is given up.")
}

fn ctx_id(reader: &Reader) -> Id<Topic> {
    Id::from_uuid(reader.ctx.request)
}

/// Boxes ticked become lines, as the fields of a form are compared.
fn joined(mut answers: Answers) -> Answers {
    let ticked = answers.all("priorities").join("\n");
    answers.set("priorities", ticked);
    answers
}

fn fill(plan: &RecordedPlan, topic: &Topic) -> Answers {
    let priorities = plan.priorities.iter().filter(|priority| topic.priorities.contains(&priority.id));
    let actions = plan.actions().filter(|(_, action)| topic.actions.contains(&action.id));
    Answers::from_pairs([
        ("title", topic.title.clone()),
        ("because", topic.because.clone()),
        ("priorities", priorities.map(|priority| priority.title.clone()).collect::<Vec<_>>().join("\n")),
        ("actions", actions.map(|(_, action)| action.content.number.clone()).collect::<Vec<_>>().join(", ")),
        ("commentary", topic.commentary.clone()),
        ("version", topic.version.to_string()),
    ])
}

/// What was typed as a topic; its version is not read.
fn read(answers: &Answers, plan: &RecordedPlan, id: Id<Topic>) -> Result<Topic, Refusal> {
    let ticked = answers.lines("priorities");
    let priorities = plan.priorities.iter().filter(|priority| ticked.contains(&priority.title));
    Ok(Topic {
        id,
        title: tidy(answers.get("title")),
        because: answers.get("because").to_owned(),
        commentary: answers.get("commentary").to_owned(),
        priorities: priorities.map(|priority| priority.id).collect(),
        actions: rules::actions_of(plan, answers.get("actions"))?,
        version: 0,
    })
}

fn fields() -> Vec<Field> {
    vec![
        Field::new("title", "Topic", Kind::Line),
        Field::new("because", "Why it was chosen", Kind::Lines),
        Field::new("priorities", "Priorities it covers", Kind::Lines),
        Field::new("actions", "Single actions it covers", Kind::Line),
        Field::new("commentary", "What to say of the year", Kind::Lines),
    ]
}

fn edit_shell(reader: &Reader, plan: &RecordedPlan, title: &str) -> Shell {
    let back = BackLink::new(urls::topics(plan.head.id)).text("Back to the focus topics");
    shell(reader, title).back(back)
}

fn view(
    shell: Shell,
    plan: &RecordedPlan,
    id: Option<Id<Topic>>,
    recorded: &Answers,
    typed: &Answers,
    errors: &Errors,
) -> Form {
    let area = |name: &str, label: &str| {
        Textarea::new(name, label).rows(4).value(typed.get(name)).error_if(errors.get(name))
    };
    let ticked = typed.lines("priorities");
    let priorities = Checkboxes::new("priorities", "Priorities it covers")
        .items(plan.priorities.iter().map(|priority| (priority.title.clone(), priority.title.clone())))
        .chosen(ticked)
        .error_if(errors.get("priorities"));
    let asked = vec![
        TextInput::new("title", "Topic").value(typed.get("title")).error_if(errors.get("title")).into(),
        area("because", "Why it was chosen").hint("Such as a question that scrutiny asked last year").into(),
        priorities.into(),
        TextInput::new("actions", "Single actions it covers")
            .hint("By number, with commas between: 2.1, 5.3")
            .value(typed.get("actions"))
            .error_if(errors.get("actions"))
            .into(),
        area("commentary", "What to say of the year")
            .hint("A few sentences that stand in the year-end summary before the actions")
            .into(),
    ];
    let to = id.map_or_else(|| urls::new_topic(plan.head.id), urls::topic);
    let mut form = Form::new(shell, "Save", vec![Section::plain(asked)], urls::topics(plan.head.id))
        .errors(errors)
        .hide("version", typed.get("version"));
    form.to = to;
    form.hidden.extend(base(&fields(), recorded));
    form
}

/// The form with nothing, with a topic, and with what must be put right.
pub(crate) fn samples() -> Vec<(&'static str, Form)> {
    let facts = samples::facts();
    let none = Answers::default();
    let mut errors = Errors::none();
    errors.add("title", "Enter the topic's title.");
    errors.add("actions", "The plan has no action 7.7.");
    let shell = |title: &str| crate::pages::samples::shell(title);
    let mut forms = vec![
        ("add a topic", view(shell("Add a focus topic"), &facts.plan, None, &none, &none, &Errors::none())),
        ("add a topic: no title", view(shell("Add a focus topic"), &facts.plan, None, &none, &none, &errors)),
    ];
    if let Some(topic) = facts.topics.first() {
        let filled = fill(&facts.plan, topic);
        let shell = shell("Change a focus topic");
        forms.push((
            "change a topic",
            view(shell, &facts.plan, Some(topic.id), &filled, &filled, &Errors::none()),
        ));
    }
    forms
}
