//! What follows from an article that was found: its records, unless its text was emitted before.

use url::Url;

use super::outcome::ArticleFound;
use super::output::Output;
use super::settings::Settings;
use crate::identity::normalized_url;
use crate::model::record::{ArticleRecord, ModelNames, Provenance, Source};
use crate::model::{Article, Moment, article_id, text_hash, without_credentials};
use crate::work::job::{ArticleJob, EntryMetadata};
use crate::work::ledger::ArticleState;
use crate::work::outbox::Line;

/// Fills from the feed what the page leaves open, and corrects what pages often get wrong.
pub(super) fn merge_entry(article: &mut Article, job: &ArticleJob, feed_tags: &[String]) {
    let EntryMetadata { title, authors, published, updated, tags, .. } = &job.entry;
    // A page whose only title is the window's often puts the site before the headline. The feed has the headline alone.
    let has_site_prefix = |page: &String, entry: &String| page.len() > entry.len() && page.ends_with(entry.as_str());
    article.title = match (article.title.take(), title) {
        (Some(page), Some(entry)) if has_site_prefix(&page, entry) => Some(entry.clone()),
        (page, entry) => page.or_else(|| entry.clone()),
    };
    article.published = article.published.or(*published).or(*updated);
    if article.authors.is_empty() {
        article.authors.clone_from(authors);
    }
    if article.tags.is_empty() {
        article.tags.clone_from(tags);
    }
    for tag in feed_tags {
        if !article.tags.contains(tag) {
            article.tags.push(tag.clone());
        }
    }
    // Some sites give their front page as the address of every article.
    let is_front = |url: &Url| url.path() == "/" && url.query().is_none();
    if article.canonical_url.as_ref().is_some_and(is_front) && !is_front(&job.url) {
        article.canonical_url = None;
    }
}

/// Returns the article's id: from its canonical address, else from the page's without tracking parameters.
pub(super) fn stable_id(article: &Article, job: &ArticleJob) -> String {
    let address = normalized_url(article.canonical_url.as_ref().unwrap_or(&job.url));
    Url::parse(&address).map_or_else(|_| article_id(&job.url), |url| article_id(&url))
}

/// Returns the next revision of an article; `None` when its text is the one last emitted.
pub(super) fn next_revision(article: &Article, known: Option<&ArticleState>) -> Option<ArticleState> {
    let text_hash = text_hash(&article.text);
    match known {
        Some(known) if known.text_hash == text_hash => None,
        Some(known) => Some(ArticleState { rev: known.rev + 1, text_hash }),
        None => Some(ArticleState { rev: 1, text_hash }),
    }
}

/// Returns the lines of one revision, for every output.
pub(super) fn lines(
    outputs: &[Output],
    settings: &Settings,
    job: &ArticleJob,
    found: &ArticleFound,
    id: &str,
    rev: u32,
) -> Vec<Line> {
    let ArticleFound { article, annotations, fetched, page } = found;
    let provenance = Provenance {
        feed: job.feed.clone(),
        feed_entry_id: Some(job.entry_id.clone()),
        first_seen: job.first_seen,
        fetched: Moment::utc(*fetched),
        http_status: page.as_ref().map(|(status, _)| *status),
        final_url: page.as_ref().map(|(_, url)| without_credentials(url)),
        source: if page.is_some() { Source::Page } else { Source::Feed },
        extractor: article.extractor,
        pressline: env!("CARGO_PKG_VERSION").to_owned(),
        models: ModelNames {
            entities: annotations.entity_model.map(str::to_owned),
            quotes: annotations.quote_model.map(str::to_owned),
            lists: annotations.lists.clone(),
        },
        config: settings.config_hash.clone(),
    };
    let complete = |record: ArticleRecord| ArticleRecord {
        id: id.to_owned(),
        rev,
        url: Some(without_credentials(&job.url)),
        provenance: Some(provenance.clone()),
        ..record
    };
    outputs.iter().flat_map(|output| output.article_lines(article, annotations, complete)).collect()
}
