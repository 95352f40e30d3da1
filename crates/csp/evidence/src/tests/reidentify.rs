//! Stories of the way back from a pseudonym.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use concordat_kernel::{Chance, Refusal};
use concordat_steps::{Analyst as _, Input, Question, Source, Step};
use concordat_testkit::on_both;

use super::{
    SLICES,
    landing::{engine, key},
    people::{bring_people, months_of},
    refused,
};
use crate::{
    ingest::pseudonym::{Key, Of, Pseudonym},
    records::shapes::SEALED,
    reidentify::reidentify,
    store,
};

const WHY: &str = "Visit after the third report, asked for by the MATAC of 3 June";

#[test]
fn a_reference_is_told_where_the_key_is_for_a_reason_and_once_on_the_trail() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        bring_people(&world, &engine, "january.csv", &months_of(&["2026-01"], 7)).await;
        let (store, key) = (&world.store, key());
        let person = key.pseudonym("merrowshire", Of::Person, "S-17");
        let asking = world.operator().because(WHY);
        let found = reidentify(store, &engine, &asking, &key, person).await.unwrap();
        assert_eq!((found.of.as_str(), found.reference.as_str()), ("merrowshire", "S-17"));
        assert_eq!(found.file, "january.csv");
        // Who was asked for, by whom and why, in the transaction of the audit row.
        let mut tx = store.peek().await.unwrap();
        let kept: Vec<(String, String, String, String)> =
            tx.all(&KEPT, concordat_store::args![]).await.unwrap();
        let [(id, pseudonym, reason, by)] = kept.as_slice() else { panic!("{kept:?}") };
        assert_eq!(
            (pseudonym.as_str(), reason.as_str(), by.as_str()),
            (&*person.to_string(), WHY, "operator")
        );
        let audit = tx.audit_of(id.parse().unwrap()).await.unwrap();
        assert_eq!(audit.len(), 1);
        assert_eq!(
            (audit[0].action.as_str(), audit[0].why.as_deref()),
            ("evidence_ingest.reidentify", Some(WHY))
        );
        drop(tx);

        for (key, why, person, said) in [
            (&key, "curious", person, "lawful purpose"),
            (
                &Key::passing(&Chance::seeded(99)),
                WHY,
                person,
                "No records with people were brought in with this key",
            ),
            (&key, WHY, Pseudonym(1), "No reference is kept for 0000000000000001"),
            // A crime's pseudonym is nobody's.
            (&key, WHY, key.pseudonym("merrowshire", Of::Crime, "MR/1/26"), "No reference is kept for"),
        ] {
            let refusal =
                refused(reidentify(store, &engine, &world.operator().because(why), key, person).await);
            assert!(refusal.to_string().contains(said), "{refusal}");
        }
        for role in ["analyst", "officer", "member", "auditor"] {
            let asking = world.somebody(role).because(WHY);
            let denied = reidentify(store, &engine, &asking, &key, person).await;
            assert_eq!(refused(denied), Refusal::NotFound, "{role}");
        }
        let mut tx = store.peek().await.unwrap();
        let kept: Vec<(String, String, String, String)> =
            tx.all(&KEPT, concordat_store::args![]).await.unwrap();
        assert_eq!(kept.len(), 1, "nothing was told in vain");
        let (looked,): (i64,) = tx.one(&LOOKED, concordat_store::args![]).await.unwrap();
        assert_eq!(looked, 3, "who looks leaves a row, found or not");
        drop(tx);
        world
    });
}

concordat_store::sql! {
    LOOKED = "SELECT COUNT(*) AS looked FROM audit
              WHERE action = 'evidence_ingest.reidentify' AND outcome = 'done'";
    KEPT = "SELECT id, pseudonym, reason, asked_by FROM evidence_reidentified ORDER BY asked_at";
}

/// What lies with the records: a reference for each person, and none that anybody could read.
#[tokio::test]
async fn every_person_has_one_and_nobody_reads_it_without_the_key() {
    const ALL: Step = Step { name: "all", sql: "SELECT person, reference FROM sealed ORDER BY person" };
    let world = concordat_testkit::World::sqlite(SLICES).await;
    let (folder, engine) = engine();
    let crimes = months_of(&["2026-01", "2026-02"], 3);
    bring_people(&world, &engine, "two-months.csv", &crimes).await;
    let people: std::collections::BTreeSet<&str> =
        crimes.iter().flat_map(|crime| [crime.victim.as_str(), crime.suspect.as_str()]).collect();
    let entry = store::ledger(&world.store, &world.operator()).await.unwrap().remove(0);
    assert_eq!(entry.sealed, people.len() as i64);
    let question = Question {
        tables: vec![Input::new(SEALED, Source::Parts(vec![entry.part(SEALED)]))],
        values: Vec::new(),
        steps: vec![ALL],
    };
    let sealed = engine.ask(&question, &["all"]).await.unwrap().remove(0);
    assert_eq!(sealed.rows(), people.len());
    for reference in sealed.texts("reference") {
        let bytes = STANDARD.decode(reference.as_deref().unwrap()).unwrap();
        let opens = |person: &&str| bytes.windows(person.len()).any(|some| some == person.as_bytes());
        assert!(!people.iter().any(opens), "{bytes:?} lies open");
    }
    // Nor does the name of anybody stand anywhere in the folder.
    for table in ["sealed", "person", "crime"] {
        for file in std::fs::read_dir(folder.path().join("evidence").join(table)).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!bytes.windows(5).any(|five| five == b"S-117"), "{table} names somebody");
        }
    }
}
