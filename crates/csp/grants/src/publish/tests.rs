//! What is published holds to the standard's own schema, read from beside the repository; and goes out, is replaced and
//! is taken back through the pages.

use concordat_kernel::jiff::{Timestamp, civil::Date};
use concordat_testkit::on_both;
use serde_json::{Value, json};

use super::{Publisher, package};
use crate::{
    pages::{
        invented,
        stories::{SLICES, a_project, an_award, browser, check, done, stranger},
    },
    urls,
};

/// As much of JSON Schema (draft 2020-12) as the standard's schema uses. A word that is not known here fails the test
/// instead of being passed over.
struct Schema<'a> {
    root: &'a Value,
}

const SAYS_NOTHING: &[&str] = &[
    "$schema",
    "$id",
    "$defs",
    "title",
    "description",
    "codelist",
    "openCodelist",
    "rollUp",
    "default",
    "deprecated",
    "weight",
];

impl Schema<'_> {
    fn faults(&self, schema: &Value, value: &Value, at: &str) -> Vec<String> {
        let mut faults = Vec::new();
        for (word, rule) in schema.as_object().into_iter().flatten() {
            let wrong = match word.as_str() {
                word if SAYS_NOTHING.contains(&word) => Vec::new(),
                "$ref" => {
                    let target = rule.as_str().and_then(|name| name.strip_prefix('#')).unwrap();
                    self.faults(self.root.pointer(target).unwrap(), value, at)
                }
                "type" => expect(is_of(rule, value), at, &format!("is not of the type {rule}")),
                "required" => rule
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .filter(|name| value.get(name).is_none())
                    .map(|name| format!("{at}: {name} is missing"))
                    .collect(),
                "properties" => rule
                    .as_object()
                    .into_iter()
                    .flatten()
                    .filter_map(|(name, rule)| Some((name, rule, value.get(name)?)))
                    .flat_map(|(name, rule, value)| self.faults(rule, value, &format!("{at}/{name}")))
                    .collect(),
                "items" => value
                    .as_array()
                    .into_iter()
                    .flatten()
                    .enumerate()
                    .flat_map(|(n, value)| self.faults(rule, value, &format!("{at}/{n}")))
                    .collect(),
                "minItems" => {
                    let length = value.as_array().map_or(u64::MAX, |list| list.len() as u64);
                    expect(rule.as_u64().is_some_and(|least| length >= least), at, "has too few items")
                }
                "uniqueItems" => {
                    let list = value.as_array().map_or(&[][..], Vec::as_slice);
                    let twice = list.iter().enumerate().any(|(n, one)| list[..n].contains(one));
                    expect(!twice, at, "has an item twice")
                }
                "minimum" => expect(
                    value.as_f64().is_none_or(|number| rule.as_f64().is_some_and(|least| number >= least)),
                    at,
                    "is too small",
                ),
                "enum" => {
                    expect(rule.as_array().is_some_and(|all| all.contains(value)), at, "is no such word")
                }
                "oneOf" => {
                    let rules = rule.as_array().map_or(&[][..], Vec::as_slice);
                    let right = rules.iter().filter(|rule| self.faults(rule, value, at).is_empty()).count();
                    expect(right == 1, at, &format!("is right in {right} ways instead of one"))
                }
                "format" => expect(is_in_format(rule, value), at, &format!("is not in the format {rule}")),
                "pattern" => expect(fits(rule, value), at, &format!("does not fit {rule}")),
                other => panic!("{at}: the schema uses the word `{other}`, which this test does not know"),
            };
            faults.extend(wrong);
        }
        faults
    }
}

fn expect(right: bool, at: &str, what: &str) -> Vec<String> {
    if right { Vec::new() } else { vec![format!("{at} {what}")] }
}

fn is_of(rule: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_i64(),
        other => panic!("the schema uses the type `{other}`, which this test does not know"),
    };
    match rule {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        other => panic!("no type: {other}"),
    }
}

fn is_in_format(rule: &Value, value: &Value) -> bool {
    let Some(text) = value.as_str() else { return true };
    match rule.as_str() {
        Some("date-time") => text.contains('T') && text.parse::<Timestamp>().is_ok(),
        Some("uri") => text.split_once("://").is_some_and(|(scheme, rest)| {
            !scheme.is_empty() && !rest.is_empty() && !text.contains(char::is_whitespace)
        }),
        other => panic!("the schema uses the format {other:?}, which this test does not know"),
    }
}

/// The patterns of the schema, each as code.
fn fits(rule: &Value, value: &Value) -> bool {
    let Some(text) = value.as_str() else { return true };
    let figures = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match rule.as_str().unwrap_or_default() {
        "^[0-9]{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])$" => {
            text.len() == 10 && text.parse::<Date>().is_ok()
        }
        "^[0-9]{4}(-(0[1-9]|1[012]))?$" => {
            (text.len() == 4 && figures(text))
                || (text.len() == 7 && format!("{text}-01").parse::<Date>().is_ok())
        }
        r"^(\d+\.)(\d+)$" => {
            text.split_once('.').is_some_and(|(major, minor)| figures(major) && figures(minor))
        }
        other => panic!("the schema uses the pattern `{other}`, which this test does not know"),
    }
}

/// The standard's schemas, of a package and of a grant; nothing, with a line that says so, where they are not there.
fn schemas() -> Option<(Value, Value)> {
    let read = |name: &str| {
        let path = std::path::Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap())
            .ancestors()
            .map(|folder| folder.join("shared/data/standards/360giving").join(name))
            .find(|path| path.is_file())?;
        let text = std::fs::read_to_string(path).unwrap();
        Some(serde_json::from_str::<Value>(&text).unwrap())
    };
    let both = read("360-giving-package-schema.json").zip(read("360-giving-schema.json"));
    if both.is_none() {
        eprintln!("skipped: ../shared/data/standards/360giving is absent");
    }
    both
}

/// What of a package does not hold to the standard.
fn faults(package: &Value, (of_package, of_grant): &(Value, Value)) -> Vec<String> {
    // The package's schema names that of a grant by an address on the web; here each grant is checked by its own.
    let mut alone = of_package.clone();
    alone["properties"]["grants"]["items"] = json!({});
    let mut faults = Schema { root: &alone }.faults(&alone, package, "package");
    for (n, grant) in package["grants"].as_array().into_iter().flatten().enumerate() {
        faults.extend(Schema { root: of_grant }.faults(of_grant, grant, &format!("grant {n}")));
    }
    faults
}

#[test]
fn a_package_holds_to_the_standards_own_schema_and_a_broken_one_does_not() {
    let Some(schemas) = schemas() else { return };
    let published = invented::publication().package;
    assert_eq!(faults(&published, &schemas), Vec::<String>::new());
    assert_eq!(published["grants"].as_array().map(Vec::len), Some(1));
    let mut broken = published.clone();
    broken["grants"][0]["awardDate"] = json!("12 May 2026");
    broken["grants"][0]["amountAwarded"] = json!("5,000");
    broken["version"] = json!("one");
    if let Some(grant) = broken["grants"][0].as_object_mut() {
        grant.remove("recipientOrganization");
    }
    let faults = faults(&broken, &schemas);
    for at in ["grant 0/awardDate", "grant 0/amountAwarded", "package/version", "grant 0 is right in 0 ways"]
    {
        assert!(faults.iter().any(|fault| fault.starts_with(at)), "{at}: {faults:?}");
    }
}

#[test]
fn what_is_no_grant_is_left_out_and_why_is_said() {
    let publisher = Publisher { name: "Merrowshire".into(), prefix: "360G-merrowshire".into() };
    let file = invented::award_file();
    let mut nameless = invented::project_file();
    nameless.project.said.provider.clear();
    let mut unapproved = invented::project_file();
    unapproved.ledger = crate::rules::ledger::Ledger::default();
    let (package, left_out) = package(&file, &[nameless, unapproved], &publisher, Timestamp::UNIX_EPOCH);
    assert_eq!(package["grants"], json!([]));
    assert!(left_out[0].ends_with("its provider is not recorded."), "{left_out:?}");
    assert!(left_out[1].ends_with("it is not approved yet."), "{left_out:?}");
}

#[test]
fn grants_are_published_read_by_anybody_and_taken_back() {
    on_both(SLICES, |world| async move {
        let mut manager = browser(&world, "grant-manager");
        let award = an_award(&mut manager).await;
        let publish = format!("{award}/publish");
        let fields = [("name", "Merrowshire CSP"), ("prefix", "360G-merrowshire")];
        let page = manager.post(&publish, &fields).await;
        check(&page, 422, &["No project of this award can be published yet"]);
        a_project(&mut manager, &award, "Bystander training", "622.50").await;
        let page = manager.post(&publish, &[("name", "Merrowshire CSP"), ("prefix", "ours")]).await;
        check(&page, 422, &["such as 360G-merrowshire", "value=\"ours\""]);
        let mut anybody = stranger(&world);
        check(&anybody.get(urls::PUBLIC_GRANTS).await, 200, &["Nothing is published yet."]);
        done(&mut manager, &publish, &fields).await;
        // Again, in place of the first.
        done(&mut manager, &publish, &fields).await;
        let page = anybody.get(urls::PUBLIC_GRANTS).await;
        check(
            &page,
            200,
            &["Bystander training", "Hollin Trust", "£622.50", "To train people", "12 May 2026"],
        );
        assert_eq!(page.text.matches("Published by Merrowshire CSP").count(), 1, "{}", page.text);
        let (_, rest) = page.text.split_once("href=\"/public/money/").unwrap();
        let id = rest.split('"').next().unwrap();
        let file = anybody.get(&format!("{}/{id}", urls::PUBLIC_GRANTS)).await;
        check(&file, 200, &["\"amountAwarded\": 622.5", "360G-merrowshire-"]);
        if let Some(schemas) = schemas() {
            let package: Value = serde_json::from_str(&file.text).unwrap();
            assert_eq!(faults(&package, &schemas), Vec::<String>::new());
        }
        let mut member = browser(&world, "member");
        check(&member.get(&publish).await, 404, &[]);
        check(&member.post(&format!("/money/publications/{id}/take-back"), &[]).await, 404, &[]);
        done(&mut manager, &format!("/money/publications/{id}/take-back"), &[]).await;
        check(&anybody.get(urls::PUBLIC_GRANTS).await, 200, &["Nothing is published yet."]);
        // To somebody who is not signed in, what is absent looks like what is not theirs to see.
        let gone = format!("{}/{id}", urls::PUBLIC_GRANTS);
        check(&anybody.get(&gone).await, 303, &[]);
        check(&member.get(&gone).await, 404, &[]);
        world
    });
}

#[test]
fn the_grant_report_is_drawn_in_every_format() {
    on_both(SLICES, |world| async move {
        let mut manager = browser(&world, "grant-manager");
        let award = an_award(&mut manager).await;
        a_project(&mut manager, &award, "Bystander training", "622.50").await;
        let page = manager.get(&format!("{award}/report")).await;
        check(
            &page,
            200,
            &["Grant report for the partnership", "What has to be seen to", "5.3 Train people"],
        );
        let page = manager.get(&format!("{award}/report?for=funder")).await;
        check(&page, 200, &["Grant report for the funder", "Every entry", "£0.33 and 1/3 of a penny less"]);
        assert!(!page.text.contains("What has to be seen to"));
        for (extension, begins) in [("pdf", &b"Grant report"[..]), ("docx", b"PK"), ("xlsx", b"PK")] {
            let file = manager.get(&format!("{award}/report.{extension}?for=funder")).await;
            check(&file, 200, &[]);
            assert!(file.bytes.starts_with(begins), "{extension}");
            assert!(
                file.headers["content-disposition"].contains(&format!("grant-report-funder.{extension}"))
            );
        }
        let mut member = browser(&world, "member");
        let page = member.get(&format!("{award}/report")).await;
        check(&page, 200, &["Grant report for the partnership"]);
        assert!(!page.text.contains("a workbook"));
        check(&member.get(&format!("{award}/report.pdf")).await, 404, &[]);
        world
    });
}
