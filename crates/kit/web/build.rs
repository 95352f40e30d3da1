//! Looks for the built style sheet before anything is compiled, so that a fresh checkout is told
//! what to do instead of serving pages without style.

use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=static");
    println!("cargo:rerun-if-changed=build.rs");
    // Asked when it runs: builds of several checkouts may share one folder.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let folder = Path::new(&package).join("static");
    let absent = ["concordat.css", "concordat.js", "govuk-frontend.min.js"]
        .into_iter()
        .find(|name| !folder.join(name).is_file());
    if let Some(name) = absent {
        eprintln!(
            "crates/kit/web/static/{name} is not there. Run ./run, or `npm ci && npm run build` in frontend/, \
             then build again."
        );
        std::process::exit(1);
    }
}
