//! The states of former releases, taken over: nothing is emitted twice, and nothing is asked again.

use rusqlite::Connection;

use crate::support::{Desk, Newspaper, Page, article, of};

/// The address whose pages the state knows.
const ADDRESS: &str = "127.83.12.7:8083";

const FEED: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Quill Post</title><link>http://127.83.12.7:8083/</link>
<item><title>Ferry sails again</title><link>http://127.83.12.7:8083/ferry</link><guid isPermaLink="false">quill-1</guid><pubDate>Mon, 23 Nov 2026 09:00:00 GMT</pubDate></item>
<item><title>Market roof repaired</title><link>http://127.83.12.7:8083/market?utm_source=rss</link><guid>http://127.83.12.7:8083/market</guid><pubDate>Mon, 23 Nov 2026 08:00:00 GMT</pubDate></item>
<item><title>Library hours</title><link>http://127.83.12.7:8083/library</link><guid isPermaLink="false">quill-3</guid><pubDate>Sun, 22 Nov 2026 08:00:00 GMT</pubDate></item>
</channel></rss>"#;

fn page(title: &str) -> Page {
    Page::html(&format!(
        "<!DOCTYPE html><html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1><p>The council of Dunmore approved the plan for the {title} on Monday after a debate of four hours, and the vote was closer than anybody had expected.</p><p>“We have waited long enough,” said Mayor Helen Brandt, who had put the plan forward in the spring.</p><p>Opponents left the hall before the count. They will take the matter to the county court, according to Peter Lang, who speaks for them.</p></article></body></html>"
    ))
}

/// A state that a former release left, as SQL.
const FORMAT_1: &str = include_str!("../fixtures/state-1.sql");
const FORMAT_2: &str = include_str!("../fixtures/state-2.sql");
const FORMAT_3: &str = include_str!("../fixtures/state-3.sql");

fn open(paper: &Newspaper, sql: &str) -> Desk {
    let desk = Desk::new(&[("press", format!("http://{ADDRESS}/feed"))], "");
    std::fs::create_dir(desk.path("state")).unwrap();
    let state = Connection::open(desk.path("state/state.sqlite3")).unwrap();
    state.execute_batch(sql).unwrap();
    paper.set("/feed", Page::feed(FEED));
    paper.set("/ferry", page("Ferry sails again"));
    paper.set("/market", page("Market roof repaired"));
    desk
}

#[test]
fn the_states_of_former_releases_are_taken_over() {
    // An entry that the first format knew by its whole link is looked at once more, and from then on by its page.
    let paper = Newspaper::open_at(ADDRESS);
    check(&paper, FORMAT_1, 1);
    check(&paper, FORMAT_2, 0);
    check(&paper, FORMAT_3, 0);
}

/// Checks that a state is gone on with, and how often the page with changing parameters is visited.
fn check(paper: &Newspaper, sql: &str, market_visits: usize) {
    let desk = open(paper, sql);
    let before = paper.asked().len();
    assert_eq!(desk.once(), (Vec::new(), 0));
    assert_eq!(paper.asked().split_off(before), ["/feed"], "no page is asked again");

    for n in 0..3 {
        paper.set("/feed", Page::feed(&FEED.replace("utm_source=rss", &format!("utm_source=rss{n}"))));
        assert_eq!(desk.once(), (Vec::new(), 0));
    }
    let pages = paper.asked().split_off(before).into_iter().filter(|path| path.starts_with("/market")).count();
    assert_eq!(pages, market_visits);

    // A change is a revision of the article that the former release emitted, and a new entry an article.
    paper.set("/ferry", page("Ferry sails at last"));
    let (slug, html) = article("new");
    paper.set("/new", Page::html(&html));
    let item = format!("<item><title>About {slug}</title><link>http://{ADDRESS}/new</link></item>");
    let feed = FEED.replace("sails again", "sails at last").replacen("<item>", &format!("{item}<item>"), 1);
    paper.set("/feed", Page::feed(&feed));
    let (records, _) = desk.once();
    let mut drawn: Vec<_> = of(&records, "article")
        .iter()
        .map(|a| format!("{} {} {}", a["id"].as_str().unwrap(), a["rev"], a["seq"]))
        .collect();
    drawn.sort_unstable();
    assert_eq!(drawn.len(), 2, "{records:#?}");
    assert!(drawn.iter().any(|line| line.starts_with("a_7ab453cfdd45f2dd2fb7adaa 2 ")), "{drawn:?}");
}
