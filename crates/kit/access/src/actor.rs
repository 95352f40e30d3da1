use std::sync::Arc;

use concordat_kernel::{AnyId, Chance, Clock, Ref};

/// A role that can be held. The list of roles is data, registered by the identity slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Role {
    /// The name used in policies and in the database: `grant-manager`.
    pub name: &'static str,
    /// The name on screen: `Grant manager`.
    pub title: &'static str,
    /// What a holder is there to do, in one sentence.
    pub purpose: &'static str,
    /// Whether a holder may see restricted material, and so must have a second factor.
    pub second_factor: bool,
}

/// Where a role holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// For everything in the store.
    Everywhere,
    /// For what belongs to one body or group.
    Within(AnyId),
}

/// A role held by a person at this moment (dates have been applied).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The role's name.
    pub role: String,
    /// Where it holds.
    pub scope: Scope,
}

/// Who is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody is signed in.
    Anonymous,
    /// Whoever runs the program at the command line of the machine.
    Operator,
    /// A signed-in person.
    Person {
        /// Who.
        id: AnyId,
        /// The roles held now.
        roles: Arc<[Held]>,
        /// Whether the second factor was given in this session.
        second_factor: bool,
    },
    /// Somebody without an account who holds a link to one thing: may do there what the role `guest` may,
    /// and nothing anywhere else.
    Guest {
        /// What the link was made out as: named in audit rows and history, so that its holder can be found.
        pass: AnyId,
        /// The one thing it opens.
        to: AnyId,
    },
}

impl Actor {
    /// How the actor is named in audit rows and history: an id or a fixed word, never a name.
    pub fn word(&self) -> String {
        match self {
            Self::Anonymous => "anonymous".to_owned(),
            Self::Operator => "operator".to_owned(),
            Self::Person { id, .. } => id.to_string(),
            Self::Guest { pass, .. } => pass.to_string(),
        }
    }

    /// The person's id, when a person is signed in.
    pub fn person(&self) -> Option<AnyId> {
        match self {
            Self::Person { id, .. } => Some(*id),
            Self::Anonymous | Self::Operator | Self::Guest { .. } => None,
        }
    }

    /// Whether the actor holds this role, anywhere. For what to offer on a page; never for a decision.
    pub fn holds(&self, role: &str) -> bool {
        match self {
            Self::Person { roles, .. } => roles.iter().any(|held| held.role == role),
            Self::Operator => role == "operator",
            Self::Guest { .. } => role == "guest",
            Self::Anonymous => false,
        }
    }

    /// The bodies and groups that the actor holds a role for.
    pub fn places(&self) -> Vec<AnyId> {
        match self {
            Self::Person { roles, .. } => roles
                .iter()
                .filter_map(|held| match held.scope {
                    Scope::Within(id) => Some(id),
                    Scope::Everywhere => None,
                })
                .collect(),
            Self::Operator | Self::Anonymous | Self::Guest { .. } => Vec::new(),
        }
    }

    pub(crate) fn second_factor(&self) -> bool {
        match self {
            Self::Person { second_factor, .. } => *second_factor,
            // Whoever holds the machine's command line already holds the files.
            Self::Operator => true,
            // A link is something one has, and nothing more: restricted things stay shut.
            Self::Anonymous | Self::Guest { .. } => false,
        }
    }

    /// The names of the roles that hold for something within these bodies and groups.
    pub(crate) fn roles_within<'a>(&'a self, within: &'a [AnyId]) -> Vec<&'a str> {
        match self {
            Self::Anonymous => vec!["public"],
            Self::Operator => vec!["operator", "public"],
            Self::Guest { to, .. } if within.contains(to) => vec!["guest", "public"],
            Self::Guest { .. } => vec!["public"],
            Self::Person { roles, .. } => roles
                .iter()
                .filter(|held| match held.scope {
                    Scope::Everywhere => true,
                    Scope::Within(id) => within.contains(&id),
                })
                .map(|held| held.role.as_str())
                .chain(["public"])
                .collect(),
        }
    }
}

/// The circumstances of a request: who, why, when, and its number. Every function of the
/// record takes one.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// Who is asking.
    pub actor: Actor,
    /// The reason given, where one was asked for. Kept in the audit row.
    pub why: Option<String>,
    /// The thing of the record because of which something is done, such as a decision that is being carried out: the
    /// reason of every change of the request.
    pub cause: Option<Ref>,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub chance: Chance,
    /// The number that ties log lines, audit rows and history of one request together.
    pub request: AnyId,
}

impl Ctx {
    /// The circumstances of a new request.
    pub fn new(actor: Actor, clock: Clock, chance: Chance) -> Self {
        let request = chance.uuid();
        Self { actor, why: None, cause: None, clock, chance, request }
    }

    /// The same request, with the reason that was given for it.
    #[must_use]
    pub fn because(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    /// The same request, made because of a thing of the record. Whether the asker may know of it is asked before.
    #[must_use]
    pub fn caused_by(mut self, cause: Ref) -> Self {
        self.cause = Some(cause);
        self
    }
}
