//! Links that lead over another site: searches, alerts and mailings wrap the address of a page into their own.

use url::Url;

use super::base64::decode_base64;
use super::link_spelling::percent_decoded;
use super::urls::{is_web_url, web_url};

/// How many wrappers are taken off one address (chosen).
const MAX_WRAPPERS: usize = 3;
/// The bytes of an address that is looked into (chosen).
const MAX_ADDRESS_BYTES: usize = 8192;

/// Parameters in which wrappers state the address of the page, in the order in which they are looked for.
const PARAMETERS: [&str; 14] = [
    "url",
    "u",
    "q",
    "uddg",
    "to",
    "z",
    "target",
    "dest",
    "destination",
    "redirect",
    "redirect_url",
    "redir",
    "link",
    "goto",
];

/// Sites that wrap addresses: the end of the host, and the beginning of the path.
const WRAPPERS: [(&str, &str); 13] = [
    ("bing.com", "/news/apiclick.aspx"),
    ("bing.com", "/ck/a"),
    ("duckduckgo.com", "/l/"),
    ("facebook.com", "/l.php"),
    ("facebook.com", "/flx/warn"),
    ("instagram.com", "/"),
    ("linkedin.com", "/redir/"),
    ("reddit.com", "/"),
    ("slack-redir.net", "/link"),
    ("t.umblr.com", "/redirect"),
    ("vk.com", "/away.php"),
    ("youtube.com", "/redirect"),
    ("safelinks.protection.outlook.com", "/"),
];
/// Last parts of a path that only lead on, on any site.
const REDIRECTING_PARTS: [&str; 12] = [
    "url",
    "l.php",
    "away",
    "away.php",
    "redir",
    "redir.php",
    "redirect",
    "redirect.php",
    "redirect.aspx",
    "out",
    "out.php",
    "click",
];

/// Returns the page's own address when a link leads over another site and says where to, else the link.
///
/// The target must be a whole address of the web, whose host is a domain. O(n).
pub(super) fn unwrapped(link: Url) -> Url {
    let mut url = link;
    for _ in 0..MAX_WRAPPERS {
        match target(&url) {
            Some(inside) => url = inside,
            None => break,
        }
    }
    url
}

/// Returns the address that a wrapper leads to.
fn target(url: &Url) -> Option<Url> {
    let host = url.host_str().filter(|_| url.as_str().len() <= MAX_ADDRESS_BYTES)?;
    let path = url.path();
    if is_of_site(host, "yahoo.com") {
        // …/RU=https%3a%2f%2f…/RK=2 of a search, …/*http://… of a list
        let behind = path.split_once("/RU=").map(|(_, behind)| behind.split('/').next().unwrap_or(behind));
        let whole = url.as_str();
        let behind = behind.or_else(|| whole.split_once("/*").map(|(_, rest)| rest.trim_start_matches('*')));
        return behind.and_then(|target| page_address(&percent_decoded(target)));
    }
    if host == "news.google.com"
        && let Some((_, id)) = path.split_once("/articles/")
    {
        return address_in_id(id);
    }
    let is_google = host.split('.').rev().take(3).any(|label| label == "google") && path == "/url";
    let is_known = is_google || WRAPPERS.iter().any(|(site, start)| is_of_site(host, site) && path.starts_with(start));
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    if !is_known && !REDIRECTING_PARTS.contains(&last.to_ascii_lowercase().as_str()) {
        return None;
    }
    PARAMETERS.iter().find_map(|name| parameter(url, name).and_then(|value| page_address(&value)))
}

fn is_of_site(host: &str, site: &str) -> bool {
    host.strip_suffix(site).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Returns the decoded value of a parameter; a `+` in it stays one, since it is part of an address.
fn parameter(url: &Url, name: &str) -> Option<String> {
    let mut pairs = url.query()?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| percent_decoded(value))
}

/// Returns the address within an id of an older form: bytes in base64, among which it stands.
fn address_in_id(id: &str) -> Option<Url> {
    let bytes = decode_base64(id.trim_end_matches('/'))?;
    let start = bytes.windows(4).position(|four| four == b"http")?;
    let address = bytes.split_at(start).1.split(|b| !b.is_ascii_graphic()).next()?;
    page_address(std::str::from_utf8(address).ok()?)
}

/// Returns a whole address of the web whose host is a domain.
fn page_address(text: &str) -> Option<Url> {
    let url = web_url(text, None)?;
    let is_domain = url.domain().is_some_and(|domain| domain.trim_end_matches('.').contains('.'));
    (is_domain && is_web_url(&url)).then_some(url)
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::unwrapped;

    #[track_caller]
    fn check(link: &str, expected: &str) {
        assert_eq!(unwrapped(Url::parse(link).expect("an address")).as_str(), expected, "{link}");
    }

    #[test]
    fn a_wrapper_is_taken_off() {
        let page = "https://quill.example/a?b=1&c=2";
        let escaped = "https%3A%2F%2Fquill.example%2Fa%3Fb%3D1%26c%3D2";
        for link in [
            "https://www.google.com/url?rct=j&sa=t&url={}&ct=ga&cd=x&usg=y",
            "https://www.google.co.uk/url?sa=t&q={}",
            "http://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&tid=1&url={}&c=9&mkt=en-us",
            "https://r.search.yahoo.com/_ylt=A;_ylu=B/RV=2/RE=1/RO=10/RU={}/RK=2/RS=C-",
            "https://us.rd.yahoo.com/dailynews/rss/world/*{}",
            "https://duckduckgo.com/l/?kh=-1&uddg={}",
            "https://l.facebook.com/l.php?u={}&h=AT",
            "https://t.umblr.com/redirect?z={}&t=1",
            "https://vk.com/away.php?to={}",
            "https://eur01.safelinks.protection.outlook.com/?url={}&data=1",
            "https://news.google.com/news/url?sa=t&fd=R&url={}",
            "https://mailings.example/track/click?id=7&url={}",
            "https://paper.example/redirect?to={}",
        ] {
            check(&link.replace("{}", escaped), page);
        }
        check(
            "https://www.google.com/url?url=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fquill.example%252Fa",
            "https://quill.example/a",
        );
        check(
            "https://news.google.com/rss/articles/CBMiGWh0dHBzOi8vcXVpbGwuZXhhbXBsZS9uZXdz0gEA?oc=5",
            "https://quill.example/news",
        );
        check("https://www.google.com/url?url=https://quill.example/a+b&ct=ga", "https://quill.example/a+b");
    }

    #[test]
    fn other_links_stay() {
        for link in [
            "https://quill.example/a?url=https%3A%2F%2Fink.example%2F",
            "https://www.google.com/search?q=https%3A%2F%2Fink.example%2F",
            "https://www.google.com/url?url=javascript%3Aalert(1)",
            "https://www.google.com/url?url=%2Frelative",
            "https://www.google.com/url?url=https%3A%2F%2Flocalhost%2F",
            "https://www.google.com/url?url=http%3A%2F%2F127.0.0.1%2F",
            "https://notgoogle.example/url-shortener?u=1",
            "https://news.google.com/rss/articles/CBMiopaque?oc=5",
            "https://web.archive.org/web/2026/https://quill.example/a",
            "https://quill.example/login?redirect=https%3A%2F%2Fink.example%2F",
        ] {
            check(link, link);
        }
    }
}
