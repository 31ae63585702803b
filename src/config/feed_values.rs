//! The values of a feed that need a look at more than their type.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de};

use super::units::{MAX_INTERVAL, Period};

/// The headers that belong to the connection, the decoder or the fetcher (lower case).
const RESERVED_HEADERS: [&str; 14] = [
    "accept-encoding",
    "connection",
    "content-length",
    "cookie2",
    "expect",
    "host",
    "if-modified-since",
    "if-none-match",
    "keep-alive",
    "range",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Reads the interval of a feed, which is neither zero nor absurdly long.
pub(super) fn interval<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Period>, D::Error> {
    let interval = Period::deserialize(from)?;
    if interval == Period::seconds(0) {
        return Err(de::Error::custom("0s would ask the publisher without a pause; leave it out for one that adapts"));
    }
    if interval > MAX_INTERVAL {
        return Err(de::Error::custom(format!("{interval} is out of range; write at most {MAX_INTERVAL}")));
    }
    Ok(Some(interval))
}

/// Reads the headers of a feed, which HTTP can carry and the fetcher does not set itself. Values are never shown.
pub(super) fn headers<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, String>, D::Error> {
    let headers = BTreeMap::<String, String>::deserialize(from)?;
    for (name, value) in &headers {
        check_header(name, value).map_err(de::Error::custom)?;
    }
    Ok(headers)
}

fn check_header(name: &str, value: &str) -> Result<(), String> {
    // RFC 9110 5.6.2.
    let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    if name.is_empty() || !name.bytes().all(is_token) {
        return Err(format!("{name:?} is no name of a header; use letters, digits and -"));
    }
    if RESERVED_HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
        return Err(format!("the header `{name}` is set by the program itself; leave it out"));
    }
    // RFC 9110 5.5; characters beyond ASCII are sent as Latin-1.
    let is_value = |c: char| c == '\t' || (' '..='\u{ff}').contains(&c) && c != '\u{7f}';
    if !value.chars().all(is_value) {
        return Err(format!(
            "the value of the header `{name}` holds line breaks or other characters that no header can"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check_header;

    #[test]
    fn headers() {
        let said = |name: &str, value: &str| check_header(name, value).err().unwrap_or_default();
        assert_eq!(said("X-Token", "a b~\t\u{fc}"), "");
        assert_eq!(said("Authorization", "Bearer x"), "");
        for (name, start) in [
            ("", "\"\" is no name"),
            ("a b", "\"a b\" is no name"),
            ("a:", "\"a:\" is no name"),
            ("a\r\nb", "\"a\\r\\nb\" is no name"),
            ("Host", "the header `Host` is set by the program"),
            ("content-LENGTH", "the header `content-LENGTH` is set"),
        ] {
            assert!(said(name, "v").starts_with(start), "{name:?}: {}", said(name, "v"));
        }
        for value in ["hidden\r\nX: y", "hidden\0", "hidden\u{7f}", "hidden →"] {
            let said = said("X", value);
            assert!(said.starts_with("the value of the header `X`") && !said.contains("hidden"), "{said}");
        }
    }
}
