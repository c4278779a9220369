//! Where the course lies on disk.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::{Chapter, Error, Exercise, Result, Store, chapter, names, store};

/// The course: a folder with `book/`, `lessons/`, `exercises/` and `solutions/`.
#[derive(Clone, Debug)]
pub struct Course {
    root: PathBuf,
    target: PathBuf,
}

impl Course {
    /// Looks for the course in `from` and the folders above it, then where this program was built.
    ///
    /// # Errors
    /// [`Error::NoCourse`].
    pub fn find(from: &Path) -> Result<Self> {
        let built_in = Path::new(env!("CARGO_MANIFEST_DIR"));
        from.ancestors()
            .chain(built_in.ancestors())
            .find(|folder| is_root(folder))
            .map_or_else(|| Err(Error::NoCourse(from.to_owned())), Self::at)
    }

    /// The course whose root is this folder. What is built goes where cargo would put it when it is called from here.
    ///
    /// # Errors
    /// [`Error::NoCourse`].
    pub fn at(root: impl AsRef<Path>) -> Result<Self> {
        let root = root.as_ref();
        match root.canonicalize() {
            Ok(root) if is_root(&root) => Ok(Self {
                target: store::target_of(&root),
                root,
            }),
            _ => Err(Error::NoCourse(root.to_owned())),
        }
    }

    /// The same course with another target folder.
    pub fn with_target(self, target: impl Into<PathBuf>) -> Self {
        Self {
            target: target.into(),
            ..self
        }
    }

    /// The root, as an absolute path without links.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where cargo builds into, as far as this is known without asking it.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// A name for something of this checkout in the target folder, which several may share.
    pub(crate) fn key(&self, name: &str) -> String {
        let mut hasher = DefaultHasher::new();
        self.root.hash(&mut hasher);
        format!("{:016x}/{name}", hasher.finish())
    }

    /// The chapters in their order, with their exercises and each one's state, as they are on disk now.
    ///
    /// # Errors
    /// When a folder or file of the course cannot be read.
    pub fn chapters(&self) -> Result<Vec<Chapter>> {
        chapter::scan(self)
    }

    /// The exercise that is meant by `overlap`, `01_why_async/overlap` or the path of its file, from here or from the
    /// course's root.
    ///
    /// # Errors
    /// [`Error::UnknownExercise`] with the nearest name, [`Error::AmbiguousExercise`].
    pub fn exercise(&self, name: &str) -> Result<Exercise> {
        names::find(self, self.chapters()?, name)
    }

    /// Where what the playground makes is kept.
    ///
    /// # Errors
    /// When neither the target folder nor the system's folder for temporary files can be written.
    pub fn store(&self) -> Result<Store> {
        Store::open(&self.root, &self.target)
    }
}

fn is_root(folder: &Path) -> bool {
    folder.join("Cargo.toml").is_file()
        && folder.join("exercises").is_dir()
        && folder.join("book").is_dir()
        && folder.join("lessons").is_dir()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chapter::sample;

    #[test]
    fn found_from_a_folder_inside() {
        let folder = sample::course();
        let inside = folder.path().join("exercises/01_first");
        let course = Course::find(&inside).unwrap();
        assert_eq!(course.root(), folder.path().canonicalize().unwrap());
    }

    #[test]
    fn elsewhere_is_refused_with_the_folder_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = Course::at(folder.path()).unwrap_err().to_string();
        assert!(
            error.contains(&folder.path().display().to_string()),
            "{error}"
        );
    }
}
