//! The inside of a cell: paragraphs and list items, from line breaks, bullets and, in text taken
//! from a PDF or written as Markdown, the list tags that such tools leave in.

use crate::import::{
    document::{Cell, Part},
    tidy,
};

/// What a cell's text may contain besides words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Markup {
    /// Tags, entities and `**`.
    Tags,
    /// Nothing: every character is meant.
    None,
}

const BULLETS: [char; 9] = ['•', '●', '▪', '◦', '‣', '∙', '⁃', '■', '\u{f0b7}'];
const DASHES: [&str; 5] = ["- ", "– ", "— ", "* ", "o "];

/// Reads a cell.
pub(crate) fn cell(raw: &str, markup: Markup) -> Cell {
    let mut reader = Reader::default();
    for line in raw.split(['\n', '\r', '\u{b}']) {
        reader.line(line, markup);
    }
    reader.close_list();
    Cell { parts: reader.parts, merged: false }
}

/// The text after a list mark at its start, if there is one: a bullet, a dash, `1.` or `a)`.
pub(crate) fn without_mark(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if let Some(rest) = line.strip_prefix(BULLETS) {
        return Some(rest.trim_start());
    }
    if let Some(rest) = DASHES.iter().find_map(|dash| line.strip_prefix(dash)) {
        return Some(rest.trim_start());
    }
    let end = line.find(['.', ')'])?;
    let (mark, rest) = line.split_at(end);
    let mark = mark.trim_start_matches('(');
    let counts = (1..=2).contains(&mark.len()) && mark.bytes().all(|b| b.is_ascii_digit())
        || mark.len() == 1 && rest.starts_with(')') && mark.bytes().all(|b| b.is_ascii_lowercase());
    let rest = rest.get(1..)?;
    (counts && rest.starts_with(char::is_whitespace) && !rest.trim().is_empty()).then(|| rest.trim_start())
}

#[derive(Default)]
struct Reader {
    parts: Vec<Part>,
    text: String,
    /// The text being gathered is an item.
    item: bool,
    /// Inside `<ul>` or `<ol>`: where its parts begin.
    list: Option<usize>,
}

impl Reader {
    fn line(&mut self, line: &str, markup: Markup) {
        let marked = if self.list.is_some() { None } else { without_mark(line) };
        // A line of its own that begins in lower case continues the item above it.
        let continues = marked.is_none()
            && self.item
            && line.trim_start().starts_with(|c: char| c.is_lowercase() && c.is_alphabetic());
        if !continues && self.list.is_none() {
            self.flush();
        } else {
            self.text.push(' ');
        }
        // A dash that opens the line is the list's mark, so the same dash before a capital opens
        // the next item.
        let dash = marked.and_then(|_| DASHES.iter().find(|dash| line.trim_start().starts_with(**dash)));
        if marked.is_some() {
            self.item = true;
        }
        self.inline(marked.unwrap_or(line), markup, dash.map(|dash| dash.trim_end()));
    }

    fn inline(&mut self, line: &str, markup: Markup, dash: Option<&str>) {
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            if markup == Markup::Tags
                && c == '<'
                && let Some((name, closing, after)) = tag(rest)
            {
                self.tag(&name, closing);
                rest = after;
                continue;
            }
            if markup == Markup::Tags
                && c == '&'
                && let Some((decoded, after)) = entity(rest)
            {
                self.text.push(decoded);
                rest = after;
                continue;
            }
            if markup == Markup::Tags
                && let Some(after) = rest.strip_prefix("**")
            {
                rest = after;
                continue;
            }
            let after = rest.get(c.len_utf8()..).unwrap_or_default();
            if BULLETS.contains(&c) || dash.is_some_and(|dash| opens_item(&self.text, rest, dash)) {
                self.flush();
                self.item = true;
            } else {
                self.text.push(c);
            }
            rest = after;
        }
    }

    fn tag(&mut self, name: &str, closing: bool) {
        match (name, closing) {
            ("ul" | "ol", false) => {
                self.close_list();
                self.list = Some(self.parts.len());
            }
            ("ul" | "ol", true) => self.close_list(),
            ("li", false) => {
                self.flush();
                self.item = true;
            }
            ("li", true) => self.flush(),
            ("p" | "div" | "br", _) if self.list.is_none() => self.flush(),
            _ => self.text.push(if matches!(name, "p" | "div" | "br") { ' ' } else { '\u{0}' }),
        }
    }

    fn close_list(&mut self) {
        self.flush();
        if let Some(start) = self.list.take() {
            let listed = self.parts.iter().skip(start).any(|part| matches!(part, Part::Item(_)));
            for part in self.parts.iter_mut().skip(start).filter(|_| !listed) {
                *part = Part::Loose(part.text().to_owned());
            }
        }
    }

    fn flush(&mut self) {
        // An inline tag is nothing at all: it was kept as NUL so that `a<i>b</i>` stays one word.
        let text = tidy(&std::mem::take(&mut self.text).replace('\u{0}', ""));
        let item = std::mem::take(&mut self.item);
        if !text.is_empty() {
            self.parts.push(if item { Part::Item(text) } else { Part::Text(text) });
        }
    }
}

/// Whether ` - Next` begins here, after some text.
fn opens_item(before: &str, rest: &str, dash: &str) -> bool {
    before.ends_with(' ')
        && !before.trim().is_empty()
        && rest
            .strip_prefix(dash)
            .and_then(|after| after.strip_prefix(' '))
            .is_some_and(|after| after.starts_with(char::is_uppercase))
}

const TAGS: [&str; 20] = [
    "ul", "ol", "li", "p", "div", "br", "i", "b", "em", "strong", "u", "span", "sup", "sub", "a", "font",
    "small", "s", "mark", "tt",
];

/// A known tag at the start: its name, whether it closes, and what follows. Anything else that
/// begins with `<` ("<18s") is text.
fn tag(text: &str) -> Option<(String, bool, &str)> {
    let inner = text.strip_prefix('<')?;
    let (closing, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    let length = inner.bytes().take(7).take_while(u8::is_ascii_alphanumeric).count();
    let name = inner.get(..length)?.to_ascii_lowercase();
    if !TAGS.contains(&name.as_str()) {
        return None;
    }
    let rest = inner.get(length..)?;
    let end = rest.bytes().take(300).position(|b| b == b'>')?;
    let inside = rest.get(..end)?;
    let ends_name = inside.is_empty() || inside.starts_with([' ', '/']);
    (ends_name && !inside.contains('<')).then(|| (name, closing, rest.get(end + 1..).unwrap_or_default()))
}

fn entity(text: &str) -> Option<(char, &str)> {
    const NAMED: [(&str, char); 13] = [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&apos;", '\''),
        ("&nbsp;", ' '),
        ("&ndash;", '–'),
        ("&mdash;", '—'),
        ("&pound;", '£'),
        ("&rsquo;", '’'),
        ("&lsquo;", '‘'),
        ("&#39;", '\''),
        ("&#160;", ' '),
    ];
    NAMED.iter().find_map(|(name, c)| Some((*c, text.strip_prefix(name)?)))
}
