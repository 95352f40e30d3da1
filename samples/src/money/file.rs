//! `money.toml` as it is written.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) funder: String,
    pub(super) purpose: String,
    pub(super) eligibility: String,
    pub(super) conditions: String,
    pub(super) repayment: String,
    pub(super) amount: String,
    pub(super) pot: Held,
    pub(super) last: Vec<Funded>,
    pub(super) this: Vec<Funded>,
    pub(super) bids: Vec<Asked>,
    pub(super) set_aside: Vec<SetAside>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Held {
    pub(super) name: String,
    pub(super) amount: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Funded {
    pub(super) bid: Asking,
    /// Who claims by a link, where the provider has nobody with an account.
    pub(super) link: Option<Linked>,
    #[serde(default)]
    pub(super) orders: Vec<Ordered>,
    #[serde(default)]
    pub(super) claims: Vec<Claimed>,
    #[serde(default)]
    pub(super) counts: Vec<Counted>,
    pub(super) matched: Option<Matched>,
    pub(super) start: Option<String>,
    #[serde(default)]
    pub(super) at_risk: String,
    pub(super) finish: Option<Finished>,
}

/// Money without a bid that waits for the funder's letter.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SetAside {
    pub(super) title: String,
    pub(super) purpose: String,
    pub(super) provider: String,
    pub(super) amount: String,
    pub(super) on: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Linked {
    pub(super) name: String,
    pub(super) email: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    pub(super) bid: Asking,
    pub(super) case_due: Option<String>,
    #[serde(default)]
    pub(super) reserve: bool,
    pub(super) withdrawn: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asking {
    pub(super) title: String,
    pub(super) purpose: String,
    pub(super) applicant: String,
    pub(super) action: Option<String>,
    #[serde(default)]
    pub(super) area: String,
    pub(super) amount: String,
    pub(super) match_cash: Option<String>,
    pub(super) match_kind: Option<String>,
    #[serde(default)]
    pub(super) match_from: String,
    #[serde(default)]
    pub(super) costs: Vec<Cost>,
    #[serde(default)]
    pub(super) outputs: Vec<Promised>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cost {
    pub(super) item: String,
    pub(super) quantity: i64,
    pub(super) price: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Promised {
    pub(super) name: String,
    #[serde(default)]
    pub(super) goods: bool,
    pub(super) promised: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ordered {
    pub(super) on: String,
    pub(super) supplier: String,
    pub(super) reference: String,
    pub(super) amount: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Claimed {
    pub(super) on: String,
    pub(super) reference: String,
    pub(super) amount: String,
    pub(super) quantity: Option<i64>,
    pub(super) price: Option<String>,
    #[serde(default)]
    pub(super) of_order: bool,
    #[serde(default)]
    pub(super) accepted: bool,
    #[serde(default)]
    pub(super) paid: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counted {
    pub(super) on: String,
    #[serde(default)]
    pub(super) delivered: i64,
    #[serde(default)]
    pub(super) handed_out: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Matched {
    pub(super) on: String,
    pub(super) amount: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Finished {
    pub(super) on: String,
    pub(super) evidence: String,
    #[serde(default)]
    pub(super) variance: String,
    pub(super) evaluation: String,
}
