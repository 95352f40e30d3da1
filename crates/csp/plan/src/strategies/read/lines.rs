//! Paragraphs: headings are areas, numbered and bulleted lines are items, labelled lines say something about the strategy.

use concordat_kernel::Period;

use super::{Line, Reading, Role};
use crate::{
    import::{
        document::{Paragraph, Style},
        period_in, tidy,
    },
    strategies::model::{ItemKind, StrategyKind},
};

/// A line without a mark of its own that is no longer than this may head a list.
const SHORT: usize = 80;

pub(super) struct Reader {
    pub(super) reading: Reading,
    /// What items are where nothing says so.
    pub(super) usual: ItemKind,
    /// What the heading above says that items are.
    pub(super) headed: Option<ItemKind>,
    /// The officer said it: the file's own words for the usual are not asked.
    told: bool,
    titled: bool,
    last_line: u32,
}

impl Reader {
    pub(super) fn new(usual: Option<ItemKind>) -> Self {
        Self {
            reading: Reading::default(),
            usual: usual.unwrap_or(ItemKind::Commitment),
            headed: None,
            told: usual.is_some(),
            titled: false,
            last_line: 0,
        }
    }

    pub(super) fn paragraph(&mut self, paragraph: &Paragraph) {
        let text = tidy(&paragraph.text.replace("**", ""));
        let line = paragraph.line;
        let after = std::mem::replace(&mut self.last_line, line);
        if text.is_empty() {
            return;
        }
        match paragraph.style {
            Style::Title => self.title(line, &text),
            Style::Heading => self.heading(line, &text),
            // A sheet of a workbook is an area only if somebody says so.
            Style::Sheet => self.push(line, "", &text, Role::Unplaced, "The name of a sheet."),
            Style::Bullet => {
                let (kind, number, words) = split_item(&text).unwrap_or((None, String::new(), text));
                self.item(line, kind, &number, &words);
            }
            Style::Plain => self.plain(line, &text, paragraph.follows && after + 1 == line),
        }
    }

    fn plain(&mut self, line: u32, text: &str, follows: bool) {
        if self.about(text) {
            return;
        }
        if let Some((number, title)) = split_area(text) {
            self.area(line, &number, &title, "");
            return;
        }
        if let Some((kind, number, words)) = split_item(text) {
            self.item(line, kind, &number, &words);
            return;
        }
        let goes_on = text.chars().next().is_some_and(|c| c.is_lowercase() || c == '(');
        if follows
            && goes_on
            && let Some(last) = self.reading.lines.last_mut().filter(|last| last.role.item().is_some())
        {
            last.text = format!("{} {text}", last.text);
            "The line below was joined to it.".clone_into(&mut last.remark);
            return;
        }
        self.push(line, "", text, Role::Unplaced, "Neither a heading nor in a list.");
    }

    /// `Owner: …`, `Period: …`, `Source: …`, `Title: …`.
    fn about(&mut self, text: &str) -> bool {
        let Some((label, rest)) = text.split_once(':') else { return false };
        let rest = rest.trim();
        if rest.is_empty() {
            return false;
        }
        match label.trim().to_lowercase().as_str() {
            "owner" | "owned by" | "published by" | "lead body" => rest.clone_into(&mut self.reading.owner),
            "title" => {
                rest.clone_into(&mut self.reading.title);
                self.titled = true;
            }
            "source" => rest.clone_into(&mut self.reading.source_note),
            "period" | "years" => match period_in(rest) {
                Some(period) => self.reading.period = Some(period),
                None => return false,
            },
            _ => return false,
        }
        true
    }

    fn title(&mut self, line: u32, text: &str) {
        if self.titled {
            self.heading(line, text);
            return;
        }
        text.clone_into(&mut self.reading.title);
        self.titled = true;
        self.note_kind(text);
    }

    /// What the title says of the text.
    fn note_kind(&mut self, text: &str) {
        let words = text.to_lowercase();
        let kind = match () {
            () if words.contains("inquiry") || words.contains("review of") => StrategyKind::Inquiry,
            () if words.contains("police and crime plan") => StrategyKind::Commissioner,
            () if words.contains("strategy") => StrategyKind::Strategy,
            () if words.contains("plan") => StrategyKind::Plan,
            () => return,
        };
        self.reading.kind = Some(kind);
        if kind == StrategyKind::Inquiry && !self.told {
            self.usual = ItemKind::Recommendation;
        }
        if self.reading.period.is_none() {
            self.reading.period = period_in(text);
        }
    }

    fn heading(&mut self, line: u32, text: &str) {
        if self.about(text) {
            return;
        }
        // The first heading of a text is its title: nothing stands above it.
        if !self.titled
            && self.reading.lines.is_empty()
            && split_area(text).is_none()
            && kind_heading(text).is_none()
        {
            self.title(line, text);
            return;
        }
        if let Some(kind) = kind_heading(text) {
            self.headed = Some(kind);
            self.push(line, "", text, Role::Outside, "");
            return;
        }
        let (number, title) =
            split_area(text).or_else(|| split_number(text)).unwrap_or((String::new(), text.to_owned()));
        self.area(line, &number, &title, "");
    }

    pub(super) fn area(&mut self, line: u32, number: &str, title: &str, remark: &str) {
        self.headed = None;
        self.push(line, number, title, Role::Area, remark);
    }

    pub(super) fn item(&mut self, line: u32, kind: Option<ItemKind>, number: &str, text: &str) {
        let role = Role::of(kind.or(self.headed).unwrap_or(self.usual));
        self.head_of_list();
        if text.is_empty() {
            self.push(line, number, "", Role::Unplaced, "A number without words.");
        } else {
            self.push(line, number, text, role, "");
        }
    }

    /// A short line right above a list that is no sentence was its heading: taken as an area, and said so.
    fn head_of_list(&mut self) {
        let Some(last) = self.reading.lines.last_mut() else { return };
        let sentence = last.text.ends_with(['.', ';', ',', '?', '!']);
        if last.role != Role::Unplaced
            || last.text.is_empty()
            || last.text.chars().count() > SHORT
            || sentence
        {
            return;
        }
        let text = last.text.trim_end_matches(':').trim_end().to_owned();
        if let Some(kind) = kind_heading(&text) {
            self.headed = Some(kind);
            last.role = Role::Outside;
        } else {
            last.role = Role::Area;
            if let Some((number, title)) = split_number(&text) {
                (last.number, last.text) = (number, title);
            } else {
                last.text = text;
            }
            self.headed = None;
        }
        "Read as a heading, because a list follows it.".clone_into(&mut last.remark);
    }

    pub(super) fn push(&mut self, line: u32, number: &str, text: &str, role: Role, remark: &str) {
        let (number, text, remark) = (number.to_owned(), text.to_owned(), remark.to_owned());
        self.reading.lines.push(Line { line, number, text, role, remark });
    }

    /// Gives numbers to items that have none, and a title when none was found; both are said.
    pub(super) fn finish(mut self, file_name: &str) -> Reading {
        if self.reading.title.is_empty() {
            let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
            self.reading.title = tidy(&stem.replace(['-', '_'], " "));
            if !self.reading.title.is_empty() {
                self.reading.remarks.push("No title was found; the file’s name stands in for it.".to_owned());
            }
        }
        if self.reading.period.is_none() {
            let title: Option<Period> = period_in(&self.reading.title);
            self.reading.period = title;
        }
        number_areas(&mut self.reading.lines);
        let mut given = 0_usize;
        let mut area = String::new();
        let mut n = 0_usize;
        for line in &mut self.reading.lines {
            match line.role {
                Role::Area => (area, n) = (line.number.clone(), 0),
                Role::Outside => (area, n) = (String::new(), 0),
                _ if line.role.item().is_some() => {
                    n += 1;
                    if line.number.is_empty() {
                        given += 1;
                        line.number = if area.is_empty() { n.to_string() } else { format!("{area}.{n}") };
                        if line.remark.is_empty() {
                            "Its number was given here.".clone_into(&mut line.remark);
                        }
                    }
                }
                _ => {}
            }
        }
        if given > 0 {
            let words = if given == 1 { "1 item has".to_owned() } else { format!("{given} items have") };
            self.reading.remarks.push(format!("{words} no number in the text; each was numbered in order."));
        }
        self.reading
    }
}

/// Gives an area without a number the one that all numbers of its items begin with (`2` of 2.1 and 2.2): a cell of a
/// table loses the number at its start, as if it headed a list.
fn number_areas(lines: &mut [Line]) {
    let heads: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| line.role == Role::Area).map(|(at, _)| at).collect();
    for (n, &at) in heads.iter().enumerate() {
        let end = heads.get(n + 1).copied().unwrap_or(lines.len());
        let items = lines.iter().take(end).skip(at).take_while(|line| line.role != Role::Outside);
        let fronts: Vec<Option<&str>> = items
            .filter(|line| line.role.item().is_some())
            .map(|line| line.number.split_once('.').map(|(front, _)| front))
            .collect();
        let Some(Some(front)) =
            fronts.first().copied().filter(|first| fronts.iter().all(|front| front == first))
        else {
            continue;
        };
        let front = front.to_owned();
        if let Some(area) = lines.get_mut(at).filter(|area| area.number.is_empty()) {
            area.number = front;
            "Its number was told from its items.".clone_into(&mut area.remark);
        }
    }
}

/// A heading that says what stands under it instead of naming an area.
pub(super) fn kind_heading(text: &str) -> Option<ItemKind> {
    let words = text.trim_end_matches(':').trim().to_lowercase();
    let words = words.strip_prefix("our ").or_else(|| words.strip_prefix("the ")).unwrap_or(&words);
    match words {
        "commitments" => Some(ItemKind::Commitment),
        "objectives" | "aims" | "strategic objectives" => Some(ItemKind::Objective),
        "recommendations" => Some(ItemKind::Recommendation),
        _ => None,
    }
}

/// `Area 2: Safe at home` as number and title.
pub(super) fn split_area(text: &str) -> Option<(String, String)> {
    let (word, rest) = text.split_once(' ')?;
    if !["area", "theme", "pillar", "strand", "chapter", "part"].contains(&word.to_lowercase().as_str()) {
        return None;
    }
    let (number, title) = split_number(rest)?;
    Some((number, title))
}

/// `1. Safe at home`, `2 – Safe at home`, `A: Safe at home`.
pub(super) fn split_number(text: &str) -> Option<(String, String)> {
    let (number, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let bare = number.trim_end_matches(['.', ':', ')']);
    if !is_number(bare) || (bare == number && bare.chars().all(char::is_alphabetic)) {
        return None;
    }
    let title = rest.trim_start_matches(['-', '–', '—', ':', ' ']);
    (!title.is_empty()).then(|| (bare.to_owned(), title.to_owned()))
}

/// An item's kind, number and words: `1.2 We will …`, `R3: …`, `Recommendation 4 – …`, `Objective 2. …`.
pub(super) fn split_item(text: &str) -> Option<(Option<ItemKind>, String, String)> {
    if let Some((word, rest)) = text.split_once(' ') {
        let kind = match word.to_lowercase().as_str() {
            "commitment" => Some(ItemKind::Commitment),
            "objective" => Some(ItemKind::Objective),
            "recommendation" => Some(ItemKind::Recommendation),
            _ => None,
        };
        if kind.is_some()
            && let Some((number, words)) = split_number(rest)
        {
            return Some((kind, number, words));
        }
    }
    let (number, words) = split_number(text)?;
    // A year or a quantity at the start of a sentence is no number of an item.
    let dotted = text.starts_with(&format!("{number}."))
        || text.starts_with(&format!("{number})"))
        || text.starts_with(&format!("{number}:"));
    let digits = number.chars().all(|c| c.is_ascii_digit());
    if digits && (!dotted || number.len() > 3) {
        return None;
    }
    Some((None, number, words))
}

/// `3`, `3.1`, `3a`, `R3`, `A`.
fn is_number(text: &str) -> bool {
    let short = (1..=8).contains(&text.chars().count());
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    let lettered =
        letters <= 2 && text.chars().next().is_some_and(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    short && plain && ((digits > 0 && lettered) || (letters == 1 && digits == 0 && lettered))
}
