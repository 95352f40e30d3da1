//! Who has not answered, and reminding them with growing urgency.

mod letter;
mod pages;
mod rules;
mod store;
#[cfg(test)]
mod tests;
pub mod urls;

pub(crate) use letter::{FURTHER, REMINDER, compose};
pub(crate) use pages::{routes, samples};
pub(crate) use store::{KINDS, VIEW};
pub use store::{name_further, send_all_due};

concordat_kernel::kind!(
    /// A letter that asked again.
    Reminder, "plan_reminder"
);
