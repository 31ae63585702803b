//! A running service and its changed configuration, through the real binary.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::support::{Desk, Newspaper, article, pressline, signal, wait_for};

/// A service over a directory of configuration, and what it has logged.
struct Service {
    desk: Desk,
    child: Child,
    log: Arc<Mutex<Vec<String>>>,
}

/// A feed of the newspaper as TOML.
fn feed(paper: &Newspaper, name: &str, more: &str) -> String {
    format!("[[feeds]]\nname = \"{name}\"\nurl = \"{}/{name}\"\n{more}\n", paper.base)
}

impl Service {
    /// Starts a service with some files in `feeds.d`.
    fn start(files: &[(&str, String)]) -> Self {
        let desk = Desk::new(&[], "");
        std::fs::create_dir(desk.path("feeds.d")).unwrap();
        for (name, text) in files {
            std::fs::write(desk.path(&format!("feeds.d/{name}.toml")), text).unwrap();
        }
        let mut command = pressline();
        command.arg("run").arg("--config").arg(desk.dir.path()).current_dir(desk.dir.path());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let log: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&log);
        thread::spawn(move || lines.for_each(|line| kept.lock().unwrap().push(line)));
        let service = Self { desk, child, log };
        service.wait(" pressline ", 1);
        service
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.desk.path(&format!("feeds.d/{name}.toml")), text).unwrap();
    }

    fn hang_up(&self) {
        signal(&self.child, "HUP");
    }

    fn count(&self, text: &str) -> usize {
        self.log.lock().unwrap().iter().filter(|line| line.contains(text)).count()
    }

    /// Waits until a text was logged so many times.
    fn wait(&self, text: &str, times: usize) {
        wait_for(text, || (self.count(text) >= times).then_some(()));
    }

    /// Ends the service, which must have lived until now.
    fn stop(mut self) {
        signal(&self.child, "TERM");
        assert!(self.child.wait().unwrap().success(), "{:?}", self.log.lock().unwrap());
    }
}

/// A newspaper with feeds `a` and `b`.
fn newspaper() -> Newspaper {
    let paper = Newspaper::open();
    paper.publish("/a", &[article("first")]);
    paper.publish("/b", &[article("second")]);
    paper
}

#[test]
fn a_feed_that_is_added_is_polled_without_being_asked_for() {
    let paper = newspaper();
    let service = Service::start(&[("a", feed(&paper, "a", ""))]);
    service.write("b", &feed(&paper, "b", ""));
    wait_for("the new feed's article", || (paper.count("/second") == 1).then_some(()));
    assert_eq!(service.count("configuration read again"), 1);
    service.stop();
}

#[test]
fn a_feed_whose_file_is_removed_is_polled_no_more() {
    let paper = newspaper();
    let service = Service::start(&[("a", feed(&paper, "a", "")), ("b", feed(&paper, "b", ""))]);
    wait_for("polls of b", || (paper.count("/b") >= 2).then_some(()));
    std::fs::remove_file(service.desk.path("feeds.d/b.toml")).unwrap();
    service.hang_up();
    service.wait("configuration read again", 1);
    // A poll that was held may still end.
    let (a, b) = (paper.count("/a"), paper.count("/b"));
    wait_for("more polls of a", || (paper.count("/a") >= a + 20).then_some(()));
    assert!(paper.count("/b") <= b + 1, "{b}, then {}", paper.count("/b"));
    service.stop();
}

#[test]
fn an_interval_that_is_edited_counts_at_once() {
    let paper = newspaper();
    let service = Service::start(&[("a", feed(&paper, "a", "interval = \"1d\""))]);
    wait_for("the first poll", || (paper.count("/first") == 1).then_some(()));
    service.write("a", &feed(&paper, "a", "interval = \"20ms\""));
    service.hang_up();
    wait_for("polls at the new interval", || (paper.count("/a") >= 4).then_some(()));
    service.stop();
}

#[test]
fn an_address_that_is_edited_is_asked_at_once() {
    let paper = newspaper();
    let service = Service::start(&[("a", feed(&paper, "a", "interval = \"1d\""))]);
    wait_for("the first poll", || (paper.count("/first") == 1).then_some(()));
    service.write("a", &feed(&paper, "a", "interval = \"1d\"").replace("/a\"", "/b\""));
    service.hang_up();
    wait_for("the article of the other address", || (paper.count("/second") == 1).then_some(()));
    service.stop();
}

#[test]
fn a_broken_file_changes_nothing_until_it_is_mended() {
    let paper = newspaper();
    let service = Service::start(&[("a", feed(&paper, "a", ""))]);
    // Half of it is right: none is taken.
    service.write("b", &[feed(&paper, "b", ""), feed(&paper, "c", "interval = \"0s\"")].concat());
    service.hang_up();
    service.wait("configuration refused", 1);
    assert_eq!(service.count("feeds.d/b.toml:8: `interval`"), 1);
    let before = paper.count("/a");
    wait_for("polls by the former configuration", || (paper.count("/a") >= before + 5).then_some(()));
    assert_eq!((paper.count("/b"), service.count("configuration read again")), (0, 0));
    service.write("b", &feed(&paper, "b", ""));
    wait_for("the article of the mended file", || (paper.count("/second") == 1).then_some(()));
    service.stop();
}

#[test]
fn a_main_file_that_is_gone_changes_nothing() {
    let paper = newspaper();
    let service = Service::start(&[("a", feed(&paper, "a", ""))]);
    std::fs::remove_file(service.desk.path("pressline.toml")).unwrap();
    service.wait("configuration refused", 1);
    let before = paper.count("/a");
    wait_for("polls by the former configuration", || (paper.count("/a") >= before + 5).then_some(()));
    service.stop();
}

#[test]
fn what_needs_a_restart_is_named_and_the_rest_is_taken() {
    let paper = newspaper();
    let mut service = Service::start(&[("a", feed(&paper, "a", ""))]);
    service.desk.replace("[fetch]\n", "[fetch]\nin_flight = 8\ntimeout = \"9s\"\n");
    service.write("b", &feed(&paper, "b", ""));
    service.hang_up();
    service.wait("need a restart", 1);
    assert_eq!(service.count("fetch.in_flight, fetch.timeout"), 1);
    wait_for("the new feed's article", || (paper.count("/second") == 1).then_some(()));
    service.stop();
}

#[test]
fn the_log_level_is_taken() {
    let paper = newspaper();
    let mut service = Service::start(&[("a", feed(&paper, "a", ""))]);
    assert_eq!(service.count("DEBUG"), 0);
    service.desk.replace("http = \"\"", "http = \"\"\nlog = \"debug\"");
    service.hang_up();
    service.wait("DEBUG", 1);
    service.desk.replace("log = \"debug\"", "log = \"loud\"");
    service.hang_up();
    service.wait("`log`: `loud` is no level", 1);
    service.stop();
}

#[test]
fn many_signals_end_with_the_last_configuration() {
    let paper = newspaper();
    let service = Service::start(&[("a", feed(&paper, "a", ""))]);
    for at in 0..40 {
        let text = if at % 3 == 0 { "broken".to_owned() } else { feed(&paper, "a", "") };
        service.write("a", &text);
        service.hang_up();
    }
    service.write("a", &feed(&paper, "a", ""));
    service.write("b", &feed(&paper, "b", ""));
    service.hang_up();
    wait_for("the last configuration", || (paper.count("/second") == 1).then_some(()));
    service.stop();
}
