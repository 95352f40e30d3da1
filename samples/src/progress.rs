//! Rounds of updates: who is asked, and what they answer by the links in their letters.

use concordat_access::{Actor, Ctx};
use concordat_kernel::{Id, Problem, Result, jiff::SignedDuration};
use concordat_plan::{
    Plan,
    progress::{self, Given, NewRound, Proof, RecordedRound, rules},
    store as plans,
};
use concordat_store::Store;
use serde::Deserialize;

use crate::{calendar::Calendar, partnership::unknown, plans::Plans};

/// The largest file of the sample, in bytes.
const FILE_LIMIT: usize = 100_000;
/// The same, as a spreadsheet is limited.
const FILE_BYTES: u64 = 100_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    contact: Vec<Contact>,
    open: Open,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contact {
    lead: String,
    name: String,
    email: String,
}

/// The round that is open: everything so many days before the present.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Open {
    opens: i64,
    answer: Vec<Dated>,
    saved: Dated,
    handed: Handed,
    spreadsheet: Spreadsheet,
    told: Told,
    note: Note,
}

#[derive(Deserialize)]
struct Dated {
    before: i64,
    #[serde(flatten)]
    reply: Reply,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Handed {
    before: i64,
    by: String,
    name: String,
    email: String,
}

/// A lead's spreadsheet that comes back, without the mark that its request gives it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spreadsheet {
    before: i64,
    lead: String,
    name: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    name: String,
    email: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    before: i64,
    action: String,
    text: String,
}

/// What somebody answers by their link.
#[derive(Deserialize)]
pub(crate) struct Reply {
    by: String,
    action: String,
    state: String,
    words: String,
    #[serde(default)]
    help: String,
    /// What it shows, and where it is.
    link: Option<(String, String)>,
    /// What it shows, its name, and what it holds.
    file: Option<(String, String, String)>,
}

/// Something that happens in a round of this year's plan.
#[derive(Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub(crate) enum Happening {
    /// It is said who answers for which lead.
    Contacts,
    /// A round opens.
    Open,
    /// Somebody answers.
    Answer(Box<Reply>),
    /// The round is closed.
    Close,
}

fn file() -> Result<File, Problem> {
    toml::from_str(include_str!("../progress.toml")).map_err(|e| Problem::new("reading progress.toml", e))
}

impl Happening {
    pub(crate) async fn tell(&self, store: &Store, officer: &Ctx, known: &Plans) -> Result<()> {
        let plan = known.plan("plan")?;
        match self {
            Self::Contacts => contacts(store, officer, plan).await,
            Self::Open => open(store, officer, plan).await,
            Self::Answer(reply) => answer(store, officer, known, reply, true).await,
            Self::Close => {
                let round = running(store, officer, plan).await?;
                progress::close_round(store, officer, round.id, round.version).await
            }
        }
    }
}

async fn contacts(store: &Store, officer: &Ctx, plan: Id<Plan>) -> Result<()> {
    let recorded = plans::plan(store, officer, plan).await?;
    let leads = rules::leads(&recorded);
    for contact in file()?.contact {
        let lead = leads.iter().find(|(lead, _)| lead.words == contact.lead);
        let (lead, _) = lead.ok_or_else(|| unknown(&contact.lead))?;
        let person = (contact.name.as_str(), contact.email.as_str());
        progress::add_contact(store, officer, plan, lead, person).await?;
    }
    Ok(())
}

async fn open(store: &Store, officer: &Ctx, plan: Id<Plan>) -> Result<()> {
    let (_, rounds) = progress::rounds_of(store, officer, plan).await?;
    let asked: Vec<_> = rounds.iter().map(|(round, _)| round.about).collect();
    let today = officer.clock.today();
    let about = rules::suggested_months(today, &asked);
    let new = NewRound { title: rules::suggested_title(about), about, due_on: rules::suggested_due(today) };
    progress::open_round(store, officer, plan, new).await.map(drop)
}

async fn running(store: &Store, officer: &Ctx, plan: Id<Plan>) -> Result<RecordedRound> {
    let (_, rounds) = progress::rounds_of(store, officer, plan).await?;
    let open = rounds.into_iter().map(|(round, _)| round).find(|round| round.closed_at.is_none());
    Ok(open.ok_or_else(|| unknown("the open round"))?)
}

/// Whoever holds a link under this name to a request of the open round: at the request that asks about the
/// action, where one is named.
async fn guest(
    store: &Store,
    officer: &Ctx,
    known: &Plans,
    (name, action): (&str, Option<&str>),
) -> Result<progress::Guest> {
    let plan = known.plan("plan")?;
    let recorded = plans::plan(store, officer, plan).await?;
    let round = running(store, officer, plan).await?;
    for (pass, _) in progress::passes(store, officer, round.id).await? {
        if pass.name != name {
            continue;
        }
        let (secret, ..) = progress::make_link(store, officer, pass.id).await?;
        let somebody = Ctx { actor: Actor::Anonymous, ..officer.clone() };
        let Some(guest) = concordat_links::let_in::<progress::Guest>(store, &somebody, &secret).await? else {
            continue;
        };
        let asked = guest.actions(&recorded);
        let here = match action {
            Some(number) => {
                let id = known.action(number)?;
                asked.iter().any(|action| action.id == id)
            }
            None => true,
        };
        if here {
            return Ok(guest);
        }
    }
    Err(unknown(name).into())
}

async fn answer(store: &Store, officer: &Ctx, known: &Plans, reply: &Reply, sent: bool) -> Result<()> {
    let guest = guest(store, officer, known, (&reply.by, Some(&reply.action))).await?;
    let action = known.action(&reply.action)?;
    let given = Given {
        said: Some(reply.state.parse().map_err(|_| unknown(&reply.state))?),
        words: reply.words.clone(),
        help: reply.help.clone(),
        ..Given::default()
    };
    progress::save(store, &guest, action, 0, &given).await?;
    if let Some((title, address)) = &reply.link {
        progress::add_evidence(store, &guest, action, title, Proof::Link(address.clone())).await?;
    }
    if let Some((title, name, text)) = &reply.file {
        let bytes = text.clone().into_bytes();
        let proof = Proof::File { name: name.clone(), bytes, limit: FILE_LIMIT };
        progress::add_evidence(store, &guest, action, title, proof).await?;
    }
    if sent {
        progress::send(store, &guest).await?;
    }
    Ok(())
}

/// The round that is open at present.
pub(crate) async fn at_present(
    store: &Store,
    calendar: &Calendar,
    known: &Plans,
    officer: Actor,
) -> Result<()> {
    let Open { opens, answer: answers, saved, handed, spreadsheet, told, note } = file()?.open;
    let ctx = |before: i64| {
        calendar.go_to(calendar.present() - SignedDuration::from_hours(24 * before));
        calendar.ctx(officer.clone())
    };
    let plan = known.plan("plan")?;
    let by = ctx(opens);
    open(store, &by, plan).await?;
    let round = running(store, &by, plan).await?;
    progress::chase::name_further(store, &by, round.id, 0, (&told.name, &told.email)).await?;
    for dated in answers {
        answer(store, &ctx(dated.before), known, &dated.reply, true).await?;
    }
    answer(store, &ctx(saved.before), known, &saved.reply, false).await?;
    let by = ctx(handed.before);
    let guest = guest(store, &by, known, (&handed.by, None)).await?;
    progress::hand_on(store, &guest, &handed.name, &handed.email).await?;
    came_back(store, &ctx(spreadsheet.before), plan, &spreadsheet).await?;
    let action = known.action(&note.action)?;
    progress::add_note(store, &ctx(note.before), action, &note.text).await.map(drop)
}

async fn came_back(store: &Store, officer: &Ctx, plan: Id<Plan>, sheet: &Spreadsheet) -> Result<()> {
    let (_, rounds) = progress::rounds_of(store, officer, plan).await?;
    let open = rounds.into_iter().find(|(round, _)| round.closed_at.is_none());
    let requests = open.map(|(_, requests)| requests).unwrap_or_default();
    let request = requests.iter().find(|request| request.lead.words == sheet.lead);
    let request = request.ok_or_else(|| unknown(&sheet.lead))?.id;
    let bytes = format!("{}\n{}", progress::sheets::mark(request), sheet.text).into_bytes();
    let file = (sheet.name.as_str(), bytes);
    progress::sheets::bring_in(store, officer, request, file, FILE_BYTES).await.map(drop)
}
