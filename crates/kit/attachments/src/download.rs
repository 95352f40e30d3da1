use std::fmt::Write as _;

use concordat_kernel::Problem;
use concordat_web::{
    Answer,
    axum::{
        http::{HeaderName, HeaderValue, header},
        response::IntoResponse as _,
    },
};

use crate::Attachment;

/// A file to save, never to show: a browser that would open it anyway finds itself in a sandbox
/// where nothing runs. Ask whether the reader may have it before.
///
/// # Errors
/// When a header cannot be written, which no name that was kept leads to.
pub fn download(file: &Attachment, bytes: Vec<u8>) -> Answer {
    let naming = |e| Problem::new("naming a download", e);
    let headers: [(HeaderName, HeaderValue); 5] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(file.media.mime())),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition(&file.name)).map_err(naming)?),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, bytes).into_response())
}

/// The name twice, as RFC 6266 advises: in plain letters for old programs, and whole for the others.
fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || " .-_()".contains(c) { c } else { '_' })
        .collect();
    let mut whole = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
            whole.push(char::from(byte));
        } else {
            let _ = write!(whole, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_never_breaks_out_of_its_header() {
        let header = disposition("Caf\u{e9} \"night\"; x=\r\n.pdf");
        assert_eq!(
            header,
            "attachment; filename=\"Caf_ _night__ x___.pdf\"; filename*=UTF-8''Caf%C3%A9%20%22night%22%3B%20x%3D%0D%0A.pdf"
        );
    }
}
