use concordat_kernel::Ref;

use super::{BackLink, Breadcrumbs, Csrf, Html, InsetText, NotificationBanner, Part, PhaseBanner};

/// A link of the navigation or the footer.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// The words shown.
    pub text: String,
    /// Where it leads.
    pub href: String,
    /// Whether the page belongs under it.
    pub current: bool,
}

impl NavItem {
    /// A link to elsewhere.
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into(), current: false }
    }

    /// The link the page belongs under.
    #[must_use]
    pub fn current(mut self) -> Self {
        self.current = true;
        self
    }
}

/// How wide the page is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageWidth {
    /// Made for reading.
    #[default]
    Reading,
    /// Made for wide tables.
    Wide,
}

/// The way back from a page.
#[derive(Clone, Debug, Default)]
pub enum WayBack {
    /// None: the page stands at the top.
    #[default]
    None,
    /// To the page before, within a journey.
    Back(BackLink),
    /// To the pages above.
    Trail(Breadcrumbs),
}

impl WayBack {
    /// Its markup.
    pub fn html(&self) -> Html {
        match self {
            Self::None => Html::default(),
            // A landmark, so that everything on the page stands in one.
            Self::Back(link) => Html::landmark("Way back", &link.html()),
            Self::Trail(trail) => trail.html(),
        }
    }
}

/// What surrounds the content of every page. A view has a field `shell: Shell`, and its template
/// begins with `{% extends "shell.html" %}` and fills the block `content`.
#[derive(Clone, Debug)]
pub struct Shell {
    /// The page's title, as in its heading.
    pub title: String,
    /// Whether the page shows errors: its title then begins with "Error:", as it is read aloud first.
    pub has_errors: bool,
    /// The name after the title.
    pub service: &'static str,
    /// Beginning of the address of style sheet and scripts, such as `/static/1a2b3c`.
    pub assets: &'static str,
    /// The partnership whose record this is, shown beside the navigation.
    pub partnership: Option<String>,
    /// The main sections.
    pub nav: Vec<NavItem>,
    /// The name of who is signed in; without it there is no sign-out button.
    pub person: Option<String>,
    /// The field that every form that changes something holds.
    pub csrf: Csrf,
    /// A line at the top, such as that this is a demonstration.
    pub phase: Option<PhaseBanner>,
    /// What has just been done.
    pub flash: Option<NotificationBanner>,
    /// What is to be known before anything else on the page.
    pub told: Option<InsetText>,
    /// Because of what something is done here: its forms are sent with it.
    pub because: Option<Ref>,
    /// The way back.
    pub way_back: WayBack,
    /// Classification mark, such as "Official-Sensitive", shown before and after the content.
    pub mark: Option<String>,
    /// Links of the footer.
    pub footer: Vec<NavItem>,
    /// How wide the page is.
    pub width: PageWidth,
}

impl Shell {
    /// The surroundings of a page for someone who has not signed in.
    pub fn new(title: impl Into<String>, assets: &'static str) -> Self {
        Self {
            title: title.into(),
            has_errors: false,
            service: "Concordat",
            assets,
            partnership: None,
            nav: Vec::new(),
            person: None,
            csrf: Csrf::default(),
            phase: None,
            flash: None,
            told: None,
            because: None,
            way_back: WayBack::None,
            mark: None,
            footer: vec![NavItem::new("Accessibility", "/accessibility"), NavItem::new("Help", "/help")],
            width: PageWidth::Reading,
        }
    }

    /// The title in the browser's tab.
    pub fn full_title(&self) -> String {
        let error = if self.has_errors { "Error: " } else { "" };
        format!("{error}{} - {}", self.title, self.service)
    }

    /// The page shows errors.
    #[must_use]
    pub fn with_errors(mut self) -> Self {
        self.has_errors = true;
        self
    }

    /// The way back is the page before.
    #[must_use]
    pub fn back(mut self, link: BackLink) -> Self {
        self.way_back = WayBack::Back(link);
        self
    }

    /// The way back is the pages above.
    #[must_use]
    pub fn trail(mut self, trail: Breadcrumbs) -> Self {
        self.way_back = WayBack::Trail(trail);
        self
    }

    /// Something was done.
    #[must_use]
    pub fn flash(mut self, message: impl Into<Html>) -> Self {
        self.flash = Some(NotificationBanner::success(message));
        self
    }

    /// An address that a form of this page is sent to, where it is not the page's own: with what the page is tied to.
    pub fn tied(&self, address: &str) -> String {
        match &self.because {
            Some(cause) => crate::between::because(address, cause),
            None => address.to_owned(),
        }
    }

    /// The classification mark.
    #[must_use]
    pub fn mark(mut self, mark: impl Into<String>) -> Self {
        self.mark = Some(mark.into());
        self
    }

    /// Wide enough for tables of long texts.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.width = PageWidth::Wide;
        self
    }

    /// Whether it is made for wide tables.
    pub fn is_wide(&self) -> bool {
        self.width == PageWidth::Wide
    }

    /// Whether the navigation folds into a menu on a narrow screen: one link does not.
    pub fn folds(&self) -> bool {
        self.nav.len() > 1
    }
}
