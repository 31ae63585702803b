//! The state directory, the outbox's places, and what happens when the engine fails.

mod upkeep;

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::*;
use crate::model::record::Stage;
use crate::work::Job;
use crate::work::Outbox;
use crate::work::outbox::Position;
use crate::work::queue::{Failed, JobFate, Settlement};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn stream(name: &str) -> Stream {
    Stream::new(name)
}

fn open_with(dir: &Path, streams: &[Stream]) -> (Store, Vec<Frame>) {
    Store::open(
        dir,
        Options {
            streams: streams.to_vec(),
            max_held_per_host: 1000,
            waits_for_disk: false,
            keep_bytes: 0,
            resume_after: None,
        },
    )
    .unwrap()
}

fn open(dir: &Path) -> Store {
    open_with(dir, &[stream("a")]).0
}

fn refusal(dir: &Path) -> String {
    Store::open(
        dir,
        Options { streams: vec![], max_held_per_host: 1, waits_for_disk: false, keep_bytes: 0, resume_after: None },
    )
    .err()
    .unwrap()
    .to_string()
}

fn poll(feed: &str, path: &str) -> PollJob {
    PollJob { feed: feed.into(), url: format!("https://{feed}.example/{path}").parse().unwrap() }
}

fn pushed(feeds: &[&str]) -> Vec<NewJob> {
    feeds.iter().map(|feed| NewJob { job: Job::Poll(poll(feed, "feed")), due: at(0) }).collect()
}

fn failed() -> Failed {
    Failed { stage: Stage::Fetch, code: "poison".to_owned(), detail: "died".to_owned() }
}

/// Settles a job of its own with lines of these texts in stream 0; answers the places of the frames.
async fn emit(store: &Store, second: i64, texts: &[&str]) -> Vec<Frame> {
    store.push(pushed(&["x"])).await.unwrap();
    let key = store.lease(at(second), 1).await.unwrap().jobs.remove(0).key;
    let line = |text: &&str| Line { stream: 0, before: text.as_bytes().to_vec(), after: b"\n".to_vec() };
    let lines = texts.iter().map(line).collect();
    let done = Settlement { key, fate: JobFate::Done, new_jobs: vec![], updates: vec![], lines };
    store.settle(at(second), vec![done]).await.unwrap()
}

/// Draws frames as `generation@offset first-last`.
fn drawn(frames: &[Frame]) -> String {
    let draw = |f: &Frame| format!("{}@{} {}-{}", f.generation, f.offset, f.first_seq, f.last_seq);
    frames.iter().map(draw).collect::<Vec<_>>().join(", ")
}

#[test]
fn one_process_writes_and_the_other_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    assert!(refusal(dir.path()).contains(&format!("state directory {} is in use", dir.path().display())));
    drop(store);
    open(dir.path());
}

#[test]
fn files_that_are_not_ours_are_refused() {
    let check = |make: &dyn Fn(&Path), expected: &str| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(STATE);
        make(&path);
        let before = fs::read(&path).unwrap();
        assert!(refusal(dir.path()).contains(expected), "{}", refusal(dir.path()));
        assert!(Store::inspect(dir.path(), at(0)).unwrap_err().to_string().contains(expected));
        assert_eq!(fs::read(&path).unwrap(), before, "and left as they are");
    };
    check(&|path| fs::write(path, "news ".repeat(1000)).unwrap(), "is damaged");
    check(&|path| fs::write(path, "short").unwrap(), "is damaged");
    check(&|path| Connection::open(path).unwrap().execute_batch("CREATE TABLE t (x)").unwrap(), "another program");
    let newer = |path: &Path| {
        drop(open(path.parent().unwrap()));
        Connection::open(path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    };
    check(&newer, "has format 99, this version knows up to 4");
}

#[tokio::test]
async fn a_file_cut_short_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let names: Vec<String> = (0..500).map(|i| format!("feed-{i}")).collect();
    store.push(pushed(&names.iter().map(String::as_str).collect::<Vec<_>>())).await.unwrap();
    drop(store);
    let file = File::options().write(true).open(dir.path().join(STATE)).unwrap();
    file.set_len(file.metadata().unwrap().len() / 2).unwrap();
    assert!(refusal(dir.path()).contains("is damaged"), "{}", refusal(dir.path()));
}

#[tokio::test]
async fn damage_that_shows_itself_late_is_told_with_the_way_out() {
    /// The bytes of SQLite's first page, which holds the schema.
    const PAGE: usize = 4096;
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let names: Vec<String> = (0..2000).map(|i| format!("feed-{i}")).collect();
    store.push(pushed(&names.iter().map(String::as_str).collect::<Vec<_>>())).await.unwrap();
    drop(store);
    let path = dir.path().join(STATE);
    let store = open(dir.path());
    let mut bytes = fs::read(&path).unwrap();
    bytes.iter_mut().skip(PAGE).for_each(|byte| *byte = !*byte);
    File::options().write(true).open(&path).unwrap().write_all_at(&bytes, 0).unwrap();
    let error = store.lease(at(1), 2000).await.map(|_| "read").unwrap_err().to_string();
    assert!(error.contains("is damaged") && error.contains("pressline state repair"), "{error}");
}

#[test]
fn a_new_file_passes_all_migrations_and_is_opened_again() {
    let dir = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        drop(open(dir.path()));
        let db = Connection::open(dir.path().join(STATE)).unwrap();
        let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        let mode: String = db.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!((version, mode.as_str()), (4, "wal"));
    }
}

#[test]
fn two_streams_of_one_name_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options {
        streams: vec![stream("a"), stream("b"), stream("a")],
        max_held_per_host: 1,
        waits_for_disk: false,
        keep_bytes: 0,
        resume_after: None,
    };
    assert_eq!(Store::open(dir.path(), options).err().unwrap().to_string(), "two outputs are named a");
}

#[tokio::test]
async fn status_is_read_beside_a_running_service_and_after_it() {
    let dir = tempfile::tempdir().unwrap();
    let missing = Store::inspect(dir.path(), at(0)).unwrap_err().to_string();
    assert!(missing.contains("nothing has run with this directory yet"), "{missing}");
    let store = open(dir.path());
    store.push(pushed(&["a", "b", "c"])).await.unwrap();
    emit(&store, 0, &["x"]).await;
    let stats = store.stats(at(0)).await.unwrap();
    assert_eq!((stats.waiting, stats.due, stats.held, stats.next_due), (3, 3, 0, Some(at(0))));
    assert_eq!((stats.pending_bytes, stats.streams[0].seq), (3, 1));
    assert_eq!(Store::inspect(dir.path(), at(0)).unwrap(), stats);
    drop(store);
    assert_eq!(Store::inspect(dir.path(), at(0)).unwrap(), stats);
}

#[tokio::test]
async fn polls_of_feeds_that_left_or_moved_are_dropped() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    store.push(pushed(&["stays", "left", "moved"])).await.unwrap();
    assert_eq!(store.retain_polls(vec![poll("stays", "feed"), poll("moved", "new")]).await.unwrap(), 2);
    let jobs = store.lease(at(0), 9).await.unwrap().jobs;
    assert_eq!(jobs.iter().map(|lease| lease.key.as_str()).collect::<Vec<_>>(), ["poll:stays"]);
    assert_eq!(store.lease(at(0), 9).await.unwrap().next_due, None);
}

#[tokio::test]
async fn the_newest_buried_jobs_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let graves = |db: &Connection| {
        let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
                   INSERT INTO buried (key, at, attempt, deaths, job) SELECT 'old:' || i, 0, 1, 0, '' FROM n";
        Ok(db.execute(sql, [])?)
    };
    store.writer.run(graves).await.unwrap();
    store.push(pushed(&["x"])).await.unwrap();
    let key = store.lease(at(0), 1).await.unwrap().jobs.remove(0).key;
    let bury =
        Settlement { key, fate: JobFate::DeadLetter(failed()), new_jobs: vec![], updates: vec![], lines: vec![] };
    store.settle(at(0), vec![bury]).await.unwrap();
    assert_eq!(store.stats(at(0)).await.unwrap().buried, 10_000);
    let kept = |key| move |db: &Connection| Ok(db.prepare("SELECT 1 FROM buried WHERE key = ?1")?.exists([key])?);
    assert!(store.writer.run(kept("poll:x")).await.unwrap());
    assert!(!store.writer.run(kept("old:1")).await.unwrap());
}

#[tokio::test]
async fn frames_never_split_and_begin_a_file_before_one_would_grow_too_large() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open_with(dir.path(), &[Stream { rotate_size: Some(10), ..stream("a") }]);
    let mut places = Vec::new();
    for texts in [&["aa"][..], &["aa", "a"], &["a"], &["aaaaaaaaaaaaaaa"], &["a"]] {
        places.push(drawn(&emit(&store, 0, texts).await));
    }
    assert_eq!(places, ["1@0 1-1", "2@0 2-3", "2@7 4-4", "3@0 5-5", "4@0 6-6"].map(String::from));
}

#[tokio::test]
async fn files_end_with_age() {
    let dir = tempfile::tempdir().unwrap();
    let streams = [Stream { rotate_age: Some(Duration::from_mins(1)), ..stream("a") }];
    let (store, _) = open_with(dir.path(), &streams);
    assert_eq!(store.rotate_due(at(99)).await.unwrap(), []);
    emit(&store, 100, &["a"]).await;
    assert_eq!(store.rotate_due(at(159)).await.unwrap(), []);
    assert_eq!(drawn(&emit(&store, 160, &["b"]).await), "2@0 2-2", "too old for one more");
    assert_eq!(store.rotate_due(at(220)).await.unwrap(), [(0, 3)]);
    assert_eq!(store.rotate_due(at(999)).await.unwrap(), [], "an empty file is as young as its first byte");
    assert_eq!(drawn(&emit(&store, 999, &["c"]).await), "3@0 3-3");
}

#[tokio::test]
async fn the_outbox_keeps_frames_until_they_are_trimmed() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let mut frames = Vec::new();
    for texts in [["a", "b"], ["c", "d"], ["e", "f"]] {
        frames.extend(emit(&store, 0, &texts).await);
    }
    store.trim(0, 2).await.unwrap();
    drop(store);
    let (store, pending) = open_with(dir.path(), &[stream("a")]);
    assert_eq!(pending, frames[1..]);
    let place = |offset| Position { generation: 1, offset };
    let progress = |synced| Progress { seq: 6, synced: place(synced), next: place(18) };
    assert_eq!(store.progress().await.unwrap(), [progress(6)]);
    store.trim(0, 6).await.unwrap();
    assert_eq!(store.progress().await.unwrap(), [progress(18)]);
    drop(store);
    assert_eq!(open_with(dir.path(), &[stream("a")]).1, []);
}

#[tokio::test]
async fn streams_are_known_by_name() {
    let dir = tempfile::tempdir().unwrap();
    emit(&open(dir.path()), 0, &["a"]).await;
    let (store, pending) = open_with(dir.path(), &[stream("b"), stream("a")]);
    assert_eq!((pending.len(), pending[0].stream), (1, 1));
    assert_eq!(drawn(&emit(&store, 0, &["b"]).await), "1@0 1-1");
    drop(store);
    assert_eq!(open_with(dir.path(), &[]).1, []);
    let (store, pending) = open_with(dir.path(), &[stream("a")]);
    assert_eq!(drawn(&pending), "1@0 1-1", "left out once, and still there");
    assert_eq!(drawn(&emit(&store, 0, &["c"]).await), "1@3 2-2");
}

#[tokio::test]
async fn compressed_frames_are_whole_and_go_into_files_of_their_own() {
    let dir = tempfile::tempdir().unwrap();
    emit(&open(dir.path()), 0, &["a"]).await;
    let (store, _) = open_with(dir.path(), &[Stream { zstd: true, ..stream("a") }]);
    let text = "b".repeat(5000);
    let frames = emit(&store, 0, &[&text, "c"]).await;
    assert_eq!(drawn(&frames), "2@0 2-3");
    assert_eq!(zstd::decode_all(&frames[0].bytes[..]).unwrap(), format!("{text}2\nc3\n").into_bytes());
}

#[tokio::test]
async fn a_full_disk_loses_nothing_that_was_answered() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    emit(&store, 0, &["a"]).await;
    let limit = |pages: i64| move |db: &Connection| Ok(db.pragma_update(None, "max_page_count", pages)?);
    store.writer.run(limit(1)).await.unwrap();
    let names: Vec<String> = (0..2000).map(|i| format!("feed-{i}")).collect();
    let jobs = pushed(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let full = store.push(jobs.clone()).await.unwrap_err().to_string();
    assert!(full.contains("full"), "{full}");
    assert_eq!(store.stats(at(0)).await.unwrap().waiting, 0);
    store.writer.run(limit(1 << 30)).await.unwrap();
    assert_eq!(store.push(jobs).await.unwrap(), 2000);
    assert_eq!(drawn(&emit(&store, 0, &["b"]).await), "1@3 2-2");
}

#[tokio::test]
async fn a_dead_engine_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let end = store.writer.run(|_| -> Result<(), QueueError> { panic!("this is part of the test") }).await;
    assert!(matches!(end, Err(QueueError::Closed)));
    assert!(matches!(store.push(pushed(&["a"])).await, Err(QueueError::Closed)));
    drop(store);
    assert_eq!(open(dir.path()).stats(at(0)).await.unwrap().waiting, 0);
}

#[tokio::test]
async fn requests_that_come_together_are_committed_together() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let (go, gate) = std::sync::mpsc::channel::<()>();
    let mut tasks = tokio::task::JoinSet::new();
    let busy = store.clone();
    tasks.spawn(async move { busy.writer.run(move |_| gate.recv().map_err(|_| QueueError::Closed)).await.map(|()| 0) });
    for i in 0..100 {
        let store = store.clone();
        tasks.spawn(async move { store.push(pushed(&[&format!("feed-{i}")])).await });
    }
    tokio::task::yield_now().await;
    go.send(()).unwrap();
    assert_eq!(tasks.join_all().await.into_iter().map(Result::unwrap).sum::<usize>(), 100);
    let db = Connection::open(dir.path().join(STATE)).unwrap();
    let pages: i64 = db.query_row("PRAGMA wal_checkpoint", [], |row| row.get(1)).unwrap();
    assert!(pages < 100, "{pages} pages were written: more than one commit");
}

#[tokio::test]
async fn a_lease_never_walks_over_the_waiting_jobs() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let plans = store.writer.run(|db| {
        let mut steps = Vec::new();
        for sql in [queue::NEXT_TURN, queue::NEXT_SUSPECT, queue::NEXT_DUE, queue::UPDATE_TURN] {
            let mut explain = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
            let mut rows = explain.raw_query();
            while let Some(row) = rows.next()? {
                steps.push(row.get::<_, String>(3)?);
            }
        }
        Ok(steps)
    });
    let walks = |step: &&String| step.starts_with("SCAN") && step.contains("job") || step.contains("TEMP B-TREE");
    let plans = plans.await.unwrap();
    assert_eq!(plans.iter().filter(walks).collect::<Vec<_>>(), [] as [&String; 0], "{plans:#?}");
}
