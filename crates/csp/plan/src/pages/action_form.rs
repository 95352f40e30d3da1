//! The questions about an action: filled from the record, read back, and asked. Pure.

use concordat_web::{
    Answers, Errors,
    parts::{Checkboxes, Choice, Details, Html, InputWidth, Radios, Select, TextInput, Textarea},
};

use super::{
    form::{Field, Kind, Section, TICK},
    id_of, words,
};
use crate::{
    State,
    import::{self, Funding, LinkState, Linked, Row, Timescale, tidy},
};

const FUNDED: &[(&str, &str)] = &[("yes", "Yes"), ("no", "No")];
const LINKED: &[(&str, &str)] = &[("unknown", "Not known"), ("yes", "Yes"), ("no", "No")];
const STATES: &[(&str, &str)] = &[
    ("no-update", "No update yet"),
    ("not-started", "Not started"),
    ("on-track", "On track"),
    ("at-risk", "At risk"),
    ("late", "Late"),
    ("done", "Done"),
    ("withdrawn", "Withdrawn"),
];
/// More rows than any action of a plan has; keeps a made-up form from making a page without end.
const MOST_ROWS: usize = 50;

/// The form as filled from the record.
pub(crate) fn fill(action: &import::Action, state: State) -> Answers {
    let mut form = Answers::default();
    let linked = match action.linked.state {
        LinkState::Unknown => "unknown",
        LinkState::Yes => "yes",
        LinkState::No => "no",
    };
    for (name, value) in [
        ("number", action.number.clone()),
        ("starred", if action.starred { "yes" } else { "" }.to_owned()),
        ("label", action.label.clone().unwrap_or_default()),
        ("objective", action.objective.clone()),
        ("leads", action.leads.join("\n")),
        ("lead_note", action.lead_note.clone().unwrap_or_default()),
        ("funded", if action.funding.is_some() { "yes" } else { "no" }.to_owned()),
        ("funding_note", action.funding.as_ref().map(|funding| funding.note.clone()).unwrap_or_default()),
        ("linked", linked.to_owned()),
        ("linked_to", action.linked.to.join("\n")),
        ("state", state.word().to_owned()),
        ("rows", action.rows.len().max(1).to_string()),
    ] {
        form.set(name, value);
    }
    let mut columns: Vec<String> = Vec::new();
    for (row, n) in action.rows.iter().zip(1..) {
        form.set(format!("row-{n}-steps"), row.steps.join("\n"));
        form.set(format!("row-{n}-measures"), row.measures.join("\n"));
        form.set(format!("row-{n}-when"), row.timescale.to_string());
        for (column, value) in &row.extra {
            form.set(format!("row-{n}-extra-{column}"), value);
            if !columns.contains(column) {
                columns.push(column.clone());
            }
        }
    }
    form.set_all("column", columns);
    form
}

/// How many rows the form shows.
pub(crate) fn row_count(form: &Answers) -> usize {
    form.get("rows").parse().unwrap_or(1).clamp(1, MOST_ROWS)
}

/// Reads the form. What it cannot say (id, source) is taken from `former`.
pub(crate) fn read(form: &Answers, former: &import::Action, errors: &mut Errors) -> (import::Action, State) {
    let line = |name: &str| tidy(form.get(name));
    let maybe = |name: &str| Some(line(name)).filter(|text| !text.is_empty());
    let lines = |name: &str| form.lines(name).iter().map(|text| tidy(text)).collect::<Vec<String>>();
    let state = form.get("state").parse().ok().filter(|state| State::CHOICES.contains(state));
    if state.is_none() {
        errors.add("state", "Choose how the action stands.");
    }
    let linked = match form.get("linked") {
        "yes" => LinkState::Yes,
        "no" => LinkState::No,
        _ => LinkState::Unknown,
    };
    let rows = (1..=row_count(form)).map(|n| Row {
        steps: lines(&format!("row-{n}-steps")),
        measures: lines(&format!("row-{n}-measures")),
        timescale: Timescale::read(form.get(&format!("row-{n}-when"))),
        extra: form
            .all("column")
            .iter()
            .map(|column| (column.clone(), line(&format!("row-{n}-extra-{column}"))))
            .filter(|(_, value)| !value.is_empty())
            .collect(),
    });
    let action = import::Action {
        number: line("number"),
        starred: form.get("starred") == "yes",
        label: maybe("label"),
        objective: line("objective"),
        leads: lines("leads"),
        lead_note: maybe("lead_note"),
        funding: (form.get("funded") == "yes").then(|| Funding { note: line("funding_note") }),
        linked: Linked {
            state: linked,
            to: if linked == LinkState::Yes { lines("linked_to") } else { Vec::new() },
        },
        rows: rows.filter(|row| *row != Row::default()).collect(),
        id: former.id.clone(),
        source: former.source,
    };
    (action, state.unwrap_or(State::NoUpdate))
}

/// Every field, for comparing two people's answers; `others` adds the rows and columns of the other's form.
pub(crate) fn fields(form: &Answers, others: &Answers) -> Vec<Field> {
    let mut fields: Vec<Field> = [
        ("state", "State", Kind::choice(STATES)),
        ("number", "Number", Kind::Line),
        ("starred", "Starred", Kind::choice(TICK)),
        ("label", "Label", Kind::Line),
        ("objective", "Objective", Kind::Lines),
        ("leads", "Leads", Kind::Lines),
        ("lead_note", "Lead note", Kind::Line),
        ("funded", "Funded", Kind::choice(FUNDED)),
        ("funding_note", "Funding note", Kind::Line),
        ("linked", "Linked", Kind::choice(LINKED)),
        ("linked_to", "Linked to", Kind::Lines),
    ]
    .into_iter()
    .map(|(name, label, kind)| Field::new(name, label, kind))
    .collect();
    let columns = columns(form, others);
    let rows = row_count(form).max(row_count(others));
    for n in 1..=rows {
        let label = |what: &str| if rows > 1 { format!("Row {n}: {what}") } else { words::capital(what) };
        fields.push(Field::new(format!("row-{n}-steps"), label("steps"), Kind::Lines));
        fields.push(Field::new(format!("row-{n}-measures"), label("measures"), Kind::Lines));
        fields.push(Field::new(format!("row-{n}-when"), label("when"), Kind::Line));
        for column in &columns {
            fields.push(Field::new(format!("row-{n}-extra-{column}"), label(column), Kind::Line));
        }
    }
    fields
}

/// The further columns of either form, each once.
pub(crate) fn columns(form: &Answers, others: &Answers) -> Vec<String> {
    let mut columns = form.all("column").to_vec();
    columns
        .extend(others.all("column").iter().filter(|column| !form.all("column").contains(column)).cloned());
    columns
}

/// The questions, with the answers so far and what must be put right.
pub(crate) fn sections(form: &Answers, errors: &Errors, mut first: Vec<Html>) -> Vec<Section> {
    let states = State::CHOICES.map(|state| (state.word(), state.to_string()));
    let state = Select::new("state", "How it stands")
        .options(states)
        .chosen(form.get("state"))
        .error_if(errors.get("state"));
    first.push(state.into());
    content_sections(form, errors, first)
}

/// The same without how it stands: what the plan says, which is not how it goes.
pub(crate) fn content_sections(form: &Answers, errors: &Errors, mut first: Vec<Html>) -> Vec<Section> {
    first.extend([
        line(form, errors, "number", "Number")
            .hint("As partners say it, such as 5.2")
            .width(InputWidth::Five)
            .into(),
        Checkboxes::new("starred", "Star")
            .item(
                Choice::new("yes", "Starred in the plan").hint("The plan’s own key says what its star means"),
            )
            .chosen(form.some("starred"))
            .into(),
        line(form, errors, "label", "Label").hint("A short name before the objective, if it has one").into(),
        area(form, errors, "objective", "Objective").rows(3).into(),
        area(form, errors, "leads", "Leads").hint("Who will report back, one on each line").rows(3).into(),
        line(form, errors, "lead_note", "Lead note")
            .hint("A word on the leads, such as “project liaison”")
            .into(),
        Radios::new("funded", "Is it funded?")
            .item(
                Choice::new("yes", "Yes").reveals(
                    line(form, errors, "funding_note", "What the plan says about the funding")
                        .hint("Leave empty if it says no more"),
                ),
            )
            .item(("no", "No"))
            .chosen(form.get("funded"))
            .error_if(errors.get("funded"))
            .into(),
        Radios::new("linked", "Is it linked to another group or strategy?")
            .item(
                Choice::new("yes", "Yes").reveals(
                    area(form, errors, "linked_to", "Linked to")
                        .hint("One group or strategy on each line")
                        .rows(2),
                ),
            )
            .item(("no", "No"))
            .item(("unknown", "Not known"))
            .chosen(form.get("linked"))
            .error_if(errors.get("linked"))
            .into(),
    ]);
    let mut sections = vec![Section::plain(first)];
    let rows = row_count(form);
    for n in 1..=rows {
        let heading = if rows > 1 {
            format!("Steps and measures: row {n} of {rows}")
        } else {
            "Steps and measures".to_owned()
        };
        sections.push(Section {
            id: format!("row-{n}"),
            heading: Some(heading),
            fields: row(form, errors, n),
        });
    }
    sections
}

fn row(form: &Answers, errors: &Errors, n: usize) -> Vec<Html> {
    let when = format!("row-{n}-when");
    let read = Timescale::read(form.get(&when));
    let understood = match &read {
        Timescale::Text { text } if text.is_empty() => String::new(),
        Timescale::Text { .. } => ". This is kept as words: no date can be told from it".to_owned(),
        Timescale::Month { .. } => format!(". Understood as a month: due {}", words::due_words(&read)),
        Timescale::Date { .. } => format!(". Understood as a day: due {}", words::due_words(&read)),
        Timescale::Ongoing => ". Understood as having no end".to_owned(),
    };
    let mut fields: Vec<Html> = vec![
        area(form, errors, &format!("row-{n}-steps"), "Steps")
            .hint("What will be done, one on each line")
            .into(),
        area(form, errors, &format!("row-{n}-measures"), "Measures")
            .hint("How it will be known, one on each line")
            .into(),
        line(form, errors, &when, "When")
            .hint(format!("“Ongoing”, a month such as March 2027, a date, or words{understood}"))
            .width(InputWidth::Twenty)
            .into(),
    ];
    let further = form.all("column").iter().map(|column| {
        let name = format!("row-{n}-extra-{column}");
        Html::from(line(form, errors, &name, column))
    });
    fields.extend(further);
    if n > 1 {
        fields.push(Details::new("To remove this row", "Empty its boxes and save.").into());
    }
    fields
}

fn line(form: &Answers, errors: &Errors, name: &str, label: &str) -> TextInput {
    TextInput::new(name, label).id(id_of(name)).value(form.get(name)).error_if(errors.get(name))
}

fn area(form: &Answers, errors: &Errors, name: &str, label: &str) -> Textarea {
    Textarea::new(name, label).id(id_of(name)).value(form.get(name)).error_if(errors.get(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::samples;

    #[test]
    fn what_is_filled_in_reads_back_the_same() {
        for (_, action) in samples::plan().actions() {
            let state = if action.state == State::Withdrawn { State::NoUpdate } else { action.state };
            let mut errors = Errors::none();
            let read = read(&fill(&action.content, state), &action.content, &mut errors);
            assert!(errors.is_empty());
            assert_eq!(read, (action.content.clone(), state));
        }
    }

    #[test]
    fn a_row_with_empty_boxes_is_gone_and_hidden_answers_do_not_count() {
        let form = Answers::from_pairs([
            ("state", "done"),
            ("rows", "3"),
            ("row-1-when", "Mar 2027"),
            ("row-3-steps", "One\n\n  Two  "),
            ("funded", "no"),
            ("funding_note", "left over"),
            ("linked", "unknown"),
            ("linked_to", "left over"),
        ]);
        let (action, state) = read(&form, &import::Action::default(), &mut Errors::none());
        assert_eq!((state, action.rows.len()), (State::Done, 2));
        assert_eq!(action.rows[1].steps, ["One", "Two"]);
        assert_eq!(action.rows[0].timescale.to_string(), "March 2027");
        assert!(action.funding.is_none() && action.linked.to.is_empty());
    }

    #[test]
    fn withdrawing_is_no_answer_to_how_it_stands() {
        for state in ["withdrawn", "", "nonsense"] {
            let mut errors = Errors::none();
            read(&Answers::from_pairs([("state", state)]), &import::Action::default(), &mut errors);
            assert!(errors.get("state").is_some());
        }
    }

    #[test]
    fn a_made_up_form_makes_no_endless_page() {
        assert_eq!(row_count(&Answers::from_pairs([("rows", "999999999")])), MOST_ROWS);
        assert_eq!(row_count(&Answers::from_pairs([("rows", "-1")])), 1);
    }
}
