use concordat_access::{Action, ResourceKind};
use concordat_kernel::{AnyId, Id, Sensitivity, jiff::civil::Date, kind};

kind!(
    /// Somebody who may sign in.
    Person,
    "person"
);
kind!(
    /// What belongs to a person alone: password, second factor, recovery codes.
    Account,
    "account"
);
kind!(
    /// A person's being signed in on one browser.
    Session,
    "session"
);
kind!(
    /// A role held by a person somewhere, between dates. Asked about as part of the person.
    RoleHeld,
    "role_held"
);

/// What can be done, and to what.
pub const KINDS: &[ResourceKind] = &[
    ResourceKind {
        name: "person",
        actions: &["view", "add", "change", "grant", "reset", "sign-out", "disable"],
        sensitivities: &[Sensitivity::Partner],
    },
    ResourceKind { name: "account", actions: &["view", "change"], sensitivities: &[Sensitivity::Partner] },
    ResourceKind { name: "session", actions: &["add", "end"], sensitivities: &[Sensitivity::Partner] },
    ResourceKind { name: "audit", actions: &["view"], sensitivities: &[Sensitivity::Restricted] },
];

pub(crate) const PERSON_VIEW: Action = Action::new("person", "view");
pub(crate) const PERSON_ADD: Action = Action::new("person", "add");
pub(crate) const PERSON_CHANGE: Action = Action::new("person", "change");
pub(crate) const PERSON_GRANT: Action = Action::new("person", "grant");
pub(crate) const PERSON_RESET: Action = Action::new("person", "reset");
pub(crate) const PERSON_SIGN_OUT: Action = Action::new("person", "sign-out");
pub(crate) const PERSON_DISABLE: Action = Action::new("person", "disable");
pub(crate) const ACCOUNT_VIEW: Action = Action::new("account", "view");
pub(crate) const ACCOUNT_CHANGE: Action = Action::new("account", "change");
pub(crate) const SESSION_ADD: Action = Action::new("session", "add");
pub(crate) const SESSION_END: Action = Action::new("session", "end");
pub(crate) const AUDIT_VIEW: Action = Action::new("audit", "view");
/// Of a kind of the partnership slice: whoever may fill a seat there chooses the person here.
pub(crate) const SEAT_FILL: Action = Action::new("seat", "fill");

/// Of a kind of the mail slice: whoever may look at letters is led there.
pub(crate) const LETTER_VIEW: Action = Action::new("letter", "view");

/// What is known of a person when they are added, and what can be changed later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    /// The name shown to others.
    pub name: String,
    /// The e-mail address they sign in with.
    pub email: String,
    /// The body they work for.
    pub body: Option<AnyId>,
}

/// A person as others see them.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PersonRow {
    /// Which one.
    pub id: Id<Person>,
    /// The name shown to others.
    pub name: String,
    /// The e-mail address they sign in with.
    pub email: String,
    /// The body they work for.
    pub body: Option<String>,
    /// Since when they may not sign in.
    pub disabled_at: Option<String>,
    /// When they were added.
    pub created_at: String,
    /// Counts the changes, so that two people editing at once are noticed.
    pub version: i64,
    /// Whether a password is set: 0 or 1.
    pub has_password: i64,
    /// Whether a second factor is set up: 0 or 1.
    pub has_second_factor: i64,
}

impl PersonRow {
    /// The body's id.
    pub fn body_id(&self) -> Option<AnyId> {
        self.body.as_deref().and_then(|id| id.parse().ok())
    }

    /// What a one-time link would be for: `invitation` when they have no password yet, otherwise `reset`.
    pub fn link_purpose(&self) -> &'static str {
        if self.has_password == 1 { "reset" } else { "invitation" }
    }

    /// How far they have come: a word for a tag.
    pub fn state(&self) -> PersonState {
        match (self.disabled_at.is_some(), self.has_password == 1) {
            (true, _) => PersonState::Disabled,
            (false, true) => PersonState::Active,
            (false, false) => PersonState::Invited,
        }
    }
}

/// How far somebody has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonState {
    /// Added, but no password set yet.
    Invited,
    /// May sign in.
    Active,
    /// May no longer sign in.
    Disabled,
}

/// A role held by a person.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RoleRow {
    /// Which one.
    pub id: Id<RoleHeld>,
    /// By whom.
    pub person: Id<Person>,
    /// The role's name.
    pub role: String,
    /// `body`, `group`, or nothing for everywhere.
    pub scope_kind: Option<String>,
    /// The body or group.
    pub scope: Option<String>,
    /// The first day.
    pub from_date: String,
    /// The last day, if there is one.
    pub until_date: Option<String>,
    /// When it was stopped before its time.
    pub ended_at: Option<String>,
}

impl RoleRow {
    /// Whether it counts on this day.
    pub fn holds_on(&self, today: Date) -> bool {
        let from = self.from_date.parse().ok();
        let until = self.until_date.as_deref().map(str::parse::<Date>);
        // A date that cannot be read holds nothing.
        match (from, until) {
            (Some(from), None) => crate::rules::holds(from, None, self.ended_at.is_some(), today),
            (Some(from), Some(Ok(until))) => {
                crate::rules::holds(from, Some(until), self.ended_at.is_some(), today)
            }
            _ => false,
        }
    }
}

/// One of a person's sessions, for their own list.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct SessionRow {
    /// Which one.
    pub id: Id<Session>,
    /// When they signed in.
    pub created_at: String,
    /// When it was last used, to the minute.
    pub seen_at: String,
    /// Tells the session in use from the others.
    pub csrf: String,
}
