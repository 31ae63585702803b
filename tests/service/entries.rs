//! Which entries are one article and which are several, and what is news about a known one.

use crate::support::{Desk, Newspaper, Page, article, of, rss};

fn feed(items: &[String]) -> Page {
    let content = "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"";
    Page::feed(&format!("<rss version=\"2.0\" {content}><channel><title>T</title>{}</channel></rss>", items.concat()))
}

/// The paragraphs of an article, for a feed that carries its texts.
fn text(slug: &str) -> String {
    let html = article(slug).1;
    let body = html.split("</h1>").nth(1).unwrap().split("</article>").next().unwrap();
    format!("<content:encoded><![CDATA[{body}]]></content:encoded>")
}

fn desk(paper: &Newspaper, more: &str) -> Desk {
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], "");
    let config = desk.path("pressline.toml");
    let with_more = std::fs::read_to_string(&config).unwrap() + more;
    std::fs::write(&config, with_more).unwrap();
    desk
}

fn articles(desk: &Desk) -> Vec<serde_json::Value> {
    of(&desk.once().0, "article").into_iter().cloned().collect()
}

fn count_of_ids(articles: &[serde_json::Value]) -> usize {
    let mut ids: Vec<_> = articles.iter().map(|article| article["id"].to_string()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.len()
}

#[test]
fn an_id_that_all_entries_share_hides_none() {
    for shared in ["N/A", "0", "https://quill.example/", "urn:uuid:none"] {
        let paper = Newspaper::open();
        let items = ["a", "b", "c"].map(|slug| {
            paper.set(&format!("/{slug}"), Page::html(&article(slug).1));
            format!("<item><guid>{shared}</guid><title>{slug}</title><link>{}/{slug}</link></item>", paper.base)
        });
        let desk = desk(&paper, "");
        paper.set("/feed", feed(&items[..2]));
        let mut found = articles(&desk);
        paper.set("/feed", feed(&items));
        found.extend(articles(&desk));
        assert_eq!(count_of_ids(&found), 3, "{shared}");
        assert_eq!(articles(&desk).len(), 0);
    }
}

#[test]
fn texts_of_the_feeds_own_are_known_by_their_entries() {
    let paper = Newspaper::open();
    let item = |slug: &str, link: &str| {
        format!("<item><guid>{slug}</guid><title>About {slug}</title>{link}{}</item>", text(slug))
    };
    let link = format!("<link>{}/notes</link>", paper.base);
    let items = [item("a", &link), item("b", &link), item("c", &link)];
    let desk = desk(&paper, "full_text = \"feed\"\n");
    paper.set("/feed", feed(&items[..1]));
    let mut found = articles(&desk);
    paper.set("/feed", feed(&items));
    found.extend(articles(&desk));
    assert_eq!((found.len(), count_of_ids(&found)), (3, 3));
    assert_eq!(paper.asked().iter().filter(|path| *path != "/feed").count(), 0);

    let changed = items[1].replace("four hours", "five hours");
    paper.set("/feed", feed(&[items[0].clone(), changed, items[2].clone()]));
    let again = articles(&desk);
    assert_eq!((again.len(), &again[0]["rev"]), (1, &2.into()));
    assert_eq!(again[0]["id"], found.iter().find(|a| a["title"] == "About b").unwrap()["id"]);
}

#[test]
fn an_entry_without_a_link_gives_its_text_or_an_error() {
    let paper = Newspaper::open();
    let with_text = format!("<item><guid isPermaLink=\"false\">1</guid><title>About a</title>{}</item>", text("a"));
    let without = "<item><guid isPermaLink=\"false\">2</guid><title>Nothing else</title></item>".to_owned();
    paper.set("/feed", feed(&[with_text, without]));
    let desk = desk(&paper, "group = \"local\"\n");
    let (records, _) = desk.once();
    let (articles, errors) = (of(&records, "article"), of(&records, "error"));
    assert_eq!(
        (articles.len(), &articles[0]["url"], &articles[0]["title"]),
        (1, &serde_json::Value::Null, &"About a".into())
    );
    assert_eq!(
        (articles[0]["provenance"]["group"].clone(), errors[0]["group"].clone()),
        ("local".into(), "local".into())
    );
    assert_eq!(
        (errors.len(), &errors[0]["code"], &errors[0]["class"]),
        (1, &"entry_without_link".into(), &"permanent".into())
    );
    assert_eq!(desk.once().0.len(), 0, "said once");
}

#[test]
fn a_corrected_headline_is_a_revision() {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("a")]);
    let desk = desk(&paper, "");
    let first = articles(&desk);
    paper.set("/a", Page::html(&article("a").1.replace("About a", "About a, corrected")));
    paper.set("/feed", Page::feed(&rss(&paper.base, ["a"].into_iter()).replace("About a", "About a, corrected")));
    let second = articles(&desk);
    assert_eq!((&second[0]["id"], &second[0]["rev"]), (&first[0]["id"], &2.into()));
    assert_eq!(second[0]["title"], "About a, corrected");
}

/// The rest of an item on a paper of this address, at the poll of this number.
type Item = fn(&str, usize) -> String;

#[test]
fn what_moves_at_every_poll_is_asked_a_few_times_only() {
    // A tracking value, a date that is that of the request, a headline that counts the minutes, one of a single entry.
    let moving: [(&str, Item, usize); 4] = [
        ("tracking", |base, n| format!("<title>A</title><link>{base}/a?utm_term={n}</link>"), 1),
        (
            "updated",
            |base, n| {
                format!(
                    "<title>A</title><link>{base}/a</link><atom:updated xmlns:atom=\"http://www.w3.org/2005/Atom\">2026-11-03T10:0{n}:00Z</atom:updated>"
                )
            },
            4,
        ),
        ("headline", |base, n| format!("<title>A ({n} min ago)</title><link>{base}/a</link>"), 4),
        (
            "markup",
            |base, n| {
                format!(
                    "<title>A</title><link>{base}/a</link><description><![CDATA[Ferry <img src=\"/count?{n}\">]]></description>"
                )
            },
            1,
        ),
    ];
    for (name, item, most) in moving {
        let paper = Newspaper::open();
        paper.set("/a", Page::html(&article("a").1));
        let desk = desk(&paper, "");
        for n in 0..7 {
            paper.set(
                "/feed",
                feed(&[format!("<item><guid isPermaLink=\"false\">1</guid>{}</item>", item(&paper.base, n))]),
            );
            desk.once();
        }
        let asked = paper.asked().iter().filter(|path| path.starts_with("/a")).count();
        assert!((1..=most).contains(&asked), "{name}: {asked}");
    }
}

#[test]
fn the_same_text_elsewhere_names_the_first() {
    let paper = Newspaper::open();
    let other = Newspaper::open_at("127.0.0.2:0");
    let html = article("a").1;
    paper.publish("/feed", &[("a".to_owned(), html.clone())]);
    other.publish("/feed", &[("copy".to_owned(), html.replace("Opponents left", "The opponents left"))]);
    let desk = desk(&paper, &format!("[[feeds]]\nname = \"other\"\nurl = \"{}/feed\"\n", other.base));
    let found = articles(&desk);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].get("duplicate_of"), None);
    assert_eq!(found[1]["duplicate_of"], found[0]["id"]);
    assert_eq!(found[1]["flags"], serde_json::json!(["syndicated"]));
}
