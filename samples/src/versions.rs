//! What happened to whole plans: feedback, versions, proposals, the years' descent, the agreement.

use std::collections::{BTreeMap, HashMap};

use concordat_access::Ctx;
use concordat_kernel::{Id, Problem, Result, jiff::civil::Date};
use concordat_plan::{
    Action, Plan, RecordedPlan, import, store as plans,
    versions::{
        self, Chapter, Decided, Descent, NewComment, NewEdition, NewGuest, NewProposal, NewVersion, Verdict,
        agreement::ChapterKind,
    },
};
use concordat_store::Store;
use serde::Deserialize;

use crate::{
    partnership::{Places, unknown},
    plans::Plans,
};

/// One thing that happened to a plan, by the key under which the plan was brought in. Actions go by the
/// number they have then, comments and proposals by their order.
#[derive(Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Happening {
    /// A version is published.
    Publish { plan: String, title: Option<String>, decision: String },
    /// Comments are asked for, for so many days.
    Feedback { plan: String, days: i32 },
    /// Somebody comments; on the whole plan when no action is named.
    Comment { plan: String, action: Option<String>, text: String },
    /// An officer writes down what came by letter that day.
    Letter { plan: String, action: Option<String>, text: String, said_by: String },
    /// A guest is asked for comments.
    Invite { plan: String, name: String, organisation: String, email: String },
    /// A guest comments by the link in the letter; on the whole plan when no action is named.
    GuestSays { plan: String, guest: String, action: Option<String>, text: String },
    /// The so-manieth comment is answered.
    Answer { plan: String, comment: usize, answer: String, reason: String },
    /// Other words are proposed for an action's objective.
    ProposeChange { plan: String, action: String, objective: String, why: String },
    /// A further action is proposed.
    ProposeAction {
        plan: String,
        priority: String,
        objective: String,
        lead: String,
        step: String,
        measure: String,
        when: String,
        why: String,
    },
    /// The so-manieth proposal is decided.
    Decide {
        plan: String,
        proposal: usize,
        accept: bool,
        number: Option<String>,
        reason: String,
        decision: String,
    },
    /// Actions of a plan continue actions of the plan of the year before.
    Continues {
        plan: String,
        of: String,
        actions: BTreeMap<String, String>,
        priorities: BTreeMap<String, String>,
    },
    /// The agreement is begun, with all its chapters as drafts.
    Agreement,
    /// A chapter is rewritten.
    Rewrite { chapter: String },
    /// A chapter is published as its draft stands.
    PublishChapter { chapter: String, changed: String, decision: String },
}

#[derive(Deserialize)]
struct Text {
    title: String,
    chapter: Vec<ChapterText>,
}

#[derive(Deserialize)]
struct ChapterText {
    key: String,
    kind: String,
    title: String,
    text: String,
    later: Option<String>,
}

fn agreement() -> Result<Text, Problem> {
    toml::from_str(include_str!("../agreement.toml")).map_err(|e| Problem::new("reading agreement.toml", e))
}

impl Happening {
    pub(crate) async fn tell(
        &self,
        store: &Store,
        ctx: &Ctx,
        places: &Places,
        known: &mut Plans,
    ) -> Result<()> {
        match self {
            Self::Publish { plan, title, decision } => {
                let new = NewVersion {
                    number: None,
                    title: title.clone().unwrap_or_default(),
                    decision: decision.clone(),
                };
                versions::publish(store, ctx, known.plan(plan)?, &new).await.map(drop)
            }
            Self::Feedback { plan, days } => {
                let until = ctx.clock.today().saturating_add(concordat_kernel::jiff::Span::new().days(*days));
                versions::open_feedback(store, ctx, known.plan(plan)?, until).await
            }
            Self::Comment { plan, action, text } => {
                let (id, new) = said(store, ctx, known, plan, action.as_deref(), text).await?;
                versions::add_comment(store, ctx, id, &new).await.map(drop)
            }
            Self::Letter { plan, action, text, said_by } => {
                let (id, new) = said(store, ctx, known, plan, action.as_deref(), text).await?;
                let today: Date = ctx.clock.today();
                versions::record_comment(store, ctx, id, &new, said_by, today).await.map(drop)
            }
            Self::Invite { plan, name, organisation, email } => {
                let new =
                    NewGuest { name: name.clone(), organisation: organisation.clone(), email: email.clone() };
                versions::invite(store, ctx, known.plan(plan)?, &new).await.map(drop)
            }
            Self::GuestSays { plan, guest, action, text } => {
                let (id, new) = said(store, ctx, known, plan, action.as_deref(), text).await?;
                let all = versions::invitations(store, ctx, id).await?;
                let asked = all.iter().map(|(one, _)| one).find(|one| one.name == *guest);
                let asked = asked.ok_or_else(|| unknown(guest))?.id;
                let (secret, ..) = versions::make_guest_link(store, ctx, asked).await?;
                let nobody = Ctx { actor: concordat_access::Actor::Anonymous, ..ctx.clone() };
                let visit = concordat_links::let_in::<versions::Guest>(store, &nobody, &secret).await?;
                let visit = visit.ok_or_else(|| unknown(guest))?;
                versions::say(store, &visit, new.action, 0, &new.text).await.map(drop)
            }
            Self::Answer { plan, comment, answer, reason } => {
                let all = versions::comments(store, ctx, known.plan(plan)?).await?;
                let comment = all.get(*comment).ok_or_else(|| unknown(plan))?;
                let verdict: Verdict = answer.parse().map_err(|_| unknown(answer))?;
                versions::answer_comment(store, ctx, comment.id, comment.version, verdict, reason).await
            }
            Self::ProposeChange { .. } | Self::ProposeAction { .. } | Self::Decide { .. } => {
                self.propose_or_decide(store, ctx, known).await
            }
            Self::Continues { plan, of, actions, priorities } => {
                let (new, old) = (known.plan(plan)?, known.plan(of)?);
                let latter = plans::plan(store, ctx, new).await?;
                let former = plans::plan(store, ctx, old).await?;
                let mut descent =
                    Descent { from: Some(old), actions: HashMap::new(), priorities: HashMap::new() };
                for (number, of) in actions {
                    descent.actions.insert(action(&latter, number)?, action(&former, of)?);
                }
                let priority = |plan: &RecordedPlan, title: &str| {
                    let found = plan.priorities.iter().find(|priority| priority.title == title);
                    found.map(|priority| priority.id).ok_or_else(|| unknown(title))
                };
                for (title, of) in priorities {
                    descent.priorities.insert(priority(&latter, title)?, priority(&former, of)?);
                }
                versions::say_descent(store, ctx, new, &descent).await
            }
            Self::Agreement => {
                let text = agreement()?;
                let group = places.group("partnership")?.uuid();
                let id = versions::add_agreement(store, ctx, Some(group), &text.title).await?;
                for chapter in &text.chapter {
                    let kind = match chapter.kind.as_str() {
                        "appendix" => ChapterKind::Appendix,
                        _ => ChapterKind::Chapter,
                    };
                    let text = chapter.text.trim();
                    let made = versions::add_chapter(store, ctx, id, kind, &chapter.title, text).await?;
                    known.chapters.insert(chapter.key.clone(), made);
                }
                Ok(())
            }
            Self::Rewrite { chapter } => {
                let text = agreement()?;
                let words =
                    text.chapter.iter().find(|one| one.key == *chapter).ok_or_else(|| unknown(chapter))?;
                let id = known.chapter(chapter)?;
                let version = version_of(store, ctx, id).await?;
                let later = words.later.as_deref().unwrap_or(&words.text).trim();
                versions::change_chapter(store, ctx, id, version, (&words.title, later)).await
            }
            Self::PublishChapter { chapter, changed, decision } => {
                let id = known.chapter(chapter)?;
                let version = version_of(store, ctx, id).await?;
                let new = NewEdition { version, changed: changed.clone(), decision: decision.clone() };
                versions::publish_chapter(store, ctx, id, &new).await.map(drop)
            }
        }
    }

    async fn propose_or_decide(&self, store: &Store, ctx: &Ctx, known: &Plans) -> Result<()> {
        match self {
            Self::ProposeChange { plan, action: number, objective, why } => {
                let id = known.plan(plan)?;
                let recorded = plans::plan(store, ctx, id).await?;
                let action = action(&recorded, number)?;
                let base = recorded.action(action).map(|(_, action)| action.content.clone());
                let base = base.ok_or_else(|| unknown(number))?;
                let content = import::Action { objective: objective.clone(), ..base.clone() };
                let new = NewProposal::Change { action, base: Box::new(base), content: Box::new(content) };
                versions::propose(store, ctx, id, &new, why).await.map(drop)
            }
            Self::ProposeAction { plan, priority, objective, lead, step, measure, when, why } => {
                let id = known.plan(plan)?;
                let recorded = plans::plan(store, ctx, id).await?;
                let priority = recorded.priorities.iter().find(|one| one.title == *priority);
                let priority = priority.ok_or_else(|| unknown(objective))?.id;
                let row = import::Row {
                    steps: vec![step.clone()],
                    measures: vec![measure.clone()],
                    timescale: import::Timescale::read(when),
                    ..import::Row::default()
                };
                let content = import::Action {
                    objective: objective.clone(),
                    leads: vec![lead.clone()],
                    rows: vec![row],
                    ..import::Action::default()
                };
                let new = NewProposal::Add { priority, content: Box::new(content) };
                versions::propose(store, ctx, id, &new, why).await.map(drop)
            }
            Self::Decide { plan, proposal, accept, number, reason, decision } => {
                let id = known.plan(plan)?;
                let all = versions::proposals(store, ctx, id).await?;
                // Newest first in the record.
                let proposal = all.iter().rev().nth(*proposal).ok_or_else(|| unknown(plan))?;
                let recorded = plans::plan(store, ctx, id).await?;
                let seen = proposal.action_id.and_then(|id| recorded.action(id)).map(|(_, one)| one.version);
                let content = number.as_ref().zip(proposal.content.as_ref()).map(|(number, content)| {
                    Box::new(import::Action { number: number.clone(), ..content.clone() })
                });
                let how = if *accept { Decided::Accept { seen, content } } else { Decided::Decline };
                let words = (reason.as_str(), decision.as_str());
                versions::decide(store, ctx, (proposal.id, proposal.version), &how, words).await
            }
            _ => Ok(()),
        }
    }
}

async fn said(
    store: &Store,
    ctx: &Ctx,
    known: &Plans,
    plan: &str,
    number: Option<&str>,
    text: &str,
) -> Result<(Id<Plan>, NewComment)> {
    let id = known.plan(plan)?;
    let action = match number {
        Some(number) => {
            let recorded = plans::plan(store, ctx, id).await?;
            Some(action(&recorded, number)?)
        }
        None => None,
    };
    Ok((id, NewComment { action, text: text.to_owned() }))
}

fn action(plan: &RecordedPlan, number: &str) -> Result<Id<Action>, Problem> {
    let found = plan.actions().find(|(_, action)| action.content.number == number);
    found.map(|(_, action)| action.id).ok_or_else(|| unknown(number))
}

async fn version_of(store: &Store, ctx: &Ctx, id: Id<Chapter>) -> Result<i64> {
    let may = concordat_access::Action::new("plan_agreement", "change");
    let (_, chapters) = versions::store::agreement_of_chapter(store, ctx, may, id).await?;
    let chapter = chapters.iter().find(|chapter| chapter.id == id);
    Ok(chapter.ok_or_else(|| Problem::say("a chapter of the sample is not there"))?.version)
}
