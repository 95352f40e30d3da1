//! Every plan of the partnership.

use std::collections::{BTreeSet, HashMap};

use concordat_kernel::{AnyId, Ref};
use concordat_web::{
    Answer, Reader, View,
    askama::Template,
    cells, page,
    parts::{Html, Shell, Table},
};

use super::shell;
use crate::{PlanHead, store, urls};

/// The list of plans.
#[derive(Debug, Template)]
#[template(path = "plans.html")]
pub(super) struct Plans {
    shell: Shell,
    table: Option<Table>,
    import: Option<&'static str>,
}

pub(super) async fn show(reader: Reader) -> Answer {
    let heads = store::plans(reader.store(), &reader.ctx).await?;
    let mut groups = HashMap::new();
    let of: BTreeSet<AnyId> = heads.iter().filter_map(|head| head.group).collect();
    for id in of {
        if let Some(name) = group_name(&reader, Some(id)).await? {
            groups.insert(id, name);
        }
    }
    let may_import = reader.may_somewhere(store::IMPORT);
    page(&Plans::of(shell(&reader, "Action plans"), &heads, &groups, may_import))
}

/// The name of the group a plan belongs to, if the reader may see it.
pub(crate) async fn group_name(
    reader: &Reader,
    group: Option<AnyId>,
) -> concordat_kernel::Result<Option<String>> {
    let Some(id) = group else { return Ok(None) };
    reader.app.title(&reader.ctx, &Ref { kind: "group".into(), id }).await
}

impl Plans {
    fn of(shell: Shell, heads: &[PlanHead], groups: &HashMap<AnyId, String>, may_import: bool) -> Self {
        let rows = heads.iter().map(|head| {
            let period = head.period.map_or_else(|| "Not stated".to_owned(), |period| period.to_string());
            let group = head.group.and_then(|id| groups.get(&id)).map_or("Not stated", String::as_str);
            cells![Html::link(&urls::plan(head.id), &head.title), period, group]
        });
        let table = Table::new("Action plans, newest first")
            .caption_hidden()
            .columns(["Plan", "Period", "Group"])
            .row_headers()
            .rows(rows);
        let table = (!heads.is_empty()).then_some(table);
        Self { shell, table, import: may_import.then_some(urls::IMPORT) }
    }
}

impl View for Plans {
    fn samples() -> Vec<(&'static str, Self)> {
        let head = super::samples::plan().head;
        let groups = head.group.map(|id| (id, "Merrowshire Community Safety Board".to_owned()));
        let heads = [head, super::samples::empty_plan().head];
        let shell = || super::samples::shell("Action plans");
        vec![
            ("two plans", Self::of(shell(), &heads, &groups.into_iter().collect(), true)),
            ("none yet, for an officer", Self::of(shell(), &[], &HashMap::new(), true)),
            ("none yet, for a member", Self::of(shell(), &[], &HashMap::new(), false)),
        ]
    }
}
