//! What is certain, likely and at risk, and by when to act.

use concordat_kernel::jiff::civil::date;
use concordat_testkit::on_both;

use super::{SLICES, a_fund, manager, money, terms, third};
use crate::{
    LeadTime, NewAward, NewOrder, NewProject,
    rules::forecast::{forecast, last_safe_day, warnings},
    store,
};

#[test]
fn a_forecast_tells_certain_from_likely_and_says_by_when_to_act() {
    on_both(SLICES, |world| async move {
        let (record, ctx) = (&world.store, &manager(&world));
        let fund = a_fund(&world).await;
        let year = async |label, from, to| {
            let new = NewAward {
                fund,
                amount: money("9000"),
                terms: terms(label, from, to),
                pots: vec![third(money("3000"))],
            };
            store::add_award(record, ctx, new).await.unwrap()
        };
        let last = year("2025/26", date(2025, 4, 1), date(2026, 3, 31)).await;
        let this = year("2026/27", date(2026, 4, 1), date(2027, 3, 31)).await;
        let start = date(2026, 5, 1);
        let project = async |award, title: &str, amount: &str, at_risk: &str| {
            let new = NewProject {
                title: title.into(),
                planned: Some(money(amount)),
                at_risk: at_risk.into(),
                ..NewProject::default()
            };
            store::add_project(record, ctx, award, None, new, start, Some("Letter")).await.unwrap()
        };
        project(last, "Cameras", "750", "").await;
        let sure = project(this, "Training", "1000", "").await;
        project(this, "Conference", "2000", "no venue").await;
        let order = NewOrder {
            on: start,
            supplier: "Hollin Trust".into(),
            reference: String::new(),
            amount: money("400"),
        };
        store::place_order(record, ctx, sure, order).await.unwrap();

        let file = store::award(record, ctx, this).await.unwrap();
        let today = date(2027, 1, 10);
        let seen = forecast(&file.facts(), today);
        assert_eq!(
            [seen.committed, seen.likely, seen.at_risk, seen.free, seen.not_guaranteed],
            ["400", "600", "2000", "3000", "3000"].map(money)
        );
        assert_eq!(seen.projects[1].underspend, Some(money("2000")));
        let told: Vec<(Option<_>, String)> =
            warnings(&file.facts(), today).into_iter().map(|one| (one.by, one.sentence)).collect();
        let safe = Some(date(2027, 2, 17));
        let end = Some(date(2027, 3, 31));
        assert_eq!(
            told,
            [
                (
                    safe,
                    "£3,000 will be unspent on 31 March 2027; Reserve pot cannot open while project 1 of 2025/26 is \
                     incomplete; the last safe date to reallocate is 17 February 2027."
                        .to_owned()
                ),
                (
                    safe,
                    "£3,000 is held back and not guaranteed: Reserve pot cannot open while project 1 of 2025/26 is \
                     incomplete."
                        .to_owned()
                ),
                (
                    end,
                    "Projects 1 and 2 are not complete: what is open after 31 March 2027 keeps the next award’s pot locked."
                        .to_owned()
                ),
                (end, "£2,000 of project 2, Conference, may not be spent in time: no venue.".to_owned()),
            ]
        );
        // The lead time is the one that holds today; after the end what is left goes back.
        let longer = [file.leads[0], LeadTime { from: date(2027, 1, 1), days: 60 }];
        assert_eq!(last_safe_day(&file.award, &longer, today), Some(date(2027, 1, 30)));
        assert_eq!(last_safe_day(&file.award, &longer, date(2026, 12, 31)), safe);
        assert_eq!(last_safe_day(&file.award, &[], today), None);
        let over = warnings(&file.facts(), date(2027, 4, 1));
        assert!(over.iter().any(|one| one.sentence.starts_with("£6,000 was not spent when the award ended")));
        assert_eq!(forecast(&file.facts(), date(2027, 4, 1)).at_risk, money("2600"));
        world
    });
}
