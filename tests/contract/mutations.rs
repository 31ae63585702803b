//! Feeds that were damaged at random: `PRESSLINE_MUTATIONS=1000000` sets how many, `PRESSLINE_SEED` which ones.

use pressline::feed::{Source, parse};
use pressline::model::Feed;

/// Whole documents of all kinds, from which damaged ones are made.
const SEEDS: [&str; 9] = [
    "<?xml version=\"1.0\" encoding=\"utf-8\"?><!DOCTYPE rss [<!ENTITY p \"Gull &amp; Tern\">]><rss version=\"2.0\" \
     xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel>\
     <title>&p;</title><link>https://gull.example/</link><ttl>30</ttl><skipHours><hour>3</hour></skipHours><item>\
     <title><![CDATA[Fähre & <b>Brücke</b> <!-- x -->]]></title><link>/a?b=1&amp;amp;c=2</link><guid isPermaLink=\"false\">1</guid>\
     <pubDate>Tue, 03 Nov 2026 10:02:00 GMT</pubDate><dc:creator>By Ida Moll and Ben Rook</dc:creator><category>x</category>\
     <description>&lt;p&gt;caf&eacute &#xD83D;&#xDEA2;&lt;/p&gt;</description><content:encoded><![CDATA[<p>a</p>]]></content:encoded>\
     </item><item><title>Two</title><link/>https://gull.example/2</item></channel></rss>",
    "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"https://gull.example/x/\" xml:lang=\"de\"><title type=\"text\">a &lt;b&gt;</title>\
     <link rel=\"self\" href=\"f\"/><entry><id>urn:1</id><title type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">a <b>c</b></div></title>\
     <link rel=\"http://www.iana.org/assignments/relation/alternate\" type=\"text/html\" href=\"1\"/><content type=\"html\">&lt;p&gt;x&lt;/p&gt;</content>\
     <author><name>Ida</name><email>ida@gull.example</email></author><updated>2026-11-03T10:00:00Z</updated></entry></feed>",
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\"><channel rdf:about=\"u\"><title>R</title>\
     </channel><item rdf:about=\"https://gull.example/1\"><title>One</title><link>https://gull.example/1</link></item></rdf:RDF>",
    "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"G\",\"hubs\":[{\"url\":\"https://hub.example/\"}],\"items\":[{\"id\":\"1\",\
     \"url\":\"https://gull.example/1\",\"title\":\"A \\ud83d\\udea2 \\n\",\"content_html\":\"<p>x</p>\",\"authors\":[{\"name\":\"Ida\"}],\
     \"tags\":[\"a\"],\"date_published\":\"2026-11-03T10:00:00Z\"},{\"id\":2,\"content_text\":\"1 < 2\"}]}",
    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\"><url>\
     <loc>https://gull.example/a</loc><lastmod>2026-11-03</lastmod><news:news><news:publication><news:name>G</news:name><news:language>en\
     </news:language></news:publication><news:publication_date>2026-11-03</news:publication_date><news:title>A &amp; B</news:title></news:news></url></urlset>",
    "<sitemapindex><sitemap><loc>https://gull.example/news.xml</loc><lastmod>2026-11-03</lastmod></sitemap></sitemapindex>",
    "<opml version=\"2.0\"><body><outline text=\"N\"><outline text=\"G\" xmlUrl=\"https://gull.example/rss\"/></outline></body></opml>",
    "<html><head><base href=\"/x/\"><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/rss\" title=\"All\"></head><body><a href=\"/feed\">F</a></body></html>",
    "<meta charset=\"utf-8\"><script>var a='<item>'</script><rss><channel><item><title>[CDATA[x]]</title><link>N/A</link><guid>https://gull.example/4</guid>\
     </item></channel></rss><item/>",
];

/// Pieces that are put into documents.
const PIECES: [&[u8]; 24] = [
    b"<",
    b">",
    b"&",
    b"\"",
    b"'",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"-->",
    b"<item>",
    b"</item>",
    b"<entry",
    b"</rss>",
    b"<!DOCTYPE x [",
    b"&#xD83D;",
    b"&amp;",
    b"{",
    b"}]",
    b"\\ud83d",
    b"\xe4",
    b"\xe2\x80",
    b"\0",
    b"https://www.google.com/url?q=",
    b"<?",
];

/// A generator of numbers that are the same on each machine (xorshift64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// Damages a document at one place.
fn damage(document: &mut Vec<u8>, numbers: &mut Numbers) {
    let (a, b) = (numbers.below(document.len() + 1), numbers.below(document.len() + 1));
    let (from, to) = (a.min(b), a.max(b));
    let near = to.min(from + numbers.below(40));
    match numbers.below(7) {
        0 => document.truncate(to),
        1 => drop(document.drain(from..near)),
        2 => {
            let copy = document[from..near].to_vec();
            document.splice(to..to, copy);
        }
        3 if from < document.len() => document[from] = numbers.below(256) as u8,
        4 => {
            let other = SEEDS[numbers.below(SEEDS.len())].as_bytes();
            let start = numbers.below(other.len());
            let end = other.len().min(start + numbers.below(200));
            document.splice(from..from, other[start..end].to_vec());
        }
        5 => {
            let piece = PIECES[numbers.below(PIECES.len())].repeat(numbers.below(20) + 1);
            document.splice(from..from, piece);
        }
        _ => drop(document.splice(from..near, PIECES[numbers.below(PIECES.len())].to_vec())),
    }
}

/// Returns the bytes of all texts of a feed.
fn size(feed: &Feed) -> usize {
    let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let of_entries = feed.entries.iter().map(|entry| {
        let lists = entry.authors.iter().chain(&entry.tags).map(String::len).sum::<usize>();
        let link = entry.link.as_ref().map_or(0, |link| link.as_str().len());
        entry.id.len() + link + text(&entry.title) + text(&entry.summary) + text(&entry.content) + lists
    });
    text(&feed.title) + of_entries.sum::<usize>()
}

/// How much larger than the document its texts may be: a short relative link becomes an address, a character three bytes.
const MAX_GROWTH: usize = 40;

#[test]
fn damaged_feeds_are_read_within_bounds() {
    let from_environment = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let count = from_environment("PRESSLINE_MUTATIONS").unwrap_or(2_000_u64);
    let mut numbers = Numbers(from_environment("PRESSLINE_SEED").unwrap_or(0x9e37_79b9_7f4a_7c15).max(1));
    let url = "https://gull.example/feed".parse().unwrap();
    for _ in 0..count {
        let mut document = SEEDS[numbers.below(SEEDS.len())].as_bytes().to_vec();
        for _ in 0..=numbers.below(6) {
            damage(&mut document, &mut numbers);
        }
        let Ok(feed) = parse(&document, Source { url: Some(&url), content_type: None }) else { continue };
        let shown = || String::from_utf8_lossy(&document).into_owned();
        assert!(feed.entries.iter().all(|entry| !entry.id.is_empty()), "{}", shown());
        assert!(
            feed.entries.len() <= document.len() && size(&feed) <= MAX_GROWTH * document.len() + 200,
            "{}",
            shown()
        );
    }
}
