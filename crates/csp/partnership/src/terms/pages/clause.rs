//! Adding a section to a draft, changing one, and taking one out.

use concordat_access::Resource;
use concordat_kernel::{Error, Id, Refusal};
use concordat_web::{
    Answer, Answers, Errors, Reader,
    axum::extract::Path,
    parts::{Breadcrumbs, Button, Html, InputWidth, Radios, Select, Shell, TextInput, Textarea},
};

use crate::{
    Group,
    pages::{form::FormPage, group_form, sample_shell},
    terms::{
        Clause, NewClause, Parts, Rule, Subject, Terms, add_clause, change_clause, remove_clause,
        store::{CHANGE_TERMS, TermsFile, clause},
        urls,
    },
};

struct Around {
    file: TermsFile,
    terms: Terms,
}

async fn around(reader: &Reader, id: Id<Terms>) -> concordat_kernel::Result<Around> {
    let (file, terms) = super::terms::found(reader, id).await?;
    let resource = Resource::one(id).within(terms.group.uuid());
    reader.store().ask(&reader.ctx, CHANGE_TERMS, &resource).await?;
    Ok(Around { file, terms })
}

async fn around_clause(reader: &Reader, id: Id<Clause>) -> concordat_kernel::Result<(Around, Clause)> {
    let terms = clause(reader.store(), id).await?.unwrap_or_else(|| Id::from_uuid(id.uuid()));
    let around = around(reader, terms).await?;
    let clause = around.terms.clauses.iter().find(|clause| clause.id == id).cloned();
    Ok((around, clause.ok_or(Refusal::NotFound)?))
}

/// The empty form for a subject.
pub(crate) async fn new(reader: Reader, Path(id): Path<Id<Terms>>) -> Answer {
    let around = around(&reader, id).await?;
    let subject = Subject::from_word(reader.query.get("subject")).unwrap_or_default();
    let mut answers = Answers::default();
    let last = around.terms.clauses.last().map(|clause| clause.id.to_string());
    answers.set("after", last.unwrap_or_default());
    adding(reader.shell("Add a section"), &around, subject, &answers, &Errors::none()).answer()
}

/// Adds what was sent.
pub(crate) async fn add(reader: Reader, Path(id): Path<Id<Terms>>, answers: Answers) -> Answer {
    let around = around(&reader, id).await?;
    let subject = Subject::from_word(answers.get("subject")).unwrap_or_default();
    let (new, mut errors) = read(subject, &answers);
    let after = answers.some("after").map(str::parse).transpose();
    match after {
        Err(_) => errors.add("after", "Choose where it stands from the list."),
        Ok(after) if errors.is_empty() => {
            let added = add_clause(reader.store(), &reader.ctx, id, new, after).await;
            if errors.take(added)?.is_some() {
                return reader.done(urls::terms(id), "The section is added");
            }
        }
        Ok(_) => {}
    }
    adding(reader.shell("Add a section"), &around, subject, &answers, &errors).answer()
}

/// The form, filled in.
pub(crate) async fn edit(reader: Reader, Path(id): Path<Id<Clause>>) -> Answer {
    let (around, clause) = around_clause(&reader, id).await?;
    let answers = filled(&clause);
    changing(reader.shell("Change a section"), &around, &clause, &answers, &Errors::none()).answer()
}

/// Changes what was sent.
pub(crate) async fn change(reader: Reader, Path(id): Path<Id<Clause>>, answers: Answers) -> Answer {
    let (around, clause) = around_clause(&reader, id).await?;
    let subject = Subject::from_word(answers.get("subject")).unwrap_or_else(|| subject_of(&clause));
    let (new, mut errors) = read(subject, &answers);
    let version = answers.get("version").parse().unwrap_or_default();
    if errors.is_empty() {
        let saved = change_clause(reader.store(), &reader.ctx, id, new, version).await;
        if matches!(saved, Err(Error::Refusal(Refusal::Conflict))) {
            let sentence = "Somebody else changed this section while you were writing. What you wrote is below and is \
                not saved; what it says now is in the draft. Copy what you need, then open the section again.";
            errors.add("", sentence);
        } else if errors.take(saved)?.is_some() {
            return reader.done(urls::terms(around.terms.id), "The section is changed");
        }
    }
    changing(reader.shell("Change a section"), &around, &clause, &answers, &errors).answer()
}

/// Asks whether the section is to be taken out.
pub(crate) async fn ask(reader: Reader, Path(id): Path<Id<Clause>>) -> Answer {
    let (around, clause) = around_clause(&reader, id).await?;
    removing(reader.shell("Take out a section"), &around, &clause).answer()
}

/// Takes it out.
pub(crate) async fn remove(reader: Reader, Path(id): Path<Id<Clause>>, _: Answers) -> Answer {
    let (around, _) = around_clause(&reader, id).await?;
    remove_clause(reader.store(), &reader.ctx, id).await?;
    reader.done(urls::terms(around.terms.id), "The section is taken out")
}

fn trail(around: &Around) -> Breadcrumbs {
    group_form::trail(Some(&around.file.group))
        .page("Terms of reference", urls::index(around.file.group.id))
        .page(&around.terms.title, urls::terms(around.terms.id))
}

fn adding(shell: Shell, around: &Around, subject: Subject, answers: &Answers, errors: &Errors) -> FormPage {
    let after = Select::new("after", "Where does it stand?")
        .option("", "At the beginning")
        .options(around.terms.clauses.iter().map(|clause| {
            let name = super::index::section(&clause.said.number, &clause.said.heading);
            (clause.id.to_string(), format!("After {name}"))
        }))
        .chosen(answers.get("after"))
        .error_if(errors.get("after"));
    let page = FormPage::new(shell, Button::new("Add the section").once(), urls::terms(around.terms.id))
        .hidden(vec![("subject".to_owned(), subject.word().to_owned())]);
    questions(page.trail(trail(around)), subject, &around.file.groups, answers, errors).field(after)
}

fn changing(shell: Shell, around: &Around, clause: &Clause, answers: &Answers, errors: &Errors) -> FormPage {
    let subject = subject_of(clause);
    let page =
        FormPage::new(shell, Button::new("Save changes").once(), urls::terms(around.terms.id)).hidden(vec![
            ("subject".to_owned(), subject.word().to_owned()),
            ("version".to_owned(), clause.version.to_string()),
        ]);
    questions(page.trail(trail(around)), subject, &around.file.groups, answers, errors)
}

fn removing(shell: Shell, around: &Around, clause: &Clause) -> FormPage {
    let name = super::index::section(&clause.said.number, &clause.said.heading);
    FormPage::new(shell, Button::new("Take it out").warning().once(), urls::terms(around.terms.id))
        .trail(trail(around))
        .intro(Html::paragraphs([format!(
            "This takes “{name}” out of the draft, with the rule that it states. Editions that were agreed keep it."
        )]))
}

fn questions(
    page: FormPage,
    subject: Subject,
    groups: &[Group],
    answers: &Answers,
    errors: &Errors,
) -> FormPage {
    let asks = subject.asks();
    let number = |name: &'static str, label: &'static str| {
        TextInput::new(name, label)
            .value(answers.get(name))
            .inputmode("numeric")
            .width(InputWidth::Four)
            .error_if(errors.get(name))
    };
    let mut page = page
        .errors(errors, &[])
        .intro(Html::paragraphs([format!("This section is about: {}.", subject.title())]))
        .field(
            TextInput::new("number", "Number of the section (optional)")
                .hint("As it stands in the text, even if another section has the same")
                .width(InputWidth::Four)
                .value(answers.get("number"))
                .error_if(errors.get("number")),
        )
        .field(
            TextInput::new("heading", "Heading")
                .value(answers.get("heading"))
                .error_if(errors.get("heading")),
        )
        .field(
            Textarea::new("text", "What does the text say?")
                .value(answers.get("text"))
                .rows(8)
                .error_if(errors.get("text")),
        );
    if let Some((legend, offered)) = asks.choice {
        page = page.field(
            Radios::new("choice", legend)
                .items(offered.iter().copied())
                .chosen(answers.get("choice"))
                .error_if(errors.get("choice")),
        );
    }
    if let Some(label) = asks.amount {
        page = page.field(number("amount", label));
    }
    if let Some((label, _)) = asks.months {
        page = page.field(number("months", label));
    }
    if let Some(label) = asks.before {
        page = page.field(
            Select::new("before", label)
                .option("", "None")
                .options(groups.iter().map(|group| (group.id.to_string(), group.name.clone())))
                .chosen(answers.get("before"))
                .error_if(errors.get("before")),
        );
    }
    page
}

fn subject_of(clause: &Clause) -> Subject {
    clause.said.rule.map_or(Subject::Text, Rule::subject)
}

fn filled(clause: &Clause) -> Answers {
    let parts = clause.said.rule.map(Rule::parts).unwrap_or_default();
    let text = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    Answers::from_pairs([
        ("number", clause.said.number.clone()),
        ("heading", clause.said.heading.clone()),
        ("text", clause.said.text.clone()),
        ("choice", parts.choice.unwrap_or_default()),
        ("amount", text(parts.amount)),
        ("months", text(parts.months)),
        ("before", parts.before.map(|group| group.to_string()).unwrap_or_default()),
    ])
}

fn read(subject: Subject, answers: &Answers) -> (NewClause, Errors) {
    let mut errors = Errors::none();
    let mut count = |field: &str| {
        let typed = answers.some(field)?;
        let read = typed.parse().ok();
        if read.is_none() {
            errors.add(field, "Enter a whole number, such as 4.");
        }
        read
    };
    let (amount, months) = (count("amount"), count("months"));
    let before = answers.some("before").map(str::parse).transpose();
    if before.is_err() {
        errors.add("before", "Choose a group from the list.");
    }
    let parts = Parts {
        choice: answers.some("choice").map(str::to_owned),
        amount,
        months,
        before: before.unwrap_or_default(),
    };
    let rule = Rule::of(subject, &parts).unwrap_or_else(|(field, sentence)| {
        // What could not be read is not also missing.
        if errors.get(field).is_none() {
            errors.add(field, sentence);
        }
        None
    });
    let said = NewClause {
        number: answers.get("number").to_owned(),
        heading: answers.get("heading").to_owned(),
        text: answers.get("text").to_owned(),
        rule,
    };
    (said, errors)
}

pub(crate) fn samples() -> Vec<(&'static str, FormPage)> {
    let file = super::samples::file();
    let Some(terms) = file.draft().cloned() else { return Vec::new() };
    let around = Around { file, terms };
    let wrong = Answers::from_pairs([("amount", "four"), ("heading", "Quorum")]);
    let (_, errors) = read(Subject::Quorum, &wrong);
    let none = Errors::none();
    let add = |subject, answers: &Answers, errors: &Errors| {
        adding(sample_shell("Add a section"), &around, subject, answers, errors)
    };
    let mut pages = vec![
        ("section, text only", add(Subject::Text, &Answers::default(), &none)),
        ("section on the cycle", add(Subject::Cycle, &Answers::default(), &none)),
        ("section on the quorum, with errors", add(Subject::Quorum, &wrong, &errors)),
    ];
    if let Some(clause) = around.terms.clauses.first() {
        let shell = || sample_shell("Change a section");
        pages.push(("section, changing", changing(shell(), &around, clause, &filled(clause), &none)));
        pages.push(("section, taking out", removing(sample_shell("Take out a section"), &around, clause)));
    }
    pages
}
