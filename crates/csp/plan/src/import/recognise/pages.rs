//! Which printed page a line stood on, as far as markers tell.

use std::collections::BTreeMap;

/// Page breaks and page markers met on the way, by line.
#[derive(Debug, Default)]
pub(super) struct Pages {
    breaks: Vec<u32>,
    markers: BTreeMap<u32, u32>,
    fed: bool,
}

impl Pages {
    /// A page begins at this line: its running title stands here, or the form feed before it.
    pub(super) fn begins(&mut self, line: u32) {
        if self.breaks.last() != Some(&line) {
            self.breaks.push(line);
        }
    }

    /// A form feed: the file itself counts its pages.
    pub(super) fn feed(&mut self, line: u32) {
        self.fed = true;
        self.begins(line);
    }

    /// A marker for a page stood on this line.
    pub(super) fn marker(&mut self, line: u32, page: u32) {
        self.markers.insert(line, page);
    }

    /// For each of the lines, its page. Between two page beginnings the marker that stands there
    /// counts; a page without a marker is told from its neighbours when they leave one answer.
    pub(super) fn of(&self, lines: &[u32]) -> Vec<Option<u32>> {
        if self.breaks.is_empty() {
            return lines.iter().map(|line| self.markers.get(line).copied()).collect();
        }
        let segment = |line: u32| self.breaks.partition_point(|begin| *begin <= line);
        let mut pages: Vec<Option<u32>> = vec![None; self.breaks.len() + 1];
        for (line, page) in &self.markers {
            if let Some(slot) = pages.get_mut(segment(*line)) {
                *slot = Some(*page);
            }
        }
        if self.markers.is_empty() && self.fed {
            pages = (1..).map(Some).take(pages.len()).collect();
        }
        fill(&mut pages);
        lines.iter().map(|line| pages.get(segment(*line)).copied().flatten()).collect()
    }
}

/// Fills a run of unknown pages when the known ones around it leave exactly that many.
fn fill(pages: &mut [Option<u32>]) {
    let mut known: Option<(usize, u32)> = None;
    for at in 0..pages.len() {
        let Some(page) = pages.get(at).copied().flatten() else { continue };
        if let Some((from, first)) = known
            && usize::try_from(page.saturating_sub(first)).is_ok_and(|gap| gap == at - from)
        {
            for (slot, number) in pages.iter_mut().skip(from).take(at - from).zip(first..) {
                *slot = Some(number);
            }
        }
        known = Some((at, page));
    }
}
