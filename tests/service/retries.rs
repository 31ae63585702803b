//! Pages whose first answer is a bad one.

use serde_json::Value;

use crate::support::{Desk, Newspaper, Page, article, of, records, rss, wait_for};

/// A desk that asks again at its next pass.
fn desk(feeds: &[(&str, String)]) -> Desk {
    Desk::new(feeds, "[worker]\ncpu_threads = 1\n")
}

/// One pass in which a page that failed before is due.
fn pass(desk: &Desk) -> Vec<Value> {
    let output = desk.command(&["run", "--once", "--set", "fetch.retry_initial_interval=1ms"]).output().unwrap();
    records(&output.stdout)
}

fn paper_of(slug: &str) -> (Newspaper, Desk) {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article(slug)]);
    let desk = desk(&[("press", format!("{}/feed", paper.base))]);
    (paper, desk)
}

/// Answers a page's requests with `bad` first and well at last, and checks that it becomes an article.
#[track_caller]
fn check(bad: &[Page], attempts: u64) {
    let (paper, desk) = paper_of("late");
    let good = article("late").1;
    let mut seen = Vec::new();
    for page in bad {
        paper.set("/late", page.clone());
        seen.extend(pass(&desk));
    }
    paper.set("/late", Page::html(&good));
    let last = pass(&desk);
    assert_eq!(of(&last, "article").len(), 1, "{seen:#?}");
    let resolved: Vec<_> = of(&last, "error").into_iter().filter(|e| e["resolved"] == true).collect();
    let errors = of(&seen, "error");
    assert_eq!(resolved.len(), usize::from(attempts > 0));
    for (record, error) in resolved.iter().zip(&errors) {
        assert_eq!((&record["id"], &record["attempts"]), (&error["id"], &attempts.into()));
        assert_eq!((&error["class"], error.get("resolved")), (&"retryable".into(), None));
    }
    assert_eq!(pass(&desk), Vec::<Value>::new());
}

#[test]
fn a_page_that_comes_late_becomes_an_article() {
    check(&[Page::status(404)], 1);
    check(&[Page::status(403), Page::status(404)], 2);
    check(&[500, 502, 503, 503, 504, 500].map(Page::status), 6);
    check(&[Page::html("<html><body><div id=app></div></body></html>")], 1);
}

#[test]
fn a_pause_is_no_failure() {
    let (paper, desk) = paper_of("late");
    paper.set("/late", Page::status(429).with_header("retry-after", "1"));
    assert_eq!(pass(&desk), Vec::<Value>::new());
    paper.set("/late", Page::status(500));
    let failed = wait_for("the end of the pause", || Some(pass(&desk)).filter(|records| !records.is_empty()));
    assert_eq!((&failed[0]["attempts"], &failed[0]["class"]), (&1.into(), &"retryable".into()));
    paper.set("/late", Page::html(&article("late").1));
    assert_eq!(of(&pass(&desk), "article").len(), 1);
}

#[test]
fn a_single_pass_says_what_waits() {
    let (paper, desk) = paper_of("late");
    paper.set("/late", Page::status(404));
    let output = desk.command(&["run", "--once"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("pages wait for a later attempt pages=1"), "{said}");
    desk.once();
    assert_eq!(paper.count("/late"), 1, "and does not wait itself");
}

#[test]
fn a_page_that_is_gone_is_not_asked_again() {
    for status in [401, 410, 451] {
        let (paper, desk) = paper_of("gone");
        paper.set("/gone", Page::status(status));
        let errors = pass(&desk);
        assert_eq!((&errors[0]["class"], errors.len()), (&"permanent".into(), 1));
        pass(&desk);
        assert_eq!(paper.count("/gone"), 1);
    }
}

#[test]
fn a_later_feed_that_carries_the_text_serves_it() {
    let (paper, desk) = paper_of("a");
    let html = article("a").1;
    let body = html.split("</h1>").nth(1).unwrap().split("</article>").next().unwrap();
    paper.set("/a", Page::status(404));
    paper.set("/full", Page::feed("<rss version='2.0'><channel><title>Full</title></channel></rss>"));
    let feeds = [("press", format!("{}/feed", paper.base)), ("full", format!("{}/full", paper.base))];
    let config = desk.path("pressline.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("{text}[[feeds]]\nname = \"full\"\nurl = \"{}\"\n", feeds[1].1)).unwrap();
    assert_eq!(of(&desk.once().0, "article").len(), 0);
    let item = format!("<content:encoded><![CDATA[{body}]]></content:encoded></item>");
    let full = rss(&paper.base, ["a"].into_iter()).replace("</item>", &item);
    paper.set(
        "/full",
        Page::feed(&full.replace("<rss ", "<rss xmlns:content='http://purl.org/rss/1.0/modules/content/' ")),
    );
    let found = desk.once().0;
    let articles = of(&found, "article");
    assert_eq!(articles.len(), 1, "{found:#?}");
    assert_eq!(
        (&articles[0]["provenance"]["source"], &articles[0]["provenance"]["feed"]),
        (&"feed".into(), &"full".into())
    );
}

#[test]
fn a_page_is_known_only_once_it_was_had() {
    let (paper, desk) = paper_of("a");
    paper.set("/a", Page::status(410));
    assert_eq!(of(&pass(&desk), "article").len(), 0);
    paper.set("/a", Page::html(&article("a").1));
    paper.set("/other", Page::feed(&rss(&paper.base, ["a"].into_iter())));
    let config = desk.path("pressline.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("{text}[[feeds]]\nname = \"other\"\nurl = \"{}/other\"\n", paper.base)).unwrap();
    assert_eq!(of(&pass(&desk), "article").len(), 1);
}

#[test]
fn a_pause_outlives_the_process() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a")]);
    paper.set("/a", Page::status(429).with_header("retry-after", "604800"));
    let desk = desk(&[("press", format!("{}/feed", paper.base))]);
    desk.once();
    // Another feed of the same domain is not asked either, and the page is not while the pause lasts.
    let config = desk.path("pressline.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("{text}[[feeds]]\nname = \"other\"\nurl = \"{}/other\"\n", paper.base)).unwrap();
    desk.once();
    assert_eq!((paper.count("/a"), paper.count("/other")), (1, 0));
    let status = desk.status();
    let paused = status["paused_hosts"].as_array().unwrap();
    assert_eq!(paused.iter().map(|pause| pause["host"].as_str().unwrap()).collect::<Vec<_>>(), ["127.0.0.1"]);
    assert_eq!(status["waiting_pages"], 1);
}
