//! What an administrator does for a person with one press of a button.

use concordat_kernel::Id;
use concordat_web::{Answer, Answers, At, Reader};

use crate::{Person, RoleHeld, store, urls};

pub(crate) async fn sign_out(reader: Reader, At(id): At<Id<Person>>, _: Answers) -> Answer {
    store::sign_out_everywhere(reader.store(), &reader.ctx, id).await?;
    reader.done(urls::person(id), "They are signed out everywhere")
}

pub(crate) async fn disable(reader: Reader, At(id): At<Id<Person>>, _: Answers) -> Answer {
    store::disable(reader.store(), &reader.ctx, id).await?;
    reader.done(urls::person(id), "They are disabled and signed out")
}

pub(crate) async fn enable(reader: Reader, At(id): At<Id<Person>>, _: Answers) -> Answer {
    store::enable(reader.store(), &reader.ctx, id).await?;
    reader.done(urls::person(id), "They may sign in again")
}

pub(crate) async fn remove_second_factor(reader: Reader, At(id): At<Id<Person>>, _: Answers) -> Answer {
    store::remove_second_factor(reader.store(), &reader.ctx, id).await?;
    reader.done(urls::person(id), "The second factor is removed")
}

pub(crate) async fn end_role(reader: Reader, At(held): At<Id<RoleHeld>>, _: Answers) -> Answer {
    let person = store::end_role(reader.store(), &reader.ctx, held).await?;
    reader.done(urls::person(person), "The role is ended")
}
