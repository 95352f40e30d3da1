//! A story of a trend, and of who says which way it is better.

use concordat_report::Block;
use concordat_testkit::World;

use super::{
    SLICES,
    landing::engine,
    people::{Told, bring_people, months_of},
};
use crate::findings::{self, Wanted};

const MONTHS: [&str; 18] = [
    "2024-07", "2024-08", "2024-09", "2024-10", "2024-11", "2024-12", "2025-01", "2025-02", "2025-03",
    "2025-04", "2025-05", "2025-06", "2025-07", "2025-08", "2025-09", "2025-10", "2025-11", "2025-12",
];

/// Forty crimes a month for nine months, then sixty: high where neither way is better, a concern where fewer are, an improvement where more are.
#[tokio::test]
async fn what_a_rise_comes_to_depends_on_which_way_is_better() {
    let world = World::sqlite(SLICES).await;
    let (_folder, engine) = engine();
    let all = months_of(&MONTHS, 7);
    let early = |at: usize| at < 9 * 60;
    let crimes: Vec<Told> = all
        .into_iter()
        .enumerate()
        .filter(|(at, _)| !early(*at) || at % 3 > 0)
        .map(|(_, told)| told)
        .collect();
    bring_people(&world, &engine, "rise.csv", &crimes).await;
    for (better, high, says) in [
        (None, "high beyond", "Neither more nor fewer is taken to be better."),
        (Some("down"), "concern beyond", "Fewer are taken to be better."),
        (Some("up"), "improvement beyond", "More is taken to be better."),
    ] {
        let wanted = Wanted {
            from: "2024-07".parse().ok(),
            better: better.map(str::to_owned),
            only: Some("trend".to_owned()),
            ..Wanted::default()
        };
        let found = findings::look(&world.store, &engine, &world.somebody("analyst"), &wanted).await.unwrap();
        let trend = &found.findings[0];
        let Block::Line(chart) = &trend.blocks[0] else { panic!("no chart") };
        let latest: Vec<String> = chart.table.rows[17].iter().map(concordat_report::Cell::text).collect();
        assert!(
            latest[2].starts_with(high) && latest[3].contains("run above the mean"),
            "{better:?}: {latest:?}"
        );
        assert!(trend.caveats.iter().any(|caveat| caveat == says), "{:?}", trend.caveats);
        assert_eq!(trend.figures[0].filter.get("better").map(String::as_str), better);
    }
    let wanted = Wanted { better: Some("sideways".to_owned()), ..Wanted::default() };
    let refused =
        findings::look(&world.store, &engine, &world.somebody("analyst"), &wanted).await.unwrap_err();
    assert!(refused.to_string().contains("neither, down, up"), "{refused}");
}
