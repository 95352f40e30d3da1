//! What a measure's own words suggest, for whoever sets a target. Nothing is set by it. Pure.

use super::model::{Better, Kind};

/// What is suggested, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// How it could be measured.
    pub kind: Kind,
    /// Which way could be better.
    pub better: Option<Better>,
    /// Why, as a sentence that quotes the measure's words.
    pub because: String,
    /// A figure that the words name already: perhaps the target.
    pub figure: Option<String>,
}

/// Words that point to a kind; the first list that holds one of the measure's words decides. A word ending in
/// `*` stands for all that begin like it.
const SIGNS: &[(Kind, &[&str])] = &[
    (
        Kind::Survey,
        &[
            "survey*",
            "satisfaction",
            "satisfied",
            "confidence",
            "feel safe",
            "feeling safe",
            "feel safer",
            "questionnaire*",
        ],
    ),
    (
        Kind::Benchmark,
        &[
            "benchmark*",
            "compared with",
            "compared to",
            "similar areas",
            "national average",
            "regional average",
        ],
    ),
    (Kind::Share, &["%", "percentage", "per cent", "proportion", "share of", "rate"]),
    (
        Kind::Money,
        &["£", "value of", "cost", "costs", "spend", "funding secured", "savings", "amount of funding"],
    ),
    (
        Kind::Story,
        &[
            "story",
            "stories",
            "case study",
            "case studies",
            "qualitative",
            "feedback",
            "testimon*",
            "lived experience",
            "examples of",
        ],
    ),
];

const UP: &[&str] = &["increase*", "more", "higher", "improve*", "rise", "greater", "growth"];
const DOWN: &[&str] = &["reduc*", "decrease*", "fewer", "less", "lower", "fall in", "decline*", "drop in"];
const COUNTED: &[&str] = &["number of", "no. of", "numbers of", "how many", "count of", "total"];
const DONE: &[&str] = &[
    "published",
    "agreed",
    "completed",
    "in place",
    "developed",
    "established",
    "launched",
    "produced",
    "adopted",
    "approved",
    "implemented",
    "reviewed",
    "refreshed",
    "set up",
    "signed",
    "appointed",
    "created",
    "commissioned",
    "submitted",
    "live",
];

/// What the words of a measure suggest.
pub fn suggest(text: &str) -> Suggestion {
    let lower = format!(" {} ", text.to_lowercase().replace(['\u{2019}', '\''], ""));
    let better = find(&lower, UP)
        .map(|sign| (Better::Up, sign))
        .or_else(|| find(&lower, DOWN).map(|sign| (Better::Down, sign)));
    let way = better.map(|(better, _)| better);
    let by = |kind: Kind, sign: &str, what: &str| Suggestion {
        kind,
        better: way,
        because: format!("The measure says “{sign}”, which {what}."),
        figure: figure(text),
    };
    for (kind, signs) in SIGNS {
        if let Some(sign) = find(&lower, signs) {
            let what = match kind {
                Kind::Survey => "is asked of people",
                Kind::Benchmark => "compares with others",
                Kind::Share => "is so many of a hundred",
                Kind::Money => "is an amount of money",
                _ => "is told rather than counted",
            };
            return by(*kind, sign, what);
        }
    }
    if let Some(sign) = find(&lower, COUNTED) {
        return by(Kind::Count, sign, "is counted");
    }
    if let Some((_, sign)) = better {
        return by(Kind::Direction, sign, "says which way is better and not how far");
    }
    if let Some(sign) = find(&lower, DONE) {
        return by(Kind::Milestone, sign, "is so or is not");
    }
    Suggestion {
        kind: Kind::Count,
        better: None,
        because: "Nothing in its words says how it is measured. Most measures are counted.".to_owned(),
        figure: figure(text),
    }
}

/// The first number in the text that is no year and no time of day.
fn figure(text: &str) -> Option<String> {
    let words: Vec<&str> =
        text.split_whitespace().map(|word| word.trim_matches([',', '.', ';', ':', '(', ')'])).collect();
    let found = words.iter().enumerate().find(|(at, word)| {
        let bare = word.trim_start_matches('£').trim_end_matches('%');
        let is_number = bare.starts_with(|c: char| c.is_ascii_digit())
            && bare.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.');
        let is_year = bare.len() == 4 && (bare.starts_with("19") || bare.starts_with("20"));
        let is_time = words.get(at + 1).is_some_and(|next| matches!(*next, "am" | "pm"));
        is_number && !is_year && !is_time && !word.contains('/')
    });
    found.map(|(_, word)| (*word).to_owned())
}

/// The first of the signs that stands in the text, as a word of its own.
fn find<'a>(lower: &'a str, signs: &[&str]) -> Option<&'a str> {
    signs.iter().find_map(|sign| {
        let stem = sign.trim_end_matches('*');
        lower.match_indices(stem).find_map(|(at, _)| {
            let is_letter = |c: char| c.is_alphanumeric();
            let before =
                lower[..at].chars().next_back().is_some_and(is_letter) && stem.starts_with(is_letter);
            let rest = &lower[at + stem.len()..];
            let tail = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            let whole = if sign.ends_with('*') { tail } else { 0 };
            let after = whole == 0 && tail > 0 && stem.ends_with(is_letter);
            (!before && !after).then(|| &lower[at..at + stem.len() + whole])
        })
    })
}

impl Suggestion {
    /// A measure with a target in words, after this measure's own.
    pub fn example(&self, text: &str) -> String {
        let text = text.trim_end_matches('.');
        match self.kind {
            Kind::Milestone => format!("{text} by March 2027."),
            // It says how much already; only the day is missing.
            _ if self.figure.is_some() => format!("{text}, by March 2027."),
            Kind::Share => format!("{text}: from 30% to 45% by March 2027."),
            Kind::Money => format!("{text}: £12,000 by March 2027."),
            Kind::Survey => format!("{text}: 68% in the autumn survey, from 61% the year before."),
            Kind::Benchmark => format!("{text}: at the county average or better by March 2027."),
            Kind::Story => format!("{text}: one story each quarter, with what changed and for whom."),
            Kind::Direction if self.better == Some(Better::Down) => {
                format!("{text}: from 60 last year to 50 or fewer by March 2027.")
            }
            Kind::Direction => format!("{text}: from 34 last year to 40 by March 2027."),
            Kind::Count => format!("{text}: 40 by March 2027, 10 each quarter."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measures_own_words_suggest_how_it_is_measured() {
        for (text, kind, better, quoted) in [
            ("Number of people trained", Kind::Count, None, "number of"),
            ("Increased number of referrals", Kind::Count, Some(Better::Up), "number of"),
            ("Increase in reporting of hate crime", Kind::Direction, Some(Better::Up), "increase"),
            ("Reduction in repeat victims", Kind::Direction, Some(Better::Down), "reduction"),
            ("Strategy published", Kind::Milestone, None, "published"),
            ("Percentage of referrals answered", Kind::Share, None, "percentage"),
            ("Fewer than 5% go back to court", Kind::Share, Some(Better::Down), "%"),
            ("£ brought in from other funds", Kind::Money, None, "£"),
            ("Residents’ survey shows more feel safe", Kind::Survey, Some(Better::Up), "survey"),
            ("Success stories from partners", Kind::Story, None, "stories"),
            ("Use of powers compared with similar areas", Kind::Benchmark, None, "compared with"),
        ] {
            let found = suggest(text);
            assert_eq!((found.kind, found.better), (kind, better), "{text}: {}", found.because);
            assert!(found.because.contains(&format!("“{quoted}”")), "{text}: {}", found.because);
        }
        for (text, figure) in [
            ("120 people trained", Some("120")),
            ("Up from 1,250 to more", Some("1,250")),
            ("£12,000 brought in", Some("£12,000")),
            ("In place by 2027, before 8.30 am", None),
        ] {
            assert_eq!(suggest(text).figure.as_deref(), figure, "{text}");
        }
        assert!(suggest("Walks held").because.contains("Nothing in its words"));
        assert_eq!(
            suggest("Corporate plan, unless rated otherwise").kind,
            Kind::Count,
            "no word inside another"
        );
    }
}
