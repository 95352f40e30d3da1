use concordat_access::{Action as Verb, Ctx, Resource};
use concordat_kernel::{AnyId, Id, Kind as _, Refusal, Result};
use concordat_store::{FieldChange, Store, Tx, args, sql};

use super::{ADD_THEME, CHANGE_THEME, VIEW_THEME, shared};
use crate::{
    import::tidy,
    strategies::{
        model::{RecordedTheme, Theme},
        rules,
    },
};

sql! {
    THEMES = "SELECT id, group_id, title, aim, ended_because, version FROM plan_theme ORDER BY position, title, id";
    THEME = "SELECT id, group_id, title, aim, ended_because, version FROM plan_theme WHERE id = $1";
    COUNT = "SELECT COUNT(*) FROM plan_theme";
    INSERT = "INSERT INTO plan_theme (id, group_id, position, title, aim, ended_because, version)
              VALUES ($1, $2, $3, $4, $5, NULL, 1)";
    UPDATE = "UPDATE plan_theme SET title = $2, aim = $3, ended_because = $4, version = version + 1
              WHERE id = $1 AND version = $5";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Theme>,
    group_id: Option<Id<()>>,
    title: String,
    aim: String,
    ended_because: Option<String>,
    version: i64,
}

impl From<Row> for RecordedTheme {
    fn from(row: Row) -> Self {
        let Row { id, group_id, title, aim, ended_because, version } = row;
        Self { id, group: group_id.map(Id::uuid), title, aim, ended_because, version }
    }
}

/// What is said of a theme when it is added or changed.
#[derive(Debug, Clone, Default)]
pub struct NewTheme {
    /// The group whose plans it cuts across; fixed when it is added.
    pub group: Option<AnyId>,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub aim: String,
    /// Why it is no longer used; empty while it is.
    pub ended_because: String,
}

/// A theme as the door sees it: it belongs to its group. One of the whole county is seen from everywhere.
fn resource(ctx: &Ctx, verb: Verb, id: Option<Id<Theme>>, group: Option<AnyId>) -> Resource {
    let resource = Resource { id: id.map(Id::uuid), ..Resource::any(Theme::NAME) }.within(group);
    if group.is_none() && verb == VIEW_THEME { shared(ctx, resource) } else { resource }
}

/// The themes the asker may see, ended ones last.
///
/// # Errors
/// When the asker may see none anywhere.
pub async fn themes(store: &Store, ctx: &Ctx) -> Result<Vec<RecordedTheme>> {
    store.ask(ctx, VIEW_THEME, &shared(ctx, Resource::any(Theme::NAME))).await?;
    let rows = store.peek().await?.all::<Row>(&THEMES, args![]).await?;
    let mut themes: Vec<RecordedTheme> = rows
        .into_iter()
        .map(RecordedTheme::from)
        .filter(|theme| store.may(ctx, VIEW_THEME, &resource(ctx, VIEW_THEME, Some(theme.id), theme.group)))
        .collect();
    themes.sort_by_key(|theme| theme.ended_because.is_some());
    Ok(themes)
}

/// A theme, for a page on which `verb` is done or about to be done.
///
/// # Errors
/// When there is none, or the asker may not do that to it.
pub async fn theme(store: &Store, ctx: &Ctx, verb: Verb, id: Id<Theme>) -> Result<RecordedTheme> {
    let theme = load(&mut store.peek().await?, id).await?;
    store.ask(ctx, verb, &resource(ctx, verb, Some(id), theme.group)).await?;
    Ok(theme)
}

async fn load(tx: &mut Tx, id: Id<Theme>) -> Result<RecordedTheme> {
    Ok(tx.one::<Row>(&THEME, args![id]).await?.into())
}

/// What a theme was before, newest first.
///
/// # Errors
/// When it is not for the asker.
pub async fn theme_history(store: &Store, ctx: &Ctx, id: Id<Theme>) -> Result<Vec<FieldChange>> {
    theme(store, ctx, VIEW_THEME, id).await?;
    store.peek().await?.history(id.uuid()).await
}

fn check(new: &NewTheme) -> Result<(), Refusal> {
    crate::rules::check_title(&new.title, "theme")?;
    rules::check_text("aim", &new.aim, None)?;
    rules::check_text("ended_because", &new.ended_because, None)
}

/// Adds a theme.
///
/// # Errors
/// When the asker may not for that group, or a rule says no.
pub async fn add_theme(store: &Store, ctx: &Ctx, new: &NewTheme) -> Result<Id<Theme>> {
    let mut tx = store.change(ctx, ADD_THEME, &resource(ctx, ADD_THEME, None, new.group)).await?;
    check(new)?;
    crate::store::edit::check_group(&mut tx, new.group).await?;
    let id: Id<Theme> = ctx.chance.id(&ctx.clock);
    let (position,): (i64,) = tx.one(&COUNT, args![]).await?;
    tx.run(&INSERT, args![id, new.group, position, tidy(&new.title), new.aim.trim()]).await?;
    tx.keep(id, "Title", None, Some(&tidy(&new.title))).await?;
    tx.about(id.uuid());
    tx.commit().await?;
    Ok(id)
}

/// Renames a theme, changes its aim, ends it or takes it up again. It stays the same theme.
///
/// # Errors
/// [`Refusal::Conflict`] when it changed since; when the asker may not; when a rule says no.
pub async fn change_theme(
    store: &Store,
    ctx: &Ctx,
    id: Id<Theme>,
    version: i64,
    new: &NewTheme,
) -> Result<()> {
    let group = load(&mut store.peek().await?, id).await?.group;
    let mut tx = store.change(ctx, CHANGE_THEME, &resource(ctx, CHANGE_THEME, Some(id), group)).await?;
    check(new)?;
    let former = load(&mut tx, id).await?;
    let ended = Some(new.ended_because.trim()).filter(|because| !because.is_empty());
    let title = tidy(&new.title);
    if tx.run(&UPDATE, args![id, &title, new.aim.trim(), ended, version]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    tx.keep(id, "Title", Some(&former.title), Some(&title)).await?;
    tx.keep(id, "Aim", Some(&former.aim), Some(new.aim.trim())).await?;
    tx.keep(id, "No longer used, because", former.ended_because.as_deref(), ended).await?;
    tx.commit().await
}
