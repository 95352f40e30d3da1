use concordat_kernel::{Money, jiff::civil::date};

use crate::import::words::{day_in, outputs, sums, year};

#[test]
fn sums_days_and_years_are_found_in_text() {
    let found: Vec<Money> =
        sums("of £9,000. However £3,000.50, (£12) and £.").into_iter().map(|(_, sum)| sum).collect();
    assert_eq!(found, [Money::pounds(9_000), Money::pence(300_050), Money::pounds(12)]);
    assert_eq!(year("Grant 2022/23").map(|(label, ..)| label).as_deref(), Some("2022/23"));
    assert_eq!(year("Grant 2022-23, late").map(|(label, ..)| label).as_deref(), Some("2022/23"));
    for text in ["2022/24", "12022/23", "2022/234", "2022.23", "in 2022", ""] {
        assert_eq!(year(text), None, "{text}");
    }
    let (from, to) = (date(2021, 4, 1), date(2022, 3, 31));
    let day = |text| day_in(text, from, to).map(|named| (named.day, named.roughly, named.year_inferred));
    assert_eq!(day("at the end of January 2022 to"), Some((date(2022, 1, 31), true, false)));
    assert_eq!(day("on Friday 25th February that"), Some((date(2022, 2, 25), false, true)));
    assert_eq!(day("on 3 May 2021."), Some((date(2021, 5, 3), false, false)));
    assert_eq!(day("it may be that March comes"), None);
}

#[test]
fn numbers_of_things_are_told_from_other_numbers() {
    let told = |text: &str| -> Vec<String> {
        outputs(text).into_iter().map(|(number, name, goods)| format!("{number} {name} {goods}")).collect()
    };
    assert_eq!(
        told("buy 400 stickers for 30 venues in 6 months at £20 people"),
        ["400 Stickers true", "30 Venues false"]
    );
    assert_eq!(told("1,900 views on Facebook, 12-25 people"), ["1900 Views on Facebook false"]);
    assert_eq!(told("train 25 staff; 25 trainers"), ["25 Staff false"]);
}
