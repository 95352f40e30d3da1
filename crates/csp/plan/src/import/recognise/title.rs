//! The plan's title and period, among everything that stands before its first table.

use std::collections::HashMap;

use concordat_kernel::Period;

use super::{fields, fields::Label, period};
use crate::import::{
    Code, Oddity,
    document::{Block, Paragraph, Style},
    tidy,
};

/// What the front of the document says about the plan.
#[derive(Debug, Default)]
pub(super) struct Front {
    pub(super) title: String,
    pub(super) period: Option<Period>,
    /// The title line as written: it may come again on every page.
    pub(super) running: Option<String>,
    pub(super) oddities: Vec<Oddity>,
}

const PLAN_WORDS: [&str; 8] = [
    "action plan",
    "delivery plan",
    "community safety plan",
    "partnership plan",
    "safety agreement",
    "community safety strategy",
    "implementation plan",
    "safety partnership plan",
];

/// Reads the blocks before the first table of actions, nearest last.
pub(super) fn read(before: &[Block], all: &[Block], file_name: &str) -> Front {
    let mut front = Front::default();
    let mut repeats: HashMap<String, usize> = HashMap::new();
    for block in all {
        if let Block::Paragraph(paragraph) = block
            && paragraph.text.len() < 400
        {
            *repeats.entry(key(&fields::read(&paragraph.text).before)).or_default() += 1;
        }
    }
    let mut best: Option<(u32, &Paragraph, String)> = None;
    let mut labelled_period = None;
    for block in before {
        let Block::Paragraph(paragraph) = block else { continue };
        let fields = fields::read(&paragraph.text);
        for (label, text) in &fields.labelled {
            match label {
                Label::Title if !text.is_empty() => best = Some((100, paragraph, text.clone())),
                Label::Period => labelled_period = period::find(text).or(labelled_period),
                _ => {}
            }
        }
        let own = fields.before;
        if own.is_empty() || own.len() > 160 || paragraph.style == Style::Sheet {
            continue;
        }
        let lower = own.to_lowercase();
        let named = PLAN_WORDS.iter().any(|words| lower.contains(words));
        let score = 4 * u32::from(named)
            + 3 * u32::from(named && period::find(&own).is_some())
            + 2 * u32::from(named && repeats.get(&key(&own)).is_some_and(|times| *times > 1))
            + match paragraph.style {
                Style::Title => 6,
                Style::Heading => 2,
                Style::Bullet => 0,
                _ => 1,
            };
        let sentence = own.ends_with('.') || paragraph.style == Style::Bullet;
        if score >= 3 && !sentence && best.as_ref().is_none_or(|(so_far, ..)| score >= *so_far) {
            best = Some((score, paragraph, own));
        }
    }
    match best {
        Some((score, paragraph, own)) => {
            front.running = Some(key(&own));
            front.take_title(&own, paragraph.line, score < 100);
        }
        None => {
            let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
            front.title = tidy(&stem.replace(['_', '-'], " "));
            front.oddities.push(Oddity::new(
                Code::TitleFromFileName,
                1,
                file_name,
                "no line reads as the plan's title, so the file's name stands for it",
            ));
        }
    }
    if let Some(found) = labelled_period {
        front.period = Some(found.period);
    }
    if front.period.is_none() {
        front.near(before);
    }
    front
}

/// How a line is compared with others that repeat it.
pub(super) fn key(text: &str) -> String {
    tidy(&text.replace("**", " ")).to_lowercase()
}

impl Front {
    fn take_title(&mut self, own: &str, line: u32, trim: bool) {
        let mut title = own.to_owned();
        if let Some(found) = period::find(own) {
            self.take_period(&found, own, line);
            let around =
                (own.get(..found.start).unwrap_or_default(), own.get(found.end..).unwrap_or_default());
            if trim && around.1.trim_matches([' ', ')', '.', ':', '-', '–']).is_empty() {
                title = around.0.trim_end_matches([' ', '-', '–', '—', ':', ',', '(']).to_owned();
            }
        }
        let draft = title.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("draft"));
        if trim && draft && title.get(5..).is_some_and(|rest| rest.starts_with([' ', ':', '-'])) {
            self.oddities.push(Oddity::new(
                Code::DraftMark,
                line,
                own,
                "left the word \"draft\" out of the title",
            ));
            title = title.get(5..).unwrap_or_default().trim_start_matches([' ', ':', '-', '–']).to_owned();
        }
        self.title = if title.is_empty() { own.to_owned() } else { title };
    }

    fn take_period(&mut self, found: &period::Found, saw: &str, line: u32) {
        self.period = Some(found.period);
        if found.assumed {
            self.oddities.push(Oddity::new(
                Code::PeriodAssumed,
                line,
                saw,
                format!("read the years as {}", found.period),
            ));
        }
    }

    /// A period in one of the last lines before the plan, when its title has none.
    fn near(&mut self, before: &[Block]) {
        let paragraphs = before.iter().rev().filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph),
            _ => None,
        });
        let found = paragraphs
            .take(30)
            .filter(|paragraph| paragraph.text.len() < 160)
            .find_map(|paragraph| Some((period::find(&paragraph.text)?, paragraph)));
        match found {
            Some((found, paragraph)) => self.take_period(&found, &paragraph.text, paragraph.line),
            None => self.oddities.push(Oddity::new(
                Code::PeriodMissing,
                1,
                &self.title,
                "found no years in or near the title; the period is left open",
            )),
        }
    }
}
