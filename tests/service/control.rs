//! A worker that is steered while it runs, and a state that is steered while none does, through the real binary.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Desk, Newspaper, Page, article, code, of, rss, signal, wait_for};

/// A running service, its log and the records that it has written.
struct Worker {
    child: Child,
    log: Arc<Mutex<Vec<String>>>,
    records: Arc<Mutex<Vec<String>>>,
}

fn gather(from: impl Read + Send + 'static) -> Arc<Mutex<Vec<String>>> {
    let lines: Arc<Mutex<Vec<String>>> = Arc::default();
    let kept = Arc::clone(&lines);
    let read = BufReader::new(from).lines().map_while(Result::ok);
    thread::spawn(move || read.for_each(|line| kept.lock().unwrap().push(line)));
    lines
}

impl Worker {
    /// Starts the service, and waits until it listens.
    fn start(desk: &Desk) -> Self {
        let worker = Self::start_deaf(desk);
        wait_for("the control socket", || UnixStream::connect(socket(desk)).ok());
        worker
    }

    /// Starts the service.
    fn start_deaf(desk: &Desk) -> Self {
        let mut child = desk.start();
        let log = gather(child.stderr.take().unwrap());
        let records = gather(child.stdout.take().unwrap());
        Self { child, log, records }
    }

    fn has_logged(&self, text: &str) -> bool {
        self.log.lock().unwrap().iter().any(|line| line.contains(text))
    }

    fn has_written(&self, text: &str) -> bool {
        self.records.lock().unwrap().iter().any(|line| line.contains(text))
    }

    /// Ends the service, which must have lived until now.
    fn stop(mut self) {
        signal(&self.child, "TERM");
        assert!(self.child.wait().unwrap().success(), "{:?}", self.log.lock().unwrap());
    }

    fn kill(mut self) {
        signal(&self.child, "KILL");
        self.child.wait().unwrap();
    }
}

fn socket(desk: &Desk) -> PathBuf {
    desk.path("state/control.sock")
}

/// A verb's exit code with what it has said, stdout before stderr.
fn say(desk: &Desk, args: &[&str]) -> String {
    let output = desk.command(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    format!("{} {}{}", code(&output), text(&output.stdout), text(&output.stderr))
}

/// A verb's answer as JSON lines.
fn lines(desk: &Desk, args: &[&str]) -> Vec<Value> {
    let output = desk.command(args).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A line sent to the socket, and the reply.
fn exchange(desk: &Desk, line: &[u8]) -> String {
    let mut stream = UnixStream::connect(socket(desk)).unwrap();
    // The worker may hang up before it has read all.
    let _ = stream.write_all(line);
    let mut reply = String::new();
    let _ = BufReader::new(stream).read_line(&mut reply);
    reply
}

/// A feed that is polled once a day, as TOML.
fn daily(paper: &Newspaper, name: &str, group: &str) -> String {
    format!("[[feeds]]\nname = \"{name}\"\nurl = \"{}/{name}\"\ninterval = \"1d\"\ngroup = \"{group}\"\n", paper.base)
}

/// A newspaper with feeds of one article each.
fn newspaper(feeds: &[&str]) -> Newspaper {
    let paper = Newspaper::open();
    for feed in feeds {
        paper.publish(&format!("/{feed}"), &[article(&format!("{feed}-story"))]);
    }
    paper
}

/// Waits until another feed was polled so often that a feed that is not paused would have been, too.
fn let_time_pass(paper: &Newspaper, feed: &str) {
    let before = paper.count(feed);
    wait_for("polls of the other feed", || (paper.count(feed) >= before + 20).then_some(()));
}

#[test]
fn a_feed_is_polled_now() {
    let paper = newspaper(&["a", "b", "c"]);
    let groups = [daily(&paper, "a", "coast"), daily(&paper, "b", "coast"), daily(&paper, "c", "hills")].concat();
    let desk = Desk::new(&[], &groups);
    let worker = Worker::start(&desk);
    wait_for("the first polls", || (worker.has_written("a-story") && worker.has_written("b-story")).then_some(()));
    wait_for("the first poll of c", || worker.has_written("c-story").then_some(()));
    assert!(say(&desk, &["poll", "a"]).starts_with("0 a: is polled now (was due in "));
    wait_for("the poll", || (paper.count("/a") == 2).then_some(()));
    let polled = lines(&desk, &["poll", "--group", "coast", "--json"]);
    let names: Vec<_> = polled.iter().map(|feed| feed["feed"].as_str().unwrap()).collect();
    assert_eq!(names, ["a", "b"]);
    wait_for("the polls of the group", || (paper.count("/a") == 3 && paper.count("/b") == 2).then_some(()));
    assert_eq!(paper.count("/c"), 1);
    // One of the group is paused: the other is polled, and the command has done what it could.
    say(&desk, &["pause", "b"]);
    let said = say(&desk, &["poll", "--group", "coast"]);
    assert!(said.starts_with("0 a: is polled now") && said.contains("\nb: not polled, since it is paused"), "{said}");
    wait_for("the poll of the other", || (paper.count("/a") == 4).then_some(()));
    say(&desk, &["pause", "--host", "127.0.0.1"]);
    assert!(
        say(&desk, &["poll", "--group", "coast"]).starts_with("1 a: not polled, since its host 127.0.0.1 is paused")
    );
    worker.stop();
}

#[test]
fn unknown_names_are_refused_with_the_nearest_known_one() {
    let paper = newspaper(&["press"]);
    let desk = Desk::new(&[], &daily(&paper, "press", "coast"));
    let check = || {
        for (args, expected) in [
            (&["poll", "pres"][..], "2 pressline: there is no feed `pres`; did you mean `press`?\n"),
            (&["poll", "the press"], "2 pressline: there is no feed `the press`\n"),
            (&["poll", "прайд"], "2 pressline: there is no feed `прайд`\n"),
            (&["poll", ""], "2 pressline: there is no feed ``\n"),
            (&["poll", "--group", "cost"], "2 pressline: there is no group `cost`; did you mean `coast`?\n"),
            (&["poll", "--group", "press"], "2 pressline: there is no group `press`\n"),
            (&["pause", "pres"], "2 pressline: there is no feed `pres`; did you mean `press`?\n"),
            (&["resume", "pres"], "2 pressline: there is no feed `pres`; did you mean `press`?\n"),
            (&["errors", "retry", "--feed", "pres"], "2 pressline: there is no feed `pres`; did you mean `press`?\n"),
            (&["errors", "show", "x_1"], "1 pressline: nothing that fails has the id x_1 (any more)\n"),
            (&["errors", "retry", "x_1"], "1 nothing that fails is meant\n"),
        ] {
            assert_eq!(say(&desk, args), expected, "{args:?}");
        }
        for host in ["", "a b", "news.example/feed", "news.example:port", "co.uk", ".."] {
            let said = say(&desk, &["pause", "--host", host]);
            assert!(said.starts_with("2 pressline: `") && said.contains(" is no host"), "{said}");
        }
        let long = "n".repeat(40_000);
        assert!(say(&desk, &["poll", &long]).starts_with("2 pressline: there is no feed `nnn"));
    };
    let _ = desk.once();
    check();
    let worker = Worker::start(&desk);
    check();
    worker.stop();
}

#[test]
fn without_a_worker_the_poll_is_due_at_the_next_start() {
    let paper = newspaper(&["a"]);
    let desk = Desk::new(&[], &daily(&paper, "a", "coast"));
    let _ = desk.once();
    let _ = desk.once();
    assert_eq!(paper.count("/a"), 1, "a second pass has nothing to do");
    assert!(say(&desk, &["poll", "a"]).starts_with("0 a: is polled when the worker starts (was due in "));
    assert!(desk.status()["feeds"][0]["next_poll"].as_str().unwrap() <= jiff::Timestamp::now().to_string().as_str());
    let _ = desk.once();
    assert_eq!(paper.count("/a"), 2);
    // Before anything has run, too.
    let fresh = Desk::new(&[], &daily(&paper, "a", "coast"));
    assert_eq!(say(&fresh, &["poll", "a"]), "0 a: is polled when the worker starts\n");
    let (records, _) = fresh.once();
    assert_eq!(of(&records, "article").len(), 1);
}

#[test]
fn a_poll_that_must_wait_says_so() {
    let paper = newspaper(&["a"]);
    let desk = Desk::new(&[], &daily(&paper, "a", "coast"));
    paper.set("/a", Page::status(429).with_header("retry-after", "3600"));
    let worker = Worker::start(&desk);
    wait_for("the refusal", || worker.has_logged("no requests to a domain for a while").then_some(()));
    let said =
        wait_for("the pause", || Some(say(&desk, &["poll", "a"])).filter(|said| said.contains("asked for a pause")));
    assert!(said.starts_with("0 a: is polled now") && said.contains(" asked for a pause until 20"), "{said}");
    say(&desk, &["pause", "a"]);
    let said = say(&desk, &["poll", "a"]);
    assert!(
        said.starts_with("1 a: not polled, since it is paused since ") && said.contains("`pressline resume a`"),
        "{said}"
    );
    say(&desk, &["resume", "a"]);
    say(&desk, &["pause", "--host", "127.0.0.1"]);
    let said = say(&desk, &["poll", "a"]);
    assert!(said.contains("since its host 127.0.0.1 is paused") && said.contains("resume --host 127.0.0.1`"), "{said}");
    assert_eq!(paper.count("/a"), 1);
    // One pause of one host, though both its domain and its feed wait.
    let shown = desk.status();
    assert_eq!(shown["paused_hosts"].as_array().unwrap().len(), 1, "{shown:#}");
    assert_eq!(shown["paused_hosts"][0]["host"], "127.0.0.1");
    worker.stop();
}

#[test]
fn a_paused_feed_asks_for_nothing_until_it_is_resumed() {
    let paper = newspaper(&["a", "b"]);
    let desk = Desk::new(&[("a", format!("{}/a", paper.base)), ("b", format!("{}/b", paper.base))], "");
    let worker = Worker::start(&desk);
    wait_for("the first article", || worker.has_written("a-story").then_some(()));
    assert_eq!(say(&desk, &["pause", "a"]), "0 a is paused until `pressline resume a`\n");
    let_time_pass(&paper, "/b");
    let polls = paper.count("/a");
    let_time_pass(&paper, "/b");
    assert_eq!(paper.count("/a"), polls);
    // It outlives the process, in order or killed.
    worker.kill();
    let worker = Worker::start(&desk);
    let_time_pass(&paper, "/b");
    assert_eq!(paper.count("/a"), polls);
    let shown = desk.status();
    assert_eq!(shown["pauses"][0]["feed"], "a");
    assert_eq!(shown["feeds"][0]["operator_pause"]["until"], Value::Null);
    assert_eq!(shown["feeds"][1]["operator_pause"], Value::Null);
    assert!(say(&desk, &["status"]).contains("paused by the operator since "));
    let said = say(&desk, &["resume", "a"]);
    assert!(said.starts_with("0 a is resumed"), "{said}");
    wait_for("a poll", || (paper.count("/a") > polls).then_some(()));
    assert_eq!(say(&desk, &["resume", "a"]), "0 a was not paused\n");
    assert_eq!(desk.status()["pauses"], json!([]));
    worker.stop();
}

#[test]
fn pages_of_a_paused_feed_wait_for_it() {
    let paper = newspaper(&["a"]);
    let desk = Desk::new(&[("a", format!("{}/a", paper.base))], "");
    assert_eq!(say(&desk, &["pause", "a"]), "0 a is paused until `pressline resume a`\n");
    assert_eq!(desk.once(), (Vec::new(), 0));
    assert_eq!(paper.asked(), Vec::<String>::new());
    assert_eq!(say(&desk, &["resume", "a"]), "0 a is resumed; one job that waited is due when the worker starts\n");
    // The page, of which the feed is known.
    paper.set("/a-story", Page::status(503));
    let _ = desk.once();
    assert_eq!(paper.count("/a-story"), 1);
    say(&desk, &["pause", "a"]);
    let said = say(&desk, &["errors", "retry", "--all"]);
    assert!(said.contains("waits, since a is paused"), "{said}");
    let before = paper.asked().len();
    assert_eq!(desk.once(), (Vec::new(), 0));
    assert_eq!(paper.asked().len(), before);
    let waiting = desk.status()["waiting_by_reason"].clone();
    let reasons: Vec<_> =
        waiting.as_array().unwrap().iter().map(|part| format!("{} {}", part["kind"], part["reason"])).collect();
    assert_eq!(reasons, ["\"poll\" \"operator_pause\"", "\"page\" \"operator_pause\""]);
    paper.publish("/a", &[article("a-story")]);
    say(&desk, &["resume", "a"]);
    let (records, _) = desk.once();
    assert_eq!(of(&records, "article").len(), 1);
}

#[test]
fn a_paused_host_is_asked_on_no_hop() {
    let (paper, other) = (Newspaper::open(), Newspaper::open_at("127.0.0.2:0"));
    paper.set("/a", Page::feed(&rss(&other.base, ["x", "y"].into_iter())));
    paper.set("/moved", Page::status(302).with_header("location", &format!("{}/z", other.base)));
    paper.set("/b", Page::feed(&rss(&paper.base, ["moved"].into_iter())));
    for slug in ["x", "y", "z"] {
        other.set(&format!("/{slug}"), Page::html(&article(slug).1));
    }
    let desk = Desk::new(&[("a", format!("{}/a", paper.base)), ("b", format!("{}/b", paper.base))], "");
    // As people write it: a whole address.
    let said = say(&desk, &["pause", "--host", &format!("{}/x", other.base)]);
    let host = other.base.trim_start_matches("http://");
    assert_eq!(said, format!("0 {host} is paused until `pressline resume --host {host}`; no feed is there\n"));
    let (records, code) = desk.once();
    assert_eq!((records.len(), code), (0, 0));
    assert_eq!((paper.count("/a"), paper.count("/moved"), other.asked().len()), (1, 1, 0));
    // Another pause of the same host still holds when one ends.
    say(&desk, &["pause", "--host", "127.0.0.2"]);
    let said = say(&desk, &["resume", "--host", host]);
    assert!(said.contains("but 127.0.0.2 is paused, too; `pressline resume --host 127.0.0.2`"), "{said}");
    assert_eq!(desk.once().0.len(), 0);
    assert_eq!(other.asked().len(), 0);
    say(&desk, &["resume", "--host", "127.0.0.2"]);
    let (records, _) = desk.once();
    assert_eq!(of(&records, "article").len(), 3);
}

#[test]
fn a_host_is_known_in_any_spelling() {
    let paper = newspaper(&["a"]);
    let desk = Desk::new(&[("a", format!("{}/a", paper.base))], "");
    let canonical = |host: &str| {
        let target = lines(&desk, &["pause", "--json", "--host", host]).remove(0)["target"].clone();
        let resumed = lines(&desk, &["resume", "--json", "--host", host]).remove(0);
        assert_eq!(resumed["was_paused"], true, "{host}");
        target["host"].as_str().unwrap().to_owned()
    };
    for (host, expected) in [
        ("News.Example", "news.example"),
        ("news.example.", "news.example"),
        ("NEWS.example:8080", "news.example:8080"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("*.news.example", "news.example"),
        ("::1", "[::1]"),
        ("localhost", "localhost"),
    ] {
        assert_eq!(canonical(host), expected);
    }
}

#[test]
fn a_pause_for_a_time_ends_by_itself() {
    let paper = newspaper(&["a", "b"]);
    let desk = Desk::new(&[("a", format!("{}/a", paper.base)), ("b", format!("{}/b", paper.base))], "");
    let worker = Worker::start(&desk);
    let said = say(&desk, &["pause", "a", "--for", "4s"]);
    assert!(said.starts_with("0 a is paused until 20"), "{said}");
    assert!(desk.status()["pauses"][0]["until"].is_string());
    let polls = paper.count("/a");
    wait_for("polls after the pause", || (paper.count("/a") > polls + 2).then_some(()));
    wait_for("the end of the pause", || (desk.status()["pauses"] == json!([])).then_some(()));
    for wrong in ["soon", "0s", "-1h", "5ms", ""] {
        assert!(say(&desk, &["pause", "a", &format!("--for={wrong}")]).starts_with("2 "), "{wrong}");
    }
    worker.stop();
}

#[test]
fn a_pause_outlives_its_feed_and_a_changed_configuration() {
    let paper = newspaper(&["a", "b"]);
    let mut desk = Desk::new(&[("a", format!("{}/a", paper.base)), ("b", format!("{}/b", paper.base))], "");
    let worker = Worker::start(&desk);
    say(&desk, &["pause", "a"]);
    let feed = format!("[[feeds]]\nname = \"a\"\nurl = \"{}/a\"\n", paper.base);
    desk.replace(&feed, "");
    signal(&worker.child, "HUP");
    wait_for("the changed configuration", || worker.has_logged("configuration read again").then_some(()));
    assert_eq!(desk.status()["pauses"][0]["feed"], "a");
    let read = desk.status()["worker"]["last_reload"]["at"].clone();
    let polls = paper.count("/a");
    let file = desk.path("pressline.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text + &feed).unwrap();
    signal(&worker.child, "HUP");
    wait_for("the feed again", || (desk.status()["worker"]["last_reload"]["at"] != read).then_some(()));
    let_time_pass(&paper, "/b");
    assert_eq!(paper.count("/a"), polls);
    // It can be resumed though it is not configured.
    desk.replace(&feed, "");
    assert!(say(&desk, &["resume", "a"]).starts_with("0 a is resumed"));
    worker.stop();
}

#[test]
fn a_refused_configuration_shows_in_the_status_and_the_worker_is_steered_on() {
    let paper = newspaper(&["a"]);
    let mut desk = Desk::new(&[], &daily(&paper, "a", "coast"));
    let worker = Worker::start(&desk);
    wait_for("the first article", || worker.has_written("a-story").then_some(()));
    assert_eq!(desk.status()["worker"]["last_reload"], Value::Null);
    desk.replace("interval = \"1d\"", "interval = \"0s\"");
    signal(&worker.child, "HUP");
    wait_for("the refusal", || worker.has_logged("configuration refused").then_some(()));
    let said =
        wait_for("the status", || Some(say(&desk, &["status"])).filter(|said| said.contains("configuration refused")));
    assert!(said.starts_with("0 worker: ready; pressline ") && said.contains("`interval`"), "{said}");
    assert!(say(&desk, &["poll", "a"]).starts_with("0 a: is polled now"));
    wait_for("the poll", || (paper.count("/a") == 2).then_some(()));
    desk.replace("[fetch]\n", "[fetch]\nin_flight = 8\n");
    desk.replace("interval = \"0s\"", "interval = \"2d\"");
    signal(&worker.child, "HUP");
    let taken = wait_for("the mended configuration", || {
        Some(desk.status()["worker"]["last_reload"].clone()).filter(|reload| reload["outcome"] == "taken")
    });
    assert_eq!((&taken["problems"], &taken["need_restart"]), (&json!([]), &json!(["fetch.in_flight"])));
    desk.replace("interval = \"2d\"", "interval = \"0s\"");
    worker.stop();
    // Nobody has read another.
    assert!(say(&desk, &["poll", "a"]).starts_with("2 pressline: "));
    assert!(say(&desk, &["status"]).starts_with("2 pressline: "));
}

#[test]
fn the_socket_is_its_owners_and_that_of_a_dead_worker_is_replaced() {
    let paper = newspaper(&["a"]);
    let desk = Desk::new(&[], &daily(&paper, "a", "coast"));
    let worker = Worker::start(&desk);
    let mode = || std::fs::metadata(socket(&desk)).unwrap().permissions().mode() & 0o777;
    wait_for("the mode", || (mode() == 0o600).then_some(()));
    worker.kill();
    assert!(std::fs::symlink_metadata(socket(&desk)).unwrap().file_type().is_socket());
    assert!(say(&desk, &["poll", "a"]).starts_with("0 a: is polled when the worker starts"));
    let worker = Worker::start(&desk);
    assert!(say(&desk, &["poll", "a"]).starts_with("0 a: is"));
    assert_eq!(desk.status()["worker"]["pid"], worker.child.id());
    worker.stop();
    assert!(!socket(&desk).exists());
    assert_eq!(desk.status()["worker"], Value::Null);
}

#[test]
fn a_worker_that_cannot_listen_works_all_the_same_and_says_so() {
    let paper = newspaper(&["a"]);
    for kind in ["directory", "file", "link"] {
        let desk = Desk::new(&[("a", format!("{}/a", paper.base))], "");
        std::fs::create_dir(desk.path("state")).unwrap();
        match kind {
            "directory" => std::fs::create_dir(socket(&desk)).unwrap(),
            "file" => std::fs::write(socket(&desk), "mine").unwrap(),
            _ => std::os::unix::fs::symlink(desk.path("elsewhere"), socket(&desk)).unwrap(),
        }
        let worker = Worker::start_deaf(&desk);
        wait_for("an article", || worker.has_written("a-story").then_some(()));
        assert!(worker.has_logged("is there and is no socket; move it away"), "{kind}");
        assert_eq!(desk.status()["feeds"][0]["entries"], 1);
        let said = say(&desk, &["poll", "a"]);
        assert!(said.starts_with("1 pressline: ") && said.contains("cannot be asked"), "{kind}: {said}");
        assert!(kind != "file" || std::fs::read(socket(&desk)).unwrap() == b"mine");
        worker.stop();
    }
}

#[test]
fn a_path_that_is_too_long_for_a_socket_is_named() {
    let paper = newspaper(&["a"]);
    let mut desk = Desk::new(&[], &daily(&paper, "a", "coast"));
    let long = desk.path(&"d".repeat(120));
    desk.replace(&desk.path("state").display().to_string(), &long.display().to_string());
    // On the state itself, no socket is needed.
    assert!(say(&desk, &["pause", "a"]).starts_with("0 a is paused"));
    assert!(say(&desk, &["resume", "a"]).starts_with("0 a is resumed"));
    let worker = Worker::start_deaf(&desk);
    wait_for("an article", || worker.has_written("a-story").then_some(()));
    assert!(worker.has_logged("no control socket") && worker.has_logged("a shorter path"));
    let said = say(&desk, &["poll", "a"]);
    assert!(said.starts_with("1 pressline: ") && said.contains("a shorter path"), "{said}");
    let said = say(&desk, &["status"]);
    assert!(said.starts_with("0 worker: ") && said.contains("a shorter path"), "{said}");
    worker.stop();
}

#[test]
fn what_peers_send_or_leave_out_never_ends_the_service() {
    let paper = newspaper(&["a"]);
    let desk = Desk::new(&[], &daily(&paper, "a", "coast"));
    let worker = Worker::start(&desk);
    // One that says nothing, one that hangs up in the middle, and one that never reads.
    let _silent = UnixStream::connect(socket(&desk)).unwrap();
    UnixStream::connect(socket(&desk)).unwrap().write_all(b"{\"verb\":\"po").unwrap();
    let mut deaf = UnixStream::connect(socket(&desk)).unwrap();
    deaf.write_all(b"{\"verb\":\"worker\"}\n").unwrap();
    let refused = |line: &[u8], code: &str| {
        let reply: Value = serde_json::from_str(&exchange(&desk, line)).unwrap();
        assert_eq!(reply["error"]["code"], code, "{reply}");
    };
    refused(b"\n", "invalid_request");
    refused(b"GET / HTTP/1.1\r\n\r\n", "invalid_request");
    refused(b"\xff\xfe\0\n", "invalid_request");
    refused(b"{\"verb\":\"stop\"}\n", "invalid_request");
    refused(b"{\"verb\":\"poll\",\"target\":{\"feed\":\"a\"},\"twice\":true}\n", "invalid_request");
    refused(b"{\"verb\":\"pause\",\"target\":{\"feed\":\"a\"},\"seconds\":-1}\n", "invalid_request");
    refused(&[b"[".repeat(60_000), b"\n".to_vec()].concat(), "invalid_request");
    refused(&b"a".repeat(10 << 20), "too_long");
    let half = {
        let mut stream = UnixStream::connect(socket(&desk)).unwrap();
        stream.write_all(b"{\"verb\":\"worker\"}").unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        reply
    };
    assert!(half.contains("ends with a line feed"), "{half}");
    let reply: Value = serde_json::from_str(&exchange(&desk, b"{\"verb\":\"worker\"}\nmore\n")).unwrap();
    assert_eq!(reply["worker"]["conditions"], json!([]));
    // Many at once, and more than are served at a time.
    thread::scope(|scope| {
        let asked: Vec<_> = (0..24)
            .map(|_| scope.spawn(|| exchange(&desk, b"{\"verb\":\"poll\",\"target\":{\"feed\":\"a\"}}\n")))
            .collect();
        for reply in asked.into_iter().map(|thread| thread.join().unwrap()) {
            assert!(reply.starts_with("{\"poll\":{\"feeds\":["), "{reply}");
        }
    });
    // Those who still hang on keep nothing from ending.
    let _silent = UnixStream::connect(socket(&desk)).unwrap();
    let begun = Instant::now();
    worker.stop();
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[test]
fn another_user_is_refused() {
    let is_root = std::process::Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    if !is_root {
        eprintln!("skipped: only root can be another user");
        return;
    }
    let paper = newspaper(&["a"]);
    let desk = Desk::new(&[], &daily(&paper, "a", "coast"));
    let worker = Worker::start(&desk);
    // Even where somebody has opened all that is in the way.
    for (path, mode) in [(desk.dir.path().to_owned(), 0o755), (desk.path("state"), 0o755), (socket(&desk), 0o666)] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
    let mut ask = std::process::Command::new("python3");
    ask.arg("-c").arg(
        "import socket,sys\ns=socket.socket(socket.AF_UNIX)\ns.connect(sys.argv[1])\n\
         s.sendall(b'{\"verb\":\"pause\",\"target\":{\"feed\":\"a\"}}\\n')\nprint(s.makefile().readline())",
    );
    let Ok(asked) = ask.arg(socket(&desk)).uid(65_534).stderr(Stdio::null()).output() else {
        eprintln!("skipped: there is no python3");
        return worker.stop();
    };
    let reply = String::from_utf8(asked.stdout).unwrap();
    assert!(reply.contains("\"other_user\"") && reply.contains("65534"), "{reply}");
    assert_eq!(desk.status()["pauses"], json!([]));
    worker.stop();
}

#[test]
fn who_may_only_read_the_state_sees_it_with_a_worker_and_without() {
    let paper = newspaper(&["a"]);
    let mut desk = Desk::new(&[], &daily(&paper, "a", "coast"));
    desk.replace("[poll]", "file_mode = \"0644\"\n[poll]");
    let _ = desk.once();
    let reader = |args: &[&str]| {
        let output = desk.command(args).uid(65_534).output().ok()?;
        let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        Some(format!("{} {text}", output.status.code().unwrap()))
    };
    for path in [desk.dir.path().to_owned(), desk.path("state")] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    // Nobody else can be, or nobody else may run the program where it lies.
    let Some(said) = reader(&["status"]) else {
        eprintln!("skipped: this user cannot be another");
        return;
    };
    assert!(said.starts_with("0 worker: none listens\njobs: 1 waiting"), "{said}");
    assert_eq!(reader(&["errors", "list"]).unwrap(), "0 nothing fails\n");
    assert!(reader(&["pause", "a"]).unwrap().starts_with("1 pressline: "));
    let worker = Worker::start(&desk);
    let said = reader(&["status"]).unwrap();
    assert!(said.starts_with("0 worker: the worker at ") && said.contains("Permission denied"), "{said}");
    assert!(said.contains("\njobs: 1 waiting"), "{said}");
    let said = reader(&["pause", "a"]).unwrap();
    assert!(said.starts_with("1 pressline: ") && said.contains("only the user that runs the worker"), "{said}");
    assert_eq!(desk.status()["pauses"], json!([]));
    worker.stop();
}
