//! The real binary over loopback HTTP: feeds in, records out.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};

use crate::support::{
    Desk, Newspaper, Page, article, ask, bytes_below, code, of, pressline, records, rss, signal, telemetry_address,
    validate, wait_for,
};

#[test]
fn a_feed_becomes_records() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("b"), article("a")]);
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], "");
    let (records, code) = desk.once();
    let articles = of(&records, "article");
    assert_eq!((articles.len(), code), (2, 0));
    for (index, (record, slug)) in articles.iter().zip(["a", "b"]).enumerate() {
        assert_eq!(record["title"], format!("About {slug}"));
        assert_eq!(record["seq"], index + 1);
        assert_eq!(record["quotes"][0]["text"], format!("We have waited long enough for {slug},"));
        assert_eq!(record["quotes"][0]["speaker"]["name"], "Helen Brandt");
        assert_eq!(record["provenance"]["feed"], "press");
    }
}

#[test]
fn a_second_pass_emits_what_is_new_and_nothing_twice() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a")]);
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], "");
    assert_eq!(of(&desk.once().0, "article").len(), 1);
    assert_eq!(desk.once(), (Vec::new(), 0));
    assert_eq!((paper.count("/feed"), paper.count("/a")), (2, 1));
    paper.publish("/feed", &[article("b"), article("a")]);
    let (records, _) = desk.once();
    assert_eq!(of(&records, "article")[0]["title"], "About b");
    assert_eq!(of(&records, "article")[0]["seq"], 2);
    assert_eq!((records.len(), paper.count("/a")), (1, 1));
}

#[test]
fn the_same_input_yields_the_same_bytes() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("b"), article("a")]);
    let pass = || {
        let mut records = Desk::new(&[("press", format!("{}/feed", paper.base))], "").once().0;
        for record in &mut records {
            for time in ["first_seen", "fetched"] {
                record["provenance"][time] = serde_json::Value::Null;
            }
        }
        serde_json::to_string(&records).unwrap()
    };
    assert_eq!(pass(), pass());
}

#[test]
fn a_page_named_by_two_feeds_is_fetched_once() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a")]);
    paper.set("/other", Page::feed(&rss(&paper.base, ["a?utm_source=rss"].into_iter())));
    let feeds = ["/feed", "/other"].map(|path| format!("{}{path}", paper.base));
    let desk = Desk::new(&[("one", feeds[0].clone()), ("two", feeds[1].clone())], "");
    assert_eq!(of(&desk.once().0, "article").len(), 1);
    assert_eq!(of(&desk.once().0, "article").len(), 0);
}

#[test]
fn a_changed_article_is_a_new_revision() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a")]);
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], "");
    let first = desk.once().0;
    let (slug, html) = article("a");
    let changed = html.replace("four hours", "five hours");
    paper.publish("/feed", &[(slug, changed)]);
    let feed = rss(&paper.base, ["a"].into_iter()).replace("About a", "Corrected: about a");
    paper.set("/feed", Page::feed(&feed));
    let second = desk.once().0;
    assert_eq!((&first[0]["id"], 2), (&second[0]["id"], second[0]["rev"].as_u64().unwrap()));
    assert!(second[0]["text"].as_str().unwrap().contains("five hours"));
}

#[test]
fn what_fails_is_said_and_hurts_nothing_else() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("gone"), article("empty"), article("busy"), article("good")]);
    paper.set("/gone", Page::status(410));
    paper.set("/busy", Page::status(503));
    paper.set("/empty", Page::html("<html><body><p>Hi.</p></body></html>"));
    paper.set("/broken", Page::html("<html><body>This was a feed once.</body></html>"));
    let feeds = ["/feed", "/broken"].map(|path| format!("{}{path}", paper.base));
    let desk = Desk::new(&[("press", feeds[0].clone()), ("broken", feeds[1].clone())], "");
    let (records, code) = desk.once();
    assert_eq!((of(&records, "article").len(), code), (1, 0));
    let mut errors: Vec<_> = of(&records, "error")
        .iter()
        .map(|e| [&e["stage"], &e["class"], &e["code"]].map(|v| v.as_str().unwrap()).join(" "))
        .collect();
    errors.sort_unstable();
    assert_eq!(
        errors,
        [
            "extract retryable no_article_no_text",
            "feed retryable not_a_feed",
            "fetch permanent http_status",
            "fetch retryable http_status",
        ]
    );
}

#[test]
fn one_pass_in_which_every_feed_failed_exits_1() {
    let paper = Newspaper::open();
    let desk = Desk::new(&[("gone", format!("{}/nothing", paper.base))], "");
    let (records, code) = desk.once();
    assert_eq!((of(&records, "error").len(), code), (1, 1));
}

#[test]
fn a_new_feed_does_not_flood() {
    let paper = Newspaper::open();
    let articles: Vec<_> = (0..6).map(|n| article(&format!("n{n}"))).collect();
    paper.publish("/feed", &articles);
    let feeds = [("press", format!("{}/feed", paper.base))];
    let desk = Desk::new(&feeds, "");
    let config = desk.path("pressline.toml");
    let text = std::fs::read_to_string(&config).unwrap().replace("[poll]", "[poll]\nfirst_poll_entries = 2");
    std::fs::write(&config, text).unwrap();
    assert_eq!(of(&desk.once().0, "article").len(), 2);
    assert_eq!(desk.once().0.len(), 0);
}

#[test]
fn the_feeds_own_content_serves_when_the_page_cannot_be_had() {
    let paper = Newspaper::open();
    let (_, html) = article("a");
    let body = html.split("</h1>").nth(1).unwrap().split("</article>").next().unwrap();
    let item = format!(
        "<item><title>About a</title><link>{}/a</link><content:encoded><![CDATA[{body}]]></content:encoded></item>",
        paper.base
    );
    let ns = "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"";
    paper.set(
        "/feed",
        Page::feed(&format!("<rss version=\"2.0\" {ns}><channel><title>T</title>{item}</channel></rss>")),
    );
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], "");
    let (records, _) = desk.once();
    assert_eq!(records[0]["provenance"]["source"], "feed");
    assert_eq!(records[0]["title"], "About a");
    assert_eq!(records[0]["quotes"][0]["speaker"]["name"], "Helen Brandt");
}

#[test]
fn files_take_each_type_of_record_and_every_view() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a"), article("gone")]);
    paper.set("/gone", Page::status(404));
    let more = "[[output]]\nkind = \"files\"\nrecords = \"flat\"\ndir = \"flat\"\n\
                [[output]]\nkind = \"files\"\ndir = \"zst\"\ncompression = \"zstd\"\noffsets = \"byte\"\n";
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], more);
    assert_eq!(desk.once(), (Vec::new(), 0));
    let read = |name: &str| std::fs::read(desk.path(name)).unwrap();
    let articles = records(&read("flat/articles-000001.jsonl"));
    assert!(articles[0].get("entities").is_none());
    let quotes = records(&read("flat/quotes-000001.jsonl"));
    assert_eq!((quotes[0]["article"].clone(), &quotes[0]["title"]), (articles[0]["id"].clone(), &articles[0]["title"]));
    assert!(!records(&read("flat/entities-000001.jsonl")).is_empty());
    assert_eq!(records(&read("flat/errors-000001.jsonl")).len(), 1);
    let packed = zstd::decode_all(read("zst/articles-000001.jsonl.zst").as_slice()).unwrap();
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&packed).unwrap()["offsets"], "byte");
}

#[test]
fn the_service_finishes_what_it_holds_when_asked_to_stop() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a"), article("b")]);
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], "");
    let mut service = desk.start();
    let mut lines = BufReader::new(service.stdout.take().unwrap());
    let mut line = Vec::new();
    lines.read_until(b'\n', &mut line).unwrap();
    signal(&service, "TERM");
    lines.read_to_end(&mut line).unwrap();
    assert_eq!(service.wait().unwrap().code(), Some(0));
    // What it did not get to waits for the next run; together they are whole.
    let mut all = records(&line);
    all.extend(desk.once().0);
    let mut seqs: Vec<_> = all.iter().map(|r| r["seq"].as_u64().unwrap()).collect();
    seqs.dedup();
    assert_eq!((seqs, of(&all, "article").len()), (vec![1, 2], 2));
}

/// Returns a service that waits for a page which never answers.
fn service_at_a_silent_page() -> (Newspaper, Desk, Child) {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("slow")]);
    paper.set("/slow", Page::silent());
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], "");
    let service = desk.start();
    wait_for("the page to be asked for", || (paper.count("/slow") > 0).then_some(()));
    (paper, desk, service)
}

#[test]
fn a_page_that_never_answers_does_not_keep_the_service_from_stopping() {
    let (_paper, _desk, mut service) = service_at_a_silent_page();
    signal(&service, "INT");
    let mut lines = Vec::new();
    service.stdout.take().unwrap().read_to_end(&mut lines).unwrap();
    assert_eq!(service.wait().unwrap().code(), Some(0));
    // The wait for the first byte ended before the grace did; the page stays in the queue.
    let records = records(&lines);
    assert_eq!((&records[0]["code"], &records[0]["class"]), (&"timed_out".into(), &"retryable".into()));
}

#[test]
fn a_second_signal_ends_at_once() {
    let (_paper, _desk, mut service) = service_at_a_silent_page();
    let mut said = BufReader::new(service.stderr.take().unwrap()).lines();
    signal(&service, "TERM");
    assert!(said.any(|line| line.unwrap().contains("a second signal ends at once")));
    signal(&service, "TERM");
    assert_eq!(service.wait().unwrap().code(), Some(130));
}

#[test]
fn two_services_on_one_state_are_refused() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a")]);
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], "");
    let mut service = desk.start();
    let mut line = String::new();
    BufReader::new(service.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let second = desk.command(&["run", "--once"]).output().unwrap();
    assert_eq!(code(&second), 1);
    let said = String::from_utf8_lossy(&second.stderr);
    assert!(said.contains("state") && said.contains("in use"), "{said}");
    signal(&service, "KILL");
    service.wait().unwrap();
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a")]);
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], "");
    let mut pass = desk.command(&["run", "--once"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    drop(pass.stdout.take());
    assert_eq!(pass.wait().unwrap().code(), Some(0));
}

#[test]
fn health_and_metrics_are_served() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a")]);
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], "");
    let mut service = desk.command(&["run", "--set", "telemetry.http=127.0.0.1:0"]);
    let mut service = service.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let address = telemetry_address(&mut service);
    let mut line = String::new();
    BufReader::new(service.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let get = |path: &str| ask(&address, path, "localhost");
    for path in ["/livez", "/readyz"] {
        wait_for(path, || get(path).filter(|answer| answer.contains(" 200 ")));
    }
    let metrics = get("/metrics").unwrap();
    for name in [
        "pressline_jobs_total{",
        "pressline_stage_duration_seconds_bucket{",
        "pressline_records_total{type=\"article\"} 1",
    ] {
        assert!(metrics.contains(name), "{name} is missing in\n{metrics}");
    }
    signal(&service, "TERM");
    assert_eq!(service.wait().unwrap().code(), Some(0));
}

#[test]
fn a_secret_in_a_feeds_address_is_written_nowhere() {
    const SECRET: &str = "canary-7f3a";
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a"), article("gone")]);
    paper.set("/gone", Page::status(404));
    let guarded = |path: &str| format!("{}{path}", paper.base.replace("http://", &format!("http://reader:{SECRET}@")));
    let more = "[[output]]\nkind = \"files\"\ndir = \"out\"\n";
    let desk = Desk::new(&[("press", guarded("/feed")), ("gone", guarded("/none"))], more);
    let output = desk.command(&["run", "--once", "--set", "telemetry.log=trace"]).output().unwrap();
    let status = desk.command(&["status", "--json"]).output().unwrap();
    let mut written = [output.stdout, output.stderr, status.stdout, status.stderr].concat();
    for dir in ["out", "state"] {
        written.extend(bytes_below(&desk.path(dir)));
    }
    assert!(written.windows(4).any(|w| w == b"gone"), "nothing was written at all");
    assert!(!String::from_utf8_lossy(&written).contains(SECRET), "the secret was written");
}

#[test]
fn private_addresses_are_refused_unless_allowed() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a")]);
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], "");
    let refused = desk.command(&["run", "--once", "--set", "fetch.allow_addresses=[]"]).output().unwrap();
    assert_eq!(code(&refused), 1);
    assert_eq!(records(&refused.stdout)[0]["code"], "address_forbidden");
    assert!(paper.asked().is_empty());
}

#[test]
fn local_commands_go_on_after_a_bad_input() {
    let desk = Desk::new(&[], "");
    std::fs::write(desk.path("good.html"), article("a").1).unwrap();
    let args = ["extract", "good.html", "missing.html", "good.html"];
    let output = pressline().args(args).current_dir(desk.dir.path()).output().unwrap();
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let answers: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let seen: Vec<_> = answers.iter().map(|a| (a["input"].as_str().unwrap(), a.get("error").is_some())).collect();
    assert_eq!(seen, [("good.html", false), ("missing.html", true), ("good.html", false)]);
    validate(&answers[0]);
    assert_eq!(code(&output), 1);
}
