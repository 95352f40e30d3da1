//! What was done because of a decision or a comment, and the forms in which it can be carried out.

use std::collections::HashMap;

use concordat_kernel::{Ref, Result};
use concordat_web::{
    Reader,
    between::{DoneBecause, Way, because},
    parts::{Html, InsetText},
};

use super::{answers::moment, sheet::Sheet};

/// What stands beside a decision or a comment, to one reader.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// The thing it is about, if the reader may see it.
    pub(super) about: Option<Html>,
    done: Vec<DoneBecause>,
    names: HashMap<String, String>,
    ways: Vec<Way>,
}

impl Beside {
    /// Asks for all of it.
    pub(super) async fn of(reader: &Reader, cause: &Ref, about: Option<&Ref>) -> Result<Self> {
        let (app, ctx) = (&reader.app, &reader.ctx);
        let mut beside = Self { done: app.done_because(ctx, cause).await?, ..Self::default() };
        for one in &beside.done {
            let person = one.actor.parse().ok().map(|id| Ref { kind: "person".into(), id });
            let name = match person {
                Some(person) => app.title(ctx, &person).await?,
                None => Some("the operator".to_owned()),
            };
            beside.names.insert(one.actor.clone(), name.unwrap_or_else(|| "someone".to_owned()));
        }
        let Some(thing) = about else { return Ok(beside) };
        let Some(title) = app.title(ctx, thing).await? else { return Ok(beside) };
        let link = app.link(thing);
        beside.about = Some(link.map_or_else(|| Html::from(&title), |href| Html::link(&href, &title)));
        beside.ways = app.ways(ctx, thing).await?;
        for way in &mut beside.ways {
            way.href = because(&way.href, cause);
        }
        Ok(beside)
    }

    /// A page with it.
    pub(super) fn pieces(&self, sheet: Sheet) -> Sheet {
        let carried = match self.done.as_slice() {
            [] => Html::paragraphs(["Nothing has been done because of it yet."]),
            done => Html::bullets(done.iter().map(|one| self.carried_out(one))),
        };
        let sheet = sheet.piece("carried-out", "Carried out", carried);
        if self.ways.is_empty() {
            return sheet;
        }
        let links = self.ways.iter().map(|way| Html::link(&way.href, &way.text));
        let words = "Each of these opens the thing’s own form, tied to this. What is saved there names it as its reason.";
        let ways = Html::spaced([InsetText::new(words).into(), Html::bullets(links)]);
        sheet.piece("carry-out", "Carry it out", ways)
    }

    /// `Carried out on 4 March 2027, 9:30am by Rowan Ashdown: Action 1.2`.
    fn carried_out(&self, one: &DoneBecause) -> Html {
        let who = self.names.get(&one.actor).map_or("someone", String::as_str);
        let name = match &one.href {
            Some(href) => Html::link(href, &one.title),
            None => Html::from(&one.title),
        };
        Html::spaced([Html::from(format!("Carried out on {} by {who}:", moment(&one.at))), name])
    }

    /// An invented one.
    pub(super) fn sample() -> Self {
        Self {
            about: Some(Html::link("#action", "Action 1.2 of the <plan>")),
            done: vec![DoneBecause {
                at: "2027-03-22T09:30:00Z".to_owned(),
                actor: "operator".to_owned(),
                title: "Action 1.2 of the <plan>".to_owned(),
                href: Some("#action".to_owned()),
            }],
            names: [("operator".to_owned(), "the operator".to_owned())].into(),
            ways: vec![Way { text: "Change <action> 1.2".to_owned(), href: "#edit".to_owned() }],
        }
    }
}
