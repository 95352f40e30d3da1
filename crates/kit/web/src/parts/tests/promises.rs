//! What holds for every part, whatever it is.

use askama::Template;

use super::super::*;
use crate::cells;

#[test]
fn text_stays_text_in_every_part() {
    let evil = "<script>\"'&";
    let shown = [
        Html::from(Tag::new(Colour::Red, evil)),
        TextInput::new("n", evil).hint(evil).error(evil).value(evil).prefix(evil).suffix(evil).into(),
        Textarea::new("n", evil).value("</textarea><script>").into(),
        Select::new("n", evil).option(evil, evil).into(),
        Radios::new("n", evil).item(Choice::new(evil, evil).hint(evil)).into(),
        Checkboxes::new("n", evil).item(Choice::new(evil, evil).hint(evil)).into(),
        DateInput::new("n", evil).value(DatePart::Year, evil).into(),
        Button::new(evil).sends(evil, evil).into(),
        Button::link(evil, evil).into(),
        SummaryList::new().row(SummaryRow::new(evil, evil).action(evil, evil, evil)).into(),
        Table::new(evil).column(evil).row(cells![evil]).into(),
        Timeline::new().event(Event::new(evil, evil, evil).by(evil).what(evil)).into(),
        ChartWithTable::new(StackedBar::new("c", evil).segment(evil, 1, Colour::Red), evil).into(),
        SeriesChart::new("s", evil, Table::new(evil))
            .point(evil, 1, evil)
            .point(evil, 2, evil)
            .target(3, evil)
            .axis(1, |_| evil.to_owned())
            .into(),
        ErrorSummary::new().error(evil, evil).general(evil).description(evil).into(),
        Breadcrumbs::new().page(evil, evil).here(evil).into(),
        Csrf::new(evil).into(),
        Html::lines(evil),
        Html::bullets([evil]),
        Html::link(evil, evil),
    ];
    for html in shown {
        assert!(!html.as_str().contains("<script>"), "{html}");
        assert!(!html.as_str().contains("\"'&"), "{html}");
    }
}

#[test]
fn every_part_has_samples_and_none_needs_inline_style_or_script() {
    for (part, samples) in gallery() {
        assert!(!samples.is_empty(), "{part} has no sample");
        for (name, html) in samples {
            let html = html.as_str();
            assert!(!html.is_empty(), "{part}, {name}: empty");
            for forbidden in [" style=", "<style", "<script", " onclick=", "javascript:"] {
                assert!(
                    !html.contains(forbidden),
                    "{part}, {name}: {forbidden} would be refused by the browser"
                );
            }
        }
    }
}

#[test]
fn a_first_empty_line_of_an_answer_is_kept() {
    let outline = super::markup::outline(Html::from(Textarea::new("n", "N").value("\nsecond")).as_str());
    assert!(outline.contains(r#""\nsecond""#), "{outline}");
}

#[test]
fn segments_fill_the_bar_exactly() {
    let bar = StackedBar::new("b", "Thirds")
        .segment("One", 1, Colour::Red)
        .segment("None", 0, Colour::Grey)
        .segment("Other", 1, Colour::Green)
        .segment("Last", 1, Colour::Blue);
    let html = Html::from(bar);
    for part in [
        r#"x="0.0%" y="0" width="33.3%""#,
        r#"x="33.3%" y="0" width="33.4%""#,
        r#"x="66.7%" y="0" width="33.3%""#,
        "One: 1, None: 0, Other: 1, Last: 1. Total: 3.",
    ] {
        assert!(html.as_str().contains(part), "{part} is not in {html}");
    }
    assert_eq!(html.as_str().matches("<rect").count(), 3, "what is not there is not drawn");
}

#[test]
fn a_series_stands_between_nothing_and_its_highest() {
    let chart = SeriesChart::new("s", "Walks", Table::new("Walks"))
        .point("Spring", 0, "0")
        .point("Summer", 20, "20")
        .target(40, "40 by March");
    let html = Html::from(chart);
    for part in [
        r#"cx="3.0%" cy="166""#,
        r#"cx="97.0%" cy="90""#,
        r#"y1="14" y2="14" stroke="currentColor" stroke-width="2" stroke-dasharray="10 5""#,
        "Spring: 0, Summer: 20. Target: 40 by March.",
    ] {
        assert!(html.as_str().contains(part), "{part} is not in {html}");
    }
}

#[test]
fn a_series_with_an_axis_is_read_against_round_values() {
    let chart = SeriesChart::new("s", "Walks", Table::new("Walks"))
        .point("Spring", 0, "0")
        .point("Summer", 2700, "27")
        .straight("Even")
        .axis(100, |at| (at / 100).to_string());
    let html = Html::from(chart);
    for part in [
        r#"<line x1="3.0%" y1="166" x2="97.0%" y2="30" stroke="currentColor" stroke-width="2" stroke-dasharray="10 5"/>"#,
        "Spring: 0, Summer: 27. Even: a straight line.",
        "</svg> Even</li>",
        r#"<text x="-8" y="171" text-anchor="end" fill="currentColor">0</text>"#,
        r#"class="app-chart__grid" x1="0" x2="100%" y1="14" y2="14""#,
        r#"<text x="-8" y="19" text-anchor="end" fill="currentColor">30</text>"#,
        // The highest value stands below the axis's own.
        r#"cx="97.0%" cy="30""#,
        r#"aria-hidden="true">Walks</p>"#,
        r#"role="img" aria-labelledby="s-title s-desc""#,
    ] {
        assert!(html.as_str().contains(part), "{part} is not in {html}");
    }
    assert_eq!(html.as_str().matches("app-chart__grid").count(), 4, "0, 10, 20 and 30");
}

fn shell() -> Shell {
    let mut shell = Shell::new("Action <1.2>", "/static/1a2b3c");
    shell.nav = vec![NavItem::new("Plan", "/plan").current(), NavItem::new("People", "/people")];
    shell.person = Some("Rowan O'Ash".to_owned());
    shell.csrf = Csrf::new("token-of-this-session");
    shell.flash("Action 1.2 is saved").mark("Official-Sensitive")
}

#[test]
fn the_shell_holds_what_every_page_needs() {
    let page = RefusalPage {
        shell: shell().with_errors(),
        sentences: vec!["Two people < three".into()],
        what_to_do: vec![Html::link("/plan", "Go to the plan")],
    };
    let page = page.render().expect("it renders");
    for part in [
        "<html lang=\"en-GB\"",
        "<title>Error: Action &#60;1.2&#62; - Concordat</title>",
        "href=\"/static/1a2b3c/concordat.css\"",
        "<script type=\"module\" src=\"/static/1a2b3c/concordat.js\"></script>",
        "href=\"#main-content\"",
        "id=\"main-content\"",
        "aria-current=\"true\"",
        "name=\"csrf\" value=\"token-of-this-session\"",
        "action=\"/sign-out\"",
        "Action 1.2 is saved",
        "Official-Sensitive",
        "Two people &lt; three",
        "href=\"/accessibility\"",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    assert!(!page.contains("style="));
    assert_eq!(page.matches("<script").count(), 1);
}

#[test]
fn nobody_signed_in_means_no_way_to_sign_out() {
    let page =
        ProblemPage { shell: Shell::new("Something went wrong", "/static/1"), reference: "7f3a".into() };
    let page = page.render().expect("it renders");
    assert!(page.contains("7f3a"));
    assert!(!page.contains("/sign-out"));
}
