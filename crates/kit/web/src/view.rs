use askama::Template;
use axum::response::{Html, IntoResponse as _};
use concordat_kernel::Problem;

use crate::Answer;

/// A typed page. Its samples are rendered in the gallery and in the tests, so a page that
/// cannot be drawn is found without clicking there.
pub trait View: Template + Sized {
    /// Named samples with invented content: the usual case, the empty one, the awkward one.
    fn samples() -> Vec<(&'static str, Self)>;
}

/// A view drawn with one of its samples.
#[derive(Debug, Clone)]
pub struct ViewSample {
    /// The view's type.
    pub view: &'static str,
    /// The sample's name.
    pub sample: &'static str,
    /// The page.
    pub html: String,
}

/// Draws every sample of a view.
///
/// # Errors
/// When one cannot be drawn.
pub fn samples_of<V: View>() -> Result<Vec<ViewSample>, Problem> {
    samples_from(V::samples())
}

/// Draws these samples of a view that several slices fill, such as a [`Sheet`](crate::sheet::Sheet).
///
/// # Errors
/// When one cannot be drawn.
pub fn samples_from<V: View>(samples: Vec<(&'static str, V)>) -> Result<Vec<ViewSample>, Problem> {
    let view = std::any::type_name::<V>();
    samples
        .into_iter()
        .map(|(sample, filled)| {
            let html = filled
                .render()
                .map_err(|e| Problem::new(format!("drawing the sample `{sample}` of `{view}`"), e))?;
            Ok(ViewSample { view, sample, html })
        })
        .collect()
}

/// Answers with a view.
///
/// # Errors
/// When it cannot be drawn.
pub fn page(view: &impl View) -> Answer {
    let html = view.render().map_err(|e| Problem::new("drawing a page", e))?;
    Ok(Html(html).into_response())
}
