//! Addresses of two pages, however alike they look.

use super::url;
use crate::identity::page_key;

#[track_caller]
fn check(one: &str, other: &str) {
    let (key, other) = (page_key(&url(one)), page_key(&url(other)));
    assert_ne!(key, other, "{one}");
}

#[test]
fn amp_in_an_own_name() {
    for (one, other) in [
        ("https://quill.example/amp-review", "https://quill.example/review"),
        ("https://quill.example/reviews/amp", "https://quill.example/reviews"),
        ("https://quill.example/music/gear/amp", "https://quill.example/music/gear"),
        ("https://quill.example/real-estate/amp", "https://quill.example/real-estate"),
        ("https://quill.example/2026/11/29/amp", "https://quill.example/2026/11/29"),
        ("https://quill.example/2026/nov/amp/", "https://quill.example/2026/nov/"),
        ("https://quill.example/20261129/amp", "https://quill.example/20261129"),
        ("https://quill.example/amp", "https://quill.example/"),
        ("https://quill.example/amp/valve", "https://quill.example/valve"),
        ("https://quill.example/amp/2026/valve", "https://quill.example/2026/valve"),
        ("https://quill.example/amp/fender-7", "https://quill.example/fender-7"),
        ("https://quill.example/guitar-amp", "https://quill.example/guitar"),
        ("https://quill.example/guitar-amp.html", "https://quill.example/guitar.html"),
        ("https://quill.example/gear?type=amps", "https://quill.example/gear"),
        ("https://amp.example/ferry", "https://example/ferry"),
        ("https://champ.quill.example/ferry", "https://quill.example/ferry"),
    ] {
        check(one, other);
    }
}

#[test]
fn hosts_that_are_names_of_their_own() {
    for (one, other) in [
        ("https://m.example/ferry", "https://example/ferry"),
        ("https://mobile.de/ferry", "https://de/ferry"),
        ("https://www.gov.uk/ferry", "https://gov.uk/ferry"),
        ("https://m.blogspot.com/ferry", "https://blogspot.com/ferry"),
        ("https://m2.quill.example/ferry", "https://quill.example/ferry"),
        ("https://blog.quill.example/ferry", "https://quill.example/ferry"),
        ("https://wwwquill.example/ferry", "https://quill.example/ferry"),
        ("http://127.0.0.1:8001/ferry", "http://127.0.0.1:8002/ferry"),
    ] {
        check(one, other);
    }
}

#[test]
fn parameters_and_fragments_that_name_a_page() {
    for (one, other) in [
        ("https://quill.example/article?id=7", "https://quill.example/article?id=8"),
        ("https://quill.example/article?sid=7", "https://quill.example/article?sid=8"),
        ("https://quill.example/article?sid=2026112900012345", "https://quill.example/article?sid=2026112900012346"),
        ("https://quill.example/article?s=harbour", "https://quill.example/article?s=ferry"),
        ("https://quill.example/?m=1", "https://quill.example/"),
        ("https://quill.example/index.html?m=1", "https://quill.example/"),
        ("https://quill.example/archive?y=2026&m=1", "https://quill.example/archive?y=2026"),
        ("https://quill.example/ferry?m=202611", "https://quill.example/ferry"),
        ("https://quill.example/ferry?page=2", "https://quill.example/ferry"),
        ("https://quill.example/ferry?ref=harbour", "https://quill.example/ferry"),
        ("https://quill.example/#!/ferry", "https://quill.example/#!/harbour"),
        ("https://quill.example/#/ferry", "https://quill.example/"),
    ] {
        check(one, other);
    }
}

#[test]
fn paths_that_differ() {
    for (one, other) in [
        ("https://quill.example/Ferry", "https://quill.example/ferry"),
        ("https://quill.example/a%2Fb", "https://quill.example/a/b"),
        ("https://quill.example/index", "https://quill.example/"),
        ("https://quill.example/index.php/ferry", "https://quill.example/ferry"),
        ("https://quill.example/ferry.html", "https://quill.example/ferry"),
        ("https://quill.example/ferry/print", "https://quill.example/ferry"),
        ("https://quill.example/ferry;id=7", "https://quill.example/ferry"),
        ("https://quill.example/amp/s/harbour.example/ferry", "https://harbour.example/ferry"),
        ("https://www.google.com/amp/s/localhost/ferry", "https://localhost/ferry"),
        ("https://google.quill.example/amp/s/harbour.example/ferry", "https://harbour.example/ferry"),
    ] {
        check(one, other);
    }
}

#[test]
fn what_is_no_page_of_the_web_is_its_own_key() {
    for address in ["mailto:desk@quill.example", "urn:quill:7", "ftp://quill.example/ferry/"] {
        assert_eq!(page_key(&url(address)), address);
    }
}
