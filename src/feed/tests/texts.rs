//! Texts as their formats declare them, and as programs mangle them.

use super::check;

#[track_caller]
fn atom_title(element: &str, expected: &str) {
    let feed = format!("<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id>{element}</entry></feed>");
    let picture =
        expected.split_once('|').map_or_else(|| expected.to_owned(), |(title, end)| format!("{title}\n{end}"));
    check(&feed, &format!("atom\n[1] {picture}"));
}

#[track_caller]
fn rss(inside: &str, expected: &str) {
    let picture =
        expected.split_once('|').map_or_else(|| expected.to_owned(), |(title, end)| format!("{title}\n{end}"));
    check(
        &format!("<rss version='2.0'><channel><item><guid>1</guid>{inside}</item></channel></rss>"),
        &format!("rss\n[1] {picture}"),
    );
}

#[test]
fn plain_titles_of_atom_stay_plain() {
    atom_title("<title>Why the &lt;em&gt; tag beats &lt;b&gt;</title>", "Why the <em> tag beats <b>");
    atom_title("<title type='text'>AT&amp;amp;T</title>", "AT&amp;T");
    atom_title("<title type='text/plain'>&lt;p&gt; &amp;lt;</title>", "<p> &lt;");
    atom_title("<title type='TEXT'><![CDATA[<br> & <br/>]]></title>", "<br> & <br/>");
    atom_title("<title type='text'>Harbour\n  opens</title>", "Harbour opens");
}

#[test]
fn titles_in_html_are_read_as_html() {
    atom_title("<title type='html'>&lt;em&gt;Harbour&lt;/em&gt; &amp;amp; quay</title>", "Harbour & quay");
    atom_title("<title type='html'>nothing like &amp;lt;p&amp;gt; here</title>", "nothing like <p> here");
    atom_title("<title type='text/html'>A &lt;br&gt;B</title>", "A B");
    atom_title("<title type='xhtml'><div>Less: &lt;b&gt; and <b>bold</b></div></title>", "Less: <b> and bold");
    atom_title("<title>Less <b>bold</b></title>", "Less bold|mended: [InlineMarkup]");
    rss("<title><![CDATA[Harbour <!-- ad --> opens]]></title>", "Harbour opens");
    rss("<title><![CDATA[A <wbr>long<wbr> word<script>x()</script>]]></title>", "A long word");
    rss("<title>&lt;!-- a --&gt;Harbour&lt;!-- b --&gt;</title>", "Harbour");
    rss("<title>&#xD83D;&#xDEA2; Ferry &#55357;&#57022;</title>", "🚢 Ferry 🚾|mended: [Entities]");
    rss("<title>Caf&eacute &amp Bar&hellip</title>", "Café & Bar&hellip|mended: [Entities]");
}

#[test]
fn texts_in_base64() {
    atom_title("<title type='application/octet-stream'>SGFyYm91ciAmYW1wOyBxdWF5</title>", "Harbour & quay");
    atom_title("<title mode='base64' type='text/html'>\nPGI+SGFyYm91cjwvYj4=\n</title>", "Harbour");
    atom_title("<title mode='base64'>not base64!</title>", "not base64!");
    atom_title("<content type='application/octet-stream'>PHA+eDwvcD4</content>", "content: <p>x</p>");
    atom_title("<title type='image/png'>/////w==</title>", "/////w==");
}

#[test]
fn marks_of_sections() {
    for title in [
        "&lt;![CDATA[Harbour opens]]&gt;",
        "<![CDATA[<![CDATA[Harbour opens]]>]]>",
        "<![CDATA[&lt;![CDATA[Harbour opens]]&gt;]]>",
        "[CDATA[Harbour opens]]",
        "![CDATA[ Harbour opens ]]&gt;",
        "&lt;![cdata[Harbour opens]]&gt;",
        "Harbour opens]]&gt;",
    ] {
        let read = if title.starts_with("<![CDATA[&lt;") { "&lt;![CDATA[Harbour opens" } else { "Harbour opens" };
        if read == "Harbour opens" {
            rss(&format!("<title>{title}</title>"), "Harbour opens|mended: [Entities]");
        }
    }
    rss("<title><![cdata[Harbour & quay]]></title>", "Harbour & quay");
    rss("<title>Harbour [[1]]</title>", "Harbour [[1]]");
}

#[test]
fn a_section_may_quote_the_tags_of_a_feed() {
    for quoted in [
        "Literally: <item><title>x</title></item> then <![CDATA[ text",
        "<pre></item><item><![CDATA[x</pre>",
        "</entry><![CDATA[",
        "x <![CDATA[ and </item>",
        "a </description></item> b",
    ] {
        let feed = format!(
            "<rss version='2.0'><channel><item><guid>1</guid><content:encoded><![CDATA[{quoted}]]></content:encoded></item>\
             <item><guid>2</guid><title><![CDATA[Two]]></title></item></channel></rss>"
        );
        check(&feed, &format!("rss\n[1] content: {quoted}\n[2] Two"));
    }
}

#[test]
fn full_texts_of_extensions() {
    for element in [
        "<yandex:full-text>Long text</yandex:full-text>",
        "<yandex:full-text xmlns:yandex='http://news.yandex.ru'><![CDATA[Long text]]></yandex:full-text>",
        "<full-text>Long text</full-text>",
        "<fulltext>Long text</fulltext>",
        "<turbo:content>Long text</turbo:content>",
    ] {
        rss(element, "content: Long text");
    }
    rss("<yandex:full-text>Long</yandex:full-text><content:encoded>Own</content:encoded>", "content: Own");
}

#[test]
fn of_a_date_that_is_stated_twice_the_last_counts() {
    rss("<pubDate>2010-12-01</pubDate><pubDate>2003-12-31</pubDate>", "on 2003-12-31T00:00:00Z");
    rss("<pubDate>2010-12-01</pubDate><dc:date>2003-12-31</dc:date>", "on 2010-12-01T00:00:00Z");
    rss("<pubDate>2010-12-01</pubDate><pubDate>soon</pubDate>", "on 2010-12-01T00:00:00Z");
}
