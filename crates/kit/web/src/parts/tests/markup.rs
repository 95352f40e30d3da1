//! Two pieces of HTML are the same when a browser cannot tell them apart: the order of attributes
//! and classes does not count, nor does white space around tags.

use scraper::{Html, Node};

/// One line for each element and each text, indented by how deep it stands.
pub(super) fn outline(markup: &str) -> String {
    let mut lines = String::new();
    for node in Html::parse_fragment(markup).tree.root().descendants() {
        let indent = "  ".repeat(node.ancestors().count());
        let inside = node.parent().and_then(|parent| parent.value().as_element().map(|e| e.name()));
        match node.value() {
            Node::Element(element) => {
                let mut attributes: Vec<_> = element
                    .attrs()
                    .map(|(name, value)| format!(" {name}={:?}", plain(name, value)))
                    .collect();
                attributes.sort();
                lines.push_str(&format!("{indent}<{}{}>\n", element.name(), attributes.concat()));
            }
            // In a text area white space is the answer itself.
            Node::Text(text) if inside == Some("textarea") => {
                lines.push_str(&format!("{indent}{:?}\n", &**text));
            }
            Node::Text(text) if !text.trim().is_empty() => {
                lines.push_str(&format!("{indent}{}\n", squeeze(text)));
            }
            _ => {}
        }
    }
    lines
}

fn plain(name: &str, value: &str) -> String {
    let mut words: Vec<_> = value.split_whitespace().collect();
    if name == "class" {
        words.sort_unstable();
        // The colour of every tag that was given none; the style sheet has no rule for it.
        words.retain(|class| *class != "govuk-tag--blue");
    }
    words.join(" ")
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_different_attribute_text_or_order_of_elements_is_a_difference() {
    let same = |a: &str, b: &str| outline(a) == outline(b);
    assert!(same("<p id=a class='y  x'> one </p>", "<p class='x y'\n id=a>one</p>"));
    assert!(!same("<p class='x'>one</p>", "<p>one</p>"));
    assert!(!same("<p>one</p>", "<p>two</p>"));
    assert!(!same("<b>1</b><i>2</i>", "<i>2</i><b>1</b>"));
    assert!(!same("<textarea>a\n</textarea>", "<textarea>a</textarea>"));
}
