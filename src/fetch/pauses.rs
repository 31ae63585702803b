//! The pauses of domains, as they are shown, counted and kept from one run to the next.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Mutex;

use jiff::Timestamp;

use super::sync::lock;

/// The most new pauses that wait to be taken (chosen). The oldest is dropped; it was logged.
const MAX_NEW: usize = 1024;

/// A pause that a domain asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainPause {
    /// The registrable domain, or host and port where there is none.
    pub domain: String,
    /// The end of the pause.
    pub until: Timestamp,
    /// The reason.
    pub reason: PauseReason,
}

/// The reason of a pause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PauseReason {
    /// The server named a time in `Retry-After`.
    #[default]
    RetryAfter,
    /// The server's headers say that its rate limit is used up.
    RateLimit,
    /// The server answered 429 and named no time.
    TooManyRequests,
}

impl PauseReason {
    /// Returns the reason as a word of a bounded set, for metrics and the state.
    pub const fn code(self) -> &'static str {
        match self {
            Self::RetryAfter => "retry_after",
            Self::RateLimit => "rate_limit",
            Self::TooManyRequests => "too_many_requests",
        }
    }

    /// Returns the reason behind a [`code`](Self::code); an unknown one counts as `Retry-After`.
    pub fn from_code(code: &str) -> Self {
        let all = [Self::RetryAfter, Self::RateLimit, Self::TooManyRequests];
        all.into_iter().find(|reason| reason.code() == code).unwrap_or_default()
    }
}

impl fmt::Display for PauseReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RetryAfter => "it named a time in Retry-After",
            Self::RateLimit => "its rate limit is used up",
            Self::TooManyRequests => "it answered 429 and named no time",
        })
    }
}

/// The pauses that have begun since they were last taken.
#[derive(Debug, Default)]
pub(super) struct NewPauses(Mutex<VecDeque<DomainPause>>);

impl NewPauses {
    /// Logs and adds a pause.
    pub(super) fn add(&self, pause: DomainPause) {
        let DomainPause { domain, until, reason } = &pause;
        tracing::warn!(domain, %until, %reason, "no requests to a domain for a while");
        let mut new = lock(&self.0);
        if new.len() == MAX_NEW {
            new.pop_front();
        }
        new.push_back(pause);
    }

    /// Takes all pauses that are new.
    pub(super) fn take(&self) -> Vec<DomainPause> {
        lock(&self.0).drain(..).collect()
    }
}
