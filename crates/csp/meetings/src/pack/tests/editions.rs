use std::collections::HashMap;

use super::{Pressed, Whole, ctx, id, item, marked, opened::Opened, paper, pdf, scanned, word};
use crate::{
    AgendaPart, Item,
    pack::{
        draw::{Made, draw, make},
        gather::Issues,
        model::{IssueHead, Pack},
    },
};

fn made(pack: Pack) -> Made {
    make(&ctx(), &Pressed::new(), pack).unwrap_or_else(|problem| panic!("{}", problem.chain()))
}

/// What is said on a page, without what differs between the editions: mark, copy and title at head and foot.
fn said(opened: &Opened, page: usize) -> String {
    let mut text = opened.text(page);
    for part in [
        "OFFICIAL-SENSITIVE",
        "OFFICIAL",
        "Copy 3, for Police, Merrowshire Police",
        "Merrowshire Partnership, 14 July 2026: public pack",
    ] {
        text = text.replace(part, "");
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn pack_public_edition_has_no_restricted_word() {
    let (public, restricted) = marked().packs();
    // Not in what the typesetter is given.
    let drawn = draw(&ctx(), public.clone());
    let given = format!("{} {}", drawn.paper.data, drawn.paper.title);
    assert!(!given.contains("SECRET"), "{given}");
    assert!(drawn.pdfs.iter().all(|pdf| !String::from_utf8_lossy(pdf).contains("SECRETSCAN")));
    // Not in the file, in whatever way it may be written.
    let everything = Opened::new(&made(public).pdf).everything();
    assert!(everything.contains("Opendashboardpage2") && everything.contains("Opennarrativeheading"));
    assert!(everything.contains("Itnamespeopleatrisk"));
    let at = everything.find("SECRET").map(|at| &everything[at..(at + 40).min(everything.len())]);
    assert_eq!(at, None);
    // The same search finds all of them in the restricted edition, so it is able to find.
    let everything = Opened::new(&made(restricted).pdf).everything();
    for word in [
        "SECRETTITLEnamedfamily",
        "SECRETTITLEnamedreview",
        "SECRETFILETITLEaddresses",
        "SECRETFILETITLEchronology",
        "SECRETFILETITLEreport",
        "SECRETSCANpage2",
        "SECRETREPORTpage4",
        "SECRETCHRONOLOGYcell",
        "SECRETPAPERfamilyparagraph5",
        "SECRETPAPERreviewrisk",
    ] {
        assert!(everything.contains(word), "{word}");
    }
    // What nobody needs in a pack is in neither.
    for word in ["SECRETJOINING", "SECRETPROPERTY", "SECRETPRESENTER"] {
        assert!(!everything.contains(word), "{word}");
    }
}

#[test]
fn pack_open_part_is_the_same_page_for_page_in_both_editions() {
    let (public, restricted) = marked().packs();
    let (public, restricted) = (made(public), made(restricted));
    let (open, all) = (Opened::new(&public.pdf), Opened::new(&restricted.pdf));
    assert_eq!((open.pages(), all.pages()), (public.pages, restricted.pages));
    assert!(all.pages() > open.pages() + 10);
    for page in 2..=open.pages() {
        let (one, other) = (said(&open, page), said(&all, page));
        if !one.contains("not in this edition") {
            assert_eq!(one, other, "page {page}");
        }
        assert!(one.contains(&format!("Page {page}")), "page {page}: {one}");
        assert_eq!(open.text(page).matches("OFFICIAL").count(), 2, "page {page}");
        assert_eq!(all.text(page).matches("OFFICIAL-SENSITIVE").count(), 2, "page {page}");
        assert!(all.text(page).contains("Copy 3, for Police"), "page {page}");
    }
    for page in open.pages() + 1..=all.pages() {
        let number = page - open.pages();
        let text = all.text(page);
        assert!(text.contains(&format!("Page R{number}")), "page {page}: {text}");
        assert_eq!(text.matches("OFFICIAL-SENSITIVE").count(), 2, "page {page}");
    }
    let shared: HashMap<_, _> = restricted.places.iter().cloned().collect();
    for (name, page) in &public.places {
        assert_eq!(shared.get(name), Some(page), "{name}");
    }
    // A viewer shows the same numbers as stand at the foot of the pages.
    let labels = all.labels();
    assert_eq!(labels.first(), Some(&(0, None)));
    let last = i64::try_from(open.pages()).unwrap();
    assert!(
        labels.iter().all(|(at, prefix)| prefix.as_deref() == (*at >= last).then_some("R")),
        "{labels:?}"
    );
    assert!(labels.iter().any(|(at, _)| *at == last));
}

#[test]
fn pack_agenda_says_the_page_on_which_each_item_begins() {
    let whole = marked();
    let (public, restricted) = whole.packs();
    let made = made(restricted);
    drop(public);
    let opened = Opened::new(&made.pdf);
    let place = |name: &str| made.places.iter().find(|(known, _)| known == name).map(|(_, page)| *page);
    let agenda = opened.text(place("agenda").unwrap());
    for reference in ["B1", "B2", "C1", "D1", "D2"] {
        let page = place(&format!("open-{reference}-0")).unwrap();
        let title = &whole.items.iter().find(|item| item.reference() == reference).unwrap().said.title;
        assert!(opened.text(page).contains(&format!("{reference}. {title}")), "{reference} on page {page}");
        let row = agenda.split(reference).nth(1).unwrap_or_default();
        assert!(row.contains(&format!("15 {page}")), "{reference}, page {page}: {agenda}");
    }
    assert_eq!(place("open-A1-0"), None, "a line of the agenda alone");
    // The stubs lead to what is behind them, and say so where there is nothing.
    let closed = place("closed").unwrap();
    let behind = place("closed-D1-0").unwrap() - closed + 1;
    let stub = opened.text(place("open-D1-0").unwrap()).replace(' ', "");
    assert!(stub.contains(&format!("beginsonpageR{behind}.")), "{stub}");
    assert!(opened.text(place("open-D2-0").unwrap()).contains("There is no paper on this item."));
}

#[test]
fn pack_with_an_untagged_upload_claims_no_accessibility_and_says_why() {
    let mut whole = marked();
    let (public, _) = whole.packs();
    let made_of_all = made(public);
    assert_eq!(made_of_all.inaccessible, ["Dashboard: it has no tags"]);
    let claims = |made: &Made| Opened::new(&made.pdf).everything().contains("<pdfuaid:part>1<");
    assert!(!claims(&made_of_all));
    whole.files.retain(|one| one.file.title == "Narrative");
    let without = made(whole.packs().0);
    assert!(claims(&without) && without.inaccessible.is_empty());
}

#[test]
fn pack_supplements_carry_on_and_move_no_page() {
    let mut whole = marked();
    let before = made(whole.packs().0);
    let new = item(17, AgendaPart::B, 3, "An item that came later", None);
    let first: HashMap<String, i64> = whole
        .items
        .iter()
        .map(|one| one.id.to_string())
        .chain(whole.papers.iter().map(|one| one.id.to_string()))
        .chain(whole.files.iter().map(|one| one.file.id.to_string()))
        .map(|thing| (thing, 0))
        .collect();
    let head = |number: i64, reason: Option<&str>| IssueHead {
        number,
        on: Some(concordat_kernel::jiff::civil::date(2026, 7, 7)),
        reason: reason.map(str::to_owned),
    };
    whole.issues = Issues { heads: vec![head(0, None)], of: first };
    // What has not gone out is in neither edition.
    whole.papers.push(paper(25, &new, "Late paper", 2));
    whole.files.push(pdf(36, &whole.items[1], "Late figures", scanned("Late figures", 2), false));
    whole.files.push(word(37, &whole.items[4], "SECRETFILETITLE late", "SECRETLATE", false));
    whole.items.insert(3, new);
    let waiting = made(whole.packs().0);
    assert_eq!((waiting.pages, &waiting.places), (before.pages, &before.places));
    // It goes out: the pages from before keep their numbers, and those that are closed keep theirs.
    let closed_before = made(whole.packs().1);
    whole.issues.heads.push(head(1, Some("The figures came late")));
    for thing in [
        id::<Item>(17).to_string(),
        id::<Item>(25).to_string(),
        id::<Item>(36).to_string(),
        id::<Item>(37).to_string(),
    ] {
        whole.issues.of.insert(thing, 1);
    }
    let after = made(whole.packs().0);
    assert_eq!(after.places[..before.places.len()], before.places[..]);
    let (old, new) = (Opened::new(&before.pdf), Opened::new(&after.pdf));
    for page in 1..=before.pages {
        assert_eq!(old.text(page), new.text(page), "page {page}");
    }
    let supplement = new.text(before.pages + 1);
    assert!(
        supplement.contains("Supplement 1") && supplement.contains("The figures came late"),
        "{supplement}"
    );
    assert!(supplement.contains(&format!("Page {}", before.pages + 1)));
    let rest: String = (before.pages + 1..=after.pages).map(|page| new.text(page)).collect();
    assert!(
        rest.contains("B3. An item that came later: supplement 1") && rest.contains("Late paper paragraph 2")
    );
    assert!(!new.everything().contains("SECRET"));
    let closed_after = made(whole.packs().1);
    let r = |made: &Made, name: &str| {
        let at = |name: &str| made.places.iter().find(|(known, _)| known == name).map(|(_, page)| *page);
        at(name).unwrap() - at("closed").unwrap()
    };
    for name in ["closed-B1-0", "closed-B2-0", "closed-D1-0"] {
        assert_eq!(r(&closed_before, name), r(&closed_after, name), "{name}");
    }
    assert!(Opened::new(&closed_after.pdf).everything().contains("SECRETLATEcell"));
}

/// Three hundred pages: papers written here, long scans, and as much that is closed.
pub(super) fn long() -> Whole {
    let mut whole =
        Whole { items: Vec::new(), papers: Vec::new(), files: Vec::new(), issues: Issues::default() };
    for n in 1..=12_u32 {
        let (key, place) = (u128::from(n), n as usize);
        let open = item(100 + key, AgendaPart::B, place, &format!("Open matter {n}"), None);
        whole.papers.push(paper(200 + key, &open, &format!("Open matter {n}"), 20));
        let scan = scanned(&format!("Open scan {n}"), 16);
        whole.files.push(pdf(300 + key, &open, &format!("Scan {n}"), scan, false));
        whole.items.push(open);
    }
    for n in 1..=4_u32 {
        let key = u128::from(n);
        let closed = item(400 + key, AgendaPart::D, n as usize, &format!("Closed matter {n}"), Some("long"));
        whole.papers.push(paper(500 + key, &closed, "SECRETPAPER", 20));
        let scan = scanned("SECRETSCAN", 16);
        whole.files.push(pdf(600 + key, &closed, "SECRETFILETITLE", scan, false));
        whole.items.push(closed);
    }
    whole
}

#[test]
fn pack_of_three_hundred_pages_keeps_its_numbers_in_both_editions() {
    let (public, restricted) = long().packs();
    let (public, restricted) = (made(public), made(restricted));
    assert!(restricted.pages >= 300, "{}", restricted.pages);
    let (open, all) = (Opened::new(&public.pdf), Opened::new(&restricted.pdf));
    for page in 1..=open.pages() {
        assert!(open.text(page).contains(&format!("Page {page}")), "page {page}");
        assert!(all.text(page).contains(&format!("Page {page}")), "page {page}");
    }
    let shared: HashMap<_, _> = restricted.places.iter().cloned().collect();
    assert!(public.places.iter().all(|(name, page)| shared.get(name) == Some(page)));
    let everything = open.everything();
    assert!(everything.contains("Openscan12page16") && !everything.contains("SECRET"));
}
