//! One-time links, session tokens and recovery codes: made from chance, handed out once, and kept only
//! as SHA-256. All have 120 bits or more, so a plain hash is enough (V6.5.2, V7.2.3).

use concordat_access::audit::hex;
use concordat_kernel::Chance;
use sha2::{Digest as _, Sha256};

/// 32 random bytes, written so that they can stand in an address and in a cookie.
pub(crate) fn token(chance: &Chance) -> String {
    hex(&chance.bytes::<32>())
}

/// What is kept of a secret.
pub(crate) fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// Thirty-two letters and digits that cannot be taken for one another.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstvwxyz0123456789";

/// A recovery code: 24 characters in groups of four.
pub(crate) fn recovery_code(chance: &Chance) -> String {
    let mut code = String::with_capacity(29);
    for (at, byte) in chance.bytes::<24>().into_iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            code.push('-');
        }
        // 256 is a multiple of 32, so every character is as likely.
        code.push(char::from(ALPHABET.get(usize::from(byte % 32)).copied().unwrap_or(b'a')));
    }
    code
}

/// A recovery code as it is hashed, however it was typed.
pub(crate) fn bare_code(typed: &str) -> String {
    typed.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_long_and_differ() {
        let chance = Chance::seeded(1);
        assert_eq!(token(&chance).len(), 64);
        assert_ne!(token(&chance), token(&chance));
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn recovery_codes_can_be_typed_as_one_likes() {
        let code = recovery_code(&Chance::seeded(1));
        assert_eq!(code.len(), 29);
        assert_eq!(bare_code(&code).len(), 24);
        assert_eq!(bare_code(&format!(" {} ", code.to_uppercase().replace('-', " "))), bare_code(&code));
    }
}
