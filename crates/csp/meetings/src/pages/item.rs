//! Adding an item to the agenda, changing one, and taking one off.

use concordat_kernel::{Error, Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Editing, Errors, Reader,
    conflict::Question,
    parts::{Checkboxes, Html, InputWidth, Radios, Shell},
};

use super::{
    answers::{choice, chosen, line, some, text},
    form::FormPage,
    samples,
};
use crate::{
    AgendaPart, Closed, Duty, Item, Meeting, MeetingFile, Minuted, NewItem, Standing, add_item, change_item,
    duties, meeting_file, remove_item,
    store::{CHANGE, asked, meeting_of_item, resource},
    urls,
};

async fn found(reader: &Reader, id: Id<Meeting>) -> concordat_kernel::Result<(MeetingFile, Vec<Duty>)> {
    let resource = asked(CHANGE, resource(reader.store(), id).await?);
    reader.store().ask(&reader.ctx, CHANGE, &resource).await?;
    let file = meeting_file(reader.store(), &reader.ctx, id).await?;
    let mut duties = duties(reader.store(), &reader.ctx).await?;
    duties.retain(|duty| duty.group == file.meeting.group && duty.ended_on.is_none());
    Ok((file, duties))
}

async fn found_item(
    reader: &Reader,
    id: Id<Item>,
) -> concordat_kernel::Result<(MeetingFile, Vec<Duty>, Item)> {
    let meeting = meeting_of_item(reader.store(), id).await?;
    let (file, duties) = found(reader, meeting).await?;
    let item = file.items.iter().find(|item| item.id == id).cloned().ok_or(Refusal::NotFound)?;
    Ok((file, duties, item))
}

/// The empty form.
pub(crate) async fn new(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let (file, duties) = found(&reader, id).await?;
    let answers = Answers::from_pairs([("part", AgendaPart::B.word())]);
    draw(reader.shell("Add an item"), &file, &duties, None, &answers, &Errors::none()).answer()
}

/// Adds it.
pub(crate) async fn add(reader: Reader, At(id): At<Id<Meeting>>, answers: Answers) -> Answer {
    let (file, duties) = found(&reader, id).await?;
    let mut errors = Errors::none();
    let after = chosen(&answers, "after", &mut errors);
    let new = read(&answers, &mut errors);
    if errors.is_empty()
        && let Some(new) = new
        && errors.take(add_item(reader.store(), &reader.ctx, id, new, after).await)?.is_some()
    {
        return reader.done(urls::meeting(id), "The item is added");
    }
    draw(reader.shell("Add an item"), &file, &duties, None, &answers, &errors).answer()
}

const QUESTIONS: &[Question] = &[
    Question { name: "part", label: "Part", boxes: &["part"] },
    Question { name: "title", label: "Title", boxes: &["title"] },
    Question { name: "presenter", label: "Who introduces it", boxes: &["presenter"] },
    Question { name: "minutes", label: "How many minutes", boxes: &["minutes"] },
    Question { name: "standing", label: "It stands on every agenda", boxes: &["standing"] },
    Question { name: "unnumbered", label: "It has no minute of its own", boxes: &["unnumbered"] },
    Question { name: "duty", label: "The duty it fulfils", boxes: &["duty"] },
    Question { name: "reason", label: "Why it is not open to the public", boxes: &["reason"] },
    Question { name: "exemption", label: "Paragraph of the law relied on", boxes: &["exemption"] },
    Question {
        name: "public_interest",
        label: "How the public interest was weighed",
        boxes: &["public_interest"],
    },
    Question {
        name: "restricted_title",
        label: "Title that is not for the public",
        boxes: &["restricted_title"],
    },
];

/// What two who change the same item see of each other.
fn editing(item: &Item, duties: &[Duty]) -> Editing<'static> {
    let parts = AgendaPart::ALL.iter();
    let parts = parts.map(|part| (part.word().to_owned(), format!("{}. {}", part.word(), part.title())));
    let duties = duties.iter().map(|duty| (duty.id.to_string(), duty.said.title.clone()));
    let yes = std::iter::once(("yes".to_owned(), "Yes".to_owned()));
    Editing::new(QUESTIONS, item.version, filled(&item.said), urls::meeting(item.meeting))
        .options(parts.chain(duties).chain(yes).collect())
        .mark(item.said.closed.as_ref().map(|_| "Official-Sensitive"))
}

/// The form, filled in.
pub(crate) async fn edit(reader: Reader, At(id): At<Id<Item>>) -> Answer {
    let (file, duties, item) = found_item(&reader, id).await?;
    let now = filled(&item.said);
    let edited = Some((&item, &now));
    draw(reader.shell("Change an item"), &file, &duties, edited, &now, &Errors::none()).answer()
}

/// Changes it.
pub(crate) async fn change(reader: Reader, At(id): At<Id<Item>>, answers: Answers) -> Answer {
    let (file, duties, item) = found_item(&reader, id).await?;
    let editing = editing(&item, &duties).by(&reader, id.uuid()).await?;
    let was = editing.was(&answers);
    let answers = match editing.settle(&reader, &answers) {
        Ok(answers) => answers,
        Err(both) => return *both,
    };
    let mut errors = Errors::none();
    if let (Some(new), true) = (read(&answers, &mut errors), errors.is_empty()) {
        let saved = change_item(reader.store(), &reader.ctx, id, new, item.version).await;
        if matches!(saved, Err(Error::Refusal(Refusal::Conflict))) {
            errors.add("", super::CONFLICT);
        } else if errors.take(saved)?.is_some() {
            return reader.done(urls::meeting(item.meeting), "The item is changed");
        }
    }
    draw(reader.shell("Change an item"), &file, &duties, Some((&item, &was)), &answers, &errors).answer()
}

/// Asks whether it is to be taken off.
pub(crate) async fn ask(reader: Reader, At(id): At<Id<Item>>) -> Answer {
    let (_, _, item) = found_item(&reader, id).await?;
    removing(reader.shell("Take an item off the agenda"), &item).answer()
}

/// Takes it off.
pub(crate) async fn remove(reader: Reader, At(id): At<Id<Item>>, _: Answers) -> Answer {
    let (_, _, item) = found_item(&reader, id).await?;
    remove_item(reader.store(), &reader.ctx, id).await?;
    reader.done(urls::meeting(item.meeting), "The item is taken off the agenda")
}

fn draw(
    shell: Shell,
    file: &MeetingFile,
    duties: &[Duty],
    // The item that is changed, and what its form was filled with.
    item: Option<(&Item, &Answers)>,
    answers: &Answers,
    errors: &Errors,
) -> FormPage {
    let button = if item.is_some() { "Save changes" } else { "Add the item" };
    let mut page = FormPage::new(shell, button, urls::meeting(file.meeting.id)).errors(errors);
    if let Some((item, was)) = item {
        page = page.hidden_all(editing(item, duties).carried(was));
    }
    if file.meeting.agreed_at.is_some() {
        page = page.intro(["The chair has agreed the agenda. A change to it asks for the chair again."]);
    }
    let parts =
        AgendaPart::ALL.iter().map(|part| (part.word(), format!("{}. {}", part.word(), part.title())));
    let others = file.items.iter().map(|item| (item.id.to_string(), super::parts::item_title(item)));
    let duties = duties.iter().map(|duty| (duty.id.to_string(), duty.said.title.clone()));
    page.field(
        Radios::new("part", "In which part?")
            .items(parts)
            .chosen(answers.get("part"))
            .error_if(errors.get("part")),
    )
    .field(line("title", "Title", answers, errors).hint("Anybody may read it, also of a restricted item"))
    .field(line("presenter", "Who introduces it? (optional)", answers, errors).hint("A role and a body"))
    .field(
        line("minutes", "How many minutes? (optional)", answers, errors)
            .width(InputWidth::Four)
            .inputmode("numeric"),
    )
    .field(
        Checkboxes::new("standing", "Does it come round?")
            .item(("yes", "It stands on every agenda"))
            .chosen(answers.some("standing")),
    )
    .field(
        Checkboxes::new("unnumbered", "Is it minuted?")
            .item(("yes", "It has no minute of its own, such as introductions and apologies"))
            .chosen(answers.some("unnumbered")),
    )
    .field_if(item.is_none(), || choice("after", "Where in its part?", "At the end", others, answers, errors))
    .field(choice("duty", "Which duty does it fulfil? (optional)", "None", duties, answers, errors))
    .field(
        text("reason", "If it is restricted: why is it not open to the public?", 2, answers, errors)
            .hint("Part D is always restricted. Anybody may read the reason. Leave empty for an open item."),
    )
    .field(
        line("exemption", "Which paragraph of the law is relied on? (optional)", answers, errors)
            .hint("Where your body uses them, such as “Schedule 12A, paragraph 1”"),
    )
    .field(text("public_interest", "How was the public interest weighed? (optional)", 2, answers, errors))
    .field(
        line("restricted_title", "Title that is not for the public (optional)", answers, errors)
            .hint("Official-Sensitive. Only for a restricted item."),
    )
}

fn removing(shell: Shell, item: &Item) -> FormPage {
    FormPage::new(shell, "Take it off", urls::meeting(item.meeting)).warning().intro([Html::from(format!(
        "This takes “{}” off the agenda, with its paper if it has one.",
        super::parts::item_title(item)
    ))])
}

fn filled(said: &NewItem) -> Answers {
    let closed = said.closed.clone().unwrap_or_default();
    let tick = |ticked| if ticked { "yes".to_owned() } else { String::new() };
    Answers::from_pairs([
        ("part", said.part.word().to_owned()),
        ("title", said.title.clone()),
        ("presenter", said.presenter.clone().unwrap_or_default()),
        ("minutes", said.minutes.map(|minutes| minutes.to_string()).unwrap_or_default()),
        ("duty", said.duty.map(|duty| duty.to_string()).unwrap_or_default()),
        ("reason", closed.reason),
        ("exemption", closed.exemption.unwrap_or_default()),
        ("public_interest", closed.public_interest.unwrap_or_default()),
        ("restricted_title", said.restricted_title.clone().unwrap_or_default()),
        ("standing", tick(said.standing == Standing::Always)),
        ("unnumbered", tick(said.minuted == Minuted::Not)),
    ])
}

fn read(answers: &Answers, errors: &mut Errors) -> Option<NewItem> {
    let part = AgendaPart::from_word(answers.get("part"));
    if part.is_none() {
        errors.add("part", "Choose the part.");
    }
    let minutes = answers.some("minutes").map(str::parse::<u32>).transpose();
    if !matches!(minutes, Ok(None | Some(1..))) {
        errors.add("minutes", "Enter a whole number of minutes, or leave it empty.");
    }
    let ticked = |name: &str| answers.get(name) == "yes";
    let closed = answers.some("reason").map(|reason| Closed {
        reason: reason.to_owned(),
        exemption: some(answers, "exemption"),
        public_interest: some(answers, "public_interest"),
    });
    Some(NewItem {
        part: part?,
        title: answers.get("title").to_owned(),
        restricted_title: some(answers, "restricted_title"),
        presenter: some(answers, "presenter"),
        minutes: minutes.ok()?,
        standing: if ticked("standing") { Standing::Always } else { Standing::Once },
        minuted: if ticked("unnumbered") { Minuted::Not } else { Minuted::Numbered },
        closed,
        duty: chosen(answers, "duty", errors),
    })
}

pub(crate) fn samples() -> Vec<(&'static str, FormPage)> {
    let file = samples::file();
    let wrong = Answers::from_pairs([("minutes", "long"), ("title", "")]);
    let mut errors = Errors::none();
    read(&wrong, &mut errors);
    let mut pages = vec![(
        "item, adding, with errors",
        draw(samples::shell("Add an item"), &file, &[], None, &wrong, &errors),
    )];
    if let Some(item) = file.items.last() {
        let shell = samples::shell("Change an item");
        pages.push((
            "item, changing",
            draw(shell, &file, &[], Some((item, &Answers::default())), &filled(&item.said), &Errors::none()),
        ));
        pages.push(("item, taking off", removing(samples::shell("Take an item off the agenda"), item)));
    }
    pages
}
