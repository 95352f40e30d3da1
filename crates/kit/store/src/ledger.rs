use std::collections::{BTreeMap, BTreeSet};

use concordat_kernel::{Problem, Sensitivity};

/// A column with its sensitivity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Who may know what it holds.
    pub sensitivity: Sensitivity,
}

/// A table, the slice it belongs to, and its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// The slice that owns it: no other slice's statements may name it.
    pub slice: String,
    /// Its columns in the ledger's order.
    pub columns: Vec<Column>,
}

/// The column ledger: every column of every table has a sensitivity, and every table an owner.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The tables, by name.
    pub tables: BTreeMap<String, Table>,
}

impl Ledger {
    /// Reads the slices' `columns.toml` texts, each given with its slice's name.
    ///
    /// # Errors
    /// When a text is not TOML, a sensitivity is not one of the four words, or two slices claim a table.
    pub fn read<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Problem> {
        let mut tables = BTreeMap::new();
        for (slice, text) in texts {
            let parsed: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(text)
                .map_err(|e| Problem::new(format!("reading the column ledger of `{slice}`"), e))?;
            for (name, columns) in parsed {
                let columns = columns
                    .into_iter()
                    .map(|(column, word)| {
                        word.parse().map(|sensitivity| Column { name: column.clone(), sensitivity }).map_err(
                            |e: String| Problem::say(format!("column ledger, `{name}.{column}`: {e}")),
                        )
                    })
                    .collect::<Result<_, _>>()?;
                let table = Table { name: name.clone(), slice: slice.to_owned(), columns };
                if let Some(other) = tables.insert(name, table) {
                    return Err(Problem::say(format!(
                        "column ledger: `{slice}` and `{}` both claim the table `{}`",
                        other.slice, other.name
                    )));
                }
            }
        }
        Ok(Self { tables })
    }

    /// The ledger as committed text: one line a column.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for table in self.tables.values() {
            for column in &table.columns {
                text.push_str(&format!(
                    "{:<14} {}.{}  {}\n",
                    table.slice, table.name, column.name, column.sensitivity
                ));
            }
        }
        text
    }

    /// What differs between the ledger and the tables that really are there, in words; empty when nothing does.
    pub fn differences(&self, real: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
        let mut found = Vec::new();
        for (table, columns) in real {
            let Some(listed) = self.tables.get(table) else {
                found.push(format!("the table `{table}` is not in any columns.toml"));
                continue;
            };
            for column in columns {
                if !listed.columns.iter().any(|c| &c.name == column) {
                    found.push(format!("the column `{table}.{column}` has no sensitivity in columns.toml"));
                }
            }
        }
        for table in self.tables.values() {
            let columns = real.get(&table.name);
            for column in &table.columns {
                if !columns.is_some_and(|columns| columns.contains(&column.name)) {
                    found.push(format!(
                        "columns.toml lists `{}.{}`, which is not in the database",
                        table.name, column.name
                    ));
                }
            }
        }
        found
    }
}
