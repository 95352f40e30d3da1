use concordat_access::{
    Ctx, Resource,
    audit::{Entry, Outcome},
};
use concordat_kernel::{Clock, Id, Ref, Refusal, Result, jiff::Timestamp, kind};
use concordat_mail::{Letter, Posted};
use concordat_store::{Change, Store, args, sql};

use super::{
    as_person,
    people::{self, resource},
    sessions,
};
use crate::{
    Person,
    model::{ACCOUNT_CHANGE, PERSON_RESET},
    passwords, rules, secrets,
};

kind!(
    /// A one-time link. Only its person is asked about.
    Link,
    "link"
);

sql! {
    ADD = "INSERT INTO identity_link (id, person, purpose, token_hash, made_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    BY_TOKEN = "SELECT l.id, l.person, l.purpose, l.expires_at, l.used_at, l.revoked_at, p.name, p.email, p.disabled_at
        FROM identity_link l
        JOIN identity_person p ON p.id = l.person
        WHERE l.token_hash = $1";
    // Two at once: only one of them finds it unused.
    USE = "UPDATE identity_link SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND revoked_at IS NULL";
    REVOKE = "UPDATE identity_link SET revoked_at = $2 WHERE person = $1 AND used_at IS NULL AND revoked_at IS NULL";
    HAS_PASSWORD = "SELECT CAST(CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END AS BIGINT), disabled_at
        FROM identity_person
        WHERE id = $1";
    SET_PASSWORD = "UPDATE identity_person SET password_hash = $2, version = version + 1 WHERE id = $1";
}

/// A link that has just been made: shown once to whoever asked for it.
#[derive(Clone)]
pub struct LinkMade {
    /// The secret in its address.
    pub token: String,
    /// `invitation` or `reset`.
    pub purpose: &'static str,
    /// When it stops working.
    pub expires: Timestamp,
}

impl std::fmt::Debug for LinkMade {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LinkMade").field("purpose", &self.purpose).finish_non_exhaustive()
    }
}

/// What a link that still works is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkState {
    /// Whose it is.
    pub person: Id<Person>,
    /// Their name, to greet them by.
    pub name: String,
    /// Their address, for the browser's password keeper.
    pub email: String,
    /// `invitation` or `reset`.
    pub purpose: String,
}

#[derive(sqlx::FromRow)]
struct Found {
    id: Id<Link>,
    person: Id<Person>,
    purpose: String,
    expires_at: String,
    used_at: Option<String>,
    revoked_at: Option<String>,
    name: String,
    email: String,
    disabled_at: Option<String>,
}

impl Found {
    fn works(&self, now: Timestamp) -> bool {
        let expires = self.expires_at.parse().unwrap_or(Timestamp::MIN);
        self.disabled_at.is_none()
            && rules::link_works(expires, self.used_at.is_some(), self.revoked_at.is_some(), now)
    }
}

/// Makes the one-time link by which a person sets a password: an invitation when they have none yet,
/// otherwise a reset. Earlier links of theirs stop working. The second factor stays as it is (V6.4.3).
///
/// # Errors
/// When not allowed, not there, or the person is disabled.
pub async fn make_link(store: &Store, ctx: &Ctx, person: Id<Person>) -> Result<LinkMade> {
    let mut change = store.change(ctx, PERSON_RESET, &resource(person)).await?;
    let (has_password, disabled): (i64, Option<String>) = change.one(&HAS_PASSWORD, args![person]).await?;
    if disabled.is_some() {
        return Err(Refusal::rule(
            "This person is disabled. Let them sign in again first, then make a link.",
        )
        .into());
    }
    let purpose = if has_password == 1 { "reset" } else { "invitation" };
    let now = ctx.clock.now();
    let expires = now.checked_add(rules::link_lasts(purpose)).unwrap_or(now);
    revoke_in(&mut change, ctx, person).await?;
    let token = secrets::token(&ctx.chance);
    let id = ctx.chance.id::<Link>(&ctx.clock);
    change.run(&ADD, args![id, person, purpose, secrets::hash(&token), now, expires]).await?;
    change.commit().await?;
    Ok(LinkMade { token, purpose, expires })
}

/// Posts a letter with such a link instead, to be made when the letter is sent: nobody but its reader sees
/// it. One that still waits gives way to it. Returns what it is for: `invitation` or `reset`.
///
/// # Errors
/// As [`make_link`].
pub async fn post_link(store: &Store, ctx: &Ctx, person: Id<Person>) -> Result<(Id<Posted>, &'static str)> {
    let mut change = store.change(ctx, PERSON_RESET, &resource(person)).await?;
    let row = people::by_id(&mut change, person).await?;
    if row.disabled_at.is_some() {
        return Err(Refusal::rule(
            "This person is disabled. Let them sign in again first, then send them a link.",
        )
        .into());
    }
    let kind = row.link_purpose();
    let about = Ref::to(person);
    concordat_mail::supersede(&mut change, ctx, &about, kind).await?;
    let letter = Letter { to_name: row.name, to_email: row.email, about, kind };
    let id = concordat_mail::post(&mut change, ctx, letter).await?;
    change.commit().await?;
    Ok((id, kind))
}

/// [`make_link`], for the command line: the token alone.
///
/// # Errors
/// As [`make_link`].
pub async fn invite(store: &Store, ctx: &Ctx, person: Id<Person>) -> Result<String> {
    Ok(make_link(store, ctx, person).await?.token)
}

/// What a link is for, if it still works. Looking changes nothing, so a mail program that opens links
/// ahead of its reader does no harm.
///
/// # Errors
/// When the database does not answer.
pub async fn link_state(store: &Store, clock: &Clock, token: &str) -> Result<Option<LinkState>> {
    // Not asked of the door: holding the link is what allows it.
    let found: Option<Found> = store.peek().await?.opt(&BY_TOKEN, args![secrets::hash(token)]).await?;
    Ok(found.filter(|found| found.works(clock.now())).map(|found| LinkState {
        person: found.person,
        name: found.name,
        email: found.email,
        purpose: found.purpose,
    }))
}

/// Sets the password of the link's person and spends the link. They are signed out everywhere and sign
/// in again with what they chose: a link alone never opens a session.
///
/// # Errors
/// When the link does not work any more or the password cannot be accepted.
pub async fn use_link(store: &Store, ctx: &Ctx, token: &str, password: &str) -> Result<()> {
    let found: Option<Found> = store.peek().await?.opt(&BY_TOKEN, args![secrets::hash(token)]).await?;
    let Some(found) = found.filter(|found| found.works(ctx.clock.now())) else {
        store.note(Entry::new(ctx, ACCOUNT_CHANGE, &Resource::any("account"), Outcome::Denied)).await?;
        return Err(spent());
    };
    passwords::accept(password, &found.name, &found.email)?;
    let hash = passwords::hash(password, &ctx.chance).await?;
    let ctx = as_person(ctx, found.person);
    let account = Resource::any("account").of_person(found.person.uuid());
    let mut change = store.change(&ctx, ACCOUNT_CHANGE, &account).await?;
    if change.run(&USE, args![found.id, ctx.clock.now()]).await? == 0 {
        return Err(spent());
    }
    set_in(&mut change, &ctx, found.person, &hash).await?;
    change.commit().await
}

/// Keeps a new password and ends what the old one opened.
pub(super) async fn set_in(change: &mut Change, ctx: &Ctx, person: Id<Person>, hash: &str) -> Result<()> {
    if change.run(&SET_PASSWORD, args![person, hash]).await? == 0 {
        return Err(Refusal::NotFound.into());
    }
    revoke_in(change, ctx, person).await?;
    sessions::end_all_in(change, ctx, person).await
}

/// Stops a person's open links.
pub(super) async fn revoke_in(change: &mut Change, ctx: &Ctx, person: Id<Person>) -> Result<()> {
    change.run(&REVOKE, args![person, ctx.clock.now()]).await.map(drop)
}

fn spent() -> concordat_kernel::Error {
    Refusal::rule("This link no longer works. Ask an administrator of your partnership for a new one.").into()
}
