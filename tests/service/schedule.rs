//! The real binary's schedule: what `status` says of it, events of failing and falling feeds, and outages of ours.

use serde_json::Value;

use crate::support::{Desk, Newspaper, Page, article, code, of, rss};

/// Runs `status` and returns what it prints.
fn status(desk: &Desk, flags: &[&str]) -> String {
    let output = desk.command(&[&["status"], flags].concat()).output().unwrap();
    assert_eq!(code(&output), 0);
    String::from_utf8(output.stdout).unwrap()
}

/// Runs `status --json`.
fn json(desk: &Desk) -> Value {
    serde_json::from_str(&status(desk, &["--json"])).unwrap()
}

/// Returns the events of records, as `feed event`.
fn events(records: &[Value]) -> Vec<String> {
    let of = of(records, "feed");
    of.iter().map(|r| format!("{} {}", r["feed"].as_str().unwrap(), r["event"].as_str().unwrap())).collect()
}

/// Makes every job due.
fn make_due(desk: &Desk) {
    let db = rusqlite::Connection::open(desk.path("state/state.sqlite3")).unwrap();
    db.execute("UPDATE job SET due = 0", []).unwrap();
}

#[test]
fn status_tells_of_every_configured_feed() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a")]);
    paper.set("/busy", Page { headers: vec![("retry-after".into(), "3600".into())], ..Page::status(429) });
    let address = |path: &str| paper.base.replace("http://", "http://reader:secret@") + path;
    let desk = Desk::new(&[("press", address("/feed")), ("gone", address("/none")), ("removed", address("/feed"))], "");
    let _ = desk.once();
    let config = std::fs::read_to_string(desk.path("pressline.toml")).unwrap();
    let (kept, _) = config.split_once("[[feeds]]\nname = \"removed\"").unwrap();
    let url = address("/busy");
    let more = format!("[[feeds]]\nname = \"new\"\nurl = \"{url}\"\ngroup = \"local\"\n");
    std::fs::write(desk.path("pressline.toml"), format!("{kept}{more}")).unwrap();

    let table = status(&desk, &[]);
    let line = |name: &str| table.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
    assert!(!table.contains("secret") && !table.contains("removed"), "{table}");
    assert!(line("press ").ends_with("/feed  ok"), "{table}");
    assert!(line("gone ").contains("failed once") && line("gone ").contains("answered 404"), "{table}");
    assert!(line("new ").contains("local") && line("new ").ends_with("never polled"), "{table}");

    let failing = status(&desk, &["--failing"]);
    assert!(failing.contains("gone ") && !failing.contains("press ") && !failing.contains("new "), "{failing}");

    let report = json(&desk);
    let feed = |at: usize| &report["feeds"][at];
    assert_eq!(
        (&feed(0)["name"], &feed(0)["failures"], &feed(0)["why"]),
        (&"gone".into(), &1.into(), &"failed once".into())
    );
    assert_eq!(
        (&feed(1)["name"], &feed(1)["polled"], &feed(1)["group"]),
        (&"new".into(), &Value::Null, &"local".into())
    );
    assert!(feed(2)["next_poll"].is_string() && feed(2)["url"].as_str().unwrap().starts_with(&paper.base), "{report}");

    let _ = desk.once();
    let report = json(&desk);
    assert_eq!(report["paused_hosts"][0]["host"], "127.0.0.1", "{report}");
    assert!(status(&desk, &[]).contains("paused until"), "{report}");
}

#[test]
fn a_feed_that_fails_and_comes_back_says_so() {
    let paper = Newspaper::open();
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], "");
    paper.set("/feed", Page::status(503));
    let mut said = Vec::new();
    for _ in 0..6 {
        let (records, _) = desk.once();
        let errors = of(&records, "error").iter().map(|e| format!("error {}", e["attempts"])).collect::<Vec<_>>();
        said.extend(errors.into_iter().chain(events(&records)));
        make_due(&desk);
    }
    assert_eq!(said, ["error 1", "error 2", "error 4", "press failing"]);
    paper.publish("/feed", &[article("a")]);
    assert_eq!(events(&desk.once().0), ["press back"]);
    assert_eq!(json(&desk)["feeds"][0]["failures"], 0);
}

#[test]
fn a_fall_in_volume_is_said_once() {
    let paper = Newspaper::open();
    let slugs: Vec<String> = (0..20).map(|n| format!("n{n}")).collect();
    let show =
        |count: usize| paper.set("/feed", Page::feed(&rss(&paper.base, slugs.iter().take(count).map(String::as_str))));
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], "");
    show(20);
    assert_eq!(events(&desk.once().0), [""; 0]);
    show(2);
    assert_eq!(events(&desk.once().0), ["press silent"]);
    show(1);
    assert_eq!(events(&desk.once().0), [""; 0]);
}

#[test]
fn a_feed_of_one_entry_has_no_gaps() {
    let paper = Newspaper::open();
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], "");
    for slug in ["a", "b", "c"] {
        paper.publish("/feed", &[article(slug)]);
        assert_eq!(events(&desk.once().0), [""; 0]);
    }
}

#[test]
fn hosts_that_fail_together_are_not_blamed() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a")]);
    // Addresses where nobody listens: the port was free a moment ago.
    let port = || std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let closed: Vec<(String, String)> =
        (0..5).map(|n| (format!("closed-{n}"), format!("http://127.0.0.{}:{}/feed", n + 2, port()))).collect();
    let feeds: Vec<(&str, String)> = closed.iter().map(|(name, url)| (name.as_str(), url.clone())).collect();
    let desk = Desk::new(&feeds, "");
    for _ in 0..2 {
        let (records, code) = desk.once();
        assert_eq!(code, 1);
        assert!(of(&records, "error").len() <= 5, "one record for each at most");
        let report = json(&desk);
        for feed in report["feeds"].as_array().unwrap() {
            assert_eq!((&feed["failures"], &feed["reason"]), (&0.into(), &"outage".into()), "{report}");
        }
        make_due(&desk);
    }
}
