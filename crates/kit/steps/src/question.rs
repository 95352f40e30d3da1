use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::{Shape, Table};

/// A named SELECT. It reads tables and the steps before it by their names, and values as `$name`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What later steps call it; it says what it holds.
    pub name: &'static str,
    /// The SELECT.
    pub sql: &'static str,
}

/// A value bound to `$name` in steps.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A number.
    Real(f64),
    /// Yes or no.
    Flag(bool),
}

/// A part of a table that was written through an analyst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// What its file must hash to, as [`crate::PartWriter::finish`] said; none of one that was written before hashes were kept.
    pub hash: Option<String>,
}

/// Where a table of a question comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// Parts that were written through an analyst.
    Parts(Vec<Part>),
    /// A small table handed over with the question.
    Given(Table),
}

/// A table of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// What steps call it. Two tables of one shape have two names.
    pub name: &'static str,
    /// Its columns, and where its parts are filed.
    pub shape: Shape,
    /// Where it comes from.
    pub source: Source,
}

impl Input {
    /// A table that steps call by its shape's name.
    pub fn new(shape: Shape, source: Source) -> Self {
        Self { name: shape.name, shape, source }
    }
}

/// Steps, and what they are asked of.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The tables.
    pub tables: Vec<Input>,
    /// The values.
    pub values: Vec<(&'static str, Value)>,
    /// The steps, in order.
    pub steps: Vec<Step>,
}

impl Question {
    /// The step of this name.
    pub fn step(&self, name: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.name == name)
    }

    /// The key of each step, in hexadecimal: a hash over its text, the values it names, and the keys of the tables and
    /// steps it names. Names are looked for as words in the text; a name in a comment or a string only makes a key
    /// change more often than it must.
    pub fn keys(&self) -> BTreeMap<&'static str, String> {
        let mut keys: BTreeMap<&'static str, String> = BTreeMap::new();
        for Input { name, shape, source } in &self.tables {
            let mut hash = Sha256::new();
            feed(&mut hash, shape.name);
            match source {
                Source::Parts(parts) => parts.iter().for_each(|part| feed(&mut hash, &part.name)),
                Source::Given(table) => feed(&mut hash, &format!("{table:?}")),
            }
            keys.insert(*name, hex(hash));
        }
        for step in &self.steps {
            let mut hash = Sha256::new();
            feed(&mut hash, step.sql);
            let names: Vec<&str> = words(step.sql).collect();
            for (name, value) in self.values.iter().filter(|(name, _)| names.contains(name)) {
                feed(&mut hash, name);
                feed(&mut hash, &format!("{value:?}"));
            }
            for (name, key) in keys.iter().filter(|(name, _)| names.contains(*name)) {
                feed(&mut hash, name);
                feed(&mut hash, key);
            }
            keys.insert(step.name, hex(hash));
        }
        keys
    }

    /// The tables and earlier steps that a step names.
    pub fn inputs(&self, step: &Step) -> Vec<&'static str> {
        let names: Vec<&str> = words(step.sql).collect();
        let tables = self.tables.iter().map(|input| input.name);
        let before = self.steps.iter().map(|one| one.name).take_while(|name| *name != step.name);
        tables.chain(before).filter(|name| names.contains(name)).collect()
    }
}

impl Step {
    /// How often its text reads a table or step: in how many places it stands after FROM or JOIN.
    pub fn reads(&self, input: &str) -> usize {
        let after = words(self.sql).zip(words(self.sql).skip(1));
        after.filter(|(verb, word)| matches!(*verb, "FROM" | "JOIN") && *word == input).count()
    }
}

/// The words of an SQL text: runs of letters, digits and underscores.
fn words(sql: &str) -> impl Iterator<Item = &str> {
    sql.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// Each piece with its length before it, so that no two lists of pieces hash alike.
fn feed(hash: &mut Sha256, piece: &str) {
    hash.update(u64::try_from(piece.len()).unwrap_or(u64::MAX).to_le_bytes());
    hash.update(piece.as_bytes());
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Type;

    const CRIMES: Shape = Shape { name: "crime", columns: &[("month", Type::Int)] };

    fn question(part: &str, from: i64, second: &'static str) -> Question {
        Question {
            tables: vec![Input::new(CRIMES, Source::Parts(vec![Part { name: part.to_owned(), hash: None }]))],
            values: vec![("from", Value::Int(from))],
            steps: vec![
                Step { name: "in_window", sql: "SELECT * FROM crime WHERE month >= $from" },
                Step { name: "by_month", sql: second },
            ],
        }
    }

    const COUNT: &str = "SELECT month, count(*) AS n FROM in_window GROUP BY month";

    #[test]
    fn a_key_changes_with_text_values_and_inputs_and_with_nothing_else() {
        let keys = question("a", 201801, COUNT).keys();
        assert_eq!(keys, question("a", 201801, COUNT).keys());
        assert_ne!(keys["by_month"], question("b", 201801, COUNT).keys()["by_month"], "another part");
        assert_ne!(keys["by_month"], question("a", 201802, COUNT).keys()["by_month"], "a value further up");
        let other = question("a", 201801, "SELECT count(*) AS n FROM crime").keys();
        assert_ne!(keys["by_month"], other["by_month"], "another text");
        assert_eq!(keys["in_window"], other["in_window"], "what stands before is as it was");
        let apart = question("a", 201802, "SELECT count(*) AS n FROM crime").keys();
        assert_eq!(other["by_month"], apart["by_month"], "a value that it does not name");
    }

    #[test]
    fn a_step_names_its_inputs() {
        let question = question("a", 201801, COUNT);
        assert_eq!(question.inputs(&question.steps[0]), ["crime"]);
        assert_eq!(question.inputs(&question.steps[1]), ["in_window"]);
        assert_eq!((question.steps[1].reads("in_window"), question.steps[1].reads("month")), (1, 0));
        let twice = Step {
            name: "twice",
            sql: "SELECT a.n FROM one AS a JOIN one AS b ON a.n = b.n WHERE one.n > 1",
        };
        assert_eq!(twice.reads("one"), 2);
    }
}
