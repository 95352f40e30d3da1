use concordat_access::Scope;
use concordat_kernel::{Month, Refusal, jiff::civil::date};
use concordat_partnership::terms::{Verdict, Voted};
use concordat_testkit::on_both;

use super::{SLICES, at, came, county, field, go_to, item, officer, planned, refused};
use crate::{
    AgendaPart, ChairedAs, Classification, DecisionKind, FollowUpKind, Left, Minuted, MinutesState,
    NewAttendance, NewDecision, NewDuty, NewFollowUp, NewItem, NewPaper, Rhythm, Written, add_duty,
    add_follow_up, add_item, agree_agenda, apologise, approve, attend, begin_minutes, cancel, chair,
    change_attendance, circulate, decide, declare, duties, finish, meeting_file, plan_meeting,
    public_decisions, public_meeting, public_meetings, publish_agenda, publish_minutes, rules, save_paper,
    sign_minutes, vote, write_minute,
};

fn paper(subject: &str) -> NewPaper {
    NewPaper {
        classification: Classification::Decision,
        dated: date(2026, 11, 4),
        by: "Head of community safety, Council".into(),
        to: "Merrowshire Partnership".into(),
        subject: subject.into(),
        summary: "What was done and what is asked.".into(),
        text: "The first paragraph.\n\nThe second paragraph.".into(),
        recommendations: vec!["Note the progress.".into(), "Agree the priorities.".into()],
        policy: None,
        risk: Some("Small.".into()),
        financial: None,
        legal: None,
        contacts: None,
        late_reason: None,
    }
}

fn decision(kind: DecisionKind, text: &str) -> NewDecision {
    NewDecision { kind, public_text: text.into(), ..NewDecision::default() }
}

fn written(public: &str, restricted: Option<&str>, correction: &str) -> Written {
    Written {
        public_text: public.into(),
        restricted_text: restricted.map(str::to_owned),
        correction: correction.into(),
    }
}

/// From planning to signed minutes, as an officer and the chair go through it.
#[test]
fn a_meeting_is_planned_held_minuted_approved_signed_and_published() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let county = county(&world).await;
        let chairing = world.somebody_at("chair", Scope::Within(county.board.uuid()));
        let id = plan_meeting(store, ctx, county.board, planned(date(2026, 11, 19))).await.unwrap();
        assert_eq!(
            field(plan_meeting(store, ctx, county.board, planned(date(2026, 11, 19))).await),
            "held_on"
        );
        assert!(matches!(refused(agree_agenda(store, &chairing, id).await), Refusal::Rule(_)));

        let welcome = NewItem { minuted: Minuted::Not, ..item(AgendaPart::A, "Introductions") };
        add_item(store, ctx, id, welcome, None).await.unwrap();
        let plan = add_item(store, ctx, id, item(AgendaPart::B, "The action plan"), None).await.unwrap();
        let grant = add_item(store, ctx, id, item(AgendaPart::B, "The grant"), None).await.unwrap();
        add_item(store, ctx, id, item(AgendaPart::D, "Reviews of deaths"), None).await.unwrap();
        let open_in_d = NewItem { closed: None, ..item(AgendaPart::D, "Open") };
        assert_eq!(field(add_item(store, ctx, id, open_in_d, None).await), "reason");
        save_paper(store, ctx, plan, paper("The action plan"), 0).await.unwrap();
        let unasked = NewPaper { recommendations: Vec::new(), ..paper("Nothing asked") };
        assert_eq!(field(save_paper(store, ctx, grant, unasked, 0).await), "recommendations");
        assert_eq!(refused(save_paper(store, ctx, plan, paper("Again"), 0).await), Refusal::Conflict);

        // The clock: 19 November 2026 is a Thursday, five working days before is 12 November.
        let file = meeting_file(store, ctx, id).await.unwrap();
        let references: Vec<_> = file.items.iter().map(crate::Item::reference).collect();
        assert_eq!(references, ["A1", "B1", "B2", "D1"]);
        assert_eq!(file.conduct.last_day().unwrap().on, date(2026, 11, 12));
        assert_eq!(file.papers.len(), 1);

        assert!(matches!(refused(publish_agenda(store, ctx, id, "").await), Refusal::Rule(_)));
        agree_agenda(store, &chairing, id).await.unwrap();
        publish_agenda(store, ctx, id, "").await.unwrap();
        assert_eq!(public_meetings(store, &world.anybody()).await.unwrap().len(), 1);
        // After the last day a paper needs the chair's reason, and a change to the agenda the chair again.
        go_to(&world, date(2026, 11, 13));
        assert_eq!(field(save_paper(store, ctx, grant, paper("The grant"), 0).await), "late_reason");
        let late = NewPaper { late_reason: Some("The funder decided today".into()), ..paper("The grant") };
        save_paper(store, ctx, grant, late, 0).await.unwrap();

        assert!(matches!(
            refused(attend(store, ctx, id, came("Early Bird", county.bodies[0])).await),
            Refusal::Rule(_)
        ));
        go_to(&world, date(2026, 11, 19));
        for (name, body) in
            ["Ada Lindqvist", "Idris Lockyer", "Callum Nakagawa"].into_iter().zip(&county.bodies)
        {
            attend(store, ctx, id, came(name, *body)).await.unwrap();
        }
        let late = NewAttendance { from: at(10, 30), ..came("Beatriz Fenwick", county.bodies[3]) };
        let late = attend(store, ctx, id, late).await.unwrap();
        let again = NewAttendance { until: at(10, 10), from: at(10, 20), ..came("Nobody", county.bodies[3]) };
        assert_eq!(field(attend(store, ctx, id, again).await), "until");
        chair(store, ctx, id, "Idris Lockyer", ChairedAs::ViceChair).await.unwrap();
        apologise(store, ctx, id, "Joanne Tremlett", Some(county.bodies[4]), None).await.unwrap();
        declare(store, ctx, id, Some(grant), "Ada Lindqvist", "Trustee of a bidder", Left::Room)
            .await
            .unwrap();

        let file = meeting_file(store, ctx, id).await.unwrap();
        let told = rules::quorum::told(&file.conduct, &file.attendance, file.meeting.plan.begins, None);
        assert_eq!(told.verdict, Some(Verdict::Quorate));
        assert_eq!(told.course, ["From 10:00am: not quorate", "From 10:30am: quorate"]);
        assert_eq!(told.absent, ["Merrowshire Probation"]);
        let early = rules::quorum::told(&file.conduct, &file.attendance, file.meeting.plan.begins, at(10, 5));
        assert_eq!(early.mark(), Some("Taken without a quorum"));

        begin_minutes(store, ctx, id).await.unwrap();
        let minutes = meeting_file(store, ctx, id).await.unwrap().minutes;
        assert_eq!(minutes.iter().map(|minute| minute.number).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(matches!(refused(circulate(store, ctx, id).await), Refusal::Rule(_)));
        for minute in &minutes {
            write_minute(store, ctx, minute.id, written("Members received the report.", None, ""), 1)
                .await
                .unwrap();
        }
        decide(store, ctx, minutes[0].id, decision(DecisionKind::Agree, "The priorities were agreed."), "")
            .await
            .unwrap();
        let update = decision(DecisionKind::ReceiveUpdate, "A further update in March.");
        assert_eq!(field(decide(store, ctx, minutes[0].id, update.clone(), "").await), "due");
        let update = NewDecision { due: Month::new(2027, 3), ..update };
        decide(store, ctx, minutes[0].id, update, "").await.unwrap();
        let removal =
            decide(store, ctx, minutes[1].id, decision(DecisionKind::RemoveChair, "A vote was held."), "")
                .await
                .unwrap();
        let votes: Vec<_> = county.bodies[..2].iter().map(|body| (*body, Voted::For)).collect();
        let told = vote(store, ctx, removal, &votes, "").await.unwrap();
        assert_eq!((told.carried, told.of, told.in_favour.len()), (false, 5, 2));
        let action = NewFollowUp {
            kind: FollowUpKind::Action,
            text: "Write to the funder".into(),
            owner: "Head of community safety".into(),
            due: Some(date(2026, 12, 1)),
            ..NewFollowUp::default()
        };
        let action = add_follow_up(store, ctx, id, Some(minutes[1].id), action).await.unwrap();

        circulate(store, ctx, id).await.unwrap();
        // Somebody was there after all: it is added, and stays visible as a correction.
        assert_eq!(
            field(write_minute(store, ctx, minutes[0].id, written("Corrected.", None, ""), 2).await),
            "correction"
        );
        write_minute(store, ctx, minutes[0].id, written("Corrected.", None, "a date was wrong"), 2)
            .await
            .unwrap();
        // One after the other: what was corrected the same day is told in that order.
        let later = || world.clock.advance(concordat_kernel::jiff::SignedDuration::from_mins(1));
        later();
        attend(store, ctx, id, came("Joanne Tremlett", county.bodies[4])).await.unwrap();
        later();
        change_attendance(store, ctx, late, came("Beatriz Fenwick", county.bodies[3]), 1).await.unwrap();
        let file = meeting_file(store, ctx, id).await.unwrap();
        let said: Vec<_> =
            file.corrections.iter().map(|correction| correction.public_text.as_str()).collect();
        assert_eq!(
            said,
            [
                "Minute 1: a date was wrong",
                "Joanne Tremlett was added to those present.",
                "What is recorded of the attendance of Beatriz Fenwick was changed."
            ]
        );
        assert!(file.attendance.iter().filter(|one| one.corrected).count() == 2);

        assert_eq!(field(approve(store, ctx, id, Some(id)).await), "at");
        let next = plan_meeting(store, ctx, county.board, planned(date(2027, 3, 18))).await.unwrap();
        assert_eq!(field(approve(store, ctx, id, Some(next)).await), "at");
        go_to(&world, date(2027, 3, 18));
        // What was not done returns.
        let brought = meeting_file(store, ctx, next).await.unwrap().brought_forward;
        assert_eq!(brought.iter().map(|one| one.id).collect::<Vec<_>>(), [action]);
        finish(store, ctx, action, Some(date(2027, 3, 1)), "The funder agreed").await.unwrap();
        assert_eq!(meeting_file(store, ctx, next).await.unwrap().brought_forward, []);

        approve(store, ctx, id, Some(next)).await.unwrap();
        assert!(matches!(
            refused(attend(store, ctx, id, came("Late Again", county.bodies[0])).await),
            Refusal::Rule(_)
        ));
        assert!(matches!(refused(publish_minutes(store, ctx, id).await), Refusal::Rule(_)));
        sign_minutes(store, &chairing, id, "Chair", Some(date(2027, 3, 18))).await.unwrap();
        assert!(public_meeting(store, &world.anybody(), id).await.unwrap().minutes.is_none());
        publish_minutes(store, ctx, id).await.unwrap();
        let seen = public_meeting(store, &world.anybody(), id).await.unwrap();
        assert_eq!(seen.meeting.minutes, MinutesState::Published);
        assert_eq!(seen.minutes.unwrap().minutes.len(), 3);
        assert_eq!(public_decisions(store, &world.anybody()).await.unwrap().len(), 3);
        assert!(matches!(refused(cancel(store, ctx, id, "x").await), Refusal::Rule(_)));
        world
    });
}

#[test]
fn minutes_count_on_and_are_begun_in_order() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let county = county(&world).await;
        let mut ids = Vec::new();
        for day in [date(2026, 11, 19), date(2026, 11, 26)] {
            let id = plan_meeting(store, ctx, county.board, planned(day)).await.unwrap();
            add_item(store, ctx, id, item(AgendaPart::B, "One"), None).await.unwrap();
            add_item(store, ctx, id, item(AgendaPart::C, "Two"), None).await.unwrap();
            agree_agenda(store, ctx, id).await.unwrap();
            publish_agenda(store, ctx, id, "").await.unwrap();
            ids.push(id);
        }
        go_to(&world, date(2026, 11, 26));
        assert!(matches!(refused(begin_minutes(store, ctx, ids[1]).await), Refusal::Rule(_)));
        begin_minutes(store, ctx, ids[0]).await.unwrap();
        begin_minutes(store, ctx, ids[1]).await.unwrap();
        let numbers = meeting_file(store, ctx, ids[1]).await.unwrap().minutes;
        assert_eq!(numbers.iter().map(|minute| minute.number).collect::<Vec<_>>(), [3, 4]);
        assert!(matches!(refused(begin_minutes(store, ctx, ids[0]).await), Refusal::Rule(_)));
        world
    });
}

#[test]
fn standing_duties_fall_to_the_first_meeting_of_their_month_or_after() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let county = county(&world).await;
        let yearly = NewDuty { title: "Mental health".into(), rhythm: Rhythm::Yearly(3), source: None };
        add_duty(store, ctx, county.board, yearly).await.unwrap();
        let promised = Rhythm::Once(Month::new(2027, 6).unwrap());
        let once = NewDuty { title: "Vision".into(), rhythm: promised, source: Some("Minute 56".into()) };
        add_duty(store, ctx, county.board, once).await.unwrap();
        let wrong = NewDuty { title: "x".into(), rhythm: Rhythm::Yearly(13), source: None };
        assert_eq!(field(add_duty(store, ctx, county.board, wrong).await), "month");
        let days = [date(2027, 3, 18), date(2027, 7, 15), date(2027, 11, 18), date(2028, 3, 16)];
        let known = duties(store, ctx).await.unwrap();
        let fall = |day| {
            known
                .iter()
                .filter(|duty| rules::duties::falls_to(duty, day, &days))
                .map(|duty| duty.said.title.as_str())
                .collect::<Vec<_>>()
        };
        assert_eq!(days.map(fall), [vec!["Mental health"], vec!["Vision"], vec![], vec!["Mental health"]]);
        world
    });
}
