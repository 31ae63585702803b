//! `pressline find` and `pressline opml`: the sources of a configuration.

use std::io::Write;
use std::process::Stdio;

use crate::support::{Desk, Newspaper, Page, code, pressline};

/// Exit code, stdout and stderr of a verb, with the newspaper's address made plain.
fn say(paper: &Newspaper, desk: &Desk, args: &[&str], input: &str) -> (i32, String, String) {
    let mut command = pressline();
    command.args(args).current_dir(desk.dir.path()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let plain = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().replace(&paper.base, "BASE");
    (code(&output), plain(&output.stdout), plain(&output.stderr))
}

#[track_caller]
fn check_found(paper: &Newspaper, path: &str, expected: &str) {
    let (code, out, err) = say(paper, &Desk::new(&[], ""), &["find", &format!("{}{path}", paper.base)], "");
    assert_eq!((code, out.as_str()), (0, expected), "{err}");
}

const FEED: &str = "<rss version='2.0'><channel><title>Quill</title><item><link>/a</link></item></channel></rss>";
const SITEMAP: &str = "<urlset><url><loc>http://quill.example/a</loc><lastmod>2026-11-03</lastmod></url></urlset>";

#[test]
fn a_site_names_its_feeds_and_robots_its_sitemaps() {
    let paper = Newspaper::open();
    let robots = format!("User-agent: *\nSitemap: {0}/sitemap.xml\nSitemap: {0}/sitemap-news.xml\n", paper.base);
    paper.set("/robots.txt", Page::html(&robots));
    paper.set(
        "/",
        Page::html(
            "<link rel=alternate type=application/rss+xml href='/comments/feed' title='Comments'>\
             <link rel=alternate type=application/rss+xml href='/feed' title='All &amp; new'>",
        ),
    );
    check_found(
        &paper,
        "/",
        "feed     BASE/feed  All & new\nfeed     BASE/comments/feed  Comments\nsitemap  BASE/sitemap-news.xml\nsitemap  BASE/sitemap.xml\n",
    );
    let (_, out, _) = say(&paper, &Desk::new(&[], ""), &["find", "--json", &format!("{}/", paper.base)], "");
    assert_eq!(out.lines().next(), Some(r#"{"url":"BASE/feed","kind":"feed","title":"All & new","named_by":"page"}"#));
    assert_eq!(paper.count("/rss.xml"), 0);
}

#[test]
fn usual_places_are_tried_where_nothing_is_named() {
    let paper = Newspaper::open();
    paper.set("/", Page::html("<p>Welcome</p>"));
    paper.set("/rss.xml", Page::feed(FEED));
    paper.set("/feed", Page::html("<p>Not here</p>"));
    paper.set("/sitemap.xml", Page::html(SITEMAP));
    check_found(&paper, "/", "feed     BASE/rss.xml  Quill\nsitemap  BASE/sitemap.xml\n");
    check_found(&paper, "/rss.xml", "feed     BASE/rss.xml  Quill\n");
    paper.set("/index", Page::html("<sitemapindex><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>"));
    check_found(&paper, "/index", "sitemap  BASE/news.xml\n");
}

#[test]
fn a_site_without_any_is_said() {
    let paper = Newspaper::open();
    paper.set("/", Page::html("<p>Welcome</p>"));
    let (code, out, err) = say(&paper, &Desk::new(&[], ""), &["find", &paper.base], "");
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("names no feed and no sitemap"), "{err}");
    let (code, _, err) = say(&paper, &Desk::new(&[], ""), &["find", "ftp://quill.example/"], "");
    assert_eq!(code, 2);
    assert!(err.contains("no address of the web"), "{err}");
}

const LIST: &str = "<opml version='2.0'><body><outline text='Hafen &amp; See'>\
    <outline text='Die Möwe' xmlUrl='https://gull.example/rss?a=1&amp;b=2'/>\
    <outline text='Die Möwe' xmlUrl='https://gull.example/sport'/>\
    <outline text='\"Ink\" \\ daily' xmlUrl='https://ink.example/feed'/></outline>\
    <outline text='潮' xmlUrl='https://tide.example/feed'/>\
    <outline text='Known' xmlUrl='https://quill.example/rss'/>\
    <outline text='Again' xmlUrl='https://tide.example/feed#x'/></body></opml>";

#[test]
fn a_list_becomes_a_configuration_and_a_list_again() {
    let paper = Newspaper::open();
    let known =
        [("quill", "https://quill.example/rss".to_owned()), ("die-mowe", "https://other.example/rss".to_owned())];
    let desk = Desk::new(&known, "");
    let (code, toml, err) = say(&paper, &desk, &["opml", "import", "-", "--config", "pressline.toml"], LIST);
    assert_eq!((code, err.as_str()), (0, "pressline: 2 feeds were known already; they are comments\n"));
    assert_eq!(
        toml,
        "# Die Möwe\n[[feeds]]\nname = \"die-mowe-2\"\nurl = \"https://gull.example/rss?a=1&b=2\"\ngroup = \"hafen-see\"\n\n\
         # Die Möwe\n[[feeds]]\nname = \"die-mowe-3\"\nurl = \"https://gull.example/sport\"\ngroup = \"hafen-see\"\n\n\
         # \"Ink\" \\ daily\n[[feeds]]\nname = \"ink-daily\"\nurl = \"https://ink.example/feed\"\ngroup = \"hafen-see\"\n\n\
         # 潮\n[[feeds]]\nname = \"tide-example\"\nurl = \"https://tide.example/feed\"\n\n\
         # quill has this address already: https://quill.example/rss\n\n\
         # tide-example has this address already: https://tide.example/feed#x\n\n"
    );

    std::fs::create_dir_all(desk.path("config/feeds.d")).unwrap();
    std::fs::write(desk.path("config/pressline.toml"), "").unwrap();
    std::fs::write(desk.path("config/feeds.d/imported.toml"), &toml).unwrap();
    let (code, _, err) = say(&paper, &desk, &["check"], "");
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("4 feeds"), "{err}");
    let (code, list, _) = say(&paper, &desk, &["opml", "export"], "");
    assert_eq!(code, 0);
    let (_, again, _) = say(&paper, &desk, &["opml", "import", "-", "--config", "nowhere"], &list);
    let settings =
        |toml: &str| toml.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect::<Vec<_>>();
    let imported = toml.split("# quill has").next().unwrap();
    assert_eq!(settings(&again), settings(imported));
}

#[test]
fn secrets_stay_out_of_a_list() {
    let paper = Newspaper::open();
    let desk = Desk::new(&[], "");
    std::fs::write(
        desk.path("pressline.toml"),
        "[[feeds]]\nname = \"a\"\nurl = \"https://ada:secret@quill.example/rss\"\ngroup = \"sea\"\nheaders = { Authorization = \"Bearer secret\" }\n",
    )
    .unwrap();
    let (code, list, err) = say(&paper, &desk, &["opml", "export", "--config", "pressline.toml"], "");
    assert_eq!(code, 0, "{err}");
    assert!(list.contains("<outline text=\"sea\">") && list.contains("xmlUrl=\"https://quill.example/rss\""), "{list}");
    assert!(!list.contains("secret") && !list.contains("ada"), "{list}");
}

#[test]
fn what_names_feeds_is_answered_with_them() {
    let paper = Newspaper::open();
    let (code, out, _) = say(&paper, &Desk::new(&[], ""), &["feed", "-"], LIST);
    assert_eq!(code, 1);
    let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((answer["ok"].as_bool(), answer["sources"].as_array().map(Vec::len)), (Some(false), Some(6)));
    assert!(answer["note"].as_str().unwrap().contains("pressline opml import"), "{out}");
}
