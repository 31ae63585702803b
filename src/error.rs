//! The failures of a job, and what follows from each.

use std::any::Any;
use std::time::Duration;

use crate::model::record::{ErrorClass, Stage};

/// The cause for which one job failed.
///
/// Each variant is one cause. [`JobError::verdict`] decides what follows; nothing matches on messages.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JobError {
    /// The name could not be looked up, or the connection failed or broke off.
    #[error("cannot reach {host}: {detail}")]
    Unreachable {
        /// The host that was asked.
        host: String,
        /// The cause in words.
        detail: String,
    },
    /// A deadline passed before the answer was complete.
    #[error("{host} took longer than {limit:?} ({phase})")]
    TimedOut {
        /// The host that was asked.
        host: String,
        /// `dns`, `connect`, `first byte` or `total`.
        phase: &'static str,
        /// The deadline.
        limit: Duration,
    },
    /// The server answered with a status other than success.
    #[error("{host} answered {status}")]
    Status {
        /// The host that was asked.
        host: String,
        /// The HTTP status.
        status: u16,
        /// The wait that `Retry-After` asks for.
        retry_after: Option<Duration>,
    },
    /// The host asked for a pause that has not ended.
    #[error("{host} asked for a pause; next request in {wait:?}")]
    Paused {
        /// The host that was asked.
        host: String,
        /// The rest of the pause.
        wait: Duration,
    },
    /// The configuration or a safety rule forbids the address.
    #[error("{url} is not fetched: {reason}; allow it with fetch.allow_addresses")]
    AddressForbidden {
        /// The address, without credentials.
        url: String,
        /// The rule that forbids it.
        reason: String,
    },
    /// A redirect was not followed because a rule forbids it.
    #[error("redirect from {from} to {to} is not followed: {reason}")]
    Redirect {
        /// The address that redirects.
        from: String,
        /// The address that it redirects to.
        to: String,
        /// The rule that forbids it.
        reason: &'static str,
    },
    /// A rule in robots.txt forbids the page.
    #[error("robots.txt of {host} forbids this page")]
    RobotsForbid {
        /// The host that was asked.
        host: String,
    },
    /// The body is larger than its limit, as sent or after decompression.
    #[error("body is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The body could not be decompressed.
    #[error("cannot decode body: {detail}")]
    Encoding {
        /// The cause in words.
        detail: String,
    },
    /// The body could not be read as a feed.
    #[error("{message}")]
    NotAFeed {
        /// The message of [`feed::ParseError`](crate::feed::ParseError), such as `not a feed: a sitemap`.
        message: String,
    },
    /// The page contains no article.
    #[error("no article: {reason}")]
    NoArticle {
        /// The kind of page it is instead.
        reason: NoArticle,
    },
    /// The site answered with a challenge against programs.
    #[error("{host} answered with a bot wall ({kind})")]
    BotWall {
        /// The host that was asked.
        host: String,
        /// The product or the sign by which it was recognized.
        kind: &'static str,
    },
    /// A pure stage panicked, which is a defect of this program.
    #[error("stage {} panicked: {detail}", stage.name())]
    Panicked {
        /// The stage that panicked.
        stage: Stage,
        /// The message of the panic.
        detail: String,
    },
    /// The worker was stopped before the job was done.
    #[error("stopped before it was done")]
    Interrupted,
    /// The process died repeatedly while it worked on this input.
    #[error("given up after the process died {deaths} times on this input")]
    Poison {
        /// The number of times.
        deaths: u32,
    },
}

/// The kind of a page that contains no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoArticle {
    /// A page whose content is links to articles.
    #[error("an index of other pages")]
    Index,
    /// A page whose content is pictures with captions.
    #[error("a gallery")]
    Gallery,
    /// A video or audio player with little text.
    #[error("a video or audio page")]
    Media,
    /// A consent or cookie page.
    #[error("a consent page")]
    Consent,
    /// A log-in, error or challenge page.
    #[error("a log-in, error or challenge page")]
    Wall,
    /// A page without running text.
    #[error("no running text found")]
    NoText,
    /// A document in another format than HTML.
    #[error("not an HTML page")]
    NotHtml,
}

impl NoArticle {
    /// Returns the code of the reason in records and metrics.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Index => "no_article_index",
            Self::Gallery => "no_article_gallery",
            Self::Media => "no_article_media",
            Self::Consent => "no_article_consent",
            Self::Wall => "no_article_wall",
            Self::NoText => "no_article_no_text",
            Self::NotHtml => "no_article_not_html",
        }
    }
}

/// The consequence of a failure for its job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The job is tried again after this time at the earliest; a poll without end, a page a few times.
    Retry(Duration),
    /// The failure is recorded and the job removed, since another attempt would fail in the same way.
    Drop,
    /// The failure is recorded and the job moved to the dead-letter list, for a person to look at.
    Bury,
}

/// The wait before the second attempt.
const FIRST_BACKOFF: Duration = Duration::from_secs(30);
/// The longest wait before another attempt.
const MAX_BACKOFF: Duration = Duration::from_hours(1);
/// The doublings after which [`MAX_BACKOFF`] is reached.
const MAX_DOUBLINGS: u32 = 7;

impl JobError {
    /// Returns the consequence of a failure for its job. This is the only place that decides it.
    ///
    /// `attempt` counts from 1. The wait before another attempt doubles from 30 seconds up to an hour (chosen).
    pub fn verdict(&self, attempt: u32) -> Verdict {
        let backoff = FIRST_BACKOFF.saturating_mul(1 << attempt.saturating_sub(1).min(MAX_DOUBLINGS)).min(MAX_BACKOFF);
        match self {
            Self::Unreachable { .. } | Self::TimedOut { .. } | Self::BotWall { .. } => Verdict::Retry(backoff),
            Self::Status { status: 408 | 425 | 429 | 500..=599, retry_after, .. } => {
                Verdict::Retry(retry_after.unwrap_or_default().max(backoff))
            }
            Self::Paused { wait, .. } => Verdict::Retry(*wait),
            Self::Interrupted => Verdict::Retry(Duration::ZERO),
            Self::Status { .. }
            | Self::AddressForbidden { .. }
            | Self::Redirect { .. }
            | Self::RobotsForbid { .. }
            | Self::NoArticle { .. }
            | Self::NotAFeed { .. }
            | Self::TooLarge { .. }
            | Self::Encoding { .. } => Verdict::Drop,
            Self::Panicked { .. } | Self::Poison { .. } => Verdict::Bury,
        }
    }

    /// Returns the stage in which the job failed.
    pub const fn stage(&self) -> Stage {
        match self {
            Self::NotAFeed { .. } => Stage::Feed,
            Self::NoArticle { .. } | Self::Poison { .. } => Stage::Extract,
            Self::Panicked { stage, .. } => *stage,
            _ => Stage::Fetch,
        }
    }

    /// Returns whether records of a failure with this consequence are marked as permanent or as retryable.
    pub const fn class(verdict: Verdict) -> ErrorClass {
        match verdict {
            Verdict::Retry(_) => ErrorClass::Retryable,
            Verdict::Drop | Verdict::Bury => ErrorClass::Permanent,
        }
    }

    /// Returns the cause's code in records and metrics, one of a fixed set.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "unreachable",
            Self::TimedOut { .. } => "timed_out",
            Self::Status { .. } => "http_status",
            Self::Paused { .. } => "paused",
            Self::AddressForbidden { .. } => "address_forbidden",
            Self::Redirect { .. } => "redirect",
            Self::RobotsForbid { .. } => "robots_forbid",
            Self::TooLarge { .. } => "too_large",
            Self::Encoding { .. } => "encoding",
            Self::NotAFeed { .. } => "not_a_feed",
            Self::NoArticle { reason } => reason.code(),
            Self::BotWall { .. } => "bot_wall",
            Self::Panicked { .. } => "panicked",
            Self::Interrupted => "interrupted",
            Self::Poison { .. } => "poison",
        }
    }
}

/// Returns the message of a panic that `catch_unwind` caught.
pub fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let words = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    words.unwrap_or("without a message")
}
