use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

/// A real mail server on this machine (`e2e/lib/post-office.mjs`), which misbehaves when the address asks
/// it to: `refuse-…@`, `later-…@`, `never-…@`, `spam-…@`, `cut-…@`, `slow-…@`.
#[derive(Debug)]
pub struct PostOffice {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

/// A message as it came over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Everything after the envelope, as it was.
    pub raw: String,
    /// The address of the envelope.
    pub to: String,
}

impl PostOffice {
    /// Opens one that takes mail from anybody.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub fn open() -> Self {
        Self::start(&[])
    }

    /// Opens one that takes mail only from this user.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub fn open_for(user: &str, password: &str) -> Self {
        Self::start(&[user, password])
    }

    fn start(arguments: &[&str]) -> Self {
        // Asked when it runs, of the package under test: builds of several checkouts may share one folder.
        let package = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo or cargo-nextest runs the tests");
        let script = Path::new(&package)
            .ancestors()
            .map(|folder| folder.join("e2e/lib/post-office.mjs"))
            .find(|script| script.is_file())
            .expect("e2e/lib/post-office.mjs");
        let library = script.with_file_name("../node_modules/smtp-server");
        assert!(library.is_dir(), "the post office's library is missing: run `npm ci` in e2e/");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut child = Command::new("node")
            .arg(script)
            .arg(folder.path())
            .args(arguments)
            // Held open: the post office closes when this process is gone, however it went.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node");
        let mut line = String::new();
        let out = child.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("the line that names its port");
        let port = line.trim().strip_prefix("port ").and_then(|port| port.parse().ok());
        let port = port.unwrap_or_else(|| panic!("the post office did not open: {line}"));
        Self { child, port, folder }
    }

    /// The port it listens on, at 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where to send to.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Every message it took, in order.
    ///
    /// # Panics
    /// When they cannot be read.
    pub fn mail(&self) -> Vec<Mail> {
        let mut names: Vec<_> = std::fs::read_dir(self.folder.path())
            .expect("the post office's folder")
            .map(|entry| entry.expect("a file").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
            .collect();
        names.sort();
        names
            .iter()
            .map(|name| {
                let text = std::fs::read_to_string(name).expect("a message in ASCII");
                let (head, raw) =
                    text.split_at(text.match_indices("\r\n").nth(1).expect("an envelope").0 + 2);
                let to = head.lines().find_map(|line| line.strip_prefix("X-To: ")).expect("an address");
                Mail { to: to.to_owned(), raw: raw.to_owned() }
            })
            .collect()
    }
}

impl Drop for PostOffice {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Mail {
    /// A header's value, its lines joined, as it was written.
    pub fn header(&self, name: &str) -> Option<String> {
        let (head, _) = self.raw.split_once("\r\n\r\n")?;
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let start = format!("{}:", name.to_lowercase());
        let line = unfolded.lines().find(|line| line.to_lowercase().starts_with(&start))?;
        Some(line[start.len()..].trim().to_owned())
    }

    /// The names of its headers, in lower case.
    pub fn headers(&self) -> Vec<String> {
        let head = self.raw.split("\r\n\r\n").next().unwrap_or_default();
        head.lines()
            .filter(|line| !line.starts_with([' ', '\t']))
            .filter_map(|line| line.split_once(':'))
            .map(|(name, _)| name.to_lowercase())
            .collect()
    }

    /// The text, as its reader sees it.
    ///
    /// # Panics
    /// When it is encoded in a way that is not expected.
    pub fn text(&self) -> String {
        let (_, body) = self.raw.split_once("\r\n\r\n").expect("an empty line");
        let bytes = match self.header("Content-Transfer-Encoding").as_deref() {
            Some("quoted-printable") => quoted_printable(&body.replace("=\r\n", "")),
            Some("base64") => base64(body),
            Some("7bit") => body.as_bytes().to_vec(),
            other => panic!("the encoding {other:?} was not expected"),
        };
        String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n")
    }
}

fn quoted_printable(text: &str) -> Vec<u8> {
    let mut pieces = text.split('=');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let (code, rest) = piece.split_at(2);
        bytes.push(u8::from_str_radix(code, 16).expect("two digits"));
        bytes.extend_from_slice(rest.as_bytes());
    }
    bytes
}

fn base64(text: &str) -> Vec<u8> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0u32, 0);
    for value in text.chars().filter_map(|c| LETTERS.find(c)) {
        held = (held << 6) | u32::try_from(value).expect("six bits");
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).expect("eight bits"));
        }
    }
    bytes
}

/// The words of a header with its encoded words made readable (RFC 2047).
pub fn readable(header: &str) -> String {
    // The space between two encoded words belongs to neither.
    let joined = header.replace("?= =?", "?==?");
    let mut pieces = joined.split("=?utf-8?");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (word, rest) = piece.split_once("?=").unwrap_or((piece, ""));
        let bytes = match word.split_once('?') {
            Some(("b", word)) => base64(word),
            Some((_, word)) => quoted_printable(&word.replace('_', " ")),
            None => Vec::new(),
        };
        text.push_str(&String::from_utf8_lossy(&bytes));
        text.push_str(rest);
    }
    text
}
