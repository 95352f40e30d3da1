use concordat_kernel::Refusal;
use concordat_testkit::{World, on_both};

use super::{SLICES, refused};
use crate::areas::{
    AreaChange, LoadedAreas, NewAreaList, areas, areas_of, boundaries, lists, load, oddities, read,
};

const SAMPLE: &str = include_str!("../../samples/areas.csv");

pub(super) async fn loaded(world: &World, name: &str, text: &str) -> concordat_kernel::Result<LoadedAreas> {
    let reading = read(text.as_bytes(), "areas.csv").unwrap();
    // Any text that changes with the file does for its hash.
    let sha256 = format!("{}-{}", text.len(), text.bytes().map(u64::from).sum::<u64>());
    let new = NewAreaList { name: name.into(), file_name: "areas.csv".into(), sha256 };
    load(&world.store, &world.somebody("analyst"), new, &reading).await
}

#[test]
fn a_list_replaces_the_one_before_and_says_what_changed() {
    on_both(SLICES, |world| async move {
        let (store, member) = (&world.store, &world.somebody("member"));
        assert_eq!(areas(store, member).await.unwrap(), None);
        let first = loaded(&world, "Merrowshire 2019", SAMPLE).await.unwrap();
        assert_eq!((first.list.number, first.former, first.list.areas), (1, None, 26));
        assert_eq!(first.changes.added.len(), 26);

        let again = loaded(&world, "Merrowshire 2019", SAMPLE).await.unwrap();
        assert!(again.already && again.changes.is_empty());
        assert_eq!(again.list, first.list);

        let mut lines: Vec<&str> = SAMPLE.lines().collect();
        let gone = lines.remove(1);
        let text = lines.join("\n").replace(",1640,1", ",1700,")
            + "\nE01990099,New Quay,Port Aldren,E06990001,900,5\n";
        let second = loaded(&world, "Merrowshire 2021", &text).await.unwrap();
        assert_eq!((second.list.number, second.former, second.already), (2, Some(1), false));
        assert_eq!(second.changes.added, ["E01990099"]);
        assert_eq!(second.changes.removed, [&gone[..9]]);
        let change = |field, was: &str, now: Option<&str>| AreaChange {
            code: "E01990002".into(),
            field,
            was: Some(was.into()),
            now: now.map(str::to_owned),
        };
        assert_eq!(
            second.changes.changed,
            [change("population", "1640", Some("1700")), change("decile", "1", None)]
        );

        let now = areas(store, member).await.unwrap().unwrap();
        assert_eq!(now.list, second.list);
        assert_eq!(now.areas.len(), 26);
        assert_eq!(now.areas.last().map(|area| area.name.as_str()), Some("New Quay"));
        let then = areas_of(store, member, 1).await.unwrap();
        assert_eq!(
            then.areas,
            read(SAMPLE.as_bytes(), "areas.csv").unwrap().areas,
            "a figure finds its list again"
        );
        assert_eq!(refused(areas_of(store, member, 3).await), Refusal::NotFound);
        assert_eq!(lists(store, member).await.unwrap(), [second.list, first.list]);
        world
    });
}

#[test]
fn what_was_odd_stays_beside_the_list() {
    on_both(SLICES, |world| async move {
        let text = SAMPLE.replace(",1510,2", ",,2");
        let list = loaded(&world, "Merrowshire", &text).await.unwrap().list;
        let odd = oddities(&world.store, &world.somebody("officer"), list.id).await.unwrap();
        let told: Vec<String> = odd.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "row 2, column population: saw no population in row 2; did: kept; these areas have counts and no rates"
            ]
        );
        world
    });
}

#[test]
fn a_list_lands_whole_or_not_at_all() {
    on_both(SLICES, |world| async move {
        loaded(&world, "Merrowshire", SAMPLE).await.unwrap();
        let mut reading = read(SAMPLE.as_bytes(), "areas.csv").unwrap();
        // What the reader would have refused, so that the database does in the middle of the work.
        reading.areas.last_mut().unwrap().decile = Some(11);
        let new = NewAreaList { name: "Broken".into(), file_name: "x".into(), sha256: "x".into() };
        let analyst = world.somebody("analyst");
        assert!(load(&world.store, &analyst, new, &reading).await.is_err());
        assert_eq!(lists(&world.store, &analyst).await.unwrap().len(), 1);
        assert_eq!(areas(&world.store, &analyst).await.unwrap().map(|now| now.areas.len()), Some(26));
        world
    });
}

#[test]
fn analysts_load_and_the_board_looks() {
    on_both(SLICES, |world| async move {
        let reading = read(SAMPLE.as_bytes(), "areas.csv").unwrap();
        let new = |name: &str| NewAreaList { name: name.into(), file_name: "x".into(), sha256: "x".into() };
        for role in ["officer", "member", "lead-contact", "auditor"] {
            let done = load(&world.store, &world.somebody(role), new("x"), &reading).await;
            assert_eq!(refused(done), Refusal::NotFound, "{role}");
        }
        assert!(matches!(
            refused(load(&world.store, &world.operator(), new(" "), &reading).await),
            Refusal::Invalid { field: "name", .. }
        ));
        for (role, may) in [
            ("officer", true),
            ("chair", true),
            ("member", true),
            ("lead-contact", false),
            ("auditor", false),
        ] {
            assert_eq!(areas(&world.store, &world.somebody(role)).await.is_ok(), may, "{role}");
        }
        world
    });
}

#[test]
fn boundaries_stay_with_their_list() {
    on_both(SLICES, |world| async move {
        let mut reading = read(SAMPLE.as_bytes(), "areas.csv").unwrap();
        let outline = r#"{"type":"Polygon","coordinates":[[[0.5,51.4],[0.6,51.4],[0.6,51.5],[0.5,51.4]]]}"#;
        reading.boundaries.insert("E01990001".to_owned(), outline.to_owned());
        let new = NewAreaList { name: "Merrowshire".into(), file_name: "x".into(), sha256: "x".into() };
        let first = load(&world.store, &world.somebody("analyst"), new, &reading).await.unwrap().list;
        let second = loaded(&world, "Without a map", SAMPLE).await.unwrap().list;
        let member = &world.somebody("member");
        assert_eq!(boundaries(&world.store, member, first.id).await.unwrap(), reading.boundaries);
        assert!(boundaries(&world.store, member, second.id).await.unwrap().is_empty());
        let outsider = boundaries(&world.store, &world.somebody("lead-contact"), first.id).await;
        assert_eq!(refused(outsider), Refusal::NotFound);
        // A boundary of an area that is not on the list lands nothing.
        reading.boundaries.insert("E01770001".to_owned(), outline.to_owned());
        let new = NewAreaList { name: "Astray".into(), file_name: "y".into(), sha256: "y".into() };
        assert!(load(&world.store, &world.somebody("analyst"), new, &reading).await.is_err());
        assert_eq!(lists(&world.store, member).await.unwrap().len(), 2);
        world
    });
}
