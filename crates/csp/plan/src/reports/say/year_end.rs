//! The year-end summary for scrutiny: what became of every action, by priority and by the year's focus topics.

use super::{count_first, day, lines, measures, name, number, objective, report};
use crate::{
    RecordedAction, RecordedPriority, State,
    reports::facts::{Facts, Topic, Verdict},
};
use concordat_report::{Block, Cell, Chart, Report, Section, Table, Width};
use concordat_web::parts::Colour;

/// What became of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Done, and assured by the group.
    Assured,
    /// Done by the lead's account.
    Done,
    /// Goes on.
    CarriedForward,
    /// Taken out of the plan.
    Withdrawn,
}

impl Outcome {
    const ALL: [Self; 4] = [Self::Assured, Self::Done, Self::CarriedForward, Self::Withdrawn];

    fn of(facts: &Facts, action: &RecordedAction) -> Self {
        let assured = facts.claim(action.id).is_some_and(|claim| claim.verdict == Verdict::Assured);
        match action.state {
            State::Withdrawn => Self::Withdrawn,
            State::Done if assured => Self::Assured,
            State::Done => Self::Done,
            _ => Self::CarriedForward,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Assured => "Done and assured",
            Self::Done => "Done, not yet assured",
            Self::CarriedForward => "Carried forward",
            Self::Withdrawn => "Withdrawn",
        }
    }

    fn colour(self) -> Colour {
        match self {
            Self::Assured => Colour::Green,
            Self::Done => Colour::Teal,
            Self::CarriedForward => Colour::Blue,
            Self::Withdrawn => Colour::Purple,
        }
    }
}

/// The summary.
pub(crate) fn year_end(facts: &Facts) -> Report {
    let mut sections = vec![glance(facts)];
    sections.extend(topics(facts));
    sections.push(Section::part("Each priority"));
    for priority in &facts.plan.priorities {
        sections.push(of_priority(facts, priority));
    }
    report(facts, "Year-end summary", sections)
}

fn glance(facts: &Facts) -> Section {
    let section = Section::part("The year at a glance");
    let all = facts.plan.actions().count();
    if all == 0 {
        return section.words("The plan had no actions.");
    }
    let with =
        |outcome| facts.plan.actions().filter(|(_, action)| Outcome::of(facts, action) == outcome).count();
    let words = format!(
        "{} in the plan: {} done and assured, {} done and not yet assured, {} carried forward, {} withdrawn.",
        count_first(all, "action stood", "actions stood"),
        with(Outcome::Assured),
        with(Outcome::Done),
        with(Outcome::CarriedForward),
        with(Outcome::Withdrawn)
    );
    let bars =
        facts.plan.priorities.iter().map(|priority| (name(priority), priority.actions.iter().collect()));
    section.words(words).with(Block::Chart(chart(
        facts,
        "What became of the actions of each priority",
        "Priority",
        bars,
    )))
}

fn chart<'a>(
    facts: &Facts,
    title: &str,
    of: &str,
    groups: impl Iterator<Item = (String, Vec<&'a RecordedAction>)>,
) -> Chart {
    let bars = groups.map(|(name, actions)| {
        let counts = Outcome::ALL
            .map(|outcome| actions.iter().filter(|action| Outcome::of(facts, action) == outcome).count());
        (name, counts.to_vec())
    });
    Chart {
        title: title.to_owned(),
        of: of.to_owned(),
        kinds: Outcome::ALL.iter().map(|outcome| (outcome.words().to_owned(), outcome.colour())).collect(),
        bars: bars.collect(),
    }
}

/// The focus topics: how they stand together, then each with its actions.
pub(crate) fn topics(facts: &Facts) -> Vec<Section> {
    if facts.topics.is_empty() {
        return vec![Section::part("Focus topics").words("No focus topic was chosen for this year.")];
    }
    let bars = facts.topics.iter().map(|topic| {
        (topic.title.clone(), covered(facts, topic).into_iter().map(|(_, action)| action).collect())
    });
    let first = Section::part("Focus topics")
        .words("An action may serve several topics, so these counts do not add up to the plan.")
        .with(Block::Chart(chart(facts, "What became of the actions of each topic", "Topic", bars)));
    let mut sections = vec![first];
    sections.extend(facts.topics.iter().map(|topic| of_topic(facts, topic)));
    sections
}

fn covered<'a>(facts: &'a Facts, topic: &Topic) -> Vec<(&'a RecordedPriority, &'a RecordedAction)> {
    facts.plan.actions().filter(|(priority, action)| topic.covers(priority.id, action.id)).collect()
}

fn of_topic(facts: &Facts, topic: &Topic) -> Section {
    let mut section = Section::piece(topic.title.clone());
    for words in [&topic.because, &topic.commentary] {
        if !words.is_empty() {
            section = section.words(words.clone());
        }
    }
    let actions = covered(facts, topic);
    let caption = format!("Actions under the topic {}", topic.title);
    section.table(
        outcomes(facts, &caption, actions.into_iter().map(|(_, action)| action)),
        "It covers no action.",
    )
}

fn of_priority(facts: &Facts, priority: &RecordedPriority) -> Section {
    let mut section = Section::piece(name(priority));
    if let Some(aim) = &priority.aim {
        section = section.words(format!("Aim: {aim}"));
    }
    if priority.actions.is_empty() {
        return section.words("There were no actions under it.");
    }
    let caption = format!("What became of the actions under {}", priority.title);
    let section = section.with(Block::Table(outcomes(facts, &caption, priority.actions.iter())));
    let measured =
        measures::of_current(facts, |action| priority.actions.iter().any(|one| one.id == action.id));
    if measured.is_empty() {
        return section;
    }
    let section = section.words(format!(
        "It has {}, {}.",
        super::count(measured.len(), "measure", "measures"),
        measures::without_target(&measured).replacen("measures ", "", 1).replacen("measure ", "", 1)
    ));
    let columns = [
        ("No.", Width::Tiny),
        ("Measure", Width::Long),
        ("Baseline", Width::Middle),
        ("Target", Width::Middle),
        ("Values", Width::Long),
    ];
    let (stories, counted): (Vec<_>, Vec<_>) = measured.into_iter().partition(|(_, measure)| measure.story);
    let valued = counted.iter().filter(|(_, measure)| !measure.values.is_empty());
    let series = Table::new(format!("Measures of {}", priority.title), &columns).rows(valued.map(
        |(action, measure)| {
            vec![
                number(action),
                Cell::words(measure.text.clone()),
                Cell::words(measure.baseline.clone().unwrap_or_else(|| "None".to_owned())),
                Cell::words(measure.target.clone().unwrap_or_else(|| "No target".to_owned())),
                measures::series(measure),
            ]
        },
    ));
    let section = section.table(series, "No value came in for any of them.");
    let told: Vec<String> = stories
        .iter()
        .flat_map(|(action, measure)| {
            measure
                .values
                .iter()
                .map(|(period, value, _)| format!("{}, {period}: {value}", action.content.number))
        })
        .collect();
    if told.is_empty() { section } else { section.words("What was told:").list(told) }
}

/// What became of actions, in a table.
fn outcomes<'a>(facts: &Facts, caption: &str, actions: impl Iterator<Item = &'a RecordedAction>) -> Table {
    let columns = [
        ("No.", Width::Tiny),
        ("Objective", Width::Long),
        ("Leads", Width::Middle),
        ("What became of it", Width::Middle),
        ("In the leads’ words", Width::Long),
        ("Funding", Width::Middle),
    ];
    Table::new(caption, &columns).rows(actions.map(|action| {
        let outcome = Outcome::of(facts, action);
        vec![
            number(action),
            Cell::words(objective(action)),
            lines(action.content.leads.iter().cloned()),
            lines([outcome.words().to_owned(), when(facts, action, outcome)]),
            told(facts, action),
            Cell::words(crate::pages::words::funded(&action.content)),
        ]
    }))
}

/// The dates or the reason that belong to an outcome.
fn when(facts: &Facts, action: &RecordedAction, outcome: Outcome) -> String {
    let claim = facts.claim(action.id);
    match outcome {
        Outcome::Assured => claim
            .and_then(|claim| claim.decided_on)
            .map_or_else(String::new, |on| format!("Assured on {}", day(on))),
        Outcome::Done => claim
            .and_then(|claim| claim.done_on)
            .map_or_else(String::new, |on| format!("Done on {}", day(on))),
        Outcome::CarriedForward => action.state.to_string(),
        Outcome::Withdrawn => action.withdrawn_because.clone().unwrap_or_default(),
    }
}

/// What was last said of it.
fn told(facts: &Facts, action: &RecordedAction) -> Cell {
    match facts.last_update(action.id) {
        None => Cell::words("Nothing was said"),
        Some(update) if update.words.is_empty() => Cell::words(update.state.clone()),
        Some(update) => Cell::words(update.words.clone()),
    }
}
