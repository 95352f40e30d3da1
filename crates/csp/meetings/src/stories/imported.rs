use concordat_kernel::{Refusal, jiff::civil::date};
use concordat_partnership::terms::Verdict;
use concordat_testkit::on_both;

use super::{SLICES, county, officer, refused};
use crate::{MinutesState, import, import_meetings, meeting_file, meetings, rules::quorum::told};

#[test]
fn a_file_lands_whole_or_not_at_all() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let county = county(&world).await;
        let draft = import::read(include_str!("../../tests/fixtures/merrowshire-minutes.txt")).unwrap();
        let member = world.somebody("member");
        assert_eq!(refused(import_meetings(store, &member, county.board, &draft).await), Refusal::NotFound);
        let imported = import_meetings(store, ctx, county.board, &draft).await.unwrap();
        let file = meeting_file(store, ctx, imported.minutes.unwrap()).await.unwrap();
        assert_eq!(
            (file.meeting.plan.held_on, file.meeting.minutes),
            (date(2021, 3, 11), MinutesState::Draft)
        );
        assert_eq!(file.minutes.iter().map(|minute| minute.number).collect::<Vec<_>>(), [7, 8, 10]);
        let items: Vec<_> =
            file.items.iter().map(|item| (item.reference(), item.said.closed.is_some())).collect();
        assert_eq!(items, [("B1".to_owned(), false), ("B2".to_owned(), false), ("D1".to_owned(), true)]);
        assert_eq!(file.minutes[0].decisions.len(), 2);
        // In the order of the file, and nobody proves a quorum.
        let names: Vec<_> = file.attendance.iter().map(|one| one.said.name.as_str()).collect();
        assert_eq!(names.first(), Some(&"Ms A Lindqvist"));
        let quorum = told(&file.conduct, &file.attendance, file.meeting.plan.begins, None);
        assert_eq!(quorum.verdict, Some(Verdict::Unproved));
        assert!(quorum.sentence.starts_with("Quorum cannot be proved"), "{}", quorum.sentence);
        assert_eq!(meeting_file(store, ctx, imported.agenda.unwrap()).await.unwrap().items.len(), 5);

        // Again: the day is taken, and nothing half-done stays behind.
        let mut again = draft.clone();
        again.minutes = None;
        assert!(matches!(refused(import_meetings(store, ctx, county.board, &again).await), Refusal::Rule(_)));
        let mut numbers_taken = draft;
        numbers_taken.agenda = None;
        if let Some(minutes) = &mut numbers_taken.minutes {
            minutes.held_on = date(2021, 3, 12);
        }
        assert!(matches!(
            refused(import_meetings(store, ctx, county.board, &numbers_taken).await),
            Refusal::Rule(_)
        ));
        assert_eq!(meetings(store, ctx).await.unwrap().len(), 2);
        world
    });
}
