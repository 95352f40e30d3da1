//! Which actions a reader asked to see. Pure: answers of a form in, yes or no for each action out.

use std::collections::{BTreeMap, BTreeSet};

use concordat_kernel::{Id, Month, jiff::civil::Date};
use concordat_web::Answers;

use super::due;
use crate::{
    Priority, RecordedAction, RecordedPlan, RecordedPriority, State,
    import::{LinkState, Timescale},
    rules,
    strategies::model::FundingState,
};

/// When an action is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// Its last day has passed and it is still open.
    Overdue,
    /// Something of it is due in the next three months.
    Soon,
    /// Something of it is due in this month.
    In(Month),
    /// Something of it has no end.
    Ongoing,
    /// No day can be told.
    NoDate,
}

/// What was asked for; what was not asked for takes every action.
#[derive(Debug, Clone, Default)]
pub(super) struct Filter {
    lead: Option<String>,
    when: Option<When>,
    funded: Option<bool>,
    /// How certain the money is to be, as somebody said.
    pub(super) money: Option<FundingState>,
    linked: Option<LinkState>,
    state: Option<State>,
    priority: Option<Id<Priority>>,
    words: Vec<String>,
}

impl Filter {
    /// Reads a query. What cannot be read was not asked for.
    pub(super) fn read(query: &Answers) -> Self {
        Self {
            lead: query.some("lead").map(str::to_lowercase),
            when: query.some("when").and_then(|word| match word {
                "overdue" => Some(When::Overdue),
                "soon" => Some(When::Soon),
                "ongoing" => Some(When::Ongoing),
                "none" => Some(When::NoDate),
                month => month.parse().ok().map(When::In),
            }),
            funded: match query.get("funded") {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            money: FundingState::from_word(query.get("funded")),
            linked: match query.get("linked") {
                "yes" => Some(LinkState::Yes),
                "no" => Some(LinkState::No),
                "unknown" => Some(LinkState::Unknown),
                _ => None,
            },
            state: query.some("state").and_then(|word| word.parse().ok()),
            priority: query.some("priority").and_then(|id| id.parse().ok()),
            words: query.get("q").to_lowercase().split_whitespace().map(str::to_owned).collect(),
        }
    }

    /// Whether anything was asked for.
    pub(super) fn is_narrowed(&self) -> bool {
        self.lead.is_some()
            || self.when.is_some()
            || self.funded.is_some()
            || self.money.is_some()
            || self.linked.is_some()
            || self.state.is_some()
            || self.priority.is_some()
            || !self.words.is_empty()
    }

    /// The actions asked for, with their priorities. Withdrawn ones only when that state is asked for.
    pub(super) fn of<'a>(
        &self,
        plan: &'a RecordedPlan,
        today: Date,
    ) -> Vec<(&'a RecordedPriority, &'a RecordedAction)> {
        plan.actions().filter(|(priority, action)| self.takes(priority, action, today)).collect()
    }

    fn takes(&self, priority: &RecordedPriority, action: &RecordedAction, today: Date) -> bool {
        let content = &action.content;
        let state = match self.state {
            Some(state) => action.state == state,
            None => action.state != State::Withdrawn,
        };
        state
            && self.priority.is_none_or(|id| id == priority.id)
            && self.funded.is_none_or(|funded| funded == content.funding.is_some())
            && self.linked.is_none_or(|linked| linked == content.linked.state)
            && self
                .lead
                .as_ref()
                .is_none_or(|lead| content.leads.iter().any(|name| name.to_lowercase() == *lead))
            && self.when.is_none_or(|when| is_due(action, when, today))
            && (self.words.is_empty() || says(action, &self.words))
    }
}

fn is_due(action: &RecordedAction, when: When, today: Date) -> bool {
    let mut timescales = rules::timescales(action).into_iter();
    match when {
        When::Overdue => rules::is_overdue(action, today),
        When::Soon => {
            rules::is_open(action, today)
                && timescales
                    .filter_map(|timescale| timescale.due())
                    .any(|day| day >= today && day <= due::soon(today))
        }
        When::In(month) => {
            timescales.filter_map(|timescale| timescale.due()).any(|day| Month::of(day) == month)
        }
        When::Ongoing => timescales.any(|timescale| timescale == Timescale::Ongoing),
        When::NoDate => timescales.all(|timescale| matches!(timescale, Timescale::Text { .. })),
    }
}

/// Whether every word stands somewhere in the action's texts.
fn says(action: &RecordedAction, words: &[String]) -> bool {
    let content = &action.content;
    let mut all = String::new();
    let short = [&content.number, &content.objective];
    let maybe = [&content.label, &content.lead_note].into_iter().flatten();
    let funding = content.funding.as_ref().map(|funding| &funding.note);
    let rows =
        content.rows.iter().flat_map(|row| row.steps.iter().chain(&row.measures).chain(row.extra.values()));
    for text in short
        .into_iter()
        .chain(maybe)
        .chain(funding)
        .chain(&content.leads)
        .chain(&content.linked.to)
        .chain(rows)
    {
        all.push_str(&text.to_lowercase());
        all.push('\n');
    }
    words.iter().all(|word| all.contains(word.as_str()))
}

/// Every lead that the plan names, each once however it is capitalised.
pub(super) fn leads(plan: &RecordedPlan) -> Vec<String> {
    let mut leads = BTreeMap::new();
    for (_, action) in plan.actions() {
        for lead in &action.content.leads {
            leads.entry(lead.to_lowercase()).or_insert_with(|| lead.clone());
        }
    }
    leads.into_values().collect()
}

/// Every month in which something is due.
pub(super) fn months(plan: &RecordedPlan) -> Vec<Month> {
    let timescales = plan.actions().flat_map(|(_, action)| rules::timescales(action));
    let months: BTreeSet<Month> = timescales.filter_map(|timescale| timescale.due()).map(Month::of).collect();
    months.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use concordat_kernel::jiff::civil::date;

    use super::*;
    use crate::pages::samples;

    fn check(query: &str, expected: &[&str]) {
        let plan = samples::plan();
        let filter = Filter::read(&Answers::decode(query.as_bytes()));
        let found = filter.of(&plan, date(2027, 1, 15));
        let numbers: Vec<&str> = found.iter().map(|(_, action)| action.content.number.as_str()).collect();
        assert_eq!(numbers, expected, "{query}");
    }

    #[test]
    fn nothing_asked_shows_all_but_the_withdrawn() {
        check("", &["1.1", "1.2", "2.1"]);
        check("lead=&when=&funded=nonsense&state=nonsense", &["1.1", "1.2", "2.1"]);
        check("state=withdrawn", &["2.2"]);
    }

    #[test]
    fn each_question_narrows() {
        check("lead=merrowshire+POLICE", &["1.1", "2.1"]);
        check("when=overdue", &["2.1"]);
        check("when=soon", &["1.1", "1.2"]);
        check("when=2027-03", &["1.1", "1.2"]);
        check("when=ongoing", &["1.1"]);
        check("when=none", &[]);
        check("funded=yes", &["1.1"]);
        check("funded=no", &["1.2", "2.1"]);
        check("linked=unknown", &["2.1"]);
        check("state=on-track", &["1.1"]);
        check(&format!("priority={}", samples::plan().priorities[1].id), &["2.1"]);
        check("lead=merrowshire+police&funded=no", &["2.1"]);
    }

    #[test]
    fn words_are_looked_for_everywhere_and_must_all_be_there() {
        check("q=TRADERS", &["1.1"]);
        check("q=traders+lighting", &["1.1"]);
        check("q=traders+nothing", &[]);
    }

    #[test]
    fn leads_and_months_come_once_and_in_order() {
        let plan = samples::plan();
        assert_eq!(leads(&plan), ["Merrowshire County Council", "Merrowshire Police"]);
        let months: Vec<String> = months(&plan).iter().map(ToString::to_string).collect();
        assert_eq!(months, ["2026-09", "2027-03"]);
    }
}
