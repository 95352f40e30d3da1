//! Beginning a draft of a group's terms, and agreeing it.

use concordat_access::Resource;
use concordat_kernel::{Id, Kind as _};
use concordat_web::{
    Answer, Answers, Errors, Reader,
    axum::extract::Path,
    parts::{Button, Html, Shell, TextInput},
};

use crate::{
    Group,
    pages::{dates, form::FormPage, group_form, sample_shell},
    terms::{
        Terms, agree, draft, duplicate_numbers,
        store::{AGREE_TERMS, CHANGE_TERMS, TermsFile, terms_file},
        urls,
    },
};

/// The form that begins a draft.
pub(crate) async fn new(reader: Reader, Path(id): Path<Id<Group>>) -> Answer {
    let file = asked(&reader, id).await?;
    beginning(reader.shell("Begin a draft"), &file, &Answers::default(), &Errors::none()).answer()
}

/// Begins it.
pub(crate) async fn begin(reader: Reader, Path(id): Path<Id<Group>>, answers: Answers) -> Answer {
    let file = asked(&reader, id).await?;
    let mut errors = Errors::none();
    let begun = draft(reader.store(), &reader.ctx, id, answers.get("title")).await;
    if let Some(terms) = errors.take(begun)? {
        return reader.done(urls::terms(terms), "The draft is begun");
    }
    beginning(reader.shell("Begin a draft"), &file, &answers, &errors).answer()
}

async fn asked(reader: &Reader, id: Id<Group>) -> concordat_kernel::Result<TermsFile> {
    let resource = Resource::any(Terms::NAME).within(id.uuid());
    reader.store().ask(&reader.ctx, CHANGE_TERMS, &resource).await?;
    terms_file(reader.store(), &reader.ctx, id).await
}

fn beginning(shell: Shell, file: &TermsFile, answers: &Answers, errors: &Errors) -> FormPage {
    let intro = match file.editions.last() {
        Some(last) => format!("It begins as a copy of “{}”. What you change is shown beside it.", last.title),
        None => "It begins empty. Add a section for each part of the text.".to_owned(),
    };
    let trail = group_form::trail(Some(&file.group)).page("Terms of reference", urls::index(file.group.id));
    FormPage::new(shell, Button::new("Begin the draft").once(), urls::index(file.group.id))
        .trail(trail)
        .errors(errors, &[])
        .intro(Html::paragraphs([intro]))
        .field(
            TextInput::new("title", "What will the terms be called?")
                .hint("Such as “Terms of reference 2027”")
                .value(answers.get("title"))
                .error_if(errors.get("title")),
        )
}

/// The form that agrees a draft.
pub(crate) async fn ask(reader: Reader, Path(id): Path<Id<Terms>>) -> Answer {
    let (file, terms) = may_agree(&reader, id).await?;
    let mut answers = Answers::from_pairs([("title", terms.title.as_str())]);
    dates::set(&mut answers, "on", Some(reader.ctx.clock.today()));
    agreeing(reader.shell("Agree these terms"), &file, &terms, &answers, &Errors::none()).answer()
}

/// Agrees it.
pub(crate) async fn save(reader: Reader, Path(id): Path<Id<Terms>>, answers: Answers) -> Answer {
    let (file, terms) = may_agree(&reader, id).await?;
    let mut errors = Errors::none();
    let on = dates::read(&answers, "on", "The day", &mut errors);
    if errors.is_empty() {
        let title = answers.get("title");
        let agreed = agree(reader.store(), &reader.ctx, id, title, on, answers.get("by")).await;
        if errors.take(agreed)?.is_some() {
            return reader.done(urls::terms(id), "The terms are agreed");
        }
    }
    agreeing(reader.shell("Agree these terms"), &file, &terms, &answers, &errors).answer()
}

async fn may_agree(reader: &Reader, id: Id<Terms>) -> concordat_kernel::Result<(TermsFile, Terms)> {
    let (file, terms) = super::terms::found(reader, id).await?;
    let resource = Resource::one(id).within(terms.group.uuid());
    reader.store().ask(&reader.ctx, AGREE_TERMS, &resource).await?;
    Ok((file, terms))
}

fn agreeing(shell: Shell, file: &TermsFile, terms: &Terms, answers: &Answers, errors: &Errors) -> FormPage {
    let mut intro = vec![
        "Once agreed they no longer change, and the software works by their rules from the day you enter."
            .to_owned(),
    ];
    intro.extend(duplicate_numbers(&terms.clauses));
    let trail = group_form::trail(Some(&file.group))
        .page("Terms of reference", urls::index(file.group.id))
        .page(&terms.title, urls::terms(terms.id));
    FormPage::new(shell, Button::new("Agree these terms").once(), urls::terms(terms.id))
        .trail(trail)
        .errors(errors, &["on"])
        .intro(Html::paragraphs(intro))
        .field(
            TextInput::new("title", "What are they called?")
                .value(answers.get("title"))
                .error_if(errors.get("title")),
        )
        .field(dates::input("on", "From which day do they bind the group?", answers, errors))
        .field(
            TextInput::new("by", "Where were they agreed?")
                .hint("Such as “Meeting of 14 July 2027, item 12”")
                .value(answers.get("by"))
                .error_if(errors.get("by")),
        )
}

pub(crate) fn samples() -> Vec<(&'static str, FormPage)> {
    let file = super::samples::file();
    let mut errors = Errors::none();
    errors.add("on", "Enter the first day on which they bind the group.");
    errors.add("by", "Enter where they were agreed, such as a meeting and its item.");
    let empty = Answers::default();
    let mut pages =
        vec![("draft, beginning", beginning(sample_shell("Begin a draft"), &file, &empty, &Errors::none()))];
    pages.extend(file.draft().map(|draft| {
        let shell = sample_shell("Agree these terms");
        ("draft, agreeing, with errors", agreeing(shell, &file, draft, &empty, &errors))
    }));
    pages
}
