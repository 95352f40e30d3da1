//! The grant report drawn from the record, and the paper on the grant position that a meeting gets.
//!
//! For those who may read what is restricted the paper says what the report for the partnership says. For anybody it is
//! made of what is published of the award, and of nothing else.

use concordat_access::{Action, Ctx};
use concordat_kernel::{Id, Kind as _, Money, Ref, Result, jiff::Timestamp};
use concordat_report::{Level, Report, Section, plain};
use concordat_web::{
    App,
    between::{Drawable, DrawnPaper, Occasion, Readers},
};
use serde_json::Value;

use super::{Audience, Publication, published, report};
use crate::{
    Award, Fund,
    actions::{VIEW_AWARD, VIEW_FUND},
    rules::{in_words, reference},
    store::{self, AwardFile},
};

const POSITION: &str = "grant-position";

/// The report of an award as the record stands.
///
/// # Errors
/// When the asker may not `action`, or there is no such award.
pub(crate) async fn drawn(
    app: &App,
    ctx: &Ctx,
    action: Action,
    id: Id<Award>,
    audience: Audience,
) -> Result<(AwardFile, Report)> {
    let (file, projects) = store::for_report(&app.store, ctx, action, id).await?;
    let aims = app.aims(ctx).await?;
    let mut served = Vec::new();
    for project in &projects {
        let said = &project.project.said;
        let Some(text) = said.action.as_deref().or(said.priority.as_deref()) else {
            served.push("None named".to_owned());
            continue;
        };
        let words = match aims.iter().find(|aim| aim.thing.to_string() == text) {
            Some(aim) if aim.number.is_empty() => Some(aim.title.clone()),
            Some(aim) => Some(format!("{} {}", aim.number, aim.title)),
            None => match reference(text) {
                Some(thing) => app.title(ctx, &thing).await?,
                None => None,
            },
        };
        served.push(words.unwrap_or_else(|| "Something that you may not see".to_owned()));
    }
    let report = report(&file, &projects, &served, audience, ctx.clock.today(), ctx.clock.now());
    Ok((file, report))
}

/// The papers on awards that can be drawn.
pub(crate) async fn drawable(app: &App, ctx: &Ctx, occasion: &Occasion) -> Result<Vec<Drawable>> {
    let paper = |id: Id<Award>, title: &str| Drawable {
        kind: POSITION,
        of: Ref::to(id),
        title: format!("Grant position: {title}"),
    };
    match occasion.readers {
        Readers::Anybody => {
            let all = published(&app.store, ctx).await?;
            Ok(all.iter().map(|one| paper(one.award, text(&one.package["title"]))).collect())
        }
        Readers::Members => {
            let directory =
                |kind| concordat_partnership::in_directory(ctx, concordat_access::Resource::any(kind));
            let may = app.store.may(ctx, VIEW_AWARD, &directory(Award::NAME))
                && app.store.may(ctx, VIEW_FUND, &directory(Fund::NAME));
            if !may {
                return Ok(Vec::new());
            }
            let funds = store::funds(&app.store, ctx).await?;
            let mut awards = store::awards(&app.store, ctx).await?;
            awards.sort_by_key(|award| std::cmp::Reverse(award.said.from));
            let name = |award: &Award| {
                let fund = funds.iter().find(|fund| fund.id == award.fund);
                format!("{} {}", fund.map_or("Fund", |fund| &fund.said.name), award.said.label)
            };
            Ok(awards.iter().map(|award| paper(award.id, &name(award))).collect())
        }
    }
}

/// Draws one of them.
pub(crate) async fn draw(
    app: &App,
    ctx: &Ctx,
    occasion: &Occasion,
    (kind, of): (&str, &Ref),
) -> Result<Option<DrawnPaper>> {
    if kind != POSITION || of.kind != Award::NAME {
        return Ok(None);
    }
    let id: Id<Award> = Id::from_uuid(of.id);
    match occasion.readers {
        Readers::Anybody => {
            let all = published(&app.store, ctx).await?;
            Ok(all.iter().find(|one| one.award == id).map(|one| public(one, ctx.clock.now())))
        }
        Readers::Members => {
            let (file, report) = drawn(app, ctx, VIEW_AWARD, id, Audience::Partnership).await?;
            // What each project tells stands in the report itself; a paper has the table of them.
            let parts: Vec<Section> =
                report.sections.into_iter().filter(|section| section.level == Level::Part).collect();
            Ok(Some(DrawnPaper {
                subject: format!("Grant position: {}", report.subtitle),
                summary: format!(
                    "Where the money of this award is, what is held back, and what has to be seen to. The award is {}.",
                    file.award.amount
                ),
                paragraphs: plain(&parts),
                read_at: report.made_at,
            }))
        }
    }
}

fn public(one: &Publication, now: Timestamp) -> DrawnPaper {
    let package = &one.package;
    let grants = package["grants"].as_array().map_or(&[][..], Vec::as_slice);
    let lines = grants.iter().map(|grant| {
        let decided = text(&grant["awardDate"]);
        let decided = decided.parse().map_or_else(|_| decided.to_owned(), in_words);
        format!(
            "{}: {} to {}, decided on {decided}; paid so far: {}.\n{}",
            text(&grant["title"]),
            money(&grant["amountAwarded"]),
            text(&grant["recipientOrganization"][0]["name"]),
            money(&grant["amountDisbursed"]),
            text(&grant["description"]),
        )
    });
    let mut paragraphs: Vec<String> = lines.map(|line| line.trim().to_owned()).collect();
    let conditions = grants.first().map_or("", |grant| text(&grant["grantProgramme"][0]["description"]));
    if !conditions.is_empty() {
        paragraphs.push(format!("The conditions: {conditions}"));
    }
    DrawnPaper {
        subject: format!("Grant position: {}", text(&package["title"])),
        summary: format!(
            "What is published of this award: who got how much, and for what. Published by {}.",
            one.publisher.name
        ),
        paragraphs,
        read_at: now,
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// An amount of the package, to the penny; one that is not there is never told as nothing.
fn money(value: &Value) -> String {
    value.to_string().parse().map_or_else(|_| "not stated".to_owned(), |amount: Money| amount.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::money;

    #[test]
    fn an_amount_that_is_not_there_is_never_told_as_nothing() {
        assert_eq!(money(&json!(11375.4)), "£11,375.40");
        assert_eq!(money(&json!(9800.0)), "£9,800");
        assert_eq!(money(&json!(null)), "not stated");
    }
}
