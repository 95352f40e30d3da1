//! Strategies, themes, links and the rest in the record: each function asks the door where the data is.

mod adoption;
mod funding;
mod imports;
mod items;
mod origins;
mod relations;
mod strategies;
mod tabling;
mod themes;

pub use adoption::{
    Adopted, Adopter, NewAdoption, adopt, adopted, adopted_count, adopters, adoption, end_adoption, see,
};
pub use funding::{funding, fundings, save_funding};
pub use imports::{Applied, Staged, apply, discard, restage, stage, staged};
pub use items::{
    add_item, area_of, change_area, change_item, item_history, said, say, strategy_of_item, updates,
};
pub use origins::{Origin, origins};
pub use relations::{End, Link, add_link, all_links, link_end, links_of, remove_link};
pub(crate) use strategies::of_head;
pub use strategies::{add_strategy, change_strategy, strategies, strategy, strategy_heads, strategy_history};
pub use tabling::{RecordedTabling, table, tablings, untable};
pub use themes::{NewTheme, add_theme, change_theme, theme, theme_history, themes};

use concordat_access::{Action as Verb, Ctx, Resource, ResourceKind};
use concordat_kernel::{Id, Kind as _, Ref, Result, Sensitivity};
use concordat_partnership::in_directory;
use concordat_store::{Store, Tx, args, sql};

use super::model::{Commitment, Strategy, Theme};
use crate::{Priority, store::VIEW};

const PARTNER: &[Sensitivity] = &[Sensitivity::Partner];

/// The kinds of thing this theme holds.
pub const KINDS: &[ResourceKind] = &[
    ResourceKind {
        name: "plan_strategy",
        actions: &["view", "add", "import", "change"],
        sensitivities: PARTNER,
    },
    ResourceKind { name: "plan_theme", actions: &["view", "add", "change"], sensitivities: PARTNER },
    ResourceKind { name: "plan_link", actions: &["view", "add", "remove"], sensitivities: PARTNER },
    ResourceKind { name: "plan_adoption", actions: &["view", "add", "change"], sensitivities: PARTNER },
];

/// Reading a strategy.
pub const VIEW_STRATEGY: Verb = Verb::new("plan_strategy", "view");
/// Adding one by hand.
pub const ADD_STRATEGY: Verb = Verb::new("plan_strategy", "add");
/// Bringing one in from a text.
pub const IMPORT_STRATEGY: Verb = Verb::new("plan_strategy", "import");
/// Changing one, its items, and how they stand.
pub const CHANGE_STRATEGY: Verb = Verb::new("plan_strategy", "change");
/// Reading a theme.
pub const VIEW_THEME: Verb = Verb::new("plan_theme", "view");
/// Adding a theme.
pub const ADD_THEME: Verb = Verb::new("plan_theme", "add");
/// Changing or ending a theme.
pub const CHANGE_THEME: Verb = Verb::new("plan_theme", "change");
/// Following links.
pub const VIEW_LINK: Verb = Verb::new("plan_link", "view");
/// Adding a link.
pub const ADD_LINK: Verb = Verb::new("plan_link", "add");
/// Taking a link away.
pub const REMOVE_LINK: Verb = Verb::new("plan_link", "remove");
/// Reading what a plan adopted.
pub const VIEW_ADOPTION: Verb = Verb::new("plan_adoption", "view");
/// Adopting.
pub const ADOPT: Verb = Verb::new("plan_adoption", "add");
/// Looking at what changed, or ending an adoption.
pub const CHANGE_ADOPTION: Verb = Verb::new("plan_adoption", "change");

sql! {
    STRATEGY_TITLE = "SELECT title FROM plan_strategy WHERE id = $1";
    ITEM_TITLE = "SELECT c.kind, c.number, c.text, s.title
                  FROM plan_commitment c JOIN plan_strategy s ON s.id = c.strategy_id WHERE c.id = $1";
    THEME_TITLE = "SELECT title, group_id FROM plan_theme WHERE id = $1";
    PRIORITY_TITLE = "SELECT r.title, p.id, p.group_id
                      FROM plan_priority r JOIN plan p ON p.id = r.plan_id WHERE r.id = $1";
    /// Some strategy; here and below what never changed comes first, because the example of a form carries version 1.
    pub ANY_STRATEGY = "SELECT id FROM plan_strategy ORDER BY version, id LIMIT 1";
    /// Some area.
    pub ANY_AREA = "SELECT id FROM plan_strategy_area ORDER BY version, id LIMIT 1";
    /// Some item.
    pub ANY_ITEM = "SELECT id FROM plan_commitment ORDER BY version, id LIMIT 1";
    /// Some text that is being looked through.
    pub ANY_IMPORT = "SELECT id FROM plan_strategy_import WHERE state = 'staged' ORDER BY version, id LIMIT 1";
    /// Some theme.
    pub ANY_THEME = "SELECT id FROM plan_theme ORDER BY version, id LIMIT 1";
    /// Some link.
    pub ANY_LINK = "SELECT id FROM plan_relation ORDER BY id LIMIT 1";
    /// Some adoption that has not ended.
    pub ANY_ADOPTION = "SELECT id FROM plan_adoption WHERE ended_at IS NULL ORDER BY version, id LIMIT 1";
    /// Some tabling.
    pub ANY_TABLING = "SELECT id FROM plan_tabling ORDER BY id LIMIT 1";
}

/// Strategies belong to every partnership of the county alike: a role held for any of its groups is enough.
pub(crate) fn shared(ctx: &Ctx, resource: Resource) -> Resource {
    in_directory(ctx, resource)
}

/// The title of a thing of this theme, for links from elsewhere; nothing when the asker may not see it.
///
/// # Errors
/// When the database does not answer.
pub async fn titles(store: &Store, ctx: &Ctx, thing: &Ref) -> Result<Option<String>> {
    let may_strategy = || store.may(ctx, VIEW_STRATEGY, &shared(ctx, Resource::any("plan_strategy")));
    let mut tx = store.peek().await?;
    Ok(match thing.kind.as_ref() {
        Strategy::NAME if may_strategy() => {
            tx.opt::<(String,)>(&STRATEGY_TITLE, args![thing.id]).await?.map(|(title,)| title)
        }
        Commitment::NAME if may_strategy() => {
            let row: Option<(String, String, String, String)> = tx.opt(&ITEM_TITLE, args![thing.id]).await?;
            row.map(|(kind, number, text, strategy)| {
                let kind = super::model::ItemKind::from_word(&kind).map_or("Item", |kind| kind.title());
                format!("{kind} {number} of {strategy}: {text}")
            })
        }
        Theme::NAME => {
            let row: Option<(String, Option<Id<()>>)> = tx.opt(&THEME_TITLE, args![thing.id]).await?;
            row.filter(|(_, group)| {
                store.may(ctx, VIEW_THEME, &Resource::any(Theme::NAME).within(group.map(Id::uuid)))
            })
            .map(|(title, _)| title)
        }
        Priority::NAME => {
            let row: Option<(String, Id<crate::Plan>, Option<Id<()>>)> =
                tx.opt(&PRIORITY_TITLE, args![thing.id]).await?;
            row.filter(|(_, plan, group)| {
                store.may(ctx, VIEW, &Resource::one(*plan).within(group.map(Id::uuid)))
            })
            .map(|(title, ..)| title)
        }
        _ => None,
    })
}

/// The names of bodies and groups.
pub(super) async fn names(tx: &mut Tx) -> Result<std::collections::HashMap<concordat_kernel::AnyId, String>> {
    concordat_partnership::names(tx).await
}
