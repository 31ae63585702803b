//! The lead picture of a page that names none for others to show: where its pictures really are, and which comes first.

use scraper::node::Element as HtmlElement;

use super::parse::{self, Scripting};

/// Attributes that hold a picture's address, those that a script would use first.
const ONE: [&str; 5] = ["data-src", "data-original", "data-lazy-src", "data-lazy", "data-url"];

/// Attributes that hold a list of them.
const LISTS: [&str; 3] = ["data-srcset", "data-lazy-srcset", "srcset"];

/// Words in names of pictures, and of their classes, that show signs and faces.
const SIGNS: [&str; 6] = ["logo", "avatar", "icon", "favicon", "sprite", "emoji"];

/// Words in names of pictures that show nothing.
const EMPTY: [&str; 7] = ["blank", "placeholder", "spacer", "1x1", "transparent", "lazyload", "lazyloading"];

/// Those that are such names by themselves, or with a number.
const ALONE: [&str; 3] = ["pixel", "loading", "lazy"];

/// Pixels; what is narrower or lower is a sign or a face.
const SMALLEST: u32 = 100;

/// `noscript`s that are looked into, and the bytes of one.
const MOST_UNSCRIPTED: usize = 32;

const UNSCRIPTED_WITHIN: usize = 2048;

/// Addresses of the pictures in a page's text.
#[derive(Debug, Default)]
pub(crate) struct ImageCollector {
    /// The address and the element it stands at, in document order.
    pub(crate) found: Vec<(String, u32)>,
    /// From the last `<source>` of a `<picture>` whose `<img>` is still to come.
    source: Option<String>,
    unscripted: usize,
    /// The page names a picture for others to show, so that nobody asks for these.
    pub(crate) needless: bool,
}

impl ImageCollector {
    /// Notes an `<img>`.
    pub(crate) fn image(&mut self, element: &HtmlElement, index: u32) {
        let source = self.source.take();
        if self.needless {
            return;
        }
        let small = |side: &str| element.attr(side).and_then(|s| s.parse::<u32>().ok()).is_some_and(|s| s < SMALLEST);
        if small("width") || small("height") || element.attr("class").is_some_and(is_sign) {
            return;
        }
        if let Some(address) = address(element).or(source) {
            self.found.push((address, index));
        }
    }

    /// Notes a `<source>`.
    pub(crate) fn source(&mut self, element: &HtmlElement) {
        self.source = address(element);
    }

    /// Looks for the picture that a `noscript` holds for readers whose browser does not load it by a script.
    pub(crate) fn unscripted(&mut self, text: &str, index: u32) {
        if !text.contains("<img") || text.len() > UNSCRIPTED_WITHIN || self.unscripted == MOST_UNSCRIPTED {
            return;
        }
        self.unscripted += 1;
        for node in parse::parse(text, Scripting::Enabled).html.tree.nodes() {
            if let Some(image) = node.value().as_element().filter(|e| e.name() == "img") {
                self.image(image, index);
            }
        }
    }
}

/// Returns where an element's picture is.
pub(crate) fn address(element: &HtmlElement) -> Option<String> {
    let held = |name: &&str| element.attr(name).map(str::trim).filter(|a| is_picture(a));
    let list = || LISTS.iter().find_map(|name| largest(element.attr(name)?)).filter(|a| is_picture(a));
    let found = ONE.iter().find_map(held).or_else(|| held(&"src")).or_else(list)?;
    Some(found.to_owned())
}

/// Returns the widest picture of `a.jpg 320w, b.jpg 960w`.
fn largest(list: &str) -> Option<&str> {
    let entries = list.split(", ").filter_map(|entry| {
        let mut words = entry.trim().trim_end_matches(',').split_ascii_whitespace();
        let address = words.next()?;
        let width = words.next().and_then(|w| w.trim_end_matches(['w', 'x', 'h']).parse::<f32>().ok());
        Some((address, width.unwrap_or_default()))
    });
    entries.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(address, _)| address)
}

fn is_picture(address: &str) -> bool {
    let bare = address.split(['?', '#']).next().unwrap_or_default();
    let name = bare.rsplit('/').next().unwrap_or_default();
    !address.is_empty() && address.len() <= 2048 && !address.starts_with("data:") && !is_empty(name)
}

fn is_sign(name: &str) -> bool {
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    words.any(|word| SIGNS.iter().any(|sign| word.eq_ignore_ascii_case(sign)))
}

/// Returns whether a file's name is that of a sign, or of a picture that shows nothing.
///
/// `1x1.gif` and `blank-16.png` are such names. `new-pixel.jpg` is none: it may show a telephone.
fn is_empty(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let (stem, kind) = name.rsplit_once('.').unwrap_or((&name, ""));
    let words = || stem.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.bytes().all(|b| b.is_ascii_digit()));
    let alone = words().next().is_some() && words().all(|w| ALONE.contains(&w));
    kind == "svg" || is_sign(stem) || alone || words().any(|w| EMPTY.contains(&w))
}
