use concordat_access::{Door, ResourceKind, matrix};
use concordat_testkit::{World, on_both};

use super::SLICES;

#[test]
fn every_sample_of_every_page_is_drawn_without_inline_style_or_script() {
    let views = (crate::SLICE.views)().unwrap();
    assert!(views.len() >= 25, "{}", views.len());
    for view in views {
        for never in [" style=", "<style", "onclick", "<script>"] {
            assert!(!view.html.contains(never), "{} {}: {never}", view.view, view.sample);
        }
        assert!(!view.html.contains("<former>"), "{} {}: escaped", view.view, view.sample);
    }
}

#[test]
fn the_columns_are_all_in_the_ledger_and_every_statement_is_understood() {
    on_both(&SLICES, |world: World| async move {
        let real = world.store.tables().await.unwrap();
        assert_eq!(world.store.ledger().differences(&real), Vec::<String>::new());
        for sql in concordat_store::STATEMENTS {
            world.store.prepare(sql).await.unwrap();
        }
        world
    });
}

#[test]
fn who_may_do_what() {
    let kinds: Vec<ResourceKind> = SLICES.iter().flat_map(|slice| slice.kinds).copied().collect();
    let policies: Vec<&str> = SLICES.iter().map(|slice| slice.policies).collect();
    let text = matrix(&Door::new(&kinds, crate::ROLES, &policies).unwrap());
    let line = |start: &str| {
        let found = text.lines().find(|line| line.starts_with(start)).unwrap();
        found.split_whitespace().skip(2).map(str::to_owned).collect::<Vec<_>>()
    };
    let roles: Vec<&str> = crate::ROLES.iter().map(|role| role.name).collect();
    let may = |start: &str| {
        roles
            .iter()
            .copied()
            .zip(line(start))
            .filter(|(_, may)| may == "yes")
            .map(|(role, _)| role)
            .collect::<Vec<_>>()
    };
    for verb in ["add", "change", "grant", "reset", "disable"] {
        assert_eq!(may(&format!("person.{verb} ")), ["operator", "administrator"], "{verb}");
    }
    assert_eq!(may("audit.view "), ["operator", "administrator", "auditor"]);
    assert_eq!(may("person.view ").len(), roles.len() - 3, "all but the auditor, guests and the public");
    assert_eq!(may("session.add ").len(), roles.len());
    let own = line("account.change ");
    assert!(own.iter().filter(|may| *may == "own").count() >= roles.len() - 3, "{own:?}");
}
