//! What the compiler has to say of an error beyond the error itself.

use std::process::{Command, Stdio};

use crate::{Error, Kit, Result};

impl Kit {
    /// rustc's own explanation of an error code such as `E0308`, in Markdown.
    ///
    /// # Errors
    /// When it is no code, or the compiler has nothing to say of it.
    pub fn explain(&self, code: &str) -> Result<String> {
        let digits = code.strip_prefix('E').unwrap_or("");
        if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Error::Setup(format!(
                "`{code}` is no error code: one looks like `E0308`"
            )));
        }
        let said = Command::new(self.rustc())
            .args(["--explain", code])
            .stdin(Stdio::null())
            .output()
            .map_err(Error::io(self.rustc(), "started"))?;
        let text = String::from_utf8_lossy(&said.stdout).trim().to_owned();
        match said.status.success() && !text.is_empty() {
            true => Ok(text),
            false => Err(Error::Setup(format!(
                "the compiler has no explanation of `{code}`"
            ))),
        }
    }
}
