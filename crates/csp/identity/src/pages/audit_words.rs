//! What an audit row's action says in plain words.

/// "plan_action.change" as "Changed a plan action". Any slice's actions can be read so; a few of this
/// slice's are things people say otherwise.
pub(crate) fn what(action: &str, outcome: &str) -> String {
    let said = match action {
        // Nobody "signed in and was refused".
        "session.add" if outcome == "denied" => "Tried to sign in",
        "session.add" => "Signed in",
        "session.end" => "Signed out",
        "account.view" => "Looked at their account",
        "account.change" => "Changed how they sign in",
        "person.grant" => "Gave or ended a role",
        "person.reset" => "Reset how somebody signs in",
        "person.sign-out" => "Signed a person out everywhere",
        "person.disable" => "Disabled or enabled a person",
        "seat.fill" => "Changed who fills a seat",
        "audit.view" => "Looked at who did what",
        _ => return general(action),
    };
    said.to_owned()
}

fn general(action: &str) -> String {
    let Some((kind, verb)) = action.split_once('.') else { return action.to_owned() };
    let kind = kind.replace(['_', '-'], " ");
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let done = match verb {
        "view" => "Looked at",
        "add" => "Added",
        "change" => "Changed",
        "end" => "Ended",
        "move" => "Moved",
        "withdraw" => "Withdrew",
        "restore" => "Restored",
        "import" => "Imported",
        "export" => "Exported",
        "remove" => "Removed",
        "agree" => "Agreed",
        "open" => "Opened",
        "close" => "Closed",
        "start" => "Began with",
        "answer" => "Answered",
        "hand_on" => "Handed on",
        "make" => "Made",
        "revoke" => "Stopped",
        other => return format!("Did “{}” to {article} {kind}", other.replace(['_', '-'], " ")),
    };
    format!("{done} {article} {kind}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_of_this_slice_and_any_other_reads_as_words() {
        for kind in crate::KINDS {
            for verb in kind.actions {
                let said = what(&format!("{}.{verb}", kind.name), "done");
                assert!(!said.contains(['.', '_', '“']), "{said}");
            }
        }
        assert_eq!(what("plan_action.change", "done"), "Changed a plan action");
        assert_eq!(what("action.export", "done"), "Exported an action");
        assert_eq!(what("plan.frobnicate", "denied"), "Did “frobnicate” to a plan");
        assert_eq!(what("odd", "done"), "odd");
        assert_eq!(what("session.add", "denied"), "Tried to sign in");
    }
}
