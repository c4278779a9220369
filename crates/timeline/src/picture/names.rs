//! What things are called in a picture: tasks, lines, locks, and what a wait is for.

use std::collections::{BTreeMap, HashMap};

use super::words::clean;
use crate::model::{Place, Recording, Resource, ResourceId, TaskId, Wait};
use crate::words::is_by_hand;

pub(crate) struct Names<'r> {
    recording: &'r Recording,
    /// Lines of several files occur: a line alone does not say which is meant.
    several_files: bool,
    /// The locks, semaphores and channels that there are several of, each told apart.
    locks: HashMap<ResourceId, String>,
}

impl<'r> Names<'r> {
    pub(crate) fn new(recording: &'r Recording) -> Self {
        let mut files: Vec<_> = recording
            .waits
            .iter()
            .filter_map(|w| w.place.as_ref())
            .map(|p| p.file.as_str())
            .collect();
        files.sort_unstable();
        files.dedup();
        let mut names = Self {
            recording,
            several_files: files.len() > 1,
            locks: HashMap::new(),
        };
        let mut types = BTreeMap::<_, Vec<_>>::new();
        for resource in recording.resources.iter().filter(|r| has_row(r)) {
            types.entry(&resource.type_name).or_default().push(resource);
        }
        for alike in types.values().filter(|alike| alike.len() > 1) {
            for (i, resource) in alike.iter().enumerate() {
                let of_line = |r: &Resource| r.place.as_ref().map(|p| names.line(p));
                let line = of_line(resource);
                let unique = alike.iter().filter(|r| of_line(r) == line).count() == 1;
                let name = match line {
                    Some(line) if unique => format!("{} of {line}", clean(&resource.type_name)),
                    _ => format!("{} {}", clean(&resource.type_name), i + 1),
                };
                names.locks.insert(resource.id, name);
            }
        }
        names
    }

    pub(crate) fn task(&self, id: TaskId) -> String {
        clean(&self.recording.task(id).name)
    }

    pub(crate) fn line(&self, place: &Place) -> String {
        if !self.several_files {
            return format!("line {}", place.line);
        }
        let file = place.file.rsplit(['/', '\\']).next().unwrap_or(&place.file);
        format!("{}:{}", clean(file), place.line)
    }

    pub(crate) fn lock(&self, id: ResourceId) -> String {
        let name = self.locks.get(&id).cloned();
        name.unwrap_or_else(|| clean(&self.recording.resource(id).type_name))
    }

    /// What a wait is for, in a few words; `None`: it is not known.
    pub(crate) fn wait(&self, wait: &Wait) -> Option<String> {
        if let Some(label) = &wait.label {
            return Some(clean(label));
        }
        if let Some(target) = wait.target {
            return Some(format!(
                "{} ({})",
                clean(&wait.operation),
                self.task(target)
            ));
        }
        if let Some(lock) = wait.resource.and_then(|r| self.locks.get(&r)) {
            let verb = wait
                .operation
                .rsplit("::")
                .next()
                .unwrap_or(&wait.operation);
            return Some(format!("{} {lock}", clean(verb)));
        }
        (wait.operation != "unknown").then(|| clean(&wait.operation))
    }

    /// What to call one of several waits of a task that stands in an async function of its own: the name of that, and
    /// what it waits for. `None`: it stands in the task's own body, and only its line tells it from the others.
    pub(crate) fn branch(&self, wait: &Wait) -> Option<String> {
        let [inner, _, ..] = wait.stack.as_slice() else {
            return None;
        };
        if wait.label.is_some() || inner.function.contains('{') {
            return None;
        }
        // A future written by hand waits for nothing but itself.
        if is_by_hand(wait) {
            return Some(clean(&wait.operation));
        }
        Some(format!("{}: {}", clean(&inner.function), self.wait(wait)?))
    }

    /// What a wait is for where there is little room: `lock` for `Mutex::lock`.
    pub(crate) fn short(&self, wait: &Wait) -> Option<String> {
        let unnamed = wait.label.is_none() && wait.target.is_none();
        let (_, method) = wait.operation.rsplit_once("::").filter(|_| unnamed)?;
        Some(clean(method))
    }
}

/// Whether a resource is one that tasks hold, or a channel, so that it has a row of its own.
pub(crate) fn has_row(resource: &Resource) -> bool {
    matches!(
        resource.type_name.as_str(),
        "Mutex" | "RwLock" | "Semaphore"
    ) || resource.capacity.is_some()
}
