//! Saying for which bodies a seat speaks beside the one that holds it.

use concordat_kernel::{AnyId, Id};
use concordat_web::{
    Answer, Answers, Errors, Reader,
    axum::extract::Path,
    parts::{Button, Checkboxes, Html, Shell},
};

use crate::{
    Body, BodyKind, Capacity, Seat,
    pages::{bodies::sample_body, form::FormPage, sample_shell},
    terms::{
        speak_for,
        store::{SpokenFile, spoken_file},
    },
};

/// The form, filled in.
pub(crate) async fn show(reader: Reader, Path(id): Path<Id<Seat>>) -> Answer {
    let file = spoken_file(reader.store(), &reader.ctx, id).await?;
    let now = file.now.iter().map(ToString::to_string).collect();
    draw(reader.shell("Whom the seat speaks for"), &file, now, &Errors::none()).answer()
}

/// Saves it.
pub(crate) async fn save(reader: Reader, Path(id): Path<Id<Seat>>, answers: Answers) -> Answer {
    let file = spoken_file(reader.store(), &reader.ctx, id).await?;
    let mut errors = Errors::none();
    let chosen: Result<Vec<Id<Body>>, _> = answers.all("bodies").iter().map(|id| id.parse()).collect();
    match chosen {
        Err(_) => errors.add("bodies", "Choose the bodies from the list."),
        Ok(bodies) => {
            if errors.take(speak_for(reader.store(), &reader.ctx, id, &bodies).await)?.is_some() {
                return reader.done(crate::urls::group(file.seat.group), "Whom the seat speaks for is saved");
            }
        }
    }
    draw(reader.shell("Whom the seat speaks for"), &file, answers.all("bodies").to_vec(), &errors).answer()
}

fn draw(shell: Shell, file: &SpokenFile, chosen: Vec<String>, errors: &Errors) -> FormPage {
    let intro = format!(
        "Whoever sits in “{}” may speak for several bodies and then obtains the approval of each. Somebody who comes for \
         one of them counts for this seat; all of them together count once.",
        file.seat.title
    );
    FormPage::new(shell, Button::new("Save").once(), crate::urls::group(file.seat.group))
        .errors(errors, &[])
        .intro(Html::paragraphs([intro]))
        .field(
            Checkboxes::new("bodies", "For which other bodies does it speak?")
                .items(file.bodies.iter().map(|body| (body.id.to_string(), body.name.clone())))
                .small()
                .chosen(chosen)
                .error_if(errors.get("bodies")),
        )
}

pub(crate) fn samples() -> Vec<(&'static str, FormPage)> {
    let bodies = vec![
        sample_body(1, "Lower <Ashing> District Council", BodyKind::ResponsibleAuthority),
        sample_body(2, "Fernholt District Council", BodyKind::ResponsibleAuthority),
    ];
    let seat = Seat {
        id: Id::from_uuid(AnyId::from_u128(3)),
        group: Id::from_uuid(AnyId::from_u128(4)),
        body: Id::from_uuid(AnyId::from_u128(5)),
        title: "District councils".to_owned(),
        capacity: Capacity::ResponsibleAuthority,
        active_from: None,
        active_until: None,
        end_reason: None,
        person: None,
        deputy: None,
    };
    let now = bodies.iter().map(|body| body.id).take(1).collect();
    let file = SpokenFile { seat, bodies, now };
    let mut errors = Errors::none();
    errors.add("bodies", "Choose the bodies from the list.");
    let chosen = || file.now.iter().map(ToString::to_string).collect();
    let shell = || sample_shell("Whom the seat speaks for");
    vec![
        ("speaking for others", draw(shell(), &file, chosen(), &Errors::none())),
        ("speaking for others, with errors", draw(shell(), &file, Vec::new(), &errors)),
    ]
}
