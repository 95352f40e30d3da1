//! Saying how a commitment stands.

use concordat_kernel::{Id, Refusal, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Choice, DateInput, DatePart, Radios, Shell, TextInput, Textarea},
};

use crate::{
    State,
    pages::{
        form::{Form, Section},
        refused, shell,
    },
    strategies::{
        model::{Commitment, Item, RecordedStrategy, Said},
        samples, store, urls,
    },
};

const PARTS: [(DatePart, &str); 3] =
    [(DatePart::Day, "on-day"), (DatePart::Month, "on-month"), (DatePart::Year, "on-year")];

pub(super) async fn show(reader: Reader, At(id): At<Id<Commitment>>) -> Answer {
    let strategy = store::strategy_of_item(reader.store(), &reader.ctx, store::CHANGE_STRATEGY, id).await?;
    let item = strategy.item(id).ok_or(Refusal::NotFound)?;
    let today = reader.ctx.clock.today();
    let state = if item.state() == State::NoUpdate { String::new() } else { item.state().word().to_owned() };
    let filled = Answers::from_pairs([
        ("state", state),
        ("by", strategy.head.owner_name.clone()),
        ("on-day", today.day().to_string()),
        ("on-month", today.month().to_string()),
        ("on-year", today.year().to_string()),
    ]);
    page(&view(update_shell(&reader, item), &strategy, item, &filled, &Errors::none()))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Commitment>>, answers: Answers) -> Answer {
    let strategy = store::strategy_of_item(reader.store(), &reader.ctx, store::CHANGE_STRATEGY, id).await?;
    let item = strategy.item(id).ok_or(Refusal::NotFound)?;
    let mut errors = Errors::none();
    if let Some(new) = read(&answers, &mut errors) {
        let said = store::say(reader.store(), &reader.ctx, id, &new).await;
        if errors.take(said)?.is_some() {
            return reader.done(urls::item(id), "It is kept with what was said before.");
        }
    }
    refused(&view(update_shell(&reader, item), &strategy, item, &answers, &errors))
}

fn read(typed: &Answers, errors: &mut Errors) -> Option<Said> {
    let state: Option<State> = typed.get("state").parse().ok().filter(|state| *state != State::NoUpdate);
    if state.is_none() {
        errors.add("state", "Choose how it stands.");
    }
    let number = |name: &str| typed.get(name).parse::<i16>().ok();
    let month = |name: &str| number(name).and_then(|n| i8::try_from(n).ok());
    let on = number("on-year")
        .zip(month("on-month"))
        .zip(month("on-day"))
        .and_then(|((year, month), day)| Date::new(year, month, day).ok());
    if on.is_none() {
        errors.add("on", "Enter a day that there is, such as 27 3 2026.");
    }
    Some(Said {
        state: state?,
        words: typed.get("words").to_owned(),
        on: on?,
        by: typed.get("by").to_owned(),
    })
}

fn update_shell(reader: &Reader, item: &Item) -> Shell {
    shell(reader, "Say how it stands").back(BackLink::new(urls::item(item.id)))
}

fn view(shell: Shell, strategy: &RecordedStrategy, item: &Item, typed: &Answers, errors: &Errors) -> Form {
    let states = State::ALL.into_iter().filter(|state| *state != State::NoUpdate);
    let on = PARTS.into_iter().fold(
        DateInput::new("on", "On which day was it so?").error_if(errors.get("on")),
        |input, (part, name)| input.value(part, typed.get(name)),
    );
    let fields = vec![
        Radios::new("state", "How does it stand?")
            .items(states.map(|state| Choice::new(state.word(), state.to_string())))
            .chosen(typed.get("state"))
            .error_if(errors.get("state"))
            .into(),
        Textarea::new("words", "What happened?")
            .value(typed.get("words"))
            .error_if(errors.get("words"))
            .into(),
        on.into(),
        TextInput::new("by", "Who says so?")
            .hint("A body or an office")
            .value(typed.get("by"))
            .error_if(errors.get("by"))
            .into(),
    ];
    Form::new(shell, "Keep this", vec![Section::plain(fields)], urls::item(item.id))
        .errors(errors)
        .caption(format!("{}, {}: {}", strategy.head.title, item.name(), item.text))
        .intro(super::intro("What was said before stays; the newest by day is what is shown."))
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let strategy = samples::strategy();
    let Some(item) = strategy.items.first() else { return Vec::new() };
    let mut errors = Errors::none();
    errors.add("state", "Choose how it stands.");
    errors.add("on", "Enter a day that there is, such as 27 3 2026.");
    let shell = || crate::pages::samples::shell("Say how it stands");
    vec![
        (
            "say how it stands",
            view(shell(), &strategy, item, &Answers::from_pairs([("state", "on-track")]), &Errors::none()),
        ),
        ("say how it stands: nothing entered", view(shell(), &strategy, item, &Answers::default(), &errors)),
    ]
}
