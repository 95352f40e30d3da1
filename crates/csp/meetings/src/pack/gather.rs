//! Makes packs of what was read. Pure.

use std::collections::HashMap;

use concordat_kernel::Id;

use super::{
    model::{ClosedEntry, FileRead, IssueHead, OpenContent, OpenEntry, OpenPart},
    store::File,
};
use crate::{Item, Meeting, Paper};

/// What went out when.
#[derive(Debug, Clone, Default)]
pub(super) struct Issues {
    pub(super) heads: Vec<IssueHead>,
    /// The number of the issue that an item, a paper or a file went out with.
    pub(super) of: HashMap<String, i64>,
}

impl Issues {
    /// The issue that something belongs to. Before anything went out, all belongs to the pack; afterwards, what has not
    /// gone out belongs nowhere yet.
    pub(super) fn of(&self, thing: &str) -> Option<i64> {
        if self.heads.is_empty() { Some(0) } else { self.of.get(thing).copied() }
    }

    fn all(&self) -> Vec<IssueHead> {
        match self.heads.is_empty() {
            true => vec![IssueHead { number: 0, on: None, reason: None }],
            false => self.heads.clone(),
        }
    }
}

/// A file with what it holds.
pub(super) struct Opened {
    pub(super) file: File,
    pub(super) read: FileRead,
}

/// The open part. Of a restricted item it takes the public title and the reason, and nothing else; `files` are looked
/// at again, so that a closed one would be left out even if it were handed over.
pub(super) fn open(
    group: String,
    meeting: &Meeting,
    items: &[Item],
    papers: &[Paper],
    files: &[Opened],
    withheld: &HashMap<Id<Item>, Vec<String>>,
    issues: &Issues,
) -> OpenPart {
    let parts = issues.all().into_iter().map(|head| {
        let entries = items.iter().filter_map(|item| {
            let new = issues.of(&item.id.to_string()) == Some(head.number);
            let content = match &item.said.closed {
                Some(closed) => new.then(|| OpenContent::Stub(closed.clone()))?,
                None => {
                    let paper = papers.iter().find(|paper| paper.item == item.id);
                    let paper = paper.filter(|paper| issues.of(&paper.id.to_string()) == Some(head.number));
                    let files: Vec<FileRead> = files
                        .iter()
                        .filter(|one| one.file.item == item.id && !one.file.restricted)
                        .filter(|one| issues.of(&one.file.id.to_string()) == Some(head.number))
                        .map(|one| one.read.clone())
                        .collect();
                    let withheld = withheld.get(&item.id).into_iter().flatten();
                    let withheld = withheld.filter(|file| issues.of(file) == Some(head.number)).count();
                    if !new && paper.is_none() && files.is_empty() && withheld == 0 {
                        return None;
                    }
                    OpenContent::Open { paper: paper.map(|paper| Box::new(paper.clone())), files, withheld }
                }
            };
            Some(OpenEntry {
                part: item.said.part,
                reference: item.reference(),
                title: item.said.title.clone(),
                presenter: item.said.presenter.clone().filter(|_| item.said.closed.is_none()),
                minutes: item.said.minutes,
                new,
                content,
            })
        });
        let entries = entries.collect();
        (head, entries)
    });
    let plan = &meeting.plan;
    OpenPart {
        group,
        on: plan.held_on,
        begins: plan.begins,
        ends: plan.ends,
        manner: plan.manner.title(),
        venue: plan.venue.clone(),
        access: plan.access.clone(),
        cancelled: meeting.cancelled.clone(),
        issues: parts.collect(),
    }
}

/// What is closed, in the order in which it went out.
pub(super) fn closed(
    items: &[Item],
    papers: &[Paper],
    files: &[Opened],
    issues: &Issues,
) -> Vec<ClosedEntry> {
    let mut entries = Vec::new();
    for head in issues.all() {
        for item in items {
            let is_closed = item.said.closed.is_some();
            let of_it = files
                .iter()
                .filter(|one| one.file.item == item.id && (is_closed || one.file.restricted))
                .filter(|one| issues.of(&one.file.id.to_string()) == Some(head.number));
            let files: Vec<FileRead> = of_it.map(|one| one.read.clone()).collect();
            let paper = papers
                .iter()
                .find(|paper| is_closed && paper.item == item.id)
                .filter(|paper| issues.of(&paper.id.to_string()) == Some(head.number));
            if files.is_empty() && paper.is_none() {
                continue;
            }
            entries.push(ClosedEntry {
                issue: head.number,
                item: item.id,
                reference: item.reference(),
                title: item.said.restricted_title.clone().unwrap_or_else(|| item.said.title.clone()),
                paper: paper.map(|paper| Box::new(paper.clone())),
                files,
            });
        }
    }
    entries
}
