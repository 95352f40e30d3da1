//! A plan written as a table and read back is the same plan, whatever its words.

use proptest::prelude::*;

use crate::import::{Timescale, UPLOAD_LIMIT, read};

prop_compose! {
    fn words(most: usize)(words in prop::collection::vec("[A-Za-z]{2,9}", 1..=most)) -> String {
        words.join(" ")
    }
}

prop_compose! {
    fn one_row()(
        objective in words(8), steps in prop::collection::vec(words(9), 1..4),
        measures in prop::collection::vec(words(5), 0..4), lead in words(3), month in 1u8..=12, starred in any::<bool>(),
    ) -> (String, Vec<String>, Vec<String>, String, String, bool) {
        (objective, steps, measures, lead, format!("2024-{month:02}"), starred)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn written_and_read_again(rows in prop::collection::vec(one_row(), 1..8)) {
        let mut text = String::from("# Merrowshire Action Plan 2024/25\n\n## Priority 1: Theft\n\n**Lead:** Police\n\n");
        text.push_str("| No. | Objective | Actions | Measures | Timescale | Lead |\n|---|---|---|---|---|---|\n");
        let list = |items: &[String]| items.iter().map(|item| format!("• {item}")).collect::<Vec<_>>().join("<br>");
        for (at, (objective, steps, measures, lead, month, starred)) in rows.iter().enumerate() {
            let star = if *starred { "*" } else { "" };
            text.push_str(&format!(
                "| 1.{}{star} | {objective} | {} | {} | {month} | {lead} |\n", at + 1, list(steps), list(measures),
            ));
        }
        let reading = read(text.as_bytes(), "plan.md", UPLOAD_LIMIT, &[]).unwrap();
        let actions: Vec<_> = reading.draft.actions().collect();
        prop_assert_eq!(actions.len(), rows.len());
        for (action, (objective, steps, measures, lead, month, starred)) in actions.iter().zip(&rows) {
            prop_assert_eq!(&action.objective, objective);
            prop_assert_eq!(&action.rows[0].steps, steps);
            prop_assert_eq!(&action.rows[0].measures, measures);
            prop_assert_eq!(&action.leads, std::slice::from_ref(lead));
            prop_assert_eq!(&action.rows[0].timescale, &Timescale::read(month));
            prop_assert_eq!(action.starred, *starred);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(\\PC|[\t\n|•*]|No\\.\tObjective\tActions\tLead\n|Page 3|Priority: ){0,60}") {
        for name in ["plan.txt", "plan.csv"] {
            if let Ok(reading) = read(text.as_bytes(), name, UPLOAD_LIMIT, &[]) {
                prop_assert_eq!(reading.draft.counts, reading.draft.counts());
            }
        }
    }
}
