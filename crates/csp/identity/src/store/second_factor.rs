use concordat_access::{Actor, Ctx, Resource};
use concordat_kernel::{Id, Refusal, Result, kind};
use concordat_store::{Change, Store, args, sql};

use super::{
    attempts::{self, Subject},
    me,
    people::resource,
    sessions::{end_all_in, end_others, renew_in},
    sign_in::{confirm, deny},
};
use crate::{
    Person,
    model::{ACCOUNT_CHANGE, ACCOUNT_VIEW, PERSON_RESET, SESSION_ADD},
    secrets, totp,
};

kind!(
    /// A recovery code.
    RecoveryCode,
    "recovery_code"
);

/// How many recovery codes one gets.
const CODES: usize = 10;

sql! {
    STATE = "SELECT p.email, p.totp_secret, p.totp_step,
            (SELECT COUNT(*) FROM identity_recovery_code c WHERE c.person = p.id AND c.used_at IS NULL) AS codes_left
        FROM identity_person p
        WHERE p.id = $1";
    SET_SECRET = "UPDATE identity_person SET totp_secret = $2, totp_step = $3, version = version + 1 WHERE id = $1";
    REMOVE_SECRET = "UPDATE identity_person
        SET totp_secret = NULL, totp_step = NULL, version = version + 1
        WHERE id = $1 AND totp_secret IS NOT NULL";
    // Two with the same code at once: only one of them finds it unused.
    USE_STEP = "UPDATE identity_person SET totp_step = $2 WHERE id = $1 AND (totp_step IS NULL OR totp_step < $2)";
    ADD_CODE = "INSERT INTO identity_recovery_code (id, person, code_hash, created_at) VALUES ($1, $2, $3, $4)";
    USE_CODE = "UPDATE identity_recovery_code
        SET used_at = $3
        WHERE person = $1 AND code_hash = $2 AND used_at IS NULL";
    REMOVE_CODES = "DELETE FROM identity_recovery_code WHERE person = $1";
}

/// How a person's second factor stands.
#[derive(sqlx::FromRow)]
pub(crate) struct SecondFactor {
    pub(crate) email: String,
    totp_secret: Option<String>,
    totp_step: Option<i64>,
    pub(crate) codes_left: i64,
}

impl SecondFactor {
    pub(crate) fn enrolled(&self) -> bool {
        self.totp_secret.is_some()
    }
}

/// What is handed over once, after the second factor was set up.
pub(crate) struct Enrolled {
    pub(crate) codes: Vec<String>,
    /// The session's new token.
    pub(crate) token: String,
}

/// How one's own second factor stands.
pub(crate) async fn second_factor_of(store: &Store, ctx: &Ctx) -> Result<SecondFactor> {
    let me = me(ctx)?;
    let mut tx = store.read(ctx, ACCOUNT_VIEW, &Resource::any("account").of_person(me.uuid())).await?;
    tx.one(&STATE, args![me]).await
}

fn given(ctx: &Ctx) -> bool {
    matches!(ctx.actor, Actor::Person { second_factor: true, .. })
}

/// Sets up the second factor. Whoever has one already must have given it in this session and gives the
/// password again: a password alone must not replace it.
pub(crate) async fn enrol(
    store: &Store,
    ctx: &Ctx,
    csrf: &str,
    secret: &str,
    code: &str,
    password: &str,
) -> Result<Enrolled> {
    let me = me(ctx)?;
    let state = second_factor_of(store, ctx).await?;
    if state.enrolled() {
        if !given(ctx) {
            deny(store, ctx, Some(me)).await?;
            return Err(Refusal::SecondFactorFirst.into());
        }
        confirm(store, ctx, password).await?;
    }
    let step = totp::step_of(secret, code, None, ctx.clock.now())?.ok_or_else(wrong_code)?;
    let account = Resource::any("account").of_person(me.uuid());
    let mut change = store.change(ctx, ACCOUNT_CHANGE, &account).await?;
    change.run(&SET_SECRET, args![me, secret, step]).await?;
    let codes = codes_in(&mut change, ctx, me).await?;
    let token = renew_in(&mut change, ctx, me, csrf).await?;
    end_others_after_renewal(&mut change, ctx, me, &token).await?;
    change.commit().await?;
    Ok(Enrolled { codes, token })
}

sql! {
    CSRF_OF = "SELECT csrf FROM identity_session WHERE token_hash = $1";
}

/// Other sessions were opened without this second factor.
async fn end_others_after_renewal(change: &mut Change, ctx: &Ctx, me: Id<Person>, token: &str) -> Result<()> {
    let (csrf,): (String,) = change.one(&CSRF_OF, args![secrets::hash(token)]).await?;
    end_others(change, ctx, me, &csrf).await
}

/// Ten new codes; the old ones stop working.
async fn codes_in(change: &mut Change, ctx: &Ctx, person: Id<Person>) -> Result<Vec<String>> {
    change.run(&REMOVE_CODES, args![person]).await?;
    let codes: Vec<String> = (0..CODES).map(|_| secrets::recovery_code(&ctx.chance)).collect();
    for code in &codes {
        let id = ctx.chance.id::<RecoveryCode>(&ctx.clock);
        let kept = secrets::hash(&secrets::bare_code(code));
        change.run(&ADD_CODE, args![id, person, kept, ctx.clock.now()]).await?;
    }
    Ok(codes)
}

/// Takes the code of this moment, or a recovery code, and finishes signing in: the session gets a new
/// token, which is returned.
pub(crate) async fn give_code(store: &Store, ctx: &Ctx, csrf: &str, typed: &str) -> Result<String> {
    let me = me(ctx)?;
    let subject = Subject::Code(me);
    if let Err(error) = attempts::begin(store, &ctx.clock, &subject).await {
        deny(store, ctx, Some(me)).await?;
        return Err(error);
    }
    let state = second_factor_of(store, ctx).await?;
    let Some(secret) = state.totp_secret else { return Err(Refusal::NotFound.into()) };
    let session = Resource::any("session").of_person(me.uuid());
    let mut change = store.change(ctx, SESSION_ADD, &session).await?;
    let right = match totp::step_of(&secret, typed, state.totp_step, ctx.clock.now())? {
        Some(step) => change.run(&USE_STEP, args![me, step]).await? > 0,
        None => {
            let kept = secrets::hash(&secrets::bare_code(typed));
            change.run(&USE_CODE, args![me, kept, ctx.clock.now()]).await? > 0
        }
    };
    if !right {
        drop(change);
        deny(store, ctx, Some(me)).await?;
        attempts::failed_somewhere(store, &ctx.clock).await?;
        return Err(wrong_code().into());
    }
    let token = renew_in(&mut change, ctx, me, csrf).await?;
    change.commit().await?;
    attempts::succeeded(store, &subject).await?;
    Ok(token)
}

/// Replaces one's recovery codes.
pub(crate) async fn new_recovery_codes(store: &Store, ctx: &Ctx, password: &str) -> Result<Vec<String>> {
    let me = me(ctx)?;
    if !second_factor_of(store, ctx).await?.enrolled() {
        return Err(Refusal::rule("Set up your second factor first. You get recovery codes with it.").into());
    }
    if !given(ctx) {
        return Err(Refusal::SecondFactorFirst.into());
    }
    confirm(store, ctx, password).await?;
    let account = Resource::any("account").of_person(me.uuid());
    let mut change = store.change(ctx, ACCOUNT_CHANGE, &account).await?;
    let codes = codes_in(&mut change, ctx, me).await?;
    change.commit().await?;
    Ok(codes)
}

/// Takes a person's second factor away, when authenticator and codes are lost: they set up a new one when
/// they next sign in. They are signed out everywhere.
///
/// # Errors
/// When not allowed or not there.
pub async fn remove_second_factor(store: &Store, ctx: &Ctx, person: Id<Person>) -> Result<()> {
    let mut change = store.change(ctx, PERSON_RESET, &resource(person)).await?;
    let _: SecondFactor = change.one(&STATE, args![person]).await?;
    if change.run(&REMOVE_SECRET, args![person]).await? > 0 {
        change.run(&REMOVE_CODES, args![person]).await?;
        end_all_in(&mut change, ctx, person).await?;
        change.keep(person, "second factor", Some("set up"), None).await?;
    }
    change.commit().await
}

/// Gives a person a second factor with a known secret: for samples and browser journeys, where somebody
/// must be able to work out the code.
///
/// # Errors
/// When not allowed, not there, or the secret is not 160 bits in base32.
pub async fn enrol_for_samples(store: &Store, ctx: &Ctx, person: Id<Person>, secret: &str) -> Result<()> {
    totp::code_at(secret, ctx.clock.now())?;
    let mut change = store.change(ctx, PERSON_RESET, &resource(person)).await?;
    if change.run(&SET_SECRET, args![person, secret, None::<i64>]).await? == 0 {
        return Err(Refusal::NotFound.into());
    }
    change.commit().await
}

fn wrong_code() -> Refusal {
    Refusal::invalid(
        "code",
        "This code is not right, or it was used before. Wait for the next one and enter that",
    )
}
