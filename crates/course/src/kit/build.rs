//! Lets cargo build the kit, and reads what it says about it.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::{CRATES, Contents, NEIGHBOUR, PACKAGES, Progress, prelinked, setup, stamp};
use crate::bounded::{self, Ended, Job, Limits};
use crate::{Cancel, Course, Error, Result, Store, environment};

/// Crates that have to be there; the others are there when the course has them.
const NEEDED: [&str; 3] = ["tokio", "tokio_facade", "checks"];

pub(super) fn build(
    course: &Course,
    store: &Store,
    on_progress: &mut dyn FnMut(Progress),
    cancel: &Cancel,
) -> Result<Contents> {
    build_within(Limits::build(), course, store, on_progress, cancel)
}

fn build_within(
    limits: Limits,
    course: &Course,
    store: &Store,
    on_progress: &mut dyn FnMut(Progress),
    cancel: &Cancel,
) -> Result<Contents> {
    let folder = store.scratch()?;
    let messages = folder.path().join("messages.json");
    let mut args: Vec<String> = ["build", "--lib", "--message-format=json-render-diagnostics"]
        .map(str::to_owned)
        .into();
    for package in PACKAGES.into_iter().chain([NEIGHBOUR]) {
        args.extend(["--package".to_owned(), package.to_owned()]);
    }
    let job = Job {
        program: cargo(),
        args,
        env: environment(course, store),
        folder: course.root().to_owned(),
        stdout: Some(messages.clone()),
        stderr: None,
        report: folder.path().join("report.json"),
        limits,
        writable: None,
    };
    let mut error = None;
    let report = bounded::run(&job, cancel, &mut |line| {
        if let Some(progress) = Progress::read(line) {
            on_progress(progress);
        } else if let (None, Some(why)) = (&error, line.strip_prefix("error")) {
            error = Some(
                why.trim_start_matches(|c| c != ':')
                    .trim_start_matches([':', ' '])
                    .to_owned(),
            );
        }
    })?;
    if report.ended != (Ended::Exited { code: 0 }) {
        let why = error.unwrap_or_else(|| format!("cargo {}", report.ended));
        return Err(setup(format!(
            "the course's own crates do not build ({why}): `cargo build -p {}` shows all of it",
            PACKAGES.join(" -p ")
        )));
    }
    let messages = fs::read_to_string(&messages).map_err(Error::io(&messages, "read"))?;
    let mut contents = read(course.root(), &messages);
    if let Some(missing) = NEEDED
        .into_iter()
        .find(|name| !contents.libraries.contains_key(*name))
    {
        return Err(setup(format!(
            "cargo built no library `{missing}`: `cargo build -p checks` shows what it does"
        )));
    }
    (contents.rustc, contents.target_libdir) = rustc(course.root())?;
    let folder = store.folder().join(course.key("kit"));
    contents.prelinked = prelinked::link(&contents, &folder, store, cancel);
    cancel.check()?;
    contents.stamp = stamp::of(&contents);
    Ok(contents)
}

fn cargo() -> PathBuf {
    env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from)
}

fn environment(course: &Course, store: &Store) -> Vec<(String, String)> {
    let mut environment = environment::for_tools();
    environment.retain(|(name, _)| {
        !["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"].contains(&name.as_str())
    });
    let mut set = |name: &str, value: &str| environment.push((name.to_owned(), value.to_owned()));
    // Where it is the usual folder, cargo finds it by itself, also where a configuration names another.
    if store.target() != course.root().join("target") {
        set("CARGO_TARGET_DIR", &store.target().to_string_lossy());
    }
    set("CARGO_TERM_COLOR", "never");
    set("CARGO_TERM_PROGRESS_WHEN", "always");
    set("CARGO_TERM_PROGRESS_WIDTH", "120");
    environment
}

/// The compiler itself, past rustup's stand-in, which costs time at each start; and where its libraries are.
fn rustc(root: &Path) -> Result<(PathBuf, Option<PathBuf>)> {
    let named = env::var_os("RUSTC").map_or_else(|| "rustc".into(), PathBuf::from);
    let asked = Command::new(&named)
        .args(["--print", "sysroot", "--print", "target-libdir"])
        .current_dir(root)
        .output()
        .map_err(|e| setup(format!("`{}` cannot be started: {e}", named.display())))?;
    let said = String::from_utf8_lossy(&asked.stdout);
    let mut said = said.lines().map(PathBuf::from);
    let behind = said.next().unwrap_or_default().join("bin/rustc");
    let rustc = if behind.is_file() { behind } else { named };
    Ok((rustc, said.next()))
}

#[derive(Deserialize)]
struct Message {
    manifest_path: PathBuf,
    target: Target,
    filenames: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    src_path: PathBuf,
}

fn read(root: &Path, messages: &str) -> Contents {
    let mut libraries = BTreeMap::new();
    let mut sources: Vec<PathBuf> = [
        "Cargo.toml",
        "Cargo.lock",
        ".cargo/config.toml",
        "rust-toolchain",
        "rust-toolchain.toml",
    ]
    .map(|name| root.join(name))
    .into();
    let rustup = env::var_os("RUSTUP_HOME").map(PathBuf::from);
    let rustup = rustup.or_else(|| Some(env::home_dir()?.join(".rustup")));
    sources.extend(rustup.map(|folder| folder.join("settings.toml")));

    for message in messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Message>(line).ok())
    {
        let name = message.target.name.replace('-', "_");
        if let Some(library) = library(&message.filenames)
            && (CRATES.contains(&name.as_str()) || NEEDED.contains(&name.as_str()))
        {
            libraries.insert(name, library);
        }
        if message.manifest_path.starts_with(root) {
            let folder = message.manifest_path.parent().unwrap_or(root);
            sources.push(folder.join("build.rs"));
            sources.extend(
                message
                    .target
                    .src_path
                    .parent()
                    .filter(|src| *src != folder)
                    .map(Path::to_owned),
            );
            sources.push(message.manifest_path);
        }
    }
    sources.sort_unstable();
    sources.dedup();
    Contents {
        root: root.to_owned(),
        rustc: PathBuf::new(),
        target_libdir: None,
        prelinked: None,
        libraries,
        sources,
        stamp: 0,
    }
}

/// The `.rlib` among an artifact's files: the one beside the crates that it depends on, where there are two.
fn library(files: &[PathBuf]) -> Option<PathBuf> {
    let with = |extension: &str| {
        files
            .iter()
            .find(|file| file.extension().is_some_and(|e| e == extension))
    };
    let beside = with("rmeta")
        .map(|file| file.with_extension("rlib"))
        .filter(|file| file.is_file());
    beside.or_else(|| with("rlib").cloned())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// The learner's file in it.
    const ANSWER: &str = "exercises/answer.rs";

    /// A course whose crates are empty, but for these files.
    fn course_with(files: &[(&str, &str)]) -> (tempfile::TempDir, Course) {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\n");
        write("book/SUMMARY.md", "# Summary\n");
        write("book.toml", "");
        write(ANSWER, "the learner's");
        fs::create_dir(folder.path().join("lessons")).unwrap();
        for package in PACKAGES.into_iter().chain([NEIGHBOUR]) {
            let manifest = format!("[package]\nname = \"{package}\"\nedition = \"2024\"\n");
            write(&format!("crates/{package}/Cargo.toml"), &manifest);
            write(&format!("crates/{package}/src/lib.rs"), "");
        }
        files.iter().for_each(|(name, text)| write(name, text));
        let course = Course::at(folder.path()).unwrap();
        (folder, course)
    }

    /// What begins, and does not end. Should its end fail, it ends by itself after a minute.
    const ENDLESS: &str = "
        std::fs::write(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../begun\"), std::process::id().to_string()).unwrap();
        std::thread::sleep(std::time::Duration::from_secs(60));
    ";

    fn with_an_endless_build_script() -> (tempfile::TempDir, Course) {
        let script = format!("fn main() {{ {ENDLESS} }}");
        course_with(&[("crates/checks/build.rs", &script)])
    }

    fn with_an_endless_macro() -> (tempfile::TempDir, Course) {
        let its_macro = format!(
            "use proc_macro::TokenStream;\n\n#[proc_macro]\npub fn endless(_: TokenStream) -> TokenStream {{ {ENDLESS} \
             TokenStream::new() }}\n"
        );
        course_with(&[
            (
                "crates/macros/Cargo.toml",
                "[package]\nname = \"macros\"\nedition = \"2024\"\n\n[lib]\nproc-macro = true\n",
            ),
            ("crates/macros/src/lib.rs", &its_macro),
            (
                "crates/checks/Cargo.toml",
                "[package]\nname = \"checks\"\nedition = \"2024\"\n\n[dependencies]\nmacros.path = \"../macros\"\n",
            ),
            ("crates/checks/src/lib.rs", "macros::endless!();\n"),
        ])
    }

    /// Processes that were started with a path in this folder.
    #[cfg(target_os = "linux")]
    fn left_of(folder: &Path) -> usize {
        let folder = folder.to_str().unwrap();
        let called = |entry: &fs::DirEntry| fs::read(entry.path().join("cmdline")).ok();
        let all = fs::read_dir("/proc").unwrap().flatten();
        all.filter_map(|entry| called(&entry))
            .filter(|line| String::from_utf8_lossy(line).contains(folder))
            .count()
    }

    #[test]
    fn what_never_ends_in_a_build_is_stopped_in_time() {
        for (folder, course) in [with_an_endless_build_script(), with_an_endless_macro()] {
            let store = Store::open(folder.path(), &folder.path().join("target")).unwrap();
            let limits = Limits {
                wall: Duration::from_secs(1),
                ..Limits::build()
            };
            let built = build_within(limits, &course, &store, &mut |_| {}, &Cancel::never());
            assert_eq!(
                built.err().unwrap().to_string(),
                "the course's own crates do not build (cargo was stopped after 1 s: it blocks, spins or waits for ever): \
                 `cargo build -p tokio-facade -p checks -p lessons` shows all of it"
            );
            #[cfg(target_os = "linux")]
            assert_eq!(left_of(folder.path()), 0);
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_never_ends_in_a_build_and_is_called_off_leaves_nothing_behind() {
        for (folder, course) in [with_an_endless_build_script(), with_an_endless_macro()] {
            let store = Store::open(folder.path(), &folder.path().join("target")).unwrap();
            let begun = folder.path().join("crates/begun");
            let cancel = Cancel::new();
            std::thread::scope(|scope| {
                let building = scope.spawn(|| build(&course, &store, &mut |_| {}, &cancel));
                while !begun.exists() {
                    assert!(!building.is_finished(), "it ended before this began");
                    std::thread::sleep(Duration::from_millis(5));
                }
                assert_ne!(left_of(folder.path()), 0);
                cancel.cancel();
                assert!(building.join().unwrap().err().unwrap().is_cancelled());
            });
            assert_eq!(left_of(folder.path()), 0);
            let answer = fs::read_to_string(folder.path().join(ANSWER)).unwrap();
            assert_eq!(answer, "the learner's");
        }
    }

    #[test]
    fn errors_beside_crates_that_were_built_anew_are_not_the_programs() {
        let (folder, course) = course_with(&[
            (
                "crates/tokio/Cargo.toml",
                "[package]\nname = \"tokio\"\nedition = \"2024\"\n",
            ),
            ("crates/tokio/src/lib.rs", ""),
            (
                "crates/checks/Cargo.toml",
                "[package]\nname = \"checks\"\nedition = \"2024\"\n\n[dependencies]\ntokio.path = \"../tokio\"\n",
            ),
        ]);
        let prepare = || crate::Kit::prepare(&course, &mut |_| {}, &Cancel::never()).unwrap();
        let kit = prepare();
        let wrong = crate::Source::text("fn main() { checks::gone() }", "wrong.rs");
        let compile = |kit: &crate::Kit| kit.compile(&wrong, &mut |_| {}, &Cancel::never());
        assert!(compile(&kit).unwrap().program.is_none());

        let changed = folder.path().join("crates/checks/src/lib.rs");
        fs::write(changed, "pub fn gone() {}\n").unwrap();
        assert_eq!(
            compile(&kit).err().unwrap().to_string(),
            "the course's crates were built anew meanwhile: try again"
        );
        assert!(compile(&prepare()).unwrap().program.is_some());
    }

    #[test]
    fn libraries_and_sources_out_of_cargos_messages() {
        let messages = r#"
            {"reason":"compiler-artifact","manifest_path":"/registry/tokio/Cargo.toml","target":{"name":"tokio","src_path":"/registry/tokio/src/lib.rs"},"filenames":["/t/deps/libtokio-1.rlib","/t/deps/libtokio-1.rmeta"]}
            {"reason":"compiler-artifact","manifest_path":"/c/crates/checks/Cargo.toml","target":{"name":"checks","src_path":"/c/crates/checks/src/lib.rs"},"filenames":["/t/libchecks.rlib"]}
            {"reason":"compiler-artifact","manifest_path":"/registry/syn/Cargo.toml","target":{"name":"syn","src_path":"/registry/syn/src/lib.rs"},"filenames":["/t/deps/libsyn-1.rlib"]}
            {"reason":"build-finished","success":true}"#;
        let contents = read(Path::new("/c"), messages);
        let libraries: Vec<_> = contents
            .libraries
            .iter()
            .map(|(n, p)| (n.as_str(), p.to_str().unwrap()))
            .collect();
        assert_eq!(
            libraries,
            [
                ("checks", "/t/libchecks.rlib"),
                ("tokio", "/t/deps/libtokio-1.rlib")
            ]
        );
        assert!(
            contents
                .sources
                .contains(&PathBuf::from("/c/crates/checks/src"))
        );
        assert!(
            contents
                .sources
                .iter()
                .all(|path| !path.starts_with("/registry"))
        );
    }
}
