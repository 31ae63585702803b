//! One unit of work; what travels through the queue, and the only thing that crosses a process border.

use serde::{Deserialize, Serialize};
use url::Url;

use super::Moment;

/// Work to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Poll a feed.
    Poll(PollJob),
    /// Fetch, extract and analyze an article.
    Article(Box<ArticleJob>),
}

impl Job {
    /// The address this job asks for.
    pub const fn url(&self) -> &Url {
        match self {
            Self::Poll(job) => &job.url,
            Self::Article(job) => &job.url,
        }
    }

    /// The feed's name in the configuration.
    pub fn feed(&self) -> &str {
        match self {
            Self::Poll(job) => &job.feed,
            Self::Article(job) => &job.feed,
        }
    }

    /// What the queue knows this job by: one poll per feed and one visit per page wait at a time.
    pub fn key(&self) -> String {
        match self {
            Self::Poll(job) => format!("poll:{}", job.feed),
            Self::Article(job) => format!("page:{}", job.url),
        }
    }

    /// Whose server it asks; jobs of one host take turns.
    pub fn host(&self) -> &str {
        self.url().host_str().unwrap_or_default()
    }
}

/// Poll a feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollJob {
    /// The feed's name in the configuration.
    pub feed: String,
    /// Its address.
    pub url: Url,
}

/// Fetch, extract and analyze an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleJob {
    /// The page.
    pub url: Url,
    /// The feed's name in the configuration.
    pub feed: String,
    /// The entry's id in the feed.
    pub entry_id: String,
    /// When the entry was first seen.
    pub first_seen: Moment,
    /// What the feed says of the article; serves where the page is silent.
    pub entry: EntrySketch,
}

/// What a feed says of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EntrySketch {
    /// Headline.
    pub title: Option<String>,
    /// Names as given.
    pub authors: Vec<String>,
    /// First published.
    pub published: Option<Moment>,
    /// Last changed.
    pub updated: Option<Moment>,
    /// Categories.
    pub tags: Vec<String>,
    /// The entry's own full content, HTML, for when the page can't be had.
    pub content: Option<String>,
}

/// Where an article's text comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FullText {
    /// The page; the feed's own content when the page can't be had.
    #[default]
    Auto,
    /// The page only.
    Page,
    /// The feed's own content only; no page is fetched.
    Feed,
}
