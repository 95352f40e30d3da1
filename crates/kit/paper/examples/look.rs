//! Prints a paper to be looked at while its template is written:
//! `cargo run -p concordat-paper --example look -- TEMPLATE.typ DATA.json OUT.pdf`.

use std::{env, error::Error, fs};

use concordat_kernel::{Mark, jiff::Timestamp};
use concordat_paper::{Press, Sheet};

fn main() -> Result<(), Box<dyn Error>> {
    let [template, data, out] = env::args()
        .skip(1)
        .collect::<Vec<_>>()
        .try_into()
        .map_err(|_| "name a template, a data file and the PDF to write, in this order")?;
    let sheet = Sheet {
        template: &fs::read_to_string(template)?,
        data: &serde_json::from_str(&fs::read_to_string(data)?)?,
        title: "Community safety action plan 2026–27",
        language: "en-GB",
        mark: Mark::Official,
        made_at: Timestamp::UNIX_EPOCH,
        author: "Merrowshire Community Safety Partnership",
    };
    Ok(fs::write(out, Press::new().proof(&sheet).map_err(|problem| problem.chain())?)?)
}
