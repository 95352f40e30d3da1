//! The agreement: its chapters as they are published, and its table of versions.

use std::collections::HashMap;

use concordat_access::{Action as Verb, Resource};
use concordat_kernel::{Id, Sensitivity};
use concordat_web::{
    Answer, At, Reader, cells, download, page,
    parts::{Breadcrumbs, Button, Colour, Html, InsetText, Shell, SummaryList, Table, Tag},
};

use super::{
    super::{
        agreement::{
            Agreement, AgreementHead, Block, ChapterEdition, ChapterKind, ChapterText, ChapterVersion,
            blocks, numbers,
        },
        paper, store, urls,
    },
    sheet::Sheet,
};
use crate::{
    pages::{plans::group_name, samples, shell, words},
    urls as plan_urls,
};

/// What the reader is offered, and the names behind the record's words.
#[derive(Debug, Default)]
struct Beside {
    names: HashMap<String, String>,
    group: Option<String>,
    may_change: bool,
    may_publish: bool,
    may_export: bool,
}

pub(super) async fn list(reader: Reader) -> Answer {
    let heads = store::agreements(reader.store(), &reader.ctx).await?;
    let mut groups = HashMap::new();
    for id in heads.iter().filter_map(|head| head.group) {
        if let Some(name) = group_name(&reader, Some(id)).await? {
            groups.insert(id, name);
        }
    }
    let may_add = reader.may_somewhere(store::ADD_AGREEMENT);
    let trail = Breadcrumbs::new().page("Action plans", plan_urls::PLANS).here("Agreements");
    page(&list_view(shell(&reader, "Agreements").trail(trail), &heads, &groups, may_add))
}

fn list_view(
    shell: Shell,
    heads: &[AgreementHead],
    groups: &HashMap<concordat_kernel::AnyId, String>,
    may_add: bool,
) -> Sheet {
    let lead = "What the partnership has agreed, chapter by chapter. Each chapter is refreshed by itself.";
    let mut sheet = Sheet::new(shell, Html::paragraphs([lead]));
    if may_add {
        sheet = sheet.button(Button::link("Begin an agreement", urls::NEW_AGREEMENT).secondary());
    }
    let table = Table::new("Agreements").caption_hidden().columns(["Agreement", "Group"]).row_headers().rows(
        heads.iter().map(|head| {
            let group = head.group.and_then(|id| groups.get(&id)).map_or("Not stated", String::as_str);
            cells![Html::link(&urls::agreement(head.id), &head.title), group]
        }),
    );
    let body = if heads.is_empty() { Html::paragraphs(["None yet."]) } else { table.into() };
    sheet.piece("agreements", "Agreements in this record", body)
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Agreement>>) -> Answer {
    let (head, chapters) = store::agreement(reader.store(), &reader.ctx, id).await?;
    let editions = || chapters.iter().flat_map(|chapter| &chapter.versions);
    let actors: Vec<&str> = editions().map(|edition| edition.published_by.as_str()).collect();
    let may = |verb: Verb| reader.may(verb, &Resource::one(id).within(head.group));
    let beside = Beside {
        names: words::names(&reader, &actors).await?,
        group: group_name(&reader, head.group).await?,
        may_change: may(store::CHANGE_AGREEMENT),
        may_publish: may(store::PUBLISH_CHAPTER),
        may_export: may(store::EXPORT_AGREEMENT),
    };
    let trail = Breadcrumbs::new()
        .page("Action plans", plan_urls::PLANS)
        .page("Agreements", urls::AGREEMENTS)
        .here(&head.title);
    page(&view(shell(&reader, &head.title).trail(trail), &head, &chapters, &beside))
}

fn view(shell: Shell, head: &AgreementHead, chapters: &[ChapterText], beside: &Beside) -> Sheet {
    let facts = SummaryList::new().row(("Group", beside.group.as_deref().unwrap_or("Not stated")));
    let mut sheet = Sheet::new(shell, facts)
        .button_if(beside.may_export, "PDF, for reading and printing", urls::agreement_pdf(head.id))
        .button_if(beside.may_change, "Add a chapter or appendix", urls::new_chapter(head.id));
    for (chapter, number) in chapters.iter().zip(numbers(chapters)) {
        let mut body: Vec<Html> = Vec::new();
        match chapter.current() {
            Some(now) => {
                let since =
                    format!("Version {}, published on {}", now.number, words::moment(&now.published_at));
                body.push(Html::paragraphs([since]));
                body.push(text(&now.text));
            }
            None => body.push(Html::from(InsetText::new("Nothing is published of it yet."))),
        }
        if beside.may_change {
            let mut ways =
                vec![Html::link(&urls::edit_chapter(chapter.id), hidden("Edit the draft", &chapter.title))];
            if chapter.has_changed() {
                ways.insert(0, Tag::new(Colour::Yellow, "The draft goes further").into());
                if beside.may_publish {
                    ways.push(Html::link(
                        &urls::publish_chapter(chapter.id),
                        hidden("Publish", &chapter.title),
                    ));
                }
            }
            body.push(Html::paragraphs([Html::stacked(ways)]));
        }
        // Who may not write sees a chapter once there is something to read.
        if beside.may_change || chapter.current().is_some() {
            let title = chapter.current().map_or(&chapter.title, |now| &now.title);
            let id = format!("chapter-{number}");
            sheet = sheet.piece(id, chapter_title(chapter.kind, &number, title), Html::spaced(body));
        }
    }
    sheet.piece("versions", "Versions", control(chapters, beside))
}

fn hidden(words: &str, title: &str) -> Html {
    Html::spaced([Html::from(words), Html::hidden(&format!("of “{title}”"))])
}

/// `1. Who we are`, `Appendix A: Terms of reference`.
pub(super) fn chapter_title(kind: ChapterKind, number: &str, title: &str) -> String {
    match kind {
        ChapterKind::Chapter => format!("{number}. {title}"),
        ChapterKind::Appendix => format!("Appendix {number}: {title}"),
    }
}

/// The version-control table: every version of every chapter, drawn from the record.
fn control(chapters: &[ChapterText], beside: &Beside) -> Html {
    let mut rows: Vec<(String, Vec<Html>)> = Vec::new();
    for (chapter, number) in chapters.iter().zip(numbers(chapters)) {
        for edition in &chapter.versions {
            let link = Html::link(
                &urls::chapter_version(edition.id),
                chapter_title(chapter.kind, &number, &edition.title),
            );
            let cells = cells![
                link,
                format!("Version {}", edition.number),
                words::moment(&edition.published_at),
                Html::lines(&edition.changed),
                edition.decision.as_str(),
                words::capital(beside.names.get(&edition.published_by).map_or("Someone", String::as_str))
            ];
            rows.push((edition.published_at.clone(), cells));
        }
    }
    if rows.is_empty() {
        return Html::paragraphs(["Nothing is published yet."]);
    }
    rows.sort_by(|(one, _), (other, _)| other.cmp(one));
    Table::new("Versions of the chapters, newest first")
        .caption_hidden()
        .columns(["Chapter", "Version", "Published", "What changed", "Decided by", "Published by"])
        .row_headers()
        .scroll_wide()
        .rows(rows.into_iter().map(|(_, cells)| cells))
        .into()
}

/// A chapter's text on a page.
pub(super) fn text(text: &str) -> Html {
    Html::spaced(blocks(text).into_iter().map(|block| match block {
        Block::Heading(heading) => Html::of(&super::sheet::Small { heading }),
        Block::Paragraph(paragraph) => Html::paragraphs([paragraph]),
        Block::Bullets(bullets) => Html::bullets(bullets),
    }))
}

pub(super) async fn edition(reader: Reader, At(id): At<Id<ChapterVersion>>) -> Answer {
    let (head, edition) = store::edition(reader.store(), &reader.ctx, id).await?;
    let name = words::names(&reader, &[&edition.published_by]).await?.remove(&edition.published_by);
    let trail = Breadcrumbs::new()
        .page("Agreements", urls::AGREEMENTS)
        .page(&head.title, urls::agreement(head.id))
        .here(format!("{}, version {}", edition.title, edition.number));
    let shell = shell(&reader, &edition.title).trail(trail);
    page(&edition_view(shell, &head, &edition, name.as_deref().unwrap_or("Someone")))
}

fn edition_view(shell: Shell, head: &AgreementHead, edition: &ChapterEdition, by: &str) -> Sheet {
    let inset = InsetText::new(format!(
        "Version {}, published on {}. This is the chapter as it was then, and it does not change.",
        edition.number,
        words::moment(&edition.published_at)
    ));
    let facts = SummaryList::new()
        .row(("What changed", Html::lines(&edition.changed)))
        .row(("Decided by", &edition.decision))
        .row(("Published by", words::capital(by)));
    Sheet::new(shell, Html::spaced([Html::from(inset), facts.into()])).caption(&head.title).piece(
        "text",
        "What it says",
        text(&edition.text),
    )
}

pub(super) async fn pdf(reader: Reader, At(id): At<Id<Agreement>>) -> Answer {
    let (head, chapters) = store::agreement_for_export(reader.store(), &reader.ctx, id).await?;
    let group = group_name(&reader, head.group).await?.unwrap_or_default();
    let editions = chapters.iter().flat_map(|chapter| &chapter.versions);
    let actors: Vec<String> = editions.map(|edition| edition.published_by.clone()).collect();
    let actors: Vec<&str> = actors.iter().map(String::as_str).collect();
    let names = words::names(&reader, &actors).await?;
    let now = reader.ctx.clock.now();
    let paper = paper::agreement(&head, &chapters, &group, &names, Sensitivity::Partner.mark(), now);
    let typesetter = reader.app.typesetter.clone();
    let bytes = tokio::task::spawn_blocking(move || typesetter.typeset(&paper))
        .await
        .map_err(|e| concordat_kernel::Problem::new("typesetting the agreement", e))??;
    download("agreement.pdf", "application/pdf", bytes)
}

/// An invented agreement: two chapters, one of them with a draft that goes further, and an appendix.
pub(crate) fn sample() -> (AgreementHead, Vec<ChapterText>) {
    let head = AgreementHead {
        id: samples::id(400),
        group: None,
        title: "Merrowshire Community Safety Agreement".to_owned(),
        version: 1,
    };
    let chapter = |n: u128, kind, title: &str, draft: &str, versions: Vec<ChapterEdition>| ChapterText {
        id: samples::id(n),
        agreement: head.id,
        kind,
        title: title.to_owned(),
        draft: draft.to_owned(),
        version: 1,
        versions,
    };
    let edition = |n: u128, number: i64, title: &str, text: &str, changed: &str, on: &str| ChapterEdition {
        id: samples::id(n),
        chapter_id: samples::id(n / 10),
        number,
        title: title.to_owned(),
        text: text.to_owned(),
        changed: changed.to_owned(),
        decision: "Partnership, May meeting, item 7".to_owned(),
        published_at: format!("{on}T13:30:00Z"),
        published_by: "operator".to_owned(),
        hash: String::new(),
    };
    let who = "# The bodies\nSeven authorities and twelve districts keep this agreement.\n\nThey meet:\n- in May, to agree the plan\n- in November, to look at it again";
    let longer =
        format!("{who}\n\n# What is new\nThe integrated care board took the place of two earlier bodies.");
    let chapters = vec![
        chapter(
            401,
            ChapterKind::Chapter,
            "Who we are",
            &longer,
            vec![
                edition(4012, 2, "Who we are", who, "The districts are named", "2026-05-20"),
                edition(
                    4011,
                    1,
                    "Who we are",
                    "Seven authorities keep this agreement.",
                    "First version",
                    "2025-05-21",
                ),
            ],
        ),
        chapter(402, ChapterKind::Chapter, "What we will do & how", "", Vec::new()),
        chapter(
            403,
            ChapterKind::Appendix,
            "Terms of reference",
            "Quorum is five bodies.",
            vec![edition(
                4031,
                1,
                "Terms of reference",
                "Quorum is five bodies.",
                "First version",
                "2025-05-21",
            )],
        ),
    ];
    (head, chapters)
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let (head, chapters) = sample();
    let officer = Beside {
        names: HashMap::from([("operator".to_owned(), "the operator".to_owned())]),
        group: Some("Merrowshire Community Safety Board".to_owned()),
        may_change: true,
        may_publish: true,
        may_export: true,
    };
    let shell = |title: &str| samples::shell(title);
    let mut all = vec![
        ("agreements", list_view(shell("Agreements"), std::slice::from_ref(&head), &HashMap::new(), true)),
        ("agreements: none", list_view(shell("Agreements"), &[], &HashMap::new(), false)),
        ("agreement, for an officer", view(shell(&head.title), &head, &chapters, &officer)),
        ("agreement, for a member", view(shell(&head.title), &head, &chapters, &Beside::default())),
        ("agreement: no chapters", view(shell(&head.title), &head, &[], &Beside::default())),
    ];
    if let Some(edition) = chapters.first().and_then(|chapter| chapter.versions.last()) {
        let drawn = edition_view(shell(&edition.title), &head, edition, "the operator");
        all.push(("version of a chapter", drawn));
    }
    all
}
