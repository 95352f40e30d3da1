//! The minutes of a meeting: what anybody may read, and to those who may what they may not.

use std::collections::HashMap;

use concordat_access::Action;
use concordat_kernel::Id;
use concordat_partnership::terms::{Voted, removal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{BackLink, Colour, Html, InsetText, Shell, Tag},
};

use super::{
    answers::{clock, long_day, month, short_day},
    form::FormPage,
    meeting::{May, follow_ups},
    parts::{paragraphs, restricted},
    room::{accounts, apologies, interests, named, verdict},
    samples,
    sheet::Sheet,
};
use crate::{
    Clearance, Decision, DecisionKind, Meeting, MeetingFile, Minute, MinutesState, begin_minutes,
    meeting_file,
    rules::quorum::told,
    store::{RECORD, asked, resource},
    urls,
};

/// Shows them.
pub(crate) async fn show(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let file = meeting_file(reader.store(), &reader.ctx, id).await?;
    let may = May::of(&reader, &file.meeting);
    let mut about = About::new();
    for decision in file.minutes.iter().flat_map(|minute| &minute.decisions) {
        // A thing that the reader may not see has no title, and is left out.
        let Some(thing) = &decision.said.about else { continue };
        let Some(title) = reader.app.title(&reader.ctx, thing).await? else { continue };
        let name =
            reader.app.link(thing).map_or_else(|| Html::from(&title), |href| Html::link(&href, &title));
        let done = reader.app.done_because(&reader.ctx, &concordat_kernel::Ref::to(decision.id)).await?;
        let carried = done.last().map(|last| {
            let on = format!("carried out on {}", super::answers::moment(&last.at));
            Html::link(&urls::decision(decision.id), on)
        });
        let offer = || Html::link(&urls::decision(decision.id), "Carry it out");
        let then = carried.or_else(|| may.record.then(offer));
        about.insert(decision.id, Html::spaced(std::iter::once(name).chain(then)));
    }
    let shell = reader.shell("Minutes");
    concordat_web::page(&draw(shell, &file, &about, reader.ctx.clock.today(), may))
}

/// What decisions are about, as far as the reader may see it.
type About = HashMap<Id<Decision>, Html>;

fn draw(
    shell: Shell,
    file: &MeetingFile,
    about: &About,
    today: concordat_kernel::jiff::civil::Date,
    may: May,
) -> Sheet {
    let meeting = &file.meeting;
    let id = meeting.id;
    let shell = shell.back(BackLink::new(urls::meeting(id)).text("Back to the meeting"));
    let closed = file.minutes.iter().any(|minute| minute.restricted_text.is_some());
    let shell = if closed { shell.mark("Official-Sensitive") } else { shell };
    let writable = matches!(meeting.minutes, MinutesState::Draft | MinutesState::Circulated) && may.record;
    let at = meeting.minutes;
    let mut page = Sheet::new(shell, lead(file))
        .caption(format!("{}, {}", file.conduct.group.name, long_day(meeting.plan.held_on)))
        .button_if(
            may.record && at == MinutesState::Draft,
            "Send them round",
            urls::of(id, "minutes/circulate"),
        )
        .button_if(
            may.record && at == MinutesState::Circulated,
            "Record a correction",
            urls::of(id, "minutes/correct"),
        )
        .button_if(
            may.record && at == MinutesState::Circulated,
            "A meeting approved them",
            urls::of(id, "minutes/approve"),
        )
        .button_if(may.sign && at == MinutesState::Approved, "Sign them", urls::of(id, "minutes/sign"))
        .button_if(may.publish && at == MinutesState::Signed, "Publish them", urls::of(id, "minutes/publish"))
        .button_if(writable, "Add something to follow up", urls::of(id, "follow-up"));
    let quorum = told(&file.conduct, &file.attendance, meeting.plan.begins, None);
    let attended = Html::spaced([present(file), verdict(&quorum, None), accounts(&quorum)]);
    page = page
        .piece("present", "Present", attended)
        .piece_if("apologies", "Apologies", apologies(file))
        .piece_if("interests", "Interests declared", interests(file));
    for minute in &file.minutes {
        let item = file.items.iter().find(|item| item.id == minute.item);
        let title = item.map_or("", |item| item.said.title.as_str());
        let heading = format!("{}. {title}", minute.number);
        let mut body = Vec::new();
        body.extend(item.map(|item| Html::paragraphs([format!("(Item {})", item.reference())])));
        body.push(of_minute(file, minute, about));
        if writable {
            body.push(offers(minute));
        }
        page = page.piece(format!("minute-{}", minute.number), heading, Html::spaced(body));
    }
    page.piece_if("corrections", "Corrections", corrections(file)).piece_if(
        "follow-ups",
        "To be followed up",
        follow_ups(&file.follow_ups, today),
    )
}

fn lead(file: &MeetingFile) -> Html {
    let meeting = &file.meeting;
    let colour = match meeting.minutes {
        MinutesState::Published | MinutesState::Signed => Colour::Green,
        MinutesState::None | MinutesState::Draft => Colour::Yellow,
        MinutesState::Circulated | MinutesState::Approved => Colour::Blue,
    };
    let mut pieces = vec![Html::from(Tag::new(colour, meeting.minutes.title()))];
    let mut told = Vec::new();
    told.extend(meeting.circulated_on.map(|on| format!("Sent round on {}.", short_day(on))));
    told.extend(meeting.approved.map(|(on, _)| format!("Approved by the meeting of {}.", short_day(on))));
    told.extend(meeting.signed.as_ref().map(|(on, by)| format!("Signed on {} by {by}.", short_day(*on))));
    told.extend(meeting.minutes_published_on.map(|on| format!("Published on {}.", short_day(on))));
    pieces.extend(told.into_iter().map(Html::from));
    let mut lead = vec![Html::paragraphs([Html::spaced(pieces)])];
    if file.clearance == Clearance::NeedsSecondFactor {
        let sentence = "There may be text here that is not for publication. You may read it once you have signed in with your second factor.";
        lead.push(InsetText::new(sentence).into());
    }
    Html::spaced(lead)
}

/// Who was there, as minutes list them.
fn present(file: &MeetingFile) -> Html {
    let there = |one: &&crate::Attendance| {
        use concordat_partnership::terms::Part;
        matches!(one.said.part, Part::Member | Part::Substitute)
    };
    let line = |one: &crate::Attendance| {
        let body = one.said.body.map(|body| format!(", {}", file.conduct.name_of(body))).unwrap_or_default();
        let chair = match &file.meeting.chaired {
            Some((by, right)) if *by == one.said.name => format!(" ({})", right.title().to_lowercase()),
            _ => String::new(),
        };
        format!("{}{body}{chair}", named(one))
    };
    let (members, others): (Vec<_>, Vec<_>) = file.attendance.iter().partition(there);
    let mut pieces = Vec::new();
    if !members.is_empty() {
        pieces.push(Html::bullets(members.into_iter().map(line)));
    }
    if !others.is_empty() {
        pieces.push(super::sheet::small("In attendance"));
        pieces.push(Html::bullets(others.into_iter().map(line)));
    }
    Html::spaced(pieces)
}

fn of_minute(file: &MeetingFile, minute: &Minute, about: &About) -> Html {
    let mut pieces = Vec::new();
    if minute.public_text.trim().is_empty() {
        pieces.push(Html::paragraphs(["Not written yet."]));
    } else {
        pieces.push(paragraphs(&minute.public_text));
    }
    pieces.extend(minute.restricted_text.as_deref().map(restricted));
    pieces.extend(minute.decisions.iter().map(|decision| of_decision(file, decision, about)));
    Html::spaced(pieces)
}

fn of_decision(file: &MeetingFile, decision: &Decision, about: &About) -> Html {
    let said = &decision.said;
    let mut pieces =
        vec![Html::from(Tag::new(Colour::Purple, said.kind.title())), Html::lines(&said.public_text)];
    pieces.extend(said.due.map(|due| Html::from(format!("(by {})", month(due)))));
    pieces.extend(said.taken_at.map(|at| Html::from(format!("(at {})", clock(at)))));
    pieces.extend(about.get(&decision.id).map(|thing| Html::spaced([Html::from("About:"), thing.clone()])));
    let quorum = told(&file.conduct, &file.attendance, file.meeting.plan.begins, said.taken_at);
    pieces.extend(quorum.mark().map(|mark| Html::from(Tag::new(Colour::Orange, mark))));
    let mut all = vec![Html::paragraphs([Html::spaced(pieces)])];
    all.extend(said.restricted_text.as_deref().map(restricted));
    if said.kind == DecisionKind::RemoveChair {
        all.extend(vote(file, decision).map(|sentence| Html::paragraphs([sentence])));
    }
    Html::spaced(all)
}

/// What came of a vote, with everybody accounted for.
pub(crate) fn vote(file: &MeetingFile, decision: &Decision) -> Option<String> {
    let (share, _) = file.conduct.terms.as_ref()?.removal()?;
    if decision.votes.is_empty() {
        return Some("No vote has been recorded.".to_owned());
    }
    let told = removal(share, &file.conduct.seated, &file.conduct.successions, &decision.votes);
    let names = |bodies: &[Id<concordat_partnership::Body>]| {
        bodies.iter().map(|body| file.conduct.name_of(*body)).collect::<Vec<_>>().join(", ")
    };
    let verdict = if told.carried { "Carried" } else { "Not carried" };
    let mut sentence = format!(
        "{verdict}: {} of {} responsible authorities were for it; more than {share} in a hundred are needed.",
        told.in_favour.len(),
        told.of
    );
    if !told.in_favour.is_empty() {
        sentence.push_str(&format!(" For: {}.", names(&told.in_favour)));
    }
    let against: Vec<_> =
        decision.votes.iter().filter(|(_, voted)| *voted == Voted::Against).map(|(body, _)| *body).collect();
    if !against.is_empty() {
        sentence.push_str(&format!(" Against: {}.", names(&against)));
    }
    let lost: Vec<_> = told.not_counted.iter().map(|(body, _)| *body).collect();
    if !lost.is_empty() {
        sentence
            .push_str(&format!(" Not counted: {} (no vote of their own, or a second one).", names(&lost)));
    }
    Some(sentence)
}

fn offers(minute: &Minute) -> Html {
    let link = |href: String, words: &str| {
        let about = format!("minute {}", minute.number);
        Html::link(&href, Html::spaced([Html::from(words), Html::hidden(&about)]))
    };
    let mut links = vec![
        link(urls::minute(minute.id), "Write"),
        link(format!("{}/decide", urls::minute(minute.id)), "Add a decision"),
    ];
    let votes = minute.decisions.iter().filter(|decision| decision.said.kind == DecisionKind::RemoveChair);
    links.extend(votes.map(|decision| link(urls::vote(decision.id), "Record the vote")));
    Html::paragraphs([Html::stacked(links)])
}

fn corrections(file: &MeetingFile) -> Option<Html> {
    let sentence = |one: &crate::Correction| {
        let open = Html::from(format!("{}: {}", short_day(one.on), one.public_text));
        Html::spaced(std::iter::once(open).chain(one.restricted_text.as_deref().map(restricted)))
    };
    (!file.corrections.is_empty()).then(|| Html::bullets(file.corrections.iter().map(sentence)))
}

/// What the reader must be allowed, and the meeting.
pub(crate) async fn found(
    reader: &Reader,
    verb: Action,
    id: Id<Meeting>,
) -> concordat_kernel::Result<MeetingFile> {
    let resource = asked(verb, resource(reader.store(), id).await?);
    reader.store().ask(&reader.ctx, verb, &resource).await?;
    meeting_file(reader.store(), &reader.ctx, id).await
}

/// Asks whether they are begun.
pub(crate) async fn ask(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let file = found(&reader, RECORD, id).await?;
    beginning(reader.shell("Begin the minutes"), &file, &Errors::none()).answer()
}

/// Begins them.
pub(crate) async fn begin(reader: Reader, At(id): At<Id<Meeting>>, _: Answers) -> Answer {
    let file = found(&reader, RECORD, id).await?;
    let mut errors = Errors::none();
    if errors.take(begin_minutes(reader.store(), &reader.ctx, id).await)?.is_some() {
        return reader.done(urls::of(id, "minutes"), "The minutes are begun");
    }
    beginning(reader.shell("Begin the minutes"), &file, &errors).answer()
}

fn beginning(shell: Shell, file: &MeetingFile, errors: &Errors) -> FormPage {
    let numbered = file.items.iter().filter(|item| item.said.minuted == crate::Minuted::Numbered);
    FormPage::new(shell, "Begin the minutes", urls::meeting(file.meeting.id))
        .errors(errors)
        .intro([Html::from(
            "Each of these items gets a minute, numbered on from the group’s last. The agenda no longer changes after that.",
        )])
        .field(Html::bullets(numbered.map(super::parts::item_title)))
}

pub(crate) fn samples() -> Vec<(&'static str, Sheet)> {
    let file = samples::file();
    let day = concordat_kernel::jiff::civil::Date::constant(2027, 5, 4);
    let all = May { change: true, agree: true, publish: true, record: true, sign: true };
    let decided = file.minutes.iter().flat_map(|minute| &minute.decisions).next();
    let about: About =
        decided.map(|one| (one.id, Html::link("#action", "Action 1.2 of the <plan>"))).into_iter().collect();
    let mut open = samples::file();
    open.clearance = Clearance::NeedsSecondFactor;
    open.meeting.minutes = MinutesState::Published;
    open.minutes.iter_mut().for_each(|minute| minute.restricted_text = None);
    vec![
        ("minutes, gone round", draw(samples::shell("Minutes"), &file, &about, day, all)),
        (
            "minutes, to somebody without clearance",
            draw(samples::shell("Minutes"), &open, &About::new(), day, May::default()),
        ),
        (
            "minutes, none",
            draw(samples::shell("Minutes"), &samples::empty(), &About::new(), day, May::default()),
        ),
    ]
}

pub(crate) fn form_samples() -> Vec<(&'static str, FormPage)> {
    let shell = samples::shell("Begin the minutes");
    vec![("minutes, beginning", beginning(shell, &samples::file(), &Errors::none()))]
}
