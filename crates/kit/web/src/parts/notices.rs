use askama::Template;

use super::{Colour, Html, Sampled, Tag, sample};

/// A message about what has just happened, or what everyone should know.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/notification_banner.html")]
pub struct NotificationBanner {
    success: bool,
    heading: Option<Html>,
    body: Option<Html>,
}

impl NotificationBanner {
    /// Something was done.
    pub fn success(heading: impl Into<Html>) -> Self {
        Self { success: true, heading: Some(heading.into()), body: None }
    }

    /// Something to know.
    pub fn important(heading: impl Into<Html>) -> Self {
        Self { success: false, heading: Some(heading.into()), body: None }
    }

    /// More beneath the heading.
    #[must_use]
    pub fn body(mut self, body: impl Into<Html>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Without the heading: only the examples of GOV.UK Frontend need it.
    #[cfg(test)]
    pub(crate) fn body_only(mut self, body: Html) -> Self {
        self.heading = None;
        self.body = Some(body);
        self
    }
}

/// A warning about what follows from an act.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/warning_text.html")]
pub struct WarningText {
    text: Html,
}

impl WarningText {
    /// A warning.
    pub fn new(text: impl Into<Html>) -> Self {
        Self { text: text.into() }
    }
}

/// A remark set apart from the text around it.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/inset_text.html")]
pub struct InsetText {
    text: Html,
}

impl InsetText {
    /// A remark.
    pub fn new(text: impl Into<Html>) -> Self {
        Self { text: text.into() }
    }
}

/// The end of a journey: what was done, large.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/panel.html")]
pub struct Panel {
    title: Html,
    body: Option<Html>,
}

impl Panel {
    /// A panel; its title is the page's heading.
    pub fn new(title: impl Into<Html>) -> Self {
        Self { title: title.into(), body: None }
    }

    /// A line beneath, such as a reference number.
    #[must_use]
    pub fn body(mut self, body: impl Into<Html>) -> Self {
        self.body = Some(body.into());
        self
    }
}

/// A line at the top of every page: that this is a demonstration, or on trial.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/phase_banner.html")]
pub struct PhaseBanner {
    tag: Tag,
    text: Html,
}

impl PhaseBanner {
    /// A word on a tag, and a sentence.
    pub fn new(word: impl Into<Html>, text: impl Into<Html>) -> Self {
        Self { tag: Tag::new(Colour::Blue, word), text: text.into() }
    }
}

/// Help that few need, folded away.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/details.html")]
pub struct Details {
    summary: Html,
    content: Html,
    open: bool,
}

impl Details {
    /// What is folded away under a line that says so.
    pub fn new(summary: impl Into<Html>, content: impl Into<Html>) -> Self {
        Self { summary: summary.into(), content: content.into(), open: false }
    }

    /// Unfolded from the start.
    #[must_use]
    pub fn open(mut self) -> Self {
        self.open = true;
        self
    }
}

impl Sampled for NotificationBanner {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![
            sample("success", NotificationBanner::success("Action 1.2 is saved")),
            sample(
                "important",
                NotificationBanner::important("Three updates are due on Friday")
                    .body(Html::paragraphs([Html::link("#due", "See what is due")])),
            ),
        ]
    }
}

impl Sampled for WarningText {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![sample(
            "plain",
            WarningText::new("A withdrawn action stays in the history but leaves the plan."),
        )]
    }
}

impl Sampled for InsetText {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![sample("plain", InsetText::new("The plan was agreed on 4 March 2027."))]
    }
}

impl Sampled for Panel {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![sample("with body", Panel::new("The plan is imported").body("29 actions in 9 priorities"))]
    }
}

impl Sampled for PhaseBanner {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![sample("plain", PhaseBanner::new("Demonstration", "Everyone and everything here is invented."))]
    }
}

impl Sampled for Details {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![
            sample(
                "folded",
                Details::new("Where these counts come from", "From the plan as it stood this morning."),
            ),
            sample(
                "open",
                Details::new("What the star means", "The action is shared by two priorities.").open(),
            ),
        ]
    }
}
