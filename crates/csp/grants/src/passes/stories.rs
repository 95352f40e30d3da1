//! Stories of those who claim by a link, without an account, told through a browser on both databases.

use concordat_access::Ctx;
use concordat_kernel::{AnyId, Id, Ref, jiff::SignedDuration};
use concordat_links::let_in;
use concordat_store::{Sql, args, sql};
use concordat_testkit::{Browser, Page, World, on_both};
use concordat_web::{Composed, LetterHead};

use super::{Guest, NewPass, Pass, letter, make_link, make_pass, passes, stop_pass};
use crate::{
    Project, SLICE,
    pages::stories::{SLICES, app, browser, check, stranger},
    store,
    tests::{a_project, an_award, manager, money, refused},
    urls,
};

sql! {
    LETTERS = "SELECT kind, about_kind, about, to_name, to_email FROM mail_letter ORDER BY posted_at, id";
    TRAIL = "SELECT actor || ' ' || action || ' ' || outcome || ' ' || COALESCE(thing, '') || ' ' || COALESCE(why, '')
             FROM audit ORDER BY number";
}

const SHUT: &str = "This link does not work";

/// A project of £100 and somebody with a link to it.
struct Given {
    project: Id<Project>,
    pass: Id<Pass>,
}

fn tamsin() -> NewPass {
    NewPass { name: "Tamsin Orrell".to_owned(), email: "Tamsin@merrowshire.example".to_owned() }
}

impl Given {
    async fn of(world: &World) -> Self {
        let award = an_award(world).await;
        let project = a_project(world, award, "Training", "100").await;
        let pass = make_pass(&world.store, &manager(world), project, &tamsin()).await.unwrap();
        Self { project, pass }
    }

    async fn secret(&self, world: &World) -> String {
        make_link(&world.store, &manager(world), self.pass).await.unwrap().0
    }

    async fn recorded(&self, world: &World) -> Pass {
        let (_, held) = passes(&world.store, &manager(world), self.project).await.unwrap();
        held.into_iter().map(|(pass, _)| pass).find(|pass| pass.id == self.pass).unwrap()
    }

    /// A browser that began with a link.
    async fn begun(&self, world: &World) -> Visitor {
        let secret = self.secret(world).await;
        let mut browser = stranger(world);
        check(&browser.get(&urls::claim_link(&secret)).await, 200, &["Start", "Tamsin Orrell", "Training"]);
        let page = browser.post(urls::START_CLAIMING, &[("link", secret.as_str())]).await;
        assert_eq!(page.location.as_deref(), Some(urls::CLAIMING), "{}", page.text);
        Visitor { browser }
    }
}

/// A guest's browser, which sends along what its pages carry.
struct Visitor {
    browser: Browser,
}

impl Visitor {
    async fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.browser.get(path).await;
        let form = page.text.split("name=\"form\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let form = form.unwrap_or_default().to_owned();
        let on = [("on-day", "2"), ("on-month", "11"), ("on-year", "2026"), ("form", form.as_str())];
        self.browser.post(path, &[&on, fields].concat()).await
    }

    async fn claim(&mut self, amount: &str, reference: &str) -> Page {
        self.send(urls::CLAIM_BY_LINK, &[("amount", amount), ("reference", reference)]).await
    }
}

async fn rows(world: &World, sql: &'static Sql) -> Vec<String> {
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
        composed.push((to_email, (SLICE.compose)(&app(world), &world.operator(), &head).await.unwrap()));
    }
    composed
}

#[test]
fn a_provider_claims_by_the_link_in_a_letter_and_hears_what_becomes_of_it() {
    on_both(SLICES, |world| async move {
        let given = Given::of(&world).await;
        let sent = letters(&world, letter::INVITED).await;
        let [(to, Some(words))] = sent.as_slice() else { panic!("{sent:?}") };
        assert_eq!(to, "tamsin@merrowshire.example");
        assert!(words.text.contains("Training") && words.text.contains(Composed::LINK), "{}", words.text);
        let link = words.secret.clone().unwrap();
        let (_, secret) = link.rsplit_once('/').unwrap();
        let mut browser = stranger(&world);
        browser.get(&urls::claim_link(secret)).await;
        browser.post(urls::START_CLAIMING, &[("link", secret)]).await;
        let mut visitor = Visitor { browser };

        // What an officer wrote down for another supplier is not a guest's to read; what remains tells of it.
        let ctx = manager(&world);
        let theirs = crate::NewClaim {
            on: concordat_kernel::jiff::civil::date(2026, 10, 1),
            claimant: "Somebody Else Ltd".into(),
            reference: "SE 1".into(),
            amount: money("30"),
            made_of: None,
            order: None,
        };
        store::add_claim(&world.store, &ctx, given.project, theirs).await.unwrap();
        let page = visitor.browser.get(urls::CLAIMING).await;
        check(&page, 200, &["Training", "£70", "Nothing yet.", "People trained", "Make a claim"]);
        assert!(!page.text.contains("Somebody Else"), "{}", page.text);

        check(&visitor.claim("70.01", "T 1").await, 422, &["£70.01 is £0.01 more than remains: £70"]);
        check(&visitor.claim("", "T 1").await, 422, &["Enter how much is claimed."]);
        let page = visitor.claim("60", "T 1 {link}").await;
        assert_eq!(page.location.as_deref(), Some(urls::CLAIMING), "{}", page.text);
        check(
            &visitor.browser.get(urls::CLAIMING).await,
            200,
            &["Your claim of £60 is made", "T 1", "£10", "Waiting"],
        );
        let claims = store::claims(&world.store, &ctx, given.project).await.unwrap();
        let claim = claims.iter().find(|claim| claim.said.reference.starts_with("T 1")).unwrap().clone();
        assert_eq!(claim.said.claimant, "Hollin Trust", "who is paid is not the guest's to choose");
        assert!(letters(&world, letter::TOLD).await.is_empty());

        store::decide_claim(&world.store, &ctx, claim.id, crate::ClaimState::Accepted, "Thank you {link}", 1)
            .await
            .unwrap();
        let told = letters(&world, letter::TOLD).await;
        let [(to, Some(words))] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!(to, "tamsin@merrowshire.example");
        for piece in ["£60", "Training", "T 1 { link }", "It was accepted on", "Thank you { link }"] {
            assert!(words.text.contains(piece), "{piece} is not in {}", words.text);
        }
        assert!(words.secret.is_none());
        store::pay_claim(&world.store, &ctx, claim.id, world.clock.today(), 2).await.unwrap();
        let told = letters(&world, letter::TOLD).await;
        assert!(told.last().unwrap().1.as_ref().unwrap().text.contains("It was paid on"), "{told:?}");
        check(&visitor.browser.get(urls::CLAIMING).await, 200, &["Paid", "Thank you"]);

        // What was delivered is counted by the same link.
        let output =
            store::project(&world.store, &ctx, given.project).await.unwrap().outputs[0].id.to_string();
        let page = visitor.send(urls::COUNT_BY_LINK, &[("output", &output), ("delivered", "12")]).await;
        assert_eq!(page.location.as_deref(), Some(urls::CLAIMING), "{}", page.text);
        let page = visitor.send(urls::COUNT_BY_LINK, &[("output", "none"), ("delivered", "1")]).await;
        check(&page, 422, &["Choose what was counted."]);
        let file = store::project(&world.store, &ctx, given.project).await.unwrap();
        assert_eq!(file.outputs[0].delivered(), 12);
        assert!(given.recorded(&world).await.last_used_at.is_some());

        // It is said who claimed: the provider, by link.
        let title = (SLICE.title)(&world.store, &ctx, &Ref::to(given.pass)).await.unwrap();
        assert_eq!(title.as_deref(), Some("Hollin Trust, by link"));
        assert_eq!((SLICE.title)(&world.store, &world.anybody(), &Ref::to(given.pass)).await.unwrap(), None);
        world
    });
}

#[test]
fn a_link_opens_one_projects_claims_and_nothing_else() {
    on_both(SLICES, |world| async move {
        let given = Given::of(&world).await;
        let secret = given.secret(&world).await;
        let before = given.recorded(&world).await;
        for _ in 0..2 {
            let page = stranger(&world).get(&urls::claim_link(&secret)).await;
            check(&page, 200, &["Start"]);
            assert!(!page.headers.contains_key("set-cookie"), "nothing is begun");
            assert_eq!(page.headers["referrer-policy"], "strict-origin");
        }
        assert_eq!(given.recorded(&world).await, before);

        // Wrong ones all look alike.
        let mut tampered = secret.clone();
        let last = if tampered.pop() == Some('0') { '1' } else { '0' };
        tampered.push(last);
        let hash = concordat_links::secrets::hash(&secret);
        for wrong in [tampered.as_str(), &secret[..63], &secret.to_uppercase(), &hash, "0", "%2e%2e%2fmoney"]
        {
            let mut browser = stranger(&world);
            check(&browser.get(&urls::claim_link(wrong)).await, 200, &[SHUT]);
            check(&browser.post(urls::START_CLAIMING, &[("link", wrong)]).await, 422, &[SHUT]);
            check(&browser.get(urls::CLAIMING).await, 200, &[SHUT]);
            check(&browser.post(urls::CLAIM_BY_LINK, &[("amount", "1")]).await, 422, &[SHUT]);
        }

        // Another project, the award and the officers' pages are not there; nor is another project's output.
        let mut visitor = given.begun(&world).await;
        let award = store::project(&world.store, &manager(&world), given.project).await.unwrap().award.id;
        let other = a_project(&world, award, "Posters", "100").await;
        for path in
            [urls::project(given.project), urls::project(other), urls::award(award), urls::MONEY.into()]
        {
            assert_ne!(visitor.browser.get(&path).await.status, 200, "{path}");
        }
        let theirs = store::project(&world.store, &manager(&world), other).await.unwrap().outputs[0].id;
        let page =
            visitor.send(urls::COUNT_BY_LINK, &[("output", &theirs.to_string()), ("delivered", "1")]).await;
        check(&page, 422, &["Choose what was counted."]);
        let forged = visitor.browser.post(urls::CLAIM_BY_LINK, &[("amount", "1"), ("form", "wrong")]).await;
        check(&forged, 422, &["out of date"]);

        // Stopped while the cookie is held; and a form that was on its way comes to nothing.
        let ctx = came_in(&world, &secret).await;
        stop_pass(&world.store, &manager(&world), given.pass).await.unwrap();
        check(&visitor.browser.get(urls::CLAIMING).await, 200, &[SHUT]);
        let claim = crate::NewClaim {
            on: world.clock.today(),
            claimant: "Hollin Trust".into(),
            reference: "T 2".into(),
            amount: money("1"),
            made_of: None,
            order: None,
        };
        let late = store::add_claim(&world.store, &ctx, given.project, claim).await;
        assert!(refused(late).to_string().contains("Your link was stopped"));
        assert!(store::claims(&world.store, &manager(&world), given.project).await.unwrap().is_empty());
        assert!(make_link(&world.store, &manager(&world), given.pass).await.is_err());
        assert!(letters(&world, letter::INVITED).await[0].1.is_none());
        for row in rows(&world, &TRAIL).await {
            assert!(!row.contains(&secret[..16]), "the secret is in `{row}`");
        }
        world
    });
}

async fn came_in(world: &World, secret: &str) -> Ctx {
    let_in::<Guest>(&world.store, &world.anybody(), secret).await.unwrap().unwrap().ctx
}

#[test]
fn whoever_keeps_the_money_gives_links_out_and_stops_them() {
    on_both(SLICES, |world| async move {
        let given = Given::of(&world).await;
        let mut office = browser(&world, "grant-manager");
        let list = urls::at(urls::PASSES, given.project);
        check(&office.get(&urls::project(given.project)).await, 200, &[&list]);
        check(&office.get(&list).await, 200, &["Tamsin Orrell", "tamsin@merrowshire.example", "Never"]);
        let form = urls::at(urls::NEW_PASS, given.project);
        check(&office.get(&form).await, 200, &["Hollin Trust"]);
        let wrong = office.post(&form, &[("name", "Bram Castell"), ("email", "bram")]).await;
        check(&wrong, 422, &["Enter an e-mail address", "Bram Castell"]);
        let again = office.post(&form, &[("name", "T"), ("email", "TAMSIN@merrowshire.example")]).await;
        check(&again, 422, &["has a link to this project already"]);
        let page =
            office.post(&form, &[("name", "Bram Castell"), ("email", "bram@merrowshire.example")]).await;
        assert_eq!(page.location.as_deref(), Some(list.as_str()), "{}", page.text);

        let page = office.post(&urls::at(urls::PASS_LINK, given.pass), &[]).await;
        let (_, rest) = page.text.split_once("/claim/").unwrap();
        let secret = rest.split('<').next().unwrap().trim().to_owned();
        check(&stranger(&world).get(&urls::claim_link(&secret)).await, 200, &["Start"]);
        let page = office.post(&urls::at(urls::STOP_PASS, given.pass), &[]).await;
        assert_eq!(page.location.as_deref(), Some(list.as_str()));
        check(&stranger(&world).get(&urls::claim_link(&secret)).await, 200, &[SHUT]);
        check(&office.get(&list).await, 200, &["Stopped"]);

        // Names and addresses are for nobody else.
        let mut member = browser(&world, "member");
        check(&member.get(&list).await, 404, &[]);
        assert!(!member.get(&urls::project(given.project)).await.text.contains(&list));

        // A pass ends by itself, and with its project.
        let ada = NewPass { name: "Ada Quill".into(), email: "ada@merrowshire.example".into() };
        let held = make_pass(&world.store, &manager(&world), given.project, &ada).await.unwrap();
        let (secret, _) = make_link(&world.store, &manager(&world), held).await.unwrap();
        let version =
            store::project(&world.store, &manager(&world), given.project).await.unwrap().project.version;
        store::cancel_project(
            &world.store,
            &manager(&world),
            given.project,
            world.clock.today(),
            "No venue",
            version,
        )
        .await
        .unwrap();
        check(&stranger(&world).get(&urls::claim_link(&secret)).await, 200, &[SHUT]);
        assert!(make_pass(&world.store, &manager(&world), given.project, &tamsin()).await.is_err());
        check(&office.get(&list).await, 200, &["This project is over"]);
        world
    });
}

#[test]
fn a_link_grows_too_old() {
    on_both(SLICES, |world| async move {
        let given = Given::of(&world).await;
        let secret = given.secret(&world).await;
        assert!(let_in::<Guest>(&world.store, &world.anybody(), &secret).await.unwrap().is_some());
        world.clock.advance(SignedDuration::from_hours(24 * 300));
        assert!(let_in::<Guest>(&world.store, &world.anybody(), &secret).await.unwrap().is_none());
        world
    });
}
