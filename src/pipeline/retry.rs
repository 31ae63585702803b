//! Whether a page that could not be had is asked again, and when.
//!
//! A page's first bad answer is not its last word: feeds run ahead of their sites, and sites fail for hours.

use std::time::Duration;

use jiff::Timestamp;

use super::settings::RetryPolicy;
use crate::error::{JobError, NoArticle};
use crate::work::job::ArticleJob;
use crate::work::queue::Lease;

/// What follows from the failure of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NextAttempt {
    /// The page was not really tried; it is due again after this time, and nothing is counted.
    Postponed(Duration),
    /// The page is asked again after this time.
    After(Duration),
    /// The page is given up.
    Never,
    /// The page is given up, and a person should look at it.
    DeadLetter,
}

/// The attempts that a page has at least, whatever the clock says (chosen: clocks jump).
const MIN_ATTEMPTS: u32 = 5;
/// The attempts at a page that answers without an article and may be filled later (chosen).
const EMPTY_PAGE_ATTEMPTS: u32 = 4;
/// The attempts after which the feed's own text serves while a page cannot be reached (chosen: some minutes).
const ATTEMPTS_BEFORE_OWN_TEXT: u32 = 3;
/// The age of an entry at which even a pause of its domain ends its job (chosen).
const MAX_POSTPONED_AGE: Duration = Duration::from_hours(30 * 24);
/// The doublings after which every wait exceeds the longest.
const MAX_DOUBLINGS: u32 = 20;

/// Decides when a page is asked again after a failure.
///
/// Failures that may pass are retried by age: after a minute at first, after hours later, for two days by default. A 403 or
/// 404 of a new entry is one of them, for a quarter of an hour where its story is old. Pauses that servers ask for are no
/// attempts.
pub(super) fn next_attempt(
    error: &JobError,
    lease: &Lease,
    job: &ArticleJob,
    policy: &RetryPolicy,
    now: Timestamp,
) -> NextAttempt {
    let attempt = lease.attempt;
    let backoff = backoff(policy, attempt);
    match error {
        JobError::Interrupted => return NextAttempt::Postponed(Duration::ZERO),
        JobError::PausedByOperator { wait, .. } => return NextAttempt::Postponed(*wait),
        JobError::Paused { wait, .. } if !is_stale(job, now) => return NextAttempt::Postponed(*wait),
        JobError::Status { retry_after, .. } if error.is_postponement() && !is_stale(job, now) => {
            return NextAttempt::Postponed(retry_after.unwrap_or_default().max(backoff));
        }
        JobError::Panicked { .. } | JobError::Poison { .. } => return NextAttempt::DeadLetter,
        _ => {}
    }
    let is_hopeful = match error {
        JobError::Unreachable { .. }
        | JobError::TimedOut { .. }
        | JobError::BotChallenge { .. }
        | JobError::Encoding { .. }
        | JobError::Status { status: 408 | 425 | 429 | 500..=599, .. } => true,
        JobError::Status { status: 403 | 404, .. } => !job.is_revisit,
        JobError::NoArticle { reason: NoArticle::NoText | NoArticle::Wall | NoArticle::Consent } => {
            attempt < EMPTY_PAGE_ATTEMPTS && !job.is_revisit
        }
        _ => false,
    };
    let is_refused = matches!(error, JobError::Status { status: 403 | 404, .. });
    let is_in_time = elapsed(lease.failing_since.unwrap_or(now), now).saturating_add(backoff) <= policy.max_age
        && !(is_refused && is_old(job, policy, now));
    if is_hopeful && (is_in_time || attempt < MIN_ATTEMPTS) { NextAttempt::After(backoff) } else { NextAttempt::Never }
}

/// Returns whether the feed's own text serves now, since the page was refused, given up or not reached for a while.
pub(super) fn is_own_text_due(error: &JobError, lease: &Lease, next: NextAttempt) -> bool {
    match next {
        NextAttempt::Postponed(_) => false,
        NextAttempt::Never | NextAttempt::DeadLetter => true,
        NextAttempt::After(_) => {
            matches!(error, JobError::Status { status: 400..=499, .. } | JobError::NoArticle { .. })
                || lease.attempt >= ATTEMPTS_BEFORE_OWN_TEXT
        }
    }
}

fn backoff(policy: &RetryPolicy, attempt: u32) -> Duration {
    let doublings = attempt.saturating_sub(1).min(MAX_DOUBLINGS);
    policy.initial_interval.saturating_mul(1 << doublings).min(policy.max_interval)
}

/// Returns whether a story is so old that its page is hardly still to come.
fn is_old(job: &ArticleJob, policy: &RetryPolicy, now: Timestamp) -> bool {
    job.entry.published.is_some_and(|published| elapsed(published.at, now) > policy.max_age)
}

fn is_stale(job: &ArticleJob, now: Timestamp) -> bool {
    elapsed(job.first_seen.at, now) > MAX_POSTPONED_AGE
}

fn elapsed(then: Timestamp, now: Timestamp) -> Duration {
    then.duration_until(now).try_into().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Moment;
    use crate::pipeline::testing::{article_job, settings};
    use crate::work::Job;

    const START: i64 = 1_790_000_000;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(START + seconds).unwrap()
    }

    fn status(status: u16, retry_after: Option<u64>) -> JobError {
        JobError::Status { host: "quill.example".to_owned(), status, retry_after: retry_after.map(Duration::from_secs) }
    }

    /// Lets a page fail in the same way again and again, and draws the waits in minutes.
    #[track_caller]
    fn check(error: &JobError, job: &ArticleJob, expected: &str) {
        let policy = settings().retry;
        let (mut drawn, mut now, mut since) = (Vec::new(), 0, None);
        for attempt in 1.. {
            let lease = Lease {
                key: "page".to_owned(),
                job: Job::Article(Box::new(job.clone())),
                attempt,
                deaths: 0,
                failing_since: since,
                last_failure: None,
            };
            match next_attempt(error, &lease, job, &policy, at(now)) {
                NextAttempt::After(wait) => {
                    drawn.push((wait.as_secs() / 60).to_string());
                    since = since.or(Some(at(now)));
                    now += wait.as_secs() as i64;
                }
                other => {
                    drawn.push(format!("{other:?}"));
                    break;
                }
            }
        }
        assert_eq!(drawn.join(" "), expected);
    }

    #[test]
    fn what_may_pass_is_tried_for_two_days() {
        let job = article_job(START);
        let two_days = "1 2 4 8 16 32 64 128 256 360 360 360 360 360 360 Never";
        check(&status(503, None), &job, two_days);
        check(&status(404, None), &job, two_days);
        check(&status(403, None), &job, two_days);
        check(&JobError::BotChallenge { host: "quill.example".to_owned(), kind: "x" }, &job, two_days);
        check(&JobError::Unreachable { host: "quill.example".to_owned(), detail: String::new() }, &job, two_days);
    }

    #[test]
    fn an_old_storys_page_is_given_up_soon_and_a_revisit_at_once() {
        let mut job = article_job(START);
        job.entry.published = Some(Moment::utc(at(-90 * 86_400)));
        check(&status(404, None), &job, "1 2 4 8 Never");
        job.is_revisit = true;
        check(&status(404, None), &job, "Never");
    }

    #[test]
    fn what_stays_is_given_up() {
        let job = article_job(START);
        for gone in [400, 401, 402, 410, 451] {
            check(&status(gone, None), &job, "Never");
        }
        check(&JobError::NoArticle { reason: NoArticle::Gallery }, &job, "Never");
        check(&JobError::NoArticle { reason: NoArticle::NoText }, &job, "1 2 4 Never");
        check(&JobError::Poison { deaths: 2 }, &job, "DeadLetter");
    }

    #[test]
    fn a_pause_is_no_attempt() {
        let job = article_job(START);
        check(&status(429, Some(3600)), &job, "Postponed(3600s)");
        check(&status(503, Some(7200)), &job, "Postponed(7200s)");
        check(&status(429, None), &job, "Postponed(60s)");
        check(&JobError::Paused { host: String::new(), wait: Duration::from_secs(9) }, &job, "Postponed(9s)");
        check(&JobError::Interrupted, &job, "Postponed(0ns)");
        let old = article_job(START - 40 * 86_400);
        check(&status(410, None), &old, "Never");
        assert!(is_stale(&old, at(0)));
    }

    #[test]
    fn a_clock_that_jumps_ends_no_page() {
        let job = article_job(START);
        let lease = |attempt| Lease {
            key: "page".to_owned(),
            job: Job::Article(Box::new(job.clone())),
            attempt,
            deaths: 0,
            failing_since: Some(at(-365 * 86_400)),
            last_failure: None,
        };
        let next = |attempt| next_attempt(&status(500, None), &lease(attempt), &job, &settings().retry, at(0));
        assert_eq!([next(4), next(5)], [NextAttempt::After(Duration::from_mins(8)), NextAttempt::Never]);
    }
}
