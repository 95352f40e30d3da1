use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use concordat_access::audit::hex;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

/// Where the built front end, which is inside the binary, is found: `/static/0123456789ab`. The
/// address carries the hash of all of it, so browsers may keep it for ever.
pub(crate) fn prefix() -> &'static str {
    static PREFIX: LazyLock<String> = LazyLock::new(|| {
        let mut names: Vec<_> = Files::iter().collect();
        names.sort_unstable();
        let mut hasher = Sha256::new();
        for file in names.iter().filter_map(|name| Files::get(name)) {
            hasher.update(file.metadata.sha256_hash());
        }
        let hash: String = hex(&hasher.finalize()).chars().take(12).collect();
        format!("/static/{hash}")
    });
    &PREFIX
}

pub(crate) async fn serve(Path((hash, name)): Path<(String, String)>) -> Response {
    let current = prefix().strip_prefix("/static/") == Some(&hash);
    match Files::get(&name) {
        Some(file) if current => (
            [
                (
                    header::CONTENT_TYPE,
                    mime_guess::from_path(&name).first_raw().unwrap_or("application/octet-stream"),
                ),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ],
            file.data,
        )
            .into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
