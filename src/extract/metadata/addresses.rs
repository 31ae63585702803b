//! Addresses as a page means them.

use url::Url;

use crate::extract::dom::document::TextDocument;
use crate::extract::jsonld::types::JsonLdArticle;

/// `<meta>`s that hold the lead picture, the best first.
const IMAGES: [&str; 6] =
    ["og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "sailthru.image.full"];

/// Returns an address of the web that a page gives, joined to its base.
pub(crate) fn resolve_url(document: &TextDocument, page: &Url, href: &str) -> Option<Url> {
    let base = document.head.base.as_deref().and_then(|b| page.join(b).ok());
    let url = base.as_ref().unwrap_or(page).join(href.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

/// Returns the canonical address that a page declares; the front page is none but for itself.
pub(crate) fn canonical_url(document: &TextDocument, ld: &JsonLdArticle, page: &Url) -> Option<Url> {
    let head = &document.head;
    let declared = [head.canonical.as_deref(), head.first(&["og:url"]), ld.url.as_deref()];
    let mut urls = declared.into_iter().flatten().filter_map(|href| resolve_url(document, page, href));
    urls.find(|u| u.path().len() > 1 || page.path().len() <= 1).map(without_fragment)
}

/// Returns the address of the lead picture that a page declares.
pub(crate) fn declared_image(document: &TextDocument, ld: &JsonLdArticle, page: &Url) -> Option<Url> {
    let declared = [document.head.first(&IMAGES), ld.image.as_deref()];
    declared.into_iter().flatten().find_map(|href| resolve_url(document, page, href))
}

/// Returns an address without `#comments`; `#!/a` is no place on a page but the page.
fn without_fragment(mut url: Url) -> Url {
    if url.fragment().is_some_and(|f| !f.starts_with('!')) {
        url.set_fragment(None);
    }
    url
}
