use concordat_kernel::{
    AnyId, Month, Period,
    jiff::{Timestamp, civil::date},
};

use super::{
    model::{Lead, Said},
    rules::*,
};
use crate::State;

fn lead(words: &str) -> Lead {
    Lead { words: words.to_owned(), body: None }
}

fn stands(leads: &[Lead], said: &[(usize, Said, bool)]) -> Option<State> {
    let words: Vec<Word<'_>> = said
        .iter()
        .map(|(n, said, in_round)| Word { lead: &leads[*n], said: *said, in_round: *in_round })
        .collect();
    standing(leads, &words)
}

#[test]
fn several_leads_stand_as_the_worst_of_them() {
    let two = [lead("Police"), lead("Council")];
    assert_eq!(stands(&two, &[(0, Said::OnTrack, true)]), Some(State::OnTrack));
    assert_eq!(stands(&two, &[(0, Said::OnTrack, true), (1, Said::Late, true)]), Some(State::Late));
    assert_eq!(
        stands(&two, &[(0, Said::NotStarted, true), (1, Said::OnTrack, true)]),
        Some(State::NotStarted)
    );
    // A correction counts instead of what it corrects.
    let corrected = [(0, Said::Late, true), (1, Said::OnTrack, true), (0, Said::OnTrack, true)];
    assert_eq!(stands(&two, &corrected), Some(State::OnTrack));
    // What was said in earlier rounds does not weigh on this one.
    assert_eq!(stands(&two, &[(1, Said::AtRisk, false), (0, Said::OnTrack, true)]), Some(State::OnTrack));
    assert_eq!(stands(&two, &[(1, Said::AtRisk, false)]), None);
}

#[test]
fn it_is_done_when_all_say_so() {
    let two = [lead("Police"), lead("Council")];
    assert_eq!(stands(&two, &[(0, Said::Done, true)]), Some(State::OnTrack));
    assert_eq!(stands(&two, &[(1, Said::AtRisk, false), (0, Said::Done, true)]), Some(State::AtRisk));
    assert_eq!(stands(&two, &[(0, Said::Done, false), (1, Said::Done, true)]), Some(State::Done));
    assert_eq!(stands(&two[..1], &[(0, Said::Done, true)]), Some(State::Done));
    // Somebody who leads it no longer holds nothing up.
    assert_eq!(stands(&two[..1], &[]), None);
}

#[test]
fn a_proposal_to_withdraw_decides_nothing() {
    let two = [lead("Police"), lead("Council")];
    assert_eq!(stands(&two, &[(0, Said::WithdrawalProposed, true)]), None);
    let both = [(1, Said::OnTrack, true), (0, Said::WithdrawalProposed, true)];
    assert_eq!(stands(&two, &both), Some(State::OnTrack));
}

#[test]
fn a_lead_is_its_body_however_it_is_written() {
    let body = Some(AnyId::from_u128(1));
    let police = Lead { words: "Merrowshire Police".to_owned(), body };
    assert!(police.is(&Lead { words: "Police".to_owned(), body }));
    assert!(!police.is(&Lead { words: "Merrowshire Police".to_owned(), body: Some(AnyId::from_u128(2)) }));
    assert!(lead("Chair of the  JEG").is(&lead("chair of the JEG")));
}

#[test]
fn rounds_are_about_quarters() {
    let month = |year, month| Month::new(year, month).unwrap();
    let autumn = Period { from: month(2026, 7), to: month(2026, 9) };
    assert_eq!(suggested_months(date(2026, 11, 2), &[]), autumn);
    let winter = Period { from: month(2026, 10), to: month(2026, 12) };
    assert_eq!(suggested_months(date(2026, 11, 2), &[autumn]), winter);
    let last = Period { from: month(2026, 10), to: month(2026, 12) };
    assert_eq!(suggested_months(date(2027, 1, 1), &[autumn]), last);
    assert_eq!(suggested_due(date(2026, 12, 31)), date(2027, 1, 21));
}

#[test]
fn a_pass_outlives_its_round_a_little_but_not_for_ever() {
    let now: Timestamp = "2026-11-02T09:00:00Z".parse().unwrap();
    assert_eq!(pass_expires(now, date(2026, 11, 20)).to_string(), "2027-01-01T09:00:00Z");
    assert_eq!(pass_expires(now, date(2027, 1, 31)).to_string(), "2027-02-28T23:59:00Z");
}

#[test]
fn an_answer_says_what_it_must_and_no_more() {
    let today = date(2026, 11, 2);
    assert!(wanting(Some(Said::OnTrack), "", None, today).is_empty());
    assert_eq!(wanting(None, "", None, today)[0].0, "state");
    assert_eq!(wanting(Some(Said::Late), " ", None, today)[0].0, "words");
    assert_eq!(wanting(Some(Said::Done), "Done", None, today)[0].0, "done");
    assert_eq!(wanting(Some(Said::Done), "Done", Some(date(2026, 11, 3)), today)[0].0, "done");
    assert!(wanting(Some(Said::Done), "Done", Some(today), today).is_empty());
}

#[test]
fn a_link_is_a_link_and_an_address_an_address() {
    for good in ["https://merrowshire.example/report.pdf", "https://a.example"] {
        assert!(check_address(good).is_ok(), "{good}");
    }
    for bad in [
        "http://a.example",
        "javascript:alert(1)",
        "https://",
        "https://a b.example",
        "https://me@a.example",
        "",
    ] {
        assert!(check_address(bad).is_err(), "{bad}");
    }
    assert!(check_person("Idris", "idris@merrow.example").is_ok());
    for bad in [
        "idris",
        "idris@",
        "idris@merrow",
        "a b@c.example",
        "a@b.example,c@d.example",
        "a@b.example\r\nBcc: x",
    ] {
        assert!(check_person("Idris", bad).is_err(), "{bad}");
    }
    assert!(check_person(" ", "idris@merrow.example").is_err());
}
