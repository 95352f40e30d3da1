//! An invented strategy for the samples of the pages and for their tests.

use concordat_kernel::{Id, Period, jiff::civil::Date};

use super::{
    compare::Effects,
    model::{
        Commitment, Item, ItemKind, RecordedArea, RecordedStrategy, RecordedTheme, Said, StrategyHead,
        StrategyKind,
    },
    read::{self, Reading},
    store::Staged,
};
use crate::{State, pages::samples::id};

/// A strategy's text, with something that finds no place.
pub(super) const TEXT: &str = "# Merrowshire women and girls strategy 2026-2029

Owner: Merrowshire Police
Source: Second edition, on the force’s own pages

A foreword by the chief constable that belongs nowhere.

## Area 1: Safe at home
1.1. Send every school a notice before the bell
1.2. Give each victim one name & one number to ring

## Area 2: Safe outside
- Walk the routes from five stations with the women who use them

## Objectives
A. Women go where they like, when they like
";

/// What is read from it.
pub(super) fn reading() -> Reading {
    read::read(TEXT.as_bytes(), "strategy.md", 1_000_000, None).unwrap_or_default()
}

fn item(n: u128, area: Option<u128>, kind: ItemKind, number: &str, text: &str) -> Item {
    let (number, text) = (number.to_owned(), text.to_owned());
    Item { id: id::<Commitment>(n), area: area.map(id), kind, number, text, latest: None, version: 1 }
}

/// Two areas, four items, one of them spoken about.
pub(super) fn strategy() -> RecordedStrategy {
    let area = |n, number: &str, title: &str| RecordedArea {
        id: id(n),
        number: number.to_owned(),
        title: title.to_owned(),
        version: 1,
    };
    let said = Said {
        state: State::OnTrack,
        words: "Notices reach nine schools in ten.\nThe rest begin after Easter.".to_owned(),
        on: Date::constant(2026, 10, 12),
        by: "Merrowshire Police".to_owned(),
    };
    let first =
        item(210, Some(201), ItemKind::Commitment, "1.1", "Send every school a notice before the bell");
    RecordedStrategy {
        head: StrategyHead {
            id: id(200),
            title: "Merrowshire women and girls strategy".to_owned(),
            kind: StrategyKind::Strategy,
            owner: Some(id::<()>(90).uuid()),
            owner_name: "Merrowshire Police".to_owned(),
            period: Period::financial_year(2026),
            source_note: "First edition".to_owned(),
            version: 1,
        },
        areas: vec![area(201, "1", "Safe at home"), area(202, "2", "Safe in the street")],
        items: vec![
            Item { latest: Some(said), ..first },
            item(211, Some(201), ItemKind::Commitment, "1.2", "Give each victim one name to ring"),
            item(
                212,
                Some(202),
                ItemKind::Commitment,
                "2.1",
                "Walk the routes from five stations with the women who use them",
            ),
            item(213, None, ItemKind::Objective, "A", "Women go where they like, when they like"),
        ],
    }
}

/// An inquiry without contents and without a known owner.
pub(super) fn bare() -> RecordedStrategy {
    RecordedStrategy {
        head: StrategyHead {
            id: id(220),
            title: "Inquiry into the night-time economy".to_owned(),
            kind: StrategyKind::Inquiry,
            owner: None,
            owner_name: "Merrowshire Police and Crime Panel".to_owned(),
            period: None,
            source_note: String::new(),
            version: 1,
        },
        areas: Vec::new(),
        items: Vec::new(),
    }
}

/// The text on its way in, into a new strategy or into the one above.
pub(super) fn staged(again: bool) -> Staged {
    let into = again.then(strategy);
    let reading = reading();
    Staged {
        id: Id::from_uuid(id::<()>(230).uuid()),
        effects: Effects::of(into.as_ref(), &reading.contents()),
        into,
        file_name: "strategy.md".to_owned(),
        reading,
        state: "staged".to_owned(),
        made_at: "2026-10-12T08:30:00Z".to_owned(),
        made_by: "operator".to_owned(),
        version: 1,
    }
}

/// Two themes, the second serving as an empty one.
pub(super) fn themes() -> Vec<RecordedTheme> {
    let theme = |n, title: &str| RecordedTheme {
        id: id(n),
        group: None,
        title: title.to_owned(),
        aim: "Act before harm is done".to_owned(),
        ended_because: None,
        version: 1,
    };
    vec![theme(240, "Early help and prevention"), theme(241, "Health of mind & body")]
}
