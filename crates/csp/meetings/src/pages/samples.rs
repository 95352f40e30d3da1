//! An invented meeting for the samples of pages.

use concordat_kernel::{
    AnyId, Id, Kind, Ref,
    jiff::civil::{Date, Time},
};
use concordat_partnership::{
    Body, BodyKind, Capacity, Group,
    terms::{
        Agreed, Clause, Conduct, NewClause, NoticeUnit, Part, QuorumBasis, Rule, Seated, Successions, Terms,
    },
};
use concordat_web::parts::Shell;

use crate::{
    AgendaPart, Apology, Attendance, ChairedAs, Classification, Clearance, Closed, Correction, Decision,
    DecisionKind, Drawn, FollowUp, FollowUpKind, Interest, Item, Manner, Meeting, MeetingFile, Minute,
    Minuted, MinutesState, NewAttendance, NewDecision, NewFollowUp, NewItem, NewMeeting, NewPaper, Paper,
};

/// The shell of a sample.
pub(crate) fn shell(title: &str) -> Shell {
    let mut shell = Shell::new(title, "/static/sample");
    shell.nav =
        super::NAV.iter().map(|item| concordat_web::parts::NavItem::new(item.text, item.href)).collect();
    shell
}

fn id<K: Kind>(n: u128) -> Id<K> {
    Id::from_uuid(AnyId::from_u128(n))
}

fn body(n: u128, name: &str) -> Body {
    Body {
        id: id(n),
        version: 1,
        name: name.to_owned(),
        short_name: None,
        kind: BodyKind::ResponsibleAuthority,
        aliases: Vec::new(),
        predecessor: None,
        active_from: None,
        active_until: None,
        notes: None,
    }
}

pub(crate) fn plan(held_on: Date) -> NewMeeting {
    NewMeeting {
        held_on,
        begins: Time::constant(10, 0, 0, 0),
        ends: Some(Time::constant(12, 0, 0, 0)),
        manner: Manner::Hybrid,
        venue: Some("County Hall, <Room> 2".into()),
        access: Some("Level entrance.\nHearing loop at the front.".into()),
        joining: Some("https://video.example/merrowshire".into()),
    }
}

/// A meeting of which nothing is done yet.
pub(crate) fn planned() -> Meeting {
    Meeting {
        id: id(1),
        version: 1,
        group: id(2),
        plan: plan(Date::constant(2027, 3, 18)),
        cancelled: None,
        agreed_at: None,
        published_at: None,
        late_reason: None,
        chaired: None,
        minutes: MinutesState::None,
        circulated_on: None,
        approved: None,
        signed: None,
        minutes_published_on: None,
    }
}

fn item(n: u128, part: AgendaPart, place: usize, title: &str) -> Item {
    let closed = (part == AgendaPart::D).then(|| Closed {
        reason: "It tells of people who can be known from it".into(),
        exemption: Some("Paragraph 1".into()),
        public_interest: Some("Their safety weighs more than what the public would learn".into()),
    });
    let restricted_title = closed.is_some().then(|| "Review of the death at <Larkwater>".to_owned());
    let minuted = if part == AgendaPart::A { Minuted::Not } else { Minuted::Numbered };
    let said = NewItem {
        part,
        title: title.into(),
        restricted_title,
        presenter: Some("Head of community safety".into()),
        minutes: Some(20),
        minuted,
        closed,
        ..NewItem::default()
    };
    Item { id: id(n), version: 1, meeting: id(1), place, said }
}

pub(crate) fn new_paper() -> NewPaper {
    NewPaper {
        classification: Classification::Decision,
        dated: Date::constant(2027, 3, 9),
        by: "Head of community safety, county council".into(),
        to: "Merrowshire Community Safety Partnership".into(),
        subject: "Progress of the action plan".into(),
        summary: "What was done since November, and what is asked.".into(),
        text: "Twelve actions are done.\n\nThree are late; <two> will catch up by June.".into(),
        recommendations: vec!["Note the progress.".into(), "Agree the new dates.".into()],
        policy: None,
        risk: Some("The late actions put the year-end summary at risk.".into()),
        financial: Some("None beyond the grant.".into()),
        legal: None,
        contacts: Some("The community safety team".into()),
        late_reason: None,
    }
}

fn drawn() -> Option<Drawn> {
    Some(Drawn {
        kind: "plan-progress".into(),
        of: Ref { kind: "plan".into(), id: AnyId::from_u128(9) },
        at: "2027-03-09T09:30:00.000000Z".into(),
        edited: true,
    })
}

fn attendance(n: u128, name: &str, body: Option<u128>, part: Part) -> Attendance {
    let said = NewAttendance { name: name.into(), body: body.map(id), part, from: None, until: None };
    Attendance { id: id(n), version: 1, said, corrected: n == 43 }
}

/// A meeting that was held, with minutes that have gone round.
pub(crate) fn file() -> MeetingFile {
    let group = Group {
        id: id(2),
        version: 1,
        name: "Merrowshire Community Safety Partnership".into(),
        short_name: Some("MCSP".into()),
        parent: None,
        purpose: None,
        area: None,
        statutory: None,
    };
    let clause = |n: u128, heading: &str, rule| Clause {
        id: id(n),
        version: 1,
        said: NewClause {
            number: "7".into(),
            heading: heading.into(),
            text: heading.into(),
            rule: Some(rule),
        },
    };
    let terms = Terms {
        id: id(3),
        version: 1,
        group: group.id,
        number: 1,
        title: "Terms of reference 2026".into(),
        agreed: Some(Agreed { on: Date::constant(2026, 3, 12), by: "Meeting of 12 March 2026".into() }),
        clauses: vec![
            clause(4, "Quorum", Rule::Quorum(QuorumBasis::ResponsibleAuthorities, 2)),
            clause(5, "Papers", Rule::Notice(NoticeUnit::WorkingDays, 5)),
            clause(
                6,
                "Removal",
                Rule::Removal(concordat_partnership::terms::Removal::ResponsibleAuthorities, 50),
            ),
        ],
    };
    let bodies = vec![body(11, "Merrowshire Police"), body(12, "Merrowshire County Council")];
    let seated = bodies.iter().map(|body| (body.id, Capacity::ResponsibleAuthority)).collect();
    let meeting = Meeting {
        agreed_at: Some("2027-03-08T10:00:00.000000Z".into()),
        published_at: Some("2027-03-10T10:00:00.000000Z".into()),
        chaired: Some(("Idris Lockyer".into(), ChairedAs::ViceChair)),
        minutes: MinutesState::Circulated,
        circulated_on: Some(Date::constant(2027, 3, 25)),
        ..planned()
    };
    let items = vec![
        item(21, AgendaPart::A, 1, "Introductions"),
        item(22, AgendaPart::B, 1, "Progress of the <action> plan"),
        item(23, AgendaPart::D, 1, "Reviews of deaths"),
    ];
    let decision = |n: u128, kind, text: &str| Decision {
        id: id(n),
        said: NewDecision { kind, public_text: text.into(), ..NewDecision::default() },
        votes: Vec::new(),
    };
    let minute = |n: u128, item: u128, number, text: &str, restricted: Option<&str>, decisions| Minute {
        id: id(n),
        version: 2,
        item: id(item),
        number,
        public_text: text.into(),
        restricted_text: restricted.map(str::to_owned),
        decisions,
    };
    let follow_up = |n: u128, text: &str, due| FollowUp {
        id: id(n),
        version: 1,
        group: group.id,
        meeting: meeting.id,
        minute: Some(id(31)),
        said: NewFollowUp {
            kind: FollowUpKind::Action,
            text: text.into(),
            owner: "Head of community safety".into(),
            due,
            ..NewFollowUp::default()
        },
        done: None,
    };
    MeetingFile {
        papers: vec![Paper { id: id(24), version: 1, item: id(22), said: new_paper(), drawn: drawn() }],
        attendance: vec![
            attendance(41, "Idris Lockyer", Some(11), Part::Member),
            attendance(42, "Dylan <Oyelaran>", Some(11), Part::Substitute),
            attendance(43, "Ada Lindqvist", Some(12), Part::Member),
            attendance(44, "Rowan Clerk", None, Part::Officer),
        ],
        apologies: vec![Apology {
            name: "Gwilym Parfitt".into(),
            body: Some(id(12)),
            substitute: Some("Ada Lindqvist".into()),
        }],
        interests: vec![Interest {
            item: id(22),
            name: "Ada Lindqvist".into(),
            interest: "Trustee of a charity that the plan names".into(),
            left_room: true,
        }],
        minutes: vec![
            minute(
                31,
                22,
                51,
                "Members received the report.\n\nThey asked about the late <actions>.",
                None,
                vec![
                    decision(51, DecisionKind::Note, "The progress was noted."),
                    decision(52, DecisionKind::RemoveChair, "A vote was held."),
                ],
            ),
            minute(32, 23, 52, "An update was received.", Some("The family asked to wait."), Vec::new()),
        ],
        follow_ups: vec![follow_up(61, "Write to the <funder>", Some(Date::constant(2027, 4, 30)))],
        brought_forward: vec![follow_up(62, "Send the map round", None)],
        corrections: vec![Correction {
            on: Date::constant(2027, 3, 28),
            public_text: "Ada Lindqvist was added to those present.".into(),
            restricted_text: None,
        }],
        clearance: Clearance::Restricted,
        conduct: Conduct {
            group,
            day: meeting.plan.held_on,
            terms: Some(terms),
            seats: Vec::new(),
            spoken_for: Vec::new(),
            successions: Successions::among(&bodies),
            seated: Seated::of(seated),
            bodies,
            offices: Vec::new(),
            holidays: [Date::constant(2027, 3, 26)].into_iter().collect(),
        },
        items,
        meeting,
    }
}

/// A meeting of which nothing but the day is known.
pub(crate) fn empty() -> MeetingFile {
    let mut file = file();
    file.meeting = planned();
    file.clearance = Clearance::Open;
    file.items.clear();
    file.papers.clear();
    file.attendance.clear();
    file.apologies.clear();
    file.interests.clear();
    file.minutes.clear();
    file.follow_ups.clear();
    file.brought_forward.clear();
    file.corrections.clear();
    file.conduct.terms = None;
    file
}
