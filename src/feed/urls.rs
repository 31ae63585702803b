//! Addresses in feeds: bases, relative links, and what counts as a web address.

use url::Url;

use super::xml::tag::StartTag;

/// The bytes of a base address that is used (chosen). A longer one would be repeated in every link.
pub(super) const MAX_BASE_BYTES: usize = 1000;

/// Returns whether the address is one of the web.
pub(super) fn is_web_url(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// Returns a web address, made absolute where there is a base.
pub(super) fn web_url(text: &str, base: Option<&Url>) -> Option<Url> {
    let text = text.trim();
    let url = match (Url::parse(text), base) {
        (Ok(url), _) => Some(url),
        (Err(url::ParseError::RelativeUrlWithoutBase), Some(base)) if !text.is_empty() => base.join(text).ok(),
        _ => None,
    };
    url.filter(is_web_url)
}

/// Returns the base of the links inside a tag, from its `xml:base` and the base outside it.
pub(super) fn base_inside(tag: &StartTag<'_>, outer: Option<&Url>) -> Option<Url> {
    let own = tag.attribute("xml:base").filter(|b| !b.trim().is_empty() && b.len() <= MAX_BASE_BYTES);
    own.and_then(|b| Url::parse(&resolve(&b, outer)).ok()).or_else(|| outer.cloned())
}

/// Returns an address made absolute where there is a base, else as written.
pub(super) fn resolve(address: &str, base: Option<&Url>) -> String {
    let address = address.trim();
    let joined = if Url::parse(address).is_ok() { None } else { base.and_then(|b| b.join(address).ok()) };
    joined.map_or_else(|| address.to_owned(), String::from)
}
