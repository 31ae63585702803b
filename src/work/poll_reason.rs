//! Why a feed is polled next when it is.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What decided the time of a feed's next poll.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PollReason {
    /// The feed was not polled yet, or is too new to be known.
    #[default]
    FirstPolls,
    /// The feed's rhythm: the next entry is expected.
    Rhythm,
    /// The feed's own `interval` in the configuration.
    Interval,
    /// The shortest interval of the configuration.
    MinInterval,
    /// The longest interval of the configuration.
    MaxInterval,
    /// The publisher's `ttl`, `sy:updatePeriod` and the like.
    Ttl,
    /// The response is said to stay fresh.
    MaxAge,
    /// The publisher leaves out hours or days.
    SkippedHours,
    /// The feed failed.
    Failed,
    /// The server named the time of the next request.
    RetryAfter,
    /// The host is paused.
    Paused,
    /// Our own network seems to be down.
    Outage,
    /// A reason of a newer version.
    #[serde(other)]
    Other,
}

impl fmt::Display for PollReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FirstPolls => "first polls",
            Self::Rhythm => "when entries are expected",
            Self::Interval => "interval of its own",
            Self::MinInterval => "min_interval",
            Self::MaxInterval => "max_interval",
            Self::Ttl => "publisher's ttl",
            Self::MaxAge => "publisher's max-age",
            Self::SkippedHours => "publisher's skipped hours",
            Self::Failed => "failed",
            Self::RetryAfter => "publisher's Retry-After",
            Self::Paused => "host paused",
            Self::Outage => "our network seems down",
            Self::Other => "other",
        })
    }
}
