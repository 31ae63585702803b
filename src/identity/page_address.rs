//! The address of a page that was asked for under one address and came from another.

use std::collections::HashSet;

use url::Url;

use super::host::{host_name, site};
use super::page_key::page_key;
use super::page_name::{PageName, Relation};
use crate::text::phrases::lists;

/// Returns the address that names a page: the one that it came from, if a redirect led to it, else the requested one.
///
/// A redirect to another article is the server's word and is believed. The requested address stays where the redirect
/// leads to a front page, a section, a login, an error page, or drops the query that the page is known by; and where both
/// are twins.
pub fn page_address<'u>(requested: &'u Url, final_url: &'u Url) -> &'u Url {
    if requested == final_url || page_key(requested) == page_key(final_url) {
        return requested;
    }
    let (asked, came) = (PageName::of(requested), PageName::of(final_url));
    let is_elsewhere = came.is_front()
        || came.has_placeholder([&asked, &asked])
        || is_interstitial(final_url, &came, requested, &asked)
        || site(requested) == site(final_url)
            && (came.is_section_of(&asked)
                || came.lacks_query_of(&asked)
                || asked.is_certain_article() && came.relation(&asked) == Relation::Section);
    if is_elsewhere { requested } else { final_url }
}

/// Returns whether an address is one of a login, a question for consent or an error, and the requested one is not.
fn is_interstitial(url: &Url, name: &PageName, requested: &Url, asked: &PageName) -> bool {
    let words = |url: &Url, name: &PageName| -> HashSet<String> {
        let words = host_name(url).split('.').map(str::to_owned).chain(name.values());
        words.filter(|word| lists::INTERSTITIAL_ADDRESS_WORDS.contains(&word.as_str())).collect()
    };
    let asked = words(requested, asked);
    !words(url, name).is_subset(&asked)
}
