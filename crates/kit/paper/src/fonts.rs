use typst::{
    foundations::Bytes,
    text::{Font, FontBook},
    utils::LazyHash,
};

/// Source Sans 3, under the SIL Open Font Licence (`fonts/OFL.txt`). Compiled in, so that a paper
/// looks the same on every machine and the press need not look at the disk.
const FACES: [&[u8]; 4] = [
    include_bytes!("../fonts/SourceSans3-Regular.ttf"),
    include_bytes!("../fonts/SourceSans3-Italic.ttf"),
    include_bytes!("../fonts/SourceSans3-SemiBold.ttf"),
    include_bytes!("../fonts/SourceSans3-Bold.ttf"),
];

/// The faces a paper may be set in: these and no others.
pub(crate) struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    faces: Vec<Font>,
}

impl Fonts {
    pub(crate) fn new() -> Self {
        let faces: Vec<Font> = FACES.iter().filter_map(|face| Font::new(Bytes::new(*face), 0)).collect();
        Self { book: LazyHash::new(FontBook::from_fonts(&faces)), faces }
    }

    pub(crate) fn face(&self, index: usize) -> Option<Font> {
        self.faces.get(index).cloned()
    }

    /// Whether every face has a shape for this sign.
    pub(crate) fn can_write(&self, sign: char) -> bool {
        self.faces.iter().all(|face| face.info().coverage.contains(u32::from(sign)))
    }
}
