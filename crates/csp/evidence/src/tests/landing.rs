//! Stories of files that are brought in.

use std::path::Path;

use concordat_engine::{Engine, Limits};
use concordat_kernel::Chance;
use concordat_steps::Analyst as _;
use concordat_testkit::{World, on_both};

use super::{SLICES, published, refused};
use crate::{
    findings::{self, Wanted as Asks},
    ingest::{bytes::Source, mapping::Mapping, police_uk, pseudonym::Key},
    landing::{Brought, Is, Landed, Wanted, land, refusals},
    records::shapes::{CRIME, PERSON, REFUSED},
    store,
};

const HEADING: &str = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context";

/// A street file of one force: a line for each crime, of which `id` may be empty.
pub(super) fn street(crimes: &[(&str, &str, &str, &str)]) -> Vec<u8> {
    let mut text = format!("{HEADING}\n");
    for (id, month, area, group) in crimes {
        text.push_str(&format!(
            "{id},{month},Merrowshire Police,Merrowshire Police,,,On or near Quay Street,{area},Aldermoor 001A,{group},,\n"
        ));
    }
    text.into_bytes()
}

pub(super) fn key() -> Key {
    Key::passing(&Chance::seeded(5))
}

pub(super) fn engine() -> (tempfile::TempDir, Engine) {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::new(folder.path().join("evidence"), Limits::default());
    (folder, engine)
}

pub(super) async fn bring(
    world: &World,
    engine: &Engine,
    name: &str,
    bytes: Vec<u8>,
) -> concordat_kernel::Result<Landed> {
    let source = Source::of(name, bytes);
    let wanted =
        Wanted { source, refused_to: None, mapping: police_uk::mapping()?, key: key(), is: Is::Whole };
    land(&world.store, engine, &world.somebody("analyst"), wanted, |_| {}).await
}

pub(super) fn brought(landed: Landed) -> Brought {
    match landed {
        Landed::New(brought) => *brought,
        Landed::Already(entry) => panic!("{} was there already", entry.file),
    }
}

fn files(engine_root: &Path, table: &str) -> usize {
    std::fs::read_dir(engine_root.join("evidence").join(table)).map_or(0, Iterator::count)
}

#[test]
fn the_same_file_twice_changes_nothing() {
    on_both(SLICES, |world| async move {
        let (folder, engine) = engine();
        let file = street(&[
            ("a1", "2026-04", "E01990001", "Burglary"),
            ("", "2026-04", "", "Anti-social behaviour"),
        ]);
        let first = brought(bring(&world, &engine, "april.csv", file.clone()).await.unwrap());
        assert_eq!((first.entry.crimes, first.entry.refused, first.replaced), (2, 0, 0));
        assert_eq!(first.entry.source, "police-uk: Merrowshire Police");
        assert_eq!(first.entry.months[0].without_area, 1);
        let again = bring(&world, &engine, "copy of april.csv", file).await.unwrap();
        assert!(matches!(again, Landed::Already(entry) if entry.id == first.entry.id));
        let ledger = store::ledger(&world.store, &world.operator()).await.unwrap();
        assert_eq!(ledger.len(), 1);
        assert_eq!(files(folder.path(), "crime"), 1, "no part is left of what was not brought in");
        world
    });
}

#[test]
fn a_corrected_file_takes_the_place_of_the_one_before_and_says_what_it_changed() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        let before = street(&[
            ("a1", "2026-04", "E01990001", "Burglary"),
            ("a2", "2026-04", "E01990001", "Burglary"),
            ("", "2026-04", "E01990001", "Anti-social behaviour"),
        ]);
        let after = street(&[
            ("a2", "2026-04", "E01990001", "Robbery"),
            ("a3", "2026-04", "E01990001", "Burglary"),
            ("", "2026-04", "E01990001", "Anti-social behaviour"),
            ("", "2026-04", "E01990001", "Anti-social behaviour"),
        ]);
        let first = brought(bring(&world, &engine, "april.csv", before).await.unwrap());
        let second = brought(bring(&world, &engine, "april-2.csv", after).await.unwrap());
        let changed = second.entry.changed.unwrap();
        assert_eq!((changed.added, changed.gone, changed.altered), (2, 1, 1));
        assert_eq!(second.replaced, 1);
        let (former, _) = store::entry(&world.store, &world.operator(), first.entry.id).await.unwrap();
        assert_eq!(former.replaced_by, Some(second.entry.id));
        // Another force's file of the same month stands beside it.
        let other = String::from_utf8(street(&[("b1", "2026-04", "E01990001", "Burglary")])).unwrap();
        let other = other.replace("Merrowshire", "Wexcombe").into_bytes();
        assert_eq!(brought(bring(&world, &engine, "other.csv", other).await.unwrap()).replaced, 0);
        world
    });
}

#[test]
fn a_file_with_only_some_months_of_an_earlier_one_is_refused() {
    on_both(SLICES, |world| async move {
        let (folder, engine) = engine();
        let both = street(&[("a1", "2026-04", "", "Burglary"), ("a2", "2026-05", "", "Burglary")]);
        bring(&world, &engine, "both.csv", both).await.unwrap();
        let one = street(&[("a1", "2026-04", "", "Robbery")]);
        let said = refused(bring(&world, &engine, "one.csv", one).await).to_string();
        assert!(said.contains("one.csv") && said.contains("2026-05") && said.contains("both.csv"), "{said}");
        assert_eq!(store::ledger(&world.store, &world.operator()).await.unwrap().len(), 1);
        assert_eq!(files(folder.path(), "crime"), 1);
        world
    });
}

#[test]
fn refused_rows_keep_their_line_and_reason_and_are_written_beside_the_file() {
    on_both(SLICES, |world| async move {
        let (folder, engine) = engine();
        let file = folder.path().join("may.csv");
        let mut bytes = street(&[("a1", "2026-05", "", "Burglary"), ("a2", "2026-13", "", "Burglary")]);
        bytes.extend_from_slice(b"a3,2026-05\n");
        std::fs::write(&file, bytes).unwrap();
        let wanted = Wanted::file(&file, police_uk::mapping().unwrap(), key()).unwrap();
        let brought = brought(land(&world.store, &engine, &world.operator(), wanted, |_| {}).await.unwrap());
        assert_eq!((brought.entry.crimes, brought.entry.refused), (1, 2));
        let rows = refusals::refused(&engine, &brought.entry).await.unwrap();
        assert_eq!(rows.ints("line"), [Some(3), Some(4)]);
        assert!(rows.texts("reason")[0].as_deref().unwrap().contains("Month"));
        let list = brought.refused.unwrap();
        let written = std::fs::read_to_string(&list).unwrap();
        let lines: Vec<&str> = written.lines().collect();
        assert_eq!((lines.len(), lines[0], lines[2]), (3, HEADING, "a3,2026-05"));
        // The whole file with fewer rows would lose the others.
        let mended = street(&[("a2", "2026-05", "", "Burglary")]);
        let bring = async |name: &str, text: &[u8], is| {
            let (source, mapping) = (Source::of(name, text.to_vec()), police_uk::mapping().unwrap());
            let wanted = Wanted { source, refused_to: None, mapping, key: key(), is };
            land(&world.store, &engine, &world.operator(), wanted, |_| {}).await
        };
        let june = street(&[
            ("b1", "2026-06", "", "Burglary"),
            ("b2", "2026-06", "", "Burglary"),
            ("b3", "2026-06", "", "Robbery"),
        ]);
        bring("june.csv", &june, Is::Whole).await.unwrap();
        let less = street(&[("b1", "2026-06", "", "Burglary")]);
        let said = refused(bring("less.csv", &less, Is::Whole).await).to_string();
        assert!(said.contains("has 1 where june.csv in use has 3") && said.contains("--mended"), "{said}");
        assert_eq!(super::landing::brought(bring("less.csv", &less, Is::Fewer).await.unwrap()).replaced, 1);
        // Mended rows stand beside their file.
        let beside = super::landing::brought(bring("mended.csv", &mended, Is::Mended).await.unwrap());
        assert_eq!((beside.replaced, beside.entry.crimes), (0, 1));
        let ledger = store::ledger(&world.store, &world.operator()).await.unwrap();
        assert_eq!(ledger.iter().filter(|entry| entry.in_use()).map(|entry| entry.crimes).sum::<i64>(), 3);
        // Somebody mends the list. The same file again changes nothing, not even that.
        std::fs::write(&list, "mended").unwrap();
        let wanted = Wanted::file(&file, police_uk::mapping().unwrap(), key()).unwrap();
        let again = land(&world.store, &engine, &world.operator(), wanted, |_| {}).await.unwrap();
        assert!(matches!(again, Landed::Already(_)));
        assert_eq!(std::fs::read_to_string(&list).unwrap(), "mended");
        world
    });
}

#[test]
fn nobody_without_the_role_brings_anything_in_or_sees_the_ledger() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        for role in ["officer", "member", "chair", "auditor"] {
            let source = Source::of("april.csv", street(&[("a1", "2026-04", "", "Burglary")]));
            let mapping = police_uk::mapping().unwrap();
            let wanted = Wanted { source, refused_to: None, mapping, key: key(), is: Is::Whole };
            refused(land(&world.store, &engine, &world.somebody(role), wanted, |_| {}).await);
        }
        refused(store::ledger(&world.store, &world.somebody("member")).await);
        assert!(store::ledger(&world.store, &world.somebody("officer")).await.is_ok());
        world
    });
}

#[test]
fn records_under_two_keys_are_never_mixed() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        bring(&world, &engine, "april.csv", street(&[("a1", "2026-04", "", "Burglary")])).await.unwrap();
        let source = Source::of("may.csv", street(&[("a1", "2026-05", "", "Burglary")]));
        let key = Key::passing(&Chance::seeded(6));
        let wanted =
            Wanted { source, refused_to: None, mapping: police_uk::mapping().unwrap(), key, is: Is::Whole };
        let said = refused(land(&world.store, &engine, &world.operator(), wanted, |_| {}).await).to_string();
        assert!(said.contains("another key"), "{said}");
        world
    });
}

#[test]
fn what_was_cut_off_is_swept_up_by_the_next() {
    on_both(SLICES, |world| async move {
        let (folder, engine) = engine();
        // As a process leaves them that was killed while writing, and just before the ledger named its parts.
        for (shape, part) in [
            (CRIME, "00000000-0000-0000-0000-000000000001"),
            (PERSON, "00000000-0000-0000-0000-000000000001"),
        ] {
            let mut writer = engine.begin(shape, part).await.unwrap();
            writer
                .add(&concordat_steps::Table::new(
                    shape
                        .columns
                        .iter()
                        .map(|(name, of)| (*name, concordat_steps::Values::with_room(*of, 0)))
                        .collect(),
                ))
                .await
                .unwrap();
            if shape == CRIME {
                writer.finish().await.unwrap();
            }
        }
        assert_eq!(files(folder.path(), "crime") + files(folder.path(), "person"), 2);
        bring(&world, &engine, "april.csv", street(&[("a1", "2026-04", "", "Burglary")])).await.unwrap();
        assert_eq!(files(folder.path(), "crime") + files(folder.path(), "person"), 1);
        assert_eq!(files(folder.path(), REFUSED.name), 0);
        world
    });
}

/// The invented extract with people lands as crimes and as people in crimes.
#[test]
fn an_extract_lands_through_its_mapping() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        let at = |name: &str| Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap()).join(name);
        let text = include_str!("../../mappings/merrowshire-crimes.toml");
        let mapping = Mapping::parse("merrowshire-crimes.toml", text).unwrap();
        let bytes = std::fs::read(at("tests/fixtures/merrowshire-crimes.csv")).unwrap();
        let source = Source::of("merrowshire-crimes.csv", bytes);
        let wanted = Wanted { source, refused_to: None, mapping, key: key(), is: Is::Whole };
        let brought = brought(land(&world.store, &engine, &world.operator(), wanted, |_| {}).await.unwrap());
        assert!(brought.entry.crimes > 0 && brought.entry.people > 0, "{:?}", brought.entry);
        world
    });
}

/// The real months of Kent: what was found out about them by hand is what the ledger says.
#[tokio::test]
async fn the_real_months_are_brought_in_with_their_faults() {
    let world = World::sqlite(SLICES).await;
    let (_folder, engine) = engine();
    let mut alike = 0;
    for (month, rows) in [("2018-10", 19_396), ("2018-11", 13_818), ("2018-12", 8_438), ("2019-01", 17_792)] {
        let name = format!("police/{month}-kent-street.csv");
        let Some(bytes) = published(&name) else { return };
        let entry = brought(bring(&world, &engine, &name, bytes).await.unwrap()).entry;
        assert_eq!(entry.rows_read, rows, "{month}");
        assert_eq!(entry.crimes + entry.refused + entry.duplicates, rows, "{month}");
        alike += entry.alike;
    }
    // 523 to 635 exact repeats a month, all anti-social behaviour but one: none of them is dropped.
    assert!((4 * 250..4 * 640).contains(&alike), "{alike}");
}

/// Crimes in one extract and their people in another, as most forces give them.
#[test]
fn people_come_in_a_file_of_their_own_and_a_corrected_one_takes_its_place() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        let mapping = |text: &str| Mapping::parse("test.toml", text).unwrap();
        let crimes = mapping(
            "name = \"crimes\"\nreferences = \"merrowshire\"\nrow = \"crime\"\n[crime]\nreference = \"No\"\nmonth = \"Month\"\noffence = \"Kind\"\n",
        );
        let people = mapping(
            "name = \"people\"\nreferences = \"merrowshire\"\nrow = \"person\"\n[crime]\nreference = \"No\"\nmonth = \"Month\"\n[[people]]\nrole = \"Role\"\nreference = \"Id\"\nsex = \"Sex\"\n",
        );
        let land = async |name: &str, mapping: &Mapping, text: &str| {
            let source = Source::of(name, text.as_bytes().to_vec());
            let wanted =
                Wanted { source, refused_to: None, mapping: mapping.clone(), key: key(), is: Is::Whole };
            land(&world.store, &engine, &world.somebody("analyst"), wanted, |_| {}).await
        };
        let heading = "No,Month,Role,Id,Sex\n";
        let first =
            format!("{heading}1,2026-04,victim,V1,F\n1,2026-04,suspect,S1,M\n9,2026-04,victim,V9,F\n");
        let first = brought(land("people.csv", &people, &first).await.unwrap());
        assert_eq!((first.entry.crimes, first.entry.people, first.entry.months.len()), (0, 3, 1));
        assert!(first.remarks.iter().any(|said| said.contains("brought in: 3 of 3.")), "{:?}", first.remarks);
        let said = refused(findings::look(&world.store, &engine, &world.operator(), &Asks::default()).await);
        assert!(said.to_string().contains("No records"), "people alone are no month of crimes: {said}");

        let april = brought(
            land("crimes.csv", &crimes, "No,Month,Kind\n1,2026-04,Rape\n2,2026-04,Rape\n").await.unwrap(),
        );
        assert_eq!((april.replaced, april.entry.crimes), (0, 2), "another source");
        let next = format!("{heading}1,2026-04,victim,V1,M\n2,2026-04,victim,V2,F\n1,2026-04,suspect,,M\n");
        let next = brought(land("people, corrected.csv", &people, &next).await.unwrap());
        assert_eq!(next.replaced, 1);
        let changed = next.entry.changed.unwrap();
        assert_eq!((changed.added, changed.gone, changed.altered), (2, 2, 1));
        assert!(!next.remarks.iter().any(|said| said.contains("not been brought in")), "{:?}", next.remarks);
        let found = findings::look(&world.store, &engine, &world.operator(), &Asks::default()).await.unwrap();
        let figures = found.findings.iter().flat_map(|finding| &finding.figures);
        let victims = figures.filter(|figure| figure.finding == "profiles" && figure.unit == "victim");
        assert!(victims.count() > 0);

        // The same victim in a file of another source, with a reference of its own there, would be two; the suspect has one for both.
        let others = mapping(
            "name = \"others\"\nreferences = \"merrowshire\"\nrow = \"person\"\n[crime]\nreference = \"No\"\nmonth = \"Month\"\n[[people]]\nrole = \"Role\"\nreference = \"Id\"\nsex = \"Sex\"\n",
        );
        let text = format!("{heading}1,2026-04,victim,W1,F\n1,2026-04,victim,V1,M\n2,2026-04,suspect,S2,M\n");
        let beside = brought(land("others.csv", &others, &text).await.unwrap());
        let said = beside.remarks.iter().filter(|said| said.contains("count twice")).collect::<Vec<_>>();
        assert!(said.len() == 1 && said[0].contains("same reference: 1."), "{:?}", beside.remarks);

        // A correction without a crime leaves its people alone.
        let less = brought(land("crimes.csv", &crimes, "No,Month,Kind\n1,2026-04,Rape\n").await.unwrap());
        assert_eq!(less.replaced, 1);
        assert!(less.remarks.iter().any(|said| said.contains("in no file in use: 2.")), "{:?}", less.remarks);

        // What holds nothing says why.
        let said = refused(land("none.csv", &people, &format!("{heading}1,2026-05,driver,V1,F\n")).await)
            .to_string();
        assert!(said.contains("no person in a crime") && said.contains("1 row read and 1 refused"), "{said}");
        assert!(said.contains("Most often (1 row (line 2)): `Role` holds a role"), "{said}");
        world
    });
}

/// Who recorded a crime says nothing of where a file comes from: one row of another force makes no second source.
#[test]
fn a_file_that_names_a_force_more_takes_the_place_of_the_one_before() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        let file = |ids: &[&str]| {
            let crimes: Vec<_> = ids.iter().map(|id| (*id, "2026-04", "E01990001", "Burglary")).collect();
            String::from_utf8(street(&crimes)).unwrap()
        };
        brought(bring(&world, &engine, "april.csv", file(&["a1", "a2"]).into()).await.unwrap());
        let with_another = file(&["a1", "a2"]).replacen("Merrowshire Police,", "Railway Police,", 1);
        let next = brought(bring(&world, &engine, "again.csv", with_another.clone().into()).await.unwrap());
        assert_eq!((next.replaced, next.entry.crimes), (1, 2));
        // The other way round the crimes of the other force would be lost.
        let said = refused(bring(&world, &engine, "third.csv", file(&["a1"]).into()).await).to_string();
        assert!(said.contains("not all of its forces") && said.contains("Railway Police"), "{said}");
        // Another force alone is another source; that it tells of the same crimes is said.
        let other = file(&["a2", "b1"]).replace("Merrowshire Police", "Harbour Police");
        let other = brought(bring(&world, &engine, "harbour.csv", other.into()).await.unwrap());
        assert_eq!(other.replaced, 0);
        assert!(
            other.remarks.iter().any(|said| said.contains("another file in use too: 1. Each counts")),
            "{:?}",
            other.remarks
        );
        world
    });
}
