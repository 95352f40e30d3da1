//! A strategy's text being looked through: what was read, what found no place, and what it would do.

use concordat_kernel::{Error, Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, View,
    askama::Template,
    cells, page,
    parts::{BackLink, Details, ErrorSummary, Html, Part as _, Select, Shell, SummaryList, Table},
};

use super::{
    month_words,
    sheet::{Under, pieces},
    strategy_edit::{self, Owners},
};
use crate::{
    pages::{refused, shell, words},
    strategies::{
        compare::Effects,
        model::{ItemKind, StrategyImport},
        read::{Line, Reading, Role},
        samples,
        store::{self, Staged},
        urls,
    },
};

/// A strategy's text being looked through.
#[derive(Debug, Template)]
#[template(path = "strategies/staged.html")]
pub(super) struct StagedPage {
    shell: Shell,
    summary: ErrorSummary,
    is_open: bool,
    facts: SummaryList,
    effects: Html,
    strategy: Vec<Html>,
    unplaced: Vec<Html>,
    lines: Vec<Html>,
    remarks: Html,
    contents: Html,
    version: i64,
    save: String,
    apply: String,
    discard: String,
}

pub(super) async fn show(reader: Reader, At(id): At<Id<StrategyImport>>) -> Answer {
    let staged = store::staged(reader.store(), &reader.ctx, id).await?;
    page(&draw(&reader, &staged, None, &Errors::none()).await?)
}

pub(super) async fn save(reader: Reader, At(id): At<Id<StrategyImport>>, answers: Answers) -> Answer {
    let staged = store::staged(reader.store(), &reader.ctx, id).await?;
    let reading = chosen(&staged.reading, &answers);
    let version = answers.get("version").parse().unwrap_or(0);
    let into = staged.into.as_ref().map(|strategy| strategy.head.id);
    store::restage(reader.store(), &reader.ctx, id, version, &reading, into).await?;
    let mut staged = store::staged(reader.store(), &reader.ctx, id).await?;
    staged.version = version + 1;
    page(&draw(&reader, &staged, Some(&answers), &Errors::none()).await?)
}

pub(super) async fn apply(reader: Reader, At(id): At<Id<StrategyImport>>, answers: Answers) -> Answer {
    let mut staged = store::staged(reader.store(), &reader.ctx, id).await?;
    let mut errors = Errors::none();
    let mut version: i64 = answers.get("version").parse().unwrap_or(0);
    let new = match &staged.into {
        Some(strategy) => Some(store::of_head(&strategy.head)),
        None => strategy_edit::read(&answers, &mut errors),
    };
    // What was chosen on this page counts, also when it was not kept before.
    let reading = chosen(&staged.reading, &answers);
    if reading != staged.reading {
        let into = staged.into.as_ref().map(|strategy| strategy.head.id);
        store::restage(reader.store(), &reader.ctx, id, version, &reading, into).await?;
        version += 1;
        staged = store::staged(reader.store(), &reader.ctx, id).await?;
    }
    if let Some(new) = new {
        let applied = store::apply(reader.store(), &reader.ctx, id, version, &new).await;
        if let Some(done) = errors.take(applied)? {
            let said = format!(
                "The strategy is brought in: {} added, {} changed, {} unchanged.",
                done.added, done.changed, done.unchanged
            );
            return reader.done(urls::strategy(done.strategy), &said);
        }
    }
    refused(&draw(&reader, &staged, Some(&answers), &errors).await?)
}

pub(super) async fn discard(reader: Reader, At(id): At<Id<StrategyImport>>, answers: Answers) -> Answer {
    let version = answers.get("version").parse().unwrap_or(0);
    match store::discard(reader.store(), &reader.ctx, id, version).await {
        Err(Error::Refusal(Refusal::Conflict)) => Err(Refusal::Conflict.into()),
        other => {
            other?;
            reader.done(urls::STRATEGIES, "The text is set aside. Nothing of it is in the record.")
        }
    }
}

/// The reading as the officer's choices make it.
fn chosen(reading: &Reading, answers: &Answers) -> Reading {
    let mut chosen = reading.clone();
    for (at, line) in chosen.lines.iter_mut().enumerate() {
        if let Some(role) = Role::from_word(answers.get(&format!("line-{at}"))) {
            line.role = role;
        }
    }
    chosen
}

async fn draw(
    reader: &Reader,
    staged: &Staged,
    typed: Option<&Answers>,
    errors: &Errors,
) -> concordat_kernel::Result<StagedPage> {
    let owners = strategy_edit::owners(reader).await?;
    let names = words::names(reader, &[staged.made_by.as_str()]).await?;
    let by = names.get(&staged.made_by).cloned().unwrap_or_default();
    let shell = shell(reader, "Bring in a strategy: look through it")
        .back(BackLink::new(urls::STRATEGIES).text("Back to strategies"))
        .wide();
    Ok(StagedPage::of(shell, staged, &by, &owners, typed, errors))
}

/// What the text says of the strategy itself, as the form is filled at first.
fn filled(reading: &Reading, owners: &Owners) -> Answers {
    let owner = owners
        .iter()
        .find(|(_, name)| !reading.owner.is_empty() && name.eq_ignore_ascii_case(&reading.owner));
    Answers::from_pairs([
        ("title", reading.title.clone()),
        ("kind", reading.kind.map(|kind| kind.word().to_owned()).unwrap_or_default()),
        ("owner", owner.map(|(id, _)| id.clone()).unwrap_or_default()),
        ("owner_written", if owner.is_some() { String::new() } else { reading.owner.clone() }),
        ("period_from", reading.period.map(|period| month_words(period.from)).unwrap_or_default()),
        ("period_to", reading.period.map(|period| month_words(period.to)).unwrap_or_default()),
        ("source_note", reading.source_note.clone()),
    ])
}

impl StagedPage {
    fn of(
        shell: Shell,
        staged: &Staged,
        by: &str,
        owners: &Owners,
        typed: Option<&Answers>,
        errors: &Errors,
    ) -> Self {
        let mut shell = shell;
        let reading = &staged.reading;
        let is_open = staged.state == "staged";
        let mut summary = ErrorSummary::new();
        for (field, sentence) in errors.iter() {
            summary =
                if field.is_empty() { summary.general(sentence) } else { summary.error(field, sentence) };
        }
        shell.has_errors = !errors.is_empty();
        let goes = match &staged.into {
            Some(strategy) => Html::link(&urls::strategy(strategy.head.id), &strategy.head.title),
            None => "A new strategy".into(),
        };
        let file = if staged.file_name.is_empty() { "Pasted text" } else { &staged.file_name };
        let facts = SummaryList::new()
            .row(("Came from", file))
            .row(("Brought in", format!("{}, by {by}", words::moment(&staged.made_at))))
            .row(("Goes into", goes));
        let first = filled(reading, owners);
        let asks = is_open && staged.into.is_none();
        let strategy = if asks {
            strategy_edit::questions(
                owners,
                typed.filter(|typed| typed.has("title")).unwrap_or(&first),
                errors,
            )
        } else {
            Vec::new()
        };
        let placed = reading.lines.iter().enumerate().filter(|(_, line)| line.role != Role::Unplaced);
        Self {
            summary,
            is_open,
            facts,
            effects: effects(staged),
            strategy,
            unplaced: reading.unplaced().map(|(at, line)| choice(at, line)).collect(),
            lines: placed.map(|(at, line)| choice(at, line)).collect(),
            remarks: remarks(reading),
            contents: contents(reading),
            version: staged.version,
            save: urls::staged(staged.id),
            apply: urls::apply(staged.id),
            discard: urls::discard(staged.id),
            shell,
        }
    }
}

/// What a line is, as a question.
fn choice(at: usize, line: &Line) -> Html {
    let words = format!("Line {}: {} {}", line.line, line.number, line.text);
    let select = Select::new(format!("line-{at}"), words)
        .options(Role::ALL.into_iter().map(|role| (role.word(), role.title())))
        .chosen(line.role.word());
    if line.remark.is_empty() { select.into() } else { select.hint(&line.remark).into() }
}

fn remarks(reading: &Reading) -> Html {
    let beside = reading.lines.iter().filter(|line| !line.remark.is_empty() && line.role != Role::Unplaced);
    let numbered = "Its number was given here.";
    let said = beside
        .filter(|line| line.remark != numbered)
        .map(|line| format!("Line {}: “{}”. {}", line.line, line.text, line.remark));
    let all: Vec<String> = reading.remarks.iter().cloned().chain(said).collect();
    if all.is_empty() { Html::default() } else { Html::bullets(&all) }
}

/// What would be added, changed, left as it is.
fn effects(staged: &Staged) -> Html {
    let effects: &Effects = &staged.effects;
    if staged.state == "discarded" {
        return Html::paragraphs(["It was set aside. Nothing of it reached the record."]);
    }
    if staged.into.is_some() && effects.is_nothing() {
        return Html::paragraphs(["Bringing it in changes nothing: all of it is in the record already."]);
    }
    let (added, changed, unchanged) = effects.tally();
    let mut body = vec![Html::paragraphs([format!(
        "{} added, {changed} changed, {unchanged} unchanged; {} of the record not in the text and left as they are.",
        words::count_first(added, "item", "items"),
        words::count(effects.absent.len(), "item", "items"),
    )])];
    let contents = staged.reading.contents();
    let named = contents.areas.iter().map(|area| format!("Area {} {}", area.number, area.title));
    let areas = named.zip(effects.areas.iter().map(|area| &area.changes));
    let named = contents.items.iter().map(|item| format!("{} {}", item.kind.title(), item.number));
    let items = named.zip(effects.items.iter().map(|item| &item.changes));
    let rows: Vec<Vec<Html>> = areas
        .chain(items)
        .flat_map(|(name, changes)| {
            changes
                .iter()
                .map(move |change| cells![&name, change.field, &change.recorded, &change.proposed])
                .collect::<Vec<_>>()
        })
        .collect();
    if !rows.is_empty() && staged.state == "staged" {
        let table = Table::new("What would change")
            .columns(["Which", "Field", "It says", "It would say"])
            .row_headers()
            .scroll_wide()
            .rows(rows);
        body.push(table.into());
    }
    pieces(body)
}

/// Areas with their items, folded away.
fn contents(reading: &Reading) -> Html {
    let contents = reading.contents();
    let counts = ItemKind::ALL
        .iter()
        .filter(|kind| contents.count(**kind) > 0)
        .map(|kind| {
            let one = kind.title().to_lowercase();
            words::count(contents.count(*kind), &one, &format!("{one}s"))
        })
        .collect::<Vec<_>>()
        .join(", ");
    let mut body = vec![Html::paragraphs([format!(
        "{}; {counts}.",
        words::count_first(contents.areas.len(), "area", "areas")
    )])];
    let list = |area: Option<usize>| -> Vec<String> {
        let items = contents.items.iter().filter(|item| item.area == area);
        items.map(|item| format!("{} {}: {}", item.kind.title(), item.number, item.text)).collect()
    };
    for (at, area) in contents.areas.iter().enumerate() {
        let name = format!("{} {}", area.number, area.title);
        body.push(Details::new(name.trim(), Html::bullets(list(Some(at)))).into());
    }
    let outside = list(None);
    if !outside.is_empty() {
        body.push(Under { heading: "Outside the areas".into(), body: Html::bullets(&outside) }.html());
    }
    pieces(body)
}

impl View for StagedPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let shell = || crate::pages::samples::shell("Bring in a strategy: look through it").wide();
        let owners: Owners = vec![("1".to_owned(), "Merrowshire Police".to_owned())];
        let (new, again) = (samples::staged(false), samples::staged(true));
        let done = Staged { state: "applied".to_owned(), ..samples::staged(true) };
        let mut errors = Errors::none();
        errors.add("kind", "Choose what it is.");
        let none = Errors::none();
        vec![
            ("a new one", Self::of(shell(), &new, "the operator", &owners, None, &none)),
            ("kind not chosen", Self::of(shell(), &new, "the operator", &owners, None, &errors)),
            ("again, with changes", Self::of(shell(), &again, "the operator", &owners, None, &none)),
            ("brought in", Self::of(shell(), &done, "the operator", &owners, None, &none)),
        ]
    }
}
