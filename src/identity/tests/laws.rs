//! What holds for every address.

use proptest::prelude::*;
use url::Url;

use crate::identity::{check_canonical, normalized_url, page_address, page_key};

/// Hosts with names that mean something, and some that only look like it.
fn host() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "quill.example",
        "www.quill.example",
        "m.quill.example",
        "amp.m.quill.example.",
        "m.example",
        "localhost",
        "127.0.0.1",
        "quill.example:80",
        "quill.example:443",
        "quill.example:8080",
        "www.google.com/amp",
        "x.cdn.ampproject.org/c",
        "[::1]",
        "www.www.com",
        "www",
        "www.co.uk",
        "m.m",
    ])
}

/// Pieces of which addresses are made that meet many rules at once.
fn address() -> impl Strategy<Value = Url> {
    let piece = prop::sample::select(vec![
        "/",
        "amp",
        ".amp",
        ".html",
        "index.html",
        "index.php",
        "2026",
        "11",
        "ferry",
        "harbour-wall-holds",
        "7",
        "48213",
        "-",
        ".",
        "..",
        "%",
        "%61",
        "%2e",
        "%c3",
        "%3b",
        ";",
        ";jsessionid=1",
        "?",
        "?m=1",
        "&",
        "&amp=1",
        "&utm_source=a",
        "=",
        "#",
        "#!/",
        "(S(a))",
        "page",
        "print",
        "null",
        "{{",
        "s/quill.example/",
        "é",
        "港湾の壁が嵐に耐える",
        " ",
    ]);
    let host = host();
    let scheme = prop::sample::select(vec!["http", "https"]);
    (scheme, host, prop::collection::vec(piece, 0..12)).prop_filter_map("no address", |(scheme, host, pieces)| {
        Url::parse(&format!("{scheme}://{host}/{}", pieces.concat())).ok()
    })
}

proptest! {
    #[test]
    fn a_key_is_its_own_key(url in address()) {
        let key = page_key(&url);
        prop_assert_eq!(page_key(&Url::parse(&key).unwrap()), key);
    }

    #[test]
    fn an_address_and_its_normal_form_have_one_key(url in address()) {
        let normalized = Url::parse(&normalized_url(&url)).unwrap();
        prop_assert_eq!(page_key(&normalized), page_key(&url));
    }

    #[test]
    fn a_page_may_name_itself(page in address(), requested in address()) {
        let address = page_address(&requested, &page);
        prop_assert!(address == &page || address == &requested);
        prop_assert_eq!(check_canonical(&page, &page, &page), Ok(()));
        let _ = check_canonical(&requested, &page, &requested);
    }

    #[test]
    fn any_text_has_an_answer(text in "\\PC{0,60}") {
        if let Ok(url) = Url::parse(&format!("https://quill.example/{text}")) {
            prop_assert_eq!(page_key(&Url::parse(&page_key(&url)).unwrap()), page_key(&url));
        }
    }
}
