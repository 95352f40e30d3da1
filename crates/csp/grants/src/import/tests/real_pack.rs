//! The pack of a real meeting, when it lies beside the repository: two years of a grant in prose and tables.

use std::path::Path;

use concordat_access::audit::hex;
use concordat_kernel::{AnyId, Money, Ref, jiff::civil::date};
use concordat_testkit::on_both;
use sha2::{Digest as _, Sha256};

use super::{Code, Piece, Reading, pieces, read};
use crate::{
    PotRule, PotState, ProjectState,
    import::{AwardDraft, ties},
    rules::{
        funded::{Wanting, sentence, without_project},
        ledger::Place,
    },
    store::{self, File},
    tests::SLICES,
};

const PACK: &str = "shared/documents/s4-kcsp-2022-07-14-agenda-pack.txt";

/// The pack's bytes, or `None` with a line that says so.
fn pack() -> Option<Vec<u8>> {
    let found = Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap())
        .ancestors()
        .map(|folder| folder.join(PACK))
        .find(|path| path.is_file());
    if found.is_none() {
        eprintln!("skipped: ../{PACK} is absent");
    }
    found.map(|path| std::fs::read(path).expect("the pack can be read"))
}

fn years(reading: &Reading) -> (&AwardDraft, &AwardDraft) {
    match reading.awards.as_slice() {
        [last, this] => (last, this),
        other => panic!("{} awards: {other:#?}", other.len()),
    }
}

fn sum(text: &str) -> Money {
    text.parse().unwrap()
}

/// The plan's actions that say in the same pack that the grant pays for them.
fn asking(pieces: &[Piece]) -> Vec<Wanting> {
    let mut asking = Vec::new();
    for piece in pieces {
        let Piece::Row { cells, .. } = piece else { continue };
        let [number, title, steps, ..] = cells.as_slice() else { continue };
        if !steps.join(" ").contains("Crime Reduction Grant Funding") {
            continue;
        }
        // "Page 13 3*" is the third action of the fifth priority: the page broke its number.
        let number = number.join(" ");
        let number = number.split(' ').next_back().unwrap().trim_end_matches('*').to_owned();
        let number = if number == "3" { "5.3".to_owned() } else { number };
        asking.push(Wanting {
            action: Ref { kind: "plan_action".into(), id: AnyId::from_u128(asking.len() as u128 + 1) },
            number,
            title: title.join(" "),
            during: Some((date(2022, 4, 1), date(2023, 3, 31))),
        });
    }
    asking
}

#[test]
fn both_years_come_out_to_the_penny() {
    let Some(bytes) = pack() else { return };
    let reading = read(&pieces(&bytes, "pack.txt"), "pack.txt").unwrap();
    let (last, this) = years(&reading);
    assert_eq!((last.label.as_str(), this.label.as_str()), ("2021/22", "2022/23"));
    for award in [last, this] {
        assert_eq!(award.fund, "Crime Reduction Grant");
        assert_eq!(award.funder, "Kent Police and Crime Commissioner");
        assert_eq!(award.amount, sum("39661"));
        let pot = award.pot.as_ref().unwrap();
        assert_eq!((pot.name.as_str(), pot.amount, pot.share), ("Tactical pot", sum("13220"), Some((1, 3))));
        assert_eq!(pot.rule, PotRule::EarlierYearsComplete);
        assert_eq!(award.up_front(), sum("26441"));
    }
    let amounts =
        |award: &AwardDraft| -> Vec<Money> { award.projects.iter().map(|one| one.amount()).collect() };
    assert_eq!(amounts(this), ["622.50", "5000", "5980", "13000", "1837.50"].map(sum));
    assert_eq!((this.of_projects(), this.unallocated(), this.returned), (sum("26440"), sum("1"), None));
    let shared = &this.projects[1];
    assert_eq!((shared.whole_cost, shared.matched), (Some(sum("25000")), Some(sum("20000"))));
    assert_eq!(shared.outputs.iter().map(|output| output.number).collect::<Vec<_>>(), [25]);

    assert_eq!(amounts(last), ["750", "1200", "831.60", "5700", "11095", "395", "2970"].map(sum));
    assert_eq!((last.of_projects(), last.unallocated()), (sum("22941.60"), sum("3499.40")));
    assert_eq!(last.returned, Some(sum("16719.40")));
    let events: Vec<_> =
        last.pot.iter().flat_map(|pot| &pot.events).map(|event| (event.state, event.on)).collect();
    assert_eq!(events, [(PotState::Opened, date(2022, 1, 31)), (PotState::Closed, date(2022, 2, 25))]);
    let reasons: Vec<usize> =
        (0..last.projects.len()).filter(|at| !last.projects[*at].variance.is_empty()).collect();
    assert_eq!(reasons, [4, 5, 6], "{:#?}", last.projects);
    let outputs: Vec<Vec<i64>> =
        last.projects.iter().map(|one| one.outputs.iter().map(|output| output.number).collect()).collect();
    assert_eq!(outputs, [vec![200], vec![190_000, 10_000], vec![20_000], vec![14], vec![], vec![], vec![55]]);

    // Every stated sum comes out; the third is named for what it is.
    assert_eq!(reading.differences().count(), 0, "{:#?}", reading.checks);
    let notes: Vec<&str> =
        reading.checks.iter().map(|check| check.note.as_str()).filter(|note| !note.is_empty()).collect();
    assert_eq!(
        notes,
        [
            "£5,000 of £25,000",
            "exactly £13,220.33 and 1/3 of a penny",
            "Tactical pot £13,220 and up-front underspend £3,499.40",
            "exactly £13,220.33 and 1/3 of a penny"
        ]
    );
    let of = |code| reading.oddities.iter().filter(|oddity| oddity.code == code).count();
    assert_eq!([of(Code::DateApproximate), of(Code::YearInferred), of(Code::Unallocated)], [1, 1, 1]);
    assert_eq!([of(Code::RuleFromOtherYear), of(Code::VarianceNotStated), of(Code::TitleCut)], [1, 3, 1]);
    assert_eq!([of(Code::VarianceNotPlaced), of(Code::AmountMissing), of(Code::UnknownColumn)], [0, 0, 0]);
}

#[test]
fn five_actions_have_their_projects_and_one_has_none_in_either_year() {
    let Some(bytes) = pack() else { return };
    let pieces = pieces(&bytes, "pack.txt");
    let reading = read(&pieces, "pack.txt").unwrap();
    let (last, this) = years(&reading);
    let asking = asking(&pieces);
    let numbers: Vec<&str> = asking.iter().map(|one| one.number.as_str()).collect();
    assert_eq!(numbers, ["5.3", "6.3", "6.4", "8.4", "9.2", "9.3"]);
    let tied = |award: &AwardDraft| -> Vec<Option<&str>> {
        ties::propose(award, &asking).into_iter().map(|tie| tie.map(|at| numbers[at])).collect()
    };
    assert_eq!(tied(this), [Some("8.4"), Some("5.3"), Some("9.2"), Some("6.4"), Some("9.3")]);
    assert_eq!(tied(last), [None; 7], "the plan begins after that year");
    let served: Vec<String> = [last, this]
        .into_iter()
        .flat_map(|award| ties::propose(award, &asking))
        .flatten()
        .map(|at| asking[at].action.to_string())
        .collect();
    let [without] = without_project(&asking, &served)[..] else { panic!("{served:?}") };
    assert_eq!(without.number, "6.3");
    let said = sentence(without, &["2021/22".to_owned(), "2022/23".to_owned()]);
    assert!(
        said.ends_with("is marked as funded but no project in either 2021/22 or 2022/23 serves it."),
        "{said}"
    );
}

#[test]
fn both_years_land_whole_once() {
    let Some(bytes) = pack() else { return };
    let pieces = pieces(&bytes, "pack.txt");
    let reading = read(&pieces, "pack.txt").unwrap();
    let asking = asking(&pieces);
    let hash = hex(&Sha256::digest(&bytes));
    on_both(SLICES, |world| {
        let (reading, asking, hash) = (reading.clone(), asking.clone(), hash.clone());
        async move {
            let (record, ctx) = (&world.store, &world.operator());
            let file = File { name: "pack.txt", hash: &hash };
            let done = store::import(record, ctx, file, &reading, &asking, false).await.unwrap();
            assert_eq!((done.funds, done.awards, done.projects, done.seen_before), (1, 2, 12, false));
            let again = store::import(record, ctx, file, &reading, &asking, false).await.unwrap();
            assert_eq!((again.awards, again.seen_before), (0, true));
            let heads = store::awards(record, ctx).await.unwrap();
            assert_eq!(heads.len(), 2);

            let last = store::award(record, ctx, heads[0].id).await.unwrap();
            let total = |place| last.recorded.ledger.total(place);
            assert_eq!([total(Place::Spent), total(Place::Returned)], ["22941.60", "16719.40"].map(sum));
            assert_eq!([total(Place::Held), total(Place::Open), total(Place::Available)], [Money::ZERO; 3]);
            assert!(last.projects.iter().all(|project| project.state == ProjectState::Completed));
            assert_eq!(last.pots[0].state_on(date(2022, 2, 24)), PotState::Opened);
            assert_eq!(last.pots[0].state_on(date(2022, 2, 25)), PotState::Closed);
            let cameras = store::project(record, ctx, last.projects[0].id).await.unwrap();
            assert_eq!((cameras.outputs[0].delivered(), cameras.outputs[0].stock()), (200, Some(200)));

            let this = store::award(record, ctx, heads[1].id).await.unwrap();
            let total = |place| this.recorded.ledger.total(place);
            assert_eq!(
                [total(Place::Allocated), total(Place::Available), total(Place::Held)],
                ["26440", "1", "13220"].map(sum)
            );
            assert_eq!(this.before, Vec::new());
            let served: Vec<bool> =
                this.projects.iter().map(|project| project.said.action.is_some()).collect();
            assert_eq!(served, [true; 5]);
            assert_eq!(store::check(record).await.unwrap(), Vec::new());
            world
        }
    });
}
