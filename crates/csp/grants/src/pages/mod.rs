//! The pages of the money: each a form, its handlers, a typed view and its samples.

mod award;
mod award_forms;
mod bid;
mod bid_forms;
mod bid_steps;
mod bids;
mod by_link;
mod desk;
mod forecast;
mod fund;
mod fund_forms;
mod funds;
pub(crate) mod invented;
mod ledger;
mod outputs;
mod pot;
mod priorities;
mod project;
mod project_claims;
mod project_forms;
mod project_steps;
mod public;
mod publishing;
mod questions;
mod report;
mod returns;
mod samples;
#[cfg(test)]
pub(crate) mod stories;
mod waterfall;
mod words;

pub(crate) use project::share_of_whole;
pub(crate) use words::rounding;

use concordat_kernel::{Error, Problem, Refusal, Result};
use concordat_web::{
    Errors, Failed, NavItem, PaperSample, Reader, Route, ViewSample,
    conflict::ConflictPage,
    parts::{Breadcrumbs, Shell},
    samples_from, samples_of, sheet,
};

use crate::{Award, Fund, actions, publish::Audience, urls};

/// The money's places in the navigation.
pub(crate) const NAV: &[NavItem] =
    &[NavItem { text: "Money", href: urls::MONEY, action: actions::VIEW_FUND }];

pub(crate) fn routes() -> Vec<Route> {
    [funds_and_awards(), bids_and_projects(), reports_and_publication(), by_link::routes()].concat()
}

fn funds_and_awards() -> Vec<Route> {
    use actions::{
        ADD_AWARD, ADD_FUND, ADD_PROJECT, CHANGE_AWARD, CHANGE_FUND, RETURN, REVERSE, SAY_POT, VIEW_AWARD,
        VIEW_FUND, VIEW_POT,
    };
    vec![
        Route::get(urls::MONEY, VIEW_FUND, funds::show),
        Route::get(urls::NEW_FUND, ADD_FUND, fund_forms::new),
        Route::post(urls::NEW_FUND, ADD_FUND, fund_forms::add)
            .example("name=Safer+streets&funder=Home+Office&steps=Working+group%3A+reviews&days=42"),
        Route::get(urls::FUND, VIEW_FUND, fund::show),
        Route::get(urls::CHANGE_FUND, CHANGE_FUND, fund_forms::edit),
        Route::post(urls::CHANGE_FUND, CHANGE_FUND, fund_forms::change)
            .example("name=Another+name&funder=Commissioner&version=1"),
        Route::get(urls::CHAIN, CHANGE_FUND, fund_forms::chain),
        Route::post(urls::CHAIN, CHANGE_FUND, fund_forms::set_chain)
            .example("steps=Chair%3A+endorses&from-day=1&from-month=4&from-year=2099"),
        Route::get(urls::LEAD, CHANGE_FUND, fund_forms::lead),
        Route::post(urls::LEAD, CHANGE_FUND, fund_forms::set_lead)
            .example("days=28&from-day=1&from-month=4&from-year=2099"),
        Route::get(urls::NEW_AWARD, ADD_AWARD, award_forms::new),
        Route::post(urls::NEW_AWARD, ADD_AWARD, award_forms::add).example(
            "label=2098%2F99&amount=9000&from-day=1&from-month=4&from-year=2098&to-day=31&to-month=3&to-year=2099\
             &pot=Reserve+pot&pot_amount=3000&pot_rule=funder-decides",
        ),
        Route::get(urls::AWARD, VIEW_AWARD, award::show),
        Route::get(urls::CHANGE_AWARD, CHANGE_AWARD, award_forms::edit),
        Route::post(urls::CHANGE_AWARD, CHANGE_AWARD, award_forms::change).example(
            "label=Another&from-day=1&from-month=4&from-year=2021&to-day=31&to-month=3&to-year=2022&version=1",
        ),
        Route::get(urls::LEDGER, VIEW_AWARD, ledger::show),
        Route::get(urls::REVERSE, REVERSE, ledger::ask),
        Route::post(urls::REVERSE, REVERSE, ledger::reverse).example("entry=2&because=Nothing+is+held+back"),
        Route::get(urls::FORECAST, VIEW_AWARD, forecast::show),
        Route::get(urls::OUTPUTS, VIEW_AWARD, outputs::show),
        Route::get(urls::PRIORITIES, VIEW_AWARD, priorities::show),
        Route::get(urls::RETURN, RETURN, returns::ask),
        Route::post(urls::RETURN, RETURN, returns::give)
            .example("up_front=1&letter=Letter+of+April&on-day=20&on-month=4&on-year=2099"),
        Route::get(urls::NEW_PROJECT, ADD_PROJECT, project_forms::new),
        Route::post(urls::NEW_PROJECT, ADD_PROJECT, project_forms::add)
            .example("title=Bins&planned=1&provider=Council&on-day=20&on-month=4&on-year=2099"),
        Route::get(urls::POT, VIEW_POT, pot::show),
        Route::post(urls::POT, SAY_POT, pot::say).example(
            "state=opened&made_by=Commissioner&reference=Letter&on-day=20&on-month=4&on-year=2099",
        ),
    ]
}

fn bids_and_projects() -> Vec<Route> {
    use actions::{
        ADD_BID, ADD_CLAIM, ADD_PROJECT, CHANGE_BID, CHANGE_PROJECT, COUNT, DECIDE_BID, DECIDE_CLAIM,
        EXTEND_BID, FINISH, MATCH, ORDER, PAY, VIEW_BID, VIEW_CLAIM, VIEW_PROJECT, WITHDRAW_BID,
    };
    vec![
        Route::get(urls::BIDS, VIEW_BID, bids::show),
        Route::get(urls::NEW_BID, ADD_BID, bid_forms::new),
        Route::post(urls::NEW_BID, ADD_BID, bid_forms::add)
            .example("title=Lights&purpose=To+light+the+path&applicant=Council&amount=500"),
        Route::get(urls::BID, VIEW_BID, bid::show),
        Route::get(urls::CHANGE_BID, CHANGE_BID, bid_forms::edit),
        Route::post(urls::CHANGE_BID, CHANGE_BID, bid_forms::change)
            .example("title=Lights&purpose=To+light+the+path&applicant=Council&amount=500&version=1"),
        Route::get(urls::DECIDE_BID, DECIDE_BID, bid_steps::decision),
        Route::post(urls::DECIDE_BID, DECIDE_BID, bid_steps::decide)
            .example("verdict=refused&person=A.+Rowan&on-day=20&on-month=4&on-year=2099&version=1"),
        Route::get(urls::WITHDRAW_BID, WITHDRAW_BID, bid_steps::leaving),
        Route::post(urls::WITHDRAW_BID, WITHDRAW_BID, bid_steps::withdraw)
            .example("because=Another+fund+pays&version=1"),
        Route::get(urls::EXTEND_BID, EXTEND_BID, bid_steps::longer),
        Route::post(urls::EXTEND_BID, EXTEND_BID, bid_steps::extend).example(
            "agreed_by=Commissioner&due-day=20&due-month=4&due-year=2099&agreed_on-day=1&agreed_on-month=4&agreed_on-year=2099&version=1",
        ),
        Route::post(urls::BID_CASE, EXTEND_BID, bid_steps::receive)
            .example("on-day=20&on-month=4&on-year=2099&version=1"),
        Route::get(urls::PROJECT, VIEW_PROJECT, project::show),
        Route::get(urls::CHANGE_PROJECT, CHANGE_PROJECT, project_forms::edit),
        Route::post(urls::CHANGE_PROJECT, CHANGE_PROJECT, project_forms::change)
            .example("title=Another+title&version=1"),
        Route::get(urls::APPROVE_PROJECT, ADD_PROJECT, project_steps::approving),
        Route::post(urls::APPROVE_PROJECT, ADD_PROJECT, project_steps::approve)
            .example("reference=Letter+of+June&on-day=20&on-month=4&on-year=2099"),
        Route::post(urls::START_PROJECT, CHANGE_PROJECT, project_steps::start)
            .example("start-day=20&start-month=4&start-year=2099&version=1"),
        Route::get(urls::FINISH_PROJECT, FINISH, project_steps::ending),
        Route::post(urls::FINISH_PROJECT, FINISH, project_steps::finish).example(
            "evidence=Register&variance=It+cost+less&on-day=20&on-month=4&on-year=2099&version=1",
        ),
        Route::get(urls::CANCEL_PROJECT, FINISH, project_steps::giving_up),
        Route::post(urls::CANCEL_PROJECT, FINISH, project_steps::cancel)
            .example("because=No+venue&on-day=20&on-month=4&on-year=2099&version=1"),
        Route::get(urls::NEW_ORDER, ORDER, project_steps::ordering),
        Route::post(urls::NEW_ORDER, ORDER, project_steps::order)
            .example("supplier=Lamps+Ltd&amount=1&on-day=20&on-month=4&on-year=2099"),
        Route::post(urls::CLOSE_ORDER, ORDER, project_steps::close_order)
            .example("order={order}&on-day=20&on-month=4&on-year=2099"),
        Route::get(urls::NEW_MATCH, MATCH, project_steps::matching),
        Route::post(urls::NEW_MATCH, MATCH, project_steps::promise_match)
            .example("from=Council&form=kind&promised=100"),
        Route::get(urls::RECEIVE_MATCH, MATCH, project_steps::receiving),
        Route::post(urls::RECEIVE_MATCH, MATCH, project_steps::receive_match)
            .example("match={match}&amount=100&on-day=20&on-month=4&on-year=2099"),
        Route::get(urls::NEW_OUTPUT, COUNT, outputs::promising),
        Route::post(urls::NEW_OUTPUT, COUNT, outputs::promise).example("name=Lamps+put+up&promised=4"),
        Route::get(urls::COUNT_OUTPUT, COUNT, outputs::counting),
        Route::post(urls::COUNT_OUTPUT, COUNT, outputs::count)
            .example("output={output}&delivered=1&on-day=20&on-month=4&on-year=2099"),
        Route::get(urls::NEW_CLAIM, ADD_CLAIM, project_claims::new),
        Route::post(urls::NEW_CLAIM, ADD_CLAIM, project_claims::add)
            .example("claimant=Council&reference=7&amount=1&on-day=20&on-month=4&on-year=2099"),
        Route::get(urls::CLAIM, VIEW_CLAIM, project_claims::show),
        Route::post(urls::DECIDE_CLAIM, DECIDE_CLAIM, project_claims::decide)
            .example("verdict=accepted&version=1"),
        Route::post(urls::PAY_CLAIM, PAY, project_claims::pay)
            .example("on-day=20&on-month=4&on-year=2099&version=2"),
    ]
}

fn reports_and_publication() -> Vec<Route> {
    use actions::{EXPORT, PUBLISH, VIEW_AWARD, VIEW_PUBLISHED};
    vec![
        Route::get(urls::REPORT, VIEW_AWARD, report::show),
        Route::get(urls::REPORT_PDF, EXPORT, report::pdf),
        Route::get(urls::REPORT_DOCX, EXPORT, report::docx),
        Route::get(urls::REPORT_XLSX, EXPORT, report::xlsx),
        Route::get(urls::RETURN_PDF, EXPORT, report::letter_pdf),
        Route::get(urls::RETURN_DOCX, EXPORT, report::letter_docx),
        Route::get(urls::PUBLISH, PUBLISH, publishing::ask),
        Route::post(urls::PUBLISH, PUBLISH, publishing::publish)
            .example("name=Merrowshire+Community+Safety+Partnership&prefix=360G-merrowshire"),
        Route::post(urls::TAKE_BACK, PUBLISH, publishing::take_back),
        Route::get(urls::PUBLIC_GRANTS, VIEW_PUBLISHED, public::show).open(),
        Route::get(urls::PUBLIC_PACKAGE, VIEW_PUBLISHED, public::package).open(),
    ]
}

pub(crate) fn views() -> Result<Vec<ViewSample>, Problem> {
    Ok([samples_from(samples::all())?, samples_of::<report::ReportPage>()?, samples_of::<ConflictPage>()?]
        .concat())
}

pub(crate) fn papers() -> Vec<PaperSample> {
    let paper = |audience| concordat_report::paper(&invented::report(audience));
    vec![
        PaperSample { name: "grant report, for the partnership", paper: paper(Audience::Partnership) },
        PaperSample { name: "letter of a return", paper: concordat_report::paper(&invented::letter()) },
        PaperSample { name: "grant report, for the funder", paper: paper(Audience::Funder) },
    ]
}

/// The shell of a page beneath the list of funds.
fn beneath_money(reader: &Reader, title: impl Into<String>) -> Shell {
    reader.shell(title).trail(Breadcrumbs::new().page("Money", urls::MONEY))
}

/// The shell of a page beneath a fund.
fn beneath_fund(reader: &Reader, title: impl Into<String>, fund: &Fund) -> Shell {
    let trail =
        Breadcrumbs::new().page("Money", urls::MONEY).page(fund.said.name.clone(), urls::fund(fund.id));
    reader.shell(title).trail(trail)
}

/// The shell of a page beneath an award.
fn beneath_award(reader: &Reader, title: impl Into<String>, award: &Award) -> Shell {
    let trail = Breadcrumbs::new()
        .page("Money", urls::MONEY)
        .page(format!("Award {}", award.said.label), urls::award(award.id));
    reader.shell(title).trail(trail)
}

/// Takes what was done out of its result; a refusal about the form becomes an error of it. Where somebody else was
/// quicker, what was typed is kept and can be sent again against what there is now.
fn settled<T>(errors: &mut Errors, result: Result<T>) -> Result<Option<T>, Failed> {
    match result {
        Err(Error::Refusal(Refusal::Conflict)) => {
            errors.add(
                "",
                "Someone else changed this meanwhile. Look at it in another window; what you wrote is kept here, so you can still send it.",
            );
            Ok(None)
        }
        other => errors.take(other),
    }
}

/// A page with what meetings decided about its thing.
async fn decided_in(
    reader: &Reader,
    sheet: sheet::Sheet,
    thing: concordat_kernel::Ref,
) -> concordat_kernel::Result<sheet::Sheet> {
    let decided = reader.app.decided(&reader.ctx, &thing).await?;
    Ok(match concordat_web::between::decided_in(&decided) {
        Some(decided) => sheet.section("decided-in", "Decided in", decided),
        None => sheet,
    })
}
