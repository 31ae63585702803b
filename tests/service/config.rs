//! Configurations that are wrong, or hardly meant as they are: named by `check` and by `run`, never ignored.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::os::unix::ffi::OsStringExt;
use std::time::Duration;

use crate::support::{Desk, Newspaper, article, code, pressline};

/// A feed as TOML, with more keys.
fn feed(name: &str, more: &str) -> String {
    format!("[[feeds]]\nname = \"{name}\"\nurl = \"https://{name}.example/feed\"\n{more}\n")
}

/// Runs a verb over a configuration directory; returns the exit code and stderr.
fn say(desk: &Desk, verb: &[&str], environment: &[(&OsStr, OsString)]) -> (i32, String) {
    let mut command = pressline();
    command.args(verb).arg("--config").arg(".").current_dir(desk.dir.path());
    let output = command.envs(environment.iter().map(|(name, value)| (name, value))).output().unwrap();
    (code(&output), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn desk(config: &str) -> Desk {
    let desk = Desk::new(&[], "");
    std::fs::write(desk.path("pressline.toml"), config).unwrap();
    desk
}

/// Checks that both `check` and `run` refuse a configuration, in these words and at this place.
#[track_caller]
fn refuse(config: &str, said: &str) {
    let desk = desk(config);
    for verb in [&["check"][..], &["run", "--once"]] {
        let (code, all) = say(&desk, verb, &[]);
        assert!(code == 2 && all.contains(said), "{verb:?} exits with {code}, without {said:?}\n{all}");
        assert!(!all.contains("panicked") && !desk.path("state").exists(), "{all}");
    }
}

#[test]
fn what_run_cannot_do_is_refused_with_its_place() {
    refuse(
        "[fetch]\ndelay = \"1s\"\nin_flight = 0",
        "./pressline.toml:3: `in_flight`: 0 is out of range; write 1 to 10000",
    );
    refuse("[fetch]\nin_flight = -1", ":2: `in_flight`: needs a whole number, 0 or more");
    refuse(
        "[fetch]\nin_flight = \"many\"",
        ":2: `in_flight`: needs a whole number, 0 or more, without quotation marks, and this is text",
    );
    refuse("[fetch]\npage_limit = \"16000000000 GB\"", ":2: `page_limit`: ");
    refuse("[fetch]\ntimeout = \"0s\"", ":2: `timeout`: 0s is out of range");
    refuse("[fetch]\ntimeout = 30", ":2: `timeout`: `30` is no length of time; write it like \"90s\"");
    refuse("[fetch]\nuser_agent = \"a\\r\\nX: y\"", ":2: `user_agent`: holds line breaks");
    refuse("[poll]\nmin_interval = \"0s\"", ":2: `min_interval`: 0s is out of range");
    refuse("[telemetry]\nlog = \"lots\"", ":2: `log`: `lots` is no level");
    refuse("[telemetry]\nhttp = \"nonsense\"", ":2: `http`: `nonsense` is no address to listen on");
    refuse("[state]\ndir = \"\"", ":2: `dir`: is empty");
    refuse("[[output]]\n[[output]]\nkind = \"files\"\ndir = \"\"", ":4: `dir`: is empty");
    refuse("[[output]]\nkind = \"file\"", ":2: `kind`: \"file\" is not known; write \"stdout\" or \"files\"");
    refuse("[[output]]\nkind = \"files\"\ndir = \"state\"", ":3: `dir`: `state` is the state's directory too");
    refuse(&feed("a", "interval = \"0s\""), ":4: `interval`: 0s would ask the publisher without a pause");
    refuse(&feed("a", "headers = { Host = \"b\" }"), ":4: `headers`: the header `Host` is set by the program");
    refuse(
        &feed("a", "headers = { X = \"a\\r\\nb\" }"),
        ":4: `headers`: the value of the header `X` holds line breaks",
    );
    refuse(&format!("a = {}", "[".repeat(100_000)), ":1: ");
    refuse(&format!("a{} = 1", ".a".repeat(100_000)), "is nested too deep");
}

#[test]
fn addresses_are_refused_in_words_and_without_what_they_hold() {
    for (url, said) in [
        ("harbour.example/feed?key=hush", "needs https:// (or http://) at its beginning"),
        ("me:hush@harbour.example/feed", "needs https:// (or http://) at its beginning"),
        ("localhost:8080/hush", "needs https:// (or http://) at its beginning"),
        ("ftp://harbour.example/hush", "`ftp:` addresses are not fetched; use https:// or http://"),
        ("https://", "the address names no host"),
        ("https://harbour.example:99999/hush", "the address has a port that is no number"),
        ("https://har bour.example/hush", "the address has a host that no host can have"),
    ] {
        let (code, all) = say(&desk(&format!("[[feeds]]\nname = \"a\"\nurl = \"{url}\"\n")), &["check"], &[]);
        assert!(code == 2 && all.contains(&format!("pressline.toml:3: `url`: {said}")), "{url}: {all}");
        assert!(!all.contains("hush"), "{all}");
    }
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let desk =
        desk(&format!("[fetch]\nin_flight = 0\ntimeout = \"0s\"\n{}{}", feed("a", "interval = \"0s\""), feed("B", "")));
    std::fs::create_dir(desk.path("feeds.d")).unwrap();
    std::fs::write(desk.path("feeds.d/x.toml"), format!("fetch = 1\n{}", feed("a", "tags = 1"))).unwrap();
    let (code, all) = say(&desk, &["check"], &[("PRESSLINE_FETCH__NOPE".as_ref(), "1".into())]);
    assert_eq!((code, all.lines().count()), (2, 7), "{all}");
}

#[test]
fn lengths_of_time_are_written_as_people_write_them() {
    let config = "[poll]\nmin_interval = \"10 minutes\"\nmax_interval = \"2 weeks\"\n[fetch]\ntimeout = \"90 sec\"";
    assert_eq!(say(&desk(config), &["check"], &[]).0, 0);
}

#[test]
fn the_environment_is_read_or_named() {
    let desk = desk("");
    let check = |name: &str, value: OsString, expected: i32, said: &str| {
        let (code, all) = say(&desk, &["check"], &[(name.as_ref(), value)]);
        assert!(code == expected && all.contains(said), "{name}: {code} {all}");
    };
    let not_utf8 = || OsString::from_vec(vec![0xff, 0xfe]);
    check("PRESSLINE_FETCH__USER_AGENT", not_utf8(), 2, "PRESSLINE_FETCH__USER_AGENT: its value is not UTF-8");
    check("UNRELATED", not_utf8(), 0, "configuration holds");
    check("PRESSLINE_FETCH_IN_FLIGHT", "1".into(), 2, "did you mean `PRESSLINE_FETCH__IN_FLIGHT`?");
    check("pressline_fetch__in_flight", "1".into(), 2, "did you mean `PRESSLINE_FETCH__IN_FLIGHT`?");
    check("PRESSLINE_STATE_DIR", "x".into(), 2, "did you mean `PRESSLINE_STATE__DIR`?");
    check("PRESSLINE_PORT_9464_TCP", "tcp://10.0.0.1".into(), 0, "warning: PRESSLINE_PORT_9464_TCP: sets nothing");
    check("PRESSLINE_FETCH__IN_FLIGHT", "0".into(), 2, "PRESSLINE_FETCH__IN_FLIGHT: `in_flight`: 0 is out of range");
    check("PRESSLINE_NOPE__X", "1".into(), 2, "PRESSLINE_NOPE__X: unknown key `nope`");
}

#[test]
fn files_that_are_not_read_are_named() {
    let desk = desk("");
    std::fs::create_dir(desk.path("feeds.d")).unwrap();
    std::fs::create_dir(desk.path("watchlists")).unwrap();
    let unread = [
        "feeds.d/a.yaml",
        "feeds.d/b.opml",
        "feeds.d/c.csv",
        "feeds.d/d.toml.bak",
        "feeds.d/E.TOML",
        "feeds.opml",
        "watchlists/x.csv",
    ];
    for name in unread.into_iter().chain(["feeds.d/README.md", "feeds.d/.hidden", "feeds.d/good.toml", "compose.toml"])
    {
        std::fs::write(desk.path(name), "").unwrap();
    }
    for verb in [&["check"][..], &["run", "--once"]] {
        let (code, all) = say(&desk, verb, &[]);
        let named = |name: &&str| all.contains(&format!("./{name}: is not read"));
        assert!(code == 0 && unread.iter().all(named), "{all}");
        assert_eq!(all.matches("is not read").count(), unread.len(), "{all}");
        assert!(all.contains("no feeds"), "{all}");
    }
}

#[test]
fn a_main_file_stands_for_its_directory() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a")]);
    let desk = Desk::new(&[], "");
    std::fs::create_dir(desk.path("feeds.d")).unwrap();
    let feed = format!("[[feeds]]\nname = \"press\"\nurl = \"{}/feed\"\n", paper.base);
    std::fs::write(desk.path("feeds.d/press.toml"), feed).unwrap();
    assert_eq!(desk.once().0.len(), 1);
    // Another file stands for itself.
    std::fs::rename(desk.path("pressline.toml"), desk.path("other.toml")).unwrap();
    let output = pressline().args(["check", "--config", "other.toml"]).current_dir(desk.dir.path()).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("configuration holds: 0 feeds"), "{said}");
}

/// The time it takes to check `count` feeds in one file, or in the main file, the least of three.
fn time_to_check(count: usize, file: &str) -> Duration {
    let desk = desk("");
    std::fs::create_dir(desk.path("feeds.d")).unwrap();
    let mut text = String::new();
    for at in 0..count {
        let _ = write!(
            text,
            "[[feeds]]\nname = \"feed-{at}\"\nurl = \"https://paper-{at}.example/feed\"\ngroup = \"all\"\n"
        );
    }
    std::fs::write(desk.path(file), text).unwrap();
    let run = |_| {
        let begun = std::time::Instant::now();
        let (code, all) = say(&desk, &["check"], &[("PRESSLINE_FETCH__IN_FLIGHT".as_ref(), "8".into())]);
        assert!(code == 0 && all.contains(&format!("{count} feeds")), "{all}");
        begun.elapsed()
    };
    (0..3).map(run).min().unwrap()
}

#[test]
fn feeds_load_in_step_with_their_number() {
    for file in ["pressline.toml", "feeds.d/all.toml"] {
        let (few, many) = (time_to_check(2000, file), time_to_check(16_000, file));
        // Eight times as many; a square would take 64 times as long.
        assert!(many < few * 24 + Duration::from_millis(100), "{file}: {few:?}, then {many:?}");
    }
}
