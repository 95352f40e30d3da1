//! Words and small pieces that several pages of the plan share.

use std::collections::HashMap;

use concordat_kernel::{
    Ref, Result,
    jiff::{Timestamp, tz::TimeZone},
};
use concordat_web::{
    Reader,
    parts::{Colour, Html, Tag},
};

use crate::{
    RecordedAction, State,
    import::{self, LinkState, Timescale},
    urls,
};

/// `1 action`, `29 actions`, `No actions`.
pub(crate) fn count(n: usize, one: &str, several: &str) -> String {
    match n {
        0 => format!("no {several}"),
        1 => format!("1 {one}"),
        n => format!("{n} {several}"),
    }
}

/// The same at the start of a sentence.
pub(crate) fn count_first(n: usize, one: &str, several: &str) -> String {
    capital(&count(n, one, several))
}

/// A text with its first letter as a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub(crate) fn colour(state: State) -> Colour {
    match state {
        State::NoUpdate => Colour::Grey,
        State::NotStarted => Colour::Yellow,
        State::OnTrack => Colour::Blue,
        State::AtRisk => Colour::Orange,
        State::Late => Colour::Red,
        State::Done => Colour::Green,
        State::Withdrawn => Colour::Purple,
    }
}

/// A state as a word on its colour.
pub(crate) fn tag(state: State) -> Html {
    Tag::new(colour(state), state.to_string()).into()
}

/// `by the end of March 2027`, `by 30 September 2027`; a month is never shown as a day.
pub(crate) fn due_words(timescale: &Timescale) -> String {
    match timescale {
        Timescale::Month { .. } => format!("by the end of {timescale}"),
        Timescale::Date { .. } => format!("by {timescale}"),
        Timescale::Ongoing | Timescale::Text { .. } => timescale.to_string(),
    }
}

/// A timescale as a fact of its own: never an empty cell, and a month stays with its year at the end
/// of a line, so that several under each other can be told apart.
pub(crate) fn timescale_words(timescale: &Timescale) -> String {
    match timescale {
        Timescale::Month { .. } | Timescale::Date { .. } => timescale.to_string().replace(' ', "\u{a0}"),
        Timescale::Ongoing => timescale.to_string(),
        Timescale::Text { text } if text.is_empty() => "Not stated".to_owned(),
        Timescale::Text { text } => text.clone(),
    }
}

/// The timescales of an action, each once, in the order of its rows.
pub(crate) fn timescales(action: &import::Action) -> Html {
    let mut all: Vec<String> = Vec::new();
    for row in &action.rows {
        let words = timescale_words(&row.timescale);
        if !all.contains(&words) {
            all.push(words);
        }
    }
    if all.is_empty() {
        all.push("Not stated".to_owned());
    }
    Html::lines(&all.join("\n"))
}

/// Label in bold before the objective, as one link or text.
pub(crate) fn objective(action: &import::Action) -> Html {
    Html::of(&Objective { label: action.label.as_deref(), objective: &action.objective })
}

/// An action's number as a link to its page, and the word `Starred` where it has a star.
pub(crate) fn number(action: &RecordedAction) -> Html {
    let shown = if action.content.number.is_empty() { "No number" } else { &action.content.number };
    let link = Html::link(&urls::action(action.id), Html::spaced([Html::hidden("Action"), shown.into()]));
    if action.content.starred { Html::spaced([link, Tag::new(Colour::Teal, "Starred").into()]) } else { link }
}

/// One text plainly, several as a list, none as a word.
pub(crate) fn list(texts: &[String]) -> Html {
    match texts {
        [] => "None stated".into(),
        [one] => one.into(),
        several => Html::bullets(several),
    }
}

/// `Funded`, with what the record says about it.
pub(crate) fn funded(action: &import::Action) -> String {
    match &action.funding {
        None => "No".to_owned(),
        Some(funding) if funding.note.is_empty() => "Yes".to_owned(),
        Some(funding) => format!("Yes: {}", funding.note),
    }
}

/// Yes, no, or that nobody has said.
pub(crate) fn linked(state: LinkState) -> &'static str {
    match state {
        LinkState::Unknown => "Not known",
        LinkState::Yes => "Yes",
        LinkState::No => "No",
    }
}

/// A moment of the record in London's time: `4 March 2027, 9:30am`.
pub(crate) fn moment(written: &str) -> String {
    let Ok(at) = written.parse::<Timestamp>() else { return written.to_owned() };
    let london = at.to_zoned(TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC));
    let time = if london.minute() == 0 { "%-I%P" } else { "%-I:%M%P" };
    london.strftime(&format!("%-d %B %Y, {time}")).to_string()
}

/// The names of whoever is behind these words of the record: a person's id, or `operator`.
pub(crate) async fn names(reader: &Reader, actors: &[&str]) -> Result<HashMap<String, String>> {
    let mut names = HashMap::new();
    for &actor in actors {
        if names.contains_key(actor) {
            continue;
        }
        let name = match actor.parse() {
            Ok(id) => {
                let mut name = None;
                // Somebody without an account is named by the lead for whom they answered, or as a guest.
                for kind in ["person", "plan_pass", "plan_invitation"] {
                    if name.is_none() {
                        name = reader.app.title(&reader.ctx, &Ref { kind: kind.into(), id }).await?;
                    }
                }
                name.unwrap_or_else(|| "Someone".to_owned())
            }
            Err(_) if actor == "operator" => "the operator".to_owned(),
            Err(_) => "Someone".to_owned(),
        };
        names.insert(actor.to_owned(), name);
    }
    Ok(names)
}

/// See [`objective`].
#[derive(Debug, concordat_web::askama::Template)]
#[template(
    source = r#"{% if let Some(label) = label %}<strong>{{ label }}</strong>{% if !objective.is_empty() %}: {% endif %}{% endif %}{{ objective }}"#,
    ext = "html"
)]
struct Objective<'a> {
    label: Option<&'a str>,
    objective: &'a str,
}
impl concordat_web::askama::filters::HtmlSafe for Objective<'_> {}
impl concordat_web::parts::Part for Objective<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_due_at_its_end_and_never_on_a_day() {
        assert_eq!(due_words(&Timescale::read("March 2027")), "by the end of March 2027");
        assert_eq!(due_words(&Timescale::read("30/09/2027")), "by 30 September 2027");
    }

    #[test]
    fn moments_are_told_in_londons_time() {
        assert_eq!(moment("2027-07-04T08:30:00Z"), "4 July 2027, 9:30am");
        assert_eq!(moment("2027-01-04T14:00:00Z"), "4 January 2027, 2pm");
        assert_eq!(moment("not a moment"), "not a moment");
    }

    #[test]
    fn counts_are_words() {
        assert_eq!(count_first(0, "action", "actions"), "No actions");
        assert_eq!(count(1, "action", "actions"), "1 action");
        assert_eq!(count(29, "action", "actions"), "29 actions");
    }

    #[test]
    fn what_people_wrote_is_text_never_markup() {
        let action = import::Action {
            label: Some("<b>".to_owned()),
            objective: "Tea & cake".to_owned(),
            ..import::Action::default()
        };
        assert_eq!(objective(&action).as_str(), "<strong>&#60;b&#62;</strong>: Tea &#38; cake");
    }
}
