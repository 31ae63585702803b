//! Addresses made to hurt: work that grows in step with their length.

use pressline::identity::{check_canonical, page_address, page_key};
use url::Url;

use crate::linear;

#[track_caller]
fn check_linear(n: usize, address: impl Fn(usize) -> String) {
    let name: String = address(3).chars().take(100).collect();
    let other: Url = "https://quill.example/ferry".parse().unwrap();
    linear::check_linear(&name, n, address, |text| {
        let url = Url::parse(text).unwrap();
        let _ = (page_key(&url), page_address(&other, &url), check_canonical(&url, &url, &other));
        let _ = (page_address(&url, &other), check_canonical(&other, &url, &url), check_canonical(&url, &other, &url));
    });
}

#[test]
fn long_addresses() {
    let address = |path: String| format!("https://quill.example/{path}");
    for piece in ["a/", "amp/", "index.html/amp/", "null/", "2026/11/29/", "a-7-", "%61", "%", ";sid=1", ".amp", "港湾"]
    {
        check_linear(2_000, |n| address(piece.repeat(n)));
    }
    for piece in ["m=1&", "id=7&", "a=null&", "utm_source=a&", "&", "page=1&"] {
        check_linear(2_000, |n| address(format!("?{}", piece.repeat(n))));
    }
    check_linear(2_000, |n| format!("https://www.google.com/{}", "amp/s/google.com/".repeat(n)));
}
