//! What the reader may do with what a page is about.

use concordat_access::Action;
use concordat_kernel::Result;
use concordat_web::Reader;

use crate::store::{About, Standing, standing};

/// A reader before a thing.
#[derive(Debug)]
pub(super) struct Desk<'a> {
    reader: &'a Reader,
    standing: Standing,
}

impl<'a> Desk<'a> {
    /// Finds out what the door has to know of the thing.
    pub(super) async fn at(reader: &'a Reader, about: About) -> Result<Self> {
        Ok(Self { reader, standing: standing(reader.store(), about).await? })
    }

    /// The same, for a page on which something is about to be done: refused to whoever may not.
    pub(super) async fn to_do(reader: &'a Reader, action: Action, about: About) -> Result<Self> {
        let desk = Self::at(reader, about).await?;
        reader.store().ask(&reader.ctx, action, &desk.standing.of(&reader.ctx, action)).await?;
        Ok(desk)
    }

    /// Whether to offer something.
    pub(super) fn may(&self, action: Action) -> bool {
        self.reader.may(action, &self.standing.of(&self.reader.ctx, action))
    }

    /// The way to something, where the reader may do it.
    pub(super) fn offer(
        &self,
        action: Action,
        href: String,
        words: &'static str,
    ) -> Option<(String, &'static str)> {
        self.may(action).then_some((href, words))
    }
}
