//! One round: who was asked, how far each lead has come, and, for officers, who holds which link.

use std::collections::HashMap;

use concordat_access::Resource;
use concordat_kernel::{Id, Kind as _, Sensitivity};
use concordat_mail::Delivery;
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{
        BackLink, Button, Colour, Html, InputKind, InsetText, Shell, SummaryList, Table, Tag, TextInput,
    },
};

use super::sheet::{Form, Sheet};
use crate::{
    pages::{self, words},
    progress::{
        letter::day,
        model::{Pass, RecordedPass, RecordedRequest, RecordedRound, Request, Round, Standing},
        store, urls,
    },
};

/// A pass with what became of its letters.
type Held = (RecordedPass, Vec<Delivery>);

pub(super) async fn show(reader: Reader, At(id): At<Id<Round>>) -> Answer {
    let (round, plan, requests) = store::round(reader.store(), &reader.ctx, id).await?;
    let passes = Resource::any(Pass::NAME).within(plan.head.group).at(Sensitivity::Restricted);
    let held = if reader.may(store::VIEW_PASSES, &passes) {
        Some(store::passes(reader.store(), &reader.ctx, id).await?)
    } else {
        None
    };
    let may_close = reader.may(store::CLOSE_ROUND, &Resource::one(id).within(plan.head.group));
    let back = BackLink::new(urls::rounds(plan.head.id)).text("Back to the rounds");
    let shell = pages::shell(&reader, &round.title).back(back).wide();
    let shell = if held.is_some() { shell.mark("Official-Sensitive") } else { shell };
    let so_far = store::so_far(reader.store(), &reader.ctx, id).await?;
    sheet(shell, &plan.head.title, &round, (&requests, &so_far), held.as_deref(), may_close).answer()
}

pub(super) async fn close(reader: Reader, At(id): At<Id<Round>>, answers: Answers) -> Answer {
    let version = answers.get("version").parse().unwrap_or(0);
    store::close_round(reader.store(), &reader.ctx, id, version).await?;
    reader.done(urls::round(id), "The round is closed. Its links no longer work.")
}

pub(super) async fn link(reader: Reader, At(id): At<Id<Pass>>, _: Answers) -> Answer {
    let (secret, pass, round) = store::make_link(reader.store(), &reader.ctx, id).await?;
    let url = format!("{}{}", reader.app.config.public_url, urls::link(&secret));
    let back = BackLink::new(urls::round(round)).text("Back to the round");
    link_sheet(pages::shell(&reader, LINK).back(back).mark("Official-Sensitive"), &pass, url).answer()
}

pub(super) async fn revoke(reader: Reader, At(id): At<Id<Pass>>, _: Answers) -> Answer {
    let round = store::revoke(reader.store(), &reader.ctx, id).await?;
    reader.done(urls::round(round), "The link is stopped, and those that were handed on from it.")
}

pub(super) async fn show_send(reader: Reader, At(id): At<Id<Request>>) -> Answer {
    let (request, round) = store::request_to_send(reader.store(), &reader.ctx, id).await?;
    let back = BackLink::new(urls::round(round.id)).text("Back to the round");
    let shell = pages::shell(&reader, SEND).back(back).mark("Official-Sensitive");
    send_sheet(shell, &request, &round, &Answers::default(), &Errors::none()).answer()
}

pub(super) async fn send(reader: Reader, At(id): At<Id<Request>>, answers: Answers) -> Answer {
    let (request, round) = store::request_to_send(reader.store(), &reader.ctx, id).await?;
    let mut errors = Errors::none();
    let person = (answers.get("name"), answers.get("email"));
    let sent = store::send_to(reader.store(), &reader.ctx, id, person).await;
    if errors.take(sent)?.is_some() {
        return reader.done(urls::round(round.id), "A letter with a link is on its way.");
    }
    let back = BackLink::new(urls::round(round.id)).text("Back to the round");
    let shell = pages::shell(&reader, SEND).back(back).mark("Official-Sensitive");
    send_sheet(shell, &request, &round, &answers, &errors).answer()
}

const LINK: &str = "A link to copy";
const SEND: &str = "Send the request to somebody";

/// For how many of its actions each lead has sent an answer, and of how many.
type SoFar = HashMap<Id<Request>, (usize, usize)>;

fn standing(request: &RecordedRequest, so_far: &SoFar) -> Html {
    match (request.standing, &request.answered_at) {
        (Standing::Answered, Some(at)) => format!("Answered {}", words::moment(at)).into(),
        (Standing::Answered, None) => "Answered".into(),
        (Standing::Begun, _) => {
            let words = match so_far.get(&request.id) {
                None | Some((0, _)) => "Saved, nothing sent yet".to_owned(),
                Some((sent, of)) => format!("{sent} of {} answered", words::count(*of, "action", "actions")),
            };
            Html::spaced([Html::from(Tag::new(Colour::Yellow, "Begun")), words.into()])
        }
        (Standing::Asked, _) => Tag::new(Colour::Grey, "No answer yet").into(),
    }
}

fn sheet(
    shell: Shell,
    plan: &str,
    round: &RecordedRound,
    (requests, so_far): (&[RecordedRequest], &SoFar),
    held: Option<&[Held]>,
    may_close: bool,
) -> Sheet {
    let open = round.closed_at.is_none();
    let answered = requests.iter().filter(|one| one.standing == Standing::Answered).count();
    let facts = SummaryList::new()
        .row(("It asks about", round.about.to_string()))
        .row(("Opened", day(round.opens_on)))
        .row(("Answers by", day(round.due_on)))
        .row(("Answered", format!("{answered} of {}", requests.len())))
        .row((
            "State",
            round
                .closed_at
                .as_deref()
                .map_or_else(|| "Open".to_owned(), |at| format!("Closed {}", words::moment(at))),
        ));
    let mut sheet = Sheet::new(shell.clone()).caption(plan).piece(facts);
    if held.is_some() {
        sheet = sheet.says([
            Html::link(&crate::progress::chase::urls::chase(round.id), "Who has not answered, and reminders"),
            Html::link(&crate::progress::sheets::urls::replies(round.id), "Answers by spreadsheet"),
        ]);
    }
    match held {
        None => {
            let table = Table::new("What each lead was asked")
                .columns(["Lead", "State"])
                .row_headers()
                .rows(requests.iter().map(|one| vec![one.lead.words.as_str().into(), standing(one, so_far)]));
            sheet = sheet.piece(table);
        }
        Some(held) => {
            for request in requests {
                let theirs: Vec<&Held> = held.iter().filter(|(pass, _)| pass.request == request.id).collect();
                sheet = sheet.piece(of_lead(&shell, request, standing(request, so_far), &theirs, open));
                if open {
                    let words = Html::spaced([
                        Html::from("Send the request to somebody"),
                        Html::hidden(&format!("at {}", request.lead.words)),
                    ]);
                    sheet = sheet.says([Html::link(&urls::send_request(request.id), words)]);
                }
            }
        }
    }
    if may_close && open {
        let form = Form::new(&shell, Button::new("Close the round").warning().once())
            .to(urls::close_round(round.id))
            .hide("version", round.version);
        sheet = sheet
            .section("close", "Close the round", Html::paragraphs(["What was sent stays. Answers that were saved but not sent do not count, and links stop working."]))
            .piece(form);
    }
    sheet
}

/// A lead with everybody who holds a link.
fn of_lead(shell: &Shell, request: &RecordedRequest, standing: Html, held: &[&Held], open: bool) -> Html {
    let by = request.answered_by.as_ref().map(|by| format!("by {by}")).unwrap_or_default();
    let head = Html::paragraphs([Html::spaced([
        Html::of(&Strong(request.lead.words.clone())),
        standing,
        by.into(),
    ])]);
    if held.is_empty() {
        return Html::spaced([
            head,
            Html::paragraphs(["Nobody answers for this lead yet, so nobody was written to."]),
        ]);
    }
    let rows = held.iter().map(|(pass, letters)| {
        let from = pass
            .handed_on_by
            .and_then(|by| held.iter().find(|(other, _)| other.id == by))
            .map(|(other, _)| format!("Handed on by {}", other.name));
        let who =
            Html::stacked([Some(pass.name.clone()), Some(pass.email.clone()), from].into_iter().flatten());
        let used = pass.last_used_at.as_deref().map_or_else(|| "Never".to_owned(), words::moment);
        vec![
            who,
            words::moment(&pass.made_at).into(),
            concordat_mail::newest(letters),
            used.into(),
            match &pass.revoked_at {
                Some(at) => format!("Stopped {}", words::moment(at)).into(),
                None => format!("Works until {}", words::moment(&pass.expires_at)).into(),
            },
            if open && pass.revoked_at.is_none() {
                concordat_links::acts(shell, &pass.name, urls::pass_link(pass.id), urls::pass_revoke(pass.id))
            } else {
                Html::default()
            },
        ]
    });
    let table = Table::new(format!("Links for {}", request.lead.words))
        .caption_hidden()
        .columns(["Who", "Made", "Letter", "Last used", "Link"])
        .column("What can be done")
        .scroll_wide()
        .rows(rows);
    Html::spaced([head, table.into()])
}

fn link_sheet(shell: Shell, pass: &RecordedPass, url: String) -> Sheet {
    Sheet::new(shell)
        .caption(&pass.name)
        .says([format!(
            "Give it to {} and to nobody else. It is shown this once and kept nowhere; you can make another.",
            pass.name
        )])
        .piece(InsetText::new(url))
        .says([format!(
            "It works until {}, like those made before. What is done with it is recorded as {}.",
            words::moment(&pass.expires_at),
            pass.name
        )])
}

fn send_sheet(
    shell: Shell,
    request: &RecordedRequest,
    round: &RecordedRound,
    typed: &Answers,
    errors: &Errors,
) -> Sheet {
    let form = Form::new(&shell, Button::new("Send a letter with a link").once())
        .field(TextInput::new("name", "Name").value(typed.get("name")).error_if(errors.get("name")))
        .field(
            TextInput::new("email", "E-mail address")
                .kind(InputKind::Email)
                .no_spellcheck()
                .value(typed.get("email"))
                .error_if(errors.get("email")),
        )
        .leave("Cancel", urls::round(round.id));
    Sheet::new(shell)
        .errors(errors, &[])
        .caption(&request.lead.words)
        .says(["They get a letter and a link of their own for this round. Add them to the contacts too if later rounds are to ask them."])
        .piece(form)
}

/// A name that stands out.
#[derive(Debug, concordat_web::askama::Template)]
#[template(source = "<strong>{{ self.0 }}</strong>", ext = "html")]
struct Strong(String);
impl concordat_web::askama::filters::HtmlSafe for Strong {}
impl concordat_web::parts::Part for Strong {}

/// Requests of the sample round.
pub(super) fn sample_requests() -> Vec<RecordedRequest> {
    let request = |n: u128, words: &str, standing: Standing| RecordedRequest {
        id: Id::from_uuid(concordat_kernel::AnyId::from_u128(n)),
        round: super::guest::samples::round().id,
        lead: crate::progress::model::Lead { words: words.to_owned(), body: None },
        standing,
        answered_at: (standing == Standing::Answered).then(|| "2027-01-14T10:00:00.000000Z".to_owned()),
        answered_by: (standing == Standing::Answered).then(|| "Idris Vale".to_owned()),
        version: 1,
    };
    vec![
        request(31, "Merrowshire Police", Standing::Answered),
        request(32, "Merrowshire County Council", Standing::Begun),
        request(33, "Harbour Trust & partners", Standing::Asked),
    ]
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let (round, requests) = (super::guest::samples::round(), sample_requests());
    let mut closed = round.clone();
    closed.closed_at = Some("2027-02-01T10:00:00.000000Z".to_owned());
    let held: Vec<Held> =
        super::guest::samples::sample_passes().into_iter().map(|pass| (pass, Vec::new())).collect();
    let shell = |title: &str| pages::samples::shell(title);
    let plan = "Merrowshire community safety action plan";
    let so_far: SoFar = requests.iter().map(|request| (request.id, (1, 2))).collect();
    let mut samples = vec![
        ("round", sheet(shell(&round.title).wide(), plan, &round, (&requests, &so_far), Some(&held), true)),
        (
            "round, as members see it",
            sheet(shell(&round.title).wide(), plan, &round, (&requests, &so_far), None, false),
        ),
        (
            "round, closed",
            sheet(shell(&round.title).wide(), plan, &closed, (&requests, &so_far), Some(&held), true),
        ),
    ];
    if let (Some((pass, _)), Some(request)) = (held.first(), requests.first()) {
        let url = format!("https://csp.merrowshire.example/answer/{}", "0123456789abcdef".repeat(4));
        samples.push(("link to copy", link_sheet(shell(LINK), pass, url)));
        let none = Answers::default();
        samples.push(("send a request", send_sheet(shell(SEND), request, &round, &none, &Errors::none())));
    }
    samples
}
