//! Times put right after a wrong clock, and what is forgotten.

use super::*;
use crate::model::Moment;
use crate::work::job::{ArticleJob, EntryMetadata, Identity};
use crate::work::ledger::{EntryKey, EntryState, FeedState, LedgerUpdate};

const LONGEST_WAIT: Duration = Duration::from_hours(6);
const YEAR: i64 = 365 * 86_400;

/// Settles a job at one time, starts again when the clock shows another, and returns its due time and the start of its
/// failures (0 for none), in seconds from what the clock shows.
async fn after_restart(job: Job, noted: i64, shown: i64, fate: JobFate) -> (i64, i64) {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    store.push(vec![NewJob { job, due: at(noted) }]).await.unwrap();
    let key = store.lease(at(noted), 1).await.unwrap().jobs.remove(0).key;
    let done = Settlement { key, fate, new_jobs: vec![], updates: vec![], lines: vec![] };
    store.settle(at(noted), vec![done]).await.unwrap();
    store.put_times_right(at(shown), LONGEST_WAIT).await.unwrap();
    drop(store);
    let db = Connection::open(dir.path().join(STATE)).unwrap();
    let after = |time: Option<i64>| time.map_or(0, |micros| (micros - at(shown).as_microsecond()) / 1_000_000);
    db.query_row("SELECT due, failing_since FROM job", [], |row| Ok((after(row.get(0)?), after(row.get(1)?)))).unwrap()
}

/// A poll that was put off by an hour.
async fn due_after(noted: i64, shown: i64) -> i64 {
    after_restart(Job::Poll(poll("x", "feed")), noted, shown, JobFate::Reschedule(at(noted + 3600))).await.0
}

/// A page that failed and was put off.
async fn page_after(noted: i64, shown: i64, wait: i64) -> (i64, i64) {
    after_restart(page(), noted, shown, JobFate::Retry(at(noted + wait), failed())).await
}

#[tokio::test]
async fn what_a_wrong_clock_put_off_moves_back_with_it() {
    assert_eq!(due_after(0, 0).await, 3600);
    assert_eq!(due_after(0, 60 * 30).await, 1800);
    assert_eq!(due_after(YEAR, 0).await, 3600, "a year ahead");
    assert_eq!(due_after(86_400, 0).await, 3600, "a day ahead");
    assert_eq!(due_after(30, 0).await, 3630, "a correction by half a minute");
    assert!(due_after(-YEAR, 0).await < 0, "a year behind: overdue");
}

fn page() -> Job {
    let url = "https://a.example/1".parse().unwrap();
    let first_seen = Moment::utc(at(0));
    Job::Article(Box::new(ArticleJob {
        url,
        has_link: true,
        feed: "a".into(),
        entry_id: "1".into(),
        unique_id: None,
        identity: Identity::Page,
        is_revisit: false,
        first_seen,
        entry: EntryMetadata::default(),
    }))
}

#[tokio::test]
async fn pages_wait_no_longer_than_they_may_whatever_the_clock_did() {
    assert_eq!(page_after(0, 0, 3600).await, (3600, 0));
    assert_eq!(page_after(0, 1800, 3600).await, (1800, -1800));
    assert_eq!(page_after(YEAR, 0, 3600).await, (3600, 0), "a year ahead");
    assert_eq!(page_after(0, 30 * 86_400, 3600).await.1, 0, "a month behind, or a month off: its attempts begin again");
    assert_eq!(page_after(0, 0, YEAR).await, (0, 0), "due in a year: at once");
}

#[tokio::test]
async fn entries_are_forgotten_when_their_feed_no_longer_shows_them() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let day = 86_400;
    let key = |id: &str| EntryKey { id: id.into(), page: format!("page-{id}"), ..EntryKey::default() };
    let seen = |feed: &str, id: &str, second: i64| LedgerUpdate::Entry {
        feed: feed.into(),
        key: key(id),
        state: EntryState { last_seen: Some(at(second)), ..EntryState::default() },
    };
    let listed = |name: &str, second: i64| LedgerUpdate::Feed {
        name: name.into(),
        state: Box::new(FeedState { listed: Some(at(second)), polled: Some(at(second)), ..FeedState::default() }),
    };
    let updates = vec![
        seen("lively", "old", 0),
        seen("lively", "new", 99 * day),
        seen("silent", "old", 0),
        seen("left", "old", 0),
        listed("lively", 100 * day),
        listed("silent", day),
        listed("left", 0),
    ];
    store.push(pushed(&["x"])).await.unwrap();
    let job = store.lease(at(0), 1).await.unwrap().jobs.remove(0).key;
    let done = Settlement { key: job, fate: JobFate::Done, new_jobs: vec![], updates, lines: vec![] };
    store.settle(at(0), vec![done]).await.unwrap();
    let configured = || vec!["lively".to_owned(), "silent".to_owned()];
    let keep = Duration::from_hours(90 * 24);
    let pruned = store.prune(configured(), at(100 * day), keep).await.unwrap().unwrap();
    assert_eq!((pruned.entries, pruned.feeds), (2, 1), "of the lively feed, and of the one that left");
    let known = |feed: &'static str, id: &'static str| {
        let store = store.clone();
        async move { store.entries(feed, vec![key(id)]).await.unwrap()[0].entry.is_some() }
    };
    assert_eq!(
        [known("lively", "old").await, known("lively", "new").await, known("silent", "old").await],
        [false, true, true]
    );
    assert_eq!(store.prune(configured(), at(100 * day), keep).await.unwrap(), None, "once a day");
}
