//! What may be written: lengths and what must not be empty.

use concordat_kernel::{
    Refusal,
    jiff::{Timestamp, tz::TimeZone},
};

/// The longest title, in characters.
pub const TITLE_LIMIT: usize = 300;
/// The longest text.
pub const TEXT_LIMIT: usize = 50_000;

/// A line that must be there.
///
/// # Errors
/// When it is empty or too long: the sentence to show beside the field.
pub fn line(field: &'static str, what: &str, text: &str) -> Result<String, Refusal> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(Refusal::invalid(field, format!("Enter {what}.")));
    }
    short(field, &text, TITLE_LIMIT)?;
    Ok(text)
}

/// A line that may be left out.
///
/// # Errors
/// When it is too long.
pub fn line_or_none(field: &'static str, text: Option<&str>) -> Result<Option<String>, Refusal> {
    let text = text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let text = text.filter(|text| !text.is_empty());
    text.iter().try_for_each(|text| short(field, text, TITLE_LIMIT))?;
    Ok(text)
}

/// A text that must be there.
///
/// # Errors
/// When it is empty or too long.
pub fn text(field: &'static str, what: &str, text: &str) -> Result<String, Refusal> {
    text_or_none(field, Some(text))?.ok_or_else(|| Refusal::invalid(field, format!("Enter {what}.")))
}

/// A text that may be left out.
///
/// # Errors
/// When it is too long.
pub fn text_or_none(field: &'static str, text: Option<&str>) -> Result<Option<String>, Refusal> {
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    text.iter().try_for_each(|text| short(field, text, TEXT_LIMIT))?;
    Ok(text)
}

fn short(field: &'static str, text: &str, limit: usize) -> Result<(), Refusal> {
    if text.chars().count() > limit {
        return Err(Refusal::invalid(field, format!("This must be {limit} characters or fewer.")));
    }
    Ok(())
}

/// A moment as kept, in the time of London: `4 March 2027, 9:30am`.
pub(crate) fn moment(at: &str) -> String {
    let Ok(moment) = at.parse::<Timestamp>() else { return at.to_owned() };
    let london = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
    moment.to_zoned(london).strftime("%-d %B %Y, %-I:%M%P").to_string()
}
