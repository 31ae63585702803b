//! The two text formats of metrics: OpenMetrics, and the older one of Prometheus.

use std::fmt::Write as _;

/// The media type of OpenMetrics text.
pub(super) const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// The media type of Prometheus' text format.
pub(super) const PROMETHEUS: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Returns whether a request with this `Accept` header wants OpenMetrics. A scraper that wants it names it.
pub(super) fn accepts_open_metrics(accept: &str) -> bool {
    accept.split(',').any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let is_named = parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case("application/openmetrics-text"));
        let is_refused = parts.any(|parameter| {
            let quality = parameter.strip_prefix("q=").and_then(|quality| quality.parse::<f32>().ok());
            quality == Some(0.0)
        });
        is_named && !is_refused
    })
}

/// Returns OpenMetrics text in Prometheus' format, where a counter's family bears the name of its samples.
///
/// `# UNIT` and `# EOF` go, and an info becomes a gauge. O(n).
pub(super) fn prometheus_text(open_metrics: &str) -> String {
    let mut text = String::with_capacity(open_metrics.len());
    let mut help = None;
    for line in open_metrics.lines() {
        let mut words = line.splitn(4, ' ');
        match (words.next(), words.next(), words.next(), words.next()) {
            // The type, which the name depends on, comes after the help.
            (Some("#"), Some("HELP"), Some(name), Some(words)) => help = Some((name, words)),
            (Some("#"), Some("TYPE"), Some(name), Some(kind)) => {
                let (suffix, kind) = match kind {
                    "counter" => ("_total", "counter"),
                    "info" => ("_info", "gauge"),
                    "unknown" => ("", "untyped"),
                    kind => ("", kind),
                };
                // A String takes any text.
                if let Some((_, words)) = help.take().filter(|(of, _)| *of == name) {
                    let _ = writeln!(text, "# HELP {name}{suffix} {words}");
                }
                let _ = writeln!(text, "# TYPE {name}{suffix} {kind}");
            }
            (Some("#"), ..) => {}
            _ => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_accept_header_decides() {
        let check = |accept: &str, expected: bool| assert_eq!(accepts_open_metrics(accept), expected, "{accept}");
        check("application/openmetrics-text;version=1.0.0,application/openmetrics-text;q=0.5,text/plain;q=0.3", true);
        check("text/plain, Application/OpenMetrics-Text ; version=0.0.1", true);
        check("", false);
        check("*/*", false);
        check("text/plain;version=0.0.4;q=1,*/*;q=0.1", false);
        check("application/openmetrics-text;q=0, text/plain", false);
        check("application/openmetrics-text-other", false);
    }

    #[test]
    fn the_older_format_names_families_by_their_samples() {
        let open = "# HELP a_jobs Jobs settled.\n# TYPE a_jobs counter\na_jobs_total{kind=\"x y\"} 1\n\
                    # HELP a_time_seconds Time.\n# TYPE a_time_seconds histogram\n# UNIT a_time_seconds seconds\n\
                    a_time_seconds_sum 0.5\n# HELP a_build Build.\n# TYPE a_build info\na_build_info{version=\"1\"} 1\n# EOF\n";
        let old = "# HELP a_jobs_total Jobs settled.\n# TYPE a_jobs_total counter\na_jobs_total{kind=\"x y\"} 1\n\
                   # HELP a_time_seconds Time.\n# TYPE a_time_seconds histogram\na_time_seconds_sum 0.5\n\
                   # HELP a_build_info Build.\n# TYPE a_build_info gauge\na_build_info{version=\"1\"} 1\n";
        assert_eq!(prometheus_text(open), old);
    }
}
