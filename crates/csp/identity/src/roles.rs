use concordat_access::Role;

const fn role(name: &'static str, title: &'static str, purpose: &'static str) -> Role {
    Role { name, title, purpose, second_factor: false }
}

/// Roles that may see restricted material, and so need a second factor.
const fn trusted(name: &'static str, title: &'static str, purpose: &'static str) -> Role {
    Role { name, title, purpose, second_factor: true }
}

/// Every role there is. Which of them somebody holds, where and when, is data.
pub const ROLES: &[Role] = &[
    role("operator", "Operator", "Runs the machine, and is whoever uses the command line there."),
    trusted(
        "administrator",
        "Administrator",
        "Invites people, gives roles and keeps the list of bodies and groups.",
    ),
    trusted("officer", "Officer", "Works in the community safety team and keeps the plan true."),
    role("chair", "Chair", "Chairs a group and decides with it."),
    role("member", "Member", "Sits on a group for a body."),
    role("lead-contact", "Lead contact", "Answers for the actions that a body leads."),
    trusted("analyst", "Analyst", "Turns records into findings."),
    trusted("grant-manager", "Grant manager", "Looks after funds, projects and returns."),
    trusted("review-coordinator", "Review coordinator", "Runs reviews of deaths and serious cases."),
    trusted("case-coordinator", "Case coordinator", "Runs meetings about cases that several agencies share."),
    role("publisher", "Publisher", "Prepares what the public may see."),
    trusted("auditor", "Auditor", "Reads who did what, and nothing else."),
    role("guest", "Guest by link", "Answers one request by the link in a letter, without an account."),
    role("public", "Public", "Anybody, signed in or not."),
];

/// The roles that can be given to a person: not those of the machine, of a link's holder and of everybody.
pub fn grantable() -> impl Iterator<Item = &'static Role> {
    ROLES.iter().filter(|role| !["operator", "guest", "public"].contains(&role.name))
}

/// The role's name on screen.
pub fn title(name: &str) -> &str {
    ROLES.iter().find(|role| role.name == name).map_or(name, |role| role.title)
}

/// Whether a role of this name needs a second factor.
pub(crate) fn needs_second_factor(name: &str) -> bool {
    ROLES.iter().any(|role| role.name == name && role.second_factor)
}
