//! HTML in, article out. Pure.

use crate::error::NoArticle;
use crate::model::{Article, Page};

/// Finds the article of a page.
///
/// # Errors
/// Says what the page is instead, when it holds no article.
pub fn extract(page: &Page) -> Result<Article, NoArticle> {
    let _ = page;
    Err(NoArticle::NoText)
}

/// Decodes the bytes of a page: byte order mark, HTTP charset, `<meta charset>`, else a guess.
///
/// A byte that is not of the encoding becomes U+FFFD; nothing fails.
pub fn decode_html(bytes: &[u8], content_type: Option<&str>) -> String {
    let _ = content_type;
    String::from_utf8_lossy(bytes).into_owned()
}
