//! Live blogs: how they are recognised, and that their posts stand in the page's order.

use pressline::extract::extract;
use pressline::model::Page;
use pressline::model::article::{Article, Flag};

const POSTS: [(&str, &str, &str); 4] = [
    (
        "16:40",
        "Ferry leaves",
        "The ferry has left the harbour with two hundred passengers, an hour later than planned, the port says.",
    ),
    (
        "15:05",
        "Wall inspected",
        "Engineers have looked at the western part of the wall and found no new cracks in it, according to the county.",
    ),
    (
        "13:30",
        "Second gate closed",
        "The second gate is closed as a precaution, says the harbour master, who expects the water to fall by evening.",
    ),
    (
        "11:15",
        "Storm reaches coast",
        "The storm has reached the coast near Dunmore, with gusts of a hundred kilometres an hour on the outer pier.",
    ),
];
const SUMMARY: &str =
    "What we know so far: the harbour wall holds, the ferry waits, and the schools of the town stay closed today.";

fn article(path: &str, html: &str) -> Article {
    extract(&Page { url: format!("https://gazette.example{path}").parse().expect("an address"), html: html.to_owned() })
        .expect("an article")
}

/// One piece for each post; `{t}`, `{h}` and `{p}` stand for time, heading and paragraph.
fn posts(piece: &str) -> String {
    POSTS.iter().map(|(t, h, p)| piece.replace("{t}", t).replace("{h}", h).replace("{p}", p)).collect()
}

/// A live blog it is, and the posts' paragraphs stand in it in this order.
#[track_caller]
fn check(path: &str, html: &str) {
    let article = article(path, html);
    assert_eq!(article.flags, [Flag::LiveBlog], "{}", article.text);
    let lines: Vec<&str> = article.text.lines().filter(|l| POSTS.iter().any(|(.., p)| p == l)).collect();
    assert_eq!(lines, POSTS.map(|(.., p)| p), "{}", article.text);
}

#[track_caller]
fn check_is_story(path: &str, html: &str) {
    assert_eq!(article(path, html).flags, []);
}

fn page(title: &str, posts: &str) -> String {
    format!(
        "<html><head><title>{title}</title></head><body><main><h1>{title}</h1><p>{SUMMARY}</p>{posts}</main></body></html>"
    )
}

#[test]
fn named_in_json_ld() {
    let said =
        "<script type=application/ld+json>{\"@type\":\"LiveBlogPosting\",\"headline\":\"Storm on the coast\"}</script>";
    check(
        "/n/1",
        &page("Storm on the coast", &format!("{said}{}", posts("<div class=post><h3>{h}</h3><p>{p}</p></div>"))),
    );
    let both = "<script type=application/ld+json>{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"Storm on the coast\",\
                \"author\":\"Ana Cruz\",\"datePublished\":\"2026-11-23T08:00:00Z\"},{\"@type\":\"LiveBlogPosting\",\
                \"headline\":\"Storm on the coast\"}]}</script>";
    check(
        "/n/1",
        &page("Storm on the coast", &format!("{both}{}", posts("<div class=post><h3>{h}</h3><p>{p}</p></div>"))),
    );
}

#[test]
fn named_in_microdata() {
    let list = posts(
        "<div itemprop=liveBlogUpdate itemscope itemtype=https://schema.org/BlogPosting><h2>{h}</h2><div><p>{p}</p></div></div>",
    );
    check(
        "/n/1",
        &page("Storm on the coast", &format!("<div itemscope itemtype=http://schema.org/LiveBlogPosting>{list}</div>")),
    );
}

#[test]
fn an_amp_page_with_a_live_list() {
    let list = posts("<div id=p{t} data-sort-time=1><h2>{h}</h2><p>{p}</p></div>");
    let list = format!(
        "<amp-live-list id=l data-poll-interval=15000><button update>New</button><div items>{list}</div></amp-live-list>"
    );
    check("/amp/n/1", &page("Storm on the coast", &list).replace("<html>", "<html amp>"));
}

#[test]
fn named_by_address_or_headline_and_made_of_posts_with_a_time() {
    let sections =
        posts("<section class=post><time datetime=2026-11-23T{t}:00Z>{t}</time><h3>{h}</h3><p>{p}</p></section>");
    check("/live/storm-on-the-coast", &page("Storm on the coast", &sections));
    check("/news/live-blog-storm-1", &page("Storm on the coast", &sections));
    let spans = posts("<article class=entry><span class=t>{t} Uhr</span><h3>{h}</h3><p>{p}</p></article>");
    check("/n/1", &page("Liveticker: Sturm an der Küste", &spans));
    check("/n/1", &page("Sturm an der Küste: Der Newsblog", &spans));
    let flat = posts("<h3>{t} – {h}</h3><p>{p}</p>");
    check("/n/1", &page("EN DIRECT. Tempête : la digue du port tient", &flat));
    check("/n/1", &page("El temporal en la costa, minuto a minuto", &flat));
    let items = posts("<li><b>{t}</b><p>{p}</p></li>");
    check("/n/1", &page("Tempesta sulla costa, la diretta", &format!("<ul>{items}</ul>")));
    check("/n/1", &page("Tempestade na costa: acompanhe ao vivo", &format!("<ul>{items}</ul>")));
    let bold = posts("<p><strong>{t}.</strong></p><p>{p}</p>");
    check("/n/1", &page("Шторм на побережье: онлайн-трансляция", &bold));
    check("/n/1", &page("Sztorm na wybrzeżu. Relacja na żywo", &bold));
    check("/n/1", &page("Kıyıda fırtına: canlı anlatım", &bold));
    check("/n/1", &page("Storm aan de kust: liveblog", &bold));
}

#[test]
fn posts_that_only_json_ld_holds() {
    let updates: Vec<String> = POSTS
        .iter()
        .map(|(t, h, p)| {
            format!("{{\"@type\":\"BlogPosting\",\"headline\":\"{h}\",\"datePublished\":\"2026-11-23T{t}:00Z\",\"articleBody\":\"{p}\"}}")
        })
        .collect();
    let said = format!(
        "<script type=application/ld+json>{{\"@type\":\"LiveBlogPosting\",\"headline\":\"Storm on the coast\",\"liveBlogUpdate\":[{}]}}</script>",
        updates.join(",")
    );
    check("/n/1", &page("Storm on the coast", &said));
}

#[test]
fn a_story_is_no_live_blog() {
    let told: String = POSTS.map(|(.., p)| format!("<p>{p}</p>")).concat();
    // An address that says so and no posts; posts with times and nothing that says so; a concert.
    check_is_story("/live/storm-on-the-coast", &page("Storm on the coast", &told));
    check_is_story("/n/1", &page("A day at the harbour", &posts("<h3>{t}</h3><p>{p}</p>")));
    check_is_story("/n/1", &page("The harbour band plays live on the old pier", &told));
    // Comments have times, and a list of other live blogs too.
    let comments = posts("<div class=comment><b>ann</b> <time datetime=2026-11-23T{t}:00Z>{t}</time><p>{p}</p></div>");
    check_is_story(
        "/live/storm",
        &page("Storm on the coast", &format!("{told}<div class=comments id=comments>{comments}</div>")),
    );
    let related = posts("<li><time datetime=2026-11-23T{t}:00Z>{t}</time> <a href=/live/1>{h} live blog</a></li>");
    check_is_story(
        "/live/storm",
        &page("Storm on the coast", &format!("{told}<aside class=related><ul>{related}</ul></aside>")),
    );
}

#[test]
fn a_line_that_is_a_time_of_day_goes() {
    for time in ["{t}", "{t} a.m. ET", "{t} Uhr", "{t} GMT"] {
        let list = posts(&format!("<div class=post><p class=t>{time}</p><h2>{{h}}</h2><p>{{p}}</p></div>"));
        let text = article("/live/storm-on-the-coast", &page("Storm on the coast", &list)).text;
        let marks: Vec<&str> = text.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_digit())).collect();
        assert_eq!(marks, [""; 0], "{text}");
    }
    let list = posts("<div class=post><h2>{t}: {h}</h2><p>{p}</p></div>");
    let text = article("/live/storm-on-the-coast", &page("Storm on the coast", &list)).text;
    assert!(text.contains("15:05: Wall inspected"), "{text}");
}
