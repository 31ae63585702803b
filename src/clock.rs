//! The clock of the service: the system's, or a simulated one that runs on tokio's time.

use jiff::Timestamp;
use tokio::time::Instant;

/// A clock that tells the time of day.
#[derive(Clone, Copy, Debug)]
pub struct Clock(Source);

#[derive(Clone, Copy, Debug)]
enum Source {
    System,
    Simulated { start: Timestamp, since: Instant },
}

impl Clock {
    /// Returns the system's clock.
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// Returns a clock that shows `start` now and goes on with tokio's time, which tests can pause and advance.
    pub fn simulated(start: Timestamp) -> Self {
        Self(Source::Simulated { start, since: Instant::now() })
    }

    /// Returns the current time.
    ///
    /// A simulated time is right on threads of tokio's runtime only: elsewhere tokio's own clock is the system's.
    pub fn now(self) -> Timestamp {
        match self.0 {
            Source::System => Timestamp::now(),
            Source::Simulated { start, since } => start.checked_add(since.elapsed()).unwrap_or(Timestamp::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn simulated_time_follows_tokio() {
        let start: Timestamp = "2026-11-02T06:00:00Z".parse().unwrap();
        let clock = Clock::simulated(start);
        assert_eq!(clock.now(), start);
        tokio::time::sleep(Duration::from_hours(24)).await;
        let copy = clock;
        assert_eq!(copy.now().to_string(), "2026-11-03T06:00:00Z");
        let on_a_blocking_thread = tokio::task::spawn_blocking(move || clock.now()).await.unwrap();
        assert_eq!(on_a_blocking_thread, copy.now());
    }
}
