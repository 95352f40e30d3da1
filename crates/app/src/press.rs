use std::sync::OnceLock;

use concordat_kernel::{Problem, Refusal, Result};
use concordat_paper::{Fit, Picture, Press, Shape, Sheet, Upload};
use concordat_web::{Examined, Paper, Typesetter, Volume};

/// Papers by way of Typst. The press is built when the first paper is asked for: most commands never need one.
#[derive(Default)]
pub(crate) struct Typeset(OnceLock<Press>);

impl Typesetter for Typeset {
    fn typeset(&self, paper: &Paper) -> Result<Vec<u8>, Problem> {
        self.0.get_or_init(Press::new).print(&sheet(paper))
    }

    fn examine(&self, pdf: &[u8]) -> Result<Examined> {
        let upload =
            Upload::read(pdf.to_vec()).map_err(|unfit| Refusal::invalid("file", unfit.to_string()))?;
        Ok(Examined {
            sideways: upload.pages().iter().map(|shape| *shape == Shape::Sideways).collect(),
            inaccessible: match upload.fit() {
                Fit::Tagged => None,
                Fit::FontsMissing => Some("a font of it is not in the file"),
                Fit::Untagged => Some("it has no tags"),
            },
        })
    }

    fn bind(&self, paper: &Paper, pictures: &[Vec<u8>], pdfs: &[Vec<u8>]) -> Result<Volume, Problem> {
        let pictures: Vec<Picture> = pictures.iter().map(|bytes| Picture { bytes: bytes.clone() }).collect();
        let mut uploads = Vec::with_capacity(pdfs.len());
        for pdf in pdfs {
            let read = Upload::read(pdf.clone());
            uploads.push(read.map_err(|unfit| Problem::new("read an upload again", unfit.to_string()))?);
        }
        let made = self.0.get_or_init(Press::new).bind(&sheet(paper), &pictures, &uploads)?;
        Ok(Volume { pdf: made.pdf, pages: made.pages, places: made.places })
    }
}

pub(crate) fn sheet(paper: &Paper) -> Sheet<'_> {
    Sheet {
        template: paper.template,
        data: &paper.data,
        title: &paper.title,
        language: "en-GB",
        mark: paper.mark,
        made_at: paper.made_at,
        author: "Concordat",
    }
}
