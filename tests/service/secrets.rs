//! A canary in every place where an address can hold a secret, sought in all that is written.

use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};

use crate::support::{
    Desk, Newspaper, Page, article, ask, bytes_below, pressline, rss, signal, telemetry_address, wait_for,
};

/// What must never be seen.
const CANARY: &str = "hushcanary";

/// A newspaper whose feed and pages ask for secrets, and hold some.
fn newspaper(has_failures: bool) -> Newspaper {
    let paper = Newspaper::open();
    let (base, secret) = (&paper.base, format!("access_token={CANARY}&id=7"));
    let (_, html) = article("open");
    let head = format!(
        "<head><link rel=canonical href=\"{base}/open?{secret}\"><meta property=\"og:image\" \
         content=\"{base}/p.jpg?X-Amz-Signature={CANARY}\">"
    );
    paper.set("/open", Page::html(&html.replacen("<head>", &head, 1)));
    paper.set("/lead", Page::status(302).with_header("location", &format!("/led?sig={CANARY}")));
    paper.set("/led", Page::html(&article("led").1));
    let off = base.replace("http://", &format!("http://me:{CANARY}@"));
    paper.set("/userinfo", Page::html(&article("userinfo").1));
    let mut links = vec![
        format!("{base}/open?{secret}"),
        format!("{base}/lead?token={CANARY}"),
        format!("{off}/userinfo?x=eyJhbGciOiJI.{CANARY}.c2ln"),
    ];
    if has_failures {
        links.push(format!("{base}/gone?password={CANARY}"));
        links.push(format!("http://10.0.0.1/inside?key={CANARY}"));
    }
    let items: Vec<String> = links
        .iter()
        .map(|link| link.replace('&', "&amp;"))
        .map(|link| format!("<item><title>One</title><link>{link}</link><guid>{link}</guid></item>"))
        .collect();
    let linkless = format!("<item><guid isPermaLink=\"false\">none?token={CANARY}</guid><title>None</title></item>");
    let feed = rss(base, std::iter::empty()).replace("</channel>", &format!("{}{linkless}</channel>", items.concat()));
    paper.set("/feed", Page::feed(&feed));
    paper.set("/moved", Page::status(301).with_header("location", &format!("/feed?auth_token={CANARY}")));
    paper
}

fn desk(paper: &Newspaper, more: &str) -> Desk {
    let private = paper.base.replace("http://", &format!("http://reader:{CANARY}@"));
    let feeds = [
        ("press", format!("{private}/feed?token={CANARY}")),
        ("moved", format!("{}/moved?apikey={CANARY}", paper.base)),
        ("gone", format!("{}/nowhere?sig={CANARY}", paper.base)),
    ];
    Desk::new(&feeds, &format!("log = \"trace\"\n{more}"))
}

/// Checks that the canary is in nothing that was written.
#[track_caller]
fn check(what: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let at = text.find(CANARY);
    let shown = at.map(|at| text.get(at.saturating_sub(300)..at + 20).unwrap_or(&text));
    assert!(at.is_none(), "{what}: …{}…", shown.unwrap_or_default());
}

#[track_caller]
fn check_output(what: &str, output: &Output) {
    check(what, &output.stdout);
    check(what, &output.stderr);
}

/// Checks that the canary is in no column of the state but the jobs that wait or are buried, which must be fetched.
#[track_caller]
fn check_columns(desk: &Desk) {
    let state = rusqlite::Connection::open(desk.path("state/state.sqlite3")).unwrap();
    let texts = |sql: &str| -> Vec<String> {
        state.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    for table in texts("SELECT name FROM sqlite_schema WHERE type = 'table'") {
        for column in texts(&format!("SELECT name FROM pragma_table_info('{table}')")) {
            if !(column == "job" && matches!(table.as_str(), "job" | "buried")) {
                let sql = format!("SELECT coalesce(CAST(\"{column}\" AS BLOB), '') FROM \"{table}\"");
                let mut statement = state.prepare(&sql).unwrap();
                let mut rows = statement.query([]).unwrap();
                while let Some(row) = rows.next().unwrap() {
                    check(&format!("{table}.{column}"), row.get_ref(0).unwrap().as_bytes().unwrap());
                }
            }
        }
    }
}

#[test]
fn what_is_done_leaves_no_secret_in_the_state() {
    let paper = newspaper(false);
    let private = paper.base.replace("http://", &format!("http://reader:{CANARY}@"));
    let desk = Desk::new(&[("press", format!("{private}/feed?token={CANARY}"))], "");
    assert_eq!(desk.once().1, 0);
    assert!(paper.asked().iter().any(|path| path.starts_with("/led?sig=hush")));
    check("state", &bytes_below(&desk.path("state")));
}

#[test]
fn secrets_are_sent_and_never_shown() {
    let paper = newspaper(true);
    for (style, out) in [("text", ""), ("json", "[[output]]\nkind = \"files\"\ndir = \"out\"\n[[output]]\n")] {
        let desk = desk(&paper, &format!("log_format = \"{style}\"\n{out}"));
        let output = desk.command(&["run", "--once"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.len() > 10_000 && said.contains("***"), "a trace is logged: {said}");
        assert!(String::from_utf8_lossy(&output.stdout).lines().count() >= 5);
        check_output("run", &output);
        check_columns(&desk);
        if !out.is_empty() {
            check("files", &bytes_below(&desk.path("out")));
        }
        for verb in [&["status"][..], &["status", "--json"], &["check"], &["opml", "export"]] {
            check_output(verb[0], &desk.command(verb).output().unwrap());
        }
    }
    let asked = paper.asked();
    for path in
        ["/feed?token=", "/open?access_token=", "/lead?token=", "/led?sig=", "/gone?password=", "/userinfo?x=eyJ"]
    {
        assert!(asked.iter().any(|asked| asked.starts_with(path) && asked.contains(CANARY)), "{path} in {asked:?}");
    }
}

#[test]
fn errors_of_the_configuration_hold_no_secret() {
    let url = format!("https://reader:{CANARY}@quill.example/?token={CANARY}");
    for wrong in [
        format!("[[feeds]]\nname = \"A\"\nurl = \"{url}\"\n"),
        format!("[[feeds]]\nname = \"a\"\nurl = \"{url}\"\ninterval = \"0s\"\n"),
        format!("[[feeds]]\nname = \"a\"\nurl = \"reader:{CANARY}@quill.example\"\n"),
        format!("[[feeds]]\nname = \"a\"\nurl = \"{url}\"\nheaders = {{ Host = \"{CANARY}\" }}\n"),
        format!("[[feeds]]\nname = \"a\"\nurl = \"{url}\"\nheaders = \"{CANARY}\"\n"),
        format!("[fetch]\nproxy = \"socks5://me:{CANARY}@p.example\"\n"),
        format!("[[feeds]]\nname = \"a\"\nurl = \"{url}\"\n[[feeds]]\nname = \"b\"\nurl = \"{url}\"\n"),
    ] {
        let desk = Desk::new(&[], "");
        std::fs::write(desk.path("pressline.toml"), &wrong).unwrap();
        check_output("check", &desk.command(&["check"]).output().unwrap());
    }
}

#[test]
fn metrics_and_health_hold_no_secret_and_answer_no_stranger() {
    let paper = newspaper(true);
    let mut desk = Desk::new(&[("press", format!("{}/feed?token={CANARY}", paper.base))], "");
    desk.replace("http = \"\"", "http = \"127.0.0.1:0\"\nallow_hosts = [\"node.quill.example\"]");
    let mut service = desk.start();
    let address = telemetry_address(&mut service);
    let ask = |path: &str, host: &str| ask(&address, path, host).unwrap();
    wait_for("the records", || ask("/metrics", "localhost").contains("pressline_records_total").then_some(()));
    for path in ["/metrics", "/readyz", "/livez"] {
        check(path, ask(path, &address).as_bytes());
        assert!(ask(path, "node.quill.example").starts_with("HTTP/1.1 200"), "{path}");
        for stranger in ["evil.example", "evil.example:9464", "127.0.0.1.evil.example"] {
            assert!(ask(path, stranger).starts_with("HTTP/1.1 421"), "{path} of {stranger}");
        }
    }
    signal(&service, "TERM");
    assert!(service.wait().unwrap().success());
}

/// The mode of a file, in octal.
fn mode(path: &std::path::Path) -> String {
    format!("{:04o}", path.metadata().unwrap().permissions().mode() & 0o7777)
}

#[test]
fn files_are_created_for_owner_and_group() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a")]);
    let run = |key: &str, umask: &str, file: &str, dir: &str| {
        let mut desk =
            Desk::new(&[("press", format!("{}/feed", paper.base))], "[[output]]\nkind = \"files\"\ndir = \"out\"\n");
        desk.replace("[poll]", &format!("{key}\n[poll]"));
        let mut shell = Command::new("sh");
        let command = format!("umask {umask}; exec \"$0\" run --once --config \"$1\"");
        shell.args(["-c", &command]).arg(pressline().get_program()).arg(desk.path("pressline.toml"));
        assert!(shell.current_dir(desk.dir.path()).output().unwrap().status.success());
        for folder in ["state", "out"] {
            assert_eq!(mode(&desk.path(folder)), dir, "{folder} with {key:?} and umask {umask}");
            for entry in desk.path(folder).read_dir().unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    assert_eq!(mode(&path), file, "{} with {key:?} and umask {umask}", path.display());
                }
            }
        }
    };
    run("", "022", "0640", "0750");
    run("", "077", "0600", "0700");
    run("file_mode = \"0600\"", "022", "0600", "0700");
    run("file_mode = \"0644\"", "022", "0644", "0755");
}
