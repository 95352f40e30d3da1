//! Publishing an award's grants in the 360Giving standard, and taking them back.

use concordat_kernel::Id;
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{Button, Html, Shell},
};

use super::{
    award::title,
    beneath_award,
    desk::Desk,
    questions::Ask,
    settled,
    sheet::{Form, Sheet},
    words,
};
use crate::{
    Award,
    actions::{PUBLISH, VIEW_AWARD},
    publish::{self, Publication, Publisher},
    store::{self, About, AwardFile},
    urls,
};

pub(super) async fn ask(reader: Reader, At(id): At<Id<Award>>) -> Answer {
    Desk::to_do(&reader, PUBLISH, About::Award(id)).await?;
    let mut typed = Answers::default();
    // Whoever published before is who publishes now.
    if let Some(last) = publish::published(reader.store(), &reader.ctx).await?.first() {
        typed.set("name", &*last.publisher.name);
        typed.set("prefix", &*last.publisher.prefix);
    }
    draw(&reader, id, &typed, &Errors::none()).await
}

pub(super) async fn publish(reader: Reader, At(id): At<Id<Award>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, PUBLISH, About::Award(id)).await?;
    let publisher =
        Publisher { name: answers.get("name").to_owned(), prefix: answers.get("prefix").to_owned() };
    let mut errors = Errors::none();
    let published = publish::publish(reader.store(), &reader.ctx, id, &publisher).await;
    if settled(&mut errors, published)?.is_some() {
        return reader.done(urls::PUBLIC_GRANTS, "The grants are published. This is what anybody sees.");
    }
    draw(&reader, id, &answers, &errors).await
}

pub(super) async fn take_back(reader: Reader, At(id): At<Id<Publication>>, _: Answers) -> Answer {
    publish::take_back(reader.store(), &reader.ctx, id).await?;
    reader.done(urls::PUBLIC_GRANTS, "It is taken back: the public reads it no more.")
}

async fn draw(reader: &Reader, id: Id<Award>, typed: &Answers, errors: &Errors) -> Answer {
    let (file, projects) = store::for_report(reader.store(), &reader.ctx, VIEW_AWARD, id).await?;
    let publisher = Publisher { name: "-".to_owned(), prefix: "360G-".to_owned() };
    let (package, left_out) = publish::package(&file, &projects, &publisher, reader.ctx.clock.now());
    let count = package["grants"].as_array().map_or(0, Vec::len);
    let last = publish::published(reader.store(), &reader.ctx).await?;
    let last = last.iter().find(|one| one.award == id);
    view(
        beneath_award(reader, "Publish the grants", &file.award),
        &file,
        (count, &left_out),
        last,
        typed,
        errors,
    )
    .answer()
}

pub(super) fn view(
    shell: Shell,
    file: &AwardFile,
    (count, left_out): (usize, &[String]),
    last: Option<&Publication>,
    typed: &Answers,
    errors: &Errors,
) -> Sheet {
    let mut sheet = Sheet::new(shell).errors(errors, &[]).caption(title(file)).says([
        "Anybody can then read who got how much for what purpose and on which conditions, on a page and as a file in the 360Giving standard. Titles, purposes, places and names of organisations go out as they are written here: see that none of them names a person.".to_owned(),
        format!("This publishes {}.", words::count(count, "grant", "grants")),
    ]);
    if !left_out.is_empty() {
        sheet = sheet.piece(Html::bullets(left_out));
    }
    if let Some(last) = last {
        let when = words::moment(&last.published_at);
        let form = Form::new(sheet.shell(), Button::new("Take it back").warning().once())
            .to(urls::at(urls::TAKE_BACK, last.id));
        sheet = sheet
            .section("now", "What is published now", Html::paragraphs([format!("Published on {when}.")]))
            .piece(form);
    }
    let ask = Ask { typed, errors };
    let form = Form::new(sheet.shell(), Button::new("Publish").once())
        .field(ask.line("name", "What is the partnership called?"))
        .field(
            ask.line("prefix", "Which prefix did 360Giving give to it?")
                .hint("Such as 360G-merrowshire. Every grant’s id begins with it."),
        )
        .cancel(urls::award(file.award.id));
    sheet.section("publish", "Publish", form)
}
