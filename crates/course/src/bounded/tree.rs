//! All processes that descend from this one.

use std::collections::HashMap;

use rustix::process::{Pid, Signal};

/// A process that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Process {
    pub(super) pid: i32,
    /// Bytes in memory.
    pub(super) memory: u64,
}

struct Row {
    parent: i32,
    /// Which session it belongs to, where the system tells.
    session: Option<i32>,
    process: Process,
}

/// The descendants of a process, without itself and without those that have ended.
pub(super) fn descendants(of: i32) -> Vec<Process> {
    #[cfg(target_os = "linux")]
    if let Some(found) = linux::below(of) {
        return found;
    }
    let mut children: HashMap<i32, Vec<Process>> = HashMap::new();
    for row in table() {
        children.entry(row.parent).or_default().push(row.process);
    }
    let mut found = Vec::new();
    let mut parents = vec![of];
    while let Some(parent) = parents.pop() {
        for child in children.remove(&parent).unwrap_or_default() {
            parents.push(child.pid);
            found.push(child);
        }
    }
    found
}

/// Kills all of a session whose leader was killed and can no longer do it.
///
/// Not what left the session: a program that goes that far has the rights to, and is nobody's mistake.
pub(super) fn end_session(leader: Pid) {
    let leader = leader.as_raw_nonzero().get();
    loop {
        let members = table()
            .into_iter()
            .filter(|row| row.session == Some(leader));
        let members: Vec<Pid> = members
            .filter_map(|row| Pid::from_raw(row.process.pid))
            .collect();
        if members.is_empty() {
            return;
        }
        let killed = |pid: &Pid| rustix::process::kill_process(*pid, Signal::KILL).is_ok();
        if !members.iter().any(killed) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

#[cfg(target_os = "linux")]
use linux::table;

#[cfg(target_os = "linux")]
mod linux {
    use std::fs;

    use super::{Process, Row};

    /// As each process tells of its own children; `None`: this kernel does not let them. To look at all processes of the
    /// machine takes a hundred times as long.
    pub(super) fn below(of: i32) -> Option<Vec<Process>> {
        let mut parents = children(of)?;
        let mut found = Vec::new();
        while let Some(pid) = parents.pop() {
            found.extend(row(pid).map(|row| row.process));
            parents.extend(children(pid).unwrap_or_default());
        }
        Some(found)
    }

    fn children(of: i32) -> Option<Vec<i32>> {
        let mut found = Vec::new();
        for thread in fs::read_dir(format!("/proc/{of}/task")).ok()?.flatten() {
            // A thread that has ended meanwhile has none.
            match fs::read_to_string(thread.path().join("children")) {
                Ok(listed) => {
                    found.extend(
                        listed
                            .split_ascii_whitespace()
                            .filter_map(|pid| pid.parse::<i32>().ok()),
                    );
                }
                Err(_) if thread.path().exists() => return None,
                Err(_) => {}
            }
        }
        Some(found)
    }

    pub(super) fn table() -> Vec<Row> {
        let Ok(folder) = fs::read_dir("/proc") else {
            return Vec::new();
        };
        folder
            .flatten()
            .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
            .filter_map(row)
            .collect()
    }

    /// `None`: it has ended.
    fn row(pid: i32) -> Option<Row> {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The name of the program stands in brackets and may contain anything.
        let (_, fields) = stat.rsplit_once(')')?;
        let fields: Vec<&str> = fields.split_ascii_whitespace().collect();
        let [state, parent, _, session] = fields.get(..4)? else {
            return None;
        };
        let memory = fields.get(21)?.parse::<u64>().ok()? * rustix::param::page_size() as u64;
        (!matches!(*state, "Z" | "X")).then_some(Row {
            parent: parent.parse().ok()?,
            session: session.parse().ok(),
            process: Process { pid, memory },
        })
    }
}

#[cfg(not(target_os = "linux"))]
fn table() -> Vec<Row> {
    let listed = std::process::Command::new("ps")
        .args(["-A", "-o", "pid=,ppid=,rss=,stat="])
        .output();
    let Ok(listed) = listed else {
        return Vec::new();
    };
    String::from_utf8_lossy(&listed.stdout)
        .lines()
        .filter_map(|line| {
            let fields: Vec<&str> = line.split_ascii_whitespace().collect();
            let [pid, parent, memory, state] = fields.get(..4)? else {
                return None;
            };
            let process = Process {
                pid: pid.parse().ok()?,
                memory: memory.parse::<u64>().ok()? * 1024,
            };
            (!state.starts_with('Z')).then_some(Row {
                parent: parent.parse().ok()?,
                session: None,
                process,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn a_child_and_its_child_are_found() {
        let mut child = Command::new("sh")
            .args(["-c", "sleep 60 & wait"])
            .spawn()
            .unwrap();
        let me = std::process::id() as i32;
        let pid = child.id() as i32;
        let grandchild = loop {
            if let [one] = descendants(pid)[..] {
                break one;
            }
            std::thread::yield_now();
        };
        let mine = descendants(me);
        assert!(
            mine.iter().any(|p| p.pid == pid && p.memory > 0),
            "{mine:?}"
        );
        assert!(mine.iter().any(|p| p.pid == grandchild.pid), "{mine:?}");
        for pid in [grandchild.pid, pid] {
            let pid = rustix::process::Pid::from_raw(pid).unwrap();
            rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
        }
        child.wait().unwrap();
    }
}
