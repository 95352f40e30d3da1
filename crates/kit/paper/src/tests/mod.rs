//! What is true of every paper, told with the action plan of Merrowshire.

mod bound;
mod opened;
mod plan;
mod refused;
mod texts;

use concordat_kernel::{Mark, Problem, jiff::Timestamp};
use serde_json::Value;

use crate::{Press, Sheet};

const TITLE: &str = "Community safety action plan 2026–27";

fn sheet<'a>(template: &'a str, data: &'a Value) -> Sheet<'a> {
    Sheet {
        template,
        data,
        title: TITLE,
        language: "en-GB",
        mark: Mark::OfficialSensitive,
        made_at: Timestamp::constant(1_784_000_000, 0),
        author: "Merrowshire Community Safety Partnership",
    }
}

fn proof(template: &str, data: &Value) -> Result<Vec<u8>, Problem> {
    Press::new().proof(&sheet(template, data))
}
