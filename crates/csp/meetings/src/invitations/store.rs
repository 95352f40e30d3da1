//! Who is invited, in the record. Every function asks the door.

use concordat_access::Ctx;
use concordat_kernel::{AnyId, Id, Kind, Ref, Refusal, Result, jiff::civil::Date};
use concordat_mail::{Letter, State};
use concordat_partnership::Seat;
use concordat_store::{Store, Tx, args, sql};

use super::letter::INVITED;
use crate::{
    Meeting, MeetingFile, meeting_file,
    rules::texts::{line, line_or_none},
    store::{CHANGE, always, asked, resource},
};

sql! {
    OF_MEETING = "
        SELECT id, meeting, seat, name, holder, email, invited_on
        FROM meetings_invitation
        WHERE meeting = $1
        ORDER BY holder, name, id";
    ONE = "
        SELECT id, meeting, seat, name, holder, email, invited_on
        FROM meetings_invitation
        WHERE id = $1";
    INSERT = "
        INSERT INTO meetings_invitation (id, meeting, seat, name, holder, email, invited_on)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    AGAIN = "UPDATE meetings_invitation SET name = $2, holder = $3, email = $4, invited_on = $5 WHERE id = $1";
}

/// Somebody who was invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: Id<Invitation>,
    /// The meeting.
    pub meeting: Id<Meeting>,
    /// The seat they hold.
    pub seat: Option<Id<Seat>>,
    /// To whom.
    pub name: String,
    /// What seat and body were called, or where they come from.
    pub holder: String,
    /// Where the letter goes by e-mail.
    pub email: Option<String>,
    /// When.
    pub invited_on: Date,
}

impl Kind for Invitation {
    const NAME: &'static str = "meeting_invitation";
}

/// Somebody to be invited, or who was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// The seat they hold.
    pub seat: Option<Id<Seat>>,
    /// To whom a letter is written.
    pub name: String,
    /// Seat and body, or where they come from.
    pub holder: String,
    /// Where it goes by e-mail; on paper otherwise.
    pub email: Option<String>,
    /// When they were invited last.
    pub on: Option<Date>,
    /// What became of the newest letter.
    pub letter: Option<State>,
}

/// Somebody without a seat who is asked to come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewGuest {
    /// Their name.
    pub name: String,
    /// Where they come from.
    pub organisation: String,
    /// Where the letter goes by e-mail; on paper without.
    pub email: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Invitation>,
    meeting: Id<Meeting>,
    seat: Option<Id<Seat>>,
    name: String,
    holder: String,
    email: Option<String>,
    invited_on: String,
}

impl Row {
    fn invitation(self) -> Result<Invitation> {
        let Self { id, meeting, seat, name, holder, email, invited_on } = self;
        let invited_on = always(&invited_on)?;
        Ok(Invitation { id, meeting, seat, name, holder, email, invited_on })
    }
}

async fn of_meeting(tx: &mut Tx, meeting: Id<Meeting>) -> Result<Vec<Invitation>> {
    tx.all::<Row>(&OF_MEETING, args![meeting]).await?.into_iter().map(Row::invitation).collect()
}

/// One invitation, for the letter that is about to be handed over.
pub(super) async fn one(tx: &mut Tx, id: Id<Invitation>) -> Result<Option<Invitation>> {
    tx.opt::<Row>(&ONE, args![id]).await?.map(Row::invitation).transpose()
}

/// The seats of the group that are held on the day of the meeting, as letters to them would be addressed.
async fn seats(tx: &mut Tx, found: &MeetingFile) -> Result<Vec<Invited>> {
    let on = found.meeting.plan.held_on;
    let held = |seat: &&Seat| seat.active_from.is_none_or(|from| from <= on) && !seat.has_ended(on);
    let seats: Vec<&Seat> = found.conduct.seats.iter().filter(held).collect();
    let people: Vec<AnyId> = seats.iter().filter_map(|seat| seat.person).collect();
    let addresses = concordat_identity::person_addresses(tx, &people).await?;
    Ok(seats
        .into_iter()
        .map(|seat| {
            let body = found.conduct.name_of(seat.body);
            let (name, email) = match seat.person.and_then(|person| addresses.get(&person)) {
                Some((name, email)) => (name.clone(), Some(email.clone())),
                None => (body.to_owned(), None),
            };
            // Many a seat is called what its body is.
            let holder = if seat.title == body { body.to_owned() } else { format!("{}, {body}", seat.title) };
            Invited { seat: Some(seat.id), name, holder, email, on: None, letter: None }
        })
        .collect())
}

/// Who is to be invited to a meeting, and who was: every seat that is held that day, then whoever else was asked.
///
/// # Errors
/// When the asker may not change the meeting.
pub async fn invitations(
    store: &Store,
    ctx: &Ctx,
    meeting: Id<Meeting>,
) -> Result<(MeetingFile, Vec<Invited>)> {
    let own = asked(CHANGE, resource(store, meeting).await?);
    store.ask(ctx, CHANGE, &own).await?;
    let found = meeting_file(store, ctx, meeting).await?;
    let mut tx = store.read(ctx, CHANGE, &own).await?;
    let mut all = seats(&mut tx, &found).await?;
    let known = of_meeting(&mut tx, meeting).await?;
    let things: Vec<Ref> = known.iter().map(|one| Ref::to(one.id)).collect();
    let letters = concordat_mail::letters_about(&mut tx, &things).await?;
    for one in known {
        let newest = letters
            .iter()
            .filter(|letter| letter.about.id == one.id.uuid())
            .max_by_key(|letter| letter.posted_at);
        let letter = newest.map(|letter| letter.state);
        match all.iter_mut().find(|seat| seat.seat.is_some() && seat.seat == one.seat) {
            Some(seat) => (seat.on, seat.letter) = (Some(one.invited_on), letter),
            None => all.push(Invited {
                seat: one.seat,
                name: one.name,
                holder: one.holder,
                email: one.email,
                on: Some(one.invited_on),
                letter,
            }),
        }
    }
    Ok((found, all))
}

/// Invites the holders of these seats, again where they were invited before, and somebody else. To whoever has an
/// address a letter is posted in the same change; the others are written to on paper.
///
/// # Errors
/// When the asker may not; when the meeting is over or cancelled; when nobody is named, or the guest's name is missing.
pub async fn invite(
    store: &Store,
    ctx: &Ctx,
    meeting: Id<Meeting>,
    chosen: &[Id<Seat>],
    guest: Option<NewGuest>,
) -> Result<usize> {
    let (found, all) = invitations(store, ctx, meeting).await?;
    if found.meeting.cancelled.is_some() || found.meeting.plan.held_on < ctx.clock.today() {
        return Err(
            Refusal::rule("The meeting is over or cancelled: nobody is invited to it any more.").into()
        );
    }
    let mut to: Vec<Invited> =
        all.into_iter().filter(|one| one.seat.is_some_and(|seat| chosen.contains(&seat))).collect();
    if let Some(guest) = guest {
        let email = line_or_none("email", Some(&guest.email))?;
        if let Some(email) = &email {
            concordat_mail::check_address(email)?;
        }
        to.push(Invited {
            seat: None,
            name: line("name", "the name of whoever is invited", &guest.name)?,
            holder: line_or_none("organisation", Some(&guest.organisation))?.unwrap_or_default(),
            email,
            on: None,
            letter: None,
        });
    }
    if to.is_empty() {
        return Err(Refusal::invalid("seat", "Choose whom to invite.").into());
    }
    let own = asked(CHANGE, resource(store, meeting).await?);
    let mut change = store.change(ctx, CHANGE, &own).await?;
    let known = of_meeting(&mut change, meeting).await?;
    let today = ctx.clock.today();
    for one in &to {
        let before = known.iter().find(|known| known.seat.is_some() && known.seat == one.seat);
        let id = before.map_or_else(|| ctx.chance.id::<Invitation>(&ctx.clock), |before| before.id);
        let about = Ref::to(id);
        if before.is_some() {
            change.run(&AGAIN, args![id, &one.name, &one.holder, &one.email, today]).await?;
            // What still waits says the same by now: the newer letter takes its place.
            concordat_mail::supersede(&mut change, ctx, &about, INVITED).await?;
        } else {
            let row = args![id, meeting, one.seat, &one.name, &one.holder, &one.email, today];
            change.run(&INSERT, row).await?;
        }
        let was = before.map(|before| before.invited_on.to_string());
        change.keep(id, "invited_on", was.as_deref(), Some(&today.to_string())).await?;
        if let Some(email) = &one.email {
            let letter = Letter { to_name: one.name.clone(), to_email: email.clone(), about, kind: INVITED };
            concordat_mail::post(&mut change, ctx, letter).await?;
        }
    }
    change.commit().await?;
    Ok(to.len())
}
