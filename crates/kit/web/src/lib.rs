#![doc = include_str!("../README.md")]

mod answer;
mod app;
mod assets;
pub mod between;
pub mod conflict;
mod editing;
mod form;
mod headers;
mod notice;
pub mod parts;
mod reader;
mod route;
pub mod sheet;
mod slice;
mod upload;
mod view;

pub use answer::{Answer, Failed, download, redirect};
pub use app::{App, Config, Tools, router};
pub use editing::Editing;
pub use form::{Answers, Errors};
pub use reader::{At, Authenticate, Reader, SESSION_COOKIE, SignedIn};
pub use route::{Method, Route};
pub use slice::{
    Aim, AimKind, AimsHook, CheckHook, ComposeHook, Composed, Examined, LetterHead, NavItem, Paper,
    PaperSample, Slice, TickHook, TitleHook, Typesetter, Volume, Waiting, WaitsHook,
};
pub use upload::{Upload, UploadedFile};
pub use view::{View, ViewSample, page, samples_from, samples_of};

/// Re-exported so that slices name one version of each.
pub use {askama, async_trait::async_trait, axum};
