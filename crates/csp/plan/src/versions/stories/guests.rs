//! Stories of those who comment by a link, without an account.

use concordat_access::Ctx;
use concordat_kernel::{AnyId, Id, Ref};
use concordat_testkit::{Browser, Page};
use concordat_web::{Composed, LetterHead};

use super::{super::store::NewGuest, *};
use crate::{
    Action, SLICE,
    pages::stories::{app, stage, stranger},
    versions::{
        RecordedInvitation, invitations, invite, letter, make_guest_link, stop_guest, store::guest, urls,
    },
};

sql! {
    LETTERS = "SELECT kind, about_kind, about, to_name, to_email FROM mail_letter ORDER BY posted_at, id";
    TRAIL = "SELECT actor || ' ' || action || ' ' || outcome || ' ' || COALESCE(thing, '') || ' ' || COALESCE(why, '')
             FROM audit ORDER BY number";
    HISTORY = "SELECT field || ' ' || COALESCE(former, '') || ' ' || COALESCE(latter, '') FROM history";
}

const SHUT: &str = "This link does not work";

/// The sample plan with feedback open until 20 November and one guest.
struct Asked {
    plan: RecordedPlan,
    officer: Ctx,
    guest: Id<crate::versions::Invitation>,
}

fn tamsin() -> NewGuest {
    NewGuest {
        name: "Tamsin Orrell".to_owned(),
        organisation: "Ashing Youth Forum".to_owned(),
        email: "Tamsin@merrowshire.example".to_owned(),
    }
}

impl Asked {
    async fn of(world: &World) -> Self {
        let plan = sample(world).await;
        let officer = world.somebody("officer");
        open_feedback(&world.store, &officer, plan.head.id, date(2026, 11, 20)).await.unwrap();
        let guest = invite(&world.store, &officer, plan.head.id, &tamsin()).await.unwrap();
        Self { plan, officer, guest }
    }

    fn action(&self, n: usize) -> Id<Action> {
        self.plan.actions().nth(n).unwrap().1.id
    }

    async fn recorded(&self, world: &World) -> RecordedInvitation {
        let all = invitations(&world.store, &self.officer, self.plan.head.id).await.unwrap();
        all.into_iter().map(|(one, _)| one).find(|one| one.id == self.guest).unwrap()
    }

    async fn secret(&self, world: &World) -> String {
        make_guest_link(&world.store, &self.officer, self.guest).await.unwrap().0
    }

    /// A browser in which the guest has begun with a link.
    async fn begun(&self, world: &World) -> Visitor {
        let secret = self.secret(world).await;
        let mut browser = stranger(world);
        check(&browser.get(&urls::letter_link(&secret)).await, 200, &["Start", "Tamsin Orrell"]);
        let page = browser.post(urls::START, &[("link", secret.as_str())]).await;
        assert_eq!(page.location.as_deref(), Some(urls::COMMENTING), "{}", page.text);
        Visitor { browser, form: String::new(), version: String::new() }
    }
}

/// A guest's browser, which sends along what its page carries.
#[derive(Clone)]
struct Visitor {
    browser: Browser,
    form: String,
    version: String,
}

impl Visitor {
    async fn get(&mut self, path: &str) -> Page {
        let page = self.browser.get(path).await;
        let field = |name: &str| {
            let (_, rest) = page.text.split_once(&format!("name=\"{name}\" value=\""))?;
            rest.split('"').next().map(str::to_owned)
        };
        if let (Some(form), Some(version)) = (field("form"), field("version")) {
            (self.form, self.version) = (form, version);
        }
        page
    }

    async fn say(&mut self, action: Option<Id<Action>>, text: &str) -> Page {
        let (form, version) = (self.form.clone(), self.version.clone());
        let fields = [("form", form.as_str()), ("version", version.as_str()), ("text", text)];
        self.browser.post(&urls::commenting(action), &fields).await
    }
}

async fn rows(world: &World, sql: &'static concordat_store::Sql) -> Vec<String> {
    let rows: Vec<(String,)> = world.store.peek().await.unwrap().all(sql, args![]).await.unwrap();
    rows.into_iter().map(|(row,)| row).collect()
}

/// The letters of a kind as the outbox would hand them over, composed.
async fn letters(world: &World, kind: &str) -> Vec<(String, Option<Composed>)> {
    let all: Vec<(String, String, String, String, String)> =
        world.store.peek().await.unwrap().all(&LETTERS, args![]).await.unwrap();
    let mut composed = Vec::new();
    for (_, about_kind, about, to_name, to_email) in all.into_iter().filter(|row| row.0 == kind) {
        let head = LetterHead {
            id: AnyId::from_u128(1),
            kind: kind.to_owned(),
            about: Ref { kind: about_kind.into(), id: about.parse().unwrap() },
            to_name,
            to_email: to_email.clone(),
            posted_at: world.clock.now(),
        };
        let words = (SLICE.compose)(&app(world), &world.operator(), &head).await.unwrap();
        composed.push((to_email, words));
    }
    composed
}

#[test]
fn a_guest_comments_by_the_link_in_a_letter_and_is_answered_by_letter() {
    on_both(SLICES, |world| async move {
        let asked = Asked::of(&world).await;
        let (id, first) = (asked.plan.head.id, asked.action(0));
        add_comment(
            &world.store,
            &world.somebody("member"),
            id,
            &NewComment { action: Some(first), text: "A member’s word".to_owned() },
        )
        .await
        .unwrap();
        let sent = letters(&world, letter::INVITED).await;
        let [(to, Some(words))] = sent.as_slice() else { panic!("{sent:?}") };
        assert_eq!(to, "tamsin@merrowshire.example");
        assert!(
            words.text.contains("20 November 2026") && words.text.contains(Composed::LINK),
            "{}",
            words.text
        );
        let link = words.secret.clone().unwrap();
        let (_, secret) = link.rsplit_once('/').unwrap();

        let mut browser = stranger(&world);
        browser.get(&urls::letter_link(secret)).await;
        browser.post(urls::START, &[("link", secret)]).await;
        let mut guest = Visitor { browser, form: String::new(), version: String::new() };
        let list = guest.get(urls::COMMENTING).await;
        check(&list, 200, &["1.1", "1.2", "The plan as a whole", "No comment yet"]);
        assert!(!list.text.contains("A member’s word"));
        let page = guest.get(&urls::commenting(Some(first))).await;
        check(&page, 200, &["Make Lower Ashing safer", "Your comment"]);
        assert!(!page.text.contains("A member’s word"), "what others said is not a guest’s to read");
        check(&guest.say(Some(first), " ").await, 422, &["Enter your comment."]);
        let page = guest.say(Some(first), "Ask the young people first").await;
        assert_eq!(page.location.as_deref(), Some(urls::COMMENTING), "{}", page.text);

        // Changed before the day, and the former words are kept.
        check(
            &guest.get(&urls::commenting(Some(first))).await,
            200,
            &["Ask the young people first", "Change your comment"],
        );
        guest.say(Some(first), "Ask those who wait there {link}").await;
        let mine = |all: Vec<crate::versions::CommentHead>| {
            all.into_iter().filter(|one| one.invitation.is_some()).collect::<Vec<_>>()
        };
        let said = mine(comments(&world.store, &asked.officer, id).await.unwrap());
        assert_eq!(said.len(), 1);
        assert_eq!(said[0].said_by.as_deref(), Some("Tamsin Orrell, Ashing Youth Forum"));
        assert_eq!((said[0].text.as_str(), said[0].version), ("Ask those who wait there {link}", 2));
        let kept = rows(&world, &HISTORY).await;
        assert!(
            kept.iter()
                .any(|row| row == "Comment Ask the young people first Ask those who wait there {link}"),
            "{kept:?}"
        );

        // It waits among the others, marked; an answer to older words is no answer.
        let mut officer = super::browser(&world, "officer");
        let page = officer.get(&urls::feedback(id)).await;
        check(
            &page,
            200,
            &["Ask those who wait there", "Tamsin Orrell, Ashing Youth Forum", ">Guest<", "2 comments"],
        );
        let form = urls::answer(said[0].id);
        let late = officer
            .post(&form, &[("version", "1"), ("answer", "decline"), ("reason", "Done elsewhere")])
            .await;
        check(&late, 422, &["The guest changed this comment meanwhile"]);
        assert!(letters(&world, letter::ANSWERED).await.is_empty());
        officer.post(&form, &[("version", "2"), ("answer", "decline"), ("reason", "Done elsewhere")]).await;
        officer.post(&form, &[("version", "3"), ("answer", "amend"), ("reason", "Two are asked")]).await;
        let sent = letters(&world, letter::ANSWERED).await;
        let [(to, Some(_)), (again, Some(words))] = sent.as_slice() else { panic!("{sent:?}") };
        assert_eq!(
            (to.as_str(), again.as_str()),
            ("tamsin@merrowshire.example", "tamsin@merrowshire.example")
        );
        for piece in ["Ask those who wait there { link }", "Two are asked", "1.1", "not quite as you asked"] {
            assert!(words.text.contains(piece), "{piece} is not in {}", words.text);
        }
        assert!(words.secret.is_none() && !words.text.contains(Composed::LINK));

        // Answered words stay; more can be said until the day, and read after it.
        check(
            &guest.get(&urls::commenting(Some(first))).await,
            200,
            &["Two are asked", "Amended", "Another comment"],
        );
        guest.say(Some(first), "Thank you").await;
        guest.get(urls::COMMENT_PLAN).await;
        guest.say(None, "Say more about schools").await;
        assert_eq!(mine(comments(&world.store, &asked.officer, id).await.unwrap()).len(), 3);
        guest.get(urls::COMMENT_PLAN).await;
        world.clock.advance(SignedDuration::from_hours(24 * 19));
        check(&guest.say(None, "Too late").await, 422, &["Feedback closed on 20 November 2026"]);
        check(
            &guest.get(urls::COMMENT_PLAN).await,
            200,
            &["Say more about schools", "until the end of 20 November"],
        );
        assert!(letters(&world, letter::INVITED).await[0].1.is_none(), "nobody is asked after the day");
        world
    });
}

/// An action of a plan that the guest is not asked about.
async fn of_another_plan(world: &World) -> Id<Action> {
    let mut draft = crate::pages::samples::plan().draft();
    draft.title = "Port Aldren plan".to_owned();
    for action in draft.priorities.iter_mut().flat_map(|priority| &mut priority.actions) {
        action.id = None;
    }
    let reading = crate::import::Reading { draft, ..crate::import::Reading::default() };
    let staged = stage(world, &reading).await;
    let officer = world.somebody("officer");
    let staged = store::import_of(&world.store, &officer, staged).await.unwrap();
    let done = store::apply(&world.store, &officer, &staged, None).await.unwrap();
    let plan = store::plan(&world.store, &officer, done.plan).await.unwrap();
    plan.actions().next().unwrap().1.id
}

#[test]
fn a_guests_link_opens_one_plans_feedback_and_nothing_else() {
    on_both(SLICES, |world| async move {
        let asked = Asked::of(&world).await;
        let (officer, own) = (&asked.officer, asked.action(0));
        let secret = asked.secret(&world).await;
        let before = (asked.recorded(&world).await, rows(&world, &HISTORY).await);
        for _ in 0..2 {
            let page = stranger(&world).get(&urls::letter_link(&secret)).await;
            check(&page, 200, &["Start"]);
            assert!(
                !page.headers.contains_key("set-cookie") && !page.text.contains("1.1"),
                "nothing is begun"
            );
            assert_eq!(page.headers["referrer-policy"], "strict-origin");
        }
        assert_eq!((asked.recorded(&world).await, rows(&world, &HISTORY).await), before);

        // Wrong ones all look alike, and like those of rounds.
        let mut tampered = secret.clone();
        let last = if tampered.pop() == Some('0') { '1' } else { '0' };
        tampered.push(last);
        let hash = concordat_links::secrets::hash(&secret);
        for wrong in [tampered.as_str(), &secret[..63], &secret.to_uppercase(), &hash, "0", "%2e%2e%2fplans"]
        {
            let mut browser = stranger(&world);
            check(&browser.get(&urls::letter_link(wrong)).await, 200, &[SHUT]);
            check(&browser.post(urls::START, &[("link", wrong)]).await, 422, &[SHUT]);
            check(&browser.get(urls::COMMENTING).await, 200, &[SHUT]);
        }
        let answer = crate::progress::urls::link(&secret);
        check(&stranger(&world).get(&answer).await, 200, &[SHUT]);

        // Every page of a visit is in the trail, under the invitation, and none holds the secret.
        let mut guest = asked.begun(&world).await;
        let uses = async || {
            let viewed = format!("{} plan_invitation.view done", asked.guest);
            rows(&world, &TRAIL).await.iter().filter(|row| row.starts_with(&viewed)).count()
        };
        let used = uses().await;
        let pages = [urls::COMMENTING.to_owned(), urls::COMMENT_PLAN.to_owned(), urls::commenting(Some(own))];
        for path in &pages {
            let page = guest.get(path).await;
            check(&page, 200, &[]);
            assert!(!page.text.contains(&secret[..16]), "{path} holds a secret");
        }
        guest.say(Some(own), "").await;
        assert_eq!(uses().await, used + 4, "the form that came to nothing too");

        // An action of another plan, a withdrawn one and none at all are the same.
        let theirs = of_another_plan(&world).await;
        let gone = asked.action(1);
        store::withdraw(&world.store, officer, gone, 1, "Done elsewhere").await.unwrap();
        let mut seen = Vec::new();
        for action in [theirs, gone, Id::from_uuid(AnyId::from_u128(404))] {
            let page = guest.get(&urls::commenting(Some(action))).await;
            check(&page, 404, &["Page not found", "Back to the plan"]);
            seen.push(page.text);
            check(&guest.say(Some(action), "Ours now").await, 404, &["Page not found"]);
        }
        assert!(seen.iter().all(|page| page == &seen[0]));
        for path in
            [urls::feedback(asked.plan.head.id), urls::guests(asked.plan.head.id), crate::urls::action(own)]
        {
            assert_ne!(guest.get(&path).await.status, 200, "{path}");
        }
        let mut forged = guest.clone();
        forged.form = "wrong".to_owned();
        check(&forged.say(Some(own), "Forged").await, 422, &["out of date"]);
        assert!(comments(&world.store, officer, asked.plan.head.id).await.unwrap().is_empty());

        // Stopped while the cookie is held.
        guest.get(&urls::commenting(Some(own))).await;
        stop_guest(&world.store, officer, asked.guest).await.unwrap();
        for path in &pages {
            check(&guest.get(path).await, 200, &[SHUT]);
        }
        check(&guest.say(Some(own), "Still here").await, 422, &[SHUT]);
        check(&stranger(&world).get(&urls::letter_link(&secret)).await, 200, &[SHUT]);
        assert!(letters(&world, letter::INVITED).await[0].1.is_none());
        assert!(make_guest_link(&world.store, officer, asked.guest).await.is_err());
        for row in rows(&world, &TRAIL).await.iter().chain(&rows(&world, &HISTORY).await) {
            assert!(!row.contains(&secret[..16]), "the secret is in `{row}`");
        }
        world
    });
}

#[test]
fn officers_ask_guests_while_feedback_is_open() {
    on_both(SLICES, |world| async move {
        let plan = sample(&world).await;
        let (id, store) = (plan.head.id, &world.store);
        let officer = world.somebody("officer");
        let early = invite(store, &officer, id, &tamsin()).await.unwrap_err();
        assert!(refused_with(&early, "is not open"), "{early:?}");
        open_feedback(store, &officer, id, date(2026, 11, 4)).await.unwrap();
        assert!(invite(store, &world.somebody("member"), id, &tamsin()).await.is_err());

        let mut browser = browser(&world, "officer");
        check(&browser.get(&urls::feedback(id)).await, 200, &["Guests"]);
        let form = urls::new_guest(id);
        check(&browser.get(&form).await, 200, &["until the end of 4 November 2026"]);
        check(
            &browser.post(&form, &[("name", "Tamsin"), ("email", "tamsin")]).await,
            422,
            &["Enter an e-mail address"],
        );
        let guest = [
            ("name", "Tamsin Orrell"),
            ("organisation", "Ashing Youth Forum"),
            ("email", "tamsin@merrowshire.example"),
        ];
        let page = browser.post(&form, &guest).await;
        assert_eq!(page.location, Some(urls::guests(id)), "{}", page.text);
        check(&browser.post(&form, &guest).await, 422, &["has a link to this feedback already"]);
        check(
            &browser.get(&urls::guests(id)).await,
            200,
            &["Tamsin Orrell", "tamsin@merrowshire.example", "Stop this link"],
        );
        let mut member = super::browser(&world, "member");
        check(&member.get(&urls::guests(id)).await, 404, &[]);
        assert!(!member.get(&urls::feedback(id)).await.text.contains("/feedback/guests"));

        // A link outlives a day that is moved.
        let (one, _) = invitations(store, &officer, id).await.unwrap().remove(0);
        open_feedback(store, &officer, id, date(2027, 6, 30)).await.unwrap();
        let (later, _) = invitations(store, &officer, id).await.unwrap().remove(0);
        assert!(later.expires_at > one.expires_at && later.expires_at.starts_with("2027-07-28"), "{later:?}");
        let page = browser.post(&urls::guest_link(one.id), &[]).await;
        let (_, rest) = page.text.split_once("/comment/").unwrap();
        let secret = rest.split('<').next().unwrap().trim();
        assert!(
            concordat_links::open::<guest::Guest>(store, &world.anybody(), secret).await.unwrap().is_some(),
            "{secret}"
        );
        let page = browser.post(&urls::guest_stop(one.id), &[]).await;
        assert_eq!(page.location, Some(urls::guests(id)));
        assert!(
            concordat_links::open::<guest::Guest>(store, &world.anybody(), secret).await.unwrap().is_none()
        );
        check(&browser.get(&urls::guests(id)).await, 200, &["Stopped 2 November 2026"]);
        world
    });
}
