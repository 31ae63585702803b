//! A state that was restored from a backup: its outputs go on in new files, and what may come twice is told.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::outputs_restart::{files, said, seqs};
use crate::support::{Desk, Newspaper, article, code};

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap().flatten() {
        fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

fn publish(paper: &Newspaper, count: usize) {
    let articles: Vec<_> = (0..count).rev().map(|n| article(&format!("story-{n}"))).collect();
    paper.publish("/feed", &articles);
}

fn run(desk: &Desk) -> (i32, String) {
    let output = desk.command(&["run", "--once"]).output().unwrap();
    (code(&output), said(&output))
}

/// Three articles, a backup, three more, and the backup is restored; then somebody meddles.
///
/// Draws the records that are told to come again, and what is written in the end.
#[track_caller]
fn check(more: &str, meddle: impl FnOnce(&Desk), told: &str, expected: &[u64]) {
    let paper = Newspaper::open();
    publish(&paper, 3);
    let output = format!("[[output]]\nkind = \"files\"\ndir = \"out\"\n{more}");
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], &output);
    assert_eq!(run(&desk).0, 0);
    copy(&desk.path("state"), &desk.path("backup"));
    publish(&paper, 6);
    assert_eq!(run(&desk).0, 0);
    fs::remove_dir_all(desk.path("state")).unwrap();
    copy(&desk.path("backup"), &desk.path("state"));
    meddle(&desk);
    publish(&paper, 8);
    let (refused, words) = run(&desk);
    assert_eq!(refused, 1, "{words}");
    assert!(words.contains("`pressline output restart "), "{words}");
    let before: BTreeMap<PathBuf, Vec<u8>> =
        files(&desk.path("out")).into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect();
    let restart = desk.command(&["output", "restart", "out"]).output().unwrap();
    let words = said(&restart);
    assert_eq!(code(&restart), 0, "{words}");
    assert!(words.contains(&format!("out/articles: seq {told} were written after this state was saved")), "{words}");
    let (ran, said) = run(&desk);
    assert_eq!(ran, 0, "{said}");
    assert_eq!(seqs(&desk, "out"), expected, "{words}");
    for (path, bytes) in before {
        assert!(fs::read(&path).unwrap() == bytes, "{} was written again", path.display());
    }
}

#[test]
fn a_restored_state_goes_on_in_new_files() {
    let all: Vec<u64> = (1..=11).collect();
    check("", |_| {}, "4 to 6", &all);
    check("compression = \"zstd\"\n", |_| {}, "4 to 6", &all);
    check("partition = \"day\"\n", |_| {}, "4 to 6", &all);
    // A consumer has carried all files away; the manifest remembers their names and numbers.
    let carried_away = |desk: &Desk| files(&desk.path("out")).iter().for_each(|path| fs::remove_file(path).unwrap());
    check("", carried_away, "4 to 6", &(7..=11).collect::<Vec<_>>());
    // The state is gone altogether: all that the feeds still show comes again.
    let no_state = |desk: &Desk| fs::remove_dir_all(desk.path("state")).unwrap();
    check("", no_state, "1 to 6", &(1..=14).collect::<Vec<_>>());
    let no_manifest = |desk: &Desk| fs::remove_file(desk.path("out/manifest.ndjson")).unwrap();
    check("", no_manifest, "4 to 6", &all);
}
