use concordat_kernel::{Id, Kind, Ref, jiff::Timestamp};

use crate::Media;

/// A file that somebody added to a thing of the record: what is known of it without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its id.
    pub id: Id<Attachment>,
    /// The thing it belongs to, whose slice decides who may see it.
    pub owner: Ref,
    /// What it is called on screen and when downloaded. Never a path.
    pub name: String,
    /// What kind of file it is, found by looking at the content.
    pub media: Media,
    /// How many bytes are kept.
    pub size: u64,
    /// SHA-256 of what is kept, in hexadecimal.
    pub hash: String,
    /// What was taken out before it was kept: `camera and location details`.
    pub stripped: Vec<String>,
    /// Who added it: an id or a fixed word, as in audit rows.
    pub kept_by: String,
    /// When it was added.
    pub kept_at: Timestamp,
    /// When it was removed. What it held is gone then; only this is left.
    pub removed_at: Option<Timestamp>,
}

impl Kind for Attachment {
    const NAME: &'static str = "attachment";
}

impl Attachment {
    /// Kind and size in words: `PDF, 1.2 MB`.
    pub fn words(&self) -> String {
        format!("{}, {}", self.media.words(), size_words(self.size))
    }
}

fn size_words(bytes: u64) -> String {
    match bytes {
        1 => "1 byte".to_owned(),
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::size_words;

    #[test]
    fn sizes_are_said_as_people_say_them() {
        for (bytes, words) in
            [(1, "1 byte"), (2, "2 bytes"), (1_001, "2 KB"), (999_999, "1000 KB"), (1_250_000, "1.2 MB")]
        {
            assert_eq!(size_words(bytes), words);
        }
    }
}
