//! Settings for the module's own tests.

use std::collections::BTreeMap;
use std::time::Duration;

use super::settings::{FeedSpec, Settings};
use crate::work::job::FullText;

pub(super) fn settings() -> Settings {
    Settings {
        in_flight: 4,
        cpu_threads: 1,
        min_interval: Duration::from_mins(10),
        max_interval: Duration::from_hours(24),
        target_delay: Duration::from_mins(15),
        first_poll_entries: 50,
        feeds: BTreeMap::new(),
        config_hash: "b3:0".to_owned(),
        pass: None,
    }
}

pub(super) fn spec() -> FeedSpec {
    FeedSpec {
        url: "https://news.test/feed".parse().unwrap(),
        interval: None,
        tags: Vec::new(),
        full_text: FullText::Auto,
        headers: Vec::new(),
    }
}
