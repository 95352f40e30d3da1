//! Checking the answers, sending them, and what was sent.

use concordat_kernel::jiff::civil::Date;
use concordat_web::{
    Answer, Answers, Errors, Reader,
    parts::{Button, Html, Panel, Shell, SummaryList, SummaryRow},
};

use super::{Visit, tasks};
use crate::{
    RecordedAction,
    pages::words,
    progress::{
        letter::day,
        model::Standing,
        pages::sheet::{Form, Sheet},
        store::{self, Asked, SavedAnswer},
        urls,
    },
};

const TITLE: &str = "Check your answers";

pub(in super::super) async fn show(reader: Reader, visit: Visit) -> Answer {
    page(&reader, &visit, &Errors::none()).await
}

pub(in super::super) async fn send(reader: Reader, visit: Visit, answers: Answers) -> Answer {
    visit.check(&answers)?;
    let mut errors = Errors::none();
    if errors.take(store::send(reader.store(), &visit.guest).await)?.is_some() {
        return concordat_web::redirect(urls::DONE);
    }
    page(&reader, &visit, &errors).await
}

pub(in super::super) async fn done(reader: Reader, visit: Visit) -> Answer {
    let asked = store::asked(reader.store(), &visit.guest).await?;
    let shell = visit.back(visit.shell(&reader, SENT));
    done_sheet(shell, &visit, &asked).answer()
}

async fn page(reader: &Reader, visit: &Visit, errors: &Errors) -> Answer {
    let asked = store::asked(reader.store(), &visit.guest).await?;
    let shell = visit.back(visit.shell(reader, TITLE));
    sheet(shell, visit, &asked, reader.ctx.clock.today(), errors).answer()
}

fn sheet(shell: Shell, visit: &Visit, asked: &Asked, today: Date, errors: &Errors) -> Sheet {
    let actions = visit.guest.actions(&asked.plan);
    let ready = |action: &&RecordedAction| {
        let answer = asked.answer(action.id);
        answer.is_some_and(|answer| answer.unsent() && answer.given.wanting(today).is_empty())
    };
    let count = actions.iter().copied().filter(|action| ready(action)).count();
    let open = actions.iter().filter(|action| {
        asked.answer(action.id).is_none_or(|answer| !answer.given.wanting(today).is_empty())
    });
    let open = open.count();
    let mut sheet = Sheet::new(shell.clone()).errors(errors, &[]).caption(&visit.guest.round.title);
    for action in &actions {
        let rows = rows(action, asked.answer(action.id), today);
        sheet = sheet.piece(Html::paragraphs([Html::from(tasks::name(action))])).piece(rows);
    }
    if count == 0 {
        let words = if open == 0 { "All answers are sent." } else { "There is nothing new to send yet." };
        return sheet.says([words]).piece(Button::link("Back to your actions", urls::ANSWER).secondary());
    }
    let words = match open {
        0 => format!("{} will be sent.", words::count_first(count, "answer", "answers")),
        open => format!(
            "{} will be sent. {} not complete and can be sent later.",
            words::count_first(count, "answer", "answers"),
            words::count_first(open, "action is", "actions are")
        ),
    };
    let form = Form::new(&shell, Button::new("Send").once())
        .hide_all([visit.token()])
        .leave("Back to your actions", urls::ANSWER);
    sheet.says([words]).piece(form)
}

fn rows(action: &RecordedAction, answer: Option<&SavedAnswer>, today: Date) -> SummaryList {
    let change = urls::answer_action(action.id);
    let list = SummaryList::new().row(SummaryRow::new("Answer", tasks::state(answer, today)).action(
        &change,
        "Change",
        &tasks::name(action),
    ));
    let Some(answer) = answer else { return list };
    let given = &answer.given;
    let said = given.said.map_or_else(|| "Not chosen yet".to_owned(), |said| said.to_string());
    let mut list = list.row(("How it is going", said));
    if let Some(done) = given.done_on {
        list = list.row(("Done on", day(done)));
    }
    for (label, text) in [("What happened", &given.words), ("Help needed", &given.help)] {
        if !text.is_empty() {
            list = list.row((label, Html::lines(text)));
        }
    }
    if !given.counted.is_empty() {
        list = list
            .row(("Values", Html::lines(&given.counted.values().cloned().collect::<Vec<_>>().join("\n"))));
    }
    list
}

const SENT: &str = "Your answers are sent";

fn done_sheet(shell: Shell, visit: &Visit, asked: &Asked) -> Sheet {
    let guest = &visit.guest;
    let reference: String = guest.request.id.to_string().chars().take(8).collect();
    let panel = Panel::new(SENT).body(Html::spaced(["Your reference", reference.as_str()]));
    let all = guest.request.standing == Standing::Answered;
    let rest = if all {
        "All of your actions are answered.".to_owned()
    } else {
        let actions = guest.actions(&asked.plan);
        let open = actions
            .iter()
            .filter(|action| asked.answer(action.id).is_none_or(|answer| answer.sent_version.is_none()));
        format!("{} still to be answered.", words::count_first(open.count(), "action is", "actions are"))
    };
    Sheet::new(shell)
        .untitled()
        .piece(panel)
        .says([
            rest,
            format!("The community safety team sees what you sent, and the plan shows it. Until the round is closed you can change an answer and send it again; the round asks for answers by {}.", day(guest.round.due_on)),
            "You can close this page now. If others use this computer, close the browser too.".to_owned(),
        ])
        .says([Html::link(urls::ANSWER, "Back to your actions")])
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let (visit, asked) = (super::samples::visit(), super::samples::asked());
    let mut nothing = asked.clone();
    nothing.answers.clear();
    let shell = super::samples::shell;
    let today = super::samples::TODAY;
    vec![
        ("check", sheet(shell(TITLE), &visit, &asked, today, &Errors::none())),
        ("check, nothing yet", sheet(shell(TITLE), &visit, &nothing, today, &Errors::none())),
        ("sent", done_sheet(shell(SENT), &visit, &asked)),
    ]
}
