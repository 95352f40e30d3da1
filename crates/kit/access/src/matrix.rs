use std::fmt::Write as _;

use concordat_kernel::AnyId;

use crate::{Action, Actor, Answer, Door, Held, Resource, Scope};

/// The role × resource × action matrix as text: committed, so that every change of access is
/// read in review. One line for each thing that can be done, one column for each role.
///
/// `yes` everywhere the role is held (a guest's: what the link leads to); `own` only to what belongs to the person themselves;
/// `-` no. The second factor counts as given.
pub fn matrix(door: &Door) -> String {
    let mut lines: Vec<Vec<String>> = Vec::new();
    let mut head = vec!["resource.action".to_owned(), "sensitivity".to_owned()];
    head.extend(door.roles().iter().map(|role| role.name.to_owned()));
    lines.push(head);
    for kind in door.kinds() {
        for verb in kind.actions {
            for sensitivity in kind.sensitivities {
                let action = Action::new(kind.name, verb);
                let mut line = vec![action.to_string(), sensitivity.to_string()];
                for role in door.roles() {
                    let actor = holder(role.name);
                    let thing = Resource::any(kind.name).at(*sensitivity);
                    let thing = if role.name == "guest" { thing.within(AnyId::nil()) } else { thing };
                    let own = actor.person().map_or_else(|| thing.clone(), |id| thing.clone().of_person(id));
                    line.push(
                        if door.ask(&actor, action, &thing) == Answer::Allowed {
                            "yes"
                        } else if door.ask(&actor, action, &own) == Answer::Allowed {
                            "own"
                        } else {
                            "-"
                        }
                        .to_owned(),
                    );
                }
                lines.push(line);
            }
        }
    }
    aligned(&lines)
}

fn holder(role: &str) -> Actor {
    match role {
        "operator" => Actor::Operator,
        "public" => Actor::Anonymous,
        "guest" => Actor::Guest { pass: AnyId::nil(), to: AnyId::nil() },
        _ => Actor::Person {
            id: AnyId::nil(),
            roles: [Held { role: role.to_owned(), scope: Scope::Everywhere }].into(),
            second_factor: true,
        },
    }
}

fn aligned(lines: &[Vec<String>]) -> String {
    let columns = lines.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns)
        .map(|column| lines.iter().filter_map(|line| line.get(column)).map(String::len).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    for line in lines {
        let cells: Vec<String> =
            line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        let _ = writeln!(text, "{}", cells.join("  ").trim_end());
    }
    text
}
