//! Giving a role: which, where, from when and until when.

use concordat_access::Resource;
use concordat_kernel::{Id, Ref, Refusal, Result, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{BackLink, Button, Choice, DateInput, DatePart, Radios, Select, Shell},
};

use super::form::{Form, FormPage, answer};
use crate::{Person, model::PERSON_GRANT, places::Place, roles, store, urls};

const TITLE: &str = "Give a role";
const PARTS: [(DatePart, &str); 3] =
    [(DatePart::Day, "day"), (DatePart::Month, "month"), (DatePart::Year, "year")];

pub(super) fn url(person: Id<Person>) -> String {
    urls::PERSON_GRANT.replace("{person}", &person.to_string())
}

pub(crate) async fn show(reader: Reader, At(id): At<Id<Person>>) -> Answer {
    reader.store().ask(&reader.ctx, PERSON_GRANT, &Resource::one(id).of_person(id.uuid())).await?;
    let today = reader.app.clock.today();
    let mut answers = Answers::default();
    answers.set("from-day", today.day().to_string());
    answers.set("from-month", today.month().to_string());
    answers.set("from-year", today.year().to_string());
    page(&reader, id, &answers, &Errors::none()).await
}

pub(crate) async fn give(reader: Reader, At(id): At<Id<Person>>, answers: Answers) -> Answer {
    // Before the dates are looked at: a form with a slip is answered to nobody else either.
    reader.store().ask(&reader.ctx, PERSON_GRANT, &Resource::one(id).of_person(id.uuid())).await?;
    let mut errors = Errors::none();
    let from = read_date(&answers, "from", "The first day", &mut errors);
    if from.is_none() && errors.get("from").is_none() {
        errors.add("from", "Enter the first day");
    }
    let until = read_date(&answers, "until", "The last day", &mut errors);
    if let (Some(from), true) = (from, errors.is_empty()) {
        let result = give_it(&reader, id, &answers, from, until).await;
        if errors.take(result)?.is_some() {
            return reader.done(urls::person(id), "The role is given");
        }
    }
    page(&reader, id, &answers, &errors).await
}

async fn give_it(
    reader: &Reader,
    id: Id<Person>,
    answers: &Answers,
    from: Date,
    until: Option<Date>,
) -> Result<()> {
    let scope = match answers.some("scope") {
        None => None,
        Some(chosen) => {
            let wrong = || Refusal::invalid("scope", "Choose where the role holds from the list");
            let (kind, place) = chosen.split_once(':').ok_or_else(wrong)?;
            Some(Ref { kind: kind.to_owned().into(), id: place.parse().map_err(|_| wrong())? })
        }
    };
    store::grant(reader.store(), &reader.ctx, id, answers.get("role"), scope, from, until).await.map(drop)
}

/// The date in three boxes; nothing when all are empty.
fn read_date(answers: &Answers, name: &str, what: &str, errors: &mut Errors) -> Option<Date> {
    let [day, month, year] = PARTS.map(|(_, part)| answers.get(&format!("{name}-{part}")));
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return None;
    }
    let date = match (day.parse(), month.parse(), year.parse()) {
        // "27" is a slip for 2027, not the year of an emperor.
        (Ok(day), Ok(month), Ok(year)) if (1000..=9999).contains(&year) => Date::new(year, month, day).ok(),
        _ => None,
    };
    if date.is_none() {
        errors.add(name, format!("{what} must be a real date with a day, month and year, such as 31 3 2027"));
    }
    date
}

async fn page(reader: &Reader, id: Id<Person>, answers: &Answers, errors: &Errors) -> Answer {
    let places = store::places_to_choose(reader.store(), &reader.ctx).await?;
    let name = store::person(reader.store(), &reader.ctx, id).await?.name;
    answer(&view(reader.shell(TITLE), id, &name, &places, answers, errors), errors)
}

fn view(
    shell: Shell,
    id: Id<Person>,
    name: &str,
    places: &[Place],
    answers: &Answers,
    errors: &Errors,
) -> FormPage {
    let shell = shell.back(BackLink::new(urls::person(id)));
    let choices = roles::grantable().map(|role| {
        let factor = if role.second_factor { " Needs a second factor." } else { "" };
        Choice::new(role.name, role.title).hint(format!("{}{factor}", role.purpose))
    });
    let role =
        Radios::new("role", "Role").items(choices).chosen(answers.get("role")).error_if(errors.get("role"));
    let scope = Select::new("scope", "Where it holds")
        .option("", "Everywhere")
        .options(places.iter().map(|place| (format!("{}:{}", place.kind, place.id), place.name.clone())))
        .chosen(answers.get("scope"))
        .error_if(errors.get("scope"));
    let from = DateInput::new("from", "First day").error_if(errors.get("from"));
    let until = DateInput::new("until", "Last day")
        .hint("Leave empty when there is none.")
        .error_if(errors.get("until"));
    let filled = |input: DateInput, name: &str| {
        PARTS
            .iter()
            .fold(input, |input, (part, word)| input.value(*part, answers.get(&format!("{name}-{word}"))))
    };
    let form = Form::new(&shell, Button::new("Give the role").once())
        .cancel(urls::person(id))
        .field(role)
        .field(scope)
        .field(filled(from, "from"))
        .field(filled(until, "until"));
    FormPage::new(shell, errors, form).intro([format!("To {name}.")])
}

pub(super) fn samples() -> Vec<(&'static str, FormPage)> {
    let id = Id::from_uuid(concordat_kernel::AnyId::nil());
    let places = super::samples::places();
    let mut errors = Errors::none();
    errors.add("role", "Choose a role from the list");
    errors.add("until", "The last day must be the same as or after the first day");
    let typed = Answers::from_pairs([
        ("from-day", "1"),
        ("from-month", "4"),
        ("from-year", "2027"),
        ("until-day", "x"),
    ]);
    let draw = |answers: &Answers, errors: &Errors| {
        view(super::sample_shell(TITLE), id, "Rowan Ashdown", &places, answers, errors)
    };
    vec![
        ("give a role", draw(&Answers::default(), &Errors::none())),
        ("give a role, with errors", draw(&typed, &errors)),
    ]
}
