//! Writing how an action goes and comes round, with its history. Every function is called inside a change that has
//! already asked the door.

use concordat_kernel::{Id, Refusal, Result, jiff::civil::Date};
use concordat_store::{Change, Tx, args, sql};

use crate::{
    Action, RecordedAction,
    exceptions::{Reasoned, Recurs, Step},
};

sql! {
    RECURS = "UPDATE plan_action SET recurs = $2, confirmed_on = $3, version = version + 1
              WHERE id = $1 AND version = $4 AND state <> 'withdrawn'";
    STAND_DOWN = "UPDATE plan_item SET stood_down_on = $2, stood_down_because = $3 WHERE id = $1";
    TOUCH = "UPDATE plan_action SET version = version + 1
             WHERE id = $1 AND version = $2 AND state <> 'withdrawn'";
    ACTION_OF_STEP = "SELECT r.action_id FROM plan_item i JOIN plan_row r ON r.id = i.row_id
                      WHERE i.id = $1 AND i.kind = 'step'";
    /// Some action that goes on, changed once: to say so.
    pub(crate) ANY_ONGOING = "SELECT id FROM plan_action WHERE recurs = 'ongoing' AND state <> 'withdrawn'
                              ORDER BY version, id LIMIT 1";
    /// Some step that can be stood down.
    pub(crate) ANY_STEP = "SELECT i.id FROM plan_item i JOIN plan_row r ON r.id = i.row_id
                           JOIN plan_action a ON a.id = r.action_id
                           WHERE i.kind = 'step' AND i.stood_down_on IS NULL AND a.state <> 'withdrawn'
                           ORDER BY a.version, i.id LIMIT 1";
    /// Some step that was stood down, of an action that was changed once: it was that.
    pub(crate) ANY_STOOD_DOWN = "SELECT i.id FROM plan_item i JOIN plan_row r ON r.id = i.row_id
                                 JOIN plan_action a ON a.id = r.action_id
                                 WHERE i.kind = 'step' AND i.stood_down_on IS NOT NULL AND a.state <> 'withdrawn'
                                 ORDER BY a.version, i.id LIMIT 1";
}

/// Says how an action comes round, or confirms that it goes on.
pub(crate) async fn set_recurs(
    tx: &mut Change,
    former: &RecordedAction,
    version: i64,
    recurs: Recurs,
    confirmed_on: Option<Date>,
) -> Result<()> {
    if tx.run(&RECURS, args![former.id, recurs.word(), confirmed_on, version]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    let was = former.course.recurs.to_string();
    tx.keep(former.id, "How it comes round", Some(&was), Some(&recurs.to_string())).await?;
    let words = |day: Option<Date>| day.map(|date| crate::import::Timescale::Date { date }.to_string());
    let (was, is) = (words(former.course.confirmed_on), words(confirmed_on));
    tx.keep(former.id, "Confirmed", was.as_deref(), is.as_deref()).await
}

/// Stands a step down with a reason, or up again without one.
pub(crate) async fn stand_down(
    tx: &mut Change,
    former: &RecordedAction,
    version: i64,
    step: Id<Step>,
    latter: Option<&Reasoned>,
) -> Result<()> {
    let known = former.course.steps.iter().find(|known| known.id == step).ok_or(Refusal::NotFound)?;
    if tx.run(&TOUCH, args![former.id, version]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    let row = args![step, latter.map(|latter| latter.on), latter.map(|latter| latter.because.as_str())];
    tx.run(&STAND_DOWN, row).await?;
    let text = former.content.rows.get(known.row).and_then(|row| row.steps.get(known.place));
    let words = |reasoned: Option<&Reasoned>| {
        let text = text.cloned().unwrap_or_default();
        match reasoned {
            Some(reasoned) => format!("{text}\nStood down: {}", reasoned.because),
            None => text,
        }
    };
    tx.keep(former.id, "Step", Some(&words(known.stood_down.as_ref())), Some(&words(latter))).await
}

/// The action that a step belongs to.
pub(crate) async fn action_of_step(tx: &mut Tx, step: Id<Step>) -> Result<Id<Action>> {
    let (action,): (Id<Action>,) = tx.one(&ACTION_OF_STEP, args![step]).await?;
    Ok(action)
}
