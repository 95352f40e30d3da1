//! One algorithmic transparency record for each method, with the fields of the government's standard (ATRS).

use serde::Serialize;

use super::matrix::matrices;
use crate::findings::methods;

/// A record, in the two tiers of the standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// What tells it apart.
    pub metadata: Metadata,
    /// A summary for anybody.
    pub tier_1: Tier1,
    /// The particulars.
    pub tier_2: Tier2,
}

/// What tells a record apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Metadata {
    /// The method's name.
    pub id: String,
    /// The program's version, and that of the method's data where it has one.
    pub version: String,
    /// In which phase the method is.
    pub phase: &'static str,
    /// The version of the standard whose fields these are.
    pub standard: &'static str,
}

/// A summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tier1 {
    /// What it is called.
    pub name: String,
    /// What it does.
    pub description: String,
    /// Where to read more: to be filled in by whoever publishes it.
    pub website_url: String,
    /// Whom to ask.
    pub contact_email: String,
}

/// The particulars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tier2 {
    /// Who answers for it.
    pub owner_and_responsibility: Owner,
    /// What it is for.
    pub description_and_rationale: Rationale,
    /// How a decision comes about.
    pub decision_making_process: Process,
    /// What it is made of.
    pub tool_specification: Specification,
    /// What has been looked into, and what can go wrong.
    pub risks_mitigations_and_impact_assessments: Risks,
}

/// Who answers for it: all to be filled in by the organisation, as the program cannot know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// The standard's field of this name.
    pub organisation_or_department: String,
    /// The standard's field of this name.
    pub team: String,
    /// The standard's field of this name.
    pub senior_responsible_owner: String,
    /// The standard's field of this name.
    pub external_supplier_involvement: String,
}

/// What it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rationale {
    /// The standard's field of this name.
    pub detailed_description: String,
    /// The standard's field of this name.
    pub scope: String,
    /// The standard's field of this name.
    pub benefit: String,
    /// The standard's field of this name.
    pub previous_process: String,
    /// The standard's field of this name.
    pub alternatives_considered: String,
}

/// How a decision comes about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Process {
    /// The standard's field of this name.
    pub process_integration: String,
    /// The standard's field of this name.
    pub provided_information: String,
    /// The standard's field of this name.
    pub frequency_and_scale_of_usage: String,
    /// The standard's field of this name.
    pub human_decisions_and_review: String,
    /// The standard's field of this name.
    pub required_training: String,
    /// The standard's field of this name.
    pub appeals_and_review: String,
}

/// What it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Specification {
    /// The standard's field of this name.
    pub method: String,
    /// The standard's field of this name.
    pub steps: Vec<String>,
    /// The standard's field of this name.
    pub data_used: String,
    /// The standard's field of this name.
    pub data_sensitivity: String,
    /// The standard's field of this name.
    pub data_collection_and_storage: String,
}

/// What can go wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Risks {
    /// The standard's field of this name.
    pub impact_assessments: String,
    /// The standard's field of this name.
    pub risks_and_mitigations: Vec<String>,
}

/// What the organisation fills in before it publishes the record.
const TO_FILL_IN: &str = "To be filled in by the organisation that publishes this record.";
const DATA: &str = "Police records of crimes and of people's parts in them, as brought in by the ledger: month, times, offence, group, small area, district; role, sex, age, ethnicity, relationship. No names, addresses, dates of birth or free text.";
const STORAGE: &str = "Kept on the organisation's own machine. People are pseudonymised with a keyed hash on the way in; the key lies apart from the data.";

fn owner() -> Owner {
    Owner {
        organisation_or_department: TO_FILL_IN.to_owned(),
        team: TO_FILL_IN.to_owned(),
        senior_responsible_owner: TO_FILL_IN.to_owned(),
        external_supplier_involvement: TO_FILL_IN.to_owned(),
    }
}

/// A record for each method: every finding, and every version of the ranking.
pub fn records() -> Vec<Record> {
    let version = env!("CARGO_PKG_VERSION");
    let findings = methods().map(|method| Record {
        metadata: Metadata {
            id: format!("finding-{}", method.name),
            version: version.to_owned(),
            phase: "Production",
            standard: "ATRS 3.0",
        },
        tier_1: Tier1 {
            name: method.title.to_owned(),
            description: method.asks.to_owned(),
            website_url: TO_FILL_IN.to_owned(),
            contact_email: TO_FILL_IN.to_owned(),
        },
        tier_2: Tier2 {
            owner_and_responsibility: owner(),
            description_and_rationale: Rationale {
                detailed_description: method.cites.to_owned(),
                scope: "Groups of records, never one person: it informs strategy, tasking of places and the partnership's assessment.".to_owned(),
                benefit: "Figures that can be traced to the records, the text of each step and the version of what they were weighed by.".to_owned(),
                previous_process: TO_FILL_IN.to_owned(),
                alternatives_considered: TO_FILL_IN.to_owned(),
            },
            decision_making_process: Process {
                process_integration: "Read by analysts and officers, and taken into an assessment that the board decides on.".to_owned(),
                provided_information: "Tables, charts, caveats, what was left out, and what chance alone would give where that can be said.".to_owned(),
                frequency_and_scale_of_usage: TO_FILL_IN.to_owned(),
                human_decisions_and_review: "No decision about a person follows from it.".to_owned(),
                required_training: TO_FILL_IN.to_owned(),
                appeals_and_review: TO_FILL_IN.to_owned(),
            },
            tool_specification: Specification {
                method: "Counting and published statistics; no learning from data.".to_owned(),
                steps: method.steps.clone(),
                data_used: DATA.to_owned(),
                data_sensitivity: "Personal data on criminal offences, pseudonymised; small numbers are hidden in whatever leaves.".to_owned(),
                data_collection_and_storage: STORAGE.to_owned(),
            },
            risks_mitigations_and_impact_assessments: Risks {
                impact_assessments: TO_FILL_IN.to_owned(),
                risks_and_mitigations: vec![
                    "Records are what was reported and recorded: said beside every figure.".to_owned(),
                    "Small numbers could tell who somebody is: hidden by a published rule, and attacked with a solver together with earlier releases before they leave.".to_owned(),
                    "A figure could be read as more than chance: a chance baseline or an interval stands beside it.".to_owned(),
                ],
            },
        },
    });
    let rankings = matrices().iter().map(|matrix| Record {
        metadata: Metadata {
            id: format!("ranking-for-review-{}", matrix.version),
            version: format!("{version}, matrix {}", matrix.label()),
            phase: "Production",
            standard: "ATRS 3.0",
        },
        tier_1: Tier1 {
            name: format!("Ranking for review by {}", matrix.name),
            description: "Puts people named as suspects into an order in which other people look at their cases.".to_owned(),
            website_url: TO_FILL_IN.to_owned(),
            contact_email: TO_FILL_IN.to_owned(),
        },
        tier_2: Tier2 {
            owner_and_responsibility: owner(),
            description_and_rationale: Rationale {
                detailed_description: matrix.says.clone(),
                scope: "A list exists for one stated purpose, on a stated lawful basis, with a named owner and an expiry.".to_owned(),
                benefit: "Those with much on record are looked at, whoever remembers them.".to_owned(),
                previous_process: TO_FILL_IN.to_owned(),
                alternatives_considered: "PPIT (Robinson and Clancy); ranking by harm alone.".to_owned(),
            },
            decision_making_process: Process {
                process_integration: "Before a tasking meeting; the list advises.".to_owned(),
                provided_information: "Place, score, the points of each part, ties, warnings on validity, and disparity by sex, age, ethnicity and district.".to_owned(),
                frequency_and_scale_of_usage: format!("A list may stand for {} days at most.", matrix.days),
                human_decisions_and_review: "A person decides about every row, with a reason; no list leaves before that.".to_owned(),
                required_training: TO_FILL_IN.to_owned(),
                appeals_and_review: "A row can be decided to be wrong, and a later decision takes the place of an earlier one.".to_owned(),
            },
            tool_specification: Specification {
                method: "Points by bands, weighed and added up; no learning from data.".to_owned(),
                steps: matrix
                    .parts
                    .iter()
                    .map(|part| {
                        let bands = part.bands.iter().map(|band| match (band.least, band.most) {
                            (Some(least), _) => format!("from {least}: {}", band.points),
                            (None, Some(most)) => format!("up to {most}: {}", band.points),
                            (None, None) => format!("always: {}", band.points),
                        });
                        let bands = bands.collect::<Vec<_>>().join("; ");
                        format!("{}, weight {}: {bands}", part.title, part.weight)
                    })
                    .collect(),
                data_used: DATA.to_owned(),
                data_sensitivity: "Personal data on criminal offences, pseudonymised.".to_owned(),
                data_collection_and_storage: STORAGE.to_owned(),
            },
            risks_mitigations_and_impact_assessments: Risks {
                impact_assessments: TO_FILL_IN.to_owned(),
                risks_and_mitigations: super::VALIDITY.iter().map(|warning| (*warning).to_owned()).collect(),
            },
        },
    });
    findings.chain(rankings).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_has_a_record_with_the_fields_of_the_standard() {
        let records = records();
        assert_eq!(records.len(), methods().count() + matrices().len());
        let ids: std::collections::BTreeSet<&str> =
            records.iter().map(|record| record.metadata.id.as_str()).collect();
        assert_eq!(ids.len(), records.len());
        let written = serde_json::to_value(&records).unwrap();
        for record in written.as_array().unwrap() {
            for field in ["metadata", "tier_1", "tier_2"] {
                assert!(record[field].is_object(), "{field}");
            }
            for field in [
                "owner_and_responsibility",
                "description_and_rationale",
                "decision_making_process",
                "tool_specification",
                "risks_mitigations_and_impact_assessments",
            ] {
                assert!(record["tier_2"][field].is_object(), "{field}");
            }
            assert!(!record["tier_2"]["tool_specification"]["steps"].as_array().unwrap().is_empty());
        }
    }
}
