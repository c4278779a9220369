//! Runs the Python programs beside the lessons and compares what they print with what the book shows.

use std::{
    path::Path,
    process::{Command, Stdio},
};

#[test]
fn asyncio_programs_print_what_the_book_shows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("asyncio");
    let python = Command::new("python3")
        .args(["-c", "import asyncio; asyncio.Runner"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !python.is_ok_and(|status| status.success()) {
        println!(
            "skipped: there is no Python 3.11 or later on this machine, so the Python programs cannot be run"
        );
        // A learner's machine need not have Python; where the project is tested, it must not be missing in silence.
        assert!(
            std::env::var_os("CI").is_none(),
            "Python 3.11 or later is needed in CI"
        );
        return;
    }
    let mut stems: Vec<String> = std::fs::read_dir(&folder)
        .expect("the folder is part of the package")
        .filter_map(|entry| {
            entry
                .ok()?
                .file_name()
                .to_str()?
                .strip_suffix(".py")
                .map(str::to_owned)
        })
        .filter(|stem| stem.starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    stems.sort();
    assert!(!stems.is_empty());
    for stem in stems {
        let output = Command::new("python3")
            .arg(folder.join("on_virtual_time.py"))
            .arg(folder.join(format!("{stem}.py")))
            .output()
            .expect("python3 was there a moment ago");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "{stem}.py: {}\n{stderr}",
            output.status
        );
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(format!("../snapshots/{}", chapter(&stem)));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| {
            insta::assert_snapshot!(
                format!("asyncio_{stem}"),
                String::from_utf8_lossy(&output.stdout)
            )
        });
    }
}

/// `06_gather` for `06_gather` and for a second program of that chapter, `06_gather.failing`.
fn chapter(stem: &str) -> &str {
    stem.split('.').next().unwrap_or(stem)
}
