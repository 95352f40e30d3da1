//! `meetings.toml`, and what its entries become.

use std::collections::BTreeMap;

use concordat_kernel::{
    Id, Problem,
    jiff::civil::{Date, Time},
};
use concordat_meetings::{
    AgendaPart, Classification, Closed, Duty, Minuted, NewAttendance, NewItem, NewPaper,
};
use concordat_partnership::terms::Part;
use serde::Deserialize;

use crate::partnership::{Places, unknown};

#[derive(Deserialize)]
pub(super) struct File {
    pub(super) duty: Vec<DutyEntry>,
    pub(super) meeting: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DutyEntry {
    pub(super) group: String,
    pub(super) title: String,
    pub(super) month: i8,
    pub(super) source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) group: String,
    pub(super) weeks: i64,
    pub(super) goes: String,
    pub(super) venue: Option<String>,
    /// Whether files are attached, and its pack goes out with a supplement and numbered copies.
    #[serde(default)]
    pub(super) pack: bool,
    #[serde(default)]
    pub(super) online: bool,
    pub(super) chair: Option<String>,
    #[serde(default)]
    pub(super) vice: bool,
    pub(super) items: Vec<ItemEntry>,
    #[serde(default)]
    pub(super) present: Vec<PersonEntry>,
    #[serde(default)]
    pub(super) apologies: Vec<PersonEntry>,
    /// Added after the minutes had gone round.
    pub(super) late: Option<PersonEntry>,
    pub(super) interest: Option<InterestEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ItemEntry {
    pub(super) part: String,
    pub(super) title: String,
    pub(super) presenter: Option<String>,
    pub(super) minutes: Option<u32>,
    #[serde(default)]
    pub(super) unnumbered: bool,
    #[serde(default)]
    pub(super) paper: bool,
    pub(super) duty: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) exemption: Option<String>,
    pub(super) public_interest: Option<String>,
    pub(super) restricted_title: Option<String>,
    pub(super) minute: Option<String>,
    pub(super) restricted: Option<String>,
    #[serde(default)]
    pub(super) decisions: Vec<DecisionEntry>,
    pub(super) follow: Option<FollowEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DecisionEntry {
    pub(super) kind: String,
    pub(super) text: String,
    pub(super) restricted: Option<String>,
    /// So many months after the meeting.
    pub(super) due_in: Option<i32>,
    #[serde(default)]
    pub(super) votes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FollowEntry {
    pub(super) kind: String,
    pub(super) text: String,
    pub(super) restricted: Option<String>,
    pub(super) owner: String,
    pub(super) body: Option<String>,
    pub(super) done: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonEntry {
    pub(super) name: String,
    pub(super) body: Option<String>,
    pub(super) part: Option<String>,
    pub(super) from: Option<Time>,
    pub(super) until: Option<Time>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InterestEntry {
    pub(super) item: usize,
    pub(super) name: String,
    pub(super) text: String,
    pub(super) left: bool,
}

impl ItemEntry {
    /// As the meetings take it.
    pub(super) fn read(&self, duties: &BTreeMap<String, Id<Duty>>) -> Result<NewItem, Problem> {
        Ok(NewItem {
            part: AgendaPart::from_word(&self.part).ok_or_else(|| unknown(&self.part))?,
            title: self.title.clone(),
            restricted_title: self.restricted_title.clone(),
            presenter: self.presenter.clone(),
            minutes: self.minutes,
            minuted: if self.unnumbered { Minuted::Not } else { Minuted::Numbered },
            closed: self.reason.clone().map(|reason| Closed {
                reason,
                exemption: self.exemption.clone(),
                public_interest: self.public_interest.clone(),
            }),
            duty: self.duty.as_ref().and_then(|title| duties.get(title)).copied(),
            ..NewItem::default()
        })
    }

    /// Its paper, which says what such papers say.
    pub(super) fn paper(&self, dated: Date) -> NewPaper {
        NewPaper {
            classification: Classification::Decision,
            dated,
            by: self.presenter.clone().unwrap_or_else(|| "Community safety team".to_owned()),
            to: "Merrowshire Community Safety Partnership".to_owned(),
            subject: self.title.clone(),
            summary: "What has happened since the last meeting, and what is asked of this one.".to_owned(),
            text: "Most of what was promised has been done.\n\nWhat is late is told with its reason.\n\nThe figures are in the plan."
                .to_owned(),
            recommendations: vec!["Note what has been done.".to_owned(), "Agree what comes next.".to_owned()],
            policy: Some("It serves the community safety agreement.".to_owned()),
            risk: Some("What stays late puts the year’s summary at risk.".to_owned()),
            financial: Some("Within what has been granted.".to_owned()),
            legal: None,
            contacts: Some("Community safety team".to_owned()),
            late_reason: None,
        }
    }
}

impl PersonEntry {
    /// As the meetings take it.
    pub(super) fn read(&self, places: &Places) -> Result<NewAttendance, Problem> {
        let part = match self.part.as_deref() {
            None => Part::Member,
            Some("substitute") => Part::Substitute,
            Some("invitee") => Part::Invitee,
            Some("officer") => Part::Officer,
            Some(other) => return Err(unknown(other)),
        };
        Ok(NewAttendance {
            name: self.name.clone(),
            body: self.body.as_deref().map(|key| places.body(key)).transpose()?,
            part,
            from: self.from,
            until: self.until,
        })
    }
}
