use concordat_kernel::{AnyId, Id, Kind, jiff::civil::Date};

/// Declares a closed list of words: each is kept in the database as it is written here.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal, $title:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub enum $name { $($(#[$each])* $variant,)+ }

        impl $name {
            /// All of them, in the order they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word kept in the database and sent by forms.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The words shown.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }

            /// The one with this word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    };
}

pub(crate) use words;

words! {
    /// In what right a body takes part in the partnership.
    BodyKind {
        /// Bound by law to take part.
        ResponsibleAuthority = "responsible-authority", "Responsible authority";
        /// Bound to co-operate with those that are.
        CoOperating = "co-operating", "Co-operating body";
        /// Takes part by choice.
        #[default]
        Other = "other", "Other body";
    }
}

words! {
    /// In what right a seat is held.
    Capacity {
        /// For a responsible authority.
        ResponsibleAuthority = "responsible-authority", "Responsible authority";
        /// For a co-operating body.
        CoOperating = "co-operating", "Co-operating";
        /// By invitation of the group.
        #[default]
        Invited = "invited", "Invited";
    }
}

words! {
    /// What sort of place an area is.
    AreaKind {
        /// A district or borough within a county.
        #[default]
        District = "district", "District";
        /// An area with one council for everything.
        Unitary = "unitary", "Unitary";
        /// A county.
        County = "county", "County";
    }
}

/// An organisation that takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Its id.
    pub id: Id<Body>,
    /// Counts its edits; an edit names the version it was made against.
    pub version: i64,
    /// Its full name.
    pub name: String,
    /// A shorter name for tables.
    pub short_name: Option<String>,
    /// In what right it takes part.
    pub kind: BodyKind,
    /// What documents call it.
    pub aliases: Vec<String>,
    /// The body it took over from.
    pub predecessor: Option<Id<Body>>,
    /// The first day it took part.
    pub active_from: Option<Date>,
    /// The last day it took part.
    pub active_until: Option<Date>,
    /// Anything else.
    pub notes: Option<String>,
}

impl Kind for Body {
    const NAME: &'static str = "body";
}

impl Body {
    /// Whether it takes part on this day.
    pub fn is_active(&self, on: Date) -> bool {
        within(self.active_from, self.active_until, on)
    }
}

/// What is said of a body when it is added or changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewBody {
    /// See [`Body::name`].
    pub name: String,
    /// See [`Body::short_name`].
    pub short_name: Option<String>,
    /// See [`Body::kind`].
    pub kind: BodyKind,
    /// See [`Body::aliases`].
    pub aliases: Vec<String>,
    /// See [`Body::predecessor`].
    pub predecessor: Option<Id<Body>>,
    /// See [`Body::active_from`].
    pub active_from: Option<Date>,
    /// See [`Body::active_until`].
    pub active_until: Option<Date>,
    /// See [`Body::notes`].
    pub notes: Option<String>,
}

impl From<Body> for NewBody {
    fn from(body: Body) -> Self {
        Self {
            name: body.name,
            short_name: body.short_name,
            kind: body.kind,
            aliases: body.aliases,
            predecessor: body.predecessor,
            active_from: body.active_from,
            active_until: body.active_until,
            notes: body.notes,
        }
    }
}

/// Where bodies meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its id.
    pub id: Id<Group>,
    /// Counts its edits.
    pub version: i64,
    /// Its full name.
    pub name: String,
    /// A shorter name for tables.
    pub short_name: Option<String>,
    /// The group it stands under.
    pub parent: Option<Id<Group>>,
    /// What it is there to do.
    pub purpose: Option<String>,
    /// The area it serves.
    pub area: Option<Id<Area>>,
    /// Under which law it has duties, in words; a group without has none.
    pub statutory: Option<String>,
}

impl Kind for Group {
    const NAME: &'static str = "group";
}

/// What is said of a group when it is added or changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewGroup {
    /// See [`Group::name`].
    pub name: String,
    /// See [`Group::short_name`].
    pub short_name: Option<String>,
    /// See [`Group::parent`].
    pub parent: Option<Id<Group>>,
    /// See [`Group::purpose`].
    pub purpose: Option<String>,
    /// See [`Group::area`].
    pub area: Option<Id<Area>>,
    /// See [`Group::statutory`].
    pub statutory: Option<String>,
}

impl From<Group> for NewGroup {
    fn from(group: Group) -> Self {
        Self {
            name: group.name,
            short_name: group.short_name,
            parent: group.parent,
            purpose: group.purpose,
            area: group.area,
            statutory: group.statutory,
        }
    }
}

/// A place in a group, held by a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Its id.
    pub id: Id<Seat>,
    /// The group it is in.
    pub group: Id<Group>,
    /// The body that holds it.
    pub body: Id<Body>,
    /// What it is called: "District councils".
    pub title: String,
    /// In what right it is held.
    pub capacity: Capacity,
    /// The first day it is held.
    pub active_from: Option<Date>,
    /// The last day it is held.
    pub active_until: Option<Date>,
    /// Why it ended.
    pub end_reason: Option<String>,
    /// Who fills it; nobody is a vacancy.
    pub person: Option<AnyId>,
    /// Who stands in for them.
    pub deputy: Option<AnyId>,
}

impl Kind for Seat {
    const NAME: &'static str = "seat";
}

impl Seat {
    /// Whether it is over on this day.
    pub fn has_ended(&self, on: Date) -> bool {
        self.active_until.is_some_and(|last| last < on)
    }

    /// Whether nobody fills it.
    pub fn is_vacant(&self) -> bool {
        self.person.is_none()
    }
}

/// What is said of a seat when it is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSeat {
    /// See [`Seat::group`].
    pub group: Id<Group>,
    /// See [`Seat::body`].
    pub body: Id<Body>,
    /// See [`Seat::title`].
    pub title: String,
    /// See [`Seat::capacity`].
    pub capacity: Capacity,
    /// See [`Seat::active_from`].
    pub active_from: Option<Date>,
    /// See [`Seat::person`].
    pub person: Option<AnyId>,
    /// See [`Seat::deputy`].
    pub deputy: Option<AnyId>,
}

/// A place the partnership serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Its id.
    pub id: Id<Area>,
    /// Its name.
    pub name: String,
    /// What sort of place it is.
    pub kind: AreaKind,
    /// The area it lies in.
    pub parent: Option<Id<Area>>,
    /// The body that answers for it.
    pub body: Option<Id<Body>>,
}

impl Kind for Area {
    const NAME: &'static str = "area";
}

/// What is said of an area when it is added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewArea {
    /// See [`Area::name`].
    pub name: String,
    /// See [`Area::kind`].
    pub kind: AreaKind,
    /// See [`Area::parent`].
    pub parent: Option<Id<Area>>,
    /// See [`Area::body`].
    pub body: Option<Id<Body>>,
}

/// A body or group to choose from a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its id.
    pub id: AnyId,
    /// `body` or `group`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
}

/// Both days are included; a side that is not said is open.
fn within(from: Option<Date>, until: Option<Date>, on: Date) -> bool {
    from.is_none_or(|first| first <= on) && until.is_none_or(|last| on <= last)
}
