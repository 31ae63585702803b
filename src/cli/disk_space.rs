//! The room that is left on the disks of the state and of the outputs.
//!
//! A disk that is nearly full pauses polling before anything fails, so that a log or a database beside the service
//! still finds room. A write that fails all the same is waited for where it happens.

use std::path::{Path, PathBuf};
use std::time::Duration;

use futures_util::future::join_all;

use crate::config::Config;
use crate::pipeline::Gate;
use crate::telemetry::Metrics;

/// How often the disks are looked at (chosen: a disk takes longer to fill by what is kept free).
const CHECK_INTERVAL: Duration = Duration::from_secs(2);
/// The bytes below which a disk is nearly full, and polling pauses (chosen: some thousand articles in flight).
const MIN_AVAILABLE: u64 = 64 << 20;
/// The part of a small disk that is kept free instead (chosen: of 1 GiB, 51 MiB).
const MIN_SHARE: u64 = 20;
/// How much more than that must be free before polling goes on (chosen, so that it does not flicker).
const RESUME_FACTOR: u64 = 2;

/// A disk that the service writes to.
struct Disk {
    /// What it holds: `state`, or the directory of an output as the configuration spells it.
    name: String,
    dir: PathBuf,
    is_nearly_full: bool,
}

/// The size of a file system and what is available to this process, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Room {
    size: u64,
    available: u64,
}

/// Watches the disks of a configuration, each for itself: a file system that hangs must not stop the others' watch.
pub(super) async fn watch(config: Config, metrics: Metrics, gate: Gate) {
    let outputs = config.output.into_iter().filter_map(|output| output.dir);
    let named = outputs.map(|dir| (dir.display().to_string(), dir));
    let disks = std::iter::once(("state".to_owned(), config.state.dir)).chain(named);
    let watches = disks.map(|(name, dir)| Disk { name, dir, is_nearly_full: false }.watch(&metrics, &gate));
    join_all(watches).await;
}

impl Disk {
    /// Keeps the gate closed as long as the disk is nearly full, and shows in a metric what is available.
    async fn watch(mut self, metrics: &Metrics, gate: &Gate) {
        loop {
            let dir = self.dir.clone();
            // One that cannot be asked is asked again.
            if let Ok(Some(room)) = tokio::task::spawn_blocking(move || room(&dir)).await {
                metrics.show_available(&self.name, room.available);
                self.take(room, gate);
            }
            tokio::time::sleep(CHECK_INTERVAL).await;
        }
    }

    /// Closes or opens the gate by the room that there is.
    fn take(&mut self, room: Room, gate: &Gate) {
        let least = room.size.div_ceil(MIN_SHARE).min(MIN_AVAILABLE);
        let is_nearly_full = room.available < if self.is_nearly_full { least * RESUME_FACTOR } else { least };
        let condition = format!("room of {}", self.name);
        match (self.is_nearly_full, is_nearly_full) {
            (false, true) => gate.close(
                &condition,
                format!(
                    "the disk of {} is nearly full ({} KiB are left); polling pauses until {} KiB are free",
                    self.dir.display(),
                    room.available >> 10,
                    (least * RESUME_FACTOR).div_ceil(1 << 10)
                ),
            ),
            (true, false) => gate.open(&condition),
            _ => {}
        }
        self.is_nearly_full = is_nearly_full;
    }
}

/// Returns the room on the file system of a directory, unless it cannot be asked or has no size (some network mounts).
fn room(dir: &Path) -> Option<Room> {
    let stat = rustix::fs::statvfs(dir).ok()?;
    let bytes = |blocks: u64| blocks.saturating_mul(stat.f_frsize);
    Some(Room { size: bytes(stat.f_blocks), available: bytes(stat.f_bavail) }).filter(|room| room.size > 0)
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::telemetry::Conditions;

    /// Shows a disk of a size the available bytes one after another, and draws whether polling goes on (+) or pauses (.).
    #[track_caller]
    fn check(size: u64, available: &[u64], expected: &str) {
        let conditions = Conditions::default();
        conditions.started();
        let gate = Gate::new(conditions.clone());
        let mut disk = Disk { name: "out".to_owned(), dir: "out".into(), is_nearly_full: false };
        let mut drawn = String::new();
        for available in available {
            disk.take(Room { size, available: *available }, &gate);
            let is_open = gate.opened().now_or_never().is_some();
            assert_eq!(is_open, conditions.list().is_empty(), "what pauses is a condition");
            drawn.push(if is_open { '+' } else { '.' });
        }
        assert_eq!(drawn, expected, "{size}: {available:?}");
    }

    const MIB: u64 = 1 << 20;

    #[test]
    fn polling_pauses_before_the_disk_is_full_and_goes_on_with_room_to_spare() {
        check(1000 << 30, &[500 << 30, 65 * MIB, 64 * MIB, 63 * MIB, 0, 100 * MIB, 128 * MIB, 65 * MIB], "+++...++");
        check(100 * MIB, &[100 * MIB, 5 * MIB, 5 * MIB - 1, 9 * MIB, 10 * MIB], "++..+");
        check(1 << 10, &[1 << 10, 52, 51, 103, 104], "++..+");
        check(1 << 30, &[52 * MIB, 51 * MIB], "+.");
        check(MIB, &[0, 0, MIB], "..+");
    }

    #[test]
    fn a_disk_is_asked_for_its_room() {
        let dir = tempfile::tempdir().unwrap();
        let found = room(dir.path()).unwrap();
        assert!(found.size >= found.available && found.available > 0, "{found:?}");
        assert_eq!(room(&dir.path().join("missing")), None);
    }
}
