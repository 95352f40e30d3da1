use proptest::prelude::*;

use super::*;

const SMALL: &str = r#"
name = "small"
references = "merrowshire"
row = "crime"
[crime]
month = "Month"
offence = "Kind"
"#;

fn faults(text: &str) -> Vec<String> {
    match Mapping::parse("small.toml", text) {
        Ok(_) => Vec::new(),
        Err(error) => error.to_string().lines().map(str::to_owned).collect(),
    }
}

/// A small mapping with lines added at its end.
fn with(lines: &str) -> String {
    format!("{SMALL}{lines}\n")
}

#[test]
fn the_shipped_mappings_have_no_faults() {
    for (name, text) in [
        ("police-uk.toml", include_str!("../../../mappings/police-uk.toml")),
        ("merrowshire-crimes.toml", include_str!("../../../mappings/merrowshire-crimes.toml")),
        ("wexcombe-nominals.toml", include_str!("../../../mappings/wexcombe-nominals.toml")),
    ] {
        assert!(Mapping::parse(name, text).is_ok(), "{:?}", Mapping::parse(name, text));
    }
    assert_eq!(faults(SMALL), [""; 0]);
}

#[test]
fn a_fault_names_the_file_the_key_and_the_remedy() {
    for (text, parts) in [
        ("name = ", vec!["small.toml, line 1: ", "Correct the TOML"]),
        ("\n\nrow = crime", vec!["small.toml, line 3: "]),
        (
            &with("number = \"Crime No\""),
            vec!["small.toml: crime.number is not in the target schema", "reference"],
        ),
        (&with("domestic = 1"), vec!["crime.domestic must be the name of a column"]),
        (&with("domestic = { col = \"DA\" }"), vec!["crime.domestic.col is not known", "column, always"]),
        (
            &with("domestic = { column = \"DA\", codes = { Y = \"maybe\" } }"),
            vec!["`Y` is translated to `maybe`", "yes, no, not_stated"],
        ),
        (
            &with("domestic = { column = \"DA\", codes = { Y = true, y = false } }"),
            vec!["stands there twice"],
        ),
        (&with("from = \"From\""), vec!["crime.from needs to know how dates are written", "[dates]"]),
        (
            &with("from = { column = \"From\", formats = [\"dd/mm/yyyy\"] }"),
            vec!["`dd/mm/yyyy` is no format", "%d/%m/%Y"],
        ),
        (
            &with("from = { column = \"From\", formats = [\"%d/%m/%Y\"], time = \"Time\" }"),
            vec!["crime.from.time", "Add `times`"],
        ),
        (&with("longitude = \"X\""), vec!["longitude and crime.latitude go together"]),
        (&with("[[people]]\nrole = { always = \"victim\" }"), vec!["crime.reference is missing"]),
        (&with("reference = \"No\"\n[[people]]\nsex = \"Sex\""), vec!["people[1].role is missing"]),
        (
            &with("reference = \"No\"\n[[people]]\nrole = { always = \"perpetrator\" }"),
            vec!["always `perpetrator`", "victim, suspect"],
        ),
        (
            &with(
                "reference = \"No\"\nfrom = { column = \"F\", formats = [\"%d/%m/%Y\"] }\n[[people]]\nrole = \"R\"\nborn = { column = \"DOB\", formats = [\"%d/%m/%y\"] }",
            ),
            vec!["people[1].born.formats", "1931 from 2031"],
        ),
        (&with("[people]\nrole = \"R\""), vec!["[[people]] in double brackets"]),
        (&with("[repeats]\nsame = \"once\""), vec!["repeats.same must be \"keep\""]),
        (&with("[repeats]\nchanged = \"forget\""), vec!["repeats.changed must be \"once\""]),
        (
            &with("reference = \"No\"\ndistrict = \" no \""),
            vec!["crime.district reads `no`", "crime.reference reads too"],
        ),
        (
            &with(
                "reference = \"No\"\n[[people]]\nrole = { always = \"victim\" }\nreference = \"Id\"\nethnicity = \"Id\"",
            ),
            vec!["people[1].ethnicity reads `Id`", "people[1].reference hides"],
        ),
        (
            &with(
                "reference = \"No\"\n[[people]]\nrole = { always = \"victim\" }\nreference = \"Id\"\nsex = \"Id\"",
            ),
            vec!["people[1].sex reads `Id`"],
        ),
        (&SMALL.replace("row = \"crime\"", "row = \"person\""), vec!["[[people]] is missing"]),
        (&SMALL.replace("row = \"crime\"", ""), vec!["row must be \"crime\""]),
        (&SMALL.replace("month = \"Month\"", ""), vec!["crime.month is missing", "{ of = \"reported\" }"]),
        (&SMALL.replace("\"Month\"", "{ of = \"reported\" }"), vec!["crime.reported is missing"]),
        (&SMALL.replace("merrowshire", "Merrow shire"), vec!["references must be a word"]),
        (&format!("ignore = [\"kind\"]{SMALL}"), vec!["ignore names `kind`, which crime.offence reads"]),
        (&format!("delimiter = \"::\"{SMALL}"), vec!["delimiter must be"]),
        (&format!("heading_line = 0{SMALL}"), vec!["heading_line must be"]),
        (&format!("colour = 1{SMALL}"), vec!["colour is not known. A mapping may have name"]),
    ] {
        let faults = faults(text);
        assert!(!faults.is_empty(), "no fault in {text}");
        for part in parts {
            assert!(faults.iter().any(|fault| fault.contains(part)), "no `{part}` in {faults:?}");
        }
        assert!(
            faults.iter().all(|fault| fault.starts_with("small.toml") && fault.ends_with('.')),
            "{faults:?}"
        );
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let text = SMALL.replace("row = \"crime\"", "row = \"report\"").replace("month", "moon");
    assert_eq!(faults(&text).len(), 2);
}

#[test]
fn a_mapping_lists_the_columns_that_it_reads() {
    let text =
        with("from = { column = \"Day\", formats = [\"%d/%m/%Y\"], time = \"Clock\", times = [\"%H:%M\"] }");
    let mapping = Mapping::parse("small.toml", &text).unwrap();
    let columns = mapping.columns();
    let expected = [
        ("crime.from", "Day"),
        ("crime.from.time", "Clock"),
        ("crime.month", "Month"),
        ("crime.offence", "Kind"),
    ];
    assert_eq!(columns, expected.map(|(key, column)| (key.to_owned(), column)));
}

proptest! {
    /// Whatever the text: a mapping, or sentences.
    #[test]
    fn any_text_is_a_mapping_or_is_told_why_not(
        key in "(name|row|dates|crime|people|repeats|ignore|heading_line|delimiter)",
        value in "(1|-5|\"\"|\"x\"|\\[\\]|\\[1\\]|\\{\\}|\\{ x = 1 \\}|\\[\\{ role = 2 \\}\\]|1979-05-27|true|nan)",
    ) {
        let text = format!("{key} = {value}\nreferences = \"x\"\n");
        prop_assert!(!faults(&text).is_empty());
    }
}
