//! OPML, the format in which feed readers export their list of feeds.

use url::Url;

use super::decode::decode_feed;
use super::error::{MAX_SOURCES, ParseError};
use super::urls::web_url;
use super::xml::escape::escape_attribute;
use super::xml::tag::StartTag;
use super::xml::tokenizer::{Token, Tokenizer};
use crate::text::markup::plain_text;

/// The characters of a name that are kept (chosen).
const MAX_NAME_CHARS: usize = 300;

/// A feed in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The feed's address.
    pub url: Url,
    /// The feed's name in the list.
    pub title: Option<String>,
    /// The name of the innermost folder that contains the feed.
    pub group: Option<String>,
}

/// Reads an OPML list of any version, and returns its feeds in the list's order. O(n).
///
/// Outlines without a web address for a feed are folders or notes, and are left out. Malformed markup is tolerated as in
/// [`parse`](super::parse).
///
/// # Errors
/// [`ParseError::NoOpml`] when there is no `<opml>` in it.
pub fn opml(bytes: &[u8]) -> Result<Vec<Subscription>, ParseError> {
    subscriptions(&decode_feed(bytes, None).text)
}

/// Returns the addresses of the first feeds of a list, each once.
pub(super) fn addresses(list: &str) -> Vec<Url> {
    let mut addresses: Vec<Url> = Vec::new();
    for subscription in subscriptions(list).unwrap_or_default() {
        if addresses.len() == MAX_SOURCES {
            break;
        }
        if !addresses.contains(&subscription.url) {
            addresses.push(subscription.url);
        }
    }
    addresses
}

fn subscriptions(text: &str) -> Result<Vec<Subscription>, ParseError> {
    let mut tokens = Tokenizer::new(text);
    let is_root = |token: &Token<'_>| matches!(token, Token::Open(tag) if tag.name.eq_ignore_ascii_case("opml"));
    if !tokens.any(|(_, token)| is_root(&token)) {
        return Err(ParseError::NoOpml);
    }
    let mut subscriptions = Vec::new();
    // the folder's name for each outline that is open
    let mut open: Vec<Option<String>> = Vec::new();
    for (_, token) in tokens {
        match token {
            Token::Open(tag) if tag.name.eq_ignore_ascii_case("outline") => {
                let title = outline_title(&tag);
                let url = tag.attribute("xmlUrl").and_then(|address| web_url(&address, None));
                let folder = if url.is_none() { title.clone() } else { None };
                if let Some(url) = url {
                    let group = open.last().cloned().flatten();
                    subscriptions.push(Subscription { url, title, group });
                }
                if !tag.is_self_closing {
                    open.push(folder);
                }
            }
            Token::Close(name) if name.eq_ignore_ascii_case("outline") => {
                open.pop();
            }
            _ => {}
        }
    }
    Ok(subscriptions)
}

/// Returns a list of feeds as OPML 2.0.
///
/// The feeds of a group stand in a folder, in the order in which each group comes first.
///
/// ```
/// use pressline::feed::{Subscription, opml, opml_document};
///
/// let feed = Subscription { url: "https://news.example/rss".parse()?, title: Some("News".to_owned()), group: None };
/// assert_eq!(opml(opml_document(&[feed.clone()]).as_bytes())?, [feed]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn opml_document(subscriptions: &[Subscription]) -> String {
    let mut groups: Vec<Option<&str>> = Vec::new();
    for subscription in subscriptions {
        let group = subscription.group.as_deref();
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n");
    out.push_str("<head><title>pressline</title></head>\n<body>\n");
    for group in groups {
        if let Some(group) = group {
            push_outline("", &[("text", group)], ">", &mut out);
        }
        for Subscription { url, title, .. } in subscriptions.iter().filter(|s| s.group.as_deref() == group) {
            let indent = if group.is_some() { "  " } else { "" };
            let text = title.as_deref().unwrap_or_else(|| url.as_str());
            push_outline(indent, &[("type", "rss"), ("text", text), ("xmlUrl", url.as_str())], "/>", &mut out);
        }
        if group.is_some() {
            out.push_str("</outline>\n");
        }
    }
    out.push_str("</body>\n</opml>\n");
    out
}

fn push_outline(indent: &str, attributes: &[(&str, &str)], end: &str, out: &mut String) {
    out.push_str(indent);
    out.push_str("<outline");
    for (name, value) in attributes {
        out.extend([" ", name, "=\""]);
        escape_attribute(value, out);
        out.push('"');
    }
    out.push_str(end);
    out.push('\n');
}

fn outline_title(tag: &StartTag<'_>) -> Option<String> {
    let title = tag.attribute("title").or_else(|| tag.attribute("text"))?;
    let title: String = plain_text(&title).chars().take(MAX_NAME_CHARS).collect();
    Some(title).filter(|t| !t.is_empty())
}

#[cfg(test)]
mod tests {
    use super::opml;

    #[track_caller]
    fn check(list: &str, expected: &str) {
        let read = opml(list.as_bytes()).map_or_else(
            |error| error.to_string(),
            |list| {
                let line = |s: &super::Subscription| {
                    format!(
                        "{}/{} {}",
                        s.group.as_deref().unwrap_or_default(),
                        s.title.as_deref().unwrap_or_default(),
                        s.url
                    )
                };
                list.iter().map(line).collect::<Vec<_>>().join("\n")
            },
        );
        assert_eq!(read, expected);
    }

    #[test]
    fn folders_become_groups() {
        check(
            "<?xml version='1.0'?><opml version='2.0'><head><title>My feeds</title></head><body>\
             <outline text='Harbour &amp; sea'><outline type='rss' text='Quill' xmlUrl='https://quill.example/rss?a=1&amp;b=2'/>\
             <outline text='Ink' title='The Ink' xmlUrl='http://ink.example/'></outline></outline>\
             <outline text='Alone' xmlUrl='https://alone.example/feed'/><outline text='a note'/></body></opml>",
            "Harbour & sea/Quill https://quill.example/rss?a=1&b=2\n\
             Harbour & sea/The Ink http://ink.example/\n\
             /Alone https://alone.example/feed",
        );
    }

    #[test]
    fn bad_lists_are_read_as_far_as_they_go() {
        check("<opml><outline text=Q & A xmlurl='https://quill.example/'", "");
        check(
            "<opml><outline text='Q & A' xmlurl='https://quill.example/'><outline xmlUrl='file:///etc/hostname'>",
            "/Q & A https://quill.example/",
        );
        check("<rss version='2.0'/>", "not a feed: no OPML list");
    }
}
