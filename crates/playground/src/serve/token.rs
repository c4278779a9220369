//! The key of one start of the server: in the address that it opens, and in every request of its pages to `/api/`.
//!
//! The key is behind the `#` of that address, which no browser sends. The page keeps it in the browser's storage for this
//! address *and port*, and sends it as a header. A cookie would go to every port of this machine, and with it to the
//! servers of its other users.

use std::fmt::Write;

use anyhow::{Result, anyhow};

pub(super) struct Token(String);

impl Token {
    pub(super) fn random() -> Result<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|e| {
            anyhow!("the system gives no random numbers for the session's token: {e}")
        })?;
        Ok(Self(bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })))
    }

    /// Looks at every byte whatever the first difference is, so that the time taken tells nothing.
    pub(super) fn is(&self, given: &[u8]) -> bool {
        let own = self.0.as_bytes();
        let differences = own.iter().zip(given).fold(0, |all, (a, b)| all | (a ^ b));
        own.len() == given.len() && std::hint::black_box(differences) == 0
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Token;

    #[test]
    fn only_the_whole_token_is_it() {
        let token = Token::random().unwrap();
        let text = token.as_str();
        assert_eq!(text.len(), 64);
        assert!(token.is(text.as_bytes()));
        assert!(!token.is(b""));
        assert!(!token.is(&text.as_bytes()[..63]));
        assert!(!token.is(format!("{text}0").as_bytes()));
        assert_ne!(text, Token::random().unwrap().as_str());
    }
}
