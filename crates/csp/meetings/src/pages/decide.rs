//! Recording what was decided, and a vote where the terms of reference know one.

use concordat_kernel::{Id, Month, Ref, Refusal};
use concordat_partnership::{Capacity, terms::Voted};
use concordat_web::{
    Answer, Answers, At, Errors, Method, Reader, Route,
    parts::{Radios, Shell},
};

use super::{
    answers::{line, some, text, time, time_input},
    form::FormPage,
    minute::{correction, of},
    minutes::found,
    samples,
};
use crate::{
    Decision, DecisionKind, MeetingFile, Minute, NewDecision, decide,
    store::{RECORD, VOTED, meeting_of_decision},
    urls, vote,
};

/// The empty form.
pub(crate) async fn new(reader: Reader, At(id): At<Id<Minute>>) -> Answer {
    let (file, minute) = of(&reader, id).await?;
    let title = format!("Decision under minute {}", minute.number);
    draw(reader.shell(title), &file, &Answers::default(), &Errors::none()).answer()
}

/// Records it.
pub(crate) async fn add(reader: Reader, At(id): At<Id<Minute>>, answers: Answers) -> Answer {
    let (file, minute) = of(&reader, id).await?;
    let mut errors = Errors::none();
    let about = about(&reader, &answers, &mut errors).await?;
    if let (Some(new), true) = (read(&answers, &mut errors), errors.is_empty()) {
        let new = NewDecision { about, ..new };
        let by_vote = new.kind == DecisionKind::RemoveChair;
        let saved = decide(reader.store(), &reader.ctx, id, new, answers.get("correction")).await;
        if let Some(decision) = errors.take(saved)? {
            if by_vote {
                return reader.done(urls::vote(decision), "The decision is recorded. Now enter the votes");
            }
            let to = format!("{}#minute-{}", urls::of(file.meeting.id, "minutes"), minute.number);
            return reader.done(to, "The decision is recorded");
        }
    }
    let title = format!("Decision under minute {}", minute.number);
    draw(reader.shell(title), &file, &answers, &errors).answer()
}

fn draw(shell: Shell, file: &MeetingFile, answers: &Answers, errors: &Errors) -> FormPage {
    let votes = file.conduct.terms.as_ref().is_some_and(|terms| terms.removal().is_some());
    let kinds = DecisionKind::ALL
        .iter()
        .filter(|kind| votes || **kind != DecisionKind::RemoveChair)
        .map(|kind| (kind.word(), kind.title()));
    let page = FormPage::new(shell, "Record the decision", urls::of(file.meeting.id, "minutes"))
        .errors(errors)
        .intro([
            "A decision is taken by consensus. A vote is held only where the terms of reference know one.",
        ])
        .field(
            Radios::new("kind", "What was decided?")
                .items(kinds)
                .chosen(answers.get("kind"))
                .error_if(errors.get("kind")),
        )
        .field(text("public_text", "In words that anybody may read", 4, answers, errors))
        .field(
            text("restricted_text", "What of it is not for publication (optional)", 3, answers, errors)
                .hint("Official-Sensitive"),
        )
        .field(
            line("due", "If a further update is to come: by which month?", answers, errors)
                .hint("Such as March 2027"),
        )
        .field(time_input("taken_at", "When was it decided? (optional)", answers, errors))
        .field(
            line("about", "What is it about, in another part of this record? (optional)", answers, errors)
                .hint("Copy the address of its page, such as that of an action or an exception"),
        );
    correction(page, file, answers, errors)
}

fn read(answers: &Answers, errors: &mut Errors) -> Option<NewDecision> {
    let kind = DecisionKind::from_word(answers.get("kind"));
    if kind.is_none() {
        errors.add("kind", "Choose what was decided.");
    }
    let due = answers.some("due").map(read_month);
    if due == Some(None) {
        errors.add("due", "Enter a month and a year, such as March 2027.");
    }
    let taken_at = time(answers, "taken_at", errors);
    Some(NewDecision {
        kind: kind?,
        public_text: answers.get("public_text").to_owned(),
        restricted_text: some(answers, "restricted_text"),
        taken_at,
        due: due.flatten(),
        about: None,
    })
}

/// What a decision or a comment is about: the thing whose page has this address, if the reader may see it.
pub(super) async fn about(
    reader: &Reader,
    answers: &Answers,
    errors: &mut Errors,
) -> concordat_kernel::Result<Option<Ref>> {
    let Some(typed) = answers.some("about") else { return Ok(None) };
    let path = typed.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
    let found = thing_at(path, reader.app.slices.iter().flat_map(|slice| (slice.routes)()));
    if let Some(thing) = found
        && reader.app.title(&reader.ctx, &thing).await?.is_some()
    {
        return Ok(Some(thing));
    }
    errors.add("about", "There is no page of this record at that address. Copy it from the page itself.");
    Ok(None)
}

/// The thing whose own page is at a path: its kind stands in the path of the route.
fn thing_at(path: &str, routes: impl Iterator<Item = Route>) -> Option<Ref> {
    let (folder, id) = path.rsplit_once('/')?;
    let id = id.parse().ok()?;
    routes.filter(|route| route.method == Method::Get).find_map(|route| {
        let (own, parameter) = route.path.rsplit_once('/')?;
        let kind = parameter.strip_prefix('{')?.strip_suffix('}')?;
        (own == folder).then_some(Ref { kind: kind.into(), id })
    })
}

/// A month as people write it: `March 2027`, or `2027-03`.
pub(crate) fn read_month(typed: &str) -> Option<Month> {
    if let Ok(month) = typed.parse() {
        return Some(month);
    }
    let (name, year) = typed.trim().rsplit_once(' ')?;
    Month::new(year.parse().ok().filter(|year| *year >= 1000)?, Month::number_from_name(name.trim())?)
}

struct Found {
    file: MeetingFile,
    decision: Decision,
}

async fn found_decision(reader: &Reader, id: Id<Decision>) -> concordat_kernel::Result<Found> {
    let file = found(reader, RECORD, meeting_of_decision(reader.store(), id).await?).await?;
    let decision = file.minutes.iter().flat_map(|minute| &minute.decisions).find(|one| one.id == id);
    let decision = decision.cloned().ok_or(Refusal::NotFound)?;
    Ok(Found { file, decision })
}

/// The form for the votes.
pub(crate) async fn ask_vote(reader: Reader, At(id): At<Id<Decision>>) -> Answer {
    let found = found_decision(&reader, id).await?;
    let word =
        |voted: Voted| VOTED.iter().find(|(_, known, _)| *known == voted).map_or("", |(word, ..)| word);
    let cast = found.decision.votes.iter().map(|(body, voted)| (body.to_string(), word(*voted)));
    let answers = Answers::from_pairs(cast);
    voting(reader.shell("Record the vote"), &found, &answers, &Errors::none()).answer()
}

/// Records them.
pub(crate) async fn save_vote(reader: Reader, At(id): At<Id<Decision>>, answers: Answers) -> Answer {
    let found = found_decision(&reader, id).await?;
    let mut errors = Errors::none();
    let votes: Vec<_> = voters(&found.file)
        .into_iter()
        .filter_map(|(body, _)| {
            let cast = answers.some(&body.to_string())?;
            VOTED.iter().find(|(word, ..)| *word == cast).map(|(_, voted, _)| (body, *voted))
        })
        .collect();
    let saved = vote(reader.store(), &reader.ctx, id, &votes, answers.get("correction")).await;
    if errors.take(saved)?.is_some() {
        return reader.done(urls::of(found.file.meeting.id, "minutes"), "The vote is recorded");
    }
    voting(reader.shell("Record the vote"), &found, &answers, &errors).answer()
}

/// The bodies that have a vote, by name.
fn voters(file: &MeetingFile) -> Vec<(Id<concordat_partnership::Body>, String)> {
    let mut voters: Vec<_> = file
        .conduct
        .seats
        .iter()
        .filter(|seat| seat.capacity == Capacity::ResponsibleAuthority && !seat.has_ended(file.conduct.day))
        .map(|seat| (seat.body, file.conduct.name_of(seat.body).to_owned()))
        .collect();
    voters.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    voters.dedup();
    voters
}

fn voting(shell: Shell, found: &Found, answers: &Answers, errors: &Errors) -> FormPage {
    let share =
        found.file.conduct.terms.as_ref().and_then(|terms| terms.removal()).map_or(50, |(share, _)| share);
    let mut page = FormPage::new(shell, "Record the vote", urls::of(found.file.meeting.id, "minutes"))
        .errors(errors)
        .intro([
            found.decision.said.public_text.clone(),
            format!(
                "Each responsible authority has one vote. It is carried when more than {share} in a hundred of all of \
                 them are for it, whether or not they are there."
            ),
        ]);
    for (body, name) in voters(&found.file) {
        let id = body.to_string();
        page = page.field(
            Radios::new(id.clone(), name)
                .items(VOTED.iter().map(|(word, _, title)| (*word, *title)))
                .item(("", "Not there, or no vote"))
                .chosen(answers.get(&id))
                .inline(),
        );
    }
    correction(page, &found.file, answers, errors)
}

pub(crate) fn samples() -> Vec<(&'static str, FormPage)> {
    let file = samples::file();
    let wrong = Answers::from_pairs([("due", "soon")]);
    let mut errors = Errors::none();
    read(&wrong, &mut errors);
    let shell = samples::shell;
    let mut pages =
        vec![("decision, with errors", draw(shell("Decision under minute 51"), &file, &wrong, &errors))];
    let decision = file.minutes.iter().flat_map(|minute| minute.decisions.iter().rev()).next().cloned();
    pages.extend(decision.map(|decision| {
        let found = Found { file, decision };
        ("vote", voting(shell("Record the vote"), &found, &Answers::default(), &Errors::none()))
    }));
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_known_by_the_address_of_its_page() {
        let id = concordat_kernel::AnyId::from_u128(7);
        let found = |path: &str| thing_at(path, crate::pages::routes().into_iter());
        let thing = Ref { kind: "meeting".into(), id };
        assert_eq!(found(&format!("/meetings/{id}")), Some(thing));
        for path in
            ["/meetings", "/meetings/new", &format!("/elsewhere/{id}"), &format!("/meetings/{id}/room")]
        {
            assert_eq!(found(path), None, "{path}");
        }
    }

    #[test]
    fn months_are_read_as_people_write_them() {
        for (typed, read) in [
            ("March 2027", Month::new(2027, 3)),
            ("2027-03", Month::new(2027, 3)),
            ("Sept 2022", Month::new(2022, 9)),
            ("March 27", None),
            ("soon", None),
        ] {
            assert_eq!(read_month(typed), read, "{typed}");
        }
    }
}
