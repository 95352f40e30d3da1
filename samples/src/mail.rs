//! Letters about signing in, and what became of them. Nothing goes over any wire.

use concordat_identity as identity;
use concordat_kernel::Result;
use concordat_mail::{SampleEnd, settle_for_samples};
use concordat_store::Store;

use crate::{calendar::Calendar, people::People};

/// One that arrived, one that did not, and one that nobody knows of.
pub(crate) async fn load(store: &Store, calendar: &Calendar, people: &People) -> Result<()> {
    for (key, end) in [
        ("nakagawa", SampleEnd::Sent),
        ("tremlett", SampleEnd::Refused("550 5.2.2 The recipient's mailbox is full")),
        ("sorrell", SampleEnd::InDoubt),
    ] {
        let by = calendar.ctx(people.first()?);
        let (letter, purpose) = identity::post_link(store, &by, people.id(key)?).await?;
        let subject = match purpose {
            "invitation" => "Your invitation to Concordat",
            _ => "Choose a new password for Concordat",
        };
        let text = "Choose a password here:\n\n{link}\n\nThe link works once.\n";
        settle_for_samples(store, &calendar.operator(), letter, (subject, text), end).await?;
        calendar.tick();
    }
    Ok(())
}
