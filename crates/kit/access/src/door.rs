use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
    str::FromStr,
    sync::{Mutex, PoisonError},
};

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request,
    RestrictedExpression, Schema, ValidationMode, Validator,
};
use concordat_kernel::{Problem, Sensitivity};

use crate::{Action, Actor, Resource, ResourceKind, Role};

/// The rule that no slice can loosen.
const SECOND_FACTOR: &str = r#"
forbid (principal, action, resource)
when { ["restricted", "protected"].contains(resource.sensitivity) && !context.second_factor };
"#;

/// What the door answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Go ahead.
    Allowed,
    /// It would be allowed if the second factor had been given.
    NeedsSecondFactor,
    /// No.
    Denied,
}

/// The one place that decides. Policies are Cedar text, checked against a schema made from
/// the lists of roles and resource kinds, so that a misspelt name is an error at start.
pub struct Door {
    kinds: Vec<ResourceKind>,
    roles: Vec<Role>,
    policies: PolicySet,
    authorizer: Authorizer,
    // A decision depends on nothing but this key, and a page asks the same few questions again and again.
    decided: Mutex<HashMap<Question, Answer>>,
}

#[derive(PartialEq, Eq, Hash)]
struct Question {
    roles: Vec<String>,
    action: Action,
    sensitivity: Sensitivity,
    own: bool,
    second_factor: bool,
}

impl Door {
    /// Builds the door from the lists and the slices' policy texts.
    ///
    /// # Errors
    /// When a policy does not parse, or names a role, verb or kind that is not in the lists.
    pub fn new(kinds: &[ResourceKind], roles: &[Role], policies: &[&str]) -> Result<Self, Problem> {
        let text = policies.join("\n") + SECOND_FACTOR;
        let policies =
            PolicySet::from_str(&text).map_err(|e| Problem::new("reading the access policies", e))?;
        let (schema, _) = Schema::from_cedarschema_str(&schema(kinds))
            .map_err(|e| Problem::new("building the access schema", e))?;
        let report = Validator::new(schema).validate(&policies, ValidationMode::Strict);
        if !report.validation_passed() {
            let faults: Vec<String> = report.validation_errors().map(ToString::to_string).collect();
            return Err(Problem::say(format!("checking the access policies: {}", faults.join("; "))));
        }
        let known: HashSet<&str> = roles.iter().map(|role| role.name).collect();
        for role in roles_named(&text) {
            if !known.contains(role) {
                return Err(Problem::say(format!("checking the access policies: there is no role `{role}`")));
            }
        }
        Ok(Self {
            kinds: kinds.to_vec(),
            roles: roles.to_vec(),
            policies,
            authorizer: Authorizer::new(),
            decided: Mutex::default(),
        })
    }

    /// The resource kinds it knows.
    pub fn kinds(&self) -> &[ResourceKind] {
        &self.kinds
    }

    /// The roles it knows.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// May this actor do this to that?
    pub fn ask(&self, actor: &Actor, action: Action, resource: &Resource) -> Answer {
        let mut roles: Vec<String> =
            actor.roles_within(&resource.within).into_iter().map(str::to_owned).collect();
        roles.sort_unstable();
        roles.dedup();
        let question = Question {
            roles,
            action,
            sensitivity: resource.sensitivity,
            own: resource.person.is_some() && resource.person == actor.person(),
            second_factor: actor.second_factor(),
        };
        if let Some(answer) = self.decided.lock().unwrap_or_else(PoisonError::into_inner).get(&question) {
            return *answer;
        }
        let answer = if self.permits(&question, question.second_factor) {
            Answer::Allowed
        } else if !question.second_factor && actor.person().is_some() && self.permits(&question, true) {
            Answer::NeedsSecondFactor
        } else {
            Answer::Denied
        };
        self.decided.lock().unwrap_or_else(PoisonError::into_inner).insert(question, answer);
        answer
    }

    /// Any failure to evaluate is a refusal: the door fails shut.
    fn permits(&self, question: &Question, second_factor: bool) -> bool {
        self.evaluate(question, second_factor).unwrap_or(false)
    }

    fn evaluate(&self, question: &Question, second_factor: bool) -> Option<bool> {
        let uid = |kind: &str, id: &str| {
            Some(EntityUid::from_type_name_and_id(EntityTypeName::from_str(kind).ok()?, EntityId::new(id)))
        };
        let principal = uid("Actor", "asking")?;
        let parents: Option<HashSet<EntityUid>> =
            question.roles.iter().map(|role| uid("Role", role)).collect();
        let actor = Entity::new(principal.clone(), HashMap::new(), parents?).ok()?;
        let resource_uid = uid(question.action.kind, "asked")?;
        let attributes = HashMap::from([
            (
                "sensitivity".to_owned(),
                RestrictedExpression::new_string(question.sensitivity.word().to_owned()),
            ),
            ("own".to_owned(), RestrictedExpression::new_bool(question.own)),
        ]);
        let resource = Entity::new(resource_uid.clone(), attributes, HashSet::new()).ok()?;
        let entities = Entities::from_entities([actor, resource], None).ok()?;
        let context = Context::from_pairs([(
            "second_factor".to_owned(),
            RestrictedExpression::new_bool(second_factor),
        )])
        .ok()?;
        let action = uid("Action", &question.action.to_string())?;
        let request = Request::new(principal, action, resource_uid, context, None).ok()?;
        let response = self.authorizer.is_authorized(&request, &self.policies, &entities);
        Some(response.decision() == Decision::Allow)
    }
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Door").field("kinds", &self.kinds.len()).finish_non_exhaustive()
    }
}

fn schema(kinds: &[ResourceKind]) -> String {
    let mut text = String::from("entity Role;\nentity Actor in [Role];\n");
    for kind in kinds {
        let _ = writeln!(text, "entity {} {{ sensitivity: String, own: Bool }};", kind.name);
        for verb in kind.actions {
            let _ = writeln!(
                text,
                "action \"{0}.{verb}\" appliesTo {{ principal: [Actor], resource: [{0}], context: {{ second_factor: Bool }} }};",
                kind.name
            );
        }
    }
    text
}

/// The role names in a policy text. Cedar's validator checks actions and types but, roles
/// being entities, not which ones exist.
fn roles_named(text: &str) -> impl Iterator<Item = &str> {
    text.split("Role::\"").skip(1).filter_map(|rest| rest.split('"').next())
}

#[cfg(test)]
mod tests {
    use concordat_kernel::AnyId;

    use super::*;
    use crate::{Held, Scope};

    const KINDS: &[ResourceKind] = &[ResourceKind {
        name: "paper",
        actions: &["view", "change"],
        sensitivities: &[Sensitivity::Partner, Sensitivity::Restricted],
    }];
    const ROLES: &[Role] = &[
        Role { name: "clerk", title: "Clerk", purpose: "keeps papers", second_factor: true },
        Role { name: "guest", title: "Guest", purpose: "answers", second_factor: false },
        Role { name: "public", title: "Public", purpose: "reads", second_factor: false },
    ];
    const POLICY: &str = r#"permit (principal in Role::"clerk", action, resource);"#;

    fn clerk(scope: Scope, second_factor: bool) -> Actor {
        let roles = [Held { role: "clerk".into(), scope }].into();
        Actor::Person { id: AnyId::nil(), roles, second_factor }
    }

    fn ask(actor: &Actor, resource: &Resource) -> Answer {
        let door = Door::new(KINDS, ROLES, &[POLICY]).unwrap();
        let first = door.ask(actor, Action::new("paper", "view"), resource);
        assert_eq!(first, door.ask(actor, Action::new("paper", "view"), resource), "the remembered answer");
        first
    }

    #[test]
    fn a_role_counts_only_where_it_is_held() {
        let (here, there) = (AnyId::from_u128(1), AnyId::from_u128(2));
        let paper = Resource::any("paper").within(here);
        assert_eq!(ask(&clerk(Scope::Everywhere, true), &paper), Answer::Allowed);
        assert_eq!(ask(&clerk(Scope::Within(here), true), &paper), Answer::Allowed);
        assert_eq!(ask(&clerk(Scope::Within(there), true), &paper), Answer::Denied);
        assert_eq!(ask(&Actor::Anonymous, &paper), Answer::Denied);
    }

    #[test]
    fn a_guest_is_a_guest_only_at_the_one_thing_the_link_leads_to() {
        let policy = r#"permit (principal in Role::"guest", action, resource);"#;
        let door = Door::new(KINDS, ROLES, &[policy]).unwrap();
        let (here, there) = (AnyId::from_u128(1), AnyId::from_u128(2));
        let guest = Actor::Guest { pass: AnyId::from_u128(3), to: here };
        let ask = |thing: &Resource| door.ask(&guest, Action::new("paper", "view"), thing);
        let paper = Resource::any("paper");
        assert_eq!(ask(&paper.clone().within(here)), Answer::Allowed);
        assert_eq!(ask(&paper.clone().within(there)), Answer::Denied);
        assert_eq!(ask(&paper), Answer::Denied);
        assert_eq!(ask(&paper.within(here).at(Sensitivity::Restricted)), Answer::Denied);
    }

    #[test]
    fn restricted_things_need_the_second_factor_whatever_a_policy_says() {
        let paper = Resource::any("paper").at(Sensitivity::Restricted);
        assert_eq!(ask(&clerk(Scope::Everywhere, false), &paper), Answer::NeedsSecondFactor);
        assert_eq!(ask(&clerk(Scope::Everywhere, true), &paper), Answer::Allowed);
    }

    #[test]
    fn a_policy_with_an_unknown_name_does_not_load() {
        for policy in [
            r#"permit (principal in Role::"clark", action, resource);"#,
            r#"permit (principal in Role::"clerk", action == Action::"paper.shred", resource);"#,
            r#"permit (principal in Role::"clerk", action, resource is parcel);"#,
            "permit (",
        ] {
            assert!(Door::new(KINDS, ROLES, &[policy]).is_err(), "{policy}");
        }
    }

    #[test]
    fn an_unknown_kind_is_refused() {
        let door = Door::new(KINDS, ROLES, &[POLICY]).unwrap();
        let asked = door.ask(&Actor::Anonymous, Action::new("parcel", "view"), &Resource::any("parcel"));
        assert_eq!(asked, Answer::Denied);
    }
}
