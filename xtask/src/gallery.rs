//! Every page and paper with every sample, as files: to be looked at by people and audited by machines.

use std::{fs, io::Write as _, path::Path, process::ExitCode};

use anyhow::{Context as _, anyhow};
use concordat::SLICES;
use concordat_paper::{Press, Sheet};
use concordat_web::parts;

/// Writes the gallery; asset addresses are made relative to it.
pub(crate) fn run(dir: &Path) -> anyhow::Result<ExitCode> {
    fs::create_dir_all(dir).with_context(|| format!("making `{}`", dir.display()))?;
    let mut names = Vec::new();
    for slice in SLICES {
        for sample in (slice.views)().map_err(|e| anyhow!("{}", e.chain()))? {
            let view = sample.view.rsplit("::").next().unwrap_or(sample.view);
            let name = format!("{}-{}-{}.html", slice.name, slug(view), slug(sample.sample));
            fs::write(dir.join(&name), sample.html)?;
            names.push(name);
        }
        let press = Press::new();
        for sample in (slice.papers)() {
            let paper = &sample.paper;
            let sheet = Sheet {
                template: paper.template,
                data: &paper.data,
                title: &paper.title,
                language: "en-GB",
                mark: paper.mark,
                made_at: paper.made_at,
                author: "Concordat",
            };
            let pdf = press.proof(&sheet).map_err(|e| anyhow!("{}: {}", sample.name, e.chain()))?;
            fs::write(dir.join(format!("{}-{}.pdf", slice.name, slug(sample.name))), pdf)?;
        }
    }
    for (part, samples) in parts::gallery() {
        for (sample, html) in samples {
            let name = format!("part-{}-{}.html", slug(part), slug(sample));
            fs::write(dir.join(&name), part_page(part, sample, html.as_str()))?;
            names.push(name);
        }
    }
    names.sort();
    fs::write(dir.join("index.txt"), names.join("\n"))?;
    writeln!(std::io::stdout(), "{} pages in {}", names.len(), dir.display())?;
    Ok(ExitCode::SUCCESS)
}

/// A part by itself, on a page that is otherwise bare.
fn part_page(part: &str, sample: &str, html: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en-GB\" class=\"govuk-template\"><head><meta charset=\"utf-8\"><title>{part}: {sample}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"stylesheet\" href=\"/static/x/concordat.css\"></head><body class=\"govuk-template__body\">\
         <div class=\"govuk-width-container\"><main class=\"govuk-main-wrapper\"><h1 class=\"govuk-heading-l\">{part}: {sample}</h1>{html}</main></div></body></html>"
    )
}

fn slug(text: &str) -> String {
    let slug: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    slug.split('-').filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join("-")
}
