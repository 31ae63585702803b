//! Redirects that are believed, and others.

use super::url;
use crate::identity::page_address;

/// Checks that the page that came is known by the address that begins with `+`.
#[track_caller]
fn check(requested: &str, final_url: &str) {
    let is_believed = final_url.starts_with('+');
    let (asked, came) = (url(requested.trim_start_matches('+')), url(final_url.trim_start_matches('+')));
    let found = page_address(&asked, &came);
    assert_eq!(found, if is_believed { &came } else { &asked });
}

#[test]
fn another_address_of_the_article() {
    check("https://quill.example/?p=7", "+https://quill.example/2026/11/harbour-wall-holds/");
    check("https://quill.example/old-title-of-it", "+https://quill.example/town/new-name-for-this");
    check("https://short.example/x7y", "+https://quill.example/ferry");
    check("https://feeds.example/~r/quill/~3/48213/", "+https://quill.example/town/ferry");
    check("https://quill.example/r/7", "+https://news.quill.example/a/7");
    check("https://quill.example/article.php?id=7", "+https://quill.example/ferry-7.html");
}

#[test]
fn a_twin_changes_nothing() {
    check("http://quill.example/ferry", "https://www.quill.example/ferry/");
    check("https://quill.example/ferry?utm_source=rss", "https://quill.example/ferry");
}

#[test]
fn no_article() {
    for (requested, final_url) in [
        ("https://quill.example/town/ferry-7", "https://quill.example/"),
        ("https://quill.example/town/ferry-7", "https://www.quill.example/index.html"),
        ("https://quill.example/town/ferry-7", "https://harbour.example/"),
        ("https://quill.example/town/ferry-7", "https://quill.example/town"),
        ("https://quill.example/town/harbour-wall-holds-today", "https://quill.example/sport/"),
        ("https://quill.example/town/ferry-48213", "https://quill.example/archive"),
        ("https://quill.example/article.php?id=7", "https://quill.example/article.php"),
        ("https://quill.example/town/ferry-7", "https://quill.example/login?next=%2Ftown%2Fferry-7"),
        ("https://quill.example/town/ferry-7", "https://login.quill.example/?return=/town/ferry-7"),
        ("https://quill.example/town/ferry-7", "https://accounts.example/oauth/authorize?client=7"),
        ("https://quill.example/town/ferry-7", "https://consent.example/collect?session=7"),
        ("https://quill.example/town/ferry-7", "https://quill.example/404"),
        ("https://quill.example/town/ferry-7", "https://quill.example/error.html?from=ferry-7"),
        ("https://quill.example/town/ferry-7", "https://quill.example/town/undefined"),
    ] {
        check(requested, final_url);
    }
}
