//! The concentration of crimes or harm over one kind of unit.

use concordat_disclosure::Shown;
use concordat_kernel::Problem;
use concordat_report::{Cell, Line, Table as Drawn, Width};
use concordat_stats::{
    bootstrap,
    chance::{self, Alike, Null, Settings},
    lorenz,
};

use super::{
    super::{
        Chance, Figure, Told,
        sight::{cell, number},
    },
    LEAST,
};

pub(super) const COLUMNS: &[(&str, Width)] = &[
    ("What", Width::Middle),
    ("Units", Width::Number),
    ("Crimes", Width::Number),
    ("Gini", Width::Number),
    ("Top 10% hold", Width::Number),
    ("95% interval", Width::Short),
    ("By chance", Width::Number),
    ("Points above chance", Width::Number),
    ("Left out", Width::Number),
];

pub(super) const FEW: &[(&str, Width)] = &[
    ("What", Width::Middle),
    ("Top 1% hold", Width::Number),
    ("Top 5% hold", Width::Number),
    ("Top 10% hold", Width::Number),
    ("Units with half", Width::Number),
    ("Units with 80%", Width::Number),
];

/// Units from which on a coefficient over them may be told to its last digit.
pub(super) const MANY: usize = 100;

/// Crimes from which on shares to three figures fit any number of crimes near it.
const MANY_CRIMES: f64 = 1000.0;

/// Steps of a Lorenz curve as it is drawn.
const STEPS: usize = 10;

fn tenth(value: f64) -> f64 {
    (10.0 * value).round() / 10.0
}

fn share(share: f64) -> Cell {
    Cell::real(tenth(100.0 * share), format!("{:.1}%", 100.0 * share))
}

/// What all groups of offences together are called.
pub(in super::super) const ALL_CRIMES: &str = "All crimes in the lens";

/// A kind of unit.
#[derive(Clone)]
pub(super) struct Kind {
    pub(super) unit: &'static str,
    pub(super) name: String,
    pub(super) null: Null<'static>,
    pub(super) units: Shown,
    pub(super) crimes: Shown,
    pub(super) left_out: Vec<(&'static str, Shown)>,
    /// Crimes of the whole window that weigh nothing, by the reason; a crime may be among them and left out as well.
    pub(super) weightless: Vec<(&'static str, Shown)>,
    /// Whether a number is hidden that a coefficient over these units would tell: of people with one crime, two and so on, or of a district that may be an
    /// area itself.
    pub(super) part_hidden: bool,
    /// Whether a number is hidden that such a coefficient would tell where it is told to the last digit: of a district that is one area of many.
    pub(super) unit_hidden: bool,
    /// Whether a number of crimes is hidden that weigh in the harm.
    pub(super) weights_hidden: bool,
}

/// The concentration of crimes or harm over one kind of unit, as far as it may be seen.
pub(super) struct Measured {
    kind: Kind,
    measure: &'static str,
    worked_out: Option<WorkedOut>,
    /// Why nothing was worked out.
    why_not: &'static str,
    /// Whether coefficients may be told to the last digit: they cannot where a count could be worked out from them.
    finely: bool,
}

struct WorkedOut {
    observed: lorenz::Concentration,
    /// Of counts only: harm is no number of events.
    gini: Option<lorenz::GeneralisedGini>,
    chance: chance::Baseline,
    /// Of the share that the top tenth holds.
    interval: bootstrap::Interval,
    curve: Vec<lorenz::Point>,
}

impl Measured {
    /// `dealt` is what each crime weighs; without it each counts one.
    pub(super) fn of(
        told: &Told<'_>,
        kind: Kind,
        measure: &'static str,
        totals: Vec<f64>,
        dealt: Option<Vec<Alike>>,
    ) -> Result<Self, Problem> {
        let units = totals.len();
        let counted = dealt.is_none();
        // Counts are sums of whole numbers.
        let dealt =
            dealt.unwrap_or_else(|| vec![Alike { weight: 1.0, events: totals.iter().sum::<f64>() as u64 }]);
        let crimes = dealt.iter().map(|alike| alike.events).sum::<u64>() as usize;
        let weighs = totals.iter().sum::<f64>() > 0.0;
        let ruled = told.sight.rule().is_some();
        // How many crimes a share is of, where a reader does not know: shares of few crimes are fractions that tell it.
        let known = told.sight.rule().is_none_or(|rule| rule.round_to.is_none())
            && (kind.unit != "area" || kind.left_out.iter().all(|(_, shown)| !shown.is_hidden()));
        // Sums, shares, curves and draws of harm fit few numbers of hidden crimes, and of a few crimes few ways to weigh.
        let told_of = if counted {
            known || totals.iter().sum::<f64>() >= MANY_CRIMES
        } else {
            known && !kind.weights_hidden && crimes as f64 >= MANY_CRIMES
        };
        let hidden =
            kind.units.is_hidden() || kind.crimes.is_hidden() || kind.part_hidden || ruled && !told_of;
        // A tenth of a few people is somebody.
        let somebody = kind.unit != "area"
            && told.sight.rule().is_some()
            && number(kind.units).is_none_or(|units| units / 10.0 < told.sight.least() as f64);
        let why_not = if hidden || somebody { "[c]" } else { "too few" };
        let worked_out = if units >= LEAST && crimes >= LEAST && weighs && !hidden && !somebody {
            let null = kind.null;
            let work = || {
                let observed = lorenz::concentration(&totals)?;
                let gini =
                    counted.then(|| lorenz::generalised_gini(observed.gini, units, crimes)).transpose()?;
                let chance = chance::baseline(&dealt, units, null, Settings::for_events(&dealt, null))?;
                let interval = bootstrap::top_share(&totals, 0.1, bootstrap::Settings::default())?;
                let curve = lorenz::curve(&totals, STEPS)?;
                Ok::<_, concordat_stats::Error>(WorkedOut { observed, gini, chance, interval, curve })
            };
            Some(work().map_err(|e| Problem::new("working out a concentration", e))?)
        } else {
            None
        };
        // Full precision over a few units would tell what each of them holds, and of harm what hidden crimes weigh.
        let finely = !ruled || counted && known && units >= MANY && !kind.unit_hidden;
        let measured = Self { kind, measure, worked_out, why_not, finely };
        let top_10 = measured.worked_out.as_ref().map_or(0.0, |worked_out| worked_out.observed.top_10);
        // The rest of what is said of it would tell it.
        if measured.is_many(told, top_10) {
            Ok(measured)
        } else {
            Ok(Self { worked_out: None, why_not: "[c]", ..measured })
        }
    }

    /// What was left out, all reasons together.
    fn left_out(&self) -> Cell {
        let each: Option<Vec<f64>> = self.kind.left_out.iter().map(|(_, shown)| number(*shown)).collect();
        match each {
            // The sum of nothing is -0 otherwise.
            Some(each) => {
                let all = each.iter().fold(0.0, |sum, one| sum + one);
                Cell::real(all, format!("{all:.0}"))
            }
            None => Cell::words(Shown::Hidden.to_string()),
        }
    }

    pub(super) fn row(&self) -> Vec<Cell> {
        let name = Cell::words(format!("{}: {}", self.kind.name, self.measure));
        let (units, crimes) = (cell(self.kind.units), cell(self.kind.crimes));
        let Some(WorkedOut { observed, gini, chance, interval, .. }) = &self.worked_out else {
            let nothing = || Cell::words("–");
            return vec![
                name,
                units,
                crimes,
                Cell::words(self.why_not),
                nothing(),
                nothing(),
                nothing(),
                nothing(),
                self.left_out(),
            ];
        };
        let shown_gini = gini.map_or(observed.gini, |gini| gini.value);
        let above = chance.top_10.points_above(observed.top_10);
        vec![
            name,
            units,
            crimes,
            Cell::real((1000.0 * shown_gini).round() / 1000.0, format!("{shown_gini:.3}")),
            share(observed.top_10),
            Cell::words(format!("{:.1}% to {:.1}%", 100.0 * interval.low, 100.0 * interval.high)),
            share(chance.top_10.mean),
            Cell::real(tenth(above), format!("{above:+.1}")),
            self.left_out(),
        ]
    }

    /// Whether a share of the units may be told of: a part of a few people is somebody.
    fn enough(&self, told: &Told<'_>, units: f64) -> bool {
        self.kind.unit == "area" || told.sight.rule().is_none() || units >= told.sight.least() as f64
    }

    /// Whether so much of all crimes may be told of: of a few crimes it would tell their number.
    fn is_many(&self, told: &Told<'_>, share: f64) -> bool {
        let total = self.worked_out.as_ref().map_or(0.0, |worked_out| worked_out.observed.total);
        self.measure != "crimes"
            || told.sight.rule().is_none()
            || share * total == 0.0
            || share * total >= told.sight.least() as f64
    }

    /// The shares that the few hold, and how few hold much, by the name in figures; nothing where too few are meant.
    fn shares(&self, told: &Told<'_>) -> Vec<(&'static str, Option<f64>)> {
        let Some(WorkedOut { observed, .. }) = &self.worked_out else { return Vec::new() };
        let units = observed.units as f64;
        let top = |part: f64, share: f64| {
            (self.enough(told, part * units) && self.is_many(told, share)).then_some(share)
        };
        let needed = |needed: lorenz::Needed| self.enough(told, needed.units as f64).then(|| needed.share());
        vec![
            ("top_1", top(0.01, observed.top_1)),
            ("top_5", top(0.05, observed.top_5)),
            ("top_10", top(0.1, observed.top_10)),
            ("units_with_half", needed(observed.half)),
            ("units_with_four_fifths", needed(observed.four_fifths)),
        ]
    }

    /// The same as a row.
    pub(super) fn few(&self, told: &Told<'_>) -> Vec<Cell> {
        let mut row = vec![Cell::words(format!("{}: {}", self.kind.name, self.measure))];
        let shares = self.shares(told).into_iter();
        row.extend(
            shares.map(|(_, held)| held.map_or_else(|| Cell::words(Shown::Hidden.to_string()), share)),
        );
        if row.len() < FEW.len() {
            row.push(Cell::words(self.why_not));
            row.resize(FEW.len(), Cell::words("–"));
        }
        row
    }

    /// The Lorenz curve of a kind of unit, all crimes together.
    pub(super) fn curve(&self, told: &Told<'_>, measure: &str) -> Option<Line> {
        let all = self.kind.unit != "area" || self.kind.name == ALL_CRIMES;
        let WorkedOut { curve, .. } = self.worked_out.as_ref().filter(|_| all && self.measure == measure)?;
        let seen: Vec<&lorenz::Point> = curve
            .iter()
            .filter(|point| self.is_many(told, point.total) && self.is_many(told, 1.0 - point.total))
            .collect();
        let name = |point: &lorenz::Point| format!("{:.0}%", 100.0 * point.units);
        let what = if self.kind.unit == "area" { "Areas" } else { &self.kind.name };
        let title = format!("Lorenz curve of {measure}: {}", what.to_lowercase());
        let columns = [
            ("Units, those with the least first", Width::Middle),
            ("Hold", Width::Number),
            ("If all held the same", Width::Number),
        ];
        let table = Drawn::new(&title, &columns).rows(
            seen.iter().map(|point| vec![Cell::words(name(point)), share(point.total), share(point.units)]),
        );
        let points = seen.iter().map(|point| (name(point), 100.0 * point.total, String::new()));
        let straight = Some("If all held the same".to_owned());
        Some(Line { title: title.clone(), points: points.collect(), levels: Vec::new(), straight, table })
    }

    pub(super) fn figure(self, told: &Told<'_>) -> Option<Figure> {
        let shares = self.shares(told);
        let Self { kind, measure, worked_out, finely, .. } = self;
        let WorkedOut { observed, gini, chance, interval, .. } = worked_out?;
        let counted = measure == "crimes";
        let fine = |value: f64| if finely { value } else { told.sight.told(value) };
        let total = match counted {
            true => Some(observed.total),
            false => told.sight.harm(observed.total, told.heaviest()),
        };
        let values =
            [("gini", Some(observed.gini)), ("total", total), ("chance_gini", Some(chance.gini.mean))];
        let mut figure = told.figure(kind.unit, measure, kind.units).count("crimes", kind.crimes);
        if measure == "harm" {
            figure.index = told.harm.map(|harm| harm.index.to_string());
        }
        if kind.unit == "area" {
            figure = figure.only("group", kind.name);
        }
        for (name, value) in values.into_iter().chain(shares) {
            match value {
                // A total to three figures is most counts to the last.
                Some(value) if name == "total" && !counted => figure = figure.value(name, value),
                Some(value) if name != "total" || finely => figure = figure.value(name, fine(value)),
                _ => figure.hidden.push(name.to_owned()),
            }
        }
        if let Some(gini) = gini {
            figure = figure.value("generalised_gini", fine(gini.value));
        }
        let weightless = if measure == "harm" { kind.weightless } else { Vec::new() };
        for (reason, shown) in kind.left_out.into_iter().chain(weightless) {
            figure = figure.left_out(reason, shown);
        }
        figure.interval = Some([fine(interval.low), fine(interval.high)]);
        let mean = fine(chance.top_10.mean);
        figure.chance = Some(Chance {
            of: "top_10",
            null: kind.null.words(),
            mean,
            interval: [fine(chance.top_10.low), fine(chance.top_10.high)],
            draws: chance.settings.draws,
            seed: chance.settings.seed,
            points_above: 100.0 * (fine(observed.top_10) - mean),
        });
        Some(figure)
    }
}
