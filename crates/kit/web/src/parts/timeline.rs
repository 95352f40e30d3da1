use askama::Template;

use super::{Html, Sampled, sample};

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Event {
    title: Html,
    who: Option<Html>,
    when: Html,
    machine_when: String,
    what: Option<Html>,
}

impl Event {
    /// What happened and when: in words ("4 March 2027, 9:30am"), and for machines (`2027-03-04T09:30:00Z`).
    pub fn new(title: impl Into<Html>, when: impl Into<Html>, machine_when: impl Into<String>) -> Self {
        let (title, when, machine_when) = (title.into(), when.into(), machine_when.into());
        Self { title, who: None, when, machine_when, what: None }
    }

    /// Who did it.
    #[must_use]
    pub fn by(mut self, who: impl Into<Html>) -> Self {
        self.who = Some(who.into());
        self
    }

    /// What changed.
    #[must_use]
    pub fn what(mut self, what: impl Into<Html>) -> Self {
        self.what = Some(what.into());
        self
    }
}

/// The history of a thing, newest first.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/timeline.html")]
pub struct Timeline {
    events: Vec<Event>,
}

impl Timeline {
    /// A history without events yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more event.
    #[must_use]
    pub fn event(mut self, event: Event) -> Self {
        self.events.push(event);
        self
    }
}

impl Sampled for Timeline {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![sample(
            "two events",
            Timeline::new()
                .event(
                    Event::new("Objective changed", "4 March 2027, 9:30am", "2027-03-04T09:30:00Z")
                        .by("Rowan Ashdown")
                        .what(Html::paragraphs(["It said: “Publish findings”."])),
                )
                .event(
                    Event::new("Action added", "1 March 2027, 2pm", "2027-03-01T14:00:00Z").by("the import"),
                ),
        )]
    }
}
