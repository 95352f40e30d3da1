use concordat_kernel::Problem;
use concordat_web::ViewSample;

use crate::SLICES;

/// What is wrong with a page, whatever it says: no title, no heading, inline script or style.
fn faults(sample: &ViewSample) -> Vec<String> {
    let html = &sample.html;
    let name = format!("{} ({})", sample.view, sample.sample);
    let mut faults = Vec::new();
    let mut check = |good: bool, what: &str| {
        if !good {
            faults.push(format!("{name}: {what}"));
        }
    };
    check(html.contains("<html lang=\"en-GB\""), "the language is not said");
    check(html.contains("<title>") && !html.contains("<title> - "), "there is no title");
    check(html.matches("<h1").count() == 1, "there is not exactly one main heading");
    check(!html.contains(" style="), "a style stands inline, which browsers are told to refuse");
    check(!html.contains("<style"), "a style sheet stands inline");
    check(
        html.split("<script").skip(1).all(|rest| rest.trim_start().starts_with("type=\"module\" src=")),
        "a script stands inline",
    );
    check(
        !html.contains("javascript:") && !html.contains(" onclick="),
        "an address or attribute runs script",
    );
    let posts = html
        .split("<form")
        .skip(1)
        .filter(|form| form.split('>').next().is_some_and(|tag| tag.contains("method=\"post\"")));
    for form in posts {
        let form = form.split("</form>").next().unwrap_or_default();
        check(form.contains("name=\"csrf\""), "a form that changes something has no token");
    }
    faults
}

fn all() -> Result<Vec<ViewSample>, Problem> {
    let mut samples = Vec::new();
    for slice in SLICES {
        samples.extend((slice.views)()?);
    }
    Ok(samples)
}

#[test]
fn every_view_is_drawn_with_every_sample() {
    let samples = all().unwrap();
    assert!(samples.len() > 40, "only {} samples: a slice forgot its views", samples.len());
    let faults: Vec<String> = samples.iter().flat_map(faults).collect();
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn a_careless_page_is_caught() {
    let html = "<html><h1>One</h1><h1>Two</h1><p style='x' style=\"y\"></p><script>alert(1)</script>\
                <form method=\"post\"></form>";
    let rogue = ViewSample { view: "Rogue", sample: "careless", html: html.to_owned() };
    assert_eq!(faults(&rogue).len(), 6, "{:?}", faults(&rogue));
}
