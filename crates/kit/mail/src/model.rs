use concordat_access::{Action, ResourceKind};
use concordat_kernel::{AnyId, Id, Ref, Sensitivity, jiff::Timestamp, kind};

kind!(
    /// A letter that has been posted: one message to one person.
    Posted,
    "letter"
);

/// What can be done, and to what. The names, addresses and words of letters are restricted; that there
/// are so many in this state or that is not.
pub const KINDS: &[ResourceKind] = &[ResourceKind {
    name: "letter",
    actions: &["view", "settle", "send"],
    sensitivities: &[Sensitivity::Restricted, Sensitivity::Partner],
}];

pub(crate) const LETTER_VIEW: Action = Action::new("letter", "view");
pub(crate) const LETTER_SETTLE: Action = Action::new("letter", "settle");
pub(crate) const LETTER_SEND: Action = Action::new("letter", "send");

/// What has become of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Its time has not come, or no sender has taken it yet.
    Waiting,
    /// A sender has taken it and has not handed over its text. Safe to take again.
    Claimed,
    /// Its text is on the wire, or was when the sender stopped.
    Handed,
    /// The mail server took it.
    Sent,
    /// Cut off after handing and before the reply: only a person can find out.
    InDoubt,
    /// It did not arrive, in the server's words or a person's.
    Refused,
    /// No longer needed when its turn came.
    Cancelled,
}

impl State {
    /// All of them, in the order of a letter's life.
    pub const ALL: [Self; 7] = [
        Self::Waiting,
        Self::Claimed,
        Self::Handed,
        Self::Sent,
        Self::InDoubt,
        Self::Refused,
        Self::Cancelled,
    ];

    /// The word kept in the record.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Claimed => "claimed",
            Self::Handed => "handed",
            Self::Sent => "sent",
            Self::InDoubt => "in-doubt",
            Self::Refused => "refused",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// What it says on screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Claimed | Self::Handed => "Being sent",
            Self::Sent => "Sent",
            Self::InDoubt => "In doubt",
            Self::Refused => "Undelivered",
            Self::Cancelled => "Not needed",
        }
    }
}

/// What has become of a letter, for the page of whatever it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Which letter.
    pub letter: Id<Posted>,
    /// What kind of letter.
    pub kind: String,
    /// What it is about.
    pub about: Ref,
    /// What has become of it.
    pub state: State,
    /// When it was posted.
    pub posted_at: Timestamp,
    /// When it came to rest: sent, refused, in doubt or cancelled.
    pub settled_at: Option<Timestamp>,
    /// How many attempts there have been.
    pub attempts: i64,
}

impl Delivery {
    /// Whether somebody should be told that it has not arrived.
    pub fn undelivered(&self) -> bool {
        matches!(self.state, State::Refused | State::InDoubt)
    }
}

/// A thing's id as kept in text.
pub(crate) fn any_id(text: &str) -> AnyId {
    text.parse().unwrap_or(AnyId::nil())
}

/// A moment as kept in text.
pub(crate) fn moment(text: &str) -> Timestamp {
    text.parse().unwrap_or(Timestamp::MIN)
}
