//! The learner's own file of an exercise, read and saved from elsewhere than an editor: nobody's text is ever lost.
//!
//! A save names the version that it replaces. Where another stands in the file, nothing is written, and whoever saves
//! gets to see it.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::Duration;

use tempfile::NamedTempFile;

use crate::{Course, Error, Exercise, Result, files};

/// How large an answer may be that is shown and saved.
pub const ANSWER_BYTES: usize = 256 * 1024;

/// Files that were being written when a playground was killed: after that time nobody writes them any more.
const UNFINISHED_KEPT: Duration = Duration::from_secs(60 * 60);

/// What stands in the file of an exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// All of it.
    pub text: String,
    /// A name for exactly this text.
    pub version: String,
}

/// What came of a save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Save {
    /// The text is in the file; this is its version.
    Done(String),
    /// Another version stands in the file, and was left there; `None`: the file is gone.
    Changed(Option<Text>),
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        Self {
            version: format!("{:016x}", hasher.finish()),
            text,
        }
    }
}

impl Exercise {
    /// What stands in the learner's file now; `None`: it is gone.
    ///
    /// # Errors
    /// When it cannot be read, is no text, is too large, or is a link that leads out of the course.
    pub fn text(&self, course: &Course) -> Result<Option<Text>> {
        let path = self.path(course);
        match fs::symlink_metadata(&path) {
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(Error::io(&path, "read")(e)),
            Ok(_) => {}
        }
        self.inside(course)?;
        if fs::metadata(&path).is_ok_and(|m| m.len() > ANSWER_BYTES as u64) {
            let most = ANSWER_BYTES / 1024;
            return Err(Error::Setup(format!(
                "`{}` is larger than {most} KiB: edit it in your own editor",
                self.file
            )));
        }
        Ok(Some(files::read_program(&path)?.into()))
    }

    /// Replaces the learner's file, if `base` is the version that stands in it (`None`: there is no file).
    ///
    /// Who reads the file meanwhile, or after this process was killed, finds the old text or the new one.
    ///
    /// # Errors
    /// When it cannot be read or written: then the old text stands in it.
    pub fn save(&self, course: &Course, text: &str, base: Option<&str>) -> Result<Save> {
        let path = self.path(course);
        let folder = path.parent().expect("a file lies in a folder");
        // One playground at a time; closing it unlocks it, also when the process is killed.
        let alone = fs::File::open(folder).and_then(|folder| folder.lock().map(|()| folder));
        let _alone = alone.map_err(Error::io(folder, "read"))?;
        let found = self.text(course)?;
        if found.as_ref().map(|found| found.version.as_str()) != base {
            return Ok(Save::Changed(found));
        }
        let new = Text::from(text.to_owned());
        if found.as_ref() == Some(&new) {
            return Ok(Save::Done(new.version));
        }
        let unwritable = |e| Error::io(&path, "written")(e);
        files::clear_away(folder, UNFINISHED_KEPT);
        let is_there = match found {
            Some(found) => files::beside(&path, text.as_bytes())
                .and_then(|file| self.put(course, file, &new, &found)),
            None => files::create(&path, text.as_bytes()),
        };
        let is_there = is_there.map_err(unwritable)?;
        Ok(match is_there {
            true => Save::Done(new.version),
            false => Save::Changed(self.text(course)?),
        })
    }

    /// Puts the new file in the place of the old one; `false`: somebody who knows nothing of us wrote another text there
    /// since it was looked at. A plain rename would lose that text.
    fn put(
        &self,
        course: &Course,
        file: NamedTempFile,
        new: &Text,
        old: &Text,
    ) -> io::Result<bool> {
        let path = self.path(course);
        if !exchange(file.path(), &path)? {
            file.persist(&path)?;
            return Ok(true);
        }
        if fs::read(file.path())? == old.text.as_bytes() {
            return Ok(true);
        }
        exchange(file.path(), &path)?;
        let between = fs::read(file.path())?;
        if between != new.text.as_bytes() {
            self.keep(course, &between).map_err(io::Error::other)?;
        }
        Ok(false)
    }

    /// That the file is where its name says. Through a link, a page could read and replace anything.
    fn inside(&self, course: &Course) -> Result<()> {
        let path = self.path(course);
        let real = path.canonicalize().map_err(Error::io(&path, "read"))?;
        if real == path {
            return Ok(());
        }
        Err(Error::Setup(format!(
            "`{}` is a link to another place: edit it in your own editor",
            self.file
        )))
    }
}

/// Lets two files swap their names in one step; `false`: this file system cannot.
fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(true),
            Err(
                rustix::io::Errno::NOSYS | rustix::io::Errno::INVAL | rustix::io::Errno::NOTSUP,
            ) => {}
            Err(e) => return Err(e.into()),
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use std::thread;
    use std::time::SystemTime;

    use super::*;
    use crate::chapter::sample;

    fn sample() -> (tempfile::TempDir, Course, Exercise) {
        let folder = sample::course();
        let course = sample::opened(&folder);
        let exercise = course.exercise("stopwatch").unwrap();
        (folder, course, exercise)
    }

    fn files_in(exercise: &Exercise, course: &Course) -> usize {
        let path = exercise.path(course);
        fs::read_dir(path.parent().unwrap()).unwrap().count()
    }

    #[test]
    fn a_save_replaces_the_version_that_it_names() {
        let (_folder, course, exercise) = sample();
        let before = files_in(&exercise, &course);
        let first = exercise.text(&course).unwrap().unwrap();
        let Save::Done(version) = exercise.save(&course, "two", Some(&first.version)).unwrap()
        else {
            panic!("it is the version that stands there");
        };
        let second = exercise.text(&course).unwrap().unwrap();
        assert_eq!((second.text.as_str(), &second.version), ("two", &version));
        let refused = exercise
            .save(&course, "three", Some(&first.version))
            .unwrap();
        assert_eq!(refused, Save::Changed(Some(second)));
        assert_eq!(fs::read_to_string(exercise.path(&course)).unwrap(), "two");
        assert_eq!(files_in(&exercise, &course), before);
    }

    #[test]
    fn a_file_that_is_gone_comes_back_only_to_who_knows_that_it_is() {
        let (_folder, course, exercise) = sample();
        let old = exercise.text(&course).unwrap().unwrap().version;
        fs::remove_file(exercise.path(&course)).unwrap();
        assert_eq!(exercise.text(&course).unwrap(), None);
        let refused = exercise.save(&course, "new", Some(&old)).unwrap();
        assert_eq!(refused, Save::Changed(None));
        assert!(matches!(
            exercise.save(&course, "new", None).unwrap(),
            Save::Done(_)
        ));
        let there = exercise.text(&course).unwrap();
        assert_eq!(
            exercise.save(&course, "other", None).unwrap(),
            Save::Changed(there)
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_neither_read_nor_replaced() {
        let (folder, course, exercise) = sample();
        let secret = folder.path().join("secret.rs");
        fs::write(&secret, "secret").unwrap();
        fs::remove_file(exercise.path(&course)).unwrap();
        std::os::unix::fs::symlink(&secret, exercise.path(&course)).unwrap();
        let said = exercise.text(&course).unwrap_err().to_string();
        assert!(said.contains("is a link to another place"), "{said}");
        assert!(exercise.save(&course, "x", None).is_err());
        assert_eq!(fs::read_to_string(&secret).unwrap(), "secret");
    }

    #[test]
    fn of_many_that_save_at_once_each_text_is_saved_or_shown() {
        let (_folder, course, exercise) = sample();
        let save = |text: &str| {
            let mut base = exercise.text(&course).unwrap().map(|t| t.version);
            // Somebody else's version is always looked at first.
            loop {
                match exercise.save(&course, text, base.as_deref()).unwrap() {
                    Save::Done(_) => return,
                    Save::Changed(theirs) => base = theirs.map(|t| t.version),
                }
            }
        };
        thread::scope(|scope| {
            for n in 0..8 {
                scope.spawn(move || (0..20).for_each(|k| save(&format!("{n} {k}"))));
            }
        });
        let last = exercise.text(&course).unwrap().unwrap().text;
        assert!(last.ends_with(" 19"), "{last}");
    }

    #[test]
    fn what_an_editor_wrote_in_between_stays() {
        let (_folder, course, exercise) = sample();
        let path = exercise.path(&course);
        let old = exercise.text(&course).unwrap().unwrap();
        fs::write(&path, "from an editor").unwrap();
        let new = Text::from("from the page".to_owned());
        let file = files::beside(&path, new.text.as_bytes()).unwrap();
        assert!(!exercise.put(&course, file, &new, &old).unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "from an editor");
    }

    #[test]
    fn what_a_killed_playground_left_is_removed_after_a_while() {
        let (_folder, course, exercise) = sample();
        let path = exercise.path(&course);
        let old = path.with_file_name(".saving-old");
        let fresh = path.with_file_name(".saving-fresh");
        for (file, age) in [(&old, UNFINISHED_KEPT * 2), (&fresh, Duration::ZERO)] {
            fs::write(file, "").unwrap();
            let file = fs::File::options().write(true).open(file).unwrap();
            file.set_modified(SystemTime::now() - age).unwrap();
        }
        let base = exercise.text(&course).unwrap().unwrap().version;
        exercise.save(&course, "new", Some(&base)).unwrap();
        assert_eq!((old.exists(), fresh.exists()), (false, true));
    }
}
