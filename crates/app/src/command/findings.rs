//! The command that writes what the records say.

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
    str::FromStr,
};

use clap::Args;
use concordat_evidence::{
    findings::{self, report},
    index::Label,
};
use concordat_kernel::{Error, Month, Problem, Refusal};
use concordat_web::Typesetter as _;

use super::{Session, care::unwritable};
use crate::press::Typeset;

/// Writes what the records say: report.html, report.pdf, report.xlsx and findings.json, which has every figure in full precision.
#[derive(Debug, Args)]
pub(super) struct Report {
    /// Which crimes: all, violence, vawg or domestic.
    #[arg(long, value_name = "LENS", default_value = "all")]
    lens: String,
    /// The first month, such as 2025-04; without it, eleven months before the last.
    #[arg(long, value_name = "MONTH")]
    from: Option<Month>,
    /// The last month; without it, the latest with records.
    #[arg(long, value_name = "MONTH")]
    to: Option<Month>,
    /// The harm index, as NAME@VERSION; without it, the one loaded last.
    #[arg(long, value_name = "INDEX")]
    index: Option<Label>,
    /// The rule for small numbers: under-5, star-round-5 or under-10. What it hides cannot be worked out from what left before.
    #[arg(long, value_name = "RULE", default_value = "under-5")]
    rule: String,
    /// The month from which the limits of the control chart are drawn afresh.
    #[arg(long, value_name = "MONTH")]
    rebase: Option<Month>,
    /// Which way a trend is better: up, down or neither; as the lens says without it.
    #[arg(long, value_name = "WAY")]
    better: Option<String>,
    /// The folder to write into.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Who works the tables out: local, this process; or ballista://HOST:PORT, a cluster that sees the folder of the record at the same
    /// place.
    #[arg(long, value_name = "ENGINE", default_value = "local")]
    engine: Where,
}

/// Who works tables out.
#[derive(Debug, Clone)]
enum Where {
    Here,
    /// The cluster of this scheduler.
    Cluster(String),
}

impl FromStr for Where {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let place = |rest: &str| {
            let (host, port) = rest.rsplit_once(':')?;
            (!host.is_empty() && port.parse::<u16>().is_ok()).then_some(())
        };
        match text.strip_prefix("ballista://") {
            _ if text == "local" => Ok(Self::Here),
            Some(rest) if place(rest).is_some() => Ok(Self::Cluster(text.to_owned())),
            _ => Err(Refusal::rule("An engine is local, or ballista://HOST:PORT.")),
        }
    }
}

impl Report {
    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let store = session.open_existing().await?;
        let analyst = match &self.engine {
            Where::Here => session.analyst(),
            Where::Cluster(scheduler) => session.analyst().asking(session.cluster(scheduler)?),
        };
        let wanted = findings::Wanted {
            lens: Some(self.lens),
            from: self.from,
            to: self.to,
            index: self.index,
            rule: Some(self.rule),
            rebase: self.rebase,
            better: self.better,
            only: None,
        };
        let found = findings::export(&store, &analyst, &session.operator(), &wanted).await?;
        let begun = std::time::Instant::now();
        let told = report::report(&found);
        let figures = report::json(&found).map_err(|e| Problem::new("writing figures", e))?;
        let files = [
            ("report.html", concordat_report::html(&told)?.into_bytes()),
            ("report.pdf", Typeset::default().typeset(&concordat_report::paper(&told))?),
            ("report.xlsx", concordat_report::xlsx(&told)?),
            ("findings.json", figures.into_bytes()),
        ];
        std::fs::create_dir_all(&self.out).map_err(|e| unwritable(&self.out, &e))?;
        for (name, bytes) in &files {
            let file = self.out.join(name);
            private(&file, bytes).map_err(|e| unwritable(&file, &e))?;
        }
        let names = files.map(|(name, _)| name);
        let took = &found.took;
        let words = format!(
            "Wrote “{}” to {}: {}.\nAsking took {:.1} s, protecting small numbers {:.1} s, working out {:.1} s, writing {:.1} s.",
            told.subtitle,
            self.out.display(),
            names.join(", "),
            took.asking.as_secs_f64(),
            took.protecting.as_secs_f64(),
            took.telling.as_secs_f64(),
            begun.elapsed().as_secs_f64(),
        );
        let printed = serde_json::json!({
            "folder": self.out,
            "files": names,
            "seconds": {
                "asking": took.asking.as_secs_f64(),
                "protecting": took.protecting.as_secs_f64(),
                "telling": took.telling.as_secs_f64(),
                "writing": begun.elapsed().as_secs_f64(),
            },
        });
        session.output.result(&printed, &words)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Writes a file that nobody else may read, in the place of whatever has its name: findings are not public before somebody makes them so.
fn private(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let unfinished = file.with_extension("unfinished");
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    options.open(&unfinished)?.write_all(bytes)?;
    fs::rename(&unfinished, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_report_is_for_who_wrote_it_and_replaces_a_link() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let dir = tempfile::tempdir().unwrap();
        let (file, elsewhere) = (dir.path().join("report.html"), dir.path().join("elsewhere"));
        fs::write(&elsewhere, "theirs").unwrap();
        symlink(&elsewhere, &file).unwrap();
        private(&file, b"ours").unwrap();
        private(&file, b"ours anew").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "ours anew");
        assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "theirs");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn an_engine_is_this_process_or_a_cluster_with_its_port() {
        assert!(matches!("local".parse(), Ok(Where::Here)));
        let cluster = "ballista://127.0.0.1:50050".parse();
        assert!(
            matches!(cluster, Ok(Where::Cluster(scheduler)) if scheduler == "ballista://127.0.0.1:50050")
        );
        for wrong in [
            "",
            "Local",
            "ballista://",
            "ballista://host",
            "ballista://:50050",
            "ballista://host:x",
            "df://a:1",
        ] {
            let refused = wrong.parse::<Where>().unwrap_err().to_string();
            assert_eq!(refused, "An engine is local, or ballista://HOST:PORT.", "{wrong}");
        }
    }
}
