//! The ledger of one award: pure. Money moves from one account to another and is never made or lost; entries are added
//! and never changed; nothing but the accounts that money comes from stands below nothing.

mod place;

pub use place::{EntryKind, Place};

use std::collections::BTreeMap;

use concordat_kernel::{AnyId, Money, Refusal, Result, jiff::civil::Date};

/// One account: a place, and the pot or project whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account {
    /// Where.
    pub place: Place,
    /// Whose; `None` for what is the award's own.
    pub thing: Option<AnyId>,
}

/// An amount on its way from one account to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// What it is.
    pub kind: EntryKind,
    /// From where.
    pub from: Place,
    /// To where.
    pub to: Place,
    /// The pot, where a pot's account is touched.
    pub pot: Option<AnyId>,
    /// The project, where a project's account is touched.
    pub project: Option<AnyId>,
    /// How much; more than nothing.
    pub amount: Money,
    /// The day that it counts for.
    pub on: Date,
    /// What it was for, as `kind/id`.
    pub about: Option<String>,
    /// What it was for, in words.
    pub words: String,
}

impl Movement {
    /// The account it takes from.
    pub fn source(&self) -> Account {
        self.account(self.from)
    }

    /// The account it puts into.
    pub fn target(&self) -> Account {
        self.account(self.to)
    }

    fn account(&self, place: Place) -> Account {
        let thing = match place {
            place if place.of_pot() => self.pot,
            place if place.of_project() => self.project,
            _ => None,
        };
        Account { place, thing }
    }

    fn is_well_formed(&self, reverses: bool) -> bool {
        let way = if reverses { (self.to, self.from) } else { (self.from, self.to) };
        let needs_pot = self.from.of_pot() || self.to.of_pot();
        let needs_project = self.from.of_project() || self.to.of_project();
        self.kind.ways().contains(&way)
            && self.amount.is_positive()
            && (!needs_pot || self.pot.is_some())
            && (!needs_project || self.project.is_some())
    }
}

/// An entry in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Its number, from 1 without gaps.
    pub number: i64,
    /// What moved.
    pub movement: Movement,
    /// The number of the entry that this one takes back.
    pub reverses: Option<i64>,
}

/// The ledger of one award.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    entries: Vec<Posted>,
    balances: BTreeMap<Account, Money>,
}

impl Ledger {
    /// The ledger that these entries make, and what is wrong with them in words: none when all is well.
    pub fn of(entries: Vec<Posted>) -> (Self, Vec<String>) {
        let mut ledger = Self::default();
        let mut faults = Vec::new();
        for posted in entries {
            if posted.number != ledger.next_number() {
                faults.push(format!(
                    "entry {} stands where entry {} should",
                    posted.number,
                    ledger.next_number()
                ));
            }
            if !posted.movement.is_well_formed(posted.reverses.is_some()) {
                faults.push(format!("entry {} goes a way that its kind may not", posted.number));
            }
            if let Some(number) = posted.reverses {
                faults.extend(ledger.reversal_fault(&posted, number));
            }
            ledger.apply(&posted.movement);
            if let Some((account, amount)) = ledger.below_nothing(&posted.movement) {
                faults.push(format!(
                    "after entry {} the account `{}` stands at {amount}",
                    posted.number,
                    account.place.word()
                ));
            }
            ledger.entries.push(posted);
        }
        (ledger, faults)
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// When the account that it takes from holds less, in a sentence with both sums; when it goes a way that its kind
    /// may not.
    pub fn post(&mut self, movement: Movement) -> Result<&Posted> {
        if !movement.is_well_formed(false) {
            return Err(Refusal::rule(format!(
                "An entry “{}” cannot take {} from “{}” to “{}”.",
                movement.kind.title(),
                movement.amount,
                movement.from.title(),
                movement.to.title()
            ))
            .into());
        }
        self.check_covered(&movement)?;
        Ok(self.push(movement, None))
    }

    /// Takes an entry back by one the other way. The day is that of the correction, not of the mistake.
    ///
    /// # Errors
    /// When there is no such entry, it was taken back before or is itself a reversal, or what it put in has gone on.
    pub fn reverse(&mut self, number: i64, on: Date, words: &str) -> Result<&Posted> {
        let wrong = self.entry(number).ok_or(Refusal::NotFound)?;
        if wrong.reverses.is_some() {
            return Err(
                Refusal::rule("A reversal is not reversed: make the entry again as it should be.").into()
            );
        }
        if let Some(by) = self.reversed_by(number) {
            return Err(Refusal::rule(format!("Entry {number} was already reversed by entry {by}.")).into());
        }
        let was = &wrong.movement;
        let back = Movement { from: was.to, to: was.from, on, words: words.to_owned(), ..was.clone() };
        self.check_covered(&back)?;
        Ok(self.push(back, Some(number)))
    }

    /// What an account holds.
    pub fn balance(&self, place: Place, thing: Option<AnyId>) -> Money {
        self.balances.get(&Account { place, thing }).copied().unwrap_or_default()
    }

    /// What all accounts of a place hold together.
    pub fn total(&self, place: Place) -> Money {
        self.balances.iter().filter(|(account, _)| account.place == place).map(|(_, amount)| *amount).sum()
    }

    /// Every account that something ever moved through.
    pub fn balances(&self) -> impl Iterator<Item = (Account, Money)> + '_ {
        self.balances.iter().map(|(account, amount)| (*account, *amount))
    }

    /// The entries that make up an account's balance, each with its sign: their sum is the balance.
    pub fn opens_into(&self, account: Account) -> Vec<(&Posted, Money)> {
        self.entries
            .iter()
            .filter_map(|posted| {
                let movement = &posted.movement;
                if movement.target() == account {
                    Some((posted, movement.amount))
                } else if movement.source() == account {
                    Some((posted, -movement.amount))
                } else {
                    None
                }
            })
            .collect()
    }

    /// Every entry, in order.
    pub fn entries(&self) -> &[Posted] {
        &self.entries
    }

    /// The entry with this number.
    pub fn entry(&self, number: i64) -> Option<&Posted> {
        usize::try_from(number).ok()?.checked_sub(1).and_then(|at| self.entries.get(at))
    }

    /// The number of the entry that took this one back.
    pub fn reversed_by(&self, number: i64) -> Option<i64> {
        self.entries.iter().find(|posted| posted.reverses == Some(number)).map(|posted| posted.number)
    }

    /// What all accounts hold together: always nothing.
    pub fn sum(&self) -> Money {
        self.balances.values().copied().sum()
    }

    fn next_number(&self) -> i64 {
        i64::try_from(self.entries.len()).unwrap_or(i64::MAX - 1) + 1
    }

    fn push(&mut self, movement: Movement, reverses: Option<i64>) -> &Posted {
        self.apply(&movement);
        let number = self.next_number();
        let at = self.entries.len();
        self.entries.push(Posted { number, movement, reverses });
        // Just pushed.
        &self.entries[at]
    }

    fn apply(&mut self, movement: &Movement) {
        let source = self.balances.entry(movement.source()).or_default();
        *source = *source - movement.amount;
        let target = self.balances.entry(movement.target()).or_default();
        *target = *target + movement.amount;
    }

    /// An account that this movement left on the wrong side of nothing.
    fn below_nothing(&self, movement: &Movement) -> Option<(Account, Money)> {
        [movement.source(), movement.target()].into_iter().find_map(|account| {
            let amount = self.balance(account.place, account.thing);
            let wrong = if account.place.is_source() { amount > Money::ZERO } else { amount < Money::ZERO };
            wrong.then_some((account, amount))
        })
    }

    fn reversal_fault(&self, posted: &Posted, number: i64) -> Option<String> {
        let fits = self.entry(number).is_some_and(|wrong| {
            wrong.reverses.is_none()
                && wrong.movement.source() == posted.movement.target()
                && wrong.movement.target() == posted.movement.source()
                && wrong.movement.amount == posted.movement.amount
        });
        (!fits || self.reversed_by(number).is_some())
            .then(|| format!("entry {} does not take back entry {number}", posted.number))
    }

    fn check_covered(&self, movement: &Movement) -> Result<()> {
        let (from, to) = (movement.source(), movement.target());
        let there = self.balance(from.place, from.thing);
        if !from.place.is_source() && there < movement.amount {
            return Err(Refusal::rule(format!(
                "{} cannot be taken from “{}”: {there} is there, so {} is missing.",
                movement.amount,
                from.place.title(),
                movement.amount - there
            ))
            .into());
        }
        // What goes back to a source cannot be more than came from it, and no sum may be beyond what can be kept.
        let after = self.balance(to.place, to.thing).plus(movement.amount);
        let drawn = self.balance(from.place, from.thing).minus(movement.amount);
        if after.is_none_or(|after| to.place.is_source() && after > Money::ZERO) || drawn.is_none() {
            return Err(
                Refusal::rule(format!("{} is more than this ledger can take.", movement.amount)).into()
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
