//! The outbox in the record: what is asked of the door, and the statements behind it.

mod letters;
mod post;
mod queue;
mod samples;
mod settle;

pub(crate) use letters::{
    Attempt, Counts, LetterFile, LetterRow, LetterRows, PAGE, letter, letter_to_settle, letters, troubles,
};
pub use post::{Letter, letters_about, post, supersede};
pub(crate) use queue::{Claimed, Ended, Settled, claim, hand, recover};
pub use samples::{SampleEnd, settle_for_samples};
pub(crate) use settle::{arrived, came_back, not_needed, send_again};

/// Writing down how an attempt ended; a person's decisions are in `settle`.
pub(crate) use queue::settle as ended;

use concordat_store::{Sql, sql};

sql! {
    EXAMPLE = "SELECT id FROM mail_letter WHERE state = 'in-doubt' ORDER BY id LIMIT 1";
    EXAMPLE_SENT = "SELECT id FROM mail_letter WHERE state = 'sent' ORDER BY id LIMIT 1";
}

/// For the tests that walk the routes: one that waits for a decision, and one that somebody may say came back.
pub(crate) const EXAMPLES: &[(&str, &Sql)] = &[("letter", &EXAMPLE), ("sent_letter", &EXAMPLE_SENT)];
