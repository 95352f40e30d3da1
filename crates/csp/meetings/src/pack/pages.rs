//! The pages of packs: what a pack holds, its editions to download, supplements, and who has which copy.

use askama::{Template, filters::HtmlSafe};
use concordat_kernel::{Id, Problem, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, At, Reader, Route, cells, download,
    parts::{Button, Checkboxes, Choice, Csrf, Html, InsetText, Part, Shell, Table, TextInput},
};

use super::{
    copies::{self, send_copies},
    draw::make,
    file_pages::{edit_files, save_files},
    issues::issue,
    model::{Copy, Edition, Pack},
    store::{self, File},
};
use crate::{
    Clearance, Item, Meeting, MeetingFile, meeting_file,
    pages::sheet::Sheet,
    store::{CHANGE, PUBLISH, VIEW, VIEW_PACK, VIEW_PUBLIC, asked, of_group},
    urls,
};

/// What a pack holds, and what can be done with it.
const PACK: &str = "/meetings/{meeting}/pack";
/// The restricted edition.
const RESTRICTED: &str = "/meetings/{meeting}/pack/restricted.pdf";
/// The public edition before it is published.
const PREVIEW: &str = "/meetings/{meeting}/pack/preview.pdf";
/// Sending the pack, or a supplement.
const ISSUE: &str = "/meetings/{published_meeting}/pack/issue";
/// Giving out numbered copies and confirming receipt.
const COPIES: &str = "/meetings/{meeting}/pack/copies";
/// The files on an item.
const FILES: &str = "/items/{planned_item}/files";
/// The public edition, for anybody.
const PUBLIC: &str = "/public/meetings/{published_meeting}/pack.pdf";

/// A PDF of one empty page, for the tests that walk the routes.
const EXAMPLE: &str = "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n0000000105 00000 n \ntrailer\n<</Size 4/Root 1 0 R>>\nstartxref\n172\n%%EOF\n";

/// The page of a pack.
pub(crate) fn pack_of(meeting: Id<Meeting>) -> String {
    urls::of(meeting, "pack")
}

/// The public edition of a pack.
pub(crate) fn public_pack_of(meeting: Id<Meeting>) -> String {
    format!("/public/meetings/{meeting}/pack.pdf")
}

/// The files on an item.
pub(crate) fn files_of(item: Id<Item>) -> String {
    format!("/items/{item}/files")
}

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(PACK, VIEW, show),
        Route::get(RESTRICTED, VIEW_PACK, restricted),
        Route::get(PREVIEW, PUBLISH, preview),
        Route::get(PUBLIC, VIEW_PUBLIC, public).open(),
        Route::post(ISSUE, PUBLISH, send).example("reason=It+was+not+ready"),
        Route::post(COPIES, CHANGE, give_copies).example("received=1"),
        Route::get(FILES, CHANGE, edit_files),
        Route::post(FILES, CHANGE, save_files).upload().example("title=Map").example_file("map.pdf", EXAMPLE),
    ]
}

/// A form on a page that has others.
#[derive(Debug, Template)]
#[template(
    source = r#"<form method="post" action="{{ action }}"{% if files %} enctype="multipart/form-data"{% endif %} novalidate>
{{ csrf }}
{% for field in fields %}{{ field }}
{% endfor %}{{ button }}
</form>"#,
    ext = "html"
)]
pub(super) struct Form {
    pub(super) action: String,
    pub(super) files: bool,
    pub(super) csrf: Csrf,
    pub(super) fields: Vec<Html>,
    pub(super) button: Button,
}
impl HtmlSafe for Form {}
impl Part for Form {}

async fn public(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    file(&reader, id, Edition::Public, None).await
}

async fn restricted(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let copy = reader.query.some("copy").and_then(|copy| copy.parse().ok());
    file(&reader, id, Edition::Restricted, copy).await
}

async fn file(reader: &Reader, id: Id<Meeting>, edition: Edition, copy: Option<i64>) -> Answer {
    let typesetter = reader.app.typesetter.clone();
    let pack = store::pack(reader.store(), &reader.ctx, &typesetter, id, edition, copy).await?;
    made(reader, pack, edition.word()).await
}

async fn preview(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let pack = store::preview_pack(reader.store(), &reader.ctx, &reader.app.typesetter, id).await?;
    made(&reader, pack, "public-preview").await
}

async fn made(reader: &Reader, pack: Pack, word: &str) -> Answer {
    let typesetter = reader.app.typesetter.clone();
    let name = format!("{}-{word}-pack.pdf", pack.open.on);
    let ctx = reader.ctx.clone();
    let making = tokio::task::spawn_blocking(move || make(&ctx, typesetter.as_ref(), pack));
    let made = making.await.map_err(|e| Problem::new("making a pack", e))??;
    download(&name, "application/pdf", made.pdf)
}

async fn show(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let found = meeting_file(reader.store(), &reader.ctx, id).await?;
    let files = store::files(reader.store(), &reader.ctx, id).await?;
    let cleared = found.clearance == Clearance::Restricted;
    let given = match cleared {
        true => copies::copies(reader.store(), &reader.ctx, id).await?,
        false => Vec::new(),
    };
    let own = of_group(found.meeting.group);
    let may = |verb| reader.may(verb, &asked(verb, own.clone()));
    let shell = reader.shell("Pack");
    concordat_web::page(&draw(shell, &found, &files, &given, may(CHANGE), may(PUBLISH)))
}

pub(super) fn draw(
    shell: Shell,
    found: &MeetingFile,
    files: &[File],
    copies: &[Copy],
    change: bool,
    publish: bool,
) -> Sheet {
    let id = found.meeting.id;
    let csrf = shell.csrf.clone();
    let cleared = found.clearance == Clearance::Restricted;
    let published = found.meeting.published_at.is_some();
    let open = found.meeting.cancelled.is_none() && found.meeting.minutes == crate::MinutesState::None;
    let lead = Html::paragraphs([
        "One PDF of agenda, papers and attachments, in two editions with the same page numbers. The public edition is made of what is public; the restricted one adds what is not for publication at the end, on pages R1, R2 and so on.",
    ]);
    let lead = match (cleared, published) {
        (false, false) => Html::stacked([lead, InsetText::new("The agenda is not published yet.").into()]),
        _ => lead,
    };
    let rows: Vec<Vec<Html>> = found
        .items
        .iter()
        .map(|item| {
            let mine: Vec<Html> = files
                .iter()
                .filter(|file| file.item == item.id)
                .map(|file| match file.restricted {
                    true => Html::from(format!("{} (not for publication)", file.title)),
                    false => Html::from(&file.title),
                })
                .collect();
            let held = if mine.is_empty() { Html::from("None") } else { Html::bullets(mine) };
            let about = Html::hidden(&format!("of item {}", item.reference()));
            let link = match change && open {
                true => Html::link(&files_of(item.id), Html::spaced(["Add or remove files".into(), about])),
                false => Html::from(""),
            };
            cells![format!("{}. {}", item.reference(), item.said.title), held, link]
        })
        .collect();
    let table = Table::new("Files")
        .caption_hidden()
        .columns([Html::from("Item"), Html::from("Files"), Html::hidden("What can be done")])
        .row_headers()
        .rows(rows);
    Sheet::new(shell, lead)
        .caption(&found.conduct.group.name)
        .button_if(published, "Public edition (PDF)", public_pack_of(id))
        .button_if(
            publish && !published,
            "Preview of the public edition (PDF)",
            urls::of(id, "pack/preview.pdf"),
        )
        .button_if(cleared, "Restricted edition (PDF)", urls::of(id, "pack/restricted.pdf"))
        .piece("files", "Files on its items", table)
        .piece_if(
            "issue",
            "Pack and supplements",
            (publish && published).then(|| issue_form(id, csrf.clone())),
        )
        .piece_if(
            "copies",
            "Numbered copies of the restricted edition",
            cleared.then(|| copy_list(id, csrf, copies, change)),
        )
}

fn issue_form(id: Id<Meeting>, csrf: Csrf) -> Html {
    let words = Html::paragraphs([
        "When the pack goes out, what it holds is fixed, so that its pages keep their numbers. What is added later goes out as a supplement, whose pages carry on.",
    ]);
    let reason = TextInput::new("reason", "Why it comes after the pack")
        .hint("For a supplement only. It is printed in it.");
    let form = Form {
        action: urls::of(id, "pack/issue"),
        files: false,
        csrf,
        fields: vec![reason.into()],
        button: Button::new("Send out the pack or a supplement").once(),
    };
    Html::stacked([words, Html::of(&form)])
}

fn copy_list(id: Id<Meeting>, csrf: Csrf, copies: &[Copy], change: bool) -> Html {
    let mut pieces = Vec::new();
    if copies.is_empty() {
        pieces.push(Html::paragraphs([
            "No copies have been given out. Each seat gets a copy with its number on every page.",
        ]));
    } else {
        let rows = copies.iter().map(|copy| {
            let received = copy.received_on.map_or_else(|| "Not confirmed".to_owned(), day);
            let href = format!("{}?copy={}", urls::of(id, "pack/restricted.pdf"), copy.number);
            cells![
                Html::link(&href, format!("Copy {}", copy.number)),
                &copy.holder,
                day(copy.sent_on),
                received
            ]
        });
        let table = Table::new("Copies")
            .caption_hidden()
            .columns(["Copy", "For", "Given out", "Receipt"])
            .row_headers()
            .rows(rows.collect::<Vec<_>>());
        pieces.push(table.into());
    }
    if change {
        let waiting: Vec<&Copy> = copies.iter().filter(|copy| copy.received_on.is_none()).collect();
        let mut fields = Vec::new();
        if !waiting.is_empty() {
            let choices = waiting.iter().map(|copy| {
                Choice::new(copy.number.to_string(), format!("Copy {}, {}", copy.number, copy.holder))
            });
            fields.push(Checkboxes::new("received", "Receipt confirmed today").items(choices).into());
        }
        let words = if copies.is_empty() {
            "Give every seat a copy"
        } else {
            "Save receipts, and give new seats a copy"
        };
        let form = Form {
            action: urls::of(id, "pack/copies"),
            files: false,
            csrf,
            fields,
            button: Button::new(words).once(),
        };
        pieces.push(Html::of(&form));
    }
    Html::stacked(pieces)
}

fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

async fn send(reader: Reader, At(id): At<Id<Meeting>>, answers: Answers) -> Answer {
    let number = issue(reader.store(), &reader.ctx, id, answers.get("reason")).await?;
    let words = match number {
        0 => "The pack is sent out".to_owned(),
        number => format!("Supplement {number} is sent out"),
    };
    reader.done(pack_of(id), &words)
}

async fn give_copies(reader: Reader, At(id): At<Id<Meeting>>, answers: Answers) -> Answer {
    let received: Vec<i64> =
        answers.all("received").iter().filter_map(|number| number.parse().ok()).collect();
    send_copies(reader.store(), &reader.ctx, id, &received).await?;
    reader.done(pack_of(id), "The copies are recorded")
}
