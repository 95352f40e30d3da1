//! The target schema as one list: what a mapping may fill, how it is read, what it is for. The mapping reader, its check, the
//! judgement of completeness and `docs/evidence-schema.md` all walk this list.

/// What a field belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// `[crime]`
    Crime,
    /// `[[people]]`
    People,
}

impl Section {
    /// The section's name in a mapping.
    pub fn name(self) -> &'static str {
        match self {
            Section::Crime => "crime",
            Section::People => "people",
        }
    }
}

/// How a field's text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// A reference of the force's own, which becomes a pseudonym.
    Reference,
    /// `2023-03`, or a date whose month is taken.
    Month,
    /// A date, with a time where there is one.
    Moment,
    /// A date.
    Day,
    /// Words or a code, kept as they are or translated.
    Words,
    /// A number in degrees.
    Degrees,
    /// Yes or no.
    YesNo,
    /// Whole years.
    Years,
    /// A date of birth, from which the age is worked out; it is not kept.
    Born,
    /// Female, male or other.
    Sex,
    /// Victim, suspect, convicted offender or witness.
    Role,
}

impl Reads {
    /// Whether what stands there is a word or a code, which somebody may be shown.
    pub(crate) fn is_words(self) -> bool {
        matches!(self, Self::Words | Self::YesNo | Self::Sex | Self::Role)
    }
}

/// A field of the target schema.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The section it is in.
    pub section: Section,
    /// Its name there.
    pub name: &'static str,
    /// How it is read.
    pub reads: Reads,
    /// Whether a row without it is refused.
    pub required: bool,
    /// The entity of the NPCC POLE standards that it describes: Person, Object, Location or Event.
    pub pole: &'static str,
    /// What it holds.
    pub meaning: &'static str,
    /// What cannot be found out without it.
    pub without: &'static str,
}

const fn crime(name: &'static str, reads: Reads, pole: &'static str, texts: [&'static str; 2]) -> Field {
    let [meaning, without] = texts;
    Field { section: Section::Crime, name, reads, required: false, pole, meaning, without }
}

const fn people(name: &'static str, reads: Reads, texts: [&'static str; 2]) -> Field {
    let [meaning, without] = texts;
    Field { section: Section::People, name, reads, required: false, pole: "Person", meaning, without }
}

const fn needed(field: Field) -> Field {
    Field { required: true, ..field }
}

/// Every field.
pub const FIELDS: &[Field] = &[
    crime(
        "reference",
        Reads::Reference,
        "Event",
        [
            "the force's own crime number; kept as a pseudonym",
            "people cannot be joined to crimes, and duplicates cannot be told from repeats",
        ],
    ),
    needed(crime(
        "month",
        Reads::Month,
        "Event",
        ["the month that the crime counts in", "nothing can be counted by month"],
    )),
    crime(
        "from",
        Reads::Moment,
        "Event",
        ["the earliest moment at which it may have happened", "no weekday, hour or time to repeat"],
    ),
    crime(
        "to",
        Reads::Moment,
        "Event",
        [
            "the latest moment; blank means that it happened at `from`",
            "a crime known only as a span counts at its beginning",
        ],
    ),
    crime(
        "reported",
        Reads::Day,
        "Event",
        ["the day on which it was reported", "historic offences cannot be told apart"],
    ),
    needed(crime(
        "offence",
        Reads::Words,
        "Event",
        ["the kind of offence: a Home Office code where there is one, else the force's words", "no harm"],
    )),
    crime(
        "group",
        Reads::Words,
        "Event",
        [
            "the wider group that it is filed under; without it the offence stands for its group",
            "no groups of offences",
        ],
    ),
    crime("domestic", Reads::YesNo, "Event", ["whether it is flagged as domestic", "no domestic abuse"]),
    crime(
        "proactive",
        Reads::YesNo,
        "Event",
        [
            "whether the police found it themselves and nobody reported it",
            "harm cannot leave out what the police generate, as the index's authors ask",
        ],
    ),
    crime("outcome", Reads::Words, "Event", ["how it ended", "no outcomes"]),
    crime(
        "reported_by",
        Reads::Words,
        "Event",
        ["the force that recorded it", "forces cannot be told apart"],
    ),
    crime(
        "falls_within",
        Reads::Words,
        "Location",
        ["the force in whose area it happened", "forces cannot be told apart"],
    ),
    crime(
        "place",
        Reads::Reference,
        "Location",
        [
            "the force's own reference for the place; kept as a pseudonym",
            "no repeat places finer than an area",
        ],
    ),
    crime(
        "area",
        Reads::Words,
        "Location",
        ["the code of the small area (LSOA)", "no rates, no areas, no concentration by place"],
    ),
    crime(
        "district",
        Reads::Words,
        "Location",
        ["the name of the district", "districts only through the area"],
    ),
    crime("longitude", Reads::Degrees, "Location", ["degrees east, WGS 84", "no map of points"]),
    crime("latitude", Reads::Degrees, "Location", ["degrees north, WGS 84", "no map of points"]),
    needed(people(
        "role",
        Reads::Role,
        [
            "what the person was in the crime: victim, suspect, convicted_offender or witness",
            "nobody can be counted",
        ],
    )),
    people(
        "convicted",
        Reads::YesNo,
        [
            "whether a suspect was found guilty or admitted it; yes makes a convicted offender",
            "suspects and convicted offenders are kept apart only where the role says so",
        ],
    ),
    people(
        "reference",
        Reads::Reference,
        [
            "the force's own number for the person; kept as a pseudonym",
            "no repeat, no concentration over people, no ranking",
        ],
    ),
    people("sex", Reads::Sex, ["sex as recorded", "no lens on women and girls, no disparity by sex"]),
    people("age", Reads::Years, ["age in whole years when it happened", "no ages"]),
    people(
        "born",
        Reads::Born,
        ["date of birth, used where `age` is blank and never kept", "age only where the extract gives it"],
    ),
    people("ethnicity", Reads::Words, ["ethnicity in the force's words", "no disparity by ethnicity"]),
    people(
        "relationship",
        Reads::Words,
        [
            "what the victim and the suspect were to each other",
            "no relationship, and partners cannot be told from strangers",
        ],
    ),
];

/// A field by its name.
pub fn field(section: Section, name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.section == section && field.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_fields_share_a_name() {
        for (i, one) in FIELDS.iter().enumerate() {
            assert!(FIELDS.iter().skip(i + 1).all(|two| (one.section, one.name) != (two.section, two.name)));
        }
    }

    #[test]
    fn the_document_has_every_field_with_its_meaning() {
        let document = include_str!("../../../../../docs/evidence-schema.md");
        for field in FIELDS {
            let row = format!("| `{}` | {} | {} |", field.name, field.pole, field.meaning);
            assert!(document.contains(&row), "docs/evidence-schema.md lacks this row:\n{row}");
        }
    }
}
