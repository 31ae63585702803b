//! What is counted. Labels are bounded sets: kinds, stages, codes; never a feed or an address.

use std::sync::Arc;
use std::time::Duration;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// A label with its value.
type Labels = Vec<(&'static str, &'static str)>;

/// Bounds of the histograms, in seconds: from a cached feed to the longest time-out.
const SECONDS: [f64; 11] = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0];

/// All metrics of the process. Cheap to clone; clones count together.
#[derive(Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    jobs: Family<Labels, Counter>,
    stages: Family<Labels, Histogram>,
    bytes: Family<Labels, Counter>,
    errors: Family<Labels, Counter>,
    records: Family<Labels, Counter>,
    entries: Family<Labels, Counter>,
    found: Family<Labels, Counter>,
    /// Jobs held by this process.
    pub in_flight: Gauge,
    /// Unix time of the last commit, in seconds.
    pub last_commit: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("pressline");
        let seconds: Family<Labels, Histogram> = Family::new_with_constructor(|| Histogram::new(SECONDS));
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
        let found = family("annotations", "Entities and quotes found");
        registry.register_with_unit("stage", "Time spent in a stage", Unit::Seconds, seconds.clone());
        registry.register("jobs_in_flight", "Jobs held by this process", in_flight.clone());
        registry.register("last_commit_time_seconds", "Unix time of the last commit", last_commit.clone());
        Self {
            registry: Arc::new(registry),
            jobs,
            stages: seconds,
            bytes,
            errors,
            records,
            entries,
            found,
            in_flight,
            last_commit,
        }
    }
}

impl Metrics {
    /// A job was settled.
    pub fn job(&self, kind: &'static str, outcome: &'static str) {
        self.jobs.get_or_create(&vec![("kind", kind), ("outcome", outcome)]).inc();
    }

    /// A stage took this long.
    pub fn stage(&self, stage: &'static str, time: Duration) {
        self.stages.get_or_create(&vec![("stage", stage)]).observe(time.as_secs_f64());
    }

    /// A body was received.
    pub fn bytes(&self, kind: &'static str, count: u64) {
        self.bytes.get_or_create(&vec![("kind", kind)]).inc_by(count);
    }

    /// An attempt failed.
    pub fn error(&self, stage: &'static str, code: &'static str) {
        self.errors.get_or_create(&vec![("stage", stage), ("code", code)]).inc();
    }

    /// Records were committed.
    pub fn record(&self, kind: &'static str, count: u64) {
        self.records.get_or_create(&vec![("type", kind)]).inc_by(count);
    }

    /// Entries were read from a feed.
    pub fn entries(&self, novelty: &'static str, count: u64) {
        self.entries.get_or_create(&vec![("novelty", novelty)]).inc_by(count);
    }

    /// Entities or quotes were found.
    pub fn found(&self, kind: &'static str, count: u64) {
        self.found.get_or_create(&vec![("type", kind)]).inc_by(count);
    }

    /// Everything in the OpenMetrics text form.
    pub fn text(&self) -> String {
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
        metrics.job("poll", "done");
        metrics.stage("extract", Duration::from_millis(30));
        metrics.clone().error("fetch", "http_status");
        let text = metrics.text();
        for line in [
            "pressline_jobs_total{kind=\"poll\",outcome=\"done\"} 1",
            "pressline_stage_seconds_bucket{le=\"0.05\",stage=\"extract\"} 1",
            "pressline_errors_total{stage=\"fetch\",code=\"http_status\"} 1",
        ] {
            assert!(text.contains(line), "{line} is missing in\n{text}");
        }
    }
}
