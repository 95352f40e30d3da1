use concordat_kernel::Period;
use concordat_testkit::on_both;

use super::*;
use crate::{
    measures::{self, Kind, Measure, MeasureSeries, Setting},
    progress::sheets,
};

async fn measure(world: &World, round: &Round, number: &str) -> MeasureSeries {
    let mut tx = world.store.peek().await.unwrap();
    let all = measures::of_plan(&mut tx, round.plan.head.id).await.unwrap();
    all.into_iter().find(|series| series.number == number).unwrap()
}

/// An officer says how it is measured.
async fn counted(world: &World, round: &Round, item: Id<Measure>, kind: Kind) {
    let version = measure(world, round, "1.1").await.version;
    let setting = Setting { kind: Some(kind), unit: "walks".into(), ..Setting::default() };
    measures::set(&world.store, &round.officer, item, version, &setting).await.unwrap();
}

/// The first action answered, with this value in the row of its measure.
fn file(value: &str, measure: &str) -> String {
    format!(
        "No.,Action or measure,State,What happened,Value\n1.1,,On track,Walked,\n1.1,{measure},,,{value}\n"
    )
}

#[test]
fn a_value_that_cannot_be_read_is_put_right_beside_its_field() {
    on_both(SLICES, |world| async move {
        let round = Round::of(&world).await;
        let series = measure(&world, &round, "1.1").await;
        counted(&world, &round, series.item, Kind::Count).await;
        let action = round.action("1.1");
        let mut guest = round.begun(&world, "Rowan Ashdown").await;
        let page = guest.get(&urls::answer_action(action)).await;
        check(&page, 200, &["A number: walks."]);
        let count = format!("count-{}", series.item);
        for then in ["", "later"] {
            let fields =
                [("state", "on-track"), ("words", "Walked"), (count.as_str(), "many"), ("then", then)];
            let page = guest.answer(action, &fields).await;
            check(&page, 422, &["<title>Error", &format!("href=\"#{count}\""), "value=\"many\""]);
        }
        let fields = [("state", "on-track"), ("words", "Walked"), (count.as_str(), "12"), ("then", "")];
        assert!(guest.answer(action, &fields).await.location.is_some());

        // Said to be measured otherwise before it is sent: the sentence names the action, and nothing lands.
        counted(&world, &round, series.item, Kind::Milestone).await;
        guest.get(urls::CHECK).await;
        let page = guest.post(urls::CHECK, &[]).await;
        check(&page, 422, &["Action 1.1: Enter “yes” or “no”.", "Nothing was sent."]);
        assert!(round.updates(&world).await.is_empty());
        let fields = [("state", "on-track"), ("words", "Walked"), (count.as_str(), "yes"), ("then", "")];
        assert!(guest.answer(action, &fields).await.location.is_some());
        guest.get(urls::CHECK).await;
        assert_eq!(guest.post(urls::CHECK, &[]).await.location.as_deref(), Some(urls::DONE));
        assert!(measure(&world, &round, "1.1").await.last().unwrap().update.is_some());
        world
    });
}

#[test]
fn a_spreadsheet_shows_the_last_values_and_leaves_out_what_cannot_be_read() {
    on_both(SLICES, |world| async move {
        let round = Round::of(&world).await;
        let series = measure(&world, &round, "1.1").await;
        counted(&world, &round, series.item, Kind::Count).await;
        let month = |month| concordat_kernel::Month::new(2026, month).unwrap();
        let typed = measures::Typed {
            period: Period { from: month(4), to: month(6) },
            text: "7".into(),
            note: String::new(),
            by: None,
            update: None,
        };
        measures::add_value(&world.store, &round.officer, series.item, typed, None).await.unwrap();
        let requests = store::round(&world.store, &round.officer, round.id).await.unwrap().2;
        let request = requests.into_iter().find(|one| one.lead.words == POLICE).unwrap().id;
        let mut officer = browser(&world, "officer");

        let bring_in = async |name: &str, value: &str| {
            let bytes = file(value, &series.text).into_bytes();
            let reply = sheets::bring_in(&world.store, &round.officer, request, (name, bytes), 100_000).await;
            sheets::urls::reply(reply.unwrap())
        };
        let page = officer.get(&bring_in("a.csv", "many").await).await;
        let remedy = "The file, row 3, column E (Value)";
        check(&page, 200, &["records 1 answer", "1 thing is left out", remedy, "“many”", "cannot be read"]);
        check(&page, 200, &["7 (April to June 2026)"]);

        // Read as a number when it came in; measured otherwise before it is used.
        let at = bring_in("b.csv", "12").await;
        let page = officer.get(&at).await;
        check(&page, 200, &["records 1 answer"]);
        let stale = hidden(&page, "seen");
        counted(&world, &round, series.item, Kind::Milestone).await;
        let fields = [("version", "1"), ("seen", stale.as_str()), ("given_by", "Wren Holloway")];
        let page = officer.post(&format!("{at}/use"), &fields).await;
        check(&page, 422, &["Something changed since this page was shown"]);
        let page = officer.get(&at).await;
        check(&page, 200, &["can no longer be read", "Enter “yes” or “no”."]);
        let seen = hidden(&page, "seen");
        let fields = [("version", "1"), ("seen", seen.as_str()), ("given_by", "Wren Holloway")];
        let page = officer.post(&format!("{at}/use"), &fields).await;
        assert!(page.location.is_some(), "{}", page.text);
        assert_eq!(round.updates(&world).await.len(), 1, "the rest of the answer stands");
        let values = measure(&world, &round, "1.1").await.values;
        assert!(values.iter().all(|value| value.update.is_none()), "{values:?}");
        world
    });
}
