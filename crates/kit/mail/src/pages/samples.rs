//! Invented content for the samples of these pages.

use std::collections::HashMap;

use concordat_kernel::{AnyId, Id, Ref};
use concordat_store::FieldChange;
use concordat_web::parts::{NavItem, Shell};

use super::{NAV, letter::Around};
use crate::{
    State,
    store::{Attempt, Counts, LetterFile, LetterRow, LetterRows},
};

const REFUSED: &str = "550 5.1.1 <sorrel@merrowshire.example>: no such mailbox here";
const LATER: &str = "451 4.7.1 Greylisted, please try again in a few minutes";
const CUT: &str = "The connection ended before the reply";

/// The shell of a sample.
pub(super) fn shell(title: &str) -> Shell {
    let mut shell = Shell::new(title, "/static/sample");
    shell.nav = NAV.iter().map(|item| NavItem::new(item.text, item.href)).collect();
    shell
}

fn row(id: u128, kind: &str, to: (&str, &str), state: State, note: Option<&str>) -> LetterRow {
    let settled = !matches!(state, State::Waiting | State::Claimed | State::Handed);
    LetterRow {
        id: Id::from_uuid(AnyId::from_u128(id)),
        kind: kind.to_owned(),
        about: Ref { kind: "person".into(), id: AnyId::from_u128(9) },
        to_name: to.0.to_owned(),
        to_email: to.1.to_owned(),
        state,
        posted_at: "2027-03-04T09:30:00.000000Z".to_owned(),
        due_at: "2027-03-04T09:45:00.000000Z".to_owned(),
        settled_at: settled.then(|| "2027-03-04T09:31:00.000000Z".to_owned()),
        attempts: i64::from(note.is_some()),
        failures: i64::from(state == State::Waiting && note.is_some()),
        note: note.map(str::to_owned),
    }
}

pub(super) fn letters() -> LetterRows {
    let rowan = ("Rowan Ashdown", "rowan.ashdown@merrowshire.example");
    let sorrel = ("Sorrel O'Tarn <former>", "sorrel@merrowshire.example");
    let long = (
        "The Reverend Canon Wilhelmina Fetherstonhaugh-Merrow of Upper Merrow and Nether Merrow",
        "wilhelmina.fetherstonhaugh-merrow.of.upper.merrow@parishes.of.the.merrow.valley.merrowshire.example",
    );
    let rows = vec![
        row(7, "update-request", rowan, State::InDoubt, Some(CUT)),
        row(6, "invitation", sorrel, State::Refused, Some(REFUSED)),
        row(5, "update-request", long, State::Waiting, Some(LATER)),
        row(4, "reset", rowan, State::Sent, Some("250 OK: message queued")),
        row(3, "reminder", rowan, State::Cancelled, Some("No longer needed when its turn came")),
        row(2, "reminder", rowan, State::Handed, None),
        row(1, "reminder", rowan, State::Waiting, None),
    ];
    let counts = rows.iter().map(|row| (row.state, 1)).collect::<Vec<_>>();
    LetterRows { rows, counts: Counts::sample(&counts) }
}

pub(super) fn many() -> LetterRows {
    let rowan = ("Rowan Ashdown", "rowan.ashdown@merrowshire.example");
    let rows = (0..100)
        .rev()
        .map(|id| row(1000 + id, "update-request", rowan, State::Sent, Some("250 OK: message queued")))
        .collect();
    LetterRows { rows, counts: Counts::sample(&[(State::Sent, 4211), (State::Waiting, 12)]) }
}

fn file(row: LetterRow, attempts: &[(&str, &str)]) -> LetterFile {
    let numbers = (1..=i64::try_from(attempts.len()).unwrap_or(0)).rev();
    let attempts: Vec<Attempt> = attempts
        .iter()
        .zip(numbers)
        .map(|((outcome, words), number)| Attempt {
            number,
            began_at: "2027-03-04T09:30:30.000000Z".to_owned(),
            ended_at: "2027-03-04T09:31:00.000000Z".to_owned(),
            outcome: (*outcome).to_owned(),
            words: (*words).to_owned(),
        })
        .collect();
    let sent = attempts.iter().any(|attempt| ["sent", "in-doubt"].contains(&attempt.outcome.as_str()));
    LetterFile {
        subject: sent.then(|| "Your partnership's actions: an update, please".to_owned()),
        body: sent.then(|| {
            "Dear Rowan Ashdown\n\nPlease say how your four actions stand. It takes two minutes:\n\n{link}\n\nThank you\nMerrowshire <Community> Safety Partnership\n".to_owned()
        }),
        message_id: "5f0c1d8e9a7b4c3d8e2f1a0b9c8d7e6f@merrowshire.example".to_owned(),
        attempts,
        decisions: Vec::new(),
        row,
    }
}

pub(super) fn files() -> Vec<(&'static str, LetterFile, Around)> {
    let mut rows = letters().rows.into_iter();
    let mut next = |attempts: &[(&str, &str)]| rows.next().map(|row| file(row, attempts));
    let around = Around {
        about: Some(("Rowan Ashdown".to_owned(), Some("/people/9".to_owned()))),
        names: HashMap::from([(AnyId::from_u128(2).to_string(), "Idris Vale".to_owned())]),
        may_settle: true,
        mail: true,
    };
    let decided = |field: &str, former: Option<&str>, latter: &str| FieldChange {
        at: "2027-03-05T09:30:00.000000Z".to_owned(),
        actor: AnyId::from_u128(2).to_string(),
        request: AnyId::nil().to_string(),
        field: field.to_owned(),
        former: former.map(str::to_owned),
        latter: Some(latter.to_owned()),
    };
    let in_doubt = next(&[("in-doubt", CUT), ("later", LATER)]);
    let refused = next(&[("refused", REFUSED)]);
    let later = next(&[("later", LATER)]);
    let sent = next(&[("sent", "250 OK: message queued")]).map(|mut file| {
        file.decisions = vec![
            decided("state", Some("In doubt"), "Waiting"),
            decided("reason", None, "Rowan rang: nothing has come."),
        ];
        file
    });
    let plain = Around { may_settle: false, mail: false, ..Around::default() };
    [
        ("in doubt", in_doubt, around.clone()),
        ("undelivered", refused, around.clone()),
        ("tried again later", later, around.clone()),
        ("sent again and sent", sent, around),
        ("not needed", next(&[("cancelled", "No longer needed when its turn came")]), plain.clone()),
        ("being sent", next(&[]), plain.clone()),
        ("waiting, not set up", next(&[]), plain),
    ]
    .into_iter()
    .filter_map(|(name, file, around)| Some((name, file?, around)))
    .collect()
}
