use concordat_kernel::{Mark, jiff::Timestamp};
use concordat_paper::Press;
use concordat_web::{Paper, PaperSample};

use crate::{SLICES, press::sheet};

/// Prints a sample and says what is wrong with it. A warning of the typesetter is a fault too.
fn fault(press: &Press, sample: &PaperSample) -> Option<String> {
    match press.proof(&sheet(&sample.paper)) {
        Err(problem) => Some(format!("{}: {}", sample.name, problem.chain())),
        Ok(pdf) if !pdf.starts_with(b"%PDF-") => Some(format!("{}: not a PDF", sample.name)),
        Ok(_) => None,
    }
}

#[test]
fn every_paper_is_printed_with_every_sample() {
    let samples: Vec<PaperSample> = SLICES.iter().flat_map(|slice| (slice.papers)()).collect();
    assert!(!samples.is_empty(), "no slice has a paper");
    let press = Press::new();
    let faults: Vec<String> = samples.iter().filter_map(|sample| fault(&press, sample)).collect();
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn a_paper_that_does_not_fit_its_data_is_caught() {
    let paper = Paper {
        template: "#data.missing",
        data: serde_json::json!({}),
        title: "Rogue".into(),
        mark: Mark::Official,
        made_at: Timestamp::UNIX_EPOCH,
    };
    assert!(fault(&Press::new(), &PaperSample { name: "rogue", paper }).is_some());
}
