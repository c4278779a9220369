//! A file that leads the browser to the address with the key.
//!
//! What a program is started with, every user of the machine can read; this file only its owner.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use course::Course;

/// Removed when the server ends.
pub(super) struct Door(Option<PathBuf>);

impl Door {
    /// Without one, where it cannot be written, or where the browser is on another system: in WSL.
    pub(super) fn new(course: &Course, port: u16, url: &str) -> Self {
        if std::env::var_os("WSL_DISTRO_NAME").is_some() {
            return Self(None);
        }
        let folder = course.store().map(|store| store.folder());
        let file = folder.map(|folder| folder.join(format!("open-{port}.html")));
        Self(file.ok().filter(|file| write(file, url).is_ok()))
    }

    /// What to open: the file, or the address itself.
    pub(super) fn leads<'a>(&'a self, url: &'a str) -> &'a std::ffi::OsStr {
        match &self.0 {
            Some(file) => file.as_os_str(),
            None => url.as_ref(),
        }
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        if let Some(file) = &self.0 {
            let _ = fs::remove_file(file);
        }
    }
}

fn write(file: &Path, url: &str) -> std::io::Result<()> {
    let _ = fs::remove_file(file);
    let mut options = fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)?;
    write!(
        file,
        "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<title>Async Rust, recorded</title>\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={url}\">\n<p><a href=\"{url}\">The course</a></p>\n"
    )
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn only_its_owner_can_read_it_and_it_goes_with_the_server() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("open.html");
        // What another start left there, with other rights.
        fs::write(&file, "old").unwrap();
        write(&file, "http://127.0.0.1:1/#key=ab").unwrap();
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600
        );
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains("url=http://127.0.0.1:1/#key=ab\""), "{text}");
        drop(Door(Some(file.clone())));
        assert!(!file.exists());
    }
}
