//! Settings for the module's own tests.

use std::collections::BTreeMap;
use std::time::Duration;

use super::settings::{FeedSpec, RetryPolicy, Settings};
use crate::clock::Clock;
use crate::model::Moment;
use crate::work::job::{ArticleJob, EntryMetadata, FullText, Identity};

pub(super) fn settings() -> Settings {
    Settings {
        in_flight: 4,
        cpu_threads: 1,
        min_interval: Duration::from_mins(10),
        max_interval: Duration::from_hours(24),
        target_delay: Duration::from_mins(15),
        first_poll_entries: 50,
        first_poll_age: None,
        retry: RetryPolicy {
            initial_interval: Duration::from_mins(1),
            max_interval: Duration::from_hours(6),
            max_age: Duration::from_hours(48),
        },
        feeds: BTreeMap::new(),
        paused_feeds: BTreeMap::new(),
        config_hash: "b3:0".to_owned(),
        clock: Clock::system(),
        pass: None,
    }
}

pub(super) fn spec() -> FeedSpec {
    FeedSpec {
        url: "https://news.test/feed".parse().unwrap(),
        interval: None,
        group: None,
        tags: Vec::new(),
        full_text: FullText::Auto,
        headers: Vec::new(),
    }
}

/// Returns a visit of a page whose entry was first seen at a Unix second.
pub(super) fn article_job(first_seen: i64) -> ArticleJob {
    ArticleJob {
        url: "https://news.test/ferry".parse().unwrap(),
        has_link: true,
        feed: "news".to_owned(),
        entry_id: "1".to_owned(),
        unique_id: None,
        identity: Identity::Page,
        is_revisit: false,
        first_seen: Moment::utc(jiff::Timestamp::from_second(first_seen).unwrap()),
        entry: EntryMetadata::default(),
    }
}
