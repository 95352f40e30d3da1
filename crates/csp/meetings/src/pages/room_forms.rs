//! Recording who came, who could not, who declared an interest, and who was in the chair.

use concordat_kernel::{Error, Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{Html, Radios, Shell},
};

use super::{
    answers::{choice, chosen, line, text, time, time_input},
    form::FormPage,
    samples,
};
use crate::{
    Attendance, ChairedAs, Left, Meeting, MeetingFile, MinutesState, NewAttendance, apologise, attend, chair,
    change_attendance, declare, meeting_file,
    store::{PARTS, RECORD, asked, meeting_of_attendance, resource},
    urls,
};

async fn found(reader: &Reader, id: Id<Meeting>) -> concordat_kernel::Result<MeetingFile> {
    let resource = asked(RECORD, resource(reader.store(), id).await?);
    reader.store().ask(&reader.ctx, RECORD, &resource).await?;
    meeting_file(reader.store(), &reader.ctx, id).await
}

fn page(shell: Shell, button: &str, file: &MeetingFile, errors: &Errors) -> FormPage {
    let page = FormPage::new(shell, button, urls::of(file.meeting.id, "room")).errors(errors);
    if file.meeting.minutes == MinutesState::Circulated {
        page.intro(["The minutes have gone round for accuracy. What you enter is recorded as a correction, and stays visible as one."])
    } else {
        page
    }
}

fn bodies(file: &MeetingFile) -> impl Iterator<Item = (String, String)> + '_ {
    file.conduct
        .bodies
        .iter()
        .filter(|body| body.is_active(file.meeting.plan.held_on))
        .map(|body| (body.id.to_string(), body.name.clone()))
}

/// The form for somebody who came.
pub(crate) async fn new(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let file = found(&reader, id).await?;
    let answers = Answers::from_pairs([("part", "member")]);
    attending(reader.shell("Add somebody"), &file, None, &answers, &Errors::none()).answer()
}

/// Adds them.
pub(crate) async fn add(reader: Reader, At(id): At<Id<Meeting>>, answers: Answers) -> Answer {
    let file = found(&reader, id).await?;
    let mut errors = Errors::none();
    let new = read(&answers, &mut errors);
    if errors.is_empty() && errors.take(attend(reader.store(), &reader.ctx, id, new).await)?.is_some() {
        return reader.done(urls::of(id, "room"), "They are added to those present");
    }
    attending(reader.shell("Add somebody"), &file, None, &answers, &errors).answer()
}

async fn found_attendance(
    reader: &Reader,
    id: Id<Attendance>,
) -> concordat_kernel::Result<(MeetingFile, Attendance)> {
    let file = found(reader, meeting_of_attendance(reader.store(), id).await?).await?;
    let one = file.attendance.iter().find(|one| one.id == id).cloned().ok_or(Refusal::NotFound)?;
    Ok((file, one))
}

/// The form for a change, filled in.
pub(crate) async fn edit(reader: Reader, At(id): At<Id<Attendance>>) -> Answer {
    let (file, one) = found_attendance(&reader, id).await?;
    let answers = filled(&one.said);
    attending(reader.shell("Change what is recorded"), &file, Some(&one), &answers, &Errors::none()).answer()
}

/// Changes it.
pub(crate) async fn change(reader: Reader, At(id): At<Id<Attendance>>, answers: Answers) -> Answer {
    let (file, one) = found_attendance(&reader, id).await?;
    let mut errors = Errors::none();
    let new = read(&answers, &mut errors);
    if errors.is_empty() {
        let version = answers.get("version").parse().unwrap_or_default();
        let saved = change_attendance(reader.store(), &reader.ctx, id, new, version).await;
        if matches!(saved, Err(Error::Refusal(Refusal::Conflict))) {
            errors.add("", super::CONFLICT);
        } else if errors.take(saved)?.is_some() {
            return reader.done(urls::of(file.meeting.id, "room"), "What is recorded is changed");
        }
    }
    attending(reader.shell("Change what is recorded"), &file, Some(&one), &answers, &errors).answer()
}

fn attending(
    shell: Shell,
    file: &MeetingFile,
    one: Option<&Attendance>,
    answers: &Answers,
    errors: &Errors,
) -> FormPage {
    let (button, shown) = match one {
        Some(_) => ("Save changes", "Not recorded"),
        None => ("Add them", "Not recorded, or nobody’s"),
    };
    let parts = PARTS.iter().map(|(word, _, title)| (*word, *title));
    let mut form = page(shell, button, file, errors);
    if let Some(one) = one {
        form = form.hidden("version", one.version);
    }
    form.field(line("name", "Name", answers, errors))
        .field(choice("body", "Which body do they represent?", shown, bodies(file), answers, errors))
        .field(
            Radios::new("part", "As what?")
                .items(parts)
                .chosen(answers.get("part"))
                .error_if(errors.get("part")),
        )
        .field(time_input("from", "When did they come, if later? (optional)", answers, errors))
        .field(time_input("until", "When did they leave, if earlier? (optional)", answers, errors))
}

fn read(answers: &Answers, errors: &mut Errors) -> NewAttendance {
    let part = PARTS.iter().find(|(word, ..)| *word == answers.get("part")).map(|(_, part, _)| *part);
    if part.is_none() {
        errors.add("part", "Choose in what part they came.");
    }
    NewAttendance {
        name: answers.get("name").to_owned(),
        body: chosen(answers, "body", errors),
        part: part.unwrap_or_default(),
        from: time(answers, "from", errors),
        until: time(answers, "until", errors),
    }
}

fn filled(said: &NewAttendance) -> Answers {
    let time = |time: concordat_kernel::jiff::civil::Time| time.strftime("%H:%M").to_string();
    let part = PARTS.iter().find(|(_, part, _)| *part == said.part).map_or("", |(word, ..)| word);
    Answers::from_pairs([
        ("name", said.name.clone()),
        ("body", said.body.map(|body| body.to_string()).unwrap_or_default()),
        ("part", part.to_owned()),
        ("from", said.from.map(time).unwrap_or_default()),
        ("until", said.until.map(time).unwrap_or_default()),
    ])
}

/// The form for apologies.
pub(crate) async fn ask_apology(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let file = found(&reader, id).await?;
    apologising(reader.shell("Add apologies"), &file, &Answers::default(), &Errors::none()).answer()
}

/// Records them.
pub(crate) async fn save_apology(reader: Reader, At(id): At<Id<Meeting>>, answers: Answers) -> Answer {
    let file = found(&reader, id).await?;
    let mut errors = Errors::none();
    let body = chosen(&answers, "body", &mut errors);
    if errors.is_empty() {
        let (name, instead) = (answers.get("name"), answers.some("substitute"));
        if errors.take(apologise(reader.store(), &reader.ctx, id, name, body, instead).await)?.is_some() {
            return reader.done(urls::of(id, "room"), "The apologies are recorded");
        }
    }
    apologising(reader.shell("Add apologies"), &file, &answers, &errors).answer()
}

fn apologising(shell: Shell, file: &MeetingFile, answers: &Answers, errors: &Errors) -> FormPage {
    page(shell, "Record the apologies", file, errors)
        .field(line("name", "Who could not come?", answers, errors))
        .field(choice("body", "Of which body? (optional)", "Not recorded", bodies(file), answers, errors))
        .field(line("substitute", "Who came instead? (optional)", answers, errors))
}

/// The form for an interest.
pub(crate) async fn ask_interest(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let file = found(&reader, id).await?;
    declaring(reader.shell("Record an interest"), &file, &Answers::default(), &Errors::none()).answer()
}

/// Records it.
pub(crate) async fn save_interest(reader: Reader, At(id): At<Id<Meeting>>, answers: Answers) -> Answer {
    let file = found(&reader, id).await?;
    let mut errors = Errors::none();
    let item = chosen(&answers, "item", &mut errors);
    let left = if answers.get("left") == "yes" { Left::Room } else { Left::Not };
    if errors.is_empty() {
        let (name, interest) = (answers.get("name"), answers.get("interest"));
        let saved = declare(reader.store(), &reader.ctx, id, item, name, interest, left).await;
        if errors.take(saved)?.is_some() {
            return reader.done(urls::of(id, "room"), "The interest is recorded");
        }
    }
    declaring(reader.shell("Record an interest"), &file, &answers, &errors).answer()
}

fn declaring(shell: Shell, file: &MeetingFile, answers: &Answers, errors: &Errors) -> FormPage {
    let items = file.items.iter().map(|item| (item.id.to_string(), super::parts::item_title(item)));
    page(shell, "Record the interest", file, errors)
        .field(choice("item", "In which item?", "Choose an item", items, answers, errors))
        .field(line("name", "Who declared it?", answers, errors))
        .field(
            text("interest", "What is the interest?", 3, answers, errors)
                .hint("It is published with the minutes."),
        )
        .field(
            Radios::new("left", "Did they leave the room for the item?")
                .item(("yes", "Yes"))
                .item(("no", "No"))
                .chosen(if answers.get("left").is_empty() { "no" } else { answers.get("left") }),
        )
}

/// The form for the chair.
pub(crate) async fn ask_chair(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let file = found(&reader, id).await?;
    let mut answers = Answers::from_pairs([("right", ChairedAs::Chair.word())]);
    if let Some((by, right)) = &file.meeting.chaired {
        answers.set("name", by);
        answers.set("right", right.word());
    }
    chairing(reader.shell("Who is in the chair"), &file, &answers, &Errors::none()).answer()
}

/// Records it.
pub(crate) async fn save_chair(reader: Reader, At(id): At<Id<Meeting>>, answers: Answers) -> Answer {
    let file = found(&reader, id).await?;
    let mut errors = Errors::none();
    match ChairedAs::from_word(answers.get("right")) {
        None => errors.add("right", "Choose in what right."),
        Some(right) => {
            let saved = chair(reader.store(), &reader.ctx, id, answers.get("name"), right).await;
            if errors.take(saved)?.is_some() {
                return reader.done(urls::of(id, "room"), "Who is in the chair is recorded");
            }
        }
    }
    chairing(reader.shell("Who is in the chair"), &file, &answers, &errors).answer()
}

fn chairing(shell: Shell, file: &MeetingFile, answers: &Answers, errors: &Errors) -> FormPage {
    let office: Vec<String> = file
        .conduct
        .offices
        .iter()
        .filter(|held| held.since <= file.meeting.plan.held_on)
        .filter(|held| held.until.is_none_or(|until| until >= file.meeting.plan.held_on))
        .map(|held| format!("{}: {}", held.office.title(), held.holder))
        .collect();
    let rights = ChairedAs::ALL.iter().map(|right| (right.word(), right.title()));
    page(shell, "Record it", file, errors)
        .field_if(!office.is_empty(), || {
            Html::paragraphs([format!("In office that day: {}.", office.join("; "))])
        })
        .field(line("name", "Who was in the chair?", answers, errors))
        .field(
            Radios::new("right", "In what right?")
                .items(rights)
                .chosen(answers.get("right"))
                .error_if(errors.get("right")),
        )
}

pub(crate) fn samples() -> Vec<(&'static str, FormPage)> {
    let file = samples::file();
    let (none, empty) = (Errors::none(), Answers::default());
    let wrong = Answers::from_pairs([("from", "early"), ("name", "<Nobody>")]);
    let mut errors = Errors::none();
    read(&wrong, &mut errors);
    let shell = samples::shell;
    let mut pages = vec![
        ("attendance, adding, with errors", attending(shell("Add somebody"), &file, None, &wrong, &errors)),
        ("apologies", apologising(shell("Add apologies"), &file, &empty, &none)),
        ("interest", declaring(shell("Record an interest"), &file, &empty, &none)),
        ("chair", chairing(shell("Who is in the chair"), &file, &empty, &none)),
    ];
    if let Some(one) = file.attendance.first() {
        let shell = shell("Change what is recorded");
        pages.push(("attendance, changing", attending(shell, &file, Some(one), &filled(&one.said), &none)));
    }
    pages
}
