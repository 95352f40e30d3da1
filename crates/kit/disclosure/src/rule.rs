//! Which numbers are small, and how they and the others are shown.

use crate::publish::Shown;

/// A published rule for small numbers. Use one of the named ones, or write another with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The word that chooses it, on the command line and in addresses.
    pub word: &'static str,
    /// What it is called, to print under a table.
    pub name: &'static str,
    /// Who published it.
    pub source: &'static str,
    /// Numbers from 1 to below this are hidden. Nought is shown: it is about nobody.
    pub under: u64,
    /// Numbers that are shown are rounded to the nearest multiple of this.
    pub round_to: Option<u64>,
    /// Whether a reader can tell a small number from one hidden to protect it.
    pub marks: Marks,
    /// The narrowest range of possible values that a hidden number may be left with: largest less smallest.
    pub width: u64,
}

/// How hidden numbers are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    /// One mark for all, so that a hidden number may be large or small.
    One,
    /// Small numbers have a mark of their own.
    SmallApart,
}

/// From the smallest to the largest value that a number may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The smallest.
    pub low: u64,
    /// The largest, or none where there is no limit.
    pub high: Option<u64>,
}

impl Rule {
    /// Numbers under 5 are hidden and others with them, so that they cannot be worked out. What remains possible for
    /// a hidden number spans at least as much as 1 to 4 does.
    pub fn under_5() -> Self {
        Self {
            word: "under-5",
            name: "numbers from 1 to 4 are hidden, and others so that these cannot be worked out",
            source: "the usual rule for tables of people in England and Wales",
            under: 5,
            round_to: None,
            marks: Marks::One,
            width: 3,
        }
    }

    /// 1 to 7 are shown as a star and all others rounded to the nearest 5. The rounding alone can leave a star open to
    /// being worked out (four stars that add up to 28, shown as 30, are sevens), so further numbers are hidden where
    /// fewer than four values would remain possible.
    pub fn star_1_to_7_round_5() -> Self {
        Self {
            word: "star-round-5",
            name: "numbers from 1 to 7 are shown as a star and others are rounded to the nearest 5",
            source: "NHS Digital, Hospital Episode Statistics analysis guide, since September 2018",
            under: 8,
            round_to: Some(5),
            marks: Marks::SmallApart,
            width: 3,
        }
    }

    /// Numbers under 10 are hidden and others with them. What remains possible spans at least as much as 1 to 9.
    pub fn under_10() -> Self {
        Self {
            word: "under-10",
            name: "numbers from 1 to 9 are hidden, and others so that these cannot be worked out",
            source: "Office for National Statistics, Longitudinal Study, threshold of 10",
            under: 10,
            round_to: None,
            marks: Marks::One,
            width: 8,
        }
    }

    /// Every named rule; the usual one first.
    pub fn all() -> [Self; 3] {
        [Self::under_5(), Self::star_1_to_7_round_5(), Self::under_10()]
    }

    /// The rule that a word chooses.
    pub fn named(word: &str) -> Option<Self> {
        Self::all().into_iter().find(|rule| rule.word == word)
    }

    /// Whether a number must not be shown.
    pub fn is_small(&self, count: u64) -> bool {
        (1..self.under).contains(&count)
    }

    /// How a number is shown, `hidden` when it is not small itself and protects another.
    pub(crate) fn show(&self, count: u64, hidden: bool) -> Shown {
        match self.marks {
            Marks::SmallApart if self.is_small(count) => Shown::Small,
            _ if hidden || self.is_small(count) => Shown::Hidden,
            _ => Shown::Number(self.rounded(count)),
        }
    }

    fn rounded(&self, count: u64) -> u64 {
        self.round_to.map_or(count, |base| (count + base / 2) / base * base)
    }

    /// What anybody who knows the rule knows of a number that is shown so.
    pub fn range(&self, shown: Shown) -> Range {
        let (low, high) = match shown {
            Shown::Number(0) => (0, Some(0)),
            Shown::Number(number) => match self.round_to {
                None => (number, Some(number)),
                Some(base) => {
                    let low = number.saturating_sub(base / 2);
                    (low.max(self.under), Some(number + base - 1 - base / 2))
                }
            },
            Shown::Small => (1, Some(self.under.saturating_sub(1))),
            Shown::Untold => (0, None),
            Shown::Hidden => match self.marks {
                Marks::One => (1, None),
                Marks::SmallApart => (self.under, None),
            },
        };
        Range { low, high }
    }
}

impl Range {
    /// What is possible under both.
    pub(crate) fn and(self, other: Self) -> Self {
        let high = match (self.high, other.high) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        Self { low: self.low.max(other.low), high }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.high.is_some_and(|high| high < self.low)
    }

    /// The one value that is possible, if it is only one.
    pub(crate) fn exact(self) -> Option<u64> {
        self.high.filter(|high| *high == self.low)
    }

    pub(crate) fn holds(self, value: u64) -> bool {
        value >= self.low && self.high.is_none_or(|high| value <= high)
    }

    /// Largest less smallest, or none where there is no limit.
    pub(crate) fn width(self) -> Option<u64> {
        self.high.map(|high| high.saturating_sub(self.low))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_lies_in_the_range_of_how_it_is_shown() {
        for rule in [Rule::under_5(), Rule::star_1_to_7_round_5(), Rule::under_10()] {
            for count in 0..60 {
                for hidden in [false, count > 0] {
                    let range = rule.range(rule.show(count, hidden));
                    assert!(range.holds(count), "{count}, hidden {hidden}: {range:?}");
                }
            }
            // And the range of a number shown is no wider than it must be.
            for count in 0..60 {
                let shown = rule.show(count, false);
                let same: Vec<u64> = (0..70).filter(|other| rule.show(*other, false) == shown).collect();
                if let Shown::Number(_) = shown {
                    assert_eq!(rule.range(shown).low, same[0]);
                    assert_eq!(rule.range(shown).high, same.last().copied());
                }
            }
        }
    }

    /// NHS Digital: 1 to 7 become a star, all others are rounded to the nearest 5, nought stays.
    #[test]
    fn nhs_digital_hes() {
        let rule = Rule::star_1_to_7_round_5();
        let shown: Vec<String> = [0, 1, 7, 8, 12, 13, 22, 23, 1002]
            .iter()
            .map(|count| rule.show(*count, false).to_string())
            .collect();
        assert_eq!(shown, ["0", "*", "*", "10", "10", "15", "20", "25", "1000"]);
    }
}
