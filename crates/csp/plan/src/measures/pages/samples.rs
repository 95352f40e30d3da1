//! Invented measures for the samples of the pages.

use concordat_kernel::{AnyId, Id, Month, Period};

use crate::measures::{
    model::{GivenValue, Kind, MeasureSeries, Setting, Value},
    number::Amount,
};

fn value(n: u128, (from, to): (i8, i8), hundredths: i64, words: &str) -> Option<GivenValue> {
    Some(GivenValue {
        id: Id::from_uuid(AnyId::from_u128(700 + n)),
        period: Period { from: Month::new(2026, from)?, to: Month::new(2026, to)? },
        amount: Some(Amount::hundredths(hundredths)),
        words: words.to_owned(),
        note: String::new(),
        given_by: "operator".to_owned(),
        given_for: String::new(),
        given_at: "2026-07-04T08:30:00Z".to_owned(),
        update: None,
        replaced_by: None,
    })
}

fn plain(n: u128, text: &str) -> MeasureSeries {
    MeasureSeries {
        item: Id::from_uuid(AnyId::from_u128(800 + n)),
        action: crate::pages::samples::id(1),
        number: "1.1".to_owned(),
        text: text.to_owned(),
        setting: Setting::default(),
        version: 0,
        values: Vec::new(),
        in_plan: true,
        begins: Month::new(2026, 4),
    }
}

/// A count behind its line with a corrected value, a share without target, one without a value, a story, and
/// one that was taken out.
pub(super) fn all() -> Vec<MeasureSeries> {
    let wrong = value(1, (4, 6), 5_000, "").map(|wrong| GivenValue {
        replaced_by: Some(Id::<Value>::from_uuid(AnyId::from_u128(702))),
        ..wrong
    });
    let right = value(2, (4, 6), 500, "").map(|right| GivenValue {
        note: "Fifty was the number invited & not the number who came.".to_owned(),
        given_for: "Merrowshire Police".to_owned(),
        ..right
    });
    let counted = MeasureSeries {
        setting: Setting {
            kind: Some(Kind::Count),
            unit: "people".to_owned(),
            baseline: Some(Amount::hundredths(0)),
            baseline_on: Month::new(2026, 3),
            baseline_note: "Nobody had been trained before".to_owned(),
            target: Some(Amount::hundredths(4_000)),
            target_on: Month::new(2027, 3),
            ..Setting::default()
        },
        version: 3,
        values: [wrong, right, value(3, (7, 9), 1_200, "12 people")].into_iter().flatten().collect(),
        ..plain(1, "Number of people trained")
    };
    let share = MeasureSeries {
        setting: Setting { kind: Some(Kind::Share), ..Setting::default() },
        version: 2,
        values: value(4, (4, 9), 2_500, "3 of 12").into_iter().collect(),
        ..plain(2, "Percentage of venues that were visited at night")
    };
    let story = MeasureSeries {
        setting: Setting { kind: Some(Kind::Story), ..Setting::default() },
        version: 2,
        values: value(5, (4, 6), 0, "")
            .map(|told| GivenValue {
                amount: None,
                words:
                    "A resident of Lower Ashing walks home from her shift again, now that the path is lit."
                        .to_owned(),
                ..told
            })
            .into_iter()
            .collect(),
        ..plain(3, "Stories from residents")
    };
    let gone =
        MeasureSeries { in_plan: false, values: share.values.clone(), ..plain(5, "Leaflets handed out") };
    vec![counted, share, story, plain(4, "Increase in reports of harassment"), gone]
}
