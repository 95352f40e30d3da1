//! Closed lists of words. Each is kept in the database as it is written here.

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal, $title:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.title())
            }
        }
    };
}

words! {
    /// What opens a pot.
    PotRule {
        /// Every project of the fund's earlier awards is complete.
        EarlierYearsComplete = "earlier-years-complete", "Until all projects of earlier years are complete";
        /// A day.
        FromDay = "from-day", "Until a day";
        /// Whatever the funder decides.
        FunderDecides = "funder-decides", "Until the funder decides";
    }
}

words! {
    /// What the outside party last said about a pot.
    PotState {
        /// Held back.
        Locked = "locked", "Locked";
        /// May be used.
        Opened = "opened", "Opened";
        /// May no longer be used.
        Closed = "closed", "Closed";
    }
}

words! {
    /// How a bid stands.
    BidState {
        /// Going through the chain of approval.
        Submitted = "submitted", "Submitted";
        /// Approved as asked.
        Approved = "approved", "Approved";
        /// Approved for less than was asked.
        PartApproved = "part-approved", "Approved in part";
        /// Waits for money to become free.
        Reserve = "reserve", "On the reserve list";
        /// Refused.
        Refused = "refused", "Refused";
        /// Taken back by whoever made it.
        Withdrawn = "withdrawn", "Withdrawn";
    }
}

words! {
    /// What a step of the chain says to a bid.
    Verdict {
        /// As asked, or as the step before agreed it.
        Agreed = "agreed", "Agreed";
        /// For less.
        PartAgreed = "part-agreed", "Agreed in part";
        /// When money becomes free.
        Reserve = "reserve", "Put on the reserve list";
        /// No.
        Refused = "refused", "Refused";
    }
}

words! {
    /// How a project stands.
    ProjectState {
        /// Not begun.
        Planned = "planned", "Planned";
        /// Begun.
        Running = "running", "Running";
        /// Delivered, with evidence.
        Completed = "completed", "Completed";
        /// Given up.
        Cancelled = "cancelled", "Cancelled";
    }
}

words! {
    /// How a claim stands.
    ClaimState {
        /// Nobody has looked at it.
        Waiting = "waiting", "Waiting";
        /// To be paid.
        Accepted = "accepted", "Accepted";
        /// Not to be paid.
        Refused = "refused", "Refused";
        /// Paid.
        Paid = "paid", "Paid";
    }
}

words! {
    /// In what form others put something in.
    MatchForm {
        /// Money.
        Cash = "cash", "In cash";
        /// Rooms, time and the like, valued.
        Kind = "kind", "In kind";
    }
}
