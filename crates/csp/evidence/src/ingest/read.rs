//! Reading an extract from end to end: rows in, records and refusals out, one at a time. Nothing is held but one row and what [`Seen`]
//! remembers, so a file of any size can be read.
//!
//! The sink keeps what it is given provisionally and makes it count only when [`read`] returns an account: a file that ends early, a full
//! disk or a stop leaves nothing half-done.

use concordat_kernel::{Refusal, Result, jiff::civil::Date};

use super::{
    account::{Account, Oddity, Reason},
    binding::{Binding, By, Made},
    bytes::{Progress, Source},
    labels::Labels,
    mapping::{Mapping, Repeated, RowIs},
    pseudonym::{Key, Pseudonym},
    rows::{Fault, Next, Row, Rows},
    seen::{Before, Seen, digest},
};
use crate::records::{Crime, PersonInCrime};

/// Where records go.
pub trait Sink {
    /// The heading as it stands in the file, before any record: whoever writes refused rows down again needs it.
    ///
    /// # Errors
    /// As [`Sink::crime`].
    fn heading(&mut self, _text: &str) -> Result<()> {
        Ok(())
    }

    /// A crime, with the line of the file that it stands on.
    ///
    /// # Errors
    /// Whatever stops the reading, such as a full disk.
    fn crime(&mut self, line: u64, crime: &Crime) -> Result<()>;

    /// A person in a crime, with the line of the file.
    ///
    /// # Errors
    /// As [`Sink::crime`].
    fn person(&mut self, line: u64, person: &PersonInCrime) -> Result<()>;

    /// The force's own reference of a person who is met for the first time, or again after long: to be sealed ([`Sealer::seal`](super::seal::Sealer::seal)) or forgotten.
    ///
    /// # Errors
    /// As [`Sink::crime`].
    fn met(&mut self, _person: Pseudonym, _reference: String) -> Result<()> {
        Ok(())
    }

    /// A row that is refused.
    ///
    /// # Errors
    /// As [`Sink::crime`].
    fn refused(&mut self, row: &RefusedRow<'_>) -> Result<()>;

    /// How far reading has come, about once a megabyte and at the end.
    ///
    /// # Errors
    /// Returned to stop the reading.
    fn progress(&mut self, _progress: Progress) -> Result<()> {
        Ok(())
    }
}

/// A row that is refused, so that it can be seen, corrected and submitted again.
#[derive(Debug, Clone, Copy)]
pub struct RefusedRow<'a> {
    /// The line of the file that it begins on.
    pub line: u64,
    /// Why.
    pub reason: &'a Reason,
    /// The row as it stands in the file. It may hold personal data: keep it where the extract itself might be kept.
    pub text: &'a str,
}

/// What reading needs besides the file.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// What the columns mean.
    pub mapping: &'a Mapping,
    /// What makes the pseudonyms.
    pub key: &'a Key,
    /// The day on which it is read: what happened later is impossible.
    pub today: Date,
}

/// Bytes between two reports of progress.
const STEP: u64 = 1 << 20;

/// Reads a file into `sink`. `seen` knows the rows of files that belong together, such as the months of one extract.
///
/// # Errors
/// A refusal when the file is none that can be read, ends early, or lacks a column that the mapping names; whatever the sink returns.
pub fn read(source: Source, request: &Request<'_>, seen: &mut Seen, sink: &mut dyn Sink) -> Result<Account> {
    let mapping = request.mapping;
    let by = By { mapping, key: request.key, today: request.today };
    let mut rows = Rows::new(source.bytes()?, mapping.delimiter);
    let binding = bind(&mut rows, mapping)?;
    sink.heading(rows.row().text)?;
    rows.expect(binding.columns);
    let account = Account {
        mapping: mapping.name.clone(),
        mapping_sha256: mapping.sha256.clone(),
        key: request.key.fingerprint(),
        unmapped: binding.unmapped.clone(),
        ..Account::default()
    };
    let mut taking = Taking { mapping, seen, sink, account, labels: Labels::default() };
    let mut reported = 0;
    loop {
        let next = rows.next()?;
        let progress = rows.progress();
        if progress.read >= reported + STEP {
            reported = progress.read;
            taking.sink.progress(progress)?;
            taking.labels.judge(rows.name(), mapping)?;
        }
        let reason = match next {
            Next::End => break,
            Next::Broken(fault) => Some(fault_of(fault, binding.columns)),
            Next::Row => fields(&rows.row(), binding.columns),
        };
        taking.account.rows += 1;
        if let Some(reason) = reason {
            rows.take_back();
            taking.refuse(&rows.row(), &reason)?;
            continue;
        }
        let row = rows.row();
        let kept = match binding.make(&row, &by, &mut taking.account) {
            Err(reason) => {
                taking.refuse(&row, &reason)?;
                false
            }
            Ok(made) => {
                let kept = taking.row(&made, &row)?;
                if kept {
                    taking.meet(&made, &binding, &row)?;
                }
                kept
            }
        };
        taking.account.row_ends(kept);
    }
    taking.labels.judge(rows.name(), mapping)?;
    taking.sink.progress(rows.progress())?;
    let mut account = taking.account;
    let (identity, encodings, last_line_whole) = rows.finish();
    account.identity = Some(identity);
    account.encodings = encodings;
    account.last_line_whole = last_line_whole;
    Ok(account)
}

/// Finds the heading and lays the mapping over it.
fn bind<'a>(rows: &mut Rows, mapping: &'a Mapping) -> Result<Binding<'a>> {
    loop {
        let next = rows.next()?;
        let name = rows.name().to_owned();
        match next {
            Next::End => {
                return Err(Refusal::rule(format!(
                    "{name} has no heading: it is empty, or ends before line {}. Check that it is the right file.",
                    mapping.heading_line
                ))
                .into());
            }
            _ if rows.row().line < mapping.heading_line => {}
            Next::Broken(_) => {
                return Err(Refusal::rule(format!(
                    "{name}, line {}: this is no heading of a table. Check that it is a CSV file, and `heading_line` in {}.",
                    rows.row().line,
                    mapping.file
                ))
                .into());
            }
            Next::Row => return Ok(Binding::new(mapping, &rows.row(), &name)?),
        }
    }
}

fn fault_of(fault: Fault, columns: usize) -> Reason {
    match fault {
        Fault::OpenMark => Reason::OpenMark,
        Fault::TooLong => Reason::TooLong,
        Fault::NoText => Reason::NoText,
        Fault::TooWide => Reason::Fields { found: columns + 1, columns },
    }
}

/// Refuses a row with too few fields, or with more than the heading has unless the rest is empty, as spreadsheets write it.
fn fields(row: &Row<'_>, columns: usize) -> Option<Reason> {
    let found = row.len();
    let spare_empty = || (columns..found).all(|i| row.get(i).is_empty());
    (found < columns || (found > columns && !spare_empty())).then_some(Reason::Fields { found, columns })
}

/// Takes what rows hold, and counts it.
struct Taking<'a> {
    mapping: &'a Mapping,
    seen: &'a mut Seen,
    sink: &'a mut dyn Sink,
    account: Account,
    labels: Labels,
}

impl Taking<'_> {
    fn refuse(&mut self, row: &Row<'_>, reason: &Reason) -> Result<()> {
        self.account.refuse(row.line, reason);
        self.sink.refused(&RefusedRow { line: row.line, reason, text: row.text })
    }

    /// Hands over the references of a row's people, so that there is a way back for whoever has the key.
    fn meet(&mut self, made: &Made, binding: &Binding<'_>, row: &Row<'_>) -> Result<()> {
        for (block, person) in made.blocks.iter().zip(&made.people) {
            let Some(person) = person.person.filter(|person| self.seen.first_met(*person)) else { continue };
            if let Some(reference) = binding.reference_of(*block, row) {
                self.sink.met(person, reference)?;
            }
        }
        Ok(())
    }

    /// Keeps what a row holds, unless the rule for repeats says otherwise. Says whether it did.
    fn row(&mut self, made: &Made, row: &Row<'_>) -> Result<bool> {
        let of_people = self.mapping.row == RowIs::Person;
        if of_people && made.people.is_empty() {
            // Its crime counts all the same: where nobody but the caller is known, no other row tells of it.
            self.account.left_out += 1;
            self.crime(made, row)?;
            return Ok(true);
        }
        let text = digest([row.text]);
        let reference = identity(made, self.mapping);
        let before = match reference {
            Some(reference) => self.seen.row(reference, text),
            None => self.seen.loose(text),
        };
        let repeats = &self.mapping.repeats;
        let rule = match before {
            Before::New => Repeated::Keep,
            Before::Full => {
                self.account.not_compared += 1;
                Repeated::Keep
            }
            Before::Same if reference.is_none() => repeats.without_reference,
            Before::Same => repeats.same,
            Before::Changed => repeats.changed,
        };
        let mut people = made.people.as_slice();
        match rule {
            Repeated::Drop => {
                self.account.duplicates += 1;
                return Ok(false);
            }
            Repeated::Refuse => {
                self.refuse(row, &Reason::Repeated)?;
                return Ok(false);
            }
            Repeated::Once => {
                self.account.note(Oddity::ToldDifferently, "crime.reference", row.line);
                // A person's row repeats its first person; a crime's row may name people whom the earlier one did not.
                if of_people {
                    people = people.get(1..).unwrap_or_default();
                }
                if people.is_empty() {
                    self.account.duplicates += 1;
                    return Ok(false);
                }
            }
            Repeated::Keep => match before {
                Before::Same if reference.is_none() => {
                    self.account.repeated_without_reference.add(row.line);
                }
                Before::Changed => self.account.changed.add(row.line),
                _ => {}
            },
        }
        self.account.kept += 1;
        if let Some(month) = made.month {
            self.account.tally.month_of_people(month);
        }
        if rule == Repeated::Keep {
            self.crime(made, row)?;
        }
        for person in people {
            self.account.people += 1;
            self.account.tally.person(person);
            self.labels.person(person);
            self.sink.person(row.line, person)?;
        }
        Ok(true)
    }

    /// Keeps a row's crime, unless an earlier row of the same crime did.
    fn crime(&mut self, made: &Made, row: &Row<'_>) -> Result<()> {
        let Some(crime) = &made.crime else { return Ok(()) };
        if let (RowIs::Person, Some(reference)) = (self.mapping.row, made.reference) {
            match self.seen.crime(reference.0, made.crime_text) {
                Before::New | Before::Full => {}
                Before::Same => return Ok(()),
                Before::Changed => {
                    self.account.note(Oddity::ToldDifferently, "crime.reference", row.line);
                    return Ok(());
                }
            }
        }
        self.account.crimes += 1;
        self.account.tally.crime(crime);
        self.labels.crime(crime);
        self.sink.crime(row.line, crime)
    }
}

/// What makes a row the same as another: the crime's reference, or for a person's row the crime, the role and the person.
fn identity(made: &Made, mapping: &Mapping) -> Option<u64> {
    let crime = made.reference?.0;
    match mapping.row {
        RowIs::Crime => Some(crime),
        RowIs::Person => {
            let person = made.people.first()?;
            let role = (person.role as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            Some(crime.rotate_left(17) ^ person.person?.0 ^ role)
        }
    }
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
