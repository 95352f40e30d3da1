use std::sync::OnceLock;

use concordat_kernel::Problem;
use concordat_paper::{Press, Sheet};
use concordat_web::{Paper, Typesetter};

/// Papers by way of Typst. The press is built when the first paper is asked for: most commands never need one.
#[derive(Default)]
pub(crate) struct Typeset(OnceLock<Press>);

impl Typesetter for Typeset {
    fn typeset(&self, paper: &Paper) -> Result<Vec<u8>, Problem> {
        self.0.get_or_init(Press::new).print(&sheet(paper))
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
