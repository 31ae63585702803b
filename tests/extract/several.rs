//! Pages that hold more than one story: the one asked for is given, whichever way the next one begins.

use pressline::extract::extract;
use pressline::model::Page;

const URL: &str = "https://gazette.example/town/harbour-wall-holds";
const OTHER: &str = "https://gazette.example/town/orchard-growers-count";
const STORY: [&str; 4] = [
    "The harbour wall of Dunmore held through the night, the port said on Monday, and the ferry sails again at noon.",
    "Engineers had watched the oldest part since the storm of last week, when two of its stones came loose.",
    "“We have waited long enough for the money,” said the harbour master, who has asked the county for it twice.",
    "The council meets on Thursday, and a vote is expected before the end of the month, according to its clerk.",
];
const NEXT: [&str; 4] = [
    "Growers in the valley have lost half of their apples to the frost of early May, a survey of the union suggests.",
    "Some had burned candles between the rows for three nights, and saved the trees that stand closest to the river.",
    "“Nobody remembers a May like this one,” said Walter Pym, who has grown pears near Ashby for forty years.",
    "The ministry said that it would decide on help for the growers after the harvest, when all losses are known.",
];
const TITLE: &str = "Harbour wall holds through the storm";
const NEXT_TITLE: &str = "Orchard growers count the cost of frost";

fn told(lines: &[&str]) -> String {
    format!("<p>{}</p>", lines.join("</p><p>"))
}

#[track_caller]
fn check_at(url: &str, head: &str, body: &str, title: &str, story: &[&str]) {
    let html = format!("<html><head><title>{title} | Gazette</title>{head}</head><body>{body}</body></html>");
    let article = extract(&Page { url: url.parse().expect("an address"), html }).expect("an article");
    assert_eq!(article.text.lines().collect::<Vec<_>>(), story);
    assert_eq!(article.title.as_deref(), Some(title));
}

#[track_caller]
fn check(head: &str, body: &str) {
    check_at(URL, head, body, TITLE, &STORY);
}

/// Two stories, each drawn with `piece`: `{h}` headline, `{u}` address, `{b}` paragraphs, `{n}` number.
fn two(piece: &str, between: &str) -> String {
    let put = |h: &str, u: &str, b: &[&str], n: &str| {
        piece.replace("{h}", h).replace("{u}", u).replace("{b}", &told(b)).replace("{n}", n)
    };
    put(TITLE, URL, &STORY, "1") + between + &put(NEXT_TITLE, OTHER, &NEXT, "2")
}

#[test]
fn articles_one_under_the_other() {
    check("", &two("<article><h1>{h}</h1><div class=body>{b}</div></article>", ""));
    check("", &two("<article data-url={u}><h2>{h}</h2><div class=body>{b}</div></article>", ""));
    check("", &two("<div class=story data-url={u}><h1>{h}</h1><div class=text>{b}</div></div>", "<hr>"));
    check(
        "",
        &two(
            "<section class=page-{n}><header><h1>{h}</h1><span class=byline>By Ana Cruz</span></header>{b}</section>",
            "",
        ),
    );
}

#[test]
fn articles_in_boxes_of_their_own() {
    check(
        "",
        &two("<div class=wrap><article id=a{n}><h1>{h}</h1>{b}</article></div>", "<div class=ad>Advertisement</div>"),
    );
    check(
        "",
        &two(
            "<div class=infinite-item><div class=inner><h2 class=headline>{h}</h2><p class=byline>By Ana Cruz</p><div class=content>{b}</div></div></div>",
            "",
        ),
    );
}

#[test]
fn all_in_one_flat_element() {
    check("", &format!("<div class=content>{}</div>", two("<h1>{h}</h1>{b}", "<hr>")));
    check("", &format!("<main>{}</main>", two("<h1>{h}</h1><p class=byline>By Ana Cruz</p>{b}", "")));
}

#[test]
fn the_next_story_after_a_line_that_says_so() {
    let next = format!(
        "<section class=up-next><h3>Read next</h3><h2><a href={OTHER}>{NEXT_TITLE}</a></h2>{}</section>",
        told(&NEXT)
    );
    check("", &format!("<article><h1>{TITLE}</h1>{}</article>{next}", told(&STORY)));
    let next = format!(
        "<hr><header><h2><a href={OTHER}>{NEXT_TITLE}</a></h2><time datetime=2026-05-09>9 May</time></header>{}",
        told(&NEXT)
    );
    check("", &format!("<main><h1>{TITLE}</h1>{}{next}</main>", told(&STORY)));
}

#[test]
fn json_ld_of_both() {
    let say = |h: &str, u: &str, n: u8| {
        format!(
            "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"{h}\",\"url\":\"{u}\",\"author\":\"Writer {n}\",\
             \"datePublished\":\"2026-11-2{n}T08:00:00Z\"}}</script>"
        )
    };
    let own = say(TITLE, URL, 1);
    let other = say(NEXT_TITLE, OTHER, 2);
    let body = two("<article><h1>{h}</h1><div class=body>{b}</div></article>", "");
    check(&format!("{own}{other}"), &body);
    check(&format!("{other}{own}"), &body);
    check_at(OTHER, &format!("{own}{other}"), &body, NEXT_TITLE, &NEXT);
}

#[test]
fn the_one_asked_for_may_stand_second() {
    let link = format!("<link rel=canonical href={OTHER}><meta property=og:title content=\"{NEXT_TITLE}\">");
    check_at(
        OTHER,
        &link,
        &two("<article data-url={u}><h1>{h}</h1><div class=body>{b}</div></article>", ""),
        NEXT_TITLE,
        &NEXT,
    );
}

#[test]
fn several_addresses_that_call_themselves_canonical() {
    let link = |u: &str| format!("<link rel=canonical href={u}>");
    let html = format!(
        "<html><head><title>{TITLE}</title>{}</head><body>{}{}</body></html>",
        link(URL),
        two("<article><h1>{h}</h1><div class=body>{b}</div></article>", &link(OTHER)),
        link(OTHER)
    );
    let article = extract(&Page { url: URL.parse().expect("an address"), html }).expect("an article");
    assert_eq!(article.canonical_url.map(|u| u.to_string()).as_deref(), Some(URL));
    assert_eq!(article.text.lines().collect::<Vec<_>>(), STORY);
}

#[test]
fn a_second_headline_of_the_same_story_ends_nothing() {
    let (first, last) = STORY.split_at(2);
    check(
        "",
        &format!("<article><h1>{TITLE}</h1>{}<figure><img src=a.jpg></figure>{}</article>", told(first), told(last)),
    );
    check("", &format!("<div class=top><h1>{TITLE}</h1></div><div class=body>{}<hr>{}</div>", told(first), told(last)));
    let parts = format!(
        "<article><h1>{TITLE}</h1><section>{}</section></article><article class=rest>{}</article>",
        told(first),
        told(last)
    );
    check("", &parts);
}

#[test]
fn captions_and_dates_are_those_of_the_story_asked_for() {
    let piece = "<article data-url={u}><h1>{h}</h1><p class=date>2{n} November 2026</p>{b}\
        <figure><img src={n}.jpg><figcaption>Picture {n} of the morning. Photo: Ana Cruz</figcaption></figure></article>";
    for (url, title, n) in [(URL, TITLE, "1"), (OTHER, NEXT_TITLE, "2")] {
        let html = format!("<title>{title} | Gazette</title>{}", two(piece, "<hr>"));
        let article = extract(&Page { url: url.parse().expect("an address"), html }).expect("an article");
        let captions: Vec<&str> = article.captions.iter().map(|c| c.text.as_str()).collect();
        assert_eq!(captions, [format!("Picture {n} of the morning.")]);
        let published = article.published.expect("a date").to_string();
        assert_eq!(published, format!("2026-11-2{n}T00:00:00Z"));
    }
}
