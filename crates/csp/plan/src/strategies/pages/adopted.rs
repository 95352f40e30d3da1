//! What a plan adopted: where it comes from, how it stands there, and what changed there since somebody last looked.

use concordat_access::Resource;
use concordat_kernel::{AnyId, Error, Id, Ref, Refusal, Result, jiff::Timestamp};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Breadcrumbs, Csrf, Html, Part as _, Shell, Table, Textarea},
};

use super::sheet::{Act, Sheet, Under, pieces};
use crate::{
    Action, Plan, PlanHead, Priority, RecordedPlan, State,
    pages::{
        form::{Form, Section},
        refused, shell, words,
    },
    store as plans,
    strategies::{
        model::{Adoption, Commitment},
        samples,
        store::{self, Adopted, Origin},
        urls,
    },
    urls as plan_urls,
};

/// What the reader is offered beside a table of what was adopted.
#[derive(Debug, Clone, Default)]
pub(super) struct Offered {
    change: bool,
    csrf: Csrf,
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let all = store::adopted(reader.store(), &reader.ctx, id).await?;
    let plan = plans::plan(reader.store(), &reader.ctx, id).await?;
    let offered = offered(&reader, &plan);
    let trail = Breadcrumbs::new()
        .page("Action plans", plan_urls::PLANS)
        .page(&plan.head.title, plan_urls::plan(id))
        .here("Adopted from elsewhere");
    let sheet = Sheet::new(shell(&reader, "Adopted from elsewhere").trail(trail).wide());
    let link = |thing: &Ref| reader.app.link(thing);
    page(&view(sheet, &plan, &all, &offered, &link))
}

fn offered(reader: &Reader, plan: &RecordedPlan) -> Offered {
    let resource = Resource::any("plan_adoption").within(plan.head.group);
    Offered { change: reader.may(store::CHANGE_ADOPTION, &resource), csrf: reader.shell("").csrf }
}

type Link<'a> = &'a dyn Fn(&Ref) -> Option<String>;

fn view(sheet: Sheet, plan: &RecordedPlan, all: &[Adopted], offered: &Offered, link: Link<'_>) -> Sheet {
    let mut body = Vec::new();
    for priority in &plan.priorities {
        let here: Vec<&Adopted> =
            all.iter().filter(|one| one.priority == priority.id && one.ended.is_none()).collect();
        let mut under = Vec::new();
        if !here.is_empty() {
            under.push(table(&priority.title, &here, offered, link));
        }
        if offered.change {
            let words = Html::spaced([Html::from("Adopt into this priority"), Html::hidden(&priority.title)]);
            under.push(Html::paragraphs([Html::link(&urls::adopt(priority.id), words)]));
        }
        if !under.is_empty() {
            let heading = Html::link(&plan_urls::priority(priority.id), &priority.title);
            body.push(Under { heading, body: pieces(under) }.html());
        }
    }
    if body.is_empty() {
        body.push(Html::paragraphs(["This plan has adopted nothing from elsewhere."]));
    }
    let mut sheet = sheet
        .caption(&plan.head.title)
        .lead(Html::paragraphs(["What another body promised and this partnership took into its own plan. How it stands is read where it comes from."]))
        .section("adopted", "By priority", pieces(body));
    let ended: Vec<&Adopted> = all.iter().filter(|one| one.ended.is_some()).collect();
    if !ended.is_empty() {
        let table = Table::new("Adoptions that ended")
            .caption_hidden()
            .columns(["What it was", "Where it came from", "Ended", "Why"])
            .row_headers()
            .scroll_wide()
            .rows(ended.iter().map(|one| {
                let (at, why) = one.ended.clone().unwrap_or_default();
                vec![(&one.was.text).into(), one.words().into(), words::moment(&at).into(), Html::lines(&why)]
            }));
        sheet = sheet.section("ended", "Ended", table);
    }
    sheet
}

/// What was adopted, as a table.
fn table(caption: &str, all: &[&Adopted], offered: &Offered, link: Link<'_>) -> Html {
    let mut columns = vec![
        "What it says",
        "Where it comes from",
        "How it stands there",
        "Changed there since last looked at",
    ];
    if offered.change {
        columns.push("Do");
    }
    Table::new(format!("Adopted into {caption}"))
        .caption_hidden()
        .columns(columns)
        .row_headers()
        .scroll_wide()
        .rows(all.iter().map(|one| {
            let text = one.now.as_ref().map_or(&one.was.text, |now| &now.text);
            let text = match link(&one.was.thing).filter(|_| one.now.is_some()) {
                Some(href) => Html::link(&href, text),
                None => text.into(),
            };
            let from =
                Html::stacked([Html::from(one.words()), Html::from(format!("Decision: {}", one.decision))]);
            let mut cells = vec![text, from, standing(one), changed(one)];
            if offered.change {
                cells.push(acts(one, &offered.csrf));
            }
            cells
        }))
        .into()
}

fn standing(one: &Adopted) -> Html {
    let Some(now) = &one.now else { return "Not for you to see, or no longer there".into() };
    let mut lines = vec![words::tag(now.state)];
    if let Some(said) = &now.said {
        lines.push(Html::lines(said));
    }
    let last = one
        .last
        .as_ref()
        .map_or_else(|| "Never changed".to_owned(), |at| format!("Last changed {}", words::moment(at)));
    lines.push(last.into());
    Html::stacked(lines)
}

fn changed(one: &Adopted) -> Html {
    if one.now.is_none() {
        return Html::default();
    }
    if one.changes.is_empty() {
        return format!("Nothing since {}", words::moment(&one.seen_at)).into();
    }
    Html::bullets(one.changes.iter().map(|change| {
        let field = &change.field;
        match (&change.former, &change.latter) {
            (Some(former), Some(latter)) => format!("{field}: “{former}” became “{latter}”"),
            (None, Some(latter)) => format!("{field}: now “{latter}”"),
            (Some(former), None) => format!("{field}: no longer “{former}”"),
            (None, None) => field.clone(),
        }
    }))
}

fn acts(one: &Adopted, csrf: &Csrf) -> Html {
    let mut acts = Vec::new();
    if !one.changes.is_empty() {
        let hidden = vec![("version", one.version.to_string())];
        acts.push(Html::from(Act {
            action: urls::seen(one.id),
            csrf: csrf.clone(),
            hidden,
            words: "I have looked at this",
            about: one.was.text.clone(),
        }));
    }
    let end = Html::spaced([Html::from("End the adoption"), Html::hidden(&one.was.text)]);
    acts.push(Html::link(&urls::end_adoption(one.id), end));
    Html::stacked(acts)
}

/// The section of a priority's page: nothing when nothing was adopted and the reader may not adopt.
pub(crate) async fn of_priority(
    reader: &Reader,
    plan: &RecordedPlan,
    priority: Id<Priority>,
) -> Result<Option<Html>> {
    let all = store::adopted(reader.store(), &reader.ctx, plan.head.id).await?;
    let here: Vec<&Adopted> =
        all.iter().filter(|one| one.priority == priority && one.ended.is_none()).collect();
    let offered = offered(reader, plan);
    let link = |thing: &Ref| reader.app.link(thing);
    let mut body = Vec::new();
    if !here.is_empty() {
        body.push(table("this priority", &here, &offered, &link));
    }
    if offered.change {
        body.push(Html::paragraphs([Html::link(
            &urls::adopt(priority),
            "Adopt from a strategy or another plan",
        )]));
    }
    Ok((!body.is_empty()).then(|| pieces(body)))
}

/// The priorities that adopted a thing, each with its plan, as links.
pub(super) async fn adopters(reader: &Reader, thing: AnyId) -> Result<Vec<Html>> {
    let adopters = store::adopters(reader.store(), &reader.ctx, thing).await?;
    let shown = adopters.into_iter().map(|adopter| {
        let plan = adopter.plan;
        let title =
            plan.period.map_or_else(|| plan.title.clone(), |period| format!("{}, {period}", plan.title));
        Html::spaced([
            Html::link(&plan_urls::plan(plan.id), title),
            "under".into(),
            Html::link(&plan_urls::priority(adopter.priority), adopter.title),
        ])
    });
    Ok(shown.collect())
}

/// The section of an action's page: the other plans that adopted it; nothing when none did that the reader may see.
pub(crate) async fn of_action(reader: &Reader, action: Id<Action>) -> Result<Option<Html>> {
    let adopters = adopters(reader, action.uuid()).await?;
    Ok((!adopters.is_empty()).then(|| Html::bullets(adopters)))
}

/// How much a plan adopted, as a link to it; nothing when the reader may not know.
pub(crate) async fn count(reader: &Reader, plan: &PlanHead) -> Result<Option<Html>> {
    let count = store::adopted_count(reader.store(), &reader.ctx, plan).await?;
    Ok(count.map(|count| {
        let words = match count {
            0 => "Nothing yet".to_owned(),
            count => words::count_first(count, "item", "items"),
        };
        Html::link(&urls::adopted(plan.id), words)
    }))
}

pub(super) async fn seen(reader: Reader, At(id): At<Id<Adoption>>, answers: Answers) -> Answer {
    let version = answers.get("version").parse().unwrap_or(0);
    let plan = store::see(reader.store(), &reader.ctx, id, version).await?;
    reader.done(urls::adopted(plan), "Kept: you have looked at what changed.")
}

pub(super) async fn show_end(reader: Reader, At(id): At<Id<Adoption>>) -> Answer {
    let (plan, one) = store::adoption(reader.store(), &reader.ctx, store::CHANGE_ADOPTION, id).await?;
    let typed = Answers::from_pairs([("version", one.version.to_string())]);
    page(&end_form(end_shell(&reader, plan), plan, &one, &typed, &Errors::none()))
}

pub(super) async fn end(reader: Reader, At(id): At<Id<Adoption>>, mut answers: Answers) -> Answer {
    let (plan, one) = store::adoption(reader.store(), &reader.ctx, store::CHANGE_ADOPTION, id).await?;
    let version = answers.get("version").parse().unwrap_or(0);
    let ended = store::end_adoption(reader.store(), &reader.ctx, id, version, answers.get("because")).await;
    let mut errors = Errors::none();
    if let Err(Error::Refusal(Refusal::Conflict)) = ended {
        super::overtaken(&mut errors, &mut answers, one.version, [("Decision", one.decision.clone())]);
    } else if errors.take(ended)?.is_some() {
        return reader.done(urls::adopted(plan), "The adoption has ended. It stays in the record.");
    }
    refused(&end_form(end_shell(&reader, plan), plan, &one, &answers, &errors))
}

fn end_shell(reader: &Reader, plan: Id<Plan>) -> Shell {
    shell(reader, "End an adoption").back(BackLink::new(urls::adopted(plan)))
}

fn end_form(shell: Shell, plan: Id<Plan>, one: &Adopted, typed: &Answers, errors: &Errors) -> Form {
    let because = Textarea::new("because", "Why does it end?")
        .hint("Such as a decision, or that its owner has done it")
        .value(typed.get("because"))
        .error_if(errors.get("because"));
    Form::new(shell, "End it", vec![Section::plain(vec![because.into()])], urls::adopted(plan))
        .errors(errors)
        .caption(format!("{}. {}", one.was.text, one.words()))
        .hide("version", typed.get("version"))
}

pub(super) fn sample_adopted() -> Vec<Adopted> {
    let strategy = samples::strategy();
    let plan = crate::pages::samples::plan();
    let Some(priority) = plan.priorities.first() else { return Vec::new() };
    let origin = |state, said: Option<&str>| Origin {
        thing: Ref {
            kind: "plan_commitment".into(),
            id: crate::pages::samples::id::<Commitment>(210).uuid(),
        },
        owner: strategy.head.owner_name.clone(),
        title: strategy.head.title.clone(),
        number: "1.1".to_owned(),
        text: "Send every school a notice before the bell".to_owned(),
        state,
        said: said.map(str::to_owned),
    };
    let change = concordat_store::FieldChange {
        at: "2026-10-12T09:00:00Z".to_owned(),
        actor: "operator".to_owned(),
        request: "1".to_owned(),
        field: "State".to_owned(),
        former: Some("At risk".to_owned()),
        latter: Some("On track".to_owned()),
    };
    let at = Timestamp::UNIX_EPOCH.to_string();
    let one = Adopted {
        id: crate::pages::samples::id(260),
        priority: priority.id,
        was: origin(State::NoUpdate, None),
        now: Some(origin(State::OnTrack, Some("12 October 2026: Notices reach nine schools in ten."))),
        last: Some("2026-10-12T09:00:00Z".to_owned()),
        changes: vec![change],
        decision: "Partnership, July meeting, minute 7".to_owned(),
        adopted_at: at.clone(),
        seen_at: at.clone(),
        ended: None,
        version: 1,
    };
    let hidden = Adopted {
        id: crate::pages::samples::id(261),
        now: None,
        last: None,
        changes: Vec::new(),
        ..one.clone()
    };
    let ended = Some((at, "Its owner has done it".to_owned()));
    let gone = Adopted { id: crate::pages::samples::id(262), ended, ..hidden.clone() };
    vec![one, hidden, gone]
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let plan = crate::pages::samples::plan();
    let sheet = || Sheet::new(crate::pages::samples::shell("Adopted from elsewhere").wide());
    let all = sample_adopted();
    let link = |_: &Ref| Some("/commitments/sample".to_owned());
    let officer = Offered { change: true, csrf: Csrf::new("sample-token") };
    vec![
        ("adopted, for an officer", view(sheet(), &plan, &all, &officer, &link)),
        ("adopted, for a member", view(sheet(), &plan, &all, &Offered::default(), &link)),
        ("adopted: nothing", view(sheet(), &plan, &[], &Offered::default(), &link)),
    ]
}

pub(super) fn form_samples() -> Vec<(&'static str, Form)> {
    let mut errors = Errors::none();
    errors.add("because", "Enter why the adoption ends.");
    let all = sample_adopted();
    let Some(one) = all.first() else { return Vec::new() };
    let plan = crate::pages::samples::plan().head.id;
    let shell = crate::pages::samples::shell("End an adoption");
    vec![("end an adoption: no reason", end_form(shell, plan, one, &Answers::default(), &errors))]
}
