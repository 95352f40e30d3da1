mod published;

use super::*;
use crate::load::{Code, Oddity};

fn weighed(reading: &Reading, rule: Rule) -> Weights {
    let index = Index {
        id: concordat_kernel::Id::from_uuid(concordat_kernel::AnyId::nil()),
        name: "x".into(),
        version: "1".into(),
        rule,
        unit: reading.unit.clone(),
        notice: None,
        file_name: "x".into(),
        sha256: "x".into(),
        loaded_at: concordat_kernel::jiff::Timestamp::UNIX_EPOCH,
        scores: 0,
    };
    Weights::new(index, reading.scores.clone())
}

fn of(reading: &Reading, code: Code) -> Vec<&Oddity> {
    reading.oddities.iter().filter(|oddity| oddity.code == code).collect()
}

fn said(reading: &Reading, code: Code) -> Vec<String> {
    of(reading, code).into_iter().map(ToString::to_string).collect()
}

fn refused(text: &str) -> String {
    read(text.as_bytes(), "x.csv", Rule::Median).unwrap_err().to_string()
}

#[test]
fn rules_take_what_they_say() {
    let weights = [912.5, 19.0, 182.5, 19.0, 547.5];
    for (rule, taken) in [
        (Rule::ReferenceOnly, None),
        (Rule::Lowest, Some(19.0)),
        (Rule::Median, Some(182.5)),
        (Rule::Mean, Some(336.1)),
        (Rule::Highest, Some(912.5)),
    ] {
        assert_eq!(rule.of(&weights), taken, "{rule}");
        assert_eq!(rule.of(&[7.0, 7.0]), Some(7.0), "where all are the same there is nothing to decide");
        assert_eq!(rule.of(&[]), None);
        assert_eq!(rule.word().parse(), Ok(rule));
    }
    assert_eq!(Rule::Median.of(&[1.0, 4.0, 2.0, 10.0]), Some(3.0));
    assert!("middle".parse::<Rule>().unwrap_err().to_string().contains("reference-only, lowest, median"));
}

#[test]
fn labels_are_read_and_written() {
    for text in ["CCHI@2020", "CCHI@2020/reference-only", "Merrow harm@May 2023/mean"] {
        assert_eq!(text.parse::<Label>().unwrap().to_string(), text);
    }
    for text in ["CCHI", "@2020", "CCHI@", "CCHI@2020/middle", ""] {
        assert!(text.parse::<Label>().is_err(), "{text}");
    }
}

#[test]
fn an_offence_is_found_by_its_most_exact_name() {
    let text = "reference,offence,group,subgroup,home_office,class,score,unit\n\
                R1,Wounding,Violence,With injury,008/01,8N,10,days\n\
                R2,Wounding of a constable,Violence,With injury,008/01,8N,30,days\n\
                R3,Blow,Violence,Without injury,008/03,8S,1,days\n\
                Theft,,Theft,,,,2,days\n";
    let reading = read(text.as_bytes(), "x.csv", Rule::Mean).unwrap();
    let index = weighed(&reading, Rule::Mean);
    for (offence, weight, by, lines) in [
        ("r2", 30.0, By::Reference, 1),
        ("008/01", 20.0, By::HomeOffice, 2),
        ("00801", 20.0, By::HomeOffice, 2),
        ("8/03", 1.0, By::HomeOffice, 1),
        ("8n", 20.0, By::Class, 2),
        ("  WOUNDING ", 10.0, By::Offence, 1),
        ("with  injury", 20.0, By::Subgroup, 2),
        ("Violence", 41.0 / 3.0, By::Group, 3),
        ("theft", 2.0, By::Reference, 1),
    ] {
        let found = index.score_of(offence).unwrap();
        assert_eq!((found.weight, found.by, found.lines), (weight, by, lines), "{offence}");
        assert_eq!(found.by_rule, lines > 1, "{offence}");
    }
    assert_eq!(index.score_of("009/01"), Err(Unscored::Unknown));
    assert_eq!(index.score_of(""), Err(Unscored::Unknown));
    let strict = weighed(&reading, Rule::ReferenceOnly);
    assert_eq!(strict.score_of("008/01"), Err(Unscored::Several));
    assert_eq!(strict.score_of("008/03").unwrap().weight, 1.0, "a code with one score needs no rule");
    assert_eq!(strict.score_of("R1").unwrap().weight, 10.0);
}

/// Whatever an offence weighs itself: the heaviest of its subgroup, of its group where the index has no subgroup, and of all where it has neither.
#[test]
fn the_heaviest_offence_beside_one_is_that_of_its_subgroup() {
    let text = "Key,Offence,Group,Subgroup,Days\n\
                R1,Wounding,Violence,With injury,10\n\
                R2,Grave wounding,Violence,With injury,30\n\
                R3,Killing,Violence,Homicide,5000\n\
                R4,Shoplifting,Theft,,2\n\
                R5,Theft of a bicycle,theft,,4\n\
                R6,Something else,,,1\n";
    let index = weighed(&read(text.as_bytes(), "x.csv", Rule::Median).unwrap(), Rule::Median);
    for (offence, beside) in [
        ("R1", Some(30.0)),
        ("Grave wounding", Some(30.0)),
        ("R3", Some(5000.0)),
        ("Violence", Some(5000.0)),
        ("R4", Some(4.0)),
        ("R6", Some(5000.0)),
        ("R7", None),
    ] {
        assert_eq!(index.heaviest_beside(offence), beside, "{offence}");
    }
}

#[test]
fn faults_refuse_the_whole_file_each_with_its_row() {
    let text = "reference,score,unit\nA,ten,days\nB,,days\n,5,days\nC,-1,days\nD,1e999,days\nE,5,hours\nA,7,days\nA,7,days\n";
    assert_eq!(
        refused(text).lines().collect::<Vec<_>>(),
        [
            "“x.csv” was not loaded, and nothing of it is kept.",
            "row 2, column score: “ten” is not a number. Write it with figures and a point only, such as 182.5 or 1825.",
            "row 3, column score: There is no score. Give one, or take the row out.",
            "row 4, column reference: The line has no name. Give it one, or take the row out.",
            "row 5, column score: “-1” is below 0, which no score is. Correct it.",
            "row 6, column score: “1e999” is not a number. Write it with figures and a point only, such as 182.5 or 1825.",
            "row 7, column unit: The unit is another than above. One index has one unit: make two files of it.",
        ]
    );
    assert!(refused("reference,score,unit\nA,1,days\nA,2,days\n").contains(
        "row 3, column reference: “A” stands in row 2 too, and the two rows differ. Give each line a reference of its own"
    ));
    assert!(refused("reference,score\nA,1\n").contains("It is not said what the scores are counted in."));
    assert!(refused("reference,score,unit\n").contains("“x.csv” has no row below its headings."));
    assert!(refused("name,number\nA,1\n").starts_with("“x.csv” holds no table of scores."));
    assert!(
        refused("reference,score,weight,unit\nA,1,1,days\n").contains("means the same as the column score")
    );
    assert!(refused("reference,score,days\nA,1,1\n").contains("two columns of scores, score and days"));
    let many: String = (0..30).map(|n| format!("R{n},x,days\n")).collect();
    let many = refused(&format!("reference,score,unit\n{many}"));
    assert!(many.ends_with("There are 10 more faults like these."), "{many}");
    assert_eq!(many.lines().count(), 22);
}

#[test]
fn small_oddities_are_told_and_settled() {
    let text = "reference,score,unit,home_office,notifiable,colour\nA,0,days,00200,perhaps,red\nA,0,days,00200,perhaps,red\n\
                B,1,days,murder,yes,\nC,1,days,,YES,\n";
    let reading = read(text.as_bytes(), "x.csv", Rule::Median).unwrap();
    let told: Vec<_> = reading.oddities.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "saw no word on which offences the police find themselves; did: taken as not said; only the records of crimes can \
             set them apart",
            "row 1: saw “colour”; did: these columns were not used",
            "row 2, column notifiable: saw “perhaps”; did: taken as not said",
            "row 2, column home_office: saw “00200”; did: read as 002/00",
            "row 2: saw a score of 0 in rows 2 and 3; did: kept; such an offence adds no harm",
            "row 3, column reference: saw the same as in row 2; did: kept once",
            "row 3, column notifiable: saw “perhaps”; did: taken as not said",
            "row 3, column home_office: saw “00200”; did: read as 002/00",
            "row 4, column home_office: saw “murder”, which is no code such as 008/01; did: left empty; the score is kept",
            "row 5, column notifiable: saw “YES” (1 rows) and “yes” (1 rows); did: read as one word",
            "row 5, column home_office: saw no code; did: can be asked for by its reference or name only",
        ]
    );
    assert_eq!(reading.scores.len(), 3);
    assert_eq!(weighed(&reading, Rule::Median).score_of("002/00").unwrap().weight, 0.0);
}

#[test]
fn the_invented_index_covers_what_is_published_and_invented_codes() {
    let reading = read(include_bytes!("../../../samples/index.csv"), "index.csv", Rule::Median).unwrap();
    assert_eq!(reading.scores.len(), 28);
    let index = weighed(&reading, Rule::Median);
    // The categories of data.police.uk.
    for category in [
        "Anti-social behaviour",
        "Bicycle theft",
        "Burglary",
        "Criminal damage and arson",
        "Drugs",
        "Other crime",
        "Other theft",
        "Possession of weapons",
        "Public order",
        "Robbery",
        "Shoplifting",
        "Theft from the person",
        "Vehicle crime",
        "Violence and sexual offences",
    ] {
        let found = index.score_of(category).unwrap();
        assert_eq!((found.by, found.lines), (By::Reference, 1), "{category}");
    }
    assert_eq!(index.score_of("901/01").unwrap().weight, 800.0);
    assert_eq!(of(&reading, Code::SeveralScores).len(), 1);
    assert!(reading.scores.iter().any(|score| score.proactive == Some(true)));
    assert!(reading.scores.iter().any(|score| score.historic == Some(true)));
}

#[test]
fn a_code_that_its_halves_contradict_is_left_empty() {
    let text = "reference,score,unit,home_office,ho_code,ho_sub_code\nA,1,days,00200,3,1\n";
    let reading = read(text.as_bytes(), "x.csv", Rule::Median).unwrap();
    assert_eq!(reading.scores[0].home_office, None);
    assert!(said(&reading, Code::CodeRewritten)[0].contains("say another code"));
}

#[test]
fn statistics_give_one_score_by_the_rule() {
    let text = "prc_category,prc_subgroup,min_days,median_days,mean_days,max_days\n\
                Burglary,Residential burglary,2,300,275.7,730\nBurglary,Non-residential burglary,2,1,100,365\n";
    for (rule, weight) in
        [(Rule::Lowest, 2.0), (Rule::Median, 300.0), (Rule::Mean, 275.7), (Rule::Highest, 730.0)]
    {
        let reading = read(text.as_bytes(), "x.csv", rule).unwrap();
        assert_eq!(
            weighed(&reading, rule).score_of("Residential Burglary").unwrap().weight,
            weight,
            "{rule}"
        );
        assert_eq!(of(&reading, Code::StatisticsDisagree).len(), 1, "{rule}");
    }
    let why = read(text.as_bytes(), "x.csv", Rule::ReferenceOnly).unwrap_err().to_string();
    assert!(why.contains("Say which is meant: --rule lowest, median, mean or highest."), "{why}");
}
