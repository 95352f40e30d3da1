//! Looks for the built style sheet before anything is compiled, so that a fresh checkout is told
//! what to do instead of serving pages without style.

use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=static");
    println!("cargo:rerun-if-changed=build.rs");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("static");
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
