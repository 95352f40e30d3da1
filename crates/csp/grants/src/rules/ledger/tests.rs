//! The ledger by hand, and by a million random operations.

use concordat_kernel::{AnyId, Chance, Error, Money, jiff::civil::date};

use super::{Account, EntryKind, Ledger, Movement, Place, Posted};

const POT: AnyId = AnyId::from_u128(1);
const FIRST: AnyId = AnyId::from_u128(2);

fn moved(kind: EntryKind, from: Place, to: Place, pence: i64) -> Movement {
    Movement {
        kind,
        from,
        to,
        pot: Some(POT),
        project: Some(FIRST),
        amount: Money::pence(pence),
        on: date(2021, 4, 1),
        about: None,
        words: String::new(),
    }
}

fn sentence<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Refusal(refusal)) => refusal.to_string(),
        other => panic!("expected a refusal, got {other:?}"),
    }
}

#[test]
fn a_year_with_a_pot_that_closed_too_soon() {
    use EntryKind as K;
    use Place as P;
    let mut ledger = Ledger::default();
    for (kind, from, to, pence) in [
        (K::Award, P::Funder, P::Available, 3_966_100),
        (K::Hold, P::Available, P::Held, 1_322_000),
        (K::Allocate, P::Available, P::Allocated, 2_294_160),
        (K::Approve, P::Allocated, P::Approved, 2_294_160),
        (K::Spend, P::Approved, P::Spent, 2_294_160),
        (K::Release, P::Held, P::Open, 1_322_000),
        (K::Lock, P::Open, P::Held, 1_322_000),
        (K::Return, P::Held, P::Returned, 1_322_000),
        (K::Return, P::Available, P::Returned, 349_940),
    ] {
        ledger.post(moved(kind, from, to, pence)).unwrap();
    }
    assert_eq!(ledger.total(P::Returned), Money::pence(1_671_940));
    assert_eq!(ledger.sum(), Money::ZERO);
    for (account, balance) in ledger.balances() {
        let opened: Money = ledger.opens_into(account).into_iter().map(|(_, amount)| amount).sum();
        assert_eq!(opened, balance, "{account:?}");
    }
    let again = Ledger::of(ledger.entries().to_vec());
    assert_eq!(again, (ledger, Vec::new()));
}

#[test]
fn what_is_not_there_cannot_be_taken_and_the_sentence_says_the_sum() {
    let mut ledger = Ledger::default();
    ledger.post(moved(EntryKind::Award, Place::Funder, Place::Available, 100)).unwrap();
    assert_eq!(
        sentence(ledger.post(moved(EntryKind::Allocate, Place::Available, Place::Allocated, 101))),
        "£1.01 cannot be taken from “Up-front money not allocated”: £1 is there, so £0.01 is missing."
    );
    // No way leads from the funder to a project, and nothing moves nothing.
    sentence(ledger.post(moved(EntryKind::Spend, Place::Funder, Place::Spent, 1)));
    sentence(ledger.post(moved(EntryKind::Award, Place::Funder, Place::Available, 0)));
    let whose =
        Movement { project: None, ..moved(EntryKind::Allocate, Place::Available, Place::Allocated, 1) };
    sentence(ledger.post(whose));
    assert_eq!(ledger.entries().len(), 1, "a refusal leaves nothing");
}

#[test]
fn a_mistake_is_reversed_once_and_only_while_the_money_is_there() {
    let mut ledger = Ledger::default();
    ledger.post(moved(EntryKind::Award, Place::Funder, Place::Available, 100)).unwrap();
    ledger.post(moved(EntryKind::Allocate, Place::Available, Place::Allocated, 60)).unwrap();
    let day = date(2021, 5, 1);
    assert!(sentence(ledger.reverse(1, day, "the award was less")).starts_with("£1 cannot be taken"));
    assert_eq!(ledger.reverse(2, day, "the wrong project").unwrap().reverses, Some(2));
    assert_eq!(ledger.balance(Place::Available, None), Money::pence(100));
    assert_eq!(sentence(ledger.reverse(2, day, "again")), "Entry 2 was already reversed by entry 3.");
    sentence(ledger.reverse(3, day, "back again"));
    sentence(ledger.reverse(9, day, "there is none"));
    ledger.reverse(1, day, "the funder withdrew").unwrap();
    assert!(ledger.balances().all(|(_, amount)| amount.is_zero()));
}

#[test]
fn what_was_changed_afterwards_is_found() {
    let mut ledger = Ledger::default();
    ledger.post(moved(EntryKind::Award, Place::Funder, Place::Available, 100)).unwrap();
    ledger.post(moved(EntryKind::Hold, Place::Available, Place::Held, 60)).unwrap();
    ledger.reverse(2, date(2021, 5, 1), "no pot").unwrap();
    let tampered = |change: fn(&mut Vec<Posted>)| {
        let mut entries = ledger.entries().to_vec();
        change(&mut entries);
        Ledger::of(entries).1
    };
    assert_eq!(tampered(|_| {}), Vec::<String>::new());
    assert_eq!(tampered(|entries| entries[1].movement.amount = Money::pence(160)).len(), 2);
    assert_eq!(tampered(|entries| entries[1].movement.kind = EntryKind::Spend).len(), 1);
    assert_eq!(tampered(|entries| drop(entries.remove(0))).len(), 4);
    assert_eq!(tampered(|entries| entries[2].reverses = Some(1)).len(), 1);
}

/// A million random operations, most of them foolish: nothing is ever made, lost or below nothing, and what is refused
/// changes nothing. Seeded, so that a failure can be repeated.
#[test]
fn a_million_random_operations_make_no_penny() {
    const OPERATIONS: u32 = 1_000_000;
    let mut chance = Dice::seeded(20_220_225);
    let (mut done, mut refused) = (0_u32, 0_u32);
    let mut ledger = Ledger::default();
    let (mut entries, mut awarded) = (0, 0_i64);
    for operation in 0..OPERATIONS {
        // A new award from time to time, so that ledgers stay as short as real ones.
        if operation % 500 == 0 {
            ledger = Ledger::default();
            (entries, awarded) = (0, 0);
        }
        let kind = EntryKind::ALL[chance.below(EntryKind::ALL.len())];
        let ways = kind.ways();
        // One time in twenty, a way of some other kind.
        let (from, to) = match chance.below(20) {
            0 => (Place::ALL[chance.below(Place::ALL.len())], Place::ALL[chance.below(Place::ALL.len())]),
            _ => ways[chance.below(ways.len())],
        };
        let amount = i64::try_from(chance.below(50_000)).unwrap() - 500;
        let before = (ledger.total(from), ledger.total(to));
        let outcome = if chance.below(10) == 0 {
            let number = i64::try_from(chance.below(entries + 2)).unwrap();
            ledger.reverse(number, date(2022, 2, 25), "").map(|posted| posted.movement.clone())
        } else {
            let movement = Movement {
                pot: (chance.below(30) > 0).then(|| AnyId::from_u128(1 + chance.below(2) as u128)),
                project: (chance.below(30) > 0).then(|| AnyId::from_u128(10 + chance.below(5) as u128)),
                ..moved(kind, from, to, amount)
            };
            ledger.post(movement).map(|posted| posted.movement.clone())
        };
        match outcome {
            Ok(movement) => {
                done += 1;
                entries += 1;
                match (movement.from, movement.to) {
                    (Place::Funder | Place::Partners, _) => awarded += movement.amount.in_pence(),
                    (_, Place::Funder | Place::Partners) => awarded -= movement.amount.in_pence(),
                    _ => {}
                }
            }
            Err(Error::Refusal(_)) => {
                refused += 1;
                assert_eq!((ledger.total(from), ledger.total(to)), before, "a refusal changed something");
            }
            Err(Error::Problem(problem)) => panic!("{problem:?}"),
        }
        assert_eq!(ledger.sum(), Money::ZERO, "operation {operation}");
        assert_eq!(ledger.entries().len(), entries);
        let mut held = 0;
        for (Account { place, .. }, amount) in ledger.balances() {
            if place.is_source() {
                assert!(amount <= Money::ZERO, "{place:?} gave {amount} back more than it gave");
            } else {
                assert!(amount >= Money::ZERO, "{place:?} stands at {amount}");
                held += amount.in_pence();
            }
        }
        assert_eq!(held, awarded, "operation {operation}: what came in is what is there");
        if operation % 500 == 499 {
            assert_eq!(Ledger::of(ledger.entries().to_vec()), (ledger.clone(), Vec::new()));
        }
    }
    assert!(
        done > OPERATIONS / 6 && refused > OPERATIONS / 10,
        "{done} done, {refused} refused: too one-sided"
    );
}

/// Small numbers from a seeded stream, a block of bytes at a time.
struct Dice {
    chance: Chance,
    block: [u8; 4096],
    at: usize,
}

impl Dice {
    fn seeded(seed: u64) -> Self {
        Self { chance: Chance::seeded(seed), block: [0; 4096], at: 4096 }
    }

    fn below(&mut self, end: usize) -> usize {
        if self.at + 4 > self.block.len() {
            self.block = self.chance.bytes();
            self.at = 0;
        }
        let bytes: [u8; 4] = self.block[self.at..self.at + 4].try_into().unwrap();
        self.at += 4;
        usize::try_from(u32::from_le_bytes(bytes)).unwrap() % end
    }
}
