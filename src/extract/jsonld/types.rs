//! What the JSON-LD of a page declares about its article.

/// The article as its publisher describes it for machines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct JsonLdArticle {
    pub(crate) headline: Option<String>,
    pub(crate) description: Option<String>,
    /// The body; paragraphs may be divided by `\n`, or not at all.
    pub(crate) body: Option<String>,
    pub(crate) authors: Authors,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) section: Option<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) image: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) site: Option<String>,
    /// `isAccessibleForFree`.
    pub(crate) free: Option<bool>,
}

/// What all scripts of a page say together.
#[derive(Clone, Debug, Default)]
pub(crate) struct JsonLd {
    pub(crate) article: Option<JsonLdArticle>,
    /// `datePublished` and `dateModified` of the page itself, as `WebPage`, `HowTo`, `Recipe` and the like have them.
    pub(crate) page_dates: [Option<String>; 2],
    /// `isAccessibleForFree` of the page itself.
    pub(crate) page_free: Option<bool>,
    /// Those of the article; of the page, where the article has none or nothing is called an article.
    pub(crate) authors: Authors,
    /// Every type named, in lower case.
    pub(crate) types: Vec<String>,
    /// The name of a publisher or web site.
    pub(crate) site: Option<String>,
    /// The trail of links that leads from the front page to this one.
    pub(crate) breadcrumbs: Vec<String>,
    /// Whether the page is called a live blog.
    pub(crate) live_blog: bool,
    /// The posts of a live blog: headline and text, in the order given.
    pub(crate) posts: Vec<(Option<String>, String)>,
}

/// Whom an object names as its authors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Authors {
    /// What is not said to be an organisation.
    pub(crate) people: Vec<String>,
    /// Organisations: the publisher, a desk, an agency.
    pub(crate) organizations: Vec<String>,
}

impl Authors {
    pub(crate) const fn is_empty(&self) -> bool {
        self.people.is_empty() && self.organizations.is_empty()
    }
}
