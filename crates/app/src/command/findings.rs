//! The command that writes what the records say.

use std::{path::PathBuf, process::ExitCode, str::FromStr};

use clap::Args;
use concordat_evidence::{
    findings::{self, report},
    index::Label,
};
use concordat_kernel::{Error, Month, Problem, Refusal};
use concordat_web::Typesetter as _;

use super::{
    Session,
    files::{self, Readers, Together},
};
use crate::press::Typeset;

/// Writes what the records say: report.html, report.pdf, report.xlsx and findings.json, which has every figure in full precision.
#[derive(Debug, Args)]
pub(super) struct Report {
    /// Which crimes: all, violence, vawg, girls, partners or domestic.
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
        files::clear(&self.out)?;
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
        // Findings are not public before somebody makes them so.
        let mut written = Together::within(&self.out, Readers::Owner)?;
        for (name, bytes) in &files {
            written.write(name, bytes)?;
        }
        written.finish()?;
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

#[cfg(test)]
mod tests {
    use super::*;

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
