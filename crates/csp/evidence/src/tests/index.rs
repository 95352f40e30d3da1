use concordat_kernel::Refusal;
use concordat_testkit::{World, on_both};

use super::{SLICES, refused};
use crate::index::{
    By, Label, Loaded, NewIndex, Reading, Rule, find, indices, load, oddities, read, weights,
};

const SAMPLE: &[u8] = include_bytes!("../../samples/index.csv");

fn new(version: &str, rule: Rule, sha256: &str) -> NewIndex {
    NewIndex {
        name: "Merrow harm".into(),
        version: version.into(),
        rule,
        file_name: "index.csv".into(),
        sha256: sha256.into(),
    }
}

async fn loaded(world: &World, version: &str, rule: Rule, sha256: &str) -> concordat_kernel::Result<Loaded> {
    let reading = read(SAMPLE, "index.csv", rule).unwrap();
    load(&world.store, &world.somebody("analyst"), new(version, rule, sha256), &reading).await
}

#[test]
fn an_index_is_loaded_once_and_never_changed() {
    on_both(SLICES, |world| async move {
        let (store, analyst) = (&world.store, &world.somebody("analyst"));
        let first = loaded(&world, "1", Rule::Median, "aa").await.unwrap();
        assert!(!first.already);
        assert_eq!((first.index.scores, first.index.unit.as_str()), (28, "days"));
        assert_eq!(first.index.label().to_string(), "Merrow harm@1/median");

        let again = loaded(&world, "1", Rule::Median, "aa").await.unwrap();
        assert!(again.already, "the same file changes nothing");
        assert_eq!(again.index, first.index);

        let other = refused(loaded(&world, "1", Rule::Median, "bb").await).to_string();
        assert!(other.starts_with("Merrow harm@1 is there already, from another file"), "{other}");
        refused(loaded(&world, "1", Rule::Mean, "bb").await);
        assert!(
            !loaded(&world, "1", Rule::Mean, "aa").await.unwrap().already,
            "another rule is another index"
        );
        assert!(!loaded(&world, "2", Rule::Mean, "bb").await.unwrap().already);
        assert_eq!(indices(store, analyst).await.unwrap().len(), 3);

        let mut tx = store.peek().await.unwrap();
        let audit = tx.audit_of(first.index.id.uuid()).await.unwrap();
        let told: Vec<_> = audit.iter().map(|row| row.action.as_str()).collect();
        assert_eq!(told, ["evidence_index.add"]);
        drop(tx);
        world
    });
}

#[test]
fn what_was_read_is_what_is_kept() {
    on_both(SLICES, |world| async move {
        let (store, analyst) = (&world.store, &world.somebody("analyst"));
        let reading: Reading = read(SAMPLE, "index.csv", Rule::Mean).unwrap();
        let index = loaded(&world, "1", Rule::Mean, "aa").await.unwrap().index;
        let kept = weights(store, analyst, index.id).await.unwrap();
        assert_eq!(kept.index, index);
        assert_eq!(kept.scores, reading.scores);
        assert_eq!(oddities(store, analyst, index.id).await.unwrap(), reading.oddities);
        let weight = kept.score_of("901/01").unwrap();
        assert_eq!(
            (weight.weight, weight.by, weight.lines, weight.by_rule),
            (800.0, By::HomeOffice, 2, true)
        );
        world
    });
}

#[test]
fn an_index_is_named_by_name_version_and_rule() {
    on_both(SLICES, |world| async move {
        let (store, member) = (&world.store, &world.somebody("member"));
        loaded(&world, "1", Rule::Mean, "aa").await.unwrap();
        let label = |text: &str| text.parse::<Label>().unwrap();
        let found = find(store, member, &label("Merrow harm@1")).await.unwrap();
        assert_eq!(found.rule, Rule::Mean, "the only one needs no rule");
        loaded(&world, "1", Rule::Lowest, "aa").await.unwrap();
        let several = refused(find(store, member, &label("Merrow harm@1")).await).to_string();
        assert!(
            several.contains("Merrow harm@1/lowest") && several.contains("Merrow harm@1/mean"),
            "{several}"
        );
        let found = find(store, member, &label("Merrow harm@1/lowest")).await.unwrap();
        assert_eq!(found.rule, Rule::Lowest);
        let none = refused(find(store, member, &label("Merrow harm@9")).await).to_string();
        assert!(none.starts_with("There is no index Merrow harm@9."), "{none}");
        world
    });
}

#[test]
fn an_index_lands_whole_or_not_at_all() {
    on_both(SLICES, |world| async move {
        let (store, analyst) = (&world.store, &world.somebody("analyst"));
        let mut reading = read(SAMPLE, "index.csv", Rule::Mean).unwrap();
        // What the reader would have refused, so that the database does in the middle of the work.
        reading.scores.last_mut().unwrap().weight = -1.0;
        assert!(load(store, analyst, new("1", Rule::Mean, "aa"), &reading).await.is_err());
        assert_eq!(indices(store, analyst).await.unwrap(), []);
        world
    });
}

#[test]
fn analysts_load_and_the_board_looks() {
    on_both(SLICES, |world| async move {
        let reading = read(SAMPLE, "index.csv", Rule::Mean).unwrap();
        for (role, may) in [("analyst", true), ("officer", false), ("member", false), ("auditor", false)] {
            let ctx = world.somebody(role);
            let done = load(&world.store, &ctx, new(role, Rule::Mean, "aa"), &reading).await;
            if may {
                assert!(!done.unwrap().already, "{role}");
            } else {
                assert_eq!(refused(done), Refusal::NotFound, "{role}");
            }
        }
        let done = load(&world.store, &world.operator(), new("operator", Rule::Mean, "aa"), &reading).await;
        assert!(!done.unwrap().already, "the command line");
        for (role, may) in [
            ("officer", true),
            ("chair", true),
            ("member", true),
            ("lead-contact", false),
            ("auditor", false),
        ] {
            assert_eq!(indices(&world.store, &world.somebody(role)).await.is_ok(), may, "{role}");
        }
        world
    });
}

#[test]
fn names_that_could_not_be_named_again_are_refused() {
    on_both(SLICES, |world| async move {
        let reading = read(SAMPLE, "index.csv", Rule::Mean).unwrap();
        let ctx = world.somebody("analyst");
        for (name, version) in [(" ", "1"), ("a@b", "1"), ("a", "1/2"), ("a", "")] {
            let new = NewIndex { name: name.into(), ..new(version, Rule::Mean, "aa") };
            let done = load(&world.store, &ctx, new, &reading).await;
            assert!(matches!(refused(done), Refusal::Invalid { .. }), "{name}@{version}");
        }
        world
    });
}
