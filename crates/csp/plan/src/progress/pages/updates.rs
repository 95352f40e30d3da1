//! What was said of an action, on its page: the latest of each lead, earlier ones below, and the evidence.

use concordat_access::Resource;
use concordat_kernel::{Id, Ref, Result};
use concordat_web::{
    Answer, At, Reader,
    parts::{Button, Details, Html, SummaryList, Table},
};

use crate::{
    RecordedAction, RecordedPlan, State,
    pages::{Section, words},
    progress::{
        letter::day,
        model::{CameBy, Evidence, RecordedEvidence, RecordedUpdate},
        rules, store, urls,
    },
};

/// The section of an action's page.
pub(in super::super) async fn section(
    reader: &Reader,
    plan: &RecordedPlan,
    action: &RecordedAction,
) -> Result<Section> {
    let resource = Resource::one(action.id).within(plan.head.group);
    let mut tx = reader.store().read(&reader.ctx, crate::store::VIEW_ACTION, &resource).await?;
    let updates = store::updates_of_action(&mut tx, action.id).await?;
    let mut evidence = store::evidence_of_action(&mut tx, action.id).await?;
    evidence.retain(|one| one.update.is_some());
    drop(tx);
    let mut body = vec![said(&updates, &evidence)];
    if rules::leads_of(action).len() > 1 {
        body.push(Html::paragraphs([rules::STANDING_EXPLAINED]));
    }
    let at_group = |kind: &'static str| Resource::any(kind).within(plan.head.group);
    let open = action.state != State::Withdrawn;
    if open && reader.may(store::ADD_UPDATE, &at_group("plan_update")) {
        body.push(
            Button::link("Enter an update for a lead", urls::enter_update(action.id)).secondary().into(),
        );
    }
    if reader.may(store::VIEW_NOTES, &store::note_resource(plan.head.group)) {
        body.push(Html::paragraphs([Html::link(&urls::notes(action.id), "Notes of the office")]));
    }
    Ok(Section { id: "updates", heading: "Updates".to_owned(), body: Html::spaced(body) })
}

/// The latest update of each lead, and the earlier ones folded away. Who gave an update by name is for the
/// page of the round.
fn said(updates: &[RecordedUpdate], evidence: &[RecordedEvidence]) -> Html {
    let (mut latest, mut earlier): (Vec<&RecordedUpdate>, Vec<&RecordedUpdate>) = Default::default();
    for update in updates {
        let known = latest.iter().any(|one| one.lead.is(&update.lead));
        if known { &mut earlier } else { &mut latest }.push(update);
    }
    if latest.is_empty() {
        return Html::paragraphs(["No lead has said anything about this action yet."]);
    }
    let mut pieces: Vec<Html> = latest.iter().map(|update| facts(update, evidence)).collect();
    if !earlier.is_empty() {
        let rows = earlier.iter().map(|update| {
            vec![
                words::moment(&update.given_at).into(),
                update.lead.words.as_str().into(),
                update.said.to_string().into(),
                text(update),
            ]
        });
        let table = Table::new("Earlier updates, newest first")
            .caption_hidden()
            .columns(["When", "Lead", "How it was going", "What happened"])
            .rows(rows);
        let mut all: Vec<Html> = vec![table.into()];
        let kept: Vec<RecordedEvidence> = evidence
            .iter()
            .filter(|one| earlier.iter().any(|update| one.update == Some(update.id)))
            .cloned()
            .collect();
        if !kept.is_empty() {
            all.push(evidence_list(&kept, urls::evidence));
        }
        let summary = words::count_first(earlier.len(), "earlier update", "earlier updates");
        pieces.push(Details::new(summary, Html::spaced(all)).into());
    }
    Html::spaced(pieces)
}

fn facts(update: &RecordedUpdate, evidence: &[RecordedEvidence]) -> Html {
    let how = match update.came_by {
        CameBy::Link => "by link",
        CameBy::Spreadsheet => "by spreadsheet",
        CameBy::Page => "entered by an officer",
    };
    let state: Html = match update.said.state() {
        Some(state) => words::tag(state),
        None => update.said.to_string().into(),
    };
    let mut list = SummaryList::new()
        .row(("Lead", update.lead.words.as_str()))
        .row(("How it is going", state))
        .row(("When", format!("{}, {how}", words::moment(&update.given_at))));
    if let Some(done) = update.done_on {
        list = list.row(("Done on", day(done)));
    }
    if !update.words.is_empty() {
        list = list.row(("What happened", Html::lines(&update.words)));
    }
    if !update.help.is_empty() {
        list = list.row(("Help needed", Html::lines(&update.help)));
    }
    let mine: Vec<RecordedEvidence> =
        evidence.iter().filter(|one| one.update == Some(update.id)).cloned().collect();
    if !mine.is_empty() {
        list = list.row(("Evidence", evidence_list(&mine, urls::evidence)));
    }
    list.into()
}

fn text(update: &RecordedUpdate) -> Html {
    let mut lines = update.words.clone();
    if !update.help.is_empty() {
        lines.push_str("\nHelp needed: ");
        lines.push_str(&update.help);
    }
    if lines.trim().is_empty() { "Nothing more was said".into() } else { Html::lines(lines.trim()) }
}

/// Evidence as a list; files lead to their download, of which `file` says where it is.
pub(super) fn evidence_list(evidence: &[RecordedEvidence], file: fn(Id<Evidence>) -> String) -> Html {
    Html::bullets(evidence.iter().map(|one| match &one.address {
        Some(address) => Html::spaced([Html::link(address, &one.title), "(link)".into()]),
        None => Html::spaced([Html::link(&file(one.id), &one.title), "(download)".into()]),
    }))
}

/// A file among the evidence, to be saved.
pub(super) async fn download(reader: Reader, At(id): At<Id<Evidence>>) -> Answer {
    let (head, bytes) = store::file(reader.store(), &reader.ctx, id).await?;
    concordat_attachments::download(&head, bytes)
}

/// Who is behind an actor's word, where that is a person.
pub(super) async fn person(reader: &Reader, word: &str) -> Result<String> {
    let name = match word.parse() {
        Ok(id) => reader.app.title(&reader.ctx, &Ref { kind: "person".into(), id }).await?,
        Err(_) if word == "operator" => Some("the operator".to_owned()),
        Err(_) => None,
    };
    Ok(name.unwrap_or_else(|| "someone".to_owned()))
}

/// The section as the action's page samples show it.
pub(super) fn sample_evidence(action: Id<crate::Action>) -> Vec<RecordedEvidence> {
    let piece = |n: u128, title: &str, address: Option<&str>| RecordedEvidence {
        id: Id::from_uuid(concordat_kernel::AnyId::from_u128(n)),
        action,
        request: None,
        update: None,
        title: title.to_owned(),
        address: address.map(str::to_owned),
        attachment: address.is_none().then(|| concordat_kernel::AnyId::from_u128(n)),
        added_at: "2027-01-14T10:00:00.000000Z".to_owned(),
    };
    vec![
        piece(61, "Minutes of the June meeting", None),
        piece(62, "Report & findings", Some("https://merrowshire.example/report")),
    ]
}
