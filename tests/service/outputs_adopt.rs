//! Directories of outputs that were moved: `output adopt` goes on with their files, and with no others.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use crate::outputs_restart::{await_worker, files, killed, said, seqs};
use crate::support::{Desk, article, code, signal};

/// The directory into which the output was moved.
const MOVED: &str = "moved";

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

fn run(desk: &Desk, args: &[&str]) -> (i32, String) {
    let output = desk.command(args).output().unwrap();
    (code(&output), said(&output))
}

/// Moves the directory of a killed worker's output, which is then adopted; no record is lost or doubled.
#[track_caller]
fn check(more: &str, to: &str, moving: impl FnOnce(&Desk)) {
    let (paper, mut desk) = killed(more);
    let number = files(&desk.path("out")).len();
    moving(&desk);
    desk.replace("dir = \"out\"", &format!("dir = \"{to}\""));
    let (refused, words) = run(&desk, &["run", "--once"]);
    assert_eq!(refused, 1, "{words}");
    assert!(words.contains("`pressline output adopt "), "{words}");
    let (adopted, words) = run(&desk, &["output", "adopt", to]);
    assert_eq!(adopted, 0, "{words}");
    assert!(words.contains(&format!("{to} goes on with the files of ")), "{words}");
    let articles: Vec<_> = (0..14).rev().map(|n| article(&format!("story-{n}"))).collect();
    paper.publish("/feed", &articles);
    let (ran, words) = run(&desk, &["run", "--once"]);
    assert_eq!(ran, 0, "{words}");
    assert_eq!(seqs(&desk, to), (1..=14).collect::<Vec<_>>());
    assert_eq!(files(&desk.path(to)).len(), number, "the open file is gone on with");
}

fn rename(desk: &Desk) {
    fs::rename(desk.path("out"), desk.path(MOVED)).unwrap();
}

#[test]
fn a_moved_directory_is_gone_on_with() {
    check("", MOVED, rename);
    check("compression = \"zstd\"\n", MOVED, rename);
    check("partition = \"hour\"\nrotate_size = \"16 KiB\"\n", MOVED, rename);
    check("", "deep/er", |desk| {
        fs::create_dir(desk.path("deep")).unwrap();
        fs::rename(desk.path("out"), desk.path("deep/er")).unwrap();
    });
    // A link at the former place, and a link to the new one.
    check("", MOVED, |desk| {
        rename(desk);
        symlink(desk.path(MOVED), desk.path("out")).unwrap();
    });
    check("", "link", |desk| {
        rename(desk);
        symlink(desk.path(MOVED), desk.path("link")).unwrap();
    });
}

#[test]
fn a_directory_on_another_mount_is_gone_on_with() {
    // Memory is a mount of its own; where there is none, this is one more copy.
    let memory = Path::new("/dev/shm").is_dir().then(|| tempfile::tempdir_in("/dev/shm").ok()).flatten();
    let other = memory.unwrap_or_else(|| tempfile::tempdir().unwrap());
    let to: PathBuf = other.path().join("out");
    check("", to.to_str().unwrap(), |desk| copy(&desk.path("out"), &to));
}

#[test]
fn files_that_a_consumer_has_taken_are_known_by_the_manifest() {
    let (paper, mut desk) = killed("rotate_size = \"16 KiB\"\n");
    assert_eq!(run(&desk, &["run", "--once"]).0, 0);
    for path in files(&desk.path("out")) {
        fs::remove_file(path).unwrap();
    }
    rename(&desk);
    desk.replace("dir = \"out\"", "dir = \"moved\"");
    let (refused, words) = run(&desk, &["run", "--once"]);
    assert_eq!(refused, 1, "{words}");
    assert!(words.contains("manifest.ndjson lists articles-000001.jsonl"), "{words}");
    let (adopted, words) = run(&desk, &["output", "adopt", MOVED]);
    assert_eq!(adopted, 0, "{words}");
    paper.publish("/feed", &[article("story-0"), article("new")]);
    assert_eq!(run(&desk, &["run", "--once"]).0, 0);
    assert_eq!(seqs(&desk, MOVED), [13]);
}

/// Checks that a directory is not adopted, and that nothing is changed by the attempt.
#[track_caller]
fn check_refused(meddle: impl FnOnce(&mut Desk), expected: &str) {
    let (_paper, mut desk) = killed("");
    meddle(&mut desk);
    desk.replace("dir = \"out\"", "dir = \"moved\"");
    let before: Vec<_> = files(&desk.path(MOVED));
    let (refused, words) = run(&desk, &["output", "adopt", MOVED]);
    assert_eq!(refused, 1, "{words}");
    assert!(words.contains(expected), "{words}");
    assert_eq!(files(&desk.path(MOVED)), before);
    desk.replace("dir = \"moved\"", "dir = \"out\"");
    if desk.path("out").is_dir() {
        let (ran, words) = run(&desk, &["run", "--once"]);
        assert_eq!(ran, 0, "{words}");
        assert_eq!(seqs(&desk, "out"), (1..=12).collect::<Vec<_>>());
    }
}

#[test]
fn a_wrong_directory_is_not_adopted() {
    check_refused(|_| {}, "cannot list");
    check_refused(|desk| fs::create_dir(desk.path(MOVED)).unwrap(), "is missing, but");
    let shorter = |desk: &mut Desk| {
        copy(&desk.path("out"), &desk.path(MOVED));
        let file = files(&desk.path(MOVED)).pop().unwrap();
        let len = fs::metadata(&file).unwrap().len();
        fs::File::options().write(true).open(file).unwrap().set_len(len - 1).unwrap();
    };
    check_refused(shorter, "were written");
    let longer = |desk: &mut Desk| {
        copy(&desk.path("out"), &desk.path(MOVED));
        let file = files(&desk.path(MOVED)).pop().unwrap();
        let text = fs::read(&file).unwrap();
        fs::write(file, text.repeat(2)).unwrap();
    };
    check_refused(longer, "were ever committed");
    // As long as they must be, but with other records.
    let others = |desk: &mut Desk| {
        copy(&desk.path("out"), &desk.path(MOVED));
        let file = files(&desk.path(MOVED)).pop().unwrap();
        let text = fs::read_to_string(&file).unwrap();
        fs::write(file, text.replace("\"seq\":1", "\"seq\":3")).unwrap();
    };
    check_refused(others, "holds articles up to seq 32");
    let later = |desk: &mut Desk| {
        copy(&desk.path("out"), &desk.path(MOVED));
        fs::write(desk.path("moved/articles-000002.jsonl"), "{\"seq\":13}\n").unwrap();
    };
    check_refused(later, "articles-000002.jsonl exists, but the state directory does not know of it");
}

#[test]
fn what_the_state_has_not_written_elsewhere_is_not_adopted() {
    let (_paper, mut desk) = killed("");
    let (refused, words) = run(&desk, &["output", "adopt", "out"]);
    assert_eq!(refused, 1, "{words}");
    assert!(words.contains("the state has written 12 records to "), "{words}");
    let mut worker = desk.start();
    await_worker(&desk);
    let (refused, words) = run(&desk, &["output", "adopt", "out"]);
    assert!(refused == 1 && words.contains("stop the worker first"), "{refused} {words}");
    signal(&worker, "TERM");
    assert_eq!(worker.wait().unwrap().code(), Some(0));

    // Of two former directories, the one whose files these are.
    desk.replace("dir = \"out\"", "dir = \"second\"");
    assert_eq!(run(&desk, &["run", "--once"]).0, 0);
    rename(&desk);
    desk.replace("dir = \"second\"", "dir = \"moved\"");
    let (adopted, words) = run(&desk, &["output", "adopt", MOVED, "--from", "second"]);
    assert_eq!(adopted, 1, "{words}");
    let (adopted, words) = run(&desk, &["output", "adopt", MOVED]);
    assert_eq!(adopted, 0, "{words}");
    let (again, words) = run(&desk, &["output", "adopt", MOVED]);
    assert_eq!(again, 1, "{words}");
}
