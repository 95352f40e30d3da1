use concordat_kernel::{
    Problem,
    jiff::{Timestamp, tz::TimeZone},
};
use serde_json::json;
use typst::{
    Feature, Features, Library, LibraryExt, World, WorldExt, comemo,
    diag::{SourceDiagnostic, Warned},
    foundations::{Datetime, Smart, Value},
    introspection::MetadataElem,
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::{
    Picture, Sheet, Upload, Volume, bind,
    fonts::Fonts,
    legible,
    world::{Closed, Name},
};

/// Fonts and the typesetter's library, built once and used for every paper. Printing is work for
/// the processor and takes as long as it takes: call it where blocking is allowed.
pub struct Press {
    library: LazyHash<Library>,
    fonts: Fonts,
}

impl Press {
    /// A press with its fonts in the case.
    pub fn new() -> Self {
        // Header cells of rows are still an extra in the typesetter; without them a screen reader
        // cannot say which action a cell belongs to.
        let features: Features = [Feature::A11yExtras].into_iter().collect();
        Self {
            library: LazyHash::new(Library::builder().with_features(features).build()),
            fonts: Fonts::new(),
        }
    }

    /// The paper as a tagged PDF (PDF/UA-1 and PDF/A-2a). The same sheet gives the same bytes.
    ///
    /// # Errors
    /// When the template is wrong, or the result would not be accessible.
    pub fn print(&self, sheet: &Sheet<'_>) -> Result<Vec<u8>, Problem> {
        self.press(sheet, &[]).map(|(volume, warnings)| {
            doubt(&warnings);
            volume.pdf
        })
    }

    /// A paper with pictures and with uploads bound in. Upload number `n` goes onto the pages from the place that the
    /// template names `upload-n`, of which there must be enough. It is PDF/UA only where every upload is tagged and has
    /// its fonts, and is never PDF/A unless nothing is bound in.
    ///
    /// # Errors
    /// As [`Press::print`]; and when the template left no place for an upload.
    pub fn bind(
        &self,
        sheet: &Sheet<'_>,
        pictures: &[Picture],
        uploads: &[Upload],
    ) -> Result<Volume, Problem> {
        let (mut volume, warnings) = self.press(sheet, pictures)?;
        doubt(&warnings);
        let mut placed = Vec::with_capacity(uploads.len());
        for (number, upload) in uploads.iter().enumerate() {
            let name = format!("upload-{number}");
            let page = volume.places.iter().find(|(known, _)| *known == name).map(|(_, page)| *page);
            let page = page.ok_or_else(|| Problem::say(format!("a paper has no place `{name}`")))?;
            placed.push((page.saturating_sub(1), upload));
        }
        volume.pdf = bind::bind(&volume.pdf, &placed)?;
        Ok(volume)
    }

    /// A proof: as [`Press::print`], but every doubt of the typesetter is a problem. For tests
    /// that print each paper with each of its samples.
    ///
    /// # Errors
    /// As [`Press::print`], and when the typesetter warns of anything.
    pub fn proof(&self, sheet: &Sheet<'_>) -> Result<Vec<u8>, Problem> {
        match self.press(sheet, &[])? {
            (volume, warnings) if warnings.is_empty() => Ok(volume.pdf),
            (_, warnings) => Err(Problem::new("print a paper without doubts", warnings.join("; "))),
        }
    }

    fn press(&self, sheet: &Sheet<'_>, pictures: &[Picture]) -> Result<(Volume, Vec<String>), Problem> {
        let about = json!({
            "title": legible::text(&self.fonts, sheet.title),
            "language": sheet.language,
            "author": legible::text(&self.fonts, sheet.author),
            "mark": sheet.mark.to_string(),
        });
        let world = Closed::new(&self.library, &self.fonts, pictures, |name| match name {
            Name::Sheet => include_str!("../style/sheet.typ").to_owned(),
            Name::House => include_str!("../style/house.typ").to_owned(),
            Name::Main => sheet.template.to_owned(),
            Name::Data => legible::data(&self.fonts, sheet.data).to_string(),
            Name::About => about.to_string(),
        })
        .map_err(|error| Problem::new("lay out the press's own files", error.to_string()))?;
        let outcome = compile(&world, sheet.made_at);
        // The typesetter remembers what it has set, to be quicker next time. Papers hold what
        // only some may read, so it is made to forget.
        comemo::evict(0);
        outcome
    }
}

impl Default for Press {
    fn default() -> Self {
        Self::new()
    }
}

fn doubt(warnings: &[String]) {
    for warning in warnings {
        tracing::warn!(%warning, "the typesetter had doubts about a paper");
    }
}

fn compile(world: &Closed<'_>, made_at: Timestamp) -> Result<(Volume, Vec<String>), Problem> {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(world);
    let document = output.map_err(|errors| Problem::new("set a paper", told(world, &errors).join("; ")))?;
    let pdf = typst_pdf::pdf(&document, &options(made_at)?)
        .map_err(|errors| Problem::new("write a paper as accessible PDF", told(world, &errors).join("; ")))?;
    let volume = Volume { pdf, pages: document.pages().len(), places: places(&document) };
    Ok((volume, told(world, &warnings)))
}

/// The places that the template named, in their order.
fn places(document: &PagedDocument) -> Vec<(String, usize)> {
    let introspector = document.introspector();
    introspector
        .elements()
        .all()
        .filter_map(|element| {
            let named = element.to_packed::<MetadataElem>()?;
            let Value::Str(name) = &named.value else { return None };
            let page = introspector.position(element.location()?)?.page;
            Some((name.to_string(), page.get()))
        })
        .collect()
}

fn options(made_at: Timestamp) -> Result<PdfOptions, Problem> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
        .map_err(|error| Problem::new("choose the standards of a paper", error.message().to_string()))?;
    let made = made_at.to_zoned(TimeZone::UTC).datetime();
    let part = |n: i8| u8::try_from(n).unwrap_or_default();
    let timestamp = Datetime::from_ymd_hms(
        i32::from(made.year()),
        part(made.month()),
        part(made.day()),
        part(made.hour()),
        part(made.minute()),
        part(made.second()),
    )
    .map(typst_pdf::Timestamp::new_utc);
    Ok(PdfOptions {
        creator: Smart::Custom(Some("Concordat".to_owned())),
        timestamp,
        standards,
        ..PdfOptions::default()
    })
}

/// What the typesetter said, each with the place it means.
fn told(world: &Closed<'_>, said: &[SourceDiagnostic]) -> Vec<String> {
    said.iter()
        .map(|one| {
            let place = one.span.id().map(|id| {
                let file = id.get().vpath().get_with_slash();
                let line = world.range(one.span).zip(world.source(id).ok()).and_then(|(range, source)| {
                    source.lines().byte_to_line(range.start).map(|line| line + 1)
                });
                line.map_or(format!("{file}: "), |line| format!("{file}:{line}: "))
            });
            format!("{}{}", place.unwrap_or_default(), one.message)
        })
        .collect()
}
