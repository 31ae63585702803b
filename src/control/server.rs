//! The worker's end of the control socket.

use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::address::{AddressError, socket_path};
use super::messages::{Refusal, RefusalCode, Reply, Request};

/// The longest request in bytes, its line feed included (chosen: a name and a few words).
pub const MAX_REQUEST_BYTES: usize = 64 << 10;
/// The most connections at a time (chosen). Others wait in the system's queue.
const MAX_CONNECTIONS: usize = 16;
/// How long a peer may take to send its request, and to read the reply (chosen).
const PEER_LIMIT: Duration = Duration::from_secs(5);
/// How long a request may take (chosen: a commit takes milliseconds; a disk that is full, for ever).
const REQUEST_LIMIT: Duration = Duration::from_secs(10);
/// The wait after a connection could not be accepted (chosen: file descriptors may be short for a while).
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);
/// The bytes beyond the request that are read and dropped, so that the peer gets the reply (chosen).
const MAX_DROPPED_BYTES: u64 = 64 << 20;
/// Who may use the socket: its owner.
const MODE: u32 = 0o600;

/// Why a worker cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// The path is too long.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// Something else stands there.
    #[error("{} is there and is no socket; move it away", path.display())]
    NoSocket {
        /// The path.
        path: PathBuf,
    },
    /// The system refuses.
    #[error("{}: {source}", path.display())]
    System {
        /// The path.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
}

/// A control socket that is listened at. Dropping it removes its file.
#[derive(Debug)]
pub struct ControlSocket {
    listener: UnixListener,
    path: PathBuf,
}

impl ControlSocket {
    /// Listens in a state directory, whose lock the caller holds: a socket that is there already is a dead worker's.
    ///
    /// # Errors
    /// A path that is too long, something else at it, or a file system without sockets.
    pub fn bind(dir: &Path) -> Result<Self, BindError> {
        let path = socket_path(dir)?;
        let system = |source| BindError::System { path: path.clone(), source };
        match fs::symlink_metadata(&path) {
            Ok(found) if found.file_type().is_socket() => fs::remove_file(&path).map_err(system)?,
            Ok(_) => return Err(BindError::NoSocket { path }),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(system(error)),
        }
        let listener = UnixListener::bind(&path).map_err(system)?;
        // Until then the user of each peer is checked, as ever after.
        fs::set_permissions(&path, fs::Permissions::from_mode(MODE)).map_err(system)?;
        Ok(Self { listener, path })
    }

    /// Answers requests without end. Each runs to its end, though its peer may have gone or given up meanwhile.
    pub async fn serve<F>(self, answer: impl Fn(Request) -> F + Clone + Send + 'static)
    where
        F: Future<Output = Reply> + Send + 'static,
    {
        let connections = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        loop {
            // The semaphore is never closed.
            let Ok(permit) = Arc::clone(&connections).acquire_owned().await else { return };
            match self.listener.accept().await {
                Ok((stream, _)) => {
                    let answer = answer.clone();
                    tokio::spawn(async move {
                        converse(stream, answer).await;
                        drop(permit);
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection to the control socket cannot be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }
}

impl Drop for ControlSocket {
    fn drop(&mut self) {
        // A file that stays is replaced by the next worker.
        let _ = fs::remove_file(&self.path);
    }
}

/// Reads one request and writes its reply.
async fn converse<F>(mut stream: UnixStream, answer: impl Fn(Request) -> F)
where
    F: Future<Output = Reply> + Send + 'static,
{
    let reply = match read_request(&mut stream).await {
        Ok(request) => {
            let answering = tokio::spawn(answer(request));
            match timeout(REQUEST_LIMIT, answering).await {
                Ok(Ok(reply)) => reply,
                Ok(Err(_)) => refusal(RefusalCode::State, "the request failed; the log says more"),
                Err(_) => refusal(
                    RefusalCode::Timeout,
                    "the state has not taken it in time (is its disk full?); it may still take effect",
                ),
            }
        }
        Err(Some(reply)) => reply,
        // Nobody is there to be answered.
        Err(None) => return,
    };
    let Ok(mut line) = serde_json::to_vec(&reply) else { return };
    line.push(b'\n');
    let send = async {
        stream.write_all(&line).await?;
        stream.shutdown().await?;
        // A peer that still sends would lose the reply to an error if we hung up on it.
        tokio::io::copy(&mut (&mut stream).take(MAX_DROPPED_BYTES), &mut tokio::io::sink()).await
    };
    // A peer that does not read gets no reply.
    let _ = timeout(PEER_LIMIT, send).await;
}

/// Reads a request, or returns the refusal of what is none; nothing where the peer has gone without a word.
async fn read_request(stream: &mut UnixStream) -> Result<Request, Option<Reply>> {
    let own = rustix::process::geteuid().as_raw();
    let peer = stream.peer_cred().map_err(|_| None)?.uid();
    if peer != own {
        let words = format!("this worker is steered by its own user ({own}) alone, and this is user {peer}");
        return Err(Some(refusal(RefusalCode::OtherUser, words)));
    }
    let mut line = Vec::new();
    let mut limited = stream.take(MAX_REQUEST_BYTES as u64);
    let reading = async {
        while !line.ends_with(b"\n") {
            if limited.read_buf(&mut line).await? == 0 {
                break;
            }
        }
        io::Result::Ok(())
    };
    if !matches!(timeout(PEER_LIMIT, reading).await, Ok(Ok(()))) || line.is_empty() {
        return Err(None);
    }
    // What follows a line belongs to no request.
    let end = line.iter().position(|byte| *byte == b'\n');
    let invalid = |words: String| Some(refusal(RefusalCode::InvalidRequest, words));
    match end {
        Some(end) => serde_json::from_slice(&line[..end]).map_err(|error| invalid(format!("not understood: {error}"))),
        None if line.len() >= MAX_REQUEST_BYTES => {
            let words = format!("a request has {MAX_REQUEST_BYTES} bytes at most");
            Err(Some(refusal(RefusalCode::TooLong, words)))
        }
        None => Err(invalid("a request is one line and ends with a line feed".to_owned())),
    }
}

fn refusal(code: RefusalCode, message: impl Into<String>) -> Reply {
    Reply::Error(Refusal { code, message: message.into() })
}
