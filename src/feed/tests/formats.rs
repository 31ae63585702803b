//! Every format as its authors meant it.

use super::super::{Source, parse};
use super::{check, check_bytes};

#[test]
fn rss_2() {
    check(
        r#"<?xml version="1.0" encoding="utf-8"?>
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel><title>The Quill &amp; Ink</title><link>https://quill.example/</link><language>en-gb</language>
        <image><title>Logo</title><url>/logo.png</url><link>https://elsewhere.example/</link></image>
        <item><title>Ferry &amp;amp; bridge</title><link>https://quill.example/ferry</link><guid isPermaLink="false">q-1</guid>
        <pubDate>Mon, 05 Aug 2019 10:30:15 +0200</pubDate><dc:creator>Ada Quill</dc:creator><category>Harbour</category>
        <category><![CDATA[Ferries & ships]]></category><description>&lt;p&gt;Short&lt;/p&gt;</description>
        <content:encoded><![CDATA[<p>Long &amp; full</p>]]></content:encoded></item>
        <item><title>Second</title><guid>https://quill.example/second</guid><author>desk@quill.example (Bo Ink)</author></item>
        </channel></rss>"#,
        "rss The Quill & Ink at https://quill.example/ in en-gb
        [q-1] Ferry & bridge at https://quill.example/ferry on 2019-08-05T10:30:15+02:00 by Ada Quill #Harbour #Ferries & ships summary: <p>Short</p> content: <p>Long &amp; full</p>
        [https://quill.example/second] Second at https://quill.example/second by Bo Ink",
    );
}

#[test]
fn rss_1_and_rss_0_90() {
    check(
        r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="https://quill.example/"><title>Quill</title><link>https://quill.example/</link>
        <items><rdf:Seq><rdf:li rdf:resource="https://quill.example/a"/></rdf:Seq></items></channel>
        <item rdf:about="https://quill.example/a"><title>First</title><link>https://quill.example/a?src=rdf</link><dc:date>2019-08-05</dc:date></item>
        <item><title>No link at all</title></item></rdf:RDF>"#,
        "rdf Quill at https://quill.example/
        [https://quill.example/a] First at https://quill.example/a?src=rdf on 2019-08-05T00:00:00Z
        [e_60a08a7452a9388d0bb2ba81] No link at all",
    );
    check(
        r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
        <channel><title>Quill</title></channel><item><title>First</title><link>/a</link></item></rdf:RDF>"#,
        "rdf Quill
        [https://quill.example/a] First at https://quill.example/a",
    );
}

#[test]
fn atom_1() {
    check(
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://quill.example/blog/">
        <title type="html">Feder &amp;amp; Tinte</title><link href="https://quill.example/"/><link rel="self" href="feed"/><author><name>Ada</name></author>
        <entry><id>tag:quill.example,2019:1</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Brücke <b>gesperrt</b></div></title>
        <link rel="enclosure" href="a.mp3"/><link rel="alternate" type="application/json" href="1.json"/><link rel="alternate" type="text/html" href="1"/>
        <published>2019-08-05T10:30:15Z</published><updated>2019-08-06T10:30:15Z</updated>
        <category term="hafen" label="Hafen"/><summary>kurz</summary><content type="text">1 &lt; 2</content>
        <source><title>Anderswo</title><id>x</id></source></entry>
        <entry xml:base="more/"><id>https://quill.example/2</id><title>Zwei</title><link href="2"/><author><email>bo@quill.example</email></author></entry>
        </feed>"#,
        "atom Feder & Tinte at https://quill.example/ in de
        [tag:quill.example,2019:1] Brücke gesperrt at https://quill.example/blog/1 on 2019-08-05T10:30:15Z updated 2019-08-06T10:30:15Z by Ada #Hafen summary: kurz content: 1 &lt; 2
        [https://quill.example/2] Zwei at https://quill.example/blog/more/2 by bo@quill.example",
    );
}

#[test]
fn atom_0_3() {
    check(
        r#"<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Quill</title>
        <entry><id>1</id><title mode="escaped">Bridge &amp;mdash; shut</title><issued>2019-08-05T10:30:15Z</issued>
        <modified>2019-08-06T10:30:15Z</modified><link rel="alternate" href="https://quill.example/1"/></entry></feed>"#,
        "atom Quill
        [1] Bridge — shut at https://quill.example/1 on 2019-08-05T10:30:15Z updated 2019-08-06T10:30:15Z
        mended: [Root]",
    );
}

#[test]
fn json_feed() {
    check(
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"Quill","home_page_url":"https://quill.example/","language":"en",
        "items":[{"id":7,"url":"/seven","title":"Seven","content_text":"1 < 2","date_published":"2019-08-05T10:30:15-04:00","authors":[{"name":"Ada"}],"tags":["x"]},
        {"title":null,"external_url":"https://other.example/","summary":"S"}]}"#,
        "json Quill at https://quill.example/ in en
        [7] Seven at https://quill.example/seven on 2019-08-05T10:30:15-04:00 by Ada #x content: 1 &lt; 2
        [https://other.example/] at https://other.example/ summary: S",
    );
}

#[test]
fn what_is_no_feed_says_what_it_is() {
    check("", "not a feed: the body is empty");
    check(" \n", "not a feed: the body is empty");
    check("<!doctype html><html><head><title>x</title></head></html>", "not a feed: an HTML page that names no feed");
    check(
        "<html><link rel=alternate type=application/rss+xml href=/rss></html>",
        "not a feed: an HTML page; for `url`, take https://quill.example/rss",
    );
    check(
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url/></urlset>",
        "not a feed: a sitemap without news and without dates",
    );
    check(
        "<opml version='2.0'><body/></opml>",
        "not a feed: an OPML list of feeds; write them as [[feeds]] with `pressline opml import`",
    );
    check("<catalog><item/></catalog>", "not a feed: XML whose root is <catalog>");
    check(r#"{"error":"forbidden"}"#, "not a feed: JSON, but no JSON Feed");
    check("Service unavailable", "not a feed: plain text");
}

#[test]
fn encodings() {
    let feed = |title: &str| format!("<rss version='2.0'><channel><title>{title}</title></channel></rss>");
    let utf_16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(feed("Straße").encode_utf16()).flat_map(u16::to_le_bytes).collect();
    check_bytes(&utf_16, None, "rss Straße\nmended: [Encoding]");
    let latin = encoding_rs::WINDOWS_1252.encode("<?xml version='1.0' encoding='iso-8859-1'?>").0.into_owned();
    let latin: Vec<u8> =
        latin.into_iter().chain(encoding_rs::WINDOWS_1252.encode(&feed("Straße")).0.into_owned()).collect();
    check_bytes(&latin, None, "rss Straße");
    check_bytes(feed("Straße").as_bytes(), Some("text/xml; charset=iso-8859-1"), "rss Straße\nmended: [Encoding]");
    check_bytes(&encoding_rs::KOI8_R.encode(&feed("Мост")).0, Some("text/xml; charset=koi8-r"), "rss Мост");
    check_bytes(feed("plain").as_bytes(), Some("text/xml; charset=iso-8859-1"), "rss plain");
}

#[test]
fn polling_hints() {
    let document = r#"<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>
        <ttl>30</ttl><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>12</sy:updateFrequency>
        <skipHours><hour>24</hour><hour>3</hour></skipHours><skipDays><day>Sunday</day></skipDays>
        <atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://quill.example/rss"/>
        <atom:link rel="next" href="https://quill.example/rss?page=2"/></channel></rss>"#;
    let hints = parse(document.as_bytes(), Source::default()).unwrap().hints;
    assert_eq!((hints.interval, hints.skip_hours, hints.skip_days), (Some(7200), vec![0, 3], vec![6]));
    let link = |url: Option<url::Url>| url.map(String::from).unwrap_or_default();
    assert_eq!(link(hints.hub), "https://hub.example/");
    assert_eq!(link(hints.self_link), "https://quill.example/rss");
    assert_eq!(link(hints.next_page), "https://quill.example/rss?page=2");
}

#[test]
fn sitemaps() {
    let urlset = |inside: &str| {
        format!(
            "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' \
             xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>{inside}</urlset>"
        )
    };
    let news = "<url><loc>https://quill.example/a</loc><news:news><news:publication><news:name>Q</news:name>\
                <news:language>en</news:language></news:publication><news:publication_date>2026-11-03T10:00:00Z\
                </news:publication_date><news:title>Harbour &amp;amp; quay</news:title><news:keywords>ferry, quay</news:keywords>\
                </news:news><image:image><image:loc>/a.jpg</image:loc><image:title>A quay</image:title></image:image></url>";
    let page = "<url><loc>/b</loc><lastmod>2026-11-02</lastmod></url>";
    let read =
        "[https://quill.example/a] Harbour & quay at https://quill.example/a on 2026-11-03T10:00:00Z #ferry #quay";
    check(&urlset(news), &format!("sitemap in en\n{read}"));
    check(&urlset(&format!("{page}{news}")), &format!("sitemap in en\n{read}"));
    check(
        &urlset(&format!("{page}<url><loc>/c</loc></url><url><lastmod>2026-11-02</lastmod></url>")),
        "sitemap\n[https://quill.example/b] at https://quill.example/b updated 2026-11-02T00:00:00Z",
    );
    check(
        &urlset(&format!("{news}{news}<url><loc>https://quill.example/cut")).replace("</urlset>", ""),
        &format!("sitemap in en\n{read}\n{read}\nmended: [Truncated]"),
    );
    check(
        &urlset("<url><loc><![CDATA[ https://quill.example/d ]]></loc><n:news><n:title>D</n:title></n:news></url>"),
        "sitemap\n[https://quill.example/d] D at https://quill.example/d",
    );
}

#[test]
fn an_index_names_the_sitemaps_that_matter_first() {
    let index = |inside: &str| format!("<sitemapindex xmlns='x'>{inside}</sitemapindex>");
    let sitemap = |loc: &str, changed: &str| format!("<sitemap><loc>{loc}</loc><lastmod>{changed}</lastmod></sitemap>");
    check(&index(""), "not a feed: an index of sitemaps that names none");
    check(
        &index("<sitemap><loc>/a.xml</loc></sitemap>"),
        "not a feed: an index of sitemaps; for `url`, take https://quill.example/a.xml",
    );
    let all = [sitemap("/2024.xml", "2024-12-31"), sitemap("/2026.xml", "2026-11-03"), sitemap("/news.xml", "")];
    check(
        &index(&all.concat()),
        "not a feed: an index of sitemaps; for `url`, take https://quill.example/news.xml or https://quill.example/2026.xml or \
         https://quill.example/2024.xml",
    );
    let many: String = (0..500).map(|n| sitemap(&format!("/{n}.xml"), "2026-11-03")).collect();
    let Err(error) = parse(
        index(&many).as_bytes(),
        Source { url: "https://quill.example/".parse().ok().as_ref(), content_type: None },
    ) else {
        panic!("an index is no feed");
    };
    assert_eq!(error.sources().len(), 50);
}
