//! A mapping laid over the heading of an extract, and from then on what makes records of its rows.

use concordat_kernel::{Month, Refusal, jiff::civil::Date};

use super::{
    account::{Account, Reason},
    column::Column,
    crimes::Crimes,
    mapping::{Mapping, RowIs},
    people::People,
    pseudonym::{Key, Of, Pseudonym},
    rows::Row,
    seen::digest,
};
use crate::records::{Crime, PersonInCrime};

/// A mapping and the places of its columns.
pub(crate) struct Binding<'a> {
    mapping: &'a Mapping,
    crimes: Crimes,
    people: Vec<People>,
    /// The places of the crime's columns, to tell whether two rows say the same of it.
    crime_columns: Vec<usize>,
    /// Columns of the extract that the mapping neither reads nor leaves out on purpose.
    pub(crate) unmapped: Vec<String>,
    /// How many columns there are.
    pub(crate) columns: usize,
}

/// What a row holds.
#[derive(Debug, Default)]
pub(crate) struct Made {
    pub(crate) crime: Option<Crime>,
    /// The month of a crime that another extract makes.
    pub(crate) month: Option<Month>,
    /// 64 bits that stand for all that the row says of its crime; 0 where each row is a crime of its own.
    pub(crate) crime_text: u64,
    /// The crime's reference, where it has one.
    pub(crate) reference: Option<Pseudonym>,
    pub(crate) people: Vec<PersonInCrime>,
    /// By which block of the mapping each of them was read.
    pub(crate) blocks: Vec<usize>,
    /// People whom the mapping leaves out.
    pub(crate) left_out: u64,
}

/// What reading a row needs besides the row.
pub(crate) struct By<'a> {
    pub(crate) mapping: &'a Mapping,
    pub(crate) key: &'a Key,
    pub(crate) today: Date,
}

impl By<'_> {
    /// What stands for the reference in a column.
    pub(crate) fn pseudonym(&self, column: Option<&Column>, of: Of, row: &Row<'_>) -> Option<Pseudonym> {
        let text = column?.text(row, self.mapping)?;
        Some(self.key.pseudonym(&self.mapping.references, of, &text))
    }
}

impl<'a> Binding<'a> {
    /// Finds every column that the mapping names.
    ///
    /// # Errors
    /// A refusal when one is not there, with the columns that are.
    pub(crate) fn new(mapping: &'a Mapping, heading: &Row<'_>, extract: &str) -> Result<Self, Refusal> {
        let names: Vec<String> = (0..heading.len()).map(|i| heading.get(i).into_owned()).collect();
        let find = |key: &str, column: &str| find(&names, key, column, mapping, extract);
        let crimes = Crimes::bind(&mapping.crime, &find)?;
        let people = mapping
            .people
            .iter()
            .enumerate()
            .map(|(i, specs)| People::bind(&format!("people[{}]", i + 1), specs, &find))
            .collect::<Result<_, _>>()?;
        let places = |columns: &[(String, &str)]| -> Vec<usize> {
            columns
                .iter()
                .filter_map(|(_, column)| names.iter().position(|name| same(name, column)))
                .collect()
        };
        let all = mapping.columns();
        let of_crime: Vec<_> = all.iter().filter(|(key, _)| key.starts_with("crime.")).cloned().collect();
        let used = places(&all);
        let unmapped = (0..)
            .zip(&names)
            .filter(|(i, name)| !name.is_empty() && !used.contains(i))
            .filter(|(_, name)| !mapping.ignore.iter().any(|known| same(known, name)))
            .map(|(_, name)| name.clone())
            .collect();
        let crime_columns = places(&of_crime);
        Ok(Self { mapping, crimes, people, crime_columns, unmapped, columns: names.len() })
    }

    /// Makes records of a row. Nothing is guessed: a row that lacks what a record needs is refused, and what else cannot be
    /// read is left out and counted.
    ///
    /// # Errors
    /// Why the row is refused.
    pub(crate) fn make(&self, row: &Row<'_>, by: &By<'_>, account: &mut Account) -> Result<Made, Reason> {
        let mapping = self.mapping;
        let mut made = Made { reference: self.crimes.reference(row, by), ..Made::default() };
        let dates = self.crimes.dates(row, by, account);
        if mapping.makes_crimes() {
            made.crime = Some(self.crimes.crime(row, by, made.reference, &dates, account)?);
        } else {
            made.month = Some(self.crimes.month_of_row(row, by, &dates)?);
        }
        for (at, block) in self.people.iter().enumerate() {
            if mapping.row == RowIs::Crime && !block.present(row, by) {
                continue;
            }
            let Some(role) = block.role(row, by, account)? else {
                made.left_out += 1;
                continue;
            };
            let crime = made.reference.ok_or_else(|| self.crimes.no_reference())?;
            made.blocks.push(at);
            made.people.push(block.person(row, by, (crime, role, dates.day()), account));
        }
        if mapping.row == RowIs::Person {
            let texts: Vec<_> = self.crime_columns.iter().map(|index| row.get(*index)).collect();
            made.crime_text = digest(texts.iter().map(AsRef::as_ref));
        }
        Ok(made)
    }
}

impl Binding<'_> {
    /// The force's own reference of the person that a block of the mapping reads.
    pub(crate) fn reference_of(&self, block: usize, row: &Row<'_>) -> Option<String> {
        self.people.get(block)?.reference(row, self.mapping)
    }
}

/// Capital and small letters and the space around a name make no difference.
fn same(one: &str, two: &str) -> bool {
    one.trim().to_lowercase() == two.trim().to_lowercase()
}

fn find(
    names: &[String],
    key: &str,
    column: &str,
    mapping: &Mapping,
    extract: &str,
) -> Result<usize, Refusal> {
    let mut places = (0..).zip(names).filter(|(_, name)| same(name, column)).map(|(i, _)| i);
    match (places.next(), places.next()) {
        (Some(place), None) => Ok(place),
        (Some(_), Some(_)) => Err(Refusal::rule(format!(
            "{extract} has two columns called `{column}`, which {key} of {} names. Give them different names.",
            mapping.file
        ))),
        // Without any name that the mapping knows it is more likely a row: of people, whom no message may tell.
        (None, _) if names.len() > 1 && !names.iter().any(|name| mapping.knows(name)) => {
            Err(Refusal::rule(format!(
                "{extract}: line {} has none of the columns that {} names, so it does not look like the line with their names. Correct `heading_line`, or the mapping.",
                mapping.heading_line, mapping.file
            )))
        }
        (None, _) => Err(Refusal::rule(format!(
            "{extract} has no column `{column}`, which {key} of {} names. Its columns are {}. Correct the mapping, or ask for the column.",
            mapping.file,
            shown(names, mapping.delimiter)
        ))),
    }
}

/// The names of the columns, as far as a sentence holds them.
fn shown(names: &[String], delimiter: u8) -> String {
    let cut = |name: &String| {
        format!("`{}`", name.chars().filter(|c| !c.is_control()).take(40).collect::<String>())
    };
    let mut list = names.iter().take(40).map(cut).collect::<Vec<_>>().join(", ");
    if names.len() > 40 {
        list.push_str(&format!(" and {} more", names.len() - 40));
    }
    if let [only] = names
        && let Some(other) = [',', ';', '\t', '|']
            .into_iter()
            .find(|c| u32::from(*c) != u32::from(delimiter) && only.contains(*c))
    {
        let other = if other == '\t' { "tab".to_owned() } else { other.to_string() };
        list.push_str(&format!(
            " (one column: the delimiter may be \"{other}\", which the mapping would have to say)"
        ));
    }
    list
}
