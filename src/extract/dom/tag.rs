//! What an element's name says about its place in a text.

/// Elements by what they do to the text around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ElementKind {
    /// Runs within a line: `b`, `span`, `time` and others.
    Inline,
    /// `a`.
    Link,
    /// `b`, `strong`.
    Bold,
    /// `em`, `i`, `cite`.
    Italic,
    /// `p`.
    Paragraph,
    /// `h1`.
    H1,
    /// `h2` to `h6`.
    Heading,
    /// `li`, `dt`, `dd`.
    Item,
    /// `ul`, `ol`, `dl`, `menu`.
    List,
    /// `blockquote`, and `q` that holds blocks.
    Quote,
    /// `pre`.
    Pre,
    /// `td`, `th`.
    Cell,
    /// `table`, `tr` and the like.
    Table,
    /// `figure`.
    Figure,
    /// `figcaption`.
    Caption,
    /// `article`.
    Article,
    /// `main`.
    Main,
    /// `section`.
    Section,
    /// `nav`, `menu`.
    Nav,
    /// `footer`.
    Footer,
    /// `header`.
    Header,
    /// `aside`.
    Aside,
    /// `form`, `fieldset`.
    Form,
    /// `address`.
    Address,
    /// `html`, `body`.
    HtmlOrBody,
    /// `div`, `center` and elements nobody knows.
    Div,
    /// `br`.
    Break,
    /// `hr`.
    Rule,
    /// `img`, `picture`'s sources.
    Image,
    /// `video`, `audio`, `iframe`, `object`, `embed`.
    Player,
    /// Holds nothing to read: scripts, styles, controls, the readings beside characters.
    Skipped,
}

impl ElementKind {
    /// The tag of an element's name, as the parser gives it (lower case).
    pub(crate) fn of(name: &str) -> Self {
        match name {
            "span" | "time" | "font" | "small" | "sup" | "sub" | "u" | "ins" | "del" | "s" | "strike" | "abbr"
            | "acronym" | "bdi" | "bdo" | "big" | "code" | "data" | "kbd" | "label" | "mark" | "q" | "ruby" | "rb"
            | "rp" | "samp" | "tt" | "var" | "wbr" | "picture" | "dfn" | "math" | "nobr" | "meta" | "link" | "base" => {
                Self::Inline
            }
            "a" => Self::Link,
            "b" | "strong" => Self::Bold,
            "em" | "i" | "cite" => Self::Italic,
            "p" => Self::Paragraph,
            "li" | "dt" | "dd" => Self::Item,
            "ul" | "ol" | "dl" => Self::List,
            "h1" => Self::H1,
            "h2" | "h3" | "h4" | "h5" | "h6" => Self::Heading,
            "br" => Self::Break,
            "hr" => Self::Rule,
            "img" | "amp-img" => Self::Image,
            "figure" => Self::Figure,
            "figcaption" => Self::Caption,
            "blockquote" => Self::Quote,
            "pre" => Self::Pre,
            "td" | "th" => Self::Cell,
            "table" | "tbody" | "thead" | "tfoot" | "tr" | "caption" | "colgroup" => Self::Table,
            "article" => Self::Article,
            "main" => Self::Main,
            "section" => Self::Section,
            "nav" | "menu" => Self::Nav,
            "footer" => Self::Footer,
            "header" | "hgroup" => Self::Header,
            "aside" => Self::Aside,
            "form" | "fieldset" => Self::Form,
            "address" => Self::Address,
            "html" | "body" => Self::HtmlOrBody,
            "video" | "audio" | "iframe" | "object" | "embed" | "amp-iframe" | "amp-video" => Self::Player,
            "script" | "style" | "noscript" | "template" | "svg" | "select" | "button" | "input" | "textarea"
            | "canvas" | "head" | "title" | "datalist" | "progress" | "meter" | "map" | "area" | "noframes"
            | "source" | "track" | "param" | "option" | "optgroup" | "dialog" | "rt" | "rtc" | "applet"
            | "frameset" | "frame" | "nostyle" => Self::Skipped,
            _ => Self::Div,
        }
    }

    /// Returns whether text goes on through it without a break.
    pub(crate) const fn is_inline(self) -> bool {
        matches!(self, Self::Inline | Self::Link | Self::Bold | Self::Italic | Self::Image)
    }
}
