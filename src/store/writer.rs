//! The one thread that uses the state file, and its group commit.
//!
//! Requests that arrive while a commit waits for the disk are run in the next transaction together. Each has a savepoint
//! of its own, so that an invalid one leaves no trace. All are answered once the transaction is on disk.

use std::io;
use std::sync::Arc;
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::directory::{DirectoryLock, FileIdentity};
use super::error::StateGone;
use crate::work::QueueError;

/// The most requests in one transaction (chosen).
const MAX_GROUP: usize = 256;

/// The most requests that wait for the thread (chosen).
const MAX_WAITING: usize = 1024;

/// A handle to the thread. Dropping it waits for the thread to end.
pub(super) struct Writer {
    requests: Option<mpsc::Sender<Box<dyn Request>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread. It keeps the lock as long as it has the file open.
    pub(super) fn start(db: Connection, file: FileIdentity, lock: DirectoryLock) -> io::Result<Self> {
        let (requests, incoming) = mpsc::channel(MAX_WAITING);
        let thread = std::thread::Builder::new().name("store".to_owned()).spawn(move || {
            serve(&db, &file, incoming);
            drop(db);
            drop(lock);
        })?;
        Ok(Self { requests: Some(requests), thread: Some(thread) })
    }

    /// Runs `task` in a transaction, and returns when that is durable.
    pub(super) async fn run<T, F>(&self, task: F) -> Result<T, QueueError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, QueueError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let requests = self.requests.as_ref().ok_or(QueueError::Closed)?;
        let request = Box::new(PendingRequest { task: Some(task), result: Err(QueueError::Closed), reply });
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

fn serve(db: &Connection, file: &FileIdentity, mut incoming: mpsc::Receiver<Box<dyn Request>>) {
    while let Some(first) = incoming.blocking_recv() {
        let mut group = vec![first];
        while group.len() < MAX_GROUP
            && let Ok(next) = incoming.try_recv()
        {
            group.push(next);
        }
        // What is committed to a file that was deleted is lost, and its records would be made again.
        let committed = if file.is_unchanged() {
            commit(db, &mut group).map_err(|cause| CommitError(Arc::new(cause)))
        } else {
            Err(CommitError(Arc::new(StateGone)))
        };
        for request in group {
            request.answer(committed.clone());
        }
    }
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
        if !request.run(db) && !db.is_autocommit() {
            run(db, "ROLLBACK TO request")?;
        }
        // Where SQLite has given up the whole transaction (disk full, say), there is nothing to release: the group fails.
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
    /// Sends the result to the caller.
    fn answer(self: Box<Self>, committed: Result<(), CommitError>);
}

struct PendingRequest<T, F> {
    task: Option<F>,
    result: Result<T, QueueError>,
    reply: oneshot::Sender<Result<T, QueueError>>,
}

impl<T, F> Request for PendingRequest<T, F>
where
    T: Send,
    F: FnOnce(&Connection) -> Result<T, QueueError> + Send,
{
    fn run(&mut self, db: &Connection) -> bool {
        if let Some(task) = self.task.take() {
            self.result = task(db);
        }
        self.result.is_ok()
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
