//! Writing the paper on an item in the page.

use concordat_kernel::{Error, Id, Refusal, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, At, Editing, Errors, Reader,
    conflict::Question,
    parts::{Html, Radios, Shell},
};

use super::{
    answers::{day, day_input, line, set_day, some, text},
    form::FormPage,
    parts::item_title,
    samples,
};
use crate::{
    Classification, Item, MeetingFile, NewPaper, Paper, meeting_file, save_paper,
    store::{CHANGE, asked, meeting_of_item, resource},
    urls,
};

/// An item with its paper, and the meeting.
pub(super) struct Found {
    pub(super) file: MeetingFile,
    pub(super) item: Item,
    pub(super) paper: Option<Paper>,
}

/// The item, for whoever may change its paper.
pub(super) async fn found(reader: &Reader, id: Id<Item>) -> concordat_kernel::Result<Found> {
    let meeting = meeting_of_item(reader.store(), id).await?;
    let resource = asked(CHANGE, resource(reader.store(), meeting).await?);
    reader.store().ask(&reader.ctx, CHANGE, &resource).await?;
    let file = meeting_file(reader.store(), &reader.ctx, meeting).await?;
    let item = file.items.iter().find(|item| item.id == id).cloned().ok_or(Refusal::NotFound)?;
    let paper = file.papers.iter().find(|paper| paper.item == id).cloned();
    Ok(Found { file, item, paper })
}

const QUESTIONS: &[Question] = &[
    Question { name: "classification", label: "What the paper is for", boxes: &["classification"] },
    Question { name: "dated", label: "Date", boxes: &["dated-day", "dated-month", "dated-year"] },
    Question { name: "by", label: "By", boxes: &["by"] },
    Question { name: "to", label: "To", boxes: &["to"] },
    Question { name: "subject", label: "Subject", boxes: &["subject"] },
    Question { name: "summary", label: "Summary", boxes: &["summary"] },
    Question { name: "text", label: "Text", boxes: &["text"] },
    Question { name: "recommendations", label: "Recommendations", boxes: &["recommendations"] },
    Question { name: "policy", label: "Policy framework", boxes: &["policy"] },
    Question { name: "risk", label: "Risk", boxes: &["risk"] },
    Question { name: "financial", label: "Financial implications", boxes: &["financial"] },
    Question { name: "legal", label: "Legal implications", boxes: &["legal"] },
    Question { name: "contacts", label: "Whom to ask", boxes: &["contacts"] },
    Question {
        name: "late_reason", label: "The chair’s reason for taking it late", boxes: &["late_reason"]
    },
];

/// What two who write the same paper see of each other.
fn editing(found: &Found, today: Date) -> Editing<'static> {
    let (version, now) = match &found.paper {
        Some(paper) => (paper.version, filled(&paper.said)),
        None => (0, begun(found, today)),
    };
    let classes = Classification::ALL.iter();
    let classes = classes.map(|class| (class.word().to_owned(), class.title().to_owned()));
    Editing::new(QUESTIONS, version, now, urls::meeting(found.file.meeting.id))
        .options(classes.collect())
        .mark(found.item.said.closed.as_ref().map(|_| "Official-Sensitive"))
}

/// The form: empty, or filled in.
pub(crate) async fn edit(reader: Reader, At(id): At<Id<Item>>) -> Answer {
    let found = found(&reader, id).await?;
    let editing = editing(&found, reader.ctx.clock.today());
    let shell = reader.shell("Write the paper");
    draw(shell, &found, editing.carried(&editing.now), &editing.now, &Errors::none()).answer()
}

/// Saves it.
pub(crate) async fn save(reader: Reader, At(id): At<Id<Item>>, answers: Answers) -> Answer {
    let found = found(&reader, id).await?;
    let mut editing = editing(&found, reader.ctx.clock.today());
    if let Some(paper) = &found.paper {
        editing = editing.by(&reader, paper.id.uuid()).await?;
    }
    let was = editing.was(&answers);
    let answers = match editing.settle(&reader, &answers) {
        Ok(answers) => answers,
        Err(both) => return *both,
    };
    let mut errors = Errors::none();
    if let (Some(new), true) = (read(&answers, &mut errors), errors.is_empty()) {
        let saved = save_paper(reader.store(), &reader.ctx, id, new, editing.version).await;
        if matches!(saved, Err(Error::Refusal(Refusal::Conflict))) {
            errors.add("", super::CONFLICT);
        } else if errors.take(saved)?.is_some() {
            return reader.done(urls::paper(id), "The paper is saved");
        }
    }
    let shell = reader.shell("Write the paper");
    draw(shell, &found, editing.carried(&was), &answers, &errors).answer()
}

fn draw(
    shell: Shell,
    found: &Found,
    carried: Vec<(String, String)>,
    answers: &Answers,
    errors: &Errors,
) -> FormPage {
    let classes = Classification::ALL.iter().map(|class| (class.word(), class.title()));
    let mut intro = vec![Html::from(format!("On item {}.", item_title(&found.item)))];
    if found.item.said.closed.is_some() {
        intro.push(
            "The item is restricted, and so is its paper: Official-Sensitive, not for publication.".into(),
        );
    }
    let optional = |name: &'static str, label: &'static str| text(name, label, 3, answers, errors);
    FormPage::new(shell, "Save the paper", urls::meeting(found.file.meeting.id))
        .errors(errors)
        .intro(intro)
        .hidden_all(carried)
        .field(
            Radios::new("classification", "What is it for?")
                .items(classes)
                .chosen(answers.get("classification"))
                .error_if(errors.get("classification")),
        )
        .field(
            line("by", "By", answers, errors)
                .hint("Role and body, such as “Head of community safety, county council”"),
        )
        .field(line("to", "To", answers, errors))
        .field(day_input("dated", "Date of the paper", answers, errors))
        .field(line("subject", "Subject", answers, errors))
        .field(text("summary", "Summary", 4, answers, errors))
        .field(
            text("text", "Text", 16, answers, errors)
                .hint("Leave an empty line between paragraphs. They are numbered when the paper is shown."),
        )
        .field(
            text("recommendations", "What is the meeting asked to do?", 4, answers, errors)
                .hint("One recommendation on each line. A paper for decision needs at least one."),
        )
        .field(optional("policy", "Policy framework (optional)"))
        .field(optional("risk", "Risk (optional)"))
        .field(optional("financial", "Financial implications (optional)"))
        .field(optional("legal", "Legal implications (optional)"))
        .field(optional("contacts", "Whom to ask (optional)"))
        .field(
            optional("late_reason", "If it is late: the chair’s reason for taking it")
                .hint("Needed once the last day for papers has passed"),
        )
}

/// What is known before anything is written.
fn begun(found: &Found, today: Date) -> Answers {
    let group = found.file.conduct.group.name.clone();
    let mut answers = Answers::from_pairs([
        ("classification", Classification::Information.word().to_owned()),
        ("to", group),
        ("by", found.item.said.presenter.clone().unwrap_or_default()),
        ("subject", found.item.said.title.clone()),
    ]);
    set_day(&mut answers, "dated", Some(today));
    answers
}

fn filled(said: &NewPaper) -> Answers {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut answers = Answers::from_pairs([
        ("classification", said.classification.word().to_owned()),
        ("by", said.by.clone()),
        ("to", said.to.clone()),
        ("subject", said.subject.clone()),
        ("summary", said.summary.clone()),
        ("text", said.text.clone()),
        ("recommendations", said.recommendations.join("\n")),
        ("policy", optional(&said.policy)),
        ("risk", optional(&said.risk)),
        ("financial", optional(&said.financial)),
        ("legal", optional(&said.legal)),
        ("contacts", optional(&said.contacts)),
        ("late_reason", optional(&said.late_reason)),
    ]);
    set_day(&mut answers, "dated", Some(said.dated));
    answers
}

fn read(answers: &Answers, errors: &mut Errors) -> Option<NewPaper> {
    let classification = Classification::from_word(answers.get("classification"));
    if classification.is_none() {
        errors.add("classification", "Choose what the paper is for.");
    }
    let dated = day(answers, "dated", errors);
    if dated.is_none() && errors.get("dated").is_none() {
        errors.add("dated", "Enter the date of the paper.");
    }
    Some(NewPaper {
        classification: classification?,
        dated: dated?,
        by: answers.get("by").to_owned(),
        to: answers.get("to").to_owned(),
        subject: answers.get("subject").to_owned(),
        summary: answers.get("summary").to_owned(),
        text: answers.get("text").to_owned(),
        recommendations: answers.lines("recommendations"),
        policy: some(answers, "policy"),
        risk: some(answers, "risk"),
        financial: some(answers, "financial"),
        legal: some(answers, "legal"),
        contacts: some(answers, "contacts"),
        late_reason: some(answers, "late_reason"),
    })
}

pub(crate) fn samples() -> Vec<(&'static str, FormPage)> {
    let file = samples::file();
    let Some(item) = file.items.last().cloned() else { return Vec::new() };
    let found = Found { paper: file.papers.first().cloned(), file, item };
    let mut errors = Errors::none();
    read(&Answers::default(), &mut errors);
    let shell = || samples::shell("Write the paper");
    vec![
        (
            "paper, writing",
            draw(shell(), &found, Vec::new(), &filled(&samples::new_paper()), &Errors::none()),
        ),
        ("paper, with errors", draw(shell(), &found, Vec::new(), &Answers::default(), &errors)),
    ]
}
