//! Stories of who stays silent and is reminded, on both databases.

use concordat_access::Ctx;
use concordat_kernel::{
    Error, Id, Refusal,
    jiff::{
        SignedDuration,
        civil::{Date, date},
    },
};
use concordat_store::{args, sql};
use concordat_testkit::{World, on_both};
use concordat_web::LetterHead;

use super::{
    FURTHER, REMINDER, Reminder, compose,
    store::{List, list, name_further, send, send_all_due, told},
    urls,
};
use crate::{
    RecordedPlan,
    pages::stories::{SLICES, app, browser, plan as sample},
    progress::{CameBy, Lead, NewUpdate, Request, Round, Said, rules, store as progress},
    store as plans,
};

sql! {
    LETTERS = "SELECT kind, about, to_name, to_email FROM mail_letter WHERE kind <> 'plan-asked' ORDER BY posted_at, kind DESC, id";
    BOUNCE = "UPDATE mail_letter SET state = 'refused', settled_at = posted_at WHERE kind = 'plan-asked' AND to_name = 'Wren Holloway'";
}

const POLICE: &str = "Merrowshire Police";
const COUNCIL: &str = "Merrowshire County Council";
const DUE: Date = date(2026, 11, 25);

struct Asked {
    officer: Ctx,
    plan: RecordedPlan,
    round: Id<Round>,
}

impl Asked {
    /// The sample plan with a round opened on Monday 2 November, due on Wednesday 25.
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
        let round = Self::open(world, &officer, &plan, DUE).await;
        Self { officer, plan, round }
    }

    async fn open(world: &World, officer: &Ctx, plan: &RecordedPlan, due_on: Date) -> Id<Round> {
        let about = rules::suggested_months(world.clock.today(), &[]);
        let new = progress::NewRound { title: rules::suggested_title(about), about, due_on };
        progress::open_round(&world.store, officer, plan.head.id, new).await.unwrap()
    }

    async fn list(&self, world: &World) -> List {
        list(&world.store, &self.officer, self.round).await.unwrap()
    }

    /// All of a lead's actions are answered by telephone.
    async fn answer(&self, world: &World, lead: &str) {
        let mut tx = world.store.peek().await.unwrap();
        let requests = progress::requests_of_round(&mut tx, self.round).await.unwrap();
        drop(tx);
        let request = requests.into_iter().find(|one| one.lead.words == lead).unwrap();
        let plan = plans::plan(&world.store, &self.officer, self.plan.head.id).await.unwrap();
        let verb = progress::ADD_UPDATE;
        let resource = concordat_access::Resource::any("plan_update");
        let mut tx = world.store.change(&self.officer, verb, &resource).await.unwrap();
        for action in progress::asked_about(&plan, &request.lead, &[]) {
            let new = update(request.id, &request.lead);
            progress::land(&mut tx, &self.officer, &plan, action.id, new).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
}

fn update(request: Id<Request>, lead: &Lead) -> NewUpdate {
    NewUpdate {
        lead: lead.clone(),
        request: Some(request),
        said: Said::OnTrack,
        words: "It goes on".to_owned(),
        help: String::new(),
        done_on: None,
        counted: Vec::new(),
        came_by: CameBy::Page,
        given_by: "Rowan Ashdown".to_owned(),
    }
}

/// Moves the clock to nine o'clock of a day.
fn on(world: &World, day: Date) {
    let nine = day.at(9, 0, 0, 0).in_tz("Europe/London").unwrap().timestamp();
    world.clock.advance(nine.duration_since(world.clock.now()));
}

type Row = (String, String, String, String);

async fn letters(world: &World) -> Vec<Row> {
    world.store.peek().await.unwrap().all::<Row>(&LETTERS, args![]).await.unwrap()
}

fn head(world: &World, (kind, about, to_name, to_email): &Row) -> LetterHead {
    let about: Id<Reminder> = Id::from_uuid(about.parse().unwrap());
    LetterHead {
        id: about.uuid(),
        kind: kind.clone(),
        about: about.into(),
        to_name: to_name.clone(),
        to_email: to_email.clone(),
        posted_at: world.clock.now(),
    }
}

#[test]
fn a_silent_lead_is_reminded_more_plainly_each_time_and_each_time_once() {
    on_both(SLICES, |world| async move {
        let asked = Asked::of(&world).await;
        let (store, officer, operator) = (&world.store, &asked.officer, world.operator());
        let further = ("Ines Farrow", "ines.farrow@merrowshire.example");
        name_further(store, officer, asked.round, 0, further).await.unwrap();
        assert_eq!(send(store, officer, asked.round, None).await.unwrap().reminders, 0, "nothing is due yet");

        on(&world, date(2026, 11, 11));
        let due: Vec<_> =
            asked.list(&world).await.due().map(|(_, holder, step)| (holder.pass.id, step.number)).collect();
        assert_eq!(due.len(), 2);
        // One answers after the page was shown; the other is reminded once, however often it is asked for.
        asked.answer(&world, COUNCIL).await;
        assert_eq!(send(store, officer, asked.round, Some(&due)).await.unwrap().reminders, 1);
        assert_eq!(send(store, officer, asked.round, Some(&due)).await.unwrap().reminders, 0);
        assert_eq!(send_all_due(store, &operator).await.unwrap(), 0);

        on(&world, date(2026, 11, 22));
        assert_eq!(send_all_due(store, &operator).await.unwrap(), 0, "it is Sunday");
        on(&world, date(2026, 11, 23));
        world.clock.advance(SignedDuration::from_hours(-2));
        assert_eq!(send_all_due(store, &operator).await.unwrap(), 0, "it is seven in the morning");
        for (day, count) in [(date(2026, 11, 23), 1), (date(2026, 11, 27), 1), (date(2026, 12, 4), 2)] {
            on(&world, day);
            assert_eq!(send_all_due(store, &operator).await.unwrap(), count, "{day}");
        }
        let posted = letters(&world).await;
        let kinds: Vec<(&str, &str)> = posted.iter().map(|row| (row.0.as_str(), row.2.as_str())).collect();
        let police = (REMINDER, "Wren Holloway");
        assert_eq!(kinds, [police, police, police, police, (FURTHER, "Ines Farrow")]);

        let app = app(&world);
        let mut subjects = Vec::new();
        for row in &posted {
            let letter = compose(&app, &operator, &head(&world, row)).await.unwrap().unwrap();
            assert_eq!(letter.secret.is_some(), row.0 == REMINDER, "whoever is told gets no link");
            assert!(letter.text.contains("2.1 Agree who answers"), "{}", letter.text);
            subjects.push(letter.subject.split(':').next().unwrap_or_default().to_owned());
        }
        let expected = [
            "Reminder",
            "Please answer by 25 November 2026",
            "Overdue since 25 November 2026",
            "Still no answer, overdue since 25 November 2026",
            "No answer from Merrowshire Police",
        ];
        assert_eq!(subjects, expected);

        // Answered while the letters wait: none of them is sent any more.
        asked.answer(&world, POLICE).await;
        for row in &posted {
            assert!(compose(&app, &operator, &head(&world, row)).await.unwrap().is_none());
        }
        assert!(asked.list(&world).await.silent.is_empty());
        world
    });
}

#[test]
fn the_list_puts_those_first_who_never_answered_and_shows_what_did_not_arrive() {
    on_both(SLICES, |world| async move {
        let mut asked = Asked::of(&world).await;
        asked.answer(&world, COUNCIL).await;
        let round = progress::round(&world.store, &asked.officer, asked.round).await.unwrap().0;
        on(&world, date(2027, 2, 1));
        progress::close_round(&world.store, &asked.officer, asked.round, round.version).await.unwrap();
        asked.round = Asked::open(&world, &asked.officer, &asked.plan, date(2027, 2, 22)).await;
        // The bounce of a letter of this round.
        let resource = concordat_access::Resource::any("plan_round");
        let mut tx = world.store.change(&asked.officer, progress::OPEN_ROUND, &resource).await.unwrap();
        tx.run(&BOUNCE, args![]).await.unwrap();
        tx.commit().await.unwrap();
        on(&world, date(2027, 2, 24));
        let list = asked.list(&world).await;
        let leads: Vec<(&str, bool, usize)> = list
            .silent
            .iter()
            .map(|one| (one.request.lead.words.as_str(), one.past.ever, one.past.missed))
            .collect();
        assert_eq!(leads, [(POLICE, false, 2), (COUNCIL, true, 1)]);

        let mut officer = browser(&world, "officer");
        let at = urls::chase(asked.round);
        let page = officer.get(&at).await;
        for words in [
            "Never answered",
            "Missed 1 round",
            "Did not arrive",
            "wren@merrowshire.example",
            "A letter did not arrive (1)",
            "Third, overdue",
        ] {
            assert!(page.text.contains(words), "`{words}`: {}", page.text);
        }
        let page = officer.get(&format!("{at}?show=undelivered")).await;
        assert!(
            page.text.contains("Leads that have not answered") && !page.text.contains("Missed 1 round<"),
            "{}",
            page.text
        );
        let to: Vec<String> =
            list.due().map(|(_, holder, step)| format!("{} {}", holder.pass.id, step.number)).collect();
        let page = officer.post(&urls::send(asked.round), &[("to", to[0].as_str())]).await;
        let page = officer.get(&page.location.unwrap()).await;
        assert!(page.text.contains("1 reminder is on the way."), "only those that were shown: {}", page.text);
        world
    });
}

#[test]
fn names_are_for_officers_and_who_is_told_is_changed_by_one_at_a_time() {
    on_both(SLICES, |world| async move {
        let asked = Asked::of(&world).await;
        let mut member = browser(&world, "member");
        for page in [urls::chase(asked.round), urls::further(asked.round)] {
            assert_eq!(member.get(&page).await.status.as_u16(), 404);
        }
        let (store, officer) = (&world.store, &asked.officer);
        let first = ("Ines Farrow", "Ines.Farrow@merrowshire.example");
        name_further(store, officer, asked.round, 0, first).await.unwrap();
        let late =
            name_further(store, officer, asked.round, 0, ("Ravi Lockhart", "ravi@merrowshire.example")).await;
        assert!(matches!(late, Err(Error::Refusal(Refusal::Conflict))), "{late:?}");
        let wrong = name_further(store, officer, asked.round, 1, ("Ravi Lockhart", "ravi")).await;
        assert!(matches!(wrong, Err(Error::Refusal(Refusal::Invalid { field: "email", .. }))), "{wrong:?}");
        assert_eq!(
            told(store, officer, asked.round).await.unwrap().unwrap().email,
            "ines.farrow@merrowshire.example"
        );
        name_further(store, officer, asked.round, 1, ("", "")).await.unwrap();
        assert_eq!(told(store, officer, asked.round).await.unwrap(), None);
        world
    });
}
