//! Where the pages of this theme are.

use concordat_kernel::{Id, Kind as _, Ref};

use super::model::{Adoption, Area, Commitment, Relation, Strategy, StrategyImport, Tabling, Theme};
use crate::{Action, Plan, Priority};

/// Every strategy.
pub const STRATEGIES: &str = "/strategies";
/// Adding a strategy by hand.
pub const NEW_STRATEGY: &str = "/strategies/new";
/// Bringing a strategy in from a file or from pasted text.
pub const IMPORT_STRATEGY: &str = "/strategies/import";
/// A strategy on a page.
pub const STRATEGY: &str = "/strategies/{plan_strategy}";
/// Changing a strategy's own fields.
pub const EDIT_STRATEGY: &str = "/strategies/{plan_strategy}/edit";
/// Adding an item or an area to a strategy.
pub const NEW_ITEM: &str = "/strategies/{plan_strategy}/items/new";
/// Saying which groups a strategy comes before.
pub const TABLE_STRATEGY: &str = "/strategies/{plan_strategy}/tabling";
/// Ending that.
pub const UNTABLE: &str = "/tabling/{plan_tabling}/end";
/// Renaming an area.
pub const EDIT_AREA: &str = "/strategy-areas/{plan_strategy_area}/edit";
/// A commitment, objective or recommendation.
pub const ITEM: &str = "/commitments/{plan_commitment}";
/// Changing one.
pub const EDIT_ITEM: &str = "/commitments/{plan_commitment}/edit";
/// Saying how one stands.
pub const UPDATE_ITEM: &str = "/commitments/{plan_commitment}/update";
/// A strategy's text being looked through.
pub const STAGED: &str = "/strategy-imports/{plan_strategy_import}";
/// Bringing it in.
pub const APPLY: &str = "/strategy-imports/{plan_strategy_import}/apply";
/// Setting it aside.
pub const DISCARD: &str = "/strategy-imports/{plan_strategy_import}/discard";
/// What a plan adopted.
pub const ADOPTED: &str = "/plans/{plan}/adopted";
/// Adopting something into a priority.
pub const ADOPT: &str = "/priorities/{plan_priority}/adopt";
/// Having looked at what changed at the origin.
pub const SEEN: &str = "/adoptions/{plan_adoption}/seen";
/// Ending an adoption.
pub const END_ADOPTION: &str = "/adoptions/{plan_adoption}/end";
/// The themes of every group.
pub const THEMES: &str = "/themes";
/// Adding a theme.
pub const NEW_THEME: &str = "/themes/new";
/// A theme.
pub const THEME: &str = "/themes/{plan_theme}";
/// Changing a theme.
pub const EDIT_THEME: &str = "/themes/{plan_theme}/edit";
/// Links of an action.
pub const ACTION_LINKS: &str = "/actions/{plan_action}/links";
/// Links of a priority.
pub const PRIORITY_LINKS: &str = "/priorities/{plan_priority}/links";
/// Links of a strategy.
pub const STRATEGY_LINKS: &str = "/strategies/{plan_strategy}/links";
/// Links of a commitment.
pub const ITEM_LINKS: &str = "/commitments/{plan_commitment}/links";
/// Links of a theme.
pub const THEME_LINKS: &str = "/themes/{plan_theme}/links";
/// Links of a group.
pub const GROUP_LINKS: &str = "/group-links/{group}";
/// Taking a link away.
pub const REMOVE_LINK: &str = "/links/{plan_link}/remove";
/// What is covered by a plan and what is not.
pub const COVERAGE: &str = "/plans/{plan}/coverage";
/// Who reports to whom and what is tabled where.
pub const GOVERNANCE: &str = "/governance";
/// Whether an action's money is certain.
pub const FUNDING: &str = "/actions/{plan_action}/funding";

/// The page of a strategy.
pub fn strategy(id: Id<Strategy>) -> String {
    format!("/strategies/{id}")
}

/// The form that changes a strategy.
pub fn edit_strategy(id: Id<Strategy>) -> String {
    format!("/strategies/{id}/edit")
}

/// The form that adds an item.
pub fn new_item(id: Id<Strategy>) -> String {
    format!("/strategies/{id}/items/new")
}

/// The form that says where a strategy is tabled.
pub fn tabling(id: Id<Strategy>) -> String {
    format!("/strategies/{id}/tabling")
}

/// Where the form that ends a tabling is sent.
pub fn untable(id: Id<Tabling>) -> String {
    format!("/tabling/{id}/end")
}

/// The form that renames an area.
pub fn edit_area(id: Id<Area>) -> String {
    format!("/strategy-areas/{id}/edit")
}

/// The page of an item.
pub fn item(id: Id<Commitment>) -> String {
    format!("/commitments/{id}")
}

/// The form that changes an item.
pub fn edit_item(id: Id<Commitment>) -> String {
    format!("/commitments/{id}/edit")
}

/// The form that says how an item stands.
pub fn update_item(id: Id<Commitment>) -> String {
    format!("/commitments/{id}/update")
}

/// The page of a strategy's text being looked through.
pub fn staged(id: Id<StrategyImport>) -> String {
    format!("/strategy-imports/{id}")
}

/// Where it is brought in.
pub fn apply(id: Id<StrategyImport>) -> String {
    format!("/strategy-imports/{id}/apply")
}

/// Where it is set aside.
pub fn discard(id: Id<StrategyImport>) -> String {
    format!("/strategy-imports/{id}/discard")
}

/// What a plan adopted.
pub fn adopted(id: Id<Plan>) -> String {
    format!("/plans/{id}/adopted")
}

/// The form that adopts into a priority.
pub fn adopt(id: Id<Priority>) -> String {
    format!("/priorities/{id}/adopt")
}

/// Where it is said that a change at the origin was looked at.
pub fn seen(id: Id<Adoption>) -> String {
    format!("/adoptions/{id}/seen")
}

/// The form that ends an adoption.
pub fn end_adoption(id: Id<Adoption>) -> String {
    format!("/adoptions/{id}/end")
}

/// The page of a theme.
pub fn theme(id: Id<Theme>) -> String {
    format!("/themes/{id}")
}

/// The form that changes a theme.
pub fn edit_theme(id: Id<Theme>) -> String {
    format!("/themes/{id}/edit")
}

/// The links of a thing, when it can have some.
pub fn links(thing: &Ref) -> Option<String> {
    let id = thing.id;
    match thing.kind.as_ref() {
        Action::NAME => Some(format!("/actions/{id}/links")),
        Priority::NAME => Some(format!("/priorities/{id}/links")),
        Strategy::NAME => Some(format!("/strategies/{id}/links")),
        Commitment::NAME => Some(format!("/commitments/{id}/links")),
        Theme::NAME => Some(format!("/themes/{id}/links")),
        "group" => Some(format!("/group-links/{id}")),
        _ => None,
    }
}

/// Where the form that takes a link away is sent.
pub fn remove_link(id: Id<Relation>) -> String {
    format!("/links/{id}/remove")
}

/// What a plan covers.
pub fn coverage(id: Id<Plan>) -> String {
    format!("/plans/{id}/coverage")
}

/// The form that says whether an action's money is certain.
pub fn funding(id: Id<Action>) -> String {
    format!("/actions/{id}/funding")
}

/// The page of a thing of this theme.
pub fn link(thing: &Ref) -> Option<String> {
    match thing.kind.as_ref() {
        Strategy::NAME => Some(strategy(Id::from_uuid(thing.id))),
        Commitment::NAME => Some(item(Id::from_uuid(thing.id))),
        Theme::NAME => Some(theme(Id::from_uuid(thing.id))),
        StrategyImport::NAME => Some(staged(Id::from_uuid(thing.id))),
        _ => None,
    }
}
