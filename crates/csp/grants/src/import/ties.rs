//! Which project serves which action of the plan, by their words. A proposal that is said as an oddity, never a silence.

use super::{draft::AwardDraft, words::telling};
use crate::rules::funded::Wanting;

/// For each project, the place of the action that it serves among `asking`: by the number in the file's own column, or
/// by the words that it shares with an action and with few others. No action is given to two projects of one year.
pub fn propose(award: &AwardDraft, asking: &[Wanting]) -> Vec<Option<usize>> {
    let mut ties: Vec<Option<usize>> = award
        .projects
        .iter()
        .map(|project| {
            let number = project.action.as_deref()?.trim().trim_end_matches('*');
            asking.iter().position(|action| action.number == number && action.runs(award.from, award.to))
        })
        .collect();
    let of_time =
        |action: &Wanting| if action.runs(award.from, award.to) { close(&action.title) } else { Vec::new() };
    let words: Vec<Vec<String>> = asking.iter().map(of_time).collect();
    // A word that many actions share tells little between them.
    let weight = |word: &String| {
        let holders = words.iter().filter(|of| of.contains(word)).count().max(1);
        1_000 / holders
    };
    let mut scores: Vec<(usize, usize, usize)> = Vec::new();
    for (at, project) in award.projects.iter().enumerate().filter(|(_, project)| project.action.is_none()) {
        let title = close(&project.title);
        for (action, of) in words.iter().enumerate() {
            let score: usize = title.iter().filter(|word| of.contains(word)).map(weight).sum();
            if score > 0 {
                scores.push((score, at, action));
            }
        }
    }
    // The strongest first; the file's order where two are alike.
    scores.sort_by_key(|(score, at, action)| (std::cmp::Reverse(*score), *at, *action));
    for (_, at, action) in scores {
        let taken = ties.contains(&Some(action));
        if let Some(tie) = ties.get_mut(at).filter(|tie| tie.is_none() && !taken) {
            *tie = Some(action);
        }
    }
    ties
}

/// The telling words of a title, those for the same thing as one: a conference is an event.
fn close(title: &str) -> Vec<String> {
    let mut words: Vec<String> = telling(title)
        .into_iter()
        .map(|word| match word.as_str() {
            "conference" | "conferences" | "events" | "seminar" => "event".to_owned(),
            "literature" | "leaflets" | "posters" => "materials".to_owned(),
            _ => word,
        })
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}
