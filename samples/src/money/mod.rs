//! Two years of a grant with a held-back third: bids, projects, claims and what they brought. See `money.toml`.

mod file;

use concordat_access::{Actor, Ctx};
use concordat_grants::{
    Award, AwardTerms, Bid, Chain, ChainStep, ClaimState, CostLine, Count, Finish, Fund, LeadTime, MatchForm,
    NewAward, NewBid, NewClaim, NewDecision, NewFund, NewOrder, NewPot, NewPotEvent, NewProject, PotRule,
    PotState, Project, Promise, Verdict,
    passes::{self, NewPass},
    publish::{self, Publisher},
    rules::ledger::Place,
    store::{self as grants, GiveBack},
};
use concordat_kernel::{Id, Money, Problem, Ref, Result, UnitPrice, jiff::civil::Date, london_today};
use concordat_store::Store;

use self::file::{Asked, Asking, File, Funded, Linked, Promised};
use crate::{
    calendar::{Calendar, moment},
    partnership::{Places, unknown},
    people::People,
    plans::Plans,
};

/// What everything here is done with.
struct Desk<'a> {
    store: &'a Store,
    ctx: Ctx,
    plans: &'a Plans,
    year: i16,
}

/// Brings in both years.
pub(crate) async fn load(
    store: &Store,
    calendar: &Calendar,
    places: &Places,
    people: &People,
    plans: &Plans,
) -> Result<()> {
    let file: File = toml::from_str(include_str!("../../money.toml"))
        .map_err(|e| Problem::new("reading money.toml", e))?;
    let ctx = calendar.ctx(people.actor("underhill")?);
    let mut desk = Desk { store, ctx, plans, year: calendar.year - 1 };
    let fund = fund(&desk, places, &file).await?;
    let last = desk.award(&file, fund).await?;
    for funded in &file.last {
        desk.funded(last, funded).await?;
    }
    desk.pot_opens_and_closes(&file, last).await?;
    let publisher = Publisher {
        name: "Merrowshire Community Safety Partnership".to_owned(),
        prefix: "360G-merrowshire".to_owned(),
    };
    publish::publish(store, &desk.ctx, last, &publisher).await?;
    desk.year = calendar.year;
    let this = desk.award(&file, fund).await?;
    for funded in &file.this {
        desk.funded(this, funded).await?;
    }
    for asked in &file.bids {
        desk.asked(this, asked).await?;
    }
    for waiting in &file.set_aside {
        let new = NewProject {
            title: waiting.title.clone(),
            purpose: waiting.purpose.clone(),
            provider: waiting.provider.clone(),
            planned: Some(pounds(&waiting.amount)?),
            ..NewProject::default()
        };
        grants::add_project(store, &desk.ctx, this, None, new, desk.day(&waiting.on, false)?, None).await?;
    }
    Ok(())
}

async fn fund(desk: &Desk<'_>, places: &Places, file: &File) -> Result<Id<Fund>> {
    let step = |who: &str, does: &str| ChainStep { who: who.to_owned(), does: does.to_owned() };
    let from = desk.day("04-01", true)?;
    let chain = Chain {
        from,
        steps: vec![
            step("Working group", "reviews"),
            step("Chair of the partnership", "endorses"),
            step("Commissioner", "approves"),
        ],
    };
    let new = NewFund {
        name: file.name.clone(),
        funder: file.funder.clone(),
        funder_body: Some(places.body("commissioner")?.uuid()),
        group: Some(places.group("working")?.uuid()),
        purpose: file.purpose.clone(),
        eligibility: file.eligibility.clone(),
    };
    grants::add_fund(desk.store, &desk.ctx, new, Some(&chain), Some(LeadTime { from, days: 42 })).await
}

fn pounds(text: &str) -> Result<Money, Problem> {
    text.parse().map_err(|e| Problem::new("reading a sum of money.toml", e))
}

fn price(text: &str) -> Result<UnitPrice, Problem> {
    text.parse().map_err(|e| Problem::new("reading a price of money.toml", e))
}

impl Desk<'_> {
    /// A day of the year that is told about; what has not come yet is today, unless it may lie ahead.
    fn day(&self, on: &str, ahead: bool) -> Result<Date, Problem> {
        let day = london_today(moment(self.year, &format!("{on} 12:00"))?);
        Ok(if ahead { day } else { day.min(self.ctx.clock.today()) })
    }

    async fn award(&self, file: &File, fund: Id<Fund>) -> Result<Id<Award>> {
        let terms = AwardTerms {
            label: format!("{}/{:02}", self.year, (self.year + 1) % 100),
            from: self.day("04-01", true)?,
            to: self.day("03-31", true)?,
            conditions: file.conditions.clone(),
            repayment: file.repayment.clone(),
            confirmed_on: Some(self.day("04-01", true)?),
            reference: format!("Letter of award {}", self.year),
        };
        let pot = NewPot {
            name: file.pot.name.clone(),
            amount: pounds(&file.pot.amount)?,
            share: Some((1, 3)),
            rule: PotRule::EarlierYearsComplete,
            opens_on: None,
        };
        let new = NewAward { fund, amount: pounds(&file.amount)?, terms, pots: vec![pot] };
        grants::add_award(self.store, &self.ctx, new).await
    }

    async fn bid(&self, award: Id<Award>, asking: &Asking, case_due: Option<Date>) -> Result<Id<Bid>> {
        let maybe = |sum: &Option<String>| sum.as_deref().map_or(Ok(Money::ZERO), pounds);
        let action = match &asking.action {
            Some(number) => Some(Ref::from(self.plans.action(number)?).to_string()),
            None => None,
        };
        let mut costs = Vec::new();
        for cost in &asking.costs {
            costs.push(CostLine {
                item: cost.item.clone(),
                quantity: cost.quantity,
                price: price(&cost.price)?,
            });
        }
        let promise = |one: &Promised| Promise {
            name: one.name.clone(),
            goods: one.goods,
            promised: Some(one.promised),
        };
        let new = NewBid {
            title: asking.title.clone(),
            purpose: asking.purpose.clone(),
            priority: None,
            action,
            applicant: asking.applicant.clone(),
            body: None,
            area: asking.area.clone(),
            amount: pounds(&asking.amount)?,
            match_cash: maybe(&asking.match_cash)?,
            match_kind: maybe(&asking.match_kind)?,
            match_from: asking.match_from.clone(),
            case_due,
            costs,
            outputs: asking.outputs.iter().map(promise).collect(),
        };
        grants::add_bid(self.store, &self.ctx, award, new).await
    }

    async fn decide(&self, bid: Id<Bid>, verdict: Verdict, on: &str) -> Result<Option<Id<Project>>> {
        let file = grants::bid(self.store, &self.ctx, bid).await?;
        let who =
            file.next_step.and_then(|step| usize::try_from(step - 1).ok()).and_then(|at| file.chain.get(at));
        let new = NewDecision {
            verdict,
            amount: None,
            person: who.map_or_else(String::new, |step| step.who.clone()),
            on: self.day(on, false)?,
            minute: "Minutes of the meeting, item 6".to_owned(),
            note: String::new(),
            pot: None,
        };
        grants::decide_bid(self.store, &self.ctx, bid, new, file.bid.version).await
    }

    /// A bid that went through the whole chain, and what its project did.
    async fn funded(&self, award: Id<Award>, funded: &Funded) -> Result<()> {
        let (store, ctx) = (self.store, &self.ctx);
        let bid = self.bid(award, &funded.bid, None).await?;
        for on in ["04-24", "04-30", "05-14"] {
            self.decide(bid, Verdict::Agreed, on).await?;
        }
        let made = grants::bid(store, ctx, bid).await?.project;
        let project = made.ok_or_else(|| unknown(&funded.bid.title))?;
        let file = grants::project(store, ctx, project).await?;
        if !funded.at_risk.is_empty() {
            let mut said = file.project.said.clone();
            said.at_risk.clone_from(&funded.at_risk);
            grants::change_project(store, ctx, project, said, file.project.version).await?;
        }
        if let Some(on) = &funded.start {
            let version = grants::project(store, ctx, project).await?.project.version;
            grants::start_project(store, ctx, project, self.day(on, false)?, version).await?;
        }
        let mut order = None;
        for ordered in &funded.orders {
            let new = NewOrder {
                on: self.day(&ordered.on, false)?,
                supplier: ordered.supplier.clone(),
                reference: ordered.reference.clone(),
                amount: pounds(&ordered.amount)?,
            };
            order = Some(grants::place_order(store, ctx, project, new).await?);
        }
        let guest = match &funded.link {
            Some(linked) => self.guest(project, linked).await?,
            None => None,
        };
        for claimed in &funded.claims {
            let made_of = match (claimed.quantity, claimed.price.as_deref()) {
                (Some(quantity), Some(each)) => Some((quantity, price(each)?)),
                _ => None,
            };
            let new = NewClaim {
                on: self.day(&claimed.on, false)?,
                claimant: funded.bid.applicant.clone(),
                reference: claimed.reference.clone(),
                amount: pounds(&claimed.amount)?,
                made_of,
                order: order.filter(|_| claimed.of_order),
            };
            let maker = guest.as_ref().unwrap_or(ctx);
            let claim = grants::add_claim(store, maker, project, new).await?;
            if claimed.accepted || claimed.paid {
                grants::decide_claim(store, ctx, claim, ClaimState::Accepted, "", 1).await?;
            }
            if claimed.paid {
                grants::pay_claim(store, ctx, claim, self.day(&claimed.on, false)?, 2).await?;
            }
        }
        for counted in &funded.counts {
            let output = file.outputs.first().ok_or_else(|| unknown(&funded.bid.title))?;
            let new = Count {
                on: self.day(&counted.on, false)?,
                delivered: counted.delivered,
                handed_out: counted.handed_out,
                note: String::new(),
            };
            grants::count(store, ctx, output.id, new).await?;
        }
        if let Some(matched) = &funded.matched {
            let promise = file.matches.iter().find(|one| one.said.form == MatchForm::Kind);
            let promise = promise.ok_or_else(|| unknown(&funded.bid.title))?;
            let on = self.day(&matched.on, false)?;
            grants::receive_match(store, ctx, promise.id, pounds(&matched.amount)?, on).await?;
        }
        if let Some(finished) = &funded.finish {
            let version = grants::project(store, ctx, project).await?.project.version;
            let finish = Finish {
                on: self.day(&finished.on, false)?,
                evidence: finished.evidence.clone(),
                variance: finished.variance.clone(),
                evaluation: finished.evaluation.clone(),
            };
            grants::finish_project(store, ctx, project, finish, version).await?;
        }
        Ok(())
    }

    /// Somebody who is given a link to a project and has opened it.
    async fn guest(&self, project: Id<Project>, linked: &Linked) -> Result<Option<Ctx>> {
        let new = NewPass { name: linked.name.clone(), email: linked.email.clone() };
        let pass = passes::make_pass(self.store, &self.ctx, project, &new).await?;
        let (secret, _) = passes::make_link(self.store, &self.ctx, pass).await?;
        let somebody = Ctx { actor: Actor::Anonymous, ..self.ctx.clone() };
        Ok(concordat_links::let_in::<passes::Guest>(self.store, &somebody, &secret)
            .await?
            .map(|guest| guest.ctx))
    }

    /// A bid that has no money yet, or none any more.
    async fn asked(&self, award: Id<Award>, asked: &Asked) -> Result<()> {
        let due = asked.case_due.as_deref().map(|on| self.day(on, true)).transpose()?;
        let bid = self.bid(award, &asked.bid, due).await?;
        if asked.reserve {
            self.decide(bid, Verdict::Reserve, "04-24").await?;
        }
        if let Some(because) = &asked.withdrawn {
            grants::withdraw_bid(self.store, &self.ctx, bid, because, 1).await?;
        }
        Ok(())
    }

    /// Last year's pot was opened late and closed three weeks later; what was in it and what was left went back.
    async fn pot_opens_and_closes(&self, file: &File, award: Id<Award>) -> Result<()> {
        let (store, ctx) = (self.store, &self.ctx);
        let all = grants::award(store, ctx, award).await?;
        let pot = all.pots.first().ok_or_else(|| unknown(&file.pot.name))?;
        for (state, on) in [(PotState::Opened, "02-02"), (PotState::Closed, "02-24")] {
            let event = NewPotEvent {
                state,
                on: self.day(on, false)?,
                told_on: None,
                made_by: file.funder.clone(),
                reference: "E-mail to all partnerships".to_owned(),
                note: String::new(),
            };
            grants::say_pot(store, ctx, pot.id, event).await?;
        }
        let ledger = grants::ledger(store, ctx, award).await?.ledger;
        let back = GiveBack {
            on: self.day("03-30", false)?,
            up_front: ledger.total(Place::Available),
            pots: vec![(pot.id, ledger.total(Place::Held))],
            letter: "Letter to the commissioner’s office of 30 March".to_owned(),
            because: "The pot was closed, and two projects cost less".to_owned(),
        };
        grants::give_back(store, ctx, award, &back).await.map(drop)
    }
}
