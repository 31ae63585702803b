//! Which address of an entry is the one of its page.

use super::check;

#[track_caller]
fn atom(inside: &str, expected: &str) {
    let feed = format!("<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>urn:1</id>{inside}</entry></feed>");
    check(&feed, &format!("atom\n[urn:1] {expected}"));
}

#[track_caller]
fn rss(inside: &str, expected: &str) {
    let feed = format!(
        "<rss version='2.0' xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'><channel><item>{inside}</item></channel></rss>"
    );
    check(&feed, &format!("rss\n{expected}"));
}

#[test]
fn relations() {
    let page = "at https://quill.example/1";
    for rel in [
        "alternate",
        "ALTERNATE",
        " alternate ",
        "http://www.iana.org/assignments/relation/alternate",
        "https://www.iana.org/assignments/relation/alternate",
        "http://www.iana.org/assignments/link-relations/alternate",
        "alternate nofollow",
    ] {
        atom(&format!("<link rel='related' href='/other'/><link rel='{rel}' href='/1'/>"), page);
    }
    atom("<link rel='enclosure' href='/1.mp3'/><link rel='replies' href='/1/comments'/>", "");
}

#[test]
fn without_an_alternate_the_entry_or_its_content_is_the_page() {
    let page = "at https://quill.example/1";
    atom("<link rel='self' href='/1'/>", page);
    atom("<link rel='http://www.iana.org/assignments/relation/self' href='/1'/>", page);
    atom("<content type='text/html' src='/1'/>", page);
    atom("<content src='https://quill.example/1'/>", page);
    atom("<link rel='canonical' href='/1'/>", page);
    atom("<link rel='self' href='/1.atom'/><link rel='alternate' href='/1'/>", page);
    atom("<content type='video/mp4' src='/1.mp4'/>", "");
    atom("<content src='/1.mp4'/>", "");
    rss(
        "<guid>https://quill.example/1</guid><atom:link rel='self' href='/feed'/>",
        "[https://quill.example/1] at https://quill.example/1",
    );
}

#[test]
fn placeholders_give_way_to_a_permalink() {
    for link in [
        "N/A",
        "#",
        "http://",
        "https://",
        "null",
        "undefined",
        "none",
        "-",
        "",
        "http://undefined",
        "{{link}}",
        "javascript:void(0)",
    ] {
        let page = "[https://quill.example/4] at https://quill.example/4";
        rss(&format!("<link>{link}</link><guid>https://quill.example/4</guid>"), page);
        rss(&format!("<guid isPermaLink='true'>https://quill.example/4</guid><link>{link}</link>"), page);
    }
    rss("<link>#</link><guid isPermaLink='false'>https://quill.example/4</guid>", "[https://quill.example/4]");
}

#[test]
fn links_that_html_tools_have_written() {
    for link in [
        "<link/>https://quill.example/a",
        "<link />\n https://quill.example/a \n",
        "<link>https://quill.example/a",
        "<LINK/>https://quill.example/a",
        "<link/>//quill.example/a",
        "<link></link>https://quill.example/a",
        "<link/><![CDATA[https://quill.example/a]]>",
    ] {
        let end = if link.starts_with("<link>h") { "\nmended: [Tags]" } else { "" };
        rss(&format!("{link}<guid isPermaLink='false'>1</guid>"), &format!("[1] at https://quill.example/a{end}"));
    }
    rss("<link/>words behind it<guid isPermaLink='false'>1</guid>", "[1]");
}

#[test]
fn addresses_escaped_twice() {
    for link in [
        "<![CDATA[https://quill.example/v?id=7&amp;page=2]]>",
        "https://quill.example/v?id=7&amp;amp;page=2",
        "<![CDATA[ https://quill.example/v?id=7&#038;page=2 ]]>",
        "https://quill.example/v?id=7&amp;#38;page=2",
        "&lt;a href=\"https://quill.example/v?id=7&amp;page=2\"&gt;more&lt;/a&gt;",
    ] {
        let read = "[1] at https://quill.example/v?id=7&page=2";
        rss(&format!("<guid isPermaLink='false'>1</guid><link>{link}</link>"), read);
    }
}

#[test]
fn links_that_lead_over_another_site() {
    let page = "[1] at https://quill.example/a";
    for link in [
        "<link>https://feeds.burner.example/~r/quill/~3/x/</link><feedburner:origLink>https://quill.example/a</feedburner:origLink>",
        "<feedburner:origLink>https://quill.example/a</feedburner:origLink><link>https://feeds.burner.example/x</link>",
        "<link>https://burner.example/x</link><pheedo:origLink>https://quill.example/a</pheedo:origLink>",
        "<link>https://www.google.com/url?rct=j&amp;url=https://quill.example/a&amp;ct=ga</link>",
        "<link>http://www.bing.com/news/apiclick.aspx?ref=FexRss&amp;url=https%3a%2f%2fquill.example%2fa&amp;c=1</link>",
    ] {
        rss(&format!("<guid isPermaLink='false'>1</guid>{link}"), page);
    }
    rss("<guid isPermaLink='false'>1</guid><link>/a</link><feedburner:origLink>N/A</feedburner:origLink>", page);
}

#[test]
fn a_subject_is_the_page_where_others_are() {
    let rdf = |items: &str| format!("<rdf:RDF xmlns:rdf='x' xmlns='http://purl.org/rss/1.0/'>{items}</rdf:RDF>");
    let without = "<item rdf:about='https://quill.example/2'><title>Two</title></item>";
    check(&rdf(without), "rdf\n[https://quill.example/2] Two");
    let with = "<item rdf:about='https://quill.example/1'><link>https://quill.example/1</link></item>";
    check(
        &rdf(&format!("{with}{without}")),
        "rdf\n[https://quill.example/1] at https://quill.example/1\n[https://quill.example/2] Two at https://quill.example/2",
    );
}
