//! Findings in short: what somebody should know who reads one page. Made of the figures alone, so that no sentence tells what they do not: one that needs a
//! hidden number is not said.

use concordat_kernel::{Month, with_thousands};

use super::{Figure, Found, concentration::ALL_CRIMES, how_much::LEAST_FOR_SHARE};

/// The sentences, those that matter most first.
pub(super) fn in_short(found: &Found) -> Vec<String> {
    let short = Short { figures: found.findings.iter().flat_map(|finding| &finding.figures).collect() };
    let last = found.asked.window.to;
    let mut said: Vec<String> = short.size().into_iter().collect();
    // Of an incomplete month nothing is to be said.
    said.extend(short.month(last).filter(|_| found.standing.whole(last)));
    said.extend(short.heaviest());
    for (unit, units, measures) in [
        ("suspect", "suspects", ["harm", "crimes"]),
        ("victim", "victims", ["harm", "crimes"]),
        ("area", "areas", ["crimes", "harm"]),
        ("place", "places", ["crimes", "harm"]),
    ] {
        said.extend(measures.iter().find_map(|measure| short.held_by_few(unit, units, measure)));
    }
    said.extend(short.only_once("suspect", "suspects"));
    said.extend(short.only_once("victim", "victims"));
    said.extend(short.serial());
    said.extend(short.relationships());
    said.extend(short.districts());
    said
}

struct Short<'a> {
    figures: Vec<&'a Figure>,
}

impl<'a> Short<'a> {
    fn of(&self, finding: &'a str, unit: &'a str, measure: &'a str) -> impl Iterator<Item = &'a Figure> {
        let wanted = (finding, unit, measure);
        self.figures.iter().copied().filter(move |one| (one.finding, one.unit, one.measure) == wanted)
    }

    /// The one of the whole window.
    fn whole(&self, finding: &'a str, unit: &'a str, measure: &'a str) -> Option<&'a Figure> {
        self.of(finding, unit, measure).find(|one| {
            one.filter.is_empty() || one.filter.get("group").is_some_and(|group| group == ALL_CRIMES)
        })
    }

    fn size(&self) -> Option<String> {
        let whole = self.whole("how-much", "crime", "crimes")?;
        let crimes = value(whole, "crimes")?;
        let Some(before) = value(whole, "before") else {
            return Some(format!("Crimes on record: {}.", count(crimes)));
        };
        let than = |than: &str| format!("{than} the {} of the same months a year before", count(before));
        let change = crimes - before;
        let words = match 100.0 * change.abs() / before {
            _ if change == 0.0 => format!("as many as {}", than("").trim_start()),
            percent if before >= LEAST_FOR_SHARE => format!("{percent:.1}% {}", than(more(change))),
            _ => format!("{} {}", count(change.abs()), than(more(change))),
        };
        Some(format!("Crimes on record: {}, {words}.", count(crimes)))
    }

    /// A month on the control chart.
    fn month(&self, month: Month) -> Option<String> {
        let chart = self.of("trend", "month", "crimes").next()?;
        let crimes = value(chart, &month.to_string())?;
        // Limits that were drawn afresh have a number, the latest the highest.
        let limit = |name: &str| {
            let afresh = (2..10).rev().find_map(|n| value(chart, &format!("{name}_{n}")));
            afresh.or_else(|| value(chart, name))
        };
        let (lower, upper) = (limit("lower")?, limit("upper")?);
        let lies = match crimes {
            _ if crimes > upper => "above the upper limit of",
            _ if crimes < lower => "below the lower limit of",
            _ => "within the limits of",
        };
        let (name, year) = (month.name(), month.year());
        Some(format!("{name} {year} had {} of them, {lies} the usual variation.", count(crimes)))
    }

    /// The group of offences that weighs most; nothing where the harm of one is hidden or rounded too far.
    fn heaviest(&self) -> Option<String> {
        let all = value(self.whole("how-much", "crime", "crimes")?, "crimes")?;
        let groups: Vec<_> =
            self.of("harm", "crime", "harm").filter(|one| one.filter.contains_key("group")).collect();
        let shares: Option<Vec<f64>> = groups.iter().map(|one| value(one, "share")).collect();
        let (one, share) = groups.iter().zip(shares?).max_by(|(_, one), (_, other)| one.total_cmp(other))?;
        let name = one.filter.get("group").filter(|_| groups.len() > 1)?;
        let of_crimes = value(one, "crimes")? / all;
        let index = one.index.as_ref()?;
        Some(format!(
            "{name}: {} of the crimes and {} of the harm, by {index}.",
            percent(of_crimes),
            percent(share)
        ))
    }

    /// What the tenth with the most hold, beside what chance alone would give it.
    fn held_by_few(&self, unit: &'a str, units: &str, measure: &'a str) -> Option<String> {
        let figure = self.whole("concentration", unit, measure)?;
        // A tenth that holds a tenth is nothing to tell.
        let held = value(figure, "top_10").filter(|held| percent(*held) != percent(0.1))?;
        let chance = figure.chance.as_ref()?.mean;
        let within = figure.interval.map_or_else(String::new, |[low, high]| {
            format!(" (95% interval {} to {})", percent(low), percent(high))
        });
        let by = figure.index.as_ref().map_or_else(String::new, |index| format!(", by {index}"));
        let points = 100.0 * (held - chance);
        let beside = match format!("{:.1}", points.abs()).as_str() {
            "0.0" => "as much as chance alone would give".to_owned(),
            apart => {
                let side = if points < 0.0 { "below" } else { "above" };
                format!("{apart} points {side} the {} that chance alone would give", percent(chance))
            }
        };
        let them = if measure == "harm" { "it" } else { "them" };
        Some(format!(
            "The tenth of the {units} with the most {measure} hold {} of {them}{within}{by}: {beside}.",
            percent(held)
        ))
    }

    fn only_once(&self, unit: &'a str, units: &str) -> Option<String> {
        let figure = self.of("repeat", unit, "crimes").next()?;
        let (people, once) = (value(figure, "people")?, value(figure, "one_crime")?);
        let share = percent(share(once, people)?);
        Some(format!("Of {} {units} {} ({share}) are in one crime only.", count(people), count(once)))
    }

    fn serial(&self) -> Option<String> {
        let figure = self.of("repeat", "suspect", "victims").next()?;
        let (serial, people) = (value(figure, "serial")?, figure.n? as f64);
        let share = percent(share(serial, people)?);
        Some(format!(
            "Of {} suspects and offenders with a victim who can be told apart {} ({share}) are serial: Repeat says what that means.",
            count(people),
            count(serial)
        ))
    }

    /// The three most frequent relationships, and how often none is stated.
    fn relationships(&self) -> Option<String> {
        let mut parts: Vec<(&str, f64)> = self
            .of("profiles", "victim", "parts")
            .filter_map(|one| Some((one.filter.get("relationship")?.as_str(), value(one, "share")?)))
            .collect();
        parts.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        let (unknown, known): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|(name, _)| *name == "not stated");
        let said = |(name, share): &(&str, f64)| format!("{} {}", name.to_lowercase(), percent(*share));
        let mut said: Vec<String> = known.iter().take(3).chain(&unknown).map(said).collect();
        let last = said.pop().filter(|_| !known.is_empty())?;
        let list = if said.is_empty() { last } else { format!("{} and {last}", said.join(", ")) };
        Some(format!("Victims' relationship to the suspect, of those most often on record: {list}."))
    }

    /// Districts beyond the limits of the funnel.
    fn districts(&self) -> Option<String> {
        let all: Vec<&Figure> = self.of("between-areas", "district", "rate").collect();
        let beyond = |is: fn(f64, f64, f64) -> bool| {
            let lies = |one: &&&Figure| {
                let [rate, lower, upper] = ["per_1000", "lower_95", "upper_95"].map(|name| value(one, name));
                matches!((rate, lower, upper), (Some(rate), Some(lower), Some(upper)) if is(rate, lower, upper))
            };
            let names = all.iter().filter(lies).filter_map(|one| one.filter.get("district"));
            names.map(String::as_str).collect::<Vec<_>>().join(", ")
        };
        let above = beyond(|rate, _, upper| rate > upper);
        let below = beyond(|rate, lower, _| rate < lower);
        let lie = |which: &str, names: String| {
            (!names.is_empty()).then(|| {
                format!("{which} crimes for their people than the 95% limits of the funnel allow: {names}.")
            })
        };
        let said: Vec<String> = lie("More", above).into_iter().chain(lie("Fewer", below)).collect();
        match said.is_empty() {
            true if all.is_empty() => None,
            true => Some("No district has more or fewer crimes for its people than the 95% limits of the funnel allow.".to_owned()),
            false => Some(said.join(" ")),
        }
    }
}

fn value(figure: &Figure, name: &str) -> Option<f64> {
    figure.values.get(name).copied()
}

fn count(value: f64) -> String {
    with_thousands(&format!("{value:.0}"))
}

fn share(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

fn percent(share: f64) -> String {
    format!("{:.1}%", 100.0 * share)
}

fn more(change: f64) -> &'static str {
    if change < 0.0 { "fewer than" } else { "more than" }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use concordat_report::{Block, Table};

    use super::{super::report, *};
    use crate::pages::samples;

    fn tables(found: &Found) -> Vec<Table> {
        let blocks = found.findings.iter().flat_map(|finding| &finding.blocks);
        let table = |block: &Block| match block {
            Block::Table(table) => Some(table.clone()),
            Block::Line(line) => Some(line.table.clone()),
            Block::Map(map) => Some(map.table.clone()),
            Block::Chart(chart) => Some(chart.table()),
            Block::Words(_) | Block::List(_) | Block::Callout(_) => None,
        };
        blocks.filter_map(table).collect()
    }

    /// The numbers of a text, as they are written.
    fn numbers(text: &str) -> impl Iterator<Item = &str> {
        let words = text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','));
        words.map(|word| word.trim_matches(['.', ','])).filter(|word| !word.is_empty())
    }

    /// Whatever is said stands in a table below, so it tells nothing that the tables do not.
    #[test]
    fn every_number_stands_in_a_table() {
        for found in [samples::found(), samples::released()] {
            let found = found.unwrap();
            let said = in_short(&found);
            assert!(said.len() > 2, "{said:?}");
            let cells: Vec<String> = tables(&found)
                .iter()
                .flat_map(|table| &table.rows)
                .flatten()
                .map(concordat_report::Cell::text)
                .collect();
            let known: BTreeSet<&str> = cells.iter().flat_map(|cell| numbers(cell)).collect();
            // The 95 of an interval, and the year of a month or of an index.
            let of_words = |number: &str| number == "95" || (number.len() == 4 && number.starts_with("20"));
            for sentence in &said {
                for number in numbers(sentence).filter(|number| !of_words(number)) {
                    assert!(known.contains(number), "{number} of: {sentence}");
                }
            }
            let report = report::report(&found);
            assert_eq!(report.sections[1].heading, "In short");
        }
    }
}
