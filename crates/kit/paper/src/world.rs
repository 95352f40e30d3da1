use typst::{
    Library, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use crate::{Picture, fonts::Fonts};

/// The name of a file in the press's world, and whether it exists there is decided here alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name {
    /// The wrapper that puts the house style on.
    Sheet,
    House,
    /// The slice's template.
    Main,
    /// The slice's data.
    Data,
    /// What is said about the paper: title, language, mark, author.
    About,
}

impl Name {
    const ALL: [Self; 5] = [Self::Sheet, Self::House, Self::Main, Self::Data, Self::About];

    fn path(self) -> &'static str {
        match self {
            Self::Sheet => "/sheet.typ",
            Self::House => "/house.typ",
            Self::Main => "/main.typ",
            Self::Data => "/data.json",
            Self::About => "/sheet.json",
        }
    }
}

/// Everything the typesetter can see: five texts and some pictures held in memory, and four fonts.
/// There is no disk, no network, no package and no clock behind it.
pub(crate) struct Closed<'a> {
    library: &'a LazyHash<Library>,
    fonts: &'a Fonts,
    main: FileId,
    files: Vec<(FileId, Source)>,
    pictures: Vec<(FileId, Bytes)>,
}

impl<'a> Closed<'a> {
    pub(crate) fn new(
        library: &'a LazyHash<Library>,
        fonts: &'a Fonts,
        pictures: &[Picture],
        text: impl Fn(Name) -> String,
    ) -> Result<Self, typst::syntax::PathError> {
        let id = |path: &str| Ok(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path)?).intern());
        let mut files = Vec::with_capacity(Name::ALL.len());
        for name in Name::ALL {
            let id = id(name.path())?;
            files.push((id, Source::new(id, text(name))));
        }
        let mut held = Vec::with_capacity(pictures.len());
        for (number, picture) in pictures.iter().enumerate() {
            held.push((id(&format!("/pictures/{number}"))?, Bytes::new(picture.bytes.clone())));
        }
        let main = id(Name::Sheet.path())?;
        Ok(Self { library, fonts, main, files, pictures: held })
    }
}

impl World for Closed<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.files
            .iter()
            .find(|(known, _)| *known == id)
            .map(|(_, source)| source.clone())
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if let Some((_, bytes)) = self.pictures.iter().find(|(known, _)| *known == id) {
            return Ok(bytes.clone());
        }
        self.source(id).map(|source| Bytes::from_string(source.text().to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.face(index)
    }

    /// No paper may ask the day: the date it shows is handed over by the slice.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
