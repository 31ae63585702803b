//! The schedule of one domain: when it may be requested next. Pure: the caller passes the time.

use std::time::Duration;

use tokio::time::Instant;

use super::pauses::PauseReason;

/// The first pause of a domain that asks for one and names no time (chosen).
const FIRST_CHOSEN_PAUSE: Duration = Duration::from_mins(1);
/// The longest such pause (chosen).
const MAX_CHOSEN_PAUSE: Duration = Duration::from_hours(1);
/// The doublings after which such a pause exceeds [`MAX_CHOSEN_PAUSE`].
const MAX_DOUBLINGS: u32 = 6;

/// The times at which a domain may be requested again.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct DomainSchedule {
    /// The earliest start of the next request.
    next: Option<Instant>,
    /// The end of a pause that the server asked for, and its reason.
    paused_until: Option<(Instant, PauseReason)>,
    /// The refusals in a row that named no time.
    refusals: u32,
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
        self.paused(now).map(|(wait, _)| wait)
    }

    /// Returns how long a pause still lasts, and its reason.
    pub(super) fn paused(&self, now: Instant) -> Option<(Duration, PauseReason)> {
        let (until, reason) = self.paused_until?;
        let wait = until.saturating_duration_since(now);
        (!wait.is_zero()).then_some((wait, reason))
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

    /// Extends a pause, and returns whether none was in force.
    pub(super) fn pause_until(&mut self, now: Instant, until: Instant, reason: PauseReason) -> bool {
        let is_new = self.paused(now).is_none();
        if self.paused_until.is_none_or(|(before, _)| before < until) {
            self.paused_until = Some((until, reason));
        }
        is_new
    }

    /// Returns the pause after a refusal that names no time: it doubles with each refusal in a row.
    pub(super) fn chosen_pause(&mut self) -> Duration {
        let doublings = self.refusals.min(MAX_DOUBLINGS);
        self.refusals = self.refusals.saturating_add(1);
        FIRST_CHOSEN_PAUSE.saturating_mul(1 << doublings).min(MAX_CHOSEN_PAUSE)
    }

    /// Notes that a request was answered and not refused.
    pub(super) fn accept(&mut self) {
        self.refusals = 0;
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

    use super::{DomainSchedule, HopContext, PauseReason};

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
        assert!(schedule.pause_until(now, now + 9 * SECOND, PauseReason::RateLimit));
        assert!(!schedule.pause_until(now, now + 5 * SECOND, PauseReason::RetryAfter));
        assert_eq!(schedule.reserve(now, far, SECOND, redirect), Err(9 * SECOND));
    }

    #[test]
    fn pauses_without_a_time_grow_until_an_answer_comes() {
        let mut schedule = DomainSchedule::default();
        let mut minutes = |count: u32| (0..count).map(|_| schedule.chosen_pause().as_secs() / 60).collect::<Vec<_>>();
        assert_eq!(minutes(8), [1, 2, 4, 8, 16, 32, 60, 60]);
        schedule.accept();
        assert_eq!(schedule.chosen_pause(), 60 * SECOND);
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
