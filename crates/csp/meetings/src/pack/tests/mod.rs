//! Packs, made and opened again by a library that had no part in making them.

mod editions;
mod opened;
mod stories;
mod words;

use std::collections::HashMap;

use concordat_access::{Actor, Ctx};
use concordat_kernel::{
    AnyId, Chance, Clock, Id, Kind, Problem, Refusal, Result,
    jiff::civil::{date, time},
};
use concordat_paper::{Fit, Picture, Press, Shape, Sheet, Upload};
use concordat_web::{Examined, Paper, Typesetter, Volume};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::{
    gather::{self, Issues, Opened},
    model::{Body, ClosedPart, Copy, FileRead, Pack},
    store::File,
    word::{Block, Span, Word},
};
use crate::{
    AgendaPart, Classification, Closed, Item, Manner, Meeting, MinutesState, NewItem, NewMeeting, NewPaper,
};

/// The press, as the app puts it in.
pub(super) struct Pressed(Press);

impl Pressed {
    pub(super) fn new() -> Self {
        Self(Press::new())
    }
}

impl Typesetter for Pressed {
    fn typeset(&self, _: &Paper) -> Result<Vec<u8>, Problem> {
        Err(Problem::say("not here"))
    }

    fn examine(&self, pdf: &[u8]) -> Result<Examined> {
        let upload =
            Upload::read(pdf.to_vec()).map_err(|unfit| Refusal::invalid("file", unfit.to_string()))?;
        Ok(Examined {
            sideways: upload.pages().iter().map(|shape| *shape == Shape::Sideways).collect(),
            inaccessible: (upload.fit() != Fit::Tagged).then_some("it has no tags"),
        })
    }

    fn bind(&self, paper: &Paper, pictures: &[Vec<u8>], pdfs: &[Vec<u8>]) -> Result<Volume, Problem> {
        let pictures: Vec<Picture> = pictures.iter().map(|bytes| Picture { bytes: bytes.clone() }).collect();
        let uploads: Vec<Upload> = pdfs.iter().map(|pdf| Upload::read(pdf.clone()).expect("a PDF")).collect();
        let sheet = Sheet {
            template: paper.template,
            data: &paper.data,
            title: &paper.title,
            language: "en-GB",
            mark: paper.mark,
            made_at: paper.made_at,
            author: "Concordat",
        };
        let made = self.0.bind(&sheet, &pictures, &uploads)?;
        Ok(Volume { pdf: made.pdf, pages: made.pages, places: made.places })
    }
}

pub(super) fn ctx() -> Ctx {
    Ctx::new(Actor::Operator, Clock::system(), Chance::system())
}

pub(super) fn id<K: Kind>(n: u128) -> Id<K> {
    Id::from_uuid(AnyId::from_u128(n))
}

pub(super) fn meeting() -> Meeting {
    Meeting {
        id: id(1),
        version: 1,
        group: id(2),
        plan: NewMeeting {
            held_on: date(2026, 7, 14),
            begins: time(10, 0, 0, 0),
            ends: Some(time(12, 0, 0, 0)),
            manner: Manner::Hybrid,
            venue: Some("County Hall".into()),
            access: Some("Level entrance; hearing loop".into()),
            joining: Some("SECRETJOINING".into()),
        },
        cancelled: None,
        agreed_at: None,
        published_at: None,
        late_reason: None,
        chaired: None,
        minutes: MinutesState::None,
        circulated_on: None,
        approved: None,
        signed: None,
        minutes_published_on: None,
    }
}

pub(super) fn item(n: u128, part: AgendaPart, place: usize, title: &str, closed: Option<&str>) -> Item {
    let said = NewItem {
        part,
        title: title.into(),
        restricted_title: closed.map(|secret| format!("SECRETTITLE {secret}")),
        presenter: Some(if closed.is_some() { "SECRETPRESENTER".into() } else { "Rowan Ashdown".to_owned() }),
        minutes: Some(15),
        closed: closed.map(|_| Closed {
            reason: "It names people at risk".into(),
            exemption: Some("Paragraph 1".into()),
            public_interest: Some("Their safety weighs more".into()),
        }),
        ..NewItem::default()
    };
    Item { id: id(n), version: 1, meeting: id(1), place, said }
}

pub(super) fn paper(n: u128, item: &Item, about: &str, length: usize) -> crate::Paper {
    let paragraphs: Vec<String> = (1..=length)
        .map(|n| format!("{about} paragraph {n}. {}", "Words go on and on. ".repeat(12)))
        .collect();
    let said = NewPaper {
        classification: Classification::Decision,
        dated: date(2026, 7, 1),
        by: "Officer, Merrowshire Council".into(),
        to: "Merrowshire Partnership".into(),
        subject: format!("{about} subject"),
        summary: format!("{about} summary"),
        text: paragraphs.join("\n\n"),
        recommendations: vec![format!("{about} recommendation"), "Note the report".into()],
        policy: Some(format!("{about} policy")),
        risk: Some(format!("{about} risk")),
        financial: None,
        legal: Some("None".into()),
        contacts: Some("Rowan Ashdown\nrowan@example.org".into()),
        late_reason: None,
    };
    crate::Paper { id: id(n), version: 1, item: item.id, said, drawn: None }
}

/// A PDF as a scanner writes it: without tags; some pages lie on their side.
pub(super) fn scanned(words: &str, pages: usize) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let font = document
        .add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let mut kids = Vec::new();
    for n in 1..=pages {
        let text = format!("BT /F1 14 Tf 60 700 Td ({words} page {n}) Tj ET 50 50 200 2 re f");
        let content = document.add_object(Stream::new(Dictionary::new(), text.into_bytes()));
        let turn = if n % 5 == 0 { 90 } else { 0 };
        let page =
            dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content, "Rotate" => turn };
        kids.push(Object::Reference(document.add_object(page)));
    }
    let pages = dictionary! {
        "Type" => "Pages", "Count" => kids.len() as i64, "Kids" => kids,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
    };
    document.objects.insert(tree, pages.into());
    let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    let title = Object::string_literal("SECRETPROPERTY");
    let info = document.add_object(dictionary! { "Title" => title });
    document.trailer.set("Root", root);
    document.trailer.set("Info", info);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

pub(super) fn pdf(n: u128, item: &Item, title: &str, bytes: Vec<u8>, restricted: bool) -> Opened {
    let seen = Pressed::new().examine(&bytes).unwrap();
    let body = Body::Pdf { bytes, sideways: seen.sideways, inaccessible: seen.inaccessible };
    file(n, item, title, body, restricted)
}

pub(super) fn word(n: u128, item: &Item, title: &str, about: &str, restricted: bool) -> Opened {
    let span = |text: &str| vec![Span { text: text.into(), ..Span::default() }];
    let link = Span { text: "its page".into(), bold: true, link: Some("https://example.org/page".into()) };
    let word = Word {
        blocks: vec![
            Block::Heading(1, span(&format!("{about} heading"))),
            Block::Paragraph(vec![
                Span { text: format!("{about} paragraph, see "), ..Span::default() },
                link,
            ]),
            Block::Item(span("First"), 0, false),
            Block::Item(span("Deeper"), 1, true),
            Block::Item(span("Second"), 0, false),
            Block::Heading(4, span("A heading that skips two")),
            Block::Table(vec![
                vec!["Ward".into(), "Count".into()],
                vec![format!("{about} cell"), "7".into()],
            ]),
        ],
        pictures: Vec::new(),
        lost: vec!["Comments of the document are not in the pack.".into()],
    };
    file(n, item, title, Body::Word(word), restricted)
}

fn file(n: u128, item: &Item, title: &str, body: Body, restricted: bool) -> Opened {
    let file =
        File { id: id(n), item: item.id, title: title.into(), restricted, attachment: id(n + 1_000_000) };
    Opened { read: FileRead { title: title.into(), body }, file }
}

/// All of a meeting, as it is read from the record.
pub(super) struct Whole {
    pub(super) items: Vec<Item>,
    pub(super) papers: Vec<crate::Paper>,
    pub(super) files: Vec<Opened>,
    pub(super) issues: Issues,
}

impl Whole {
    /// The pack in both editions. The public one is handed what its own reading finds: no restricted titles, papers of
    /// open items, and open files.
    pub(super) fn packs(&self) -> (Pack, Pack) {
        let closed =
            |item: Id<Item>| self.items.iter().any(|one| one.id == item && one.said.closed.is_some());
        let mut items = self.items.clone();
        for item in &mut items {
            item.said.restricted_title = None;
        }
        let papers: Vec<_> = self.papers.iter().filter(|paper| !closed(paper.item)).cloned().collect();
        let mut withheld: HashMap<Id<Item>, Vec<String>> = HashMap::new();
        for one in self.files.iter().filter(|one| one.file.restricted && !closed(one.file.item)) {
            withheld.entry(one.file.item).or_default().push(one.file.id.to_string());
        }
        let files: Vec<Opened> = self
            .files
            .iter()
            .filter(|one| !one.file.restricted && !closed(one.file.item))
            .map(|one| Opened { file: one.file.clone(), read: one.read.clone() })
            .collect();
        let group = || "Merrowshire Partnership".to_owned();
        let (meeting, issues) = (meeting(), &self.issues);
        let public = Pack {
            open: gather::open(group(), &meeting, &items, &papers, &files, &withheld, issues),
            closed: None,
        };
        let copy = Copy {
            id: id(900),
            number: 3,
            seat: id(901),
            holder: "Police, Merrowshire Police".into(),
            sent_on: date(2026, 7, 7),
            received_on: None,
        };
        let restricted = Pack {
            open: gather::open(group(), &meeting, &self.items, &self.papers, &self.files, &withheld, issues),
            closed: Some(ClosedPart {
                copy: Some(copy),
                entries: gather::closed(&self.items, &self.papers, &self.files, issues),
            }),
        };
        (public, restricted)
    }
}

/// A meeting full of marked words.
pub(super) fn marked() -> Whole {
    let a1 = item(11, AgendaPart::A, 1, "Introductions and apologies", None);
    let b1 = item(12, AgendaPart::B, 1, "Action plan progress", None);
    let b2 = item(13, AgendaPart::B, 2, "A sensitive matter", Some("named family"));
    let c1 = item(14, AgendaPart::C, 1, "Update on mental health", None);
    let d1 = item(15, AgendaPart::D, 1, "Reviews", Some("named review"));
    let d2 = item(16, AgendaPart::D, 2, "Restricted updates", Some("spoken only"));
    let files = vec![
        pdf(31, &b1, "Dashboard", scanned("Open dashboard", 3), false),
        word(32, &b1, "Narrative", "Open narrative", false),
        pdf(33, &b1, "SECRETFILETITLE addresses", scanned("SECRETSCAN", 2), true),
        word(34, &b2, "SECRETFILETITLE chronology", "SECRETCHRONOLOGY", false),
        pdf(35, &d1, "SECRETFILETITLE report", scanned("SECRETREPORT", 4), false),
    ];
    let papers = vec![
        paper(21, &b1, "Open progress", 8),
        paper(22, &b2, "SECRETPAPER family", 5),
        paper(23, &c1, "Open health", 3),
        paper(24, &d1, "SECRETPAPER review", 40),
    ];
    Whole { items: vec![a1, b1, b2, c1, d1, d2], papers, files, issues: Issues::default() }
}
