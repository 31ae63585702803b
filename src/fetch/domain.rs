//! Registrable domains: the unit of rate limits, and of the headers that are configured for a feed.

use url::{Host, Url};

use super::guard::port;

/// Returns the unit of rate limits: the registrable domain, or host and port where there is none.
pub(crate) fn domain_key(url: &Url) -> String {
    let host = match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            if let Some(domain) = psl::domain_str(name) {
                return domain.to_owned();
            }
            name.to_owned()
        }
        _ => url.host_str().unwrap_or_default().to_owned(),
    };
    format!("{host}:{}", port(url))
}

/// Returns whether what is private to `owner` may be sent to `url`: the same registrable domain, and https unless `owner`
/// is http itself.
///
/// A port of its own is another server, so it must be the owner's, or the scheme's default.
pub(super) fn is_same_site(owner: &Url, url: &Url) -> bool {
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && owner.scheme() == "http");
    let is_port_known = url.port().is_none() || port(url) == port(owner);
    is_safe && is_port_known && domain_key(owner) == domain_key(url)
}

#[cfg(test)]
mod tests {
    use super::{domain_key, is_same_site};

    #[test]
    fn domains_are_registrable() {
        let check = |address: &str, expected: &str| assert_eq!(domain_key(&address.parse().unwrap()), expected);
        check("https://www.news.example.co.uk/a", "example.co.uk");
        check("http://example.co.uk.:8080/", "example.co.uk");
        check("http://localhost:81/", "localhost:81");
        check("http://127.0.0.1/", "127.0.0.1:80");
        check("https://[::1]/", "[::1]:443");
    }

    #[test]
    fn what_is_private_stays_on_the_site() {
        let check = |owner: &str, url: &str, expected: bool| {
            assert_eq!(is_same_site(&owner.parse().unwrap(), &url.parse().unwrap()), expected, "{owner} {url}");
        };
        check("https://news.example/feed", "https://news.example/a", true);
        check("https://feeds.news.example/feed", "https://www.news.example/a", true);
        check("https://news.example/feed", "http://news.example/a", false);
        check("http://news.example/feed", "http://news.example/a", true);
        check("http://news.example/feed", "https://www.news.example/a", true);
        check("https://news.example/feed", "https://news.example:8443/a", false);
        check("https://news.example:8443/feed", "https://news.example:8443/a", true);
        check("https://news.example/feed", "https://news.example.evil.example/a", false);
        check("https://one.blogspot.com/feed", "https://two.blogspot.com/a", false);
        check("https://news.co.uk/feed", "https://other.co.uk/a", false);
        check("http://127.0.0.1:81/feed", "http://127.0.0.1:81/a", true);
        check("http://127.0.0.1:81/feed", "http://127.0.0.1:82/a", false);
        check("http://127.0.0.1:81/feed", "http://127.0.0.1/a", false);
    }
}
