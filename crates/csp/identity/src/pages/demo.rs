//! Signing in as one of the demonstration's invented people, without a password. Only there: in a real
//! record the address does not exist.

use concordat_kernel::{Id, Refusal};
use concordat_web::{Answer, Answers, Reader};

use super::sign_in::go_on;
use crate::{Person, store};

pub(crate) async fn sign_in(reader: Reader, answers: Answers) -> Answer {
    if !reader.app.config.demo {
        return Err(Refusal::NotFound.into());
    }
    let person: Id<Person> = answers.get("person").parse().map_err(|_| Refusal::NotFound)?;
    let token = store::demo_sign_in(reader.store(), &reader.ctx, person).await?;
    go_on(&reader, &token, "/").await
}
