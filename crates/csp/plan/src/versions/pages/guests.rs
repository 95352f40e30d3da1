//! The guests who are asked for comments, as officers see them: who they are, what became of their letters, their links.

use concordat_access::Resource;
use concordat_kernel::{Id, Sensitivity, jiff::civil::Date};
use concordat_mail::Delivery;
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{BackLink, Button, Html, InputKind, InsetText, Shell, Table, TextInput},
};

use super::{
    super::{
        CommentHead, FeedbackTime, Invitation, NewGuest, RecordedInvitation, rules,
        store::{self, MAKE_GUEST},
        urls,
    },
    dates,
};
use crate::{
    Plan, PlanHead,
    pages::{samples as invented, words},
    progress::pages::sheet::{Form, Sheet},
};

/// A guest with what became of its letters.
type Asked = (RecordedInvitation, Vec<Delivery>);

/// All that the page shows.
struct Shown<'a> {
    plan: &'a PlanHead,
    time: Option<&'a FeedbackTime>,
    guests: &'a [Asked],
    comments: &'a [CommentHead],
    today: Date,
    /// Whether mail goes out from here.
    mail: bool,
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let guests = store::invitations(reader.store(), &reader.ctx, id).await?;
    let plan = crate::store::plan(reader.store(), &reader.ctx, id).await?;
    let time = store::feedback(reader.store(), &reader.ctx, id).await?;
    let comments = store::comments(reader.store(), &reader.ctx, id).await?;
    let shown = Shown {
        plan: &plan.head,
        time: time.as_ref(),
        guests: &guests,
        comments: &comments,
        today: reader.ctx.clock.today(),
        mail: reader.app.config.mail,
    };
    view(shell(&reader, TITLE, id).wide(), &shown).answer()
}

pub(super) async fn show_new(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let (plan, time) = to_ask(&reader, id).await?;
    new_view(new_shell(&reader, id), &plan, time.as_ref(), &Answers::default(), &Errors::none()).answer()
}

pub(super) async fn invite(reader: Reader, At(id): At<Id<Plan>>, answers: Answers) -> Answer {
    let (plan, time) = to_ask(&reader, id).await?;
    let new = NewGuest {
        name: answers.get("name").to_owned(),
        organisation: answers.get("organisation").to_owned(),
        email: answers.get("email").to_owned(),
    };
    let mut errors = Errors::none();
    if errors.take(store::invite(reader.store(), &reader.ctx, id, &new).await)?.is_some() {
        return reader.done(urls::guests(id), "A letter with a link is on its way.");
    }
    new_view(new_shell(&reader, id), &plan, time.as_ref(), &answers, &errors).answer()
}

pub(super) async fn link(reader: Reader, At(id): At<Id<Invitation>>, _: Answers) -> Answer {
    let (secret, guest, plan) = store::make_guest_link(reader.store(), &reader.ctx, id).await?;
    let url = format!("{}{}", reader.app.config.public_url, urls::letter_link(&secret));
    let back = BackLink::new(urls::guests(plan)).text("Back to the guests");
    let shell = crate::pages::shell(&reader, LINK).back(back).mark("Official-Sensitive");
    link_view(shell, &guest, url).answer()
}

pub(super) async fn stop(reader: Reader, At(id): At<Id<Invitation>>, _: Answers) -> Answer {
    let plan = store::stop_guest(reader.store(), &reader.ctx, id).await?;
    reader.done(urls::guests(plan), "The link is stopped. What was said by it stays.")
}

/// The plan and its time of feedback, for whoever may ask guests.
async fn to_ask(reader: &Reader, id: Id<Plan>) -> concordat_kernel::Result<(PlanHead, Option<FeedbackTime>)> {
    let within = crate::store::plan_resource(&mut reader.store().peek().await?, id).await?.within;
    let resource = Resource { within, ..Resource::any(MAKE_GUEST.kind) }.at(Sensitivity::Restricted);
    reader.store().ask(&reader.ctx, MAKE_GUEST, &resource).await?;
    let time = store::feedback(reader.store(), &reader.ctx, id).await?;
    Ok((crate::store::plan_head(reader.store(), &reader.ctx, id).await?, time))
}

const TITLE: &str = "Guests who are asked for comments";
const NEW: &str = "Ask a guest for comments";
const LINK: &str = "A link to copy";

fn shell(reader: &Reader, title: &str, plan: Id<Plan>) -> Shell {
    let back = BackLink::new(urls::feedback(plan)).text("Back to the feedback");
    crate::pages::shell(reader, title).back(back).mark("Official-Sensitive")
}

fn new_shell(reader: &Reader, plan: Id<Plan>) -> Shell {
    let back = BackLink::new(urls::guests(plan)).text("Back to the guests");
    crate::pages::shell(reader, NEW).back(back).mark("Official-Sensitive")
}

fn view(shell: Shell, shown: &Shown<'_>) -> Sheet {
    let open = shown.time.filter(|time| rules::is_open(time, shown.today));
    let mut sheet = Sheet::new(shell.clone()).caption(&shown.plan.title).says([
        "A guest has no account. A link by e-mail lets them read this plan’s actions and comment on them, and nothing else.",
    ]);
    sheet = match (shown.time, open) {
        (_, Some(time)) => sheet
            .says([format!("Feedback is open until the end of {}.", dates::words(time.closes_on))])
            .piece(Button::link(NEW, urls::new_guest(shown.plan.id))),
        (Some(time), None) => sheet.says([format!(
            "Feedback closed on {}. Guests can still read what was answered.",
            dates::words(time.closes_on)
        )]),
        (None, None) => sheet.says(["Feedback on this plan is not open."]),
    };
    if !shown.mail {
        sheet = sheet.piece(InsetText::new(
            "No mail goes out from here. Letters wait; make a link to copy and hand it over yourself.",
        ));
    }
    if shown.guests.is_empty() {
        return sheet.says(["No guest has been asked yet."]);
    }
    let rows = shown.guests.iter().map(|(guest, letters)| {
        let theirs = || shown.comments.iter().filter(|one| one.invitation == Some(guest.id));
        let answered = theirs().filter(|one| one.answer.is_some()).count();
        let said = match theirs().count() {
            0 => "Nothing yet".to_owned(),
            n => format!("{}, {answered} answered", words::count(n, "comment", "comments")),
        };
        let used = guest.last_used_at.as_deref().map_or_else(|| "Never".to_owned(), words::moment);
        vec![
            Html::stacked(
                [&guest.name, &guest.organisation, &guest.email].into_iter().filter(|one| !one.is_empty()),
            ),
            words::moment(&guest.made_at).into(),
            concordat_mail::newest(letters),
            used.into(),
            said.into(),
            match &guest.revoked_at {
                Some(at) => format!("Stopped {}", words::moment(at)).into(),
                None => format!("Works until {}", words::moment(&guest.expires_at)).into(),
            },
            if guest.revoked_at.is_none() {
                concordat_links::acts(
                    &shell,
                    &guest.name,
                    urls::guest_link(guest.id),
                    urls::guest_stop(guest.id),
                )
            } else {
                Html::default()
            },
        ]
    });
    let table = Table::new("Guests")
        .caption_hidden()
        .columns(["Who", "Asked", "Letter", "Last used", "Said", "Link"])
        .column("What can be done")
        .scroll_wide()
        .rows(rows);
    sheet.piece(table)
}

fn new_view(
    shell: Shell,
    plan: &PlanHead,
    time: Option<&FeedbackTime>,
    typed: &Answers,
    errors: &Errors,
) -> Sheet {
    let form = Form::new(&shell, Button::new("Send a letter with a link").once())
        .field(TextInput::new("name", "Name").value(typed.get("name")).error_if(errors.get("name")))
        .field(
            TextInput::new("organisation", "Organisation (optional)")
                .hint("For whom they speak, such as a residents’ association")
                .value(typed.get("organisation"))
                .error_if(errors.get("organisation")),
        )
        .field(
            TextInput::new("email", "E-mail address")
                .kind(InputKind::Email)
                .no_spellcheck()
                .value(typed.get("email"))
                .error_if(errors.get("email")),
        )
        .leave("Cancel", urls::guests(plan.id));
    let until =
        time.map_or_else(String::new, |time| format!(" until the end of {}", dates::words(time.closes_on)));
    Sheet::new(shell)
        .errors(errors, &[])
        .caption(&plan.title)
        .says([
            format!("They get a letter with a link of their own, and can comment on each action and on the whole plan{until}."),
            "Their comments are answered like all others, with their name for partners to read. They get the answers by e-mail.".to_owned(),
        ])
        .piece(form)
}

fn link_view(shell: Shell, guest: &RecordedInvitation, url: String) -> Sheet {
    Sheet::new(shell)
        .caption(guest.says())
        .says([format!(
            "Give it to {} and to nobody else. It is shown this once and kept nowhere; you can make another.",
            guest.name
        )])
        .piece(InsetText::new(url))
        .says([format!(
            "It works until {}, like those made before. What is done with it is recorded as theirs.",
            words::moment(&guest.expires_at)
        )])
}

/// An invented guest.
pub(super) fn sample_guest(n: u128, name: &str, organisation: &str) -> RecordedInvitation {
    RecordedInvitation {
        id: invented::id(n),
        feedback_id: invented::id(1),
        name: name.to_owned(),
        organisation: organisation.to_owned(),
        email: "someone@merrowshire.example".to_owned(),
        made_at: "2026-06-02T09:00:00.000000Z".to_owned(),
        made_by: "operator".to_owned(),
        expires_at: "2026-08-28T22:59:00.000000Z".to_owned(),
        revoked_at: None,
        last_used_at: (n == 301).then(|| "2026-06-09T08:30:00.000000Z".to_owned()),
    }
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let plan = invented::plan();
    let comments = super::feedback::sample_comments();
    let time = super::feedback::sample_time(&plan, Date::constant(2026, 7, 31));
    let mut stopped = sample_guest(302, "Bram Castell", "");
    stopped.revoked_at = Some("2026-06-12T10:00:00.000000Z".to_owned());
    let guests: Vec<Asked> = [sample_guest(301, "Tamsin Orrell", "Ashing Youth Forum"), stopped]
        .into_iter()
        .map(|guest| (guest, Vec::new()))
        .collect();
    let shown = |time, guests, day, mail| Shown {
        plan: &plan.head,
        time,
        guests,
        comments: &comments,
        today: Date::constant(2026, day, 15),
        mail,
    };
    let shell = |title: &str| invented::shell(title).mark("Official-Sensitive");
    let mut errors = Errors::none();
    errors.add("email", "Enter an e-mail address, such as name@example.org.");
    let typed = Answers::from_pairs([("name", "Tamsin Orrell"), ("email", "tamsin")]);
    let none = Answers::default();
    let url = format!("https://csp.merrowshire.example/comment/{}", "0123456789abcdef".repeat(4));
    let new = |typed, errors| new_view(shell(NEW), &plan.head, Some(&time), typed, errors);
    vec![
        ("guests of feedback", view(shell(TITLE).wide(), &shown(Some(&time), guests.as_slice(), 7, true))),
        (
            "guests of feedback, closed",
            view(shell(TITLE).wide(), &shown(Some(&time), guests.as_slice(), 8, true)),
        ),
        (
            "guests of feedback, none yet, no mail",
            view(shell(TITLE).wide(), &shown(Some(&time), &[], 7, false)),
        ),
        ("ask a guest", new(&none, &Errors::none())),
        ("ask a guest, wrong", new(&typed, &errors)),
        (
            "guest’s link to copy",
            link_view(shell(LINK), &sample_guest(301, "Tamsin Orrell", "Ashing Youth Forum"), url),
        ),
    ]
}
