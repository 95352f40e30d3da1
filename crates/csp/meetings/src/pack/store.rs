//! Files of papers, and the reading of packs. Every function asks the door.

use std::{collections::HashMap, sync::Arc};

use concordat_access::{Ctx, Resource};
use concordat_attachments::{Attachment, Media};
use concordat_kernel::{Id, Kind, Problem, Refusal, Result, Sensitivity, jiff::civil::Date};
use concordat_store::{Change, Store, Tx, args, sql};
use concordat_web::Typesetter;

use super::{
    copies::copies_of,
    gather::{self, Opened},
    issues::issues,
    model::{Body, ClosedPart, Edition, FileRead, Pack},
    word,
};
use crate::{
    Clearance, Item, Meeting, MeetingFile, PublicMeeting, meeting_file, preview, public_meeting,
    rules::texts::line,
    store::{CHANGE, VIEW, VIEW_PACK, VIEW_PUBLIC, asked, meeting_of_item, resource},
};

sql! {
    // Of open items alone, and of those what is open: what the public edition is made of.
    OPEN_FILES = "
        SELECT f.id,
               f.item,
               f.place,
               f.title,
               f.restricted,
               f.attachment
        FROM meetings_file f
        JOIN meetings_item i ON i.id = f.item
        WHERE i.meeting = $1
          AND i.restricted = 0
          AND f.restricted = 0
        ORDER BY i.part, i.place, f.place";
    // How many more there are, without what they are called.
    WITHHELD = "
        SELECT f.id,
               f.item
        FROM meetings_file f
        JOIN meetings_item i ON i.id = f.item
        WHERE i.meeting = $1
          AND i.restricted = 0
          AND f.restricted = 1";
    ALL_FILES = "
        SELECT f.id,
               f.item,
               f.place,
               f.title,
               f.restricted,
               f.attachment
        FROM meetings_file f
        JOIN meetings_item i ON i.id = f.item
        WHERE i.meeting = $1
        ORDER BY i.part, i.place, f.place";
    ADD_FILE = "
        INSERT INTO meetings_file (id, item, place, title, restricted, attachment) VALUES ($1, $2, $3, $4, $5, $6)";
    LAST_PLACE = "SELECT COALESCE(MAX(place), 0) FROM meetings_file WHERE item = $1";
    FILE_OF = "SELECT attachment, title FROM meetings_file WHERE id = $1 AND item = $2";
    REMOVE_FILE = "DELETE FROM meetings_file WHERE id = $1";
    REMOVE_ISSUED = "DELETE FROM meetings_issued WHERE thing = $1";
    OVER = "SELECT minutes, cancelled, published_at FROM meetings_meeting WHERE id = $1";
}

/// The most files on one item.
const MOST: i64 = 30;

/// A file on an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its id.
    pub id: Id<File>,
    /// The item.
    pub item: Id<Item>,
    /// What it is called.
    pub title: String,
    /// Whether it is closed though its item is open.
    pub restricted: bool,
    /// Where what it holds is kept.
    pub attachment: Id<Attachment>,
}

impl Kind for File {
    const NAME: &'static str = "meeting_file";
}

/// A file to add.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// What it is called in the pack.
    pub title: String,
    /// Whether it is closed though its item is open.
    pub restricted: bool,
    /// The name it came with.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// How large it may be, in bytes.
    pub limit: usize,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<File>,
    item: Id<Item>,
    title: String,
    restricted: i64,
    attachment: Id<Attachment>,
}

impl Row {
    fn file(self) -> File {
        let Self { id, item, title, restricted, attachment } = self;
        File { id, item, title, restricted: restricted == 1, attachment }
    }
}

fn public() -> Resource {
    Resource::any(VIEW_PUBLIC.kind).at(Sensitivity::Public)
}

/// The pack of a meeting, in one edition. The public one is read by statements that name nothing restricted. `copy` is
/// the number of the restricted copy that is made; without one it is a working copy.
///
/// # Errors
/// When the asker may not have this edition, nothing is published yet, there is no such copy, or a file is not what was
/// kept.
pub async fn pack(
    store: &Store,
    ctx: &Ctx,
    typesetter: &Arc<dyn Typesetter>,
    id: Id<Meeting>,
    edition: Edition,
    copy: Option<i64>,
) -> Result<Pack> {
    match edition {
        Edition::Public => {
            let found = public_meeting(store, ctx, id).await?;
            public_edition(store, ctx, typesetter, found).await
        }
        Edition::Restricted => {
            let own = resource(store, id).await?.at(Sensitivity::Restricted);
            store.ask(ctx, VIEW_PACK, &own).await?;
            let found = cleared(store, ctx, id).await?;
            let mut tx = store.read(ctx, VIEW_PACK, &own).await?;
            let issues = issues(&mut tx, id).await?;
            let files = opened(&mut tx, typesetter, &ALL_FILES, id).await?;
            let withheld = withheld(&mut tx, id).await?;
            let copy = match copy {
                None => None,
                Some(number) => {
                    let known = copies_of(&mut tx, id).await?.into_iter().find(|copy| copy.number == number);
                    Some(known.ok_or_else(|| {
                        Refusal::rule(format!(
                            "There is no copy number {number} of this pack. Circulate the pack first, then choose one of its copies."
                        ))
                    })?)
                }
            };
            let MeetingFile { meeting, items, papers, conduct, .. } = &found;
            let open =
                gather::open(conduct.group.name.clone(), meeting, items, papers, &files, &withheld, &issues);
            let entries = gather::closed(items, papers, &files, &issues);
            Ok(Pack { open, closed: Some(ClosedPart { copy, entries }) })
        }
    }
}

/// The public edition of a meeting's pack as it would be if the agenda were published now, for whoever may publish it.
///
/// # Errors
/// When the asker may not publish the meeting, or a file is not what was kept.
pub async fn preview_pack(
    store: &Store,
    ctx: &Ctx,
    typesetter: &Arc<dyn Typesetter>,
    id: Id<Meeting>,
) -> Result<Pack> {
    public_edition(store, ctx, typesetter, preview(store, ctx, id).await?).await
}

async fn public_edition(
    store: &Store,
    ctx: &Ctx,
    typesetter: &Arc<dyn Typesetter>,
    found: PublicMeeting,
) -> Result<Pack> {
    let PublicMeeting { meeting, group, items, papers, .. } = found;
    let mut tx = store.read(ctx, VIEW_PUBLIC, &public()).await?;
    let issues = issues(&mut tx, meeting.id).await?;
    let files = opened(&mut tx, typesetter, &OPEN_FILES, meeting.id).await?;
    let withheld = withheld(&mut tx, meeting.id).await?;
    let open = gather::open(group, &meeting, &items, &papers, &files, &withheld, &issues);
    Ok(Pack { open, closed: None })
}

/// All of a meeting, for somebody who may read all of it.
pub(super) async fn cleared(store: &Store, ctx: &Ctx, id: Id<Meeting>) -> Result<MeetingFile> {
    let found = meeting_file(store, ctx, id).await?;
    match found.clearance {
        Clearance::Restricted => Ok(found),
        Clearance::NeedsSecondFactor => Err(Refusal::SecondFactorFirst.into()),
        Clearance::Open => Err(Refusal::NotFound.into()),
    }
}

pub(super) fn day(text: &str) -> Result<Date, Problem> {
    text.parse().map_err(|e| Problem::new("reading a day of the packs", e))
}

async fn withheld(tx: &mut Tx, meeting: Id<Meeting>) -> Result<HashMap<Id<Item>, Vec<String>>> {
    let rows: Vec<(String, Id<Item>)> = tx.all(&WITHHELD, args![meeting]).await?;
    let mut found: HashMap<Id<Item>, Vec<String>> = HashMap::new();
    for (file, item) in rows {
        found.entry(item).or_default().push(file);
    }
    Ok(found)
}

/// Files with what they hold, read.
async fn opened(
    tx: &mut Tx,
    typesetter: &Arc<dyn Typesetter>,
    statement: &'static concordat_store::Sql,
    meeting: Id<Meeting>,
) -> Result<Vec<Opened>> {
    let rows: Vec<Row> = tx.all(statement, args![meeting]).await?;
    let mut found = Vec::with_capacity(rows.len());
    for file in rows.into_iter().map(Row::file) {
        let (head, bytes) = concordat_attachments::open(tx, file.attachment).await?;
        let body = read(typesetter, head.media, bytes).await?;
        found.push(Opened { read: FileRead { title: file.title.clone(), body }, file });
    }
    Ok(found)
}

/// Reads a file away from the threads that answer requests.
async fn read(typesetter: &Arc<dyn Typesetter>, media: Media, bytes: Vec<u8>) -> Result<Body> {
    let typesetter = Arc::clone(typesetter);
    let reading = tokio::task::spawn_blocking(move || -> Result<Body> {
        match media {
            Media::Pdf => typesetter.examine(&bytes).map(|seen| Body::Pdf {
                bytes,
                sideways: seen.sideways,
                inaccessible: seen.inaccessible,
            }),
            Media::Docx => Ok(Body::Word(word::read(&bytes).map_err(|why| Refusal::invalid("file", why))?)),
            _ => Err(Refusal::invalid(
                "file",
                "A paper can be a PDF or a Word document (.docx). Save it as one of these.",
            )
            .into()),
        }
    });
    // A library that loses its head over a strange file takes only its own thread with it.
    reading.await.unwrap_or_else(|_| Err(concordat_attachments::clean::damaged().into()))
}

/// Adds a file to the paper of an item, and says what of it the pack will not show.
///
/// # Errors
/// When the asker may not, the meeting is over, or the file cannot be part of a pack: with a sentence for `file`.
pub async fn add_file(
    store: &Store,
    ctx: &Ctx,
    typesetter: &Arc<dyn Typesetter>,
    item: Id<Item>,
    new: NewFile,
) -> Result<Vec<String>> {
    let meeting = meeting_of_item(store, item).await?;
    let own = asked(CHANGE, resource(store, meeting).await?);
    // Read before the record is held, and only for somebody who may add it.
    store.ask(ctx, CHANGE, &own).await?;
    let title = line("title", "what the file is called", &new.title)?;
    let cleaned = concordat_attachments::cleaned(&new.name, new.bytes, new.limit).await?;
    let body = read(typesetter, cleaned.media(), cleaned.bytes().to_vec()).await?;
    let lost = match &body {
        Body::Word(word) => word.lost.clone(),
        Body::Pdf { inaccessible: Some(why), .. } => {
            vec![format!("The pack will not call itself accessible, because of this file: {why}.")]
        }
        Body::Pdf { .. } => Vec::new(),
    };
    let mut change = store.change(ctx, CHANGE, &own).await?;
    open(&mut change, meeting).await?;
    let (last,): (i64,) = change.one(&LAST_PLACE, args![item]).await?;
    if last >= MOST {
        return Err(Refusal::rule(format!("An item can have {MOST} files. Remove one first.")).into());
    }
    let id: Id<File> = ctx.chance.id(&ctx.clock);
    let attachment = concordat_attachments::keep_cleaned(&mut change, ctx, id, &cleaned).await?;
    change.run(&ADD_FILE, args![id, item, last + 1, &title, i64::from(new.restricted), attachment]).await?;
    change.keep(id, "title", None, Some(&title)).await?;
    change.commit().await?;
    Ok(lost)
}

/// Takes a file away: what it held is gone for good.
///
/// # Errors
/// When the asker may not, the meeting is over, or there is no such file on this item.
pub async fn remove_file(store: &Store, ctx: &Ctx, item: Id<Item>, id: Id<File>) -> Result<()> {
    let meeting = meeting_of_item(store, item).await?;
    let own = asked(CHANGE, resource(store, meeting).await?);
    let mut change = store.change(ctx, CHANGE, &own).await?;
    open(&mut change, meeting).await?;
    let found: Option<(Id<Attachment>, String)> = change.opt(&FILE_OF, args![id, item]).await?;
    let (attachment, title) = found.ok_or(Refusal::NotFound)?;
    change.run(&REMOVE_ISSUED, args![id]).await?;
    change.run(&REMOVE_FILE, args![id]).await?;
    concordat_attachments::remove(&mut change, ctx, attachment).await?;
    change.keep(id, "title", Some(&title), None).await?;
    change.commit().await
}

/// Refuses to take an item off the agenda while files are with it: their content would stay behind unseen.
pub(crate) async fn refuse_with_files(change: &mut Change, item: Id<Item>) -> Result<()> {
    let (last,): (i64,) = change.one(&LAST_PLACE, args![item]).await?;
    if last > 0 {
        return Err(Refusal::rule("There are files with this item. Remove them first.").into());
    }
    Ok(())
}

/// Refuses a meeting that is over or does not take place.
async fn open(change: &mut Change, meeting: Id<Meeting>) -> Result<()> {
    let (minutes, cancelled, _) = state(change, meeting).await?;
    if cancelled.is_some() || minutes != "none" {
        return Err(Refusal::rule("The meeting is over or cancelled: its papers stay as they are.").into());
    }
    Ok(())
}

pub(super) async fn state(
    tx: &mut Tx,
    meeting: Id<Meeting>,
) -> Result<(String, Option<String>, Option<String>)> {
    Ok(tx.opt(&OVER, args![meeting]).await?.ok_or(Refusal::NotFound)?)
}

/// The files of a meeting, as far as the asker may know of them.
///
/// # Errors
/// When the asker may not see the meeting.
pub async fn files(store: &Store, ctx: &Ctx, meeting: Id<Meeting>) -> Result<Vec<File>> {
    let found = meeting_file(store, ctx, meeting).await?;
    let statement = if found.clearance == Clearance::Restricted { &ALL_FILES } else { &OPEN_FILES };
    let own = resource(store, meeting).await?;
    let mut tx = match found.clearance {
        Clearance::Restricted => store.read(ctx, VIEW, &own.at(Sensitivity::Restricted)).await?,
        _ => store.read(ctx, VIEW, &concordat_partnership::in_directory(ctx, own)).await?,
    };
    let rows: Vec<Row> = tx.all(statement, args![meeting]).await?;
    Ok(rows.into_iter().map(Row::file).collect())
}
