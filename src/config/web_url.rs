//! Addresses in the configuration.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};
use url::{ParseError, Url};

use crate::model::shown_url;

/// An http or https address. Credentials and secret parameters in it are sent, and never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct WebUrl(pub Url);

impl fmt::Debug for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", shown_url(&self.0))
    }
}

impl Serialize for WebUrl {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&shown_url(&self.0))
    }
}

impl<'de> Deserialize<'de> for WebUrl {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        web_url(&text).map(Self).map_err(de::Error::custom)
    }
}

/// Reads an http or https address. What is said of another one does not repeat it: it may hold a password.
fn web_url(text: &str) -> Result<Url, String> {
    // Without `//`, what stands before the first colon is a host or a user, and no scheme.
    let is_bare = !text.contains("://");
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(url),
        Err(ParseError::RelativeUrlWithoutBase) => Err(NEEDS_SCHEME.to_owned()),
        Ok(_) if is_bare => Err(NEEDS_SCHEME.to_owned()),
        Ok(url) => Err(format!("`{}:` addresses are not fetched; use https:// or http://", url.scheme())),
        Err(ParseError::EmptyHost) => Err("the address names no host".to_owned()),
        Err(ParseError::InvalidPort) => Err("the address has a port that is no number up to 65535".to_owned()),
        Err(ParseError::InvalidIpv4Address | ParseError::InvalidIpv6Address) => {
            Err("the address has a host that is no IP address, and no name either".to_owned())
        }
        Err(_) => Err("the address has a host that no host can have; look for spaces and odd characters".to_owned()),
    }
}

/// What is said of an address without a scheme.
const NEEDS_SCHEME: &str = "needs https:// (or http://) at its beginning";
