//! The small readers: timescales, numbers, periods, leads, labels and cells.

use crate::import::{
    Timescale,
    document::Part,
    read::cell::{Markup, cell},
};

#[test]
fn timescales_are_read_no_more_precisely_than_they_are_written() {
    let json = |text| serde_json::to_string(&Timescale::read(text)).unwrap();
    for text in ["Ongoing", "ongoing.", "On-going"] {
        assert_eq!(json(text), r#"{"kind":"ongoing"}"#);
    }
    for text in ["March 2023", "Mar-23", "mar 2023", "03/2023", "2023-03", "March, 2023", "Mar '23"] {
        assert_eq!(json(text), r#"{"kind":"month","month":"2023-03"}"#, "{text}");
    }
    for text in
        ["30 September 2023", "30/09/2023", "30.9.23", "2023-09-30", "30th Sept 2023", "Sat 30 Sep 2023"]
    {
        assert_eq!(json(text), r#"{"kind":"date","date":"2023-09-30"}"#, "{text}");
    }
    for text in ["Q3 2023", "31 June 2023", "by March 2023", "13/2023", "2023", "5/23", "TBC"] {
        assert_eq!(Timescale::read(text), Timescale::Text { text: text.to_owned() });
    }
    for text in ["Ongoing", "March 2023", "30 September 2023", "When it suits", ""] {
        assert_eq!(Timescale::read(text).to_string(), text);
    }
}

#[test]
fn cells_keep_what_is_a_list_apart_from_what_is_not() {
    let item = |text: &str| Part::Item(text.to_owned());
    let text = |text: &str| Part::Text(text.to_owned());
    let loose = |text: &str| Part::Loose(text.to_owned());
    let cases: [(&str, Vec<Part>); 12] = [
        ("• a • b", vec![item("a"), item("b")]),
        ("<ul> • a • b </ul>", vec![item("a"), item("b")]),
        ("<p>Grant</p> <ul><li>a</li><li>b &amp; c</li></ul>", vec![text("Grant"), item("a"), item("b & c")]),
        ("<ul style=\"x\"> one two </ul>", vec![loose("one two")]),
        ("a<br>b", vec![text("a"), text("b")]),
        ("- a - B", vec![item("a"), item("B")]),
        ("Plan - Delivery", vec![text("Plan - Delivery")]),
        ("1. a\n2. b", vec![item("a"), item("b")]),
        ("• a\ngoes on\nBut this does not", vec![item("a goes on"), text("But this does not")]),
        ("under <18s & over", vec![text("under <18s & over")]),
        ("**1.1***", vec![text("1.1*")]),
        ("wo<i>rd</i>", vec![text("word")]),
    ];
    for (raw, parts) in cases {
        assert_eq!(cell(raw, Markup::Tags).parts, parts, "{raw}");
    }
    assert_eq!(cell("<b>2 & 3</b>", Markup::None).parts, [text("<b>2 & 3</b>")]);
}
