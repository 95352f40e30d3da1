use concordat_access::{
    Ctx, Resource,
    audit::{Entry, Outcome},
};
use concordat_kernel::{Id, Refusal, Result};
use concordat_store::{Store, args, sql};

use super::{
    attempts::{self, Subject},
    links, me,
    people::resource,
    sessions::{end_others, open_session},
};
use crate::{
    Person,
    model::{ACCOUNT_CHANGE, PERSON_RESET, SESSION_ADD},
    passwords,
};

sql! {
    BY_EMAIL = "SELECT id, name, email, password_hash, disabled_at FROM identity_person WHERE email = $1";
    BY_ID = "SELECT id, name, email, password_hash, disabled_at FROM identity_person WHERE id = $1";
    SET_PASSWORD = "UPDATE identity_person SET password_hash = $2, version = version + 1 WHERE id = $1";
}

#[derive(sqlx::FromRow)]
struct Found {
    id: Id<Person>,
    name: String,
    email: String,
    password_hash: Option<String>,
    disabled_at: Option<String>,
}

/// Signs in with address and password and gives the token for the cookie. The second factor, where
/// there is one, comes after. Unknown, disabled, invited and mistyped are answered alike, after the same work.
///
/// # Errors
/// When it is not they, or there were too many attempts.
pub async fn sign_in(store: &Store, ctx: &Ctx, email: &str, password: &str) -> Result<String> {
    let email: String = email.trim().to_lowercase().chars().take(254).collect();
    let subject = Subject::Email(&email);
    if let Err(error) = attempts::begin(store, &ctx.clock, &subject).await {
        deny(store, ctx, None).await?;
        return Err(error);
    }
    let found: Option<Found> = store.peek().await?.opt(&BY_EMAIL, args![&email]).await?;
    let kept = found
        .as_ref()
        .filter(|found| found.disabled_at.is_none())
        .and_then(|found| found.password_hash.clone());
    let right = passwords::verify(password, kept).await?;
    match found {
        Some(found) if right => {
            attempts::succeeded(store, &subject).await?;
            open_session(store, ctx, found.id, false).await
        }
        found => {
            deny(store, ctx, found.map(|found| found.id)).await?;
            attempts::failed_somewhere(store, &ctx.clock).await?;
            Err(Refusal::rule("The e-mail address or the password is not right. Check both and try again.")
                .into())
        }
    }
}

/// A failed attempt leaves an audit row: at whose account, when there is one, never what was typed.
pub(super) async fn deny(store: &Store, ctx: &Ctx, person: Option<Id<Person>>) -> Result<()> {
    let about = person.map_or_else(|| Resource::any("session"), resource);
    store.note(Entry::new(ctx, SESSION_ADD, &about, Outcome::Denied)).await
}

/// Signs in as one of the demonstration's people, second factor and all. The caller has made sure that
/// it is the demonstration.
pub(crate) async fn demo_sign_in(store: &Store, ctx: &Ctx, person: Id<Person>) -> Result<String> {
    let found: Found = store.peek().await?.one(&BY_ID, args![person]).await?;
    if found.disabled_at.is_some() {
        return Err(Refusal::NotFound.into());
    }
    open_session(store, ctx, found.id, true).await
}

/// Checks the password of whoever is signed in, before something that matters (V7.5.1).
pub(super) async fn confirm(store: &Store, ctx: &Ctx, password: &str) -> Result<()> {
    let me = me(ctx)?;
    attempts::begin(store, &ctx.clock, &Subject::Password(me)).await?;
    let found: Found = store.peek().await?.one(&BY_ID, args![me]).await?;
    if passwords::verify(password, found.password_hash).await? {
        return attempts::succeeded(store, &Subject::Password(me)).await;
    }
    let account = Resource::any("account").of_person(me.uuid());
    store.note(Entry::new(ctx, ACCOUNT_CHANGE, &account, Outcome::Denied)).await?;
    Err(Refusal::invalid("current", "This is not your password. Enter the one you sign in with").into())
}

/// Changes one's own password, which needs the present one (V6.2.3). Other sessions end.
pub(crate) async fn change_password(
    store: &Store,
    ctx: &Ctx,
    csrf: &str,
    current: &str,
    new: &str,
) -> Result<()> {
    let me = me(ctx)?;
    confirm(store, ctx, current).await?;
    let found: Found = store.peek().await?.one(&BY_ID, args![me]).await?;
    passwords::accept(new, &found.name, &found.email)?;
    let hash = passwords::hash(new, &ctx.chance).await?;
    let account = Resource::any("account").of_person(me.uuid());
    let mut change = store.change(ctx, ACCOUNT_CHANGE, &account).await?;
    change.run(&SET_PASSWORD, args![me, hash]).await?;
    links::revoke_in(&mut change, ctx, me).await?;
    end_others(&mut change, ctx, me, csrf).await?;
    change.commit().await
}

/// Sets a person's password without a link: for the operator's command line, samples and tests. They are
/// signed out everywhere.
///
/// # Errors
/// When not allowed, not there, or the password cannot be accepted.
pub async fn set_password(store: &Store, ctx: &Ctx, person: Id<Person>, password: &str) -> Result<()> {
    store.ask(ctx, PERSON_RESET, &resource(person)).await?;
    let found: Found = store.peek().await?.one(&BY_ID, args![person]).await?;
    passwords::accept(password, &found.name, &found.email)?;
    let hash = passwords::hash(password, &ctx.chance).await?;
    let mut change = store.change(ctx, PERSON_RESET, &resource(person)).await?;
    links::set_in(&mut change, ctx, person, &hash).await?;
    change.commit().await
}
