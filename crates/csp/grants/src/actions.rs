//! What can be done to what, as the door is asked.

use concordat_access::{Action, ResourceKind};
use concordat_kernel::{Kind as _, Sensitivity};

use crate::{Award, Bid, Claim, Fund, Pot, Project, passes, publish::Publication};

/// Reading a fund.
pub const VIEW_FUND: Action = Action::new(Fund::NAME, "view");
/// Adding a fund.
pub const ADD_FUND: Action = Action::new(Fund::NAME, "add");
/// Changing what is said of a fund, its chain of approval and its lead time.
pub const CHANGE_FUND: Action = Action::new(Fund::NAME, "change");
/// Bringing in a file.
pub const IMPORT: Action = Action::new(Fund::NAME, "import");
/// Reading an award and its ledger.
pub const VIEW_AWARD: Action = Action::new(Award::NAME, "view");
/// Adding an award.
pub const ADD_AWARD: Action = Action::new(Award::NAME, "add");
/// Changing what is said of an award.
pub const CHANGE_AWARD: Action = Action::new(Award::NAME, "change");
/// Giving money back.
pub const RETURN: Action = Action::new(Award::NAME, "return");
/// Reversing an entry of the ledger.
pub const REVERSE: Action = Action::new(Award::NAME, "reverse");
/// Taking the ledger or a report away as a file.
pub const EXPORT: Action = Action::new(Award::NAME, "export");
/// Reading a pot.
pub const VIEW_POT: Action = Action::new(Pot::NAME, "view");
/// Writing down what the outside party said about a pot.
pub const SAY_POT: Action = Action::new(Pot::NAME, "say");
/// Reading a bid.
pub const VIEW_BID: Action = Action::new(Bid::NAME, "view");
/// Making a bid.
pub const ADD_BID: Action = Action::new(Bid::NAME, "add");
/// Changing a bid before its approval begins.
pub const CHANGE_BID: Action = Action::new(Bid::NAME, "change");
/// Giving more time for its business case.
pub const EXTEND_BID: Action = Action::new(Bid::NAME, "extend");
/// Taking it back.
pub const WITHDRAW_BID: Action = Action::new(Bid::NAME, "withdraw");
/// Writing down a step of its approval.
pub const DECIDE_BID: Action = Action::new(Bid::NAME, "decide");
/// Reading a project.
pub const VIEW_PROJECT: Action = Action::new(Project::NAME, "view");
/// Adding a project that had no bid.
pub const ADD_PROJECT: Action = Action::new(Project::NAME, "add");
/// Changing what is said of a project.
pub const CHANGE_PROJECT: Action = Action::new(Project::NAME, "change");
/// Placing and closing orders.
pub const ORDER: Action = Action::new(Project::NAME, "order");
/// Counting what was delivered.
pub const COUNT: Action = Action::new(Project::NAME, "count");
/// Writing down what others put in.
pub const MATCH: Action = Action::new(Project::NAME, "match");
/// Completing or cancelling a project.
pub const FINISH: Action = Action::new(Project::NAME, "finish");
/// Reading claims.
pub const VIEW_CLAIM: Action = Action::new(Claim::NAME, "view");
/// Making a claim.
pub const ADD_CLAIM: Action = Action::new(Claim::NAME, "add");
/// Accepting or refusing a claim.
pub const DECIDE_CLAIM: Action = Action::new(Claim::NAME, "decide");
/// Paying a claim.
pub const PAY: Action = Action::new(Claim::NAME, "pay");

/// Reading what is published: anybody may.
pub const VIEW_PUBLISHED: Action = Action::new(Publication::NAME, "view");
/// Publishing an award's grants, and taking back what is published.
pub const PUBLISH: Action = Action::new(Publication::NAME, "publish");

const PARTNER: &[Sensitivity] = &[Sensitivity::Partner];

/// The kinds of this slice.
pub(crate) const KINDS: &[ResourceKind] = &[
    ResourceKind { name: Fund::NAME, actions: &["view", "add", "change", "import"], sensitivities: PARTNER },
    ResourceKind {
        name: Award::NAME,
        actions: &["view", "export", "add", "change", "return", "reverse"],
        sensitivities: PARTNER,
    },
    ResourceKind { name: Pot::NAME, actions: &["view", "say"], sensitivities: PARTNER },
    ResourceKind {
        name: Bid::NAME,
        actions: &["view", "add", "change", "extend", "withdraw", "decide"],
        sensitivities: PARTNER,
    },
    ResourceKind {
        name: Project::NAME,
        actions: &["view", "add", "change", "order", "count", "match", "finish"],
        sensitivities: PARTNER,
    },
    passes::KINDS[0],
    passes::KINDS[1],
    ResourceKind { name: Claim::NAME, actions: &["view", "add", "decide", "pay"], sensitivities: PARTNER },
    ResourceKind {
        name: Publication::NAME,
        actions: &["view", "publish"],
        sensitivities: &[Sensitivity::Public],
    },
];
