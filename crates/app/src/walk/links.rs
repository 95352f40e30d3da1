//! What whoever came by a link can reach holds nothing restricted of the plan or the money, whatever becomes restricted: every such
//! column of the ledger is marked in every row, and no page or file may hold a mark.

use std::{
    collections::{BTreeSet, VecDeque},
    io::{Cursor, Read as _},
};

use concordat_access::Ctx;
use concordat_grants::passes;
use concordat_kernel::{Id, Sensitivity};
use concordat_plan::{progress, versions};
use concordat_store::{Sql, args, sql};
use concordat_testkit::{Browser, Page, World, on_both};
use concordat_web::{Method, Route};

use super::{
    county,
    routes::{browser, filled, real_ids, signed_in},
};
use crate::SLICES;

const MARK: &str = "CANARY-";

sql! {
    // One holder of each request of a round that is open.
    PASSES = "SELECT MIN(p.id) FROM plan_pass p
              JOIN plan_request r ON r.id = p.request_id JOIN plan_round o ON o.id = r.round_id
              WHERE p.revoked_at IS NULL AND o.closed_at IS NULL GROUP BY r.id";
    COLLEAGUES = "SELECT c.name FROM plan_pass c JOIN plan_pass p ON p.request_id = c.request_id WHERE p.id = $1";
    INVITATIONS = "SELECT id FROM plan_invitation WHERE revoked_at IS NULL";
    OWN_NAME = "SELECT name FROM plan_invitation WHERE id = $1";
    OWN_ORGANISATION = "SELECT organisation FROM plan_invitation WHERE id = $1";
    CLAIMANTS = "SELECT id FROM grants_pass WHERE revoked_at IS NULL";
    CLAIMANTS_NAME = "SELECT name FROM grants_pass WHERE id = $1";
    REQUESTS = "SELECT id FROM plan_request";
}

async fn texts(world: &World, sql: &'static Sql, args: Vec<concordat_store::Value>) -> Vec<String> {
    let rows: Vec<(String,)> = world.store.peek().await.unwrap().all(sql, args).await.unwrap();
    rows.into_iter().map(|(text,)| text).collect()
}

/// The slices whose links are walked.
const WITH_LINKS: [&str; 2] = ["plan", "grants"];

/// Marks every row of every restricted column of these slices, as the ledger lists them; says which those are.
async fn mark(world: &World) -> Vec<String> {
    let mut marked = Vec::new();
    for table in
        world.store.ledger().tables.values().filter(|table| WITH_LINKS.contains(&table.slice.as_str()))
    {
        for column in table.columns.iter().filter(|column| column.sensitivity >= Sensitivity::Restricted) {
            let (table, column) = (&table.name, &column.name);
            // In front of what stands there, so that what must be unique stays so.
            let text =
                format!("UPDATE {table} SET {column} = '{MARK}{table}-{column}-' || COALESCE({column}, '')");
            let sql: &'static Sql = Box::leak(Box::new(Sql {
                name: "concordat::walk::links::MARK",
                text: Box::leak(text.into()),
            }));
            let rows = world.store.housekeeping(sql, args![]).await.unwrap_or_else(|e| {
                panic!("`{table}.{column}` cannot be marked as a text can: mark it its own way here ({e})")
            });
            assert!(
                rows > 0,
                "the invented county has no `{table}.{column}`: fill it in samples/, so that this test can look for it"
            );
            marked.push(format!("{table}.{column}"));
        }
    }
    marked
}

/// The words of a page, or of every part of a file that is a package.
fn words(page: &Page) -> String {
    if !page.bytes.starts_with(b"PK") {
        return page.text.clone();
    }
    let mut package = zip::ZipArchive::new(Cursor::new(&page.bytes)).unwrap();
    let mut all = String::new();
    for n in 0..package.len() {
        let mut part = Vec::new();
        package.by_index(n).unwrap().read_to_end(&mut part).unwrap();
        all.push_str(&String::from_utf8_lossy(&part));
    }
    all
}

/// The addresses of ours that a page leads to.
fn leads_to(page: &Page) -> Vec<String> {
    let hrefs = page.text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let ours = hrefs.filter(|href| href.starts_with('/') && !href.starts_with("/static"));
    ours.map(|href| href.split('#').next().unwrap_or_default().replace("&#38;", "&")).collect()
}

/// The marks on a page that are not among those it may show.
fn found(page: &Page, may_show: &[String]) -> Vec<String> {
    let known = may_show.iter().filter(|name| !name.is_empty());
    let text = known.fold(words(page), |text, name| text.replace(name.as_str(), ""));
    let end = |c: char| c == '<' || c == '"' || c == '&' || c.is_whitespace();
    text.split(MARK).skip(1).map(|rest| rest.split(end).next().unwrap_or_default().to_owned()).collect()
}

/// What a visitor saw.
#[derive(Default)]
struct Seen {
    faults: Vec<String>,
    pages: usize,
    files: usize,
}

impl Seen {
    fn look(&mut self, who: &str, address: &str, page: &Page, may_show: &[String]) {
        self.pages += 1;
        self.files += usize::from(page.bytes.starts_with(b"PK"));
        for mark in found(page, may_show) {
            self.faults.push(format!("{who} {address} shows `{mark}`"));
        }
    }

    /// Goes everywhere that pages lead to.
    async fn walk(&mut self, who: &str, browser: &mut Browser, from: Vec<String>, may_show: &[String]) {
        let mut known: BTreeSet<String> = from.iter().cloned().collect();
        let mut next: VecDeque<String> = from.into();
        while let Some(address) = next.pop_front() {
            let page = browser.get(&address).await;
            self.look(who, &address, &page, may_show);
            for to in leads_to(&page).into_iter().chain(page.location.clone()) {
                if known.insert(to.clone()) {
                    next.push_back(to);
                }
            }
        }
    }
}

/// The routes of the slices with links for which no session is asked.
fn open(method: Method) -> Vec<Route> {
    let slices = SLICES.iter().filter(|slice| WITH_LINKS.contains(&slice.name));
    slices.flat_map(|slice| (slice.routes)()).filter(|route| route.open && route.method == method).collect()
}

/// Begins with a link, then goes everywhere that it leads, to every open address with ids of the record, and sends
/// every open form.
async fn visit(
    world: &World,
    seen: &mut Seen,
    (at, area, form): (&str, &str, &str),
    secret: &str,
    may_show: &[String],
) {
    let ids = real_ids(world, SLICES).await;
    let mut guest = browser(world);
    let letter = format!("{area}/{secret}");
    seen.look(at, &letter, &guest.get(&letter).await, may_show);
    let begun = guest.post(&format!("{area}/start"), &[("link", secret)]).await;
    assert_eq!(begun.location.as_deref(), Some(area), "{at} could not begin: {}", begun.text);
    let addresses = open(Method::Get).into_iter().map(|route| filled(route.path, &ids));
    let from = std::iter::once(area.to_owned()).chain(addresses.filter(|path| !path.contains('{'))).collect();
    seen.walk(at, &mut guest, from, may_show).await;

    let page = guest.get(&format!("{area}{form}")).await;
    let form = page.text.split("name=\"form\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let form = form.unwrap_or_default().to_owned();
    for route in open(Method::Post).into_iter().filter(|route| !route.path.ends_with("/start")) {
        let answers = concordat_web::Answers::decode(filled(route.example, &ids).as_bytes());
        let mut fields: Vec<(&str, &str)> = answers.pairs().filter(|(name, _)| *name != "form").collect();
        fields.push(("form", &form));
        let path = filled(route.path, &ids);
        let page = match route.example_file {
            Some((name, text)) => guest.upload(&path, &fields, ("file", name, text.as_bytes())).await,
            None => guest.post(&path, &fields).await,
        };
        seen.look(at, &path, &page, may_show);
    }
    // What was sent shows on the pages.
    seen.walk(at, &mut guest, vec![area.to_owned()], may_show).await;
}

#[test]
fn nothing_that_a_link_leads_to_holds_what_is_restricted() {
    on_both(SLICES, |world| async move {
        let sample = county(&world).await;
        let marked = mark(&world).await;
        for column in [
            "plan_office_note.text",
            "plan_contact.email",
            "plan_update.given_by",
            "plan_invitation.email",
            "grants_pass.email",
        ] {
            assert!(
                marked.iter().any(|one| one == column),
                "{column} is not restricted any more: {marked:?}"
            );
        }
        let officer: Ctx = world.operator();
        let mut seen = Seen::default();
        for id in texts(&world, &PASSES, args![]).await {
            let pass = Id::from_uuid(id.parse().unwrap());
            let Ok((secret, ..)) = progress::make_link(&world.store, &officer, pass).await else { continue };
            // Whoever shares a request knows by whom it was handed on and who saved what, and one's own name.
            let may_show = texts(&world, &COLLEAGUES, args![pass]).await;
            visit(&world, &mut seen, ("a lead at", "/answer", "/hand-on"), &secret, &may_show).await;
        }
        let (pages, files) = (seen.pages, seen.files);
        assert!(pages > 100 && files > 5, "{pages} pages and {files} files by links of rounds");
        for id in texts(&world, &INVITATIONS, args![]).await {
            let guest = Id::from_uuid(id.parse().unwrap());
            let (secret, ..) = versions::make_guest_link(&world.store, &officer, guest).await.unwrap();
            let mut own = texts(&world, &OWN_NAME, args![guest]).await;
            own.extend(texts(&world, &OWN_ORGANISATION, args![guest]).await);
            visit(&world, &mut seen, ("a guest at", "/comment", "/plan"), &secret, &own).await;
        }
        assert!(seen.pages > pages + 50, "{} pages by links of guests", seen.pages - pages);
        let pages = seen.pages;
        for id in texts(&world, &CLAIMANTS, args![]).await {
            let pass = Id::from_uuid(id.parse().unwrap());
            let (secret, _) = passes::make_link(&world.store, &officer, pass).await.unwrap();
            let own = texts(&world, &CLAIMANTS_NAME, args![pass]).await;
            visit(&world, &mut seen, ("a provider at", "/claim", "/new"), &secret, &own).await;
        }
        assert!(seen.pages > pages + 5, "{} pages by links of providers", seen.pages - pages);

        // The same spreadsheets as an officer sends them, and what anybody reads.
        let mut office = signed_in(&world, &sample, Some("officer")).await;
        for id in texts(&world, &REQUESTS, args![]).await {
            let address = format!("/requests/{id}/answers.xlsx");
            seen.look("for a lead", &address, &office.get(&address).await, &[]);
        }
        let pages = seen.pages;
        seen.walk("anybody at", &mut browser(&world), vec!["/public/plans".to_owned()], &[]).await;
        assert!(seen.pages > pages + 1, "no plan is published");
        assert!(seen.faults.is_empty(), "{}", seen.faults.join("\n"));

        // The test would see one: an officer's page of notes has them.
        let action = real_ids(&world, SLICES).await.remove("plan_action").unwrap();
        let mut notes = Seen::default();
        let shown = office.get(&format!("/plans/{}/contacts", sample.plan)).await;
        notes.look("an officer at", &format!("contacts beside {action}"), &shown, &[]);
        assert!(!notes.faults.is_empty(), "no mark is seen where there is one");
        world
    });
}
