use serde_json::json;

use super::{opened::Opened, proof, sheet};
use crate::Press;

fn refused(template: &str) -> String {
    proof(template, &json!({})).expect_err("it should not print").chain()
}

#[test]
fn nothing_outside_the_press_can_be_read() {
    for template in [
        r#"#read("/etc/passwd")"#,
        r#"#read("../../../etc/passwd")"#,
        r#"#read("Cargo.toml")"#,
        r#"#include "/other.typ""#,
        r#"#image("/logo.png", alt: "a logo")"#,
        r#"#plugin("/plugin.wasm")"#,
        r#"#import "@preview/cetz:0.4.0""#,
        r#"#import "@local/mine:1.0.0""#,
    ] {
        let why = refused(template);
        assert!(
            why.contains("denied") || why.contains("escape") || why.contains("outside"),
            "{template}: {why}"
        );
    }
}

#[test]
fn no_paper_asks_the_day() {
    assert!(refused("#datetime.today().display()").contains("date"));
}

#[test]
fn a_wrong_template_is_told_with_its_line() {
    let why = refused("Fine.\n\n#nosuch()");
    assert_eq!(why, "set a paper: /main.typ:3: unknown variable: nosuch");
}

#[test]
fn a_picture_without_words_is_not_accessible() {
    let svg = "<svg xmlns=\\\"http://www.w3.org/2000/svg\\\" width=\\\"9\\\" height=\\\"9\\\"><path d=\\\"M0 0h9v9z\\\"/></svg>";
    let why = refused(&format!(r#"#image(bytes("{svg}"), format: "svg")"#));
    assert!(why.starts_with("write a paper as accessible PDF"), "{why}");
}

#[test]
fn a_doubt_is_a_problem_in_a_proof_only() {
    let template = r#"#text(font: "No Such Face", fallback: true)[Words]"#;
    assert!(refused(template).contains("unknown font family"));
    assert!(Press::new().print(&sheet(template, &json!({}))).is_ok());
}

#[test]
fn a_plain_paper_has_the_house_style_without_asking() {
    let paper = Opened::new(&proof("= A heading\n\nWords.", &json!({})).unwrap());
    assert!(paper.text(1).contains("OFFICIAL-SENSITIVE"));
    assert!(paper.text(1).contains("Page 1 of 1"));
}

#[test]
fn a_sheet_without_a_title_is_refused() {
    let data = json!({});
    let mut untitled = sheet("Words.", &data);
    untitled.title = "";
    assert!(Press::new().print(&untitled).is_err());
}
