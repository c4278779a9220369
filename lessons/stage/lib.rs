//! The stage that the lessons play on: a [`Lesson`] is a list of scenes, each an async function that is run and recorded
//! on its own, and what `cargo run --bin lesson_N` prints is what those recordings say.
//!
//! The stage is not what a reader looks at; the scenes are.

mod measure;
mod options;
mod play;
mod read;

use std::{future::Future, pin::Pin, process::ExitCode};

pub use measure::{Table, measure};
pub use play::explained;
pub use read::read;
/// Prints a line of the scene's story: the recording stamps it with the time and the task.
pub use timeline::println;

use timeline::Outcome;

type Scene = Box<dyn Fn() -> Pin<Box<dyn Future<Output = ()>>>>;

/// The lanes of the streams that a scene's items are shown on, and the combinators between them. Empty: of none.
type Marbles = &'static [&'static str];

/// A chapter's program.
pub struct Lesson {
    title: &'static str,
    acts: Vec<Act>,
}

/// How a scene is meant to end.
#[derive(Clone, Copy)]
enum Ends {
    Completed,
    Panicked,
    Stalled,
    /// It stalls in the middle of a poll, so that its thread never comes back.
    Frozen,
}

impl Ends {
    /// Whether this is how it ended.
    fn is(self, outcome: &Outcome) -> bool {
        match self {
            Self::Completed => matches!(outcome, Outcome::Completed),
            Self::Panicked => matches!(outcome, Outcome::Panicked { .. }),
            Self::Stalled | Self::Frozen => matches!(outcome, Outcome::Stalled(_)),
        }
    }
}

/// One part of a lesson.
enum Act {
    Scene {
        name: &'static str,
        title: &'static str,
        scene: Scene,
        ends: Ends,
        seed: u64,
        marbles: Marbles,
    },
    /// One scene under several settings, each of which is a scene of its own that was played before.
    Knob {
        name: &'static str,
        title: &'static str,
        settings: Vec<Setting>,
        marbles: Marbles,
    },
    /// Two scenes that were played before, on one axis.
    Compare { names: [&'static str; 2] },
    /// Figures that depend on the machine. They have no place in a recording.
    Measure {
        name: &'static str,
        title: &'static str,
        run: fn() -> Table,
    },
}

/// What a knob stands at.
struct Setting {
    label: &'static str,
    /// Of its scene.
    name: &'static str,
}

impl Lesson {
    /// A lesson without scenes; `title` is the chapter's.
    pub fn new(title: &'static str) -> Self {
        Self {
            title,
            acts: Vec::new(),
        }
    }

    /// Adds a scene. The name is what `--scene` takes, what the book's anchors and the snapshots are called, and should
    /// be the function's own.
    pub fn scene<F>(
        self,
        name: &'static str,
        title: &'static str,
        scene: impl Fn() -> F + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + 'static,
    {
        self.scene_that(Ends::Completed, name, title, scene)
    }

    /// Adds a scene that can never go on at some point: a deadlock, a wake-up that was lost.
    pub fn stalls<F>(
        self,
        name: &'static str,
        title: &'static str,
        scene: impl Fn() -> F + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + 'static,
    {
        self.scene_that(Ends::Stalled, name, title, scene)
    }

    /// Adds a scene that blocks its own thread for ever, as with a lock of `std::sync`. It is played in a process of its own,
    /// which the recorder ends; that notices it only on Linux, and elsewhere the scene is not played.
    pub fn freezes<F>(
        self,
        name: &'static str,
        title: &'static str,
        scene: impl Fn() -> F + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + 'static,
    {
        self.scene_that(Ends::Frozen, name, title, scene)
    }

    /// Adds a scene whose main future panics. (A panic in a task that it spawned ends that task alone.)
    pub fn panics<F>(
        self,
        name: &'static str,
        title: &'static str,
        scene: impl Fn() -> F + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + 'static,
    {
        self.scene_that(Ends::Panicked, name, title, scene)
    }

    fn scene_that<F>(
        mut self,
        ends: Ends,
        name: &'static str,
        title: &'static str,
        scene: impl Fn() -> F + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + 'static,
    {
        let scene: Scene = Box::new(move || Box::pin(scene()));
        self.acts.push(Act::Scene {
            name,
            title,
            scene,
            ends,
            seed: 0,
            marbles: &[],
        });
        self
    }

    /// Adds one scene under several settings: on the page a control switches among their recordings. Each setting is a
    /// scene of its own, called after the knob and the setting's label: `buffered_2_at_once`.
    ///
    /// ```
    /// # async fn buffered(width: usize) {}
    /// # lessons::Lesson::new("Streams")
    /// .knob("buffered", "calls under way", [("2 at once", 2), ("4 at once", 4)], buffered)
    /// # ;
    /// ```
    pub fn knob<T, F, const N: usize>(
        mut self,
        name: &'static str,
        title: &'static str,
        settings: [(&'static str, T); N],
        scene: impl Fn(T) -> F + Clone + 'static,
    ) -> Self
    where
        T: Clone + 'static,
        F: Future<Output = ()> + 'static,
    {
        let mut acts = Vec::new();
        for (label, value) in settings {
            assert!(
                !label.contains([';', '=']),
                "`--list` could not be read: {label}"
            );
            // A lesson is made once, and lasts as long as its program.
            let setting = setting_name(name, label).leak();
            let scene = scene.clone();
            self = self.scene(setting, label, move || scene(value.clone()));
            acts.push(Setting {
                label,
                name: setting,
            });
        }
        self.acts.push(Act::Knob {
            name,
            title,
            settings: acts,
            marbles: &[],
        });
        self
    }

    /// Seeds what is random in the scene that was added last: with which branch a `select!` begins. Without it, the seed
    /// is 0. Where an order is not promised, a chapter shows the same scene with several seeds.
    ///
    /// # Panics
    /// When what was added last is no scene.
    pub fn seed(mut self, seed: u64) -> Self {
        match self.acts.last_mut() {
            Some(Act::Scene { seed: of_scene, .. }) => *of_scene = seed,
            _ => panic!("a seed belongs to the scene in front of it"),
        }
        self
    }

    /// Shows what flowed through the streams of the scene, or of the knob, that was added last.
    ///
    /// The rows from top to bottom are lanes, on which a line that the scene prints, `asked: rome`, is an item, and
    /// `asked: end` its end; and between them what makes of the lanes above it those below it. See
    /// [`timeline::view::marbles`].
    ///
    /// ```
    /// # async fn buffered() {}
    /// # lessons::Lesson::new("Streams")
    /// .scene("buffered", "two calls under way", buffered)
    /// .marbles(&["asked", ".buffered(2)", "answered"])
    /// # ;
    /// ```
    ///
    /// # Panics
    /// When what was added last is neither a scene nor a knob, or when `--list` could not name the rows.
    pub fn marbles(mut self, rows: &'static [&'static str]) -> Self {
        assert!(
            rows.iter()
                .all(|row| !row.is_empty() && !row.contains('|') && !row.contains(": ")),
            "`--list` could not be read: {rows:?}"
        );
        match self.acts.last_mut() {
            Some(Act::Scene { marbles, .. } | Act::Knob { marbles, .. }) => *marbles = rows,
            _ => panic!("marbles belong to the scene or the knob in front of them"),
        }
        self
    }

    /// Adds a comparison of two scenes, by their names.
    pub fn compare(mut self, names: [&'static str; 2]) -> Self {
        self.acts.push(Act::Compare { names });
        self
    }

    /// Adds a measurement.
    pub fn measure(mut self, name: &'static str, title: &'static str, run: fn() -> Table) -> Self {
        self.acts.push(Act::Measure { name, title, run });
        self
    }

    /// Plays the lesson as the command line says.
    ///
    /// The exit code is 0, or 2 for arguments that mean nothing and a build that cannot record, or 1 where a scene
    /// does not end as it is meant to.
    pub fn play(self) -> ExitCode {
        play::play(&self)
    }

    /// What `--scene` takes: the acts by name, a comparison as `one and other`.
    fn names(&self) -> Vec<String> {
        let acts = self.acts.iter().map(|act| match act {
            Act::Scene { name, .. } | Act::Measure { name, .. } | Act::Knob { name, .. } => {
                (*name).to_owned()
            }
            Act::Compare {
                names: [one, other],
            } => format!("{one} and {other}"),
        });
        acts.collect()
    }

    /// What `--list` prints: the names; behind that of a knob its title and what it can stand at; and behind a ` | `
    /// each, the rows of its marbles.
    fn listed(&self) -> Vec<String> {
        let names = self.names().into_iter().zip(&self.acts);
        let with = |listed: String, marbles: Marbles| {
            let rows = marbles.iter().map(|row| format!(" | {row}"));
            listed + &rows.collect::<String>()
        };
        let listed = names.map(|(listed, act)| match act {
            Act::Scene { marbles, .. } => with(listed, marbles),
            Act::Knob {
                title,
                settings,
                marbles,
                ..
            } => {
                let settings: Vec<_> = settings
                    .iter()
                    .map(|Setting { label, name }| format!("{label} = {name}"))
                    .collect();
                let listed = format!("{listed}: {title}: {}", settings.join("; "));
                with(listed, marbles)
            }
            _ => listed,
        });
        listed.collect()
    }
}

/// `buffered` and `2 at once` make `buffered_2_at_once`.
fn setting_name(knob: &str, label: &str) -> String {
    let words = label.split(|c: char| !c.is_alphanumeric());
    let mut name = knob.to_owned();
    for word in words.filter(|word| !word.is_empty()) {
        name.push('_');
        name.push_str(&word.to_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_knob_is_a_scene_for_each_setting() {
        let lesson = Lesson::new("Streams").knob(
            "width",
            "calls under way",
            [("one", 1), ("2 at once!", 2)],
            async |_: u32| {},
        );
        assert_eq!(lesson.names(), ["width_one", "width_2_at_once", "width"]);
        assert_eq!(
            lesson.listed()[2],
            "width: calls under way: one = width_one; 2 at once! = width_2_at_once"
        );
    }

    #[test]
    fn marbles_are_listed_behind_what_they_belong_to() {
        let lesson = Lesson::new("Streams")
            .scene("doubled", "twice as much", async || {})
            .marbles(&["asked", ".map(double)", "doubled"])
            .knob("width", "calls under way", [("one", 1)], async |_: u32| {})
            .marbles(&["asked"]);
        assert_eq!(
            lesson.listed(),
            [
                "doubled | asked | .map(double) | doubled",
                "width_one",
                "width: calls under way: one = width_one | asked"
            ]
        );
    }

    #[test]
    fn a_scene_that_ends_otherwise_than_it_is_meant_to_is_noticed() {
        let outcome = |scene: Pin<Box<dyn Future<Output = ()>>>| {
            timeline::record(scene)
                .expect("the tests are built with the flag")
                .recording
                .outcome
        };
        let ends = [Ends::Completed, Ends::Panicked, Ends::Stalled];
        let outcomes = [
            outcome(Box::pin(async {})),
            outcome(Box::pin(async { panic!("this one is meant to") })),
            outcome(Box::pin(std::future::pending())),
        ];
        for (i, end) in ends.iter().enumerate() {
            for (j, outcome) in outcomes.iter().enumerate() {
                assert_eq!(end.is(outcome), i == j, "{outcome:?}");
            }
        }
    }
}
