use concordat_access::Scope;
use concordat_kernel::jiff::civil::date;
use concordat_testkit::on_both;

use super::{SLICES, county, go_to, item, officer, planned};
use crate::{
    AgendaPart, NewFollowUp, SLICE, add_follow_up, add_item, agree_agenda, begin_minutes, plan_meeting,
    publish_agenda,
};

#[test]
fn what_waits_of_a_meeting_stands_on_the_home_page_of_whoever_sees_to_it() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let county = county(&world).await;
        let here = Scope::Within(county.board.uuid());
        let (chair, member) = (world.somebody_at("chair", here), world.somebody_at("member", here));
        let told = async |ctx: &concordat_access::Ctx| -> Vec<String> {
            (SLICE.waits_for)(store, ctx).await.unwrap().into_iter().map(|line| line.text).collect()
        };
        let id = plan_meeting(store, ctx, county.board, planned(date(2026, 11, 19))).await.unwrap();
        add_item(store, ctx, id, item(AgendaPart::B, "The plan"), None).await.unwrap();
        // Far off, nothing is said of it; 2 November is eight working days before the last day.
        let far = plan_meeting(store, ctx, county.board, planned(date(2027, 7, 15))).await.unwrap();
        add_item(store, ctx, far, item(AgendaPart::B, "The plan"), None).await.unwrap();
        assert_eq!(
            told(ctx).await,
            ["Agenda and papers for 19 November 2026 go out by 12 November 2026: 8 working days left"]
        );
        assert_eq!(told(&chair).await, ["The agenda for 19 November 2026 waits for you to agree it"]);
        assert_eq!(told(&member).await, Vec::<String>::new());

        go_to(&world, date(2026, 11, 13));
        assert_eq!(told(ctx).await, ["The last day for the agenda of 19 November 2026 has passed"]);
        agree_agenda(store, &chair, id).await.unwrap();
        publish_agenda(store, ctx, id, "The chair asked for a later figure").await.unwrap();
        assert_eq!((told(ctx).await, told(&chair).await), (Vec::new(), Vec::new()));

        go_to(&world, date(2026, 11, 20));
        assert_eq!(told(ctx).await, ["The minutes of 19 November 2026 wait: not begun"]);
        begin_minutes(store, ctx, id).await.unwrap();
        let late = NewFollowUp {
            text: "Write to the funder".into(),
            owner: "Officer".into(),
            due: Some(date(2026, 11, 19)),
            ..NewFollowUp::default()
        };
        add_follow_up(store, ctx, id, None, late).await.unwrap();
        assert_eq!(
            told(ctx).await,
            ["The minutes of 19 November 2026 wait: draft", "1 follow-up is overdue"]
        );
        assert_eq!(told(&world.somebody("auditor")).await, Vec::<String>::new());
        world
    });
}
