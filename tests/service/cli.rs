//! What the program says: help, errors, tables. Snapshots, so that a change of words is seen.

use std::io::Write;
use std::process::Stdio;

use crate::support::{Desk, Newspaper, article, code, pressline};

/// Exit code, stdout and stderr as one text; paths of this run are made plain.
fn say(desk: &Desk, args: &[&str], input: &str) -> String {
    let mut command = pressline();
    command.args(args).current_dir(desk.dir.path()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A verb that reads no input closes the pipe; what it says is looked at all the same.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let code = code(&output);
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    format!("exit {code}\n--- stdout\n{out}--- stderr\n{err}").replace(&desk.dir.path().display().to_string(), "DIR")
}

fn desk_with(config: &str) -> Desk {
    let desk = Desk::new(&[], "");
    std::fs::write(desk.path("pressline.toml"), config).unwrap();
    desk
}

fn check(config: &str) -> String {
    say(&desk_with(config), &["check", "--config", "pressline.toml"], "")
}

#[test]
fn help() {
    let desk = Desk::new(&[], "");
    let verbs = [
        "", "run", "demo", "feed", "find", "extract", "analyze", "opml", "check", "status", "poll", "pause", "resume",
        "errors", "schema",
    ];
    let pages: Vec<String> = verbs
        .iter()
        .map(|verb| say(&desk, &[verb, "--help"].into_iter().filter(|a| !a.is_empty()).collect::<Vec<_>>(), ""))
        .collect();
    insta::assert_snapshot!(pages.join("\n"));
}

#[test]
fn an_unknown_key_is_named_with_its_place_and_the_nearest_known_one() {
    insta::assert_snapshot!(check("[state]\ndir = \"s\"\n\n[fetch]\nusr_agent = \"x\"\n"), @r"
    exit 2
    --- stdout
    --- stderr
    pressline: pressline.toml:5: unknown key `usr_agent`; did you mean `user_agent`?
    ");
}

#[test]
fn a_wrong_value_is_named_with_its_place() {
    insta::assert_snapshot!(check("[poll]\nmin_interval = \"15 parsecs\"\n"), @r#"
    exit 2
    --- stdout
    --- stderr
    pressline: pressline.toml:2: `min_interval`: `15 parsecs` is no length of time; write it like "90s", "15m", "1h 30m" or "2d"
    "#);
}

#[test]
fn a_feed_without_an_address_is_named() {
    insta::assert_snapshot!(check("[[feeds]]\nname = \"a\"\n"), @r"
    exit 2
    --- stdout
    --- stderr
    pressline: pressline.toml:1: key `url` is missing
    ");
}

#[test]
fn a_feed_named_twice_is_found() {
    let feed = "[[feeds]]\nname = \"a\"\nurl = \"https://news.test/feed\"\n";
    insta::assert_snapshot!(check(&format!("{feed}{feed}")));
}

#[test]
fn the_environment_and_flags_override_and_are_named_when_wrong() {
    let desk = desk_with("");
    let wrong = pressline()
        .args(["check", "--config", "pressline.toml"])
        .env("PRESSLINE_FETCH__IN_FLIHGT", "8")
        .current_dir(desk.dir.path())
        .output()
        .unwrap();
    insta::assert_snapshot!(String::from_utf8(wrong.stderr).unwrap());
    let flag = say(&desk, &["check", "--config", "pressline.toml", "--set", "poll.min_interval=3 fortnights"], "");
    insta::assert_snapshot!(flag);
    let right = pressline()
        .args(["check", "--config", "pressline.toml", "--set", "fetch.user_agent=12"])
        .env("PRESSLINE_FETCH__IN_FLIGHT", "8")
        .current_dir(desk.dir.path())
        .output()
        .unwrap();
    assert_eq!(right.status.code(), Some(0));
}

#[test]
fn former_names_of_keys_work_with_a_warning() {
    let warning = |config: &str, args: &[&str], env: &[(&str, &str)], expected: &str| {
        let desk = desk_with(config);
        let mut command = pressline();
        command.args(["check", "--config", "pressline.toml"]).args(args).envs(env.iter().copied());
        let output = command.current_dir(desk.dir.path()).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        let warnings: Vec<&str> = said.lines().filter(|line| line.starts_with("warning: ")).collect();
        assert_eq!((output.status.code(), warnings.join("\n").as_str()), (Some(0), expected), "{said}");
    };
    let per_domain = "`fetch.per_host` is now called `fetch.per_domain`; the former name works until 0.2";
    let cpu_threads = "`analyze.threads` is now called `worker.cpu_threads`; the former name works until 0.2";
    warning("[fetch]\nper_domain = 2\n[worker]\ncpu_threads = 1\n", &[], &[], "");
    warning("\n[fetch]\nper_host = 2\n", &[], &[], &format!("warning: pressline.toml:3: {per_domain}"));
    warning("[analyze]\nthreads = 2\n", &[], &[], &format!("warning: pressline.toml:2: {cpu_threads}"));
    warning("[analyze]\n", &[], &[], "");
    warning("", &["--set", "fetch.per_host=2"], &[], &format!("warning: --set fetch.per_host: {per_domain}"));
    let variable = [("PRESSLINE_ANALYZE__THREADS", "2")];
    warning("", &[], &variable, &format!("warning: PRESSLINE_ANALYZE__THREADS: {cpu_threads}"));
}

#[test]
fn a_former_name_beside_the_current_one_is_refused() {
    insta::assert_snapshot!(check("[fetch]\nper_domain = 1\nper_host = 2\n"), @r"
    exit 2
    --- stdout
    --- stderr
    pressline: pressline.toml:3: `fetch.per_host` is now called `fetch.per_domain`, which pressline.toml:2 sets too; remove the former
    ");
    let desk = desk_with("[worker]\ncpu_threads = 1\n");
    let both = ["check", "--config", "pressline.toml", "--set", "analyze.threads=2"];
    insta::assert_snapshot!(say(&desk, &both, ""), @r"
    exit 2
    --- stdout
    --- stderr
    pressline: --set analyze.threads: `analyze.threads` is now called `worker.cpu_threads`, which pressline.toml:2 sets too; remove the former
    ");
}

#[test]
fn a_wrong_value_of_a_former_name_is_named_with_its_place() {
    insta::assert_snapshot!(check("[fetch]\nper_host = \"x\"\n"), @r#"
    exit 2
    --- stdout
    --- stderr
    pressline: pressline.toml:2: `per_host`: needs a whole number, 0 or more, without quotation marks, and this is text
    "#);
    insta::assert_snapshot!(check("[fetch]\nper_host = 0\n"), @r"
    exit 2
    --- stdout
    --- stderr
    pressline: pressline.toml:2: `per_domain`: 0 is out of range; write 1 to 10000
    ");
}

/// Keys that users and their scripts set by name.
#[test]
fn keys_are_read_by_their_names() {
    let config = "[state]\ndir = \"s\"\n[poll]\nfirst_poll_entries = 3\n[fetch]\npage_limit = \"1 MiB\"\n\
                  allow_addresses = [\"127.0.0.0/8\"]\n[[output]]\nkind = \"files\"\ndir = \"out\"\n\
                  records = \"flat\"\nrotate_size = \"1 MiB\"\n";
    let desk = desk_with(config);
    let config =
        pressline::config::load(&desk.path("pressline.toml"), &pressline::config::Overrides::default()).unwrap();
    assert_eq!((config.state.dir.to_str(), config.poll.first_poll_entries), (Some("s"), 3));
    assert_eq!((config.fetch.page_limit.0, config.fetch.allow_addresses.len()), (1 << 20, 1));
    let output = &config.output[0];
    assert_eq!((output.dir.as_deref().and_then(std::path::Path::to_str), output.rotate_size.0), (Some("out"), 1 << 20));
    assert_eq!(output.records, pressline::model::RecordLayout::Flat);
}

#[test]
fn a_configuration_that_is_not_there() {
    insta::assert_snapshot!(say(&Desk::new(&[], ""), &["run", "--once"], ""));
}

#[test]
fn status_as_a_table() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a")]);
    let feeds = [("press", format!("{}/feed", paper.base)), ("gone", format!("{}/none", paper.base))];
    let desk = Desk::new(&feeds, "");
    let _ = desk.once();
    let table = say(&desk, &["status", "--config", "pressline.toml"], "");
    let settings = insta::Settings::clone_current();
    settings.bind(|| {
        let plain = regex::Regex::new(r"127\.0\.0\.1:\d+|\d+[smh] ago|in \d+[smh]").unwrap();
        insta::assert_snapshot!(plain.replace_all(&table, "#"));
    });
}

#[test]
fn analyze_reads_a_text() {
    let text = "“We will win,” said Ana Lopez, the mayor of Lisbon. She left the room.";
    let said = say(&Desk::new(&[], ""), &["analyze"], text);
    let line = said.lines().nth(2).unwrap();
    let answer: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!(answer["quotes"][0]["speaker"]["name"], "Ana Lopez");
    assert!(answer.get("id").is_none());
}

#[test]
fn json_lines_keep_their_order_and_name_what_fails() {
    let input = "{\"id\":\"x\",\"text\":\"One.\"}\nnot json\n{\"id\":\"y\",\"text\":\"Two.\"}\n";
    insta::assert_snapshot!(say(&Desk::new(&[], ""), &["analyze", "--input", "jsonl"], input));
}

#[test]
fn feed_tells_what_it_is_given() {
    let input = "<rss><channel><title>T</title><item><title>A &amp; B</title><link>https://news.test/a</link>\
                 <pubDate>Mon, 23 Nov 2026 09:30:00 +0100</pubDate></item></channel></rss>";
    insta::assert_snapshot!(say(&Desk::new(&[], ""), &["feed", "-"], input));
    insta::assert_snapshot!(say(&Desk::new(&[], ""), &["feed", "-"], "<html><body>Hello</body></html>"));
}

#[test]
fn a_directory_is_its_files_and_an_empty_one_says_so() {
    let desk = Desk::new(&[], "");
    std::fs::create_dir_all(desk.path("pages/none")).unwrap();
    insta::assert_snapshot!(say(&desk, &["extract", "pages/none"], ""), @r"
    exit 2
    --- stdout
    --- stderr
    pressline: directory pages/none holds no files (links to directories are not followed)
    ");
    std::fs::write(desk.path("a.html"), "<p>Nothing.").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(desk.path("a.html"), desk.path("pages/b.html")).unwrap();
    std::fs::copy(desk.path("a.html"), desk.path("pages/c.html")).unwrap();
    let said = say(&desk, &["extract", "pages"], "");
    assert_eq!(said.matches("\"input\":\"pages/").count(), if cfg!(unix) { 2 } else { 1 }, "{said}");
}
