//! Addresses of one page.

use super::url;
use crate::identity::page_key;

#[track_caller]
fn check(addresses: &[&str], key: &str) {
    let keys: Vec<String> = addresses.iter().map(|address| page_key(&url(address))).collect();
    let wrong: Vec<_> = addresses.iter().zip(&keys).filter(|(_, found)| *found != key).collect();
    assert!(wrong.is_empty(), "instead of {key}: {wrong:#?}");
}

#[test]
fn schemes_ports_and_hosts() {
    check(
        &[
            "https://quill.example/ferry?id=7",
            "http://quill.example/ferry?id=7",
            "HTTPS://WWW.Quill.example:443/ferry?id=7",
            "http://www.quill.example:80/ferry?id=7",
            "https://quill.example./ferry?id=7",
            "https://ada:secret@quill.example/ferry?id=7",
            "https://m.quill.example/ferry?id=7",
            "https://mobile.quill.example/ferry?id=7",
            "https://www.m.quill.example/ferry?id=7",
            "https://amp.quill.example/ferry?id=7",
            "https://touch.quill.example/ferry?id=7",
        ],
        "https://quill.example/ferry?id=7",
    );
    check(
        &["https://news.quill.co.uk/ferry", "http://m.news.quill.co.uk/ferry/", "https://news.m.quill.co.uk/ferry"],
        "https://news.quill.co.uk/ferry",
    );
    check(
        &["http://quill.example:8080/ferry", "https://www.quill.example:8080/ferry"],
        "https://quill.example:8080/ferry",
    );
}

#[test]
fn slashes_default_documents_and_fragments() {
    check(
        &[
            "https://quill.example/town/ferry",
            "https://quill.example/town/ferry/",
            "https://quill.example//town//ferry",
            "https://quill.example/town/ferry/index.html",
            "https://quill.example/town/ferry/index.php",
            "https://quill.example/town/ferry/Default.aspx",
            "https://quill.example/town/./ferry/index.htm#top",
            "https://quill.example/town/ferry#comments",
            "https://quill.example/town/ferry?#",
        ],
        "https://quill.example/town/ferry",
    );
    check(&["https://quill.example", "http://www.quill.example/index.php"], "https://quill.example/");
    check(&["https://quill.example/index.php?id=7", "https://quill.example/?id=7"], "https://quill.example/?id=7");
}

#[test]
fn tracking_and_sessions() {
    check(
        &[
            "https://quill.example/ferry?id=7",
            "https://quill.example/ferry?utm_source=rss&id=7&fbclid=x",
            "https://quill.example/ferry?PHPSESSID=q1&id=7",
            "https://quill.example/ferry;jsessionid=1F2E3D?id=7",
            "https://quill.example/ferry;JSESSIONID=1F2E3D.node1;sid=0123456789abcdef0123456789abcdef?id=7",
            "https://quill.example/(S(lit3py55t21z5v55vlm25s55))/ferry?id=7",
            "https://quill.example/ferry?id=7&sid=0a1b2c3d4e5f60718293a4b5c6d7e8f9",
            "https://quill.example/ferry?s=0A1B2C3D4E5F60718293A4B5C6D7E8F9&id=7",
            "https://quill.example/ferry?id=7&CFID=81&CFTOKEN=4a5b",
            "https://quill.example/ferry?id=7&jsessionid=1F2E3D",
        ],
        "https://quill.example/ferry?id=7",
    );
}

#[test]
fn amp() {
    check(
        &[
            "https://quill.example/town/harbour-wall-holds",
            "https://quill.example/town/harbour-wall-holds/amp",
            "https://quill.example/town/harbour-wall-holds/amp/",
            "https://quill.example/town/harbour-wall-holds/AMP/index.html",
            "https://quill.example/town/harbour-wall-holds.amp",
            "https://quill.example/town/harbour-wall-holds?amp",
            "https://quill.example/town/harbour-wall-holds/?amp=1",
            "https://quill.example/town/harbour-wall-holds?outputType=amp",
            "https://amp.quill.example/town/harbour-wall-holds?amp=true",
            "https://quill-example.cdn.ampproject.org/c/s/quill.example/town/harbour-wall-holds",
            "https://cdn.ampproject.org/v/s/www.quill.example/town/harbour-wall-holds/amp?amp_js_v=0.1&usqp=mq331",
            "https://www.google.com/amp/s/quill.example/town/harbour-wall-holds?amp=1",
            "https://www.google.co.uk/amp/quill.example/town/harbour-wall-holds",
            "https://quill-example.bing-amp.com/c/s/quill.example/town/harbour-wall-holds",
        ],
        "https://quill.example/town/harbour-wall-holds",
    );
    check(&["https://quill.example/2026/11/29/ferry-7/amp/"], "https://quill.example/2026/11/29/ferry-7");
    check(&["https://quill.example/a/7/amp"], "https://quill.example/a/7");
    check(&["https://quill.example/town/ferry-sinks/amp"], "https://quill.example/town/ferry-sinks");
    check(
        &["https://quill.example/ferry.html/amp", "https://quill.example/ferry.amp.html"],
        "https://quill.example/ferry.html",
    );
    check(
        &["https://quill.example/amp/town/ferry-48213", "https://quill.example/town/amp/ferry-48213"],
        "https://quill.example/town/ferry-48213",
    );
    check(&["https://quill.example/?p=7&amp=1"], "https://quill.example/?p=7");
}

#[test]
fn mobile_and_print_views() {
    check(
        &[
            "https://quill.example/2026/11/ferry.html",
            "https://quill.example/2026/11/ferry.html?m=1",
            "https://quill.example/2026/11/ferry.html?mobile=1",
            "https://quill.example/2026/11/ferry.html?noamp=mobile",
            "https://m.quill.example/2026/11/ferry.html?view=mobile",
            "https://quill.example/2026/11/ferry.html?print=1",
            "https://quill.example/2026/11/ferry.html?view=print",
            "https://quill.example/2026/11/ferry.html?printable=yes&m=1",
        ],
        "https://quill.example/2026/11/ferry.html",
    );
}

#[test]
fn percent_encoding() {
    check(
        &[
            "https://quill.example/caf%C3%A9/~ana?q=%C3%A9",
            "https://quill.example/caf%c3%a9/%7Eana?q=%c3%a9",
            "https://quill.example/café/~ana?q=é",
            "https://quill.example/%63af%c3%A9/~%61na?%71=%C3%a9",
            "https://quill.example/caf%C3%A9/%7eana/?q=é&utm%5Fsource=rss",
        ],
        "https://quill.example/caf%C3%A9/~ana?q=%C3%A9",
    );
}
