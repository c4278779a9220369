//! The file itself: read as a whole, replaced as a whole, by one process at a time.
//!
//! What cannot be understood is never overwritten: it may be all that somebody has.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Checked, Entry, PROGRESS_FILE};
use crate::{Error, Result, files};

const FORMAT: &str = "async-rust-progress";
const VERSION: u64 = 1;

#[derive(Serialize, Deserialize)]
struct Whole {
    format: String,
    version: u64,
    exercises: BTreeMap<String, Entry>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

/// What has to be understood of any version.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u64,
}

pub(super) fn read(root: &Path) -> Result<Checked> {
    let path = root.join(PROGRESS_FILE);
    match fs::read(&path) {
        Ok(bytes) => parse(&bytes),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(Checked::default()),
        Err(e) => Err(Error::io(&path, "read")(e)),
    }
}

/// Reads it, changes it and writes it, while no other process does.
pub(super) fn update(root: &Path, change: impl FnOnce(&mut Checked)) -> Result<()> {
    let path = root.join(PROGRESS_FILE);
    let _alone = lock(&path).map_err(Error::io(&path, "written"))?;
    files::clear_away(root, Duration::ZERO);
    let mut checked = read(root)?;
    change(&mut checked);
    files::replace(&path, &write(checked)).map_err(Error::io(&path, "written"))
}

/// Holds the file that stands there now. It is replaced when it is written: who waited for the old one starts again.
fn lock(path: &Path) -> io::Result<File> {
    loop {
        let file = match OpenOptions::new().read(true).write(true).open(path) {
            Ok(file) => file,
            Err(e) if e.kind() == ErrorKind::NotFound => {
                // Never an empty file, not for a moment: that would be one that cannot be understood.
                match files::create(path, &write(Checked::default())) {
                    // Somebody was faster, and cleared it away.
                    Err(e) if e.kind() == ErrorKind::NotFound && path.exists() => {}
                    created => drop(created?),
                }
                continue;
            }
            Err(e) => return Err(e),
        };
        match file.lock() {
            // Some network file systems have no locks: two who write at the same moment are rare there.
            Err(e) if e.kind() == ErrorKind::Unsupported => return Ok(file),
            locked => locked?,
        }
        let held = file.metadata()?;
        let is_there =
            fs::metadata(path).is_ok_and(|now| (now.dev(), now.ino()) == (held.dev(), held.ino()));
        if is_there {
            return Ok(file);
        }
    }
}

fn write(checked: Checked) -> Vec<u8> {
    let whole = Whole {
        format: FORMAT.to_owned(),
        version: VERSION,
        exercises: checked.exercises,
        others: checked.others,
    };
    let mut json = serde_json::to_vec_pretty(&whole).expect("its keys are text");
    json.push(b'\n');
    json
}

fn parse(bytes: &[u8]) -> Result<Checked> {
    let refuse = |why: String| {
        Error::Setup(format!(
            "{why}: it is left as it is; to begin with none, move it away (`mv {PROGRESS_FILE} old{PROGRESS_FILE}`)"
        ))
    };
    let unreadable =
        |e: serde_json::Error| refuse(format!("`{PROGRESS_FILE}` cannot be understood ({e})"));
    let head: Head = serde_json::from_slice(bytes).map_err(unreadable)?;
    if head.format != FORMAT {
        return Err(refuse(format!(
            "`{PROGRESS_FILE}` holds `{}` and no progress",
            head.format
        )));
    }
    if head.version != VERSION {
        let version = head.version;
        return Err(refuse(format!(
            "`{PROGRESS_FILE}` has version {version} and this playground knows {VERSION}, so a newer one wrote it \
             (`git pull` brings that)"
        )));
    }
    let whole: Whole = serde_json::from_slice(bytes).map_err(unreadable)?;
    Ok(Checked {
        exercises: whole.exercises,
        others: whole.others,
    })
}
