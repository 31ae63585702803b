//! The commands' end of the control socket.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::address::{AddressError, socket_path};
use super::messages::{Reply, Request};

/// How long a worker may take to answer (chosen: longer than it takes over a request at most).
const ANSWER_LIMIT: Duration = Duration::from_secs(20);
/// The longest reply in bytes (chosen: 10,000 feeds have a hundredth).
const MAX_REPLY_BYTES: u64 = 256 << 20;

/// Why a worker was not asked, or has not answered.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The path is too long for a socket.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// Nobody listens: no worker runs, or it starts or ends just now.
    #[error("no worker listens at {}", .0.display())]
    NoWorker(PathBuf),
    /// The system refuses, or the worker has hung up or taken too long.
    #[error("the worker at {} cannot be asked: {source}", path.display())]
    System {
        /// The path of the socket.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The worker has refused to say anything.
    #[error("{0}")]
    Refused(String),
    /// The reply is not understood.
    #[error("the worker's reply is not understood ({0}); is it of another version?")]
    Reply(serde_json::Error),
}

/// Sends a request to the worker of a state directory, and returns its reply.
///
/// # Errors
/// When there is no worker, or it does not answer.
pub fn ask(dir: &Path, request: &Request) -> Result<Reply, ClientError> {
    let path = socket_path(dir)?;
    let stream = UnixStream::connect(&path).map_err(|source| match source.kind() {
        ErrorKind::NotFound | ErrorKind::ConnectionRefused => ClientError::NoWorker(path.clone()),
        _ => ClientError::System { path: path.clone(), source },
    })?;
    let line = exchange(stream, request).map_err(|source| ClientError::System { path, source })?;
    serde_json::from_slice(&line).map_err(ClientError::Reply)
}

fn exchange(mut stream: UnixStream, request: &Request) -> io::Result<Vec<u8>> {
    stream.set_read_timeout(Some(ANSWER_LIMIT))?;
    stream.set_write_timeout(Some(ANSWER_LIMIT))?;
    let mut line = serde_json::to_vec(request)?;
    line.push(b'\n');
    stream.write_all(&line)?;
    let mut reply = Vec::new();
    BufReader::new(stream.take(MAX_REPLY_BYTES)).read_until(b'\n', &mut reply)?;
    if reply.ends_with(b"\n") { Ok(reply) } else { Err(ErrorKind::UnexpectedEof.into()) }
}
