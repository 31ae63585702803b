//! What follows from an article that was found: its id, and its records unless they were emitted before.

use url::Url;

use super::outcome::ArticleFound;
use super::output::Output;
use super::settings::Settings;
use crate::identity::{check_canonical, normalized_url, page_key};
use crate::model::record::{ArticleRecord, ModelNames, Provenance, Source};
use crate::model::{Article, Moment, article_id, content_id, shown_url, text_hash, without_secrets};
use crate::work::job::{ArticleJob, EntryMetadata, Identity};
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
}

/// Keeps of the canonical address what can be this page's, and removes any other.
pub(super) fn keep_own_canonical(article: &mut Article, job: &ArticleJob, final_url: &Url) {
    let canonical = article.canonical_url.take();
    article.canonical_url = canonical.filter(|canonical| match check_canonical(&job.url, final_url, canonical) {
        Ok(()) => true,
        Err(fault) => {
            tracing::debug!(%canonical, %fault, "canonical address is not believed");
            false
        }
    });
}

/// Returns the id of an article that is known by its page: from its canonical address, else from the page's own.
pub(super) fn page_id(article: &Article, job: &ArticleJob) -> String {
    id_of_address(article.canonical_url.as_ref().unwrap_or(&job.url))
}

/// Returns the id of an address without its tracking parameters.
pub(super) fn id_of_address(url: &Url) -> String {
    Url::parse(&normalized_url(url)).map_or_else(|_| article_id(url), |url| article_id(&url))
}

/// Returns the id of an article that is known by its feed and entry.
pub(super) fn entry_id(job: &ArticleJob) -> String {
    content_id("a_", &["entry", &job.feed, job.ledger_id()].join("\n"))
}

/// Returns the keys of the pages that were had by a visit: the one asked for, and where that led.
pub(super) fn pages(job: &ArticleJob, found: &ArticleFound) -> Vec<String> {
    let asked = (job.identity == Identity::Page).then_some(&job.url);
    let led_to = found.page.as_ref().map(|(_, url)| url).filter(|_| asked.is_some());
    let mut keys: Vec<String> = asked.into_iter().chain(led_to).map(page_key).collect();
    keys.dedup();
    keys
}

/// What a visit means for the article's revisions.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Revision {
    /// It says what was last emitted.
    Unchanged,
    /// It says what was last emitted, by what the former format of the state knew of it. Only the state is completed.
    Completed(ArticleState),
    /// It is a new revision.
    New(ArticleState),
}

/// Decides whether an article is a new revision: one of text, headline or authors.
pub(super) fn revision(article: &Article, known: Option<ArticleState>) -> Revision {
    let text_hash = text_hash(&article.text);
    let head = [article.title.as_deref().unwrap_or_default(), &article.authors.join("\u{1f}")].join("\n");
    let head_hash = Some(content_id("b3:", &head));
    let Some(known) = known else {
        return Revision::New(ArticleState { rev: 1, text_hash, head_hash, duplicate_of: None });
    };
    let is_same_text = known.text_hash == text_hash;
    match known.head_hash {
        Some(_) if is_same_text && known.head_hash == head_hash => Revision::Unchanged,
        None if is_same_text => Revision::Completed(ArticleState { head_hash, ..known }),
        _ => Revision::New(ArticleState { rev: known.rev + 1, text_hash, head_hash, ..known }),
    }
}

/// Returns the lines of one revision, for every output.
pub(super) fn lines(
    outputs: &[Output],
    settings: &Settings,
    job: &ArticleJob,
    found: &ArticleFound,
    id: &str,
    state: &ArticleState,
) -> Vec<Line> {
    let ArticleFound { article, annotations, fetched, page, .. } = found;
    let provenance = Provenance {
        feed: job.feed.clone(),
        group: settings.feeds.get(&job.feed).and_then(|spec| spec.group.clone()),
        feed_entry_id: Some(without_secrets(&job.entry_id).into_owned()),
        first_seen: job.first_seen,
        fetched: Moment::utc(*fetched),
        http_status: page.as_ref().map(|(status, _)| *status),
        final_url: page.as_ref().map(|(_, url)| shown_url(url)),
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
        rev: state.rev,
        url: job.has_link.then(|| shown_url(&job.url)),
        duplicate_of: state.duplicate_of.clone(),
        canonical_url: record.canonical_url.as_ref().map(shown_url),
        image: record.image.as_ref().map(shown_url),
        provenance: Some(provenance.clone()),
        ..record
    };
    outputs.iter().flat_map(|output| output.article_lines(article, annotations, complete)).collect()
}
