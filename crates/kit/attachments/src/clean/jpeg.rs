//! JPEG pictures: what is needed to draw them is copied, everything else is left behind.

use super::{Stripped, Why};

const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;

/// Copies the picture without what is said about it. Which way up it belongs stays, in a new Exif
/// segment with that one tag: phones store every picture lying down.
pub(super) fn clean(bytes: &[u8], stripped: &mut Stripped) -> Result<Vec<u8>, Why> {
    let mut rest = bytes.strip_prefix(b"\xFF\xD8").ok_or(Why::Damaged)?;
    let (mut first, mut out) = (Vec::new(), Vec::with_capacity(bytes.len()));
    let (mut orientation, mut has_frame, mut has_scan) = (None, false, false);
    loop {
        let (marker, after) = next_marker(rest)?;
        rest = after;
        if marker == EOI {
            break;
        }
        if matches!(marker, 0x01 | 0xD0..=0xD8) {
            continue; // they stand alone and mean nothing here
        }
        let (body, after) = segment(rest)?;
        rest = after;
        match marker {
            // Application 0: JFIF says how dense the dots are; its thumbnail goes.
            0xE0 => match body.first_chunk::<12>().filter(|body| body.starts_with(b"JFIF\0")) {
                Some(head) if first.is_empty() => {
                    first = head.to_vec();
                    first.extend([0, 0]);
                    if body.len() > 14 {
                        stripped.insert("a small copy of the picture");
                    }
                }
                _ => drop(stripped.insert("a small copy of the picture")),
            },
            0xE1 if body.starts_with(b"Exif\0") => {
                orientation = orientation.or_else(|| turned(body.get(6..).unwrap_or_default()));
                stripped.insert("camera, time and place of the picture (Exif)");
            }
            0xE2 if body.starts_with(b"ICC_PROFILE\0") => copy(&mut out, marker, body),
            // Says how colours were mixed: without it pictures from some programs turn green.
            0xEE if body.starts_with(b"Adobe") && body.len() >= 12 => copy(&mut out, marker, &body[..12]),
            0xE1..=0xEF => drop(stripped.insert("descriptions inside the picture")),
            0xFE => drop(stripped.insert("comments inside the picture")),
            SOS => {
                has_scan = true;
                copy(&mut out, marker, body);
                let end = end_of_scan(rest);
                out.extend_from_slice(&rest[..end]);
                rest = &rest[end..];
                // Scanners and cut-off downloads leave the end away; programs show such pictures.
                if rest.is_empty() {
                    break;
                }
            }
            0xC0..=0xCF | 0xDB..=0xDF => {
                has_frame |= !matches!(marker, 0xC4 | 0xC8 | 0xCC | 0xDB..=0xDF);
                copy(&mut out, marker, body);
            }
            _ => return Err(Why::Damaged),
        }
    }
    if !has_frame || !has_scan {
        return Err(Why::Damaged);
    }
    if !rest.is_empty() {
        stripped.insert("what followed the picture");
    }
    let mut whole = b"\xFF\xD8".to_vec();
    if !first.is_empty() {
        copy(&mut whole, 0xE0, &first);
    }
    if let Some(orientation) = orientation {
        copy(&mut whole, 0xE1, &exif_of(orientation));
    }
    whole.append(&mut out);
    whole.extend([0xFF, EOI]);
    Ok(whole)
}

fn next_marker(bytes: &[u8]) -> Result<(u8, &[u8]), Why> {
    let after = bytes.strip_prefix(b"\xFF").ok_or(Why::Damaged)?;
    let fill = after.iter().take_while(|byte| **byte == 0xFF).count();
    let (marker, rest) = after[fill..].split_first().ok_or(Why::Damaged)?;
    Ok((*marker, rest))
}

fn segment(bytes: &[u8]) -> Result<(&[u8], &[u8]), Why> {
    let length = bytes.first_chunk::<2>().map(|length| usize::from(u16::from_be_bytes(*length)));
    let length = length.filter(|length| (2..=bytes.len()).contains(length)).ok_or(Why::Damaged)?;
    Ok((&bytes[2..length], &bytes[length..]))
}

fn copy(out: &mut Vec<u8>, marker: u8, body: &[u8]) {
    // What was read as a segment fits into one.
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
    out.extend([0xFF, marker]);
    out.extend(length.to_be_bytes());
    out.extend_from_slice(body);
}

/// Where the drawn data ends: at the next marker that is no restart.
fn end_of_scan(bytes: &[u8]) -> usize {
    bytes
        .windows(2)
        .position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7 | 0xFF))
        .unwrap_or(bytes.len())
}

/// The orientation in an Exif block, when it says that the picture is to be turned.
fn turned(tiff: &[u8]) -> Option<u8> {
    let little = tiff.starts_with(b"II*\0");
    if !little && !tiff.starts_with(b"MM\0*") {
        return None;
    }
    let short = |at: usize| {
        let bytes = *tiff.get(at..)?.first_chunk::<2>()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = *tiff.get(4..)?.first_chunk::<4>()?;
    let start = if little { u32::from_le_bytes(long) } else { u32::from_be_bytes(long) };
    let start = usize::try_from(start).ok()?;
    (0..short(start)?)
        .map(|entry| start.saturating_add(2 + usize::from(entry) * 12))
        .find(|at| short(*at) == Some(0x0112))
        .and_then(|at| short(at.saturating_add(8)))
        .and_then(|value| u8::try_from(value).ok())
        .filter(|value| (2..=8).contains(value))
}

/// An Exif block that says nothing but which way up.
fn exif_of(orientation: u8) -> Vec<u8> {
    let mut block = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    block.extend([orientation, 0, 0, 0, 0, 0, 0]);
    block
}
