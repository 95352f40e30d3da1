use concordat_access::{Ctx, Resource};
use concordat_kernel::{Clock, Id, Refusal, Result, jiff::Timestamp};
use concordat_store::{Change, Store, args, sql};
use concordat_web::{Authenticate, SignedIn};

use super::{as_person, me, people, roles};
use crate::{
    Person, Session,
    model::{ACCOUNT_VIEW, PERSON_SIGN_OUT, SESSION_ADD, SESSION_END, SessionRow},
    roles::needs_second_factor,
    rules, secrets, urls,
};

sql! {
    ADD = "INSERT INTO identity_session (id, token_hash, person, csrf, created_at, seen_at, second_factor)
        VALUES ($1, $2, $3, $4, $5, $5, $6)";
    WHO = "SELECT s.person, s.csrf, s.created_at, s.seen_at, s.second_factor, p.name,
            CAST(CASE WHEN p.totp_secret IS NULL THEN 0 ELSE 1 END AS BIGINT) AS enrolled
        FROM identity_session s
        JOIN identity_person p ON p.id = s.person
        WHERE s.token_hash = $1 AND s.ended_at IS NULL AND p.disabled_at IS NULL";
    SEEN = "UPDATE identity_session SET seen_at = $2 WHERE token_hash = $1 AND ended_at IS NULL AND seen_at < $2";
    OF_PERSON = "SELECT id, created_at, seen_at, csrf
        FROM identity_session
        WHERE person = $1 AND ended_at IS NULL
        ORDER BY seen_at DESC, id DESC";
    OWNER = "SELECT person FROM identity_session WHERE id = $1";
    BY_CSRF = "SELECT id FROM identity_session WHERE person = $1 AND csrf = $2 AND ended_at IS NULL";
    END = "UPDATE identity_session SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    END_ALL = "UPDATE identity_session SET ended_at = $2 WHERE person = $1 AND ended_at IS NULL";
    END_OTHERS = "UPDATE identity_session SET ended_at = $3 WHERE person = $1 AND csrf <> $2 AND ended_at IS NULL";
}

#[derive(sqlx::FromRow)]
struct Found {
    person: Id<Person>,
    csrf: String,
    created_at: String,
    seen_at: String,
    second_factor: i64,
    name: String,
    enrolled: i64,
}

/// Finds out who a session belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Sessions;

#[concordat_web::async_trait]
impl Authenticate for Sessions {
    async fn who(&self, store: &Store, clock: &Clock, token: &str) -> Result<Option<SignedIn>> {
        let key = secrets::hash(token);
        // Not asked of the door: who is asking is what is being found out.
        let mut tx = store.peek().await?;
        let Some(found) = tx.opt::<Found>(&WHO, args![&key]).await? else { return Ok(None) };
        let now = clock.now();
        let (Ok(created), Ok(seen)) =
            (found.created_at.parse::<Timestamp>(), found.seen_at.parse::<Timestamp>())
        else {
            return Ok(None);
        };
        if !rules::session_lives(rules::session_limits(clock.today()), created, seen, now) {
            return Ok(None);
        }
        let held = roles::held_today(&mut tx, found.person, clock.today()).await?;
        drop(tx);
        if now.duration_since(seen) >= rules::SEEN_EVERY {
            store.housekeeping(&SEEN, args![&key, now]).await?;
        }
        let second_factor = found.second_factor == 1;
        let pending = match (second_factor, found.enrolled == 1) {
            (true, _) => None,
            (false, true) => Some(urls::CODE),
            (false, false) => {
                held.iter().any(|held| needs_second_factor(&held.role)).then_some(urls::SECOND_FACTOR)
            }
        };
        Ok(Some(SignedIn {
            person: found.person.uuid(),
            name: found.name,
            roles: if pending.is_some() { [].into() } else { held.into() },
            second_factor,
            csrf: found.csrf,
            pending,
        }))
    }
}

/// Signs a person in and gives the token for the cookie. Whoever calls this has made sure that it is
/// they: by password, by second factor, or in the demonstration, where everybody is invented.
///
/// # Errors
/// When the database does not answer.
pub async fn open_session(
    store: &Store,
    ctx: &Ctx,
    person: Id<Person>,
    second_factor: bool,
) -> Result<String> {
    let ctx = as_person(ctx, person);
    let mut change =
        store.change(&ctx, SESSION_ADD, &Resource::any("session").of_person(person.uuid())).await?;
    let token = add_in(&mut change, &ctx, person, second_factor).await?;
    change.commit().await?;
    Ok(token)
}

async fn add_in(change: &mut Change, ctx: &Ctx, person: Id<Person>, second_factor: bool) -> Result<String> {
    let (token, csrf) = (secrets::token(&ctx.chance), secrets::token(&ctx.chance));
    let id = ctx.chance.id::<Session>(&ctx.clock);
    let row = args![id, secrets::hash(&token), person, csrf, ctx.clock.now(), second_factor];
    change.run(&ADD, row).await?;
    change.about(id.uuid());
    Ok(token)
}

/// After the second factor the session gets a new token and the old one stops working, so that nobody
/// who saw the first is let in by the second (V7.2.4).
pub(super) async fn renew_in(
    change: &mut Change,
    ctx: &Ctx,
    person: Id<Person>,
    csrf: &str,
) -> Result<String> {
    let (old,): (Id<Session>,) = change.one(&BY_CSRF, args![person, csrf]).await?;
    change.run(&END, args![old, ctx.clock.now()]).await?;
    add_in(change, ctx, person, true).await
}

/// One's own sessions that have not ended, the last used first.
pub(crate) async fn sessions_of(store: &Store, ctx: &Ctx) -> Result<Vec<SessionRow>> {
    let me = me(ctx)?;
    let mut tx = store.read(ctx, ACCOUNT_VIEW, &Resource::any("account").of_person(me.uuid())).await?;
    let rows: Vec<SessionRow> = tx.all(&OF_PERSON, args![me]).await?;
    let limits = rules::session_limits(ctx.clock.today());
    let lives = |row: &SessionRow| match (row.created_at.parse(), row.seen_at.parse()) {
        (Ok(created), Ok(seen)) => rules::session_lives(limits, created, seen, ctx.clock.now()),
        _ => false,
    };
    Ok(rows.into_iter().filter(lives).collect())
}

/// Signs out of the session in use.
pub(crate) async fn end_own_session(store: &Store, ctx: &Ctx, csrf: &str) -> Result<()> {
    let me = me(ctx)?;
    let found: Option<(Id<Session>,)> = store.peek().await?.opt(&BY_CSRF, args![me, csrf]).await?;
    match found {
        Some((session,)) => end_session(store, ctx, session).await,
        None => Ok(()),
    }
}

/// Ends one session, wherever it is in use.
pub(crate) async fn end_session(store: &Store, ctx: &Ctx, session: Id<Session>) -> Result<()> {
    let owner: Option<(Id<Person>,)> = store.peek().await?.opt(&OWNER, args![session]).await?;
    let (owner,) = owner.ok_or(Refusal::NotFound)?;
    let resource = Resource::one(session).of_person(owner.uuid());
    let mut change = store.change(ctx, SESSION_END, &resource).await?;
    change.run(&END, args![session, ctx.clock.now()]).await?;
    change.commit().await
}

/// Signs out everywhere, here too.
pub(crate) async fn end_all_sessions(store: &Store, ctx: &Ctx) -> Result<()> {
    let me = me(ctx)?;
    let resource = Resource::any("session").of_person(me.uuid());
    let mut change = store.change(ctx, SESSION_END, &resource).await?;
    end_all_in(&mut change, ctx, me).await?;
    change.commit().await
}

/// Signs somebody else out everywhere, without anything more: they may sign in again.
///
/// # Errors
/// When not allowed or not there.
pub async fn sign_out_everywhere(store: &Store, ctx: &Ctx, person: Id<Person>) -> Result<()> {
    let mut change = store.change(ctx, PERSON_SIGN_OUT, &people::resource(person)).await?;
    people::is_there(&mut change, person).await?;
    end_all_in(&mut change, ctx, person).await?;
    change.commit().await
}

/// Ends every session of a person as part of another change.
pub(super) async fn end_all_in(change: &mut Change, ctx: &Ctx, person: Id<Person>) -> Result<()> {
    change.run(&END_ALL, args![person, ctx.clock.now()]).await.map(drop)
}

/// Ends every session of a person but the one in use (V7.4.3).
pub(crate) async fn end_others(change: &mut Change, ctx: &Ctx, person: Id<Person>, csrf: &str) -> Result<()> {
    change.run(&END_OTHERS, args![person, csrf, ctx.clock.now()]).await.map(drop)
}
