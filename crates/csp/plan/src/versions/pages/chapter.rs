//! The forms of the agreement: beginning one, writing a chapter, publishing it.

use concordat_access::{Action as Verb, Resource};
use concordat_kernel::{Error, Id, Refusal, Result};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Choice, Html, Radios, Shell, TextInput, Textarea},
};

use super::{
    super::{
        agreement::{Agreement, AgreementHead, Chapter, ChapterKind, ChapterText},
        store::{self, NewEdition},
        urls,
    },
    agreement::{sample, text},
    sheet::Middle,
};
use crate::pages::{
    conflict,
    form::{Field, Form, Kind, Section, base},
    plan_edit::{group_select, groups},
    refused, samples, shell,
};

// Beginning an agreement.

const NEW: &str = "Begin an agreement";

pub(super) async fn show_new(reader: Reader) -> Answer {
    let anywhere = Resource::anywhere("plan_agreement", &reader.ctx.actor);
    reader.store().ask(&reader.ctx, store::ADD_AGREEMENT, &anywhere).await?;
    let groups = groups(&reader).await?;
    let shell = shell(&reader, NEW).back(BackLink::new(urls::AGREEMENTS).text("Back to the agreements"));
    page(&new_view(shell, &groups, &Answers::default(), &Errors::none()))
}

pub(super) async fn add(reader: Reader, answers: Answers) -> Answer {
    let anywhere = Resource::anywhere("plan_agreement", &reader.ctx.actor);
    reader.store().ask(&reader.ctx, store::ADD_AGREEMENT, &anywhere).await?;
    let mut errors = Errors::none();
    let group = answers.get("group").parse().ok();
    let may = |group| reader.may(store::ADD_AGREEMENT, &Resource::any("plan_agreement").within(group));
    if may(group) {
        let done = store::add_agreement(reader.store(), &reader.ctx, group, answers.get("title")).await;
        if let Some(id) = errors.take(done)? {
            return reader.done(urls::agreement(id), "The agreement is begun. Add its first chapter.");
        }
    } else {
        errors.add("group", "Choose a group whose agreement you may keep.");
    }
    let groups = groups(&reader).await?;
    let shell = shell(&reader, NEW).back(BackLink::new(urls::AGREEMENTS).text("Back to the agreements"));
    refused(&new_view(shell, &groups, &answers, &errors))
}

fn new_view(
    shell: Shell,
    groups: &[(concordat_kernel::AnyId, String)],
    typed: &Answers,
    errors: &Errors,
) -> Form {
    let title = TextInput::new("title", "Title").value(typed.get("title")).error_if(errors.get("title"));
    let groups = groups.to_vec();
    let fields = vec![title.into(), group_select(&groups, typed.get("group")).into()];
    Form::new(shell, "Begin it", vec![Section::plain(fields)], urls::AGREEMENTS.to_owned()).errors(errors)
}

// Adding a chapter.

const ADD: &str = "Add a chapter or appendix";

pub(super) async fn show_add(reader: Reader, At(id): At<Id<Agreement>>) -> Answer {
    let head = agreement_to(&reader, id).await?;
    let filled = Answers::from_pairs([("kind", "chapter")]);
    page(&add_view(back(&reader, &head, ADD), &head, &filled, &Errors::none()))
}

pub(super) async fn add_chapter(reader: Reader, At(id): At<Id<Agreement>>, answers: Answers) -> Answer {
    let head = agreement_to(&reader, id).await?;
    let kind = if answers.get("kind") == "appendix" { ChapterKind::Appendix } else { ChapterKind::Chapter };
    let mut errors = Errors::none();
    let (title, draft) = (answers.get("title"), answers.get("draft"));
    let done = store::add_chapter(reader.store(), &reader.ctx, id, kind, title, draft).await;
    if errors.take(done)?.is_some() {
        return reader.done(urls::agreement(id), "It is added as a draft. Publish it once it is agreed.");
    }
    refused(&add_view(back(&reader, &head, ADD), &head, &answers, &errors))
}

async fn agreement_to(reader: &Reader, id: Id<Agreement>) -> Result<AgreementHead> {
    let (head, _) = store::agreement(reader.store(), &reader.ctx, id).await?;
    let resource = store::agreement::resource(&head);
    reader.store().ask(&reader.ctx, store::CHANGE_AGREEMENT, &resource).await?;
    Ok(head)
}

fn back(reader: &Reader, head: &AgreementHead, title: &str) -> Shell {
    shell(reader, title).back(BackLink::new(urls::agreement(head.id)).text("Back to the agreement"))
}

fn add_view(shell: Shell, head: &AgreementHead, typed: &Answers, errors: &Errors) -> Form {
    let kind = Radios::new("kind", "What is it?")
        .item(Choice::new("chapter", "A chapter"))
        .item(Choice::new("appendix", "An appendix"))
        .inline()
        .chosen(typed.get("kind"));
    let mut fields = vec![kind.into()];
    fields.extend(questions(typed, errors));
    Form::new(shell, "Add it", vec![Section::plain(fields)], urls::agreement(head.id))
        .errors(errors)
        .caption(&head.title)
}

fn questions(typed: &Answers, errors: &Errors) -> Vec<Html> {
    let hint = "An empty line begins a paragraph, “# ” a heading, “- ” a bullet";
    vec![
        TextInput::new("title", "Title").value(typed.get("title")).error_if(errors.get("title")).into(),
        Textarea::new("draft", "Text")
            .hint(hint)
            .rows(20)
            .value(typed.get("draft"))
            .error_if(errors.get("draft"))
            .into(),
    ]
}

// Writing a chapter.

async fn chapter_to(reader: &Reader, id: Id<Chapter>, verb: Verb) -> Result<(AgreementHead, ChapterText)> {
    let (head, chapters) = store::agreement_of_chapter(reader.store(), &reader.ctx, verb, id).await?;
    let chapter = chapters.into_iter().find(|chapter| chapter.id == id).ok_or(Refusal::NotFound)?;
    Ok((head, chapter))
}

fn fields() -> Vec<Field> {
    vec![Field::new("title", "Title", Kind::Line), Field::new("draft", "Text", Kind::Lines)]
}

fn fill(chapter: &ChapterText) -> Answers {
    Answers::from_pairs([
        ("title", chapter.title.clone()),
        ("draft", chapter.draft.clone()),
        ("version", chapter.version.to_string()),
    ])
}

pub(super) async fn show_edit(reader: Reader, At(id): At<Id<Chapter>>) -> Answer {
    let (head, chapter) = chapter_to(&reader, id, store::CHANGE_AGREEMENT).await?;
    let filled = fill(&chapter);
    page(&edit_view(back(&reader, &head, EDIT), &head, &filled, &filled, &Errors::none()))
}

const EDIT: &str = "Edit the draft";

pub(super) async fn edit(reader: Reader, At(id): At<Id<Chapter>>, mut answers: Answers) -> Answer {
    let (head, chapter) = chapter_to(&reader, id, store::CHANGE_AGREEMENT).await?;
    let now = fill(&chapter);
    let recorded = conflict::before(&fields(), &answers);
    let mut errors = Errors::none();
    conflict::merge(&fields(), &mut answers, &mut errors);
    let version: i64 = answers.get("version").parse().unwrap_or(0);
    if version != chapter.version || !errors.is_empty() {
        return both(&reader, &head, &chapter, (&answers, &now), &errors);
    }
    let words = (answers.get("title"), answers.get("draft"));
    match store::change_chapter(reader.store(), &reader.ctx, id, version, words).await {
        Err(Error::Refusal(Refusal::Conflict)) => {
            let (head, chapter) = chapter_to(&reader, id, store::CHANGE_AGREEMENT).await?;
            let now = fill(&chapter);
            return both(&reader, &head, &chapter, (&answers, &now), &Errors::none());
        }
        other => {
            if errors.take(other)?.is_some() {
                return reader.done(urls::agreement(head.id), "The draft is saved. It is not published yet.");
            }
        }
    }
    refused(&edit_view(back(&reader, &head, EDIT), &head, &recorded, &answers, &errors))
}

fn both(
    reader: &Reader,
    head: &AgreementHead,
    chapter: &ChapterText,
    (typed, now): (&Answers, &Answers),
    errors: &Errors,
) -> Answer {
    let fields = fields();
    let page = conflict::Page {
        shell: back(reader, head, "Someone else changed this chapter while you were editing"),
        fields: &fields,
        typed,
        now,
        version: chapter.version,
        by: "Someone saved a change".to_owned(),
        carried: Vec::new(),
        cancel: urls::agreement(head.id),
    };
    conflict::answer(page, errors)
}

fn edit_view(
    shell: Shell,
    head: &AgreementHead,
    recorded: &Answers,
    typed: &Answers,
    errors: &Errors,
) -> Form {
    let sections = vec![Section::plain(questions(typed, errors))];
    let mut form = Form::new(shell, "Save the draft", sections, urls::agreement(head.id))
        .errors(errors)
        .caption(&head.title)
        .hide("version", typed.get("version"));
    form.hidden.extend(base(&fields(), recorded));
    form
}

// Publishing a chapter.

const PUBLISH: &str = "Publish a chapter";

pub(super) async fn show_publish(reader: Reader, At(id): At<Id<Chapter>>) -> Answer {
    let (head, chapter) = chapter_to(&reader, id, store::PUBLISH_CHAPTER).await?;
    let filled = Answers::from_pairs([("version", chapter.version.to_string())]);
    page(&publish_view(back(&reader, &head, PUBLISH), &head, &chapter, &filled, &Errors::none()))
}

pub(super) async fn publish(reader: Reader, At(id): At<Id<Chapter>>, mut answers: Answers) -> Answer {
    let (head, chapter) = chapter_to(&reader, id, store::PUBLISH_CHAPTER).await?;
    let mut errors = Errors::none();
    let new = NewEdition {
        version: answers.get("version").parse().unwrap_or(0),
        changed: answers.get("changed").to_owned(),
        decision: answers.get("decision").to_owned(),
    };
    let done = store::publish_chapter(reader.store(), &reader.ctx, id, &new).await;
    if matches!(done, Err(Error::Refusal(Refusal::Conflict))) {
        errors.add(
            "",
            "Someone else changed this chapter meanwhile. Read it again below before you publish it.",
        );
        let (_, chapter) = chapter_to(&reader, id, store::PUBLISH_CHAPTER).await?;
        answers.set("version", chapter.version.to_string());
        return refused(&publish_view(back(&reader, &head, PUBLISH), &head, &chapter, &answers, &errors));
    }
    if let Some(edition) = errors.take(done)? {
        return reader.done(
            urls::chapter_version(edition),
            "The chapter is published. This version does not change any more.",
        );
    }
    refused(&publish_view(back(&reader, &head, PUBLISH), &head, &chapter, &answers, &errors))
}

fn publish_view(
    shell: Shell,
    head: &AgreementHead,
    chapter: &ChapterText,
    typed: &Answers,
    errors: &Errors,
) -> Form {
    let fields: Vec<Html> = vec![
        Textarea::new("changed", "What changed?")
            .hint("For the table of versions, such as “The districts are named”")
            .rows(2)
            .value(typed.get("changed"))
            .error_if(errors.get("changed"))
            .into(),
        TextInput::new("decision", "By which decision?")
            .hint("As the minutes refer to it, such as Partnership, 20 May, item 7")
            .value(typed.get("decision"))
            .error_if(errors.get("decision"))
            .into(),
    ];
    let heading = Middle { heading: format!("What is published: {}", chapter.title) };
    let intro = [Html::of(&heading), text(&chapter.draft)];
    Form::new(shell, "Publish this chapter", vec![Section::plain(fields)], urls::agreement(head.id))
        .errors(errors)
        .caption(&head.title)
        .intro(Html::spaced(intro))
        .hide("version", typed.get("version"))
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let (head, chapters) = sample();
    let Some(chapter) = chapters.first() else { return Vec::new() };
    let none = Errors::none();
    let mut errors = Errors::none();
    errors.add("title", "Enter the chapter’s title.");
    errors.add("decision", "Enter the decision, such as Board, 14 July 2026, item 52.");
    let blank = Answers::default();
    let filled = fill(chapter);
    let shell = samples::shell;
    vec![
        ("begin an agreement", new_view(shell(NEW), &[], &blank, &none)),
        ("add a chapter", add_view(shell(ADD), &head, &blank, &none)),
        ("add a chapter: no title", add_view(shell(ADD), &head, &blank, &errors)),
        ("edit a chapter", edit_view(shell(EDIT), &head, &filled, &filled, &none)),
        ("publish a chapter", publish_view(shell(PUBLISH), &head, chapter, &blank, &none)),
        ("publish a chapter: no decision", publish_view(shell(PUBLISH), &head, chapter, &blank, &errors)),
    ]
}
