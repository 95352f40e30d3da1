//! Invented terms for the samples of pages.

use concordat_kernel::{AnyId, Id, jiff::civil::Date};

use crate::{
    BodyKind,
    pages::{bodies::sample_body, groups::sample_group},
    terms::{
        Agreed, Appointment, Clause, Cycle, NewClause, NoticeUnit, Office, OfficeHolder, QuorumBasis, Rule,
        Terms, store::TermsFile,
    },
};

fn clause(n: u128, number: &str, heading: &str, text: &str, rule: Option<Rule>) -> Clause {
    let said = NewClause { number: number.into(), heading: heading.into(), text: text.into(), rule };
    Clause { id: Id::from_uuid(AnyId::from_u128(n)), version: 1, said }
}

/// A group with terms in force and a draft of the next edition, two of whose sections bear one number.
pub(crate) fn file() -> TermsFile {
    let board = sample_group(1, "Merrowshire Community Safety Partnership", None);
    let group = sample_group(2, "Merrowshire <Working> Group", Some(&board));
    let quorum = |needed| Some(Rule::Quorum(QuorumBasis::ResponsibleAuthorities, needed));
    let clauses = vec![
        clause(11, "1", "Purpose", "To turn what was agreed into work.", Some(Rule::Purpose)),
        clause(
            12,
            "7",
            "Meetings",
            "Every quarter, ahead of the board.",
            Some(Rule::Cycle(Cycle::OrAsDecided, 4, Some(board.id))),
        ),
        clause(13, "7", "Quorum", "Four of the authorities.", quorum(4)),
        clause(14, "8", "Papers", "A working week before.", Some(Rule::Notice(NoticeUnit::WorkingDays, 5))),
        clause(
            15,
            "9",
            "Chair",
            "Elected by us, every second year.",
            Some(Rule::Appointment(Office::Chair, Appointment::Elected, Some(24))),
        ),
        clause(16, "10", "Review", "Each year.", Some(Rule::Review(12))),
    ];
    let terms = |n: u128, number: i64, title: &str, agreed, clauses| Terms {
        id: Id::from_uuid(AnyId::from_u128(n)),
        version: 1,
        group: group.id,
        number,
        title: title.to_owned(),
        agreed,
        clauses,
    };
    let agreed = Agreed { on: Date::constant(2026, 3, 12), by: "Board of 12 March 2026, item 31".into() };
    let mut next = clauses.clone();
    next.remove(0);
    if let Some(quorum_clause) = next.get_mut(1) {
        quorum_clause.said.rule = quorum(5);
        quorum_clause.said.text = "Five of the <authorities>.".into();
    }
    TermsFile {
        bodies: vec![sample_body(1, "Merrowshire Police", BodyKind::ResponsibleAuthority)],
        seats: Vec::new(),
        editions: vec![
            terms(21, 1, "Terms of reference 2026", Some(agreed), clauses),
            terms(22, 2, "Terms of reference 2027", None, next),
        ],
        offices: vec![OfficeHolder {
            id: Id::from_uuid(AnyId::from_u128(31)),
            group: group.id,
            office: Office::Chair,
            holder: "Head of community safety".into(),
            seat: None,
            since: Date::constant(2025, 4, 1),
            until: None,
        }],
        groups: vec![board, group.clone()],
        group,
    }
}
