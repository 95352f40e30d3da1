//! Papers. One is as sensitive as its item: of a restricted item it is read with clearance only.

use concordat_access::Ctx;
use concordat_kernel::{Id, Problem, Ref, Refusal, Result, Sensitivity};
use concordat_store::{Change, Store, Tx, args, sql};
use concordat_web::between::{DrawnPaper, Readers};

use super::{
    CHANGE, VIEW, agenda::open, always, change_meeting_by, meeting_of, resource, rows, rows::MEETING_OF_ITEM,
    word,
};
use crate::{
    Classification, Clearance, Drawn, Item, Meeting, NewPaper, Paper,
    rules::texts::{line, text, text_or_none},
    store::clearance,
};
use concordat_partnership::{in_directory, terms::conduct};

sql! {
    PAPER = "
        SELECT id,
               version,
               item,
               classification,
               dated,
               by_whom,
               to_whom,
               subject,
               summary,
               text,
               recommendations,
               policy,
               risk,
               financial,
               legal,
               contacts,
               late_reason,
               drawn_kind,
               drawn_of,
               drawn_at,
               drawn_version
        FROM meetings_paper
        WHERE item = $1";
    INSERT = "
        INSERT INTO meetings_paper (
            id, version, item, classification, dated, by_whom, to_whom, subject, summary, text, recommendations, policy,
            risk, financial, legal, contacts, late_reason
        ) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    UPDATE = "
        UPDATE meetings_paper
        SET version = version + 1,
            classification = $3,
            dated = $4,
            by_whom = $5,
            to_whom = $6,
            subject = $7,
            summary = $8,
            text = $9,
            recommendations = $10,
            policy = $11,
            risk = $12,
            financial = $13,
            legal = $14,
            contacts = $15,
            late_reason = $16
        WHERE id = $1
          AND version = $2";
    DRAWN = "
        UPDATE meetings_paper
        SET drawn_kind = $2,
            drawn_of = $3,
            drawn_at = $4,
            drawn_for = $5,
            drawn_version = version
        WHERE id = $1";
    // The text of a paper that was drawn for those who may read what is restricted.
    DRAWN_CLOSED = "SELECT id FROM meetings_paper WHERE item = $1 AND drawn_for = 'members'";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Paper>,
    version: i64,
    item: Id<Item>,
    classification: String,
    dated: String,
    by_whom: String,
    to_whom: String,
    subject: String,
    summary: String,
    text: String,
    recommendations: String,
    policy: Option<String>,
    risk: Option<String>,
    financial: Option<String>,
    legal: Option<String>,
    contacts: Option<String>,
    late_reason: Option<String>,
    drawn_kind: Option<String>,
    drawn_of: Option<String>,
    drawn_at: Option<String>,
    drawn_version: Option<i64>,
}

impl Row {
    fn drawn(&self) -> Result<Option<Drawn>, Problem> {
        let (Some(kind), Some(of), Some(at)) = (&self.drawn_kind, &self.drawn_of, &self.drawn_at) else {
            return Ok(None);
        };
        let of = of.parse().map_err(|e| Problem::new("reading what a paper was drawn from", e))?;
        let edited = self.drawn_version.is_some_and(|then| self.version > then);
        Ok(Some(Drawn { kind: kind.clone(), of, at: at.clone(), edited }))
    }
}

async fn of_item(tx: &mut Tx, item: Id<Item>) -> Result<Option<Paper>> {
    let Some(row) = tx.opt::<Row>(&PAPER, args![item]).await? else { return Ok(None) };
    let drawn = row.drawn()?;
    let said = NewPaper {
        classification: word(Classification::from_word(&row.classification), &row.classification)?,
        dated: always(&row.dated)?,
        by: row.by_whom,
        to: row.to_whom,
        subject: row.subject,
        summary: row.summary,
        text: row.text,
        recommendations: row.recommendations.lines().map(str::to_owned).collect(),
        policy: row.policy,
        risk: row.risk,
        financial: row.financial,
        legal: row.legal,
        contacts: row.contacts,
        late_reason: row.late_reason,
    };
    Ok(Some(Paper { id: row.id, version: row.version, item: row.item, said, drawn }))
}

/// The papers of items, in their order; of restricted ones only with clearance.
pub(super) async fn of_items(tx: &mut Tx, items: &[Item], clearance: Clearance) -> Result<Vec<Paper>> {
    let mut papers = Vec::new();
    for item in items {
        if item.said.closed.is_none() || clearance == Clearance::Restricted {
            papers.extend(of_item(tx, item.id).await?);
        }
    }
    Ok(papers)
}

/// An item with its paper. A paper on a restricted item is as one that is not there to whoever may not read it.
///
/// # Errors
/// When the asker may not see meetings, or there is no such item.
pub async fn paper(store: &Store, ctx: &Ctx, id: Id<Item>) -> Result<(Item, Option<Paper>)> {
    let meeting = meeting_of(store, &MEETING_OF_ITEM, id).await?;
    let own = resource(store, meeting).await?;
    let clearance = clearance(store, ctx, &own);
    let mut tx = match clearance {
        Clearance::Restricted => store.read(ctx, VIEW, &own.at(Sensitivity::Restricted)).await?,
        _ => store.read(ctx, VIEW, &in_directory(ctx, own)).await?,
    };
    let items = rows::items(&mut tx, meeting, clearance).await?;
    let item = items.into_iter().find(|item| item.id == id).ok_or(Refusal::NotFound)?;
    let papers = of_items(&mut tx, std::slice::from_ref(&item), clearance).await?;
    Ok((item, papers.into_iter().next()))
}

/// Writes the paper of an item, or changes it. `version` is the one the editor saw; 0 when there was none.
///
/// # Errors
/// When the asker may not, the meeting is over, something is missing, or it is late and the chair's reason is not given;
/// [`Refusal::Conflict`] when somebody else changed it since.
pub async fn save_paper(store: &Store, ctx: &Ctx, item: Id<Item>, new: NewPaper, version: i64) -> Result<()> {
    let (mut change, meeting, _) = to_write(store, ctx, item).await?;
    write(&mut change, ctx, &meeting, item, new, version).await?;
    change.commit().await
}

/// A paper that was drawn from the record, to be put on an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDrawing {
    /// What kind of paper, and of what.
    pub from: (String, Ref),
    /// For whom it was drawn.
    pub readers: Readers,
    /// What it says.
    pub paper: DrawnPaper,
    /// The chair's reason for taking it late.
    pub late_reason: Option<String>,
}

/// Puts a paper that was drawn from the record on an item, in place of the subject, summary and text that were there. What
/// else the paper says stays. `version` is as of [`save_paper`].
///
/// # Errors
/// As [`save_paper`]; when the item has been opened to the public since the paper was drawn for members.
pub async fn draw_paper(
    store: &Store,
    ctx: &Ctx,
    item: Id<Item>,
    new: NewDrawing,
    version: i64,
) -> Result<()> {
    let (mut change, meeting, found) = to_write(store, ctx, item).await?;
    if found.said.closed.is_none() && new.readers == Readers::Members {
        return Err(Refusal::Conflict.into());
    }
    let NewDrawing { from: (kind, of), readers, paper, late_reason } = new;
    let former = of_item(&mut change, item).await?.map(|former| former.said);
    let group = concordat_partnership::names(&mut change).await?.remove(&meeting.group.uuid());
    let said = match former {
        Some(former) => former,
        None => NewPaper {
            classification: Classification::Information,
            dated: ctx.clock.today(),
            by: found.said.presenter.clone().unwrap_or_else(|| "Community safety team".to_owned()),
            to: group.unwrap_or_default(),
            subject: String::new(),
            summary: String::new(),
            text: String::new(),
            recommendations: Vec::new(),
            policy: None,
            risk: None,
            financial: None,
            legal: None,
            contacts: None,
            late_reason: None,
        },
    };
    let said = NewPaper {
        dated: ctx.clock.today(),
        subject: paper.subject,
        summary: paper.summary,
        text: paper.paragraphs.join("\n\n"),
        late_reason: late_reason.or(said.late_reason.clone()),
        ..said
    };
    let id = write(&mut change, ctx, &meeting, item, said, version).await?;
    let word = match readers {
        Readers::Anybody => "anybody",
        Readers::Members => "members",
    };
    let at = concordat_access::audit::written(paper.read_at);
    change.run(&DRAWN, args![id, &kind, of.to_string(), &at, word]).await?;
    change.keep(id, "drawn_at", None, Some(&at)).await?;
    change.commit().await
}

/// Refuses to open an item to the public while its paper holds what was drawn for members.
pub(super) async fn refuse_drawn_for_members(change: &mut Change, item: Id<Item>) -> Result<()> {
    if change.opt::<(Id<Paper>,)>(&DRAWN_CLOSED, args![item]).await?.is_some() {
        let sentence = "The paper on this item was drawn from the record for members, and may hold what is not for the \
                        public. Add an item that is open and draw its paper there.";
        return Err(Refusal::invalid("reason", sentence).into());
    }
    Ok(())
}

/// A change to the paper of an item, for whoever may.
async fn to_write(store: &Store, ctx: &Ctx, item: Id<Item>) -> Result<(Change, Meeting, Item)> {
    let meeting = meeting_of(store, &MEETING_OF_ITEM, item).await?;
    let (mut change, meeting) = change_meeting_by(store, ctx, CHANGE, meeting).await?;
    open(&meeting)?;
    let items = rows::items(&mut change, meeting.id, Clearance::Open).await?;
    let found = items.into_iter().find(|known| known.id == item).ok_or(Refusal::NotFound)?;
    Ok((change, meeting, found))
}

async fn write(
    change: &mut Change,
    ctx: &Ctx,
    meeting: &Meeting,
    item: Id<Item>,
    new: NewPaper,
    version: i64,
) -> Result<Id<Paper>> {
    let new = checked(new)?;
    let conduct = conduct(change, meeting.group, meeting.plan.held_on).await?;
    let late = conduct.last_day().is_some_and(|last| ctx.clock.today() > last.on);
    if late && new.late_reason.is_none() {
        let sentence =
            "The last day for papers has passed. Enter the chair’s reason for taking this one late.";
        return Err(Refusal::invalid("late_reason", sentence).into());
    }
    let former = of_item(change, item).await?;
    let id = match &former {
        Some(former) if former.version == version => former.id,
        None if version == 0 => ctx.chance.id::<Paper>(&ctx.clock),
        _ => return Err(Refusal::Conflict.into()),
    };
    let recommendations = new.recommendations.join("\n");
    let mut row = args![id];
    row.push(match former {
        Some(_) => version.into(),
        None => item.into(),
    });
    row.extend(args![
        new.classification.word(),
        new.dated,
        &new.by,
        &new.to,
        &new.subject,
        &new.summary,
        &new.text,
        &recommendations,
        &new.policy,
        &new.risk,
        &new.financial,
        &new.legal,
        &new.contacts,
        &new.late_reason
    ]);
    let sql = if former.is_some() { &UPDATE } else { &INSERT };
    if change.run(sql, row).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    let (was, is) = (former.map(|former| fields(&former.said)), fields(&new));
    for (n, (field, is)) in is.iter().enumerate() {
        let was = was.as_ref().and_then(|was| was.get(n)).and_then(|(_, value)| value.as_deref());
        change.keep(id, field, was, is.as_deref()).await?;
    }
    Ok(id)
}

fn checked(new: NewPaper) -> Result<NewPaper> {
    let recommendations = new
        .recommendations
        .iter()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>();
    if new.classification == Classification::Decision && recommendations.is_empty() {
        let sentence =
            "A paper for decision says what the meeting is asked to do. Enter it, one on each line.";
        return Err(Refusal::invalid("recommendations", sentence).into());
    }
    text_or_none("recommendations", Some(&recommendations.join("\n")))?;
    Ok(NewPaper {
        by: line("by", "who the paper is by: role and body", &new.by)?,
        to: line("to", "whom the paper is for", &new.to)?,
        subject: line("subject", "what the paper is about", &new.subject)?,
        summary: text("summary", "a summary", &new.summary)?,
        text: text("text", "the paper’s text", &new.text)?,
        recommendations,
        policy: text_or_none("policy", new.policy.as_deref())?,
        risk: text_or_none("risk", new.risk.as_deref())?,
        financial: text_or_none("financial", new.financial.as_deref())?,
        legal: text_or_none("legal", new.legal.as_deref())?,
        contacts: text_or_none("contacts", new.contacts.as_deref())?,
        late_reason: text_or_none("late_reason", new.late_reason.as_deref())?,
        ..new
    })
}

fn fields(said: &NewPaper) -> [(&'static str, Option<String>); 14] {
    let some = |text: &str| Some(text.to_owned());
    [
        ("classification", some(said.classification.word())),
        ("dated", Some(said.dated.to_string())),
        ("by_whom", some(&said.by)),
        ("to_whom", some(&said.to)),
        ("subject", some(&said.subject)),
        ("summary", some(&said.summary)),
        ("text", some(&said.text)),
        ("recommendations", Some(said.recommendations.join("\n")).filter(|text| !text.is_empty())),
        ("policy", said.policy.clone()),
        ("risk", said.risk.clone()),
        ("financial", said.financial.clone()),
        ("legal", said.legal.clone()),
        ("contacts", said.contacts.clone()),
        ("late_reason", said.late_reason.clone()),
    ]
}
