//! Metrics of the process itself, by the names that all Prometheus clients use.

use std::fs;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Unit;

use super::catalogue::Catalogue;

/// The clock ticks of `/proc/self/stat` in a second (`USER_HZ`, the same on every Linux).
const TICKS_PER_SECOND: f64 = 100.0;
/// The bytes in a KiB, which `/proc/self/status` counts memory in.
const KIB: f64 = 1024.0;

/// A reader of `/proc/self`, at each scrape. Where there is none, it shows nothing.
#[derive(Debug)]
pub(super) struct ProcessCollector;

/// Registers the metrics of the process.
pub(super) fn register(catalogue: &mut Catalogue) {
    catalogue.registry.register_collector(Box::new(ProcessCollector));
    let mut describe = |name: &str, kind, help| catalogue.describe(name.to_owned(), kind, &[], help);
    describe("process_cpu_seconds_total", "counter", CPU);
    describe("process_resident_memory_bytes", "gauge", MEMORY);
    describe("process_open_fds", "gauge", FILES);
    describe("process_threads", "gauge", THREADS);
}

const CPU: &str = "CPU time of the process, user and system";
const MEMORY: &str = "Memory of the process that is in RAM";
const FILES: &str = "Open file descriptors";
const THREADS: &str = "Threads";

impl Collector for ProcessCollector {
    fn encode(&self, mut encoder: DescriptorEncoder) -> Result<(), std::fmt::Error> {
        if let Some(seconds) = cpu_seconds() {
            let counter = ConstCounter::new(seconds);
            let seconds = Some(&Unit::Seconds);
            counter.encode(encoder.encode_descriptor("process_cpu", CPU, seconds, counter.metric_type())?)?;
        }
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let of_status = |key: &str| {
            let value = status.lines().find_map(|line| line.strip_prefix(key))?;
            value.split_whitespace().next()?.parse::<f64>().ok()
        };
        if let Some(kib) = of_status("VmRSS:") {
            let gauge = ConstGauge::new(kib * KIB);
            let bytes = Some(&Unit::Bytes);
            gauge.encode(encoder.encode_descriptor(
                "process_resident_memory",
                MEMORY,
                bytes,
                gauge.metric_type(),
            )?)?;
        }
        if let Some(threads) = of_status("Threads:") {
            let gauge = ConstGauge::new(threads);
            gauge.encode(encoder.encode_descriptor("process_threads", THREADS, None, gauge.metric_type())?)?;
        }
        if let Ok(files) = fs::read_dir("/proc/self/fd") {
            let gauge = ConstGauge::new(files.count() as f64);
            gauge.encode(encoder.encode_descriptor("process_open_fds", FILES, None, gauge.metric_type())?)?;
        }
        Ok(())
    }
}

/// Returns the CPU time of the process in seconds (`proc(5)`: fields 14 and 15 of `stat`, after the name in parentheses).
fn cpu_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    let mut ticks = fields.split_whitespace().skip(11).map(|field| field.parse::<f64>().ok());
    Some((ticks.next()?? + ticks.next()??) / TICKS_PER_SECOND)
}
