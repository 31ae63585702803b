//! One spelling for all addresses under which feeds link to an article.

use url::Url;

use super::parameters::{is_tracking, kept_query};
use crate::model::without_credentials;

/// Returns the address without credentials, default port, tracking parameters and fragment. O(n).
///
/// Two feeds link to the same page when the results are equal. A fragment that names a page of its own (`#!/…`, `#/…`) is
/// kept. `data/phrases/tracking_parameters.tsv` was gathered from feeds. Other parameters are kept in their order, since it is worse to
/// take two articles for one than one for two.
///
/// ```
/// use pressline::identity::normalized_url;
///
/// let url = "https://news.example/ferry?id=7&utm_source=rss#comments".parse().unwrap();
/// assert_eq!(normalized_url(&url), "https://news.example/ferry?id=7");
/// ```
pub fn normalized_url(url: &Url) -> String {
    let mut url = without_credentials(url);
    if url.fragment().is_some_and(|f| !f.starts_with(['!', '/'])) {
        url.set_fragment(None);
    }
    let query = kept_query(url.query(), |pair| !is_tracking(pair));
    url.set_query(query.as_deref());
    url.into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::normalized_url;

    #[track_caller]
    fn check(address: &str, expected: &str) {
        assert_eq!(normalized_url(&Url::parse(address).unwrap()), expected);
    }

    #[test]
    fn one_page_one_spelling() {
        let page = "https://quill.example/ferry?id=7";
        check("HTTPS://Quill.example:443/ferry?id=7", page);
        check("https://quill.example/ferry?id=7#comments", page);
        check("https://quill.example/ferry?utm_source=rss&id=7&UTM_medium=feed", page);
        check("https://quill.example/ferry?at_medium=RSS&at_campaign=rss&id=7", page);
        check("https://quill.example/ferry?id=7&ns_mchannel=rss&CMP=share&ito=1490", page);
        check("https://quill.example/ferry?id=7&ref=rss&partner=rssnews", page);
        check("https://ada:secret@quill.example/ferry?id=7", page);
        check("https://quill.example/ferry?fbclid=x&gclid=y", "https://quill.example/ferry");
        check("https://quill.example/ferry?", "https://quill.example/ferry");
    }

    #[test]
    fn what_may_matter_stays() {
        for address in [
            "https://quill.example/?ref=ferry&src=4",
            "https://quill.example/?b=2&a=%C3%A9",
            "https://quill.example/#!/ferry",
            "http://quill.example:8080/Ferry",
            "mailto:desk@quill.example",
        ] {
            check(address, address);
        }
    }

    proptest! {
        #[test]
        fn twice_is_once(query in "[a-z_]{0,6}(=[a-z]{0,3})?(&[a-z_]{0,6}(=[a-z]{0,3})?){0,4}", tracking in "utm_[a-z]{1,5}=[a-z]{0,4}") {
            let normal = |q: &str| normalized_url(&Url::parse(&format!("https://quill.example/?{q}")).unwrap());
            let once = normal(&query);
            prop_assert_eq!(&normalized_url(&Url::parse(&once).unwrap()), &once);
            prop_assert_eq!(&normal(&format!("{tracking}&{query}")), &once);
        }
    }
}
