//! The user's watch lists and alias tables, through the real binary.

use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;

use crate::support::{Desk, Newspaper, article, code, pressline, records, signal, validate, wait_for};

const HEADER: &str = "id\ttype\tname\taliases\tcase\n";

/// A desk with a list `council` beside its configuration.
fn desk(paper: Option<&Newspaper>, list: &str) -> Desk {
    let feeds: Vec<_> = paper.iter().map(|paper| ("press", format!("{}/feed", paper.base))).collect();
    let desk = Desk::new(&feeds, "");
    std::fs::create_dir(desk.path("watchlists")).unwrap();
    write(&desk, list);
    desk
}

fn write(desk: &Desk, list: &str) {
    std::fs::write(desk.path("watchlists/council.tsv"), format!("{HEADER}{list}")).unwrap();
}

fn command(desk: &Desk, args: &[&str]) -> Command {
    let mut command = pressline();
    command.args(args).arg("--config").arg(desk.dir.path()).current_dir(desk.dir.path());
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_record_says_what_a_list_found() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a")]);
    let desk = desk(Some(&paper), "17\tORG\tcouncil of Dunmore\n");
    std::fs::create_dir(desk.path("aliases")).unwrap();
    std::fs::write(desk.path("aliases/people.tsv"), "id\tlabel\ttype\nQ5\tHelen Brandt\tPERSON\n").unwrap();
    let output = command(&desk, &["run", "--once"]).output().unwrap();
    let record = &records(&output.stdout)[0];
    let entities = record["entities"].as_array().unwrap();
    let listed = entities.iter().find(|entity| entity["source"] == "watchlist").unwrap();
    assert_eq!((&listed["link"], &listed["type"]), (&"watch:council/17".into(), &"ORG".into()));
    assert_eq!(listed["mentions"][0]["source"], "watchlist");
    let person = entities.iter().find(|entity| entity["name"] == "Helen Brandt").unwrap();
    assert_eq!((&person["link"], person.get("source")), (&"Q5".into(), None));
    assert!(record["provenance"]["models"]["lists"].as_str().unwrap().starts_with("b3:"));
}

#[test]
fn a_broken_list_is_named_with_its_line() {
    let desk = desk(None, "1\tORG\tAda\n1\tROBOT\tBaro\n");
    for verb in [&["check"][..], &["run", "--once"]] {
        let output = command(&desk, verb).output().unwrap();
        assert_eq!(code(&output), 2);
        assert!(said(&output).contains("council.tsv:3: id `1` is given twice"), "{}", said(&output));
    }
    write(&desk, "1\tORG\tAda\n");
    let output = command(&desk, &["check"]).output().unwrap();
    assert_eq!(code(&output), 0);
    assert!(said(&output).contains("lists hold: 1 entries to watch for, 0 to link to"), "{}", said(&output));
}

#[test]
fn analyze_takes_lists_by_flag() {
    let desk = desk(None, "1\tPRODUCT\tgrey lantern\n");
    std::fs::write(desk.path("text"), "Er kaufte eine grey lantern, sagte er am Montag dem Gericht in der Stadt.")
        .unwrap();
    let analyze = |lists: &str| {
        let args = ["analyze", "--watchlists", lists, "text"];
        pressline().args(args).current_dir(desk.dir.path()).output().unwrap()
    };
    for lists in ["watchlists", "watchlists/council.tsv"] {
        let output = analyze(lists);
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(answer["entities"][0]["link"], "watch:council/1");
    }
    let output = analyze("nowhere");
    assert_eq!(code(&output), 2);
    assert!(said(&output).contains("nowhere: cannot read"), "{}", said(&output));
}

/// While the service runs a list changes, breaks, and is mended: each article goes out once, read by the list of its time.
#[test]
fn a_running_service_takes_changed_lists() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a")]);
    let desk = desk(Some(&paper), "1\tPERSON\tHelen Brandt\n");
    let mut service = command(&desk, &["run", "--set", "poll.max_interval=1s"]);
    let mut service = service.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (send, heard) = mpsc::channel();
    let log = BufReader::new(service.stderr.take().unwrap());
    std::thread::spawn(move || log.lines().map_while(Result::ok).all(|line| send.send(line).is_ok()));
    let hear = |words: &str| {
        wait_for(words, || heard.try_iter().find(|line| line.contains(words)));
    };
    let mut lines = BufReader::new(service.stdout.take().unwrap()).lines();
    let mut next = |title: &str, link: Option<&str>| {
        let record: serde_json::Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        validate(&record);
        assert_eq!(record["title"], title);
        let entities = record["entities"].as_array().unwrap();
        let marked =
            entities.iter().filter(|entity| entity["source"] == "watchlist").map(|entity| entity["link"].as_str());
        assert_eq!(marked.collect::<Vec<_>>(), Vec::from_iter(link.map(Some)));
    };
    next("About a", Some("watch:council/1"));
    write(&desk, "2\tPERSON\tPeter Lang\n");
    hear("lists read again");
    paper.publish("/feed", &[article("b"), article("a")]);
    next("About b", Some("watch:council/2"));
    write(&desk, "2\tROBOT\tPeter Lang\n");
    hear("council.tsv:2: no type is called `ROBOT`");
    paper.publish("/feed", &[article("c"), article("b"), article("a")]);
    next("About c", Some("watch:council/2"));
    std::fs::remove_file(desk.path("watchlists/council.tsv")).unwrap();
    hear("lists read again");
    paper.publish("/feed", &[article("d"), article("c"), article("b"), article("a")]);
    next("About d", None);
    signal(&service, "TERM");
    assert_eq!(service.wait().unwrap().code(), Some(0));
}
