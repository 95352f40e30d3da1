//! Invented chase lists for the samples of the pages.

use concordat_kernel::{Id, jiff::civil::date};
use concordat_web::parts::{Csrf, Shell};
use uuid::Uuid;

use super::{
    super::{
        rules::{Past, Written, step},
        store::{Chased, Holder, List, Told},
    },
    further,
    list::{Show, TITLE, drawn},
};
use crate::{
    PlanHead,
    progress::{
        model::{Lead, RecordedPass, RecordedRequest, Standing},
        pages::sheet::Sheet,
        sheets::sample_round,
    },
};

/// Every sample of these pages.
pub(crate) fn all() -> Vec<(&'static str, Sheet)> {
    let usual = list();
    let mut weekend = list();
    weekend.today = date(2026, 11, 7);
    for holder in weekend.silent.iter_mut().flat_map(|chased| &mut chased.holders) {
        holder.due = None;
    }
    let mut closed = list();
    closed.round.closed_at = Some("2026-12-01T09:00:00Z".to_owned());
    let answered = List { silent: Vec::new(), ..list() };
    let wide = || shell(TITLE).wide();
    let mut all = vec![
        ("chase list", drawn(wide(), &usual, Show::All)),
        (
            "chase list: nobody is undelivered",
            drawn(
                wide(),
                &List { silent: usual.silent.iter().skip(1).cloned().collect(), ..list() },
                Show::Undelivered,
            ),
        ),
        ("chase list at the weekend", drawn(wide(), &weekend, Show::Never)),
        ("chase list of a closed round", drawn(wide(), &closed, Show::Nobody)),
        ("chase list: all have answered", drawn(wide(), &answered, Show::Missed)),
    ];
    all.extend(further::samples(shell, usual.round.id));
    all
}

fn shell(title: &str) -> Shell {
    let mut shell = Shell::new(title, "/static/sample");
    shell.csrf = Csrf::new("sample-token");
    shell.person = Some("Rowan Ashdown".to_owned());
    shell
}

fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn holder(n: u128, name: &str, email: &str, number: i64) -> Holder {
    let pass = RecordedPass {
        id: id(n),
        request: id(n - 100),
        name: name.to_owned(),
        email: email.to_owned(),
        handed_on_by: None,
        made_at: "2026-10-05T09:00:00Z".to_owned(),
        expires_at: "2026-12-20T09:00:00Z".to_owned(),
        revoked_at: None,
        last_used_at: Some("2026-10-06T08:15:00Z".to_owned()),
    };
    Holder {
        pass,
        out: false,
        written: Written { number, on: date(2026, 10, 28) },
        undelivered: false,
        due: step(4),
        next: Some(date(2026, 11, 4)),
    }
}

fn chased(n: u128, lead: &str, past: Past, holders: Vec<Holder>) -> Chased {
    let request = RecordedRequest {
        id: id(n),
        round: id(70),
        lead: Lead { words: lead.to_owned(), body: None },
        standing: Standing::Asked,
        answered_at: None,
        answered_by: None,
        version: 1,
    };
    Chased { request, past, holders, told_on: None }
}

fn list() -> List {
    let past = |ever, missed, oldest| Past { ever, missed, oldest };
    let due = date(2026, 10, 26);
    let lost = Holder { undelivered: true, ..holder(182, "Idris Vale", "idris.vale@merrowshire.example", 3) };
    let mut handed = holder(183, "Noor Ackland", "noor.ackland@merrowshire.example", 1);
    (handed.out, handed.due, handed.next) = (true, None, None);
    let colleague = holder(
        184,
        "Bronagh Tully-Featherstonehaugh",
        "bronagh.tully-featherstonehaugh@county.merrowshire.example",
        0,
    );
    let mut begun = chased(
        83,
        "Merrowshire County Council, Commissioned Services and Public Health",
        past(true, 1, due),
        vec![handed, colleague],
    );
    begun.request.standing = Standing::Begun;
    let mut told = chased(
        84,
        "Chair of the Hate Crime Forum",
        past(true, 3, date(2026, 4, 24)),
        vec![holder(185, "Ravi Lockhart", "ravi.lockhart@merrowshire.example", 4)],
    );
    told.told_on = Some("2026-11-04T09:00:00Z".to_owned());
    let head = PlanHead {
        id: id(50),
        title: "Merrowshire community safety action plan".to_owned(),
        period: None,
        group: None,
        key: Vec::new(),
        version: 1,
    };
    List {
        plan: head,
        round: sample_round(),
        asked: 9,
        silent: vec![
            chased(82, "Merrowshire Police", past(false, 2, date(2026, 7, 24)), vec![lost]),
            chased(81, "Safer Homes Board", past(false, 1, due), Vec::new()),
            told,
            begun,
        ],
        told: Some(Told::sample("Ines Farrow", "ines.farrow@merrowshire.example")),
        today: date(2026, 11, 4),
    }
}
