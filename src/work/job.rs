//! Jobs: the units of work that travel through the queue and cross process borders.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::identity::page_key;
use crate::model::{Moment, content_id, without_secrets};

/// A unit of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Polls a feed.
    Poll(PollJob),
    /// Fetches, extracts and analyzes an article.
    Article(Box<ArticleJob>),
}

impl Job {
    /// Returns the address that this job requests.
    pub const fn url(&self) -> &Url {
        match self {
            Self::Poll(job) => &job.url,
            Self::Article(job) => &job.url,
        }
    }

    /// Returns the feed's name in the configuration.
    pub fn feed(&self) -> &str {
        match self {
            Self::Poll(job) => &job.feed,
            Self::Article(job) => &job.feed,
        }
    }

    /// Returns the key of this job in the queue.
    ///
    /// Keys are unique: at most one poll per feed and one visit per page or own text wait at a time.
    pub fn key(&self) -> String {
        match self {
            Self::Poll(job) => format!("poll:{}", job.feed),
            Self::Article(job) => match job.identity {
                Identity::Page => format!("page:{}", public_key(page_key(&job.url))),
                Identity::Entry => format!("entry:{}:{}", job.feed, public_key(job.ledger_id().to_owned())),
            },
        }
    }

    /// Returns whether this is an article whose feed carries its text.
    pub fn has_text(&self) -> bool {
        matches!(self, Self::Article(job) if job.entry.content.is_some())
    }

    /// Returns the host that this job requests. The queue limits how many jobs of one host are held.
    pub fn host(&self) -> &str {
        self.url().host_str().unwrap_or_default()
    }
}

/// Returns a key as it is, or its hash where it holds a secret.
fn public_key(key: String) -> String {
    let is_public = without_secrets(&key) == key;
    if is_public { key } else { content_id("", &key) }
}

/// A job that polls a feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollJob {
    /// The feed's name in the configuration.
    pub feed: String,
    /// The feed's address.
    pub url: Url,
}

/// A job that fetches, extracts and analyzes an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleJob {
    /// The article's page; the address of the feed or its site where the entry has no link.
    pub url: Url,
    /// Whether the entry has a link, so that `url` is a page.
    #[serde(default = "yes")]
    pub has_link: bool,
    /// The feed's name in the configuration.
    pub feed: String,
    /// The entry's id in the feed.
    pub entry_id: String,
    /// The entry's id in the ledger, where the feed's own is not unique.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unique_id: Option<String>,
    /// What makes two visits the same article.
    #[serde(default)]
    pub identity: Identity,
    /// Whether the entry was seen before, with other words.
    #[serde(default)]
    pub is_revisit: bool,
    /// The time at which the entry was first seen.
    pub first_seen: Moment,
    /// The feed's own metadata. It fills what the page leaves open.
    pub entry: EntryMetadata,
}

const fn yes() -> bool {
    true
}

impl ArticleJob {
    /// Returns the entry's id in the ledger.
    pub fn ledger_id(&self) -> &str {
        self.unique_id.as_deref().unwrap_or(&self.entry_id)
    }
}

/// What makes two visits the same article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// The page, whichever feeds link to it.
    #[default]
    Page,
    /// The entry of its feed, since the text is the feed's own.
    Entry,
}

/// The metadata that a feed gives of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EntryMetadata {
    /// The headline.
    pub title: Option<String>,
    /// The authors' names as given.
    pub authors: Vec<String>,
    /// The time of first publication.
    pub published: Option<Moment>,
    /// The time of the last change.
    pub updated: Option<Moment>,
    /// The categories.
    pub tags: Vec<String>,
    /// The entry's own full content as HTML. It is used when the page cannot be fetched.
    pub content: Option<String>,
}

/// A feed's setting for where the text of its articles comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FullText {
    /// Uses the page, and the feed's own content when the page cannot be fetched.
    #[default]
    Auto,
    /// Uses the page only.
    Page,
    /// Uses the feed's own content only. No page is fetched.
    Feed,
}
