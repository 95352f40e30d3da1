use concordat_access::{Action, Ctx, ResourceKind, Role};
use concordat_kernel::{
    AnyId, Mark, Problem, Ref, Result,
    jiff::{Timestamp, civil::Date},
};
use concordat_store::{Finding, Migration, Sql, Store};

use crate::{
    App, Route, ViewSample,
    between::{DecidedHook, DrawHook, DrawableHook, WaysHook},
};

/// One capability, as the app sees it. The app's list of slices is the program; the tests walk
/// that list, so what is added here is already covered.
#[derive(Clone, Copy)]
pub struct Slice {
    /// The capability's name.
    pub name: &'static str,
    /// Its migrations.
    pub migrations: &'static [Migration],
    /// Its `columns.toml`: the sensitivity of every column.
    pub columns: &'static str,
    /// Its access policies, as Cedar text.
    pub policies: &'static str,
    /// The kinds of thing it holds and what can be done to them.
    pub kinds: &'static [ResourceKind],
    /// The roles it brings (identity only).
    pub roles: &'static [Role],
    /// Its routes.
    pub routes: fn() -> Vec<Route>,
    /// Every view with every sample, rendered.
    pub views: fn() -> Result<Vec<ViewSample>, Problem>,
    /// Every paper with every sample.
    pub papers: fn() -> Vec<PaperSample>,
    /// Its places in the navigation.
    pub nav: &'static [NavItem],
    /// For each kind, a statement that finds the id of some thing of that kind: lets tests fill
    /// in a route's parameters from the sample record.
    pub examples: &'static [(&'static str, &'static Sql)],
    /// The title of a thing of this slice, if the asker may see it.
    pub title: TitleHook,
    /// The page of a thing of this slice.
    pub link: fn(&Ref) -> Option<String>,
    /// What work and money can be for: priorities and actions that run, if the asker may see them. For the forms of
    /// other slices, which keep what was chosen as a reference.
    pub aims: AimsHook,
    /// The papers that this slice can draw from the record for a meeting; only such as its readers may read all of.
    pub drawable: DrawableHook,
    /// Draws one of them, by its kind and what it is of. `None` when it is not of this slice, or not for this occasion.
    pub draw: DrawHook,
    /// What was decided, in this slice, about a thing of any: for the page of that thing. What the asker may not read
    /// is left out, and nothing tells that it is there.
    pub decided: DecidedHook,
    /// The forms of this slice in which something about a thing can be done by the asker, for whoever carries out a
    /// decision about it.
    pub ways: WaysHook,
    /// What of this slice waits for the asker, for the home page. Only what the asker may see; for
    /// somebody who may see nothing that is nothing, never a refusal.
    pub waits_for: WaitsHook,
    /// What this slice does by itself, asked for about every hour while the program serves. Says how much it
    /// did. It must be safe to ask for again at once, and then does nothing.
    pub tick: TickHook,
    /// The kinds of letter that this slice posts, and so composes.
    pub letters: &'static [&'static str],
    /// The words of a letter of this slice, asked for when the letter is about to be handed over and
    /// not before: nothing is said that is no longer true, and no secret lies waiting in the outbox.
    /// `None` when the letter is no longer needed.
    ///
    /// It may be asked again for the same letter (the first attempt may have failed), so a secret is
    /// made anew each time and the former one of the same letter stops working.
    pub compose: ComposeHook,
    /// What is wrong with what this slice holds, as far as the database cannot tell: for
    /// `concordat check`.
    pub check: CheckHook,
}

/// See [`Slice::title`].
pub type TitleHook =
    for<'a> fn(
        &'a Store,
        &'a Ctx,
        &'a Ref,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Option<String>>> + Send + 'a>>;

/// See [`Slice::aims`].
pub type AimsHook =
    for<'a> fn(&'a Store, &'a Ctx) -> std::pin::Pin<Box<dyn Future<Output = Result<Vec<Aim>>> + Send + 'a>>;

/// See [`Slice::waits_for`].
pub type WaitsHook = for<'a> fn(
    &'a Store,
    &'a Ctx,
) -> std::pin::Pin<Box<dyn Future<Output = Result<Vec<Waiting>>> + Send + 'a>>;

/// See [`Slice::tick`].
pub type TickHook =
    for<'a> fn(&'a App, &'a Ctx) -> std::pin::Pin<Box<dyn Future<Output = Result<usize>> + Send + 'a>>;

/// See [`Slice::compose`].
pub type ComposeHook =
    for<'a> fn(
        &'a App,
        &'a Ctx,
        &'a LetterHead,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Option<Composed>>> + Send + 'a>>;

/// See [`Slice::check`].
pub type CheckHook =
    for<'a> fn(&'a Store) -> std::pin::Pin<Box<dyn Future<Output = Result<Vec<Finding>>> + Send + 'a>>;

impl Slice {
    /// A slice with nothing in it, to fill in from.
    pub const EMPTY: Self = Self {
        name: "",
        migrations: &[],
        columns: "",
        policies: "",
        kinds: &[],
        roles: &[],
        routes: Vec::new,
        views: || Ok(Vec::new()),
        papers: Vec::new,
        nav: &[],
        examples: &[],
        title: |_, _, _| Box::pin(async { Ok(None) }),
        link: |_| None,
        aims: |_, _| Box::pin(async { Ok(Vec::new()) }),
        drawable: |_, _, _| Box::pin(async { Ok(Vec::new()) }),
        draw: |_, _, _, _| Box::pin(async { Ok(None) }),
        decided: |_, _, _| Box::pin(async { Ok(Vec::new()) }),
        ways: |_, _, _| Box::pin(async { Ok(Vec::new()) }),
        waits_for: |_, _| Box::pin(async { Ok(Vec::new()) }),
        tick: |_, _| Box::pin(async { Ok(0) }),
        letters: &[],
        compose: |_, _, _| Box::pin(async { Ok(None) }),
        check: |_| Box::pin(async { Ok(Vec::new()) }),
    };
}

impl std::fmt::Debug for Slice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Slice({})", self.name)
    }
}

/// A place in the navigation, shown to those who may go there.
#[derive(Debug, Clone, Copy)]
pub struct NavItem {
    /// What it says.
    pub text: &'static str,
    /// Where it leads; pages below this address belong to it.
    pub href: &'static str,
    /// What the reader must be allowed to do.
    pub action: Action,
}

/// What work or money can be for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aim {
    /// The thing.
    pub thing: Ref,
    /// A priority or an action.
    pub kind: AimKind,
    /// Its number, where it has one.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// Whether it says that it is paid for, so that there should be money for it.
    pub funded: bool,
    /// What it stands in, such as its plan's title.
    pub part_of: String,
    /// The first and the last day for which it holds, where they are known.
    pub period: Option<(Date, Date)>,
}

/// A priority or an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AimKind {
    /// A priority.
    Priority,
    /// An action.
    Action,
}

/// Something that waits for whoever is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// What it belongs to, such as a plan's title. Lines that follow each other under the same
    /// heading are shown together.
    pub heading: String,
    /// What waits: `3 actions are overdue`.
    pub text: String,
    /// Where to see to it; a number in the text is the number found there.
    pub href: String,
}

/// A letter in the outbox, as the slice that composes it needs to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterHead {
    /// Which letter.
    pub id: AnyId,
    /// What kind of letter: one of its slice's [`Slice::letters`].
    pub kind: String,
    /// The thing it is about, as named when it was posted.
    pub about: Ref,
    /// To whom.
    pub to_name: String,
    /// To which address.
    pub to_email: String,
    /// When it was posted.
    pub posted_at: Timestamp,
}

/// The words of a letter: plain text, paragraphs separated by an empty line. Long lines are wrapped
/// when it is sent.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Composed {
    /// The subject line.
    pub subject: String,
    /// The text, with [`LINK`](Self::LINK) where the secret address goes. It is kept as the record of
    /// what was sent, so it holds no secret itself.
    pub text: String,
    /// The secret address, whole (`https://…`). Put in at sending, and never kept.
    pub secret: Option<String>,
    /// An entry for the reader's calendar (iCalendar, RFC 5545), sent along as a file. It is drawn from the record and not
    /// kept.
    pub calendar: Option<String>,
}

impl Composed {
    /// Stands in the text for the secret address.
    pub const LINK: &'static str = "{link}";
}

/// Without the secret.
impl std::fmt::Debug for Composed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Composed").field("subject", &self.subject).finish_non_exhaustive()
    }
}

/// A document to be typeset: a template of the slice's `papers/` folder and plain data.
#[derive(Debug, Clone)]
pub struct Paper {
    /// The template's text.
    pub template: &'static str,
    /// What it shows.
    pub data: serde_json::Value,
    /// The document's title.
    pub title: String,
    /// The classification mark on every page.
    pub mark: Mark,
    /// The date it carries.
    pub made_at: Timestamp,
}

/// A paper with invented content, for the gallery and the tests.
#[derive(Debug, Clone)]
pub struct PaperSample {
    /// The paper's name and what the sample shows.
    pub name: &'static str,
    /// The paper.
    pub paper: Paper,
}

/// Turns papers into PDF. The app provides it, so that slices do not link a typesetter.
pub trait Typesetter: Send + Sync {
    /// An accessible PDF (tagged, PDF/UA).
    ///
    /// # Errors
    /// When the template and the data do not go together.
    fn typeset(&self, paper: &Paper) -> Result<Vec<u8>, Problem>;

    /// Looks at a PDF that is to be bound into a paper. It is work for a processor.
    ///
    /// # Errors
    /// With a sentence for the field `file` when it cannot be bound in.
    fn examine(&self, _pdf: &[u8]) -> Result<Examined> {
        Err(Problem::say("this typesetter binds nothing").into())
    }

    /// A paper with pictures (`/pictures/0`) and with PDFs bound in where it left pages free for them (`upload-0`).
    ///
    /// # Errors
    /// When the template and the data do not go together, or a PDF cannot be bound in.
    fn bind(&self, _paper: &Paper, _pictures: &[Vec<u8>], _pdfs: &[Vec<u8>]) -> Result<Volume, Problem> {
        Err(Problem::say("this typesetter binds nothing"))
    }
}

/// What a paper needs to know of a PDF that is bound into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// For each page: whether it is wider than tall.
    pub sideways: Vec<bool>,
    /// Why the paper cannot call itself accessible with it; nothing when it can.
    pub inaccessible: Option<&'static str>,
}

/// A paper with PDFs bound in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volume {
    /// The file.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// The places that the template named, each with its page, counted from 1.
    pub places: Vec<(String, usize)>,
}
