//! Samples of the pages of packs.

use concordat_kernel::{AnyId, Id, Kind, jiff::civil::Date};
use concordat_web::{Answers, Errors};

use super::{file_pages::draw_files, model::Copy, pages::draw, store::File};
use crate::{
    Clearance, Item, MeetingFile,
    pages::{
        samples::{empty, file, planned, shell},
        sheet::Sheet,
    },
};

fn id<K: Kind>(n: u128) -> Id<K> {
    Id::from_uuid(AnyId::from_u128(n))
}

fn files_on(item: &Item) -> Vec<File> {
    let file = |n, title: &str, restricted| File {
        id: id(n),
        item: item.id,
        title: title.to_owned(),
        restricted,
        attachment: id(n + 1),
    };
    vec![file(701, "Dashboard", false), file(703, "Addresses of hotspots", true)]
}

fn copies() -> Vec<Copy> {
    let copy = |number: i64, holder: &str, received_on| Copy {
        id: id(710),
        number,
        seat: id(711),
        holder: holder.to_owned(),
        sent_on: Date::constant(2027, 3, 11),
        received_on,
    };
    vec![
        copy(1, "Council, Merrowshire Council", Some(Date::constant(2027, 3, 12))),
        copy(2, "Police, Merrowshire Police", None),
    ]
}

/// The page of a pack, and of the files on an item.
pub(crate) fn samples() -> Vec<(&'static str, Sheet)> {
    let held = file();
    let ahead = MeetingFile { meeting: planned(), clearance: Clearance::Restricted, ..file() };
    let open = MeetingFile { meeting: planned(), clearance: Clearance::Open, ..file() };
    let of = |found: &MeetingFile| found.items.first().map(files_on).unwrap_or_default();
    let mut errors = Errors::none();
    errors.add("title", "Enter what the file is called");
    errors
        .add("file", "The PDF is locked with a password. Save a copy without the password and upload that.");
    let (none, answers) = (Errors::none(), Answers::default());
    let mut samples = vec![
        ("pack, held, with copies", draw(shell("Pack"), &held, &of(&held), &copies(), false, true)),
        ("pack, in preparation", draw(shell("Pack"), &ahead, &of(&ahead), &[], true, true)),
        ("pack, for somebody who reads what is open", draw(shell("Pack"), &open, &[], &[], false, false)),
        ("pack, without items", draw(shell("Pack"), &empty(), &[], &[], true, true)),
    ];
    if let Some(item) = held.items.first() {
        samples.push(("files, some", draw_files(shell("Files"), item, &files_on(item), &answers, &none)));
        samples.push(("files, refused", draw_files(shell("Files"), item, &[], &answers, &errors)));
    }
    samples
}
