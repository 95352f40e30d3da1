use concordat_kernel::Problem;
use serde::Serialize;

use crate::{Checkpoint, Store, migration, trail, tx::Inner};

/// Something wrong with the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which check found it: `integrity`, `references`, `columns`, `migrations`, `audit`, or one that a slice brings.
    pub check: &'static str,
    /// What it found, in words.
    pub found: String,
}

/// The state of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckReport {
    /// What is wrong; empty when all is well.
    pub findings: Vec<Finding>,
    /// Where the audit chain ends.
    pub audit: Checkpoint,
}

impl Store {
    /// Checks pages, references, columns, migrations and the audit chain.
    ///
    /// # Errors
    /// When the database does not answer; what is merely wrong is in the report.
    pub async fn check(&self) -> Result<CheckReport, Problem> {
        let mut findings = Vec::new();
        let mut tx = self.begin(false).await?;
        // PostgreSQL checks its pages and references itself as it goes; SQLite is asked.
        if let Ok(Inner::Sqlite(sqlite)) = tx.engine() {
            let asking = |e| Problem::new("checking integrity", e);
            let words: Vec<(String,)> =
                sqlx::query_as("PRAGMA integrity_check").fetch_all(&mut **sqlite).await.map_err(asking)?;
            findings.extend(
                words
                    .into_iter()
                    .filter(|(word,)| word != "ok")
                    .map(|(found,)| Finding { check: "integrity", found }),
            );
            let broken: Vec<(String, i64)> =
                sqlx::query_as(r#"SELECT "table", COALESCE(rowid, 0) FROM pragma_foreign_key_check"#)
                    .fetch_all(&mut **sqlite)
                    .await
                    .map_err(asking)?;
            findings.extend(broken.into_iter().map(|(table, row)| Finding {
                check: "references",
                found: format!("row {row} of `{table}` refers to something that is not there"),
            }));
        }
        let done = migration::applied(&mut tx).await?;
        for known in self.migrations.iter() {
            match done.get(known.name) {
                None => findings.push(Finding {
                    check: "migrations",
                    found: format!("`{}` has not been applied", known.name),
                }),
                Some(hash) if *hash != known.hash() => findings.push(Finding {
                    check: "migrations",
                    found: format!("`{}` was changed after it was applied", known.name),
                }),
                Some(_) => {}
            }
        }
        let (audit, faults) = trail::walk(&mut tx, None).await?;
        findings.extend(faults.into_iter().map(|found| Finding { check: "audit", found }));
        drop(tx);
        findings.extend(
            self.ledger
                .differences(&self.tables().await?)
                .into_iter()
                .map(|found| Finding { check: "columns", found }),
        );
        Ok(CheckReport { findings, audit })
    }
}
