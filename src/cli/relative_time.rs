//! Times as people say them.

use jiff::Timestamp;

/// Returns the distance of a time in its largest whole unit: `5m ago`, `in 2h`.
pub(super) fn relative_time(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.duration_until(at).as_secs();
    let (size, unit) = [(86_400, 'd'), (3_600, 'h'), (60, 'm')]
        .into_iter()
        .find(|(size, _)| seconds.abs() >= *size)
        .unwrap_or((1, 's'));
    let count = seconds.abs() / size;
    if seconds > 0 { format!("in {count}{unit}") } else { format!("{count}{unit} ago") }
}
