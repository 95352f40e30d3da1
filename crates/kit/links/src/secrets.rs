//! The secrets of links: 256 bits of chance, handed out once, and kept only as SHA-256.

use concordat_access::audit::hex;
use concordat_kernel::Chance;
use sha2::{Digest as _, Sha256};

/// A new secret, written so that it can stand in an address and in a cookie.
pub fn token(chance: &Chance) -> String {
    hex(&chance.bytes::<32>())
}

/// What is kept of a secret.
pub fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// The token that the forms of whoever holds this secret carry. It follows from the secret, which no
/// other site can read, and tells nothing about it.
pub fn form_token(secret: &str) -> String {
    hex(&Sha256::digest(format!("form {secret}").as_bytes()))
}

/// Whether this can be a secret at all.
pub fn is_token(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}
