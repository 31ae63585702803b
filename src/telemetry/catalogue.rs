//! The catalogue: metrics as they are registered, with their labels and what they mean.

use std::fmt::Write as _;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// The labels of a metric with their values.
pub(super) type Labels = Vec<(&'static str, &'static str)>;

/// The prefix of the names of all metrics but those of the process.
const PREFIX: &str = "pressline";

/// The description of one metric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Description {
    /// The name, as a query has it.
    pub name: String,
    /// The type: `counter`, `gauge`, `histogram` or `info`.
    pub kind: &'static str,
    /// The names of the labels.
    pub labels: &'static [&'static str],
    /// The meaning.
    pub help: &'static str,
}

/// A registry that remembers what was registered.
#[derive(Default)]
pub(super) struct Catalogue {
    pub(super) registry: Registry,
    pub(super) descriptions: Vec<Description>,
}

impl Catalogue {
    /// Registers a family of counters.
    pub(super) fn counters(
        &mut self,
        name: &'static str,
        labels: &'static [&'static str],
        help: &'static str,
    ) -> Family<Labels, Counter> {
        let family: Family<Labels, Counter> = Family::default();
        self.registry.register(format!("{PREFIX}_{name}"), help, family.clone());
        self.describe(format!("{PREFIX}_{name}_total"), "counter", labels, help);
        family
    }

    /// Registers a counter without labels.
    pub(super) fn counter(&mut self, name: &'static str, help: &'static str) -> Counter {
        let counter = Counter::default();
        self.registry.register(format!("{PREFIX}_{name}"), help, counter.clone());
        self.describe(format!("{PREFIX}_{name}_total"), "counter", &[], help);
        counter
    }

    /// Registers a gauge.
    pub(super) fn gauge(&mut self, name: &'static str, help: &'static str) -> Gauge {
        let gauge = Gauge::default();
        self.registry.register(format!("{PREFIX}_{name}"), help, gauge.clone());
        self.describe(format!("{PREFIX}_{name}"), "gauge", &[], help);
        gauge
    }

    /// Registers a family of gauges whose label values are known only when they are set.
    pub(super) fn gauges(
        &mut self,
        name: &'static str,
        labels: &'static [&'static str],
        help: &'static str,
    ) -> Family<Vec<(&'static str, String)>, Gauge> {
        let family: Family<Vec<(&'static str, String)>, Gauge> = Family::default();
        self.registry.register(format!("{PREFIX}_{name}"), help, family.clone());
        self.describe(format!("{PREFIX}_{name}"), "gauge", labels, help);
        family
    }

    /// Registers a family of histograms of durations with these bounds in seconds.
    pub(super) fn durations(
        &mut self,
        name: &'static str,
        labels: &'static [&'static str],
        help: &'static str,
        constructor: fn() -> Histogram,
    ) -> Family<Labels, Histogram> {
        let family: Family<Labels, Histogram> = Family::new_with_constructor(constructor);
        self.registry.register_with_unit(format!("{PREFIX}_{name}"), help, Unit::Seconds, family.clone());
        self.describe(format!("{PREFIX}_{name}_seconds"), "histogram", labels, help);
        family
    }

    /// Adds the description of a metric that is registered otherwise.
    pub(super) fn describe(
        &mut self,
        name: String,
        kind: &'static str,
        labels: &'static [&'static str],
        help: &'static str,
    ) {
        self.descriptions.push(Description { name, kind, labels, help });
    }
}

/// Returns the descriptions as a page in Markdown.
pub(super) fn document(descriptions: &[Description]) -> String {
    let mut page = String::from(
        "# Metrics\n\n\
         What `/metrics` shows, at the address that `telemetry.http` names. `just schema` writes this page from the code.\n\n\
         The answer is OpenMetrics text where the request accepts it, and Prometheus' text format otherwise. Labels have\n\
         bounded sets of values: kinds, stages, codes; never a feed or an address. Rules to be alerted by are in\n\
         [alerts.yml](alerts.yml).\n\n\
         | metric | type | labels | meaning |\n|---|---|---|---|\n",
    );
    let mut rows: Vec<&Description> = descriptions.iter().collect();
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    for Description { name, kind, labels, help } in rows {
        let labels: Vec<_> = labels.iter().map(|label| format!("`{label}`")).collect();
        // A String takes any text.
        let _ = writeln!(page, "| `{name}` | {kind} | {} | {help} |", labels.join(", "));
    }
    page
}
