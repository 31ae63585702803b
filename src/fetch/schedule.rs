//! The schedule of one domain: when it may be requested next. Pure: the caller passes the time.

use std::time::Duration;

use tokio::time::Instant;

/// The times at which a domain may be requested again.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct DomainSchedule {
    /// The earliest start of the next request.
    next: Option<Instant>,
    /// The end of a pause that the server asked for.
    paused_until: Option<Instant>,
    /// The delay that its robots.txt asks for.
    pub crawl_delay: Option<Duration>,
}

/// The context of a request in its chain of redirects.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct HopContext {
    /// Whether the address is of the user's own network. Only a delay that the server itself asks for applies there.
    pub is_listed_network: bool,
    /// Whether the request follows a redirect within one domain. No delay applies to it.
    pub is_redirect: bool,
}

impl DomainSchedule {
    /// Returns the time until the next request may start.
    pub(super) fn wait(&self, now: Instant) -> Duration {
        self.next.map_or(Duration::ZERO, |next| next.saturating_duration_since(now))
    }

    /// Returns how long a pause still lasts.
    pub(super) fn pause(&self, now: Instant) -> Option<Duration> {
        self.paused_until.map(|until| until.saturating_duration_since(now)).filter(|wait| !wait.is_zero())
    }

    /// Returns whether anything here still limits a later request.
    pub(super) fn is_pending(&self, now: Instant) -> bool {
        self.pause(now).is_some() || !self.wait(now).is_zero() || self.crawl_delay.is_some()
    }

    /// Returns the delay between two requests, `configured` or the server's own.
    pub(super) fn delay(&self, configured: Duration, hop: HopContext) -> Duration {
        let ours = if hop.is_listed_network { Duration::ZERO } else { configured };
        ours.max(self.crawl_delay.unwrap_or_default())
    }

    /// Reserves the next start and returns it.
    ///
    /// # Errors
    /// The time to wait, when the start would be after the deadline or within a pause.
    pub(super) fn reserve(
        &mut self,
        now: Instant,
        deadline: Instant,
        configured: Duration,
        hop: HopContext,
    ) -> Result<Instant, Duration> {
        if let Some(wait) = self.pause(now) {
            return Err(wait);
        }
        let start = if hop.is_redirect { now } else { now + self.wait(now) };
        if start > deadline.max(now) {
            return Err(start - now);
        }
        self.next = Some(start + self.delay(configured, hop));
        Ok(start)
    }

    /// Extends a pause.
    pub(super) fn pause_until(&mut self, until: Instant) {
        self.paused_until = self.paused_until.max(Some(until));
    }

    /// Extends the delay before the next start.
    pub(super) fn delay_until(&mut self, until: Instant) {
        self.next = self.next.max(Some(until));
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{DomainSchedule, HopContext};

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn starts_keep_the_delay() {
        let (mut schedule, now, far) = (DomainSchedule::default(), Instant::now(), Instant::now() + 30 * SECOND);
        let first_hop = HopContext::default();
        assert_eq!(schedule.reserve(now, far, SECOND, first_hop), Ok(now));
        assert_eq!(schedule.reserve(now, far, SECOND, first_hop), Ok(now + SECOND));
        assert_eq!(schedule.reserve(now, now, SECOND, first_hop), Err(2 * SECOND));
        let redirect = HopContext { is_redirect: true, ..HopContext::default() };
        assert_eq!(schedule.reserve(now, far, SECOND, redirect), Ok(now));
        schedule.pause_until(now + 9 * SECOND);
        assert_eq!(schedule.reserve(now, far, SECOND, redirect), Err(9 * SECOND));
    }

    #[test]
    fn a_listed_network_waits_only_when_asked() {
        let (mut schedule, now, far) = (DomainSchedule::default(), Instant::now(), Instant::now() + 30 * SECOND);
        let listed = HopContext { is_listed_network: true, ..HopContext::default() };
        assert_eq!(schedule.reserve(now, far, SECOND, listed), Ok(now));
        assert_eq!(schedule.reserve(now, far, SECOND, listed), Ok(now));
        schedule.crawl_delay = Some(3 * SECOND);
        assert_eq!(schedule.reserve(now, far, SECOND, listed), Ok(now));
        assert_eq!(schedule.reserve(now, far, SECOND, listed), Ok(now + 3 * SECOND));
    }
}
