//! What crimes fall on, beside areas.

/// Something that crimes fall on, beside areas: only those with a crime are known.
pub(super) struct Unit {
    pub(super) word: &'static str,
    pub(super) name: &'static str,
    /// Which crimes it leaves out.
    pub(super) without: &'static str,
    /// What is said where there is none.
    pub(super) none: &'static str,
}

pub(super) const UNITS: [Unit; 4] = [
    Unit {
        word: "suspect",
        name: "Suspects",
        without: "without a suspect who can be told apart",
        none: "The records in use name no suspects within this lens and window.",
    },
    Unit {
        word: "victim",
        name: "Victims",
        without: "without a victim who can be told apart",
        none: "The records in use name no victims within this lens and window.",
    },
    Unit {
        word: "pair",
        name: "Pairs of a suspect and a victim",
        without: "without a suspect and a victim who can be told apart",
        none: "No crime within this lens and window has both a suspect and a victim who can be told apart.",
    },
    Unit {
        word: "place",
        name: "Places",
        without: "without a reference of the place",
        none: "The records in use have no references of places within this lens and window: areas are the finest there is.",
    },
];
