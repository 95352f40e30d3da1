//! Who answers for the leads of a plan.

use concordat_kernel::{Error, Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{BackLink, Button, Html, InputKind, Select, Shell, Table, TextInput},
};

use super::sheet::{Form, Sheet};
use crate::{
    Plan, PlanHead, RecordedPlan,
    pages::{self, words},
    progress::{
        model::{Contact, Lead, RecordedContact},
        rules, store, urls,
    },
    store as plans,
};

const TITLE: &str = "Who answers for each lead";

pub(super) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let contacts = store::contacts(reader.store(), &reader.ctx, id).await?;
    let plan = plans::plan(reader.store(), &reader.ctx, id).await?;
    list(shell(&reader, &plan.head, TITLE), &plan, &contacts).answer()
}

pub(super) async fn show_new(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let contacts = store::contacts(reader.store(), &reader.ctx, id).await?;
    let plan = plans::plan(reader.store(), &reader.ctx, id).await?;
    let mut typed = Answers::default();
    let chosen = reader.query.get("lead").parse::<usize>().ok();
    if let Some((lead, _)) = chosen.and_then(|at| rules::leads(&plan).get(at).cloned()) {
        typed.set("lead", lead.words);
    }
    drop(contacts);
    new_sheet(below(&reader, &plan.head, NEW), &plan, &typed, &Errors::none()).answer()
}

pub(super) async fn add(reader: Reader, At(id): At<Id<Plan>>, answers: Answers) -> Answer {
    // Asked first, so that a plan tells nothing to somebody who may not do this.
    store::contacts(reader.store(), &reader.ctx, id).await?;
    let plan = plans::plan(reader.store(), &reader.ctx, id).await?;
    let mut errors = Errors::none();
    let lead = rules::leads(&plan).into_iter().find(|(lead, _)| lead.words == answers.get("lead"));
    match lead {
        None => errors.add("lead", "Choose the lead that they answer for."),
        Some((lead, _)) => {
            let person = (answers.get("name"), answers.get("email"));
            let added = store::add_contact(reader.store(), &reader.ctx, id, &lead, person).await;
            if errors.take(added)?.is_some() {
                return reader.done(urls::contacts(id), "The contact is added. The next round asks them.");
            }
        }
    }
    new_sheet(below(&reader, &plan.head, NEW), &plan, &answers, &errors).answer()
}

pub(super) async fn show_edit(reader: Reader, At(id): At<Id<Contact>>) -> Answer {
    let contact = store::contact(reader.store(), &reader.ctx, id).await?;
    let back = back_to(&reader.query);
    let typed = Answers::from_pairs([("name", &contact.name), ("email", &contact.email)]);
    edit_sheet(edit_shell(&reader, &back), &contact, back, &typed, &Errors::none()).answer()
}

pub(super) async fn change(reader: Reader, At(id): At<Id<Contact>>, answers: Answers) -> Answer {
    let contact = store::contact(reader.store(), &reader.ctx, id).await?;
    let version = answers.get("version").parse().unwrap_or(0);
    let person = (answers.get("name"), answers.get("email"));
    let changed = store::change_contact(reader.store(), &reader.ctx, id, version, person).await;
    let (mut errors, back) = (Errors::none(), back_to(&answers));
    if let Err(Error::Refusal(Refusal::Conflict)) = changed {
        errors.add("", format!("Somebody changed this contact meanwhile. It says now: {}, {}. What you typed is kept below; save it again if it is right.", contact.name, contact.email));
    } else if errors.take(changed)?.is_some() {
        return reader.done(list_of(&back), "The contact is changed.");
    }
    edit_sheet(edit_shell(&reader, &back), &contact, back, &answers, &errors).answer()
}

pub(super) async fn end(reader: Reader, At(id): At<Id<Contact>>, answers: Answers) -> Answer {
    let version = answers.get("version").parse().unwrap_or(0);
    store::end_contact(reader.store(), &reader.ctx, id, version).await?;
    reader.done(
        list_of(&back_to(&answers)),
        "They are not asked any more. Links that they have are stopped on the page of the round.",
    )
}

const NEW: &str = "Add a contact";
const EDIT: &str = "Change a contact";

/// The plan that a form came from.
fn back_to(answers: &Answers) -> Option<Id<Plan>> {
    answers.get("plan").parse().ok()
}

fn list_of(plan: &Option<Id<Plan>>) -> String {
    plan.map_or_else(|| crate::urls::PLANS.to_owned(), urls::contacts)
}

fn shell(reader: &Reader, plan: &PlanHead, title: &str) -> Shell {
    let back = BackLink::new(crate::urls::plan(plan.id)).text("Back to the plan");
    pages::shell(reader, title).back(back).wide().mark("Official-Sensitive")
}

fn below(reader: &Reader, plan: &PlanHead, title: &str) -> Shell {
    let back = BackLink::new(urls::contacts(plan.id)).text("Back to the contacts");
    pages::shell(reader, title).back(back).mark("Official-Sensitive")
}

fn edit_shell(reader: &Reader, back: &Option<Id<Plan>>) -> Shell {
    let back = BackLink::new(list_of(back)).text("Back to the contacts");
    pages::shell(reader, EDIT).back(back).mark("Official-Sensitive")
}

fn list(shell: Shell, plan: &RecordedPlan, contacts: &[RecordedContact]) -> Sheet {
    let leads = rules::leads(plan);
    let nobody = leads.iter().filter(|(lead, _)| !contacts.iter().any(|one| one.lead.is(lead))).count();
    let table = Table::new("Leads and their contacts")
        .caption_hidden()
        .columns(["Lead", "Actions", "Who answers"])
        .column("What can be done")
        .row_headers()
        .rows(leads.iter().enumerate().map(|(at, (lead, count))| {
            let add =
                Html::spaced([Html::from("Add a contact"), Html::hidden(&format!("for {}", lead.words))]);
            vec![
                lead.words.as_str().into(),
                (*count).into(),
                people(plan, lead, contacts),
                Html::link(&urls::new_contact(plan.head.id, at), add),
            ]
        }));
    let sheet = Sheet::new(shell).caption(&plan.head.title).says([
        "Each contact of a lead gets a letter and a link of their own when a round opens. They need no account.".to_owned(),
        match nobody {
            0 => "Every lead has somebody who answers for it.".to_owned(),
            n => format!("{} nobody who answers for it yet.", words::count_first(n, "lead has", "leads have")),
        },
    ]);
    if leads.is_empty() {
        return sheet.says(["No action of this plan has a lead yet."]);
    }
    let sheet = sheet.piece(table);
    let other: Vec<&RecordedContact> =
        contacts.iter().filter(|one| !leads.iter().any(|(lead, _)| lead.is(&one.lead))).collect();
    if other.is_empty() {
        return sheet;
    }
    let rows = other
        .into_iter()
        .map(|one| vec![one.lead.words.as_str().into(), person(plan, one)])
        .collect::<Vec<Vec<Html>>>();
    let table = Table::new("Contacts for leads that this plan does not name")
        .columns(["Lead", "Who answers"])
        .row_headers()
        .rows(rows);
    sheet.piece(table)
}

fn people(plan: &RecordedPlan, lead: &Lead, contacts: &[RecordedContact]) -> Html {
    let theirs: Vec<Html> =
        contacts.iter().filter(|one| one.lead.is(lead)).map(|one| person(plan, one)).collect();
    if theirs.is_empty() { "Nobody yet".into() } else { Html::stacked(theirs) }
}

fn person(plan: &RecordedPlan, contact: &RecordedContact) -> Html {
    let change = Html::spaced([Html::from("Change"), Html::hidden(&contact.name)]);
    Html::spaced([
        Html::text(format!("{}, {}", contact.name, contact.email)),
        Html::link(&urls::edit_contact(contact.id, plan.head.id), change),
    ])
}

fn questions(form: Form, typed: &Answers, errors: &Errors) -> Form {
    form.field(TextInput::new("name", "Name").value(typed.get("name")).error_if(errors.get("name"))).field(
        TextInput::new("email", "E-mail address")
            .kind(InputKind::Email)
            .no_spellcheck()
            .value(typed.get("email"))
            .error_if(errors.get("email")),
    )
}

fn new_sheet(shell: Shell, plan: &RecordedPlan, typed: &Answers, errors: &Errors) -> Sheet {
    let leads = rules::leads(plan).into_iter().map(|(lead, _)| (lead.words.clone(), lead.words));
    let lead = Select::new("lead", "Lead")
        .option("", "Choose a lead")
        .options(leads)
        .chosen(typed.get("lead"))
        .error_if(errors.get("lead"));
    let form = Form::new(&shell, Button::new("Add this contact").once()).field(lead);
    let form = questions(form, typed, errors).leave("Cancel", urls::contacts(plan.head.id));
    Sheet::new(shell)
        .errors(errors, &[])
        .caption(&plan.head.title)
        .says(["They answer for this lead in every plan of the same group."])
        .piece(form)
}

fn edit_sheet(
    shell: Shell,
    contact: &RecordedContact,
    back: Option<Id<Plan>>,
    typed: &Answers,
    errors: &Errors,
) -> Sheet {
    let plan = back.map(|plan| plan.to_string()).unwrap_or_default();
    let form =
        Form::new(&shell, Button::new("Save").once()).hide("version", contact.version).hide("plan", &plan);
    let form = questions(form, typed, errors).leave("Cancel", list_of(&back));
    let end = Form::new(&shell, Button::new("Stop asking them").warning())
        .to(urls::end_contact(contact.id))
        .hide("version", contact.version)
        .hide("plan", &plan);
    Sheet::new(shell).errors(errors, &[]).caption(&contact.lead.words).piece(form).section(
        "end",
        "When they no longer answer",
        end,
    )
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let plan = pages::samples::plan();
    let mut empty = plan.clone();
    empty.priorities.clear();
    let contact = |n: u128, lead: &str, name: &str| RecordedContact {
        id: Id::from_uuid(concordat_kernel::AnyId::from_u128(n)),
        group: None,
        lead: Lead { words: lead.to_owned(), body: None },
        name: name.to_owned(),
        email: "someone@merrowshire.example".to_owned(),
        version: 1,
    };
    let contacts = [
        contact(81, "Merrowshire Police", "Idris Vale"),
        contact(82, "Merrowshire Police", "Wren O’Hara"),
        contact(83, "Harbour Trust", "Tamsin & Co"),
    ];
    let mut errors = Errors::none();
    errors.add("email", "Enter an e-mail address, such as name@example.org.");
    let wide = |title| pages::samples::shell(title).wide();
    let plain = |title| pages::samples::shell(title);
    let none = Answers::default();
    let [first, ..] = &contacts;
    vec![
        ("contacts", list(wide(TITLE), &plan, &contacts)),
        ("contacts, no leads", list(wide(TITLE), &empty, &[])),
        ("add a contact", new_sheet(plain(NEW), &plan, &none, &errors)),
        ("change a contact", edit_sheet(plain(EDIT), first, Some(plan.head.id), &none, &Errors::none())),
    ]
}
