//! The measures of a plan as its actions hold them: one item each, in the plan's order.

use concordat_kernel::{Id, Result};
use concordat_store::{Tx, args, sql};

use crate::{Action, Plan, measures::Measure};

sql! {
    OF_PLAN = "SELECT i.id, r.action_id, a.number, i.text
               FROM plan_item i
               JOIN plan_row r ON r.id = i.row_id
               JOIN plan_action a ON a.id = r.action_id
               JOIN plan_priority p ON p.id = a.priority_id
               WHERE a.plan_id = $1 AND (a.id = $2 OR $2 IS NULL) AND i.kind = 'measure'
               ORDER BY p.position, p.id, a.position, a.id, r.position, r.id, i.position, i.id";
    ACTION_OF = "SELECT r.action_id, i.text
                 FROM plan_item i JOIN plan_row r ON r.id = i.row_id
                 WHERE i.id = $1 AND i.kind = 'measure'";
    /// Some measure for tests that walk the routes, one about which nothing has been said where there is one:
    /// the example of a form carries version 0.
    pub(crate) ANY_MEASURE = "SELECT i.id
                              FROM plan_item i
                              JOIN plan_row r ON r.id = i.row_id
                              JOIN plan_action a ON a.id = r.action_id
                              LEFT JOIN plan_measure m ON m.item_id = i.id
                              WHERE i.kind = 'measure' AND a.state <> 'withdrawn'
                              ORDER BY CASE WHEN m.item_id IS NULL THEN 0 ELSE 1 END, i.id LIMIT 1";
}

/// A measure as its action holds it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Measured {
    /// The item.
    pub(crate) id: Id<Measure>,
    /// Its action.
    pub(crate) action_id: Id<Action>,
    /// The action's number.
    pub(crate) number: String,
    /// Its words.
    pub(crate) text: String,
}

/// Every measure of a plan, or of `only` one of its actions; those of withdrawn actions too.
pub(crate) async fn measured(tx: &mut Tx, plan: Id<Plan>, only: Option<Id<Action>>) -> Result<Vec<Measured>> {
    tx.all(&OF_PLAN, args![plan, only]).await
}

/// The action that a measure stands in, and its words; `None` when it was taken out.
pub(crate) async fn action_of_measure(tx: &mut Tx, id: Id<Measure>) -> Result<Option<(Id<Action>, String)>> {
    tx.opt(&ACTION_OF, args![id]).await
}
