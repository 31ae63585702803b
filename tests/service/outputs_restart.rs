//! Files that were changed underneath, and states that were restored: the worker stops, and `output restart` goes on.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::support::{Desk, Newspaper, article, code, signal, wait_for};

/// The records of articles that the first run writes.
const FIRST: u64 = 12;

/// The slugs of articles, newest first.
fn slugs(count: u64) -> Vec<(String, String)> {
    (0..count).rev().map(|n| article(&format!("story-{n}"))).collect()
}

/// A newspaper of twelve articles, and a worker that was killed when they were in its files.
pub(crate) fn killed(more: &str) -> (Newspaper, Desk) {
    let paper = Newspaper::open();
    paper.publish("/feed", &slugs(FIRST));
    let output = format!("[[output]]\nkind = \"files\"\ndir = \"out\"\n{more}");
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], &output);
    let mut worker = desk.start();
    wait_for("twelve articles", || (seqs(&desk, "out").len() as u64 >= FIRST).then_some(()));
    wait_for("the sync", || (desk.status()["pending_bytes"] == 0).then_some(()));
    worker.kill().unwrap();
    worker.wait().unwrap();
    (paper, desk)
}

/// Waits until a worker has the state. A command that came sooner would hold the lock, and the worker would give up.
pub(crate) fn await_worker(desk: &Desk) {
    wait_for("the worker", || desk.status()["worker"].is_object().then_some(()));
}

/// The files of articles below a directory, those of partitions included, in the order of their numbers.
pub(crate) fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            found.extend(files(&path));
        } else if name.starts_with("articles-") && path.extension().is_none_or(|extension| extension != "rest") {
            found.push(path);
        }
    }
    found.sort_by_key(|path| path.file_name().unwrap().to_owned());
    found
}

/// The `seq` of each whole line in the files of articles.
pub(crate) fn seqs(desk: &Desk, dir: &str) -> Vec<u64> {
    let mut found = Vec::new();
    for path in files(&desk.path(dir)) {
        // A file that was ended since it was listed has lost its second extension.
        let bytes = fs::read(&path).or_else(|_| fs::read(path.with_extension(""))).unwrap();
        let bytes = if path.to_str().unwrap().contains(".zst") { unpacked(&bytes) } else { bytes };
        let lines = bytes.split_inclusive(|b| *b == b'\n').filter(|line| line.ends_with(b"\n"));
        let values = lines.filter_map(|line| serde_json::from_slice::<serde_json::Value>(line).ok());
        found.extend(values.filter_map(|value| value["seq"].as_u64()));
    }
    found
}

/// What can be unpacked: the last frame may still be on its way.
fn unpacked(mut bytes: &[u8]) -> Vec<u8> {
    let mut lines = Vec::new();
    while let Ok(frame) = zstd::Decoder::with_buffer(&mut bytes).map(zstd::Decoder::single_frame)
        && let Ok(more) = std::io::read_to_string(frame)
        && !more.is_empty()
    {
        lines.extend(more.into_bytes());
    }
    lines
}

pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// The open file of articles.
fn open_file(desk: &Desk) -> PathBuf {
    files(&desk.path("out")).pop().unwrap()
}

/// Meddles with the files of a killed worker; the next start names the way on, which is gone.
///
/// Draws the `seq` that the restart says to be gone, which must be those that are.
#[track_caller]
fn check(more: &str, meddle: impl FnOnce(&Desk), gone: &str) -> (Desk, String) {
    let (paper, desk) = killed(more);
    meddle(&desk);
    let refused = desk.command(&["run", "--once"]).output().unwrap();
    let words = said(&refused);
    assert_eq!(code(&refused), 1, "{words}");
    assert!(words.contains("`pressline output restart "), "{words}");
    let restart = desk.command(&["output", "restart", "out"]).output().unwrap();
    let words = said(&restart);
    assert_eq!(code(&restart), 0, "{words}");
    assert!(words.contains(" and with seq 13\n"), "{words}");
    let told: Vec<_> = words.lines().filter(|line| line.starts_with("out/articles: seq ")).collect();
    let expected =
        if gone.is_empty() { vec![] } else { vec![format!("out/articles: seq {gone} are not in the files")] };
    assert_eq!(told.len(), expected.len(), "{words}");
    assert!(told.iter().zip(&expected).all(|(told, expected)| told.starts_with(expected)), "{words}");
    let left: BTreeSet<u64> = seqs(&desk, "out").into_iter().collect();
    paper.publish("/feed", &slugs(FIRST + 3));
    let after = desk.command(&["run", "--once"]).output().unwrap();
    assert_eq!(code(&after), 0, "{}", said(&after));
    let all = seqs(&desk, "out");
    let once: BTreeSet<u64> = all.iter().copied().collect();
    assert_eq!(once.len(), all.len(), "doubled: {all:?}");
    assert_eq!(once, left.into_iter().chain(FIRST + 1..=FIRST + 3).collect(), "{words}");
    let present = (1..=FIRST + 3).filter(|seq| once.contains(seq)).count() as u64;
    assert_eq!(present + count(gone), FIRST + 3, "lost without a word: {words}\n{once:?}");
    (desk, words)
}

/// How many numbers a text like `1 to 3, 7` names.
fn count(ranges: &str) -> u64 {
    let number = |text: &str| text.parse::<u64>().unwrap();
    let of_range = |range: &str| range.split_once(" to ").map_or(1, |(a, b)| number(b) - number(a) + 1);
    ranges.split(", ").filter(|range| !range.is_empty()).map(of_range).sum()
}

/// Leaves so many lines of the open file, and so many bytes of the next.
fn cut(desk: &Desk, lines: usize, bytes: usize) {
    let path = open_file(desk);
    let text = fs::read(&path).unwrap();
    let whole: usize = text.split_inclusive(|b| *b == b'\n').take(lines).map(<[u8]>::len).sum();
    File::options().write(true).open(path).unwrap().set_len((whole + bytes) as u64).unwrap();
}

#[test]
fn a_file_that_was_cut_goes_on_in_a_new_one() {
    check("", |desk| cut(desk, 5, 0), "6 to 12");
    let (desk, words) = check("", |desk| cut(desk, 5, 10), "6 to 12");
    assert!(words.contains("what stood behind the last whole record is in "), "{words}");
    assert_eq!(fs::read(desk.path("out/articles-000001.jsonl.rest")).unwrap().len(), 10);
    assert!(desk.path("out/articles-000001.jsonl").exists(), "the records before are a file of their own");
    let copy_truncate = |desk: &Desk| {
        fs::copy(open_file(desk), desk.path("rotated")).unwrap();
        cut(desk, 0, 0);
    };
    check("", copy_truncate, "1 to 12");
    let edit = |desk: &Desk| {
        let path = open_file(desk);
        let text = fs::read_to_string(&path).unwrap();
        let kept: Vec<_> = text.split_inclusive('\n').enumerate().filter(|(at, _)| *at != 2).map(|(_, l)| l).collect();
        fs::write(path, kept.concat()).unwrap();
    };
    check("", edit, "3");
    check("partition = \"hour\"\n", |desk| cut(desk, 11, 1), "12");
}

#[test]
fn a_file_that_was_taken_away_goes_on_in_a_new_one() {
    check("", |desk| fs::remove_file(open_file(desk)).unwrap(), "1 to 12");
    check("", |desk| fs::rename(open_file(desk), desk.path("elsewhere")).unwrap(), "1 to 12");
    check("", |desk| fs::remove_dir_all(desk.path("out")).unwrap(), "1 to 12");
    check("", |desk| fs::rename(desk.path("out"), desk.path("elsewhere")).unwrap(), "1 to 12");
    let replaced = |desk: &Desk| {
        fs::rename(desk.path("out"), desk.path("elsewhere")).unwrap();
        fs::create_dir(desk.path("out")).unwrap();
    };
    check("", replaced, "1 to 12");
}

#[test]
fn a_file_with_more_than_was_written_goes_on_in_a_new_one() {
    let append = |text: &'static str| {
        move |desk: &Desk| {
            File::options().append(true).open(open_file(desk)).unwrap().write_all(text.as_bytes()).unwrap();
        }
    };
    let (desk, _) = check("", append("{\"foreign\":1}\n"), "");
    assert_eq!(fs::read_to_string(desk.path("out/articles-000001.jsonl.rest")).unwrap(), "{\"foreign\":1}\n");
    check("", append("no line"), "");
    check("compression = \"zstd\"\n", append("theirs\n"), "");
    // Ended by hand, and copied by hand.
    check("", |desk| fs::rename(open_file(desk), desk.path("out/articles-000001.jsonl")).unwrap(), "");
    let copied = |desk: &Desk| {
        fs::copy(open_file(desk), desk.path("out/articles-000001.jsonl")).unwrap();
    };
    check("", copied, "");
}

#[test]
fn compressed_files_stay_readable() {
    let half = |desk: &Desk| {
        let path = open_file(desk);
        let len = fs::metadata(&path).unwrap().len();
        File::options().write(true).open(path).unwrap().set_len(len - 5).unwrap();
    };
    // How the records share frames is not known beforehand: what is gone must be what is told.
    let (paper, desk) = killed("compression = \"zstd\"\n");
    half(&desk);
    let restart = desk.command(&["output", "restart", "out"]).output().unwrap();
    let words = said(&restart);
    let told = words.lines().find_map(|line| line.strip_prefix("out/articles: seq ")?.split(" are not").next());
    paper.publish("/feed", &slugs(FIRST + 1));
    assert_eq!(code(&desk.command(&["run", "--once"]).output().unwrap()), 0);
    let all = seqs(&desk, "out");
    assert_eq!(all.len() as u64 + count(told.unwrap()), FIRST + 1, "{words} {all:?}");
    for path in files(&desk.path("out")) {
        zstd::decode_all(fs::read(&path).unwrap().as_slice()).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }
    check("compression = \"zstd\"\n", |desk| fs::remove_file(open_file(desk)).unwrap(), "1 to 12");
}

/// Kills a worker at some moment, so that its outbox may hold frames, then deletes or cuts its file.
#[test]
fn what_the_outbox_holds_is_written_to_the_new_file() {
    for round in 0..4 {
        let paper = Newspaper::open();
        paper.publish("/feed", &slugs(FIRST));
        let desk =
            Desk::new(&[("press", format!("{}/feed", paper.base))], "[[output]]\nkind = \"files\"\ndir = \"out\"\n");
        let mut worker = desk.start();
        wait_for("some articles", || (seqs(&desk, "out").len() > 3 + round).then_some(()));
        worker.kill().unwrap();
        worker.wait().unwrap();
        if round % 2 == 0 {
            fs::remove_file(open_file(&desk)).unwrap();
        } else {
            cut(&desk, 2, 7);
        }
        let restart = desk.command(&["output", "restart", "out"]).output().unwrap();
        let words = said(&restart);
        assert_eq!(code(&restart), 0, "{words}");
        let gone = words.lines().find_map(|line| line.strip_prefix("out/articles: seq ")?.split(" are not").next());
        let after = desk.command(&["run", "--once"]).output().unwrap();
        assert_eq!(code(&after), 0, "{}", said(&after));
        let (all, once) = (seqs(&desk, "out"), BTreeSet::from_iter(seqs(&desk, "out")));
        assert_eq!(once.len(), all.len(), "doubled: {all:?}");
        assert_eq!(all.len() as u64 + count(gone.unwrap_or("")), FIRST, "{words} {all:?}");
    }
}

#[test]
fn an_output_that_nobody_means_is_refused() {
    let (_paper, desk) = killed("");
    let check = |args: &[&str], expected: i32, words: &str| {
        let output = desk.command(args).output().unwrap();
        assert_eq!(code(&output), expected, "{}", said(&output));
        assert!(said(&output).contains(words), "{}", said(&output));
    };
    check(&["output", "restart", "away"], 2, "away is no output: those of kind \"files\" are out");
    check(&["output", "restart", "stdout"], 2, "stdout is no output");
    check(&["output", "restart", "./out/../out"], 0, "goes on in articles-000002.jsonl and with seq 13");
    // A second one changes nothing but the number.
    check(&["output", "restart", "out"], 0, "and with seq 13");
    let mut worker = desk.start();
    await_worker(&desk);
    check(&["output", "restart", "out"], 1, "stop the worker first");
    signal(&worker, "TERM");
    assert_eq!(worker.wait().unwrap().code(), Some(0));
    check(&["run", "--once"], 0, "");
    assert_eq!(seqs(&desk, "out"), (1..=FIRST).collect::<Vec<_>>());
}
