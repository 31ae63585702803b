//! Canonical addresses that are believed, and others.

use super::url;
use crate::identity::CanonicalFault::{
    self, FrontPage, InternalHost, MissingQuery, OtherArticle, OtherDomain, Placeholder, Section,
};
use crate::identity::check_canonical;

#[track_caller]
fn check(page: &str, canonicals: &[&str], expected: Result<(), CanonicalFault>) {
    check_redirected(page, page, canonicals, expected);
}

#[track_caller]
fn check_redirected(requested: &str, page: &str, canonicals: &[&str], expected: Result<(), CanonicalFault>) {
    let found =
        canonicals.iter().map(|canonical| (canonical, check_canonical(&url(requested), &url(page), &url(canonical))));
    let wrong: Vec<_> = found.filter(|(_, found)| *found != expected).collect();
    assert!(wrong.is_empty(), "{page}: {wrong:#?}");
}

const STORY: &str = "https://quill.example/town/harbour-wall-holds";

#[test]
fn an_own_address_is_believed() {
    check(
        STORY,
        &[
            STORY,
            "http://www.quill.example/town/harbour-wall-holds/",
            "https://quill.example/harbour-wall-holds",
            "https://quill.example/2026/11/29/harbour-wall-holds.html",
            "https://news.quill.example/town/harbour-wall-holds-48213",
            "https://quill.example/town/harbour-wall-holds-in-the-storm",
            "https://quill.example/town/harbour-wall-holds?page=1",
            "https://quill.example/article/48213",
        ],
        Ok(()),
    );
    check("https://quill.example/?p=7", &["https://quill.example/harbour-wall-holds/"], Ok(()));
    check("https://quill.example/node/7", &["https://quill.example/town/harbour-wall-holds"], Ok(()));
    check("https://quill.example/article.php?id=7", &["https://quill.example/harbour-wall-holds-7.html"], Ok(()));
    check("https://quill.example/a/7", &["https://quill.example/a/7?lang=en", "https://quill.example/b/7"], Ok(()));
    check("https://quill.example/", &["https://www.quill.example/index.html"], Ok(()));
    check("https://quill.example/ferry/amp", &["https://quill.example/ferry"], Ok(()));
    check("https://quill.example/ferry/print", &["https://quill.example/ferry"], Ok(()));
    check("https://quill.example/ferry/page/2", &["https://quill.example/ferry"], Ok(()));
    check("https://quill.example/town/i/dRwWqB/harbour-wall-holds", &["https://quill.example/i/dRwWqB"], Ok(()));
    check("https://quill.example/ten-walls-that-hold/slide/1", &["https://quill.example/ten-walls-that-hold"], Ok(()));
    check("https://quill.example/article/48213/harbour-wall", &["https://quill.example/article/48213"], Ok(()));
    check(
        "https://quill.example/harbour-wall-holds-today/comments",
        &["https://quill.example/harbour-wall-holds-today"],
        Ok(()),
    );
}

#[test]
fn the_query_that_says_nothing_may_be_missing() {
    check(
        "https://quill.example/town/harbour-wall-holds?from=home",
        &[STORY, "https://quill.example/town/harbour-wall-holds?from=rss"],
        Ok(()),
    );
    check("https://quill.example/article.php?id=7&page=1", &["https://quill.example/article.php?id=7"], Ok(()));
    check("https://quill.example/ferry?pagewanted=all", &["https://quill.example/ferry"], Ok(()));
    check("https://quill.example/ferry-48213?cid=9", &["https://quill.example/ferry-48213"], Ok(()));
    check("https://quill.example/ferry?lang=en", &["https://quill.example/ferry"], Ok(()));
}

#[test]
fn values_left_open() {
    check(
        STORY,
        &[
            "https://quill.example/undefined",
            "https://quill.example/town/undefined.html",
            "https://quill.example/town/null/",
            "https://quill.example/NaN/harbour-wall-holds",
            "https://quill.example/article?id=undefined",
            "https://quill.example/article?id=null",
            "https://quill.example/town/[object Object]",
            "https://quill.example/%5Bobject%20Object%5D",
            "https://quill.example/townundefined",
            "https://quill.example/{{slug}}",
            "https://quill.example/town/%7B%7B%20page.url%20%7D%7D",
            "https://quill.example/${path}",
            "https://quill.example/$%7Bpath%7D",
            "https://quill.example/<?php echo $url ?>",
            "https://quill.example/town/%3C%=url%%3E",
            "https://quill.example/town/%s",
            "https://quill.example/town/:slug",
            "https://quill.example/town/{id}",
            "https://quill.example/%%URL%%",
        ],
        Err(Placeholder),
    );
    // By such a name the page is known.
    check("https://quill.example/words/null", &["https://www.quill.example/words/null"], Ok(()));
}

#[test]
fn hosts_that_are_not_for_readers() {
    check(
        STORY,
        &[
            "http://localhost/town/harbour-wall-holds",
            "http://localhost:3000/town/harbour-wall-holds",
            "http://127.0.0.1/town/harbour-wall-holds",
            "http://10.1.2.3:8080/town/harbour-wall-holds",
            "http://[::1]/town/harbour-wall-holds",
            "http://203.0.113.7/town/harbour-wall-holds",
            "https://staging.quill.example/town/harbour-wall-holds",
            "https://www-dev.quill.example/town/harbour-wall-holds",
            "https://test2.quill.example/town/harbour-wall-holds",
            "https://preview.cms.quill.example/town/harbour-wall-holds",
            "https://quill.example:8443/town/harbour-wall-holds",
            "http://web-1/town/harbour-wall-holds",
            "http://quill.local/town/harbour-wall-holds",
            "ftp://quill.example/town/harbour-wall-holds",
        ],
        Err(InternalHost),
    );
    check("https://test.quill.example/a/7", &["https://test.quill.example/b/7"], Ok(()));
    check("http://127.0.0.1:8001/a/7", &["http://127.0.0.1:8001/b/7"], Ok(()));
    check("http://127.0.0.1:8001/a/7", &["http://127.0.0.1:8002/a/7", "http://127.0.0.2:8001/a/7"], Err(InternalHost));
}

#[test]
fn other_domains() {
    check(
        STORY,
        &[
            "https://harbour.example/town/harbour-wall-holds",
            "https://www.harbour.example/",
            "https://quill.example.harbour.example/town/harbour-wall-holds",
            "https://quillexample.example/town/harbour-wall-holds",
            "https://harbour.example/town/harbour-wall-holds?u=quill.example",
        ],
        Err(OtherDomain),
    );
    check("https://ana.blogspot.com/2026/ferry-7", &["https://kai.blogspot.com/2026/ferry-7"], Err(OtherDomain));
    check("https://paper.co.uk/ferry-7", &["https://other.co.uk/ferry-7"], Err(OtherDomain));
    check_redirected(
        "https://short.example/x7",
        STORY,
        &[STORY, "https://www.quill.example/harbour-wall-holds"],
        Ok(()),
    );
    // Whoever was asked cannot lend the name of another one of its articles to the server of a redirect.
    check_redirected(STORY, "https://harbour.example/x/7", &["https://quill.example/a/7"], Err(OtherDomain));
    check_redirected(
        "https://www.google.com/amp/s/quill.example/a/7",
        "https://www.google.com/amp/s/quill.example/a/7",
        &["https://quill.example/a/7"],
        Ok(()),
    );
}

#[test]
fn front_pages() {
    check(
        STORY,
        &[
            "https://quill.example/",
            "https://quill.example",
            "http://www.quill.example/index.html",
            "https://quill.example/?utm_source=rss",
            "https://quill.example/#top",
            "https://news.quill.example/default.aspx",
        ],
        Err(FrontPage),
    );
    check("https://quill.example/#!/ferry-7", &["https://quill.example/"], Err(FrontPage));
    check_redirected(STORY, "https://quill.example/", &["https://quill.example/"], Err(FrontPage));
}

#[test]
fn sections() {
    check(
        "https://quill.example/news/town/2026/11/29/ferry-7",
        &[
            "https://quill.example/news",
            "https://quill.example/news/town/",
            "https://quill.example/news/town/2026/11",
            "http://www.quill.example/news/town/index.php",
            "https://quill.example/sport",
            "https://quill.example/sport/rowing",
            "https://quill.example/2026/11/29",
        ],
        Err(Section),
    );
    check("https://quill.example/a/7", &["https://quill.example/news", "https://quill.example/a"], Err(Section));
    check(
        "https://quill.example/arts-and-culture/opera-opens",
        &["https://quill.example/arts-and-culture"],
        Err(Section),
    );
    check("https://quill.example/article.php?id=7", &["https://quill.example/news.php"], Err(Section));
    check("https://quill.example/2026/11/29/ferry", &["https://quill.example/2026/11/29"], Err(Section));
}

#[test]
fn the_query_that_names_the_page_is_missing() {
    check("https://quill.example/article.php?id=7", &["https://quill.example/article.php"], Err(MissingQuery));
    check("https://quill.example/story?id=7&utm_source=rss", &["https://quill.example/story"], Err(MissingQuery));
    check(
        "https://quill.example/news/view?article=harbour-wall",
        &["https://quill.example/news/view/"],
        Err(MissingQuery),
    );
    check(
        "https://quill.example/index.php?option=content&id=7",
        &["https://quill.example/index.php?option=content", "https://quill.example/?option=content"],
        Err(MissingQuery),
    );
    check("https://quill.example/?p=7", &["https://quill.example/?lang=en"], Err(MissingQuery));
    check(
        "https://quill.example/news-detail-page?id=7",
        &["https://quill.example/news-detail-page"],
        Err(MissingQuery),
    );
    check("https://quill.example/app#!/ferry-7", &["https://quill.example/app"], Err(MissingQuery));
}

#[test]
fn other_articles() {
    for (page, canonical) in [
        (STORY, "https://quill.example/town/ferry-sinks-at-dawn"),
        ("https://quill.example/a/7", "https://quill.example/a/8"),
        ("https://quill.example/article.php?id=7", "https://quill.example/article.php?id=8"),
        ("https://quill.example/ferry-sinks-48213", "https://quill.example/harbour-wall-51170"),
        ("https://quill.example/weather-forecast-2026-11-29", "https://quill.example/weather-forecast-2026-11-28"),
        ("https://quill.example/2026/11/29/daily-briefing", "https://quill.example/2026/11/28/daily-briefing"),
        ("https://quill.example/the-end-of-the-line", "https://quill.example/the-rise-of-the-sea"),
        ("https://quill.example/podcast/episode-101", "https://quill.example/podcast/episode-100"),
        ("https://quill.example/story/6f1e2a77", "https://quill.example/story/0b9c4d12"),
    ] {
        check(page, &[canonical], Err(OtherArticle));
    }
    // The same slug under another number or date is the same article, published in two sections.
    check(
        "https://quill.example/sport/rowers-win-the-harbour-cup-again-48213",
        &["https://quill.example/town/rowers-win-the-harbour-cup-again-51170"],
        Ok(()),
    );
    check(
        "https://quill.example/2026/11/29/rowers-win-the-harbour-cup-again",
        &["https://quill.example/2026/11/28/rowers-win-the-harbour-cup-again"],
        Ok(()),
    );
}

#[test]
fn slugs_in_other_scripts() {
    let page = "https://quill.example/news/港湾の壁が嵐に耐える";
    check(page, &["https://quill.example/港湾の壁が嵐に耐える/"], Ok(()));
    check(page, &["https://quill.example/news/沈没した連絡船の記録"], Err(OtherArticle));
    check("https://quill.example/?p=7", &["https://quill.example/2026/гавань-выдержала-шторм/"], Ok(()));
}
