//! The host of an address: whose it is, and which of its names are for the same pages.

use url::{Host, Url};

use crate::text::phrases::lists;

/// Top-level domains that are not in the public tree (RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`), and usual ones.
const PRIVATE_DOMAINS: [&str; 6] = ["corp", "internal", "lan", "local", "localdomain", "localhost"];

/// Returns the name of an address's host without a full stop at its end; empty if there is none.
pub(super) fn host_name(url: &Url) -> &str {
    let host = url.host_str().unwrap_or_default();
    host.strip_suffix('.').unwrap_or(host)
}

/// Returns whether an address has a host, none of whose labels is empty.
pub(super) fn has_host_name(url: &Url) -> bool {
    host_name(url).split('.').all(|label| !label.is_empty())
}

/// Returns the registrable domain of an address by the Public Suffix List; for an IP address, this and its port.
///
/// What is at another port of an IP address may be somebody else's.
pub(super) fn site(url: &Url) -> String {
    let host = host_name(url);
    if is_ip(url) {
        return format!("{host}:{}", url.port_or_known_default().unwrap_or_default());
    }
    psl::domain_str(host).unwrap_or(host).to_owned()
}

/// Returns the host without the labels under which a site shows the same pages: `quill.example` for `m.quill.example`.
///
/// The registrable domain stays whole: `m.example` is a name of its own.
pub(super) fn twin_host(url: &Url) -> String {
    let host = host_name(url);
    let (labels, domain) = split(url, host);
    let kept = labels.filter(|label| !lists::TWIN_HOST_LABELS.contains(label));
    kept.chain([domain]).collect::<Vec<_>>().join(".")
}

/// Returns whether a host is not for readers: this machine, an IP address, a private name, a staging system.
pub(super) fn is_internal(url: &Url) -> bool {
    let host = host_name(url);
    let (mut labels, domain) = split(url, host);
    let top = domain.rsplit('.').next().unwrap_or_default();
    // `staging2` and `www-dev` are staging systems, too.
    let mut parts = labels.by_ref().flat_map(|label| label.split('-'));
    is_ip(url)
        || PRIVATE_DOMAINS.contains(&top)
        || !host.contains('.')
        || parts.any(|part| lists::INTERNAL_HOST_LABELS.contains(&part.trim_end_matches(|c: char| c.is_ascii_digit())))
}

/// Returns whether two addresses are at one host and port, whatever their scheme; hosts of twins count as one.
pub(super) fn is_same_host(one: &Url, other: &Url) -> bool {
    twin_host(one) == twin_host(other) && one.port() == other.port()
}

/// Returns the port that is part of a page's name: none of http and https themselves.
pub(super) fn own_port(url: &Url) -> Option<u16> {
    url.port().filter(|port| !matches!(port, 80 | 443))
}

/// Returns the labels before the registrable domain, and this.
fn split<'h>(url: &Url, host: &'h str) -> (impl Iterator<Item = &'h str>, &'h str) {
    let domain = if is_ip(url) { host } else { psl::domain_str(host).unwrap_or(host) };
    let before = host.strip_suffix(domain).unwrap_or_default().trim_end_matches('.');
    (before.split('.').filter(|label| !label.is_empty()), domain)
}

fn is_ip(url: &Url) -> bool {
    matches!(url.host(), Some(Host::Ipv4(_) | Host::Ipv6(_)))
}
