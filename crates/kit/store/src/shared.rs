use std::sync::{Arc, Mutex, PoisonError};

use crate::tx::Snapshot;

/// The snapshot that the readings of one request share.
///
/// A page asks for a snapshot wherever it reads something, a dozen times or more, and beginning and ending one costs
/// more than most of the statements that are run in it. So a snapshot that is given back waits here for the next
/// reading of the same request, and everything the page shows is of one moment. As soon as the request writes, the
/// snapshot is let go and none is shared any more: what was written must be seen by what reads afterwards.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shared(Arc<Mutex<Turn>>);

#[derive(Debug, Default)]
enum Turn {
    /// None was begun yet, or somebody is reading from it.
    #[default]
    Nothing,
    /// Ready for the next reading.
    Idle(Snapshot),
    /// The request has written.
    Over,
}

impl Shared {
    /// The snapshot, when one waits.
    pub(crate) fn take(&self) -> Option<Snapshot> {
        self.change(|turn| match turn {
            Turn::Idle(snapshot) => (Turn::Nothing, Some(snapshot)),
            other => (other, None),
        })
    }

    /// Keeps a snapshot for the next reading, unless one waits already or the request has written.
    pub(crate) fn give_back(&self, snapshot: Snapshot) {
        let ended = self.change(|turn| match turn {
            Turn::Nothing => (Turn::Idle(snapshot), None),
            other => (other, Some(snapshot)),
        });
        drop(ended);
    }

    /// The request is about to write.
    pub(crate) fn end(&self) {
        let ended = self.change(|turn| match turn {
            Turn::Idle(snapshot) => (Turn::Over, Some(snapshot)),
            Turn::Nothing | Turn::Over => (Turn::Over, None),
        });
        drop(ended);
    }

    /// What comes out is dropped by the caller, when the lock is free again.
    fn change(&self, to: impl FnOnce(Turn) -> (Turn, Option<Snapshot>)) -> Option<Snapshot> {
        let mut turn = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (latter, out) = to(std::mem::take(&mut turn));
        *turn = latter;
        out
    }
}
