//! Records again: from what the outbox keeps, from files, and for a reader of stdout that knows the last one it has.

use std::fs;

use rusqlite::Connection;

use crate::outputs_restart::{files, said};
use crate::support::{Desk, Newspaper, article, code, wait_for};

const FILES: &str = "[[output]]\nkind = \"files\"\ndir = \"out\"\nrotate_size = \"9 KiB\"\n";

fn desk(more: &str) -> (Newspaper, Desk) {
    let paper = Newspaper::open();
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], more);
    (paper, desk)
}

/// Publishes so many articles, and makes a pass; returns the lines on stdout.
fn pass(paper: &Newspaper, desk: &Desk, count: usize, args: &[&str]) -> Vec<String> {
    let articles: Vec<_> = (0..count).rev().map(|n| article(&format!("story-{n}"))).collect();
    paper.publish("/feed", &articles);
    let output = desk.command(&[&["run", "--once"], args].concat()).output().unwrap();
    assert_eq!(code(&output), 0, "{}", said(&output));
    lines(&output.stdout)
}

fn lines(bytes: &[u8]) -> Vec<String> {
    String::from_utf8(bytes.to_vec()).unwrap().lines().map(str::to_owned).collect()
}

fn replay(desk: &Desk, args: &[&str]) -> (i32, Vec<String>, String) {
    let output = desk.command(&[&["replay"], args].concat()).output().unwrap();
    (code(&output), lines(&output.stdout), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[track_caller]
fn check(desk: &Desk, args: &[&str], expected: &[String]) {
    let (code, lines, words) = replay(desk, args);
    assert_eq!(code, 0, "{args:?}: {words}");
    assert!(lines == expected, "{args:?}: {} lines instead of {}", lines.len(), expected.len());
}

#[track_caller]
fn check_refused(desk: &Desk, args: &[&str], code: i32, expected: &str) {
    let (found, lines, words) = replay(desk, args);
    assert_eq!((found, lines.len()), (code, 0), "{args:?}: {words}");
    assert!(words.contains(expected), "{args:?}: {words}");
}

#[test]
fn kept_records_of_stdout_are_replayed() {
    let (paper, desk) = desk("[outbox]\nkeep = \"1 MiB\"\n");
    let mut all = pass(&paper, &desk, 4, &[]);
    all.extend(pass(&paper, &desk, 6, &[]));
    assert_eq!(all.len(), 6);
    check(&desk, &["--from", "1"], &all);
    check(&desk, &["--from", "0"], &all);
    check(&desk, &["--from", "3"], &all[2..]);
    check(&desk, &["--from", "6", "--output", "stdout"], &all[5..]);
    check(&desk, &["--from", "7"], &[]);
    check_refused(&desk, &["--from", "8"], 1, "seq 8 was not written yet: the last of stdout is 6");
    check_refused(&desk, &["--from", "1", "--output", "out"], 2, "out is no output; there are stdout");
    check_refused(&desk, &["--from", "one"], 2, "invalid value");
    assert_eq!(desk.status()["pending_bytes"], 0, "what is kept is not pending");
    // Beside a worker.
    let mut worker = desk.start();
    wait_for("the worker", || fs::exists(desk.path("state/state.sqlite3-wal")).unwrap().then_some(()));
    check(&desk, &["--from", "2"], &all[1..]);
    worker.kill().unwrap();
    worker.wait().unwrap();
    check(&desk, &["--from", "2"], &all[1..]);
}

#[test]
fn what_is_not_kept_is_refused() {
    let (paper, desk) = desk("");
    let all = pass(&paper, &desk, 3, &[]);
    check_refused(&desk, &["--from", "1"], 1, "the records from seq 1 to 3 are not kept any more");
    let more = pass(&paper, &desk, 5, &["--set", "outbox.keep=1 MiB"]);
    assert_eq!((all.len(), more.len()), (3, 2));
    check(&desk, &["--from", "4"], &more);
    check_refused(&desk, &["--from", "3"], 1, "the records from seq 3 to 3 are not kept any more");
    // The size is that of the last run; the oldest goes first.
    let last = pass(&paper, &desk, 6, &["--set", "outbox.keep=3 KiB"]);
    check(&desk, &["--from", "6"], &last);
    check_refused(&desk, &["--from", "4"], 1, "are not kept any more");
    pass(&paper, &desk, 6, &[]);
    check_refused(&desk, &["--from", "6"], 1, "the records from seq 6 to 6 are not kept any more");
    let empty = Desk::new(&[], "");
    check_refused(&empty, &["--from", "1"], 1, "no state in ");
}

#[test]
fn files_are_replayed_from_themselves() {
    for more in ["", "compression = \"zstd\"\n", "partition = \"hour\"\n", "records = \"flat\"\n"] {
        let (paper, desk) = desk(&format!("{FILES}{more}"));
        pass(&paper, &desk, 4, &[]);
        pass(&paper, &desk, 9, &[]);
        let (found, all, words) = replay(&desk, &["--from", "1"]);
        assert_eq!((found, all.len()), (0, 9), "{words}");
        let seqs: Vec<u64> = all
            .iter()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["seq"].as_u64().unwrap())
            .collect();
        assert_eq!(seqs, (1..=9).collect::<Vec<_>>());
        check(&desk, &["--from", "5", "--output", "out"], &all[4..]);
        check(&desk, &["--from", "9", "--output", "./out/articles"], &all[8..]);
        check(&desk, &["--from", "1", "--output", "out/errors"], &[]);
        if more.contains("flat") {
            let (found, quotes, words) = replay(&desk, &["--from", "1", "--output", "out/quotes"]);
            // Two quotes an article.
            assert_eq!((found, quotes.len()), (0, 18), "{words}");
        }
        check_refused(&desk, &["--from", "1", "--output", "out/sermons"], 2, "out/sermons is no output");
        // A consumer has taken the first file.
        let first = files(&desk.path("out")).remove(0);
        fs::remove_file(first).unwrap();
        check_refused(&desk, &["--from", "1"], 1, "the records from seq 1 to ");
        check(&desk, &["--from", "9"], &all[8..]);
    }
}

#[test]
fn what_a_killed_worker_left_in_the_outbox_is_replayed_too() {
    let (paper, desk) = desk(&format!("[outbox]\nkeep = \"4 KiB\"\n{FILES}"));
    let articles: Vec<_> = (0..9).map(|n| article(&format!("story-{n}"))).collect();
    paper.publish("/feed", &articles);
    let mut worker = desk.start();
    let seq = || {
        let state = Connection::open(desk.path("state/state.sqlite3")).ok()?;
        let seq = "SELECT seq FROM stream WHERE name GLOB '*/articles'";
        state.query_row(seq, [], |row| row.get::<_, i64>(0)).ok().filter(|seq| *seq >= 9)
    };
    wait_for("nine articles", seq);
    worker.kill().unwrap();
    worker.wait().unwrap();
    let (found, all, words) = replay(&desk, &["--from", "1"]);
    assert_eq!((found, all.len()), (0, 9), "{words}");
}

#[test]
fn a_reader_of_stdout_resumes_after_the_last_record_that_it_has() {
    let (paper, desk) = desk("[outbox]\nkeep = \"1 MiB\"\n");
    let all = pass(&paper, &desk, 5, &[]);
    let resumed = pass(&paper, &desk, 7, &["--resume-after", "3"]);
    assert_eq!(resumed[..2], all[3..]);
    assert_eq!(resumed.len(), 4, "two again, two new");
    assert_eq!(pass(&paper, &desk, 7, &["--resume-after", "7"]), [""; 0]);
    assert_eq!(pass(&paper, &desk, 7, &["--resume-after", "0"])[..5], all[..]);
    let none = desk.command(&["run", "--once", "--resume-after", "1", "--set", "outbox.keep=0 B"]).output().unwrap();
    assert_eq!(code(&none), 1, "{}", said(&none));
    assert!(said(&none).contains("the records after seq 1 are not kept any more, the oldest is 8"), "{}", said(&none));
    // The reader knows more than a state that was restored.
    let beyond = pass(&paper, &desk, 8, &["--resume-after", "20"]);
    assert!(beyond[0].contains("\"seq\":21,"), "{beyond:?}");
}

#[test]
fn a_reader_resumes_within_what_was_committed_together() {
    // Records that were committed together are one frame; a reader may have only some of them.
    let (paper, desk) = desk("[outbox]\nkeep = \"1 MiB\"\n[[output]]\nkind = \"stdout\"\nrecords = \"flat\"\n");
    let all = pass(&paper, &desk, 2, &[]);
    for after in [1, 2, all.len() - 1] {
        let resumed = pass(&paper, &desk, 2, &["--resume-after", &after.to_string()]);
        assert_eq!(resumed, all[after..], "{after}");
    }
}

#[test]
fn only_a_reader_of_stdout_can_resume() {
    let (_paper, desk) = desk(FILES);
    let output = desk.command(&["run", "--once", "--resume-after", "1"]).output().unwrap();
    assert_eq!(code(&output), 2, "{}", said(&output));
    assert!(said(&output).contains("no [[output]] is \"stdout\""), "{}", said(&output));
}
