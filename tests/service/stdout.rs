//! Standard output that is closed, discarded or left: records are never lost without a word.

use std::process::{Command, Output};

use crate::support::{Desk, Newspaper, article, code};

fn desk(more: &str) -> (Newspaper, Desk) {
    let paper = Newspaper::open();
    paper.publish("/feed", &["pier", "mill"].map(article));
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], more);
    (paper, desk)
}

/// Runs a verb in a shell, with redirections behind it.
fn shell(desk: &Desk, verb: &str, redirections: &str) -> Output {
    let program = env!("CARGO_BIN_EXE_pressline");
    let line = format!("{program} {verb} --config pressline.toml {redirections}");
    Command::new("sh").args(["-c", &line]).current_dir(desk.dir.path()).output().unwrap()
}

/// The number of records that the state has emitted to standard output.
fn emitted(desk: &Desk) -> u64 {
    let status = desk.command(&["status", "--json"]).output().unwrap();
    let Ok(status) = serde_json::from_slice::<serde_json::Value>(&status.stdout) else { return 0 };
    status["outputs"].as_array().unwrap().iter().map(|output| output["seq"].as_u64().unwrap()).sum()
}

#[track_caller]
fn check(redirections: &str, expected: i32, records: u64) {
    let (paper, desk) = desk("");
    let output = shell(&desk, "run --once", redirections);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(code(&output), expected, "{redirections}: {said}");
    if expected == 1 && !redirections.contains("2>&-") {
        assert!(said.contains("standard output is closed or not open for writing"), "{redirections}: {said}");
    }
    assert_eq!(emitted(&desk), records, "{redirections}");
    // What was refused is not lost: the next run has it.
    let (found, _) = desk.once();
    assert_eq!(found.len() as u64, 2 - records, "{redirections}");
    drop(paper);
}

#[test]
fn a_closed_standard_output_is_refused_at_the_start() {
    check(">&-", 1, 0);
    check("<&- >&-", 1, 0);
    check("<&- >&- 2>&-", 1, 0);
    check(">&- 2>&-", 1, 0);
    check("1</dev/null", 1, 0);
    check("1<pressline.toml", 1, 0);
}

#[test]
fn what_is_given_on_purpose_is_used() {
    check(">/dev/null", 0, 2);
    check("1<>/dev/null", 0, 2);
    check("<&- >/dev/null", 0, 2);
    check(">records 2>&-", 0, 2);
    check("| cat >/dev/null", 0, 2);
}

#[test]
fn a_reader_that_has_gone_ends_the_worker_and_loses_nothing() {
    let (_paper, desk) = desk("");
    let output = shell(&desk, "run --once", "| true");
    assert_eq!(code(&output), 0);
    assert_eq!(desk.once().0.len(), 2);
}

#[test]
fn records_to_files_need_no_standard_output() {
    let (_paper, desk) = desk("[[output]]\nkind = \"files\"\ndir = \"out\"\n");
    let output = shell(&desk, "run --once", "<&- >&- 2>&-");
    assert_eq!(code(&output), 0);
    let file = std::fs::read_to_string(desk.path("out/articles-000001.jsonl")).unwrap();
    assert_eq!(file.lines().count(), 2);
    assert_eq!(code(&shell(&desk, "status", ">&-")), 0);
}
