//! The closed lists of words.

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

words! {
    /// Where people meet.
    Manner {
        /// In a room.
        InPerson = "in-person", "In person";
        /// By video.
        Online = "online", "Online";
        /// Some in a room, some by video.
        #[default]
        Hybrid = "hybrid", "In person and online";
    }
}

words! {
    /// A part of the agenda.
    AgendaPart {
        /// The group's own business.
        A = "A", "Committee business";
        /// Matters to discuss and decide.
        #[default]
        B = "B", "Matters for information and discussion";
        /// Matters to take note of.
        C = "C", "Matters for information";
        /// Not open to the public.
        D = "D", "Restricted items";
    }
}

words! {
    /// What a paper is for.
    Classification {
        /// To be known.
        #[default]
        Information = "information", "For information";
        /// To be decided.
        Decision = "decision", "For decision";
    }
}

words! {
    /// In what right somebody was in the chair.
    ChairedAs {
        /// Holds the office.
        #[default]
        Chair = "chair", "Chair";
        /// Stood in for the chair.
        ViceChair = "vice-chair", "Vice chair in the chair";
        /// Was chosen for this meeting.
        Other = "other", "Chosen for this meeting";
    }
}

words! {
    /// How far the minutes are. They go on, never back.
    MinutesState {
        /// Not begun.
        #[default]
        None = "none", "Not begun";
        /// Being written.
        Draft = "draft", "Draft";
        /// Sent round to be checked.
        Circulated = "circulated", "Circulated for accuracy";
        /// Approved by a later meeting.
        Approved = "approved", "Approved";
        /// Signed by the chair.
        Signed = "signed", "Signed";
        /// Before the public.
        Published = "published", "Published";
    }
}

words! {
    /// What a decision does.
    DecisionKind {
        /// Agrees to something.
        Agree = "agree", "Agreed";
        /// Approves something.
        Approve = "approve", "Approved";
        /// Gives support to something.
        Endorse = "endorse", "Endorsed";
        /// Takes note.
        #[default]
        Note = "note", "Noted";
        /// Passes something on.
        Refer = "refer", "Referred";
        /// Asks for a further update by a month.
        ReceiveUpdate = "receive-update", "To receive a further update";
        /// Gives comments.
        Comment = "comment", "Considered and commented";
        /// Removes the chair or vice chair: the one decision by vote.
        RemoveChair = "remove-chair", "Vote to remove the chair or vice chair";
        /// Came to no agreement.
        NotAgreed = "not-agreed", "Not agreed";
    }
}

words! {
    /// What is to be followed up.
    FollowUpKind {
        /// Somebody is to do something.
        #[default]
        Action = "action", "Action";
        /// Somebody undertook something outside the meeting.
        Undertaking = "undertaking", "Undertaking";
        /// The group was asked for support.
        Ask = "ask", "Request to the group";
        /// Somebody is to be invited.
        Invitation = "invitation", "Invitation";
        /// A further update is to come.
        Update = "update", "Further update";
        /// A comment by scrutiny is to be answered.
        Comment = "comment", "Comment to be answered";
    }
}
