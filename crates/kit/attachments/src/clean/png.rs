//! PNG pictures: the chunks needed to draw them are copied, all others are left behind.

use super::{Stripped, Why};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";

/// Chunks that say how to draw: colours, density, transparency, animation.
const DRAWN: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV",
    b"cLLI", b"sBIT", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

/// Copies the picture without what is said about it.
pub(super) fn clean(bytes: &[u8], stripped: &mut Stripped) -> Result<Vec<u8>, Why> {
    let mut rest = bytes.strip_prefix(SIGNATURE).ok_or(Why::Damaged)?;
    let mut out = SIGNATURE.to_vec();
    let mut has_data = false;
    for number in 0_usize.. {
        let length = rest.first_chunk::<4>().map(|length| u32::from_be_bytes(*length)).ok_or(Why::Damaged)?;
        let end =
            usize::try_from(length).ok().and_then(|length| length.checked_add(8)).ok_or(Why::Damaged)?;
        let sum = rest.get(end..).and_then(|after| after.first_chunk::<4>()).ok_or(Why::Damaged)?;
        let (whole, after) = rest.split_at(end + 4);
        // Type and data are summed, the length is not.
        let body = &whole[4..end];
        let kind = body.first_chunk::<4>().ok_or(Why::Damaged)?;
        if crc32fast::hash(body) != u32::from_be_bytes(*sum) || (number == 0) != (kind == b"IHDR") {
            return Err(Why::Damaged);
        }
        if DRAWN.contains(&kind) {
            out.extend_from_slice(whole);
        } else if kind[0].is_ascii_uppercase() {
            return Err(Why::Damaged); // a chunk that must be understood, and is not
        } else {
            stripped.insert(match kind {
                b"eXIf" => "camera, time and place of the picture (Exif)",
                b"tIME" => "when the picture was last changed",
                _ => "descriptions inside the picture",
            });
        }
        has_data |= kind == b"IDAT";
        rest = after;
        if kind == b"IEND" {
            break;
        }
    }
    if !has_data {
        return Err(Why::Damaged);
    }
    if !rest.is_empty() {
        stripped.insert("what followed the picture");
    }
    Ok(out)
}
