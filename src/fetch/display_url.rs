//! Addresses and foreign text as messages may show them.

use url::Url;

use crate::model::without_credentials;

/// The longest foreign text in a message, in code points (chosen).
const MAX_SHOWN_CHARS: usize = 300;

/// Returns an address for messages: without credentials, without the query, which may hold a token, and shortened.
pub(super) fn display_url(url: &Url) -> String {
    let mut bare = without_credentials(url);
    bare.set_fragment(None);
    bare.set_query(None);
    let mut shown = shorten(bare.as_str());
    if url.query().is_some() {
        shown.push_str("?…");
    }
    shown
}

/// Returns foreign text cut to a length that fits a message.
pub(super) fn shorten(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", text.split_at(end).0),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::display_url;

    #[test]
    fn what_is_shown_holds_no_secret() {
        let check = |url: &str, expected: &str| assert_eq!(display_url(&url.parse().unwrap()), expected);
        check("http://user:word@news.example/a?token=b#c", "http://news.example/a?…");
        check("http://news.example/%C3%BC", "http://news.example/%C3%BC");
        check(&format!("data:{}", "a".repeat(999)), &format!("data:{}…", "a".repeat(295)));
    }
}
