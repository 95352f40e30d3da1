use std::sync::Arc;

use concordat_kernel::{Problem, Result};
use concordat_steps::{Analyst, Leave, Part, PartWriter, Question, Shape, Table};
use concordat_web::{Authenticate, Paper, Tools, Typesetter};

/// Tools for slices that print no papers and ask no questions of large tables: whoever asks all the same gets a problem.
pub fn bare_tools(authenticate: impl Authenticate + 'static) -> Tools {
    Tools { authenticate: Arc::new(authenticate), typesetter: Arc::new(Absent), analyst: Arc::new(Absent) }
}

#[derive(Debug)]
struct Absent;

fn absent(what: &str) -> Problem {
    Problem::say(format!("there is no {what} in this test"))
}

impl Typesetter for Absent {
    fn typeset(&self, _: &Paper) -> Result<Vec<u8>, Problem> {
        Err(absent("press"))
    }
}

#[concordat_web::async_trait]
impl Analyst for Absent {
    async fn ask(&self, _: &Question, _: &[&str]) -> Result<Vec<Table>> {
        Err(absent("analyst").into())
    }

    async fn look(&self, _: &Question, _: &str, _: usize) -> Result<Table> {
        Err(absent("analyst").into())
    }

    async fn forget(&self) -> Result<()> {
        Err(absent("analyst").into())
    }

    async fn alone(&self) -> Result<Leave> {
        Err(absent("analyst").into())
    }

    async fn begin(&self, _: Shape, _: &str) -> Result<Box<dyn PartWriter>> {
        Err(absent("analyst").into())
    }

    async fn sweep(&self, _: Shape, _: &[String]) -> Result<usize> {
        Err(absent("analyst").into())
    }

    async fn check(&self, _: Shape, _: &[Part]) -> Result<Vec<String>> {
        Err(absent("analyst").into())
    }
}
