use super::{SECRET, cleaned, fixtures, holds, refused};
use crate::Media;

#[test]
fn a_photograph_says_nothing_but_which_way_up() {
    let before = fixtures::jpeg();
    assert!(holds(&before, SECRET));
    let file = cleaned("IMG_1.JPG", &before);
    assert_eq!((file.media(), file.name()), (Media::Jpeg, "IMG_1.jpg"));
    let after = file.bytes();
    assert!(
        !holds(after, SECRET) && !holds(after, "xap") && !holds(after, "Photoshop") && !holds(after, b"abc")
    );
    assert!(
        holds(after, b"Exif\0\0MM\0*") && holds(after, b"\x01\x12\0\x03\0\0\0\x01\0\x06"),
        "which way up"
    );
    assert!(
        holds(after, "colours") && holds(after, b"\x2B\xFF\x00\x7F") && holds(after, b"\x3F\xFF\xD0\x3F")
    );
    assert!(after.ends_with(b"\xFF\xD9"));
    assert!(file.stripped().contains(&"camera, time and place of the picture (Exif)"));
}

#[test]
fn a_photograph_that_stands_upright_keeps_no_tag() {
    let mut upright = fixtures::jpeg();
    let at = upright.windows(4).position(|window| window == [6, 0, 0, 0]).unwrap();
    upright[at] = 1;
    assert!(!holds(cleaned("a.jpg", &upright).bytes(), "Exif"));
}

#[test]
fn a_drawing_says_nothing_about_itself() {
    let file = cleaned("a.png", &fixtures::png());
    assert_eq!(file.media(), Media::Png);
    assert!(!holds(file.bytes(), SECRET) && !holds(file.bytes(), "tIME") && !holds(file.bytes(), "eXIf"));
    assert!(holds(file.bytes(), "gAMA") && holds(file.bytes(), "IDAT"));
    assert!(file.bytes().ends_with(b"IEND\xAE\x42\x60\x82"));
}

#[test]
fn a_damaged_picture_is_refused() {
    let (jpeg, mut png) = (fixtures::jpeg(), fixtures::png());
    refused(&jpeg[..40], "damaged");
    refused(b"\xFF\xD8\xFF\xD9", "damaged");
    png[20] ^= 1;
    refused(&png, "damaged");
    refused(&fixtures::png()[..50], "damaged");
}
