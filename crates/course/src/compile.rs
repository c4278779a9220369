//! One source file becomes a program, by one call of rustc: the crates that it uses lie ready in the [`Kit`].

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::bounded::{self, Ended, Job};
use crate::kit::PRELINKED;
use crate::{Cancel, Diagnostic, Error, Kit, Result, Scratch, environment};

/// Errors that the reader did not cause: the prebuilt crates are not those that the kit knew.
const STALE: [&str; 3] = ["E0460", "E0514", "E0786"];

/// Whether rustc complains of the course's crates and not of the program. One of these complaints has no code.
fn is_stale(diagnostic: &Diagnostic) -> bool {
    let known = diagnostic
        .code
        .as_deref()
        .is_some_and(|code| STALE.contains(&code));
    let is_gone = diagnostic.code.as_deref() == Some("E0463")
        && diagnostic.message.contains(&format!("`{PRELINKED}`"));
    // They went between compiling and linking.
    let is_unlinked = diagnostic.message.starts_with("linking with")
        && diagnostic
            .rendered
            .lines()
            .any(|line| line.contains(&format!("{PRELINKED}.")) && line.contains("No such file"));
    known
        || is_gone
        || is_unlinked
        || diagnostic
            .message
            .contains("required to be available in rlib format")
}

/// What a program gets under the name `tokio`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tokio {
    /// Tokio with runtimes that record themselves: for programs that know nothing of the course.
    Facade,
    /// Tokio itself: for lessons and exercises, which say what to record.
    Real,
}

/// A program's source.
#[derive(Clone, Debug)]
pub struct Source {
    text: Option<String>,
    file: PathBuf,
    shown: String,
    tokio: Tokio,
    /// Other files that it is made of: where they are, and what to call them.
    parts: Vec<(PathBuf, String)>,
    /// A folder of its own that stays, with what the compiler knows of the last time.
    kept: Option<PathBuf>,
    /// That it is linked to the kit as a whole, of which it says `extern crate`.
    prelinked: bool,
}

impl Source {
    /// A file, compiled where it is. The compiler, a panic and the recording call it `shown`.
    pub fn file(path: &Path, shown: &str) -> Self {
        Self {
            text: None,
            file: path.to_owned(),
            shown: shown.to_owned(),
            tokio: Tokio::Facade,
            parts: Vec::new(),
            kept: None,
            prelinked: false,
        }
    }

    /// A text. The compiler, a panic and the recording call its file `shown`.
    pub fn text(text: impl Into<String>, shown: &str) -> Self {
        Self {
            text: Some(text.into()),
            ..Self::file(Path::new(shown), shown)
        }
    }

    /// What it gets under the name `tokio`; [`Tokio::Facade`] unless this is called.
    pub fn tokio(self, tokio: Tokio) -> Self {
        Self { tokio, ..self }
    }

    /// Compiles it in this folder, which nobody else uses meanwhile, and more quickly from the second time on.
    pub(crate) fn kept_in(self, folder: Option<PathBuf>) -> Self {
        Self {
            kept: folder,
            ..self
        }
    }

    /// The file that somebody wrote, and not the lines around it.
    fn about(&self) -> &str {
        let first = self.parts.first();
        first.map_or(&self.shown, |(_, shown)| shown)
    }

    pub(crate) fn prelinked(self, prelinked: bool) -> Self {
        Self { prelinked, ..self }
    }

    pub(crate) fn part(mut self, path: PathBuf, shown: &str) -> Self {
        self.parts.push((path, shown.to_owned()));
        self
    }
}

/// What came of a compilation.
#[derive(Debug)]
pub struct Compiled {
    /// What the compiler said, in its order.
    pub diagnostics: Vec<Diagnostic>,
    /// The program, if there is one.
    pub program: Option<Program>,
    /// How long it took.
    pub seconds: f64,
}

/// A program that can be run, as often as wanted. Its file goes when the last clone does.
#[derive(Clone, Debug)]
pub struct Program {
    pub(crate) file: PathBuf,
    pub(crate) kit: Kit,
    _folder: Arc<Scratch>,
}

impl Kit {
    /// Compiles a source, telling each diagnostic as soon as the compiler does.
    ///
    /// # Errors
    /// [`Error::Cancelled`]; when the compiler cannot be started; when the prebuilt crates were replaced meanwhile. A source
    /// with errors in it is not one of these, nor is one on which the compiler has to be stopped.
    pub fn compile(
        &self,
        source: &Source,
        on_diagnostic: &mut dyn FnMut(&Diagnostic),
        cancel: &Cancel,
    ) -> Result<Compiled> {
        let folder = self.store().scratch()?;
        let path = |name: &str| folder.path().join(name);
        let (input, mut parts) = match &source.text {
            Some(text) => {
                let input = match &source.kept {
                    Some(kept) => kept.join("source.rs"),
                    None => path("source.rs"),
                };
                fs::write(&input, text).map_err(Error::io(&input, "written"))?;
                (input.clone(), vec![(input, source.shown.clone())])
            }
            None => (
                source.file.clone(),
                vec![(source.file.clone(), source.shown.clone())],
            ),
        };
        parts.extend(source.parts.iter().cloned());

        let here = env::current_dir().unwrap_or_else(|_| self.root().to_owned());
        // What the compiler knows of the last time holds only where it writes to the same place.
        let made = source
            .kept
            .as_ref()
            .unwrap_or(&folder.path().to_owned())
            .join("program");
        let mut env = environment::for_tools();
        let exercises = self.root().join("exercises");
        env.push((
            "CARGO_MANIFEST_DIR".into(),
            exercises.to_string_lossy().into_owned(),
        ));
        env.push(("CARGO_PKG_NAME".into(), "exercises".into()));
        let job = Job {
            program: self.rustc().to_owned(),
            args: self.arguments(source, &input, &parts, &made),
            env,
            folder: here,
            stdout: None,
            stderr: None,
            report: path("compiled.json"),
            limits: self.limits().clone(),
            writable: None,
        };

        let files: Vec<String> = parts.into_iter().map(|(_, shown)| shown).collect();
        let mut diagnostics = Vec::new();
        let mut other = String::new();
        let report = bounded::run(&job, cancel, &mut |line| match Diagnostic::from_json(
            line, &files,
        ) {
            // Of a constant that takes long, rustc says so again and again.
            Some(diagnostic) if diagnostics.contains(&diagnostic) => {}
            Some(diagnostic) => {
                on_diagnostic(&diagnostic);
                diagnostics.push(diagnostic);
            }
            None if !line.starts_with('{') => other = line.to_owned(),
            None => {}
        })?;

        let has_error = diagnostics.iter().any(Diagnostic::is_error);
        // Of what was missing or half written for a moment, rustc may say anything.
        if diagnostics.iter().any(is_stale) || has_error && !self.is_as_built() {
            self.forget();
            return Err(Error::Setup(
                "the course's crates were built anew meanwhile: try again".to_owned(),
            ));
        }
        let broke = !matches!(
            report.ended,
            Ended::Exited { code: 0 } | Ended::TimedOut { .. }
        );
        if let (Some(kept), true, false) = (&source.kept, broke, has_error) {
            // What is kept may have been damaged, by a full disk or a power cut: it is not worth a thought.
            let _ = fs::remove_dir_all(incremental(kept));
            let anew = source.clone().kept_in(None);
            return self.compile(&anew, on_diagnostic, cancel);
        }
        let compiled = match report.ended {
            Ended::Exited { code: 0 } => true,
            Ended::Exited { .. } if has_error => false,
            Ended::Exited { .. } | Ended::Signalled { .. } => {
                return Err(Error::Setup(format!(
                    "rustc failed without saying why: {other}"
                )));
            }
            stopped => {
                let error = Diagnostic::error(format!(
                    "the compiler of `{}` {stopped}; look for a macro, a constant or a type that grows without end",
                    source.about()
                ));
                on_diagnostic(&error);
                diagnostics.push(error);
                false
            }
        };
        let seconds = report.seconds;
        let program = path("program");
        if compiled && made != program {
            fs::rename(&made, &program).map_err(Error::io(&program, "written"))?;
        }
        let program = compiled.then(|| Program {
            file: program,
            kit: self.clone(),
            _folder: Arc::new(folder),
        });
        Ok(Compiled {
            diagnostics,
            program,
            seconds,
        })
    }

    fn arguments(
        &self,
        source: &Source,
        input: &Path,
        parts: &[(PathBuf, String)],
        program: &Path,
    ) -> Vec<String> {
        let mut args: Vec<String> = [
            "--edition=2024",
            "--crate-type=bin",
            "--error-format=json",
            "--cfg=tokio_unstable",
            "--check-cfg=cfg(tokio_unstable)",
            // Line tables alone leave closures without the name of their function.
            "-Cdebuginfo=limited",
            "-Cembed-bitcode=no",
        ]
        .map(str::to_owned)
        .into();
        args.push(format!("--crate-name={}", crate_name(&source.shown)));
        if let Some(kept) = &source.kept {
            args.push(format!("-Cincremental={}", incremental(kept).display()));
        }
        for (path, shown) in parts
            .iter()
            .filter(|(path, shown)| path != Path::new(shown))
        {
            args.push(format!("--remap-path-prefix={}={shown}", path.display()));
        }
        for folder in self.folders() {
            args.push(format!("-Ldependency={}", folder.display()));
        }
        for (name, file) in self.externs(source.tokio) {
            args.push(format!("--extern={name}={}", file.display()));
        }
        if let (true, Some(prelinked)) = (source.prelinked, self.prelinked()) {
            args.push(format!("--extern={PRELINKED}={}", prelinked.file.display()));
            args.push("-Cprefer-dynamic".to_owned());
            for folder in &prelinked.search {
                args.push(format!("-Clink-arg=-Wl,-rpath,{}", folder.display()));
            }
        }
        args.push("-o".to_owned());
        args.push(program.display().to_string());
        args.push(input.display().to_string());
        args
    }
}

fn incremental(kept: &Path) -> PathBuf {
    kept.join("incremental")
}

/// A name for the crate that rustc accepts, like that of the file.
fn crate_name(shown: &str) -> String {
    let stem = Path::new(shown)
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy();
    let name: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    match name.chars().next() {
        Some(first) if first.is_ascii_alphabetic() && name != "tokio" => name,
        _ => format!("program_{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;

    #[test]
    fn what_the_linker_misses_of_ours_is_no_mistake_of_the_program() {
        let said = |message: &str, rendered: &str| Diagnostic {
            level: Level::Error,
            message: message.to_owned(),
            code: None,
            spans: Vec::new(),
            children: Vec::new(),
            rendered: rendered.to_owned(),
        };
        let linker = "linking with `cc` failed: exit status: 1";
        let ours = format!(
            "= note: \"/kit/lib{PRELINKED}.so\"\n= note: cannot open /kit/lib{PRELINKED}.so: No such file or directory\n"
        );
        assert!(is_stale(&said(linker, &ours)));
        let theirs =
            format!("= note: \"/kit/lib{PRELINKED}.so\"\n= note: undefined symbol: missing\n");
        assert!(!is_stale(&said(linker, &theirs)));
    }

    #[test]
    fn crate_names() {
        for (shown, name) in [
            ("a/deadlock.rs", "deadlock"),
            ("lessons/01_why_async.rs", "program_01_why_async"),
            ("my-café.rs", "my_caf_"),
            ("tokio.rs", "program_tokio"),
        ] {
            assert_eq!(crate_name(shown), name);
        }
    }
}
