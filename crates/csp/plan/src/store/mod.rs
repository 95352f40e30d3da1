//! The plan in the record: each function takes the circumstances, asks the door where the data
//! is, and leaves history and an audit row.

mod aims;
mod course;
pub(crate) mod edit;
mod imports;
mod items;
pub(crate) mod load;
pub(crate) mod measured;
mod one;
pub(crate) mod save;
#[cfg(test)]
mod stories;
mod waits;

pub(crate) use aims::aims;
pub(crate) use course::{ANY_ONGOING, ANY_STEP, ANY_STOOD_DOWN, action_of_step, set_recurs, stand_down};
pub use edit::{
    ActionEdit, NewAction, add_action, change_action, change_plan, change_priority, move_action, reinstate,
    withdraw,
};
pub use imports::{Applied, ImportHead, Staged, apply, discard, import_of, imports, restage, stage};
pub(crate) use items::day;
pub(crate) use load::load;
pub use load::{
    action_history, plan, plan_for_export, plan_history, plan_of_action, plan_of_action_to, plan_of_priority,
    plan_of_priority_to, plan_to, plans, priority_history, titles,
};
pub(crate) use one::{one_action, plan_head};
pub(crate) use save::set_state;
pub(crate) use waits::{StagedFile, running, staged_files};

use concordat_access::{Action as Verb, Resource, ResourceKind};
use concordat_kernel::{Id, Result, Sensitivity};
use concordat_store::Tx;
use concordat_store::{args, sql};

use crate::{Action, Plan};

/// The kinds of thing this slice holds.
pub const KINDS: &[ResourceKind] = &[
    ResourceKind {
        name: "plan",
        actions: &["view", "export", "import", "add", "change"],
        sensitivities: &[Sensitivity::Partner],
    },
    ResourceKind {
        name: "plan_action",
        actions: &["view", "add", "change", "withdraw"],
        sensitivities: &[Sensitivity::Partner],
    },
];

/// Reading a plan.
pub const VIEW: Verb = Verb::new("plan", "view");
/// Taking a plan away as a file.
pub const EXPORT: Verb = Verb::new("plan", "export");
/// Bringing a file into a plan.
pub const IMPORT: Verb = Verb::new("plan", "import");
/// Changing a plan's own fields and its priorities'.
pub const CHANGE: Verb = Verb::new("plan", "change");
/// Reading an action.
pub const VIEW_ACTION: Verb = Verb::new("plan_action", "view");
/// Adding an action.
pub const ADD_ACTION: Verb = Verb::new("plan_action", "add");
/// Changing or moving an action.
pub const CHANGE_ACTION: Verb = Verb::new("plan_action", "change");
/// Withdrawing an action, or putting it back.
pub const WITHDRAW: Verb = Verb::new("plan_action", "withdraw");

sql! {
    GROUP_OF_PLAN = "SELECT group_id FROM plan WHERE id = $1";
    pub(crate) PLAN_OF_ACTION = "SELECT plan_id FROM plan_action WHERE id = $1";
    GROUP_OF_ACTION = "SELECT a.plan_id, p.group_id
                       FROM plan_action a JOIN plan p ON p.id = a.plan_id
                       WHERE a.id = $1";
    pub(crate) PLAN_OF_PRIORITY = "SELECT plan_id FROM plan_priority WHERE id = $1";
    /// Some plan, for tests that walk the routes.
    pub ANY_PLAN = "SELECT id FROM plan ORDER BY id LIMIT 1";
    /// Some priority. Here and below a thing that never changed comes first: the example of a form
    /// carries version 1.
    pub ANY_PRIORITY = "SELECT id FROM plan_priority ORDER BY version, id LIMIT 1";
    /// Some action that is not withdrawn.
    pub ANY_ACTION = "SELECT id FROM plan_action WHERE state <> 'withdrawn' ORDER BY version, id LIMIT 1";
    /// Some action that was changed once: it was withdrawn.
    pub ANY_WITHDRAWN = "SELECT id FROM plan_action WHERE state = 'withdrawn' ORDER BY version, id LIMIT 1";
    /// Some import that is still being looked through.
    pub ANY_IMPORT = "SELECT id FROM plan_import WHERE state = 'staged' ORDER BY version, id LIMIT 1";
}

/// A plan as the door sees it: it belongs to its group.
pub(crate) async fn plan_resource(tx: &mut Tx, plan: Id<Plan>) -> Result<Resource> {
    let (group,): (Option<Id<()>>,) = tx.one(&GROUP_OF_PLAN, args![plan]).await?;
    Ok(Resource::one(plan).within(group.map(Id::uuid)))
}

/// An action as the door sees it: it belongs to its plan's group.
pub(crate) async fn action_resource(tx: &mut Tx, action: Id<Action>) -> Result<(Id<Plan>, Resource)> {
    let (plan, group): (Id<Plan>, Option<Id<()>>) = tx.one(&GROUP_OF_ACTION, args![action]).await?;
    Ok((plan, Resource::one(action).within(group.map(Id::uuid))))
}

/// A priority as the door sees it: it belongs to its plan, and the plan to a group.
pub(crate) async fn priority_resource(
    tx: &mut Tx,
    priority: Id<crate::Priority>,
) -> Result<(Id<Plan>, Resource)> {
    let (plan,): (Id<Plan>,) = tx.one(&PLAN_OF_PRIORITY, args![priority]).await?;
    Ok((plan, plan_resource(tx, plan).await?))
}
