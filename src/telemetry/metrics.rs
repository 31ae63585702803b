//! The metrics, named by Prometheus' conventions.
//!
//! Labels have bounded sets of values: kinds, stages, codes; never a feed or an address.

use std::sync::Arc;
use std::time::Duration;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::stderr::dropped_lines;

/// The labels of a metric with their values.
type Labels = Vec<(&'static str, &'static str)>;

/// The bounds of the histograms in seconds, from a cached feed to the longest timeout (chosen).
const DURATION_BUCKETS: [f64; 11] = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0];

/// All metrics of the process. Cheap to clone; clones share their counts.
#[derive(Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    jobs: Family<Labels, Counter>,
    stage_durations: Family<Labels, Histogram>,
    bytes: Family<Labels, Counter>,
    errors: Family<Labels, Counter>,
    records: Family<Labels, Counter>,
    entries: Family<Labels, Counter>,
    annotations: Family<Labels, Counter>,
    pauses: Family<Labels, Counter>,
    reloads: Family<Labels, Counter>,
    dropped_log_lines: Counter,
    /// The number of jobs held by this process.
    pub in_flight: Gauge,
    /// The Unix time of the last commit, in seconds.
    pub last_commit: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("pressline");
        let stage_durations: Family<Labels, Histogram> =
            Family::new_with_constructor(|| Histogram::new(DURATION_BUCKETS));
        let (in_flight, last_commit) = (Gauge::default(), Gauge::default());
        let mut family = |name: &str, help: &str| {
            let family: Family<Labels, Counter> = Family::default();
            registry.register(name, help, family.clone());
            family
        };
        let jobs = family("jobs", "Jobs settled, by kind and outcome");
        let bytes = family("fetched_bytes", "Bytes received, decoded, by kind");
        let errors = family("errors", "Failed attempts, by stage and code");
        let records = family("records", "Records committed, by type");
        let entries = family("feed_entries", "Entries read from feeds, by what was known of them");
        let annotations = family("annotations", "Entities and quotes found");
        let pauses = family("domain_pauses", "Pauses that domains asked for, by reason");
        let reloads = family("config_reloads", "Changed configurations, by outcome");
        let dropped_log_lines = Counter::default();
        registry.register("log_lines_dropped", "Log lines that stderr did not take", dropped_log_lines.clone());
        registry.register_with_unit("stage_duration", "Time spent in a stage", Unit::Seconds, stage_durations.clone());
        registry.register("jobs_in_flight", "Jobs held by this process", in_flight.clone());
        registry.register("last_commit_timestamp_seconds", "Unix time of the last commit", last_commit.clone());
        Self {
            registry: Arc::new(registry),
            jobs,
            stage_durations,
            bytes,
            errors,
            records,
            entries,
            annotations,
            pauses,
            reloads,
            dropped_log_lines,
            in_flight,
            last_commit,
        }
    }
}

impl Metrics {
    /// Counts a settled job.
    pub fn count_job(&self, kind: &'static str, outcome: &'static str) {
        self.jobs.get_or_create(&vec![("kind", kind), ("outcome", outcome)]).inc();
    }

    /// Records the duration of a stage.
    pub fn observe_stage(&self, stage: &'static str, time: Duration) {
        self.stage_durations.get_or_create(&vec![("stage", stage)]).observe(time.as_secs_f64());
    }

    /// Counts the bytes of a body.
    pub fn add_bytes(&self, kind: &'static str, count: u64) {
        self.bytes.get_or_create(&vec![("kind", kind)]).inc_by(count);
    }

    /// Counts a failed attempt.
    pub fn count_error(&self, stage: &'static str, code: &'static str) {
        self.errors.get_or_create(&vec![("stage", stage), ("code", code)]).inc();
    }

    /// Counts committed records.
    pub fn add_records(&self, kind: &'static str, count: u64) {
        self.records.get_or_create(&vec![("type", kind)]).inc_by(count);
    }

    /// Counts the entries of a feed.
    pub fn add_entries(&self, novelty: &'static str, count: u64) {
        self.entries.get_or_create(&vec![("novelty", novelty)]).inc_by(count);
    }

    /// Counts entities or quotes.
    pub fn add_annotations(&self, kind: &'static str, count: u64) {
        self.annotations.get_or_create(&vec![("type", kind)]).inc_by(count);
    }

    /// Counts a pause that a domain asked for.
    pub fn count_pause(&self, reason: &'static str) {
        self.pauses.get_or_create(&vec![("reason", reason)]).inc();
    }

    /// Counts a changed configuration that was taken or refused.
    pub fn count_reload(&self, outcome: &'static str) {
        self.reloads.get_or_create(&vec![("outcome", outcome)]).inc();
    }

    /// Returns all metrics in the OpenMetrics text format.
    pub fn text(&self) -> String {
        self.dropped_log_lines.inc_by(dropped_lines().saturating_sub(self.dropped_log_lines.get()));
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("a String takes any text");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_shown() {
        let metrics = Metrics::default();
        metrics.count_job("poll", "done");
        metrics.observe_stage("extract", Duration::from_millis(30));
        metrics.clone().count_error("fetch", "http_status");
        let text = metrics.text();
        for line in [
            "pressline_jobs_total{kind=\"poll\",outcome=\"done\"} 1",
            "pressline_stage_duration_seconds_bucket{le=\"0.05\",stage=\"extract\"} 1",
            "pressline_errors_total{stage=\"fetch\",code=\"http_status\"} 1",
        ] {
            assert!(text.contains(line), "{line} is missing in\n{text}");
        }
    }
}
