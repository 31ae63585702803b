//! Why a job failed, and what follows from it.

use std::any::Any;
use std::time::Duration;

use crate::model::record::{ErrorClass, Stage};

/// What went wrong with one job.
///
/// Each variant names its cause; the pipeline asks [`JobError::verdict`] what follows and never matches on messages.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JobError {
    /// The name could not be looked up, or no connection could be made, or it broke off.
    #[error("cannot reach {host}: {detail}")]
    Unreachable {
        /// The host asked.
        host: String,
        /// The cause in words.
        detail: String,
    },
    /// A deadline passed.
    #[error("{host} took longer than {limit:?} ({phase})")]
    TimedOut {
        /// The host asked.
        host: String,
        /// `dns`, `connect`, `first byte` or `total`.
        phase: &'static str,
        /// The deadline.
        limit: Duration,
    },
    /// The server answered with a status that is no success.
    #[error("{host} answered {status}")]
    Status {
        /// The host asked.
        host: String,
        /// The HTTP status.
        status: u16,
        /// What `Retry-After` asks for.
        retry_after: Option<Duration>,
    },
    /// The host asked for a pause that is still running.
    #[error("{host} asked for a pause; next request in {wait:?}")]
    Paused {
        /// The host.
        host: String,
        /// How much longer.
        wait: Duration,
    },
    /// The address is not one we may talk to.
    #[error("{url} is not fetched: {reason}; allow it with fetch.allow_addresses")]
    AddressForbidden {
        /// What was asked for, without credentials.
        url: String,
        /// The rule that forbids it.
        reason: String,
    },
    /// A redirect was not followed.
    #[error("redirect from {from} to {to} is not followed: {reason}")]
    Redirect {
        /// Where it came from.
        from: String,
        /// Where it points.
        to: String,
        /// The rule that forbids it.
        reason: &'static str,
    },
    /// robots.txt forbids the page.
    #[error("robots.txt of {host} forbids this page")]
    RobotsForbid {
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
        /// The cause in words.
        detail: String,
    },
    /// What should be a feed is none.
    #[error("not a feed: {detail}")]
    NotAFeed {
        /// What it is instead, or where reading stopped.
        detail: String,
    },
    /// The page holds no article.
    #[error("no article: {reason}")]
    NoArticle {
        /// What it is instead.
        reason: NoArticle,
    },
    /// The site answered with a wall against programs.
    #[error("{host} answered with a bot wall ({kind})")]
    BotWall {
        /// The host.
        host: String,
        /// What gave it away.
        kind: &'static str,
    },
    /// A pure stage panicked; the input is at fault or we are.
    #[error("stage {} panicked: {detail}", stage.name())]
    Panicked {
        /// Which.
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
        /// How often.
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
    /// The code used in records and metrics.
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

/// What follows from a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Try again, not before this long from now; a poll is tried again for ever, a page a few times.
    Retry(Duration),
    /// Nothing will change: record it and forget the job.
    Drop,
    /// A person should look: record it and keep the job in the dead-letter list.
    Bury,
}

impl JobError {
    /// Decides, here alone, what a failure means for its job. `attempt` counts from 1; waits double from 30 s to an hour.
    pub fn verdict(&self, attempt: u32) -> Verdict {
        let backoff = Duration::from_secs(30 << attempt.saturating_sub(1).min(7)).min(Duration::from_hours(1));
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

    /// The stage at fault.
    pub const fn stage(&self) -> Stage {
        match self {
            Self::NotAFeed { .. } => Stage::Feed,
            Self::NoArticle { .. } | Self::Poison { .. } => Stage::Extract,
            Self::Panicked { stage, .. } => *stage,
            _ => Stage::Fetch,
        }
    }

    /// The class it has when it is not tried again, or will be.
    pub const fn class(verdict: Verdict) -> ErrorClass {
        match verdict {
            Verdict::Retry(_) => ErrorClass::Retryable,
            Verdict::Drop | Verdict::Bury => ErrorClass::Permanent,
        }
    }

    /// The cause as a word of a bounded set, for records and metrics.
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

/// What a panic said, from what `catch_unwind` caught.
pub fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let words = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    words.unwrap_or("without a message")
}
