//! Saying that a body takes over from another on a day.

use concordat_kernel::Id;
use concordat_web::{
    Answer, Answers, Errors, Reader,
    axum::extract::Path,
    parts::{Breadcrumbs, Button, Html, Select, Shell},
};

use crate::{
    Body, BodyKind,
    actions::{CHANGE_BODY, itself},
    pages::{bodies::sample_body, dates, form::FormPage, sample_shell},
    terms::{
        store::{Succession, succession_file},
        take_over,
    },
};

/// The empty form.
pub(crate) async fn show(reader: Reader, Path(id): Path<Id<Body>>) -> Answer {
    let file = asked(&reader, id).await?;
    draw(reader.shell("Another body takes over"), &file, &Answers::default(), &Errors::none()).answer()
}

/// Records it.
pub(crate) async fn save(reader: Reader, Path(id): Path<Id<Body>>, answers: Answers) -> Answer {
    let file = asked(&reader, id).await?;
    let mut errors = Errors::none();
    let on = dates::read(&answers, "on", "The day", &mut errors);
    if errors.is_empty() {
        let heir = answers.get("body").parse().ok();
        let done = take_over(reader.store(), &reader.ctx, id, heir, on).await;
        if let (Some(()), Some(heir)) = (errors.take(done)?, heir) {
            return reader.done(crate::urls::body(heir), "The body has taken over, and the seats with it");
        }
    }
    draw(reader.shell("Another body takes over"), &file, &answers, &errors).answer()
}

async fn asked(reader: &Reader, id: Id<Body>) -> concordat_kernel::Result<Succession> {
    reader.store().ask(&reader.ctx, CHANGE_BODY, &itself(id)).await?;
    succession_file(reader.store(), &reader.ctx, id).await
}

fn draw(shell: Shell, file: &Succession, answers: &Answers, errors: &Errors) -> FormPage {
    let mut intro = vec![Html::from(format!(
        "From that day another body stands where {} stood. It ends the day before. What it led, signed and decided \
         stays in the record.",
        file.former.name
    ))];
    if !file.seats.is_empty() {
        intro.push("These seats pass on, with whoever sits there:".into());
    }
    let mut said = Html::paragraphs(intro);
    if !file.seats.is_empty() {
        said = Html::spaced([said, Html::bullets(file.seats.iter().map(|seat| seat.title.as_str()))]);
    }
    let name = file.former.name.as_str();
    FormPage::new(shell, Button::new("Pass it on").once(), crate::urls::body(file.former.id))
        .trail(
            Breadcrumbs::new()
                .page("Bodies", crate::urls::BODIES)
                .page(name, crate::urls::body(file.former.id)),
        )
        .errors(errors, &["on"])
        .intro(said)
        .field(
            Select::new("body", "Which body takes over?")
                .hint("Add it to the list of bodies first if it is not there")
                .option("", "Choose a body")
                .options(file.others.iter().map(|body| (body.id.to_string(), body.name.clone())))
                .chosen(answers.get("body"))
                .error_if(errors.get("body")),
        )
        .field(dates::input("on", "From which day?", answers, errors))
}

pub(crate) fn samples() -> Vec<(&'static str, FormPage)> {
    let file = Succession {
        former: sample_body(1, "Merrowshire <Clinical> Commissioning Group", BodyKind::ResponsibleAuthority),
        others: vec![sample_body(2, "Merrowshire Care Board", BodyKind::ResponsibleAuthority)],
        seats: Vec::new(),
    };
    let mut errors = Errors::none();
    errors.add("body", "Choose the body that takes over.");
    let draw = |errors| draw(sample_shell("Another body takes over"), &file, &Answers::default(), errors);
    vec![("taking over, empty", draw(&Errors::none())), ("taking over, with errors", draw(&errors))]
}
