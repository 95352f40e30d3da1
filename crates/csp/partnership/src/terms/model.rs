use concordat_kernel::{AnyId, Id, Kind, jiff::civil::Date};

use crate::{Group, Seat, model::words};

words! {
    /// What a clause is about. All but `Text` state a rule that the software keeps to.
    Subject {
        /// No rule: text alone.
        #[default]
        Text = "text", "Text only, no rule";
        /// What the group is for.
        Purpose = "purpose", "Purpose";
        /// Who belongs to it, in one right.
        Membership = "membership", "Membership";
        /// How many must be there to decide.
        Quorum = "quorum", "Quorum";
        /// How often it meets, and before whom.
        Cycle = "cycle", "Meeting cycle and order";
        /// How long before a meeting its papers go out.
        Notice = "notice", "Notice of papers";
        /// How the chair comes to office.
        Chair = "chair", "Chair";
        /// How the vice chair comes to office.
        ViceChair = "vice-chair", "Vice chair";
        /// How either is removed.
        Removal = "removal", "Removal of the chair or vice chair";
        /// How it decides.
        Decision = "decision", "Decisions";
        /// Who may come instead of a member.
        Substitutes = "substitutes", "Substitutes";
        /// How often the terms come back to be reviewed.
        Review = "review", "Review of these terms";
        /// That members must have signed the information sharing agreement.
        Sharing = "sharing", "Information sharing agreement";
    }
}

words! {
    /// Whom a clause on membership is about.
    Membership {
        /// Those who make up the group.
        #[default]
        Core = "core", "Core members";
        /// Those who co-operate with it.
        CoOperating = "co-operating", "Co-operating members";
        /// Those who come by invitation.
        Invited = "invited", "Invited";
    }
}

words! {
    /// What a quorum counts. Never heads.
    QuorumBasis {
        /// Bodies that hold a seat as a responsible authority.
        #[default]
        ResponsibleAuthorities = "responsible-authorities", "Responsible authorities";
        /// Bodies of any members, each once.
        Organisations = "organisations", "Members, each from a different organisation";
    }
}

words! {
    /// How strictly a cycle binds.
    Cycle {
        /// The number, or what the group decides instead.
        #[default]
        OrAsDecided = "or-as-decided", "times a year, or as the group decides";
        /// No fewer.
        AtLeast = "at-least", "times a year at least";
    }
}

words! {
    /// How notice is counted.
    NoticeUnit {
        /// So many working days before the day of the meeting.
        #[default]
        WorkingDays = "working-days", "working days before";
        /// So many whole working days between the two, counting neither.
        ClearDays = "clear-days", "clear days between";
    }
}

words! {
    /// How somebody comes to office.
    Appointment {
        /// With a post.
        #[default]
        ExOfficio = "ex-officio", "By virtue of a post";
        /// By the members.
        Elected = "elected", "Elected by the members";
        /// By those who may name one.
        Nominated = "nominated", "Nominated";
    }
}

words! {
    /// Who votes on a removal. More than `amount` in a hundred must be for it.
    Removal {
        /// Each responsible authority has one vote.
        #[default]
        ResponsibleAuthorities = "responsible-authorities", "Responsible authorities, one vote each";
    }
}

words! {
    /// How a group decides.
    Deciding {
        /// Nobody objects.
        #[default]
        Consensus = "consensus", "By consensus";
        /// More are for than against.
        Majority = "majority", "By a majority of members present";
    }
}

words! {
    /// Who may come instead of a member.
    Substituting {
        /// Whoever comes is taken to have been given the authority.
        #[default]
        Assumed = "assumed", "A substitute is taken to have delegated authority";
        /// Each member must name a deputy.
        NamedDeputy = "named-deputy", "Each member names a deputy, who is taken to have delegated authority";
        /// A member names one where possible.
        WherePossible = "where-possible", "A substitute is nominated where possible";
        /// Nobody.
        None = "none", "No substitutes";
    }
}

words! {
    /// An office in a group.
    Office {
        /// Who chairs it.
        #[default]
        Chair = "chair", "Chair";
        /// Who chairs it otherwise.
        ViceChair = "vice-chair", "Vice chair";
    }
}

/// The rule that a clause states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// What the group is for: the text says it.
    Purpose,
    /// The text lists members of this kind; the seats are in the record.
    Membership(Membership),
    /// At least so many.
    Quorum(QuorumBasis, u32),
    /// So many meetings a year, and before those of this group.
    Cycle(Cycle, u32, Option<Id<Group>>),
    /// So many days.
    Notice(NoticeUnit, u32),
    /// How somebody comes to this office, and after how many months that is reviewed.
    Appointment(Office, Appointment, Option<u32>),
    /// Only if more than so many in a hundred vote for it.
    Removal(Removal, u32),
    /// How it decides.
    Decision(Deciding),
    /// Who may come instead.
    Substitutes(Substituting),
    /// Every so many months.
    Review(u32),
    /// Members must have signed the newest version.
    Sharing,
}

/// One edition of a group's terms of reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Its id.
    pub id: Id<Terms>,
    /// Counts edits of the draft.
    pub version: i64,
    /// Whose they are.
    pub group: Id<Group>,
    /// 1, 2, 3 in each group.
    pub number: i64,
    /// What it is called: "Terms of reference 2026".
    pub title: String,
    /// The first day it binds the group, and where that was agreed; nothing for a draft.
    pub agreed: Option<Agreed>,
    /// Its sections, in order.
    pub clauses: Vec<Clause>,
}

impl Kind for Terms {
    const NAME: &'static str = "terms";
}

/// When and where terms were agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// The first day they bind.
    pub on: Date,
    /// The decision: "Meeting of 14 July, item 12".
    pub by: String,
}

/// A section of the text, with the rule that it states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Its id.
    pub id: Id<Clause>,
    /// Counts its edits.
    pub version: i64,
    /// What it says.
    pub said: NewClause,
}

impl Kind for Clause {
    const NAME: &'static str = "clause";
}

/// What is said in a clause.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewClause {
    /// Its number in the text, as it is there: two may bear the same.
    pub number: String,
    /// Its heading.
    pub heading: String,
    /// Its words.
    pub text: String,
    /// The rule they state, if any.
    pub rule: Option<Rule>,
}

/// Somebody in office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeHolder {
    /// Its id.
    pub id: Id<OfficeHolder>,
    /// In which group.
    pub group: Id<Group>,
    /// Which office.
    pub office: Office,
    /// The post, or what the seat is called.
    pub holder: String,
    /// The seat it goes with, when it goes with one.
    pub seat: Option<Id<Seat>>,
    /// The first day, or the day it was last confirmed.
    pub since: Date,
    /// The last day.
    pub until: Option<Date>,
}

impl Kind for OfficeHolder {
    const NAME: &'static str = "office";
}

/// A version of the information sharing agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharing {
    /// Its id.
    pub id: Id<Sharing>,
    /// What the agreement is called.
    pub name: String,
    /// Which version: "2026" or "v7".
    pub edition: String,
    /// The day it was issued.
    pub issued_on: Date,
}

impl Kind for Sharing {
    const NAME: &'static str = "sharing";
}

/// A bank holiday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub day: Date,
    /// What it is called.
    pub name: String,
    /// Whether it was given once, and does not come back each year.
    pub one_off: bool,
}

impl Kind for Holiday {
    const NAME: &'static str = "holiday";
}

/// Somebody who sits or sat in a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sitting {
    /// The seat.
    pub seat: Id<Seat>,
    /// Who.
    pub person: AnyId,
    /// Whether as its holder or as the deputy.
    pub deputy: bool,
    /// The first day.
    pub since: Date,
    /// The last day.
    pub until: Option<Date>,
}
