use axum::{
    handler::Handler,
    routing::{self, MethodRouter},
};
use concordat_access::Action;

use crate::App;

/// How a route is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Looks, changes nothing.
    Get,
    /// Changes something.
    Post,
}

/// One address: how it is called, what it asks for, and who answers.
#[derive(Clone)]
pub struct Route {
    /// How.
    pub method: Method,
    /// Where. A parameter carries the name of its resource kind: `/plans/{plan}`.
    pub path: &'static str,
    /// What the reader must be allowed to do, as the store will ask.
    pub action: Action,
    /// An example of a form that is accepted, for the tests that walk the routes; `{kind}` stands for
    /// an id from the sample record.
    pub example: &'static str,
    /// A file to send with the example, for a form that takes one: its name and what it holds.
    pub example_file: Option<(&'static str, &'static str)>,
    /// Whether a GET is answered to anybody (sign-in, help).
    pub open: bool,
    pub(crate) handler: MethodRouter<App>,
}

impl Route {
    /// A page.
    pub fn get<H, T>(path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let handler = routing::get(handler);
        Self { method: Method::Get, path, action, example: "", example_file: None, open: false, handler }
    }

    /// Something that changes the record.
    pub fn post<H, T>(path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let handler = routing::post(handler);
        Self { method: Method::Post, path, action, example: "", example_file: None, open: false, handler }
    }

    /// Gives the walking tests a form that is accepted.
    #[must_use]
    pub fn example(mut self, form: &'static str) -> Self {
        self.example = form;
        self
    }

    /// Gives the walking tests a file that is accepted.
    #[must_use]
    pub fn example_file(mut self, name: &'static str, text: &'static str) -> Self {
        self.example_file = Some((name, text));
        self
    }

    /// Says that nobody need be signed in.
    #[must_use]
    pub fn open(mut self) -> Self {
        self.open = true;
        self
    }

    /// Lets the form bring a file: its size is limited by the settings as it is read
    /// ([`Upload`](crate::Upload)), instead of by the usual two megabytes for a whole form.
    #[must_use]
    pub fn upload(mut self) -> Self {
        self.handler = self.handler.layer(axum::extract::DefaultBodyLimit::disable());
        self
    }
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {} ({})", self.method, self.path, self.action)
    }
}
