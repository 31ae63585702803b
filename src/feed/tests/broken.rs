//! One kind of damage a test.

use super::check;

/// The items of an RSS feed, and what is read of them and mended.
#[track_caller]
fn items(items: &str, expected: &str) {
    check(&format!("<rss version='2.0'><channel>{items}</channel></rss>"), &format!("rss\n{expected}"));
}

#[test]
fn roots() {
    let item = "<item><guid>1</guid></item>";
    check(&format!("<rss><channel>{item}</channel></rss>"), "rss\n[1]\nmended: [Root]");
    check(&format!("<rss version='2.0'>{item}</rss>"), "rss\n[1]\nmended: [Root]");
    check(&format!("<channel>{item}</channel>"), "rss\n[1]\nmended: [Root]");
    check(&format!("<RSS VERSION='2.0'><CHANNEL>{item}</CHANNEL></RSS>"), "rss\n[1]");
    check(&format!("<r:rss version='2.0' xmlns:r='urn:any'><r:channel>{item}</r:channel></r:rss>"), "rss\n[1]");
    check("<entry><id>1</id></entry>", "atom\n[1]\nmended: [Root]");
    check(&format!("<rssversion='2.0'><channel>{item}</channel></rss>"), "rss\n[1]\nmended: [LeadingJunk, Root]");
    check(
        "<fed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id></entry></fed>",
        "atom\n[1]\nmended: [LeadingJunk, Tags, Root]",
    );
}

#[test]
fn leading_junk() {
    let feed = "<?xml version='1.0'?><rss version='2.0'><channel><item><guid>1</guid></item></channel></rss>";
    check(&format!("\u{feff}\n\n{feed}"), "rss\n[1]");
    check(&format!("Warning: cannot connect\n{feed}"), "rss\n[1]\nmended: [LeadingJunk]");
    check(&format!("<br />\n<b>Warning</b>: {feed}"), "rss\n[1]\nmended: [LeadingJunk]");
    check(&format!("<!-- {} -->{feed}", "long ".repeat(5000)), "rss\n[1]");
}

#[test]
fn entities_and_bare_signs() {
    items("<item><guid>1</guid><title>Fish & chips</title></item>", "[1] Fish & chips\nmended: [Entities]");
    items("<item><guid>1</guid><title>Caf&eacute;&nbsp;open</title></item>", "[1] Café open\nmended: [Entities]");
    items("<item><guid>1</guid><title>It&#146;s</title></item>", "[1] It’s\nmended: [Entities]");
    items("<item><guid>1</guid><title>3 < 5</title></item>", "[1] 3 < 5\nmended: [Entities]");
    items(
        "<item><link>https://quill.example/?a=1&b=2</link></item>",
        "[https://quill.example/?a=1&b=2] at https://quill.example/?a=1&b=2\nmended: [Entities]",
    );
}

#[test]
fn references_of_html() {
    for (written, expected) in [
        ("7&hairsp;pm", "7 pm"),
        ("O&#146;Malley", "O’Malley"),
        ("&#147;We won&#x92;t&#148;", "“We won’t”"),
        ("The mayor&#151;and the port", "The mayor—and the port"),
        ("1990&#150;1999&#133;", "1990–1999…"),
        ("&AMP;&Zcaron;&ccaron;&frac13;", "&Žč⅓"),
        ("a &nvlt; b", "a <\u{20d2} b"),
    ] {
        let in_cdata = format!("<item><guid>1</guid><title><![CDATA[{written}]]></title></item>");
        items(&in_cdata, &format!("[1] {expected}"));
        let once = format!("<item><guid>1</guid><title>{written}</title></item>");
        items(&once, &format!("[1] {expected}\nmended: [Entities]"));
    }
}

#[test]
fn c1_controls_are_windows_1252() {
    for (written, expected) in [
        ("O\u{92}Malley", "O’Malley"),
        ("\u{93}We won\u{92}t\u{94}", "“We won’t”"),
        ("The mayor\u{97}and the port", "The mayor—and the port"),
        ("1990\u{96}1999", "1990–1999"),
        ("\u{80}40 at \u{8a}koda\u{81}", "€40 at Škoda"),
    ] {
        items(&format!("<item><guid>1</guid><title>{written}</title></item>"), &format!("[1] {expected}"));
    }
}

#[test]
fn control_characters() {
    items("<item><guid>1</guid><title>Bell\u{7}s\u{0}</title></item>", "[1] Bells\nmended: [ControlCharacters]");
    items("<item><guid>1</guid><title>Bell&#7;s</title></item>", "[1] Bell s\nmended: [Entities]");
}

#[test]
fn markup_inside_text() {
    items(
        "<item><guid>1</guid><title>A <i>new</i> quay</title><description><p>Wide &amp; <br>deep</p></description></item>",
        "[1] A new quay summary: <p>Wide & <br>deep</p>\nmended: [InlineMarkup]",
    );
}

#[test]
fn tags_that_do_not_fit() {
    items(
        "<item><guid>1</guid><title>One<link>https://quill.example/1</link></item><item><guid>2</guid></item>",
        "[1] One at https://quill.example/1\n[2]\nmended: [Tags]",
    );
    items(
        "<item><guid>1</guid><title>One</tilte><pubDate>2019-08-05</pubDate></item>",
        "[1] One on 2019-08-05T00:00:00Z\nmended: [Tags]",
    );
    items("<item><guid>1</guid><x:wrap><title>One</title></item>", "[1] One\nmended: [Tags]");
    items("<item><guid>1</guid><item><guid>2</guid></item>", "[1]\n[2]\nmended: [Tags]");
    items("<item><guid>1</guid><related><title>Other</title></related><title>One</title></item>", "[1] One");
    items(
        "<item <guid>1</guid><title lang='en' <b>One</b></title></item>",
        "[1] One\nmended: [Entities, InlineMarkup]",
    );
    items("<item><guid>1</guid><title>4 <b and <c = 5</title></item>", "[1] 4 <b and <c = 5\nmended: [Entities]");
    items("<item><guid>1</guid><title a='x' b=\"y>One</title></item>", "[1] One");
    items("<item><guid>1</guid><title><![CDATA[One</title></item>", "[1] One\nmended: [Entities]");
    items(
        "<item><guid>1</guid><title><![CDATA[One</title></item><item><guid>2</guid><title><![CDATA[Two]]></title></item>",
        "[1] One\n[2] Two\nmended: [Entities]",
    );
}

#[test]
fn documents_that_break_off() {
    let start = "<rss version='2.0'><channel><title>Quill</title><item><guid>1</guid><title>One</title></item>";
    check(start, "rss Quill\n[1] One\nmended: [Truncated]");
    check(&format!("{start}<item><guid>2</guid><title>Tw"), "rss Quill\n[1] One\nmended: [Tags, Truncated]");
    check(&format!("{start}</channel></rss"), "rss Quill\n[1] One");
}

#[test]
fn links_are_web_addresses() {
    items("<item><guid>1</guid><link>javascript:alert(1)</link></item>", "[1]");
    items("<item><guid>1</guid><link>ftp://quill.example/1</link></item>", "[1]");
    items("<item><guid>1</guid><link>/a b</link></item>", "[1] at https://quill.example/a%20b");
    items("<item><guid isPermaLink='false'>https://quill.example/1</guid></item>", "[https://quill.example/1]");
    items("<item><guid>1</guid><link href='https://quill.example/1'/></item>", "[1] at https://quill.example/1");
}
