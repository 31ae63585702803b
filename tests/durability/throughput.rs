//! How many records reach files at full durability, beside a plain loop that writes the same bytes. `just throughput` prints it.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use pressline::emit::Sink;
use pressline::emit::files::{Files, Layout};
use pressline::emit::line::with_seq;
use pressline::work::outbox::{Line, Partition};
use pressline::work::queue::{JobFate, Settlement};
use pressline::work::{Outbox, Queue};

use crate::outbox::{Record, at, block_on, job, open_with};
use crate::without_children;

/// The environment's number of records.
const RECORDS_SET: &str = "PRESSLINE_RECORDS";
const RECORDS: u64 = 1_000;
/// The bytes of a record: those of an article of some length with its annotations.
const RECORD_BYTES: usize = 5_000;
/// The jobs that are settled together, and the frames between two syncs, as in a busy worker.
const BATCH: usize = 64;
const FRAMES_PER_SYNC: usize = 64;

fn line(id: u64) -> Line {
    let text = format!("{id:08} words of a story; ").repeat(RECORD_BYTES / 25);
    with_seq(0, &Record { schema: "test/1".into(), id, seq: Some(0), text })
}

/// Writes the lines one after the other, and syncs the file once.
fn plainly(path: &Path, lines: &[Vec<u8>]) -> Duration {
    let begun = Instant::now();
    let mut file = File::create(path).unwrap();
    for line in lines {
        file.write_all(line).unwrap();
    }
    file.sync_all().unwrap();
    begun.elapsed()
}

/// Takes jobs from the queue, settles them with a line each, writes the frames and syncs them, as a worker does.
async fn durably(dir: &Path, count: u64) -> Duration {
    let (store, _) = open_with(dir, 1 << 30, 10_000);
    store.push((0..count).map(job).collect()).await.unwrap();
    let layout = Layout { dir: dir.join("out"), name: "plain".to_owned(), zstd: false, partition: Partition::None };
    let mut files = Files::open(layout, store.progress().await.unwrap()[0]).unwrap();
    let begun = Instant::now();
    let (mut frames, mut seq) = (0, 0);
    loop {
        let jobs = store.lease(at(1), BATCH).await.unwrap().jobs;
        if jobs.is_empty() || frames >= FRAMES_PER_SYNC {
            files.sync().unwrap();
            store.trim(0, seq).await.unwrap();
            frames = 0;
        }
        if jobs.is_empty() {
            return begun.elapsed();
        }
        let settled = jobs.iter().map(|lease| Settlement {
            key: lease.key.clone(),
            fate: JobFate::Done,
            new_jobs: vec![],
            updates: vec![],
            lines: vec![line(lease.key.len() as u64)],
        });
        for frame in store.settle(at(1), settled.collect()).await.unwrap().iter().filter(|frame| frame.stream == 0) {
            files.write(frame).unwrap();
            (frames, seq) = (frames + 1, frame.last_seq);
        }
    }
}

#[test]
fn throughput() {
    let count = std::env::var(RECORDS_SET).map_or(RECORDS, |text| text.parse().unwrap());
    let dir = tempfile::tempdir().unwrap();
    let lines: Vec<Vec<u8>> = (0..count)
        .map(|id| {
            let Line { before, after, .. } = line(id);
            [before, b"1".to_vec(), after].concat()
        })
        .collect();
    let plain = plainly(&dir.path().join("plain"), &lines);
    let durable = {
        let _guard = without_children();
        block_on(durably(dir.path(), count))
    };
    let written = fs::read_to_string(dir.path().join("out/plain-000001.jsonl.open")).unwrap();
    assert_eq!(written.lines().count() as u64, count);
    let per_second = |time: Duration| count as f64 / time.as_secs_f64();
    println!(
        "{count} records of {} bytes: {:.0} a second at full durability, {:.0} in a plain loop",
        lines[0].len(),
        per_second(durable),
        per_second(plain)
    );
}
