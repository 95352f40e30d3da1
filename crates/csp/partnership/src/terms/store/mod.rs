//! The record of terms of reference, of offices, of sign-ups and of bank holidays. Every function asks the door.

mod clauses;
mod conduct;
mod editions;
mod holidays;
mod offices;
mod sharing;
mod sittings;
mod spoken_for;
mod succession;
mod waits;

use concordat_access::{Action, ResourceKind};
use concordat_kernel::{Kind as _, Sensitivity};

use super::model::{Holiday, OfficeHolder, Sharing, Terms};

pub use clauses::{add_clause, change_clause, remove_clause};
pub use conduct::{Conduct, conduct};
pub use editions::{agree, draft, terms_of};
pub use holidays::{add_holiday, holidays, remove_holiday};
pub use offices::appoint;
pub use sharing::{add_sharing, sign};
pub use spoken_for::{speak_for, spoken_for};
pub use succession::take_over;

pub(crate) use clauses::{SOME_CLAUSE, clause};
pub(crate) use editions::{AGREED_TERMS, DRAFT_TERMS, SOME_TERMS, TermsFile, group_of, terms_file};
pub(crate) use holidays::{ONE_OFF, list as holiday_list};
pub(crate) use offices::{OfficeFile, office_file};
pub(crate) use sharing::{SOME_SHARING, SharingFile, sharing_file};
pub(crate) use sittings::{follow as follow_sittings, of_group as sittings_of};
pub(crate) use spoken_for::{SpokenFile, spoken_file};
pub(crate) use succession::{SOME_NEWCOMER, SOME_STANDING_BODY, Succession, succession_file};
pub(crate) use waits::{Waits, waits_for};

pub(crate) const VIEW_TERMS: Action = Action::new(Terms::NAME, "view");
pub(crate) const CHANGE_TERMS: Action = Action::new(Terms::NAME, "change");
pub(crate) const AGREE_TERMS: Action = Action::new(Terms::NAME, "agree");
pub(crate) const APPOINT: Action = Action::new(OfficeHolder::NAME, "appoint");
pub(crate) const VIEW_SHARING: Action = Action::new(Sharing::NAME, "view");
pub(crate) const CHANGE_SHARING: Action = Action::new(Sharing::NAME, "change");
pub(crate) const VIEW_HOLIDAYS: Action = Action::new(Holiday::NAME, "view");
pub(crate) const CHANGE_HOLIDAYS: Action = Action::new(Holiday::NAME, "change");

const PARTNER: &[Sensitivity] = &[Sensitivity::Partner];

/// The kinds of this theme. A clause is asked about as the terms it stands in.
pub(crate) const KINDS: [ResourceKind; 4] = [
    ResourceKind { name: Terms::NAME, actions: &["view", "change", "agree"], sensitivities: PARTNER },
    ResourceKind { name: OfficeHolder::NAME, actions: &["appoint"], sensitivities: PARTNER },
    ResourceKind { name: Sharing::NAME, actions: &["view", "change"], sensitivities: PARTNER },
    ResourceKind { name: Holiday::NAME, actions: &["view", "change"], sensitivities: PARTNER },
];
