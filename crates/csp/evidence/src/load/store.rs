//! What was odd about a file stays beside what was made of it.

use concordat_kernel::{AnyId, Problem, Result};
use concordat_store::{Change, Tx, args, sql};

use super::{Code, Oddity};

sql! {
    INSERT = "
        INSERT INTO evidence_oddity (thing, position, code, file_row, file_column, saw, did)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    OF = "
        SELECT code,
               file_row,
               file_column,
               saw,
               did
        FROM evidence_oddity
        WHERE thing = $1
        ORDER BY position";
}

#[derive(sqlx::FromRow)]
struct Row {
    code: String,
    file_row: Option<i64>,
    file_column: Option<String>,
    saw: String,
    did: String,
}

impl TryFrom<Row> for Oddity {
    type Error = Problem;
    fn try_from(row: Row) -> Result<Self, Problem> {
        let code = Code::from_word(&row.code).ok_or_else(|| {
            Problem::say(format!("the table of oddities holds the unknown word `{}`", row.code))
        })?;
        let number = row.file_row.and_then(|row| u64::try_from(row).ok());
        Ok(Self { code, row: number, column: row.file_column, saw: row.saw, did: row.did })
    }
}

/// Keeps what was odd about the file that a thing was loaded from.
pub(crate) async fn keep(change: &mut Change, thing: AnyId, oddities: &[Oddity]) -> Result<()> {
    for (position, oddity) in oddities.iter().enumerate() {
        let row = args![
            thing,
            position,
            oddity.code.word(),
            oddity.row.and_then(|row| i64::try_from(row).ok()),
            &oddity.column,
            &oddity.saw,
            &oddity.did
        ];
        change.run(&INSERT, row).await?;
    }
    Ok(())
}

/// What was odd, in the order of the file.
pub(crate) async fn of(tx: &mut Tx, thing: AnyId) -> Result<Vec<Oddity>> {
    let rows = tx.all::<Row>(&OF, args![thing]).await?;
    Ok(rows.into_iter().map(Oddity::try_from).collect::<Result<_, _>>()?)
}
