//! Answering for one action.

use std::collections::BTreeMap;

use concordat_kernel::{AnyId, Error, Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Failed, Reader,
    parts::{Button, Choice, DateInput, Details, Html, InsetText, Radios, Shell, TextInput, Textarea},
};

use super::{Visit, tasks::name};
use crate::{
    Action, RecordedAction,
    pages::{
        self, conflict,
        form::{Field, Kind},
        words,
    },
    progress::{
        model::{RecordedEvidence, RecordedUpdate, Said},
        pages::{
            dates,
            sheet::{Form, Sheet},
            updates::evidence_list,
        },
        rules,
        store::{self, Asked, Given},
        urls,
        values::AskedMeasure,
    },
};

/// All that the page of an action shows.
pub(super) struct Shown<'a> {
    pub(super) visit: &'a Visit,
    pub(super) action: &'a RecordedAction,
    pub(super) last: Option<&'a RecordedUpdate>,
    pub(super) measures: &'a [AskedMeasure],
    pub(super) evidence: &'a [RecordedEvidence],
    pub(super) version: i64,
    /// What the form was filled with from the record.
    pub(super) recorded: &'a Answers,
}

pub(in super::super) async fn show(
    reader: Reader,
    visit: Visit,
    at: Result<At<Id<Action>>, Failed>,
) -> Answer {
    Visit::found(&reader, async { page(&reader, &visit, at?.0, None, &Errors::none()).await }.await)
}

/// The page, with what was typed or with what is in the record.
async fn page(
    reader: &Reader,
    visit: &Visit,
    id: Id<Action>,
    typed: Option<&Answers>,
    errors: &Errors,
) -> Answer {
    let asked = store::asked(reader.store(), &visit.guest).await?;
    let action = visit.guest.action(&asked.plan, id)?;
    let measures = store::measures(reader.store(), &visit.guest, id).await?;
    let evidence = store::evidence(reader.store(), &visit.guest, &asked, id).await?;
    let filled = fill(&asked, id, &measures);
    let fields = fields(&measures);
    let recorded = typed.map_or_else(|| filled.clone(), |typed| conflict::before(&fields, typed));
    let version = typed.map_or_else(
        || asked.answer(id).map_or(0, |answer| answer.version),
        |typed| typed.get("version").parse().unwrap_or(0),
    );
    let shown = Shown {
        visit,
        action,
        last: asked.last_time(&visit.guest, id),
        measures: &measures,
        evidence: &evidence,
        version,
        recorded: &recorded,
    };
    let shell = visit.back(visit.shell(reader, title(action)));
    sheet(shell, &shown, typed.unwrap_or(&filled), errors).answer()
}

pub(in super::super) async fn save(
    reader: Reader,
    visit: Visit,
    at: Result<At<Id<Action>>, Failed>,
    answers: Answers,
) -> Answer {
    Visit::found(&reader, async { keep(&reader, &visit, at?.0, answers).await }.await)
}

async fn keep(reader: &Reader, visit: &Visit, id: Id<Action>, mut answers: Answers) -> Answer {
    visit.check(&answers)?;
    let asked = store::asked(reader.store(), &visit.guest).await?;
    visit.guest.action(&asked.plan, id)?;
    let measures = store::measures(reader.store(), &visit.guest, id).await?;
    let (fields, mut errors) = (fields(&measures), Errors::none());
    conflict::merge(&fields, &mut answers, &mut errors);
    let version: i64 = answers.get("version").parse().unwrap_or(0);
    let stands = asked.answer(id).map_or(0, |answer| answer.version);
    if version != stands || !errors.is_empty() {
        return both_texts(reader, visit, id, &answers, &errors).await;
    }
    let given = read(&answers, &measures, &mut errors);
    let then = answers.get("then");
    if errors.is_empty() && then.is_empty() {
        for (field, sentence) in given.wanting(reader.ctx.clock.today()) {
            errors.add(field, sentence);
        }
    }
    if errors.is_empty() {
        match store::save(reader.store(), &visit.guest, id, version, &given).await {
            // Saved by a colleague between the two looks.
            Err(Error::Refusal(Refusal::Conflict)) => {
                return both_texts(reader, visit, id, &answers, &Errors::none()).await;
            }
            done => {
                if errors.take(done)?.is_some() {
                    return match then {
                        "evidence" => concordat_web::redirect(urls::answer_evidence(id)),
                        _ => reader.done(urls::ANSWER, "Your answer is saved. It is not sent yet."),
                    };
                }
            }
        }
    }
    page(reader, visit, id, Some(&answers), &errors).await
}

/// A colleague saved another answer meanwhile: both texts, and a choice.
async fn both_texts(
    reader: &Reader,
    visit: &Visit,
    id: Id<Action>,
    typed: &Answers,
    errors: &Errors,
) -> Answer {
    let asked = store::asked(reader.store(), &visit.guest).await?;
    let measures = store::measures(reader.store(), &visit.guest, id).await?;
    let now = fill(&asked, id, &measures);
    let answer = asked.answer(id);
    let by = answer.map_or_else(
        || "Somebody saved an answer".to_owned(),
        |answer| {
            format!("{} saved an answer on {}", asked.name(answer.saved_by), words::moment(&answer.saved_at))
        },
    );
    let fields = fields(&measures);
    let page = conflict::Page {
        shell: visit.back(visit.shell(reader, "A colleague answered while you were writing")),
        fields: &fields,
        typed,
        now: &now,
        version: answer.map_or(0, |answer| answer.version),
        by,
        carried: vec![visit.token(), ("then".to_owned(), "later".to_owned())],
        cancel: urls::ANSWER.to_owned(),
    };
    conflict::answer(page, errors)
}

fn title(action: &RecordedAction) -> String {
    pages::action::title(&action.content)
}

/// The name of the box for a measure's value.
fn count_name(item: AnyId) -> String {
    format!("count-{item}")
}

/// The fields, as two people's answers are compared.
fn fields(measures: &[AskedMeasure]) -> Vec<Field> {
    let states: Vec<(&str, &str)> = Said::ALL
        .iter()
        .map(|said| (said.word(), said_words(*said)))
        .chain([("", "Not chosen yet")])
        .collect();
    let mut fields = vec![
        Field::new("state", "How it is going", Kind::choice(&states)),
        Field::new("done-day", "Day it was done", Kind::Line),
        Field::new("done-month", "Month it was done", Kind::Line),
        Field::new("done-year", "Year it was done", Kind::Line),
        Field::new("words", "What happened", Kind::Lines),
        Field::new("help", "Help that is needed", Kind::Lines),
    ];
    fields.extend(measures.iter().map(|one| Field::new(count_name(one.id), one.text.clone(), Kind::Line)));
    fields
}

/// A state as the question offers it.
fn said_words(said: Said) -> &'static str {
    match said {
        Said::NotStarted => "Not started",
        Said::OnTrack => "On track",
        Said::AtRisk => "At risk",
        Said::Late => "Late",
        Said::Done => "Done",
        Said::WithdrawalProposed => "It should be withdrawn from the plan",
    }
}

/// The form as filled from what is saved.
fn fill(asked: &Asked, action: Id<Action>, measures: &[AskedMeasure]) -> Answers {
    let mut form = Answers::default();
    let given = asked.answer(action).map(|answer| answer.given.clone()).unwrap_or_default();
    form.set("state", given.said.map_or("", Said::word));
    form.set("words", given.words);
    form.set("help", given.help);
    dates::fill(&mut form, "done", given.done_on);
    for measure in measures {
        form.set(count_name(measure.id), given.counted.get(&measure.id).cloned().unwrap_or_default());
    }
    form
}

/// Reads the form.
fn read(form: &Answers, measures: &[AskedMeasure], errors: &mut Errors) -> Given {
    let said = form.get("state").parse().ok();
    let done_on = match said {
        Some(Said::Done) => dates::read(form, "done", "the day it was done", errors),
        _ => None,
    };
    let mut counted = BTreeMap::new();
    for measure in measures {
        let name = count_name(measure.id);
        let text = form.get(&name);
        if text.is_empty() {
            continue;
        }
        if let Some(sentence) = measure.unreadable(text) {
            errors.add(&name, &sentence);
        }
        counted.insert(measure.id, text.to_owned());
    }
    Given { said, words: form.get("words").to_owned(), help: form.get("help").to_owned(), done_on, counted }
}

pub(super) fn sheet(shell: Shell, shown: &Shown<'_>, typed: &Answers, errors: &Errors) -> Sheet {
    let done = dates::parts("done", DateInput::new("done", "When was it done?"), typed)
        .hint("For example, 27 3 2027")
        .error_if(errors.get("done"));
    let choice = |said: Said| Choice::new(said.word(), said_words(said));
    let states = Radios::new("state", "How is it going?")
        .items(Said::ALL.map(|said| match said {
            Said::Done => choice(said).reveals(done.clone()),
            Said::WithdrawalProposed => choice(said).hint("The group decides. Say why below."),
            _ => choice(said),
        }))
        .chosen(typed.get("state"))
        .error_if(errors.get("state"));
    let mut form = Form::new(&shell, Button::new("Save and go on").once())
        .button(Button::new("Save for later").secondary().sends("then", "later"))
        .button(Button::new("Save and add a file or link").secondary().sends("then", "evidence"))
        .hide_all([shown.visit.token()])
        .hide("version", shown.version)
        .hide_all(pages::form::base(&fields(shown.measures), shown.recorded))
        .field(states)
        .field(
            Textarea::new("words", "What happened since last time?")
                .hint("A sentence or two is enough. Do not name victims or other private people.")
                .limit(4000)
                .value(typed.get("words"))
                .error_if(errors.get("words")),
        );
    for measure in shown.measures {
        let name = count_name(measure.id);
        let last = if measure.last.is_empty() { String::new() } else { format!(" Last: {}.", measure.last) };
        form = form.field(
            TextInput::new(&name, measure.text.clone())
                .hint(format!(
                    "For {}. {}. Leave it empty if there is nothing to say.{last}",
                    shown.visit.guest.round.about, measure.hint
                ))
                .value(typed.get(&name))
                .error_if(errors.get(&name)),
        );
    }
    let form = form.field(
        Textarea::new("help", "What help do you need? (optional)")
            .rows(2)
            .limit(4000)
            .value(typed.get("help"))
            .error_if(errors.get("help")),
    );
    let plan_says: Html = match pages::action::rows(&shown.action.content) {
        Some(table) => Details::new("What the plan says", table).into(),
        None => Html::default(),
    };
    let sheet = Sheet::new(shell).errors(errors, &["done-day"]).caption(name(shown.action)).piece(plan_says);
    let sheet = match shown.last {
        Some(last) => sheet.piece(InsetText::new(last_words(last))),
        None => sheet.says(["Nothing was said about this action before."]),
    };
    let sheet = if rules::leads_of(shown.action).len() > 1 {
        sheet
            .piece(Details::new("Others lead this action too", Html::paragraphs([rules::STANDING_EXPLAINED])))
    } else {
        sheet
    };
    let sheet = sheet.piece(form);
    if shown.evidence.is_empty() {
        return sheet;
    }
    sheet.section("evidence", "Files and links", evidence_list(shown.evidence, urls::answer_file))
}

/// Last time's words.
fn last_words(last: &RecordedUpdate) -> Html {
    let head = format!("Last time ({}): {}.", words::moment(&last.given_at), last.said);
    let text = if last.words.is_empty() { "Nothing more was said." } else { last.words.as_str() };
    Html::stacked([Html::from(head), Html::lines(text)])
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let (visit, asked) = (super::samples::visit(), super::samples::asked());
    let Some(action) = visit.guest.actions(&asked.plan).first().copied() else { return Vec::new() };
    let measures = [AskedMeasure {
        id: AnyId::from_u128(71),
        text: "Number of people at the drop-ins".to_owned(),
        hint: "A number: people".to_owned(),
        last: "34 (July to September 2026)".to_owned(),
        ..AskedMeasure::default()
    }];
    let filled = fill(&asked, action.id, &measures);
    let empty = Answers::default();
    let mut errors = Errors::none();
    errors.add("state", "Choose how the action is going.");
    errors.add("done", "Enter the day it was done.");
    errors.add(count_name(AnyId::from_u128(71)), "Enter a number, such as 12 or 12.5.");
    let shown = |last| Shown {
        visit: &visit,
        action,
        last,
        measures: &measures,
        evidence: &[],
        version: 1,
        recorded: &filled,
    };
    let shell = || super::samples::shell(&title(action));
    let last = asked.last_time(&visit.guest, action.id);
    vec![
        ("answer for an action", sheet(shell(), &shown(last), &filled, &Errors::none())),
        ("answer for the first time", sheet(shell(), &shown(None), &empty, &Errors::none())),
        ("answer, with errors", sheet(shell(), &shown(last), &empty, &errors)),
    ]
}
