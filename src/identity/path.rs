//! The path of an address as segments, without what only chooses the form of a page.

use url::Url;

use super::parameters::is_session;
use super::percent::normalized_escapes;
use super::traits::{has_many_words, has_number, is_article, is_document};
use crate::text::phrases::lists;

/// Returns the segments of an address's path that name the page. O(n).
///
/// Without: empty segments, session parameters (`;jsessionid=…`, ASP.NET's `(S(…))`), default documents, AMP's `/amp` and
/// `.amp`. An `amp` counts only beside what is certainly an article.
pub(super) fn page_segments(url: &Url) -> Vec<String> {
    let segments = url.path().split('/').map(|segment| normalized_escapes(without_sessions(segment)));
    let mut segments: Vec<String> =
        segments.filter(|segment| !matches!(segment.as_str(), "" | "." | "..") && !is_asp_session(segment)).collect();
    while strip_last(&mut segments) {}
    strip_inner_amp(&mut segments);
    segments
}

/// Takes a default document or a form of the page from the end of a path; returns whether there was one.
fn strip_last(segments: &mut Vec<String>) -> bool {
    let Some(last) = segments.last_mut() else { return false };
    let lower = last.to_ascii_lowercase();
    if lists::DEFAULT_DOCUMENTS.contains(&lower.as_str()) {
        segments.pop();
        return true;
    }
    if let Some(stripped) = without_amp_extension(last) {
        *last = stripped;
        return true;
    }
    if lower == "amp" && segments.len() > 1 && is_before_amp(segments) {
        segments.pop();
        return true;
    }
    false
}

/// Returns whether the segment before a last `amp` is certainly an article, and no section in which `amp` is one.
fn is_before_amp(segments: &[String]) -> bool {
    let Some((_, before)) = segments.split_last() else { return false };
    let Some((parent, above)) = before.split_last() else { return false };
    is_document(parent)
        || is_article(parent, above)
        || (!above.is_empty() && parent.contains('-') && !has_number(parent))
}

/// Takes `amp` from the beginning or middle of a path that ends in an article of a section.
fn strip_inner_amp(segments: &mut Vec<String>) {
    let Some((last, above)) = segments.split_last() else { return };
    let is_amp = |segment: &String| segment.eq_ignore_ascii_case("amp");
    let sections = above.iter().filter(|segment| !is_amp(segment)).count();
    if sections > 0 && (has_many_words(last) || has_long_number(last)) {
        let end = above.len();
        let mut index = 0;
        segments.retain(|segment| {
            index += 1;
            index > end || !is_amp(segment)
        });
    }
}

/// Digits of the shortest number that is certainly an article's (chosen: more than a year or a postal code's part).
const LONG_NUMBER: usize = 5;

fn has_long_number(segment: &str) -> bool {
    segment.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() >= LONG_NUMBER)
}

/// Returns a file's name without `.amp`: `ferry.html` for `ferry.amp.html`.
fn without_amp_extension(name: &str) -> Option<String> {
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension @ ("html" | "htm"))) => (stem, Some(extension)),
        _ => (name, None),
    };
    let base = stem.trim_end_matches(".amp");
    let has_name = base.ends_with(|c: char| c.is_ascii_alphanumeric()) && !base.contains(';');
    (base.len() < stem.len() && has_name).then(|| match extension {
        Some(extension) => format!("{base}.{extension}"),
        None => base.to_owned(),
    })
}

/// Returns a segment without the session parameters behind it.
fn without_sessions(segment: &str) -> &str {
    let mut kept = segment;
    while let Some((before, parameter)) = kept.rsplit_once(';') {
        if !is_session(parameter) {
            break;
        }
        kept = before;
    }
    kept
}

/// Returns whether a segment is the session of ASP.NET without cookies: `(S(lit3py55t21z5v55vlm25s55))`.
fn is_asp_session(segment: &str) -> bool {
    let inner = segment.strip_prefix("(S(").or_else(|| segment.strip_prefix("(s("));
    inner.is_some_and(|inner| inner.ends_with("))"))
}
