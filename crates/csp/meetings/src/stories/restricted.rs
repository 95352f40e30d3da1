use concordat_access::{Actor, Ctx, Held, Scope};
use concordat_kernel::{AnyId, Refusal, jiff::civil::date};
use concordat_testkit::{World, on_both};

use super::{SLICES, county, go_to, item, officer, planned, refused};
use crate::{
    AgendaPart, Classification, Clearance, DecisionKind, Left, NewDecision, NewFollowUp, NewItem, NewPaper,
    Written, add_follow_up, add_item, agree_agenda, approve, begin_minutes, circulate, correct, decide,
    declare, meeting_file, open_follow_ups, paper, plan_meeting, public_decisions, public_meeting,
    publish_agenda, publish_minutes, save_paper, sign_minutes, write_minute,
};

const SECRET: &str = "CANARY";

fn secret(what: &str) -> Option<String> {
    Some(format!("{SECRET} {what}"))
}

/// Somebody with a role for this place, with or without the second factor.
fn somebody(world: &World, role: &str, scope: Scope, second_factor: bool) -> Ctx {
    let roles = [Held { role: role.to_owned(), scope }].into();
    let actor = Actor::Person { id: AnyId::from_u128(5), roles, second_factor };
    Ctx::new(actor, world.clock.clone(), world.chance.clone())
}

#[test]
fn what_is_restricted_is_read_by_members_with_a_second_factor_and_by_nobody_else() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let county = county(&world).await;
        let id = plan_meeting(store, ctx, county.board, planned(date(2026, 11, 19))).await.unwrap();
        let closed =
            NewItem { restricted_title: secret("title"), ..item(AgendaPart::D, "Reviews of deaths") };
        let closed = add_item(store, ctx, id, closed, None).await.unwrap();
        add_item(store, ctx, id, item(AgendaPart::B, "The plan"), None).await.unwrap();
        let secret_paper = NewPaper {
            classification: Classification::Information,
            dated: date(2026, 11, 4),
            by: secret("by").unwrap(),
            to: "Board".into(),
            subject: secret("subject").unwrap(),
            summary: secret("summary").unwrap(),
            text: secret("text").unwrap(),
            recommendations: vec![secret("recommendation").unwrap()],
            policy: secret("policy"),
            risk: secret("risk"),
            financial: secret("financial"),
            legal: secret("legal"),
            contacts: secret("contacts"),
            late_reason: None,
        };
        save_paper(store, ctx, closed, secret_paper, 0).await.unwrap();
        agree_agenda(store, ctx, id).await.unwrap();
        publish_agenda(store, ctx, id, "").await.unwrap();
        go_to(&world, date(2026, 11, 19));
        declare(store, ctx, id, Some(closed), "A. Rowan", &secret("interest").unwrap(), Left::Room)
            .await
            .unwrap();
        begin_minutes(store, ctx, id).await.unwrap();
        let minutes = meeting_file(store, ctx, id).await.unwrap().minutes;
        for minute in &minutes {
            let both = Written {
                public_text: "An update was received.".into(),
                restricted_text: secret("minute"),
                correction: String::new(),
            };
            write_minute(store, ctx, minute.id, both, 1).await.unwrap();
        }
        let decided = NewDecision {
            kind: DecisionKind::Note,
            public_text: "The update was noted.".into(),
            restricted_text: secret("decision"),
            ..NewDecision::default()
        };
        decide(store, ctx, minutes[0].id, decided, "").await.unwrap();
        let follow_up = NewFollowUp {
            text: "Follow the case".into(),
            restricted_text: secret("follow-up"),
            owner: "Chair".into(),
            ..NewFollowUp::default()
        };
        add_follow_up(store, ctx, id, Some(minutes[0].id), follow_up).await.unwrap();
        circulate(store, ctx, id).await.unwrap();
        correct(store, ctx, id, "A name was corrected.", secret("correction").as_deref()).await.unwrap();
        let next = plan_meeting(store, ctx, county.board, planned(date(2027, 3, 18))).await.unwrap();
        go_to(&world, date(2027, 3, 18));
        approve(store, ctx, id, Some(next)).await.unwrap();
        sign_minutes(store, ctx, id, "Chair", Some(date(2027, 3, 18))).await.unwrap();
        publish_minutes(store, ctx, id).await.unwrap();

        let here = Scope::Within(county.board.uuid());
        let all = async |ctx: &Ctx| {
            let file = meeting_file(store, ctx, id).await.unwrap();
            let one = paper(store, ctx, closed).await.unwrap();
            let open = open_follow_ups(store, ctx, county.board).await.unwrap();
            (file.clearance, format!("{file:?} {one:?} {open:?}"))
        };
        let read = async |ctx: &Ctx| {
            let (clearance, text) = all(ctx).await;
            (clearance, text.matches(SECRET).count())
        };
        let reads_all = async |ctx: Ctx| {
            let (clearance, seen) = read(&ctx).await;
            assert_eq!(clearance, Clearance::Restricted);
            assert!(seen >= 18, "{seen}");
        };
        reads_all(somebody(&world, "member", here, true)).await;
        reads_all(somebody(&world, "chair", here, true)).await;
        reads_all(somebody(&world, "officer", Scope::Everywhere, true)).await;
        let elsewhere = Scope::Within(AnyId::from_u128(99));
        for (role, scope, factor, clearance) in [
            ("member", here, false, Clearance::NeedsSecondFactor),
            ("officer", Scope::Everywhere, false, Clearance::NeedsSecondFactor),
            ("member", elsewhere, true, Clearance::Open),
            ("lead-contact", here, true, Clearance::Open),
            ("publisher", Scope::Everywhere, true, Clearance::Open),
            ("administrator", Scope::Everywhere, true, Clearance::Open),
        ] {
            let (found, text) = all(&somebody(&world, role, scope, factor)).await;
            assert_eq!(found, clearance, "{role}");
            assert!(!text.contains(SECRET), "{role} reads {text}");
        }
        for ctx in [world.somebody("auditor"), world.anybody()] {
            assert!(meeting_file(store, &ctx, id).await.is_err());
        }
        // Each reading of what is restricted is recorded.
        let reader = somebody(&world, "member", here, true);
        let count = async || {
            store
                .peek()
                .await
                .unwrap()
                .audit_of(id.uuid())
                .await
                .unwrap()
                .iter()
                .filter(|row| row.action == "meeting.view")
                .count()
        };
        let before = count().await;
        meeting_file(store, &reader, id).await.unwrap();
        assert_eq!(count().await, before + 1);

        // Nor does the public find any of it, nor how to join.
        let anybody = world.anybody();
        let seen = public_meeting(store, &anybody, id).await.unwrap();
        let text = format!("{seen:?} {:?}", public_decisions(store, &anybody).await.unwrap());
        assert!(!text.contains(SECRET) && !text.contains("secret-room"), "{text}");
        assert!(text.contains("The update was noted."), "{text}");
        assert_eq!(seen.papers.len(), 0);
        // And nobody overwrites what they may not read.
        let blind = somebody(&world, "officer", Scope::Everywhere, false);
        assert_eq!(
            refused(add_item(store, &blind, next, item(AgendaPart::B, "x"), None).await),
            Refusal::SecondFactorFirst
        );
        world
    });
}
