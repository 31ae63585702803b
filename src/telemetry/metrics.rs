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
use prometheus_client::metrics::info::Info;

use super::Conditions;
use super::catalogue::{Catalogue, Labels, document};
use super::process;
use super::stderr::dropped_lines;

/// The bounds of the histograms in seconds, from a cached feed to the longest timeout (chosen).
const DURATION_BUCKETS: [f64; 11] = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0];

/// All metrics of the process. Cheap to clone; clones share their counts.
#[derive(Clone)]
pub struct Metrics {
    catalogue: Arc<Catalogue>,
    jobs: Family<Labels, Counter>,
    stage_durations: Family<Labels, Histogram>,
    bytes: Family<Labels, Counter>,
    responses: Family<Labels, Counter>,
    errors: Family<Labels, Counter>,
    records: Family<Labels, Counter>,
    entries: Family<Labels, Counter>,
    annotations: Family<Labels, Counter>,
    pauses: Family<Labels, Counter>,
    conditions: Family<Vec<(&'static str, String)>, Gauge>,
    available: Family<Vec<(&'static str, String)>, Gauge>,
    reloads: Family<Labels, Counter>,
    dropped_log_lines: Counter,
    /// The number of jobs held by this process.
    pub in_flight: Gauge,
    /// The Unix time of the last commit, in seconds.
    pub last_commit: Gauge,
    /// What the state holds, as of its last look.
    pub state: StateGauges,
}

/// Gauges of what the state holds.
#[derive(Clone, Debug)]
pub struct StateGauges {
    /// The number of jobs that wait.
    pub waiting: Gauge,
    /// The number of these that are due.
    pub due: Gauge,
    /// The number of dead letters.
    pub buried: Gauge,
    /// The bytes of lines that are committed and not yet known to be safe at their destination.
    pub outbox_bytes: Gauge,
    /// The number of feeds in the configuration.
    pub feeds: Gauge,
    /// The number of these whose last poll failed.
    pub failing_feeds: Gauge,
    /// The number of domains that asked for a pause which lasts.
    pub paused_domains: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut new = Catalogue::default();
        process::register(&mut new);
        let version = env!("CARGO_PKG_VERSION");
        let build = "The version of the program";
        new.registry.register("pressline_build", build, Info::new(vec![("version", version)]));
        new.describe("pressline_build_info".to_owned(), "info", &["version"], build);
        let buckets = || Histogram::new(DURATION_BUCKETS);
        Self {
            jobs: new.counters("jobs", &["kind", "outcome"], "Jobs settled, by kind and outcome"),
            stage_durations: new.durations("stage_duration", &["stage"], "Time spent in a stage", buckets),
            bytes: new.counters("fetched_bytes", &["kind"], "Bytes received, decoded, by kind"),
            responses: new.counters(
                "http_responses",
                &["kind", "class"],
                "Answers to requests for feeds and pages, after redirects, by class of status; `none` where none came",
            ),
            errors: new.counters("errors", &["stage", "code"], "Failed attempts, by stage and code"),
            records: new.counters("records", &["type"], "Records committed, by type"),
            entries: new.counters("feed_entries", &["novelty"], "Entries read from feeds, by what was known of them"),
            annotations: new.counters("annotations", &["type"], "Entities and quotes found"),
            pauses: new.counters("domain_pauses", &["reason"], "Pauses that domains asked for, by reason"),
            conditions: new.gauges(
                "condition",
                &["condition"],
                "1 for what keeps the service from being ready, by name",
            ),
            available: new.gauges(
                "disk_available_bytes",
                &["disk"],
                "Bytes available on the disk of the state, and of the directory of each output",
            ),
            reloads: new.counters("config_reloads", &["outcome"], "Changed configurations, by outcome"),
            dropped_log_lines: new.counter("log_lines_dropped", "Log lines that stderr did not take"),
            in_flight: new.gauge("jobs_in_flight", "Jobs held by this process"),
            last_commit: new.gauge("last_commit_timestamp_seconds", "Unix time of the last commit"),
            state: StateGauges {
                waiting: new.gauge("jobs_waiting", "Jobs that wait, of which most are polls that are due later"),
                due: new.gauge("jobs_due", "Jobs that wait and are due: the backlog"),
                buried: new.gauge("jobs_buried", "Dead letters: jobs that were given up, of which 10,000 are kept"),
                outbox_bytes: new.gauge("outbox_bytes", "Bytes committed and not yet known to be safe in their output"),
                feeds: new.gauge("feeds_configured", "Feeds in the configuration"),
                failing_feeds: new.gauge("feeds_failing", "Configured feeds whose last poll failed"),
                paused_domains: new.gauge("domains_paused", "Domains that asked for a pause which lasts"),
            },
            catalogue: Arc::new(new),
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

    /// Counts the answer to a request, by the class of its status; 0 stands for none.
    pub fn count_response(&self, kind: &'static str, status: u16) {
        let class = match status {
            100..200 => "1xx",
            200..300 => "2xx",
            300..400 => "3xx",
            400..500 => "4xx",
            500..600 => "5xx",
            _ => "none",
        };
        self.responses.get_or_create(&vec![("kind", kind), ("class", class)]).inc();
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

    /// Shows the conditions that hold.
    pub fn show_conditions(&self, conditions: &Conditions) {
        self.conditions.clear();
        for (name, _) in conditions.list() {
            self.conditions.get_or_create(&vec![("condition", name)]).set(1);
        }
    }

    /// Shows the bytes available on a disk.
    pub fn show_available(&self, disk: &str, bytes: u64) {
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        self.available.get_or_create(&vec![("disk", disk.to_owned())]).set(bytes);
    }

    /// Counts a changed configuration that was taken or refused.
    pub fn count_reload(&self, outcome: &'static str) {
        self.reloads.get_or_create(&vec![("outcome", outcome)]).inc();
    }

    /// Returns all metrics in the OpenMetrics text format.
    pub fn text(&self) -> String {
        self.dropped_log_lines.inc_by(dropped_lines().saturating_sub(self.dropped_log_lines.get()));
        let mut text = String::new();
        encode(&mut text, &self.catalogue.registry).expect("a String takes any text");
        text
    }

    /// Returns the page that documents all metrics, in Markdown.
    pub fn document(&self) -> String {
        document(&self.catalogue.descriptions)
    }

    #[cfg(test)]
    fn descriptions(&self) -> &[super::catalogue::Description] {
        &self.catalogue.descriptions
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

    /// Every sample belongs to a metric of the catalogue, and has the labels that stand there.
    #[test]
    fn the_catalogue_names_every_metric() {
        let metrics = Metrics::default();
        metrics.count_job("poll", "done");
        metrics.observe_stage("extract", Duration::from_millis(30));
        metrics.count_response("page", 404);
        metrics.show_conditions(&Conditions::default());
        let text = metrics.text();
        let types = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
        for (name, kind) in types.filter_map(|line| line.split_once(' ')) {
            let suffix = match kind {
                "counter" => "_total",
                "info" => "_info",
                _ => "",
            };
            let described = metrics.descriptions().iter().find(|known| known.name == format!("{name}{suffix}"));
            let described = described.unwrap_or_else(|| panic!("{name}{suffix} is not described"));
            assert_eq!(described.kind, kind, "{name}");
            let sample = text.lines().find(|line| line.starts_with(&format!("{name}{suffix}"))).unwrap();
            for label in described.labels {
                assert!(sample.contains(&format!("{label}=\"")), "{sample} has no {label}");
            }
        }
        assert!(text.contains("process_resident_memory_bytes "), "{text}");
        assert!(text.contains("pressline_http_responses_total{kind=\"page\",class=\"4xx\"} 1"), "{text}");
        assert!(text.contains("pressline_condition{condition=\"worker\"} 1"), "{text}");
    }
}
