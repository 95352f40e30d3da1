use std::fmt;

use concordat_kernel::{AnyId, Id, Kind, Sensitivity};

use crate::Actor;

/// A kind of thing that access is asked about, and what can be done to it.
#[derive(Debug, Clone, Copy)]
pub struct ResourceKind {
    /// Its name: the same word as [`Kind::NAME`], in policies and audit rows.
    pub name: &'static str,
    /// What can be done to it, mildest first.
    pub actions: &'static [&'static str],
    /// The sensitivities that a thing of this kind can have: one row of the matrix each.
    pub sensitivities: &'static [Sensitivity],
}

/// A thing that can be done to a kind of resource: `plan_action.change`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Action {
    /// The resource kind's name.
    pub kind: &'static str,
    /// The verb.
    pub verb: &'static str,
}

impl Action {
    /// The verb `verb` done to the kind `kind`.
    pub const fn new(kind: &'static str, verb: &'static str) -> Self {
        Self { kind, verb }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.kind, self.verb)
    }
}

/// The thing that access is asked about.
#[derive(Debug, Clone)]
pub struct Resource {
    /// The kind's name.
    pub kind: &'static str,
    /// Which one; `None` for the kind as a whole (a list, or something about to be added).
    pub id: Option<AnyId>,
    /// Who may know of it.
    pub sensitivity: Sensitivity,
    /// The bodies and groups it belongs to: roles held for these count.
    pub within: Vec<AnyId>,
    /// The person it is about or belongs to: people may do some things to what is their own.
    pub person: Option<AnyId>,
}

impl Resource {
    /// The kind as a whole, at partner sensitivity.
    pub fn any(kind: &'static str) -> Self {
        Self { kind, id: None, sensitivity: Sensitivity::Partner, within: Vec::new(), person: None }
    }

    /// The kind as a whole, wherever this actor holds a role: for something that has no place yet.
    pub fn anywhere(kind: &'static str, actor: &Actor) -> Self {
        Self { within: actor.places(), ..Self::any(kind) }
    }

    /// One thing, at partner sensitivity.
    pub fn one<K: Kind>(id: Id<K>) -> Self {
        Self { id: Some(id.uuid()), ..Self::any(K::NAME) }
    }

    /// The same thing at another sensitivity.
    #[must_use]
    pub fn at(mut self, sensitivity: Sensitivity) -> Self {
        self.sensitivity = sensitivity;
        self
    }

    /// The same thing, belonging to this body or group as well.
    #[must_use]
    pub fn within(mut self, id: impl Into<Option<AnyId>>) -> Self {
        self.within.extend(id.into());
        self
    }

    /// The same thing, being this person's own.
    #[must_use]
    pub fn of_person(mut self, person: AnyId) -> Self {
        self.person = Some(person);
        self
    }
}
