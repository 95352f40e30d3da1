use std::sync::Arc;

use askama::DynTemplate;
use axum::{
    Router,
    http::{Method as HttpMethod, StatusCode},
    middleware,
    response::{Html, IntoResponse as _, Redirect, Response},
    routing,
};
use concordat_access::Ctx;
use concordat_kernel::{Chance, Clock, Error, Ref, Refusal, Result};
use concordat_steps::Analyst;
use concordat_store::Store;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

use crate::{Aim, Authenticate, Failed, Method, Reader, Slice, Typesetter, assets, headers, parts, reader};

/// What can be set when the program starts.
#[derive(Debug, Clone)]
pub struct Config {
    /// Whether browsers reach us over TLS (through a reverse proxy): marks cookies secure and asks browsers to insist on TLS.
    pub secure_cookies: bool,
    /// The largest upload, in bytes.
    pub upload_limit: usize,
    /// The largest attachment, in bytes.
    pub attachment_limit: usize,
    /// Where people reach us, for links to be copied: `https://csp.example`, without a slash at the end.
    pub public_url: String,
    /// Whether this is the demonstration, where one may sign in as any of its invented people.
    pub demo: bool,
    /// Whether mail goes out from here; otherwise letters wait, and links are shown to be passed on.
    pub mail: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            secure_cookies: false,
            upload_limit: 20_000_000,
            attachment_limit: 10_000_000,
            public_url: "http://127.0.0.1:8080".to_owned(),
            demo: false,
            mail: false,
        }
    }
}

/// What the app provides, so that slices do not link it.
#[derive(Clone)]
pub struct Tools {
    /// Who a session belongs to.
    pub authenticate: Arc<dyn Authenticate>,
    /// Makes PDFs.
    pub typesetter: Arc<dyn Typesetter>,
    /// Keeps the parts of large tables and answers questions about them.
    pub analyst: Arc<dyn Analyst>,
}

/// The program: what every handler can reach. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The record.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub chance: Chance,
    /// Who a session belongs to.
    pub authenticate: Arc<dyn Authenticate>,
    /// Makes PDFs.
    pub typesetter: Arc<dyn Typesetter>,
    /// Keeps the parts of large tables and answers questions about them.
    pub analyst: Arc<dyn Analyst>,
    /// The capabilities.
    pub slices: &'static [Slice],
    /// Settings.
    pub config: Arc<Config>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("slices", &self.slices).finish_non_exhaustive()
    }
}

impl App {
    /// Puts the program together.
    pub fn new(
        store: Store,
        clock: Clock,
        chance: Chance,
        tools: Tools,
        slices: &'static [Slice],
        config: Config,
    ) -> Self {
        let config = Arc::new(config);
        let Tools { authenticate, typesetter, analyst } = tools;
        Self { store, clock, chance, authenticate, typesetter, analyst, slices, config }
    }

    /// The page of a thing, in whichever slice it lives.
    pub fn link(&self, thing: &Ref) -> Option<String> {
        self.slices.iter().find_map(|slice| (slice.link)(thing))
    }

    /// What work and money can be for, in every slice.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn aims(&self, ctx: &Ctx) -> Result<Vec<Aim>> {
        let mut aims = Vec::new();
        for slice in self.slices {
            aims.extend((slice.aims)(&self.store, ctx).await?);
        }
        Ok(aims)
    }

    /// The title of a thing, if the asker may see it.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn title(&self, ctx: &Ctx, thing: &Ref) -> Result<Option<String>> {
        for slice in self.slices {
            if let Some(title) = (slice.title)(&self.store, ctx, thing).await? {
                return Ok(Some(title));
            }
        }
        Ok(None)
    }

    /// The name of the person behind an actor's word in the record; nothing when it is no person, or not for the asker.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn name_of_actor(&self, ctx: &Ctx, word: &str) -> Result<Option<String>> {
        match word.parse() {
            Ok(id) => self.title(ctx, &Ref { kind: "person".into(), id }).await,
            Err(_) => Ok(None),
        }
    }
}

/// Every route of every slice, with what protects them all.
pub fn router(app: App) -> Router {
    // Only assets are compressed: a page mixes the form token with what the reader typed, and
    // compressing the two together would let the token be guessed from lengths (BREACH).
    let assets = routing::get(assets::serve).layer(CompressionLayer::new());
    let mut router = Router::new().route("/static/{hash}/{*file}", assets);
    for route in app.slices.iter().flat_map(|slice| (slice.routes)()) {
        router = router.route(route.path, route.handler);
    }
    router
        .fallback(|| async { Failed::from(Refusal::NotFound) })
        .layer(middleware::from_fn_with_state(app.clone(), reader::identify))
        .layer(middleware::from_fn_with_state(app.clone(), headers::protect))
        .layer(CatchPanicLayer::new())
        .with_state(app)
}

/// The page for something that failed. Nobody in particular is sent to sign in.
pub(crate) fn failure_page(reader: &Reader, method: &HttpMethod, failed: &Failed) -> Response {
    let status = failed.status();
    let view: Box<dyn DynTemplate> = match failed.error() {
        Error::Refusal(Refusal::SignInFirst) => return to_sign_in(reader, method),
        // To somebody who is not signed in, what is absent looks like what is not theirs to see.
        Error::Refusal(Refusal::NotFound) if reader.signed_in().is_none() => {
            return to_sign_in(reader, method);
        }
        Error::Refusal(Refusal::SecondFactorFirst) => {
            return Redirect::to("/account/second-factor").into_response();
        }
        Error::Refusal(Refusal::NotFound) => refusal(
            reader,
            "Page not found",
            "There is nothing here, or it is not for you to see.",
            &["Check the address.", "Go to the start page and find it from there."],
        ),
        Error::Refusal(Refusal::Conflict) => refusal(
            reader,
            "Someone else changed this",
            "Someone else changed this while you were editing.",
            &["Go back, reload the page and try again."],
        ),
        Error::Refusal(Refusal::Invalid { message, .. } | Refusal::Rule(message)) => {
            refusal(reader, "That cannot be done", message, &[])
        }
        Error::Problem(problem) => {
            tracing::error!(request = %reader.ctx.request, "{}", problem.chain());
            let shell = reader.shell("Something went wrong");
            Box::new(parts::ProblemPage { shell, reference: reader.ctx.request.to_string() })
        }
    };
    match view.dyn_render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(request = %reader.ctx.request, "drawing an error page: {error}");
            (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong.\n").into_response()
        }
    }
}

fn to_sign_in(reader: &Reader, method: &HttpMethod) -> Response {
    let next = if method == HttpMethod::GET { reader.path.as_str() } else { "/" };
    let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
    Redirect::to(&format!("/sign-in?next={next}")).into_response()
}

fn refusal(reader: &Reader, title: &str, sentence: &str, what_to_do: &[&str]) -> Box<dyn DynTemplate> {
    Box::new(parts::RefusalPage {
        shell: reader.shell(title),
        sentences: vec![sentence.into()],
        what_to_do: what_to_do.iter().map(|&hint| hint.into()).collect(),
    })
}

impl Method {
    /// The word for lists: `GET`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}
