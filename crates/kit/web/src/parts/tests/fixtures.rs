//! Our parts beside the examples that GOV.UK Frontend ships for each component. An example counts
//! when every one of its options can be said with our part; which ones do is written in checked.txt,
//! so that a change of ours or of the package's that loses one is seen.

use std::{fs, path::Path};

use serde_json::Value;

use super::markup::outline;
use super::options::{Options, class_size, objects};
use super::questions::*;
use crate::parts::*;

fn colour(class: Option<String>) -> Option<Colour> {
    use Colour::*;
    let all = [Grey, Green, Teal, Blue, Purple, Magenta, Red, Orange, Yellow];
    match class {
        None => Some(Blue),
        Some(class) => all.into_iter().find(|colour| class == format!("govuk-tag--{}", colour.name())),
    }
}

fn tag(o: &mut Options) -> Option<Html> {
    Some(Tag::new(colour(o.string("classes"))?, o.words("text", "html")?).into())
}

fn error_summary(o: &mut Options) -> Option<Html> {
    let mut part = ErrorSummary::new().title(o.words("titleText", "titleHtml")?);
    if let Some(words) = o.words("descriptionText", "descriptionHtml") {
        part = part.description(words);
    }
    for mut error in o.list("errorList")? {
        let words = error.words("text", "html")?;
        part = match error.string("href") {
            Some(href) => part.error(href.strip_prefix('#')?, words),
            None => part.general(words),
        };
        if !error.done() {
            return None;
        }
    }
    Some(part.into())
}

fn button(o: &mut Options) -> Option<Html> {
    // In markup its words stand in a span of their own, which ours have no need of.
    if o.0.contains_key("html") {
        return None;
    }
    let text = o.words("text", "html")?;
    let mut part = match o.string("href") {
        Some(href) => Button::link(text, href),
        None => Button::new(text),
    };
    if let Some(class) = o.string("classes") {
        part = match class.as_str() {
            "govuk-button--secondary" => part.secondary(),
            "govuk-button--warning" => part.warning(),
            _ => return None,
        };
    }
    if o.flag("isStartButton") {
        part = part.start();
    }
    if o.flag("preventDoubleClick") {
        part = part.once();
    }
    if o.0.contains_key("value") {
        part = part.sends(o.string("name")?, o.string("value")?);
    }
    Some(part.into())
}

fn details(o: &mut Options) -> Option<Html> {
    let part = Details::new(o.words("summaryText", "summaryHtml")?, o.words("text", "html")?);
    Some(if o.flag("open") { part.open().into() } else { part.into() })
}

fn summary_list(o: &mut Options) -> Option<Html> {
    let mut part = SummaryList::new();
    if let Some(class) = o.string("classes") {
        part = (class == "govuk-summary-list--no-border").then(|| part.borderless())?;
    }
    for mut item in o.list("rows")? {
        let mut row = SummaryRow::new(item.said("key")?, item.said("value")?);
        if let Some(mut actions) = item.object("actions") {
            for mut action in actions.list("items")? {
                let (href, words) = (action.string("href")?, action.words("text", "html")?);
                row = row.action(href, words, &action.string("visuallyHiddenText").unwrap_or_default());
                if !action.done() {
                    return None;
                }
            }
            if !actions.done() {
                return None;
            }
        }
        if !item.done() {
            return None;
        }
        part = part.row(row);
    }
    Some(part.into())
}

fn table(o: &mut Options) -> Option<Html> {
    let mut part = match o.string("caption") {
        Some(caption) => Table::new(caption),
        None => Table::new("").without_caption(),
    };
    if let Some(size) = class_size(o.string("captionClasses"), "govuk-table__caption--")? {
        part = part.caption_size(size);
    }
    part = part.narrow();
    if o.flag("firstCellIsHeader") {
        part = part.row_headers();
    }
    let mut numeric = Vec::new();
    for mut head in o.list("head")? {
        let words = head.words("text", "html")?;
        let number = head.string("format").is_some();
        numeric.push(number);
        part = part.column(if number { Column::numeric(words) } else { Column::new(words) });
        if !head.done() {
            return None;
        }
    }
    for row in o.take("rows")?.as_array()? {
        let mut cells = Vec::new();
        for (index, mut cell) in objects(row)?.into_iter().enumerate() {
            cells.push(cell.words("text", "html")?);
            let number = cell.string("format").is_some();
            if !cell.done() || number != numeric.get(index).copied().unwrap_or(false) {
                return None;
            }
        }
        part = part.row(cells);
    }
    Some(part.into())
}

fn notification_banner(o: &mut Options) -> Option<Html> {
    let success = match o.string("type").as_deref() {
        Some("success") => true,
        Some(_) => return None,
        None => false,
    };
    let make = |heading: Html| match success {
        true => NotificationBanner::success(heading),
        false => NotificationBanner::important(heading),
    };
    match (o.string("text"), o.string("html")) {
        (Some(text), None) => Some(make(text.trim().into()).into()),
        (None, Some(html)) => Some(make(Html::default()).body_only(Html::raw(&html)).into()),
        _ => None,
    }
}

fn warning_text(o: &mut Options) -> Option<Html> {
    if o.string("iconFallbackText").is_some_and(|word| word != "Warning") {
        return None;
    }
    Some(WarningText::new(o.words("text", "html")?).into())
}

fn inset_text(o: &mut Options) -> Option<Html> {
    Some(InsetText::new(o.words("text", "html")?).into())
}

fn breadcrumbs(o: &mut Options) -> Option<Html> {
    let mut part = Breadcrumbs::new();
    if !o.flag("collapseOnMobile") {
        part = part.whole();
    }
    for mut item in o.list("items")? {
        let words = item.words("text", "html")?;
        part = match item.string("href") {
            Some(href) => part.page(words, href),
            None => part.here(words),
        };
        if !item.done() {
            return None;
        }
    }
    Some(part.into())
}

fn back_link(o: &mut Options) -> Option<Html> {
    let part = BackLink::new(o.string("href").unwrap_or_else(|| "#".into()));
    Some(match o.words("text", "html") {
        Some(words) => part.text(words).into(),
        None => part.into(),
    })
}

fn pagination(o: &mut Options) -> Option<Html> {
    let about = o.string("landmarkLabel").unwrap_or_else(|| "Pagination".to_owned());
    let items = o.list("items")?;
    let mut way = |key: &str| -> Option<Option<(String, Option<String>)>> {
        let Some(mut inner) = o.object(key) else { return Some(None) };
        let way = (inner.string("href")?, inner.string("labelText"));
        // "Previous page" is what ours says too, with the second word hidden: another outline.
        inner.done().then_some(Some(way))
    };
    let (previous, next) = (way("previous")?, way("next")?);
    if items.is_empty() {
        let label = |way: Option<(String, Option<String>)>| match way {
            Some((href, Some(label))) => Some(Some((href, label))),
            Some(_) => None,
            None => Some(None),
        };
        return Some(Pagination::neighbours(label(previous)?, label(next)?).about(about).into());
    }
    let mut numbers = Vec::new();
    let mut current = 0;
    for mut item in items {
        if item.flag("ellipsis") {
            continue;
        }
        let number: usize = item.string("number")?.parse().ok()?;
        numbers.push((number, item.string("href")?));
        if item.flag("current") {
            current = number;
        }
        if !item.done() {
            return None;
        }
    }
    let total = numbers.last()?.0;
    let href = |n: usize| numbers.iter().find(|(number, _)| *number == n).map(|(_, href)| href.clone());
    let html = Pagination::pages(current, total, |n| href(n).unwrap_or_default()).about(about).html();
    // Ours leads to the page itself where the examples have an address of their own.
    let html = [(previous, "prev", current.wrapping_sub(1)), (next, "next", current + 1)].into_iter().fold(
        html.as_str().to_owned(),
        |html, (way, rel, n)| match way {
            Some((to, _)) => html.replace(
                &format!("href=\"{}\" rel=\"{rel}\"", href(n).unwrap_or_default()),
                &format!("href=\"{to}\" rel=\"{rel}\""),
            ),
            None => html,
        },
    );
    Some(Html::raw(&html))
}

fn phase_banner(o: &mut Options) -> Option<Html> {
    Some(PhaseBanner::new(o.said("tag")?, o.words("text", "html")?).into())
}

fn panel(o: &mut Options) -> Option<Html> {
    let mut part = Panel::new(o.words("titleText", "titleHtml")?);
    if let Some(body) = o.words("text", "html") {
        part = part.body(body);
    }
    Some(part.into())
}

fn task_list(o: &mut Options) -> Option<Html> {
    let mut part = TaskList::new(o.string("idPrefix").unwrap_or_else(|| "task-list".into()));
    for mut item in o.list("items")? {
        let mut status = item.object("status")?;
        let class = status.string("classes");
        let href = item.string("href");
        let (waits, expected) = (class.is_some(), href.is_none());
        if waits != expected
            || class.is_some_and(|class| class != "govuk-task-list__status--cannot-start-yet")
        {
            return None;
        }
        let state = match status.object("tag") {
            Some(mut inner) => tag(&mut inner).filter(|_| inner.done())?,
            None => status.words("text", "html")?,
        };
        let mut task = Task::new(item.said("title")?, state);
        if let Some(href) = href {
            task = task.href(href);
        }
        if item.0.contains_key("hint") {
            task = task.hint(item.said("hint")?);
        }
        if !item.done() || !status.done() {
            return None;
        }
        part = part.task(task);
    }
    Some(part.into())
}

type Say = fn(&mut Options) -> Option<Html>;

const COMPONENTS: &[(&str, Say)] = &[
    ("back-link", back_link),
    ("breadcrumbs", breadcrumbs),
    ("button", button),
    ("character-count", character_count),
    ("checkboxes", checkboxes),
    ("date-input", date_input),
    ("details", details),
    ("error-summary", error_summary),
    ("file-upload", file_upload),
    ("input", input),
    ("inset-text", inset_text),
    ("notification-banner", notification_banner),
    ("pagination", pagination),
    ("panel", panel),
    ("phase-banner", phase_banner),
    ("radios", radios),
    ("select", select),
    ("summary-list", summary_list),
    ("table", table),
    ("tag", tag),
    ("task-list", task_list),
    ("textarea", textarea),
    ("warning-text", warning_text),
];

#[test]
fn parts_write_what_the_examples_of_govuk_frontend_write() {
    let folder = Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap())
        .join("../../../frontend/node_modules/govuk-frontend/dist/govuk/components");
    assert!(folder.is_dir(), "GOV.UK Frontend is not installed: run `npm ci` in frontend/, then test again.");
    let (mut checked, mut wrong) = (String::new(), Vec::new());
    for (component, say) in COMPONENTS {
        let text = fs::read_to_string(folder.join(component).join("fixtures.json")).expect("the examples");
        let examples: Value = serde_json::from_str(&text).expect("examples in JSON");
        for example in examples["fixtures"].as_array().expect("a list of examples") {
            let name = example["name"].as_str().expect("a name");
            let mut options = Options(example["options"].as_object().expect("options").clone());
            let Some(ours) = say(&mut options).filter(|_| options.done()) else { continue };
            checked.push_str(&format!("{component}: {name}\n"));
            let theirs = example["html"].as_str().expect("its HTML");
            let (ours, theirs) = (outline(ours.as_str()), outline(theirs));
            if ours != theirs {
                wrong.push(format!("## {component}: {name}\n-- ours\n{ours}\n-- theirs\n{theirs}\n"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} parts differ from their example:\n{}", wrong.len(), wrong.join("\n"));
    let expected = include_str!("checked.txt");
    let lost: Vec<_> = expected.lines().filter(|line| !checked.contains(&format!("{line}\n"))).collect();
    let gained: Vec<_> = checked.lines().filter(|line| !expected.contains(&format!("{line}\n"))).collect();
    assert!(
        lost.is_empty() && gained.is_empty(),
        "other examples are checked than checked.txt says; lost: {lost:#?}, gained: {gained:#?}"
    );
}
