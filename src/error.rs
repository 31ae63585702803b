//! Errors of jobs, and the decision of what follows from each.

use std::any::Any;
use std::time::Duration;

use url::Url;

use crate::model::record::Stage;

/// The error of one job.
///
/// Each variant names its cause. [`JobError::verdict`] decides what follows; the pipeline never matches on messages.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JobError {
    /// The name could not be resolved, or the connection failed or broke off.
    #[error("cannot reach {host}: {detail}")]
    Unreachable {
        /// The host requested.
        host: String,
        /// The cause, for people.
        detail: String,
    },
    /// A time limit passed.
    #[error("{host} took longer than {limit:?} ({phase})")]
    TimedOut {
        /// The host requested.
        host: String,
        /// `dns`, `connect`, `first byte` or `total`.
        phase: &'static str,
        /// The time limit.
        limit: Duration,
    },
    /// The server answered with a status other than success.
    #[error("{host} answered {status}")]
    Status {
        /// The host requested.
        host: String,
        /// The HTTP status.
        status: u16,
        /// The pause that the server asks for, or that a 429 without a time is given.
        retry_after: Option<Duration>,
    },
    /// The host asked for a pause that still lasts, or too many requests wait for it.
    #[error("{host} asked for a pause; next request in {wait:?}")]
    Paused {
        /// The host.
        host: String,
        /// The time until the next request.
        wait: Duration,
    },
    /// The operator has paused the feed or the host.
    #[error("{name} is paused by the operator")]
    PausedByOperator {
        /// The name of the feed or the host.
        name: String,
        /// The time after which it is worth another look.
        wait: Duration,
    },
    /// The address guard forbids the address.
    #[error("{url} is not fetched: {reason}; allow it with fetch.allow_addresses")]
    AddressForbidden {
        /// The address, without credentials.
        url: String,
        /// The rule that forbids it.
        reason: String,
    },
    /// A redirect was not followed.
    #[error("redirect from {from} to {to} is not followed: {reason}")]
    Redirect {
        /// The address that redirects.
        from: String,
        /// The target.
        to: String,
        /// The rule that forbids it.
        reason: &'static str,
    },
    /// The site's robots.txt disallows the page.
    #[error("robots.txt of {host} forbids this page")]
    RobotsDisallowed {
        /// The host.
        host: String,
    },
    /// A body is larger than its limit, on the wire or decoded.
    #[error("body is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// A body could not be decoded.
    #[error("cannot decode body: {detail}")]
    Encoding {
        /// The cause, for people.
        detail: String,
    },
    /// The document could not be read as a feed.
    #[error("{message}")]
    NotAFeed {
        /// The message of [`feed::ParseError`](crate::feed::ParseError), such as `not a feed: a sitemap`.
        message: String,
        /// The feeds and sitemaps that the document names instead, best first.
        sources: Vec<Url>,
    },
    /// The page holds no article.
    #[error("no article: {reason}")]
    NoArticle {
        /// What the page is instead.
        reason: NoArticle,
    },
    /// The site answered with a bot challenge.
    #[error("{host} answered with a bot wall ({kind})")]
    BotChallenge {
        /// The host.
        host: String,
        /// The challenge's vendor.
        kind: &'static str,
    },
    /// A pure stage panicked: a bug that this input shows.
    #[error("stage {} panicked: {detail}", stage.name())]
    Panicked {
        /// The stage.
        stage: Stage,
        /// The panic's message.
        detail: String,
    },
    /// The worker was stopped before the job was done.
    #[error("stopped before it was done")]
    Interrupted,
    /// The process died twice while it worked on this input.
    #[error("given up after the process died {deaths} times on this input")]
    Poison {
        /// The number of deaths.
        deaths: u32,
    },
}

/// Why a page holds no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoArticle {
    /// A list of links to articles.
    #[error("an index of other pages")]
    Index,
    /// Pictures with captions.
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
    /// Nothing that reads like prose.
    #[error("no running text found")]
    NoText,
    /// Not HTML at all.
    #[error("not an HTML page")]
    NotHtml,
}

impl NoArticle {
    /// Returns the code that records and metrics use.
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

/// The consequence of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The job is tried again, not before this time has passed. A poll has no limit of attempts, a page has one.
    Retry(Duration),
    /// The job leaves the queue, since another attempt would fail in the same way.
    Drop,
    /// The job goes to the dead-letter list, since a person should look at it.
    DeadLetter,
}

/// The wait before the second attempt (chosen).
const FIRST_BACKOFF: Duration = Duration::from_secs(30);
/// The longest wait between two attempts (chosen).
const MAX_BACKOFF: Duration = Duration::from_hours(1);
/// The doublings after which the wait certainly exceeds [`MAX_BACKOFF`].
const MAX_DOUBLINGS: u32 = 7;

impl JobError {
    /// Decides what follows from a failure. `attempt` counts from 1. Waits double from 30 seconds to an hour.
    pub fn verdict(&self, attempt: u32) -> Verdict {
        let doublings = attempt.saturating_sub(1).min(MAX_DOUBLINGS);
        let backoff = FIRST_BACKOFF.saturating_mul(1 << doublings).min(MAX_BACKOFF);
        match self {
            Self::Unreachable { .. } | Self::TimedOut { .. } | Self::BotChallenge { .. } => Verdict::Retry(backoff),
            Self::Status { status: 408 | 425 | 429 | 500..=599, retry_after, .. } => {
                Verdict::Retry(retry_after.unwrap_or_default().max(backoff))
            }
            Self::Paused { wait, .. } | Self::Status { status: 403, retry_after: Some(wait), .. } => {
                Verdict::Retry(*wait)
            }
            Self::PausedByOperator { wait, .. } => Verdict::Retry(*wait),
            Self::Interrupted => Verdict::Retry(Duration::ZERO),
            Self::Status { .. }
            | Self::AddressForbidden { .. }
            | Self::Redirect { .. }
            | Self::RobotsDisallowed { .. }
            | Self::NoArticle { .. }
            | Self::NotAFeed { .. }
            | Self::TooLarge { .. }
            | Self::Encoding { .. } => Verdict::Drop,
            Self::Panicked { .. } | Self::Poison { .. } => Verdict::DeadLetter,
        }
    }

    /// Returns whether the attempt was put off rather than failed: the server asked for a pause, or the user for a stop.
    ///
    /// Such an attempt does not count. Since a server may ask for pauses without end, the age of its job is the bound.
    pub const fn is_postponement(&self) -> bool {
        matches!(
            self,
            Self::Paused { .. }
                | Self::PausedByOperator { .. }
                | Self::Interrupted
                | Self::Status { status: 429, .. }
                | Self::Status { status: 403 | 500..=599, retry_after: Some(_), .. }
        )
    }

    /// Returns the stage at fault.
    pub const fn stage(&self) -> Stage {
        match self {
            Self::NotAFeed { .. } => Stage::Feed,
            Self::NoArticle { .. } | Self::Poison { .. } => Stage::Extract,
            Self::Panicked { stage, .. } => *stage,
            _ => Stage::Fetch,
        }
    }

    /// Returns the cause as a word of a bounded set, for records and metrics.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "unreachable",
            Self::TimedOut { .. } => "timed_out",
            Self::Status { .. } => "http_status",
            Self::Paused { .. } => "paused",
            Self::PausedByOperator { .. } => "paused_by_operator",
            Self::AddressForbidden { .. } => "address_forbidden",
            Self::Redirect { .. } => "redirect",
            Self::RobotsDisallowed { .. } => "robots_forbid",
            Self::TooLarge { .. } => "too_large",
            Self::Encoding { .. } => "encoding",
            Self::NotAFeed { .. } => "not_a_feed",
            Self::NoArticle { reason } => reason.code(),
            Self::BotChallenge { .. } => "bot_wall",
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
