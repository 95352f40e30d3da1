//! Shapes on a drawing: what is merged, what is left out, what is said.

use std::collections::BTreeMap;

use super::{Band, Fill, Ground, Map, Place, Ring, Words, merge, simplify, svg};
use crate::{Block, Cell, Level, Pages, Report, Section, Table, Width, docx, html, paper, plain, xlsx};

fn square(x: f64, y: f64, side: f64) -> Ring {
    vec![(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
}

fn ground(shapes: &[(&str, Vec<Ring>)]) -> Option<Ground> {
    let shapes: BTreeMap<String, Vec<Ring>> =
        shapes.iter().map(|(name, rings)| ((*name).to_owned(), rings.clone())).collect();
    Ground::of(&shapes)
}

fn map(ground: Ground, band_of: Vec<usize>) -> Map {
    let columns = [("Place", Width::Middle), ("Rate", Width::Number), ("Band", Width::Short)];
    Map {
        title: "Rates <by place>".to_owned(),
        says: "Highest in Brackenford.".to_owned(),
        of: ("place", "places"),
        ground,
        bands: vec![
            Band { name: "Band 1 of 2, from 1.0 to 2.0".to_owned(), fill: Fill::Step(0) },
            Band { name: "Band 2 of 2, 9.0".to_owned(), fill: Fill::Step(4) },
            Band { name: "Hidden".to_owned(), fill: Fill::Hidden },
        ],
        band_of,
        notes: vec!["Not on the map: Withyford.".to_owned()],
        table: Table::new("Rates by place", &columns).rows([vec![
            Cell::words("Brackenford"),
            Cell::real(9.0, "9.0"),
            Cell::words("2 of 2"),
        ]]),
    }
}

#[test]
fn a_county_is_as_wide_on_the_drawing_as_it_is_on_the_ground() {
    // A degree each way around 60 degrees north, where a degree of longitude is half as long as one of latitude.
    let ground = ground(&[("A", vec![square(0.0, 59.5, 1.0)])]).unwrap();
    assert_eq!((ground.width, ground.height), (1012, 2000));
    // North is up: the ring goes through the north-western corner.
    assert!(ground.shapes[0].1[0].contains(&(12, 12)), "{ground:?}");
}

#[test]
fn a_line_between_two_parts_of_a_shape_is_gone_and_one_between_shapes_is_drawn_once() {
    let parts = vec![square(0.0, 50.0, 0.1), square(0.1, 50.0, 0.1)];
    let ground = ground(&[("A", parts), ("B", vec![square(0.2, 50.0, 0.1)])]).unwrap();
    let (a, b) = (&ground.shapes[0].1, &ground.shapes[1].1);
    assert_eq!((a.len(), b.len()), (1, 1));
    assert_eq!((a[0].len(), b[0].len()), (4, 4), "{ground:?}");
    // What they share, and what is left of each.
    assert_eq!(ground.lines.len(), 3);
    assert_eq!(ground.lines.iter().map(Vec::len).collect::<Vec<_>>().iter().sum::<usize>(), 2 + 4 + 4);
}

#[test]
fn a_hole_stays_a_hole_and_what_fills_it_closes_it() {
    let with_hole = vec![square(0.0, 50.0, 0.3), square(0.1, 50.1, 0.1)];
    let alone = ground(&[("A", with_hole.clone())]).unwrap();
    assert_eq!(alone.shapes[0].1.len(), 2, "an outline and a hole");
    let mut filled = with_hole;
    filled.push(square(0.1, 50.1, 0.1));
    assert_eq!(ground(&[("A", filled)]).unwrap().shapes[0].1.len(), 1);
}

/// Whatever a boundary is, it is drawn or left out, and a shape that is somewhere is never lost.
#[test]
fn rings_that_are_none_do_no_harm() {
    let good = || ("Good", vec![square(0.0, 50.0, 0.5)]);
    let cases: [(&str, Vec<Ring>); 10] = [
        ("nothing", vec![]),
        ("an empty ring", vec![vec![]]),
        ("a point", vec![vec![(0.2, 50.2)]]),
        ("one point four times", vec![vec![(0.2, 50.2); 4]]),
        ("there and back", vec![vec![(0.2, 50.2), (0.3, 50.2), (0.2, 50.2), (0.3, 50.2)]]),
        ("not closed", vec![vec![(0.1, 50.1), (0.3, 50.1), (0.3, 50.3)]]),
        ("crosses itself", vec![vec![(0.1, 50.1), (0.3, 50.3), (0.3, 50.1), (0.1, 50.3), (0.1, 50.1)]]),
        ("touches itself", vec![square(0.1, 50.1, 0.1), square(0.2, 50.2, 0.1)]),
        ("the same twice", vec![square(0.1, 50.1, 0.2), square(0.1, 50.1, 0.2)]),
        ("no numbers", vec![vec![(f64::NAN, 50.1), (0.3, f64::INFINITY), (0.1, 50.2)]]),
    ];
    for (what, rings) in cases {
        let somewhere = rings.iter().flatten().any(|(x, y)| x.is_finite() && y.is_finite());
        assert!(ground(&[("Alone", rings.clone())]).is_none_or(|ground| ground.width > 0), "{what}");
        let ground = ground(&[good(), ("Odd", rings)]).unwrap();
        let drawn = ground.shapes.iter().find(|(name, _)| name == "Odd").map(|(_, rings)| rings);
        assert_eq!(drawn.is_some_and(|rings| rings.iter().all(|ring| ring.len() > 2)), somewhere, "{what}");
        let map = map(ground, vec![0, 1]);
        assert!(svg(&map, "m", Words::Within).as_str().contains("</svg>"), "{what}");
    }
}

/// A line that is nearly straight keeps its ends, and a tooth that can be seen stays.
#[test]
fn lines_lose_what_cannot_be_seen() {
    let nearly: Vec<Place> = (0..100).map(|n| (n * 10, n % 2)).collect();
    assert_eq!(simplify::simplify(&nearly), [(0, 0), (990, 1)]);
    assert_eq!(simplify::simplify(&[(0, 0), (50, 1), (100, 40), (150, 1), (200, 0)]).len(), 5);
    assert_eq!(simplify::simplify(&[]), []);
    assert_eq!(simplify::simplify(&[(3, 3)]), [(3, 3)]);
}

/// Nine hundred areas with boundaries of 150 points each, as small areas of a county have, fit in a page.
#[test]
fn nine_hundred_shapes_stay_small() {
    // Sides that neighbours share, with steps as a coast or a stream has them.
    let side = |from: (f64, f64), to: (f64, f64)| {
        (0..38).map(move |n| {
            let share = f64::from(n) / 38.0;
            let (x, y) = (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1));
            // The same step at the same place, whichever way the side is walked.
            let step = 0.001 * ((x * 911.0).sin() + (y * 677.0).sin());
            if n == 0 { (x, y) } else { (x + step, y + step) }
        })
    };
    let area = |n: u32| {
        let (x, y) = (0.03 * f64::from(n % 30), 51.0 + 0.02 * f64::from(n / 30));
        let corners = [(x, y), (x + 0.03, y), (x + 0.03, y + 0.02), (x, y + 0.02), (x, y)];
        let ring: Ring = corners.windows(2).flat_map(|ends| side(ends[0], ends[1])).collect();
        (format!("Area {n:03}"), vec![ring])
    };
    let ground = Ground::of(&(0..900).map(area).collect()).unwrap();
    assert_eq!(ground.shapes.len(), 900);
    let drawn = svg(&map(ground, vec![0; 900]), "m", Words::Within);
    assert!((20_000..300_000).contains(&drawn.as_str().len()), "{} bytes", drawn.as_str().len());
}

#[test]
fn a_picture_says_in_words_what_it_shows_and_never_by_colour_alone() {
    let ground = ground(&[
        ("Aldermoor", vec![square(0.0, 50.0, 0.1)]),
        ("Brackenford", vec![square(0.1, 50.0, 0.1)]),
        ("Caldermere", vec![square(0.2, 50.0, 0.1)]),
    ]);
    let map = map(ground.unwrap(), vec![0, 1, 2]);
    assert_eq!(
        map.told(),
        "Highest in Brackenford. Band 1 of 2, from 1.0 to 2.0: 1 place (Aldermoor). Band 2 of 2, 9.0: 1 place (Brackenford). \
         Hidden: 1 place (Caldermere)."
    );
    let report = Report {
        title: "Places".to_owned(),
        subtitle: "Once".to_owned(),
        facts: Vec::new(),
        mark: concordat_kernel::Sensitivity::Public.mark(),
        made_at: concordat_kernel::jiff::Timestamp::constant(1_790_000_000, 0),
        pages: Pages::Flowing,
        sections: vec![Section::part("Where").with(Block::Map(map.clone()))],
    };
    assert_eq!(report.sections[0].level, Level::Part);
    let page = html(&report).unwrap();
    for part in [
        r#"role="img" aria-labelledby="chart-1-title chart-1-desc""#,
        "<title id=\"chart-1-title\">Rates &#60;by place&#62;</title>",
        "<title>Caldermere: Hidden</title>",
        r##"<use href="#chart-1-2-shapes" fill="url(#chart-1-2)""##,
        r#"<pattern id="chart-1-2""#,
        r##"<use class="app-chart__border" href="#chart-1-lines""##,
        "Band 2 of 2, 9.0: 1 place",
        "Not on the map: Withyford.",
        "<caption",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    // Each way out names the bands and what is not there.
    let paper = paper(&report).data.to_string();
    for written in [plain(&report.sections).join("\n"), paper.clone()] {
        assert!(written.contains("Band 2 of 2, 9.0: 1 place") && written.contains("Withyford"), "{written}");
    }
    assert!(docx(&report).is_ok() && xlsx(&report).is_ok());
    // A word of somebody's in the picture could be no XML and stop the paper.
    assert!(svg(&map, "m", Words::Beside).as_str().matches("Caldermere").next().is_none());
}

/// Boundaries from no map at all: every place is a place of the grid, every ring has three places or more, and every line of a shape
/// is a line of the drawing.
#[test]
fn any_rings_make_shapes_of_whole_rings() {
    // A generator of its own, so that the same rings are drawn again.
    let mut state: u64 = 26;
    let mut below = |end: i32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i32::try_from((state >> 33) % u64::from(end.unsigned_abs())).unwrap_or(0)
    };
    for _ in 0..500 {
        let shapes: Vec<Vec<Vec<Place>>> = (0..1 + below(4))
            .map(|_| {
                (0..below(4)).map(|_| (0..below(9)).map(|_| (5 * below(6), 5 * below(6))).collect()).collect()
            })
            .collect();
        let merged = merge::merge(&shapes);
        assert_eq!(merged.shapes.len(), shapes.len());
        let lines: Vec<(Place, Place)> =
            merged.lines.iter().flat_map(|line| line.windows(2).map(|two| (two[0], two[1]))).collect();
        for ring in merged.shapes.iter().flatten() {
            assert!(ring.len() > 2);
            for (from, to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                assert!(lines.contains(&(*from, *to)) || lines.contains(&(*to, *from)), "{shapes:?}");
            }
        }
    }
}
