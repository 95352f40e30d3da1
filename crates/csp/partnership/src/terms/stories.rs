use concordat_access::Scope;
use concordat_kernel::{Id, Refusal, jiff::civil::date};
use concordat_testkit::{World, on_both};

use super::{
    Appointment, Cycle, Deciding, Holiday, NewClause, NoticeUnit, Office, QuorumBasis, Removal, Rule,
    Substituting, Terms, add_clause, add_holiday, add_sharing, agree, appoint, change_clause, conduct, draft,
    duplicate_numbers, pages::waits_for, remove_clause, remove_holiday, sign, take_over, terms_of,
};
use crate::{
    Body, Capacity, Group, NewBody, NewGroup, NewSeat, add_body, add_group, add_seat, body, seats,
    tests::{SLICES, field, named, officer, refused},
};

async fn group(world: &World, name: &str) -> Id<Group> {
    let new = NewGroup { name: name.into(), ..NewGroup::default() };
    add_group(&world.store, &officer(world), new).await.unwrap()
}

fn clause(number: &str, heading: &str, rule: impl Into<Option<Rule>>) -> NewClause {
    let text = format!("What the text says of {}.", heading.to_lowercase());
    NewClause { number: number.into(), heading: heading.into(), text, rule: rule.into() }
}

/// Writes terms down and agrees them.
async fn agreed(world: &World, group: Id<Group>, clauses: Vec<NewClause>) -> Id<Terms> {
    let (store, ctx) = (&world.store, &officer(world));
    let id = draft(store, ctx, group, "Terms of reference 2022").await.unwrap();
    let mut after = None;
    for new in clauses {
        after = Some(add_clause(store, ctx, id, new, after).await.unwrap());
    }
    agree(store, ctx, id, "Terms of reference 2022", Some(date(2022, 7, 14)), "Meeting of 14 July 2022")
        .await
        .unwrap();
    id
}

async fn editions(world: &World, group: Id<Group>) -> Vec<Terms> {
    terms_of(&mut world.store.peek().await.unwrap(), group).await.unwrap()
}

/// The rules of a county partnership, of its working group and of its steering group for reviews of deaths.
fn three(board: Id<Group>) -> [Vec<NewClause>; 3] {
    let authorities = Rule::Quorum(QuorumBasis::ResponsibleAuthorities, 4);
    let consensus = Rule::Decision(Deciding::Consensus);
    [
        vec![
            clause("2", "Overarching purpose", Rule::Purpose),
            clause("6", "Chairperson", Rule::Appointment(Office::Chair, Appointment::ExOfficio, None)),
            clause("6", "Vice chair", Rule::Appointment(Office::ViceChair, Appointment::Elected, None)),
            clause("6", "Removal", Rule::Removal(Removal::ResponsibleAuthorities, 50)),
            clause("7", "Meetings", Rule::Cycle(Cycle::OrAsDecided, 3, None)),
            clause("7", "Papers", Rule::Notice(NoticeUnit::WorkingDays, 5)),
            clause("7", "Quorum", authorities),
            clause("8", "Decision-making", consensus),
            clause("5", "Substitutes", Rule::Substitutes(Substituting::Assumed)),
            clause("9", "Subgroups", None),
            clause("9", "Communication", Rule::Sharing),
        ],
        vec![
            clause("6", "Chair", Rule::Appointment(Office::Chair, Appointment::Elected, Some(24))),
            clause("7", "Meetings", Rule::Cycle(Cycle::OrAsDecided, 4, Some(board))),
            clause("7", "Quorum", authorities),
            clause("5", "Deputies", Rule::Substitutes(Substituting::NamedDeputy)),
            clause("8", "Decision making", consensus),
        ],
        vec![
            clause("", "Frequency", Rule::Cycle(Cycle::AtLeast, 4, None)),
            clause("", "Quorum", Rule::Quorum(QuorumBasis::Organisations, 4)),
            clause("", "Chair", Rule::Appointment(Office::Chair, Appointment::Nominated, Some(24))),
            clause("", "Substitutes", Rule::Substitutes(Substituting::WherePossible)),
            clause("", "Decisions", consensus),
        ],
    ]
}

#[test]
fn three_groups_are_written_down_exactly_with_their_texts() {
    on_both(SLICES, |world| async move {
        let board = group(&world, "Board").await;
        let groups = [board, group(&world, "Working group").await, group(&world, "Steering group").await];
        for (group, clauses) in groups.into_iter().zip(three(board)) {
            agreed(&world, group, clauses.clone()).await;
            let kept = editions(&world, group).await;
            let said: Vec<NewClause> = kept[0].clauses.iter().map(|clause| clause.said.clone()).collect();
            assert_eq!(said, clauses);
        }
        let quorum =
            async |group| editions(&world, group).await[0].quorum().map(|(basis, needed, _)| (basis, needed));
        assert_eq!(quorum(groups[0]).await, Some((QuorumBasis::ResponsibleAuthorities, 4)));
        assert_eq!(quorum(groups[1]).await, Some((QuorumBasis::ResponsibleAuthorities, 4)));
        assert_eq!(quorum(groups[2]).await, Some((QuorumBasis::Organisations, 4)));
        let notes = duplicate_numbers(&editions(&world, board).await[0].clauses);
        assert!(
            notes
                .iter()
                .any(|note| note.contains("2 sections are numbered 9: “Subgroups” and “Communication”")),
            "{notes:?}"
        );
        assert_eq!(editions(&world, groups[1]).await[0].meets_before(), Some(board));
        world
    });
}

#[test]
fn a_draft_is_worked_on_and_what_is_agreed_no_longer_changes() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let board = group(&world, "Board").await;
        let first = agreed(&world, board, three(board)[0].clone()).await;
        let kept = editions(&world, board).await;
        let quorum = kept[0].quorum().unwrap().2.id;
        assert!(matches!(refused(remove_clause(store, ctx, quorum).await), Refusal::Rule(_)));
        assert!(matches!(
            refused(add_clause(store, ctx, first, clause("", "More", None), None).await),
            Refusal::Rule(_)
        ));

        let second = draft(store, ctx, board, "Terms of reference 2023").await.unwrap();
        assert!(matches!(refused(draft(store, ctx, board, "Another").await), Refusal::Rule(_)));
        let copied = editions(&world, board).await.remove(1);
        assert_eq!(copied.clauses.len(), kept[0].clauses.len());
        let (quorum, subgroups) = (copied.quorum().unwrap().2.clone(), copied.clauses[9].clone());
        let five = clause("7", "Quorum", Rule::Quorum(QuorumBasis::ResponsibleAuthorities, 5));
        change_clause(store, ctx, quorum.id, five.clone(), 1).await.unwrap();
        assert_eq!(refused(change_clause(store, ctx, quorum.id, five, 1).await), Refusal::Conflict);
        remove_clause(store, ctx, subgroups.id).await.unwrap();
        assert_eq!(field(agree(store, ctx, second, "T", Some(date(2022, 7, 14)), "x").await), "on");
        assert_eq!(field(agree(store, ctx, second, "T", Some(date(2023, 7, 6)), " ").await), "by");
        agree(store, ctx, second, "Terms 2023", Some(date(2023, 7, 6)), "Meeting of 6 July 2023")
            .await
            .unwrap();

        // Each day has its own edition.
        let mut tx = store.peek().await.unwrap();
        for (day, needed) in
            [(date(2022, 7, 13), None), (date(2023, 7, 5), Some(4)), (date(2023, 7, 6), Some(5))]
        {
            let found = conduct(&mut tx, board, day).await.unwrap();
            assert_eq!(found.terms.and_then(|terms| terms.quorum().map(|(_, n, _)| n)), needed, "{day}");
        }
        let history = tx.history(quorum.id.uuid()).await.unwrap();
        assert!(
            history.iter().any(|change| change.field == "amount" && change.former.as_deref() == Some("4"))
        );
        drop(tx);
        world
    });
}

#[test]
fn a_body_takes_over_and_its_seats_and_signature_follow() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let board = group(&world, "Board").await;
        agreed(&world, board, three(board)[0].clone()).await;
        let ccg = add_body(store, ctx, named("Merrowshire Commissioning Group")).await.unwrap();
        let icb = add_body(store, ctx, named("Merrowshire Care Board")).await.unwrap();
        let seat = NewSeat {
            group: board,
            body: ccg,
            title: "Health".into(),
            capacity: Capacity::ResponsibleAuthority,
            active_from: Some(date(2020, 4, 1)),
            person: Some(concordat_kernel::AnyId::from_u128(7)),
            deputy: None,
        };
        add_seat(store, ctx, seat).await.unwrap();
        let sharing =
            add_sharing(store, ctx, "Sharing agreement", "version 6", Some(date(2022, 5, 1))).await.unwrap();
        sign(store, ctx, sharing, Some(ccg), Some(date(2022, 5, 20))).await.unwrap();
        assert_eq!(field(sign(store, ctx, sharing, Some(ccg), Some(date(2022, 5, 21))).await), "body");

        take_over(store, ctx, ccg, Some(icb), Some(date(2022, 7, 1))).await.unwrap();
        assert_eq!(body(store, ctx, ccg).await.unwrap().active_until, Some(date(2022, 6, 30)));
        assert_eq!(body(store, ctx, icb).await.unwrap().predecessor, Some(ccg));
        let found = seats(store, ctx).await.unwrap();
        let held = |body: Id<Body>| found.iter().find(|seat| seat.body == body).unwrap();
        assert_eq!(held(ccg).active_until, Some(date(2022, 6, 30)));
        assert_eq!(held(icb).active_from, Some(date(2022, 7, 1)));
        assert_eq!((held(icb).person, &held(icb).title), (held(ccg).person, &"Health".to_owned()));
        let mut tx = store.peek().await.unwrap();
        let conduct = conduct(&mut tx, board, date(2022, 7, 14)).await.unwrap();
        assert_eq!(conduct.successions.stands_for(ccg), icb);
        drop(tx);
        // Health signed before it was called what it is called now: nobody is asked again.
        let waiting = waits_for(store, ctx).await.unwrap();
        assert!(!waiting.iter().any(|line| line.text.contains("not signed")), "{waiting:?}");
        assert!(matches!(
            refused(take_over(store, ctx, ccg, Some(icb), Some(date(2023, 1, 1))).await),
            Refusal::Rule(_)
        ));
        assert_eq!(field(take_over(store, ctx, icb, Some(ccg), Some(date(2023, 1, 1))).await), "body");
        world
    });
}

#[test]
fn reviews_elections_and_signatures_fall_due_on_the_home_page() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let board = group(&world, "Board").await;
        let rules = vec![
            clause("6", "Chair", Rule::Appointment(Office::Chair, Appointment::Elected, Some(24))),
            clause("9", "Review", Rule::Review(12)),
            clause("9", "Sharing", Rule::Sharing),
        ];
        agreed(&world, board, rules).await;
        appoint(store, ctx, board, Office::Chair, "Head of safety", None, Some(date(2020, 4, 1)))
            .await
            .unwrap();
        let fire =
            add_body(store, ctx, NewBody { short_name: Some("Fire".into()), ..named("Merrowshire Fire") })
                .await
                .unwrap();
        let seat = NewSeat {
            group: board,
            body: fire,
            title: "Fire".into(),
            capacity: Capacity::ResponsibleAuthority,
            active_from: None,
            person: None,
            deputy: None,
        };
        add_seat(store, ctx, seat).await.unwrap();
        let sharing =
            add_sharing(store, ctx, "Sharing agreement", "version 6", Some(date(2022, 5, 1))).await.unwrap();
        let told: Vec<String> =
            waits_for(store, ctx).await.unwrap().into_iter().map(|line| line.text).collect();
        assert_eq!(
            told,
            [
                "Election or confirmation of the chair: was due on 1 April 2022",
                "Review of the terms: was due on 14 July 2023",
                "1 body has not signed version 6",
            ]
        );
        // Seen to, each goes away; whoever may not see to it is not told.
        appoint(store, ctx, board, Office::Chair, "Head of safety", None, Some(ctx.clock.today()))
            .await
            .unwrap();
        draft(store, ctx, board, "Terms of the next year").await.unwrap();
        sign(store, ctx, sharing, Some(fire), Some(date(2022, 6, 1))).await.unwrap();
        assert_eq!(waits_for(store, ctx).await.unwrap(), []);
        let member = world.somebody_at("member", Scope::Within(board.uuid()));
        assert_eq!(waits_for(store, &member).await.unwrap(), []);
        world
    });
}

#[test]
fn bank_holidays_are_data() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let board = group(&world, "Board").await;
        agreed(&world, board, three(board)[0].clone()).await;
        let last_day = async || {
            let mut tx = store.peek().await.unwrap();
            conduct(&mut tx, board, date(2022, 9, 22)).await.unwrap().last_day().unwrap().on
        };
        // The one-off holiday of that September came with the migration.
        assert_eq!(last_day().await, date(2022, 9, 14));
        remove_holiday(store, ctx, date(2022, 9, 19)).await.unwrap();
        assert_eq!(last_day().await, date(2022, 9, 15));
        let day = Holiday { day: date(2022, 9, 20), name: "County day".into(), one_off: true };
        add_holiday(store, ctx, day.clone()).await.unwrap();
        assert_eq!(last_day().await, date(2022, 9, 14));
        assert_eq!(field(add_holiday(store, ctx, day).await), "day");
        assert_eq!(
            refused(remove_holiday(store, &world.somebody("member"), date(2022, 9, 20)).await),
            Refusal::NotFound
        );
        world
    });
}

#[test]
fn one_seat_speaks_for_many_bodies_and_counts_once() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let board = group(&world, "Board").await;
        agreed(&world, board, three(board)[0].clone()).await;
        let districts = add_body(store, ctx, named("District councils")).await.unwrap();
        let [first, second] = [
            add_body(store, ctx, named("Fernholt District Council")).await.unwrap(),
            add_body(store, ctx, named("Oakshaw District Council")).await.unwrap(),
        ];
        let seat = NewSeat {
            group: board,
            body: districts,
            title: "District councils".into(),
            capacity: Capacity::ResponsibleAuthority,
            active_from: None,
            person: None,
            deputy: None,
        };
        let seat = add_seat(store, ctx, seat).await.unwrap();
        let there = |body| super::Attendee {
            name: "Somebody".into(),
            body: Some(body),
            part: super::Part::Member,
            from: None,
            until: None,
        };
        let counted = async |people: &[super::Attendee]| {
            let mut tx = store.peek().await.unwrap();
            let found = conduct(&mut tx, board, date(2026, 11, 2)).await.unwrap();
            found.quorum(people, None).unwrap().counted.len()
        };
        let both = [there(first), there(second)];
        assert_eq!(counted(&both).await, 0);
        super::speak_for(store, ctx, seat, &[first, second, districts]).await.unwrap();
        assert_eq!(counted(&both).await, 1);
        assert_eq!(counted(&[there(first), there(districts)]).await, 1);
        super::speak_for(store, ctx, seat, &[]).await.unwrap();
        assert_eq!(counted(&both).await, 0);
        let stranger = Id::from_uuid(concordat_kernel::AnyId::from_u128(9));
        assert_eq!(field(super::speak_for(store, ctx, seat, &[stranger]).await), "bodies");
        let member = world.somebody("member");
        assert_eq!(refused(super::speak_for(store, &member, seat, &[first]).await), Refusal::NotFound);
        world
    });
}
