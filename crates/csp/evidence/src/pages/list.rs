//! One list: who is on it, what their scores are made of, and what is decided about them.

use askama::Template;
use concordat_kernel::{Id, Mark, Refusal, Sensitivity};
use concordat_report::{Block, Cell, Pages, Report, Section, Table as Drawn, Width};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, View,
    axum::http::StatusCode,
    axum::response::IntoResponse as _,
    download,
    parts::{
        BackLink, Button, Colour, Details, Html, Radios, Shell, SummaryList, SummaryRow, Table, Tag,
        Textarea, WarningText,
    },
};

use super::{
    lists::{ListForm, numeric, summary},
    samples,
};
use crate::{
    actions::{self, DECIDE_LIST, TAKE_LIST},
    ranking::{self, List, ListRow, Matrix, Ranking, SINCE, VALIDITY, Verdict},
    urls,
};

/// The page.
#[derive(Debug, Template)]
#[template(path = "list.html")]
pub(super) struct ListPage {
    shell: Shell,
    facts: SummaryList,
    warning: WarningText,
    validity: Html,
    take: Option<Html>,
    rows: Table,
    disparity: Table,
}

/// Shows the page.
pub(super) async fn show(reader: Reader, At(id): At<Id<List>>) -> Answer {
    let ranking = ranking::list(reader.store(), &reader.ctx, id).await?;
    let may_take = reader.may(TAKE_LIST, &actions::one_list(id));
    let shell = reader.shell(format!("List {}", ranking.list.number));
    concordat_web::page(&ListPage::new(shell, &ranking, may_take))
}

/// The list as a workbook, once everything is decided.
pub(super) async fn xlsx(reader: Reader, At(id): At<Id<List>>) -> Answer {
    let ranking = ranking::take(reader.store(), &reader.ctx, id).await?;
    let bytes = concordat_report::xlsx(&report(&ranking))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    download(&format!("list-{}.xlsx", ranking.list.number), kind, bytes)
}

/// The transparency records.
pub(super) async fn transparency(reader: Reader) -> Answer {
    reader.store().ask(&reader.ctx, crate::actions::VIEW_FINDING, &actions::findings()).await?;
    let text = serde_json::to_vec_pretty(&ranking::records())
        .map_err(|e| concordat_kernel::Problem::new("writing transparency records", e))?;
    download("transparency.json", "application/json", text)
}

/// One row, and the form that decides about it.
pub(super) async fn row(reader: Reader, At(id): At<Id<List>>) -> Answer {
    let ranking = ranking::list(reader.store(), &reader.ctx, id).await?;
    let row = which(&ranking, reader.query.some("n"))?;
    let may = reader.may(DECIDE_LIST, &actions::one_list(id));
    let shell = reader.shell(title(&ranking, row));
    concordat_web::page(&form(shell, &ranking, row, may, &Answers::default(), &Errors::none()))
}

/// Records a decision.
pub(super) async fn decide(reader: Reader, At(id): At<Id<List>>, answers: Answers) -> Answer {
    let position = answers.get("position").parse().unwrap_or(0);
    let mut errors = Errors::none();
    match Verdict::of_word(answers.get("verdict")) {
        None => errors.add("verdict", "Choose what is decided."),
        Some(verdict) => {
            let (store, reason) = (reader.store(), answers.get("reason"));
            let decided = ranking::decide(store, &reader.ctx, id, position, verdict, reason).await;
            if errors.take(decided)?.is_some() {
                return reader.done(urls::list(id), "The decision is recorded.");
            }
        }
    }
    let ranking = ranking::list(reader.store(), &reader.ctx, id).await?;
    let row = which(&ranking, answers.some("position"))?;
    let shell = reader.shell(title(&ranking, row));
    let page = concordat_web::page(&form(shell, &ranking, row, true, &answers, &errors))?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// The row that is asked for; the first where none is named.
fn which<'a>(ranking: &'a Ranking, n: Option<&str>) -> concordat_kernel::Result<&'a ListRow> {
    let position: i64 = n.map_or(Ok(1), str::parse).map_err(|_| Refusal::NotFound)?;
    Ok(ranking.rows.iter().find(|row| row.position == position).ok_or(Refusal::NotFound)?)
}

fn title(ranking: &Ranking, row: &ListRow) -> String {
    format!("List {}, place {}", ranking.list.number, place(row))
}

fn place(row: &ListRow) -> String {
    if row.tied { format!("{} (shared)", row.place) } else { row.place.to_string() }
}

fn standing(row: &ListRow) -> &'static str {
    if row.convicted { "convicted of at least one" } else { "named or charged, not convicted" }
}

/// What a score is made of.
fn made_of(ranking: &Ranking, row: &ListRow) -> Html {
    let Ok(matrix) = Matrix::named(Some(&ranking.list.matrix)) else { return Html::default() };
    let parts = matrix.parts.iter().zip(&row.points);
    Html::bullets(parts.map(|(part, points)| {
        Html::from(format!(
            "{}: {points} points, times {} is {}",
            part.title,
            part.weight,
            points * part.weight
        ))
    }))
}

impl ListPage {
    fn new(shell: Shell, ranking: &Ranking, may_take: bool) -> Self {
        let Ranking { list, rows, disparity } = ranking;
        let open = rows.iter().filter(|row| row.decision.is_none()).count();
        let fact = |name: &str, value: String| SummaryRow::new(name, value);
        let facts = SummaryList::new().rows([
            fact("What it is for", list.purpose.clone()),
            fact("Lawful basis", list.basis.clone()),
            fact("Who answers for it", list.owner.clone()),
            fact("Stands until", list.expires.strftime("%-d %B %Y").to_string()),
            fact("Lens and window", format!("{}, {}", list.lens, list.window)),
            fact("Matrix", list.matrix.clone()),
            fact("Harm index", list.index.clone().unwrap_or_else(|| "none: harm has no points".to_owned())),
            fact("Ranked", format!("{} people; {} are on the list", list.among, rows.len())),
            fact("Without a decision", open.to_string()),
        ]);
        let take = match (may_take, open) {
            (true, 0) => Some(Html::link(&urls::list_xlsx(list.id), "Take the list away as a workbook")),
            (true, _) => Some(Html::from("The list cannot leave before every row has a decision.")),
            (false, _) => None,
        };
        let table = Table::new("Who is on the list")
            .caption_hidden()
            .column("Place")
            .column("Person")
            .column(numeric("Score"))
            .column(numeric("Months since"))
            .column(numeric("Crimes"))
            .column(numeric("Harm"))
            .column(numeric("Victims"))
            .column("Stands as")
            .column("Decision")
            .rows(rows.iter().map(|row| cells(list, row)))
            .scroll_wide();
        let among = Table::new("Disparity")
            .caption_hidden()
            .column("Of")
            .column("Which")
            .column(numeric("On the list"))
            .column(numeric("Ranked"))
            .column(numeric("Times their share"))
            .rows(disparity.iter().map(|one| {
                let ratio = one.ratio(i64::try_from(rows.len()).unwrap_or(i64::MAX), list.among);
                vec![
                    Html::from(&one.of),
                    Html::from(&one.value),
                    Html::from(one.listed.to_string()),
                    Html::from(one.among.to_string()),
                    Html::from(ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.1}"))),
                ]
            }))
            .scroll();
        Self {
            shell: shell.back(BackLink::new(urls::LISTS).text("Back to the lists")).wide(),
            facts,
            warning: WarningText::new(
                "This list advises. It says what is on record, not who somebody is or what will happen. Nobody may be decided about by it alone.",
            ),
            validity: Details::new(
                "How far such a list can be trusted",
                Html::bullets(VALIDITY.iter().map(|warning| Html::from(*warning))),
            )
            .into(),
            take,
            rows: table,
            disparity: among,
        }
    }
}

fn cells(list: &List, row: &ListRow) -> Vec<Html> {
    let decision = match &row.decision {
        None => Tag::new(Colour::Grey, "Open"),
        Some(decision) => Tag::new(Colour::Blue, decision.verdict.title()),
    };
    vec![
        Html::from(place(row)),
        Html::link(&urls::list_row(list.id, row.position), &row.pseudonym),
        Html::from(row.score.to_string()),
        Html::from(row.months_since.to_string()),
        Html::from(row.crimes.to_string()),
        Html::from(format!("{:.1}", row.harm)),
        Html::from(row.victims.to_string()),
        Html::from(standing(row)),
        decision.into(),
    ]
}

fn form(
    shell: Shell,
    ranking: &Ranking,
    row: &ListRow,
    may_decide: bool,
    answers: &Answers,
    errors: &Errors,
) -> ListForm {
    let list = &ranking.list;
    let mut rows = vec![
        SummaryRow::new("Person", row.pseudonym.clone()),
        SummaryRow::new("Score", format!("{} by {}", row.score, list.matrix)),
        SummaryRow::new("Made of", made_of(ranking, row)),
        SummaryRow::new("Months since the last crime", format!("{} ({SINCE})", row.months_since)),
        SummaryRow::new("Crimes", row.crimes.to_string()),
        SummaryRow::new("Harm", format!("{:.1}", row.harm)),
        SummaryRow::new("Different victims", row.victims.to_string()),
        SummaryRow::new("Stands as", standing(row)),
    ];
    if let Some(decision) = &row.decision {
        rows.push(SummaryRow::new("Decided", format!("{}: {}", decision.verdict.title(), decision.reason)));
    }
    let fields: Vec<Html> = if may_decide {
        vec![
            Radios::new("verdict", "What is decided?")
                .items(Verdict::ALL.map(|verdict| (verdict.word(), verdict.title())))
                .chosen(answers.get("verdict"))
                .error_if(errors.get("verdict"))
                .into(),
            Textarea::new("reason", "Why?")
                .hint("Name nobody. Whoever the list is about may ask to read this")
                .value(answers.get("reason"))
                .rows(3)
                .error_if(errors.get("reason"))
                .into(),
        ]
    } else {
        Vec::new()
    };
    ListForm {
        shell: if errors.is_empty() { shell } else { shell.with_errors() }
            .back(BackLink::new(urls::list(list.id)).text("Back to the list")),
        summary: summary(errors),
        before: vec![SummaryList::new().rows(rows).into()],
        hidden: vec![("position", row.position.to_string())],
        action: format!("{}/row", urls::list(list.id)),
        fields,
        button: Button::new("Record the decision").once(),
    }
}

/// The list as it leaves: what it is for and until when stands on it.
fn report(ranking: &Ranking) -> Report {
    let list = &ranking.list;
    let columns = [
        ("Place", Width::Short),
        ("Person", Width::Middle),
        ("Score", Width::Number),
        ("Months since", Width::Number),
        ("Crimes", Width::Number),
        ("Harm", Width::Number),
        ("Victims", Width::Number),
        ("Stands as", Width::Middle),
        ("Decision", Width::Short),
        ("Reason", Width::Long),
    ];
    let rows = ranking.rows.iter().map(|row| {
        let decision = row.decision.as_ref();
        vec![
            Cell::words(place(row)),
            Cell::words(&row.pseudonym),
            Cell::count(row.score),
            Cell::count(row.months_since),
            Cell::count(row.crimes),
            Cell::real(row.harm, format!("{:.1}", row.harm)),
            Cell::count(row.victims),
            Cell::words(standing(row)),
            Cell::words(decision.map_or("", |decision| decision.verdict.title())),
            Cell::words(decision.map_or("", |decision| decision.reason.as_str())),
        ]
    });
    let among = [
        ("Of", Width::Short),
        ("Which", Width::Middle),
        ("On the list", Width::Number),
        ("Ranked", Width::Number),
    ];
    let among = Drawn::new("Who is on it, beside who there was to rank", &among).rows(
        ranking.disparity.iter().map(|one| {
            vec![
                Cell::words(&one.of),
                Cell::words(&one.value),
                Cell::count(one.listed),
                Cell::count(one.among),
            ]
        }),
    );
    let fact = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Report {
        title: format!("List {} for review", list.number),
        subtitle: format!("{}, {}", list.lens, list.window),
        facts: vec![
            fact("What it is for", &list.purpose),
            fact("Lawful basis", &list.basis),
            fact("Who answers for it", &list.owner),
            fact("Not to be used after", &list.expires.strftime("%-d %B %Y").to_string()),
            fact("Matrix", &list.matrix),
            fact("Harm index", list.index.as_deref().unwrap_or("none")),
        ],
        mark: mark(),
        made_at: list.made_at,
        pages: Pages::Flowing,
        sections: vec![
            Section::part("Who is on it")
                .callout("This list advises. Nobody may be decided about by it alone.")
                .with(Block::Table(Drawn::new("Who is on the list", &columns).rows(rows))),
            Section::part("Disparity").with(Block::Table(among)),
            Section::part("How far such a list can be trusted")
                .list(VALIDITY.iter().map(|warning| (*warning).to_owned()).collect()),
        ],
    }
}

fn mark() -> Mark {
    Sensitivity::Protected.mark()
}

impl View for ListPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let shell = || samples::shell("List 1");
        let Some(ranking) = samples::ranking() else { return Vec::new() };
        let mut decided = ranking.clone();
        if let Some(decision) = decided.rows.iter().find_map(|row| row.decision.clone()) {
            for row in &mut decided.rows {
                row.decision = Some(decision.clone());
            }
        }
        vec![
            ("usual", Self::new(shell(), &ranking, true)),
            ("everything decided", Self::new(shell(), &decided, true)),
        ]
    }
}

/// The form of a row in each way it can look.
pub(super) fn row_samples() -> Vec<(&'static str, ListForm)> {
    let Some(ranking) = samples::ranking() else { return Vec::new() };
    let Some(row) = ranking.rows.first() else { return Vec::new() };
    let shell = || samples::shell(&title(&ranking, row));
    let mut errors = Errors::none();
    errors.add("verdict", "Choose what is decided.");
    let none = Answers::default();
    vec![
        ("deciding", form(shell(), &ranking, row, true, &none, &Errors::none())),
        ("deciding, with errors", form(shell(), &ranking, row, true, &none, &errors)),
        ("only reading", form(shell(), &ranking, row, false, &none, &Errors::none())),
    ]
}
