//! What the kit's sources and products look like: length and time of each file. When nothing of it changed, cargo
//! would have nothing to do.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use super::Contents;

/// Variables on which it depends what cargo builds, or with what.
const VARIABLES: [&str; 5] = [
    "CARGO_BUILD_TARGET",
    "RUSTC",
    "RUSTC_WRAPPER",
    "RUSTFLAGS",
    "RUSTUP_TOOLCHAIN",
];

pub(super) fn of(contents: &Contents) -> u64 {
    let mut hasher = DefaultHasher::new();
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    for variable in VARIABLES {
        env::var_os(variable).hash(&mut hasher);
    }
    for (name, file) in &contents.libraries {
        name.hash(&mut hasher);
        look(file, &mut hasher);
    }
    look(&contents.rustc, &mut hasher);
    if let Some(prelinked) = &contents.prelinked {
        look(&prelinked.file, &mut hasher);
    }
    for source in &contents.sources {
        look(source, &mut hasher);
    }
    hasher.finish()
}

fn look(path: &Path, hasher: &mut DefaultHasher) {
    path.hash(hasher);
    let Ok(found) = fs::metadata(path) else {
        return;
    };
    if !found.is_dir() {
        (found.len(), found.modified().ok()).hash(hasher);
        return;
    }
    let mut inside: Vec<_> = fs::read_dir(path)
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.path())
        .collect();
    inside.sort_unstable();
    inside.iter().for_each(|path| look(path, hasher));
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn it_changes_with_each_source_and_each_product() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("src")).unwrap();
        for file in ["src/lib.rs", "lib.rlib", "rustc"] {
            fs::write(path(file), "").unwrap();
        }
        let contents = Contents {
            root: Default::default(),
            rustc: path("rustc"),
            target_libdir: None,
            prelinked: None,
            libraries: BTreeMap::from([("lib".to_owned(), path("lib.rlib"))]),
            sources: vec![path("src"), path("missing")],
            stamp: 0,
        };
        let mut seen = vec![of(&contents)];
        assert_eq!(of(&contents), seen[0]);
        for file in ["src/lib.rs", "src/new.rs", "lib.rlib", "rustc", "missing"] {
            fs::write(path(file), "changed").unwrap();
            seen.push(of(&contents));
        }
        fs::remove_file(path("lib.rlib")).unwrap();
        seen.push(of(&contents));
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), all);
    }
}
