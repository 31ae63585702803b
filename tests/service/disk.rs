//! Disks that are full or fail: what may pass is waited for, and what is unknown ends the service. Nothing is lost.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus};
use std::sync::OnceLock;

use serde_json::Value;

use crate::support::{Desk, Newspaper, article, ask, code, records, signal, telemetry_address, wait_for};

/// `errno` of Linux.
const EIO: i32 = 5;
const ENOSPC: i32 = 28;
const EROFS: i32 = 30;
const EDQUOT: i32 = 122;

/// Builds what makes disks fail, once. The C compiler that SQLite needs is there.
fn faults_library() -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let build = || {
        let library = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("disk_faults.so");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/disk_faults.c");
        let built = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).args([source, "-ldl"]).output();
        let built = built.expect("a C compiler");
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        library
    };
    BUILT.get_or_init(build).clone()
}

/// A paper, and a service that writes its articles to files on disks that fail at will.
struct Trial {
    paper: Newspaper,
    desk: Desk,
}

/// A running service, and the address of its health.
struct Running {
    child: Child,
    address: String,
}

impl Trial {
    fn new() -> Self {
        let paper = Newspaper::open();
        paper.publish("/feed", &[article("a0"), article("a1")]);
        let more = "http = \"127.0.0.1:0\"\n[[output]]\nkind = \"files\"\ndir = \"out\"\n";
        let mut desk = Desk::new(&[("press", format!("{}/feed", paper.base))], more);
        desk.replace("http = \"\"\n", "");
        desk.replace(
            "min_interval = \"1ms\"\nmax_interval = \"1ms\"",
            "min_interval = \"50ms\"\nmax_interval = \"50ms\"",
        );
        Self { paper, desk }
    }

    /// Makes calls of a kind to files whose path contains a part fail from now on.
    fn fail(&self, call: &str, errno: i32, part: &str) {
        let next = self.desk.path("faults.next");
        fs::write(&next, format!("{call} {errno} {part}\n")).unwrap();
        fs::rename(next, self.desk.path("faults")).unwrap();
    }

    fn heal(&self) {
        fs::remove_file(self.desk.path("faults")).unwrap();
    }

    fn start(&self) -> Running {
        let mut command = self.desk.command(&["run"]);
        command.env("LD_PRELOAD", faults_library()).env("DISK_FAULTS", self.desk.path("faults"));
        let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
        let address = telemetry_address(&mut child);
        Running { child, address }
    }

    /// Adds articles to the feed, so that the service has something to write.
    fn publish(&self, count: usize) {
        self.paper.publish("/feed", &(0..count).map(|at| article(&format!("a{at}"))).collect::<Vec<_>>());
    }

    /// Every article's record in the files, in order. Panics at one that is there twice or broken.
    fn articles(&self) -> Vec<Value> {
        let mut files: Vec<_> = fs::read_dir(self.desk.path("out")).into_iter().flatten().flatten().collect();
        files.retain(|file| file.file_name().to_string_lossy().starts_with("articles-"));
        files.sort_by_key(fs::DirEntry::file_name);
        let bytes: Vec<u8> = files.iter().flat_map(|file| fs::read(file.path()).unwrap()).collect();
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
        let articles = records(&bytes[..whole]);
        for (at, record) in articles.iter().enumerate() {
            assert_eq!(record["seq"], at + 1, "every number once and in order");
        }
        articles
    }

    fn await_articles(&self, count: usize) {
        wait_for(&format!("{count} articles"), || (self.articles().len() >= count).then_some(()));
        assert_eq!(self.articles().len(), count);
    }

    /// One pass on healthy disks.
    #[track_caller]
    fn finish(&self, count: usize) {
        let output = self.desk.command(&["run", "--once"]).output().unwrap();
        assert_eq!(code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
        self.await_articles(count);
    }
}

impl Running {
    /// Waits until `/readyz` says all of these words.
    fn await_words(&self, words: &[&str]) {
        wait_for(&format!("{words:?}"), || {
            let answer = ask(&self.address, "/readyz", "localhost")?;
            (answer.contains(" 503 ") && words.iter().all(|word| answer.contains(word))).then_some(())
        });
    }

    fn await_ready(&self) {
        wait_for("readiness", || ask(&self.address, "/readyz", "localhost")?.contains(" 200 ").then_some(()));
    }

    fn end(mut self) -> ExitStatus {
        wait_for("the end", || self.child.try_wait().unwrap())
    }

    fn stop(self) {
        signal(&self.child, "TERM");
        let status = self.end();
        assert!(status.success(), "{status}");
    }
}

/// A disk that takes nothing for a while: the service says so, asks for nothing, and goes on when it takes something again.
#[track_caller]
fn check_passes(errno: i32, part: &str, words: &[&str]) {
    let trial = Trial::new();
    let service = trial.start();
    trial.await_articles(2);
    trial.fail("write", errno, part);
    trial.publish(6);
    service.await_words(words);
    let metrics = ask(&service.address, "/metrics", "localhost").unwrap();
    assert!(metrics.lines().any(|line| line.starts_with("pressline_condition{") && line.ends_with(" 1")), "{metrics}");
    // What was under way has ended by the second look.
    let asked = wait_for("no more requests", || {
        let before = trial.paper.asked().len();
        std::thread::sleep(std::time::Duration::from_millis(500));
        (trial.paper.asked().len() == before).then_some(before)
    });
    trial.heal();
    trial.await_articles(6);
    service.await_ready();
    wait_for("polls", || (trial.paper.asked().len() > asked).then_some(()));
    service.stop();
    trial.finish(6);
}

#[test]
fn an_output_without_room_is_waited_for() {
    check_passes(ENOSPC, "/out/", &["No space left", "polling pauses"]);
}

#[test]
fn an_output_over_its_quota_is_waited_for() {
    check_passes(EDQUOT, "/out/", &["polling pauses"]);
}

#[test]
fn an_output_that_fails_is_waited_for() {
    check_passes(EIO, "/out/", &["polling pauses"]);
}

#[test]
fn an_output_that_is_read_only_is_waited_for() {
    check_passes(EROFS, "/out/", &["polling pauses"]);
}

#[test]
fn a_state_without_room_is_waited_for() {
    check_passes(ENOSPC, "/state.sqlite3", &["the state cannot be written", "polling pauses"]);
}

#[test]
fn a_state_that_fails_is_waited_for() {
    check_passes(EIO, "/state.sqlite3", &["the state cannot be written", "polling pauses"]);
}

#[test]
fn a_full_disk_at_the_start_is_waited_for() {
    for (part, words) in [("/out/", "polling pauses"), ("/state.sqlite3", "the start waits")] {
        let trial = Trial::new();
        trial.fail("write", ENOSPC, part);
        let service = trial.start();
        service.await_words(&[words]);
        trial.heal();
        trial.await_articles(2);
        service.stop();
        trial.finish(2);
    }
}

/// After a sync that failed nobody knows what is on disk: the service ends, and the next one writes what is in the outbox.
#[test]
fn a_failed_sync_ends_the_service_and_loses_nothing() {
    for part in ["/out/", "/state.sqlite3"] {
        let trial = Trial::new();
        let service = trial.start();
        trial.await_articles(2);
        trial.fail("sync", EIO, part);
        trial.publish(6);
        let status = service.end();
        assert_eq!(status.code(), Some(1), "{part}");
        trial.heal();
        trial.finish(6);
    }
}

/// A service that is asked to end while its disk takes nothing does so, and nothing is lost.
#[test]
fn the_end_does_not_wait_for_a_full_disk() {
    for part in ["/out/", "/state.sqlite3"] {
        let trial = Trial::new();
        let service = trial.start();
        trial.await_articles(2);
        trial.fail("write", ENOSPC, part);
        trial.publish(6);
        service.await_words(&["polling pauses"]);
        signal(&service.child, "TERM");
        let status = service.end();
        assert!(status.code().is_some_and(|code| code < 2), "{part}: {status}");
        trial.heal();
        trial.finish(6);
    }
}
