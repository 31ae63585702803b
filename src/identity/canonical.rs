//! Which canonical addresses are believed.

use url::Url;

use super::amp::unwrapped;
use super::host::{is_internal, is_same_host, own_port, site};
use super::page_address::page_address;
use super::page_key::page_key;
use super::page_name::{PageName, Relation};

/// A reason why the canonical address that a page declares cannot be its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum CanonicalFault {
    /// A template or script left a value open: `undefined`, `{{slug}}`.
    #[error("holds a value that was left open")]
    Placeholder,
    /// The address is not for readers: localhost, an IP address, a staging system, or no address of the web.
    #[error("is at a host that is not for readers")]
    InternalHost,
    /// The address belongs to another registrable domain.
    #[error("belongs to another domain")]
    OtherDomain,
    /// The address is that of a front page.
    #[error("is a front page")]
    FrontPage,
    /// The address is that of a section: a folder above the page, or one that says nothing of an article.
    #[error("is a section")]
    Section,
    /// The address lacks the query, or the fragment, that the page is known by.
    #[error("lacks the query that names the page")]
    MissingQuery,
    /// The address is that of another article.
    #[error("names another article")]
    OtherArticle,
}

/// Checks whether the canonical address that a page declares can be its own. O(n log n).
///
/// `requested` is the address that was asked for, `final_url` the one from which the page came in the end. An address with
/// the page's own key is always believed. Another one is, on the same registrable domain, if it has a number or most words
/// in common with the page's address, or if one of both has only a number and the other one only words.
///
/// # Errors
///
/// The reason why it cannot be the page's own.
///
/// ```
/// use pressline::identity::{CanonicalFault, check_canonical};
///
/// let page = "https://news.example/article.php?id=7".parse()?;
/// let check = |canonical: &str| check_canonical(&page, &page, &canonical.parse().unwrap());
/// assert_eq!(check("https://www.news.example/harbour-wall-holds-7"), Ok(()));
/// assert_eq!(check("https://news.example/article.php"), Err(CanonicalFault::MissingQuery));
/// assert_eq!(check("https://other.example/article.php?id=7"), Err(CanonicalFault::OtherDomain));
/// # Ok::<(), url::ParseError>(())
/// ```
pub fn check_canonical(requested: &Url, final_url: &Url, canonical: &Url) -> Result<(), CanonicalFault> {
    if !matches!(canonical.scheme(), "http" | "https") {
        return Err(CanonicalFault::InternalHost);
    }
    let inner =
        [requested, page_address(requested, final_url)].map(|url| unwrapped(url).unwrap_or_else(|| url.clone()));
    let [requested, page] = &inner;
    let shown = unwrapped(canonical);
    let canonical = shown.as_ref().unwrap_or(canonical);
    let (own, asked, came) = (PageName::of(canonical), PageName::of(requested), PageName::of(page));
    if own.has_placeholder([&asked, &came]) {
        return Err(CanonicalFault::Placeholder);
    }
    let key = page_key(canonical);
    if inner.iter().any(|url| page_key(url) == key) {
        return Ok(());
    }
    let is_elsewhere = is_internal(canonical) || own_port(canonical).is_some();
    if is_elsewhere && !inner.iter().any(|url| is_same_host(canonical, url)) {
        return Err(CanonicalFault::InternalHost);
    }
    if site(canonical) != site(page) {
        return Err(CanonicalFault::OtherDomain);
    }
    if own.is_front() {
        return Err(CanonicalFault::FrontPage);
    }
    let names = [&came, &asked];
    if names.into_iter().any(|name| own.is_section_of(name)) {
        return Err(CanonicalFault::Section);
    }
    if names.into_iter().any(|name| own.lacks_query_of(name)) {
        return Err(CanonicalFault::MissingQuery);
    }
    match names.map(|name| own.relation(name)) {
        relations if relations.contains(&Relation::Same) => Ok(()),
        [Relation::Section, _] => Err(CanonicalFault::Section),
        _ => Err(CanonicalFault::OtherArticle),
    }
}
