//! The accounts that there are, and the ways that money may take between them.

/// Where money of an award can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// With the funder: money comes from here, so it stands below nothing by what was awarded.
    Funder,
    /// With others who put something in: as the funder.
    Partners,
    /// The up-front part that is not allocated.
    Available,
    /// Held back in a pot.
    Held,
    /// In a pot that is open, and not allocated.
    Open,
    /// Allocated to a project, waiting for approval.
    Allocated,
    /// Approved for a project.
    Approved,
    /// Committed by a project's orders.
    Committed,
    /// Spent by a project.
    Spent,
    /// Put in by others for a project.
    Matched,
    /// Given back to the funder.
    Returned,
}

impl Place {
    /// All of them, in the order that money takes.
    pub const ALL: [Self; 11] = [
        Self::Funder,
        Self::Partners,
        Self::Available,
        Self::Held,
        Self::Open,
        Self::Allocated,
        Self::Approved,
        Self::Committed,
        Self::Spent,
        Self::Matched,
        Self::Returned,
    ];

    /// The word kept in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Funder => "funder",
            Self::Partners => "partners",
            Self::Available => "available",
            Self::Held => "held",
            Self::Open => "open",
            Self::Allocated => "allocated",
            Self::Approved => "approved",
            Self::Committed => "committed",
            Self::Spent => "spent",
            Self::Matched => "matched",
            Self::Returned => "returned",
        }
    }

    /// The words shown.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Funder => "From the funder",
            Self::Partners => "From partners",
            Self::Available => "Up-front money not allocated",
            Self::Held => "Held back in a pot",
            Self::Open => "In an open pot, not allocated",
            Self::Allocated => "Allocated, not yet approved",
            Self::Approved => "Approved, not yet committed",
            Self::Committed => "Committed by orders",
            Self::Spent => "Spent",
            Self::Matched => "Put in by partners",
            Self::Returned => "Given back",
        }
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.word() == word)
    }

    /// Whether money comes from here, so that the account stands below nothing.
    pub const fn is_source(self) -> bool {
        matches!(self, Self::Funder | Self::Partners)
    }

    pub(super) const fn of_pot(self) -> bool {
        matches!(self, Self::Held | Self::Open)
    }

    pub(super) const fn of_project(self) -> bool {
        matches!(self, Self::Allocated | Self::Approved | Self::Committed | Self::Spent | Self::Matched)
    }
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// The funder gives.
    Award,
    /// A pot is held back.
    Hold,
    /// A pot is opened.
    Release,
    /// A pot that was open is closed or locked again.
    Lock,
    /// A project is given an allocation.
    Allocate,
    /// The allocation is approved.
    Approve,
    /// An order is placed.
    Commit,
    /// A claim is paid.
    Spend,
    /// Others put something in.
    Match,
    /// Money goes back to the funder.
    Return,
    /// What a project or an order does not need becomes free again.
    WriteBack,
}

impl EntryKind {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Award,
        Self::Hold,
        Self::Release,
        Self::Lock,
        Self::Allocate,
        Self::Approve,
        Self::Commit,
        Self::Spend,
        Self::Match,
        Self::Return,
        Self::WriteBack,
    ];

    /// The word kept in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Award => "award",
            Self::Hold => "hold",
            Self::Release => "release",
            Self::Lock => "lock",
            Self::Allocate => "allocate",
            Self::Approve => "approve",
            Self::Commit => "commit",
            Self::Spend => "spend",
            Self::Match => "match",
            Self::Return => "return",
            Self::WriteBack => "write-back",
        }
    }

    /// The words shown.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Award => "Award",
            Self::Hold => "Held back",
            Self::Release => "Released",
            Self::Lock => "Locked",
            Self::Allocate => "Allocated",
            Self::Approve => "Approved",
            Self::Commit => "Committed",
            Self::Spend => "Spent",
            Self::Match => "Match funding",
            Self::Return => "Returned",
            Self::WriteBack => "Written back",
        }
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Which ways an entry of this kind may go. The database holds the same list as a CHECK.
    pub const fn ways(self) -> &'static [(Place, Place)] {
        use Place::{
            Allocated, Approved, Available, Committed, Funder, Held, Matched, Open, Partners, Returned, Spent,
        };
        match self {
            Self::Award => &[(Funder, Available)],
            Self::Hold => &[(Available, Held)],
            Self::Release => &[(Held, Open)],
            Self::Lock => &[(Open, Held)],
            Self::Allocate => &[(Available, Allocated), (Open, Allocated)],
            Self::Approve => &[(Allocated, Approved)],
            Self::Commit => &[(Approved, Committed)],
            Self::Spend => &[(Approved, Spent), (Committed, Spent)],
            Self::Match => &[(Partners, Matched)],
            Self::Return => &[(Available, Returned), (Held, Returned), (Open, Returned)],
            Self::WriteBack => &[
                (Committed, Approved),
                (Approved, Available),
                (Approved, Open),
                (Approved, Held),
                (Allocated, Available),
                (Allocated, Open),
                (Allocated, Held),
            ],
        }
    }
}
