use std::collections::BTreeMap;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
};
use tower::ServiceExt as _;

/// Walks the program's pages as one person would, without a socket: keeps cookies, sends the
/// form token of the page it last saw.
#[derive(Debug, Clone)]
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    token: Option<String>,
}

/// A page as it came back.
#[derive(Debug, Clone)]
pub struct Page {
    /// The status.
    pub status: StatusCode,
    /// Where it sends the reader on to.
    pub location: Option<String>,
    /// The content type.
    pub content_type: String,
    /// All headers, by name.
    pub headers: BTreeMap<String, String>,
    /// What it holds, as text.
    pub text: String,
    /// What it holds, as it came.
    pub bytes: Vec<u8>,
}

impl Browser {
    /// A browser that nobody is signed in to.
    pub fn new(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new(), token: None }
    }

    /// A browser that holds this session token.
    #[must_use]
    pub fn with_session(mut self, token: &str) -> Self {
        self.cookies.insert(concordat_web::SESSION_COOKIE.to_owned(), token.to_owned());
        self
    }

    /// Looks at a page.
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Method::GET, path, None, Vec::new()).await
    }

    /// Sends a form, with the token of the page last seen.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        if let Some(token) = &self.token {
            form.append_pair("csrf", token);
        }
        self.post_raw(path, "application/x-www-form-urlencoded", form.finish().into_bytes()).await
    }

    /// Sends a form with a file, with the token of the page last seen.
    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Page {
        let boundary = "----concordat-testkit";
        let mut body = Vec::new();
        let token = self.token.clone().unwrap_or_default();
        for (name, value) in fields.iter().copied().chain([("csrf", token.as_str())]) {
            body.extend(
                format!("--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .into_bytes(),
            );
        }
        let (field, file_name, bytes) = file;
        body.extend(
            format!(
                "--{boundary}\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{file_name}\"\r\n\
                 content-type: application/octet-stream\r\n\r\n"
            )
            .into_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend(format!("\r\n--{boundary}--\r\n").into_bytes());
        self.post_raw(path, &format!("multipart/form-data; boundary={boundary}"), body).await
    }

    /// Sends anything.
    pub async fn post_raw(&mut self, path: &str, content_type: &str, body: Vec<u8>) -> Page {
        self.send(Method::POST, path, Some(content_type), body).await
    }

    /// The token of the page last seen.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Forgets the token, as a forged form would not have it.
    pub fn forget_token(&mut self) {
        self.token = None;
    }

    async fn send(&mut self, method: Method, path: &str, content_type: Option<&str>, body: Vec<u8>) -> Page {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "csp.example");
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if let Some(content_type) = content_type {
            request =
                request.header(header::CONTENT_TYPE, content_type).header("sec-fetch-site", "same-origin");
        }
        let request = request.body(Body::from(body)).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("the router never fails");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a whole body").to_vec();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let text = cookie.to_str().expect("a readable cookie");
            let (name, rest) = text.split_once('=').expect("a cookie with a name");
            let value = rest.split(';').next().unwrap_or_default();
            if text.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let headers: BTreeMap<String, String> = parts
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
            .collect();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some(token) = token_in(&text) {
            self.token = Some(token);
        }
        Page {
            status: parts.status,
            location: headers.get("location").cloned(),
            content_type: headers.get("content-type").cloned().unwrap_or_default(),
            headers,
            text,
            bytes,
        }
    }
}

fn token_in(html: &str) -> Option<String> {
    let (_, after) = html.split_once("name=\"csrf\"")?;
    let (_, value) = after.split_once("value=\"")?;
    value.split('"').next().map(str::to_owned)
}
