//! One set of promises, run on every engine: what `Queue` and `Ledger` say in words.
use jiff::Timestamp;
use pressline::model::Moment;
use pressline::model::record::Stage;
use pressline::store::{Options, Store};
use pressline::work::Job;
use pressline::work::Ledger;
use pressline::work::job::{ArticleJob, EntryMetadata, Identity, PollJob};
use pressline::work::ledger::{FeedState, LedgerUpdate};
use pressline::work::outbox::{Frame, Line, Stream};
use pressline::work::queue::{Failed, JobFate, Lease, NewJob, Postponement, Settlement};
use pressline::work::{Queue, QueueError};

/// Something that keeps the promises, and can be killed.
trait Engine {
    type Handle: Queue + Ledger;
    /// A fresh engine with two streams that are no files, and this many jobs of one host held at a time.
    fn new(max_held_per_host: usize) -> Self;
    /// Opens it, or takes it over from a process that is dead.
    fn open(&self) -> Self::Handle;
}

struct Sqlite {
    dir: tempfile::TempDir,
    max_held_per_host: usize,
}

impl Engine for Sqlite {
    type Handle = Store;

    fn new(max_held_per_host: usize) -> Self {
        Self { dir: tempfile::tempdir().unwrap(), max_held_per_host }
    }

    fn open(&self) -> Store {
        let options = Options {
            streams: vec![Stream::new("articles"), Stream::new("errors")],
            max_held_per_host: self.max_held_per_host,
            waits_for_disk: false,
            keep_bytes: 0,
            resume_after: None,
        };
        Store::open(self.dir.path(), options).unwrap().0
    }
}

/// Each promise as a test of the engine.
macro_rules! keeps {
    ($engine:ty: $($promise:ident)*) => {
        $(#[tokio::test]
        async fn $promise() {
            super::$promise::<$engine>().await;
        })*
    };
}

mod ledger;
mod model;

use ledger::{copies_are_found, entries_are_recalled, feeds_and_articles_are_remembered, pages_lead_to_their_articles};

mod sqlite {
    keeps! { super::Sqlite:
        a_pushed_job_is_there_after_a_death
        a_key_that_waits_or_is_held_is_not_taken_twice
        the_earliest_due_comes_first_and_none_before_its_time
        a_host_has_its_turns_one_after_the_other
        a_host_that_is_busy_keeps_nobody_else_waiting
        a_held_job_is_handed_out_once
        a_death_is_counted_and_an_orderly_end_is_none
        suspects_with_more_deaths_come_last
        done_leaves_again_forgets_retry_remembers_bury_keeps
        a_job_may_follow_itself
        a_settlement_takes_effect_whole_or_not_at_all
        seq_is_gapless_and_lines_keep_their_order
        what_settles_at_once_is_numbered_like_the_rest
        a_postponed_job_was_not_tried
        an_article_with_its_text_takes_the_place_of_one_without
        entries_are_recalled
        pages_lead_to_their_articles
        copies_are_found
        feeds_and_articles_are_remembered
    }

    #[test]
    fn jobs_are_handed_out_as_a_plain_list_would() {
        super::model::agrees_with::<super::Sqlite>();
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn page(host: &str, number: usize) -> Job {
    Job::Article(Box::new(ArticleJob {
        url: format!("https://{host}.example/{number}").parse().unwrap(),
        has_link: true,
        feed: host.to_owned(),
        entry_id: number.to_string(),
        unique_id: None,
        identity: Identity::Page,
        is_revisit: false,
        first_seen: Moment::utc(at(0)),
        entry: EntryMetadata { title: Some(format!("Nr. {number}")), ..EntryMetadata::default() },
    }))
}

fn poll(feed: &str) -> Job {
    Job::Poll(PollJob { feed: feed.to_owned(), url: format!("https://{feed}.example/feed").parse().unwrap() })
}

fn due(job: Job, second: i64) -> NewJob {
    NewJob { job, due: at(second) }
}

fn failed() -> Failed {
    Failed { stage: Stage::Fetch, code: "http_status".to_owned(), detail: "answered 503".to_owned() }
}

fn retry(second: i64) -> JobFate {
    JobFate::Retry(at(second), failed())
}

fn settle(key: &str, fate: JobFate) -> Settlement {
    Settlement { key: key.to_owned(), fate, new_jobs: vec![], updates: vec![], lines: vec![] }
}

fn line(stream: usize, text: &str) -> Line {
    Line { stream, before: b"{\"seq\":".to_vec(), after: format!(",\"text\":\"{text}\"}}\n").into_bytes() }
}

fn text(frames: &[Frame], stream: usize) -> String {
    let own = frames.iter().filter(|frame| frame.stream == stream);
    own.map(|frame| String::from_utf8(frame.bytes.clone()).unwrap()).collect()
}

/// Leases and draws what came as `host/number` (`feed` for a poll), in order.
async fn take(queue: &impl Queue, second: i64, most: usize) -> (Vec<Lease>, String) {
    let answer = queue.lease(at(second), most).await.unwrap();
    let draw = |lease: &Lease| match &lease.job {
        Job::Article(job) => format!("{}/{}", job.feed, job.entry_id),
        Job::Poll(job) => job.feed.clone(),
    };
    let drawn: Vec<String> = answer.jobs.iter().map(draw).collect();
    (answer.jobs, drawn.join(" "))
}

async fn a_pushed_job_is_there_after_a_death<E: Engine>() {
    let engine = E::new(1);
    assert_eq!(engine.open().push(vec![due(page("a", 1), 0), due(poll("b"), 0)]).await.unwrap(), 2);
    let queue = engine.open();
    let (leases, drawn) = take(&queue, 0, 9).await;
    assert_eq!(drawn, "a/1 b");
    assert_eq!(leases[0].job, page("a", 1));
    assert_eq!((leases[0].attempt, leases[0].deaths, leases[0].failing_since), (1, 0, None));
}

async fn a_key_that_waits_or_is_held_is_not_taken_twice<E: Engine>() {
    let engine = E::new(1);
    let queue = engine.open();
    assert_eq!(queue.push(vec![due(page("a", 1), 0), due(page("a", 1), 9)]).await.unwrap(), 1);
    assert_eq!(queue.push(vec![due(page("a", 1), 0), due(page("a", 2), 5)]).await.unwrap(), 1);
    let (leases, _) = take(&queue, 0, 9).await;
    assert_eq!(queue.push(vec![due(page("a", 1), 0)]).await.unwrap(), 0);
    queue.settle(at(0), vec![settle(&leases[0].key, JobFate::Done)]).await.unwrap();
    assert_eq!(queue.push(vec![due(page("a", 1), 6)]).await.unwrap(), 1);
    assert_eq!(take(&queue, 9, 9).await.1, "a/2");
}

async fn the_earliest_due_comes_first_and_none_before_its_time<E: Engine>() {
    let engine = E::new(9);
    let queue = engine.open();
    let jobs = vec![due(page("a", 3), 3), due(page("b", 1), 1), due(page("a", 2), 2), due(page("c", 9), 9)];
    queue.push(jobs).await.unwrap();
    assert_eq!(queue.lease(at(0), 9).await.unwrap().next_due, Some(at(1)));
    assert_eq!(take(&queue, 5, 2).await.1, "b/1 a/2");
    let answer = queue.lease(at(5), 9).await.unwrap();
    assert_eq!((answer.jobs.len(), answer.next_due), (1, Some(at(9))));
    take(&queue, 9, 9).await;
    assert_eq!(queue.lease(at(99), 9).await.unwrap().next_due, None);
}

async fn a_host_has_its_turns_one_after_the_other<E: Engine>() {
    let engine = E::new(2);
    let queue = engine.open();
    queue.push((0..5).map(|i| due(page("a", i), 0)).collect()).await.unwrap();
    let (leases, drawn) = take(&queue, 7, 9).await;
    assert_eq!(drawn, "a/0 a/1");
    let answer = queue.lease(at(7), 9).await.unwrap();
    assert_eq!((answer.jobs.len(), answer.next_due), (0, Some(at(0))));
    queue.settle(at(7), vec![settle(&leases[1].key, JobFate::Done)]).await.unwrap();
    assert_eq!(take(&queue, 7, 9).await.1, "a/2");
}

async fn a_host_that_is_busy_keeps_nobody_else_waiting<E: Engine>() {
    let engine = E::new(1);
    let queue = engine.open();
    let mut jobs: Vec<NewJob> = (0..50).map(|i| due(page("a", i), 0)).collect();
    jobs.extend([due(page("b", 1), 1), due(page("c", 1), 2)]);
    queue.push(jobs).await.unwrap();
    assert_eq!(take(&queue, 2, 9).await.1, "a/0 b/1 c/1");
}

async fn a_held_job_is_handed_out_once<E: Engine>() {
    let engine = E::new(1);
    let queue = engine.open();
    queue.push(vec![due(page("a", 1), 0)]).await.unwrap();
    assert_eq!(take(&queue, 0, 9).await.1, "a/1");
    assert_eq!(take(&queue.clone(), i64::from(u32::MAX), 9).await.1, "");
}

async fn a_death_is_counted_and_an_orderly_end_is_none<E: Engine>() {
    let engine = E::new(9);
    let queue = engine.open();
    queue.push((0..3).map(|i| due(page("a", i), 0)).collect()).await.unwrap();
    queue.push(vec![due(page("b", 0), 5)]).await.unwrap();
    assert_eq!(take(&queue, 1, 9).await.1, "a/0 a/1 a/2");
    drop(queue);

    let queue = engine.open();
    let (leases, drawn) = take(&queue, 5, 9).await;
    assert_eq!(drawn, "a/0 a/1 a/2 b/0");
    assert_eq!((leases[0].attempt, leases[0].deaths, leases[3].deaths), (1, 1, 0));
    queue.settle(at(5), vec![settle(&leases[0].key, JobFate::Done)]).await.unwrap();
    queue.release().await.unwrap();
    drop(queue);

    let queue = engine.open();
    let (leases, drawn) = take(&queue, 5, 9).await;
    assert_eq!(drawn, "a/1 a/2 b/0");
    assert_eq!(leases.iter().map(|lease| lease.deaths).collect::<Vec<_>>(), [1, 1, 0]);
}

async fn suspects_with_more_deaths_come_last<E: Engine>() {
    let engine = E::new(9);
    let queue = engine.open();
    queue.push((0..3).map(|i| due(page("a", i), i64::try_from(i).unwrap())).collect()).await.unwrap();
    take(&queue, 9, 9).await;
    drop(queue);
    let queue = engine.open();
    assert_eq!(take(&queue, 9, 1).await.1, "a/0");
    drop(queue);
    let queue = engine.open();
    let mut order = Vec::new();
    while let (leases, drawn) = take(&queue, 9, 1).await
        && !leases.is_empty()
    {
        order.push(format!("{drawn} died {}", leases[0].deaths));
        queue.settle(at(9), vec![settle(&leases[0].key, JobFate::Done)]).await.unwrap();
    }
    assert_eq!(order, ["a/1 died 1", "a/2 died 1", "a/0 died 2"]);
}

async fn done_leaves_again_forgets_retry_remembers_bury_keeps<E: Engine>() {
    let engine = E::new(9);
    let queue = engine.open();
    queue.push((0..4).map(|i| due(page("a", i), 0)).collect()).await.unwrap();
    let (leases, _) = take(&queue, 0, 9).await;
    let fates = [JobFate::Done, JobFate::Reschedule(at(10)), retry(10), JobFate::DeadLetter(failed())];
    let batch = leases.iter().zip(fates).map(|(lease, fate)| settle(&lease.key, fate)).collect();
    queue.settle(at(1), batch).await.unwrap();
    assert_eq!(take(&queue, 9, 9).await.1, "");

    let (leases, drawn) = take(&queue, 10, 9).await;
    assert_eq!(drawn, "a/1 a/2");
    assert_eq!((leases[0].attempt, leases[0].failing_since), (1, None));
    assert_eq!((leases[1].attempt, leases[1].failing_since), (2, Some(at(1))));
    assert_eq!(leases[1].last_failure.as_ref().map(|failure| failure.code.as_str()), Some("http_status"));
    let retry = leases.iter().map(|lease| settle(&lease.key, retry(20))).collect();
    queue.settle(at(11), retry).await.unwrap();
    let (leases, _) = take(&queue, 20, 9).await;
    assert_eq!((leases[0].attempt, leases[0].failing_since), (2, Some(at(11))));
    assert_eq!((leases[1].attempt, leases[1].failing_since), (3, Some(at(1))));
    let again = leases.iter().map(|lease| settle(&lease.key, JobFate::Reschedule(at(30)))).collect();
    queue.settle(at(21), again).await.unwrap();
    drop(queue);
    let (leases, _) = take(&engine.open(), 30, 9).await;
    assert_eq!((leases[1].attempt, leases[1].deaths, leases[1].failing_since), (1, 0, None));
}

async fn a_job_may_follow_itself<E: Engine>() {
    let engine = E::new(1);
    let queue = engine.open();
    queue.push(vec![due(page("a", 1), 0)]).await.unwrap();
    let (leases, _) = take(&queue, 0, 9).await;
    let followed = Settlement {
        new_jobs: vec![due(page("a", 1), 5), due(page("b", 1), 5)],
        ..settle(&leases[0].key, JobFate::Done)
    };
    queue.settle(at(0), vec![followed]).await.unwrap();
    assert_eq!(take(&queue, 5, 9).await.1, "a/1 b/1");
}

async fn a_settlement_takes_effect_whole_or_not_at_all<E: Engine>() {
    let engine = E::new(9);
    let queue = engine.open();
    queue.push(vec![due(page("a", 1), 0)]).await.unwrap();
    let (leases, _) = take(&queue, 0, 9).await;
    let change =
        LedgerUpdate::Feed { name: "a".into(), state: Box::new(FeedState { polls: 7, ..FeedState::default() }) };
    let whole = Settlement {
        new_jobs: vec![due(page("b", 1), 0)],
        updates: vec![change],
        lines: vec![line(0, "one")],
        ..settle(&leases[0].key, JobFate::Done)
    };
    let stray = Settlement { key: "page:https://nobody.example/".into(), ..whole.clone() };
    let refused = queue.settle(at(0), vec![whole.clone(), stray]).await;
    assert!(matches!(refused, Err(QueueError::Engine(_))));
    assert_eq!(queue.feed("a").await.unwrap(), FeedState::default());
    assert_eq!(take(&queue, 0, 9).await.1, "");

    let frames = queue.settle(at(0), vec![whole]).await.unwrap();
    assert_eq!(text(&frames, 0), "{\"seq\":1,\"text\":\"one\"}\n");
    assert_eq!(queue.feed("a").await.unwrap().polls, 7);
    assert_eq!(take(&queue, 0, 9).await.1, "b/1");
}

async fn seq_is_gapless_and_lines_keep_their_order<E: Engine>() {
    let engine = E::new(9);
    let mut found = [String::new(), String::new()];
    for round in 0..3 {
        let queue = engine.open();
        queue.push((0..2).map(|i| due(page("a", 10 * round + i), 0)).collect()).await.unwrap();
        let (leases, _) = take(&queue, 0, 2).await;
        let lines = [vec![line(1, "x"), line(0, "a")], vec![line(0, "b"), line(1, "y"), line(0, "c")]];
        let batch = leases.iter().zip(lines);
        let batch = batch.map(|(lease, lines)| Settlement { lines, ..settle(&lease.key, JobFate::Done) }).collect();
        let frames = queue.settle(at(0), batch).await.unwrap();
        assert_eq!(frames.len(), 2, "one frame a stream");
        for (stream, found) in found.iter_mut().enumerate() {
            found.push_str(&text(&frames, stream));
        }
    }
    let expected = |texts: &str| -> String {
        let numbered = texts.chars().enumerate();
        let lines = numbered.map(|(i, text)| format!("{{\"seq\":{},\"text\":\"{text}\"}}\n", i + 1));
        lines.collect::<Vec<_>>().concat()
    };
    assert_eq!(found, [expected("abcabcabc"), expected("xyxyxy")]);
}

async fn what_settles_at_once_is_numbered_like_the_rest<E: Engine>() {
    let engine = E::new(999);
    let queue = engine.open();
    queue.push((0..200).map(|i| due(page("a", i), 0)).collect()).await.unwrap();
    let (leases, _) = take(&queue, 0, 200).await;
    let mut tasks = tokio::task::JoinSet::new();
    for lease in leases {
        let queue = queue.clone();
        let done = Settlement { lines: vec![line(0, &lease.key), line(0, "too")], ..settle(&lease.key, JobFate::Done) };
        tasks.spawn(async move { queue.settle(at(0), vec![done]).await.unwrap() });
    }
    let mut frames: Vec<Frame> = tasks.join_all().await.into_iter().flatten().collect();
    frames.sort_by_key(|frame| frame.first_seq);
    let mut next = (1, 0);
    for frame in frames {
        assert_eq!((frame.first_seq, frame.offset), next);
        assert_eq!(frame.last_seq, frame.first_seq + 1, "the lines of one settlement stay together");
        next = (frame.last_seq + 1, frame.offset + frame.bytes.len() as u64);
    }
    assert_eq!(next.0, 401);
}

async fn a_postponed_job_was_not_tried<E: Engine>() {
    let engine = E::new(1);
    let queue = engine.open();
    queue.push(vec![due(page("a", 1), 0)]).await.unwrap();
    for second in [0, 10, 20] {
        let (leases, _) = take(&queue, second, 9).await;
        assert_eq!((leases[0].attempt, leases[0].failing_since), (1, None));
        let postponed = settle(&leases[0].key, JobFate::Postpone(at(second + 10), Postponement::Server));
        queue.settle(at(second), vec![postponed]).await.unwrap();
        assert_eq!(take(&queue, second + 9, 9).await.1, "");
    }
}

async fn an_article_with_its_text_takes_the_place_of_one_without<E: Engine>() {
    let with_text = |feed: &str, second: i64| {
        let Job::Article(mut job) = page("a", 1) else { unreachable!() };
        feed.clone_into(&mut job.feed);
        job.first_seen = Moment::utc(at(second));
        job.entry.content = Some("<p>Ferry</p>".to_owned());
        due(Job::Article(job), second)
    };
    let engine = E::new(1);
    let queue = engine.open();
    assert_eq!(queue.push(vec![due(page("a", 1), 90), with_text("b", 5), with_text("c", 4)]).await.unwrap(), 1);
    let (leases, drawn) = take(&queue, 5, 9).await;
    assert_eq!(drawn, "b/1", "the first with a text, at the time it wants");
    let Job::Article(job) = &leases[0].job else { unreachable!() };
    assert_eq!(job.first_seen, Moment::utc(at(0)), "first seen when the first was");
    queue.push(vec![with_text("d", 6)]).await.unwrap();
    queue.settle(at(6), vec![settle(&leases[0].key, JobFate::Done)]).await.unwrap();
    assert_eq!(take(&queue, 99, 9).await.1, "", "and none that is held");
}
