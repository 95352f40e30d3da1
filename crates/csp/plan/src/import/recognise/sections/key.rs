//! The key before the first table.

use super::{Label, Line, Plan, Style};
use crate::import::{Code, tidy};

impl Plan {
    /// The key of the plan, and whether it explains colours that text cannot show.
    pub(super) fn key(&mut self, before: &[Line], first: bool) {
        let Some(at) = before.iter().position(|line| line.has(&[Label::Key])).filter(|_| first) else {
            return;
        };
        for line in before.iter().skip(at) {
            let labelled =
                line.fields.labelled.iter().filter(|(label, _)| *label == Label::Key).map(|(_, text)| text);
            let bullet = line.paragraph.text.replace("**", "");
            let texts: Vec<String> = match line.paragraph.style {
                Style::Bullet => vec![tidy(&bullet)],
                _ => labelled.cloned().collect(),
            };
            for text in texts.into_iter().filter(|text| !text.is_empty()) {
                let lower = text.to_lowercase();
                let colours =
                    ["purple", "green", "red ", "amber", "blue", "yellow", "orange", "pink", "shaded"];
                if colours.iter().any(|colour| lower.contains(colour)) {
                    self.odd(Code::ColoursLost, line.paragraph.line, &text, without_colours(&lower));
                }
                self.reading.key.push(text);
            }
        }
    }
}

/// What becomes of a key's line whose colours are gone, by what the line is about.
fn without_colours(line: &str) -> &'static str {
    let about = |words: &[&str]| words.iter().any(|word| line.contains(word));
    match (about(&["fund", "grant", "financ"]), about(&["link"])) {
        (true, false) => {
            "the text shows no colours; which actions are funded is taken from their funding notes"
        }
        (true, true) => {
            "the text shows no colours; which actions are funded is taken from their funding notes, and whether one \
             is linked stays unknown"
        }
        (false, true) => "the text shows no colours, so whether an action is linked stays unknown",
        (false, false) => "the text shows no colours, so what they said about an action is not read",
    }
}
