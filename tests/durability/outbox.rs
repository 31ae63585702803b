//! Exactly once into files, whenever the process is killed: a writer is killed again and again while a reader follows it.
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use pressline::emit::Sink;
use pressline::emit::files::{Files, Layout};
use pressline::emit::line::with_seq;
use pressline::model::Moment;
use pressline::store::{Options, Store};
use pressline::work::Job;
use pressline::work::job::{ArticleJob, EntryMetadata, Identity};
use pressline::work::outbox::{Frame, Partition, Stream};
use pressline::work::queue::{JobFate, Lease, NewJob, Settlement};
use pressline::work::{Outbox, Queue};
use serde::{Deserialize, Serialize};

use crate::{start, without_children};

/// Tells this test binary that it is the writer, and where.
const WRITER: &str = "PRESSLINE_TEST_WRITER";
/// Tells the writer to come to an end.
const LAST: &str = "PRESSLINE_TEST_LAST";
const KILLS: u32 = 48;
/// Jobs follow each other in so many chains: each, when done, adds the one that comes `CHAINS` later.
const CHAINS: u64 = 64;
/// Plain lines, and compressed ones.
const ZSTD: [bool; 2] = [false, true];
const NAMES: [&str; 2] = ["plain", "packed"];
const ROTATE_SIZE: [u64; 2] = [20_000, 6_000];

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) schema: String,
    pub(crate) id: u64,
    pub(crate) seq: Option<u64>,
    pub(crate) text: String,
}

pub(crate) fn at(second: u64) -> Timestamp {
    Timestamp::from_second(i64::try_from(1_790_000_000 + second).unwrap()).unwrap()
}

pub(crate) fn job(id: u64) -> NewJob {
    let job = Job::Article(Box::new(ArticleJob {
        url: format!("https://host{}.example/{id}", id % 8).parse().unwrap(),
        has_link: true,
        unique_id: None,
        identity: Identity::Page,
        is_revisit: false,
        feed: "test".to_owned(),
        entry_id: id.to_string(),
        first_seen: Moment::utc(at(0)),
        entry: EntryMetadata::default(),
    }));
    NewJob { job, due: at(0) }
}

fn open(dir: &Path) -> (Store, Vec<Frame>) {
    let streams = (0..2).map(|i| stream(i, ROTATE_SIZE[i])).collect();
    open_streams(dir, streams, 4)
}

/// Opens a state whose first stream has files of that size.
pub(crate) fn open_with(dir: &Path, rotate_size: u64, max_held_per_host: usize) -> (Store, Vec<Frame>) {
    open_streams(dir, vec![stream(0, rotate_size)], max_held_per_host)
}

fn stream(i: usize, rotate_size: u64) -> Stream {
    Stream {
        name: format!("{i}-files-{}", NAMES[i]),
        former_name: None,
        rotate_size: Some(rotate_size),
        rotate_age: Some(Duration::from_secs(700)),
        zstd: ZSTD[i],
        partition: Partition::None,
    }
}

fn open_streams(dir: &Path, streams: Vec<Stream>, max_held_per_host: usize) -> (Store, Vec<Frame>) {
    let options = Options { streams, max_held_per_host, waits_for_disk: false, keep_bytes: 0, resume_after: None };
    Store::open(&dir.join("state"), options).unwrap()
}

/// What came of a job: a line in each stream and the next job of its chain.
fn outcome(lease: &Lease, last: bool) -> Settlement {
    let Job::Article(article) = &lease.job else { unreachable!("there are no polls") };
    let id: u64 = article.entry_id.parse().unwrap();
    let text = "\"seq\":0, ".repeat(usize::try_from(id % 17).unwrap());
    let record = Record { schema: "test/1".into(), id, seq: Some(0), text };
    Settlement {
        key: lease.key.clone(),
        fate: JobFate::Done,
        new_jobs: if last { vec![] } else { vec![job(id + CHAINS)] },
        updates: vec![],
        lines: vec![with_seq(0, &record), with_seq(1, &record)],
    }
}

/// The files of one process, and what it knows to be written but not yet on disk.
struct Output {
    store: Store,
    sinks: Vec<Files>,
    written: [u64; 2],
}

impl Output {
    fn write(&mut self, frames: &[Frame]) {
        for frame in frames {
            self.sinks[frame.stream].write(frame).unwrap();
            self.written[frame.stream] = frame.last_seq;
        }
    }

    async fn sync(&mut self) {
        for (stream, sink) in self.sinks.iter_mut().enumerate() {
            sink.sync().unwrap();
            self.store.trim(stream, self.written[stream]).await.unwrap();
        }
    }
}

async fn write(dir: &Path, last: bool) {
    let (store, pending) = open(dir);
    let progress = store.progress().await.unwrap();
    let layout = |i: usize| {
        let (dir, name) = (dir.join("out"), NAMES[i].to_owned());
        Layout { dir, name, zstd: ZSTD[i], partition: Partition::None }
    };
    let sinks = (0..2).map(|i| Files::open(layout(i), progress[i]).unwrap());
    let mut output = Output { sinks: sinks.collect(), written: [0, 0], store: store.clone() };
    output.write(&pending);
    let mut clock = progress[0].seq;
    for round in 1.. {
        let jobs = store.lease(at(clock), 16).await.unwrap().jobs;
        if jobs.is_empty() {
            break;
        }
        clock += jobs.len() as u64;
        let batch = jobs.iter().map(|lease| outcome(lease, last)).collect();
        output.write(&store.settle(at(clock), batch).await.unwrap());
        if round % 5 == 0 {
            output.sync().await;
        }
        if round % 7 == 0 {
            let rotated = store.rotate_due(at(clock)).await.unwrap();
            output.sync().await;
            for (stream, generation) in rotated {
                output.sinks[stream].rotate(generation).unwrap();
            }
        }
    }
    output.sync().await;
}

/// Not a test by itself: the process that the tests below start and kill.
#[tokio::test]
async fn writer() {
    if let Some(dir) = env::var_os(WRITER) {
        write(Path::new(&dir), env::var_os(LAST).is_some()).await;
    }
}

fn writer_in(dir: &Path) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    let name = concat!(module_path!(), "::writer").split_once("::").unwrap().1;
    command.args(["--exact", name, "--nocapture"]).env(WRITER, dir).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Starts the writer and waits for its end.
fn run_writer(command: &mut Command) -> process::Output {
    start(command).wait_with_output().unwrap()
}

/// Kills the writer at that moment; it must not have ended by itself.
fn kill_after(mut writer: Child, wait: Duration) {
    thread::sleep(wait);
    writer.kill().unwrap();
    let end = writer.wait_with_output().unwrap();
    assert_eq!(end.status.code(), None, "the writer failed:\n{}", String::from_utf8_lossy(&end.stderr));
}

/// What a reader saw of each file, by the name the file has in the end.
#[derive(Default)]
struct Reader(BTreeMap<PathBuf, Vec<u8>>);

impl Reader {
    /// Looks at all files once: each must begin with what was seen of it before.
    fn look(&mut self, out: &Path) {
        let Ok(files) = fs::read_dir(out) else { return };
        for path in files.map(|file| file.unwrap().path()) {
            // It may have been renamed just now; then the next look finds it.
            let Ok(bytes) = fs::read(&path) else { continue };
            let is_open = path.extension().is_some_and(|extension| extension == "open");
            let name = if is_open { path.with_extension("") } else { path };
            let seen = self.0.entry(name).or_default();
            assert!(bytes.starts_with(seen), "bytes were taken back after {} bytes", seen.len());
            *seen = bytes;
        }
    }

    fn records(&self, stream: usize) -> Vec<Record> {
        let own =
            self.0.iter().filter(|(path, _)| path.file_name().unwrap().to_str().unwrap().starts_with(NAMES[stream]));
        let texts =
            own.map(|(_, bytes)| if ZSTD[stream] { zstd::decode_all(&bytes[..]).unwrap() } else { bytes.clone() });
        let text = String::from_utf8(texts.flatten().collect()).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// Puts the first job of each chain into a new state.
fn seed(dir: &Path) {
    let _guard = without_children();
    block_on(async { open(dir).0.push((0..CHAINS).map(job).collect()).await.unwrap() });
}

pub(crate) fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

#[test]
fn each_record_is_written_once_whenever_the_writer_is_killed() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    seed(dir.path());

    let done = AtomicBool::new(false);
    let reader = thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut reader = Reader::default();
            while !done.load(Ordering::Relaxed) {
                reader.look(&out);
                thread::sleep(Duration::from_millis(1));
            }
            reader.look(&out);
            reader
        });
        let mut random = 0x2545_f491_u64;
        for _ in 0..KILLS {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            kill_after(start(&mut writer_in(dir.path())), Duration::from_millis(5 + (random >> 33) % 150));
        }
        let left_behind = Store::inspect(&dir.path().join("state"), at(0)).unwrap();
        assert!(left_behind.streams.iter().all(|stream| stream.seq > 0), "status reads what a dead process left");
        let end = run_writer(writer_in(dir.path()).env(LAST, "1"));
        done.store(true, Ordering::Relaxed);
        assert!(end.status.success(), "{}", String::from_utf8_lossy(&end.stderr));
        reader.join().unwrap()
    });

    let (store, pending) = open(dir.path());
    let (progress, stats) = block_on(async { (store.progress().await.unwrap(), store.stats(at(0)).await.unwrap()) });
    assert_eq!((pending.len(), stats.waiting, stats.held, stats.buried), (0, 0, 0, 0));
    for (stream, progress) in progress.iter().enumerate() {
        let records = reader.records(stream);
        let seqs = records.iter().map(|record| record.seq.unwrap());
        assert!(seqs.eq(1..=progress.seq), "in order, without a gap");
        let ids: BTreeSet<u64> = records.iter().map(|record| record.id).collect();
        assert_eq!(ids.len(), records.len(), "none twice");
        assert!(ids.iter().all(|id| *id < CHAINS || ids.contains(&(id - CHAINS))), "none lost");
        assert!((0..CHAINS).all(|id| ids.contains(&id)), "none lost");
        assert!(progress.next.generation > 3, "files were ended");
    }
    let open = fs::read_dir(&out).unwrap().map(|file| file.unwrap().path());
    let open: Vec<PathBuf> = open.filter(|path| path.extension().unwrap() == "open").collect();
    assert_eq!(open.len(), 2, "{open:?}");
    println!("{} records, files {:?}", progress[0].seq, progress.iter().map(|p| p.next.generation).collect::<Vec<_>>());
}

#[test]
fn a_second_process_is_turned_away_and_a_death_lets_the_next_one_in() {
    let dir = tempfile::tempdir().unwrap();
    let guard = without_children();
    let (store, _) = open(dir.path());
    let second = writer_in(dir.path()).output().unwrap();
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(!second.status.success() && said.contains("Locked") && said.contains("state"), "{said}");
    drop(store);
    drop(guard);
    assert!(run_writer(&mut writer_in(dir.path())).status.success());
}
