//! The address guard: refuses requests to addresses that a feed or a redirect must not reach (SSRF).
//!
//! Allowed are global unicast addresses on the ports of the web, and whatever the user listed, on any port. The `url`
//! crate turns every spelling of an IP literal (decimal, octal, hex, short, full-width, mapped into IPv6) into one
//! `Host::Ipv4` or `Host::Ipv6`, so a literal is checked there; names are checked at each address they resolve to.
//! Ranges: the IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and its updates).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use url::Url;

use super::display_url::display_url;
use crate::error::JobError;

/// The ports on which public servers are requested (chosen: http, https and their usual alternatives).
const WEB_PORTS: [u16; 4] = [80, 443, 8080, 8443];

const fn v4(a: u8, b: u8, c: u8, d: u8, prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), prefix)
}

const fn v6(first: u16, second: u16, third: u16, prefix: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(first, second, third, 0, 0, 0, 0, 0), prefix)
}

/// The IPv4 ranges that are not global unicast, each with its use (IANA registry).
const SPECIAL_V4: [(Ipv4Net, &str); 17] = [
    (v4(0, 0, 0, 0, 8), "this machine"),
    (v4(10, 0, 0, 0, 8), "a private network"),
    (v4(100, 64, 0, 0, 10), "a provider's shared network"),
    (v4(127, 0, 0, 0, 8), "this machine"),
    (v4(168, 63, 129, 16, 32), "a cloud's host services"),
    (v4(169, 254, 0, 0, 16), "link-local"),
    (v4(172, 16, 0, 0, 12), "a private network"),
    (v4(192, 0, 0, 0, 24), "reserved for protocols"),
    (v4(192, 0, 2, 0, 24), "reserved for documentation"),
    (v4(192, 88, 99, 0, 24), "a retired relay range"),
    (v4(192, 168, 0, 0, 16), "a private network"),
    (v4(198, 18, 0, 0, 15), "reserved for benchmarks"),
    (v4(198, 51, 100, 0, 24), "reserved for documentation"),
    (v4(203, 0, 113, 0, 24), "reserved for documentation"),
    (v4(224, 0, 0, 0, 4), "multicast"),
    (v4(255, 255, 255, 255, 32), "broadcast"),
    (v4(240, 0, 0, 0, 4), "reserved"),
];

/// The range of IPv6 global unicast (RFC 4291).
const GLOBAL_V6: Ipv6Net = v6(0x2000, 0, 0, 3);
/// IPv4 behind a translator (RFC 6052). Such an address is as global as the IPv4 address inside.
const NAT64: Ipv6Net = v6(0x64, 0xff9b, 0, 96);
/// The ranges inside [`GLOBAL_V6`] that are not global unicast, each with its use (IANA registry).
const SPECIAL_V6: [(Ipv6Net, &str); 4] = [
    (v6(0x2001, 0, 0, 23), "reserved for protocols"),
    (v6(0x2001, 0xdb8, 0, 32), "reserved for documentation"),
    (v6(0x2002, 0, 0, 16), "a retired tunnel range"),
    (v6(0x3fff, 0, 0, 20), "reserved for documentation"),
];

/// Returns the use of an address that is not global unicast; `None` for one that is.
///
/// IPv4 mapped into IPv6 counts as IPv4.
fn special_use(address: IpAddr) -> Option<&'static str> {
    match address.to_canonical() {
        IpAddr::V4(address) => SPECIAL_V4.iter().find(|(net, _)| net.contains(&address)).map(|(_, what)| *what),
        IpAddr::V6(address) if NAT64.contains(&address) => {
            let [.., a, b, c, d] = address.octets();
            special_use(IpAddr::V4(Ipv4Addr::new(a, b, c, d)))
        }
        IpAddr::V6(Ipv6Addr::LOCALHOST | Ipv6Addr::UNSPECIFIED) => Some("this machine"),
        IpAddr::V6(address) if address.is_unique_local() => Some("a private network"),
        IpAddr::V6(address) if address.is_unicast_link_local() => Some("link-local"),
        IpAddr::V6(address) if address.is_multicast() => Some("multicast"),
        IpAddr::V6(address) if !GLOBAL_V6.contains(&address) => Some("not global unicast"),
        IpAddr::V6(address) => SPECIAL_V6.iter().find(|(net, _)| net.contains(&address)).map(|(_, what)| *what),
    }
}

/// The rule for the addresses that may be requested.
#[derive(Clone, Debug)]
pub(super) struct AddressGuard {
    allow: Arc<[IpNet]>,
}

/// The reason why an address may be requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AddressScope {
    /// The address is public.
    Public,
    /// The address is not public, and the user listed it: their own network.
    Listed,
}

impl AddressGuard {
    pub(super) fn new(allow: &[IpNet]) -> Self {
        Self { allow: allow.into() }
    }

    /// Refuses every scheme but http and https.
    pub(super) fn check_scheme(url: &Url) -> Result<(), JobError> {
        if matches!(url.scheme(), "http" | "https") && url.has_host() {
            return Ok(());
        }
        let reason = "only http and https are fetched".to_owned();
        Err(JobError::AddressForbidden { url: display_url(url), reason })
    }

    /// Checks whether a request for this name and port may go to a proxy, which resolves the name.
    ///
    /// # Errors
    /// The reason why it may not, in words.
    pub(super) fn check_proxied(host: &str, port: u16) -> Result<AddressScope, String> {
        if is_local_name(host) {
            return Err(format!("{host} is a name of the proxy's own network"));
        }
        if !is_web_port(port) {
            return Err(format!("port {port} is none of 80, 443, 8080 and 8443"));
        }
        Ok(AddressScope::Public)
    }

    /// Checks whether a request may go to this address and port.
    ///
    /// # Errors
    /// The reason why it may not, in words.
    pub(super) fn check(&self, address: IpAddr, port: u16) -> Result<AddressScope, String> {
        let canonical = address.to_canonical();
        let is_listed = self.allow.iter().any(|net| net.contains(&canonical) || net.contains(&address));
        match special_use(address) {
            None if is_listed || is_web_port(port) => Ok(AddressScope::Public),
            None => Err(format!("port {port} is none of 80, 443, 8080 and 8443")),
            Some(_) if is_listed => Ok(AddressScope::Listed),
            Some(what) => Err(format!("{address} is {what}")),
        }
    }
}

/// The last labels of names that mean something on the proxy's own network only.
///
/// Sources: RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`; `lan` and `localdomain` by custom.
const LOCAL_LABELS: [&str; 6] = ["localhost", "local", "internal", "arpa", "lan", "localdomain"];

/// Returns whether a name is one of a local network by its spelling: a single label, or a reserved last one.
fn is_local_name(host: &str) -> bool {
    let name = host.trim_end_matches('.');
    name.rsplit_once('.').is_none_or(|(_, last)| LOCAL_LABELS.contains(&last))
}

/// Returns whether public servers are requested on this port.
pub(super) fn is_web_port(port: u16) -> bool {
    WEB_PORTS.contains(&port)
}

/// Returns the port of an http or https address.
pub(super) fn port(url: &Url) -> u16 {
    url.port_or_known_default().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::special_use;

    #[track_caller]
    fn check(addresses: &str, expected: Option<&str>) {
        for address in addresses.split_whitespace() {
            assert_eq!(special_use(address.parse().unwrap()), expected, "{address}");
        }
    }

    #[test]
    fn global_unicast_is_open() {
        check("1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 172.15.0.1 172.32.0.1 192.0.1.1", None);
        check("192.167.1.1 192.169.0.1 198.17.0.1 198.20.0.1 223.255.255.255 168.63.129.17", None);
        check("2606:4700::1111 2a00:1450::1 ::ffff:1.1.1.1 64:ff9b::1.1.1.1", None);
    }

    #[test]
    fn everything_else_is_named() {
        check(
            "0.0.0.0 0.1.2.3 127.0.0.1 127.255.255.254 ::1 :: ::ffff:127.0.0.1 64:ff9b::127.0.0.1",
            Some("this machine"),
        );
        check(
            "10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 fc00::1 fd12::1 ::ffff:10.0.0.1",
            Some("a private network"),
        );
        check("169.254.169.254 fe80::1 ::ffff:169.254.169.254", Some("link-local"));
        check("100.64.0.1 100.100.100.200 100.127.255.255", Some("a provider's shared network"));
        check("224.0.0.1 239.1.1.1 ff02::1", Some("multicast"));
        check("192.0.2.1 198.51.100.1 203.0.113.1 2001:db8::1 3fff::1", Some("reserved for documentation"));
        check("192.0.0.192 2001::1 2001:10::1", Some("reserved for protocols"));
        check("255.255.255.255", Some("broadcast"));
        check("240.0.0.1", Some("reserved"));
        check("::127.0.0.1 64:ff9b:1::1 5f00::1 4000::1 100::1 fec0::1", Some("not global unicast"));
    }
}
