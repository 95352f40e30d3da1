//! Every page of progress, and of the guests of feedback, with invented content.

use super::sheet::Sheet;

pub(super) fn all() -> Vec<(&'static str, Sheet)> {
    [
        super::guest::samples::all(),
        super::contacts::samples(),
        super::rounds::samples(),
        super::round_new::samples(),
        super::round::samples(),
        super::enter::samples(),
        super::notes::samples(),
        crate::progress::sheets::samples(),
        crate::progress::chase::samples(),
        crate::versions::guest_sheets(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
