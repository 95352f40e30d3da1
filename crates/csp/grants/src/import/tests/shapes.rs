//! Invented files in other shapes than the pack's.

use concordat_kernel::{Money, jiff::civil::date};

use super::{codes, pieces, read, reading};
use crate::{PotRule, PotState, import::Code};

const TWO_YEARS: &str = "\
## 3.0 Funding – Safer Merrowshire Grant 2026/27

The Commissioner for Merrowshire (CM) awarded £9,001 for the year. A third of it (£3,000) stays in a reserve pot.

| Scheme | Provider | Approved | Plan action | Shoe size |
|---|---|---|---|---|
| Hall lights <ul><li>20 lights for 4 halls</li></ul> | Elm Trust | £2,500.50 | 2.1 | 9 |
| Youth nights | Hollin Trust | 3,500 | | |
| Nothing yet | | to follow | | |
| Total | | £6,000.50 | | |

## 4.0 Funding – Safer Merrowshire Grant 2025/26

The Commissioner for Merrowshire awarded £6,000. A quarter was held back (£1,500) in a reserve pot, which stayed shut until
all projects of previous years were complete. On 3 March 2026 the pot was opened.

Project | Cost | Reason
--- | --- | ---
Road signs | £4,000 | The maker lowered the price
Total cost | £4,000 | |

The underspend of £2,000 was returned to the commissioner.

## 5.0 The team

The team has £100 for tea.
";

#[test]
fn a_hand_written_paper_gives_two_years() {
    let reading = reading(TWO_YEARS);
    assert_eq!(
        reading.awards.iter().map(|award| award.label.as_str()).collect::<Vec<_>>(),
        ["2025/26", "2026/27"]
    );
    let [old, new] = reading.awards.as_slice() else { panic!("{reading:#?}") };
    assert_eq!(
        (old.fund.as_str(), old.funder.as_str()),
        ("Safer Merrowshire Grant", "Commissioner for Merrowshire")
    );
    assert_eq!((old.amount, old.returned), (Money::pounds(6_000), Some(Money::pounds(2_000))));
    let pot = old.pot.as_ref().unwrap();
    assert_eq!(
        (pot.amount, pot.share, pot.rule),
        (Money::pounds(1_500), Some((1, 4)), PotRule::EarlierYearsComplete)
    );
    assert_eq!(
        pot.events.iter().map(|event| (event.state, event.on)).collect::<Vec<_>>(),
        [(PotState::Opened, date(2026, 3, 3))]
    );
    assert_eq!(old.projects[0].variance, "The maker lowered the price");

    assert_eq!(
        new.pot.as_ref().map(|pot| (pot.rule, pot.share)),
        Some((PotRule::EarlierYearsComplete, Some((1, 3))))
    );
    assert_eq!(new.projects.len(), 2);
    assert_eq!(new.projects[0].provider, "Elm Trust");
    assert_eq!(new.projects[0].action.as_deref(), Some("2.1"));
    assert_eq!(new.projects[0].outputs[0].number, 20);
    assert_eq!(new.unallocated(), Money::pence(50));
    assert_eq!(reading.differences().collect::<Vec<_>>(), Vec::<&crate::import::Check>::new());
    assert_eq!(
        codes(&reading),
        [
            Code::PeriodAssumed,
            Code::AmountMissing,
            Code::UnknownColumn,
            Code::RuleFromOtherYear,
            Code::Unallocated,
            Code::Rounding
        ]
    );
}

#[test]
fn a_sum_that_does_not_come_out_is_found() {
    let wrong = TWO_YEARS
        .replace("| Total | | £6,000.50", "| Total | | £6,100.50")
        .replace("of £2,000 was", "of £2,100 was");
    let found = reading(&wrong);
    let told: Vec<String> = found
        .differences()
        .map(|check| format!("{}: {} not {}", check.what, check.stated, check.found))
        .collect();
    assert_eq!(
        told,
        ["the projects of 2026/27: £6,100.50 not £6,000.50", "what went back of 2025/26: £2,100 not £2,000"]
    );
}

#[test]
fn a_workbook_with_keys_above_its_table_is_read() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows: [&[&str]; 10] = [
        &["Fund", "Violence reduction unit"],
        &["Year", "2026/27"],
        &["Funder", "Home Office"],
        &["Award", "£10,000"],
        &["Held back", "2500"],
        &["Share", "a quarter"],
        &["Project", "Allocation", "Actual cost"],
        &["Mentors", "6000", "5500.25"],
        &["Courses", "1500", "1500"],
        &["Total", "7500", "7000.25"],
    ];
    for (at, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write(u32::try_from(at).unwrap(), u16::try_from(column).unwrap(), *cell).unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let reading = read(&pieces(&bytes, "grants.xlsx"), "grants.xlsx").unwrap();
    let [award] = reading.awards.as_slice() else { panic!("{reading:#?}") };
    assert_eq!((award.fund.as_str(), award.funder.as_str()), ("Violence reduction unit", "Home Office"));
    assert_eq!(award.amount, Money::pounds(10_000));
    assert_eq!(award.pot.as_ref().map(|pot| pot.amount), Some(Money::pounds(2_500)));
    assert_eq!(award.projects[0].planned, Some(Money::pounds(6_000)));
    assert_eq!(award.projects[0].spent, Some(Money::pence(550_025)));
    assert_eq!(reading.differences().count(), 0);
    assert!(codes(&reading).contains(&Code::RuleNotStated));
}

#[test]
fn what_is_not_a_table_of_projects_is_refused_in_a_sentence() {
    for text in ["Nothing here.", "| Number | Objective | Lead |\n|---|---|---|\n| 1.1 | Sing | Choir |"] {
        let refusal = read(&pieces(text.as_bytes(), "x.md"), "x.md").unwrap_err().to_string();
        assert!(refusal.starts_with("No table of funded projects was found in “x.md”."), "{refusal}");
    }
}
