use std::path::{Path, PathBuf};

use concordat_kernel::{
    Chance,
    jiff::civil::{Date, date},
};

use super::{
    super::{account::Lines, bytes::Source, check, police_uk},
    *,
};
use crate::records::{Crime, PersonInCrime, Place, Sex};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn shared(name: &str) -> Option<PathBuf> {
    let path =
        Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("../../../../shared/data").join(name);
    if !path.is_file() {
        eprintln!("skipped: ../shared/data/{name} is absent");
        return None;
    }
    Some(path)
}

/// Counts `n` crimes of a month in one area.
fn count(tally: &mut Tally, text: &str, n: usize, area: &str, district: &str) {
    for _ in 0..n {
        tally.crime(&Crime {
            reference: None,
            month: month(text),
            from: Some(date(2020, 1, 1).at(9, 30, 0, 0)),
            to: None,
            reported: None,
            offence: "x".into(),
            group: "x".into(),
            place: Place { area: Some(area.into()), district: Some(district.into()), ..Place::default() },
            domestic: None,
            proactive: None,
            outcome: None,
            reported_by: None,
            falls_within: None,
        });
    }
}

fn found(findings: &[Finding], kind: Kind) -> Vec<&Finding> {
    findings.iter().filter(|finding| finding.kind == kind).collect()
}

fn judged(tally: &Tally) -> Vec<Finding> {
    judge(tally, &[], Expected::default(), &Rules::default())
}

#[test]
fn gaps_and_falls_are_found_by_the_stated_shares() {
    let mut tally = Tally::default();
    for (text, n) in [
        ("2020-01", 100),
        ("2020-02", 100),
        ("2020-03", 80),
        ("2020-04", 79),
        ("2020-05", 59),
        ("2020-07", 100),
    ] {
        count(&mut tally, text, n, "E01990001", "Alder");
    }
    let findings = judged(&tally);
    let of = |kind| found(&findings, kind).iter().map(|f| f.month.unwrap().to_string()).collect::<Vec<_>>();
    assert_eq!(of(Kind::MissingMonth), ["2020-06"]);
    assert_eq!(of(Kind::Low), ["2020-04"]);
    assert_eq!(of(Kind::Collapsed), ["2020-05"]);
    assert_eq!(incomplete(&findings).len(), 3);
    assert_eq!(
        found(&findings, Kind::Collapsed)[0].sentence,
        "May 2020 has 59 crimes, 59% of the 100 that the months around it usually have: most of it is likely missing, or something kept crime down."
    );
    let period = Some(Period { from: month("2019-12"), to: month("2020-08") });
    let findings = judge(&tally, &[], Expected { period, areas: None }, &Rules::default());
    assert_eq!(found(&findings, Kind::MissingMonth).len(), 3);
    let strict = Rules { low: 0.85, ..Rules::default() };
    assert_eq!(found(&judge(&tally, &[], Expected::default(), &strict), Kind::Low).len(), 2);
}

#[test]
fn two_months_alone_are_not_judged_by_volume() {
    let mut tally = Tally::default();
    count(&mut tally, "2020-01", 100, "E01990001", "Alder");
    count(&mut tally, "2020-02", 10, "E01990001", "Alder");
    assert_eq!(incomplete(&judged(&tally)).len(), 0);
}

#[test]
fn a_district_that_is_silent_for_a_month_is_missed() {
    let mut tally = Tally::default();
    for text in ["2020-01", "2020-02", "2020-03", "2020-04"] {
        count(&mut tally, text, 200, "E01990001", "Alder");
        count(&mut tally, text, if text == "2020-03" { 0 } else { 30 }, "E01990002", "Birch");
        count(&mut tally, text, if text == "2020-03" { 0 } else { 3 }, "E01990003", "Cedar");
    }
    let findings = judged(&tally);
    let missing = found(&findings, Kind::MissingDistrict);
    assert_eq!((missing.len(), missing[0].subject.as_deref()), (1, Some("Birch")));
    assert_eq!(
        missing[0].sentence,
        "Birch has no crime in March 2020, where the months around it usually have 30 crimes."
    );
}

#[test]
fn areas_and_districts_are_held_against_the_list() {
    let list: HashMap<String, String> = [("E01990001", "Alder"), ("E01990002", "Alder and Thorn")]
        .map(|(a, d)| (a.to_owned(), d.to_owned()))
        .into();
    let mut tally = Tally::default();
    count(&mut tally, "2020-01", 10, "E01990001", "Alder");
    count(&mut tally, "2020-01", 9, "E01990002", "Thorn");
    count(&mut tally, "2020-01", 1, "E01990001", "Thorn");
    count(&mut tally, "2020-01", 2, "E01777777", "Elsewhere");
    count(&mut tally, "2020-01", 1, "Alder North", "Alder");
    let findings = judge(&tally, &[], Expected { period: None, areas: Some(&list) }, &Rules::default());
    let sentence = |kind| found(&findings, kind)[0].sentence.clone();
    assert_eq!(
        sentence(Kind::RenamedDistrict),
        "Thorn is what the list of areas calls Alder and Thorn: 9 of 10 crimes (90.0%) lie in its areas."
    );
    assert_eq!(sentence(Kind::UnknownDistrict), "Elsewhere is not in the list of areas; it has 2 crimes.");
    assert!(
        sentence(Kind::UnknownArea)
            .starts_with("2 of 23 crimes (8.7%) lie in 1 area that is not on the list")
    );
    assert!(sentence(Kind::NoAreaCode).starts_with("1 of 23 crimes"));
}

#[test]
fn without_a_list_two_names_for_the_same_areas_are_one_district() {
    let mut tally = Tally::default();
    for (area, old, new) in [
        ("E01990001", "Thorn", "Alder and Thorn"),
        ("E01990002", "Thorn", "Alder and Thorn"),
        ("E01990003", "Birch", "Birch"),
    ] {
        count(&mut tally, "2020-01", 5, area, old);
        count(&mut tally, "2020-02", 5, area, new);
    }
    let findings = judged(&tally);
    let renamed = found(&findings, Kind::RenamedDistrict);
    assert_eq!(renamed.len(), 1);
    assert!(
        renamed[0].sentence.starts_with("Alder and Thorn and Thorn are names for the same areas (2 of them)")
    );
}

#[test]
fn impossible_dates_midnights_and_missing_sex_are_told() {
    let mut tally = Tally::default();
    count(&mut tally, "2020-01", 8, "E01990001", "Alder");
    let midnight = tally.months.get_mut(&month("2020-01")).unwrap();
    midnight.midnight = 2;
    for sex in [Some(Sex::Female), Some(Sex::Male), None] {
        let crime = super::super::pseudonym::Pseudonym(1);
        tally.person(&PersonInCrime {
            crime,
            role: Role::Victim,
            person: None,
            sex,
            age: Some(30),
            ethnicity: None,
            relationship: None,
        });
    }
    let lines = Lines { count: 3, first: vec![4, 5, 6] };
    let odd = [Odd { oddity: Oddity::ImpossibleDate, field: "crime.from".into(), lines }];
    let findings = judge(&tally, &odd, Expected::default(), &Rules::default());
    let sentences: Vec<_> = findings.iter().map(|f| (f.weight, f.sentence.as_str())).collect();
    for expected in [
        (Weight::Look, "In 3 of 8 crimes the dates of crime.from lie in the future or before 1900."),
        (Weight::Look, "1 of 3 victims (33.3%) have no sex."),
        (Weight::Note, "The source says no reference of any victim."),
        (Weight::Note, "The source says no outcome of any crime."),
    ] {
        assert!(sentences.contains(&expected), "{expected:?} not in {sentences:#?}");
    }
    assert!(found(&findings, Kind::Midnight)[0].sentence.starts_with("2 of 8 crimes (25.0%) with a time"));
}

#[test]
fn counts_of_files_add_up_and_can_be_kept() {
    let (mut one, mut two, mut both) = (Tally::default(), Tally::default(), Tally::default());
    for (tally, text, area) in [(&mut one, "2020-01", "E01990001"), (&mut two, "2020-02", "E01990001")] {
        count(tally, text, 3, area, "Alder");
        count(&mut both, text, 3, area, "Alder");
    }
    one.add(&two);
    assert_eq!(one, both);
    let json = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<Tally>(&json).unwrap(), one);
}

#[test]
fn the_faults_of_the_kent_months_are_found() {
    let Some(lookup) = shared("boundaries/kent_medway_lsoa11_ward21_lad21.csv") else { return };
    let mut areas = HashMap::new();
    for row in csv::Reader::from_path(lookup).unwrap().records() {
        let row = row.unwrap();
        areas.insert(row[0].to_owned(), row[5].to_owned());
    }
    assert_eq!(areas.len(), 1_065);
    let (mapping, mut tally) = (police_uk::mapping().unwrap(), Tally::default());
    for text in ["2018-10", "2018-11", "2018-12", "2019-01"] {
        let Some(path) = shared(&format!("police/{text}-kent-street.csv")) else { return };
        let today: Date = date(2026, 11, 26);
        let sample =
            check::sample(&mapping, Source::open(&path).unwrap(), today, &Chance::seeded(1)).unwrap();
        tally.add(&sample.account.tally);
    }
    let findings = judge(&tally, &[], Expected { period: None, areas: Some(&areas) }, &Rules::default());
    let incomplete: Vec<_> = incomplete(&findings).iter().map(Month::to_string).collect();
    assert_eq!(incomplete, ["2018-11", "2018-12"]);
    let renamed = found(&findings, Kind::RenamedDistrict);
    assert_eq!(renamed.len(), 1);
    assert_eq!(
        renamed[0].sentence,
        "Shepway is what the list of areas calls Folkestone and Hythe: 3,342 of 3,342 crimes (100.0%) lie in its areas."
    );
    let outside = found(&findings, Kind::UnknownArea)[0];
    assert_eq!((outside.count, outside.of), (OUTSIDE, 59_443));
    assert!(found(&findings, Kind::UnknownDistrict).iter().any(|f| f.subject.as_deref() == Some("Bexley")));
    let place = findings.iter().find(|f| f.subject.as_deref() == Some("crime.area")).unwrap();
    assert_eq!((place.count, place.weight), (1_157, Weight::Note));
}

/// Counted by another program.
const OUTSIDE: u64 = 80;

/// Monthly counts of four forces: July 2019 is absent for three of them, and the lockdown of spring 2020 is in them.
#[test]
fn gaps_in_other_forces_are_found_and_lockdown_with_them() {
    let Some(path) = shared("police/monthly_counts_4forces_2018-01_2021-09.csv") else { return };
    let mut forces: BTreeMap<String, BTreeMap<Month, u64>> = BTreeMap::new();
    for row in csv::Reader::from_path(path).unwrap().records() {
        let row = row.unwrap();
        let months = forces.entry(row[0].to_owned()).or_default();
        *months.entry(month(&row[1])).or_default() += row[3].parse::<u64>().unwrap();
    }
    let mut gaps = Vec::new();
    for (force, crimes) in &forces {
        let mut findings = Vec::new();
        months(crimes, Expected::default(), &Rules::default(), &mut findings);
        gaps.extend(
            found(&findings, Kind::MissingMonth)
                .iter()
                .map(|f| (force.as_str(), f.month.unwrap().to_string())),
        );
        if force == "city-of-london" {
            let collapsed = found(&findings, Kind::Collapsed);
            assert!(collapsed.iter().any(|f| f.month == Some(month("2020-04"))));
        }
    }
    let july = |force| (force, "2019-07".to_owned());
    assert_eq!(gaps, [july("avon-and-somerset"), july("merseyside"), july("south-yorkshire")]);
}
