//! Character references, and characters of Windows-1252, wherever a page has them.

use pressline::extract::extract;
use pressline::model::Page;
use pressline::model::article::Article;

const STORY: &str = "<p>The harbour wall of Dunmore held through the night, the port said on Monday, and the ferry sails again at noon.</p>\
    <p>Engineers had watched the oldest part since the storm of last week, when two of its stones came loose at low water.</p>\
    <p>The council meets on Thursday, and a vote is expected before the end of the month, according to its clerk.</p>\
    <p>Boat owners fear that the work would close the inner basin until spring, and that their berths would be given away.</p>";

/// Headlines as written, and as they are meant.
const REFERENCES: [(&str, &str); 7] = [
    ("Mayor O&#146;Malley opens the quay", "Mayor O’Malley opens the quay"),
    ("&#147;We won&#146;t close&#148;, the port says", "“We won’t close”, the port says"),
    ("The mayor&#151;and the port&#151;agree", "The mayor—and the port—agree"),
    ("The wall of 1990&#x96;1999 holds", "The wall of 1990–1999 holds"),
    ("Berths cost &#128;40 at Caf&eacute; Quay", "Berths cost €40 at Café Quay"),
    ("Ferry at 7&hairsp;pm from Quay&nbsp;3", "Ferry at 7 pm from Quay 3"),
    ("Fish &amp; ships at the &ccaron;uvaj dock&hellip;", "Fish & ships at the čuvaj dock…"),
];

/// The same with the C1 controls that a program makes of Windows-1252 when it takes it for Latin 1.
const C1_CONTROLS: [(&str, &str); 5] = [
    ("Mayor O\u{92}Malley opens the quay", "Mayor O’Malley opens the quay"),
    ("\u{93}We won\u{92}t close\u{94}, the port says", "“We won’t close”, the port says"),
    ("The mayor\u{97}and the port\u{97}agree", "The mayor—and the port—agree"),
    ("The wall of 1990\u{96}1999 holds", "The wall of 1990–1999 holds"),
    ("Berths cost \u{80}40 at \u{8a}koda Quay", "Berths cost €40 at Škoda Quay"),
];

fn read(head: &str, over: &str) -> Article {
    let html = format!("<html><head>{head}</head><body><article>{over}<div>{STORY}</div></article></body></html>");
    let url = "https://www.gazette.example/town/wall".parse().expect("an address");
    extract(&Page { url, html }).expect("an article")
}

fn json_ld(member: &str, text: &str) -> String {
    format!("<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"{member}\":\"{text}\"}}</script>")
}

/// Reads a text at each place of a page that gives a title, an author or a description.
#[track_caller]
fn check(written: &str, expected: &str) {
    let title = |head: &str, over: &str| read(head, over).title.unwrap_or_default();
    assert_eq!(title("", &format!("<h1>{written}</h1>")), expected, "<h1>");
    assert_eq!(title(&format!("<title>{written}</title>"), ""), expected, "<title>");
    assert_eq!(title(&format!("<meta property=og:title content=\"{written}\">"), ""), expected, "og:title");
    assert_eq!(title(&json_ld("headline", written), ""), expected, "JSON-LD headline");
    let twice = written.replace('&', "&amp;");
    assert_eq!(title(&format!("<meta property=og:title content=\"{twice}\">"), ""), expected, "og:title, twice");
    let head = json_ld("description", written);
    assert_eq!(read(&head, "<h1>Harbour</h1>").description.unwrap_or_default(), expected, "JSON-LD description");
    let head = format!("<meta name=description content=\"{twice}\">");
    assert_eq!(read(&head, "<h1>Harbour</h1>").description.unwrap_or_default(), expected, "description, twice");
    let body =
        format!("<h1>Harbour</h1><div><p>{written}, and that is how it was last week in town as well.</p></div>");
    let text = read("", &body).text;
    assert!(text.contains(expected), "body: {text}");
}

#[test]
fn references_keep_their_marks() {
    for (written, expected) in REFERENCES {
        check(written, expected);
    }
}

#[test]
fn c1_controls_are_the_marks_that_they_were() {
    for (written, expected) in C1_CONTROLS {
        check(written, expected);
    }
}

#[test]
fn names_keep_their_marks() {
    for written in ["Sean O&#146;Malley", "Sean O&#x92;Malley", "Sean O&rsquo;Malley", "Sean O&amp;#146;Malley"] {
        let meta = format!("<meta name=author content=\"{written}\">");
        assert_eq!(read(&meta, "<h1>Harbour</h1>").authors, ["Sean O’Malley"], "{written}");
    }
    for written in ["Sean O&#146;Malley", "Sean O&#8217;Malley", "Sean O\\u0092Malley", "Sean O\u{92}Malley"] {
        let author = json_ld("author", written);
        assert_eq!(read(&author, "<h1>Harbour</h1>").authors, ["Sean O’Malley"], "{written}");
    }
}
