//! Runs the scenes and prints what they say.

use std::{
    collections::BTreeMap,
    io::{IsTerminal, Write},
    process::{Command, ExitCode},
};

use timeline::{Clock, Recorder, Recording, text, view};

use crate::{Act, Ends, Lesson, Scene, Setting, options};

/// Names the file that the recording of one scene goes to.
const FILE: &str = "TIMELINE_RECORDING";

pub(crate) fn play(lesson: &Lesson) -> ExitCode {
    let options = match options::parse(std::env::args_os().skip(1)) {
        Ok(options) => options,
        Err(sentence) => return refuse(&sentence),
    };
    if options.help {
        return say(options::HELP);
    }
    if options.list {
        return say(&format!("{}\n", lesson.listed().join("\n")));
    }
    if let Some(scene) = &options.scene
        && !lesson.names().contains(scene)
    {
        return refuse(&format!(
            "there is no scene `{scene}`; there are {}",
            lesson.names().join(", ")
        ));
    }
    match (Player {
        lesson,
        options: &options,
        played: BTreeMap::new(),
    })
    .play()
    {
        Ok(code) => code,
        Err(sentence) => refuse(&sentence),
    }
}

/// What the recorder has to say of a run beyond what happened: why it could never go on, and what deserves a warning,
/// a paragraph each.
pub fn explained(recording: &Recording) -> Vec<String> {
    let mut paragraphs = timeline::explain(recording);
    paragraphs.extend(
        timeline::warnings(recording)
            .iter()
            .map(ToString::to_string),
    );
    paragraphs
}

struct Player<'a> {
    lesson: &'a Lesson,
    options: &'a options::Options,
    /// What was recorded, by the scene's name, for the comparisons.
    played: BTreeMap<&'static str, Recording>,
}

impl Player<'_> {
    fn play(mut self) -> Result<ExitCode, String> {
        let parts = parts(self.lesson, self.options.scene.as_deref());
        let wanted = |name: &str| parts.as_ref().is_none_or(|parts| parts.contains(&name));
        let file = std::env::var_os(FILE).filter(|_| self.options.scene.is_some());
        let quiet = self.options.json || file.is_some();
        let tell = |text: &str| {
            if !quiet {
                show(text);
            }
        };
        tell(&format!("{}\n", self.lesson.title));
        let mut failed = false;
        for act in &self.lesson.acts {
            match act {
                Act::Scene {
                    name,
                    title,
                    scene,
                    ends,
                    seed,
                    marbles,
                } if wanted(name) => {
                    tell(&format!("\n{name}: {title}\n\n"));
                    let recording = match ends {
                        Ends::Frozen if cfg!(not(target_os = "linux")) => {
                            tell("It blocks its thread for ever; that is noticed only on Linux.\n");
                            continue;
                        }
                        Ends::Frozen if file.is_none() => self.record_apart(name)?,
                        _ => self.record(scene, *seed)?,
                    };
                    failed |= !ends.is(&recording.outcome);
                    tell(&self.told(&recording, marbles));
                    self.played.insert(name, recording);
                }
                Act::Compare {
                    names: [one, other],
                } => {
                    if let (Some(a), Some(b)) = (self.played.get(one), self.played.get(other)) {
                        tell(&format!("\n{one} and {other}\n\n"));
                        tell(&text::compare(&[(one, a), (other, b)], &text_options()));
                    }
                }
                Act::Knob {
                    name,
                    title,
                    settings,
                    marbles,
                } => {
                    let played = |setting: &'_ Setting| {
                        let recording = self.played.get(setting.name)?;
                        Some((setting.label, recording))
                    };
                    let runs: Option<Vec<_>> = settings.iter().map(played).collect();
                    if let Some(runs) = runs {
                        tell(&format!("\n{name}: {title}\n\n"));
                        for (label, run) in runs.iter().filter(|_| !marbles.is_empty()) {
                            let drawn = text::marbles(run, marbles, &text_options());
                            tell(&format!("{label}\n{drawn}\n"));
                        }
                        tell(&text::compare(&runs, &text_options()));
                    }
                }
                Act::Measure { name, title, run } if wanted(name) && !quiet => {
                    tell(&format!("\n{name}: {title}\n\n"));
                    match self.options.scene {
                        Some(_) => tell(&run().to_string()),
                        // Memory that an earlier scene has used and given back would falsify the figures.
                        None => tell(&measured_apart(name)?),
                    }
                }
                Act::Scene { .. } | Act::Measure { .. } => {}
            }
        }
        match file {
            // Whoever runs one scene for somebody else asks for the recording apart from what the scene may print.
            Some(file) => std::fs::write(&file, self.json(Recording::to_json))
                .map_err(|e| format!("`{}` cannot be written: {e}", file.display()))?,
            None if self.options.json => show(&self.json(view::data)),
            None => {}
        }
        Ok(if failed {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        })
    }

    fn record(&self, scene: &Scene, seed: u64) -> Result<Recording, String> {
        let mut recorder = Recorder::new().seed(seed);
        if self.options.real {
            recorder = recorder.clock(Clock::Real);
            if !self.options.json {
                recorder =
                    recorder.live(|at, line| show(&format!("{:>9}  {line}\n", text::duration(at))));
            }
        }
        if let Some(file) = std::env::var_os(FILE) {
            // Nothing of this process goes on then.
            recorder = recorder.on_frozen(move |recording| {
                let written = std::fs::write(&file, recording.to_json());
                std::process::exit(i32::from(written.is_err()));
            });
        }
        recorder
            .record(scene())
            .map(|recorded| recorded.recording)
            .map_err(|error| error.to_string())
    }

    /// The recording of a scene whose thread never comes back.
    fn record_apart(&self, name: &str) -> Result<Recording, String> {
        let failed = |error: &dyn std::fmt::Display| format!("`{name}` cannot be played: {error}");
        let program = std::env::current_exe().map_err(|e| failed(&e))?;
        let file = std::env::temp_dir().join(format!("{name}-{}.json", std::process::id()));
        let status = Command::new(program)
            .args(["--scene", name])
            .args(self.options.real.then_some("--real"))
            .env(FILE, &file)
            .status();
        let written = std::fs::read_to_string(&file);
        let _ = std::fs::remove_file(&file);
        let status = status.map_err(|e| failed(&e))?;
        let json = written.map_err(|_| failed(&status))?;
        Recording::from_json(&json).map_err(|e| failed(&e))
    }

    fn told(&self, recording: &Recording, marbles: &[&str]) -> String {
        let mut out = String::new();
        // On the real clock, the reader has just seen it happen.
        if !self.options.real {
            out += &text::story(recording);
        }
        if !marbles.is_empty() {
            let drawn = text::marbles(recording, marbles, &text_options());
            out += &format!("\n{drawn}");
        }
        out += &format!("\n{}", text::render(recording, &text_options()));
        for paragraph in explained(recording) {
            out += &format!("\n{paragraph}\n");
        }
        out
    }

    /// The recording of the one scene that was asked for; of several, all of them by name.
    fn json(&self, written: fn(&Recording) -> String) -> String {
        match (&self.options.scene, self.played.first_key_value()) {
            (Some(_), Some((_, recording))) if self.played.len() == 1 => written(recording),
            _ => {
                let scenes = self
                    .played
                    .iter()
                    .map(|(name, r)| format!("\"{name}\": {}", written(r).trim_end()));
                format!("{{\n{}\n}}\n", scenes.collect::<Vec<_>>().join(",\n"))
            }
        }
    }
}

/// The scenes to play, where not all of them are: of a comparison both, of a knob all that it can stand at.
fn parts<'a>(lesson: &'a Lesson, asked: Option<&'a str>) -> Option<Vec<&'a str>> {
    let asked = asked?;
    let knob = lesson.acts.iter().find_map(|act| match act {
        Act::Knob { name, settings, .. } if *name == asked => Some(settings),
        _ => None,
    });
    Some(match knob {
        Some(settings) => settings.iter().map(|setting| setting.name).collect(),
        None => asked.split(" and ").collect(),
    })
}

/// What this program prints as the figures of a measurement, when it does nothing else.
fn measured_apart(name: &str) -> Result<String, String> {
    let failed = |error: std::io::Error| format!("`{name}` cannot be measured: {error}");
    let program = std::env::current_exe().map_err(failed)?;
    let output = Command::new(program)
        .args(["--scene", name])
        .output()
        .map_err(failed)?;
    let printed = String::from_utf8_lossy(&output.stdout);
    let figures = printed
        .split_once(&format!("\n{name}: "))
        .map_or("", |(_, rest)| rest);
    Ok(figures
        .lines()
        .skip(2)
        .map(|line| format!("{line}\n"))
        .collect())
}

fn text_options() -> text::Options {
    let colour = std::io::stdout().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    text::Options {
        colour,
        ..text::Options::default()
    }
}

/// Prints to stdout. Whoever closed it, as `| head` does, wants no more, and no complaint either.
fn show(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

fn say(text: &str) -> ExitCode {
    show(text);
    ExitCode::SUCCESS
}

fn refuse(sentence: &str) -> ExitCode {
    eprintln!("{sentence}");
    ExitCode::from(2)
}
