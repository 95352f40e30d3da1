//! Stories of spreadsheets that go out and come back, told through a browser on both databases.

use concordat_access::{Actor, Ctx};
use concordat_kernel::{Error, Id, Refusal};
use concordat_testkit::{Browser, Page, World, on_both};

use super::{
    model::{Entry, Reply},
    store, urls, write,
};
use crate::{
    RecordedPlan, State,
    pages::stories::{SLICES, browser, plan as sample, stranger},
    progress::{CameBy, RecordedUpdate, Request, Round, rules, store as progress, urls as progress_urls},
    store as plans,
};

const POLICE: &str = "Merrowshire Police";
const COUNCIL: &str = "Merrowshire County Council";

/// The sample plan with an open round.
struct Asked {
    officer: Ctx,
    plan: RecordedPlan,
    round: Id<Round>,
}

impl Asked {
    async fn of(world: &World) -> Self {
        let officer = world.somebody("officer");
        let plan = sample(world).await;
        for (lead, _) in rules::leads(&plan) {
            let person = if lead.words == POLICE {
                ("Wren Holloway", "wren@merrowshire.example")
            } else {
                ("Idris Vale", "idris@merrowshire.example")
            };
            progress::add_contact(&world.store, &officer, plan.head.id, &lead, person).await.unwrap();
        }
        let round = Self::open(world, &officer, &plan).await;
        Self { officer, plan, round }
    }

    async fn open(world: &World, officer: &Ctx, plan: &RecordedPlan) -> Id<Round> {
        let today = world.clock.today();
        let about = rules::suggested_months(today, &[]);
        let (title, due_on) = (rules::suggested_title(about), rules::suggested_due(today));
        let new = progress::NewRound { title, about, due_on };
        progress::open_round(&world.store, officer, plan.head.id, new).await.unwrap()
    }

    async fn request(&self, world: &World, lead: &str) -> Id<Request> {
        let mut tx = world.store.peek().await.unwrap();
        let requests = progress::requests_of_round(&mut tx, self.round).await.unwrap();
        requests.into_iter().find(|one| one.lead.words == lead).unwrap().id
    }

    /// The lead's spreadsheet with these answers in it, by the numbers of the actions.
    async fn filled(&self, world: &World, request: Id<Request>, answers: &[(&str, Entry)]) -> Vec<u8> {
        let shown = store::asked(&world.store, &self.officer, store::EXPORT, request).await.unwrap();
        let mut asked = shown.asked;
        for (number, entry) in answers {
            asked.actions.iter_mut().find(|one| one.number == *number).unwrap().said = entry.clone();
        }
        write::xlsx(&asked, world.clock.now()).unwrap()
    }

    async fn updates(&self, world: &World) -> Vec<RecordedUpdate> {
        progress::updates_of_plan(&mut world.store.peek().await.unwrap(), self.plan.head.id).await.unwrap()
    }

    async fn state(&self, world: &World, number: &str) -> State {
        let plan = plans::plan(&world.store, &self.officer, self.plan.head.id).await.unwrap();
        let found = plan.actions().find(|(_, action)| action.content.number == number);
        found.unwrap().1.state
    }
}

fn entry(state: &str, words: &str) -> Entry {
    Entry { state: state.to_owned(), words: words.to_owned(), ..Entry::default() }
}

#[track_caller]
fn check(page: &Page, status: u16, says: &[&str]) {
    assert_eq!(page.status.as_u16(), status, "{}", page.text);
    for words in says {
        assert!(page.text.contains(words), "`{words}` is not on the page: {}", page.text);
    }
}

fn hidden(page: &Page, name: &str) -> String {
    let (_, rest) = page.text.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_default();
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// Uploads a file and looks at what it would do.
async fn look(browser: &mut Browser, at: &str, fields: &[(&str, &str)], bytes: &[u8]) -> (String, Page) {
    let page = browser.upload(at, fields, ("file", "answers.xlsx", bytes)).await;
    let to = page.location.unwrap_or_else(|| panic!("not taken in: {}", page.text));
    (to.clone(), browser.get(&to).await)
}

#[test]
fn a_lead_answers_by_spreadsheet_and_an_officer_uses_it() {
    on_both(SLICES, |world| async move {
        let asked = Asked::of(&world).await;
        let request = asked.request(&world, POLICE).await;
        let mut browser = browser(&world, "officer");
        let at = urls::replies(asked.round);
        check(&browser.get(&at).await, 200, &[POLICE, COUNCIL, "Upload a spreadsheet"]);
        let sheet = browser.get(&urls::sheet(request)).await;
        check(&sheet, 200, &[]);
        assert!(
            sheet.headers["content-disposition"].contains("merrowshire-police-update-for"),
            "{:?}",
            sheet.headers
        );
        let page = browser.upload(&at, &[], ("file", "minutes.docx", b"minutes")).await;
        check(&page, 422, &["“minutes.docx” is not an Excel workbook", "<title>Error"]);

        let shown = store::asked(&world.store, &asked.officer, store::EXPORT, request).await.unwrap();
        let measure = shown.asked.actions[0].measures[0].id;
        let walks = Entry {
            evidence: "https://merrowshire.example/walks".to_owned(),
            help: "A key to the square".to_owned(),
            values: [(measure, "3".to_owned())].into(),
            ..entry("at-risk", "=HYPERLINK(\"x\") was <b>not</b> held")
        };
        let bytes = asked.filled(&world, request, &[("1.1", walks), ("2.1", entry("late", ""))]).await;
        let (reply, page) = look(&mut browser, &at, &[], &bytes).await;
        check(
            &page,
            200,
            &["records 1 answer", "1 thing is left out", "Say why it is late", "column G (What happened)"],
        );
        let waits = super::waits_for(&world.store, &asked.officer).await.unwrap();
        assert_eq!(waits[0].text, "1 spreadsheet with answers waits to be looked through");
        check(
            &page,
            200,
            &["was &lt;b&gt;not&lt;/b&gt; held", "A key to the square", "2.1 Agree who answers"],
        );
        assert!(asked.updates(&world).await.is_empty(), "nothing lands before it is used");

        // What it would do changes before it is used: nothing lands, and the page says why.
        let (version, seen) = (hidden(&page, "version"), hidden(&page, "seen"));
        let used = [("version", version.as_str()), ("seen", "another"), ("given_by", "Wren Holloway")];
        check(
            &browser.post(&format!("{reply}/use"), &used).await,
            422,
            &["Something changed since this page was shown"],
        );
        assert!(asked.updates(&world).await.is_empty());
        let nobody = [("version", version.as_str()), ("seen", seen.as_str()), ("given_by", "")];
        check(&browser.post(&format!("{reply}/use"), &nobody).await, 422, &["Enter who filled it in."]);
        let used = [("version", version.as_str()), ("seen", seen.as_str()), ("given_by", "Wren Holloway")];
        let page = browser.post(&format!("{reply}/use"), &used).await;
        check(&browser.get(&page.location.unwrap()).await, 200, &["1 answer is recorded.", "Begun", "Used"]);
        let round = progress_urls::round(asked.round);
        check(&browser.get(&round).await, 200, &["Begun", "1 of 2 actions answered"]);
        let [update] = asked.updates(&world).await.try_into().unwrap();
        assert_eq!((update.came_by, update.given_by.as_str()), (CameBy::Spreadsheet, "Wren Holloway"));
        assert_eq!(update.request, Some(request));
        assert_eq!(asked.state(&world, "1.1").await, State::AtRisk);
        let evidence = progress::evidence_of_action(&mut world.store.peek().await.unwrap(), update.action)
            .await
            .unwrap();
        assert_eq!(evidence[0].address.as_deref(), Some("https://merrowshire.example/walks"));
        assert_eq!(evidence[0].update, Some(update.id));

        // The same file again changes nothing, and says so; so does pressing the button twice.
        check(&browser.post(&format!("{reply}/use"), &used).await, 422, &["Something changed"]);
        let (again, page) = look(&mut browser, &at, &[], &bytes).await;
        check(
            &page,
            200,
            &["The very same file was used before", "Using this file changes nothing", "Sent before"],
        );
        assert!(!page.text.contains("Use these answers"));
        let page = browser.post(&format!("{again}/discard"), &[("version", "1")]).await;
        check(&browser.get(&page.location.unwrap()).await, 200, &["Set aside"]);
        assert_eq!(asked.updates(&world).await.len(), 1);

        // The rest, in a file whose mark was lost: the lead is chosen beside it.
        let rest = "No.,Status,Update\n2.1,late,Nobody was free\n";
        let page = browser.upload(&at, &[], ("file", "rest.csv", rest.as_bytes())).await;
        check(&page, 422, &["Choose whose answers it holds"]);
        let chosen = request.to_string();
        let page = browser.upload(&at, &[("request", &chosen)], ("file", "rest.csv", rest.as_bytes())).await;
        let reply = page.location.unwrap();
        check(&browser.get(&reply).await, 200, &["records 1 answer", "own mark is missing"]);
        browser.post(&format!("{reply}/use"), &[("version", "1"), ("given_by", "Wren Holloway")]).await;
        assert_eq!(asked.state(&world, "2.1").await, State::Late);
        check(&browser.get(&at).await, 200, &["Answered"]);
        let page = browser.get(&round).await;
        check(&page, 200, &["Answered 2 November 2026"]);
        assert!(!page.text.contains("of 2 actions answered"), "{}", page.text);
        world
    });
}

#[test]
fn a_file_is_used_whole_or_not_at_all() {
    on_both(SLICES, |world| async move {
        let asked = Asked::of(&world).await;
        let request = asked.request(&world, POLICE).await;
        let (store, officer) = (&world.store, &asked.officer);
        let shown = store::asked(store, officer, store::EXPORT, request).await.unwrap();
        let ids: Vec<_> = shown.asked.actions.iter().map(|action| action.id).collect();
        // What was read cannot land any more: its state is none that the record knows.
        let reading = super::model::Reading {
            said: [(ids[0], entry("on-track", "Walked")), (ids[1], entry("late", ""))].into(),
            findings: Vec::new(),
        };
        let id = store::add(store, officer, request, ("a.xlsx", "00"), &reading).await.unwrap();
        let looked = store::reply(store, officer, id).await.unwrap();
        let refused = store::put_to_use(store, officer, id, (1, &looked.seen()), "Wren").await.unwrap_err();
        assert!(refused.to_string().starts_with("Action 2.1: Say why it is late"), "{refused}");
        assert!(asked.updates(&world).await.is_empty());
        assert!(store::reply(store, officer, id).await.unwrap().head.is_staged());

        let round = progress::round(store, officer, asked.round).await.unwrap().0;
        progress::close_round(store, officer, asked.round, round.version).await.unwrap();
        let refused = store::put_to_use(store, officer, id, (1, &looked.seen()), "Wren").await.unwrap_err();
        assert!(refused.to_string().contains("This round is closed"), "{refused}");
        world
    });
}

/// A browser in which somebody has begun with their link, with the token of their forms.
async fn begun(world: &World, asked: &Asked, name: &str) -> (Browser, String) {
    let passes = progress::passes(&world.store, &asked.officer, asked.round).await.unwrap();
    let pass = passes.into_iter().map(|(pass, _)| pass).find(|pass| pass.name == name).unwrap();
    let (secret, ..) = progress::make_link(&world.store, &asked.officer, pass.id).await.unwrap();
    let mut guest = stranger(world);
    guest.get(&progress_urls::link(&secret)).await;
    guest.post(progress_urls::START, &[("link", secret.as_str())]).await;
    let page = guest.get(urls::GUEST).await;
    check(&page, 200, &["Answer by spreadsheet", "Download the spreadsheet"]);
    let form = hidden(&page, "form");
    (guest, form)
}

/// What is absent, or not theirs, is one page for a guest.
#[track_caller]
fn not_there(page: &Page) {
    check(page, 404, &["Page not found", "Back to your actions"]);
}

#[test]
fn a_guest_uses_their_own_spreadsheet_and_finds_no_other() {
    on_both(SLICES, |world| async move {
        let asked = Asked::of(&world).await;
        let (police, council) = (asked.request(&world, POLICE).await, asked.request(&world, COUNCIL).await);
        let (mut guest, form) = begun(&world, &asked, "Idris Vale").await;
        let sheet = guest.get(urls::GUEST_SHEET).await;
        check(&sheet, 200, &[]);
        let own = asked.filled(&world, council, &[("1.2", entry("on-track", "Half is written"))]).await;
        let other = asked.filled(&world, police, &[("2.1", entry("on-track", "Not theirs to say"))]).await;

        let page = guest.upload(urls::GUEST, &[("form", &form)], ("file", "a.xlsx", &other)).await;
        check(&page, 422, &["belongs to another request"]);
        assert!(!page.text.contains("Agree who answers"), "it tells nothing of the other lead's actions");
        let page = guest.upload(urls::GUEST, &[("form", "forged")], ("file", "a.xlsx", &own)).await;
        check(&page, 422, &["out of date"]);

        let (reply, page) = look(&mut guest, urls::GUEST, &[("form", &form)], &own).await;
        check(&page, 200, &["Half is written", "Use these answers"]);
        let (version, seen) = (hidden(&page, "version"), hidden(&page, "seen"));
        let fields = [("version", version.as_str()), ("seen", seen.as_str()), ("form", form.as_str())];
        let page = guest.post(&format!("{reply}/use"), &fields).await;
        assert_eq!(page.location.as_deref(), Some(progress_urls::DONE), "{}", page.text);
        let [update] = asked.updates(&world).await.try_into().unwrap();
        assert_eq!((update.came_by, update.given_by.as_str()), (CameBy::Spreadsheet, "Idris Vale"));

        // Another lead's file, looked for by its id: not there, neither for this guest nor for a member.
        let reading = super::model::Reading::default();
        let theirs: Id<Reply> =
            store::add(&world.store, &asked.officer, police, ("b.xlsx", "01"), &reading).await.unwrap();
        not_there(&guest.get(&urls::guest_reply(theirs)).await);
        let fields = [("version", "1"), ("form", form.as_str())];
        for act in ["use", "discard"] {
            not_there(&guest.post(&format!("{}/{act}", urls::guest_reply(theirs)), &fields).await);
        }
        let actor = Actor::Guest { pass: council.uuid(), to: council.uuid() };
        let refused = store::asked(&world.store, &world.ctx(actor), store::EXPORT, police).await.unwrap_err();
        assert!(matches!(refused, Error::Refusal(Refusal::NotFound)), "{refused}");
        let mut member = browser(&world, "member");
        for page in [urls::replies(asked.round), urls::sheet(police), urls::reply(theirs)] {
            check(&member.get(&page).await, 404, &[]);
        }
        world
    });
}
