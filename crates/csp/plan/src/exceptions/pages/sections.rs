//! What an action's page shows of this theme.

use std::collections::HashMap;

use concordat_access::Resource;
use concordat_kernel::{Result, jiff::civil::Date};
use concordat_web::{
    Reader, cells,
    parts::{Button, Colour, Csrf, Details, Html, InsetText, Table, Tag},
};

use super::{claims, comes_round, words};
use crate::{
    RecordedAction, RecordedPlan, State,
    exceptions::{RecordedClaim, RecordedException, RecordedStep, Recurs, Verdict, rules, store, urls},
    pages::{Section, words as plan_words},
    store::CHANGE_ACTION,
    versions::sheet::{Act, Sheet},
};

/// What one action's page shows, to one reader.
struct Beside {
    claims: Vec<RecordedClaim>,
    evidence: Vec<Html>,
    exceptions: Vec<RecordedException>,
    names: HashMap<String, String>,
    may_decide: bool,
    may_change: bool,
    csrf: Csrf,
    today: Date,
}

pub(crate) async fn sections(
    reader: &Reader,
    plan: &RecordedPlan,
    action: &RecordedAction,
) -> Result<Vec<Section>> {
    let group = plan.head.group;
    let seen = store::of_action(reader.store(), &reader.ctx, plan, action.id).await?;
    let (claims, exceptions, evidence) = seen;
    let actors: Vec<&str> = claims.iter().filter_map(|claim| claim.decided_by.as_deref()).collect();
    let beside = Beside {
        names: plan_words::names(reader, &actors).await?,
        evidence: claims::evidence_words(reader, &evidence),
        may_decide: reader.may(store::DECIDE, &Resource::any("plan_assurance").within(group)),
        may_change: reader.may(CHANGE_ACTION, &Resource::one(action.id).within(group))
            && action.state != State::Withdrawn,
        csrf: reader.csrf().map(Csrf::new).unwrap_or_default(),
        today: reader.ctx.clock.today(),
        claims,
        exceptions,
    };
    Ok(all(action, &beside))
}

fn all(action: &RecordedAction, beside: &Beside) -> Vec<Section> {
    let section = |id, heading: &str, body: Option<Html>| {
        body.map(|body| Section { id, heading: heading.to_owned(), body })
    };
    [
        section("not-needed", "Steps that may not be needed", steps(action, beside)),
        section("comes-round", "How it comes round", round(action, beside)),
        section("said-to-be-done", "Said to be done", said(action, beside)),
        section("exceptions", "Exceptions", exceptions(beside)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Conditional steps and those stood down; the others folded away, for those who may change them.
fn steps(action: &RecordedAction, beside: &Beside) -> Option<Html> {
    let shown = |step: &&RecordedStep| {
        step.stood_down.is_some() || rules::conditional_words(words::step_text(action, step)).is_some()
    };
    let (some, others): (Vec<&RecordedStep>, Vec<&RecordedStep>) =
        action.course.steps.iter().partition(shown);
    let mut pieces: Vec<Html> = Vec::new();
    if !some.is_empty() {
        let mut columns = vec!["Step", "Stands"];
        if beside.may_change {
            columns.push("Change");
        }
        let table = Table::new("Steps that may not be needed")
            .caption_hidden()
            .columns(columns)
            .rows(some.iter().map(|step| step_row(action, step, beside)));
        pieces.push(table.into());
    }
    if beside.may_change && !others.is_empty() {
        let links = others.iter().map(|step| {
            let text = words::step_text(action, step);
            Html::link(&urls::stand_down(step.id), format!("Stand down: {text}"))
        });
        pieces.push(Details::new("Stand another step down", Html::bullets(links)).into());
    }
    (!pieces.is_empty()).then(|| Html::spaced(pieces))
}

fn step_row(action: &RecordedAction, step: &RecordedStep, beside: &Beside) -> Vec<Html> {
    let text = words::step_text(action, step);
    let stands = match (&step.stood_down, rules::conditional_words(text)) {
        (Some(down), _) => Html::stacked([
            Tag::new(Colour::Grey, "Stood down").into(),
            Html::text(format!("On {}: {}", words::day(down.on), down.because)),
        ]),
        (None, condition) => Html::text(format!("Conditional: “{}”", condition.unwrap_or_default())),
    };
    let mut cells = cells![text, stands];
    if beside.may_change {
        cells.push(match step.stood_down {
            None => Html::link(
                &urls::stand_down(step.id),
                Html::spaced(["Stand down".into(), Html::hidden(text)]),
            ),
            Some(_) => act(
                beside,
                urls::stand_up(step.id),
                action,
                Html::spaced(["Stand up again".into(), Html::hidden(text)]),
            ),
        });
    }
    cells
}

fn act(beside: &Beside, to: String, action: &RecordedAction, words: Html) -> Html {
    let hidden = vec![("version", action.version.to_string())];
    Html::of(&Act { action: to, csrf: beside.csrf.clone(), hidden, button: Button::new(words).secondary() })
}

fn round(action: &RecordedAction, beside: &Beside) -> Option<Html> {
    if action.state == State::Withdrawn || (action.course.recurs == Recurs::Once && !beside.may_change) {
        return None;
    }
    let mut pieces = vec![Html::paragraphs([comes_round::sentence(action, beside.today)])];
    if beside.may_change {
        if rules::suggestion(action).is_some() {
            let words =
                "Its timescale says “Ongoing”. Say that it goes on, so that it is confirmed every year.";
            pieces.push(InsetText::new(words).into());
        }
        if matches!(rules::comes_round(action, beside.today), Some(rules::ComesRound::ToConfirm { .. })) {
            pieces.push(act(beside, urls::confirm(action.id), action, "Confirm that it goes on".into()));
        }
        let link = Html::link(&urls::comes_round(action.id), "Change how it comes round");
        pieces.push(Html::paragraphs([link]));
    }
    Some(Html::spaced(pieces))
}

/// Who said that it is done and who assured it, newest first; both dates.
fn said(action: &RecordedAction, beside: &Beside) -> Option<Html> {
    if beside.claims.is_empty() {
        return None;
    }
    let mut pieces: Vec<Html> = Vec::new();
    for claim in beside.claims.iter().rev() {
        pieces.push(Html::paragraphs([sentence(claim, &beside.names)]));
        if claim.verdict == Verdict::Waiting {
            pieces.push(if claim.waits(action) {
                Html::paragraphs([words::verdict(claim.verdict)])
            } else {
                Html::paragraphs(["The action does not stand as done, because not all of its leads say so."])
            });
        }
        if !claim.note.is_empty() {
            pieces.push(InsetText::new(Html::lines(&claim.note)).into());
        }
    }
    if !beside.evidence.is_empty() {
        let evidence = Html::bullets(beside.evidence.iter().cloned());
        pieces.push(Details::new("Evidence that was sent", evidence).into());
    }
    if let Some(claim) = beside.claims.iter().find(|claim| claim.waits(action))
        && beside.may_decide
    {
        pieces.push(Button::link("Assure or return", urls::claim(claim.id)).secondary().into());
    }
    Some(Html::spaced(pieces))
}

/// `Said to be done on 18 December 2026 by Merrowshire Police; assured on 12 January 2027.`
fn sentence(claim: &RecordedClaim, names: &HashMap<String, String>) -> String {
    let by = claim.claimed_by.join(" and ");
    let done = match claim.done_on {
        Some(on) => format!("Said to be done on {} by {by}", words::day(on)),
        None => format!("Said to be done by {by}"),
    };
    let name = claim.decided_by.as_ref().and_then(|by| names.get(by)).map_or("someone", String::as_str);
    match (claim.verdict, claim.decided_on) {
        (Verdict::Assured, Some(on)) => {
            format!("{done}; assured on {} by {name} for the group.", words::day(on))
        }
        (Verdict::Returned, Some(on)) => {
            format!("{done}; returned on {} by {name} for the group.", words::day(on))
        }
        _ => format!("{done}; nobody has assured it yet."),
    }
}

fn exceptions(beside: &Beside) -> Option<Html> {
    let (open, resolved): (Vec<&RecordedException>, Vec<&RecordedException>) =
        beside.exceptions.iter().partition(|one| one.is_open());
    let row = |one: &&RecordedException| {
        let why = Html::link(&urls::exception(one.id), one.ground.to_string());
        cells![
            Html::stacked([why, Html::text(&one.because)]),
            words::day(one.raised_on),
            words::remedy(one),
            words::standing(one, one.gone_on.is_none(), beside.today)
        ]
    };
    let table = |caption: &str, of: &[&RecordedException]| {
        Table::new(caption)
            .caption_hidden()
            .columns(["Why", "Since", "Remedy", "Stands"])
            .scroll_wide()
            .rows(of.iter().map(row))
    };
    let mut pieces: Vec<Html> = Vec::new();
    if !open.is_empty() {
        pieces.push(table("Open exceptions", &open).into());
    }
    if !resolved.is_empty() {
        let words = plan_words::count(resolved.len(), "resolved exception", "resolved exceptions");
        pieces.push(Details::new(words, table("Resolved exceptions", &resolved)).into());
    }
    (!pieces.is_empty()).then(|| Html::spaced(pieces))
}

/// The sections on a page by themselves, for the gallery.
pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let draw = |action: &RecordedAction, may: bool| {
        let of =
            |id| crate::exceptions::samples::exceptions().into_iter().filter(move |one| one.action == id);
        let claims = crate::exceptions::samples::claims()
            .into_iter()
            .map(|one| RecordedClaim { action: action.id, ..one });
        let beside = Beside {
            claims: if may { claims.collect() } else { Vec::new() },
            evidence: vec!["Minutes of 18 December".into()],
            exceptions: if may { of(crate::pages::samples::id(2)).collect() } else { Vec::new() },
            names: HashMap::from([("operator".to_owned(), "the operator".to_owned())]),
            may_decide: may,
            may_change: may,
            csrf: Csrf::new("sample-token"),
            today: Date::constant(2027, 1, 15),
        };
        let sheet = Sheet::new(crate::pages::samples::shell("Action 1.1"), Html::default());
        all(action, &beside)
            .into_iter()
            .fold(sheet, |sheet, section| sheet.piece(section.id, section.heading, section.body))
    };
    let action = crate::exceptions::samples::conditional();
    vec![
        ("what stands beside an action", draw(&action, true)),
        ("the same, for a member", draw(&action, false)),
    ]
}
