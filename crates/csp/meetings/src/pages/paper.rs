//! The paper on an item.

use concordat_kernel::Id;
use concordat_web::{
    Answer, At, Reader,
    parts::{BackLink, Html, Shell},
};

use super::{
    parts::{item_title, paper as said, why_closed},
    samples,
    sheet::Sheet,
};
use crate::{
    Clearance, Item, Paper, clearance, paper,
    store::{CHANGE, asked, is_open, resource},
    urls,
};

/// Shows it.
pub(crate) async fn show(reader: Reader, At(id): At<Id<Item>>) -> Answer {
    let (item, paper) = paper(reader.store(), &reader.ctx, id).await?;
    let own = resource(reader.store(), item.meeting).await?;
    let clearance = clearance(reader.store(), &reader.ctx, &own);
    let change = reader.may(CHANGE, &asked(CHANGE, own)) && is_open(reader.store(), item.meeting).await?;
    let shell = reader.shell(item_title(&item));
    concordat_web::page(&draw(shell, &item, paper.as_ref(), clearance, change))
}

fn draw(shell: Shell, item: &Item, paper: Option<&Paper>, clearance: Clearance, change: bool) -> Sheet {
    let shell = shell.back(BackLink::new(urls::meeting(item.meeting)).text("Back to the meeting"));
    let mut lead = Vec::new();
    lead.extend(why_closed(item).map(|why| Html::paragraphs([why])));
    lead.push(match (paper, item.said.closed.is_some(), clearance) {
        (Some(paper), ..) => said(paper),
        (None, true, Clearance::NeedsSecondFactor) => Html::paragraphs([
            "Its paper is not for publication. Sign in with your second factor to read it.",
        ]),
        (None, true, Clearance::Open) => {
            Html::paragraphs(["Its paper, if it has one, is not for publication."])
        }
        (None, ..) => Html::paragraphs(["There is no paper on this item."]),
    });
    let shell = match paper {
        Some(_) if item.said.closed.is_some() => shell.mark("Official-Sensitive"),
        _ => shell,
    };
    let (write, again) = match paper {
        Some(_) => ("Change the paper", "Draw it again from the record"),
        None => ("Write a paper", "Draw the paper from the record"),
    };
    Sheet::new(shell, Html::spaced(lead))
        .caption("Paper")
        .button_if(change, write, format!("{}/write", urls::paper(item.id)))
        .button_if(change, again, format!("{}/draw", urls::paper(item.id)))
}

pub(crate) fn samples() -> Vec<(&'static str, Sheet)> {
    let file = samples::file();
    let mut pages = Vec::new();
    if let ([_, open, closed], Some(paper)) = (file.items.as_slice(), file.papers.first()) {
        let draw = |item: &Item, paper: Option<&Paper>, clearance| {
            draw(samples::shell(&item_title(item)), item, paper, clearance, paper.is_some())
        };
        pages.push(("paper", draw(open, Some(paper), Clearance::Open)));
        pages.push(("paper, restricted", draw(closed, Some(paper), Clearance::Restricted)));
        pages.push(("paper, not for this reader", draw(closed, None, Clearance::Open)));
        pages.push(("paper, none", draw(open, None, Clearance::Open)));
    }
    pages
}
