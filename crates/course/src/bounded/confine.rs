//! Keeps a program from writing outside its own folder, where the system can: with Landlock, which Linux has since 5.13.
//!
//! The supervisor puts itself under the rule; what it starts is under it too, and nothing can shake it off.

use std::path::PathBuf;

/// Beside its folder, these: programs write to them, and nothing comes of it.
#[cfg(target_os = "linux")]
const DEVICES: [&str; 3] = ["/dev/null", "/dev/zero", "/dev/full"];

/// From here on, this process and what it starts write below these folders only. `false`: the system cannot do that.
#[cfg(target_os = "linux")]
pub(super) fn confine(writable: &[PathBuf]) -> bool {
    restricted(writable)
        .is_ok_and(|status| !matches!(status.ruleset, landlock::RulesetStatus::NotEnforced))
}

#[cfg(target_os = "linux")]
fn restricted(writable: &[PathBuf]) -> Result<landlock::RestrictionStatus, landlock::RulesetError> {
    use landlock::{ABI, AccessFs, Ruleset, RulesetAttr, RulesetCreatedAttr, path_beneath_rules};

    // Its newer parts are taken where they are there.
    let writing = AccessFs::from_write(ABI::V5);
    Ruleset::default()
        .handle_access(writing)?
        .create()?
        .add_rules(path_beneath_rules(writable, writing))?
        .add_rules(path_beneath_rules(DEVICES, AccessFs::WriteFile))?
        .restrict_self()
}

/// Whether this system can do that.
#[cfg(target_os = "linux")]
pub(super) fn is_possible() -> bool {
    use landlock::{ABI, AccessFs, CompatLevel, Compatible, Ruleset, RulesetAttr};

    let needed = Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_write(ABI::V1));
    needed.is_ok_and(|ruleset| ruleset.create().is_ok())
}

#[cfg(not(target_os = "linux"))]
pub(super) fn confine(_: &[PathBuf]) -> bool {
    false
}

#[cfg(not(target_os = "linux"))]
pub(super) fn is_possible() -> bool {
    false
}
