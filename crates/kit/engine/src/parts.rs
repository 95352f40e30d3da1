//! The files of the parts that a question reads: there, and as they were written.

use concordat_kernel::{Error, Problem, Refusal, Result};
use concordat_steps::{Part, Question, Shape, Source};
use datafusion::common::runtime::SpawnedTask;
use futures_util::{StreamExt as _, stream};

use crate::{engine::Engine, part};

/// The parts that a question reads.
fn read_by(question: &Question) -> impl Iterator<Item = (Shape, &Part)> {
    let named = question.tables.iter().filter_map(|input| match &input.source {
        Source::Parts(parts) => Some((input.shape, parts)),
        Source::Given(_) => None,
    });
    named.flat_map(|(shape, parts)| parts.iter().map(move |part| (shape, part)))
}

/// Refuses a question of a part that is not there. It would be read as one without rows, and every count would be too small without a word.
pub(crate) fn all_there(engine: &Engine, question: &Question) -> Result<()> {
    for (shape, part) in read_by(question) {
        if !engine.place(shape, &part.name)?.is_file() {
            return Err(unreadable(shape, part, "its file is missing."));
        }
    }
    Ok(())
}

/// Refuses a question of a part that is not as it was written: bytes that rot may change numbers and be read all the same. To hash a file takes
/// a small part of the time of reading it as a table.
pub(crate) async fn as_written(engine: &Engine, question: &Question) -> Result<()> {
    let mut places = Vec::new();
    for (shape, part) in read_by(question).filter(|(_, part)| part.hash.is_some()) {
        places.push((shape, part.clone(), engine.place(shape, &part.name)?));
    }
    let looks = places.into_iter().map(|(shape, part, file)| {
        let look = move || {
            let complaint = part.hash.as_ref().and_then(|was| part::unlike(&file, was));
            complaint.map(|complaint| unreadable(shape, &part, &complaint))
        };
        async { SpawnedTask::spawn_blocking(look).join().await }
    });
    let mut looks = stream::iter(looks).buffer_unordered(engine.threads());
    while let Some(wrong) = looks.next().await {
        if let Some(wrong) = wrong.map_err(|e| Problem::new("looking for damage", e))? {
            return Err(wrong);
        }
    }
    Ok(())
}

/// What to say where a question failed because a part is damaged. Only then are all parts read whole.
pub(crate) async fn damaged(engine: &Engine, question: &Question) -> Result<Option<Error>> {
    let mut places = Vec::new();
    for (shape, part) in read_by(question) {
        places.push((shape, part.clone(), engine.place(shape, &part.name)?));
    }
    let look = move || {
        places.into_iter().find_map(|(shape, part, file)| {
            part::check(shape, &file, part.hash.as_deref())
                .err()
                .map(|complaint| unreadable(shape, &part, &complaint))
        })
    };
    Ok(SpawnedTask::spawn_blocking(look).join().await.map_err(|e| Problem::new("looking for damage", e))?)
}

fn unreadable(shape: Shape, part: &Part, complaint: &str) -> Error {
    Refusal::rule(format!(
        "Part {} of the table `{}`: {complaint} Nothing can be counted without it. `concordat check` says what else is wrong: bring the files back from a backup.",
        part.name, shape.name
    ))
    .into()
}

/// How many bytes the question's parts have.
pub(crate) fn bytes(engine: &Engine, question: &Question) -> u64 {
    let sizes = read_by(question).filter_map(|(shape, part)| {
        Some(std::fs::metadata(engine.place(shape, &part.name).ok()?).ok()?.len())
    });
    sizes.sum()
}
