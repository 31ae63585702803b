use reqwest::header::{HeaderMap, SET_COOKIE};

use super::{MAX_COOKIES, TripCookies};
use crate::clock::Clock;

/// The `Cookie` header for `to` after `from` has set these cookies, a line each.
fn sent(from: &str, lines: &str, to: &str) -> String {
    let mut cookies = TripCookies::default();
    let mut headers = HeaderMap::new();
    for line in lines.lines() {
        headers.append(SET_COOKIE, line.trim().parse().unwrap());
    }
    cookies.store(&from.parse().unwrap(), &headers, Clock::system());
    cookies.header(&to.parse().unwrap(), None).unwrap_or_default()
}

#[track_caller]
fn check(from: &str, lines: &str, to: &str, expected: &str) {
    assert_eq!(sent(from, lines, to), expected, "{lines} from {from} to {to}");
}

const NEWS: &str = "https://www.news.example/a/feed";

#[test]
fn a_cookie_goes_back_to_its_host() {
    check(NEWS, "ok=1; Path=/", NEWS, "ok=1");
    check(NEWS, "ok=1; HttpOnly; SameSite=Lax; Partitioned", NEWS, "ok=1");
    check(NEWS, "ok=", NEWS, "ok=");
    check(NEWS, "a=1\nb=2\na=3", NEWS, "b=2; a=3");
    check(NEWS, "a=x=y==", NEWS, "a=x=y==");
    check(NEWS, "nothing", NEWS, "");
    check(NEWS, "=1", NEWS, "");
}

#[test]
fn domains_and_hosts() {
    let www = "https://www.news.example/";
    let other = "https://feeds.news.example/";
    check(www, "a=1", other, "");
    check(www, "a=1; Domain=news.example", other, "a=1");
    check(www, "a=1; Domain=.NEWS.example", other, "a=1");
    check(www, "a=1; Domain=feeds.news.example", other, "");
    check(www, "a=1; Domain=ws.example", "https://ws.example/", "");
    check(www, "a=1; Domain=example", "https://other.example/", "");
    check("https://news.co.uk/", "a=1; Domain=co.uk", "https://other.co.uk/", "");
    check(www, "a=1; Domain=", www, "a=1");
    check("http://127.0.0.1:81/", "a=1; Domain=127.0.0.1", "http://127.0.0.1:81/", "a=1");
    check("http://127.0.0.1/", "a=1; Domain=0.0.1", "http://127.0.0.1/", "");
    check(www, "a=1; Domain=news.example", "https://evilnews.example/", "");
}

#[test]
fn paths_and_security() {
    check(NEWS, "a=1", "https://www.news.example/a/b/c", "a=1");
    check(NEWS, "a=1", "https://www.news.example/ab", "");
    check(NEWS, "a=1; Path=/b", "https://www.news.example/b", "a=1");
    check(NEWS, "a=1; Path=/b", "https://www.news.example/bc", "");
    check(NEWS, "a=1; Path=/b/", "https://www.news.example/b/c", "a=1");
    check(NEWS, "a=1; Path=/\nb=2; Path=/a", NEWS, "b=2; a=1");
    check(NEWS, "a=1; Secure", "http://www.news.example/a/feed", "");
    check("http://www.news.example/", "a=1; Secure", "https://www.news.example/", "");
}

#[test]
fn deletions() {
    check(NEWS, "a=1\na=1; Max-Age=0", NEWS, "");
    check(NEWS, "a=1\na=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", NEWS, "");
    check(NEWS, "a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", NEWS, "a=1");
    check(NEWS, "a=1; Expires=Fri, 01 Jan 2100 00:00:00 GMT", NEWS, "a=1");
}

#[test]
fn what_is_kept_is_bounded() {
    let many: Vec<String> = (0..500).map(|n| format!("c{n}=1")).collect();
    assert_eq!(sent(NEWS, &many.join("\n"), NEWS).split("; ").count(), MAX_COOKIES);
    check(NEWS, &format!("a={}", "x".repeat(5000)), NEWS, "");
    let large: Vec<String> = (0..9).map(|n| format!("c{n}={}", "x".repeat(3000))).collect();
    assert_eq!(sent(NEWS, &large.join("\n"), NEWS).split("; ").count(), 2);
}

#[test]
fn a_configured_cookie_goes_first_and_gives_way_to_its_like() {
    let mut cookies = TripCookies::default();
    let url = NEWS.parse().unwrap();
    assert_eq!(cookies.header(&url, Some("consent=1")).as_deref(), Some("consent=1"));
    let mut headers = HeaderMap::new();
    headers.append(SET_COOKIE, "ok=1".parse().unwrap());
    headers.append(SET_COOKIE, "consent=2".parse().unwrap());
    cookies.store(&url, &headers, Clock::system());
    assert_eq!(cookies.header(&url, Some("consent=1; x=9")).as_deref(), Some("x=9; ok=1; consent=2"));
    let before = cookies.changes();
    cookies.store(&url, &headers, Clock::system());
    assert_eq!(cookies.changes(), before, "the same again is no change");
}
