//! A stderr that is lost, full or blocked: the worker works, and ends when it is asked to.

use std::fs::File;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{Desk, Newspaper, article, records, signal, wait_for};

/// A service over ten articles that logs all it can to `stderr`.
fn start(paper: &Newspaper, stderr: Stdio) -> (Desk, Child) {
    let articles: Vec<_> = (0..10).map(|at| article(&format!("a{at}"))).collect();
    paper.publish("/feed", &articles);
    let feeds = [("press", format!("{}/feed", paper.base))];
    let desk = Desk::new(&feeds, "log = \"trace\"\n[[output]]\nkind = \"files\"\ndir = \"out\"\n");
    let child = desk.command(&["run"]).stdout(Stdio::null()).stderr(stderr).spawn().unwrap();
    (desk, child)
}

/// Waits for the ten records, then for the end after SIGTERM, which must be quick and orderly.
fn finish(desk: &Desk, mut child: Child) {
    let count = || {
        let found = desk
            .path("out")
            .read_dir()
            .ok()?
            .flatten()
            .find(|e| e.file_name().to_string_lossy().starts_with("articles-"));
        let bytes = std::fs::read(found?.path()).ok()?;
        (bytes.split(|byte| *byte == b'\n').count() > 10).then_some(())
    };
    wait_for("ten records", count);
    signal(&child, "TERM");
    let begun = Instant::now();
    let status = wait_for("the end", || child.try_wait().unwrap());
    assert!(status.success(), "{status}");
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
}

#[test]
fn a_full_device() {
    let Ok(full) = File::options().write(true).open("/dev/full") else { return };
    let (desk, child) = start(&Newspaper::open(), full.into());
    finish(&desk, child);
}

#[test]
fn a_reader_that_is_gone() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let (desk, child) = start(&Newspaper::open(), writer.into());
    finish(&desk, child);
}

#[test]
fn a_reader_that_goes_meanwhile() {
    let (desk, mut child) = start(&Newspaper::open(), Stdio::piped());
    thread::sleep(Duration::from_millis(50));
    drop(child.stderr.take());
    finish(&desk, child);
}

#[test]
fn a_reader_that_sleeps() {
    let (reader, writer) = std::io::pipe().unwrap();
    let paper = Newspaper::open();
    let (desk, child) = start(&paper, writer.into());
    finish(&desk, child);
    drop(reader);
}

#[test]
fn a_closed_descriptor() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a")]);
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], "");
    let command = desk.command(&["run", "--once"]);
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", "exec \"$0\" \"$@\" 2>&-"]).arg(command.get_program()).args(command.get_args());
    let output = shell.current_dir(desk.dir.path()).stdout(Stdio::piped()).output().unwrap();
    assert!(output.status.success());
    assert_eq!(records(&output.stdout).len(), 1);
}

#[test]
fn a_command_whose_stderr_is_full_keeps_its_exit_code() {
    let Ok(full) = File::options().write(true).open("/dev/full") else { return };
    let desk = Desk::new(&[], "");
    let run = |verb: &[&str]| desk.command(verb).stderr(full.try_clone().unwrap()).status().unwrap().code();
    assert_eq!(run(&["check"]), Some(0));
    std::fs::write(desk.path("pressline.toml"), "wrong").unwrap();
    assert_eq!((run(&["check"]), run(&["run"])), (Some(2), Some(2)));
}
