//! Where the pages are.

use concordat_kernel::{Id, Kind as _, Ref};

use crate::{Award, Bid, Claim, Fund, Pot, Project};

/// The money: every fund with its newest award.
pub const MONEY: &str = "/money";
/// Adding a fund.
pub const NEW_FUND: &str = "/money/funds/new";
/// One fund.
pub const FUND: &str = "/money/funds/{fund}";
/// Changing a fund, its chain of approval and its lead time.
pub const CHANGE_FUND: &str = "/money/funds/{fund}/change";
/// Adding an award to a fund.
pub const NEW_AWARD: &str = "/money/funds/{fund}/awards/new";
/// One award: where its money is.
pub const AWARD: &str = "/money/awards/{award}";
/// Changing what is said of an award.
pub const CHANGE_AWARD: &str = "/money/awards/{award}/change";
/// An award's ledger.
pub const LEDGER: &str = "/money/awards/{award}/ledger";
/// What is committed, likely and at risk, and what warns.
pub const FORECAST: &str = "/money/awards/{award}/forecast";
/// What was promised and what was delivered.
pub const OUTPUTS: &str = "/money/awards/{award}/outputs";
/// The bids to an award.
pub const BIDS: &str = "/money/awards/{award}/bids";
/// Making a bid.
pub const NEW_BID: &str = "/money/awards/{award}/bids/new";
/// Giving money back.
pub const RETURN: &str = "/money/awards/{award}/return";
/// The grant report.
pub const REPORT: &str = "/money/awards/{award}/report";
/// What an outside party said about a pot.
pub const POT: &str = "/money/pots/{pot}";
/// One bid.
pub const BID: &str = "/money/bids/{bid}";
/// A step of a bid's approval.
pub const DECIDE_BID: &str = "/money/bids/{bid}/decide";
/// Taking a bid back.
pub const WITHDRAW_BID: &str = "/money/bids/{bid}/withdraw";
/// More time for a bid's business case.
pub const EXTEND_BID: &str = "/money/bids/{bid}/extend";
/// One project.
pub const PROJECT: &str = "/money/projects/{project}";
/// Changing a project.
pub const CHANGE_PROJECT: &str = "/money/projects/{project}/change";
/// Claiming for a project.
pub const NEW_CLAIM: &str = "/money/projects/{project}/claims/new";
/// Completing or cancelling a project.
pub const FINISH_PROJECT: &str = "/money/projects/{project}/finish";
/// One claim.
pub const CLAIM: &str = "/money/claims/{grant_claim}";
/// What each priority got and what came of it.
pub const PRIORITIES: &str = "/money/priorities";
/// The grant report as a file, by the ending of its name.
pub const REPORT_PDF: &str = "/money/awards/{award}/report.pdf";
/// As a Word document.
pub const REPORT_DOCX: &str = "/money/awards/{award}/report.docx";
/// As a workbook.
pub const REPORT_XLSX: &str = "/money/awards/{award}/report.xlsx";
/// The letter that goes with money given back, as a file.
pub const RETURN_PDF: &str = "/money/returns/{return}/letter.pdf";
/// As a Word document, to be put on one's own paper.
pub const RETURN_DOCX: &str = "/money/returns/{return}/letter.docx";
/// Publishing an award's grants.
pub const PUBLISH: &str = "/money/awards/{award}/publish";
/// Taking back what is published.
pub const TAKE_BACK: &str = "/money/publications/{grants_publication}/take-back";
/// Who got what for what, for anybody.
pub const PUBLIC_GRANTS: &str = "/public/money";
/// The same in the 360Giving standard, an award a file.
pub const PUBLIC_PACKAGE: &str = "/public/money/{grants_publication}";
/// Another chain of approval from a day on.
pub const CHAIN: &str = "/money/funds/{fund}/chain";
/// Another lead time from a day on.
pub const LEAD: &str = "/money/funds/{fund}/lead";
/// Reversing an entry of an award's ledger.
pub const REVERSE: &str = "/money/awards/{award}/reverse";
/// Adding a project that had no bid.
pub const NEW_PROJECT: &str = "/money/awards/{award}/projects/new";
/// Changing a bid before its approval begins.
pub const CHANGE_BID: &str = "/money/bids/{bid}/change";
/// A bid's business case has come.
pub const BID_CASE: &str = "/money/bids/{bid}/case";
/// The money set aside for a project is approved.
pub const APPROVE_PROJECT: &str = "/money/projects/{waiting_project}/approve";
/// A project has begun.
pub const START_PROJECT: &str = "/money/projects/{planned_project}/start";
/// Giving a project up.
pub const CANCEL_PROJECT: &str = "/money/projects/{project}/cancel";
/// Placing an order.
pub const NEW_ORDER: &str = "/money/projects/{project}/orders/new";
/// Closing an order.
pub const CLOSE_ORDER: &str = "/money/projects/{project}/orders/close";
/// Writing down what others promise to put in.
pub const NEW_MATCH: &str = "/money/projects/{project}/match/new";
/// Writing down what came of such a promise.
pub const RECEIVE_MATCH: &str = "/money/projects/{project}/match/received";
/// Something that a project promises to deliver.
pub const NEW_OUTPUT: &str = "/money/projects/{project}/outputs/new";
/// Counting what a project delivered.
pub const COUNT_OUTPUT: &str = "/money/projects/{project}/outputs/count";
/// Accepting or refusing a claim.
pub const DECIDE_CLAIM: &str = "/money/claims/{grant_claim}/decide";
/// Paying a claim.
pub const PAY_CLAIM: &str = "/money/claims/{accepted_claim}/pay";
/// Who may claim for a project by link.
pub const PASSES: &str = "/money/projects/{project}/links";
/// Giving one more person a link.
pub const NEW_PASS: &str = "/money/projects/{project}/links/new";
/// Making a link to copy.
pub const PASS_LINK: &str = "/money/links/{grants_pass}/copy";
/// Stopping somebody's links.
pub const STOP_PASS: &str = "/money/links/{grants_pass}/stop";
/// The link in a letter.
pub const CLAIM_LINK: &str = "/claim/{token}";
/// Beginning a visit by a link.
pub const START_CLAIMING: &str = "/claim/start";
/// What can be claimed by a link. The cookie goes with this address and those below it.
pub const CLAIMING: &str = "/claim";
/// Making a claim by a link.
pub const CLAIM_BY_LINK: &str = "/claim/new";
/// Counting what was delivered by a link.
pub const COUNT_BY_LINK: &str = "/claim/count";

/// The page of a fund.
pub fn fund(id: Id<Fund>) -> String {
    format!("/money/funds/{id}")
}

/// The page of an award.
pub fn award(id: Id<Award>) -> String {
    format!("/money/awards/{id}")
}

/// The page of a pot.
pub fn pot(id: Id<Pot>) -> String {
    format!("/money/pots/{id}")
}

/// The page of a bid.
pub fn bid(id: Id<Bid>) -> String {
    format!("/money/bids/{id}")
}

/// The page of a project.
pub fn project(id: Id<Project>) -> String {
    format!("/money/projects/{id}")
}

/// The page of a claim.
pub fn claim(id: Id<Claim>) -> String {
    format!("/money/claims/{id}")
}

/// The link to put into a letter, after the address of the service.
pub(crate) fn claim_link(secret: &str) -> String {
    format!("/claim/{secret}")
}

/// An address with its one parameter filled in.
pub fn at(address: &str, id: impl std::fmt::Display) -> String {
    match (address.split_once('{'), address.split_once('}')) {
        (Some((before, _)), Some((_, after))) => format!("{before}{id}{after}"),
        _ => address.to_owned(),
    }
}

/// The page of a thing of this slice.
pub fn link(thing: &Ref) -> Option<String> {
    match thing.kind.as_ref() {
        Fund::NAME => Some(fund(Id::from_uuid(thing.id))),
        Award::NAME => Some(award(Id::from_uuid(thing.id))),
        Pot::NAME => Some(pot(Id::from_uuid(thing.id))),
        Bid::NAME => Some(bid(Id::from_uuid(thing.id))),
        Project::NAME => Some(project(Id::from_uuid(thing.id))),
        Claim::NAME => Some(claim(Id::from_uuid(thing.id))),
        _ => None,
    }
}
