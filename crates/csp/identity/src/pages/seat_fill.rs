//! Who fills a seat in a group, and who deputises. Here and not with the seats, because here people
//! are known.

use concordat_kernel::{AnyId, Id, jiff::civil::Date};
use concordat_partnership::{Capacity, Seat};
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    conflict::{self, ConflictPage, Question, Sides},
    parts::{BackLink, Button, Select, Shell},
};

use super::form::{Form, FormPage, answer};
use crate::{
    store::{self, SeatFile},
    words,
};

const QUESTIONS: &[Question] = &[
    Question { name: "person", label: "Filled by", boxes: &["person"] },
    Question { name: "deputy", label: "Deputy", boxes: &["deputy"] },
];

pub(crate) async fn show(reader: Reader, At(id): At<Id<Seat>>) -> Answer {
    let file = store::seat_file(reader.store(), &reader.ctx, id).await?;
    let filled = filled(&file.seat);
    let shell = reader.shell(title(&file));
    answer(&view(shell, &file, &filled, &filled, &Errors::none()), &Errors::none())
}

pub(crate) async fn fill(reader: Reader, At(id): At<Id<Seat>>, sent: Answers) -> Answer {
    let file = store::seat_file(reader.store(), &reader.ctx, id).await?;
    let now = filled(&file.seat);
    let was = conflict::was(QUESTIONS, &sent);
    // A seat has no version: the form says what it was filled with instead.
    if sent.has("was-person") && was != now {
        return both_texts(&reader, &file, &sent, &Errors::none());
    }
    let (settled, unsettled) = conflict::settle(QUESTIONS, &sent, &now);
    if !unsettled.is_empty() {
        return both_texts(&reader, &file, &sent, &unsettled);
    }
    let mut errors = Errors::none();
    let mut choose = |field: &str| {
        let chosen = settled.some(field)?;
        let found = file.people.iter().find(|choice| choice.id.to_string() == chosen);
        if found.is_none() {
            errors.add(field, "Choose a person from the list");
        }
        found.map(|choice| choice.id)
    };
    let (person, deputy) = (choose("person"), choose("deputy"));
    if errors.is_empty() {
        let result = concordat_partnership::fill_seat(reader.store(), &reader.ctx, id, person, deputy).await;
        if errors.take(result)?.is_some() {
            let said = if person.is_some() { "Who fills the seat is saved" } else { "The seat is vacant" };
            return reader.done(concordat_partnership::urls::group(file.seat.group), said);
        }
    }
    answer(&view(reader.shell(title(&file)), &file, &settled, &was, &errors), &errors)
}

fn both_texts(reader: &Reader, file: &SeatFile, sent: &Answers, errors: &Errors) -> Answer {
    let back = concordat_partnership::urls::group(file.seat.group);
    let sides = Sides {
        questions: QUESTIONS,
        version: 0,
        now: &filled(&file.seat),
        sent,
        shown: &|question, answers| {
            let chosen = answers.get(question.name);
            let found = file.people.iter().find(|choice| choice.id.to_string() == chosen);
            found.map_or_else(|| "Nobody".to_owned(), |choice| choice.name.clone())
        },
    };
    let shell = reader.shell("Someone else changed who fills this seat");
    let who = words::actor(&file.last_actor, &file.names);
    match ConflictPage::new(shell, &sides, errors, who, back.clone()) {
        Some(page) => page.answer(),
        None => reader.done(back, "The seat is already filled as you chose"),
    }
}

fn title(file: &SeatFile) -> String {
    format!("Who fills “{}” for {} in {}", file.seat.title, file.body, file.group)
}

fn filled(seat: &Seat) -> Answers {
    let text = |id: Option<AnyId>| id.map(|id| id.to_string()).unwrap_or_default();
    Answers::from_pairs([("person", text(seat.person)), ("deputy", text(seat.deputy))])
}

fn view(shell: Shell, file: &SeatFile, answers: &Answers, was: &Answers, errors: &Errors) -> FormPage {
    let group = concordat_partnership::urls::group(file.seat.group);
    let shell = shell.back(BackLink::new(&group).text(format!("Back to {}", file.group)));
    let people = |name: &'static str, label: &'static str, nobody: &'static str| {
        Select::new(name, label)
            .option("", nobody)
            .options(file.people.iter().map(|choice| (choice.id.to_string(), choice.name.clone())))
            .chosen(answers.get(name))
            .error_if(errors.get(name))
    };
    let form = Form::new(&shell, Button::new("Save").once())
        .cancel(group)
        .hidden_all(conflict::carried(QUESTIONS, 0, was))
        .field(people("person", "Filled by", "Nobody (vacant)"))
        .field(
            people("deputy", "Deputy", "Nobody")
                .hint("Who stands in when the holder cannot come. Not the holder."),
        );
    FormPage::new(shell, errors, form)
}

fn sample_file(person: Option<u128>) -> SeatFile {
    SeatFile {
        seat: Seat {
            id: Id::from_uuid(AnyId::from_u128(31)),
            group: Id::from_uuid(AnyId::from_u128(12)),
            body: Id::from_uuid(AnyId::from_u128(11)),
            title: "Neighbourhood <policing>".to_owned(),
            capacity: Capacity::ResponsibleAuthority,
            active_from: Some(Date::constant(2026, 4, 1)),
            active_until: None,
            end_reason: None,
            person: person.map(AnyId::from_u128),
            deputy: None,
        },
        group: "Executive Group".to_owned(),
        body: "Merrowshire Police".to_owned(),
        people: store::choices_of(&super::samples::people().rows, &super::samples::places(), None, None),
        last_actor: "operator".to_owned(),
        names: std::collections::HashMap::new(),
    }
}

pub(super) fn samples() -> Vec<(&'static str, FormPage)> {
    let mut errors = Errors::none();
    errors.add("deputy", "The deputy must be somebody else.");
    let draw = |file: &SeatFile, answers: &Answers, errors: &Errors| {
        view(super::sample_shell(&title(file)), file, answers, answers, errors)
    };
    let (vacant, held) = (sample_file(None), sample_file(Some(1)));
    let rowan = AnyId::from_u128(1).to_string();
    let same = Answers::from_pairs([("person", rowan.as_str()), ("deputy", rowan.as_str())]);
    vec![
        ("seat, vacant", draw(&vacant, &filled(&vacant.seat), &Errors::none())),
        ("seat, filled", draw(&held, &filled(&held.seat), &Errors::none())),
        ("seat, with errors", draw(&held, &same, &errors)),
    ]
}
