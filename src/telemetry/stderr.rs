//! Lines to stderr that neither block nor fail the program, whoever reads them or does not.
//!
//! Once started, a thread of its own writes them from a bounded queue. What does not fit is dropped and counted.

use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;
use std::time::Duration;

use tracing::warn;

/// The most lines that wait for stderr (chosen).
const MAX_LINES: usize = 8192;
/// The most bytes that wait for stderr (chosen: minutes of a busy log).
const MAX_BYTES: usize = 4 << 20;
/// The wait before another attempt where stderr was set not to block, and is full (chosen).
const RETRY: Duration = Duration::from_millis(10);

/// The queue, once it is started.
static QUEUE: OnceLock<Queue> = OnceLock::new();
/// The lines that were dropped since the start of the program.
static DROPPED: AtomicU64 = AtomicU64::new(0);

/// The bounded queue of the thread that writes to stderr.
struct Queue {
    messages: SyncSender<Message>,
    bytes: AtomicUsize,
}

/// A message to the thread.
enum Message {
    Line(Vec<u8>),
    /// Asks for an answer when all lines before it are written.
    Flush(Sender<()>),
}

/// Starts the thread; a second call changes nothing.
pub(super) fn start() {
    let (messages, inbox) = sync_channel(MAX_LINES);
    if QUEUE.set(Queue { messages, bytes: AtomicUsize::new(0) }).is_ok() {
        // Without a thread the queue fills, and lines are dropped and counted.
        let _ = thread::Builder::new().name("stderr".to_owned()).spawn(move || write_all(&inbox));
    }
}

/// Puts a line into the queue; writes it at once where none was started. Never fails, and never waits for a started queue.
pub(super) fn put(line: Vec<u8>) {
    let Some(queue) = QUEUE.get() else {
        let _ = write_patiently(&line);
        return;
    };
    let length = line.len();
    let waiting = queue.bytes.fetch_add(length, Ordering::AcqRel);
    if waiting + length > MAX_BYTES || queue.messages.try_send(Message::Line(line)).is_err() {
        queue.bytes.fetch_sub(length, Ordering::AcqRel);
        DROPPED.fetch_add(1, Ordering::Relaxed);
    }
}

/// Writes a message for people, with secrets masked; a line break is added.
pub fn tell(message: fmt::Arguments<'_>) {
    let text = message.to_string();
    put(format!("{}\n", crate::model::without_secrets(&text)).into_bytes());
}

/// Waits until all lines so far are written, for `limit` at most.
pub fn flush(limit: Duration) {
    let (done, answer) = channel();
    if QUEUE.get().is_some_and(|queue| queue.messages.try_send(Message::Flush(done)).is_ok()) {
        let _ = answer.recv_timeout(limit);
    }
}

/// Returns the number of lines that were dropped since stderr did not take them.
pub(super) fn dropped_lines() -> u64 {
    DROPPED.load(Ordering::Relaxed)
}

/// Writes what comes in until the program ends.
fn write_all(inbox: &Receiver<Message>) {
    let mut told = 0;
    for message in inbox {
        match message {
            Message::Flush(done) => drop(done.send(())),
            Message::Line(line) => {
                let is_written = write_patiently(&line).is_ok();
                if let Some(queue) = QUEUE.get() {
                    queue.bytes.fetch_sub(line.len(), Ordering::AcqRel);
                }
                if !is_written {
                    DROPPED.fetch_add(1, Ordering::Relaxed);
                    continue;
                }
                let dropped = dropped_lines();
                if dropped > told {
                    let lines = dropped - std::mem::replace(&mut told, dropped);
                    warn!(lines, "log lines were dropped, since stderr did not take them");
                }
            }
        }
    }
}

/// Writes a line, and waits where stderr is full.
fn write_patiently(line: &[u8]) -> io::Result<()> {
    let mut rest = line;
    while !rest.is_empty() {
        match io::stderr().write(rest) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(count) => rest = rest.get(count..).unwrap_or_default(),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => thread::sleep(RETRY),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
