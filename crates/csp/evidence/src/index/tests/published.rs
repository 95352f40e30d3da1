//! The tables as they are published: the layout with invented offences, and the real files where they lie beside the
//! repository. The expected figures are facts of those files.

use rust_xlsxwriter::Workbook;

use super::{of, said, weighed};
use crate::{
    index::{Reading, Rule, Unscored, read},
    load::Code,
    tests::published,
};

/// The published layout, with invented offences and every trap that the real file has. Cells are separated by `;`.
const INVENTED: &str = "\
ATHENA URN;FULL_OFFENCE_TITLE;SHORT_TITLE;CCHI Score;Sentencing data from actual offence available: ;If no sentencing data \
available what similar offence was used: ;Starting Point;GROUP;SUB_GROUP;CLASSIFICATION_CODE;HOME_OFFICE_CLASSIFICATION;\
HO_CODE;HO_SUB_CODE;NOTIFIABLE;INVESTIGATION_TYPE;CJS Codes;CJS Codes
1.1;Killing, whole;Killing;730;Yes;;2 years;VIOLENCE;HOMICIDE;1;001/01;1;1;Notifiable;Crime
1.2;Attempted killing, whole;Attempted killing;3285;yes;;9 years;VIOLENCE;WITH INJURY;2;00200;2;0;Notifiable;Crime
19.1;Rape, whole;Rape;1825;Yes;;5 years;SEXUAL;RAPE;19C;019/08;19;8;Notifiable;CRIME
8.1;Blow, whole;Blow;10;Yes;;Medium order;VIOLENCE;WITH INJURY;8N;008/06;8;6;Notifiable;Crime
8.2;Blow to a constable, whole;Blow to a constable;182.5;Yes;;26 weeks;VIOLENCE;WITH INJURY;8N;008/06;8;6;Notifiable;Crime
8.3;Push, whole;Push;10;No - general;Blow;Medium order;VIOLENCE;WITH INJURY;8N;008/07;8;7;Notifiable;Crime
8.4;Control, whole;Control;84;Yes;;Medium order;VIOLENCE;STALKING;8Q;008/67;8;68;Notifiable;NONCRIME
NN.1;Worrying, whole;Worrying;0.1;No;Dog;;https://example.org/dogs;NON-NOTIFIABLE;NN;111/05;111;5;Non-Notifiable;Crime";

#[test]
fn the_published_layout_is_read_with_its_traps() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Cover page").unwrap().write(3, 0, "Copyright  Somebody 2020").unwrap();
    let sheet = book.add_worksheet().set_name("values").unwrap();
    for (row, line) in (0..).zip(INVENTED.lines()) {
        for (column, text) in (0..).zip(line.split(';')).filter(|(_, text)| !text.is_empty()) {
            match text.parse::<f64>() {
                Ok(number) if column == 3 => sheet.write(row, column, number).unwrap(),
                _ => sheet.write(row, column, text).unwrap(),
            };
        }
    }
    let reading = read(&book.save_to_buffer().unwrap(), "x.xlsx", Rule::Highest).unwrap();
    assert_eq!(reading.unit, "days");
    assert_eq!(reading.notice.as_deref(), Some("Copyright Somebody 2020"));
    assert_eq!(reading.scores.len(), 8);
    let told: Vec<_> = reading.oddities.iter().map(|odd| (odd.code, odd.row)).collect();
    assert_eq!(
        told,
        [
            (Code::Copyright, None),
            (Code::ProactiveNotSaid, None),
            (Code::ColumnsUnused, Some(1)),
            (Code::HomicideBelowRape, Some(2)),
            (Code::SpellingsDiffer, Some(3)),
            (Code::CodeRewritten, Some(3)),
            (Code::SpellingsDiffer, Some(4)),
            (Code::SeveralScores, Some(5)),
            (Code::NearestOffence, Some(7)),
            (Code::CodesDiffer, Some(8)),
            (Code::NotCrimes, Some(8)),
            (Code::OtherThanMost, Some(8)),
            (Code::AddressAsName, Some(9)),
            (Code::NotNotifiable, Some(9)),
            (Code::BelowOne, Some(9)),
        ]
    );
    assert_eq!(
        said(&reading, Code::SeveralScores),
        [
            "row 5, column HOME_OFFICE_CLASSIFICATION: saw 008/06 with the scores 10, 182.5 in rows 5 and 6; did: the code counts \
          182.5, by the rule highest"
        ]
    );
    let last = reading.scores.last().unwrap();
    assert_eq!((last.group.as_deref(), last.notifiable, last.class.as_deref()), (None, Some(false), None));
}

/// Handbook figures for the workbook as its authors publish it.
#[test]
fn the_published_2020_workbook_gives_up_its_traps() {
    let (Some(book), Some(copy)) =
        (published("harm/cchi2020dataxls.xlsx"), published("harm/cchi_2020_values.csv"))
    else {
        return;
    };
    let reading = read(&book, "cchi2020dataxls.xlsx", Rule::Median).unwrap();
    assert_eq!((reading.scores.len(), reading.unit.as_str()), (698, "days"));
    assert!(reading.notice.as_deref().unwrap_or_default().starts_with("Copyright"));
    let codes: std::collections::BTreeSet<_> =
        reading.scores.iter().filter_map(|s| s.home_office.as_deref()).collect();
    assert_eq!(codes.len(), 516, "517 ways to write one, of which `00200` is 002/00");

    let several = said(&reading, Code::SeveralScores);
    assert_eq!(several.len(), 11);
    assert!(
        several.iter().any(|odd| odd.contains("008/01 with the scores 19, 182.5, 547.5, 912.5 in")),
        "{several:?}"
    );
    assert!(
        several.iter().any(|odd| odd.contains("028/03 with the scores 10, 19, 126, 365 in")),
        "{several:?}"
    );
    let rows = |code| of(&reading, code).iter().map(|odd| odd.row.unwrap_or_default()).collect::<Vec<_>>();
    assert_eq!(rows(Code::CodeRewritten), [7]);
    assert!(said(&reading, Code::CodeRewritten)[0].contains("“00200”; did: read as 002/00"));
    assert_eq!(rows(Code::AddressAsName), [656]);
    assert_eq!(rows(Code::CodesDiffer), [355, 655]);
    assert!(said(&reading, Code::NotNotifiable)[0].contains("118 offences"));
    assert!(
        said(&reading, Code::SpellingsDiffer)
            .iter()
            .any(|odd| odd.contains("“CRIME” (33 rows) and “Crime” (661 rows)"))
    );
    assert!(said(&reading, Code::NotCrimes)[0].contains("rows 383, 384, 385 and 386"));
    assert!(said(&reading, Code::BelowOne)[0].contains("from 0.1,"));
    assert!(said(&reading, Code::HalfYear)[0].contains("182.5 days"));
    assert!(said(&reading, Code::HomicideBelowRape)[0].contains("730 for “Manslaughter"));
    let others = said(&reading, Code::OtherThanMost);
    assert!(others.iter().any(|odd| odd.starts_with("row 270,") && odd.contains("saw 84 for")), "{others:?}");

    let index = weighed(&reading, Rule::Median);
    for (offence, weight) in [
        ("001/01", 5475.0),
        ("002/00", 3285.0),
        ("105/01", 1.0),
        ("008/67", 84.0),
        ("008/66", 252.0),
        ("195/12", 10.0),
        ("195/94", 10.0),
        ("008/30", 5.0),
        ("019/10", 1825.0),
        ("019/16", 2920.0),
        ("004/01", 730.0),
    ] {
        assert_eq!(index.score_of(offence).unwrap().weight, weight, "{offence}");
    }
    assert_eq!(weighed(&reading, Rule::ReferenceOnly).score_of("008/01"), Err(Unscored::Several));

    let copied = read(&copy, "cchi_2020_values.csv", Rule::Median).unwrap();
    let numbers = |reading: &Reading| {
        let lines =
            reading.scores.iter().map(|s| (s.reference.clone(), s.home_office.clone(), s.weight.to_bits()));
        lines.collect::<Vec<_>>()
    };
    assert_eq!(numbers(&copied), numbers(&reading), "the copy as CSV says the same");
}

#[test]
fn the_published_2026_subgroups_load_by_every_statistic() {
    let Some(table) = published("harm/cchi_2026_subgroup_medians.csv") else { return };
    for (rule, rape, violence) in [
        (Rule::Lowest, 1825.0, 2.0),
        (Rule::Median, 2555.0, 365.0),
        (Rule::Mean, 2726.8, 943.5),
        (Rule::Highest, 4745.0, 4380.0),
    ] {
        let reading = read(&table, "x.csv", rule).unwrap();
        assert_eq!(reading.scores.len(), 23);
        let index = weighed(&reading, rule);
        assert_eq!(index.score_of("Rape offences").unwrap().weight, rape, "{rule}");
        assert_eq!(index.score_of("violence with injury").unwrap().weight, violence, "{rule}");
        assert_eq!(index.score_of("Robbery").unwrap().lines, 2, "{rule}");
    }
}

#[test]
fn the_ons_weights_load_the_same_way() {
    let Some(table) = published("harm/ons_css_weights_partial.csv") else { return };
    let reading = read(&table, "x.csv", Rule::ReferenceOnly).unwrap();
    assert_eq!(reading.unit, "severity weight");
    let index = weighed(&reading, Rule::ReferenceOnly);
    for (class, weight) in [
        ("1", 7979.0),
        ("4.1", 7979.0),
        ("4.10", 7979.0),
        ("2", 4663.0),
        ("8G", 127.0),
        ("8N", 184.0),
        ("4.4", 1092.0),
        ("4.4/6/8", 677.0),
    ] {
        assert_eq!(index.score_of(class).unwrap().weight, weight, "{class}");
    }
    let told = said(&reading, Code::SeveralCodes);
    assert_eq!(told.len(), 2);
    assert!(told[0].contains("kept once for each of 1, 4.1, 4.10, 4.2"), "{told:?}");
    assert!(told[1].contains("kept under these words only"), "{told:?}");
    assert_eq!(reading.scores.len(), 29);
}
