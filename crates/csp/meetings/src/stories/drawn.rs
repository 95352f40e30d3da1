use concordat_access::Ctx;
use concordat_kernel::{Id, Month, Ref, Refusal, jiff::civil::date};
use concordat_store::Store;
use concordat_testkit::{World, on_both};
use concordat_web::between::{DrawnPaper, Occasion, Readers};

use super::{County, SLICES, county, field, go_to, item, officer, planned, refused};
use crate::{
    AgendaPart, DecisionKind, Meeting, NewDecision, NewDrawing, NewFollowUp, NewItem, Written, add_follow_up,
    add_item, agree_agenda, begin_minutes, change_item, circulate, decide, draw_paper, meeting_file, paper,
    plan_meeting, public_meeting, publish_agenda, save_paper, store, write_minute,
};

/// What must not reach an open item.
const SECRET: &str = "CANARY";

/// A meeting held in November, whose minutes have gone round, and the next one in March.
pub(super) async fn two_meetings(world: &World, county: &County) -> (Id<Meeting>, Id<Meeting>) {
    let (store, ctx) = (&world.store, &officer(world));
    let first = plan_meeting(store, ctx, county.board, planned(date(2026, 11, 19))).await.unwrap();
    let closed =
        NewItem { restricted_title: Some(format!("{SECRET} title")), ..item(AgendaPart::D, "Reviews") };
    add_item(store, ctx, first, item(AgendaPart::B, "The action plan"), None).await.unwrap();
    add_item(store, ctx, first, closed, None).await.unwrap();
    agree_agenda(store, ctx, first).await.unwrap();
    publish_agenda(store, ctx, first, "").await.unwrap();
    go_to(world, date(2026, 11, 19));
    begin_minutes(store, ctx, first).await.unwrap();
    let minutes = meeting_file(store, ctx, first).await.unwrap().minutes;
    for minute in &minutes {
        let text = Written {
            public_text: "Members received it.\n\nThey asked about the lamps.".into(),
            restricted_text: Some(format!("{SECRET} minute")),
            correction: String::new(),
        };
        write_minute(store, ctx, minute.id, text, 1).await.unwrap();
    }
    let update = NewDecision {
        kind: DecisionKind::ReceiveUpdate,
        public_text: "An update on lighting.".into(),
        restricted_text: Some(format!("{SECRET} decision")),
        due: Month::new(2027, 3),
        ..NewDecision::default()
    };
    decide(store, ctx, minutes[0].id, update, "").await.unwrap();
    let follow_up = NewFollowUp {
        text: "Ask the lighting engineers".into(),
        restricted_text: Some(format!("{SECRET} follow-up")),
        owner: "Chair".into(),
        ..NewFollowUp::default()
    };
    add_follow_up(store, ctx, first, Some(minutes[0].id), follow_up).await.unwrap();
    circulate(store, ctx, first).await.unwrap();
    let next = plan_meeting(store, ctx, county.board, planned(date(2027, 3, 18))).await.unwrap();
    (first, next)
}

async fn drawn(
    store: &Store,
    ctx: &Ctx,
    county: &County,
    next: Id<Meeting>,
    readers: Readers,
) -> Vec<(String, Ref, DrawnPaper)> {
    let (group, on) = (county.board.uuid(), date(2027, 3, 18));
    let occasion = Occasion { group, meeting: Ref::to(next), on, readers };
    let mut all = Vec::new();
    for one in store::drawable(store, ctx, &occasion).await.unwrap() {
        let paper = store::draw(store, ctx, &occasion, (one.kind, &one.of)).await.unwrap().unwrap();
        all.push((one.kind.to_owned(), one.of, paper));
    }
    all
}

#[test]
fn a_paper_is_drawn_from_what_its_readers_may_read_and_from_nothing_else() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let county = county(&world).await;
        let (_, next) = two_meetings(&world, &county).await;

        let open = drawn(store, ctx, &county, next, Readers::Anybody).await;
        let kinds: Vec<_> = open.iter().map(|(kind, ..)| kind.as_str()).collect();
        assert_eq!(kinds, ["previous-minutes", "actions-arising"]);
        let text = format!("{open:?}");
        assert!(!text.contains(SECRET) && !text.contains("lighting engineers"), "{text}");
        let (minutes, arising) = (&open[0].2, &open[1].2);
        assert_eq!(minutes.subject, "Minutes of the meeting of 19 November 2026");
        assert!(minutes.paragraphs.contains(&"Minute 1. The action plan\nMembers received it.".to_owned()));
        assert!(minutes.paragraphs.contains(&"They asked about the lamps.".to_owned()));
        assert_eq!(
            arising.paragraphs,
            ["Minute 1 of 19 November 2026: An update on lighting. (by March 2027)"]
        );

        let closed = format!("{:?}", drawn(store, ctx, &county, next, Readers::Members).await);
        for what in ["minute", "decision", "follow-up", "title"] {
            assert!(closed.contains(&format!("{SECRET} {what}")), "{what}: {closed}");
        }
        assert!(closed.contains("Ask the lighting engineers"), "{closed}");
        // Whoever may not read what is restricted draws nothing from it.
        let blind = world.somebody("lead-contact");
        let occasion = Occasion {
            group: county.board.uuid(),
            meeting: Ref::to(next),
            on: date(2027, 3, 18),
            readers: Readers::Members,
        };
        let tried = store::draw(store, &blind, &occasion, ("actions-arising", &Ref::to(next))).await;
        assert_eq!(refused(tried), Refusal::NotFound);
        world
    });
}

#[test]
fn a_drawn_paper_says_as_of_when_and_what_was_drawn_for_members_stays_closed() {
    on_both(SLICES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let county = county(&world).await;
        let (_, next) = two_meetings(&world, &county).await;
        let open = add_item(store, ctx, next, item(AgendaPart::B, "Minutes"), None).await.unwrap();
        let said =
            NewItem { closed: item(AgendaPart::D, "x").closed, ..item(AgendaPart::B, "What is to be done") };
        let closed = add_item(store, ctx, next, said.clone(), None).await.unwrap();
        let new = async |readers, at: usize| {
            let (kind, of, paper) = drawn(store, ctx, &county, next, readers).await.swap_remove(at);
            NewDrawing { from: (kind, of), readers, paper, late_reason: None }
        };
        // The item is open: what is for members is refused, whatever the page offered.
        let leak = new(Readers::Members, 0).await;
        assert_eq!(refused(draw_paper(store, ctx, open, leak, 0).await), Refusal::Conflict);

        let drawing = new(Readers::Anybody, 0).await;
        let moment = concordat_access::audit::written(drawing.paper.read_at);
        draw_paper(store, ctx, open, drawing.clone(), 0).await.unwrap();
        let read = async |item| paper(store, ctx, item).await.unwrap().1.unwrap();
        let one = read(open).await;
        let from = one.drawn.clone().unwrap();
        assert_eq!((from.kind.as_str(), from.at, from.edited), ("previous-minutes", moment, false));
        assert_eq!(one.said.to, "Merrowshire Partnership");
        assert_eq!(refused(draw_paper(store, ctx, open, drawing.clone(), 0).await), Refusal::Conflict);
        // It can be changed, which it says, and drawn again, which keeps what was added beside the text.
        let more = crate::NewPaper { risk: Some("None".into()), text: "Mine.".into(), ..one.said };
        save_paper(store, ctx, open, more, one.version).await.unwrap();
        let edited = read(open).await;
        assert!(
            edited.drawn.as_ref().unwrap().edited && edited.drawn.unwrap().told().ends_with("changed since")
        );
        draw_paper(store, ctx, open, drawing, edited.version).await.unwrap();
        let again = read(open).await;
        assert!(!again.drawn.unwrap().edited);
        assert_eq!(again.said.risk.as_deref(), Some("None"));
        assert!(again.said.text.contains("Members received it."));

        draw_paper(store, ctx, closed, new(Readers::Members, 1).await, 0).await.unwrap();
        assert!(read(closed).await.said.text.contains(SECRET));
        let opened = NewItem { closed: None, ..said };
        assert_eq!(field(change_item(store, ctx, closed, opened, 1).await), "reason");
        agree_agenda(store, ctx, next).await.unwrap();
        publish_agenda(store, ctx, next, "").await.unwrap();
        let public = public_meeting(store, &world.anybody(), next).await.unwrap();
        assert_eq!(public.papers.len(), 1);
        assert!(!format!("{public:?}").contains(SECRET));
        world
    });
}
