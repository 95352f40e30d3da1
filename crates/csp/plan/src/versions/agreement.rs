//! The agreement: chapters and appendices, each refreshed by itself. What is kept, and the pure rules.

use concordat_kernel::{AnyId, Id, Refusal, kind};

kind!(
    /// The partnership's agreement.
    Agreement, "plan_agreement"
);
kind!(
    /// A chapter or an appendix of it.
    Chapter, "plan_chapter"
);
kind!(
    /// A chapter as it was published.
    ChapterVersion, "plan_chapter_version"
);

/// An agreement without its chapters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementHead {
    /// Its id.
    pub id: Id<Agreement>,
    /// The group it belongs to.
    pub group: Option<AnyId>,
    /// Its title.
    pub title: String,
    /// Counts its changes.
    pub version: i64,
}

/// Whether it is part of the agreement's argument or stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChapterKind {
    /// A chapter.
    Chapter,
    /// An appendix.
    Appendix,
}

impl ChapterKind {
    /// The word that the database and forms use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Chapter => "chapter",
            Self::Appendix => "appendix",
        }
    }
}

/// A chapter with its draft and what was published of it, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterText {
    /// Its id.
    pub id: Id<Chapter>,
    /// The agreement.
    pub agreement: Id<Agreement>,
    /// Chapter or appendix.
    pub kind: ChapterKind,
    /// Its title.
    pub title: String,
    /// What its next version is to say.
    pub draft: String,
    /// Counts its changes.
    pub version: i64,
    /// Its versions, newest first.
    pub versions: Vec<ChapterEdition>,
}

/// A version of a chapter.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ChapterEdition {
    /// Its id.
    pub id: Id<ChapterVersion>,
    /// The chapter.
    pub chapter_id: Id<Chapter>,
    /// 1, 2, …
    pub number: i64,
    /// The chapter's title then.
    pub title: String,
    /// What it says.
    pub text: String,
    /// What changed.
    pub changed: String,
    /// By which decision.
    pub decision: String,
    /// When (RFC 3339, UTC).
    pub published_at: String,
    /// By whom.
    pub published_by: String,
    /// Over all of this.
    pub hash: String,
}

impl ChapterText {
    /// What is published of it now.
    pub fn current(&self) -> Option<&ChapterEdition> {
        self.versions.first()
    }

    /// Whether its draft says something else than what is published.
    pub fn has_changed(&self) -> bool {
        self.current().is_none_or(|now| now.text != self.draft || now.title != self.title)
    }
}

/// The number of a chapter as readers say it: `1`, `2`, …, and `A`, `B`, … for appendices.
pub fn numbers(chapters: &[ChapterText]) -> Vec<String> {
    let (mut chapter, mut appendix) = (0_u8, 0_u8);
    let mut number = |kind| match kind {
        ChapterKind::Chapter => {
            chapter = chapter.saturating_add(1);
            chapter.to_string()
        }
        ChapterKind::Appendix => {
            appendix = appendix.saturating_add(1);
            char::from(b'A' + (appendix - 1).min(25)).to_string()
        }
    };
    chapters.iter().map(|chapter| number(chapter.kind)).collect()
}

/// A piece of a chapter's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading: a line that begins with `# `.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// Lines that begin with `- ` or `• `.
    Bullets(Vec<String>),
}

/// A chapter's text in pieces: an empty line ends a paragraph, `# ` begins a heading, `- ` a bullet.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        let bullet = line.strip_prefix("- ").or_else(|| line.strip_prefix("• "));
        if line.is_empty() {
            open = false;
        } else if let Some(heading) = line.strip_prefix("# ") {
            blocks.push(Block::Heading(heading.trim().to_owned()));
            open = false;
        } else if let Some(bullet) = bullet {
            match blocks.last_mut() {
                Some(Block::Bullets(bullets)) if open => bullets.push(bullet.trim().to_owned()),
                _ => blocks.push(Block::Bullets(vec![bullet.trim().to_owned()])),
            }
            open = true;
        } else {
            match blocks.last_mut() {
                Some(Block::Paragraph(text)) if open => {
                    text.push(' ');
                    text.push_str(line);
                }
                Some(Block::Bullets(bullets)) if open => {
                    if let Some(last) = bullets.last_mut() {
                        last.push(' ');
                        last.push_str(line);
                    }
                }
                _ => blocks.push(Block::Paragraph(line.to_owned())),
            }
            open = true;
        }
    }
    blocks
}

/// The longest text of a chapter.
const CHAPTER_LIMIT: usize = 60_000;

/// Checks a chapter's draft.
///
/// # Errors
/// When it is longer than any chapter.
pub fn check_draft(text: &str) -> Result<(), Refusal> {
    if text.chars().count() > CHAPTER_LIMIT {
        return Err(Refusal::invalid("draft", "The text must be 60,000 characters or fewer."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_becomes_headings_paragraphs_and_bullets() {
        let text = "# Who we are\nSeven bodies\nand twelve districts.\n\nWe meet:\n- in May\n- in November\n  in public\n\nThat is all.";
        assert_eq!(
            blocks(text),
            [
                Block::Heading("Who we are".to_owned()),
                Block::Paragraph("Seven bodies and twelve districts.".to_owned()),
                Block::Paragraph("We meet:".to_owned()),
                Block::Bullets(vec!["in May".to_owned(), "in November in public".to_owned()]),
                Block::Paragraph("That is all.".to_owned()),
            ]
        );
        assert!(blocks(" \n\n").is_empty());
    }
}
