//! The one thread that uses the state file, and its group commit.
//!
//! Requests that arrive while a commit waits for the disk are run in the next transaction together. Each has a savepoint
//! of its own, so that an invalid one leaves no trace. All are answered once the transaction is on disk. A disk that is
//! full or fails for now is waited for: the group runs again, and nobody is answered before.

use std::io;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot, watch};

use super::directory::{DirectoryLock, FileIdentity};
use super::disk_fault::may_pass;
use super::error::{StateGone, cause};
use crate::work::QueueError;

/// The wait before a group is tried again on a disk that is full or fails (chosen).
const RETRY_WAIT: Duration = Duration::from_millis(500);

/// The most requests in one transaction (chosen).
const MAX_GROUP: usize = 256;

/// The most requests that wait for the thread (chosen).
const MAX_WAITING: usize = 1024;

/// A handle to the thread. Dropping it waits for the thread to end.
pub(super) struct Writer {
    requests: Option<mpsc::Sender<Box<dyn Request>>>,
    thread: Option<JoinHandle<()>>,
    /// What the thread waits for, in words, while its disk takes nothing.
    stalled: watch::Receiver<Option<String>>,
}

impl Writer {
    /// Starts the thread. It keeps the lock as long as it has the file open.
    ///
    /// With `is_patient`, a disk that is full or fails for now is waited for; otherwise the requests fail.
    pub(super) fn start(db: Connection, file: FileIdentity, lock: DirectoryLock, is_patient: bool) -> io::Result<Self> {
        let (requests, incoming) = mpsc::channel(MAX_WAITING);
        let (stall, stalled) = watch::channel(None);
        let thread = thread::Builder::new().name("store".to_owned()).spawn(move || {
            serve(&db, &file, incoming, is_patient.then_some(&stall));
            drop(db);
            drop(lock);
        })?;
        Ok(Self { requests: Some(requests), thread: Some(thread), stalled })
    }

    /// Returns what the thread waits for, in words, while its disk takes nothing.
    pub(super) fn stalled(&self) -> watch::Receiver<Option<String>> {
        self.stalled.clone()
    }

    /// Runs `task` in a transaction, and returns when that is durable. A task whose transaction failed may run again.
    pub(super) async fn run<T, F>(&self, task: F) -> Result<T, QueueError>
    where
        T: Send + 'static,
        F: FnMut(&Connection) -> Result<T, QueueError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let requests = self.requests.as_ref().ok_or(QueueError::Closed)?;
        let request = Box::new(PendingRequest { task, result: Err(QueueError::Closed), reply });
        requests.send(request).await.map_err(|_| QueueError::Closed)?;
        answer.await.map_err(|_| QueueError::Closed)?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.requests.take();
        if let Some(thread) = self.thread.take() {
            // A panic has been reported by its own thread, and every request since was answered with `Closed`.
            let _ = thread.join();
        }
    }
}

fn serve(
    db: &Connection,
    file: &FileIdentity,
    mut incoming: mpsc::Receiver<Box<dyn Request>>,
    stall: Option<&watch::Sender<Option<String>>>,
) {
    while let Some(first) = incoming.blocking_recv() {
        let mut group = vec![first];
        while group.len() < MAX_GROUP
            && let Ok(next) = incoming.try_recv()
        {
            group.push(next);
        }
        // What is committed to a file that was deleted is lost, and its records would be made again.
        let committed = if file.is_unchanged() {
            commit_patiently(db, &mut group, stall, || incoming.is_closed())
                .map_err(|fault| CommitError(cause(fault).into()))
        } else {
            Err(CommitError(Arc::new(StateGone)))
        };
        for request in group {
            request.answer(committed.clone());
        }
    }
}

/// Commits a group; with `stall`, again and again as long as its disk is full or fails for now.
fn commit_patiently(
    db: &Connection,
    group: &mut [Box<dyn Request>],
    stall: Option<&watch::Sender<Option<String>>>,
    is_closed: impl Fn() -> bool,
) -> rusqlite::Result<()> {
    let mut committed = commit(db, group);
    while let Err(fault) = &committed
        && let Some(stall) = stall.filter(|_| may_pass(fault) && !is_closed())
    {
        stall.send_replace(Some(fault.to_string()));
        thread::sleep(RETRY_WAIT);
        committed = commit(db, group);
    }
    if let Some(stall) = stall {
        stall.send_if_modified(|words| words.take().is_some());
    }
    committed
}

fn commit(db: &Connection, group: &mut [Box<dyn Request>]) -> rusqlite::Result<()> {
    run(db, "BEGIN")?;
    run_each(db, group).and_then(|()| run(db, "COMMIT")).or_else(|fault| {
        if !db.is_autocommit() {
            run(db, "ROLLBACK")?;
        }
        Err(fault)
    })
}

fn run_each(db: &Connection, group: &mut [Box<dyn Request>]) -> rusqlite::Result<()> {
    for request in group {
        run(db, "SAVEPOINT request")?;
        if !request.run(db) {
            // What is wrong with the disk is not this request's affair alone; SQLite may have given up the transaction.
            if let Some(fault) = request.disk_fault() {
                return Err(fault);
            }
            if !db.is_autocommit() {
                run(db, "ROLLBACK TO request")?;
            }
        }
        run(db, "RELEASE request")?;
    }
    Ok(())
}

fn run(db: &Connection, sql: &str) -> rusqlite::Result<()> {
    db.prepare_cached(sql)?.execute([]).map(|_| ())
}

/// The error of a group whose transaction failed.
#[derive(Clone, Debug, thiserror::Error)]
#[error("cannot commit: {0}")]
struct CommitError(Arc<dyn std::error::Error + Send + Sync>);

/// A request to run in a transaction, with the caller who waits for it.
trait Request: Send {
    /// Runs the request. Returns false when it failed and must be rolled back.
    fn run(&mut self, db: &Connection) -> bool;
    /// Returns the error of the disk that made the last run fail, if that was it.
    fn disk_fault(&self) -> Option<rusqlite::Error>;
    /// Sends the result to the caller.
    fn answer(self: Box<Self>, committed: Result<(), CommitError>);
}

struct PendingRequest<T, F> {
    task: F,
    result: Result<T, QueueError>,
    reply: oneshot::Sender<Result<T, QueueError>>,
}

impl<T, F> Request for PendingRequest<T, F>
where
    T: Send,
    F: FnMut(&Connection) -> Result<T, QueueError> + Send,
{
    fn run(&mut self, db: &Connection) -> bool {
        self.result = (self.task)(db);
        self.result.is_ok()
    }

    fn disk_fault(&self) -> Option<rusqlite::Error> {
        let Err(QueueError::Engine(error)) = &self.result else { return None };
        match error.downcast_ref::<rusqlite::Error>() {
            Some(fault @ rusqlite::Error::SqliteFailure(failure, words)) if may_pass(fault) => {
                Some(rusqlite::Error::SqliteFailure(*failure, words.clone()))
            }
            _ => None,
        }
    }

    fn answer(self: Box<Self>, committed: Result<(), CommitError>) {
        let result = match (self.result, committed) {
            (_, Err(error)) => Err(QueueError::Engine(Box::new(error))),
            (result, Ok(())) => result,
        };
        // The caller may have stopped waiting.
        let _ = self.reply.send(result);
    }
}
