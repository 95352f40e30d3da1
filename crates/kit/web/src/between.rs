//! What slices ask of each other without knowing each other: papers drawn from the record, what was decided about a
//! thing, and what can be done because of that. Each is a hook of [`Slice`](crate::Slice); [`App`] asks them all.

use std::pin::Pin;

use concordat_access::Ctx;
use concordat_kernel::{
    AnyId, Ref, Result,
    jiff::{Timestamp, civil::Date},
};
use concordat_store::Store;

use crate::{
    App,
    parts::{Colour, Html, Tag},
};

/// For what a paper is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// The group that meets.
    pub group: AnyId,
    /// The meeting.
    pub meeting: Ref,
    /// Its day.
    pub on: Date,
    /// Who will read the paper.
    pub readers: Readers,
}

/// Who will read a paper that is drawn: nothing may be drawn into it that they could not read by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Anybody: it holds what is public, and nothing else.
    Anybody,
    /// Those who may read what is restricted of the group.
    Members,
}

/// A paper that can be drawn from the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawable {
    /// What kind of paper: a word that no other slice uses, such as `plan-progress`.
    pub kind: &'static str,
    /// Of what.
    pub of: Ref,
    /// What it is called: `Progress of the action plan 2026/27`.
    pub title: String,
}

/// A paper, drawn from the record as it was at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnPaper {
    /// What it is about.
    pub subject: String,
    /// In a sentence or two.
    pub summary: String,
    /// What it says; lines within a paragraph are kept.
    pub paragraphs: Vec<String>,
    /// The moment.
    pub read_at: Timestamp,
}

/// What was decided about a thing, as far as the asker may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The decision.
    pub decision: Ref,
    /// On which day.
    pub on: Date,
    /// What it did: `Agree`.
    pub kind: &'static str,
    /// Where: `Merrowshire Partnership, 18 March 2027, minute 51`.
    pub place: String,
    /// In words that anybody who reads it here may read.
    pub text: String,
    /// Its page.
    pub href: String,
    /// Whether it was taken in a restricted item: only those with clearance are told of it at all.
    pub restricted: bool,
}

/// A thing of the record because of which something is about to be done, and that the asker may know of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// The thing.
    pub thing: Ref,
    /// What it is called.
    pub title: String,
    /// Its page, where it has one.
    pub href: Option<String>,
}

/// A form of a slice in which something about a thing can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// What is done there: `Change action 1.2`.
    pub text: String,
    /// The form's address.
    pub href: String,
}

/// Something that was done because of a thing of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoneBecause {
    /// When (RFC 3339, UTC).
    pub at: String,
    /// Who: a person's id, or `operator`.
    pub actor: String,
    /// The thing that was changed, which the asker may see.
    pub title: String,
    /// Its page.
    pub href: Option<String>,
}

/// What a hook that asks the store gives.
pub type Asked<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// See [`Slice::drawable`](crate::Slice::drawable).
pub type DrawableHook = for<'a> fn(&'a App, &'a Ctx, &'a Occasion) -> Asked<'a, Vec<Drawable>>;

/// See [`Slice::draw`](crate::Slice::draw).
pub type DrawHook =
    for<'a> fn(&'a App, &'a Ctx, &'a Occasion, (&'a str, &'a Ref)) -> Asked<'a, Option<DrawnPaper>>;

/// See [`Slice::decided`](crate::Slice::decided).
pub type DecidedHook = for<'a> fn(&'a Store, &'a Ctx, &'a Ref) -> Asked<'a, Vec<Decided>>;

/// See [`Slice::ways`](crate::Slice::ways).
pub type WaysHook = for<'a> fn(&'a Store, &'a Ctx, &'a Ref) -> Asked<'a, Vec<Way>>;

/// What was decided about a thing, for a piece of its page; nothing when nothing was.
pub fn decided_in(found: &[Decided]) -> Option<Html> {
    let lines = found.iter().map(|one| {
        let mut pieces = vec![
            Html::from(Tag::new(Colour::Purple, one.kind)),
            Html::link(&one.href, &one.place),
            Html::lines(&one.text),
        ];
        if one.restricted {
            pieces.push("(Official-Sensitive, not for publication)".into());
        }
        Html::spaced(pieces)
    });
    (!found.is_empty()).then(|| Html::bullets(lines))
}

/// The name in an address that ties what a form does to a thing of the record: `?because=meeting_decision/ID`.
pub(crate) const BECAUSE: &str = "because";

/// An address with the thing because of which something is done there.
pub fn because(address: &str, cause: &Ref) -> String {
    let (path, place) = match address.split_once('#') {
        Some((path, place)) => (path, format!("#{place}")),
        None => (address, String::new()),
    };
    let sign = if path.contains('?') { '&' } else { '?' };
    format!("{path}{sign}{BECAUSE}={cause}{place}")
}

impl App {
    /// The papers that can be drawn for an occasion, in every slice.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn drawable(&self, ctx: &Ctx, occasion: &Occasion) -> Result<Vec<Drawable>> {
        let mut all = Vec::new();
        for slice in self.slices {
            all.extend((slice.drawable)(self, ctx, occasion).await?);
        }
        Ok(all)
    }

    /// Draws one of them; nothing when there is no such paper for this occasion.
    ///
    /// # Errors
    /// When the asker may not read what it is drawn from, or the store does not answer.
    pub async fn draw(
        &self,
        ctx: &Ctx,
        occasion: &Occasion,
        paper: (&str, &Ref),
    ) -> Result<Option<DrawnPaper>> {
        for slice in self.slices {
            if let Some(drawn) = (slice.draw)(self, ctx, occasion, paper).await? {
                return Ok(Some(drawn));
            }
        }
        Ok(None)
    }

    /// What was decided about a thing, newest first, as far as the asker may read it.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn decided(&self, ctx: &Ctx, thing: &Ref) -> Result<Vec<Decided>> {
        let mut all = Vec::new();
        for slice in self.slices {
            all.extend((slice.decided)(&self.store, ctx, thing).await?);
        }
        all.sort_by(|a, b| b.on.cmp(&a.on).then_with(|| a.place.cmp(&b.place)));
        Ok(all)
    }

    /// The forms in which something about a thing can be done by the asker, in every slice.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn ways(&self, ctx: &Ctx, thing: &Ref) -> Result<Vec<Way>> {
        let mut all = Vec::new();
        for slice in self.slices {
            all.extend((slice.ways)(&self.store, ctx, thing).await?);
        }
        Ok(all)
    }

    /// A thing as the reason of something, if the asker may know of it.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn cause(&self, ctx: &Ctx, thing: Ref) -> Result<Option<Cause>> {
        let title = self.title(ctx, &thing).await?;
        Ok(title.map(|title| Cause { href: self.link(&thing), title, thing }))
    }

    /// What was done because of a thing, oldest first: to things that the asker may see, each once in a request.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn done_because(&self, ctx: &Ctx, cause: &Ref) -> Result<Vec<DoneBecause>> {
        let deeds = self.store.peek().await?.done_because(cause).await?;
        let mut done: Vec<DoneBecause> = Vec::new();
        for deed in deeds {
            let Some(title) = self.title(ctx, &deed.thing).await? else { continue };
            let one = DoneBecause { at: deed.at, actor: deed.actor, title, href: self.link(&deed.thing) };
            if !done.contains(&one) {
                done.push(one);
            }
        }
        Ok(done)
    }

    /// Because of what a thing was changed, by the number of the request; only what the asker may know of.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn causes_of(&self, ctx: &Ctx, thing: AnyId) -> Result<Vec<(String, Cause)>> {
        let found = self.store.peek().await?.causes_of(thing).await?;
        let mut causes = Vec::new();
        for (request, cause) in found {
            causes.extend(self.cause(ctx, cause).await?.map(|cause| (request, cause)));
        }
        Ok(causes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_its_query_and_its_place() {
        let cause = Ref { kind: "meeting_decision".into(), id: AnyId::from_u128(1) };
        let tied = |address| because(address, &cause);
        assert_eq!(tied("/a"), format!("/a?because={cause}"));
        assert_eq!(tied("/a?b=c#d"), format!("/a?b=c&because={cause}#d"));
    }
}
